"""A question in a notebook: `quiz("length_300")`."""

from .asking import Quiz, quiz

__all__ = ["Quiz", "quiz"]
