"""Both ends of the opening handshake without a socket: bytes in, an outcome and bytes out (RFC 6455, 4)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from . import extensions, handshake, heads
from .connection import BytesLike, Connection, as_bytes
from .deflate import Deflate
from .errors import HandshakeFault, HandshakeOver, InvalidHandshake
from .events import Event
from .extensions import Parameters
from .heads import (
    FIELD_FORM,
    FIELD_OR_FOLDED_FORM,
    REQUEST_FORM,
    STATUS_FORM,
    Head,
    Headers,
    HeadReader,
)
from .limits import Limits
from .roles import Role
from .states import CONNECTING, TRANSITIONS, Trigger

HANDSHAKE_HEADERS = {"host", "upgrade", "connection", "origin"}
"""In lower case: what the handshake sends, besides all that begins with sec-websocket-."""

STREAM_ENDED = "the stream ended before the handshake was over"


@dataclass(frozen=True, slots=True)
class HandshakeRequest:
    """A client's opening handshake, as the server's `authenticate` gets it (RFC 6455, 4.2.1)."""

    target: str
    headers: Headers


@dataclass(frozen=True, slots=True)
class HandshakeAccepted:
    """The opening handshake is done.

    Attributes:
        connection: open; it has taken in the bytes that followed the head.
        subprotocol: the one agreed, or None.
        headers: of the peer's head.
        events: what those following bytes meant.
        request: what the client asked for; None on the client's own side.
    """

    connection: Connection
    subprotocol: str | None
    headers: Headers
    events: tuple[Event, ...] = ()
    request: HandshakeRequest | None = None


@dataclass(frozen=True, slots=True)
class HandshakeRefused:
    """The opening handshake failed.

    Attributes:
        status: the HTTP status: what the server answered, or (as the server) what we answer. 0: nothing came.
        reason: what was wrong, in words.
        headers: of the peer's head, as far as it could be read.
        body: what had come of the response's body when it was refused.
        target: what the client asked for, as far as it could be read; None on the client's own side.
    """

    status: int
    reason: str
    headers: Headers
    body: bytes = b""
    target: str | None = None


class Handshake(ABC):
    """The base of both ends: bytes in, bytes to send, an outcome.

    Attributes:
        state: CONNECTING until there is an outcome, then OPEN or CLOSED.
    """

    def __init__(self, limits: Limits | None) -> None:
        self.state = CONNECTING
        self._limits = limits or Limits()
        self._reader = self._new_reader()
        self._outgoing = b""
        self._head = Head("", Headers())

    def data_to_send(self) -> bytes:
        """The bytes to write to the peer now. They are handed over once."""
        data, self._outgoing = self._outgoing, b""
        return data

    def receive_data(self, data: BytesLike) -> HandshakeAccepted | HandshakeRefused | None:
        """Take in bytes from the peer. Never raises on what a peer sent.

        Returns:
            The outcome; None until the peer's head has all come.

        Raises:
            HandshakeOver: there was an outcome already.
            WrongType: `data` is not bytes.
        """
        if self.state is not CONNECTING:
            raise HandshakeOver("the handshake is over: its connection takes the bytes that follow")
        try:
            found = self._reader.feed(as_bytes(data))
            while found is not None:
                outcome = self._accept(*found)
                if outcome is not None:
                    return outcome
                self._reader = self._new_reader()
                found = self._reader.feed(found[1])
            return None
        except HandshakeFault as fault:
            return self._refuse(fault)

    def receive_eof(self) -> HandshakeRefused:
        """Say that the stream has ended.

        Raises:
            HandshakeOver: there was an outcome already.
        """
        if self.state is not CONNECTING:
            raise HandshakeOver("the handshake is over: tell its connection that the stream has ended")
        self._change_state(Trigger.LOSE)
        return HandshakeRefused(0, STREAM_ENDED, self._head.headers)

    @property
    def unfinished(self) -> str:
        """The beginning of what has come of the peer's head, for an error; empty where nothing has."""
        return heads.quoted(self._reader.beginning) if self._reader.beginning else ""

    @abstractmethod
    def _new_reader(self) -> HeadReader:
        """A reader for the peer's head."""

    @abstractmethod
    def _accept(self, head: bytes, rest: bytes) -> HandshakeAccepted | None:
        """Check a whole head; `rest` is what followed it. None: another head is to come.

        Raises:
            HandshakeFault: something is wrong with it.
        """

    @abstractmethod
    def _refuse(self, fault: HandshakeFault) -> HandshakeRefused:
        """End the handshake with this fault."""

    def _open(
        self, connection: Connection, rest: bytes, request: HandshakeRequest | None = None
    ) -> HandshakeAccepted:
        self._change_state(Trigger.ACCEPT)
        events = tuple(connection.receive_data(rest))
        return HandshakeAccepted(connection, connection.subprotocol, self._head.headers, events, request)

    def _change_state(self, trigger: Trigger) -> None:
        self.state = TRANSITIONS[self.state][trigger]


class ClientHandshake(Handshake):
    """A client's opening handshake (RFC 6455, 4.1).

    Args:
        host: for Host: a name or an address, with the port unless that is the scheme's own.
        target: path and query.
        subprotocols: to offer, the one liked best first.
        origin: for Origin, or None to leave it out, as programs other than browsers do.
        headers: more headers to send, as pairs of a name and a value.
        deflate: the permessage-deflate parameters to offer, or None for no compression.
        key: for Sec-WebSocket-Key: sixteen bytes in base64. By default one that nobody can predict.
        limits: for the handshake and for the connection after it.

    Raises:
        InvalidHandshake: something that may not stand in a request.
    """

    def __init__(
        self,
        host: str,
        target: str = "/",
        subprotocols: Sequence[str] = (),
        origin: str | None = None,
        headers: Iterable[tuple[str, str]] = (),
        deflate: Deflate | None = None,
        key: str | None = None,
        limits: Limits | None = None,
    ) -> None:
        super().__init__(limits)
        self.key = key or handshake.new_key()
        self._subprotocols = list(subprotocols)
        self._deflate = deflate
        self._rest = b""
        fields = [*self._offers(origin), *check_own_headers(headers)]
        self._outgoing = handshake.build_request(host, target, self.key, fields)

    def _offers(self, origin: str | None) -> list[tuple[str, str]]:
        fields = [] if origin is None else [("Origin", origin)]
        if self._subprotocols:
            fields.append(("Sec-WebSocket-Protocol", ", ".join(check_subprotocols(self._subprotocols))))
        if self._deflate is not None:
            fields.append((extensions.HEADER, extensions.build_offer(self._deflate)))
        return fields

    def _new_reader(self) -> HeadReader:
        return HeadReader(self._limits, STATUS_FORM, FIELD_OR_FOLDED_FORM)

    def _accept(self, head: bytes, rest: bytes) -> HandshakeAccepted | None:
        self._rest = rest
        self._head = heads.parse_head(head, unfold=True)
        if handshake.is_interim(self._head):
            return None
        handshake.check_response(self._head, self.key)
        subprotocol = handshake.check_subprotocol(self._head, self._subprotocols)
        answers = extensions.parse_extensions(self._head.headers)
        agreed = extensions.check_answer(answers, self._deflate)
        return self._open(Connection(Role.CLIENT, self._limits, agreed, subprotocol), rest)

    def _refuse(self, fault: HandshakeFault) -> HandshakeRefused:
        """The status is the server's own: 101 where it agreed in a wrong way, 0 where it spoke no HTTP."""
        self._change_state(Trigger.REFUSE)
        status = handshake.response_status(self._head)
        return HandshakeRefused(status, fault.reason, self._head.headers, self._rest)


class ServerHandshake(Handshake):
    """A server's opening handshake (RFC 6455, 4.2).

    Args:
        subprotocols: those we speak, the one liked best first. A client that offers none of them is
            served without.
        select_subprotocol: instead of that: is given those offered, returns one of them or None.
        allow_origin: is given the Origin (None: not a browser); where it returns False, the answer is 403.
        authenticate: is given the request; where it returns False, the answer is 401.
        deflate: the permessage-deflate parameters to accept, or None for no compression.
        limits: for the handshake and for the connection after it.

    Raises (from receive_data):
        InvalidHandshake: `select_subprotocol` chose what was not offered.
    """

    def __init__(
        self,
        subprotocols: Sequence[str] = (),
        select_subprotocol: Callable[[Sequence[str]], str | None] | None = None,
        allow_origin: Callable[[str | None], bool] | None = None,
        authenticate: Callable[[HandshakeRequest], bool] | None = None,
        deflate: Deflate | None = None,
        limits: Limits | None = None,
    ) -> None:
        super().__init__(limits)
        self._subprotocols = list(subprotocols)
        self._select_subprotocol = select_subprotocol or self._select_liked_best
        self._allow_origin = allow_origin
        self._authenticate = authenticate
        self._deflate = deflate
        self._target: str | None = None

    def _new_reader(self) -> HeadReader:
        return HeadReader(self._limits, REQUEST_FORM, FIELD_FORM)

    def _accept(self, head: bytes, rest: bytes) -> HandshakeAccepted:
        self._head = heads.parse_head(head)
        _, target, _ = handshake.parse_request_line(self._head)
        self._target = target
        handshake.check_upgrade(self._head)
        handshake.check_body(self._head)
        request = HandshakeRequest(target, self._head.headers)
        self._check_policy(request)
        key = handshake.check_request(self._head)
        subprotocol = self._choose_subprotocol(handshake.offered_subprotocols(self._head))
        offer, agreed = self._agree_on_extension()
        self._outgoing = handshake.build_response(key, self._answers(subprotocol, offer, agreed))
        return self._open(Connection(Role.SERVER, self._limits, agreed, subprotocol), rest, request)

    def _check_policy(self, request: HandshakeRequest) -> None:
        """Ask whether this page and this person may connect (RFC 6455, 10.2 and 10.5)."""
        origins = request.headers.get_all("Origin")
        origin = ", ".join(origins) if origins else None
        if self._allow_origin is not None and not self._allow_origin(origin):
            raise HandshakeFault(403, f"Origin is not allowed here: {heads.quoted(origin or '')}")
        if self._authenticate is not None and not self._authenticate(request):
            raise HandshakeFault(401, "Authorization is missing or wrong")

    def _choose_subprotocol(self, offered: list[str]) -> str | None:
        chosen = self._select_subprotocol(offered)
        if chosen is not None and chosen not in offered:
            raise InvalidHandshake(f"select_subprotocol chose {chosen!r}, which is not one of {offered}")
        return chosen

    def _select_liked_best(self, offered: Sequence[str]) -> str | None:
        return next((name for name in self._subprotocols if name in offered), None)

    def _agree_on_extension(self) -> tuple[Parameters, Deflate | None]:
        """The offer that was taken, and the parameters that follow from it."""
        offers = extensions.parse_extensions(self._head.headers)
        offer = None if self._deflate is None else extensions.accept_offer(offers)
        if self._deflate is None or offer is None:
            return {}, None
        return offer, extensions.agree(offer, self._deflate)

    def _answers(
        self, subprotocol: str | None, offer: Parameters, agreed: Deflate | None
    ) -> list[tuple[str, str]]:
        fields = [] if subprotocol is None else [("Sec-WebSocket-Protocol", subprotocol)]
        if agreed is not None:
            fields.append((extensions.HEADER, extensions.build_answer(agreed, offer)))
        return fields

    def _refuse(self, fault: HandshakeFault) -> HandshakeRefused:
        self._change_state(Trigger.REFUSE)
        self._outgoing = handshake.build_refusal(fault)
        return HandshakeRefused(fault.status, fault.reason, self._head.headers, target=self._target)


def check_subprotocols(names: list[str]) -> list[str]:
    """Refuse names that may not be offered.

    Raises:
        InvalidHandshake: they are not tokens, or one stands twice.
    """
    if not handshake.are_subprotocols(names):
        raise InvalidHandshake(
            f"subprotocols are different tokens (letters, digits, -, . and _), not {names}"
        )
    return names


def check_own_headers(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Refuse headers that the handshake sends itself.

    Raises:
        InvalidHandshake: one of them is.
    """
    fields = list(headers)
    for name, _ in fields:
        if name.lower() in HANDSHAKE_HEADERS or name.lower().startswith("sec-websocket-"):
            raise InvalidHandshake(f"{name} is sent by the handshake itself: use its arguments")
    return fields
