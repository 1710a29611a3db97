"""The text catalogue: every text of the lesson engine, by language."""
