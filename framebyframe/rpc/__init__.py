"""Remote procedure calls on `framebyframe.wire`: what chapters 08 to 11 build.

    from framebyframe.rpc import RpcClient

    with RpcClient("ws://127.0.0.1:8080") as client:
        client.call("getData", userId=123)

    async with AsyncRpcClient("ws://127.0.0.1:8080") as client:
        await asyncio.gather(*[client.call("echo", n=n) for n in range(64)])

    server = RpcServer()

    @server.action
    def add(a: float, b: float) -> float:
        return a + b

    async with server.listening(port=8080): ...

Four errors tell how a call failed: RpcTimeout, RemoteError, ConnectionLost, ProtocolError.
"""

from .access_log import AccessLog
from .actions import AllParams, Caller, Then
from .addresses import Address, Opening, parse_url
from .async_client import AsyncRpcClient
from .backoff import Backoff
from .blocking_client import RpcClient
from .errors import (
    ConnectionLost,
    ConnectionRefused,
    NotEncodable,
    ProtocolError,
    RemoteError,
    RpcError,
    RpcTimeout,
)
from .messages import CallFailed, ErrorCode, Notification, Reply, Request
from .parameters import Between, Length
from .protocol import Patience
from .server import RpcServer

__all__ = [
    "AccessLog",
    "Address",
    "AllParams",
    "AsyncRpcClient",
    "Backoff",
    "Between",
    "CallFailed",
    "Caller",
    "ConnectionLost",
    "ConnectionRefused",
    "ErrorCode",
    "Length",
    "NotEncodable",
    "Notification",
    "Opening",
    "Patience",
    "ProtocolError",
    "RemoteError",
    "Reply",
    "Request",
    "RpcClient",
    "RpcError",
    "RpcServer",
    "RpcTimeout",
    "Then",
    "parse_url",
]
