"""The tap: a proxy between any client and a server, which keeps a record of what passes."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

from framebyframe.rpc.addresses import local_address

from ..listening import LocalServer
from .forwarding import Link
from .limits import TapLimits
from .record import Record
from .recorder import Recorder

CONNECT_TIMEOUT = 10.0
"""Seconds for the connection to the server."""
CATCH_UP = 10.0
"""Seconds to wait until all that has passed is in the record."""
STOP_TIMEOUT = 2.0
"""Seconds for each thread to end."""


class Tap(LocalServer):
    """Passes bytes on in both directions, untouched and at once, and records what they mean.

    It listens on this machine. A client connects to `tap.url` in the place of the server. The threads that
    forward and the one that records share this Python: while one computes the others wait, at most for its
    switch interval.

    Args:
        server: the address of the server, such as "ws://127.0.0.1:8080", or a server of `peers`.
        port: to listen on; 0 is any free one.
        allow_remote: also tap a server on another machine.
        limits: on what the record holds.

    Attributes:
        url: what a client connects to, with the path and the query of the server's address.

    Raises:
        ValueError: it is no `ws://` address, or one on another machine.
        OSError: the port is taken.
    """

    def __init__(
        self,
        server: object,
        *,
        port: int = 0,
        allow_remote: bool = False,
        limits: TapLimits | None = None,
    ) -> None:
        url = str(getattr(server, "url", server))
        address = local_address(url, allow_remote)
        self._server = (address.host, address.port)
        self._where = address.authority
        self._record = Record(url, limits)
        self._recorder = Recorder(self._record)
        self._links: dict[threading.Thread, Link | None] = {}
        self._lock = threading.Lock()
        self._is_closed = False
        try:
            super().__init__(port)
        except OSError:
            self._recorder.close(STOP_TIMEOUT)
            raise
        self.url += address.target if address.target != "/" else ""

    def __repr__(self) -> str:
        return f"<a tap on {self._record.server}: {self._record!r}>"

    @property
    def record(self) -> Record:
        """All that has passed until now."""
        self.catch_up()
        return self._record

    def catch_up(self, seconds: float = CATCH_UP) -> bool:
        """Wait until all that has passed is in the record; False where it is not after so many seconds."""
        with self._lock:
            links = [link for link in self._links.values() if link is not None]
        for link in links:
            with link.busy:  # what it has passed on it has told
                pass
        return self._recorder.catch_up(seconds)

    def close(self) -> None:
        """Take no more connections, and end those that are open. Again is harmless."""
        super().close()
        with self._lock:
            self._is_closed = True
            links = dict(self._links)
        for link in links.values():
            if link is not None:
                link.stop()
        for thread in links:
            thread.join(STOP_TIMEOUT)
        self._recorder.close(STOP_TIMEOUT)

    def _serve(self, client: socket.socket) -> None:
        with self._counted():
            channel = self._recorder.channel(client.getpeername()[1], self._where)
            try:
                server = socket.create_connection(self._server, CONNECT_TIMEOUT)
            except OSError as error:
                channel.ended("server", "unreachable", error.strerror or str(error))
                return
            link = Link(client, server, channel, self._recorder.now)
            if self._may_begin(link):
                link.run()
            else:
                server.close()

    @contextlib.contextmanager
    def _counted(self) -> Iterator[None]:
        """Let `close` wait for this thread."""
        thread = threading.current_thread()
        with self._lock:
            self._links[thread] = None
        try:
            yield
        finally:
            with self._lock:
                del self._links[thread]

    def _may_begin(self, link: Link) -> bool:
        """Whether the tap is open; if so, closing it ends this link."""
        with self._lock:
            if not self._is_closed:
                self._links[threading.current_thread()] = link
            return not self._is_closed
