"""Cuts what one side sends into frames, and puts its messages together, as the end that reads it would."""

from __future__ import annotations

from collections.abc import Callable

from framebyframe.wire import BytesMessage, Deflate, Limits, PeerFault, TextMessage
from framebyframe.wire.close_payload import parse_close_payload
from framebyframe.wire.deflate import Inflater
from framebyframe.wire.errors import SizeFault
from framebyframe.wire.frames import Frame, FrameHeader
from framebyframe.wire.messages import MessageAssembler
from framebyframe.wire.opcodes import CLOSE, CONTROL_OPCODES, Opcode
from framebyframe.wire.reader import FrameReader, bytes_after, header_length
from framebyframe.wire.roles import CLIENT, SERVER

from .items import Sender, TappedBytes, TappedFrame, TappedMessage
from .record import Record

TOO_LONG = "longer than the tap keeps"
UNFINISHED = "the stream ended inside a frame"


class TooLong(Exception):
    """A frame whose payload is not kept.

    Attributes:
        header: of it.
    """

    def __init__(self, header: FrameHeader) -> None:
        super().__init__(TOO_LONG)
        self.header = header


class FrameStream:
    """Cuts what one side sends into frames, and puts its messages together.

    Args:
        connection: its number.
        sender: the side.
        offset: bytes that this side has sent before: its head.
        deflate: permessage-deflate as agreed, or None.
        record: to write into.
        on_message: is given each message.
    """

    def __init__(
        self,
        connection: int,
        sender: Sender,
        offset: int,
        deflate: Deflate | None,
        record: Record,
        on_message: Callable[[TappedMessage], object],
    ) -> None:
        self._role = SERVER if sender == "client" else CLIENT
        self._inflater = Inflater(deflate, self._role.peer) if deflate else None
        self._connection, self._sender = connection, sender
        self._record = record
        self._on_message = on_message
        self._assembler = self._new_assembler()
        self._reader = FrameReader(self._check_header)
        self._come = bytearray()
        """The bytes of the frame that comes next, and what has come behind it."""
        self._offset = offset
        self._skip = 0
        self._faults: list[str] = []
        """What is wrong with the frame that comes next."""
        self._is_faulty = False
        self._is_passing = False
        """Whether the message that has begun is too long to be kept."""
        self._lost = ""
        """The reason why no frames can be cut any more."""
        self._fragments: list[int] = []
        self._is_compressed = False

    def _new_assembler(self) -> MessageAssembler:
        """For the messages from here on."""
        most = self._record.limits
        limits = Limits(max_message=most.max_payload, max_fragments=most.max_frames)
        return MessageAssembler(self._role, limits, self._inflater)

    def take(self, data: bytes, time: float) -> None:
        """Take in bytes that this side has sent."""
        data = self._skipped(data)
        self._come += data
        if not self._lost:
            self._reader.feed(data)
        while self._come:
            if self._lost:
                self._keep_bytes(self._lost, time)
            elif not self._take_frame(time):
                return

    def end(self, time: float) -> None:
        """The stream has ended; what has come of another frame is kept as bytes."""
        if self._come:
            self._keep_bytes(UNFINISHED, time)

    def _take_frame(self, time: float) -> bool:
        """One frame, or what stands in its place; False where all of it has not come."""
        try:
            frame = self._reader.next_frame()
        except TooLong as long:
            self._add_long_frame(long.header, time)
            return True
        except PeerFault as fault:
            self._lost = str(fault)
            return True
        if frame is not None:
            self._add_frame(frame, time)
        return frame is not None

    def _check_header(self, header: FrameHeader) -> None:
        """What the end that reads it would check. After its first fault that end would read no more."""
        if not (self._is_faulty or self._passes(header.opcode)):
            try:
                self._assembler.check_header(header)
            except SizeFault:
                self._pass_over()
            except PeerFault as fault:
                self._note(fault)
        if header.length > self._record.limits.max_payload:
            raise TooLong(header)

    def _passes(self, opcode: Opcode) -> bool:
        """Whether this frame is of a message that is too long to be kept."""
        return self._is_passing and opcode not in CONTROL_OPCODES

    def _pass_over(self) -> None:
        """Give up the message that has begun, and with it the window of permessage-deflate."""
        if TOO_LONG not in self._faults:
            self._faults.append(TOO_LONG)
        self._is_passing = True
        self._is_faulty = self._is_faulty or self._inflater is not None
        self._fragments.clear()
        self._assembler = self._new_assembler()

    def _note(self, fault: PeerFault) -> None:
        self._is_faulty = True
        self._faults.append(str(fault))

    def _add_frame(self, frame: Frame, time: float) -> None:
        payload = frame.payload  # the assembler puts the inflated one in its place
        key = frame.masking_key or b""
        header = bytes(self._come[: header_length(self._come[1]) + len(key)])
        number = self._record.next_number()
        message = self._assembled(frame, number)
        self._add(number, header, payload, len(payload), time)
        if message is not None:
            self._add_message(message, time)

    def _assembled(self, frame: Frame, number: int) -> TextMessage | BytesMessage | None:
        """The message that a frame ends, where it does and can be read."""
        if self._is_faulty or self._passes(frame.opcode):
            self._is_passing = self._is_passing and not (frame.fin and self._passes(frame.opcode))
            return None
        try:
            if frame.opcode in CONTROL_OPCODES:
                check_close(frame)
                return None
            self._fragments.append(number)
            self._is_compressed = frame.rsv1 if len(self._fragments) == 1 else self._is_compressed
            return self._assembler.add(frame)
        except SizeFault:
            self._pass_over()
            self._is_passing = not frame.fin
        except PeerFault as fault:
            self._note(fault)
        return None

    def _add(self, number: int, header: bytes, payload: bytes, length: int, time: float) -> None:
        place = number, self._connection, time, self._sender
        frame = TappedFrame(*place, self._offset, header, payload, length, tuple(self._faults))
        self._record.add(frame)
        self._faults.clear()
        self._use(len(header) + len(payload))

    def _use(self, count: int) -> None:
        del self._come[:count]
        self._offset += count

    def _add_message(self, message: TextMessage | BytesMessage, time: float) -> None:
        text = message.text if isinstance(message, TextMessage) else None
        data = message.data if isinstance(message, BytesMessage) else None
        frames, self._fragments = tuple(self._fragments), []
        number = self._record.next_number()
        tapped = TappedMessage(
            *(number, self._connection, time, self._sender), frames, text, data, self._is_compressed
        )
        self._record.add(tapped)
        self._on_message(tapped)

    def _add_long_frame(self, header: FrameHeader, time: float) -> None:
        """Keep the header of a frame, pass over its masking key and payload, and begin anew behind it."""
        self._pass_over()
        self._is_passing = not header.fin
        raw = bytes(self._come[: header_length(self._come[1])])
        self._add(self._record.next_number(), raw, b"", header.length, time)
        self._skip = bytes_after(header)
        rest = self._skipped(bytes(self._come))
        self._come = bytearray(rest)
        self._reader = FrameReader(self._check_header)
        self._reader.feed(rest)

    def _skipped(self, data: bytes) -> bytes:
        """What is left of the data behind a payload that is not kept."""
        passed = min(self._skip, len(data))
        if passed:
            self._skip -= passed
            self._offset += passed
            self._record.drop_bytes(passed)
        return data[passed:]

    def _keep_bytes(self, why: str, time: float) -> None:
        data = bytes(self._come)
        number = self._record.next_number()
        self._record.add(TappedBytes(number, self._connection, time, self._sender, self._offset, data, why))
        self._use(len(data))


def check_close(frame: Frame) -> None:
    """Look into a close frame.

    Raises:
        PeerFault: its payload is none that a close frame may have.
    """
    if frame.opcode is CLOSE:
        parse_close_payload(frame.payload)
