"""Faults of a network, and a proxy that makes them.

Module by module, in reading order: `plan` (what goes wrong, as records and as text).
"""

from __future__ import annotations

from .plan import Fault, Plan

__all__ = ["Fault", "Plan"]
