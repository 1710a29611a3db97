"""The program: it starts the server, prints its URL, and stops it at a signal or with its parent."""

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

from ..rpc.access_log import AccessLog
from ..rpc.server import RpcServer
from ..rpc.timeouts import Timeouts
from ..wire import Deflate, Limits
from .actions import offer_contract
from .options import give_up, parse_options
from .refusals import explain

PORT_FAULTS = {
    errno.EADDRINUSE: "is in use: stop what listens there, or choose another",
    errno.EACCES: "is not allowed to you: choose another",
}


def main() -> None:
    """Run the program with the options of the command line."""
    asyncio.run(run(parse_options()))


async def run(options: Namespace) -> None:
    """Serve until SIGTERM, SIGINT or, with --exit-with-parent, the end of stdin."""
    stop = asyncio.Event()
    _stop_on_signals(stop)
    if options.exit_with_parent:
        _stop_with_stdin(stop)
    server = make_server(options)
    await _start(server, options.port)
    print(json.dumps({"listening": server.url}), flush=True)
    await stop.wait()
    await server.stop(grace=0)


def make_server(options: Namespace) -> RpcServer:
    """A server with these options and the contract's actions. It does not listen yet."""
    timeouts = Timeouts(
        options.open_timeout, options.close_timeout, options.ping_interval, options.ping_timeout
    )
    server = RpcServer(
        token=options.token,
        origins=options.origins,
        limits=Limits(max_message=options.max_message, max_fragments=options.max_fragments),
        deflate=Deflate() if options.deflate else None,
        timeouts=timeouts,
        log=AccessLog(as_json=options.log == "json", explain=explain),
    )
    offer_contract(server)
    return server


async def _start(server: RpcServer, port: int) -> None:
    try:
        await server.start(port=port)
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
