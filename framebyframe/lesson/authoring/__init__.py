"""For authors: mutants, the report on the exercises, the notebooks' stored outputs."""
