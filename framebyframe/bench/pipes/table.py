"""All pipes, in the order in which they are shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache

from framebyframe import peers

from . import http, shared_memory, streams, valkey, websocket
from .pipe import Pipe, Served, by_text, in_threads

SERVING = "framebyframe.bench.serving"


@cache
def program(name: str) -> Callable[[], AbstractContextManager[Served]]:
    """Starts the server of this name as a process of its own; pipes that share it get the same function."""

    @contextmanager
    def serve() -> Iterator[Served]:
        with peers.Server(name, [sys.executable, "-m", SERVING, name]) as server:
            yield Served(server.url, server.pid)

    return serve


@contextmanager
def node_server() -> Iterator[Served]:
    """The Node server of the course, on `ws`, with the whole contract."""
    with peers.node(max_message=websocket.MAX_SIZE) as server:
        yield Served(server.url, server.pid)


HTTP_KEPT, HTTP_NEW = by_text(http.kept), by_text(http.new)
WEBSOCKETS, TCP = by_text(websocket.websockets_kept), by_text(streams.tcp)
UNIX, SLOT = by_text(streams.unix), by_text(shared_memory.slot_client)
LIST, CHANNEL = by_text(valkey.in_list), by_text(valkey.by_channel)

BASE = "websocket_kept"
"""What all others are compared with."""

PIPES = (
    Pipe(BASE, program("websocket"), websocket.ours_kept, in_threads(websocket.ours_kept)),
    Pipe("websocket_one", program("websocket"), None, websocket.one_socket),
    Pipe("websocket_new", program("websocket"), websocket.ours_new, in_threads(websocket.ours_new)),
    Pipe("websockets", program("websocket"), WEBSOCKETS, in_threads(WEBSOCKETS)),
    Pipe("ws", program("websocket"), websocket.ws, needs=websocket.needs_ws),
    Pipe("php", program("websocket"), websocket.php, needs=websocket.needs_php),
    Pipe("node_server", node_server, websocket.ours_kept, needs=websocket.needs_ws),
    Pipe("http_kept", program("http"), HTTP_KEPT, in_threads(HTTP_KEPT)),
    Pipe("http_new", program("http"), HTTP_NEW, in_threads(HTTP_NEW)),
    Pipe("tcp", program("tcp"), TCP, in_threads(TCP)),
    Pipe("tcp_in_two_writes", program("tcp"), by_text(streams.tcp_in_two_writes)),
    Pipe("unix", program("unix"), UNIX, in_threads(UNIX), streams.needs_unix),
    Pipe("valkey_list", program("valkey"), LIST, in_threads(LIST), valkey.needs),
    Pipe("valkey_channel", program("valkey"), CHANNEL, in_threads(CHANNEL), valkey.needs),
    Pipe("shared_memory", shared_memory.serve, SLOT, needs=shared_memory.needs),
)
