"""A client in memory: the visitor of a server that is checked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from framebyframe.rpc.addresses import parse_url
from framebyframe.rpc.protocol import new_buffer
from framebyframe.rpc.server import RpcServer
from framebyframe.wire import (
    ClientHandshake,
    CloseReceived,
    Connection,
    HandshakeAccepted,
    TextMessage,
)

from .network import HOST
from .peer import Close, as_json
from .place import current

READ_SIZE = 65536
A_MOMENT = 0.001
"""Seconds in which a handshake is done: nothing in memory takes longer."""


class Visitor:
    """A client that says what it is told to, and keeps what it hears.

        visitor = Visitor(server.url)
        visitor.say({"action": "echo", "id": 1})

    Args:
        url: of a server in these surroundings.
        answers: whether it answers a close frame.

    Attributes:
        heard: every message that came, JSON read; and Close with its code for a goodbye.
        connection: the server's side, where `visit` has made it; else None.

    Raises:
        ConnectionRefusedError: nobody listens there.
    """

    def __init__(self, url: str, answers: bool = True) -> None:
        self.heard: list[Any] = []
        self.connection: Any = None
        self._answers = answers
        self._wire: Connection | None = None
        self._waiting: list[str] = []
        self._handshake = ClientHandshake("localhost")
        self._end = current().network.connect(parse_url(url).port)
        self._end.when_something_comes(self._take)
        self._end.say(self._handshake.data_to_send())

    def say(self, *messages: Any) -> None:
        """Send messages in one packet, after the handshake: a text as it is, anything else as JSON."""
        self._waiting += [each if isinstance(each, str) else json.dumps(each) for each in messages]
        self._flush()

    def _take(self, moment: float) -> None:
        while data := self._end.read(READ_SIZE):
            self._understand(data)
        if data == b"":
            self._end.say(None)
        self._flush()

    def _understand(self, data: bytes) -> None:
        if self._wire is not None:
            return self._hear(self._wire.receive_data(data))
        outcome = self._handshake.receive_data(data)
        if isinstance(outcome, HandshakeAccepted):
            self._wire = outcome.connection
            self._hear(outcome.events)

    def _hear(self, events: Any) -> None:
        for event in events:
            if isinstance(event, TextMessage):
                self.heard.append(as_json(event.text))
            elif isinstance(event, CloseReceived):
                self.heard.append(Close(event.code))

    def _flush(self) -> None:
        if self._wire is None:
            return
        while self._waiting and not self.has_heard_goodbye:
            self._wire.send_text(self._waiting.pop(0))
        data = self._wire.data_to_send()
        if data and (self._answers or not self.has_heard_goodbye):
            self._end.say(data)

    @property
    def has_heard_goodbye(self) -> bool:
        """Whether the server has sent its close frame."""
        return any(isinstance(item, Close) for item in self.heard)


async def visit(kind: type, **actions: Callable[..., Any]) -> Visitor:
    """A visitor of a server whose connections are of this class; the handshake is done.

    Args:
        kind: a ServerConnection.
        actions: what the server offers.
    """
    server, made = RpcServer(), list[Any]()
    for name, function in actions.items():
        server.actions.add(function, name)

    def connect() -> Any:
        made.append(kind(server, new_buffer()))
        return made[-1]

    listener = await asyncio.get_running_loop().create_server(connect, HOST, 0)
    host, port = listener.sockets[0].getsockname()
    visitor = Visitor(f"ws://{host}:{port}")
    await asyncio.sleep(A_MOMENT)
    [visitor.connection] = made
    return visitor
