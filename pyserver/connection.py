"""The socket side of one connection: messages in, back-pressure, and how it ends."""

from __future__ import annotations

import asyncio
import contextlib

from websockets.asyncio.server import ServerConnection, broadcast
from websockets.exceptions import ConnectionClosed

from . import article, jsonrpc
from .errors import CloseConnection
from .handshake import JSON_RPC
from .limits import MAX_SEND_BUFFER
from .log import Ending, Record
from .session import Session
from .store import Store

UNSUPPORTED_DATA = 1003
POLICY_VIOLATION = 1008
ABNORMAL_CLOSURE = 1006
"""What a log says where no close frame came; it never travels (RFC 6455, 7.1.5)."""
PEERS_FAULTS = {1002, 1007, 1009}
"""Close codes by which the library tells a peer what it did wrong (RFC 6455, 7.4.1)."""


async def serve_messages(
    websocket: ServerConnection, store: Store, record: Record, max_fragments: int
) -> Ending:
    """Answer messages until the connection ends, and tell how it did."""
    session = _session(websocket, store, record)
    try:
        while True:
            await _serve_message(websocket, session, max_fragments)
    except CloseConnection as closing:
        await _fail(websocket, closing)
        return Ending(closing.code, closing.reason, closing.reason, websocket.subprotocol)
    except ConnectionClosed as closed:
        return _ending(websocket, closed)
    finally:
        session.end()


def _session(websocket: ServerConnection, store: Store, record: Record) -> Session:
    # `broadcast` is how websockets writes without waiting: the waiting is done after each message read.
    def send(text: str) -> None:
        broadcast((websocket,), text)

    def send_tick(text: str) -> None:
        if websocket.transport.get_write_buffer_size() < MAX_SEND_BUFFER:
            send(text)

    return Session(
        send=send,
        send_tick=send_tick,
        schedule=asyncio.get_running_loop().call_later,
        store=store,
        record=record,
        shapeless=jsonrpc if websocket.subprotocol == JSON_RPC else article,
    )


async def _serve_message(websocket: ServerConnection, session: Session, max_fragments: int) -> None:
    message = await _read_message(websocket, max_fragments)
    if isinstance(message, bytes):
        raise CloseConnection(UNSUPPORTED_DATA, "a request is a text message")
    session.receive(message)
    # Back-pressure: while too much waits to be sent, nothing more is read.
    await websocket.drain()
    # A peer with a thousand messages in one packet must not keep the others waiting.
    await asyncio.sleep(0)


async def _read_message(websocket: ServerConnection, max_fragments: int) -> str | bytes:
    """The next message. Its fragments are counted as they come, for empty ones have no size to stop at."""
    fragments = []
    async for fragment in websocket.recv_streaming():
        fragments.append(fragment)
        if len(fragments) > max_fragments:
            raise CloseConnection(POLICY_VIOLATION, "too many fragments")
    return fragments[0][:0].join(fragments)  # type: ignore[arg-type]


async def _fail(websocket: ServerConnection, closing: CloseConnection) -> None:
    """Fail the connection (RFC 6455, 7.1.7): say why, and read no further, not even the answer."""
    with contextlib.suppress(ConnectionClosed):
        async with websocket.send_context():
            websocket.protocol.fail(closing.code, closing.reason)


def _ending(websocket: ServerConnection, closed: ConnectionClosed) -> Ending:
    subprotocol = websocket.subprotocol
    sent = closed.sent
    if sent is not None and sent.code in PEERS_FAULTS and not closed.rcvd_then_sent:
        return Ending(int(sent.code), sent.reason, sent.reason, subprotocol)
    if closed.rcvd is not None:
        return Ending(int(closed.rcvd.code), closed.rcvd.reason, None, subprotocol)
    return Ending(ABNORMAL_CLOSURE, "", None, subprotocol)
