"""One direction of a connection: what comes from one side waits in a queue, and passes as the plan has it.

What comes is read as long as the queue holds less than `MAX_HELD`. Then the sender waits, as it waits for
any peer that does not read.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from framebyframe.wire.close_payload import encode_close_payload
from framebyframe.wire.frames import Frame, encode_frame
from framebyframe.wire.masking import MASKING_KEY_LENGTH
from framebyframe.wire.opcodes import Opcode

from .deeds import What
from .frame_ends import FrameEnds
from .in_force import InForce
from .peer import Peer, Twice
from .plan import Direction, Fault, Kind, OneWay

MAX_HELD = 1024 * 1024
"""Bytes that one direction holds back before it reads no more."""
BURST = 0.05
"""Seconds: where the bandwidth is limited, one write has at most what passes in so much time."""

Sizes = dict[Direction, int]
Tell = Callable[..., None]
ENDS: dict[Kind, What] = {"half-close": "half-closed", "reset": "reset", "close": "closed"}
"""What a fault that ends a direction is called once it was done."""


class Connection(Protocol):
    """What a lane knows of the connection that it is one direction of."""

    def sizes(self) -> Sizes: ...
    def both_ended(self) -> bool: ...
    async def change(self) -> None: ...
    def has_ended(self) -> None: ...
    def has_come(self) -> None: ...
    def has_reset(self, way: OneWay) -> None: ...


@dataclass
class Piece:
    """Bytes that wait.

    Attributes:
        data: the bytes.
        came: when, by the clock of the loop.
        due: when they may pass, by the same clock.
        sizes: how many bytes had come before them.
    """

    data: bytes
    came: float
    due: float
    sizes: Sizes = field(default_factory=dict)


@dataclass(frozen=True)
class Ending:
    """The end of a direction, which waits for its turn behind the bytes.

    Attributes:
        kind: how it ends.
        due: when it may pass.
        told: what it is called.
        is_last: the side that sends has made it, and sends nothing more.
        fault: the one that has made it.
    """

    kind: Kind
    due: float
    told: What
    is_last: bool = False
    fault: Fault | None = None


class Lane:
    """One direction.

    Args:
        way: which.
        source: where the bytes come from.
        target: where they go.
        in_force: the plan.
        connection: both directions.
        tell: is told what is done.
        chance: for jitter and masking keys.

    Attributes:
        came: bytes that have come since the plan came into force.
        has_ended: nothing more comes.
    """

    def __init__(
        self,
        way: OneWay,
        source: Peer | Twice,
        target: Peer | Twice,
        in_force: InForce,
        connection: Connection,
        tell: Tell,
        chance: random.Random,
    ) -> None:
        self.came = 0
        self.has_ended = False
        self._way: OneWay = way
        self._source, self._target = source, target
        self._in_force, self._connection = in_force, connection
        self._tell, self._chance = tell, chance
        self._loop = asyncio.get_running_loop()
        self._queue: deque[Piece | Ending] = deque()
        self._held = 0
        self._last_due = 0.0
        self._frames = FrameEnds()
        self._closing: Ending | None = None
        """A close frame that waits until the frame on its way is whole."""
        self._is_over = False
        self._has_source = True
        self._moved = asyncio.Event()
        """Something was put into the queue, or taken from it."""

    async def run(self) -> None:
        """Pass on until nothing more comes and all that came is passed on, or given up."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._read())
            group.create_task(self._write())

    def strike(self, fault: Fault) -> None:
        """End this direction as a fault of a moment has it, behind what has come so far."""
        self._put(Ending(fault.kind, self._last_due, ENDS[fault.kind], fault=fault))

    def lose_source(self) -> None:
        """The proxy has reset the side that sends: its end is none that is passed on."""
        self._has_source = False

    def begin_anew(self) -> None:
        """Another plan is in force: bytes count from now on."""
        self.came = 0
        for item in self._queue:
            if isinstance(item, Piece):
                item.sizes = dict.fromkeys(item.sizes, 0)

    # What comes

    async def _read(self) -> None:
        try:
            while data := await self._source.read():
                await self._take(data)
            end = Ending("half-close", self._last_due, "ended", is_last=True)
        except OSError:
            end = Ending("reset", self._last_due, "was reset", is_last=True)
        self.has_ended = True
        self._connection.has_ended()
        self._put(end)

    async def _take(self, data: bytes) -> None:
        """Put it into the queue, cut where a fault begins or ends on a byte."""
        while data:
            until = self._in_force.plan.bytes_until_change(self._way, self._connection.sizes())
            size = int(min(len(data), until))
            self._put(self._piece(data[:size]))
            self.came += size
            self._connection.has_come()
            data = data[size:]
        while self._held >= MAX_HELD:
            await self._move()

    def _piece(self, data: bytes) -> Piece:
        now, sizes = self._loop.time(), self._connection.sizes()
        self._last_due = now + self._delay(sizes)
        self._held += len(data)
        return Piece(data, now, self._last_due, sizes)

    def _delay(self, sizes: Sizes) -> float:
        faults = self._on(sizes)
        latency = sum(fault.amount for fault in faults if fault.kind == "latency")
        jitter = sum(fault.amount for fault in faults if fault.kind == "jitter")
        return latency + jitter * self._chance.random() if jitter else latency

    def _put(self, item: Piece | Ending) -> None:
        self._queue.append(item)
        self._moved.set()

    # What passes

    async def _write(self) -> None:
        is_last = False
        while not is_last:
            while not self._queue:
                await self._move()
            item = self._queue[0]
            await self._until(item.due)
            if isinstance(item, Piece):
                await self._pass(item)
            else:
                is_last = item.is_last
                await self._wait_in_hole(self._connection.sizes())
                self._queue.popleft()
                await self._end(item)

    async def _pass(self, piece: Piece) -> None:
        await self._wait_in_hole(piece.sizes, len(piece.data))
        data = await self._joined(piece)
        size, writes = len(data), 0
        while data and not self._is_over:
            part = data[: self._part(piece.sizes)]
            await self._transmit(len(part), piece.sizes)
            await self._wait_in_hole(piece.sizes, len(data))
            written = await self._write_part(part)
            data, writes = data[written:], writes + 1
            self._release(written)
        self._release(len(data))
        if writes:
            later = self._loop.time() - piece.came
            self._tell("passed", self._way, size=size - len(data), later=later, writes=writes)
        if data:
            self._tell("dropped", self._way, size=len(data))

    async def _joined(self, piece: Piece) -> bytes:
        """The bytes of a piece, and of those behind it that come within the time of `join`."""
        wait = max((fault.amount for fault in self._on(piece.sizes) if fault.kind == "join"), default=0.0)
        if wait:
            await self._until(piece.due + wait)
        data = [self._pop()]
        while wait and self._queue and isinstance(self._queue[0], Piece) and self._is_due(self._queue[0]):
            data.append(self._pop())
        return b"".join(data)

    def _pop(self) -> bytes:
        piece = self._queue.popleft()
        assert isinstance(piece, Piece)
        return piece.data

    def _is_due(self, piece: Piece) -> bool:
        return piece.due <= self._loop.time()

    def _part(self, sizes: Sizes) -> int:
        """The most bytes that one write may have now."""
        faults = self._on(sizes)
        sides = [int(fault.amount) for fault in faults if fault.kind == "split"]
        sides += [max(1, int(fault.amount * BURST)) for fault in faults if fault.kind == "bandwidth"]
        return min(sides, default=MAX_HELD)

    async def _transmit(self, size: int, sizes: Sizes) -> None:
        """Wait as long as so many bytes take by the bandwidth."""
        rates = [fault.amount for fault in self._on(sizes) if fault.kind == "bandwidth"]
        if rates:
            await self._until(self._loop.time() + size / min(rates))

    async def _write_part(self, part: bytes) -> int:
        """Write it; where a close frame waits, only what belongs to the frame before it.

        Returns:
            How many bytes were written.
        """
        if self._closing is not None:
            part = part[: self._frames.feed_to_end(part)]
        else:
            self._frames.feed(part)
        await self._target.write(part)
        await self._close_if_between()
        await asyncio.sleep(0)  # another write is another segment, and others have their turn
        return len(part)

    async def _wait_in_hole(self, sizes: Sizes, size: int = 0) -> None:
        """Wait while nothing passes: where bytes came into a black hole that is not over yet."""
        if size and self._holes(sizes):
            self._tell("held", self._way, size=size)
        while holes := self._holes(sizes):
            if self._connection.both_ended() and not all(map(_ends_with_time, holes)):
                self._is_over = True  # nobody is left to whom it could pass
                return
            await self._connection.change()

    def _holes(self, sizes: Sizes) -> list[Fault]:
        """The black holes that bytes came into, and that are not over."""
        if self._is_over:
            return []
        now = self._on(self._connection.sizes())
        return [fault for fault in self._on(sizes) if fault.kind == "black-hole" and fault in now]

    # The end

    async def _end(self, ending: Ending) -> None:
        if self._is_over or (ending.is_last and not self._has_source):
            return
        if ending.kind == "close" and self._frames.is_in_head:  # no frame can stand here
            ending = replace(ending, kind="half-close", told="half-closed")
        if ending.kind == "close":
            self._closing = ending
            await self._close_if_between()
        elif ending.kind == "reset":
            self._finish(ending)
            self._target.reset()
            self._connection.has_reset(self._way)
        else:
            self._finish(ending)
            self._target.end()

    async def _close_if_between(self) -> None:
        if self._closing is None or not self._frames.is_between:
            return
        ending = self._closing
        self._finish(ending)
        assert ending.fault is not None
        await self._target.write(self._close_frame(ending.fault))
        self._target.end()

    def _close_frame(self, fault: Fault) -> bytes:
        payload = encode_close_payload(int(fault.amount), fault.reason)
        is_masked = self._way == "to server"
        masking_key = self._chance.randbytes(MASKING_KEY_LENGTH) if is_masked else None
        return encode_frame(Frame(Opcode.CLOSE, payload, masking_key=masking_key))

    def _finish(self, ending: Ending) -> None:
        self._is_over = True
        fault = ending.fault
        words = f"{fault.amount:.0f} {fault.reason}".strip() if fault and ending.kind == "close" else ""
        self._tell(ending.told, self._way, words=words)

    # Waiting

    async def _until(self, moment: float) -> None:
        wait = moment - self._loop.time()
        if wait > 0 and not self._is_over:
            await asyncio.sleep(wait)

    async def _move(self) -> None:
        self._moved.clear()
        await self._moved.wait()

    def _release(self, size: int) -> None:
        self._held -= size
        self._moved.set()

    def _on(self, sizes: Sizes) -> tuple[Fault, ...]:
        return self._in_force.plan.on(self._way, self._in_force.seconds, sizes)


def _ends_with_time(fault: Fault) -> bool:
    return fault.unit == "seconds" and fault.lasts is not None
