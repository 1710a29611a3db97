"""The words of figures, and the reader of text catalogues."""
