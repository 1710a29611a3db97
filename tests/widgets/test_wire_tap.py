"""The wire tap without a page: rows, filters, what opens, two connections, what is refused in words."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import traitlets
from proxy.tapped import (
    KEY,
    OPENING,
    RESPONSE,
    compressed_session,
    follow,
    from_client,
    from_server,
    talk,
    text,
)
from waiting import wait_until

from framebyframe import peers
from framebyframe.proxy import Record, Tap, TapLimits
from framebyframe.proxy.tap.following import Follower
from framebyframe.proxy.tap.items import TappedConnection
from framebyframe.rpc import RpcClient
from framebyframe.widgets import WireTap
from framebyframe.widgets.wire_tap import beside
from framebyframe.widgets.wire_tap.beside import Pair
from framebyframe.widgets.wire_tap.index import PAUSE, Index
from framebyframe.widgets.wire_tap.time_line import MOST_BARS, MOST_LANES, STEPS, zoomed
from framebyframe.wire import (
    Deflate,
    Frame,
    Opcode,
    encode_frame,
)
from framebyframe.wire.handshake import build_request

CALL = '{"action": "getData", "id": 1}'
ANSWER = '{"status": "success", "data": "Processed: getData", "id": 1}'
"""A call and its reply."""
PING = Frame(Opcode.PING, b"still there?")


def a_record() -> Record:
    """One connection: a call, a ping, a pong, a fault, an error, a goodbye."""
    return talk(
        from_client(CALL),
        from_server(ANSWER),
        from_server(PING),
        from_client(Frame(Opcode.PONG, b"still there?")),
        from_client('{"action": "fail", "id": 2}'),
        from_server('{"status": "error", "message": "It fails.", "code": "failed", "id": 2}'),
        ("client", bytes.fromhex("81 02 48 69")),
    )


def send(tap: WireTap, kind: str, value: Any = None, number: int = 1) -> dict[str, Any]:
    """Send what the page sends; what there is to see then."""
    tap._handle_custom_msg({"kind": kind, "value": value, "view": "a", "edit": number}, [])
    for shown in (tap._state, tap._line, tap._open):
        json.dumps(shown)
    return tap._state


class Asked:
    """The page that asks for rows."""

    def __init__(self, tap: WireTap, monkeypatch: pytest.MonkeyPatch) -> None:
        self._tap = tap
        self._sent: list[dict[str, Any]] = []
        monkeypatch.setattr(tap, "send", self._sent.append)

    def message(self, first: int = 0, count: int = 100) -> dict[str, Any]:
        """The answer to a question for rows."""
        self._tap._handle_custom_msg({"kind": "rows", "view": "a", "first": first, "count": count}, [])
        json.dumps(self._sent[-1])
        return self._sent[-1]

    def rows(self, first: int = 0, count: int = 100) -> list[str]:
        """The words of these rows."""
        return [
            " ".join("".join(words for words, _ in row["parts"]).split())
            for row in self.message(first, count)["rows"]
        ]


@pytest.fixture
def tap() -> WireTap:
    return WireTap(a_record())


@pytest.fixture
def asked(tap: WireTap, monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(tap, monkeypatch)


# --- rows ----------------------------------------------------------------------------------------


def test_the_rows_are_those_of_the_terminal(tap: WireTap, asked: Asked) -> None:
    rows = asked.rows()
    assert rows[:3] == [
        "connected to 127.0.0.1:8080",
        "GET / HTTP/1.1",
        "HTTP/1.1 101 Switching Protocols",
    ]
    assert rows[3].startswith('FIN 1 text MASK 37 fa 21 3d length 30 “{"action": "getData"')
    assert rows[4].startswith("getData id 1 answered in 1.00 s")
    assert rows[-2:] == ["sends nothing more"] * 2
    assert len(rows) == tap._state["count"] == tap._state["end"]


def test_a_row_has_its_colours_its_side_and_its_time(asked: Asked) -> None:
    row = asked.message(3, 1)["rows"][0]
    assert (row["sender"], row["sign"], row["time"], row["connection"]) == ("client", "→", "3.000000", 1)
    assert [look for _, look in row["parts"] if look] == [
        *("fin", "opcode", "masking-key", "payload-length", "payload-data")
    ]
    assert not row["wrong"]


def test_a_reply_says_to_which_call_and_a_request_does_not(tap: WireTap, asked: Asked) -> None:
    row = next(row for row in asked.rows() if "reply to" in row)
    assert 'reply to 1 “{"status"' in row
    assert sum("reply to 1" in row for row in asked.rows()) == 1
    assert 'reply to 1, “{"status"' in tap.static_text()
    assert 'reply to 1, “{"action"' not in tap.static_text()


def test_a_reply_to_a_call_without_an_id_names_none(monkeypatch: pytest.MonkeyPatch) -> None:
    tap = WireTap(talk(from_client('{"action": "echo"}'), from_server('{"status": "success"}')))
    rows = " ".join(Asked(tap, monkeypatch).rows())
    assert "answered" in rows
    assert "reply to" not in rows + tap.static_text()


def test_what_a_peer_says_marks_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    tap = WireTap(talk(from_client("\x02fin\x1fa disguise\x03")))
    row = Asked(tap, monkeypatch).message(3, 1)["rows"][0]
    assert [look for _, look in row["parts"] if look].count("fin") == 1


def test_only_the_rows_that_are_asked_for_are_sent(asked: Asked) -> None:
    message = asked.message(2, 3)
    assert [row["place"] for row in message["rows"]] == [2, 3, 4]
    assert (message["first"], message["view"]) == (2, "a")
    assert asked.message(-5, 2)["rows"][0]["place"] == 0
    assert asked.message(10_000, 5)["rows"] == []


# --- filter and search ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "count"), [("all", 14), ("connections", 5), ("frames", 7), ("calls", 2), ("wrong", 2)]
)
def test_rows_of_one_sort(tap: WireTap, kind: str, count: int) -> None:
    assert send(tap, "kind", kind)["count"] == count
    assert tap.kind == kind


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("getdata", 3),
        ("STILL", 2),
        ("ping", 1),
        ("88 02", 0),
        ("0x8902", 0),
        ("89 0c", 1),
        ("37 FA 21 3d", 3),
        ("masked", 1),
        ("id 2", 1),
        ("It fails", 2),
        ("Upgrade: websocket", 2),
        ("sends no such thing", 0),
        ("  ", 14),
    ],
)
def test_search(tap: WireTap, search: str, found: int) -> None:
    assert send(tap, "search", search)["count"] == found
    assert tap.search == search


def test_a_message_in_fragments_is_found_across_them(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [from_client(text("Hel", fin=False)), from_client(text("lo", opcode=Opcode.CONTINUATION))]
    tap = WireTap(talk(*said))
    assert send(tap, "search", "hello")["count"] == 2
    assert send(tap, "kind", "frames")["count"] == 2


def test_one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    record = a_record()
    tap = WireTap(talk(from_client(CALL), from_server(ANSWER), record=record))
    every = tap._state["count"]
    assert send(tap, "connection", 2)["count"] < every and tap.connection == 2
    assert {row["connection"] for row in Asked(tap, monkeypatch).message()["rows"]} == {2}
    assert send(tap, "connection", 0)["count"] == every


def test_another_filter_makes_other_places(tap: WireTap) -> None:
    before = tap._state["version"]
    assert send(tap, "kind", "calls")["version"] > before
    same = tap._state["version"]
    assert send(tap, "bits", True)["version"] == same


def test_python_chooses_and_the_page_follows(tap: WireTap) -> None:
    tap.kind = "calls"
    assert tap._state["kind"] == "calls" and tap._state["count"] == 2
    tap.search = "fail"
    assert tap._state["count"] == 1


# --- opening -------------------------------------------------------------------------------------


def test_a_row_opens_to_its_frame_then_to_its_bits(tap: WireTap) -> None:
    send(tap, "open", 3)
    frame = tap.record.frames()[0]
    assert tap.opened is frame and tap._open["place"] == 3
    assert tap._open["title"].startswith("final text frame, masked, 30 bytes")
    assert [field["name"] for field in tap._open["fields"]] == [
        *("FIN", "RSV1", "RSV2", "RSV3", "opcode", "MASK", "payload length"),
        *("masking key", "masked payload data"),
    ]
    small = drawn(tap)
    send(tap, "bits", True)
    assert tap.bits and len(drawn(tap)) > len(small)
    assert tap._open["figures"][0]["alt"]
    send(tap, "close")
    assert tap.opened is None and tap._open == {}


def drawn(tap: WireTap) -> bytes:
    """The first drawing of what is open."""
    return base64.b64decode(tap._open["figures"][0]["src"].partition(",")[2])


def test_a_frame_that_breaks_a_rule_says_so(tap: WireTap) -> None:
    send(tap, "kind", "wrong")
    send(tap, "open", 1)
    assert tap.opened is tap.record.frames()[-1] and len(tap._open["faults"]) == 1
    assert any(field["wrong"] for field in tap._open["fields"])


def test_frames_and_calls_lead_to_each_other(tap: WireTap) -> None:
    call = tap.record.calls()[0]
    for frame in tap.record.frames()[:2]:
        tap.open_item(frame.number)
        assert [link["item"] for link in tap._open["links"]] == [call.number]
    send(tap, "item", call.number)
    assert tap.opened is call
    assert [link["item"] for link in tap._open["links"]] == [
        frame.number for frame in tap.record.frames()[:2]
    ]
    assert len(tap._open["figures"]) == 2
    facts = {fact["name"]: fact["value"] for fact in tap._open["facts"]}
    assert facts["took"] == "1.00 s" and facts["paired"] == "by its id" and facts["state"] == "answered"


def test_a_batch_leads_to_each_of_its_calls() -> None:
    calls = ", ".join(f'{{"jsonrpc": "2.0", "method": "echo", "id": {number}}}' for number in (1, 2))
    replies = ", ".join(f'{{"jsonrpc": "2.0", "result": 0, "id": {number}}}' for number in (1, 2))
    record = talk(from_client(f"[{calls}]"), from_server(f"[{replies}]"))
    tap = WireTap(record)
    for frame in record.frames():
        tap.open_item(frame.number)
        assert [link["item"] for link in tap._open["links"]] == [call.number for call in record.calls()]


def test_heads_open_to_their_lines(tap: WireTap) -> None:
    for place, line in ((0, "Sec-WebSocket-Accept"), (1, "Sec-WebSocket-Key"), (2, "Sec-WebSocket-Accept")):
        send(tap, "open", place)
        assert line in tap._open["figures"][0]["alt"]


def test_bytes_that_are_no_frame_open_to_a_dump() -> None:
    tap = WireTap(talk(("server", bytes.fromhex("81 7e 00 05") + b"Hello")))
    [other] = tap.record.other_bytes()
    tap.open_item(other.number)
    assert "81 7e 00 05" in tap._open["figures"][0]["alt"]


def test_a_compressed_message_is_found_and_opens_to_its_text() -> None:
    said, texts = compressed_session(Deflate())
    tap = WireTap(follow(said))
    assert send(tap, "search", texts[0].lower())["count"] == len(texts)
    send(tap, "open", 0)
    assert tap._open["text"] == f"Inflated: {texts[0]}"
    assert not any(field["wrong"] for field in tap._open["fields"])


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("open", 10_000, "The list has changed meanwhile"),
        ("open", "x", "invalid literal"),
        ("item", 10_000, "No row is about item 10000"),
        ("kind", "nothing", "nothing"),
        ("bits", "x", "bits"),
        ("beside", "x", "invalid literal"),
    ],
)
def test_what_cannot_be_done_changes_nothing_and_is_said(
    tap: WireTap, kind: str, value: Any, says: str
) -> None:
    state = send(tap, kind, value, 7)
    assert says in state["problem"] and state["answers"] == {"view": "a", "edit": 7}
    assert tap.opened is None and tap.kind == "all" and tap.bits is False and tap.beside == ()


def test_a_place_in_a_list_of_before_opens_nothing(tap: WireTap) -> None:
    before = tap._state["version"]
    send(tap, "kind", "calls")
    edit = {"kind": "open", "value": 0, "version": before, "view": "a", "edit": 2}
    tap._handle_custom_msg(edit, [])
    assert tap.opened is None and "choose it again" in tap._state["problem"]
    tap._handle_custom_msg({**edit, "version": tap._state["version"]}, [])
    assert tap.opened is tap.record.calls()[0]


def test_an_unknown_message_changes_nothing(tap: WireTap) -> None:
    before = dict(tap._state)
    after = send(tap, "nothing", 5)
    assert {**after, "answers": {}} == {**before, "answers": {}}


# --- the time line -------------------------------------------------------------------------------


def test_the_time_line_has_both_sides_and_calls(tap: WireTap) -> None:
    [lane] = tap._line["lanes"]
    assert sum(tick["count"] for tick in lane["client"]) == 1 + 4 + 1
    assert sum(tick["count"] for tick in lane["server"]) == 1 + 3 + 1
    assert [bar["words"] for bar in lane["bars"]] == [
        *("getData id 1, answered, 1.00 s", "fail id 2, failed, 1.00 s")
    ]
    assert all(bar["from"] < bar["to"] for bar in lane["bars"])
    assert "tone-wrong" in {tick["look"] for tick in lane["client"]}
    assert "7 frames" in tap._line["alt"]


def test_a_pause_is_cut_out_unless_a_call_is_in_flight() -> None:
    def moments(*steps: float) -> Index:
        record = Record()
        at = iter(steps)
        said = [from_client(CALL), from_server(ANSWER), from_server(PING)]
        return Index(spaced(record, [(next(at), who, data) for who, data in said]))

    waits = moments(0.0, 100.0, 100.1)
    assert waits.breaks == [] and waits.span()[1] == pytest.approx(100.1)
    reads = moments(0.0, 0.1, 100.0)
    assert len(reads.breaks) == 1 and reads.span()[1] == pytest.approx(0.1 + PAUSE)


def test_a_place_has_its_time_also_between_two_rows_and_in_a_pause() -> None:
    said = [(0.0, from_client(CALL)), (0.1, from_server(ANSWER)), (100.0, from_server(PING))]
    index = Index(spaced(Record(), [(moment, who, data) for moment, (who, data) in said]))
    assert index.time_at(0.0) == 0.0
    assert index.time_at(0.04) == pytest.approx(0.04)
    assert index.time_at(0.1 + 0.4 * PAUSE) == pytest.approx(0.1 + 0.4 * PAUSE)
    assert index.time_at(0.1 + 0.6 * PAUSE) == pytest.approx(100.0 - 0.4 * PAUSE)
    assert index.time_at(0.1 + PAUSE) == pytest.approx(100.0)


def connected(record: Record) -> Follower:
    """One more connection of the record, after its opening handshake."""
    connection = TappedConnection(record.next_connection(), 0.0, 50_000, "127.0.0.1:8080")
    record.add_connection(connection)
    follower = Follower(record, connection)
    for sender, data in OPENING:
        follower.take(sender, data, 0.0)
    return follower


def spaced(record: Record, said: list[tuple[float, Any, bytes]]) -> Record:
    """The record of what was said at these times, behind an opening handshake."""
    follower = connected(record)
    for moment, sender, data in said:
        follower.take(sender, data, moment)
    return record


def test_a_click_on_the_time_line_opens_the_nearest_row(tap: WireTap) -> None:
    send(tap, "kind", "frames")
    send(tap, "at", STEPS)
    assert tap.opened is tap.record.frames()[-1]
    send(tap, "at", 0)
    assert tap.opened is tap.record.frames()[0]
    assert tap._line["here"] is not None


def test_it_comes_closer_and_goes_back() -> None:
    assert zoomed(None, (0.0, 16.0), 8.0, 1) == (6.0, 10.0)
    assert zoomed((6.0, 10.0), (0.0, 16.0), 8.0, 1) == (7.5, 8.5)
    assert zoomed((7.5, 8.5), (0.0, 16.0), 8.0, -1) == (6.0, 10.0)
    assert zoomed((6.0, 10.0), (0.0, 16.0), 8.0, -1) is None
    assert zoomed((6.0, 10.0), (0.0, 16.0), 8.0, 0) is None
    assert zoomed(None, (0.0, 16.0), 16.0, 1) == (12.0, 16.0)


def test_closer_shows_fewer_rows(tap: WireTap) -> None:
    tap.open_item(tap.record.frames()[0].number)
    send(tap, "zoom", 1)
    [lane] = tap._line["lanes"]
    assert sum(tick["count"] for tick in lane["client"]) < 6 and tap._line["is_zoomed"]
    send(tap, "zoom", 0)
    assert not tap._line["is_zoomed"]


def test_where_it_is_closer_it_follows_the_row_that_is_opened() -> None:
    """The labels are the ends of what is shown, and the row that is open lies between them."""
    said = [(0.1, from_client(CALL)), (0.2, from_server(ANSWER)), (56.0, from_server(PING))]
    tap = WireTap(spaced(Record(), [(moment, who, data) for moment, (who, data) in said]))
    for _ in range(3):
        send(tap, "zoom", 1)
    for place in range(tap._state["count"]):
        send(tap, "open", place)
        assert tap._number is not None
        begin, end = float(tap._line["from"]), float(tap._line["to"])
        assert begin < end and begin <= tap._index.row(tap._number).time <= end
        assert tap._line["here"] is not None and tap._line["is_zoomed"]


def test_what_is_found_is_marked_on_the_time_line(tap: WireTap) -> None:
    assert tap._line["found"] == []
    send(tap, "search", "still")
    assert len(tap._line["found"]) == 2


def test_of_many_calls_the_number_in_flight_is_drawn() -> None:
    count = MOST_BARS + 1
    said = [from_client(f'{{"action": "echo", "id": {number}}}') for number in range(count)]
    [lane] = WireTap(talk(*said))._line["lanes"]
    assert lane["bars"] == [] and max(lane["load"]) == count


def test_of_many_connections_the_latest_are_drawn() -> None:
    record = Record()
    for _ in range(MOST_LANES + 2):
        talk(from_client(CALL), record=record)
    tap = WireTap(record)
    latest = [f"#{number}" for number in range(3, MOST_LANES + 3)]
    assert [lane["name"] for lane in tap._line["lanes"]] == latest
    assert tap._line["more"] == "and 2 connections before these"
    assert f"{latest[-1]}: 1 frame, 1 call." in tap._line["alt"]


def test_of_one_connection_it_is_not_said_that_there_are_several() -> None:
    record = Record()
    for _ in range(MOST_LANES + 1):
        talk(from_client(CALL), record=record)
    assert WireTap(record)._line["more"] == "and 1 connection before these"


# --- two connections side by side ------------------------------------------------------------------


def two_connections(right: str = CALL, *more: Any) -> Record:
    record = Record("ws://127.0.0.1:8080")
    talk(from_client(CALL), from_server(ANSWER), record=record)
    return talk(from_client(right), from_server(ANSWER), *more, record=record)


def verdicts(tap: WireTap, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return [pair["verdict"] for pair in Asked(tap, monkeypatch).message()["rows"]]


def test_the_same_bytes_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    tap = WireTap(two_connections(), beside=(1, 2), names={1: "Python", 2: "PHP"})
    assert tap._state["columns"] == ["#1 Python", "#2 PHP"]
    assert verdicts(tap, monkeypatch) == ["same"] * 4


def test_what_differs_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    tap = WireTap(two_connections(CALL.replace(": ", ":")), beside=(1, 2))
    assert verdicts(tap, monkeypatch) == ["same", "same", "differs", "same"]
    send(tap, "open", 2)
    assert isinstance(tap.opened, Pair)
    found = {aspect["name"]: aspect for aspect in tap._open["aspects"]}
    assert found["payload length"]["status"] == "differs"
    assert found["masking key"]["status"] == "same"
    assert found["payload data"]["left"] == ['{"action":', ' "getData", "id": ', "1}"]
    assert found["payload data"]["right"] == ['{"action":', '"getData", "id":', "1}"]
    assert tap._open["title"] == "Differs: payload length, payload data."


def test_a_masking_key_differs_as_it_must(monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record()
    talk(from_client(CALL), record=record)
    frame = text(CALL)
    frame.masking_key = bytes.fromhex("01020304")
    talk(("client", encode_frame(frame)), record=record)
    tap = WireTap(record, beside=(1, 2))
    assert verdicts(tap, monkeypatch) == ["same", "same", "chance"]
    send(tap, "open", 2)
    statuses = {aspect["name"]: aspect["status"] for aspect in tap._open["aspects"]}
    assert statuses["masking key"] == "chance" and statuses["payload data"] == "same"


def test_what_only_one_said_stands_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record()
    talk(from_client(CALL), from_server(PING), from_server(ANSWER), record=record)
    talk(from_client(CALL), from_server(ANSWER), from_server(PING), record=record)
    tap = WireTap(record, beside=(1, 2))
    assert verdicts(tap, monkeypatch) == ["same", "same", "same", "right", "same", "left"]
    assert send(tap, "kind", "wrong")["count"] == 2


def test_calls_are_paired_by_what_they_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    more = (from_client('{"action": "sum", "id": 2}'), from_server('{"status": "success", "id": 9}'))
    tap = WireTap(two_connections('{"id":1,"action":"getData"}', *more), beside=(1, 2))
    assert send(tap, "kind", "calls")["summary"] == "3 pairs."
    assert verdicts(tap, monkeypatch) == ["same", "right", "right"]
    send(tap, "open", 0)
    assert tap._open["title"] == "The same call." and "getData" in str(tap._open["aspects"])
    assert send(tap, "search", "sum")["count"] == 1


def test_calls_of_one_action_differ_by_what_is_asked_and_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    tap = WireTap(two_connections('{"action": "getData", "params": {"id": 2}, "id": 1}'), beside=(1, 2))
    send(tap, "kind", "calls")
    assert verdicts(tap, monkeypatch) == ["differs"]
    send(tap, "open", 0)
    assert tap._open["title"] == "Differs: request."


def test_a_pair_of_calls_follows_the_reply(monkeypatch: pytest.MonkeyPatch) -> None:
    record = talk(from_client(CALL), from_server(ANSWER))
    follower = connected(record)
    follower.take(*from_client(CALL), 1.0)
    tap = WireTap(record, beside=(1, 2))
    send(tap, "kind", "calls")
    send(tap, "open", 0)
    assert tap._open["title"] == "Differs: state, reply."
    follower.take(*from_server(ANSWER), 2.0)
    tap._catch_up()
    assert tap._open["title"] == "The same call."


def test_the_page_puts_a_connection_beside() -> None:
    tap = WireTap(two_connections())
    assert send(tap, "beside", 2)["beside"] == [1, 2] and tap.beside == (1, 2)
    send(tap, "open", 0)
    assert isinstance(tap.opened, Pair)
    assert send(tap, "connection", 2)["beside"] == [] and tap.opened is None
    assert send(tap, "beside", 1)["beside"] == [2, 1]
    assert send(tap, "beside", 0)["beside"] == []


def test_of_long_connections_the_first_rows_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "MOST_ROWS", 3)
    tap = WireTap(two_connections(), beside=(1, 2))
    assert tap._state["count"] == 3 and tap._state["summary"].startswith("3 pairs of the first")
    assert WireTap(Record(), beside=(1, 2))._state["summary"] == "0 pairs."


def test_a_pair_that_is_completed_stays_open() -> None:
    record = talk(from_client(CALL))
    tap = WireTap(record, beside=(1, 2))
    send(tap, "open", 2)
    assert tap._open["title"] == "Only on the left."
    talk(from_client(CALL), record=record)
    tap._catch_up()
    assert tap._open["title"] == "The same bytes." and tap._open["place"] == 2


@pytest.mark.parametrize("value", [(1,), (1, 1), (0, 1), ("1", 2), (1, 2, 3)])
def test_beside_is_two_connections(value: Any) -> None:
    with pytest.raises(traitlets.TraitError, match="numbers of two connections"):
        WireTap(Record(), beside=value)


# --- names, and who is connected -----------------------------------------------------------------


def test_connections_have_names_and_states() -> None:
    tap = WireTap(two_connections(), names={2: "PHP"})
    assert [(one["name"], one["state"]) for one in tap._state["connections"]] == [
        *(("#1", "ended"), ("#2 PHP", "ended"))
    ]
    assert tap._state["connections"][0]["frames"] == 2 and tap._state["connections"][0]["calls"] == 1


def test_a_request_says_who_connects() -> None:
    def of(**headers: str) -> str:
        request = build_request("127.0.0.1", "/", KEY)
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        head = request.replace(b"\r\n\r\n", b"\r\n" + lines.encode() + b"\r\n")
        return str(WireTap(follow([("client", head), ("server", RESPONSE)]))._state["connections"][0]["name"])

    assert of(User_Agent="Python/3.11 websockets/17.4") == "#1 Python websockets"
    assert of(User_Agent="Mozilla/5.0", Origin="http://127.0.0.1:8888") == "#1 a browser"
    assert of() == "#1"


# --- many frames ---------------------------------------------------------------------------------


def test_dropped_rows_go_and_places_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record(limits=TapLimits(max_frames=10))
    tap = WireTap(talk(*[from_client(f"number {number}") for number in range(8)], record=record))
    asked = Asked(tap, monkeypatch)
    before = {row["place"]: row["parts"] for row in asked.message()["rows"]}
    talk(*[from_client(f"number {number}") for number in range(8, 16)], record=record)
    tap._take(tap._index.catch_up())
    tap._redraw()
    state = tap._state
    assert state["first"] > 0 and state["first"] + state["count"] == state["end"]
    kept = {row["place"]: row["parts"] for row in asked.message(0, 100)["rows"]}
    assert all(kept[place] == before[place] for place in kept.keys() & before.keys())
    assert kept.keys() & before.keys() and "Not kept: 6 frames" in state["summary"]


def test_a_connection_that_is_dropped_takes_its_rows_along(monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record(limits=TapLimits(max_connections=1))
    tap = WireTap(talk(from_client("the first"), record=record))
    tap.open_item(record.frames()[0].number)
    talk(from_client("the second"), record=record)
    tap._catch_up()
    assert tap.opened is None
    assert send(tap, "search", "the first")["count"] == 0
    assert send(tap, "search", "the second")["count"] == 1
    assert {row["connection"] for row in Asked(tap, monkeypatch).message()["rows"]} == {2}


def test_a_call_whose_row_is_gone_may_still_end() -> None:
    record = Record(limits=TapLimits(max_frames=5))
    tap = WireTap(talk(from_client(CALL), record=record, ends=()))
    call = record.calls()[0]
    talk(*[from_client(str(number)) for number in range(20)], record=record)
    tap._catch_up()
    assert send(tap, "kind", "wrong")["count"] == 0
    call.state, call.ended = "lost", 9.0
    tap._catch_up()
    [connection, _] = tap._state["connections"]
    assert tap._state["count"] == 0 and connection["in_flight"] == 0 and connection["calls"] == 1
    assert tap._line["lanes"][0]["load"] == tap._line["lanes"][0]["bars"] == []


def test_a_call_that_ends_is_found_among_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record()
    tap = WireTap(talk(from_client(CALL), record=record, ends=()))
    assert send(tap, "kind", "wrong")["count"] == 0
    assert tap._state["connections"][0]["in_flight"] == 1
    call = record.calls()[0]
    call.state, call.ended = "lost", 4.0
    tap._catch_up()
    assert tap._state["count"] == 1 and tap._state["connections"][0]["in_flight"] == 0


def test_what_does_not_change_is_neither_sent_nor_drawn(
    tap: WireTap, monkeypatch: pytest.MonkeyPatch
) -> None:
    tap.open_item(tap.record.frames()[0].number)
    drawn: list[object] = []
    monkeypatch.setattr(tap, "_draw", drawn.append)
    tap.kind = "calls"
    assert drawn == []
    monkeypatch.setattr(tap, "_redraw", drawn.append)
    tap._catch_up()
    assert drawn == []


def test_a_connection_that_ends_is_told_though_no_row_is_new() -> None:
    record = talk(from_client(CALL), ends=())
    tap = WireTap(record)
    assert tap._state["connections"][0]["state"] == "open"
    record.connections[0].ended = 9.0
    tap._catch_up()
    assert tap._state["connections"][0]["state"] == "ended"


def test_a_reply_changes_the_call_that_is_open() -> None:
    record = talk(from_client(CALL), ends=())
    tap = WireTap(record)
    call = record.calls()[0]
    tap.open_item(call.number)
    assert "in flight" in tap._open["title"] and len(tap._open["figures"]) == 1
    call.state, call.reply, call.ended = "answered", record.messages()[0].number, 5.0
    tap._catch_up()
    assert "answered" in tap._open["title"] and len(tap._open["figures"]) == 2


# --- live ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server() -> Iterator[peers.Server]:
    with peers.python() as running:
        yield running


def test_a_tap_is_followed_while_a_page_looks(server: peers.Server) -> None:
    with Tap(server.url) as running, RpcClient(running.url) as client:
        tap = WireTap(running)
        send(tap, "here")
        client.call("echo", {"say": "one"})
        wait_until(lambda: tap._state["connections"] and tap._state["connections"][0]["calls"] == 1)
        assert tap._state["is_live"] and tap.following
        send(tap, "paused", True)
        shown = tap._state["count"]
        client.call("echo", {"say": "two"})
        wait_until(lambda: tap._state["behind"] > 0)
        assert tap._state["count"] == shown
        send(tap, "paused", False)
        wait_until(lambda: tap._state["connections"][0]["calls"] == 2)
        assert tap._state["behind"] == 0 and tap._state["count"] > shown
        send(tap, "gone")
        assert tap._pulse is not None and not tap._pulse.is_beating


def test_without_a_page_python_sees_what_is_new_when_it_asks(server: peers.Server) -> None:
    with Tap(server.url) as running, RpcClient(running.url) as client:
        tap = WireTap(running)
        client.call("echo", {"say": "one"})
        running.catch_up()
        tap.kind = "calls"
        assert tap._state["count"] == 1


def test_a_record_is_not_followed(tap: WireTap) -> None:
    send(tap, "here")
    assert not tap._state["is_live"] and not tap.following and tap._pulse is None


def test_something_else_is_refused_in_words() -> None:
    with pytest.raises(TypeError, match=r"WireTap shows a Tap or a Record, not a value of type str"):
        WireTap("ws://127.0.0.1:8080")  # type: ignore[arg-type]


# --- without a page ------------------------------------------------------------------------------


def test_without_a_kernel_the_conversation_stands_without_chance_and_clock(tap: WireTap) -> None:
    before = tap.static_html(), tap.static_text()
    send(tap, "kind", "calls")
    send(tap, "open", 0)
    assert (tap.static_html(), tap.static_text()) == before
    assert "<script" not in before[0] and "style=" not in before[0]
    assert "Processed: getData" in before[1] and "Run this cell" in before[1]
    assert "37 fa 21 3d" not in before[1] and "1.00 s" not in before[1]
    assert repr(tap) == "<WireTap: 1 connections, 7 frames>"


def test_an_empty_record_says_so() -> None:
    tap = WireTap(Record())
    assert "Nothing has passed yet." in tap.static_text()
    assert tap._state["count"] == 0 and tap._line["lanes"] == []
    assert send(tap, "at", 5)["problem"] == "" and send(tap, "zoom", 1)["problem"] == ""


def test_a_saved_record_shows_the_same(tap: WireTap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tap.record.save(tmp_path / "session.jsonl")
    again = WireTap(Record.load(tmp_path / "session.jsonl"))
    assert Asked(again, monkeypatch).message()["rows"] == Asked(tap, monkeypatch).message()["rows"]
    assert again.static_html() == tap.static_html()
