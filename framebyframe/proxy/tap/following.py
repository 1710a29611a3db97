"""Follows one connection from the bytes of both sides: the handshake, frames, messages, calls.

`wire` reads them, as each end reads what the other sends. What an end would refuse is noted as a fault, and
goes into the record all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from framebyframe.wire import (
    BytesMessage,
    Deflate,
    HandshakeFault,
    Limits,
    PeerFault,
    TextMessage,
    extensions,
    handshake,
    heads,
)
from framebyframe.wire.close_payload import parse_close_payload
from framebyframe.wire.deflate import Inflater
from framebyframe.wire.errors import SizeFault
from framebyframe.wire.frames import Frame, FrameHeader
from framebyframe.wire.heads import (
    FIELD_FORM,
    FIELD_OR_FOLDED_FORM,
    REQUEST_FORM,
    STATUS_FORM,
    Head,
    HeadReader,
)
from framebyframe.wire.messages import MessageAssembler
from framebyframe.wire.opcodes import CLOSE, CONTROL_OPCODES, Opcode
from framebyframe.wire.reader import FrameReader, bytes_after, header_length
from framebyframe.wire.roles import CLIENT, SERVER

from .items import (
    How,
    Sender,
    TappedBytes,
    TappedConnection,
    TappedEnd,
    TappedFrame,
    TappedHead,
    TappedMessage,
)
from .pairing import Pairing
from .record import Record
from .redaction import Redaction

TOO_LONG = "longer than the tap keeps"
UNFINISHED = "the stream ended inside a frame"
UNFINISHED_HEAD = "the stream ended inside the opening handshake"
REFUSED = "the handshake was refused"
NO_HANDSHAKE = "there was no opening handshake"
QUOTATION = ": "
"""In the words of a fault, what stands before the peer's own words, which may hold a secret."""
NO_ANSWER = "the server has not answered the opening handshake"


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


class HeadStream:
    """Gathers the head that one side sends, and hides its secrets.

    Attributes:
        offset: bytes of heads that have been taken: a server may send an interim one first.
    """

    def __init__(self, sender: Sender, redaction: Redaction) -> None:
        self._is_client = sender == "client"
        self._redaction = redaction
        self.offset = 0
        self._start()

    def _start(self) -> None:
        forms = (REQUEST_FORM, FIELD_FORM) if self._is_client else (STATUS_FORM, FIELD_OR_FOLDED_FORM)
        self._reader = HeadReader(Limits(), *forms)
        self._come = bytearray()

    def take(self, data: bytes) -> tuple[bytes, Head, bytes] | None:
        """Take in bytes.

        Returns:
            The head as bytes and taken apart, both without secrets, and what followed it; None until it is
            whole.

        Raises:
            HandshakeFault: it is no head.
        """
        self._come += data
        found = self._reader.feed(data)
        if found is None:
            return None
        rest = found[1]
        raw = self._redaction.hide(bytes(self._come[: len(self._come) - len(rest)]))
        head = heads.parse_head(raw.strip(b"\r\n"), unfold=not self._is_client)
        self.offset += len(raw)
        self._start()
        return raw, head, rest

    def so_far(self) -> bytes:
        """What has come of a head that is not whole, without secrets. It is handed over once."""
        data = self._redaction.hide(bytes(self._come))
        self._come.clear()
        return data


class Side:
    """What one side of a connection has sent: its head, then its frames.

    Attributes:
        frames: once there are frames to come; until then None.
    """

    def __init__(self, sender: Sender, redaction: Redaction) -> None:
        self.sender = sender
        self.head = HeadStream(sender, redaction)
        self.frames: FrameStream | None = None
        self.held = bytearray()
        """What came behind the head, while the other side's is awaited."""
        self.sent = 0
        self.is_head_done = False
        self.refused = ""
        """The reason why no frames will come."""
        self.is_withheld = False
        """Whether what comes is not kept: a header with a secret may go on in it."""


class Follower:
    """Follows one connection, and writes what it finds into a record.

    Args:
        record: to write into.
        connection: the one that is followed; it is in the record already.
    """

    def __init__(self, record: Record, connection: TappedConnection) -> None:
        self._record = record
        self._connection = connection
        self._redaction = Redaction()
        self._sides: dict[Sender, Side] = {
            "client": Side("client", self._redaction),
            "server": Side("server", self._redaction),
        }
        self._pairing = Pairing(record)
        self._key = ""
        self._is_open = False
        self._deflate: Deflate | None = None
        self._ended: set[Sender] = set()

    def take(self, sender: Sender, data: bytes, time: float) -> None:
        """Take in bytes that one side has sent. Nothing that a peer sends raises."""
        side = self._sides[sender]
        side.sent += len(data)
        if self._connection.not_followed:
            self._record.drop_bytes(len(data))
        elif side.frames is not None:
            side.frames.take(data, time)
        elif side.refused:
            self._keep_refused(side, data, time)
        elif side.is_head_done:
            self._hold(side, data, time)
        else:
            self._take_head(side, data, time)

    def end(self, sender: Sender, how: How, words: str, time: float) -> None:
        """One side sends nothing more."""
        side = self._sides[sender]
        if side.frames is not None and not self._connection.not_followed:
            side.frames.end(time)
        self._keep_unfinished_head(side, UNFINISHED_HEAD, time)
        self._keep_held(side, time)
        number = self._record.next_number()
        self._record.add(TappedEnd(number, self._connection.number, time, sender, how, words))
        self._ended.add(sender)
        if how != "end" or len(self._ended) == len(self._sides):
            self._finish(time)

    def lose(self, why: str) -> None:
        """Follow no more: from here on bytes are missing."""
        self._connection.not_followed = why
        self._record.tell(self._connection)

    def _finish(self, time: float) -> None:
        if self._connection.ended is None:
            for side in self._sides.values():
                self._keep_held(side, time)
            self._redaction.forget()
            self._pairing.end(time)
            self._connection.ended = time
            self._record.tell(self._connection)

    # The opening handshake

    def _take_head(self, side: Side, data: bytes, time: float) -> None:
        try:
            found = side.head.take(data)
            while found is not None:
                raw, head, rest = found
                if side.sender == "server" and handshake.is_interim(head):
                    self._add_bytes(side, raw, side.head.offset - len(raw), "an interim response", time)
                    found = side.head.take(rest)
                else:
                    self._take_whole_head(side, raw, head, rest, time)
                    return
        except HandshakeFault as fault:
            self._keep_unfinished_head(side, fault.reason, time)
            side.is_head_done, side.refused = True, NO_HANDSHAKE

    def _keep_unfinished_head(self, side: Side, why: str, time: float) -> None:
        """Keep what has come of a head that never will be whole."""
        came = side.head.so_far()
        if came:
            side.is_withheld = may_hold_secrets(side.sender, came)
            why = why.partition(QUOTATION)[0] if side.is_withheld else why
            self._add_bytes(side, came, side.sent - len(came), why, time)

    def _take_whole_head(self, side: Side, raw: bytes, head: Head, rest: bytes, time: float) -> None:
        side.is_head_done = True
        offset = side.head.offset - len(raw)
        if side.sender == "client":
            self._connection.request = TappedHead(time, raw, self._request_fault(head), offset)
        else:
            self._connection.response = TappedHead(time, raw, self._response_fault(head), offset)
        self._record.tell(self._connection)
        if side.sender == "server":
            self._answered(head, time)
        elif self._is_open:
            self._expect_frames(side)
        if rest:
            side.sent -= len(rest)
            self.take(side.sender, rest, time)

    def _request_fault(self, head: Head) -> str:
        try:
            handshake.check_upgrade(head)
            handshake.check_body(head)
            self._key = handshake.check_request(head)
        except HandshakeFault as fault:
            return fault.reason
        return ""

    def _response_fault(self, head: Head) -> str:
        try:
            handshake.check_response(head, self._key)
        except HandshakeFault as fault:
            return fault.reason
        return ""

    def _answered(self, head: Head, time: float) -> None:
        """Frames follow a response with status 101, even where something else is wrong with it."""
        client, server = self._sides["client"], self._sides["server"]
        if handshake.response_status(head) == 101:
            self._is_open = True
            self._deflate = agreed_deflate(head)
            self._connection.deflate = self._deflate is not None
            self._expect_frames(server)
        else:
            server.refused = REFUSED
        if client.is_head_done and not client.refused:
            self._release(client, time)

    def _release(self, side: Side, time: float) -> None:
        """Look at what came before the answer of the server."""
        if self._is_open:
            self._expect_frames(side)
        else:
            side.refused = REFUSED
        held = bytes(side.held)
        side.held.clear()
        if held:
            side.sent -= len(held)
            self.take(side.sender, held, time)

    def _expect_frames(self, side: Side) -> None:
        side.frames = FrameStream(
            *(self._connection.number, side.sender, side.head.offset),
            *(self._deflate, self._record, self._pairing.take),
        )

    def _hold(self, side: Side, data: bytes, time: float) -> None:
        """Keep what comes before the server has answered: its answer says whether these are frames."""
        side.held += data
        if len(side.held) > self._record.limits.max_payload:
            self._keep_held(side, time)
            self.lose("too much came before the server had answered")

    def _keep_refused(self, side: Side, data: bytes, time: float) -> None:
        """Keep what follows a handshake that was refused: a secret of the heads may come again in it.

        It may do so in two parts. Where a head was wrong, not all of its secrets are known.
        """
        if any(each.is_withheld for each in self._sides.values()):
            self._record.drop_bytes(len(data))
        elif self._redaction.knows_secrets:
            self._hold(side, data, time)
        else:
            self._add_bytes(side, self._redaction.hide(data), side.sent - len(data), side.refused, time)

    def _keep_held(self, side: Side, time: float) -> None:
        """Keep what was held back; nothing that completes it will come."""
        held = self._redaction.hide(bytes(side.held))
        side.held.clear()
        if held:
            self._add_bytes(side, held, side.sent - len(held), side.refused or NO_ANSWER, time)

    def _add_bytes(self, side: Side, data: bytes, offset: int, why: str, time: float) -> None:
        number = self._record.next_number()
        self._record.add(TappedBytes(number, self._connection.number, time, side.sender, offset, data, why))


def may_hold_secrets(sender: Sender, came: bytes) -> bool:
    """Whether a head that is wrong was meant as one of HTTP, and headers may follow."""
    return came[:1].isalpha() if sender == "client" else came.startswith(b"HTTP/")


def agreed_deflate(response: Head) -> Deflate | None:
    """The parameters of permessage-deflate that a server has agreed to; None where it has not."""
    with suppress(HandshakeFault):
        return extensions.check_answer(extensions.parse_extensions(response.headers), Deflate())
    return None
