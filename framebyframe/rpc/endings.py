"""How a connection ended, or why it never began, as the error a caller gets."""

from __future__ import annotations

from ..wire import CloseCode, ConnectionClosed, HandshakeRefused
from .errors import ConnectionLost, ConnectionRefused, ProtocolError, RpcError, RpcTimeout

SWITCHING_PROTOCOLS = 101
MAX_REASON = 123
"""Bytes of a close frame's reason (RFC 6455, 5.5)."""


def close_reason(fault: str) -> str:
    """As much of `fault` as a close frame has room for."""
    return fault.encode("utf-8", "replace")[:MAX_REASON].decode("utf-8", "ignore")


def why_ended(closed: ConnectionClosed) -> RpcError:
    """ProtocolError where the server broke a rule, else ConnectionLost."""
    if closed.fault is not None and closed.code == CloseCode.ABNORMAL:
        return ConnectionLost(f"the connection was lost: {closed.fault}")
    if closed.fault is not None:
        return ProtocolError(f"the server broke the protocol: {closed.fault}")
    reason = f": {closed.reason}" if closed.reason else ""
    return ConnectionLost(
        f"the connection ended with close code {closed.code}{reason}", closed.code, closed.reason
    )


def why_refused(refused: HandshakeRefused) -> RpcError:
    """ConnectionRefused where the server answered no, ProtocolError where its answer is none."""
    if refused.status in (0, SWITCHING_PROTOCOLS):
        return ProtocolError(f"the answer to the opening handshake is wrong: {refused.reason}")
    return ConnectionRefused(f"the server refused the opening handshake: {refused.reason}", refused.status)


def no_connection(where: str, error: Exception) -> ConnectionRefused:
    """Nothing listens there, or the way there is closed."""
    return ConnectionRefused(f"cannot connect to {where} ({error}): is the server running there?")


def connecting_took_too_long(where: str, seconds: float) -> RpcTimeout:
    """Nothing came back, not even a refusal."""
    return RpcTimeout(f"no connection to {where} within {seconds:g} s: is that the right address?")


def handshake_took_too_long(where: str, seconds: float) -> RpcTimeout:
    """Something listens, and does not answer."""
    message = (
        f"no answer to the opening handshake from {where} within {seconds:g} s: is it a WebSocket server?"
    )
    return RpcTimeout(message)


def lost_in_handshake(where: str) -> ConnectionLost:
    """The server ended the stream before it had answered."""
    return ConnectionLost(f"{where} ended the connection during the opening handshake")
