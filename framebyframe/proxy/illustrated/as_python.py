"""The lines of Python that make the very bytes that passed, with `framebyframe.wire`.

Each is a program of its own. When it has run, `data` holds the bytes. Here it is looked at that they are the
very ones: where no function of `wire` makes them, the program writes them out.
"""

from __future__ import annotations

from contextlib import suppress

from framebyframe.wire import (
    Frame,
    HandshakeFault,
    InvalidHandshake,
    Opcode,
    PeerFault,
    WebSocketError,
    encode_frame,
    heads,
)
from framebyframe.wire.close_payload import encode_close_payload, parse_close_payload
from framebyframe.wire.frames import RSV1, RSV2, RSV3
from framebyframe.wire.handshake import build_request, build_response
from framebyframe.wire.heads import LINE_END, Head
from framebyframe.wire.reader import FrameReader

from ..tap.items import TappedFrame
from .limits import MOST_WRITTEN_OUT

RECORD = 'from framebyframe.proxy import Record\n\nrecord = Record.load("session.jsonl")'
"""For what is too long to be written out. The page says that the record has to be saved under this name."""
ENDS = LINE_END + LINE_END
REQUEST_FIELDS, RESPONSE_FIELDS = 5, 3
"""Headers that `build_request` and `build_response` write without being told."""

Fields = list[tuple[str, str]]


# A frame


def frame_program(frame: TappedFrame) -> str:
    """The program that makes a frame; "" where its payload was too long to be kept."""
    if not frame.is_whole:
        return ""
    first_byte = frame.header[0]
    rsv1, rsv2, rsv3 = (bool(first_byte & bit) for bit in (RSV1, RSV2, RSV3))
    made = Frame(frame.opcode, frame.payload, frame.fin, rsv1, rsv2, rsv3, frame.masking_key)
    kept = f"record.item({frame.number})"
    if encode_frame(made) != frame.data:
        return bytes_program(frame.data, f"{kept}.data")
    return _frame_lines(made, f"{kept}.payload")


def _frame_lines(frame: Frame, kept: str) -> str:
    head, payload = _payload(frame, kept)
    key, masking = "", ""
    if frame.masking_key is not None:
        key = f'masking_key = bytes.fromhex("{frame.masking_key.hex()}")\n'
        masking = ", masking_key=masking_key"
    flags = "" if frame.fin else ", fin=False"
    flags += "".join(f", {name}=True" for name in ("rsv1", "rsv2", "rsv3") if getattr(frame, name))
    made = f"Frame(Opcode.{frame.opcode.name}, payload{flags}{masking})"
    imports = f"from framebyframe.wire import Frame, Opcode, encode_frame\n{head}"
    return f"{imports}\npayload = {payload}\n{key}data = encode_frame({made})"


def _payload(frame: Frame, kept: str) -> tuple[str, str]:
    """The line that a program needs first for a payload, and the expression that makes it."""
    payload = frame.payload
    if len(payload) > MOST_WRITTEN_OUT:
        return f"{RECORD}\n", kept
    if frame.opcode is Opcode.CLOSE:
        with suppress(WebSocketError):
            code, reason = parse_close_payload(payload)
            if encode_close_payload(code, reason) == payload:
                words = f"{code}, {reason!r}" if reason else f"{code}"
                return (
                    "from framebyframe.wire.close_payload import encode_close_payload\n",
                    f"encode_close_payload({words})",
                )
    return "", _literal(payload, frame.opcode in (Opcode.TEXT, Opcode.CONTINUATION) and not frame.rsv1)


def _literal(payload: bytes, is_text: bool) -> str:
    """An expression for some bytes: `repr` spells out whatever does not show."""
    if is_text:
        with suppress(UnicodeDecodeError):
            return f"{payload.decode()!r}.encode()"
    return f'bytes.fromhex("{payload.hex()}")' if payload else 'b""'


# One half of the opening handshake


def head_program(data: bytes, kept: str, key: str = "") -> str:
    """The program that makes the head of a request or a response.

    Args:
        data: the head, with the empty line that ends it.
        kept: the expression that finds it in `record`.
        key: of the request, for its response.
    """
    if len(data) > MOST_WRITTEN_OUT:
        return bytes_program(data, kept)
    try:
        head = heads.parse_head(data.removesuffix(ENDS))
    except HandshakeFault:
        return bytes_program(data, kept)
    for make in (_request, _response, _any_head):
        with suppress(InvalidHandshake, IndexError):
            made, lines = make(head, key)
            if made == data:
                return lines
    return bytes_program(data, kept)


def _request(head: Head, _: str) -> tuple[bytes, str]:
    """This head as `build_request` makes it, and the lines that call it."""
    target = head.first_line.split(" ")[1]
    host, key = (head.headers.get(name, "") or "" for name in ("Host", "Sec-WebSocket-Key"))
    more = list(head.headers)[REQUEST_FIELDS:]
    lines = f"key = {key!r}\ndata = build_request({host!r}, {target!r}, key{_more(more)})"
    return build_request(host, target, key, more), _importing("handshake", "build_request", lines)


def _response(head: Head, key: str) -> tuple[bytes, str]:
    """This head as `build_response` makes it, and the lines that call it."""
    more = list(head.headers)[RESPONSE_FIELDS:]
    lines = f"key = {key!r}\ndata = build_response(key{_more(more)})"
    return build_response(key, more), _importing("handshake", "build_response", lines)


def _any_head(head: Head, _: str) -> tuple[bytes, str]:
    """This head as `build_head` makes it, and the lines that call it."""
    fields = list(head.headers)
    lines = f"fields = {_listed(fields)}\ndata = build_head({head.first_line!r}, fields)"
    return heads.build_head(head.first_line, fields), _importing("heads", "build_head", lines)


def _importing(module: str, function: str, lines: str) -> str:
    return f"from framebyframe.wire.{module} import {function}\n\n{lines}"


def _more(fields: Fields) -> str:
    """The last argument: headers that are not among the usual ones."""
    return f", {_listed(fields)}" if fields else ""


def _listed(fields: Fields) -> str:
    """Headers as a list in Python, a line for each."""
    return "[\n" + "".join(f"    {field!r},\n" for field in fields) + "]"


# Other bytes


def other_program(data: bytes, kept: str) -> str:
    """The program that makes bytes which may be one whole frame."""
    frame = _as_frame(data)
    if frame is None or encode_frame(frame) != data:
        return bytes_program(data, kept)
    return _frame_lines(frame, kept)


def _as_frame(data: bytes) -> Frame | None:
    reader = FrameReader(lambda header: None)
    reader.feed(data)
    try:
        return reader.next_frame()
    except PeerFault:
        return None


def bytes_program(data: bytes, kept: str) -> str:
    """The program that writes bytes out, or asks the record for them where they are many."""
    return f"{RECORD}\ndata = {kept}" if len(data) > MOST_WRITTEN_OUT else f"data = {data!r}"
