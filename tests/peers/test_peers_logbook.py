"""What is logged while a block runs is kept, and goes nowhere else."""

from __future__ import annotations

import logging

import pytest

from framebyframe.peers import logged


def test_errors_are_kept_as_python_shows_them(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("framebyframe.of_a_test")
    with logged(logger) as lines:
        logger.error("an action failed", exc_info=KeyError("gold"))
        logger.error("words alone")
        logger.warning("no error")
    assert lines == ["KeyError('gold')", "None", "warning: None"]
    assert caplog.records == [] and logger.handlers == []
    logger.error("afterwards")
    assert lines == ["KeyError('gold')", "None", "warning: None"] and len(caplog.records) == 1
