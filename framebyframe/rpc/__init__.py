"""Remote procedure calls on `framebyframe.wire`: what chapters 08 to 12 build.

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

One idea a module, in reading order:

===================  ==================================================================
`errors`             what is raised, and which error tells how a connection ended
`messages`           requests, replies, notifications, ids, error codes
`json_text`          JSON text to value and back, strictly
`article`            the article dialect; `jsonrpc`: JSON-RPC 2.0 and its batches
`envelopes`          which dialect a message is in
`timeouts`           how long to wait: time-outs, and deadlines that waits share
`pending`            the table of pending calls: each id has a future
`notifications`      the notifications that a client keeps until they are taken
`addresses`          WebSocket addresses, and what a client needs to connect
`looking_up`         the addresses of a host, by a deadline
`retrying`           what may be tried again, and after which wait: a connection, a call
`connecting`         a connected socket, for the blocking client
`blocking_socket`    messages on that socket, each wait with a deadline
`blocking_client`    the blocking client
`heartbeat`          when to ping, and when a silent peer counts as dead
`protocol`           a connection on an asyncio transport, for client and server
`async_socket`       one connection of the asyncio client
`reconnecting`       a connection that is opened again when it is lost
`resuming`           where a stream of events goes on, and what was missed
`subscriptions`      notifications as streams
`async_client`       the asyncio client
`parameters`         the rules for the parameters of actions
`actions`            what a server offers: functions by name
`idempotency`        calls that are sent again, with a key, are done once
`session`            the calls of one connection, as the server sees them
`gate`               which clients may connect
`access_log`         a log with one line for each connection
`server_connection`  one connection of the server
`server`             the asyncio server
===================  ==================================================================

Four errors tell how a call failed: RpcTimeout, RemoteError, ConnectionLost, ProtocolError.
"""

from .access_log import AccessLog
from .actions import AllParams, Caller, Then
from .addresses import Address, ConnectOptions, parse_url
from .async_client import AsyncRpcClient
from .blocking_client import RpcClient
from .errors import (
    ConnectionLost,
    ConnectionRefused,
    MessageRefused,
    NotEncodable,
    ProtocolError,
    RemoteError,
    RpcError,
    RpcTimeout,
)
from .idempotency import IdempotencyKeys
from .messages import CallFailed, ErrorCode, Notification, Reply, Request
from .parameters import Rule, one_of, string, whole_number
from .resuming import Gap, Position
from .retrying import Backoff
from .server import RpcServer
from .server_connection import Client
from .subscriptions import NotificationStream, Subscription
from .timeouts import Timeouts

__all__ = [
    "AccessLog",
    "Address",
    "AllParams",
    "AsyncRpcClient",
    "Backoff",
    "CallFailed",
    "Caller",
    "Client",
    "ConnectOptions",
    "ConnectionLost",
    "ConnectionRefused",
    "ErrorCode",
    "Gap",
    "IdempotencyKeys",
    "MessageRefused",
    "NotEncodable",
    "Notification",
    "NotificationStream",
    "Position",
    "ProtocolError",
    "RemoteError",
    "Reply",
    "Request",
    "RpcClient",
    "RpcError",
    "RpcServer",
    "RpcTimeout",
    "Rule",
    "Subscription",
    "Then",
    "Timeouts",
    "one_of",
    "parse_url",
    "string",
    "whole_number",
]
