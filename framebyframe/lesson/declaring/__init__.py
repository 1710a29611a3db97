"""What an author writes: exercises, examples, chapters, and the table of them all."""
