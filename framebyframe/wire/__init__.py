"""The WebSocket protocol without a socket: RFC 6455 and RFC 7692, bytes in, events out, bytes to send."""

from .close import CloseCode
from .connection import Connection
from .deflate import Deflate
from .errors import (
    CallerError,
    ConnectionNotOpen,
    FragmentOrder,
    HandshakeFault,
    HandshakeOver,
    InvalidCloseCode,
    InvalidFrame,
    InvalidHandshake,
    InvalidText,
    PeerFault,
    WebSocketError,
    WrongType,
)
from .events import (
    BytesMessage,
    CloseReceived,
    ConnectionClosed,
    Event,
    HandshakeAccepted,
    HandshakeRefused,
    HandshakeRequest,
    PingReceived,
    PongReceived,
    TextMessage,
)
from .frames import Frame, FrameHeader, encode_frame
from .handshake import accept_key
from .heads import Headers
from .limits import Limits
from .masking import apply_mask, mask_payload
from .opcodes import Opcode
from .opening import ClientHandshake, ServerHandshake
from .roles import Role
from .states import TRANSITIONS, State, Step

__all__ = [
    "TRANSITIONS",
    "BytesMessage",
    "CallerError",
    "ClientHandshake",
    "CloseCode",
    "CloseReceived",
    "Connection",
    "ConnectionClosed",
    "ConnectionNotOpen",
    "Deflate",
    "Event",
    "FragmentOrder",
    "Frame",
    "FrameHeader",
    "HandshakeAccepted",
    "HandshakeFault",
    "HandshakeOver",
    "HandshakeRefused",
    "HandshakeRequest",
    "Headers",
    "InvalidCloseCode",
    "InvalidFrame",
    "InvalidHandshake",
    "InvalidText",
    "Limits",
    "Opcode",
    "PeerFault",
    "PingReceived",
    "PongReceived",
    "Role",
    "ServerHandshake",
    "State",
    "Step",
    "TextMessage",
    "WebSocketError",
    "WrongType",
    "accept_key",
    "apply_mask",
    "encode_frame",
    "mask_payload",
]
