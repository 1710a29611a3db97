"""A server for one kind of pipe: `python -m framebyframe.bench.serving http`.

It prints `{"listening": ADDRESS}` when it is ready, and ends when its input does.
"""

from __future__ import annotations

import json
import os
import sys
import threading

from .pipes import http, streams, valkey, websocket

SERVERS = {
    "http": http.serve,
    "tcp": streams.serve_tcp,
    "unix": streams.serve_unix,
    "valkey": valkey.serve,
    "websocket": websocket.serve,
}


def main(arguments: list[str]) -> None:
    """Serve for ever. The work is a thread's, so that the end of the input is heard."""
    name, *_ = arguments
    threading.Thread(target=_serve, args=[name], daemon=True).start()
    sys.stdin.read()


def _serve(name: str) -> None:
    try:
        SERVERS[name](_listening)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)


def _listening(address: str) -> None:
    print(json.dumps({"listening": address}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
