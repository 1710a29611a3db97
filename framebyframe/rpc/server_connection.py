"""One connection of the server: a WebSocketProtocol below, a session of calls above."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from ..wire import CloseCode, ConnectionClosed, HandshakeAccepted, HandshakeRefused, ServerHandshake
from . import article, jsonrpc
from .access_log import Log, Record, agent_name
from .actions import Actions
from .protocol import MAX_SEND_BUFFER, WebSocketProtocol
from .session import Session
from .timeouts import Timeouts


@dataclass(frozen=True)
class Client:
    """A client that is connected, at one moment.

    Attributes:
        number: of its connection, as in the log.
        agent: the name that it gives itself, or a dash.
        origin: of the page that it speaks for; None for a program.
        subprotocol: the one agreed, or None.
        calls: how many it has made.
        in_flight: how many of them run.
        is_read: whether the server reads what it sends; not while too much waits.
    """

    number: int
    agent: str
    origin: str | None
    subprotocol: str | None
    calls: int
    in_flight: int
    is_read: bool


class Host(Protocol):
    """The parts of a server that its connections use."""

    actions: Actions
    timeouts: Timeouts
    log: Log

    def new_handshake(self) -> ServerHandshake:
        """The opening handshake with one client."""

    def adopt(self, connection: ServerConnection) -> None:
        """Add a connection that has been made; over TLS, once that is agreed on."""

    def discard(self, connection: ServerConnection) -> None:
        """Remove a connection that is gone."""


class ServerConnection(WebSocketProtocol):
    """The connection of one client.

    Args:
        server: that it belongs to.
        buffer: to read into.
    """

    __slots__ = ("_draining", "_paused", "_record", "_server", "_session", "_waiting")

    def __init__(self, server: Host, buffer: memoryview) -> None:
        super().__init__(server.new_handshake(), server.timeouts, buffer)
        self._server = server
        self._session: Session | None = None
        self._record: Record | None = None
        self._draining = False
        self._paused = False
        self._waiting: list[str] = []
        """Requests that came in one packet with the one that made us pause."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._server.adopt(self)
        self._set_timer(self._timeouts.open, lambda: self.abort("no opening handshake in time"))

    # Called by the protocol

    def opened(self, accepted: HandshakeAccepted) -> None:
        default_dialect = jsonrpc if accepted.subprotocol == "jsonrpc" else article
        self._session = Session(self._server.actions, self, default_dialect)
        assert accepted.request is not None, "a server's handshake has a request"
        self._record = self._server.log.open(accepted.request, accepted.subprotocol)

    def refused(self, refused: HandshakeRefused) -> None:
        self._server.log.refuse(refused)

    def text_received(self, text: str) -> None:
        assert self._session is not None
        if self._draining:
            return
        if self._paused:
            return self._waiting.append(text)
        self._session.receive(text)
        if self._session.held:
            self.regulate()

    def bytes_received(self, data: bytes) -> None:
        self.fail(CloseCode.UNSUPPORTED_DATA, "a request is a text message")

    def congestion_changed(self) -> None:
        self.regulate()

    def ended(self, closed: ConnectionClosed) -> None:
        assert self._session is not None
        waiting, self._waiting = self._waiting, []
        if closed.clean:  # the client sent them before its close frame: they are done, though unread
            for text in waiting:
                self._session.receive(text)
        self._session.end()
        if self._record is not None:
            self._server.log.close(self._record, closed)

    def gone(self) -> None:
        self._server.discard(self)

    # The outbox of the session

    def send(self, text: str) -> None:
        """Send a reply, unless the connection is closing."""
        if self.is_open:
            self.send_text(text)

    def drained(self) -> None:
        """Read on, if the requests that are held were too many."""
        self.regulate()

    def push(self, text: str) -> None:
        """Send a notification, unless the client does not read the ones before."""
        if not self.congested:
            self.send(text)

    def count(self, action: str) -> None:
        """Count a call, for the log."""
        if self._record is not None:
            self._record.count(action)

    def close(self, code: int, reason: str) -> None:
        """Send a close frame, and read on, because the client's close frame is to come."""
        super().close(code, reason)
        self._waiting.clear()
        self.regulate()

    # Who it is

    @property
    def client(self) -> Client | None:
        """The client as it is now; None before the opening handshake is done, and once it has ended."""
        if self._record is None or self._session is None or self.closed is not None:
            return None
        return Client(
            self._record.number,
            agent_name(self._record.request.headers),
            self._record.request.headers.get("Origin"),
            self._record.subprotocol,
            self._record.calls,
            len(self._session.tasks_in_flight()),
            self.reads,
        )

    # When the server stops

    def drain(self) -> None:
        """Take no more calls, and let those in flight finish. A close frame of the client is still read."""
        self._draining = True
        self._waiting.clear()

    def tasks_in_flight(self) -> Iterable[asyncio.Task[Any]]:
        """The tasks of the actions that run."""
        return self._session.tasks_in_flight() if self._session is not None else ()

    # Back-pressure

    @property
    def held(self) -> int:
        """Characters of requests that are kept because their replies have not been sent."""
        return self._session.held if self._session is not None else 0

    @property
    def reads(self) -> bool:
        """Whether it reads what the client sends."""
        return not self._paused

    def regulate(self) -> None:
        """Read only as fast as the client reads and as actions end, else our memory fills up.

        `self.congested` says whether more than a megabyte of replies waits for the client to read.
        `self.held` is how many characters of requests wait for their actions: MAX_SEND_BUFFER of them may.
        `self.pause()` stops reading, `self.resume()` reads on; to call one twice does no harm. A connection
        that no longer `is_open` has said goodbye, and reads on: the client's close frame is to come.
        """
        too_much = self.congested or self.held > MAX_SEND_BUFFER
        if too_much and self.is_open:
            self.pause()
        else:
            self.resume()

    def pause(self) -> None:
        """Stop reading. Again is harmless."""
        if self._transport is not None:
            self._transport.pause_reading()
            self._paused = True

    def resume(self) -> None:
        """Read on, beginning with the requests that had come already: they may be too many again."""
        if self._transport is None or self.reads:
            return
        self._paused = False
        self._take_waiting()
        if self.reads:
            self._transport.resume_reading()
            self._heartbeat.heard = self._loop.time()  # the pong may come after a megabyte of requests
            self._wait_for_beat()

    def _take_waiting(self) -> None:
        while self._waiting and self.reads and self._session is not None:
            self._session.receive(self._waiting.pop(0))
            if self.held > MAX_SEND_BUFFER:
                self.regulate()

    @property
    def _hears(self) -> bool:
        """Not while we pause because actions take long. A client that does not read gets no more time."""
        return not self._paused or self.congested

    @property
    def _linger(self) -> float:
        return self._timeouts.close
