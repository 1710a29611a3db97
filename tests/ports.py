"""Ports that stay as they are while a test runs, whatever other tests do meanwhile.

A port that the system gave to somebody who asked for any, and that is free again, may be given to the next
one who asks: to another test, in another process, in the same moment.
"""

from __future__ import annotations

import contextlib
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager

PORTS = range(20_000, 32_000)
"""Below those that Linux, macOS and Windows give away."""


def free_port() -> int:
    """A port that nobody listens on, and that the system gives to nobody who asks for any."""
    while True:
        port = random.choice(PORTS)
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


@contextmanager
def deaf_port() -> Iterator[int]:
    """A port that nobody listens on, for as long as the block runs: it is taken, and not listened on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        yield port
