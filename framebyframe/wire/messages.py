"""Frames to messages (RFC 6455, 5.4): fragments are put together; control frames may stand between them."""

from __future__ import annotations

from . import utf8
from .deflate import Inflater, most_deflated
from .errors import ProtocolFault, SizeFault
from .events import BytesMessage, TextMessage
from .frames import Frame
from .limits import Limits
from .opcodes import CONTINUATION, TEXT, Opcode


class UnfinishedMessage:
    """A message whose last frame has not come yet."""

    def __init__(self, opcode: Opcode, compressed: bool) -> None:
        self.opcode = opcode
        self.compressed = compressed
        self.payload = bytearray()
        self.fragments = 0
        self._text = utf8.Utf8Check() if opcode is TEXT else None
        self._checked = 0

    def check_part(self, part: bytes) -> None:
        """Check the text in a part of the next fragment, before all of it has come.

        Raises:
            DataFault: no bytes that follow could make this UTF-8.
        """
        if self._text is not None:
            self._text.add(part)
            self._checked += len(part)

    def add_fragment(self, payload: bytes, fin: bool) -> None:
        """Take the whole next fragment.

        Raises:
            DataFault: no bytes that follow could make this UTF-8.
        """
        if self._text is not None:
            self._text.add(payload[self._checked :], fin)
            self._checked = 0
        self.payload += payload
        self.fragments += 1


class MessageAssembler:
    """Takes data frames, gives messages (RFC 6455, 5.4).

    Args:
        limits: on a message's size and on its fragments.
        inflater: of permessage-deflate, if that was agreed.
    """

    def __init__(self, limits: Limits, inflater: Inflater | None = None) -> None:
        self._limits = limits
        self._inflater = inflater
        self._message: UnfinishedMessage | None = None

    def check_frame(self, frame: Frame, length: int) -> None:
        """Refuse a data frame that does not fit here, by its header alone.

        Raises:
            ProtocolFault: a continuation of nothing, or a message inside a message.
            SizeFault: the message would have more bytes or more fragments than the limits allow.
        """
        message = self._message
        check_fragment_order(frame, message is not None)
        if message is not None and message.fragments >= self._limits.max_fragments:
            raise SizeFault(f"a message has at most {self._limits.max_fragments} fragments")
        compressed = frame.rsv1 or (message is not None and message.compressed)
        room = self._room()
        if length > (most_deflated(room) if compressed else room):
            raise SizeFault(f"a message has at most {self._limits.max_message} bytes")

    def is_plain_text(self, frame: Frame) -> bool:
        """True if the payload of this frame is text, or part of one, and not compressed."""
        if self._message is None:
            return frame.opcode is TEXT and not frame.rsv1
        return (
            self._message.opcode is TEXT
            and not self._message.compressed
            and frame.opcode in (TEXT, CONTINUATION)
        )

    def check_part(self, frame: Frame, part: bytes) -> None:
        """Check text early, in a frame that has not all come (RFC 6455, 8.1: fail as soon as it is sure).

        Raises:
            DataFault: no bytes that follow could make this UTF-8.
        """
        if self._message is None:
            self._message = UnfinishedMessage(frame.opcode, frame.rsv1)
        self._message.check_part(part)

    def add(self, frame: Frame) -> TextMessage | BytesMessage | None:
        """Take a whole data frame that `check_frame` let pass; the message, if this frame ends one.

        Raises:
            DataFault: text that is not UTF-8, or data that does not inflate.
            SizeFault: the message inflates beyond the limit.
        """
        if frame.fin and frame.opcode is not CONTINUATION:
            self._message = None
            payload = self._inflate(frame) if frame.rsv1 else frame.payload
            return finished_message(frame.opcode, payload)
        message = self._message or UnfinishedMessage(frame.opcode, frame.rsv1)
        self._message = message
        payload = self._inflate(frame) if message.compressed else frame.payload
        message.add_fragment(payload, frame.fin)
        if not frame.fin:
            return None
        self._message = None
        return finished_message(message.opcode, bytes(message.payload))

    def _inflate(self, frame: Frame) -> bytes:
        assert self._inflater is not None, "RSV1 was refused where no extension gives it a meaning"
        return self._inflater.inflate(frame.payload, frame.fin, self._room())

    def _room(self) -> int:
        """How many bytes the message may still grow by."""
        taken = 0 if self._message is None else len(self._message.payload)
        return self._limits.max_message - taken


def check_fragment_order(frame: Frame, inside_message: bool) -> None:
    """Refuse a data frame out of its place (RFC 6455, 5.4).

    Raises:
        ProtocolFault: a continuation of nothing, or a new message before the last one's end.
    """
    if frame.opcode is CONTINUATION:
        if not inside_message:
            raise ProtocolFault("a continuation frame, and no message to continue")
    elif inside_message:
        raise ProtocolFault(f"a {frame.opcode.name.lower()} frame inside an unfinished message")


def finished_message(opcode: Opcode, payload: bytes) -> TextMessage | BytesMessage:
    """The event for a whole message.

    Raises:
        DataFault: text that is not UTF-8.
    """
    if opcode is TEXT:
        return TextMessage(utf8.decode_text(payload))
    return BytesMessage(payload)
