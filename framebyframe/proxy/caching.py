"""A caching proxy as there were many in 2011: it knows HTTP, and takes everything for HTTP.

It stands in the way without being asked. It passes bytes on to the server that the connection was opened to,
and keeps each page under the name that the *request* gives: nobody looks whether the two belong together.
"""

from __future__ import annotations

import select
import socket
from collections.abc import Mapping

from .http_ear import Answer, HttpEar
from .listening import IDLE, Address, LocalServer

OK = 200
READ_SIZE = 65536


class CachingProxy(LocalServer):
    """Passes connections on to servers, and keeps what it takes for their pages.

    Args:
        servers: where each host is, by its name.

    Attributes:
        log: a line for each request and each answer, in the order in which they came.
        pages: what is kept, by address.
    """

    def __init__(self, servers: Mapping[str, Address]) -> None:
        self._servers = servers
        self.pages: dict[str, bytes] = {}
        self.log: list[str] = []
        super().__init__()

    def _serve(self, client: socket.socket) -> None:
        """One connection: its first request says to which server it goes, or that a kept page will do."""
        ear, data, asked = HttpEar(), b"", list[str]()
        while not asked:
            part = client.recv(READ_SIZE)
            if not part:
                return
            data += part
            asked = ear.hear_client(part)
        if page := self.pages.get(asked[0]):
            self.log.append(f"GET {asked[0]}: answered from the cache")
            client.sendall(page)
            return
        host = asked[0].removeprefix("http://").partition("/")[0]
        if host not in self._servers:
            client.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            return
        with socket.create_connection(self._servers[host], IDLE) as server:
            self.log.append(f"GET {asked[0]}: passed on to {host}")
            server.sendall(data)
            self._pass_on(client, server, host, ear)

    def _pass_on(self, client: socket.socket, server: socket.socket, host: str, ear: HttpEar) -> None:
        """Bytes in both directions, until one side ends. Each is heard before it is passed on."""
        while ready := select.select([client, server], [], [], IDLE)[0]:
            for source in ready:
                data = source.recv(READ_SIZE)
                if not data:
                    return
                if source is client:
                    self._hear_client(ear.hear_client(data), host)
                    server.sendall(data)
                else:
                    self._hear_server(ear.hear_server(data))
                    client.sendall(data)

    def _hear_client(self, asked: list[str], host: str) -> None:
        lines = [f"GET {url}: passed on to {host}" for url in asked]
        self.log += lines or [f"no request that I can read: passed on to {host}"]

    def _hear_server(self, answers: list[Answer]) -> None:
        for answer in answers:
            if answer.status == OK:
                self.pages[answer.url] = answer.data
            kept = "kept" if answer.status == OK else "not kept"
            self.log.append(f"{answer.status} for {answer.url}: {kept}")
