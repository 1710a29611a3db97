"""The words of figures, looked up by name: `en/frame.ini` for a frame, `en/drawing.ini` for the rest."""

from __future__ import annotations

from pathlib import Path

from . import reader

FOLDER = Path(__file__).parent


def say(catalogue: str, section: str, key: str, /, **values: object) -> str:
    """The text of this name with its `{values}` filled in.

    Raises:
        KeyError: the catalogue has no such text.
    """
    return reader.say(FOLDER, catalogue, section, key, **values)


def say_number(catalogue: str, section: str, key: str, number: int) -> str:
    """The text `key.one` or `key.many`, with the number filled in."""
    form = "one" if number == 1 else "many"
    return say(catalogue, section, f"{key}.{form}", number=f"{number:,}")
