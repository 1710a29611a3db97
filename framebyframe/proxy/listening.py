"""Servers of a few lines: on this machine only, each connection on a thread of its own."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable

LOOPBACK = "127.0.0.1"
IDLE = 10.0
"""Seconds without a byte after which a connection is given up."""

Address = tuple[str, int]
Serve = Callable[[socket.socket], None]


class Listener:
    """Listens on any free port, and hands each connection to `serve`.

    Attributes:
        address: where it listens.
    """

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._socket = socket.create_server((LOOPBACK, 0))
        self.address: Address = self._socket.getsockname()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections. Again is harmless."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes up who waits in accept
        self._socket.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._serve_one, args=(connection,), daemon=True).start()

    def _serve_one(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(IDLE)
            self._serve(connection)
