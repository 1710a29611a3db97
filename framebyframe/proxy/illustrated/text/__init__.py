"""The words of an illustrated session: `en/illustrated.ini`."""

from __future__ import annotations

from pathlib import Path

from framebyframe.figures.text import reader

FOLDER = Path(__file__).parent


def say(section: str, key: str, /, **values: object) -> str:
    """The text of this name with its `{values}` filled in.

    Raises:
        KeyError: the catalogue has no such text.
    """
    return reader.say(FOLDER, "illustrated", section, key, **values)


def find(section: str, key: str) -> str | None:
    """The text of this name; None if there is none."""
    return reader.find(FOLDER, "illustrated", section, key)


def counted(noun: str, number: int) -> str:
    """ "1 connection", "1,200 calls"; the nouns are keys of the catalogue."""
    return say("count", f"{noun}.{'one' if number == 1 else 'many'}", number=f"{number:,}")
