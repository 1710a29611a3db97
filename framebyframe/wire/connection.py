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
from collections.abc import Iterator
from itertools import repeat

from . import close_payload, control, frames, masking, reader, utf8
from .close import CloseCode
from .deflate import Deflate, Deflater, Inflater
from .errors import ConnectionNotOpen, FragmentOrder, InvalidFrame, PeerFault, WrongType
from .events import CloseReceived, ConnectionClosed, Event, PingReceived, PongReceived
from .frames import Frame
from .limits import Limits
from .messages import MessageAssembler
from .opcodes import BINARY, CLOSE, CONTINUATION, CONTROL_OPCODES, PING, PONG, TEXT, Opcode
from .reader import FrameReader
from .roles import CLIENT, SERVER, Role
from .states import CLOSED, OPEN, TRANSITIONS, Step

MAX_PENDING_PONGS = 64
"""Pongs that wait to be sent. When more pings come, the oldest go unanswered (RFC 6455, 5.5.3)."""

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
        close_code: once CLOSED, the peer's close code, the one that we answered a fault with, or 1006.
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
        self.state = OPEN
        self.close_code: int | None = None
        self.close_reason = ""

        inflater = Inflater(extension, role.peer) if extension else None
        self._deflater = Deflater(extension, role) if extension else None
        self._reader = FrameReader(self._check_header)
        self._messages = MessageAssembler(self.limits, inflater)
        self._masking_keys: Iterator[bytes | None] = (
            masking.masking_keys() if role is CLIENT else repeat(None)
        )
        self._sending: type | None = None
        self._pongs: deque[bytes] = deque(maxlen=MAX_PENDING_PONGS)
        self._outgoing: list[bytes] = []
        self._clean = False
        self._stream_ended = False

    # Receiving

    def receive_data(self, data: bytes) -> list[Event]:
        """Take in bytes from the peer.

        Never raises on what a peer sent: its fault becomes a ConnectionClosed event, and a close frame
        that says why waits in `data_to_send`.

        Returns:
            What the bytes meant, in order. However a stream is split, its events are the same.

        Raises:
            WrongType: `data` is not bytes.
        """
        if type(data) is not bytes:
            data = as_bytes(data)
        events: list[Event] = []
        if self.state is CLOSED:
            return events
        self._reader.feed(data)
        try:
            while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
                self._receive_frame(frame, events)
            self._check_partial_text()
        except PeerFault as fault:
            self._fail(fault, events)
        return events

    def receive_eof(self) -> list[Event]:
        """Say that the stream has ended: 1006, unless the connection was closed already (RFC 6455, 7.1.5)."""
        self._stream_ended = True
        events: list[Event] = []
        if self.state is not CLOSED:
            self._end(Step.LOSE, CloseCode.ABNORMAL, "", STREAM_ENDED, events)
        return events

    def _check_header(self, frame: Frame, length: int) -> None:
        """Refuse what a header alone shows to be wrong, before its payload is waited for."""
        reader.check_mask(frame, self.role)
        reader.check_reserved_bits(frame, self.extension is not None)
        if frame.opcode in CONTROL_OPCODES:
            control.check_control_frame(frame, length)
        else:
            self._messages.check_frame(frame, length)

    def _receive_frame(self, frame: Frame, events: list[Event]) -> None:
        if frame.opcode is PING:
            self._receive_ping(frame.payload, events)
        elif frame.opcode is PONG:
            events.append(PongReceived(frame.payload))
        elif frame.opcode is CLOSE:
            self._receive_close(frame.payload, events)
        elif (message := self._messages.add(frame)) is not None:
            events.append(message)

    def _receive_ping(self, payload: bytes, events: list[Event]) -> None:
        """Queue the pong, unless our close frame is on its way: nothing follows that (RFC 6455, 5.5.1)."""
        if self.state is OPEN:
            self._pongs.append(self._encode(PONG, payload))
        events.append(PingReceived(payload))

    def _receive_close(self, payload: bytes, events: list[Event]) -> None:
        """Answer a close frame with its own code, unless ours went first (RFC 6455, 5.5.1)."""
        code, reason = close_payload.parse_close_payload(payload)
        if self.state is OPEN:
            self._send_frame(CLOSE, payload[: close_payload.CODE_LENGTH])
        self._clean = True
        events.append(CloseReceived(code, reason))
        self._end(Step.RECEIVE_CLOSE, code, reason, None, events)

    def _check_partial_text(self) -> None:
        """Look at text as soon as it comes: a long frame need not be whole to be known as wrong."""
        frame = self._reader.waiting_frame
        if frame is not None and self._messages.is_plain_text(frame):
            self._messages.check_part(frame, self._reader.partial_payload())

    def _fail(self, fault: PeerFault, events: list[Event]) -> None:
        """Fail the connection (RFC 6455, 7.1.7): the one place where a fault becomes a close code."""
        if self.state is OPEN:
            self._send_frame(CLOSE, close_payload.encode_close_payload(fault.close_code, str(fault)))
        self._end(Step.FAIL, fault.close_code, str(fault), str(fault), events)

    def _end(self, step: Step, code: int, reason: str, fault: str | None, events: list[Event]) -> None:
        self._take_step(step)
        self.close_code, self.close_reason = int(code), reason
        events.append(ConnectionClosed(self.close_code, reason, fault, self._clean))

    def _take_step(self, step: Step) -> None:
        self.state = TRANSITIONS[self.state][step]

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

    def send_bytes(self, data: bytes | bytearray | memoryview) -> None:
        """Queue a binary message (RFC 6455, 5.6).

        Raises:
            ConnectionNotOpen: the connection is closing or closed.
            FragmentOrder: a fragmented message is not finished.
            WrongType: it is not bytes.
        """
        self._send_message(BINARY, as_bytes(data))

    def send_fragment(self, data: str | bytes | bytearray | memoryview, fin: bool = False) -> None:
        """Queue one fragment of a message (RFC 6455, 5.4).

        Args:
            data: text or bytes, as in the message's other fragments.
            fin: this fragment ends the message.

        Raises:
            ConnectionNotOpen: the connection is closing or closed.
            InvalidText: the text holds a lone surrogate.
            WrongType: it is neither text nor bytes, or not what the first fragment was.
        """
        kind = str if isinstance(data, str) else bytes
        payload = utf8.encode_text(data) if isinstance(data, str) else as_bytes(data)
        if self._sending not in (None, kind):
            raise WrongType("the fragments of a message are all text or all bytes")
        self._check_can_send()
        first = self._sending is None
        opcode = CONTINUATION if not first else TEXT if kind is str else BINARY
        self._send_data_frame(opcode, payload, fin)
        self._sending = None if fin else kind

    def send_ping(self, payload: bytes | bytearray | memoryview = b"") -> None:
        """Queue a ping (RFC 6455, 5.5.2).

        Raises:
            ConnectionNotOpen: the connection is closing or closed.
            InvalidFrame: the payload has more than 125 bytes.
            WrongType: it is not bytes.
        """
        self._send_control_frame(PING, as_bytes(payload))

    def send_pong(self, payload: bytes | bytearray | memoryview = b"") -> None:
        """Queue a pong that no ping asked for (RFC 6455, 5.5.3); pings are answered without it.

        Raises:
            ConnectionNotOpen: the connection is closing or closed.
            InvalidFrame: the payload has more than 125 bytes.
            WrongType: it is not bytes.
        """
        self._send_control_frame(PONG, as_bytes(payload))

    def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
        """Queue a close frame, the last thing that is sent (RFC 6455, 5.5.1).

        Args:
            code: 1000 to 1014 as RFC 6455 and IANA define them, or 3000 to 4999; None for an empty close frame.
            reason: at most 123 bytes in UTF-8.

        Raises:
            ConnectionNotOpen: the connection is closing or closed already.
            InvalidCloseCode: no frame may carry this code.
            InvalidFrame: the reason is too long, or there is one without a code.
            InvalidText: the reason holds a lone surrogate.
        """
        self._check_can_send()
        self._send_frame(CLOSE, close_payload.encode_close_payload(code, reason))
        self._take_step(Step.SEND_CLOSE)

    def data_to_send(self) -> bytes:
        """What to write to the peer now. It is handed over once."""
        if self._pongs:
            # They may overtake anything else: control frames may stand between fragments (RFC 6455, 5.4).
            self._outgoing[:0] = self._pongs
            self._pongs.clear()
        data = b"".join(self._outgoing)
        self._outgoing.clear()
        return data

    @property
    def should_close_socket(self) -> bool:
        """True when the caller should write what `data_to_send` returns and then close the stream.

        After a clean close the server closes first (RFC 6455, 7.1.1): a client gives it a moment, and
        closes when the stream has ended or that moment is over.
        """
        server_waits_for_us = self.role is SERVER or not self._clean
        return self.state is CLOSED and (server_waits_for_us or self._stream_ended)

    def _check_can_send(self) -> None:
        if self.state is not OPEN:
            raise ConnectionNotOpen(f"the connection is {self.state.value}: open a new one to send more")

    def _send_message(self, opcode: Opcode, payload: bytes) -> None:
        self._check_can_send()
        if self._sending is not None:
            raise FragmentOrder(
                "a fragmented message is not finished: end it with send_fragment(..., fin=True)"
            )
        self._send_data_frame(opcode, payload, fin=True)

    def _send_data_frame(self, opcode: Opcode, payload: bytes, fin: bool) -> None:
        if self._deflater is None or not self._deflater.is_able:
            self._send_frame(opcode, payload, fin)
        else:
            compressed = self._deflater.deflate(payload, fin)
            self._send_frame(opcode, compressed, fin, rsv1=opcode is not CONTINUATION)

    def _send_control_frame(self, opcode: Opcode, payload: bytes) -> None:
        self._check_can_send()
        if len(payload) > control.MAX_CONTROL_PAYLOAD:
            most, name = control.MAX_CONTROL_PAYLOAD, opcode.name.lower()
            raise InvalidFrame(
                f"a {name} has at most {most} bytes, this one {len(payload)}: send a message instead"
            )
        self._send_frame(opcode, payload)

    def _send_frame(self, opcode: Opcode, payload: bytes, fin: bool = True, rsv1: bool = False) -> None:
        self._outgoing.append(self._encode(opcode, payload, fin, rsv1))

    def _encode(self, opcode: Opcode, payload: bytes, fin: bool = True, rsv1: bool = False) -> bytes:
        return frames.encode_frame(Frame(opcode, payload, fin, rsv1, False, False, next(self._masking_keys)))


def as_bytes(data: bytes | bytearray | memoryview) -> bytes:
    """The same bytes, immutable.

    Raises:
        WrongType: they are not bytes.
    """
    if isinstance(data, bytes):
        return data
    if isinstance(data, (bytearray, memoryview)):
        return bytes(data)
    raise WrongType(f"bytes are wanted, not {type(data).__name__}: send_text sends text")
