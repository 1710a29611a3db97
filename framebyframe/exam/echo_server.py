"""An echo server on the protocol of a package: `python -m framebyframe.exam.echo_server --port N`.

It listens on 127.0.0.1, sends every message back, and raises two limits (echoing.py). Ctrl-C ends it.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import socket
import sys
import threading
from types import ModuleType
from typing import Any

from framebyframe.exam.echoing import READ_SIZE, SECONDS, deflate, limits, serve

KIT = "framebyframe"


def shake_hands(wire: ModuleType, sock: socket.socket) -> Any:
    """The outcome of the opening handshake; None if the client left before its end."""
    handshake = wire.ServerHandshake(deflate=deflate(wire), limits=limits(wire))
    while data := sock.recv(READ_SIZE):
        outcome = handshake.receive_data(data)
        sock.sendall(handshake.data_to_send())
        if outcome is not None:
            return outcome
    return None


def serve_client(wire: ModuleType, sock: socket.socket) -> None:
    """One client, from its handshake to the end."""
    sock.settimeout(SECONDS)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with sock, contextlib.suppress(OSError):  # a client may leave at any time: the next one is waiting
        outcome = shake_hands(wire, sock)
        if isinstance(outcome, wire.HandshakeAccepted):
            serve(wire, sock, outcome.connection, outcome.events)


def put_in(wire: ModuleType, name: str, written_as: str, source: str) -> None:
    """Put a function in the place of a method of `Connection`; it sees the names of the method's module."""
    names = dict(vars(importlib.import_module(wire.Connection.__module__)))
    exec(compile(source, f"<{name}, for this exam>", "exec"), names)
    setattr(wire.Connection, name, names[written_as])


def main() -> None:
    """Listen until somebody ends it, and say where."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0, the default: any free one")
    parser.add_argument("--package", default=KIT, help="the package whose protocol it speaks")
    parser.add_argument("--folder", help="the folder in which that package is")
    parser.add_argument(
        "--method", nargs=3, action="append", default=[], help="name, name of a function, source"
    )
    arguments = parser.parse_args()
    if arguments.folder:
        sys.path.insert(0, arguments.folder)
    wire = importlib.import_module(f"{arguments.package}.wire")
    for method in arguments.method:
        put_in(wire, *method)
    with socket.create_server(("127.0.0.1", arguments.port)) as listener:
        print(f"ws://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        # Nobody reads what a function prints: a full pipe would stop it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                sock, _ = listener.accept()
                threading.Thread(target=serve_client, args=(wire, sock), daemon=True).start()


if __name__ == "__main__":
    main()
