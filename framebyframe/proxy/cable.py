"""A cable between a client and a server that can be pulled out: then bytes vanish, and nobody is told.

Both ends keep an open socket, as they do when a phone leaves its network or a router forgets a connection.
"""

from __future__ import annotations

import select
import socket
import threading

from framebyframe.rpc.addresses import parse_url

from .listening import IDLE, LocalServer

READ_SIZE = 65536


class Cable(LocalServer):
    """Passes bytes on in both directions, until it is pulled out.

    Args:
        url: of the server at its other end, such as "ws://127.0.0.1:8080".

    Attributes:
        url: of its own end: what a client connects to.

    Raises:
        ValueError: it is no `ws://` address.
    """

    def __init__(self, url: str) -> None:
        address = parse_url(url)
        self._server = (address.host, address.port)
        self._is_out = threading.Event()
        super().__init__()

    def __repr__(self) -> str:
        return f"<a cable that is {'out' if self._is_out.is_set() else 'in'}>"

    def pull(self) -> None:
        """Pull it out. What is sent from now on, by either side, arrives nowhere."""
        self._is_out.set()

    def _serve(self, client: socket.socket) -> None:
        with socket.create_connection(self._server, IDLE) as server:
            other, sending = {client: server, server: client}, [client, server]
            while sending:
                for source in select.select(sending, [], [])[0]:
                    data = source.recv(READ_SIZE)
                    if not data:
                        sending.remove(source)
                    if not self._is_out.is_set():
                        _pass_on(data, other[source])


def _pass_on(data: bytes, target: socket.socket) -> None:
    if data:
        target.sendall(data)
    else:
        target.shutdown(socket.SHUT_WR)
