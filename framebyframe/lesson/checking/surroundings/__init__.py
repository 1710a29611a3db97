"""The surroundings of an answer while it is checked: a clock, chance and a network of its own.

Nothing waits for real time, draws real random bytes or connects to a real host. So every run of a check is
the same, takes no longer than its work, and needs no thread and no socket.
"""

from __future__ import annotations

from .loop import run_to_its_end
from .place import Surroundings, bytes_of_the_system, current, surrounded

__all__ = ["Surroundings", "bytes_of_the_system", "current", "run_to_its_end", "surrounded"]
