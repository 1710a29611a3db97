"""Everything a learner reads, looked up by name: `text/en/engine.ini`, and `text/en/c02.ini` for a chapter.

To translate the course, translate this folder and that of `figures` (`figures.text.reader` says how). A line
that begins with `| ` is code and keeps its indentation.
"""

from __future__ import annotations

from pathlib import Path

from framebyframe.figures.text import reader
from framebyframe.figures.text.reader import FALLBACK, LANGUAGE

__all__ = ["FALLBACK", "FOLDER", "LANGUAGE", "has", "keys", "say", "sections", "state_of"]

FOLDER = Path(__file__).parent


def say(catalogue: str, section: str, key: str, /, **values: object) -> str:
    """The text of this name with its `{values}` filled in.

    Raises:
        KeyError: the catalogue has no such text.
    """
    return reader.say(FOLDER, catalogue, section, key, **values)


def has(catalogue: str, section: str, key: str) -> bool:
    """Whether there is a text of this name."""
    return reader.find(FOLDER, catalogue, section, key) is not None


def keys(catalogue: str, section: str) -> list[str]:
    """The names of a section's texts, in the order of the first language; [] if there is no such section."""
    texts = reader.read(FOLDER / FALLBACK / f"{catalogue}.ini")
    return list(texts[section]) if texts.has_section(section) else []


def sections() -> list[tuple[str, str]]:
    """Every section of every catalogue: the catalogue's name, and its own."""
    paths = sorted((FOLDER / FALLBACK).glob("*.ini"))
    return [(path.stem, section) for path in paths for section in reader.read(path).sections()]


def state_of(name: str, solved: bool) -> str:
    """The name of a function, and in words whether it is written."""
    return say("engine", "state", "solved" if solved else "unsolved", name=name)
