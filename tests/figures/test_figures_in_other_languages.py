"""The words of figures stand in their text catalogue, and can be translated without touching code."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from gallery import HELLO as HELLO_FRAME
from gallery import REFUSAL, REQUEST, gallery

from framebyframe import figures
from framebyframe.bench import Row, Turn
from framebyframe.figures import AnnotatedFrame, annotate_frame, annotate_frames, overviews
from framebyframe.figures.dump import as_table
from framebyframe.figures.text import catalogue, reader
from framebyframe.figures.words import OPCODE_NAMES, count
from framebyframe.proxy import MeasuredCalls
from framebyframe.rpc import Timeouts
from framebyframe.rpc.heartbeat import Heartbeat
from framebyframe.wire import CloseCode, InvalidFrame, State, Trigger, encode_frame, masking

HELLO = encode_frame(HELLO_FRAME)

ENGLISH = catalogue.FOLDER / reader.FALLBACK
PLACEHOLDER = re.compile(r"\{\w+\}")
CLOSE_CODES = "|".join(code.name.lower().replace("_", " ") for code in CloseCode)
TERMS = re.compile(rf"RSV\d|{'|'.join(OPCODE_NAMES.values())}|reserved|{CLOSE_CODES}")
VALUES = re.compile(r"RFC [\d. ]+|“[^”]*”|0x[0-9A-F]|\b[0-9a-f]{2}\b|[\d,]+|[…,:() ]")
"""Text that is the same in every language: the protocol's own words, sections, quoted text, numbers."""


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


TWO_WORDS = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
CSS = "Helvetica|Consolas|DejaVu|<"
"""Fonts and markup, which have blanks too."""


def words_in_code(path: Path) -> Iterator[str]:
    """Strings of two words or more, without docstrings and the errors of callers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    quiet = (node for node in ast.walk(tree) if isinstance(node, ast.Expr | ast.Raise) or is_error(node))
    skipped = {
        id(inner)
        for node in quiet
        for inner in ast.walk(node)
        if not isinstance(node, ast.Expr) or isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped
        if is_text and TWO_WORDS.search(node.value) and not re.search(CSS, node.value):
            yield node.value


def is_error(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "").endswith(("Error", "Type"))


@pytest.mark.parametrize(
    "path", sorted(Path(figures.__file__).parent.glob("*.py")), ids=lambda path: path.stem
)
def test_no_words_stand_in_code(path: Path) -> None:
    assert list(words_in_code(path)) == []


def test_every_text_is_said_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that no drawing uses has a mistake in its key. The texts of fields are read on import."""
    said = set()
    find = reader.find

    def remember(folder: Path, *name: str) -> str | None:
        said.add(name)
        return find(folder, *name)

    monkeypatch.setattr(reader, "find", remember)
    draw_everything()
    texts = {path.stem: reader.read(path) for path in ENGLISH.glob("*.ini") if path.stem != "field"}
    there = {(file, section, key) for file, of in texts.items() for section in of for key in of[section]}
    assert sorted(there - said) == []


def draw_everything() -> None:
    for figure in gallery().values():
        assert figure.html
    for data in [*some_frames(), bytes.fromhex("827f 0000000000001000")]:
        for role in ("client", "server"):
            annotate_frames(data + data, role, limit=100)
    for byte in (*range(0x21), ord("7"), 0x7F, 0x80):
        figures.draw(byte)
    for text in ('{"event": "tick"}', '{"status": "success"}', "[" * 100_000, "[NaN]", "[]"):
        figures.message(text)
    error = InvalidFrame("one with a long list")
    error.values = [*range(20)]
    for thing in (b"", [], [1] * 20, error):
        figures.draw(thing)
    for pair in ((b"a", b"ab"), ("ab", "a"), ("a", "b"), (b"", b"a")):
        figures.compare(*pair, field="payload_data")
    figures.transcript([("client", "sent", data) for data in (b"\x01", b"\x01\x00", b"\x83\x00", HELLO * 4)])
    figures.handshake(REQUEST, REFUSAL)
    figures.handshake(REQUEST.replace(b"\r\n", b"\n"))
    race = figures.mask_race(masking.apply_mask, masking.apply_mask_fast, sizes=(4,))
    for overview in (
        overviews.opcodes(),
        overviews.headers(125),
        overviews.frames_in(HELLO + b"\x89\x00"),
        overviews.way_of_a_text(),
        figures.state_diagram([State.OPEN, State.CLOSED], causes=[Trigger.FAIL]),
        race,
        figures.latency_and_loss([MeasuredCalls("", (0.1, 0.2), 1)]),
        *[
            figures.pipe_race(
                [Row("tcp", "100 B", 1, [Turn([0.1, 0.2], 0.3, None, None, None)])],
                "",
                "",
                ["1"],
                together=one,
            )
            for one in (True, False)
        ],
        figures.bars({"HTTP": 1.5}, "ms"),
        figures.herd({"at once": [1.0], "spread": [1.0, 2.0]}),
        figures.heartbeats(Heartbeat, gone=20),
    ):
        assert overview.html
    for gone, timeouts in ((1000, Timeouts()), (20, Timeouts(ping_interval=0))):
        with pytest.raises(ValueError):
            figures.heartbeats(lambda _, now, given=timeouts: Heartbeat(given, now), gone=gone)
    for said_by_widgets in (as_table(HELLO), count(1, "more_frame"), count(2, "more_frame")):
        assert said_by_widgets
