"""The declarations of authors: exercises, examples, chapters, and the table of them all."""
