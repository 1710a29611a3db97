"""The one table of exchanges that every client program executes, whatever its language.

An exchange is a list of steps on a connection of its own. A step is what the program gets as JSON
(`{"do": "call", ...}`) and the outcome it has to print. See docs/interop.md for what each step means.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ARTICLE = "article"
JSONRPC = "jsonrpc"
BOTH = (ARTICLE, JSONRPC)

LENGTHS = (125, 126, 127, 65_535, 65_536)
"""Bytes of payload on both sides of each length at which the header grows (RFC 6455, 5.2)."""
MAX_MESSAGE = 1 << 20
TIMEOUT = 0.2
"""Seconds of the time-outs that are tested."""
FOREVER = 30_000
"""Milliseconds of the longest sleep there is."""
NORMAL, GOING_AWAY, PROTOCOL_ERROR, UNSUPPORTED_DATA = 1000, 1001, 1002, 1003
NO_CODE, NO_CLOSE_FRAME, INVALID_DATA, TOO_BIG = 1005, 1006, 1007, 1009

ERROR_NUMBERS = {
    "parse_error": -32700,
    "invalid_request": -32600,
    "unknown_action": -32601,
    "invalid_params": -32602,
    "failed": -32000,
    "not_found": -32001,
    "cancelled": -32800,
}

CHARACTERS = {
    1: '\u0000\u0001\t\n"\\/ ~\u007f</script>',
    2: "\u0080é\u07ff",
    3: "\u0800€\u2028\ud7ff\ue000\ufeff\uffff",
    4: "\U00010000😀\U0010ffff",
}
"""Characters of each width in UTF-8: the first, the last, and some that programs often get wrong."""


@dataclass(frozen=True)
class ExchangeStep:
    """One thing that a client does, and the outcome it must have.

    Attributes:
        orders: what the program is sent.
        outcome: what it must print; may hold an `AnyNumber`.
    """

    orders: dict[str, Any]
    outcome: Any


@dataclass(frozen=True)
class Exchange:
    """Steps on a connection of their own.

    Attributes:
        name: what is exchanged, in words.
        dialect: "article" or "jsonrpc".
        steps: in order.
        asks_for: what a client must offer besides the kinds of its steps.
        ids: whether calls carry an id.
        close_codes: what the server may log as the end of the connection.
        close_reason: the reason that came with it, where it is under test.
        stops_server: the server is asked to end before the last step.
    """

    name: str
    dialect: str
    steps: tuple[ExchangeStep, ...]
    asks_for: frozenset[str] = frozenset()
    ids: bool = True
    close_codes: tuple[int, ...] = (NORMAL,)
    close_reason: str | None = None
    stops_server: bool = False

    @property
    def features(self) -> frozenset[str]:
        """All that a client must offer."""
        return self.asks_for | {step.orders["do"] for step in self.steps}

    def for_program(self) -> dict[str, Any]:
        """The exchange as it is sent to the client program."""
        orders = [step.orders for step in self.steps]
        return {"name": self.name, "dialect": self.dialect, "ids": self.ids, "steps": orders}


ONE_LATE = ExchangeStep({"do": "late"}, {"late": 1})
NO_IDS = frozenset({"no ids"})
EMPTY_OBJECTS = frozenset({"empty objects"})


@dataclass(frozen=True)
class AnyNumber:
    """Matches a number from `low` to `high`."""

    low: float
    high: float


@dataclass(frozen=True)
class Overheads:
    """Bytes of a call of `echo` with `{"text": ""}`, for each dialect.

    Attributes:
        request: as this client spells it.
        reply: as this server does.
    """

    request: Mapping[str, int]
    reply: Mapping[str, int]


def matches(expected: Any, got: Any) -> bool:
    """Whether an outcome is as expected. In Python True == 1, in JSON it is not."""
    if isinstance(expected, AnyNumber):
        return (
            isinstance(got, int | float)
            and not isinstance(got, bool)
            and expected.low <= got <= expected.high
        )
    if isinstance(expected, dict) and isinstance(got, dict):
        return expected.keys() == got.keys() and all(matches(expected[key], got[key]) for key in expected)
    if isinstance(expected, list) and isinstance(got, list):
        return len(expected) == len(got) and all(map(matches, expected, got))
    return isinstance(expected, bool) == isinstance(got, bool) and bool(expected == got)


def all_exchanges(overheads: Overheads, dialects: Sequence[str] = BOTH) -> list[Exchange]:
    """Every exchange in these dialects, the one that ends the server last."""
    exchanges = [exchange for dialect in dialects for exchange in _in_dialect(dialect, overheads)]
    return [*exchanges, _farewell(dialects[0])]


def _farewell(dialect: str) -> Exchange:
    steps = (echo({"n": 1}), ExchangeStep({"do": "await_close"}, {"closed": GOING_AWAY}))
    return Exchange("the server is stopped", dialect, steps, close_codes=(GOING_AWAY,), stops_server=True)


def _in_dialect(dialect: str, overheads: Overheads) -> Iterator[Exchange]:
    yield from _calls(dialect)
    yield from _lengths(dialect, overheads)
    yield from _characters(dialect)
    yield from _frames(dialect)
    yield from _errors(dialect)
    yield from _many_calls(dialect)
    yield from _giving_up(dialect)
    yield from _pushes(dialect)
    yield from _endings(dialect)
    yield from _in_article_only() if dialect == ARTICLE else _in_jsonrpc_only()


def call(action: str, params: Any, outcome: Any, **options: Any) -> ExchangeStep:
    """A call, and the answer it gets."""
    return ExchangeStep({"do": "call", "action": action, "params": params, **options}, outcome)


def echo(params: Any) -> ExchangeStep:
    """A call that answers its parameters."""
    return call("echo", params, {"result": params})


def too_slow() -> ExchangeStep:
    """A call whose caller times out."""
    return call("sleep", {"ms": FOREVER}, {"timeout": True}, timeout=TIMEOUT)


def error(dialect: str, code: str, message: str) -> dict[str, Any]:
    """The outcome of a call that the server answers with an error."""
    return {"error": {"code": code if dialect == ARTICLE else ERROR_NUMBERS[code], "message": message}}


def _calls(dialect: str) -> Iterator[Exchange]:
    example = {"id": 1, "name": "Example Item", "value": AnyNumber(0, 1)}
    yield Exchange("get an item", dialect, (call("getData", {"userId": 123}, {"result": example}),))
    item = {"item": "New Item", "value": 42}
    stored = {"id": AnyNumber(2, 1000), "name": "New Item", "value": 42}
    yield Exchange(
        "save an item, and read one back",
        dialect,
        (
            call("saveData", item, {"result": stored}),
            call("getData", {"id": 2}, {"result": {**stored, "id": 2}}),
        ),
    )
    values = {"a": [1, -2, 0.5, 9007199254740991, True, False, None, ""], "b": {"c": [[], [{"d": []}]]}}
    yield Exchange("values of every kind", dialect, (echo(values),))
    yield Exchange("a list as parameters", dialect, (echo([1, "two", None]),))
    yield Exchange(
        "an empty object is no empty list",
        dialect,
        (echo({"object": {}, "list": []}), echo([])),
        EMPTY_OBJECTS,
    )
    yield Exchange("twenty calls on one connection", dialect, tuple(echo({"n": n}) for n in range(20)))


def _lengths(dialect: str, overheads: Overheads) -> Iterator[Exchange]:
    for length in LENGTHS:
        request = {"text": "a" * (length - overheads.request[dialect])}
        reply = {"text": "a" * (length - overheads.reply[dialect])}
        yield Exchange(f"{length} bytes of payload", dialect, (echo(request), echo(reply)))


def _characters(dialect: str) -> Iterator[Exchange]:
    for width, text in CHARACTERS.items():
        name = f"characters of {width} byte{'s' * (width > 1)} in UTF-8"
        yield Exchange(name, dialect, (echo({text: [text, text * 50]}),))


def _frames(dialect: str) -> Iterator[Exchange]:
    text = _request_text(dialect, "echo", {"text": "€😀"})
    answer = {"message": _success_text(dialect, "echo", {"text": "€😀"})}
    middle = text.index("€".encode()) + 1
    halves = [text[:middle].hex(), text[middle:].hex()]
    fragments = {"do": "fragments", "parts": halves, "ping": b"between".hex()}
    yield Exchange(
        "two fragments, cut in a character, a ping between them",
        dialect,
        (ExchangeStep(fragments, {**answer, "pong": True}), echo({"n": 1})),
    )
    single_bytes = [b"", *(text[index : index + 1] for index in range(len(text)))]
    fragments = {"do": "fragments", "parts": [part.hex() for part in single_bytes], "ping": ""}
    yield Exchange(
        "a fragment for each byte, an empty ping between",
        dialect,
        (ExchangeStep(fragments, {**answer, "pong": True}),),
    )
    yield Exchange(
        "a ping of 125 bytes", dialect, (ExchangeStep({"do": "ping", "payload": "61" * 125}, {"pong": True}),)
    )
    yield Exchange(
        "a frame in three pieces, cut in the header and in the masking key",
        dialect,
        (ExchangeStep({"do": "pieces", "payload": text.hex(), "cuts": [1, 4]}, answer),),
    )


def _request_text(dialect: str, action: str, params: Any) -> bytes:
    """The text of a request with the id "x"."""
    request = (
        {"action": action, "params": params, "id": "x"}
        if dialect == ARTICLE
        else {"jsonrpc": "2.0", "method": action, "params": params, "id": "x"}
    )
    return json.dumps(request, ensure_ascii=False).encode()


def _success_text(dialect: str, action: str, result: Any) -> dict[str, Any]:
    if dialect == JSONRPC:
        return {"jsonrpc": "2.0", "result": result, "id": "x"}
    return {"status": "success", "data": f"Processed: {action}", "payload": result, "id": "x"}


def _errors(dialect: str) -> Iterator[Exchange]:
    after = echo({"still": "here"})
    unknown = error(dialect, "unknown_action", "Unknown action: fly")
    yield Exchange("an unknown action", dialect, (call("fly", {"to": "the moon"}, unknown), after))
    invalid = error(dialect, "invalid_params", "value must be a number")
    params = {"item": "x", "value": "42"}
    yield Exchange("invalid parameters", dialect, (call("saveData", params, invalid), after))
    failed = error(dialect, "failed", "Failed on purpose")
    yield Exchange("a call that fails", dialect, (call("fail", {}, failed), after))
    words = {"message": "nö €😀"}
    failed = error(dialect, "failed", "nö €😀")
    yield Exchange("a call that fails in words of its own", dialect, (call("fail", words, failed), after))
    missing = error(dialect, "not_found", "No item with id 999999")
    yield Exchange("no such item", dialect, (call("getData", {"id": 999_999}, missing), after))


def _many_calls(dialect: str) -> Iterator[Exchange]:
    calls, outcomes = _three_calls(dialect, 300)
    together = ExchangeStep({"do": "together", "calls": calls}, {"outcomes": outcomes, "order": [1, 2, 0]})
    yield Exchange("three calls in flight, answered out of order", dialect, (together,))


def _three_calls(dialect: str, milliseconds: int) -> tuple[list[Any], list[Any]]:
    """A call that takes `milliseconds`, one that takes no time, and one that fails; and their outcomes."""
    calls = [
        {"action": "sleep", "params": {"ms": milliseconds}},
        {"action": "echo", "params": {"n": 1}},
        {"action": "fly", "params": {"n": 2}},
    ]
    unknown = error(dialect, "unknown_action", "Unknown action: fly")
    return calls, [{"result": {"slept": milliseconds}}, {"result": {"n": 1}}, unknown]


def _giving_up(dialect: str) -> Iterator[Exchange]:
    yield Exchange("a call that times out, and the next one", dialect, (too_slow(), echo({"n": 1})))


def _pushes(dialect: str) -> Iterator[Exchange]:
    subscribe = call("subscribe", {"intervalMs": 10, "count": 3}, {"result": {"subscription": 1}})
    ticks = [{"name": "tick", "params": {"subscription": 1, "sequence": n}} for n in (1, 2, 3)]
    over = call("unsubscribe", {"subscription": 1}, error(dialect, "not_found", "No subscription 1"))
    yield Exchange(
        "three ticks of a subscription",
        dialect,
        (subscribe, ExchangeStep({"do": "pushes", "count": 3}, {"pushes": ticks}), over),
    )
    endless = call("subscribe", {"intervalMs": 10}, {"result": {"subscription": 1}})
    ended = call("unsubscribe", {"subscription": 1}, {"result": {"subscription": 1}})
    yield Exchange(
        "a subscription ends when it is asked to",
        dialect,
        (endless, ExchangeStep({"do": "pushes", "count": 1}, {"pushes": ticks[:1]}), ended, echo({"n": 1})),
    )


def _endings(dialect: str) -> Iterator[Exchange]:
    before = echo({"n": 1})
    close = {"do": "close", "code": 4001, "reason": "enough"}
    yield Exchange(
        "the client closes with 4001 and a reason",
        dialect,
        (before, ExchangeStep(close, {"closed": 4001})),
        close_codes=(4001,),
        close_reason="enough",
    )
    yield Exchange(
        "the client closes without a code",
        dialect,
        (before, ExchangeStep({"do": "close_without_code"}, {"closed": NO_CODE})),
        close_codes=(NO_CODE,),
    )
    too_big = {"text": "a" * MAX_MESSAGE}
    yield Exchange(
        "the server closes: the message is too big",
        dialect,
        (before, call("echo", too_big, {"closed": TOO_BIG})),
        close_codes=(TOO_BIG,),
    )
    yield from _faults_of_clients(dialect, before)


def _faults_of_clients(dialect: str, before: ExchangeStep) -> Iterator[Exchange]:
    for name, kind, payload, code in (
        ("a binary message", "binary", b"{}", UNSUPPORTED_DATA),
        ("text that is no UTF-8", "text_bytes", b'{"action": "\xff"}', INVALID_DATA),
        ("a frame without a mask", "unmasked", b"{}", PROTOCOL_ERROR),
    ):
        wrong = ExchangeStep({"do": kind, "payload": payload.hex()}, {"sent": True})
        closed = ExchangeStep({"do": "await_close"}, {"closed": code})
        yield Exchange(f"the server closes: {name}", dialect, (before, wrong, closed), close_codes=(code,))


def _in_article_only() -> Iterator[Exchange]:
    yield from _unparsable()
    yield from _without_ids()
    late = call("sleep", {"ms": 600}, {"timeout": True}, timeout=TIMEOUT)
    after = call("sleep", {"ms": 700}, {"result": {"slept": 700}})  # longer, should both be read at once
    yield Exchange("a late answer is ignored", ARTICLE, (late, after, ONE_LATE))


def _unparsable() -> Iterator[Exchange]:
    # No shape tells the dialect: the reply is that of a connection without a subprotocol.
    answer = {"status": "error", "message": "Invalid JSON or server error", "code": "parse_error"}
    for name, text in (("0 bytes of payload", ""), ("no JSON", '{"action": ')):
        step = ExchangeStep({"do": "message", "text": text}, {"message": answer})
        yield Exchange(name, ARTICLE, (step, echo({"still": "here"})))


def _without_ids() -> Iterator[Exchange]:
    in_turn = tuple(echo({"n": n}) for n in range(3))
    yield Exchange("calls without an id", ARTICLE, in_turn, NO_IDS, ids=False)
    closed = call("echo", {}, {"closed": NO_CLOSE_FRAME})
    yield Exchange(
        "without an id, a time-out ends the connection",
        ARTICLE,
        (too_slow(), closed),
        NO_IDS,
        ids=False,
        close_codes=(NO_CLOSE_FRAME, NORMAL),
    )


def _in_jsonrpc_only() -> Iterator[Exchange]:
    yield from _batches()
    yield from _cancelled()
    notify = ExchangeStep({"do": "notify", "action": "fly", "params": {"n": 1}}, {"sent": True})
    yield Exchange("a notification, which is not answered", JSONRPC, (notify, notify, echo({"n": 2})))
    data = {"data": {"why": ["because", 1]}}
    failed = {"error": {"code": ERROR_NUMBERS["failed"], "message": "Failed on purpose", **data}}
    yield Exchange("an error with data", JSONRPC, (call("fail", data, failed), echo({"still": "here"})))


def _batches() -> Iterator[Exchange]:
    calls, outcomes = _three_calls(JSONRPC, 10)
    batch = ExchangeStep({"do": "batch", "calls": calls}, outcomes)
    yield Exchange("a batch", JSONRPC, (batch, echo({"n": 3})))
    refusal = {"jsonrpc": "2.0", **error(JSONRPC, "invalid_request", "A batch is not empty"), "id": None}
    empty = ExchangeStep({"do": "message", "text": "[]"}, {"message": refusal})
    yield Exchange("an empty batch", JSONRPC, (empty, echo({"still": "here"})))


def _cancelled() -> Iterator[Exchange]:
    # A cancelled call is answered before a sleep that is sent after it; the order of the others is free.
    soon = call("sleep", {"ms": 20}, {"result": {"slept": 20}})
    name = "a time-out cancels the call, whose answer is ignored"
    yield Exchange(name, JSONRPC, (too_slow(), soon, ONE_LATE))
    sleep = {"action": "sleep", "params": {"ms": FOREVER}}
    cancel = ExchangeStep({"do": "cancel", **sleep}, {"cancelled": True})
    yield Exchange("a call is cancelled", JSONRPC, (cancel, soon, ONE_LATE))
    told = ExchangeStep({"do": "cancel_and_wait", **sleep}, error(JSONRPC, "cancelled", "Cancelled"))
    yield Exchange("a cancelled call is told so", JSONRPC, (told, echo({"n": 1})))
