"""Checks a PHP function: PHP runs it, and the reference, on the same arguments."""

from __future__ import annotations

from .check import check_php

__all__ = ["check_php"]
