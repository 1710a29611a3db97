"""The server: where handshake, connections and log are put together, and how it starts and stops."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
import threading
from argparse import Namespace

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from .connection import serve_messages
from .handshake import Gatekeeper, select_subprotocol
from .limits import MAX_SEND_BUFFER
from .log import Log
from .options import give_up
from .store import Store

LOOPBACK = "127.0.0.1"
MAX_UNREAD_FRAMES = 4
"""Frames read ahead of the one being served; each may be as long as a message."""
SWITCHING_PROTOCOLS = 101


class Peer:
    """The Python peer: one store, one log, any number of connections."""

    def __init__(self, options: Namespace) -> None:
        self._options = options
        self._store = Store()
        self._log = Log(as_json=options.log == "json")
        self._gatekeeper = Gatekeeper(options.origin, options.token)

    def serve(self) -> Server:
        """The server of `websockets`, with every default the contract names."""
        options = self._options
        return serve(
            self._handle,
            LOOPBACK,
            options.port,
            process_request=self._gatekeeper.check,
            process_response=self._log_refusal,
            select_subprotocol=select_subprotocol,
            compression="deflate" if options.deflate else None,
            open_timeout=options.open_timeout,
            close_timeout=options.close_timeout,
            ping_interval=options.ping_interval,
            ping_timeout=options.ping_timeout,
            max_size=options.max_message,
            max_queue=MAX_UNREAD_FRAMES,
            write_limit=MAX_SEND_BUFFER,
            logger=_silent_logger(),
        )

    async def _handle(self, websocket: ServerConnection) -> None:
        assert websocket.request is not None  # the handshake is over
        record = self._log.record(websocket.request.path, websocket.request.headers)
        ending = await serve_messages(websocket, self._store, record, self._options.max_fragments)
        self._log.closed(record, ending)

    def _log_refusal(self, websocket: ServerConnection, request: Request, response: Response) -> None:
        if response.status_code != SWITCHING_PROTOCOLS:
            record = self._log.record(request.path, request.headers)
            self._log.refused(record, response.status_code, _why(websocket))


def _why(websocket: ServerConnection) -> str:
    return str(websocket.protocol.handshake_exc)


async def run(options: Namespace) -> None:
    """Serve until a signal, or the end of stdin, says to stop; then close every connection with 1001."""
    stop = asyncio.Event()
    _stop_on_signals(stop)
    if options.exit_with_parent:
        _stop_with_stdin(stop)
    async with await _start(options) as server:
        port = server.sockets[0].getsockname()[1]
        print(json.dumps({"listening": f"ws://{LOOPBACK}:{port}"}), flush=True)
        await stop.wait()


async def _start(options: Namespace) -> Server:
    try:
        return await Peer(options).serve()
    except OSError as error:
        give_up(
            f"cannot listen on port {options.port}: {os.strerror(error.errno or 0)}. "
            "Stop what uses it, or choose another with --port N (0 = any free one)."
        )


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows has no such handlers
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))


def _stop_with_stdin(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()

    def wait_for_end() -> None:
        # os.read and no file object: Python waits at exit for the lock of a reader that is stuck.
        with contextlib.suppress(OSError):
            while os.read(sys.stdin.fileno(), 4096):
                pass
        with contextlib.suppress(RuntimeError):  # the loop is closed already
            loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=wait_for_end, daemon=True).start()


def _silent_logger() -> logging.Logger:
    """The library's own log goes nowhere: ours has one line a connection, faults included."""
    logger = logging.getLogger("pyserver.websockets")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    return logger
