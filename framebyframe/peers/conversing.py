"""A connection of yours and a real server: this moves the bytes between them, and keeps every frame."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType, TracebackType
from typing import Any

from framebyframe import wire as kit
from framebyframe.rpc.addresses import parse_url

from .errors import PeerFailed
from .raw import CONNECT_TIMEOUT, RawConnection, frame_size

CLIENT, SERVER = "client", "server"


@dataclass(frozen=True)
class Move:
    """One frame of a conversation, or the end of the stream.

    Attributes:
        sender: "client" or "server"; of an end, who ended the stream.
        data: the bytes of the frame; b"" for the end of the stream.
        events: what our connection made of it; () for its own frames.
        state: of our connection when it had gone or come: "OPEN".
    """

    sender: str
    data: bytes
    events: tuple[Any, ...]
    state: str


class Conversation:
    """A connection of your own to a real server.

        talk = Conversation(node.url, use("mine").wire)
        talk.connection.send_text("hello")
        talk.receive()                      # what the next frame of the server meant

    Args:
        url: of the server.
        wire: the package whose handshake and whose `Connection` speak: the kit's, or a learner's.

    Attributes:
        connection: the client's `Connection`.
        moves: every frame that has gone or come, in order.

    Raises:
        PeerFailed: nothing listens there, or the handshake was refused.
    """

    def __init__(self, url: str, wire: ModuleType = kit) -> None:
        address = parse_url(url)
        self._raw = RawConnection(url, shake_hands=False)
        headers = [("User-Agent", self._raw.name)]
        handshake = wire.ClientHandshake(address.authority, address.target, headers=headers)
        self._raw.send(handshake.data_to_send())
        outcome = handshake.receive_data(self._raw.receive_head())
        if not hasattr(outcome, "connection"):
            self._raw.hang_up()
            raise PeerFailed(f"the handshake was refused: {getattr(outcome, 'reason', 'no whole answer')}")
        self.connection: Any = outcome.connection
        self.moves: list[Move] = []

    def __repr__(self) -> str:
        return f"<a conversation, {self.connection.state.name}>"

    def __enter__(self) -> Conversation:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.hang_up()

    def send(self) -> None:
        """Send what the connection has to send."""
        data = self.connection.data_to_send()
        while data:
            size = frame_size(data) or len(data)
            self._keep(CLIENT, data[:size])
            self._raw.send(data[:size])
            data = data[size:]

    def send_raw(self, data: bytes) -> None:
        """Send bytes as they are, past the connection, which might refuse them."""
        self.send()
        self._keep(CLIENT, data)
        self._raw.send(data)

    def lose(self) -> list[Any]:
        """End the stream without a word, and take that in: the events."""
        self.hang_up()
        events = self.connection.receive_eof()
        self._keep(CLIENT, b"", events)
        return list(events)

    def receive(self, timeout: float = CONNECT_TIMEOUT) -> list[Any]:
        """Send what waits, take in the next frame or the end of the stream, and send what that asks for.

        Returns:
            The events; [] also if nothing comes within `timeout` seconds.
        """
        self.send()
        data = self._raw.receive(timeout)
        if data is None:
            return []
        events = self.connection.receive_data(data) if data else self.connection.receive_eof()
        self._keep(SERVER, data, events)
        self.send()
        if self.connection.should_close_socket:
            self.hang_up()
        return list(events)

    def receive_all(self, timeout: float = CONNECT_TIMEOUT) -> list[Any]:
        """The events until the connection is closed and the stream has ended, or nothing comes in time."""
        events, moves = self.receive(timeout), -1
        while not self.connection.should_close_socket and len(self.moves) > moves:
            moves = len(self.moves)
            events += self.receive(timeout)
        return events

    def hang_up(self) -> None:
        """End the stream, without a word. Again is harmless."""
        self._raw.hang_up()

    @property
    def logged(self) -> str:
        """The line that the server logs about this connection when it has ended, waiting for it.

        Raises:
            PeerFailed, PeerTimeout: as for a RawConnection.
        """
        return self._raw.logged

    def _keep(self, sender: str, data: bytes, events: Any = ()) -> None:
        self.moves.append(Move(sender, data, tuple(events), self.connection.state.name))
