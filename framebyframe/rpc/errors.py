"""Everything this package raises.

::

    RpcError
    ├── RpcTimeout          no answer in the time allowed
    ├── RemoteError         the server answered with an error: code, message, data
    ├── ConnectionLost      the connection ended before the answer came
    │   └── ConnectionRefused   it never began: nothing listens, or the handshake was refused
    ├── ProtocolError       the server broke WebSocket's or the envelope's rules
    └── NotEncodable        our own program asked to send what JSON cannot hold

The first four are the four ways in which a call fails; telling them apart is the caller's to do,
because the right reaction differs: wait longer, ask otherwise, connect again, stop using that server.
"""

from __future__ import annotations

from typing import Any


class RpcError(Exception):
    """The base of every error of this package."""


class RpcTimeout(RpcError):
    """No answer in the time allowed. Whether the server did what was asked is unknown."""


class RemoteError(RpcError):
    """The server answered with an error.

    Attributes:
        code: a word in the article dialect ("not_found"), a number in JSON-RPC (-32001).
        message: what was wrong, in the server's words.
        data: more about it, where the server sent more (JSON-RPC only).
    """

    def __init__(self, code: str | int, message: str, data: Any = None) -> None:
        super().__init__(f"{message} ({code})")
        self.code = code
        self.message = message
        self.data = data


class ConnectionLost(RpcError):
    """The connection ended before the answer came. Whether the server did what was asked is unknown.

    Attributes:
        code: the close code; 1006 where there was no close frame (RFC 6455, 7.1.5).
        reason: the text that came with it.
    """

    def __init__(self, message: str, code: int = 1006, reason: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason


class ConnectionRefused(ConnectionLost):
    """There is no connection: nothing listens there, or the server refused the opening handshake.

    Attributes:
        status: the HTTP status of the refusal; 0 where there was no HTTP at all.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class ProtocolError(RpcError):
    """The server broke a rule of WebSocket, or sent what is no reply. The connection has been closed."""


class NotEncodable(RpcError, ValueError):
    """Our own program asked to send what JSON cannot hold. Nothing was sent."""
