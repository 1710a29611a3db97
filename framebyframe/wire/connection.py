"""A WebSocket connection without a socket: bytes in, events out, bytes to send (RFC 6455, 5 to 7).

The caller moves the bytes::

    connection = Connection(Role.CLIENT)          # or .connection of an accepted handshake
    connection.send_text("hello")
    socket.sendall(connection.data_to_send())
    for event in connection.receive_data(socket.recv(65536)):
        ...
    socket.sendall(connection.data_to_send())     # a pong or a close frame may be waiting
"""

from __future__ import annotations

from collections import deque

from . import close_payload, frames, masking, utf8
from .close import CloseCode
from .control import MAX_CONTROL_PAYLOAD
from .deflate import Deflate, Deflater, Inflater
from .errors import ConnectionNotOpen, FragmentOrder, InvalidFrame, PeerFault, WrongType
from .events import CloseReceived, ConnectionClosed, Event, PingReceived, PongReceived
from .frames import Frame
from .limits import Limits
from .messages import MessageAssembler
from .opcodes import BINARY, CLOSE, CONTINUATION, CONTROL_OPCODES, PING, PONG, TEXT, Opcode
from .reader import FrameReader
from .roles import CLIENT, Role
from .states import CLOSED, OPEN, TRANSITIONS, State, Trigger

BytesLike = bytes | bytearray | memoryview

MAX_PENDING_PONGS = 64
"""Pongs that wait to be sent. Where more pings come at once, the oldest go unanswered (RFC 6455, 5.5.3)."""

STREAM_ENDED = "the stream ended without a close frame"


class Connection:
    """One end of an open connection.

    Args:
        role: which end we are.
        limits: what the peer may make us hold; by default 1 MiB a message, in 1,024 fragments.
        extension: the permessage-deflate parameters that the handshake agreed on, or None.
        subprotocol: the one that the handshake agreed on, or None. Kept for the caller, of no effect here.

    Attributes:
        state: OPEN, CLOSING or CLOSED; `states.TRANSITIONS` is what moves it.
        close_code: once CLOSED, the peer's close code, or the one we answered its fault with, or 1006.
        close_reason: once CLOSED, the text that went with that code.
    """

    def __init__(
        self,
        role: Role,
        limits: Limits | None = None,
        extension: Deflate | None = None,
        subprotocol: str | None = None,
    ) -> None:
        self.role = role
        self.limits = limits or Limits()
        self.extension = extension
        self.subprotocol = subprotocol
        self.state: State = OPEN
        self.close_code: int | None = None
        self.close_reason = ""
        self._clean = False
        self._stream_ended = False

        self._inflater = Inflater(extension, role.peer) if extension else None
        self._messages = MessageAssembler(role, self.limits, self._inflater)
        self._reader = FrameReader(self._messages.check_header)

        self._deflater = Deflater.make(extension, role)
        self._masking_keys = masking.masking_keys() if role is CLIENT else None
        self._sending: Opcode | None = None
        self._pongs: deque[bytes] = deque(maxlen=MAX_PENDING_PONGS)
        self._outgoing: list[bytes] = []
        self._last_frame = b""

    # Receiving

    def receive_data(self, data: BytesLike) -> list[Event]:
        """Take in bytes from the peer.

        `self._reader` gives frames, `self._messages.add(frame)` a message where a data frame ends one, else
        None. Control frames are for `self.receive_control(frame, events)`, which appends what they meant.
        `self._check_partial_text()` looks at what has come of the next frame. Never raises on what a peer
        sent: a PeerFault is for `self.fail(fault, events)`, which tells the peer why.

        Args:
            data: as it came. Nothing is read any more once the connection is CLOSED.

        Returns:
            What the bytes meant, in order. However a stream is split, its events are the same.

        Raises:
            WrongType: `data` is not bytes.
        """
        data = as_bytes(data)
        events: list[Event] = []
        if self.state is CLOSED:
            return events
        self._reader.feed(data)
        try:
            while (frame := self._reader.next_frame()) is not None:
                if frame.opcode in CONTROL_OPCODES:
                    self.receive_control(frame, events)
                    if self.state is CLOSED:
                        return events
                elif (message := self._messages.add(frame)) is not None:
                    events.append(message)
            self._check_partial_text()
        except PeerFault as fault:
            self.fail(fault, events)
        return events

    def receive_eof(self) -> list[Event]:
        """Take in that the stream has ended: 1006, unless it was closed already (RFC 6455, 7.1.5).

        `self._stream_ended` keeps it in any case. `self._end(trigger, code, reason, fault, events)` moves
        the state by its table, here by Trigger.LOSE, and appends ConnectionClosed. No frame brought a
        reason, so it is "" here; the fault is STREAM_ENDED.

        Returns:
            What that meant: one event, or none.
        """
        self._stream_ended = True
        events: list[Event] = []
        if self.state is not CLOSED:
            self._end(Trigger.LOSE, CloseCode.ABNORMAL, "", STREAM_ENDED, events)
        return events

    def receive_control(self, frame: Frame, events: list[Event]) -> None:
        """Act on a ping, a pong or a close frame, and append what it meant to `events` (RFC 6455, 5.5)."""
        if frame.opcode is PING:
            self.receive_ping(frame.payload, events)
        elif frame.opcode is PONG:
            events.append(PongReceived(frame.payload))
        else:
            self.receive_close(frame.payload, events)

    def receive_ping(self, payload: bytes, events: list[Event]) -> None:
        """Queue the pong, unless our close frame is on its way: we send nothing behind that.

        `self.state` says whether it is; Chromium takes a pong behind it for a fault.
        `self._pongs` holds the payloads of pongs that wait; `data_to_send` makes frames of them, and puts
        these before all else.

        Args:
            payload: of the ping; its pong has the same (5.5.3).
            events: what has come in this read; PingReceived joins it in any case.
        """
        if self.state is OPEN:
            self._pongs.append(payload)
        events.append(PingReceived(payload))

    def receive_close(self, payload: bytes, events: list[Event]) -> None:
        """Answer a close frame with its own code, unless ours went first (RFC 6455, 5.5.1).

        `close_payload.parse_close_payload(payload)` gives code and reason. `self._send_last_frame(payload)`
        queues a close frame: answers to earlier messages may still go before it. `self._clean` is True once
        both sides have sent one. `self._end(trigger, code, reason, fault, events)` moves the state by its
        table, here by Trigger.RECEIVE_CLOSE, and appends ConnectionClosed, with `self._clean` as it is.

        Args:
            payload: of the peer's close frame. The answer has its code alone, and none if it has none.
            events: what has come in this read; CloseReceived joins it, then ConnectionClosed, which has no
                fault: None.

        Raises:
            PeerFault: the payload is none that a close frame may have. Nothing is changed then.
        """
        code, reason = close_payload.parse_close_payload(payload)
        if self.state is OPEN:
            self._send_last_frame(payload[: close_payload.CODE_LENGTH])
        self._clean = True
        events.append(CloseReceived(code, reason))
        self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)

    def _check_partial_text(self) -> None:
        """Check text as soon as it comes: a long frame need not be whole to be known as wrong."""
        header = self._reader.waiting
        if header is not None and self._messages.is_plain_text(header):
            self._messages.check_ahead(header, self._reader.partial_payload())

    def fail(self, fault: PeerFault, events: list[Event]) -> None:
        """Fail the connection (RFC 6455, 7.1.7): the one place where a fault becomes a close code.

        A close frame tells the peer the code and the reason, unless ours went already.
        `close_payload.encode_close_payload(code, reason)` makes its payload, and
        `self._send_last_frame(payload)` queues it. `self._end(trigger, code, reason, fault, events)` moves
        the state by its table, here by Trigger.FAIL, and appends ConnectionClosed. The fault's words are
        both reason and fault.

        Args:
            fault: what the peer did; `fault.close_code` answers it, `str(fault)` says it in words.
            events: what has come in this read; ConnectionClosed joins it.
        """
        if self.state is OPEN:
            self._send_last_frame(close_payload.encode_close_payload(fault.close_code, str(fault)))
        self._end(Trigger.FAIL, fault.close_code, str(fault), str(fault), events)

    def _end(self, trigger: Trigger, code: int, reason: str, fault: str | None, events: list[Event]) -> None:
        self.state = TRANSITIONS[self.state][trigger]
        self.close_code, self.close_reason = int(code), reason
        events.append(ConnectionClosed(self.close_code, reason, fault, self._clean))

    # Sending

    def send_text(self, text: str) -> None:
        """Queue a text message (RFC 6455, 5.6).

        Raises:
            ConnectionNotOpen: the connection is closing or closed.
            FragmentOrder: a fragmented message is not finished.
            InvalidText: the text holds a lone surrogate.
            WrongType: it is not text.
        """
        self._send_message(TEXT, utf8.encode_text(text))

    def send_bytes(self, data: BytesLike) -> None:
        """Queue a binary message (RFC 6455, 5.6).

        Raises:
            ConnectionNotOpen: the connection is closing or closed.
            FragmentOrder: a fragmented message is not finished.
            WrongType: it is not bytes.
        """
        self._send_message(BINARY, data if type(data) is bytes else as_bytes(data))

    def send_fragment(self, data: str | BytesLike, fin: bool = False) -> None:
        """Queue one fragment of a message (RFC 6455, 5.4); control frames may be sent between fragments.

        Args:
            data: text or bytes, like the message's other fragments.
            fin: this fragment ends the message.

        Raises:
            ConnectionNotOpen: the connection is closing or closed.
            InvalidText: the text holds a lone surrogate.
            WrongType: it is neither text nor bytes, or not what the first fragment was.
        """
        if isinstance(data, str):
            opcode, payload = TEXT, utf8.encode_text(data)
        else:
            opcode, payload = BINARY, as_bytes(data)
        if self.state is not OPEN and not self._last_frame:
            raise self._not_open()
        if self._sending not in (None, opcode):
            raise WrongType("the fragments of one message are all text or all bytes")
        self._send_data(opcode if self._sending is None else CONTINUATION, payload, fin)
        self._sending = None if fin else opcode

    def send_ping(self, payload: BytesLike = b"") -> None:
        """Queue a ping (RFC 6455, 5.5.2).

        Raises:
            ConnectionNotOpen: the connection is closing or closed.
            InvalidFrame: the payload has more than 125 bytes.
            WrongType: it is not bytes.
        """
        self._send_control(PING, as_bytes(payload))

    def send_pong(self, payload: BytesLike = b"") -> None:
        """Queue a pong that no ping asked for (RFC 6455, 5.5.3); pings are answered without it.

        Raises:
            ConnectionNotOpen: the connection is closing or closed.
            InvalidFrame: the payload has more than 125 bytes.
            WrongType: it is not bytes.
        """
        self._send_control(PONG, as_bytes(payload))

    def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
        """Queue a close frame, our last one: no data may follow it (RFC 6455, 5.5.1).

        `self._send_frame(opcode, payload)` queues a frame, `self._not_open()` makes a ConnectionNotOpen.
        Once the frame is queued we are CLOSING. Where an error is raised, nothing has changed.

        Args:
            code: one that `close.may_be_sent` allows; None for a close frame without a code.
            reason: at most 123 bytes in UTF-8.

        Raises:
            ConnectionNotOpen: the connection is closing or closed already.
            InvalidCloseCode: no frame may carry this code.
            InvalidFrame: the reason is too long.
            InvalidText: the reason holds half a character, a lone surrogate.
            WrongType: the code is not a number, the reason not text, or there is a reason without a code.
        """
        payload = close_payload.encode_close_payload(code, reason)
        if self.state is not OPEN:
            raise self._not_open()
        self._send_frame(CLOSE, payload)
        self.state = TRANSITIONS[self.state][Trigger.SEND_CLOSE]

    def data_to_send(self) -> bytes:
        """Take the bytes to write to the peer now. They are handed over once.

        Messages may have come together with the peer's close frame, or with its fault. What was sent in
        answer to them goes before our close frame, which may wait that long (RFC 6455, 5.5.1).
        """
        if self._pongs:
            self._send_pongs()
        data = b"".join(self._outgoing) + self._last_frame
        self._outgoing.clear()
        self._last_frame = b""
        return data

    @property
    def should_close_socket(self) -> bool:
        """True when the caller should write what `data_to_send` returns and then close the stream.

        After a clean close the server closes first (RFC 6455, 7.1.1): a client gives it a moment, and
        closes when the stream has ended or that moment is over.
        """
        server_goes_first = self.role is CLIENT and self._clean and not self._stream_ended
        return self.state is CLOSED and not server_goes_first

    def _send_message(self, opcode: Opcode, payload: bytes) -> None:
        if self.state is not OPEN and not self._last_frame:
            raise self._not_open()
        if self._sending is not None:
            raise FragmentOrder(
                "a fragmented message is not finished: end it with send_fragment(..., fin=True)"
            )
        self._send_data(opcode, payload, True)

    def _send_data(self, opcode: Opcode, payload: bytes, fin: bool) -> None:
        if self._deflater is None:
            self._send_frame(opcode, payload, fin)
        else:
            compressed = self._deflater.deflate(payload, fin)
            self._send_frame(opcode, compressed, fin, opcode is not CONTINUATION)

    def _send_control(self, opcode: Opcode, payload: bytes) -> None:
        if self.state is not OPEN and not self._last_frame:
            raise self._not_open()
        if len(payload) > MAX_CONTROL_PAYLOAD:
            raise InvalidFrame(
                f"a {opcode.name.lower()} has at most {MAX_CONTROL_PAYLOAD} bytes, this one {len(payload)}: "
                "send a message instead"
            )
        self._send_frame(opcode, payload)

    def _send_pongs(self) -> None:
        """Queue pongs before all else: control frames may stand between fragments (RFC 6455, 5.4)."""
        waiting, self._outgoing = self._outgoing, []
        while self._pongs:
            self._send_frame(PONG, self._pongs.popleft())
        self._outgoing += waiting

    def _send_frame(self, opcode: Opcode, payload: bytes, fin: bool = True, rsv1: bool = False) -> None:
        masking_key = None if self._masking_keys is None else next(self._masking_keys)
        frame = Frame(opcode, payload, fin, rsv1, False, False, masking_key)
        self._outgoing.append(frames.encode_frame(frame))

    def _send_last_frame(self, payload: bytes) -> None:
        """Queue the close frame that answers the peer's, or its fault: nothing goes behind it."""
        self._send_frame(CLOSE, payload)
        self._last_frame = self._outgoing.pop()

    def _not_open(self) -> ConnectionNotOpen:
        return ConnectionNotOpen(f"the connection is {self.state.value}: open a new one to send more")


def as_bytes(data: BytesLike) -> bytes:
    """The same bytes, immutable.

    Raises:
        WrongType: they are not bytes.
    """
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(data)
    raise WrongType(f"bytes are wanted here, not {type(data).__name__}; send_text sends text")
