"""The text catalogue: everything the lesson engine says, by language."""
