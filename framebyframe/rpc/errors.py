"""The errors of this package, and which of them tells how a connection ended.

::

    RpcError
    ├── RpcTimeout              no reply in the time allowed
    ├── RemoteError             the server answered with an error: code, message, data
    │   └── MessageRefused      it refused a whole message: no call of a batch was made
    ├── ConnectionLost          the connection ended before the reply came
    │   └── ConnectionRefused   it never began: nothing listens, or the handshake was refused
    ├── ProtocolError           the server broke the rules of WebSocket or of the dialect
    └── NotEncodable            this program asked to send a value that JSON does not have

A caller tells the first four apart because each asks for another reaction: wait longer, ask for something
else, connect again, stop using that server.
"""

from __future__ import annotations

import ssl
from typing import Any

from ..wire import CloseCode, ConnectionClosed, HandshakeRefused

SWITCHING_PROTOCOLS = 101
MAX_REASON = 123
"""Bytes of a close frame's reason (RFC 6455, 5.5)."""


class RpcError(Exception):
    """The base of every error of this package."""


class RpcTimeout(RpcError):
    """No reply came in the time allowed. Whether the server did what was asked is unknown."""


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


class MessageRefused(RemoteError):
    """The server refused a whole message, with an error that has no id: it could not read the message."""


class ConnectionLost(RpcError):
    """The connection ended before the reply came. Whether the server did what was asked is unknown.

    Attributes:
        code: the close code; 1006 where there was no close frame (RFC 6455, 7.1.5).
        reason: the text of the close frame.
    """

    def __init__(self, message: str, code: int = CloseCode.ABNORMAL, reason: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason


class ConnectionRefused(ConnectionLost):
    """There is no connection: nothing listens there, or the server refused the opening handshake.

    Attributes:
        status: the HTTP status of the refusal; 0 where no HTTP response came.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class ProtocolError(RpcError):
    """The server broke a rule of WebSocket, or sent what is no reply. The connection has been closed."""


class NotEncodable(RpcError, ValueError):
    """This program asked to send a value that JSON does not have. Nothing was sent."""


# How a connection ended, or why it never began


def printable(text: str) -> str:
    """Make text of a peer safe for an error that a terminal may show: without control characters."""
    return "".join(character if character.isprintable() else "?" for character in text)


def why_ended(closed: ConnectionClosed) -> RpcError:
    """The error of calls in flight: ProtocolError where the server broke a rule, else ConnectionLost."""
    if closed.fault is not None and closed.code == CloseCode.ABNORMAL:
        return ConnectionLost(f"the connection was lost: {closed.fault}")
    if closed.fault is not None:
        return ProtocolError(f"the server broke the protocol: {closed.fault}")
    reason = f": {printable(closed.reason)}" if closed.reason else ""
    return ConnectionLost(
        f"the connection ended with close code {closed.code}{reason}", closed.code, closed.reason
    )


def why_refused(refused: HandshakeRefused) -> RpcError:
    """ConnectionRefused where the server refused the handshake, ProtocolError where its response is wrong."""
    if refused.status in (0, SWITCHING_PROTOCOLS):
        return ProtocolError(f"the answer to the opening handshake is wrong: {refused.reason}")
    return ConnectionRefused(f"the server refused the opening handshake: {refused.reason}", refused.status)


def no_connection(where: str, error: Exception) -> ConnectionRefused:
    """The error of a connection that could not be made to `where`; `error` is the system's."""
    advice = "is the server running there"
    if isinstance(error, ssl.SSLError):
        advice = "does the server speak TLS, and is its certificate trusted"
    return ConnectionRefused(f"cannot connect to {where} ({error}): {advice}?")


def connecting_took_too_long(where: str, seconds: float) -> RpcTimeout:
    """The error where nothing came back from `where`, not even a refusal."""
    return RpcTimeout(f"no connection to {where} within {seconds:g} s: is that the right address?")


def handshake_took_too_long(where: str, seconds: float, came: str) -> RpcTimeout:
    """The error where a program listens at `where` and does not answer the opening handshake, or not whole.

    Args:
        came: the beginning of what it sent; empty where it sent nothing.
    """
    if came:
        return RpcTimeout(
            f"the answer to the opening handshake from {where} is not whole within {seconds:g} s: "
            f"it begins with {came}"
        )
    return RpcTimeout(
        f"no answer to the opening handshake from {where} within {seconds:g} s: is it a WebSocket server?"
    )


def lost_in_handshake(where: str) -> ConnectionLost:
    """The error where the server ended the stream before its response was complete."""
    return ConnectionLost(f"{where} ended the connection during the opening handshake")


def close_reason(fault: str) -> str:
    """As much of `fault` as fits into the reason of a close frame, whole characters only."""
    return fault.encode("utf-8", "replace")[:MAX_REASON].decode("utf-8", "ignore")
