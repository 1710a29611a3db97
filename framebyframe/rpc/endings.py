"""How a connection ended, or why it never began, as the error a caller gets."""

from __future__ import annotations

from ..wire import CloseCode, ConnectionClosed, HandshakeRefused
from .errors import ConnectionLost, ConnectionRefused, ProtocolError, RpcError

SWITCHING_PROTOCOLS = 101


def why_ended(closed: ConnectionClosed) -> RpcError:
    """ProtocolError where the server broke a rule, else ConnectionLost."""
    if closed.fault is not None and closed.code != CloseCode.ABNORMAL:
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
