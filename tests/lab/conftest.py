"""A small course and a learner's folder."""

import pytest
from small_course import OUTPUT, notebook

from framebyframe.lab.copies import Chapters


@pytest.fixture
def chapters(tmp_path):
    """Two chapters, with the outputs of the course, and no copies yet."""
    course = Chapters(tmp_path / "notebooks", tmp_path / "le café" / "work")
    course.notebooks.mkdir()
    first = notebook("first", outputs=[OUTPUT], count=1, title="00 · Start here")
    (course.notebooks / "00_start.ipynb").write_text(first)
    (course.notebooks / "01_next.ipynb").write_text(notebook("second", outputs=[OUTPUT], count=1))
    return course
