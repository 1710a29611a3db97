"""What the frames of one direction say: the calls in them, by the tokens of the scenario."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from framebyframe.wire import Opcode
from framebyframe.wire.errors import WebSocketError
from framebyframe.wire.frames import Frame
from framebyframe.wire.heads import END_OF_HEAD
from framebyframe.wire.reader import FrameReader

HEADS = {"GET": "handshake", "HTTP/1.1": "handshake reply"}


class Said(NamedTuple):
    """One frame, or the head of an opening handshake.

    Attributes:
        kind: "request", "reply", "tick", "close", or another word that says what it is.
        words: for the drawing.
        token: of the request.
        call_id: of a request or a reply; None where it has none.
        code: of a close frame.
    """

    kind: str
    words: str
    token: str = ""
    call_id: object = None
    code: int = 0


class Ear:
    """Hears one direction of a connection: a head, then frames.

    Attributes:
        past_head: whether the opening handshake has passed.
    """

    def __init__(self) -> None:
        self.past_head = False
        self._head = b""
        self._reader: FrameReader | None = FrameReader()

    def hear(self, data: bytes) -> list[Said]:
        """What these bytes complete."""
        if self.past_head:
            return self._frames(data)
        head, end, rest = (self._head + data).partition(END_OF_HEAD)
        if not end:
            self._head = head
            return []
        self.past_head = True
        first = head.partition(b"\r\n")[0].decode("latin-1")
        return [Said("head", HEADS.get(first.split(" ")[0], first)), *self._frames(rest)]

    def _frames(self, data: bytes) -> list[Said]:
        if self._reader is None or not data:
            return []
        self._reader.feed(data)
        said = []
        try:
            while (frame := self._reader.next_frame()) is not None:
                said.append(_said(frame))
        except WebSocketError:
            self._reader = None
            said.append(Said("fault", "no frame"))
        return said


def _said(frame: Frame) -> Said:
    if frame.opcode is Opcode.TEXT:
        return _text(frame.payload)
    name = frame.opcode.name.lower()
    if frame.opcode is Opcode.CLOSE:
        code = int.from_bytes(frame.payload[:2], "big")
        return Said("close", f"close {code}", code=code)
    return Said(name, name)


def _text(payload: bytes) -> Said:
    try:
        message = json.loads(payload)
    except ValueError:
        return Said("text", "text")
    return _message(message) if isinstance(message, dict) else Said("text", "text")


def _message(message: dict[str, Any]) -> Said:
    call_id = message.get("id")
    name = message.get("action") or message.get("method") or message.get("event")
    params = message.get("params", message.get("payload"))
    if name is None:  # an article reply has a payload too, and no name
        return Said("reply", "reply", call_id=call_id)
    if name == "tick":
        return Said("tick", f"tick {params.get('sequence')}" if isinstance(params, dict) else "tick")
    if name == "$/cancelRequest":
        return Said("cancel", "cancel")
    token = str(params.get("token", params.get("message", "")) if isinstance(params, dict) else "")
    return Said("request", f"{name} {token}".strip(), token, call_id)
