"""An extension of IPython: `%%php` for a kernel in which no cell of the course has run yet.

The course is imported when the magic is first used, so that a kernel starts as fast as any other.
"""

from __future__ import annotations

from typing import Any


def load_ipython_extension(ipython: Any) -> None:
    """Register `%%php`; the course registers its own over it."""
    ipython.register_magic_function(php, "cell")


def php(line: str, cell: str) -> None:
    """Run this cell as PHP, with the learner's own functions, as behind a chapter's first cell."""
    from framebyframe.lesson import use
    from framebyframe.lesson.cells.php_cell import php as php_of_the_course

    use("mine")
    php_of_the_course(line, cell)
