"""Texts by name, from a folder that has a folder for each language, `en/frame.ini`.

To translate, copy the folder `en` to `fr` and translate what stands after the `=`; names in `{braces}` stay.
What a translation lacks is taken from `en`. `FRAMEBYFRAME_LANGUAGE=fr` chooses it.
"""

from __future__ import annotations

import configparser
import os
import re
from functools import cache
from pathlib import Path

FALLBACK = "en"
LANGUAGE = "FRAMEBYFRAME_LANGUAGE"
SECOND_STOP = re.compile(r"(?<=[?!])\.(?!\S)")
"""The full stop of a text behind a value that has ended the sentence: what Python says may be a question."""


def say(folder: Path, catalogue: str, section: str, key: str, /, **values: object) -> str:
    """The text of this name in the reader's language, with its `{values}` filled in.

    Raises:
        KeyError: the catalogue has no such text.
    """
    text = find(folder, catalogue, section, key)
    if text is None:
        raise KeyError(f"{catalogue}.ini has no text [{section}] {key}")
    return SECOND_STOP.sub("", text.format(**values)) if values else text


def find(folder: Path, catalogue: str, section: str, key: str) -> str | None:
    """The text of this name in the reader's language, or else in English; None if there is none."""
    return _find(folder, os.environ.get(LANGUAGE, FALLBACK), catalogue, section, key)


@cache
def _find(folder: Path, language: str, catalogue: str, section: str, key: str) -> str | None:
    for name in (language, FALLBACK):
        texts = read(folder / name / f"{catalogue}.ini")
        if texts.has_option(section, key):
            return texts.get(section, key)
    return None


@cache
def read(path: Path) -> configparser.RawConfigParser:
    """The texts of one file; none if it does not exist."""
    texts = configparser.RawConfigParser(delimiters=("=",), comment_prefixes=("#",), strict=True)
    texts.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their capitals
    texts.read(path, encoding="utf-8")
    return texts
