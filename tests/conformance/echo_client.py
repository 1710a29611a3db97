"""An echo client on wire/ for Autobahn's fuzzing server: `python tests/conformance/echo_client.py URL`.

It asks how many cases there are, echoes on each, has the report written, and ends. Two limits are
raised (framebyframe/exam/echoing.py).
"""

from __future__ import annotations

import argparse
import contextlib
import socket
from dataclasses import replace
from urllib.parse import urlsplit

from framebyframe import wire
from framebyframe.exam.echoing import READ_SIZE, SECONDS, deflate, limits, serve
from framebyframe.wire import ClientHandshake, Deflate, HandshakeAccepted, TextMessage

AGENT = "frame-by-frame"
DEFLATE, LIMITS = deflate(wire), limits(wire)


def shake_hands(sock: socket.socket, host: str, target: str, deflate: Deflate) -> HandshakeAccepted:
    """The opened connection.

    Raises:
        ConnectionError: the server refused the handshake, or left before its end.
    """
    handshake = ClientHandshake(host, target, deflate=deflate, limits=LIMITS)
    sock.sendall(handshake.data_to_send())
    while data := sock.recv(READ_SIZE):
        outcome = handshake.receive_data(data)
        if isinstance(outcome, HandshakeAccepted):
            return outcome
        if outcome is not None:
            raise ConnectionError(f"the server refused {target}: {outcome.reason}")
    raise ConnectionError(f"the server ended the handshake of {target}")


def connect(url: str, target: str) -> socket.socket:
    """A socket to the server of `url`."""
    address = urlsplit(url)
    sock = socket.create_connection((address.hostname, address.port), SECONDS)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def run(url: str, target: str, deflate: Deflate = DEFLATE) -> None:
    """Open a connection and echo until it is closed."""
    with connect(url, target) as sock:
        outcome = shake_hands(sock, urlsplit(url).netloc, target, deflate)
        with contextlib.suppress(ConnectionError):  # a server may end the stream in the middle of anything
            serve(wire, sock, outcome.connection, outcome.events)


def count_cases(url: str) -> int:
    """The number of cases: the server's answer to /getCaseCount, one text message."""
    with connect(url, "/getCaseCount") as sock:
        outcome = shake_hands(sock, urlsplit(url).netloc, "/getCaseCount", DEFLATE)
        events = list(outcome.events)
        while not events:
            events = outcome.connection.receive_data(sock.recv(READ_SIZE))
    assert isinstance(events[0], TextMessage), events
    return int(events[0].text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="ws://127.0.0.1:PORT")
    parser.add_argument("--no-context-takeover", action="store_true", help="offer to forget the window")
    arguments = parser.parse_args()
    url, deflate = arguments.url, replace(DEFLATE, client_no_context_takeover=arguments.no_context_takeover)
    for case in range(1, count_cases(url) + 1):
        run(url, f"/runCase?case={case}&agent={AGENT}", deflate)
    run(url, f"/updateReports?agent={AGENT}")


if __name__ == "__main__":
    main()
