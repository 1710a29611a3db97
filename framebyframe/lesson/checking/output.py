"""The output of an answer: kept apart, and no more than a page of it."""

from __future__ import annotations

import io
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

KEPT = 1_000
"""Characters that are shown."""

FLOOD = 200_000
"""Characters after which printing is stopped."""


class GuardRail(BaseException):
    """An answer is stopped. It is no Exception, so that no `except Exception` in the answer catches it.

    Attributes:
        steps: the outcomes of the steps of a scenario that went before.
    """

    steps: tuple[Any, ...] = ()


class PrintFlood(GuardRail):
    """The answer prints without end."""

    def __init__(self, beginning: str) -> None:
        super().__init__("prints without end")
        self.beginning = beginning


class CappedOutput(io.TextIOBase):
    """A text file that keeps the beginning and refuses a flood."""

    def __init__(self) -> None:
        self._kept = ""
        self._length = 0

    def writable(self) -> bool:
        """True: it is for printing."""
        return True

    def write(self, text: str) -> int:
        """Keep what fits.

        Raises:
            PrintFlood: too much was printed.
        """
        self._length += len(text)
        self._kept += text[: KEPT - len(self._kept)]
        if self._length > FLOOD:
            raise PrintFlood(self._kept)
        return len(text)

    def getvalue(self) -> str:
        """The beginning of what was printed."""
        return self._kept


class LastLine(logging.Formatter):
    """Shows the last line of an error that is logged. The lines above it are mostly the kit's own."""

    def formatException(self, ei: Any) -> str:
        """The type of the error and its words."""
        return traceback.format_exception_only(ei[1])[-1].rstrip()


@contextmanager
def kept_in(output: CappedOutput) -> Iterator[None]:
    """While it lasts, what is printed goes there, and what is logged where nobody asks for it."""
    handler = logging.lastResort  # it writes to stderr, whatever that is then
    before = handler.formatter if handler else None
    if handler:
        handler.setFormatter(LastLine())
    try:
        with redirect_stdout(output), redirect_stderr(output), _loggers_as_they_were():
            yield
    finally:
        if handler:
            handler.setFormatter(before)


@contextmanager
def _loggers_as_they_were() -> Iterator[None]:
    """When this ends, each logger has the handlers and the settings that it had before.

    `logging.error(...)` gives the root logger a handler that writes to the output of this example. What any
    later answer logs would go there too, and after a while be a flood.
    """
    before = {logger: (logger.handlers[:], _settings(logger)) for logger in _loggers()}
    switched_off = logging.root.manager.disable
    try:
        yield
    finally:
        if switched_off != logging.root.manager.disable:
            logging.disable(switched_off)
        for logger in _loggers():
            handlers, settings = before.get(logger, ([], _settings(logger)))
            logger.handlers[:] = handlers
            if settings != _settings(logger):
                level, logger.propagate, logger.disabled = settings
                logger.setLevel(level)


def _loggers() -> list[logging.Logger]:
    known = [*logging.root.manager.loggerDict.values()]
    return [logging.root, *(one for one in known if isinstance(one, logging.Logger))]


def _settings(logger: logging.Logger) -> tuple[int, bool, bool]:
    return logger.level, logger.propagate, logger.disabled
