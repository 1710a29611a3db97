"""Starting the server, and stopping it on a signal or at the end of standard input."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import os
import signal
import sys
import threading
from argparse import Namespace

from .options import give_up
from .server import Peer

PORT_FAULTS = {
    errno.EADDRINUSE: "is in use: stop what listens there, or choose another",
    errno.EACCES: "is not allowed to you: choose another",
}


async def run(options: Namespace) -> None:
    """Serve until a signal, or the end of stdin, says to stop."""
    stop = asyncio.Event()
    _stop_on_signals(stop)
    if options.exit_with_parent:
        _stop_with_stdin(stop)
    peer = Peer(options)
    await _start(peer, options.port)
    print(json.dumps({"listening": peer.url}), flush=True)
    await stop.wait()
    await peer.stop()


async def _start(peer: Peer, port: int) -> None:
    try:
        await peer.start()
    except OSError as error:
        if error.errno not in PORT_FAULTS:
            raise
        give_up(f"Port {port} {PORT_FAULTS[error.errno]} with --port N (0 = any free one).")


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # on Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))


def _stop_with_stdin(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()

    def wait_for_end() -> None:
        # os.read and no file object: at exit Python would wait for the lock of a reader that is stuck.
        with contextlib.suppress(OSError):
            while os.read(sys.stdin.fileno(), 4096):
                pass
        with contextlib.suppress(RuntimeError):  # the loop is closed already
            loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=wait_for_end, daemon=True).start()
