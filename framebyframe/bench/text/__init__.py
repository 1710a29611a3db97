"""The words of the benchmark: `en/bench.ini`."""

from __future__ import annotations

from pathlib import Path

from framebyframe.figures.text import reader

FOLDER = Path(__file__).parent


def say(section: str, key: str, /, **values: object) -> str:
    """The text of this name with its `{values}` filled in.

    Raises:
        KeyError: the catalogue has no such text.
    """
    return reader.say(FOLDER, "bench", section, key, **values)
