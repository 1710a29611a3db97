"""An opened row as plain JSON values: what it says, its parts, and drawings of its bytes."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from framebyframe.figures import (
    AnnotatedFrame,
    Figure,
    annotate_frame,
    frame_bytes,
    handshake,
    hexdump,
    message,
)
from framebyframe.figures.language import FIELDS
from framebyframe.figures.visible import full_stop, shorten, visible
from framebyframe.figures.words import count
from framebyframe.proxy.tap import (
    TappedBytes,
    TappedCall,
    TappedConnection,
    TappedFrame,
    TappedMessage,
    UnmatchedReply,
)
from framebyframe.proxy.tap.items import OTHER
from framebyframe.proxy.tap.rows import duration

from .index import Index
from .row_parts import one_line, state_of, words_of
from .rows import ConnectionRow, Row
from .words import DIALECTS, PAIRINGS, say

MOST_BYTES = 4096
"""Bytes of a frame that are drawn from."""
MOST_TEXT = 2000
"""Characters of a message that are shown."""

Json = dict[str, Any]


def opened(index: Index, row: Row, names: Mapping[int, str], bits: bool) -> Json:
    """Everything the page shows of an opened row.

    Args:
        index: the rows.
        row: the one that is open.
        names: of connections.
        bits: whether the bits of a frame are drawn, too.
    """
    made: Json = {
        "title": one_line(words_of(row)),
        "fields": [],
        "figures": [],
        "links": [],
        "has_bits": False,
    }
    made["facts"] = [{"name": say(name), "value": value} for name, value in _facts(row, names)]
    if isinstance(row, TappedFrame):
        made |= _frame(index, row, bits)
    elif isinstance(row, TappedCall):
        made |= _call(index, row)
    elif isinstance(row, UnmatchedReply):
        made["figures"] = [_drawn(_message_figure(index, row.message))]
    elif isinstance(row, TappedBytes):
        made["figures"] = [_drawn(hexdump(row.data[:MOST_BYTES]))]
    elif isinstance(row, ConnectionRow):
        made["figures"] = [_drawn(figure) for figure in _heads(row)]
    return made


def key_of(index: Index, row: Row | None) -> tuple[object, ...]:
    """What a drawing of an opened row depends on: calls go on, and so do connections."""
    calls = list(index.calls_of(row)) if isinstance(row, TappedFrame) else []
    calls += [row] if isinstance(row, TappedCall) else []
    heads = (row.about.request, row.about.response) if isinstance(row, ConnectionRow) else ()
    return row, heads, *((call.number, call.state, call.cancelled) for call in calls)


def _drawn(figure: Figure) -> Json:
    image = base64.b64encode(figure.svg.encode()).decode()
    return {"src": f"data:image/svg+xml;base64,{image}", "alt": figure.alt}


def _facts(row: Row, names: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """The names of facts, and what they are."""
    if not isinstance(row, ConnectionRow):
        yield "fact_number", str(row.number)
    yield "fact_connection", names[row.connection]
    if row.sender:
        yield "fact_sender", say(row.sender)
    yield "fact_time", f"{row.time:.6f} s"
    if isinstance(row, TappedFrame | TappedBytes):
        yield "fact_offset", f"{row.offset:,}"
    if isinstance(row, TappedCall):
        yield "fact_state", state_of(row)
        yield from _call_facts(row)


def _call_facts(call: TappedCall) -> Iterator[tuple[str, str]]:
    yield "fact_dialect", say(DIALECTS[call.dialect])
    if call.latency is not None:
        yield "fact_latency", duration(call.latency)
    if call.paired:
        yield "fact_paired", say(PAIRINGS[call.paired])
    if call.cancelled is not None:
        yield "fact_cancelled", f"{call.cancelled:.6f} s"
    if call.error:
        yield "fact_error", shorten(visible(call.error[:MOST_TEXT]), MOST_TEXT)


# --- a frame -------------------------------------------------------------------------------------


def annotated(frame: TappedFrame, connection: TappedConnection | None) -> AnnotatedFrame:
    """The fields of a frame, judged as its reader judges them."""
    deflate = connection is not None and connection.deflate
    return annotate_frame(frame.data[:MOST_BYTES], OTHER[frame.sender], deflate=deflate)


def connection_of(index: Index, number: int) -> TappedConnection | None:
    """The connection of this number; None where the record holds it no more."""
    return next((one for one in index.record.connections if one.number == number), None)


def _frame(index: Index, frame: TappedFrame, bits: bool) -> Json:
    connection = connection_of(index, frame.connection)
    labelled = annotated(frame, connection)
    deflate = connection is not None and connection.deflate
    drawing = frame_bytes(frame.data[:MOST_BYTES], OTHER[frame.sender], bits=bits, deflate=deflate)
    return {
        "title": _title(frame, labelled),
        "fields": fields_of(labelled),
        "faults": [visible(fault) for fault in frame.faults],
        "figures": [_drawn(drawing)],
        "text": _text_of(index.message_of(frame)),
        "links": list(_links_of_frame(index, frame)),
        "has_bits": True,
    }


def _title(frame: TappedFrame, labelled: AnnotatedFrame) -> str:
    """The frame in words; of a long one, whose beginning is drawn, its length is that of all of it."""
    if len(frame.data) <= MOST_BYTES and frame.is_whole:
        return labelled.sentence
    return say("long_frame", kind=labelled.kind, bytes=count(frame.length, "byte"))


def fields_of(labelled: AnnotatedFrame) -> list[Json]:
    """The fields, in their order."""
    return [
        {
            "name": FIELDS[span.field].name,
            "look": span.field.replace("_", "-"),
            "shown": span.shown,
            "meaning": " ".join([full_stop(span.sentence), *(fault.sentence for fault in span.faults)]),
            "section": FIELDS[span.field].section,
            "wrong": bool(span.faults),
        }
        for span in labelled.spans
    ]


def _text_of(message: TappedMessage | None) -> str:
    """What the message of a frame says, if that is text."""
    if message is None or message.text is None:
        return ""
    text = shorten(visible(message.text[:MOST_TEXT]), MOST_TEXT)
    key = "inflated" if message.compressed else "put_together" if len(message.frames) > 1 else "text"
    return say(key, frames=count(len(message.frames), "frame"), text=text)


def _links_of_frame(index: Index, frame: TappedFrame) -> Iterator[Json]:
    """The calls whose request or reply this frame carries."""
    for call in index.calls_of(frame):
        yield {"item": call.number, "words": say("to_call", call=one_line(words_of(call)))}


# --- a call, a handshake -------------------------------------------------------------------------


def _call(index: Index, call: TappedCall) -> Json:
    numbers = [number for number in (call.request, call.reply) if number is not None]
    figures = [_drawn(_message_figure(index, number)) for number in numbers]
    links = [
        {"item": frame, "words": say("to_request" if number == call.request else "to_reply")}
        for number in numbers
        for frame in _frames_of(index, number)[:1]
    ]
    return {"figures": figures, "links": links}


def message_of(index: Index, number: int) -> TappedMessage | None:
    """The message of this number; None where the record holds it no more."""
    try:
        item = index.record.item(number)
    except KeyError:
        return None
    return item if isinstance(item, TappedMessage) else None


def _frames_of(index: Index, number: int) -> tuple[int, ...]:
    found = message_of(index, number)
    return found.frames if found else ()


def _message_figure(index: Index, number: int) -> Figure:
    found = message_of(index, number)
    return message(found.text if found and found.text is not None else say("dropped"))


def _heads(row: ConnectionRow) -> Iterator[Figure]:
    """The half of the handshake, or both with the rule that ties them."""
    request = row.about.request.data if row.about.request else b""
    response = row.about.response.data if row.about.response else b""
    if row.what == "head":
        request = request if row.sender == "client" else b""
        response = response if row.sender == "server" else b""
    if request or response:
        yield handshake(request, response)
