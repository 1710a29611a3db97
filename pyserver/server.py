"""The server, which puts handshake, connections and log together."""

from __future__ import annotations

import asyncio
import logging
from argparse import Namespace
from functools import partial
from typing import cast

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.http11 import Request, Response

from .connection import Connection
from .handshake import Gatekeeper, Refusal, select_subprotocol
from .head import RequestHead
from .limits import MAX_SEND_BUFFER, MAX_UNREAD_FRAMES, SHUTDOWN_TIMEOUT
from .log import Log
from .outspoken import OutspokenConnection
from .page import PAGE_HEADERS, page_for
from .store import Store

LOOPBACK = "127.0.0.1"
PAGE_STATUS = 426
USUAL_HEADERS = {"Connection": "close", "Content-Type": "text/plain; charset=utf-8"}

logger = logging.getLogger(__name__)


class Peer:
    """The Python peer: one store, one log, any number of connections."""

    def __init__(self, options: Namespace) -> None:
        self.deflate: bool = options.deflate
        self._options = options
        self._store = Store()
        self._log = Log(as_json=options.log == "json")
        self._gatekeeper = Gatekeeper(options.origins, options.token)
        self._open: dict[asyncio.Task[None], ServerConnection] = {}
        self._server: Server

    @property
    def url(self) -> str:
        """The address it listens at."""
        port = self._server.sockets[0].getsockname()[1]
        return f"ws://{LOOPBACK}:{port}"

    async def start(self) -> None:
        """Listen, with the contract's default for every option that is not given.

        Raises:
            OSError: the port cannot be had.
        """
        options = self._options
        self._server = await serve(
            self._handle,
            LOOPBACK,
            options.port,
            process_response=_complete,
            select_subprotocol=select_subprotocol,
            compression=None,
            # Without limits of its own it agrees to what is asked for.
            extensions=[ServerPerMessageDeflateFactory()] if options.deflate else None,
            open_timeout=options.open_timeout,
            close_timeout=options.close_timeout,
            ping_interval=None,  # heartbeat.py has its own
            max_size=options.max_message,
            max_queue=MAX_UNREAD_FRAMES,
            write_limit=MAX_SEND_BUFFER,
            logger=_silent_logger(),
            # A subclass is called like the class it is made from, and so is this.
            create_connection=cast(type[ServerConnection], partial(OutspokenConnection, host=self)),
        )

    async def stop(self) -> None:
        """Close every connection with 1001; one that does not answer soon is cut."""
        self._server.close()
        handlers = [*self._open]
        if not handlers:
            return
        _done, slow = await asyncio.wait(handlers, timeout=SHUTDOWN_TIMEOUT)
        for handler in slow:
            self._open[handler].transport.abort()
        await asyncio.wait(handlers)

    def find_fault(self, request: RequestHead) -> Refusal | None:
        """The first fault of this request."""
        return self._gatekeeper.find_fault(request)

    def refused(self, request: RequestHead | None, refusal: Refusal) -> Response:
        """The response to a request that is refused; it is logged too."""
        self._log.refused(self._log.record(request), refusal.status, refusal.fault)
        is_page = refusal.status == PAGE_STATUS
        text = page_for(self.url) if is_page else f"{refusal.fault}\n"
        headers = {**USUAL_HEADERS, **refusal.headers, **(PAGE_HEADERS if is_page else {})}
        body = text.encode()
        fields = Headers({**headers, "Content-Length": str(len(body))})
        return Response(refusal.status, refusal.status.phrase, fields, body)

    async def _handle(self, websocket: ServerConnection) -> None:
        assert isinstance(websocket, OutspokenConnection)
        assert websocket.head is not None  # the handshake is over
        handler = asyncio.current_task()
        assert handler is not None
        self._open[handler] = websocket
        handler.add_done_callback(self._open.pop)
        record = self._log.record(websocket.head)
        try:
            ending = await Connection(websocket, self._store, record, self._options).serve()
        except Exception:
            logger.exception("a connection failed, by a mistake of ours")
            raise
        self._log.closed(record, ending)


def _complete(websocket: ServerConnection, request: Request, response: Response) -> None:
    assert isinstance(websocket, OutspokenConnection)
    websocket.complete(response)


def _silent_logger() -> logging.Logger:
    """A logger that prints nothing: our own log has one line a connection, faults included."""
    logger = logging.getLogger("pyserver.websockets")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    return logger
