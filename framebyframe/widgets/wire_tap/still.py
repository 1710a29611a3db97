"""The wire tap without a page: a table of what was said, without what chance or a clock decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from framebyframe.figures import Figure, table
from framebyframe.figures.frame_parts import split
from framebyframe.figures.tables import Cell
from framebyframe.figures.visible import shorten, visible
from framebyframe.figures.words import carried, count, opcode_name
from framebyframe.proxy.tap import TappedBytes, TappedCall, TappedEnd, TappedFrame, UnmatchedReply
from framebyframe.proxy.tap.rows import MOST_QUOTED, call_name
from framebyframe.wire.frames import encode_length

from .index import Index
from .row_parts import answers, one_line, sign_of, state_of, words_of
from .rows import ConnectionRow, Row
from .words import STILL_COLUMNS, say

MOST_ROWS = 24
"""Rows of the table."""
MOST_WORDS = 60
"""Columns of what a frame says."""

TableRow = list["str | Cell"]


def still(index: Index, names: Mapping[int, str]) -> Figure:
    """What was said on each connection, in order: times, ports, masking keys and latencies are left out."""
    connections = _by_connection(index)
    if not connections:
        words = say("nothing_yet")
        return Figure("", words, words, f"<p>{words}</p>")
    titles = names if len(connections) > 1 else {}
    rows = (row for one, said in connections.items() for row in _connection(index, titles.get(one, ""), said))
    header = [say(name) for name in STILL_COLUMNS]
    left_out = sum(bool(titles) + len(said) for said in connections.values()) - MOST_ROWS
    caption = say("still_more", number=f"{left_out:,}") if left_out > 0 else ""
    return table(header, list(islice(rows, MOST_ROWS)), caption)


def _by_connection(index: Index) -> dict[int, list[Row]]:
    """The rows of each connection, but those that depend on when one looks."""
    found: dict[int, list[Row]] = {}
    for number in range(index.first, index.end):
        row = index.row(number)
        if not isinstance(row, TappedEnd) and (not isinstance(row, ConnectionRow) or row.head is not None):
            found.setdefault(row.connection, []).append(row)
    return found


def _connection(index: Index, name: str, said: list[Row]) -> Iterator[TableRow]:
    """The rows of one connection, under its name if there is one."""
    if name:
        yield [name, "", "", ""]
    for row in said:
        yield from _row(index, row)


def _row(index: Index, row: Row) -> Iterator[TableRow]:
    sign = sign_of(row).strip()
    if isinstance(row, TappedFrame):
        yield [sign, Cell(opcode_name(row.opcode), "opcode"), count(row.length, "byte"), _says(index, row)]
    elif isinstance(row, TappedBytes):
        yield [sign, Cell(row.why, "wrong"), count(len(row.data), "byte"), ""]
    elif isinstance(row, ConnectionRow) and row.head is not None:
        yield [sign, Cell(words_of(row), "start_line"), count(len(row.head.data), "byte"), ""]
    elif isinstance(row, TappedCall):
        look = {"answered": "result", "failed": "error"}.get(row.state, "method")
        words = say("still_call", call=one_line(call_name(row)), state=state_of(row))
        yield ["", Cell(words, look), "", ""]
    elif isinstance(row, UnmatchedReply):
        yield [sign, Cell(words_of(row), "hint"), "", ""]


def _says(index: Index, frame: TappedFrame) -> Cell:
    """Whose reply a frame is, what it carries, and whether it was masked."""
    masked = say("still_masked") if frame.is_masked else ""
    said = [answers(index, frame), _carried(index, frame), masked]
    return Cell(", ".join(filter(None, said)), "payload_data")


def _carried(index: Index, frame: TappedFrame) -> str:
    message = index.message_of(frame)
    if message is not None and message.text and len(message.frames) == 1:
        return f"“{shorten(visible(message.text[: 4 * MOST_WORDS]), MOST_WORDS)}”"
    start = frame.payload[:MOST_QUOTED]
    unmasked = frame.header[:1] + encode_length(len(start), False) + start
    return carried(split(unmasked, 0)) if start else ""
