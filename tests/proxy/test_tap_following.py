"""The record of a connection: heads, frames and messages as `wire` reads them, faults, other bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tapped import (
    OPENING,
    REQUEST,
    RESPONSE,
    Said,
    compressed_session,
    follow,
    from_client,
    from_server,
    talk,
    text,
)

from framebyframe.proxy import Record, TapLimits
from framebyframe.proxy.tap.frame_streams import TOO_LONG, UNFINISHED
from framebyframe.proxy.tap.items import Sender, TappedBytes, TappedFrame
from framebyframe.wire import Connection, Deflate, Frame, Opcode, Role
from framebyframe.wire.handshake import build_response


def bytes_of(record: Record, sender: Sender) -> bytes:
    """All that one side has sent, as the record holds it."""
    connection = record.connections[0]
    head = connection.request if sender == "client" else connection.response
    kept = [item for item in record.items if isinstance(item, TappedFrame | TappedBytes)]
    pieces = [(item.offset, item.data) for item in kept if item.sender == sender]
    pieces += [(head.offset, head.data)] if head else []
    data = b""
    for offset, piece in sorted(pieces):
        assert offset == len(data), "a gap"
        data += piece
    return data


def test_a_handshake_and_a_frame_each_way() -> None:
    record = talk(from_client("Hello"), from_server("World"))
    (connection,) = record.connections
    assert connection.request is not None and connection.response is not None
    assert (connection.request.data, connection.request.time, connection.request.fault) == (REQUEST, 1, "")
    assert (connection.response.data, connection.response.time, connection.response.fault) == (
        RESPONSE,
        2,
        "",
    )
    one, other = record.frames()
    assert (one.sender, one.time, one.opcode, one.fin) == ("client", 3, Opcode.TEXT, True)
    assert (one.payload, one.masking_key) == (b"Hello", bytes.fromhex("37fa213d"))
    assert one.data == bytes.fromhex("8185 37fa213d 7f9f4d5158")
    assert one.offset == len(REQUEST)
    assert (other.sender, other.masking_key, other.data) == ("server", None, bytes.fromhex("8105") + b"World")
    assert [(message.sender, message.text) for message in record.messages()] == [
        ("client", "Hello"),
        ("server", "World"),
    ]
    assert [frame.faults for frame in record.frames()] == [(), ()]
    assert connection.ended == 5


def test_fragments_make_a_message_and_a_ping_may_stand_between() -> None:
    record = talk(
        from_client(text("Hel", fin=False)),
        from_client(Frame(Opcode.PING, b"?")),
        from_client(text("lo", opcode=Opcode.CONTINUATION)),
        from_client(Frame(Opcode.BINARY, b"\x00\xff")),
    )
    first, _, last, binary = record.frames()
    hello, raw = record.messages()
    assert (hello.text, hello.frames, hello.time) == ("Hello", (first.number, last.number), 5)
    assert (raw.data, raw.text, raw.frames) == (b"\x00\xff", None, (binary.number,))


FAULTS: dict[str, tuple[list[Said], str]] = {
    "unmasked": ([("client", bytes.fromhex("8102") + b"hi")], "must be masked"),
    "masked": ([("server", from_client("hi")[1])], "must not be masked"),
    "rsv": ([from_server(Frame(Opcode.TEXT, b"hi", rsv2=True))], "RSV2"),
    "utf8": ([from_server(Frame(Opcode.TEXT, b"\xff"))], "UTF-8"),
    "close code": ([from_server(Frame(Opcode.CLOSE, b"\x03\xed"))], "1005"),
    "continuation": ([from_server(text("x", opcode=Opcode.CONTINUATION))], "no message to continue"),
    "fragmented ping": ([from_server(Frame(Opcode.PING, b"", fin=False))], "fragment"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_frame_is_told_and_the_frames_behind_it_are_still_cut(name: str) -> None:
    said, words = FAULTS[name]
    sender = said[0][0]
    behind = from_client("behind") if sender == "client" else from_server("behind")
    record = talk(*said, behind)
    first, second = record.frames()
    assert words in " ".join(first.faults)
    assert second.payload == b"behind" and second.faults == ()
    assert record.messages() == []  # the end that reads it has failed the connection


@pytest.mark.parametrize("frame", ["8b00", "817e0001ff", "817f8000000000000000"])
def test_bytes_that_are_no_frame_are_kept_from_there_on(frame: str) -> None:
    rubbish = bytes.fromhex(frame)
    record = talk(from_server("fine"), ("server", rubbish), ("server", b"more"))
    assert [found.payload for found in record.frames()] == [b"fine"]
    kept = record.other_bytes()
    assert b"".join(found.data for found in kept) == rubbish + b"more"
    assert all(found.why for found in kept)
    assert bytes_of(record, "server") == RESPONSE + from_server("fine")[1] + rubbish + b"more"


def test_half_a_frame_at_the_end_is_kept_as_bytes() -> None:
    record = talk(("server", from_server("Hello")[1][:4]))
    (rest,) = record.other_bytes()
    assert (rest.data, rest.why, rest.offset) == (b"\x81\x05He", UNFINISHED, len(RESPONSE))


def test_a_refused_handshake_and_its_page() -> None:
    refusal = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\n"
    record = follow([("client", b"\x81\x85\x01\x02\x03\x04Hello"), ("server", refusal + b"no!")])
    (connection,) = record.connections
    assert connection.request is None
    assert connection.response is not None and "400" in connection.response.fault
    asked, page = record.other_bytes()
    assert (asked.sender, asked.data) == ("client", b"\x81\x85\x01\x02\x03\x04Hello")
    assert (page.sender, page.data) == ("server", b"no!")
    assert bytes_of(record, "server") == refusal + b"no!"


def test_what_comes_before_the_answer_is_frames_where_the_answer_is_yes() -> None:
    early = from_client("early")
    record = follow([("client", REQUEST + early[1][:3]), ("client", early[1][3:]), ("server", RESPONSE)])
    assert [frame.payload for frame in record.frames()] == [b"early"]
    refused = follow([("client", REQUEST), early, ("server", b"HTTP/1.1 403 No\r\n\r\n")])
    assert [found.data for found in refused.other_bytes()] == [early[1]]
    unanswered = follow([("client", REQUEST), early])
    assert [found.data for found in unanswered.other_bytes()] == [early[1]]


def test_faults_of_both_heads_are_told() -> None:
    asked = REQUEST.replace(b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Version: 12")
    answered = build_response("AAAAAAAAAAAAAAAAAAAAAA==")
    (connection,) = follow([("client", asked), ("server", answered), from_server("all the same")]).connections
    assert connection.request is not None and "Version" in connection.request.fault
    assert connection.response is not None and "Accept" in connection.response.fault


def test_an_answer_to_a_request_with_a_fault_may_be_right() -> None:
    asked = REQUEST.replace(b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Version: 12")
    (connection,) = follow([("client", asked), ("server", RESPONSE)]).connections
    assert connection.response is not None and connection.response.fault == ""


def test_an_interim_response_comes_before_the_one_that_counts() -> None:
    interim = b"HTTP/1.1 103 Early Hints\r\n\r\n"
    record = follow([("client", REQUEST), ("server", interim + RESPONSE), from_server("hi")])
    assert record.connections[0].response is not None
    assert record.connections[0].response.offset == len(interim)
    assert [frame.payload for frame in record.frames()] == [b"hi"]
    assert bytes_of(record, "server") == interim + RESPONSE + from_server("hi")[1]


@pytest.mark.parametrize("deflate", [Deflate(), Deflate(True, True, 10, 9)])
def test_compressed_frames_are_kept_as_they_are_and_their_messages_inflated(deflate: Deflate) -> None:
    said, texts = compressed_session(deflate)
    record = follow(said)
    assert record.connections[0].deflate
    assert [message.text for message in record.messages()] == texts
    assert all(message.compressed for message in record.messages())
    assert all(frame.payload != texts[0].encode() and not frame.faults for frame in record.frames())
    assert bytes_of(record, "client") == b"".join(data for sender, data in said if sender == "client")


def test_of_a_frame_that_is_too_long_the_header_is_kept_and_the_next_is_read() -> None:
    limits = TapLimits(max_payload=100)
    record = talk(from_client("a" * 101), from_client("short"), from_server("b" * 100), limits=limits)
    long, short, full = record.frames()
    assert (long.length, long.payload, long.is_whole, long.faults) == (101, b"", False, (TOO_LONG,))
    assert (short.payload, short.faults) == (b"short", ())
    assert short.offset == len(REQUEST) + len(from_client("a" * 101)[1])
    assert full.is_whole and full.faults == ()
    assert [message.text for message in record.messages()] == ["short", "b" * 100]
    assert record.dropped.bytes == 101 + 4  # the masking key goes with its payload


def test_a_message_that_is_too_long_is_not_put_together_and_the_next_is() -> None:
    limits = TapLimits(max_payload=10)
    record = talk(
        from_server(text("12345678", fin=False)),
        from_server(text("12345678", fin=False, opcode=Opcode.CONTINUATION)),
        from_server(Frame(Opcode.PING, b"?")),
        from_server(text("9", opcode=Opcode.CONTINUATION)),
        from_server("next"),
        limits=limits,
    )
    assert [frame.faults for frame in record.frames()] == [(), (TOO_LONG,), (), (), ()]
    assert [message.text for message in record.messages()] == ["next"]


# However it comes

PIECES: list[Said] = [
    *OPENING,
    from_client('{"action": "getData", "id": 1}'),
    from_server('{"status": "success", "data": "x", "id": 1}'),
    from_client(text("a", fin=False)),
    from_client(Frame(Opcode.PING, b"ping")),
    from_client(text("b" * 200, opcode=Opcode.CONTINUATION)),
    from_server(Frame(Opcode.CLOSE, b"\x03\xe8")),
    ("server", b"rubbish behind it \xff\xff"),
]


def meaning(record: Record) -> list[object]:
    """All but the times and the numbers, one side after the other; bytes that are no frames in one piece."""
    found: list[object] = []
    for sender in ("client", "server"):
        items = [item for item in record.items if item.sender == sender]
        found += [(item.data, item.faults) for item in items if isinstance(item, TappedFrame)]
        found.append(b"".join(item.data for item in items if isinstance(item, TappedBytes)))
        found += [item.text for item in record.messages() if item.sender == sender]
    return found + [(call.action, call.state, call.id) for call in record.calls()]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=60))
def test_however_the_streams_are_cut_the_record_is_the_same(sizes: list[int]) -> None:
    cut: list[Said] = []
    for sender, data in PIECES:
        while data:
            size = sizes[len(cut) % len(sizes)]
            cut.append((sender, data[:size]))
            data = data[size:]
    assert meaning(follow(cut)) == meaning(follow(PIECES))


@given(
    st.lists(st.tuples(st.sampled_from(["client", "server"]), st.binary(max_size=40)), max_size=12),
    st.booleans(),
)
@settings(max_examples=3 * settings.default.max_examples)
def test_rubbish_never_ends_it_and_every_byte_of_it_is_accounted_for(said: list[Said], opened: bool) -> None:
    record = follow([*OPENING, *said] if opened else said)
    for sender in ("client", "server"):
        sent = b"".join(data for who, data in ([*OPENING, *said] if opened else said) if who == sender)
        kept = bytes_of(record, sender)  # type: ignore[arg-type]
        assert sent.startswith(kept)
        assert opened is False or kept == sent
    everything = sum(len(data) for _, data in ([*OPENING, *said] if opened else said))
    both = len(bytes_of(record, "client")) + len(bytes_of(record, "server"))
    assert both + record.dropped.bytes == everything


def test_messages_are_those_that_a_connection_reads() -> None:
    connection = Connection(Role.CLIENT)
    sent = [
        from_server("one"),
        from_server(text("t", fin=False)),
        from_server(text("wo", opcode=Opcode.CONTINUATION)),
    ]
    events = [event for _, data in sent for event in connection.receive_data(data)]
    assert [event.text for event in events] == [message.text for message in talk(*sent).messages()]  # type: ignore[union-attr]
