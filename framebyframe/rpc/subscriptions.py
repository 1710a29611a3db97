"""Notifications of the asyncio client: as a stream of all, and as a stream for each subscription."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Hashable
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any, Protocol

from .errors import ProtocolError, RpcError, RpcTimeout
from .messages import Notification
from .notifications import NotificationQueue
from .resuming import Position, gap_between
from .timeouts import LONGEST, Deadline, in_time


class NotificationStream:
    """Notifications as an async iterator: `async for notification in stream`.

    It keeps the newest (see `NotificationQueue`). It ends with the connection: with its error, or without one
    where the client was closed.
    """

    def __init__(self) -> None:
        self._items = NotificationQueue()
        self._ended = False
        self._error: RpcError | None = None
        self._changed = asyncio.Event()

    def __aiter__(self) -> NotificationStream:
        return self

    async def __anext__(self) -> Notification:
        while not self._items:
            if self._error is not None:
                raise self._error.with_traceback(None)
            if self._ended:
                raise StopAsyncIteration
            self._changed.clear()
            await self._changed.wait()
        return self._items.popleft()

    @property
    def is_over(self) -> bool:
        """Whether no more notifications come."""
        return self._ended

    def put(self, notification: Notification, size: int = 0) -> None:
        """Add one, whose JSON text has `size` characters, to the stream."""
        self._items.append(notification, size)
        self._changed.set()

    def take(self, number: Any) -> list[tuple[Notification, int]]:
        """Take the notifications of the subscription with this number out of the stream."""
        return self._items.take(lambda notification: subscription_of(notification) == number)

    def end(self, error: RpcError | None = None) -> None:
        """End the stream, once all in it have been taken; `error` is raised then, where there is one."""
        self._ended, self._error = True, error
        self._changed.set()


class Subscription(NotificationStream):
    """The ticks of one `subscribe`, as an async context manager that is an async iterator.

    The stream ends after `count` ticks, where the parameters have a count.

    Where they have `resumable=True`, and the client reconnects, the stream goes on after a lost connection.
    What was missed is said by a notification of the name "gap", in the place of the ticks: its parameters
    are those of a `Gap`, and the epoch of the ticks before it. Each tick has an "epoch" then.

    Attributes:
        params: of the `subscribe`.
        number: the server's number for it; None where the server has not begun it on this connection.
        position: after the last tick that came; None where the stream cannot be resumed.
        resuming: the task that resumes it, or has resumed it; None where there was none.
    """

    def __init__(self, subscriptions: Subscriptions, params: Any) -> None:
        super().__init__()
        self._subscriptions = subscriptions
        named = params if isinstance(params, dict) else {}
        self._count = named.get("count")
        self._is_resumable = named.get("resumable") is True
        self._seen: Position | None = None
        """After the last tick that was taken."""
        self._next: Notification | None = None
        """A tick whose gap has been said."""
        self.params = params
        self.number: Any = None
        self.position: Position | None = None
        self.resuming: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Subscription:
        await self._subscriptions.begin(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._subscriptions.end(self)

    async def __anext__(self) -> Notification:
        tick = self._next or await super().__anext__()
        self._next = None
        place = place_of(tick)
        if self._seen is None or place is None:
            return tick
        before = Position(place.epoch, place.offset - 1)
        gap = gap_between(self._seen, before)
        if gap is None:
            self._seen = place
            return tick
        missed = {**gap._asdict(), "epoch": self._seen.epoch}
        self._next, self._seen = tick, before
        return Notification("gap", missed)

    @property
    def request(self) -> Any:
        """The parameters that ask the server to begin, or to go on."""
        return self.params if self.position is None else {**self.params, **self.position._asdict()}

    def begun(self, number: Any, position: Position | None) -> None:
        """The server has begun, or goes on, at `position`; None where its reply says no place.

        Raises:
            ProtocolError: it was to go on, and says no place.
        """
        if self.position is not None and position is None:
            raise ProtocolError("the reply to a subscribe that resumes has no epoch")
        self.number = number
        if position is None or not self._is_resumable:
            return
        self._seen = self._seen or position
        if self.position is None or position.epoch != self.position.epoch:
            self.position = position

    def put(self, notification: Notification, size: int = 0) -> None:
        """Add one tick to the stream, unless it has come before.

        Raises:
            ProtocolError: the stream can be resumed, and the tick has no sequence.
        """
        if self.position is not None:
            params = {**notification.params, "epoch": self.position.epoch}
            notification = Notification(notification.name, params)
            place = place_of(notification)
            if place is None:
                raise ProtocolError(f"a tick has no sequence: {params!r:.80}")
            if place.offset <= self.position.offset:
                return
            self.position = place
        super().put(notification, size)
        if self._count is not None and notification.params.get("sequence") == self._count:
            self.end()


class Client(Protocol):
    """The parts of the asyncio client that subscriptions use."""

    has_ids: bool

    @property
    def is_open(self) -> bool: ...
    @property
    def reconnects(self) -> bool: ...
    async def call(
        self, action: str, params: Any = ..., /, *, timeout: float | None = ..., idempotent: bool = ...
    ) -> Any: ...
    async def wait_until_ready(self, deadline: Deadline) -> object: ...
    def new_deadline(self) -> Deadline: ...
    def fail_connection(self, fault: str) -> None: ...


class Subscriptions:
    """The subscriptions of one client, and which stream each notification goes to.

    Args:
        client: whose they are.

    Attributes:
        others: the stream of notifications that belong to no subscription here.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._by_number: dict[Any, Subscription] = {}
        self._last_error: RpcError | None = None
        """The error of the last connection that has ended."""
        self._tasks: set[asyncio.Task[None]] = set()
        self.others = NotificationStream()

    def __len__(self) -> int:
        return len(self._by_number)

    def put(self, notification: Notification, size: int) -> None:
        """Add a notification to the stream of its subscription, or to the others."""
        self._by_number.get(subscription_of(notification), self.others).put(notification, size)

    def end_all(self, error: RpcError | None) -> None:
        """The connection has ended, and with it all subscriptions; those that can be resumed go on."""
        self._last_error = error
        lost, self._by_number = self._by_number, {}
        for subscription in lost.values():
            self._take_loss(subscription)

    async def begin(self, subscription: Subscription) -> None:
        """Ask the server to begin. If the caller has stopped waiting by then, the subscription is ended.

        Raises:
            RpcTimeout: no reply in the client's time-out.
            ProtocolError: the reply has no number of a subscription.
            The same as `AsyncRpcClient.call`.
        """
        deadline = self._client.new_deadline()
        await self._client.wait_until_ready(deadline)
        asking = self._spawn(self._ask(subscription))
        try:
            async with in_time(deadline, "no answer from the server"):
                await asyncio.shield(asking)
        except BaseException:
            await self._abandon(asking, subscription)
            raise

    async def end(self, subscription: Subscription) -> None:
        """Unsubscribe, unless the subscription is over."""
        if subscription.resuming is not None and not subscription.resuming.done():
            return await self._abandon(subscription.resuming, subscription)
        number = subscription.number
        try:
            with suppress(RpcError):  # the server, or the connection, may have ended it in the meantime
                await self._client.wait_until_ready(self._client.new_deadline())
                if not subscription.is_over:
                    await self._client.call("unsubscribe", {"subscription": number})
        finally:  # after a reconnection the number may be that of another subscription
            if self._by_number.get(number) is subscription:
                del self._by_number[number]

    async def _ask(self, subscription: Subscription, timeout: float | None = LONGEST) -> None:
        request, can_ask_again = subscription.request, subscription.position is not None
        result = await self._client.call("subscribe", request, timeout=timeout, idempotent=can_ask_again)
        try:
            self._register(subscription, subscription_number(result), position_in(result))
        except ProtocolError as error:
            self._client.fail_connection(str(error))
            raise

    def _register(self, subscription: Subscription, number: Any, position: Position | None) -> None:
        subscription.begun(number, position)
        for tick, size in self.others.take(number):  # ticks that came in one packet with the reply
            subscription.put(tick, size)
        if self._client.is_open:
            self._by_number[number] = subscription
        else:  # the end came in that packet too
            self._take_loss(subscription)

    def _take_loss(self, subscription: Subscription) -> None:
        """The connection has ended: resume a subscription on the next one, or end it."""
        if subscription.is_over:
            return
        if subscription.position is None or not self._client.reconnects:
            return subscription.end(self._last_error)
        subscription.number = None
        subscription.resuming = self._spawn(self._resume(subscription))

    async def _resume(self, subscription: Subscription) -> None:
        """Ask the server to go on, until it does, or there is no server any more.

        A reply that comes too late does no harm: on a connection a stream is the newest subscription's.
        """
        while subscription.number is None and not subscription.is_over:
            try:
                await self._client.wait_until_ready(Deadline(LONGEST))
                await self._ask(subscription, timeout=None)
            except RpcTimeout:
                continue
            except RpcError as error:
                subscription.end(error)

    async def _abandon(self, asking: asyncio.Task[None], subscription: Subscription) -> None:
        """End a subscription whose caller has stopped waiting, if the server begins it all the same."""
        if not self._client.has_ids:
            # The call ends the connection, because its reply could not be told from the next one.
            asking.cancel()
            await asyncio.wait([asking])
        asking.add_done_callback(partial(self._end_if_begun, subscription))

    def _end_if_begun(self, subscription: Subscription, asking: asyncio.Task[None]) -> None:
        if not asking.cancelled() and asking.exception() is None and subscription.number is not None:
            self._spawn(self.end(subscription))

    def _spawn(self, coroutine: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)  # asyncio itself keeps no strong reference
        task.add_done_callback(self._tasks.discard)
        return task


def subscription_of(notification: Notification) -> Any:
    """The number of the subscription that a notification belongs to, or None."""
    params = notification.params
    number = params.get("subscription") if isinstance(params, dict) else None
    return number if isinstance(number, Hashable) else None


def subscription_number(result: Any) -> Any:
    """The number in the reply to `subscribe`.

    Raises:
        ProtocolError: there is none.
    """
    number = result.get("subscription") if isinstance(result, dict) else None
    if number is None or not isinstance(number, Hashable):
        raise ProtocolError(f"the reply to subscribe has no subscription: {result!r:.80}")
    return number


def position_in(result: Any) -> Position | None:
    """Where the stream goes on, by the reply to `subscribe`; None where it cannot be resumed."""
    epoch, offset = (result.get("epoch"), result.get("offset")) if isinstance(result, dict) else (None, None)
    return Position(epoch, offset) if isinstance(epoch, str) and isinstance(offset, int) else None


def place_of(tick: Notification) -> Position | None:
    """The place after this tick; None where it has no epoch, or no sequence."""
    return position_in({"epoch": tick.params.get("epoch"), "offset": tick.params.get("sequence")})
