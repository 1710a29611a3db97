"""The running of a notebook's cell: the cell of an exercise, the calls beside it, IPython's hooks."""
