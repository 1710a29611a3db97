"""Everything this package raises.

::

    WebSocketError
    ├── CallerError                what our own program asked for cannot be done; nothing has changed
    │   ├── ConnectionNotOpen      sending before the handshake is done or after a close
    │   ├── InvalidFrame           a frame that RFC 6455 does not allow
    │   ├── InvalidCloseCode       a close code that may not be sent
    │   ├── InvalidText            text that UTF-8 cannot encode
    │   ├── InvalidHandshake       a header, subprotocol or target that HTTP does not allow
    │   ├── HandshakeOver          bytes for a handshake that has had its outcome
    │   ├── FragmentOrder          a message begun inside another one
    │   └── WrongType              str where bytes are wanted, or the other way round (a TypeError too)
    ├── PeerFault                  what the peer sent is wrong; it carries the close code that says so
    │   ├── ProtocolFault          1002: the bytes break RFC 6455
    │   ├── DataFault              1007: text that is not UTF-8, data that does not inflate
    │   └── SizeFault              1009: a message too big, or in too many fragments
    └── HandshakeFault             an opening handshake that is wrong; it carries the HTTP status

A CallerError reaches the caller. A PeerFault never leaves a Connection: there it becomes a
ConnectionClosed event. A HandshakeFault never leaves a handshake: there it becomes a HandshakeRefused event.
"""

from __future__ import annotations

from .close import CloseCode


class WebSocketError(Exception):
    """The base of every error of this package."""


class CallerError(WebSocketError):
    """Our own program asked for something that cannot be done. Nothing has changed."""


class ConnectionNotOpen(CallerError):
    """The connection is closing or closed: it sends nothing behind a close frame (see `states`)."""


class InvalidFrame(CallerError, ValueError):
    """A frame that RFC 6455 does not allow (5.2, 5.5)."""


class InvalidCloseCode(CallerError, ValueError):
    """A close code that may not be sent (RFC 6455, 7.4)."""


class InvalidText(CallerError, ValueError):
    """Text that UTF-8 cannot encode: it holds a lone surrogate."""


class InvalidHandshake(CallerError, ValueError):
    """A header, subprotocol or target that may not stand in an HTTP head."""


class HandshakeOver(CallerError):
    """The handshake has had its outcome: what follows is its connection's business."""


class FragmentOrder(CallerError):
    """A fragmented message has to be finished before another message begins (RFC 6455, 5.4)."""


class WrongType(CallerError, TypeError):
    """An argument of the wrong type."""


class PeerFault(WebSocketError):
    """A fault in what the peer sent. `close_code` is the answer to it (RFC 6455, 7.4.1)."""

    close_code: CloseCode


class ProtocolFault(PeerFault):
    """The bytes break RFC 6455."""

    close_code = CloseCode.PROTOCOL_ERROR


class DataFault(PeerFault):
    """The payload is not what its type says: text that is not UTF-8, data that does not inflate."""

    close_code = CloseCode.INVALID_DATA


class SizeFault(PeerFault):
    """A message bigger than we accept, or in more fragments."""

    close_code = CloseCode.MESSAGE_TOO_BIG


class HandshakeFault(WebSocketError):
    """An opening handshake that is wrong.

    Attributes:
        status: the HTTP status that answers it (of a response: the status the response had).
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
