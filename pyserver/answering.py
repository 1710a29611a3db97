"""From a request to its reply: the checks in the contract's order, the action, and the calls in flight."""

from __future__ import annotations

import logging

from websockets.frames import CloseCode

from . import jsonrpc
from .actions import Begun, Caller, Later, Outcome, perform, unknown_action
from .call import Call, Dialect, MaybeId, legal_id
from .errors import CloseConnection, ErrorCode, RpcError, internal_error, invalid_request
from .in_flight import InFlight
from .limits import MAX_IN_FLIGHT
from .log import Record
from .replies import Reply, Turns
from .store import Store
from .strict_json import ABSENT, JsonObject
from .subscriptions import Subscriptions

logger = logging.getLogger(__name__)


class Answering:
    """Answers the requests of one connection, each with a Reply that is known now or later."""

    def __init__(
        self, *, in_flight: InFlight, turns: Turns, subscriptions: Subscriptions, store: Store, record: Record
    ) -> None:
        self._in_flight = in_flight
        self._turns = turns
        self._subscriptions = subscriptions
        self._store = store
        self._record = record

    def answer(self, dialect: Dialect, request: JsonObject) -> Reply:
        """The reply to one request, whatever is wrong with it.

        Raises:
            CloseConnection: it would have to wait, is one too many, and has no id to say so by.
        """
        try:
            call = dialect.read(request)
        except RpcError as error:
            return Reply.known(dialect.failure(error, dialect.reply_id(request)))
        try:
            return self._perform(dialect, call)
        except RpcError as error:
            return Reply.known(dialect.failure(error, call.id))

    def has_room(self) -> bool:
        """Whether one more call may wait."""
        # A sleeping call without an id stands in both sets, and counts once.
        return len({*self._in_flight.replies(), *self._turns.waiting}) < MAX_IN_FLIGHT

    def _perform(self, dialect: Dialect, call: Call) -> Reply:
        if dialect is jsonrpc:
            if self._in_flight.has(call.id):
                raise invalid_request("id is already in flight")
            if call.action.startswith(jsonrpc.RESERVED_PREFIX):
                return self._perform_reserved(call)
        self._record.called(call.action)
        outcome = self._outcome(dialect, call)
        if isinstance(outcome, Later):
            return self._answer_later(dialect, call, outcome)
        if isinstance(outcome, Begun):
            return Reply.known(dialect.success(call, outcome.result), sent=outcome.begin)
        return Reply.known(dialect.success(call, outcome))

    def _outcome(self, dialect: Dialect, call: Call) -> Outcome:
        try:
            return perform(call, Caller(self._store, self._subscriptions, dialect))
        except RpcError:
            raise
        except Exception as error:
            # A mistake of ours, not the peer's: the peer is told that there was one; stderr says which.
            logger.exception("an action failed")
            raise internal_error() from error

    def _answer_later(self, dialect: Dialect, call: Call, later: Later) -> Reply:
        if not self.has_room():
            if call.id is ABSENT:
                raise too_many_waiting()
            raise RpcError(ErrorCode.BUSY, "Too many calls in flight")
        reply = self._in_flight.add(later.seconds, dialect.success(call, later.result))
        if dialect is jsonrpc and call.id is not ABSENT and call.id is not None:
            self._in_flight.name(reply, call.id)
        return reply

    def _perform_reserved(self, call: Call) -> Reply:
        if call.action != jsonrpc.CANCEL_REQUEST:
            raise unknown_action(call.action)
        call_id = _id_to_cancel(call)
        cancelled = RpcError(ErrorCode.CANCELLED, "Cancelled")
        self._in_flight.cancel(call_id, jsonrpc.failure(cancelled, call_id))
        return Reply.known(jsonrpc.success(call, None))


def too_many_waiting() -> CloseConnection:
    """The close for a call that has no room to wait and no id to carry an error."""
    return CloseConnection(CloseCode.POLICY_VIOLATION, "too many calls waiting")


def _id_to_cancel(call: Call) -> MaybeId:
    """The id that `$/cancelRequest` names, or ABSENT, which is never in flight."""
    try:
        return legal_id(call.params) if isinstance(call.params, dict) else ABSENT
    except RpcError:
        return ABSENT
