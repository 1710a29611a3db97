"""The bounds of a page: what a session has beyond them is left out, and the page says so."""

from __future__ import annotations

FIRST_STEPS = 240
"""Things that passed: so many of the first are told."""
LAST_STEPS = 60
"""And so many of the last."""
MOST_CALLS = 200
"""Calls in the list of calls."""
MOST_PARTS = 20
"""Messages of a batch that are told."""
MOST_MEMBERS = 40
"""Members of one JSON object that are shown."""
MOST_BYTES = 512
"""Bytes that are shown of one frame, head line or anything else."""
MOST_MASKED = 128
"""Bytes that are shown before and after the mask."""
MOST_TEXT = 600
"""Characters that are shown of a message, or of a member of one."""
MOST_JSON = 256 * 1024
"""Characters of a message that are read as JSON here."""
MOST_WRITTEN_OUT = 2_000
"""Bytes of a payload that are written out in Python; of a longer one the record is asked."""
MOST_CHARACTERS = 5_000_000
"""Of the page's steps: beyond them a step is told in its line alone."""
