"""One connection of the server: a WebSocketProtocol below, a session of calls above."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, Protocol

from ..wire import CloseCode, ConnectionClosed, HandshakeAccepted, HandshakeRefused, ServerHandshake
from . import article, jsonrpc
from .access_log import Log, Record
from .actions import Actions
from .protocol import MAX_SEND_BUFFER, WebSocketProtocol
from .session import Session
from .timeouts import Timeouts


class Host(Protocol):
    """The parts of a server that its connections use."""

    actions: Actions
    timeouts: Timeouts
    log: Log | None

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
        if self._server.log is not None and accepted.request is not None:
            self._record = self._server.log.open(accepted.request, accepted.subprotocol)

    def refused(self, refused: HandshakeRefused) -> None:
        if self._server.log is not None:
            self._server.log.refuse(refused)

    def text_received(self, text: str) -> None:
        assert self._session is not None
        if self._draining:
            return
        if self._paused:
            return self._waiting.append(text)
        self._session.receive(text)
        if self._session.held:
            self._regulate()

    def bytes_received(self, data: bytes) -> None:
        self.fail(CloseCode.UNSUPPORTED_DATA, "a request is a text message")

    def congestion_changed(self) -> None:
        self._regulate()

    def ended(self, closed: ConnectionClosed) -> None:
        assert self._session is not None
        waiting, self._waiting = self._waiting, []
        if closed.clean:  # the client sent them before its close frame: they are done, though unread
            for text in waiting:
                self._session.receive(text)
        self._session.end()
        if self._server.log is not None and self._record is not None:
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
        if self._paused:
            self._regulate()

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
        self._regulate()

    # When the server stops

    def drain(self) -> None:
        """Take no more calls, and let those in flight finish. A close frame of the client is still read."""
        self._draining = True
        self._waiting.clear()

    def tasks_in_flight(self) -> Iterable[asyncio.Task[Any]]:
        """The tasks of the actions that run."""
        return self._session.tasks_in_flight() if self._session is not None else ()

    # Back-pressure

    def _regulate(self) -> None:
        """Read only as fast as the client reads and actions end. Otherwise our memory fills up."""
        if self._session is None or self._transport is None:
            return
        too_much = self.congested or self._session.held > MAX_SEND_BUFFER
        if too_much and self.is_open:
            self._transport.pause_reading()
            self._paused = True
        elif self._paused:
            self._paused = False
            self._take_waiting(self._session)
            if not self._paused:
                self._transport.resume_reading()
                self._heartbeat.heard = self._loop.time()  # the pong may come after a megabyte of requests
                self._wait_for_beat()

    def _take_waiting(self, session: Session) -> None:
        while self._waiting and not self._paused:
            session.receive(self._waiting.pop(0))
            if session.held > MAX_SEND_BUFFER:
                self._regulate()

    @property
    def _hears(self) -> bool:
        """Not while we pause because actions take long. A client that does not read gets no more time."""
        return not self._paused or self.congested

    @property
    def _linger(self) -> float:
        return self._timeouts.close
