"""Frames to messages (RFC 6455, 5.4): fragments are put together; control frames may stand between them."""

from __future__ import annotations

from . import control, utf8
from .deflate import Inflater, most_deflated
from .errors import ProtocolFault, SizeFault
from .events import BytesMessage, TextMessage
from .frames import Frame, FrameHeader
from .limits import Limits
from .opcodes import BINARY, CONTINUATION, CONTROL_OPCODES, TEXT, Opcode
from .roles import SERVER, Role

MUST_BE_MASKED = "a frame from a client must be masked"
MUST_NOT_BE_MASKED = "a frame from a server must not be masked"


class MessageAssembler:
    """Takes data frames, gives messages (RFC 6455, 5.4).

    Args:
        role: which end we are: a server is sent masked frames, a client unmasked ones.
        limits: on a message's size and on its fragments.
        inflater: of permessage-deflate, if that was agreed.
    """

    def __init__(self, role: Role, limits: Limits, inflater: Inflater | None = None) -> None:
        self._peer_masks = role is SERVER
        self._limits = limits
        self._inflater = inflater
        self._reset()

    def _reset(self) -> None:
        """Between messages: nothing has begun."""
        self._opcode: Opcode | None = None
        self._compressed = False
        self._payload = bytearray()
        self._room = self._limits.max_message
        self._fragments = 0
        self._text = utf8.Utf8Check()
        self._checked = 0

    def check_header(self, header: FrameHeader) -> None:
        """Refuse a frame that its header alone shows to be wrong, before its payload is waited for.

        Raises:
            ProtocolFault: it breaks RFC 6455.
            SizeFault: the message would have more bytes or more fragments than the limits allow.
        """
        if header.masked is not self._peer_masks:
            raise ProtocolFault(MUST_BE_MASKED if self._peer_masks else MUST_NOT_BE_MASKED)
        if header.rsv1 or header.rsv2 or header.rsv3:
            check_reserved_bits(header, self._inflater is not None)
        if header.opcode in CONTROL_OPCODES:
            control.check_control_frame(header)
            return
        if self._opcode is not None or header.opcode is CONTINUATION:
            self.check_fragment(header)
        if header.length > self._room:
            self._check_size(header)

    def check_fragment(self, header: FrameHeader) -> None:
        """Refuse a data frame that is out of its place, or one fragment too many (RFC 6455, 5.4).

        `self._opcode` is that of the message that has begun, None between messages; `self._fragments` have
        come of it.

        Args:
            header: of a text, binary or continuation frame.

        Raises:
            ProtocolFault: a continuation of nothing, or a message inside a message.
            SizeFault: as many fragments as `self._limits.max_fragments` allows, or more, have come.
        """
        is_continuation = header.opcode is CONTINUATION
        if is_continuation and self._opcode is None:
            raise ProtocolFault("a continuation frame, and no message to continue")
        if not is_continuation and self._opcode is not None:
            raise ProtocolFault(f"a {header.opcode.name.lower()} frame inside an unfinished message")
        if self._fragments >= self._limits.max_fragments:
            raise SizeFault(f"a message has at most {self._limits.max_fragments} fragments")

    def _check_size(self, header: FrameHeader) -> None:
        compressed = header.rsv1 or self._compressed
        if not compressed or header.length > most_deflated(self._room):
            raise SizeFault(f"a message has at most {self._limits.max_message} bytes")

    def add(self, frame: Frame) -> TextMessage | BytesMessage | None:
        """Take a whole data frame that `check_header` let pass; the message, if this frame ends one.

        Raises:
            DataFault: text that is not UTF-8, or data that does not inflate.
            SizeFault: the message inflates to more than the limit.
        """
        if frame.rsv1 or self._compressed:
            frame.payload = self._inflate(frame)
        if self._opcode is not None or not frame.fin:
            return self.add_fragment(frame)
        if frame.opcode is TEXT:
            return TextMessage(utf8.decode_text(frame.payload))
        return BytesMessage(frame.payload)

    def _inflate(self, frame: Frame) -> bytes:
        assert self._inflater is not None, "RSV1 was refused: no extension gives it a meaning"
        self._compressed = not frame.fin
        return self._inflater.inflate(frame.payload, frame.fin, self._room)

    def add_fragment(self, frame: Frame) -> TextMessage | BytesMessage | None:
        """Add a frame's payload to its message (RFC 6455, 5.4).

        The first fragment tells what the message is, text or binary: `self._opcode`, until then None.
        A text message, and no other, is checked as it comes, by `self._check_text(frame)`.
        `self._payload` is what has come so far, `self._room` the bytes that may still come,
        `self._fragments` the number of frames.
        `self._finish()` makes the message, and begins anew.

        Returns:
            The message, if this frame ends it; else None.

        Raises:
            DataFault: text that is not UTF-8.
        """
        if self._opcode is None:
            self._opcode = frame.opcode
        if self._opcode is TEXT:
            self._check_text(frame)
        self._payload += frame.payload
        self._room -= len(frame.payload)
        self._fragments += 1
        return self._finish() if frame.fin else None

    def _check_text(self, frame: Frame) -> None:
        """Check what `check_ahead` has not seen of a frame's text."""
        self._text.check_part(frame.payload[self._checked :], frame.fin)
        self._checked = 0

    def _finish(self) -> TextMessage | BytesMessage:
        opcode, payload = self._opcode, bytes(self._payload)
        self._reset()
        return TextMessage(utf8.decode_text(payload)) if opcode is TEXT else BytesMessage(payload)

    def is_plain_text(self, header: FrameHeader) -> bool:
        """True if the payload of this frame is text, or part of one, and not compressed."""
        opcode = self._opcode if header.opcode is CONTINUATION else header.opcode
        return opcode is TEXT and not (header.rsv1 or self._compressed)

    def check_ahead(self, header: FrameHeader, part: bytes) -> None:
        """Check text in a frame that has not all come: no need to wait for what cannot mend it.

        Args:
            header: of a frame whose payload is text, or continues it.
            part: what has come of that payload since this was last called.

        Raises:
            DataFault: no bytes that follow could make this UTF-8.
        """
        if self._opcode is None:
            self._opcode = header.opcode
        self._text.check_part(part)
        self._checked += len(part)


def check_reserved_bits(header: FrameHeader, compression: bool) -> None:
    """RSV1 may stand on the first frame of a compressed message (RFC 7692, 6); the rest is 0 (RFC 6455, 5.2).

    Raises:
        ProtocolFault: a bit is set that means nothing.
    """
    if header.rsv2 or header.rsv3:
        raise ProtocolFault("RSV2 and RSV3 must be 0")
    if header.rsv1 and not (compression and header.opcode in (TEXT, BINARY)):
        raise ProtocolFault("RSV1 must be 0 here")
