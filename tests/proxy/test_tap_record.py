"""A record keeps to its limits, tells what it drops, and is the same after it was saved and loaded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tapped import KEY, OPENING, REQUEST, RESPONSE, follow, from_client, from_server, talk, text

from framebyframe.proxy import Record, TapLimits
from framebyframe.proxy.tap.items import ITEM_SIZE
from framebyframe.wire import Frame, Opcode
from framebyframe.wire.handshake import build_request


def every_kind() -> Record:
    """A record that holds every kind of item."""
    record = talk(
        from_client('{"action": "a", "id": 0}'),
        from_client('{"jsonrpc": "2.0", "method": "b", "id": null}'),
        from_client('{"action": "später"}'),
        from_server('{"status": "success", "data": 1, "id": 0}'),
        from_server('{"status": "success", "data": 1, "id": null}'),
        from_server('{"status": "success", "data": 1, "id": 7}'),
        from_server(text("one", fin=False)),
        from_server(text(" two", opcode=Opcode.CONTINUATION)),
        from_server(Frame(Opcode.BINARY, bytes(range(256)))),
        from_server(Frame(Opcode.TEXT, b"\xff")),
        ("server", b"\xff\xff rubbish"),
    )
    follow([("client", REQUEST), ("server", b"HTTP/1.1 403 No\r\n\r\nno")], record=record)
    follow([], record=record, ends=())
    return record


def test_saved_and_loaded_it_is_the_same(tmp_path: Path) -> None:
    record = every_kind()
    assert {item.kind for item in record.items} == {"frame", "bytes", "message", "call", "reply", "end"}
    record.drop_bytes(3)
    record.save(tmp_path / "session.jsonl")
    loaded = Record.load(tmp_path / "session.jsonl")
    assert loaded == record
    assert loaded.connections == record.connections and loaded.items == record.items
    assert [type(item) for item in loaded.items] == [type(item) for item in record.items]
    assert [call.id for call in loaded.calls()] == [call.id for call in record.calls()]
    loaded.save(tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "session.jsonl").read_bytes()
    for line in (tmp_path / "session.jsonl").read_text(encoding="utf-8").splitlines():
        assert isinstance(json.loads(line), dict)


def test_records_that_differ_are_not_equal() -> None:
    record = talk(from_client("one"))
    other = Record(record.server, began=record.began)
    assert record != other and record != "a record"
    talk(from_client("other"), record=other)
    assert record != other


def frame_line(**changed: object) -> str:
    """A line about a frame, with something changed."""
    right = {"number": 1, "connection": 1, "time": 1, "sender": "server", "offset": 0}
    frame = {"kind": "frame", **right, "header": "8102", "payload": "6869", "length": 2}
    return json.dumps({**frame, **changed})


def test_a_line_may_be_written_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "session.jsonl"
    talk(ends=()).save(path)
    with path.open("a") as lines:
        lines.write(frame_line() + "\n")
    assert [frame.payload for frame in Record.load(path).frames()] == [b"hi"]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("", 1),
        ("{}", 1),
        ("[]", 1),
        ('{"kind": "record", "version": 99}', 1),
        ('{"kind": "record", "version": 1, "began": "yesterday"}', 1),
        ('{"kind": "?"}', 2),
        ("nonsense", 2),
        ('{"kind": "frame", "number": 1}', 2),
        ('{"kind": "frame", "header": 5}', 2),
        (frame_line(header="81"), 2),
        (frame_line(header="8300"), 2),
        (frame_line(sender="nobody"), 2),
        (frame_line(time="now"), 2),
        (frame_line(connection=None), 2),
    ],
)
def test_a_file_that_is_no_record_is_told_by_its_line(tmp_path: Path, line: str, number: int) -> None:
    path = tmp_path / "session.jsonl"
    talk().save(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[number - 1] = line
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=f"line {number}"):
        Record.load(path)


def test_beyond_so_many_frames_the_oldest_go_and_are_counted() -> None:
    record = talk(*[from_server(str(number)) for number in range(10)], limits=TapLimits(max_frames=3))
    assert [frame.payload for frame in record.frames()] == [b"7", b"8", b"9"]
    assert record.dropped.frames == 7
    assert record.dropped.items == 7 + 6  # and messages, which follow their frames
    assert record.dropped.bytes == 7 * 3
    assert "dropped" in repr(record)
    with pytest.raises(KeyError):
        record.item(1)
    assert record.item(record.frames()[0].number) == record.frames()[0]


def test_what_was_added_since_is_told_whatever_was_dropped() -> None:
    record = Record(limits=TapLimits(max_frames=3))
    talk(from_client("one"), from_client("two"), record=record, ends=())
    added, items = record.latest()
    assert items == record.items and added == len(items)
    assert record.latest(added) == (added, [])
    talk(*[from_client(str(number)) for number in range(5)], record=record, ends=())
    later, new = record.latest(added)
    assert new == record.items and later == added + 10
    assert record.latest(later - 2)[1] == record.items[-2:]


def test_beyond_so_many_bytes_the_oldest_go() -> None:
    limits = TapLimits(max_bytes=20_000)
    record = talk(*[from_server("x" * 1000) for _ in range(100)], limits=limits)
    assert sum(item.size for item in record.items) <= 20_000
    assert 0 < len(record.frames()) < 20_000 // (1000 + ITEM_SIZE)
    assert record.dropped.frames + len(record.frames()) == 100


def test_what_is_bigger_than_all_leaves_nothing() -> None:
    record = talk(from_server("x" * 5000), limits=TapLimits(max_bytes=2000))
    assert all(item.size <= 2000 for item in record.items)
    assert record.dropped.frames == 1


def test_beyond_so_many_connections_the_oldest_goes_with_all_that_was_said() -> None:
    record = Record(limits=TapLimits(max_connections=2))
    for number in range(3):
        talk(from_client(f"{number}"), record=record)
    assert [connection.number for connection in record.connections] == [2, 3]
    assert [frame.payload for frame in record.frames()] == [b"1", b"2"]
    assert record.dropped.connections == 1 and record.dropped.frames == 1


def test_heads_count_too() -> None:
    record = Record(limits=TapLimits(max_bytes=5000))
    asked = build_request("127.0.0.1", "/", KEY, [("X-Long", "x" * 2000)])
    for _ in range(5):
        follow([("client", asked), ("server", RESPONSE)], record=record, ends=())
    assert [connection.number for connection in record.connections] == [4, 5]
    assert record.dropped.connections == 3


def test_an_item_of_a_connection_that_was_dropped_is_dropped_too() -> None:
    record = Record(limits=TapLimits(max_connections=1))
    talk(record=record)
    talk(record=record)
    before = record.items
    record.add(talk(from_client("of connection 1")).frames()[0])
    assert record.items == before
    assert record.dropped.frames == 1


def test_a_listener_hears_everything_and_one_that_fails_ends_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    record = Record()
    heard: list[str] = []

    def fail(seen: object) -> None:
        raise RuntimeError("not today")

    record.listen(fail)
    record.listen(lambda seen: heard.append(seen.kind))
    follow([*OPENING, from_client("hi")], record=record)
    assert heard == ["connection"] * 3 + ["frame", "message", "end", "end", "connection"]
    assert capsys.readouterr().err.count("RuntimeError: not today") == 1
