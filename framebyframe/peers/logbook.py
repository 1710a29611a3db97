"""What a program logs while a block runs: the errors, as Python shows them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class _Errors(logging.Handler):
    """Keeps the error of each record, with its level where that is not ERROR; its words are for people."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        level = "" if record.levelno == logging.ERROR else f"{record.levelname.lower()}: "
        self.lines.append(f"{level}{error!r}")


@contextmanager
def logged(logger: logging.Logger) -> Iterator[list[str]]:
    """A list of the errors that this logger is told of while the block runs, as Python shows them."""
    handler, passed_on, level = _Errors(), logger.propagate, logger.level
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    try:
        yield handler.lines
    finally:
        logger.removeHandler(handler)
        logger.propagate = passed_on
        logger.setLevel(level)
