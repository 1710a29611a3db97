"""Predict, then run, as a question."""

from .quiz import Quiz

__all__ = ["Quiz"]
