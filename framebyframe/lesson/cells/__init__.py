"""What happens when a notebook's cell runs: the cell of an exercise, the calls beside it, IPython's hooks."""
