"""HTTP/1.1: a request a call, on a connection of its own or on one that is kept alive."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ..work import answer
from .pipe import Exchange

PATH = "/call"
HEADERS = {"Content-Type": "application/json"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one write

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        body = answer(text).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *values: object) -> None:
        """Nothing is logged: the other servers log nothing either."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def serve(listening: Callable[[str], None]) -> None:
    """Answer POST requests on a port, for ever."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        listening(f"127.0.0.1:{server.server_port}")
        server.serve_forever()


@contextmanager
def kept(address: str) -> Iterator[Exchange]:
    """One connection for all calls."""
    connection = http.client.HTTPConnection(address)
    try:
        yield lambda text: _post(connection, text)
    finally:
        connection.close()


@contextmanager
def new(address: str) -> Iterator[Exchange]:
    """A connection for each call."""

    def exchange(text: str) -> str | bytes:
        with kept(address) as post:
            return post(text)

    yield exchange


def _post(connection: http.client.HTTPConnection, text: str) -> bytes:
    connection.request("POST", PATH, text.encode(), HEADERS)
    return connection.getresponse().read()
