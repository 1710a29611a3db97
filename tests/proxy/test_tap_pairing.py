"""Calls and their replies find each other: by id in both dialects, in order where the article's have none."""

from __future__ import annotations

import json
from typing import Any

from tapped import from_client, from_server, talk

from framebyframe.proxy import Record, TapLimits
from framebyframe.proxy.tap.items import TappedCall
from framebyframe.rpc.messages import ABSENT

ERROR = {"code": -32601, "message": "Method not found"}


def said(*parts: tuple[str, Any], **options: Any) -> Record:
    """The record of messages: C is said by the client, S by the server; text stays text."""
    pieces = []
    for who, value in parts:
        text = value if isinstance(value, str) else json.dumps(value)
        pieces.append(from_client(text) if who == "C" else from_server(text))
    return talk(*pieces, **options)


def summary(record: Record) -> list[tuple[str, object, str, str, float | None]]:
    return [(call.action, call.id, call.state, call.paired, call.latency) for call in record.calls()]


def ask(action: str, **more: Any) -> dict[str, Any]:
    return {"action": action, **more}


def yes(**more: Any) -> dict[str, Any]:
    return {"status": "success", "data": "Processed", **more}


def no(**more: Any) -> dict[str, Any]:
    return {"status": "error", "message": "no", "code": "failed", **more}


def rpc(**members: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", **members}


def test_article_by_id_out_of_order() -> None:
    record = said(
        ("C", ask("a", id=0)), ("C", ask("b", id="x")), ("S", yes(id="x")), ("S", no(id=0)),
    )  # fmt: skip
    assert summary(record) == [("a", 0, "failed", "id", 3), ("b", "x", "answered", "id", 1)]
    first, second = record.calls()
    assert "no (failed)" in first.error and second.error == ""
    messages = {message.number: message.text for message in record.messages()}
    assert json.loads(messages[first.request] or "") == ask("a", id=0)
    assert json.loads(messages[first.reply or 0] or "") == no(id=0)


def test_article_without_ids_in_order() -> None:
    record = said(("C", ask("a")), ("C", ask("b")), ("S", yes()), ("S", no()))
    assert summary(record) == [("a", ABSENT, "answered", "order", 2), ("b", ABSENT, "failed", "order", 2)]


def test_with_and_without_ids_mixed() -> None:
    record = said(("C", ask("a")), ("C", ask("b", id=1)), ("C", ask("c")), ("S", yes(id=1)), ("S", yes()))
    assert [(call.action, call.state) for call in record.calls()] == [
        ("a", "answered"),
        ("b", "answered"),
        ("c", "lost"),
    ]


def test_what_is_no_request_becomes_a_call_once_it_is_answered_by_an_error() -> None:
    record = said(("C", "rubbish"), ("C", ask("a")), ("S", no()), ("S", yes()))
    assert [(call.action, call.state, call.paired) for call in record.calls()] == [
        ("a", "answered", "order"),
        ("", "failed", "order"),
    ]


def test_an_echo_of_text_is_no_call() -> None:
    record = said(("C", "hello"), ("S", "hello"), ("C", "[]"), ("S", "[]"), ("C", "7"), ("S", "7"))
    assert record.calls() == [] and record.unmatched() == []


def test_json_rpc_batch_notifications_and_errors() -> None:
    batch = [rpc(method="a", id=1), rpc(method="told"), rpc(method="b", id=None), rpc(method="c", id="3")]
    replies = [rpc(id="3", result=3), rpc(id=1, error=ERROR), rpc(id=None, result=0)]
    record = said(("C", batch), ("S", replies), ("S", rpc(method="tick", params={})))
    assert summary(record) == [
        ("a", 1, "failed", "id", 1),
        ("told", ABSENT, "notification", "", None),
        ("b", None, "answered", "id", 1),
        ("c", "3", "answered", "id", 1),
        ("tick", ABSENT, "notification", "", None),
    ]
    assert [call.sender for call in record.calls()] == ["client"] * 4 + ["server"]
    assert {call.dialect for call in record.calls()} == {"jsonrpc"}


def test_json_rpc_a_message_that_could_not_be_read_is_answered_with_null() -> None:
    record = said(("C", "{"), ("S", rpc(id=None, error=ERROR)))
    assert [(call.action, call.id, call.state) for call in record.calls()] == [("", ABSENT, "failed")]


def test_events_of_the_article_dialect_are_notifications() -> None:
    record = said(("S", {"event": "tick", "payload": {"n": 1}}))
    assert summary(record) == [("tick", ABSENT, "notification", "", None)]


def test_an_invalid_request_with_an_id_is_answered_by_it() -> None:
    record = said(("C", ask("a", params=5, id=9)), ("S", no(id=9)))
    assert [(call.id, call.state, call.action) for call in record.calls()] == [(9, "failed", "")]


def test_late_after_a_cancel() -> None:
    cancel = rpc(method="$/cancelRequest", params={"id": 1})
    record = said(("C", rpc(method="sleep", id=1)), ("C", cancel), ("S", rpc(id=1, result=0)))
    sleep, told = record.calls()
    assert (sleep.state, sleep.cancelled, sleep.is_late, sleep.latency) == ("answered", 4, True, 2)
    assert told.state == "notification"


def test_unknown_and_second_replies() -> None:
    record = said(("C", ask("a", id=1)), ("S", yes(id=2)), ("S", yes(id=1)), ("S", yes(id=1)), ("S", yes()))
    assert [call.state for call in record.calls()] == ["answered"]
    assert [(reply.id, reply.why) for reply in record.unmatched()] == [
        (2, "unknown"),
        (1, "second"),
        (ABSENT, "unknown"),
    ]


def test_two_calls_with_one_id_are_answered_in_order() -> None:
    record = said(("C", ask("a", id=1)), ("C", ask("b", id=1)), ("S", yes(id=1)), ("S", no(id=1)))
    assert [(call.action, call.state) for call in record.calls()] == [("a", "answered"), ("b", "failed")]


def test_in_flight_until_the_connection_ends() -> None:
    assert [call.action for call in said(("C", ask("a", id=1)), ends=()).in_flight()] == ["a"]
    (call,) = said(("C", ask("a", id=1))).calls()
    assert (call.state, call.ended, call.latency) == ("lost", 4, None)


def test_half_closed_by_the_client_a_call_is_still_in_flight() -> None:
    assert [call.state for call in said(("C", ask("a", id=1)), ends=("client",)).calls()] == ["in flight"]


def test_a_server_may_call_too() -> None:
    record = said(
        ("S", rpc(method="confirm", id=1)), ("C", rpc(method="a", id=1)), ("C", rpc(id=1, result=True))
    )
    assert [(call.sender, call.action, call.state) for call in record.calls()] == [
        ("server", "confirm", "answered"),
        ("client", "a", "lost"),
    ]


def test_of_too_many_in_flight_the_oldest_is_given_up() -> None:
    limits = TapLimits(max_in_flight=2)
    record = said(*[("C", ask("a", id=number)) for number in range(4)], ("S", yes(id=3)), limits=limits)
    assert [call.state for call in record.calls()] == ["given up", "given up", "lost", "answered"]
    in_order = said(*[("C", ask("a")) for _ in range(3)], ("S", yes()), limits=limits)
    assert [call.state for call in in_order.calls()] == ["given up", "answered", "lost"]


def test_a_long_call_is_not_given_up_because_many_short_ones_were_answered() -> None:
    limits = TapLimits(max_in_flight=2)
    short = [part for number in range(5) for part in (("C", ask("b", id=number)), ("S", yes(id=number)))]
    record = said(("C", ask("a", id="long")), *short, ("S", yes(id="long")), limits=limits)
    assert {call.state for call in record.calls()} == {"answered"}


def test_each_connection_has_ids_of_its_own() -> None:
    record = said(("C", ask("a", id=1)), ends=())
    talk(from_server(json.dumps(yes(id=1))), record=record)
    assert [call.state for call in record.calls()] == ["in flight"]
    assert [reply.connection for reply in record.unmatched()] == [2]


def test_odd_json_ends_nothing() -> None:
    odd = [
        "1e999",
        "[" * 5000,
        '{"id": {}}',
        '{"action": 1}',
        '{"jsonrpc": 2}',
        '{"status": []}',
        "null",
        '"\\ud800"',
    ]
    record = said(
        *[("C", text) for text in odd], *[("S", text) for text in odd], ("C", ask("a")), ("S", yes())
    )
    assert record.connections[0].not_followed == ""
    assert [call.state for call in record.calls() if call.action] == ["answered"]


def test_latency_is_that_at_the_tap() -> None:
    call = TappedCall(1, 1, 2.0, "client", "article", "a", 1, ended=2.25, reply=5)
    assert call.latency == 0.25
