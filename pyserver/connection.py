"""The socket side of one connection: messages in, back-pressure, and how it ends."""

from __future__ import annotations

import asyncio
import contextlib
from argparse import Namespace
from collections.abc import Awaitable

from websockets.asyncio.server import broadcast
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode
from websockets.protocol import State

from . import article, jsonrpc
from .errors import CloseConnection
from .handshake import JSON_RPC
from .heartbeat import keep_alive
from .limits import MAX_SEND_BUFFER
from .log import Ending, Record
from .outspoken import OutspokenConnection
from .session import Session
from .store import Store

PEERS_FAULTS = {CloseCode.PROTOCOL_ERROR, CloseCode.INVALID_DATA, CloseCode.MESSAGE_TOO_BIG}
"""Close codes by which the library tells a peer what it did wrong (RFC 6455, 7.4.1)."""


class Connection:
    """Serves one peer, from the opening handshake to the end.

    Args:
        websocket: open.
        store: what the server's connections share.
        record: what the log will say of this one.
        options: those of the command line.
    """

    def __init__(
        self, websocket: OutspokenConnection, store: Store, record: Record, options: Namespace
    ) -> None:
        self._websocket = websocket
        self._options = options
        self._answered = asyncio.Event()
        self._session = Session(
            send=self._send,
            send_tick=self._send_tick,
            schedule=asyncio.get_running_loop().call_later,
            store=store,
            record=record,
            default_dialect=jsonrpc if websocket.subprotocol == JSON_RPC else article,
            answered=self._answered.set,
        )

    async def serve(self) -> Ending:
        """Answer messages until the connection ends; return how it ended."""
        interval, timeout = self._options.ping_interval, self._options.ping_timeout
        heartbeat = asyncio.create_task(keep_alive(self._websocket, interval, timeout, self._is_held))
        try:
            while True:
                await self._serve_message()
        except CloseConnection as closing:
            await self._fail(closing)
            return Ending(closing.code, closing.reason, closing.reason, self._websocket.subprotocol)
        except ConnectionClosed as closed:
            return self._ending(closed)
        finally:
            heartbeat.cancel()
            self._session.end()

    async def _serve_message(self) -> None:
        self._session.receive(await self._read_message())
        await self._wait_for_room()
        # A peer with a thousand messages in one packet must not keep the others waiting.
        await asyncio.sleep(0)

    async def _read_message(self) -> str:
        """The next message. Its fragments are counted as they come: empty ones reach no limit of bytes."""
        fragments: list[str] = []
        async for fragment in self._websocket.recv_streaming():
            if isinstance(fragment, bytes):
                raise CloseConnection(CloseCode.UNSUPPORTED_DATA, "a request is a text message")
            fragments.append(fragment)
            if len(fragments) > self._options.max_fragments:
                raise CloseConnection(CloseCode.POLICY_VIOLATION, "too many fragments")
        return "".join(fragments)

    async def _wait_for_room(self) -> None:
        """Back-pressure: do not read while the peer does not, or while too many bytes are unanswered."""
        await self._websocket.drain()
        while self._is_held() and self._websocket.state is not State.CLOSED:
            self._answered.clear()
            await _first_of(self._answered.wait(), self._websocket.wait_closed())
        # The heartbeat counts from here: an answer to its ping may wait among what is read now.
        self._websocket.heard.set()

    def _is_held(self) -> bool:
        return self._session.unanswered > MAX_SEND_BUFFER

    def _send(self, text: str) -> None:
        # This is how websockets writes without waiting; `_wait_for_room` waits after each message read.
        broadcast((self._websocket,), text)

    def _send_tick(self, text: str) -> None:
        if self._websocket.transport.get_write_buffer_size() <= MAX_SEND_BUFFER:
            self._send(text)

    async def _fail(self, closing: CloseConnection) -> None:
        """Fail the connection (RFC 6455, 7.1.7): send why; read no more, not even the peer's close frame."""
        with contextlib.suppress(ConnectionClosed):
            async with self._websocket.send_context():
                self._websocket.protocol.fail(closing.code, closing.reason)

    def _ending(self, closed: ConnectionClosed) -> Ending:
        subprotocol, sent = self._websocket.subprotocol, closed.sent
        if sent is not None and sent.code in PEERS_FAULTS and not closed.rcvd_then_sent:
            return Ending(sent.code, "", sent.reason, subprotocol)
        if closed.rcvd is not None:
            return Ending(closed.rcvd.code, closed.rcvd.reason, None, subprotocol)
        # This code never travels: it says that no close frame came (RFC 6455, 7.1.5).
        return Ending(CloseCode.ABNORMAL_CLOSURE, "", None, subprotocol)


async def _first_of(*waits: Awaitable[object]) -> None:
    """Wait until one of these is over, and cancel the others."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
