"""The WebSocket protocol without a socket: RFC 6455 and RFC 7692, bytes in, events out, bytes to send.

One idea a module, in reading order:

=================  ==================================================================
`opcodes`          what a frame carries
`frames`           a frame, and frames to bytes
`masking`          the XOR that a client puts over its payloads
`reader`           bytes to frames, however the stream is split
`control`          what close, ping and pong have in common
`utf8`             text to bytes and back, and a check for text in parts
`messages`         frames to messages
`close`            close codes; `close_payload`: what a close frame says
`states`           the life of a connection, as a table
`connection`       all of it together, once the connection is open
`heads`            the head of an HTTP message
`handshake`        the two heads of the opening handshake, built and checked
`extensions`       how two ends agree on permessage-deflate
`deflate`          permessage-deflate at work
`opening`          both ends of the opening handshake, and its outcomes
`events`           what happens on an open connection; `errors`: what is raised; `limits`; `roles`
=================  ==================================================================

Nothing here knows a socket, a thread or a clock.
"""

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
from .opening import (
    ClientHandshake,
    HandshakeAccepted,
    HandshakeRefused,
    HandshakeRequest,
    ServerHandshake,
)
from .roles import Role
from .states import TRANSITIONS, State, Trigger

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
    "Trigger",
    "TextMessage",
    "WebSocketError",
    "WrongType",
    "accept_key",
    "apply_mask",
    "encode_frame",
    "mask_payload",
]
