"""Who acts in a run: clients that call, and a server that restarts. Each does what the scenario says."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from .events import Record
from .network import Network
from .scenario import HEALED, Call, ClientPart, Listening, Restart
from .surroundings import Programs
from .text import say

PORT = 8080
HOSTS = "127.0.0."
"""A client connects to the address with its number at the end: they are all this machine."""
OPEN_TIMEOUT, CLOSE_TIMEOUT, PING_INTERVAL, PING_TIMEOUT = 1.5, 0.5, 2.0, 1.2
GRACE = 0.3
"""Seconds for calls in flight when the server stops in good order."""
AGAIN = 0.4
"""Seconds until a client whose first attempt failed makes another one."""
TOO_LATE = 1.0
"""Seconds beyond its time-out after which a call is said to hang."""
AT_REST = 0.2
"""Seconds after which nothing of a client's is on its way, where the network is whole."""
LAST_TIMEOUT = 60.0
"""Seconds for the last call, which is made when the network is whole."""
LISTENS_UNTIL = HEALED + 60.0
"""The second until which every subscription has ended, one way or another."""


@dataclass
class Outcome:
    """How a call ended.

    Attributes:
        call: it.
        began, ended: in seconds.
        how: "result", "error", "timeout", "lost", "cancelled", "hung", or the name of another error.
        value: the result, or the error's message.
    """

    call: Call
    began: float
    ended: float = 0.0
    how: str = "hung"
    value: Any = None


@dataclass
class Heard:
    """What a subscription has brought.

    Attributes:
        part: the subscription.
        client: the client's number.
        got: each tick as its epoch and its sequence; each gap as its epoch, its first offset and its last.
        how: "over", "error", "left" where the client was closed, or "hung".
    """

    part: Listening
    client: int
    got: list[tuple[Any, ...]] = field(default_factory=list)
    how: str = "hung"


@dataclass
class Disk:
    """What outlives the server.

    Attributes:
        begun: how often the action with a token was begun.
        stored: the tokens that were stored.
        at_work: how many actions run.
        bought: how often the action with a token and a key was done, in one life of the server.
    """

    begun: Counter[str] = field(default_factory=Counter)
    stored: set[str] = field(default_factory=set)
    at_work: int = 0
    bought: Counter[tuple[int, str]] = field(default_factory=Counter)

    async def work(self, token: str, seconds: float) -> dict[str, str]:
        """Store a token, which takes so long."""
        self.begun[token] += 1
        self.at_work += 1
        try:
            await asyncio.sleep(seconds)
        finally:
            self.at_work -= 1
        self.stored.add(token)
        return {"token": token}

    def buy(self, life: int, token: str) -> dict[str, str]:
        """Store a token, at once, in a life of the server."""
        self.bought[life, token] += 1
        return self.note(token)

    def note(self, token: str) -> dict[str, str]:
        """Store a token, at once."""
        self.begun[token] += 1
        self.stored.add(token)
        return {"token": token}


@dataclass
class World:
    """What all actors share."""

    programs: Programs
    network: Network
    record: Record
    disk: Disk = field(default_factory=Disk)
    outcomes: list[Outcome] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)

    @property
    def now(self) -> float:
        """Seconds since the run began."""
        return self.network.now

    def timeouts(self) -> Any:
        """The time-outs of clients and server."""
        return self.programs.rpc.Timeouts(OPEN_TIMEOUT, CLOSE_TIMEOUT, PING_INTERVAL, PING_TIMEOUT)

    async def until(self, moment: float) -> None:
        """Wait for a moment."""
        await asyncio.sleep(max(0.0, moment - self.now))


class ServerActor:
    """The server, in one life after the other; what is on its disk stays."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.server: Any = None
        self._life = 0
        self.left: list[str] = []
        """What a server that has stopped left behind."""

    async def start(self) -> None:
        """Begin a life."""
        rpc = self._world.programs.rpc
        self._life += 1
        self.server = rpc.RpcServer(timeouts=self._world.timeouts())
        self.server.actions = self._world.programs.new_actions()
        self._world.programs.contract.offer_contract(self.server)
        self._offer(self._world.disk)
        await self.server.start(f"{HOSTS}1", PORT)
        self._world.record.add("starts", "server")

    def _offer(self, disk: Disk) -> None:
        for name in ("store", "pay"):
            self.server.action(disk.work, name=name)
        self.server.action(disk.note, name="order")
        keys, life = self._world.programs.keys(), self._life

        def buy(token: str, idempotencyKey: str) -> Any:
            return keys.once(idempotencyKey, token, lambda: disk.buy(life, token))

        self.server.action(buy)

    async def restart(self, restart: Restart) -> None:
        """End a life, and begin the next."""
        await self._world.until(restart.at)
        if restart.crashes:
            self._world.record.add("crashes", "server")
            self._world.network.crash()
        else:
            self._world.record.add("stops", "server")
            await self.server.stop(GRACE)
        await asyncio.sleep(restart.down)
        self._look_at_what_is_left()
        await self.start()

    async def stop(self) -> None:
        """End the last life."""
        await self.server.stop(GRACE)
        self._look_at_what_is_left()

    def _look_at_what_is_left(self) -> None:
        if self.server.connection_count:
            self.left.append(say("broken", "connections", number=self.server.connection_count))
        if self._world.disk.at_work:
            self.left.append(say("broken", "work", number=self._world.disk.at_work))


class ClientActor:
    """One client: it connects, calls, listens, and makes a last call when the network is whole again."""

    def __init__(self, world: World, part: ClientPart) -> None:
        rpc = world.programs.rpc
        self.part = part
        self.name = f"client {part.number}"
        self.kept: dict[str, int] = {}
        """What the client keeps of calls when all of them have ended."""
        self.own_attempts = 0
        """Attempts to connect that this actor has asked for; the client makes the others."""
        self._world = world
        self._errors = rpc
        self._left = False
        self.client = rpc.AsyncRpcClient(
            f"ws://{HOSTS}{part.number}:{PORT}",
            dialect=part.dialect,
            ids=part.has_ids,
            timeouts=world.timeouts(),
            reconnect=True,
        )

    async def live(self) -> None:
        """Do all that the scenario says, and close the client."""
        await self._world.until(self.part.at)
        if self.part.leaves is None:
            return await self._stay()
        staying = asyncio.ensure_future(self._stay())
        await self._world.until(self.part.leaves)
        self._left = True
        self._world.record.add("leaves", self.name)
        await self.client.close()
        await staying

    async def _stay(self) -> None:
        await self._open()
        parts = [self._call(call) for call in self.part.calls]
        if self.part.listening is not None:
            parts.append(self._listen(self.part.listening))
        await asyncio.gather(*parts)
        await self._world.until(HEALED)
        if self._left:
            return
        await self._call(Call(f"{self.part.number}.last", "echo", HEALED, LAST_TIMEOUT))
        await asyncio.sleep(AT_REST)
        self.kept = {
            "calls": self.client.in_flight,
            "deadlines": len(getattr(self.client, "_expiry", ())),
            "subscriptions": len(getattr(self.client, "_subscriptions", ())),
        }
        await self.client.close()

    async def _open(self) -> None:
        while not self._left:
            self.own_attempts += 1
            try:
                await self.client.open()
                return
            except self._errors.RpcError:
                await asyncio.sleep(AGAIN)

    # Calls

    async def _call(self, call: Call) -> None:
        await self._world.until(call.at)
        outcome = Outcome(call, self._world.now)
        self._world.outcomes.append(outcome)
        self._world.record.add("call", self.name, 0, f"{call.action} {call.token}")
        with suppress(TimeoutError):
            async with asyncio.timeout(call.timeout + TOO_LATE):
                outcome.how, outcome.value = await self._outcome(call)
        outcome.ended = self._world.now
        self._world.record.add("ended", self.name, 0, f"{call.action} {call.token}", outcome.how)

    async def _outcome(self, call: Call) -> tuple[str, Any]:
        making = asyncio.ensure_future(
            self.client.call(
                call.action, params_of(call), timeout=call.timeout, idempotent=call.is_idempotent
            )
        )
        if call.gives_up is not None:
            await asyncio.wait([making], timeout=call.gives_up)
            making.cancel()
        try:
            return "result", await making
        except asyncio.CancelledError:
            if not making.done() or call.gives_up is None:
                raise
            return "cancelled", None
        except Exception as error:
            return self._how(error), str(error)

    def _how(self, error: Exception) -> str:
        kinds = ((self._errors.RemoteError, "error"), (self._errors.RpcTimeout, "timeout"))
        for kind, how in (*kinds, (self._errors.ConnectionLost, "lost")):
            if isinstance(error, kind):
                return how
        return type(error).__name__

    # Subscriptions

    async def _listen(self, part: Listening) -> None:
        await self._world.until(part.at)
        heard = Heard(part, self.part.number)
        self._world.heard.append(heard)
        with suppress(TimeoutError):
            async with asyncio.timeout(LISTENS_UNTIL - self._world.now):
                await self._hear(part, heard)
        self._world.record.add("heard", self.name, 0, f"{len(heard.got)} ticks", heard.how)

    async def _hear(self, part: Listening, heard: Heard) -> None:
        try:
            async with self._subscribe(part) as ticks:
                async for tick in ticks:
                    self._take(tick, heard)
                heard.how = "left" if self._left else "over"
        except self._errors.RpcError:
            heard.how = "error"

    def _subscribe(self, part: Listening) -> Any:
        resumable = {"resumable": True} if part.resumable else {}
        return self.client.subscribe(intervalMs=part.interval_ms, count=part.count, **resumable)

    def _take(self, tick: Any, heard: Heard) -> None:
        params = tick.params
        names = ("epoch", "first", "last") if tick.name == "gap" else ("epoch", "sequence")
        heard.got.append(tuple(params.get(name) for name in names))
        what = "-".join(str(part) for part in heard.got[-1][1:])
        self._world.record.add("gap" if tick.name == "gap" else "tick", self.name, 0, what)


def params_of(call: Call) -> dict[str, Any]:
    """The parameters of a call."""
    if call.action == "fail":
        return {"message": call.token}
    if call.action == "buy":
        return {"token": call.token, "idempotencyKey": f"key of {call.token}"}
    if call.work or call.action in ("store", "pay"):
        return {"token": call.token, "seconds": call.work}
    return {"token": call.token}
