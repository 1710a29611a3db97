"""Frames to messages (RFC 6455, 5.4): fragments are put together, control frames may stand between them."""

from __future__ import annotations

import codecs

from . import utf8
from .deflate import Inflater
from .errors import DataFault, ProtocolFault, SizeFault
from .events import BytesMessage, TextMessage
from .frames import Frame
from .limits import Limits
from .opcodes import Opcode


class MessageAssembler:
    """Takes data frames, gives messages (RFC 6455, 5.4)."""

    def __init__(self, limits: Limits, inflater: Inflater | None = None) -> None:
        self._limits = limits
        self._inflater = inflater
        self._opcode: Opcode | None = None
        self._compressed = False
        self._payload = bytearray()
        self._fragments = 0
        self._text = codecs.getincrementaldecoder("utf-8")()

    def add(self, frame: Frame) -> TextMessage | BytesMessage | None:
        """Take a data frame; the message, if the frame ends one.

        Raises:
            ProtocolFault: a continuation of nothing, or a message begun inside another.
            DataFault: text that is not UTF-8, data that does not inflate.
            SizeFault: more bytes or more fragments than the limits allow.
        """
        if (frame.opcode is Opcode.CONTINUATION) is not (self._opcode is not None):
            raise ProtocolFault("a continuation of nothing" if self._opcode is None else "a message inside a message")
        if self._opcode is None:
            self._opcode, self._compressed = frame.opcode, frame.rsv1
        elif frame.rsv1:
            raise ProtocolFault("RSV1 on a continuation frame")
        self._fragments += 1
        if self._fragments > self._limits.max_fragments:
            raise SizeFault(f"a message in more than {self._limits.max_fragments} fragments")
        self._append(frame)
        return self._finish() if frame.fin else None

    def _append(self, frame: Frame) -> None:
        payload, room = frame.payload, self._limits.max_message - len(self._payload)
        if self._compressed and self._inflater is not None:
            payload = self._inflater.inflate(payload, frame.fin, room)
        if len(payload) > room:
            raise SizeFault(f"a message of more than {self._limits.max_message} bytes")
        self._payload += payload
        if self._opcode is Opcode.TEXT:
            try:
                self._text.decode(payload, frame.fin)
            except UnicodeDecodeError:
                raise DataFault(utf8.NOT_UTF8) from None

    def _finish(self) -> TextMessage | BytesMessage:
        opcode, payload = self._opcode, bytes(self._payload)
        self._opcode, self._fragments = None, 0
        self._payload.clear()
        return TextMessage(utf8.decode_text(payload)) if opcode is Opcode.TEXT else BytesMessage(payload)
