"""The exercises of each chapter: one file of declarations a chapter."""
