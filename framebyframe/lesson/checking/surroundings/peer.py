"""A server in memory that follows a script: the peer of a client that is checked."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from framebyframe.wire import (
    BytesMessage,
    CloseReceived,
    Connection,
    HandshakeAccepted,
    HandshakeRefused,
    ServerHandshake,
    TextMessage,
)

from .network import HOST, End
from .place import current

READ_SIZE = 65536


@dataclass(frozen=True)
class Wait:
    """A wait of some seconds before the next item of the script."""

    seconds: float


@dataclass(frozen=True)
class Close:
    """A close frame, and the end of the stream once it is answered."""

    code: int  # without a default, which would not be shown: a Close() has no code
    reason: str = ""


@dataclass(frozen=True)
class Ping:
    """A ping."""

    payload: bytes = b""


@dataclass(frozen=True)
class HangUp:
    """The end of the stream without a close frame."""


@dataclass(frozen=True)
class StopReading:
    """The end of all reading: a program that hangs. Its system takes some bytes more, and new clients."""


class Peer:
    """A WebSocket server that answers each message with what comes next in its script.

        peer = Peer({"status": "success", "data": "hello", "id": 1}, (Wait(20), Close(1001)))
        client = RpcClient(peer.url)

    Args:
        script: the answer to each message, in order: a dictionary or a list (sent as JSON), a text as it is,
            bytes put on the stream as they are, Wait, Close, Ping, HangUp, StopReading, or a tuple of these.
            Messages beyond the script are heard and not answered.
        greeting: said as soon as a client has come, as an answer is written.
        subprotocols: those it speaks.

    Attributes:
        url: where it listens.
        heard: every message that came, JSON read; and Close for a goodbye.
    """

    def __init__(self, *script: Any, greeting: Any = (), subprotocols: tuple[str, ...] = ()) -> None:
        self._script = deque(script)
        self._greeting = greeting
        self._subprotocols = subprotocols
        self._last: _Conversation | None = None
        self._reads_until = math.inf
        self.heard: list[Any] = []
        self.url = f"ws://{HOST}:{current().network.listen(self)}"

    def connected(self, end: End) -> None:
        """Take a client's connection."""
        end.reads_until = self._reads_until
        self._last = _Conversation(self, end, ServerHandshake(subprotocols=self._subprotocols))
        end.when_something_comes(self._last.take)

    def say(self, *things: Any) -> None:
        """Send these items to the client that came last, without a request."""
        assert self._last is not None, "no client has come yet"
        self._last.say(things)

    def greet(self, conversation: _Conversation) -> None:
        """Send the greeting: the opening handshake is done."""
        conversation.say(self._greeting)

    def stop_reading(self, moment: float) -> None:
        """Read nothing from this moment on, from nobody."""
        self._reads_until = moment

    def hear(self, message: Any, conversation: _Conversation) -> None:
        """Take in one message, and answer it with the next item of the script."""
        self.heard.append(message)
        if self._script:
            conversation.say(self._script.popleft())


class _Conversation:
    """One connection of a peer."""

    def __init__(self, peer: Peer, end: End, handshake: ServerHandshake) -> None:
        self._peer = peer
        self._end = end
        self._handshake = handshake
        self._connection: Connection | None = None
        self._has_hung_up = False

    def take(self, moment: float) -> None:
        """Take in the data that came from the client at this moment."""
        data = self._end.read(READ_SIZE)
        while data and not self._has_hung_up:
            self._take(data)
            data = self._end.read(READ_SIZE)
        if data == b"" and not self._has_hung_up:
            self._hang_up(0.0)

    def _take(self, data: bytes) -> None:
        if self._connection is None:
            self._shake_hands(data)
        else:
            self._act(self._connection, self._connection.receive_data(data))

    def _shake_hands(self, data: bytes) -> None:
        outcome = self._handshake.receive_data(data)
        if outcome is None:
            return
        self._end.say(self._handshake.data_to_send())
        if isinstance(outcome, HandshakeRefused):
            self._hang_up(0.0)
        elif isinstance(outcome, HandshakeAccepted):
            self._connection = outcome.connection
            self._peer.greet(self)
            self._act(outcome.connection, outcome.events)

    def _act(self, connection: Connection, events: Any) -> None:
        for event in events:
            if isinstance(event, TextMessage):
                self._peer.hear(as_json(event.text), self)
            elif isinstance(event, BytesMessage):
                self._peer.hear(event.data, self)
            elif isinstance(event, CloseReceived):
                self._peer.heard.append(Close(event.code, event.reason))
        self._flush(connection, 0.0)
        if connection.should_close_socket:
            self._hang_up(0.0)

    def say(self, things: Any) -> None:
        """Send one item, or several in order."""
        delay = 0.0
        for thing in things if isinstance(things, tuple) else (things,):
            if isinstance(thing, Wait):
                delay += thing.seconds
            else:
                self._say(thing, delay)

    def _say(self, thing: Any, delay: float) -> None:
        connection = self._connection
        assert connection is not None, "the opening handshake is not done"
        if isinstance(thing, HangUp):
            return self._hang_up(delay)
        if isinstance(thing, StopReading):
            return self._stop_reading(self._end.clock.now + delay)
        if isinstance(thing, bytes):
            return self._end.say(thing, delay)
        if isinstance(thing, Close):
            connection.send_close(thing.code, thing.reason)
        elif isinstance(thing, Ping):
            connection.send_ping(thing.payload)
        else:
            connection.send_text(thing if isinstance(thing, str) else json.dumps(thing))
        self._flush(connection, delay)

    def _flush(self, connection: Connection, delay: float) -> None:
        data = connection.data_to_send()
        if data:
            self._end.say(data, delay)

    def _stop_reading(self, moment: float) -> None:
        self._end.reads_until = moment
        self._peer.stop_reading(moment)

    def _hang_up(self, delay: float) -> None:
        self._has_hung_up = True
        self._end.say(None, delay)


def as_json(text: str) -> Any:
    """The JSON value of a text; the text itself if it is no JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return text


class Recorder:
    """Stands in for another object: it keeps every call of a method, and returns None.

    Attributes:
        told: each call: the name of the method and its arguments.
    """

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("__"):
            raise AttributeError(name)

        def keep(*arguments: Any) -> None:
            self.told.append((name, *arguments))

        return keep
