"""Remote procedure calls on `framebyframe.wire`: what chapters 08 to 11 build.

    from framebyframe.rpc import RpcClient

    with RpcClient("ws://127.0.0.1:8080") as client:
        client.call("getData", userId=123)

    async with AsyncRpcClient("ws://127.0.0.1:8080") as client:
        await asyncio.gather(*[client.call("echo", n=n) for n in range(64)])

Four errors tell how a call failed: RpcTimeout, RemoteError, ConnectionLost, ProtocolError.
"""

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
from .protocol import Patience

__all__ = [
    "Address",
    "AsyncRpcClient",
    "Backoff",
    "CallFailed",
    "ConnectionLost",
    "ConnectionRefused",
    "ErrorCode",
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
    "RpcTimeout",
    "parse_url",
]
