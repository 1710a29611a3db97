"""Servers of a few lines: on this machine only, each connection on a thread of its own."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Self

LOOPBACK = "127.0.0.1"
IDLE = 10.0
"""Seconds without a byte after which a connection is given up."""

Address = tuple[str, int]
Serve = Callable[[socket.socket], None]


class Listener:
    """Listens on this machine, and hands each connection to `serve`.

    Args:
        serve: is given each connection, and returns when it is over.
        port: to listen on; 0 is any free one.

    Attributes:
        address: where it listens.
    """

    def __init__(self, serve: Serve, port: int = 0) -> None:
        self._serve = serve
        self._socket = socket.create_server((LOOPBACK, port))
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


class LocalServer:
    """A server on this machine that begins to listen once it is made, and ends with its `with` block.

    A subclass serves one connection in `_serve`, and calls `__init__` once it is ready for that.

    Args:
        port: to listen on; 0 is any free one.

    Attributes:
        address: where it listens.
        url: the same for a client, such as "ws://127.0.0.1:40123".
    """

    def __init__(self, port: int = 0) -> None:
        self._listener = Listener(self._serve, port)
        self.address = self._listener.address
        self.url = "ws://{}:{}".format(*self.address)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Take no more connections. Again is harmless."""
        self._listener.close()

    def _serve(self, client: socket.socket) -> None:
        raise NotImplementedError
