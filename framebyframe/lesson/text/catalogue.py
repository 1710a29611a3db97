"""Everything a learner reads, looked up by name: `text/en/engine.ini`, and `text/en/c02.ini` for a chapter.

To translate the course, copy the folder `text/en` to `text/fr` and translate what stands after the `=`;
names in `{braces}` stay. A line that begins with `| ` is code and keeps its indentation. What a
translation lacks is taken from `text/en`. `FRAMEBYFRAME_LANGUAGE=fr` chooses it.
"""

from __future__ import annotations

import configparser
import os
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
FALLBACK = "en"
LANGUAGE = "FRAMEBYFRAME_LANGUAGE"


def say(catalogue: str, section: str, key: str, /, **values: object) -> str:
    """The text of this name with its `{values}` filled in.

    Raises:
        KeyError: the catalogue has no such text.
    """
    text = _find(catalogue, section, key)
    if text is None:
        raise KeyError(f"{catalogue}.ini has no text [{section}] {key}")
    return text.format(**values) if values else text


def has(catalogue: str, section: str, key: str) -> bool:
    """Whether there is a text of this name."""
    return _find(catalogue, section, key) is not None


def keys(catalogue: str, section: str) -> list[str]:
    """The names of a section's texts, in the order of the first language; [] if there is no such section."""
    texts = _read(FOLDER / FALLBACK / f"{catalogue}.ini")
    return list(texts[section]) if texts.has_section(section) else []


def sections() -> list[tuple[str, str]]:
    """Every section of every catalogue: the catalogue's name, and its own."""
    paths = sorted((FOLDER / FALLBACK).glob("*.ini"))
    return [(path.stem, section) for path in paths for section in _read(path).sections()]


def state_of(name: str, solved: bool) -> str:
    """The name of a function, and in words whether it is written."""
    return say("engine", "state", "solved" if solved else "unsolved", name=name)


def _find(catalogue: str, section: str, key: str) -> str | None:
    for language in (os.environ.get(LANGUAGE, FALLBACK), FALLBACK):
        texts = _read(FOLDER / language / f"{catalogue}.ini")
        if texts.has_option(section, key):
            return texts.get(section, key)
    return None


@cache
def _read(path: Path) -> configparser.RawConfigParser:
    texts = configparser.RawConfigParser(delimiters=("=",), comment_prefixes=("#",), strict=True)
    texts.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their capitals
    texts.read(path, encoding="utf-8")
    return texts
