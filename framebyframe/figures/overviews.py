"""Tables and dumps that chapters ask for by name: opcodes, headers by length, the frames in a stream."""

from __future__ import annotations

from collections.abc import Iterator

from framebyframe.wire import Frame, Opcode
from framebyframe.wire.frames import encode_header, encode_length

from .annotation import annotate_frames
from .dump import LETTERS, Highlight, hexdump
from .figure import Figure
from .sequence import Step, transcript
from .tables import Cell, Row, table
from .text.catalogue import say
from .words import OPCODE_NAMES, count

MASKING_KEY = "masking_key"
HIGHEST_LENGTH = (1 << 63) - 1
"""Of a payload: the highest bit of a length in 64 bits is 0 (RFC 6455, 5.2)."""


def opcodes() -> Figure:
    """Every opcode that RFC 6455 defines, and what it is called (5.2)."""
    rows: list[Row] = [
        [Cell(f"{opcode.value:#x}", "opcode", code=True), OPCODE_NAMES[opcode]] for opcode in Opcode
    ]
    return table(_header("opcode", "meaning"), rows)


def headers(*lengths: int, masking_key: bytes | None = None) -> Figure:
    """The header before a payload of each length, in a binary frame.

    Args:
        lengths: of payloads, in bytes.
        masking_key: four bytes, for frames of a client.

    Raises:
        InvalidFrame: the masking key does not have four bytes.
        ValueError: no payload has this length.

    Example: `headers(125, 126, 65535, 65536)`
    """
    rows: list[Row] = []
    empty = encode_header(Frame(Opcode.BINARY, masking_key=masking_key))
    for length in lengths:
        if not 0 <= length <= HIGHEST_LENGTH:
            raise ValueError(f"{length} is no length of a payload: choose 0 to 2**63 - 1")
        header = empty[:1] + encode_length(length, masking_key is not None) + empty[2:]
        rows.append([f"{length:,}", Cell(header.hex(" "), code=True), count(len(header), "byte")])
    return table(_header("payload_length", "header", "size"), rows)


def frames_in(data: bytes, caption: str = "") -> Figure:
    """A dump of the frames that lie one behind the other in some bytes, headers and masking keys marked.

    Args:
        data: any bytes; what is no whole frame is marked as far as it goes.
        caption: a line under the figure.

    Example: `frames_in(answer.received)`
    """
    return hexdump(data, list(_marks(data))[: len(LETTERS)], caption)


def way_of_a_text() -> Figure:
    """The way of a call through a server and back, by the names of the functions."""
    client, connection, session = (_way(peer) for peer in ("client", "connection", "session"))
    at_session = [
        Step(session, "", name, _way(name))
        for name in ("receive", "decode_request", "dispatch", "failure_of", "with_id")
    ]
    return transcript(
        [
            Step(client, "sent", _way("masked")),
            Step(connection, "sent", _way("text"), to=session),
            *at_session,
            Step(session, "sent", _way("reply")),
            Step(connection, "", "regulate", _way("regulate")),
            Step(connection, "sent", _way("not_masked"), to=client),
        ],
        [client, connection, session],
        _way("caption"),
    )


def _way(key: str) -> str:
    return say("drawing", "overview", f"way.{key}")


def _header(*columns: str) -> list[str]:
    return [say("drawing", "overview", f"column.{column}") for column in columns]


def _marks(data: bytes) -> Iterator[Highlight]:
    start = 0
    for number, frame in enumerate(annotate_frames(data, in_order=False), 1):
        payload = start + len(frame.data) - len(frame.payload)
        masking_key = frame.span(MASKING_KEY)
        key = payload - (masking_key.bits // 8 if masking_key else 0)
        words = "header_of" if key == payload else "masked_header_of"
        size = count(len(frame.payload), "byte")
        yield Highlight(start, key, say("drawing", "overview", words, number=number, bytes=size))
        if key < payload:
            yield Highlight(key, payload, say("drawing", "overview", "key_of", number=number), MASKING_KEY)
        start += len(frame.data)
