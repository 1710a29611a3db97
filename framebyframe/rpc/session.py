"""The calls of one connection, as the server sees them: texts in, texts out, no socket."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any, Protocol

from ..wire import CloseCode
from . import article, jsonrpc
from .actions import Action, Actions, Then
from .envelopes import Dialect, dialect_of
from .errors import NotEncodable
from .json_text import JsonObject, decode_strictly, encode_json
from .messages import (
    ABSENT,
    BUSY,
    CANCELLED,
    INTERNAL_ERROR,
    INVALID_REQUEST,
    PARSE_ERROR,
    UNKNOWN_ACTION,
    CallFailed,
    MaybeId,
    Request,
    legal_id,
)

MAX_IN_FLIGHT = 64
"""Calls of one connection whose reply has not been sent: they run, or their replies wait for their turn."""
RESERVED = "$/"
"""The beginning of the names of the protocol's own methods."""
SERVER_ERROR = "Invalid JSON or server error"
"""The message for a text that cannot be parsed, and for a mistake of the server's own."""

Afterwards = Callable[[], None] | None
"""A function to call once a reply has been sent, or None."""

logger = logging.getLogger(__name__)


class Outbox(Protocol):
    """The connection of a session, which sends its replies."""

    def send(self, text: str) -> None:
        """Send a reply."""

    def push(self, text: str) -> None:
        """Send a notification, or drop it where the client does not read."""

    def drained(self) -> None:
        """`held` has become smaller: more requests may be received."""

    def fail(self, code: int, fault: str) -> None:
        """End the connection because of what the client sent."""

    def count(self, action: str) -> None:
        """Count a call, for the log."""


class PendingReply:
    """The reply to one message of the client. It is settled once, now or later, and then sent.

    Attributes:
        text: as JSON; empty where none is sent: for a notification.
        afterwards: is called once the reply has been sent.
        settled: whether the text is known.
        size: characters of the client's message that are kept in memory until then.
    """

    __slots__ = ("_on_settled", "afterwards", "settled", "size", "text")

    def __init__(self, text: str = "", afterwards: Afterwards = None, settled: bool = True) -> None:
        self.text = text
        self.afterwards = afterwards
        self.settled = settled
        self.size = 0
        self._on_settled: Callable[[PendingReply], None] | None = None

    def settle(self, text: str, afterwards: Afterwards) -> None:
        """Set the text."""
        self.text, self.afterwards, self.settled = text, afterwards, True
        if self._on_settled is not None:
            self._on_settled(self)

    def when_settled(self, listener: Callable[[PendingReply], None]) -> None:
        """Call `listener` when it is settled: at once, if it is."""
        if self.settled:
            listener(self)
        else:
            self._on_settled = listener


class Session:
    """The calls of one connection.

    Args:
        actions: those that clients may call.
        outbox: the connection.
        default_dialect: for the error of a message that is in neither dialect.

    Attributes:
        held: characters of requests that are kept because their replies have not been sent.
    """

    __slots__ = (
        "__weakref__", "_actions", "_by_id", "_default_dialect", "_ended", "_in_flight", "_outbox",
        "_spawned", "_turns", "held",
    )  # fmt: skip

    def __init__(self, actions: Actions, outbox: Outbox, default_dialect: Dialect) -> None:
        self.held = 0
        self._ended = False
        self._actions = actions
        self._outbox = outbox
        self._default_dialect = default_dialect
        self._in_flight: dict[PendingReply, asyncio.Task[Any]] = {}
        self._by_id: dict[MaybeId, PendingReply] = {}
        """The replies in flight that JSON-RPC can cancel, by the ids of their requests."""
        self._turns: deque[PendingReply] = deque()
        """The replies without an id, in the order of their requests, from the first that is not settled."""
        self._spawned: set[asyncio.Task[None]] = set()

    def receive(self, text: str) -> None:
        """Take one message of the client. Its reply is sent now or later."""
        try:
            message = decode_strictly(text)
        except ValueError:
            return self._refuse(CallFailed(PARSE_ERROR, SERVER_ERROR))
        if isinstance(message, dict):
            dialect = dialect_of(message)
            reply = self._reply_to(dialect, message)
            if reply.settled and not self._turns:  # as most are: there is nothing to wait for
                self._send(reply)
            else:
                self._deliver(reply, len(text), dialect is article and legal_id(message) is ABSENT)
        elif isinstance(message, list):
            self._deliver(self._reply_to_batch(message), len(text))
        else:
            self._refuse(CallFailed(INVALID_REQUEST, "A request is a JSON object"))

    def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
        """Call the action that a request names, and count it.

        Unknown actions are counted, too. `self._actions.find(name)` gives the Action, or raises; its
        `bind(params, self, dialect)` checks the parameters and gives the arguments, by name.
        `action.is_async` says whether its function is a coroutine function: `self._start` runs one in a
        task, and `self._run` any other one here and now. Both take the dialect, the request, the action
        and the arguments. `self._outbox.count(name)` counts.

        Returns:
            the reply, as `self._start` or `self._run` gives it.

        Raises:
            CallFailed: there is no such action, its parameters are wrong, or it failed.
        """
        self._outbox.count(request.action)
        action = self._actions.find(request.action)
        arguments = action.bind(request.params, self, dialect)
        if action.is_async:
            return self._start(dialect, request, action, arguments)
        return self._run(dialect, request, action, arguments)

    def end(self) -> None:
        """Cancel all that is in flight: the connection has ended."""
        self._ended = True
        for task in [*self._in_flight.values(), *self._spawned]:
            task.cancel()
        self._turns.clear()

    def tasks_in_flight(self) -> list[asyncio.Task[Any]]:
        """The tasks of the actions that run."""
        return list(self._in_flight.values())

    # For actions

    def push(self, dialect: Dialect, name: str, params: Any) -> None:
        """Send the client a notification, unless it does not read."""
        self._outbox.push(encode_json(dialect.encode_notification(name, params)))

    def spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run `coroutine` in a task, which is cancelled when the connection ends."""
        if self._ended:
            return coroutine.close()
        task = asyncio.get_running_loop().create_task(coroutine)
        self._spawned.add(task)
        task.add_done_callback(self._spawned.discard)

    # From messages to replies

    def _reply_to(self, dialect: Dialect, message: JsonObject) -> PendingReply:
        """The reply to one request, whatever is wrong with it."""
        try:
            request = dialect.decode_request(message)
        except CallFailed as failure:
            return refusal(dialect, failure, legal_id(message))
        try:
            return self._answer(dialect, request)
        except CallFailed as failure:
            return PendingReply(encode_failure(dialect, request, failure))

    def _answer(self, dialect: Dialect, request: Request) -> PendingReply:
        if dialect is jsonrpc and request.id in self._by_id:
            raise CallFailed(INVALID_REQUEST, "id is already in flight")
        if dialect is jsonrpc and request.action.startswith(RESERVED):
            return self._dispatch_reserved(request)
        return self.dispatch(dialect, request)

    def _reply_to_batch(self, items: list[Any]) -> PendingReply:
        if not items:
            return refusal(jsonrpc, CallFailed(INVALID_REQUEST, "A batch is not empty"))
        if len(items) > jsonrpc.MAX_BATCH:
            too_many = f"A batch has at most {jsonrpc.MAX_BATCH} items"
            return refusal(jsonrpc, CallFailed(INVALID_REQUEST, too_many))
        return gather_replies([self._reply_to_item(item) for item in items if not self._ended])

    def _reply_to_item(self, item: Any) -> PendingReply:
        if isinstance(item, dict):
            return self._reply_to(jsonrpc, item)
        return refusal(jsonrpc, CallFailed(INVALID_REQUEST, "A request is a JSON object"))

    def _dispatch_reserved(self, request: Request) -> PendingReply:
        """Cancel a call: the one method of the protocol itself that there is."""
        if request.action != jsonrpc.CANCEL:
            raise CallFailed(UNKNOWN_ACTION, f"Unknown action: {request.action[:64]}")
        call_id = legal_id(request.params) if isinstance(request.params, dict) else ABSENT
        if call_id in self._by_id:
            self._in_flight[self._by_id[call_id]].cancel()
        return PendingReply(*encode_outcome(jsonrpc, request, None))

    # Calls

    def _run(
        self, dialect: Dialect, request: Request, action: Action, arguments: dict[str, Any]
    ) -> PendingReply:
        """Call a function that is none of a coroutine, here and now."""
        try:
            return PendingReply(*encode_outcome(dialect, request, action.function(**arguments)))
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            raise failure_of(error) from None  # which has logged it

    def _start(
        self, dialect: Dialect, request: Request, action: Action, arguments: dict[str, Any]
    ) -> PendingReply:
        """Run a coroutine function in a task, which settles the reply when it ends."""
        if not self._has_room():
            if request.id is ABSENT:
                self._fail_for_too_many()
                return PendingReply()
            raise CallFailed(BUSY, "Too many calls in flight")
        reply = PendingReply(settled=False)
        task = asyncio.get_running_loop().create_task(action.function(**arguments))
        origin = Request(request.action, {}, request.id)  # without the parameters, which may be a megabyte
        task.add_done_callback(partial(self._settle, reply, dialect, origin))
        self._in_flight[reply] = task
        if dialect is jsonrpc and request.id is not ABSENT and request.id is not None:
            self._by_id[request.id] = reply
        return reply

    def _settle(
        self, reply: PendingReply, dialect: Dialect, request: Request, task: asyncio.Task[Any]
    ) -> None:
        del self._in_flight[reply]
        if self._by_id.get(request.id) is reply:
            del self._by_id[request.id]
        reply.settle(*outcome_of(task, dialect, request))

    def _has_room(self) -> bool:
        """Whether one more call may be in flight. One that runs and has no id is in both, and counts once."""
        return len({*self._in_flight, *self._turns}) < MAX_IN_FLIGHT

    def _fail_for_too_many(self) -> None:
        self._outbox.fail(CloseCode.POLICY_VIOLATION, "too many calls waiting")

    # Delivering

    def _refuse(self, failure: CallFailed) -> None:
        """Answer a message that is in neither dialect."""
        in_turn = self._default_dialect is article
        self._deliver(refusal(self._default_dialect, failure), 0, in_turn)

    def _deliver(self, reply: PendingReply, size: int, in_turn: bool = False) -> None:
        """Send a reply once it is settled; with `in_turn`, after the replies without an id before it."""
        if reply.settled and not (in_turn and self._turns):
            return self._send(reply)
        if in_turn and reply.settled and not self._has_room():
            return self._fail_for_too_many()
        reply.size = size
        self.held += size
        if in_turn:
            self._turns.append(reply)
        reply.when_settled(self._send_turns if in_turn else self._send)

    def _send_turns(self, settled: PendingReply) -> None:
        while self._turns and self._turns[0].settled:
            self._send(self._turns.popleft())

    def _send(self, reply: PendingReply) -> None:
        if reply.text:
            self._outbox.send(reply.text)
        if reply.size:
            self.held -= reply.size
            self._outbox.drained()
        if reply.afterwards is not None:
            reply.afterwards()


def gather_replies(parts: Sequence[PendingReply]) -> PendingReply:
    """The reply to a batch, settled with its last part: an array, in the order of the requests.

    It is empty where all parts are (JSON-RPC 2.0, section 6).
    """
    whole = PendingReply(settled=False)
    unsettled = [part for part in parts if not part.settled]

    def part_settled(part: PendingReply) -> None:
        unsettled.remove(part)
        if not unsettled:
            whole.settle(*_join(parts))

    for part in list(unsettled):
        part.when_settled(part_settled)
    if not unsettled:
        whole.settle(*_join(parts))
    return whole


def _join(parts: Sequence[PendingReply]) -> tuple[str, Callable[[], None]]:
    texts = ",".join(part.text for part in parts if part.text)

    def afterwards() -> None:
        for part in parts:
            if part.afterwards is not None:
                part.afterwards()

    return f"[{texts}]" if texts else "", afterwards


# The texts of replies


def encode_outcome(dialect: Dialect, request: Request, outcome: Any) -> tuple[str, Afterwards]:
    """The reply with what an action returned, and what is to be done after it.

    Raises:
        NotEncodable: JSON cannot hold it.
    """
    result, afterwards = outcome, None
    if isinstance(outcome, Then):
        result, afterwards = outcome.result, partial(do_afterwards, outcome.do)
    if wants_no_reply(dialect, request):
        return "", afterwards
    return encode_json(dialect.encode_success(request, result)), afterwards


def do_afterwards(do: Callable[[], None]) -> None:
    """Call what an action wants done after its reply. The reply is out: a mistake goes to the log alone."""
    try:
        do()
    except Exception as error:
        failure_of(error)


def encode_failure(dialect: Dialect, request: Request, failure: CallFailed) -> str:
    """The reply with an error; empty for a notification, which gets no reply at all."""
    if wants_no_reply(dialect, request):
        return ""
    try:
        return encode_json(dialect.encode_failure(request.id, failure))
    except NotEncodable as mistake:
        return encode_json(dialect.encode_failure(request.id, failure_of(mistake)))


def refusal(dialect: Dialect, failure: CallFailed, call_id: MaybeId = ABSENT) -> PendingReply:
    """The reply to a message that is no request."""
    return PendingReply(encode_json(dialect.encode_failure(call_id, failure)))


def wants_no_reply(dialect: Dialect, request: Request) -> bool:
    """Whether a request is a notification (JSON-RPC 2.0, section 4.1)."""
    return dialect is jsonrpc and request.id is ABSENT


def outcome_of(task: asyncio.Task[Any], dialect: Dialect, request: Request) -> tuple[str, Afterwards]:
    """The reply to a call whose task has ended, and what is to be done after it."""
    if task.cancelled():
        return encode_failure(dialect, request, CallFailed(CANCELLED, "Cancelled")), None
    error = task.exception()
    if error is not None:
        return encode_failure(dialect, request, failure_of(error)), None
    try:
        return encode_outcome(dialect, request, task.result())
    except Exception as mistake:
        return encode_failure(dialect, request, failure_of(mistake)), None


def failure_of(error: BaseException) -> CallFailed:
    """The error that a client is told where an action has raised this one.

    A CallFailed is meant for the client, and for nobody else. Any other error is a mistake of the
    server's own: it goes to `logger`, as an error, with `exc_info`, and the client is told
    SERVER_ERROR, with the code INTERNAL_ERROR, and nothing of what it was. A CancelledError
    that comes here is such a mistake, too: the call itself was not cancelled.
    """
    if isinstance(error, CallFailed):
        return error
    logger.error("an action failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)
