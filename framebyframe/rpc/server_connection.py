"""One connection of the server: a socket on one side, a session of calls on the other."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, Protocol

from ..wire import CloseCode, ConnectionClosed, HandshakeAccepted, HandshakeRefused, ServerHandshake
from . import article, jsonrpc
from .access_log import Log, Record
from .actions import Actions
from .protocol import MAX_SEND_BUFFER, Patience, WebSocketProtocol
from .session import Session


class Host(Protocol):
    """What a connection asks of its server."""

    actions: Actions
    patience: Patience
    log: Log | None

    def handshake(self) -> ServerHandshake:
        """The opening handshake with one client."""

    def adopt(self, connection: ServerConnection) -> None:
        """Somebody has connected; over TLS, once that is agreed on."""

    def discard(self, connection: ServerConnection) -> None:
        """A connection is gone."""


class ServerConnection(WebSocketProtocol):
    """One client.

    Args:
        server: whose client it is.
        buffer: what to read into.
    """

    __slots__ = ("_deaf", "_paused", "_record", "_server", "_session", "_waiting")

    def __init__(self, server: Host, buffer: memoryview) -> None:
        super().__init__(server.handshake(), server.patience, buffer)
        self._server = server
        self._session: Session | None = None
        self._record: Record | None = None
        self._deaf = False
        self._paused = False
        self._waiting: list[str] = []
        """Texts that came together with those that made us pause."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._server.adopt(self)
        self._set_timer(self._patience.open, lambda: self.abort("no opening handshake in time"))

    # What happens to the connection

    def opened(self, accepted: HandshakeAccepted) -> None:
        shapeless = jsonrpc if accepted.subprotocol == "jsonrpc" else article
        self._session = Session(self._server.actions, self, shapeless)
        if self._server.log is not None and accepted.request is not None:
            self._record = self._server.log.open(accepted.request, accepted.subprotocol)

    def refused(self, refused: HandshakeRefused) -> None:
        if self._server.log is not None:
            self._server.log.refuse(refused)

    def text_received(self, text: str) -> None:
        assert self._session is not None
        if self._deaf:
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
        if closed.clean:  # it said goodbye behind them: they are to be done, though nobody reads the answers
            for text in waiting:
                self._session.receive(text)
        self._session.end()
        if self._server.log is not None and self._record is not None:
            self._server.log.close(self._record, closed)

    def gone(self) -> None:
        self._server.discard(self)

    # The session's outbox

    def send(self, text: str) -> None:
        """Send a reply, if anybody is there to read it."""
        if self.is_open:
            self.send_text(text)

    def relieve(self) -> None:
        """Fewer requests are held."""
        if self._paused:
            self._regulate()

    def push(self, text: str) -> None:
        """Send a notification, unless the client does not read those it was sent before."""
        if not self.congested:
            self.send(text)

    def count(self, action: str) -> None:
        """A call was made."""
        if self._record is not None:
            self._record.count(action)

    def close(self, code: int, reason: str) -> None:
        """Say goodbye; the client's goodbye is read whatever else is not."""
        super().close(code, reason)
        self._waiting.clear()
        self._regulate()

    # When the server stops

    def hear_no_more(self) -> None:
        """Take no more calls. Reading goes on: a client that leaves is to be noticed."""
        self._deaf = True
        self._waiting.clear()

    def tasks_in_flight(self) -> Iterable[asyncio.Task[Any]]:
        """The calls that are at work."""
        return self._session.tasks_in_flight() if self._session is not None else ()

    # Back-pressure

    def _regulate(self) -> None:
        """Read only as fast as the client reads and as we answer: then its memory fills up, not ours."""
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
                self._wait_to_ping()  # the pong may be a megabyte behind what we have not read

    def _take_waiting(self, session: Session) -> None:
        while self._waiting and not self._paused:
            session.receive(self._waiting.pop(0))
            if session.held > MAX_SEND_BUFFER:
                self._regulate()

    @property
    def _can_miss_pong(self) -> bool:
        """Not while it is us who do not read. A client that does not read is another matter."""
        return not self._paused or self.congested

    @property
    def _linger(self) -> float:
        return self._patience.close
