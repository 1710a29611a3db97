"""A question in a notebook: `quiz("length_300")`, and one under a dump: `read("two_frames")`."""

from .asking import Quiz, quiz
from .reading import ReadingQuiz, read

__all__ = ["Quiz", "ReadingQuiz", "quiz", "read"]
