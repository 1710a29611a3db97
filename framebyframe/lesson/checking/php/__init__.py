"""Checks a PHP function: PHP runs it, and the reference, on the same arguments."""

from __future__ import annotations

from .check import (
    PhpTrial,
    Stopped,
    check_php,
    outcomes_of,
    outcomes_of_source,
    outcomes_of_sources,
    shown_php,
)

__all__ = [
    "PhpTrial",
    "Stopped",
    "check_php",
    "outcomes_of",
    "outcomes_of_source",
    "outcomes_of_sources",
    "shown_php",
]
