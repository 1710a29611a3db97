"""Turns verdicts into pages: words, pictures, hints, the map of the course."""
