"""An open connection: bytes in, events out, bytes to send (RFC 6455, 5 to 7)."""

from __future__ import annotations

from collections import deque
from enum import Enum

from . import close_payload, frames, masking, utf8
from .close import CloseCode
from .deflate import Deflate, Deflater, Inflater
from .errors import ConnectionNotOpen, FragmentOrder, InvalidFrame, PeerFault, WrongType
from .events import BytesMessage, CloseReceived, ConnectionClosed, Event, PingReceived, PongReceived, TextMessage
from .frames import Frame
from .limits import Limits
from .messages import MessageAssembler
from .opcodes import Opcode
from .reader import FrameReader
from .roles import Role

MAX_CONTROL_PAYLOAD = 125
MAX_PENDING_PONGS = 64


class State(Enum):
    """Where a connection is in its life (RFC 6455, 4 and 7)."""

    CONNECTING = "connecting"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class Step(Enum):
    """What moves a connection from one state to another."""

    ACCEPT = "the handshake is accepted"
    REFUSE = "the handshake is refused"
    SEND_CLOSE = "we send a close frame"
    RECEIVE_CLOSE = "the peer's close frame comes"
    FAIL = "the peer breaks the protocol"
    LOSE = "the stream ends"


TRANSITIONS: dict[State, dict[Step, State]] = {
    State.CONNECTING: {Step.ACCEPT: State.OPEN, Step.REFUSE: State.CLOSED, Step.LOSE: State.CLOSED},
    State.OPEN: {
        Step.SEND_CLOSE: State.CLOSING,
        Step.RECEIVE_CLOSE: State.CLOSED,
        Step.FAIL: State.CLOSED,
        Step.LOSE: State.CLOSED,
    },
    State.CLOSING: {Step.RECEIVE_CLOSE: State.CLOSED, Step.FAIL: State.CLOSED, Step.LOSE: State.CLOSED},
    State.CLOSED: {},
}


class Connection:
    """One end of an open WebSocket connection, without a socket.

    Args:
        role: which end we are.
        limits: what the peer may make us hold.
        extension: the permessage-deflate parameters agreed in the handshake, or None.
        subprotocol: the one agreed in the handshake, or None; kept for the caller.
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
        self.state = State.OPEN
        self.close_code: int | None = None
        self.close_reason = ""
        self._deflater = Deflater(extension, role) if extension else None
        inflater = Inflater(extension, role.peer) if extension else None
        self._reader = FrameReader(role, self.limits, allow_rsv1=extension is not None)
        self._messages = MessageAssembler(self.limits, inflater)
        self._fragmenting: type | None = None
        self._pongs: deque[bytes] = deque(maxlen=MAX_PENDING_PONGS)
        self._outgoing: list[bytes] = []
        self._clean = False

    # Receiving

    def receive_data(self, data: bytes) -> list[Event]:
        """Take in bytes from the peer; what they meant. Never raises on what a peer sent."""
        events: list[Event] = []
        try:
            self._reader.feed(data)
            while self.state is not State.CLOSED and (frame := self._reader.next_frame()) is not None:
                self._receive_frame(frame, events)
        except PeerFault as fault:
            self._fail(fault, events)
        return events

    def receive_eof(self) -> list[Event]:
        """The peer ended the stream: 1006, unless the connection was closed already."""
        if self.state is State.CLOSED:
            return []
        events: list[Event] = []
        self._end(Step.LOSE, CloseCode.ABNORMAL, "", "the stream ended without a close frame", events)
        return events

    def _receive_frame(self, frame: Frame, events: list[Event]) -> None:
        if frame.opcode is Opcode.PING:
            if self.state is State.OPEN:
                self._pongs.append(self._encode(Opcode.PONG, frame.payload))
            events.append(PingReceived(frame.payload))
        elif frame.opcode is Opcode.PONG:
            events.append(PongReceived(frame.payload))
        elif frame.opcode is Opcode.CLOSE:
            self._receive_close(frame.payload, events)
        elif (message := self._messages.add(frame)) is not None:
            events.append(message)

    def _receive_close(self, payload: bytes, events: list[Event]) -> None:
        code, reason = close_payload.parse_close_payload(payload)
        events.append(CloseReceived(code, reason))
        if self.state is State.OPEN:
            self._outgoing.append(self._encode(Opcode.CLOSE, payload[:2]))
            self.close_code, self.close_reason = code, reason
        self._clean = True
        self._end(Step.RECEIVE_CLOSE, self.close_code or code, self.close_reason, None, events)

    def _fail(self, fault: PeerFault, events: list[Event]) -> None:
        if self.state is State.OPEN:
            payload = close_payload.encode_close_payload(fault.close_code, str(fault)[:100])
            self._outgoing.append(self._encode(Opcode.CLOSE, payload))
        self._end(Step.FAIL, fault.close_code, str(fault), str(fault), events)

    def _end(self, step: Step, code: int, reason: str, fault: str | None, events: list[Event]) -> None:
        self.state = TRANSITIONS[self.state][step]
        self.close_code, self.close_reason = code, reason
        events.append(ConnectionClosed(code, reason, fault, self._clean))

    # Sending

    def send_text(self, text: str) -> None:
        """Queue a text message (RFC 6455, 5.6)."""
        if not isinstance(text, str):
            raise WrongType(f"send_text wants str, not {type(text).__name__}: use send_bytes")
        self._send_message(Opcode.TEXT, utf8.encode_text(text))

    def send_bytes(self, data: bytes) -> None:
        """Queue a binary message (RFC 6455, 5.6)."""
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise WrongType(f"send_bytes wants bytes, not {type(data).__name__}: use send_text")
        self._send_message(Opcode.BINARY, bytes(data))

    def send_fragment(self, data: str | bytes, fin: bool = False) -> None:
        """Queue one fragment of a message: the first decides between text and binary, `fin` ends it (5.4)."""
        self._check_open()
        kind = str if isinstance(data, str) else bytes
        if self._fragmenting not in (None, kind):
            raise FragmentOrder("the fragments of one message are all text or all binary")
        opcode = Opcode.TEXT if kind is str else Opcode.BINARY
        if self._fragmenting is not None:
            opcode = Opcode.CONTINUATION
        payload = utf8.encode_text(data) if isinstance(data, str) else bytes(data)
        self._outgoing.append(self._encode(opcode, payload, fin))
        self._fragmenting = None if fin else kind

    def send_ping(self, payload: bytes = b"") -> None:
        """Queue a ping of at most 125 bytes (RFC 6455, 5.5.2)."""
        self._send_control(Opcode.PING, payload)

    def send_pong(self, payload: bytes = b"") -> None:
        """Queue a pong nobody asked for, of at most 125 bytes (RFC 6455, 5.5.3)."""
        self._send_control(Opcode.PONG, payload)

    def send_close(self, code: int | None = 1000, reason: str = "") -> None:
        """Queue a close frame (RFC 6455, 5.5.1); nothing may be sent after it. `code=None`: an empty one."""
        self._check_open()
        payload = b"" if code is None else close_payload.encode_close_payload(code, reason)
        self._outgoing.append(self._encode(Opcode.CLOSE, payload))
        self.close_code = CloseCode.NO_STATUS if code is None else code
        self.close_reason = reason
        self.state = TRANSITIONS[self.state][Step.SEND_CLOSE]

    def data_to_send(self) -> bytes:
        """What to write to the peer now; it is handed over once."""
        data = b"".join(self._pongs) + b"".join(self._outgoing)
        self._pongs.clear()
        self._outgoing.clear()
        return data

    @property
    def should_close_socket(self) -> bool:
        """True when the caller should close the stream: write what `data_to_send` returns, then close.

        After a clean close the server closes first (RFC 6455, 7.1.1): a client waits a little for that.
        """
        return self.state is State.CLOSED and (self.role is Role.SERVER or not self._clean)

    def _send_message(self, opcode: Opcode, payload: bytes) -> None:
        self._check_open()
        if self._fragmenting is not None:
            raise FragmentOrder("finish the fragmented message first: send_fragment(..., fin=True)")
        compress = self._deflater is not None and self._deflater.works
        if self._deflater is not None and compress:
            payload = self._deflater.deflate(payload, True)
        self._outgoing.append(self._encode(opcode, payload, rsv1=compress))

    def _send_control(self, opcode: Opcode, payload: bytes) -> None:
        self._check_open()
        if not isinstance(payload, (bytes, bytearray, memoryview)):
            raise WrongType(f"a control payload is bytes, not {type(payload).__name__}")
        if len(payload) > MAX_CONTROL_PAYLOAD:
            raise InvalidFrame(f"a control frame has at most 125 bytes, this one {len(payload)}")
        self._outgoing.append(self._encode(opcode, bytes(payload)))

    def _check_open(self) -> None:
        if self.state is not State.OPEN:
            raise ConnectionNotOpen(f"the connection is {self.state.value}: nothing more can be sent")

    def _encode(self, opcode: Opcode, payload: bytes, fin: bool = True, rsv1: bool = False) -> bytes:
        key = masking.new_masking_key() if self.role is Role.CLIENT else None
        return frames.encode_frame(Frame(opcode, payload, fin, rsv1, masking_key=key))
