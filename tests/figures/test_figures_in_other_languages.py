"""What figures say stands in their text catalogue, and can be translated without touching code."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from framebyframe.figures import AnnotatedFrame, annotate_frame
from framebyframe.figures.text import catalogue, reader
from framebyframe.figures.words import OPCODE_NAMES
from framebyframe.wire import CloseCode

ENGLISH = catalogue.FOLDER / reader.FALLBACK
PLACEHOLDER = re.compile(r"\{\w+\}")
CLOSE_CODES = "|".join(code.name.lower().replace("_", " ") for code in CloseCode)
TERMS = re.compile(rf"RSV\d|{'|'.join(OPCODE_NAMES.values())}|reserved|{CLOSE_CODES}")
VALUES = re.compile(r"RFC [\d. ]+|“[^”]*”|0x[0-9A-F]|\b[0-9a-f]{2}\b|[\d,]+|[…,:() ]")
"""What is the same in every language: the protocol's own words; sections, what was carried, numbers."""


@pytest.fixture
def translated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A language in which every text is its placeholders alone."""
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    monkeypatch.setenv(reader.LANGUAGE, "xx")
    for path in ENGLISH.glob("*.ini"):
        texts = reader.read(path)
        lines = []
        for section in texts.sections():
            lines += [f"[{section}]"]
            lines += [f"{key} = {' '.join(PLACEHOLDER.findall(text))}" for key, text in texts.items(section)]
        (tmp_path / "xx").mkdir(exist_ok=True)
        (tmp_path / "xx" / path.name).write_text("\n".join(lines), encoding="utf-8")


def some_frames() -> Iterator[bytes]:
    """Frames of every kind and with every fault, the same ones in every run."""
    chance = random.Random(1)
    likely = [0x01, 0x81, 0x88, 0x89, 0x05, 0x85, 0x7E, 0xFE, 0x7F, 0x03, 0xED, 0x00]
    for _ in range(2000):
        yield bytes(chance.choices([*likely, chance.randrange(256)], k=chance.randrange(14)))


def words_of(frame: AnnotatedFrame) -> Iterator[str]:
    yield from (frame.kind, frame.carried, frame.sentence, frame.remark)
    for span in frame.spans:
        yield span.sentence
        yield from (fault.words for fault in span.faults)


@pytest.mark.usefixtures("translated")
def test_no_sentence_about_a_frame_stands_in_code() -> None:
    frames = [
        annotate_frame(data, role, limit=100) for data in some_frames() for role in ("client", "server")
    ]
    assert {VALUES.sub("", TERMS.sub("", text)) for frame in frames for text in words_of(frame)} == {""}
