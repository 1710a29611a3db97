"""A network in memory that breaks as a plan says. Chance decides how long each piece of data takes.

Each direction of each connection has a chance of its own, so that a fault less on one connection leaves the
others as they are. A connection behaves as one of TCP: no byte is lost, or out of order, while it lives. What
is sent into a black hole waits there until that is over, or until its sender gives the connection up.
"""

from __future__ import annotations

import asyncio
import errno
import itertools
import random
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from framebyframe.proxy.faults.plan import Direction, Fault, OneWay, Plan
from framebyframe.wire.close_payload import encode_close_payload
from framebyframe.wire.frames import Frame, encode_frame
from framebyframe.wire.opcodes import Opcode

from .events import Message, Record
from .loop import MemoryTransport, VirtualLoop
from .overhearing import Ear, Said
from .scenario import HEALED

TO_SERVER: OneWay = "to server"
TO_CLIENT: OneWay = "to client"
SHORTEST_WAY, LONGEST_WAY = 0.001, 0.02
"""Seconds that data takes from one end of a connection to the other, where nothing goes wrong."""
SWAY = 0.004
"""Seconds by which each write may take longer."""
APART = 1e-6
"""Seconds between two pieces of data that arrive one behind the other."""
MOST_CONNECTIONS = 1 << 20
"""Connections of one run: none of them has the chance of another seed's."""
SENDS_AWAY = (1008,)
PRIVATE_CODES = range(4000, 5000)
"""Close codes that ask a client not to come back, with 1008: those of an application (RFC 6455, 7.4.2)."""
END, RESET = "end", "reset"

Ending = str
Arrival = bytes | Ending


class Transport(MemoryTransport):
    """One end of a connection.

    Args:
        loop: of the run.
        protocol: of the client or the server.
        outgoing: the direction in which this end sends; None for the end that nobody hears.
        addresses: the extra information.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, protocol: Any, outgoing: Link | None, addresses: dict[str, Any]
    ) -> None:
        super().__init__(loop, protocol, addresses)
        self.outgoing = outgoing
        self._inbox: deque[Arrival] = deque()

    def take(self, arrival: Arrival) -> bool:
        """Take what arrives; returns whether this end still listens."""
        if self._closing:
            return False
        if arrival is RESET:
            self.lose(ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"))
            return True
        self._inbox.append(arrival)
        self._deliver()
        return True

    def _deliver(self) -> None:
        while self._inbox and not self._paused and not self._closing:
            arrival = self._inbox.popleft()
            if isinstance(arrival, bytes):
                self._hand_over(arrival)
            else:
                self._hand_over_end()

    def write(self, data: Any) -> None:
        """Send the data."""
        if self.outgoing is not None and not self._closing and not self._sent_all:
            self.outgoing.send(bytes(data))

    def write_eof(self) -> None:
        """Stop sending."""
        if not self._sent_all:
            self._sent_all = True
            if self.outgoing is not None:
                self.outgoing.end(END)

    def close(self) -> None:
        """Send what is left, and the end."""
        if not self._closing:
            self.write_eof()
            self.lose(None)

    def abort(self) -> None:
        """Give the connection up: what has not left yet never does."""
        if not self._closing:
            if self.outgoing is not None:
                self.outgoing.give_up()
            self.lose(None)

    def lose(self, error: Exception | None) -> None:
        """The connection has ended; `error` says how, where it was not of its own will."""
        if not self._closing:
            self._closing = True
            self._loop.call_soon(self._protocol.connection_lost, error)
            if self.outgoing is not None:
                self.outgoing.connection.note_end(self.outgoing.way)


class Item:
    """What is on its way: data or an ending.

    Attributes:
        arrival: it.
        departs: when it leaves its end.
        due: when it arrives.
        said: the frames that it completes.
        messages: those that have arrived with it.
    """

    __slots__ = ("arrival", "departs", "due", "messages", "said")

    def __init__(self, arrival: Arrival, departs: float, due: float) -> None:
        self.arrival = arrival
        self.departs = departs
        self.due = due
        self.said: list[Said] = []
        self.messages: list[Message] = []


class Link:
    """One direction of a connection.

    Args:
        connection: that it belongs to.
        way: its direction.
        chance: how long things take.

    Attributes:
        receivers: the ends that get what arrives: one, or two where the connection is duplicated.
        size: bytes that were sent.
        ear: hears what is sent.
    """

    def __init__(self, connection: Connection, way: OneWay, chance: random.Random) -> None:
        self.connection = connection
        self.way = way
        self.receivers: list[Transport] = []
        self.size = 0
        self.ear = Ear()
        self._network = connection.network
        self._chance = chance
        self._ended = False
        self._shortest = SHORTEST_WAY + chance.random() * (LONGEST_WAY - SHORTEST_WAY)
        self._free_at = self._joined_until = self._last_due = 0.0
        self._coming: deque[Item] = deque()

    # Sending

    def send(self, data: bytes) -> None:
        """Send what one write holds."""
        said = [self._network.named(self.connection, one) for one in self.ear.hear(data)]
        message = self._message(", ".join(one.words for one in said))
        if self._ended:
            message.lost = self._network.now
            return
        item = None
        for piece in self._pieces(data):
            item = self._put(piece)
        if item is not None:
            item.said += said
            item.messages.append(message)
        self._network.count_sent(self.connection, self.way, said)
        self.connection.strike_by_size()

    def end(self, how: Ending) -> None:
        """Send an end: of the stream, or of the connection. Nothing comes behind it."""
        if not self._ended:
            self._ended = True
            self._put(how)

    def give_up(self) -> None:
        """Reset the connection: what has not left yet is lost."""
        now = self._network.now
        while self._coming and self._coming[-1].departs > now:
            self._lose(self._coming.pop())
        self._last_due = self._coming[-1].due if self._coming else 0.0
        self._ended = True
        self._put(RESET)

    def send_close(self, fault: Fault) -> None:
        """Send a close frame that neither end has made, and the end of the stream."""
        if self._ended:
            return
        if not self.ear.past_head:
            return self.end(RESET)
        key = self._chance.getrandbits(32).to_bytes(4, "big") if self.way == TO_SERVER else None
        payload = encode_close_payload(int(fault.amount), fault.reason)
        self.send(encode_frame(Frame(Opcode.CLOSE, payload, masking_key=key)))
        self.end(END)

    def _message(self, words: str) -> Message:
        number, client = self.connection.number, self.connection.client
        message = Message(number, client, self.way == TO_SERVER, words, self._network.now)
        self._network.record.messages.append(message)
        return message

    def _pieces(self, data: bytes) -> Iterator[bytes]:
        """The data in the pieces in which it travels: cut where a fault has it."""
        while data:
            sizes = self.connection.sizes()
            counts = self._network.counts_bytes
            until = self._network.plan.bytes_until_change(self.way, sizes) if counts else len(data)
            sides = [fault.amount for fault in self._network.on(self.way, sizes) if fault.kind == "split"]
            size = int(min([*sides, until, len(data)]))
            yield data[:size]
            data = data[size:]

    def _put(self, arrival: Arrival) -> Item:
        departs, due = self.times(len(arrival) if isinstance(arrival, bytes) else 0)
        if isinstance(arrival, bytes):
            self.size += len(arrival)
            last = self._coming[-1] if self._coming else None
            if last is not None and last.due == due and isinstance(last.arrival, bytes):
                last.arrival += arrival
                return last
        item = Item(arrival, departs, due)
        self._coming.append(item)
        self._network.loop.call_at(due, self._arrive)
        return item

    def times(self, size: int) -> tuple[float, float]:
        """When so many bytes leave, and when they arrive."""
        departs = self._network.after_holes(self.way, self.connection.sizes())
        faults = self._network.on(self.way, self.connection.sizes())
        rates = [fault.amount for fault in faults if fault.kind == "bandwidth"]
        if rates:
            departs = self._free_at = max(departs, self._free_at) + size / min(rates)
        due = departs + self._shortest + self._chance.random() * SWAY
        due += sum(fault.amount for fault in faults if fault.kind == "latency")
        due += sum(fault.amount * self._chance.random() for fault in faults if fault.kind == "jitter")
        return departs, self._in_turn(due, faults)

    def _in_turn(self, due: float, faults: tuple[Fault, ...]) -> float:
        """Behind what was sent before; and with it, where writes are joined."""
        joins = [fault.amount for fault in faults if fault.kind == "join"]
        if joins and due <= self._joined_until == self._last_due:
            return self._joined_until
        self._last_due = max(due + max(joins, default=0.0), self._last_due + APART)
        if joins:
            self._joined_until = self._last_due
        return self._last_due

    # Arriving

    def _arrive(self) -> None:
        if not self._coming or self._coming[0].due > self._network.now + APART / 2:
            return  # what this was for has been given up
        item = self._coming.popleft()
        listens = [receiver for receiver in self.receivers if receiver.take(item.arrival)]
        if not listens:
            self._lose(item)
            if isinstance(item.arrival, bytes):
                self.connection.opposite(self).end(RESET)
            return
        for message in item.messages:
            message.arrived = self._network.now
        self._network.count_arrived(self.connection, self.way, item.said, len(listens))

    def _lose(self, item: Item) -> None:
        for message in item.messages:
            message.lost = self._network.now


class Connection:
    """One connection: two directions.

    Args:
        network: that it is in.
        number: from 1, in the order of the attempts.
        client: the number of the client.
    """

    def __init__(self, network: Network, number: int, client: int) -> None:
        self.network = network
        self.number = number
        self.client = client
        self.links: dict[OneWay, Link] = {
            way: Link(self, way, network.chance_of(number, side))
            for side, way in enumerate((TO_SERVER, TO_CLIENT))
        }
        self._struck: set[int] = set()

    def opposite(self, link: Link) -> Link:
        """The other direction."""
        return self.links[TO_CLIENT if link.way == TO_SERVER else TO_SERVER]

    def sizes(self) -> dict[Direction, int]:
        """Bytes that were sent in each direction, and in both."""
        forth, back = self.links[TO_SERVER].size, self.links[TO_CLIENT].size
        return {TO_SERVER: forth, TO_CLIENT: back, "both": forth + back}

    def note_end(self, way: OneWay) -> None:
        """Note that the end that sends in this direction is gone."""
        if way == TO_SERVER:
            self.network.gone[self.number] = self.network.now

    def strike_by_size(self) -> None:
        """Strike with the faults of a moment whose byte has been sent."""
        for place, fault in self.network.moments if self.network.counts_bytes else ():
            if fault.unit == "bytes" and self.sizes()[fault.direction] >= fault.begins:
                self.strike(place, fault)

    def strike(self, place: int, fault: Fault) -> None:
        """Strike with a fault of a moment, once."""
        if place in self._struck or self.network.is_whole:
            return
        self._struck.add(place)
        for way, link in self.links.items():
            if fault.concerns(way):
                self._end(link, fault)

    def _end(self, link: Link, fault: Fault) -> None:
        if fault.kind == "close":
            link.send_close(fault)
        else:
            link.end(RESET if fault.kind == "reset" else END)


class Listener:
    """What `create_server` returns: lets clients in until it is closed."""

    def __init__(self, network: Network, factory: Callable[[], Any], address: tuple[str, int]) -> None:
        self._network = network
        self._address = address
        self.factory = factory

    @property
    def sockets(self) -> tuple[Listener]:
        """The listener itself, which acts as its own socket."""
        return (self,)

    def getsockname(self) -> tuple[str, int]:
        """The address at which it listens."""
        return self._address

    def is_serving(self) -> bool:
        """Whether it lets clients in."""
        return self._network.listener is self

    def close(self) -> None:
        """Let nobody in any more."""
        if self._network.listener is self:
            self._network.listener = None

    async def wait_closed(self) -> None:
        """Return at once: it is closed already."""


class Network:
    """All connections of one run.

    Args:
        loop: of the run.
        record: keeps what happens.
        seed: of the scenario.
        plan: what goes wrong.

    Attributes:
        listener: the server's, or None while it is down.
        counts_bytes: whether a fault begins or ends on a byte.
        moments: the plan's faults of a moment, each with its place in the plan.
        requests: how often the request with a token was sent.
        delivered: how often it has arrived at a server.
        replied: when the reply to the call with a token arrived at a client that listened.
        sent_on: the last connection on which the request with a token was sent.
        gone: when the client's end of a connection, by its number, was gone.
        sent_away: when a client got a close code that asks it not to come back, and which.
        attempts: of each client: when it tried to connect, and when that was refused, or None.
    """

    def __init__(self, loop: SimulationLoop, record: Record, seed: int, plan: Plan) -> None:
        self.loop = loop
        self.record = record
        self.plan = plan
        self.listener: Listener | None = None
        self.moments = [(place, fault) for place, fault in enumerate(plan) if fault.is_of_a_moment]
        self.requests: Counter[str] = Counter()
        self.delivered: Counter[str] = Counter()
        self.replied: dict[str, float] = {}
        self.sent_on: dict[str, int] = {}
        self.gone: dict[int, float] = {}
        self.sent_away: dict[int, tuple[float, int]] = {}
        self._closed: set[int] = set()
        self.attempts: dict[int, list[list[float | None]]] = {}
        self._lasting = any(not fault.is_of_a_moment for fault in plan)
        self._has_holes = any(fault.kind == "black-hole" for fault in plan)
        self.counts_bytes = any(fault.unit == "bytes" for fault in plan)
        self._seed = seed
        self._numbers = itertools.count(1)
        self._open: list[Connection] = []
        self._asked: dict[int, dict[object, str]] = {}
        """By connection: the tokens of the requests with ids."""
        self._in_turn: dict[int, deque[str]] = {}
        """By connection: the tokens of the requests without ids that wait for their replies."""
        for place, fault in enumerate(plan):
            self._announce(place, fault)

    @property
    def now(self) -> float:
        """Seconds since the run began."""
        return self.loop.time()

    @property
    def is_whole(self) -> bool:
        """Whether nothing goes wrong any more."""
        return self.now >= HEALED

    def chance_of(self, connection: int, side: int) -> random.Random:
        """What decides about one direction of one connection."""
        return random.Random((self._seed * MOST_CONNECTIONS + connection) * 2 + side)

    def on(self, way: OneWay, sizes: dict[Direction, int]) -> tuple[Fault, ...]:
        """The faults that last in this direction now."""
        return self.plan.on(way, self.now, sizes) if self._lasting and not self.is_whole else ()

    def after_holes(self, way: OneWay, sizes: dict[Direction, int]) -> float:
        """When data that is sent now leaves: behind the black holes it falls into."""
        moment = self.now
        while holes := self._holes(way, moment, sizes):
            ends = [fault.ends for fault in holes if fault.unit == "seconds"]
            moment = min(max(ends, default=HEALED), HEALED)
        return moment

    def _holes(self, way: OneWay, moment: float, sizes: dict[Direction, int]) -> list[Fault]:
        if not self._has_holes or moment >= HEALED:
            return []
        return [fault for fault in self.plan.on(way, moment, sizes) if fault.kind == "black-hole"]

    # Connecting

    async def connect(self, factory: Callable[[], Any], host: str, port: int) -> tuple[Transport, Any]:
        """Connect a client, whose number is the last of the address.

        Raises:
            ConnectionRefusedError: no server listens.
        """
        client = int(host.rpartition(".")[2])
        connection = Connection(self, next(self._numbers), client)
        attempt: list[float | None] = [self.now, None]
        self.attempts.setdefault(client, []).append(attempt)
        self.record.add("connects", f"client {client}", connection.number)
        await self._travel(connection.links[TO_SERVER])
        there = self.listener is not None
        await self._travel(connection.links[TO_CLIENT])
        if not there or self.listener is None:
            attempt[1] = self.now
            self.record.add("refused", f"client {client}", connection.number)
            raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
        return self._join(connection, factory, (host, port))

    async def _travel(self, link: Link) -> None:
        await asyncio.sleep(link.times(0)[1] - self.now)

    def _join(
        self, connection: Connection, factory: Callable[[], Any], address: tuple[str, int]
    ) -> tuple[Transport, Any]:
        """Make the ends of a connection: the server's, a second one where that is a fault, the client's."""
        self._open.append(connection)
        forth, back = connection.links[TO_SERVER], connection.links[TO_CLIENT]
        self._serve(connection, back, address)
        if any(fault.kind == "duplicate" for fault in self.on(TO_SERVER, connection.sizes())):
            self._serve(connection, None, address)
        protocol = factory()
        transport = Transport(self.loop, protocol, forth, {"peername": address})
        back.receivers.append(transport)
        protocol.connection_made(transport)
        for place, fault in self.moments:
            if fault.unit == "seconds" and fault.is_on(self.now, 0) and fault.lasts is not None:
                connection.strike(place, fault)
        return transport, protocol

    def _serve(self, connection: Connection, back: Link | None, address: tuple[str, int]) -> None:
        assert self.listener is not None
        protocol = self.listener.factory()
        transport = Transport(self.loop, protocol, back, {"peername": address})
        connection.links[TO_SERVER].receivers.append(transport)
        protocol.connection_made(transport)

    def crash(self) -> None:
        """The server is gone, without a word: all its ends are."""
        if self.listener is not None:
            self.listener.close()
        for connection in self._open:
            for end in connection.links[TO_SERVER].receivers:
                if not end.is_closing():
                    if end.outgoing is not None:
                        end.outgoing.give_up()
                    end.lose(ConnectionResetError(errno.ECONNRESET, "the server has crashed"))

    # Faults

    def _announce(self, place: int, fault: Fault) -> None:
        """Note when a fault begins, and strike with one of a moment."""
        if fault.unit == "seconds" and fault.begins < HEALED:
            self.loop.call_at(fault.begins, self._begin, place, fault)

    def _begin(self, place: int, fault: Fault) -> None:
        self.record.add("fault", "network", 0, str(replace(fault, begins=0.0)))
        if fault.is_of_a_moment:
            for connection in self._open:
                connection.strike(place, fault)

    # What is said

    def count_sent(self, connection: Connection, way: OneWay, said: list[Said]) -> None:
        """Note the calls that were sent, and on which connection."""
        for one in said:
            if way == TO_SERVER and one.kind == "request":
                self.requests[one.token] += 1
                self.sent_on[one.token] = connection.number
                if one.call_id is None:
                    self._in_turn.setdefault(connection.number, deque()).append(one.token)
                else:
                    self._asked.setdefault(connection.number, {})[one.call_id] = one.token

    def count_arrived(self, connection: Connection, way: OneWay, said: list[Said], ends: int) -> None:
        """Note the calls and the replies that have arrived, at so many ends."""
        for one in said:
            if way == TO_SERVER and one.kind == "request":
                self.delivered[one.token] += ends
            elif way == TO_CLIENT and one.kind == "reply":
                self.replied.setdefault(one.token, self.now)
            elif way == TO_CLIENT and one.kind == "close":
                self._note_close(connection, one.code)

    def _note_close(self, connection: Connection, code: int) -> None:
        is_first = connection.number not in self._closed
        self._closed.add(connection.number)
        if is_first and (code in SENDS_AWAY or code in PRIVATE_CODES):
            self.sent_away.setdefault(connection.client, (self.now, code))

    def named(self, connection: Connection, said: Said) -> Said:
        """A reply with the token of its request; anything else as it is."""
        if said.kind != "reply":
            return said
        token = self._token_of(connection, said)
        return said._replace(token=token, words=f"{said.words} {token}".strip())

    def _token_of(self, connection: Connection, reply: Said) -> str:
        if reply.call_id is not None:
            return self._asked.get(connection.number, {}).get(reply.call_id, "")
        in_turn = self._in_turn.get(connection.number)
        return in_turn.popleft() if in_turn else ""


class SimulationLoop(VirtualLoop):
    """The loop of one run.

    Attributes:
        network: in which it connects and listens; set once it is there.
    """

    network: Network

    async def create_connection(
        self, protocol_factory: Callable[[], Any], host: Any = None, port: Any = None, **named: Any
    ) -> tuple[Transport, Any]:
        """Connect to the server."""
        return await self.network.connect(protocol_factory, host, port)

    async def create_server(  # type: ignore[override]
        self, protocol_factory: Callable[[], Any], host: Any = None, port: Any = None, **named: Any
    ) -> Listener:
        """Listen, in the place of the server before."""
        listener = Listener(self.network, protocol_factory, (host, port))
        self.network.listener = listener
        return listener
