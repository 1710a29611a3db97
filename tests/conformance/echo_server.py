"""An echo server on wire/: `python tests/conformance/echo_server.py --port N`.

It listens on 127.0.0.1, sends every message back, and raises two limits (echoing.py). Ctrl-C ends it.
"""

from __future__ import annotations

import argparse
import contextlib
import socket
import threading

from echoing import DEFLATE, LIMITS, READ_SIZE, SECONDS, serve

from framebyframe.wire import HandshakeAccepted, HandshakeRefused, ServerHandshake


def shake_hands(sock: socket.socket) -> HandshakeAccepted | HandshakeRefused | None:
    """The outcome of the opening handshake; None if the client left before its end."""
    handshake = ServerHandshake(deflate=DEFLATE, limits=LIMITS)
    while data := sock.recv(READ_SIZE):
        outcome = handshake.receive_data(data)
        sock.sendall(handshake.data_to_send())
        if outcome is not None:
            return outcome
    return None


def serve_client(sock: socket.socket) -> None:
    """One client, from its handshake to the end."""
    sock.settimeout(SECONDS)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with sock, contextlib.suppress(OSError):  # a client may leave at any time: the next one is waiting
        outcome = shake_hands(sock)
        if isinstance(outcome, HandshakeAccepted):
            serve(sock, outcome.connection, list(outcome.events))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0, the default: any free one")
    arguments = parser.parse_args()
    with socket.create_server(("127.0.0.1", arguments.port)) as listener:
        print(f"ws://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                sock, _ = listener.accept()
                threading.Thread(target=serve_client, args=(sock,), daemon=True).start()


if __name__ == "__main__":
    main()
