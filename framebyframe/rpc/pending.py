"""The table of pending calls: each id has a future, and each reply settles the future of its id."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Collection
from typing import Any, Generic, Protocol, TypeVar

from .envelopes import decode_replies
from .errors import MessageRefused, ProtocolError, RemoteError, RpcError, RpcTimeout
from .json_text import decode_json
from .messages import ABSENT, MaybeId, Notification, Reply
from .timeouts import Deadline

MAX_GIVEN_UP = 1000
"""Calls whose late reply is looked out for; a server that owes more is not worth it."""


class Future(Protocol):
    """The methods that the table needs of a future; asyncio's has them."""

    def done(self) -> bool: ...
    def set_result(self, result: Any, /) -> None: ...
    def set_exception(self, error: Any, /) -> None: ...


FutureType = TypeVar("FutureType", bound=Future)


class PendingCalls(Generic[FutureType]):
    """The calls that wait for a reply, by their ids.

    A call is added before its request is sent, and removed however it ends: so no reply comes before its
    future is there, and no future stays behind.

    Args:
        new_future: makes the future of a call.
        on_notification: is given each notification, and how many characters its JSON text has.

    Attributes:
        messages: how many messages wait for replies; a batch of calls is one.
        unmatched: how many replies have come that no call waited for: late ones, and unknown ones.
    """

    def __init__(
        self, new_future: Callable[[], FutureType], on_notification: Callable[[Notification, int], object]
    ) -> None:
        self.messages = 0
        self.unmatched = 0
        self._new_future = new_future
        self._on_notification = on_notification
        self._futures: dict[MaybeId, FutureType] = {}
        self._given_up: set[MaybeId] = set()
        """Calls of this connection that nobody waits for, and whose reply may still come."""

    def __len__(self) -> int:
        return len(self._futures)

    def add(self, call_id: MaybeId) -> FutureType:
        """Register a call that is about to be sent: nobody can answer it yet.

        `self._new_future()` makes a future, `self._futures` is the table: the future of each call, by its
        id. `self.messages` counts the messages that wait for replies; this is one more.

        Args:
            call_id: of the call; ABSENT where it has none.

        Returns:
            the future of its result, or of the error it ends with.
        """
        self.messages += 1
        future = self._futures[call_id] = self._new_future()
        return future

    def remove(self, call_id: MaybeId) -> bool:
        """Forget a call that nobody waits for any more.

        Returns:
            whether it still stood in the table: neither a reply nor `fail_all` had taken it out.
        """
        self.messages -= 1
        is_unanswered = self._futures.pop(call_id, None) is not None
        if is_unanswered and len(self._given_up) < MAX_GIVEN_UP:
            self._given_up.add(call_id)
        return is_unanswered

    def add_batch(self, call_ids: Collection[MaybeId]) -> list[FutureType]:
        """Register the calls of one batch; the same as `add`."""
        self.messages -= len(call_ids) - 1
        return [self.add(call_id) for call_id in call_ids]

    def remove_batch(self, call_ids: Collection[MaybeId]) -> list[MaybeId]:
        """Forget the calls of one batch.

        Returns:
            the ids of those that still stood in the table.
        """
        self.messages += len(call_ids) - 1
        return [call_id for call_id in call_ids if self.remove(call_id)]

    def settle(self, reply: Reply) -> None:
        """Give a reply to the call with its id, which waits no longer.

        `self._futures` is the table: futures by id. A future takes a result or an error once, and does not
        take either where it is done: its call has been cancelled, or has run out of time. `self.messages`
        stays: the call counts it down itself, in `remove`, when it ends.

        Args:
            reply: in the order in which replies come, which is not that of the calls. Where no call waits
                for it, it is handed to `self._take_unmatched(reply)`, which sees to the rest.
        """
        future = self._futures.pop(reply.id, None)
        if future is None or future.done():
            self._take_unmatched(reply)
        elif reply.error is not None:
            future.set_exception(reply.error)
        else:
            future.set_result(reply.result)

    def fail_all(self, why: Callable[[], RpcError]) -> None:
        """Fail every call that waits: the connection has ended, and no reply will come.

        The table is empty afterwards, and `self.start_over()` forgets the calls that were given up: no late
        reply can come.

        Args:
            why: makes an error. Each call gets one of its own, because Python notes in an error where it
                was raised.
        """
        futures, self._futures = self._futures, {}
        self.start_over()
        for future in futures.values():
            if not future.done():
                future.set_exception(why())

    def start_over(self) -> None:
        """Expect no late replies: this is another connection."""
        self._given_up.clear()

    def receive_text(self, text: str) -> None:
        """Take in a server's message: settle the calls that it answers, hand on its notifications.

        `decode_json(text)` gives a value, `messages = decode_replies(value)` a list of what is in it:
        each a Reply, for `self.settle`, or a Notification, for `self._on_notification(notification,
        size)`, whose size is its share of the text, `len(text) // len(messages)`: sizes bound how much
        is kept for one who reads slowly. An error of `_on_notification` is no fault of the server's, and
        is let through.

        Args:
            text: of one message. It may be a batch. An empty batch holds no message: nothing happens.

        Raises:
            ProtocolError: the text is not JSON, for which `decode_json` raises ValueError; or it is no
                message of a server's, for which `decode_replies` raises it.
        """
        try:
            messages = decode_replies(decode_json(text))
        except ValueError as error:
            raise ProtocolError(f"a reply is JSON, this is not ({error}): {text!r:.80}") from error
        for message in messages:
            if isinstance(message, Notification):
                self._on_notification(message, len(text) // len(messages))
            else:
                self.settle(message)

    def _take_unmatched(self, reply: Reply) -> None:
        """Count a reply that no call waits for; or, where it refuses the one message in flight, fail that."""
        if reply.error is not None and self._is_about_a_message(reply):
            self._refuse_message(reply.error)
        else:
            self.unmatched += 1
            self._given_up.discard(reply.id)

    def _is_about_a_message(self, reply: Reply) -> bool:
        """Whether a reply without an id is about the one message in flight.

        Where calls have been given up, it may be a late one about those.
        """
        has_no_id = reply.id in (None, ABSENT)
        return has_no_id and self.messages == 1 and bool(self._futures) and not self._given_up

    def _refuse_message(self, error: RemoteError) -> None:
        """Fail the calls of the one message in flight: the server could not read it."""
        self.fail_all(lambda: MessageRefused(error.code, error.message, error.data))


def batch_outcome(outcome: Any) -> Any:
    """The outcome of one call of a batch: its result, or the RemoteError that answered it.

    Args:
        outcome: a result, or the error that the call ended with.

    Raises:
        RpcError: `outcome`, where it is an error of the whole batch.
    """
    answers_one_call = isinstance(outcome, RemoteError) and not isinstance(outcome, MessageRefused)
    if isinstance(outcome, BaseException) and not answers_one_call:
        raise outcome
    return outcome


class Expiry:
    """Fails the calls of an event loop with RpcTimeout when their time is up.

    Nearly every call is answered in time, and a timer for each would cost more than sending it. So there is
    one timer, for the earliest deadline; when it rings, all deadlines are looked at.
    """

    def __init__(self) -> None:
        self._deadlines: dict[asyncio.Future[Any], Deadline] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._rings_at = math.inf

    def __len__(self) -> int:
        return len(self._deadlines)

    def watch(self, future: asyncio.Future[Any], deadline: Deadline) -> None:
        """Fail a future when `deadline` passes, unless it is done."""
        self._deadlines[future] = deadline
        if deadline.moment < self._rings_at:
            self._set_timer(deadline)

    def forget(self, future: asyncio.Future[Any]) -> None:
        """Stop watching a future."""
        self._deadlines.pop(future, None)

    def stop(self) -> None:
        """Stop watching all futures."""
        self._deadlines.clear()
        self._set_timer(None)

    def _ring(self) -> None:
        waiting = [(future, deadline) for future, deadline in self._deadlines.items() if not future.done()]
        for future, deadline in waiting:
            if not deadline.remaining():
                future.set_exception(RpcTimeout(f"no answer from the server within {deadline.seconds:g} s"))
        later = [deadline for future, deadline in waiting if not future.done()]
        self._set_timer(min(later, key=lambda deadline: deadline.moment, default=None))

    def _set_timer(self, deadline: Deadline | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if deadline is None:
            self._timer, self._rings_at = None, math.inf
        else:
            self._timer = asyncio.get_running_loop().call_later(deadline.remaining(), self._ring)
            self._rings_at = deadline.moment
