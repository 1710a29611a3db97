"""A connection that judges the opening handshake itself; `websockets` would not answer, or accept more."""

from __future__ import annotations

import asyncio
from typing import Any, Protocol

from websockets.asyncio.server import ServerConnection
from websockets.http11 import Response

from .extensions import HEADER as EXTENSIONS
from .extensions import Parameters, answer_to
from .handshake import Refusal, chosen_offer, in_few_words
from .head import HeadFault, HeadReader, RequestHead
from .limits import REFUSAL_TIMEOUT


class Host(Protocol):
    """The part of the server that a connection calls."""

    deflate: bool

    def find_fault(self, request: RequestHead) -> Refusal | None:
        """The first fault of this request."""

    def refused(self, request: RequestHead | None, refusal: Refusal) -> Response:
        """The answer to a request that is refused; None: what came is no request."""


class OutspokenConnection(ServerConnection):
    """Reads the head of the request itself, answers faults, and hands correct requests to `websockets`.

    Args:
        host: the server.
        arguments, options: those of ServerConnection.

    Attributes:
        head: the request that was let in; None before.
        heard: is set with every byte that comes.
    """

    def __init__(self, *arguments: Any, host: Host, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.head: RequestHead | None = None
        self.heard = asyncio.Event()
        self._host = host
        self._reader: HeadReader | None = HeadReader()
        self._is_shaking_hands = True
        self._offer: Parameters | None = None
        self._too_early = b""

    def data_received(self, data: bytes) -> None:
        """Read the head, then leave what follows to `websockets`."""
        self.heard.set()
        if self._reader is None:
            return self._pass_on(data)
        try:
            found = self._reader.feed(data)
        except HeadFault as fault:
            return self._refuse(None, Refusal(fault.status, fault.fault))
        if found is not None:
            self._judge(*found)

    def complete(self, response: Response) -> None:
        """Send the response. Its extension is written in our words, which repeat those of the offer."""
        self.loop.call_soon(self._end_handshake)
        if self._offer is not None and EXTENSIONS in response.headers:
            del response.headers[EXTENSIONS]
            response.headers[EXTENSIONS] = answer_to(self._offer)

    def _judge(self, request: RequestHead, rest: bytes) -> None:
        refusal = self._host.find_fault(request)
        if refusal is not None:
            return self._refuse(request, refusal)
        self.head, self._reader = request, None
        self._offer = chosen_offer(request) if self._host.deflate else None
        self._too_early = rest
        super().data_received(in_few_words(request, self._offer))

    def _pass_on(self, data: bytes) -> None:
        """Give bytes to `websockets` once its response is sent: before, it would not answer a bad frame."""
        if self._is_shaking_hands:
            self._too_early += data
        else:
            super().data_received(data)

    def _end_handshake(self) -> None:
        self._is_shaking_hands = False
        if self._too_early and not self.protocol.reader.eof:
            self._pass_on(self._too_early)
        self._too_early = b""

    def _refuse(self, request: RequestHead | None, refusal: Refusal) -> None:
        """Send the refusal, read no further, and leave the peer some time to read it."""
        self._reader, self._is_shaking_hands = None, False
        self.protocol.send_response(self._host.refused(request, refusal))
        self.send_data()
        self.loop.call_later(REFUSAL_TIMEOUT, self.transport.abort)
