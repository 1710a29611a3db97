"""One connection as a server of calls sees it: texts come in, texts go out. No socket is known here."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Protocol

from ..wire import CloseCode
from . import article, jsonrpc
from .actions import Action, Actions, Then
from .answers import Answer, gather
from .envelopes import Dialect, dialect_of
from .errors import NotEncodable
from .ids import legal_id
from .json_text import JsonObject, encode_json
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
)
from .strict_json import decode_strictly

MAX_BATCH = 100
"""Requests in one batch."""
MAX_IN_FLIGHT = 64
"""Calls of one connection that have not been answered yet: at work, or waiting for their turn."""
RESERVED = "$/"
"""What the names of the protocol's own methods begin with."""
SERVER_ERROR = "Invalid JSON or server error"
"""What a client hears of a fault that is not its business, or that nobody can tell."""

logger = logging.getLogger(__name__)


class Outbox(Protocol):
    """Where a session's texts go."""

    def send(self, text: str) -> None:
        """Send it."""

    def relieve(self) -> None:
        """Fewer characters are held: more may be received."""

    def push(self, text: str) -> None:
        """Send it, or drop it where the client does not read."""

    def fail(self, code: int, fault: str) -> None:
        """Close the connection."""

    def count(self, action: str) -> None:
        """A call was made, for the log."""


class Session:
    """The calls of one connection.

    Args:
        actions: what may be called.
        outbox: where the replies go.
        shapeless: the dialect that answers what has no shape to tell one by.

    Attributes:
        held: characters of requests that are kept because their answers are still to come.
    """

    __slots__ = (
        "__weakref__",
        "_actions",
        "_by_id",
        "_ended",
        "_in_flight",
        "_outbox",
        "_shapeless",
        "_spawned",
        "_turns",
        "held",
    )

    def __init__(self, actions: Actions, outbox: Outbox, shapeless: Dialect) -> None:
        self.held = 0
        self._ended = False
        self._actions = actions
        self._outbox = outbox
        self._shapeless = shapeless
        self._in_flight: dict[Answer, asyncio.Task[Any]] = {}
        self._by_id: dict[MaybeId, Answer] = {}
        self._turns: deque[Answer] = deque()
        self._spawned: set[asyncio.Task[None]] = set()

    def tasks_in_flight(self) -> list[asyncio.Task[Any]]:
        """The calls that are at work."""
        return list(self._in_flight.values())

    def receive(self, text: str) -> None:
        """Take one message of the client, and answer it now or later."""
        try:
            message = decode_strictly(text)
        except ValueError:
            return self._refuse(CallFailed(PARSE_ERROR, SERVER_ERROR))
        if isinstance(message, dict):
            dialect = dialect_of(message)
            answer = self._answer(dialect, message)
            if answer.settled and not self._turns:
                self._send(answer)  # as most are: nothing to wait for
            else:
                self._deliver(answer, len(text), in_turn=dialect is article and legal_id(message) is ABSENT)
        elif isinstance(message, list):
            self._deliver(self._answer_batch(message), len(text))
        else:
            self._refuse(CallFailed(INVALID_REQUEST, "A request is a JSON object"))

    def end(self) -> None:
        """The connection is gone: nobody waits for an answer."""
        self._ended = True
        for task in [*self._in_flight.values(), *self._spawned]:
            task.cancel()
        self._turns.clear()

    # For actions

    def push(self, dialect: Dialect, name: str, params: Any) -> None:
        """Tell the client something, unless it does not read."""
        self._outbox.push(encode_json(dialect.encode_notification(name, params)))

    def spawn(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run `coroutine` until it ends, or the connection does."""
        if self._ended:
            return coroutine.close()
        task = asyncio.get_running_loop().create_task(coroutine)
        self._spawned.add(task)
        task.add_done_callback(self._spawned.discard)

    # Answering

    def _answer_batch(self, items: list[Any]) -> Answer:
        if not items:
            return self._refusal(jsonrpc, CallFailed(INVALID_REQUEST, "A batch is not empty"))
        if len(items) > MAX_BATCH:
            return self._refusal(
                jsonrpc, CallFailed(INVALID_REQUEST, f"A batch has at most {MAX_BATCH} items")
            )
        return gather([self._answer_item(item) for item in items if not self._ended])

    def _answer_item(self, item: Any) -> Answer:
        if isinstance(item, dict):
            return self._answer(jsonrpc, item)
        return self._refusal(jsonrpc, CallFailed(INVALID_REQUEST, "A request is a JSON object"))

    def _answer(self, dialect: Dialect, message: JsonObject) -> Answer:
        """The answer to one request, whatever is wrong with it."""
        try:
            request = dialect.decode_request(message)
        except CallFailed as failure:
            return self._refusal(dialect, failure, legal_id(message))
        try:
            return self._perform(dialect, request)
        except CallFailed as failure:
            return Answer(encode_failure(dialect, request, failure))

    def _perform(self, dialect: Dialect, request: Request) -> Answer:
        if dialect is jsonrpc:
            if request.id in self._by_id:
                raise CallFailed(INVALID_REQUEST, "id is already in flight")
            if request.action.startswith(RESERVED):
                return self._perform_reserved(request)
        self._outbox.count(request.action)
        action = self._actions.find(request.action)
        arguments = action.bind(request.params, self, dialect)
        if action.is_async:
            return self._start(dialect, request, action, arguments)
        try:
            return Answer(*encode_outcome(dialect, request, action.function(**arguments)))
        except (CallFailed, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            raise internal_error(error) from error

    def _perform_reserved(self, request: Request) -> Answer:
        if request.action != jsonrpc.CANCEL:
            raise CallFailed(UNKNOWN_ACTION, f"Unknown action: {request.action[:64]}")
        call_id = legal_id(request.params) if isinstance(request.params, dict) else ABSENT
        if call_id in self._by_id:
            self._in_flight[self._by_id[call_id]].cancel()
        return Answer(*encode_outcome(jsonrpc, request, None))

    # Calls in flight

    def _start(self, dialect: Dialect, request: Request, action: Action, arguments: dict[str, Any]) -> Answer:
        """Begin an action that takes a while."""
        if not self._has_room():
            if request.id is ABSENT:
                self._close_for_want_of_room()
                return Answer()
            raise CallFailed(BUSY, "Too many calls in flight")
        answer = Answer(settled=False)
        task = asyncio.get_running_loop().create_task(action.function(**arguments))
        origin = Request(request.action, {}, request.id)  # without the parameters, which may be a megabyte
        task.add_done_callback(partial(self._settle, answer, dialect, origin))
        self._in_flight[answer] = task
        if dialect is jsonrpc and request.id is not ABSENT and request.id is not None:
            self._by_id[request.id] = answer
        return answer

    def _settle(self, answer: Answer, dialect: Dialect, request: Request, task: asyncio.Task[Any]) -> None:
        del self._in_flight[answer]
        if self._by_id.get(request.id) is answer:
            del self._by_id[request.id]
        answer.settle(*outcome_of(task, dialect, request))

    def _has_room(self) -> bool:
        """Whether one more call may wait. One that works and has no id stands in both, and counts once."""
        return len({*self._in_flight, *self._turns}) < MAX_IN_FLIGHT

    def _close_for_want_of_room(self) -> None:
        self._outbox.fail(CloseCode.POLICY_VIOLATION, "too many calls waiting")

    # Delivering

    def _refuse(self, failure: CallFailed) -> None:
        """Answer what has no shape."""
        self._deliver(self._refusal(self._shapeless, failure), 0, in_turn=self._shapeless is article)

    def _refusal(self, dialect: Dialect, failure: CallFailed, call_id: MaybeId = ABSENT) -> Answer:
        return Answer(encode_json(dialect.encode_failure(call_id, failure)))

    def _deliver(self, answer: Answer, weight: int, in_turn: bool = False) -> None:
        if answer.settled and not (in_turn and self._turns):
            return self._send(answer)
        if in_turn and answer.settled and not self._has_room():
            return self._close_for_want_of_room()
        answer.weight = weight
        self.held += weight
        if in_turn:
            self._turns.append(answer)
        answer.when_settled(self._send_turns if in_turn else self._send)

    def _send_turns(self, settled: Answer) -> None:
        while self._turns and self._turns[0].settled:
            self._send(self._turns.popleft())

    def _send(self, answer: Answer) -> None:
        if answer.text:
            self._outbox.send(answer.text)
        if answer.weight:
            self.held -= answer.weight
            self._outbox.relieve()
        if answer.then is not None:
            answer.then()


def encode_outcome(dialect: Dialect, request: Request, outcome: Any) -> tuple[str, Any]:
    """The reply with what an action returned, and what is to be done after it.

    Raises:
        NotEncodable: JSON cannot hold it.
    """
    result, then = (outcome, None)
    if isinstance(outcome, Then):
        result, then = outcome.result, partial(do_afterwards, outcome.do)
    if wants_no_reply(dialect, request):
        return "", then
    return encode_json(dialect.encode_success(request, result)), then


def do_afterwards(do: Callable[[], None]) -> None:
    """What an action wants done after its reply. The reply is out: of a mistake only the log can be told."""
    try:
        do()
    except Exception as error:
        internal_error(error)


def encode_failure(dialect: Dialect, request: Request, failure: CallFailed) -> str:
    """The reply with an error; empty for a notification, which is not even told this."""
    if wants_no_reply(dialect, request):
        return ""
    try:
        return encode_json(dialect.encode_failure(request.id, failure))
    except NotEncodable as mistake:
        return encode_json(dialect.encode_failure(request.id, internal_error(mistake)))


def wants_no_reply(dialect: Dialect, request: Request) -> bool:
    """Whether it is a notification (JSON-RPC 2.0, section 4.1)."""
    return dialect is jsonrpc and request.id is ABSENT


def outcome_of(task: asyncio.Task[Any], dialect: Dialect, request: Request) -> tuple[str, Any]:
    """The reply to a call whose action has ended, however it did."""
    if task.cancelled():
        return encode_failure(dialect, request, CallFailed(CANCELLED, "Cancelled")), None
    error = task.exception()
    if error is not None:
        failure = error if isinstance(error, CallFailed) else internal_error(error)
        return encode_failure(dialect, request, failure), None
    try:
        return encode_outcome(dialect, request, task.result())
    except Exception as mistake:
        return encode_failure(dialect, request, internal_error(mistake)), None


def internal_error(error: BaseException) -> CallFailed:
    """A mistake of the server's: its log hears which, the client only that there was one."""
    logger.error("an action failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)
