"""The life of a connection: who may send, what, when, and the events at its end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from wire_peers import deliver, frame_bytes, pair, sent_frames

from framebyframe.wire import (
    TRANSITIONS,
    BytesMessage,
    CallerError,
    CloseReceived,
    Connection,
    ConnectionClosed,
    ConnectionNotOpen,
    Deflate,
    FragmentOrder,
    Frame,
    InvalidCloseCode,
    InvalidFrame,
    InvalidText,
    Limits,
    Opcode,
    PingReceived,
    PongReceived,
    Role,
    State,
    TextMessage,
    Trigger,
    WebSocketError,
    WrongType,
    errors,
)

TO_CLIENT, TO_SERVER = Role.CLIENT, Role.SERVER


# The state table


def test_the_table_is_whole() -> None:
    assert set(TRANSITIONS) == set(State)
    assert {trigger for row in TRANSITIONS.values() for trigger in row} == set(Trigger)
    assert not TRANSITIONS[State.CLOSED], "nothing leads out of CLOSED"
    assert all(State.CONNECTING not in row.values() for row in TRANSITIONS.values())


def test_every_trigger_in_open_and_closing_changes_the_state() -> None:
    seen = set()
    for state in (State.OPEN, State.CLOSING):
        for trigger in TRANSITIONS[state]:
            client, server = pair()
            if state is State.CLOSING:
                client.send_close()
            assert client.state is state
            pull_trigger(trigger, client, server)
            assert client.state is TRANSITIONS[state][trigger]
            seen.add((state, trigger))
    assert seen == {
        (state, trigger) for state in (State.OPEN, State.CLOSING) for trigger in TRANSITIONS[state]
    }


def pull_trigger(trigger: Trigger, client: Connection, server: Connection) -> None:
    if trigger is Trigger.SEND_CLOSE:
        client.send_close()
    elif trigger is Trigger.RECEIVE_CLOSE:
        server.send_close()
        deliver(server, client)
    elif trigger is Trigger.FAIL:
        client.receive_data(b"\x83\x00")
    else:
        client.receive_eof()


# Closing


def test_an_open_connection_has_no_close_code() -> None:
    client, _ = pair()
    assert (client.state, client.close_code, client.close_reason) == (State.OPEN, None, "")
    assert not client.should_close_socket


def test_a_client_closes_and_the_server_goes_first() -> None:
    client, server = pair()
    client.send_close(1001, "leaving")
    assert client.state is State.CLOSING and not client.should_close_socket
    assert deliver(client, server) == [
        CloseReceived(1001, "leaving"),
        ConnectionClosed(1001, "leaving", None, True),
    ]
    assert server.should_close_socket
    assert (server.close_code, server.close_reason) == (1001, "leaving")
    assert deliver(server, client) == [CloseReceived(1001, ""), ConnectionClosed(1001, "", None, True)]
    assert not client.should_close_socket, "the server closes the stream first"
    assert client.receive_eof() == []
    assert client.should_close_socket


def test_a_close_without_a_code_is_answered_without_one() -> None:
    client, server = pair()
    client.send_close(None)
    assert deliver(client, server)[-1] == ConnectionClosed(1005, "", None, True)
    assert sent_frames(server) == [Frame(Opcode.CLOSE)]


def test_close_frames_that_cross() -> None:
    client, server = pair()
    client.send_close(4000, "first")
    server.send_close(4001, "me first")
    from_client, from_server = client.data_to_send(), server.data_to_send()
    assert client.receive_data(from_server)[-1] == ConnectionClosed(4001, "me first", None, True)
    assert server.receive_data(from_client)[-1] == ConnectionClosed(4000, "first", None, True)
    assert not client.data_to_send() and not server.data_to_send(), "one close frame each"


def test_messages_still_come_while_we_are_closing_and_pings_go_unanswered() -> None:
    client, server = pair()
    client.send_close()
    server.send_text("before your close frame came")
    server.send_ping(b"there?")
    client.data_to_send()
    assert deliver(server, client) == [TextMessage("before your close frame came"), PingReceived(b"there?")]
    assert not client.data_to_send(), "nothing follows a close frame"


def test_a_fault_while_we_are_closing_sends_nothing_more() -> None:
    client, _ = pair()
    client.send_close()
    client.data_to_send()
    (event,) = client.receive_data(b"\x83\x00")
    assert event == ConnectionClosed(1002, "opcode 3 is reserved", "opcode 3 is reserved", False)
    assert not client.data_to_send()
    assert client.should_close_socket


@pytest.mark.parametrize("closing", [True, False])
def test_a_stream_that_ends_is_a_lost_connection(closing: bool) -> None:
    client, _ = pair()
    if closing:
        client.send_close()
    client.receive_data(b"\x81\x05He")
    (event,) = client.receive_eof()
    assert event == ConnectionClosed(1006, "", "the stream ended without a close frame", False)
    assert client.close_code == 1006 and client.should_close_socket
    assert client.receive_eof() == []


def test_nothing_is_read_after_the_end() -> None:
    client, server = pair()
    server.send_close()
    server_close = server.data_to_send()
    assert len(client.receive_data(server_close + b"\x81\x02hi")) == 2
    assert client.receive_data(b"\x81\x02hi") == []


def test_answers_to_what_came_with_a_close_frame_go_before_our_own() -> None:
    client, server = pair()
    client.send_text("question")
    client.send_ping(b"!")
    client.send_close()
    deliver(client, server)
    server.send_text("answer")
    server.send_fragment("and ")
    server.send_fragment("more", fin=True)
    server.send_ping()
    opcodes = [frame.opcode for frame in sent_frames(server)]
    assert opcodes == [Opcode.PONG, Opcode.TEXT, Opcode.TEXT, Opcode.CONTINUATION, Opcode.PING, Opcode.CLOSE]
    with pytest.raises(ConnectionNotOpen):
        server.send_text("too late")


def test_our_close_frame_tells_the_peer_its_fault() -> None:
    client, server = pair()
    server.receive_data(b"\x81\x00")
    assert deliver(server, client)[0] == CloseReceived(1002, "a frame from a client must be masked")
    assert server.should_close_socket


# Pings


def test_pings_are_answered_in_order_before_what_else_waits() -> None:
    client, server = pair()
    server.send_text("waiting")
    server.send_fragment("part")
    for payload in (b"1", b"2", b""):
        client.send_ping(payload)
    assert deliver(client, server) == [PingReceived(b"1"), PingReceived(b"2"), PingReceived(b"")]
    assert [frame.payload for frame in sent_frames(server)] == [b"1", b"2", b"", b"waiting", b"part"]


def test_a_pong_nobody_asked_for() -> None:
    client, server = pair()
    client.send_pong(b"alive")
    assert deliver(client, server) == [PongReceived(b"alive")]
    assert not server.data_to_send()


# Sending


def test_what_is_sent_is_handed_over_once() -> None:
    client, _ = pair()
    client.send_text("once")
    assert client.data_to_send()
    assert client.data_to_send() == b""


@pytest.mark.parametrize("data", [b"\x00\x01", bytearray(b"\x00\x01"), memoryview(b"\x00\x01")])
def test_any_bytes_like_object_is_bytes(data: bytes) -> None:
    client, server = pair()
    client.send_bytes(data)
    client.send_fragment(data, fin=True)
    client.send_ping(data)
    assert deliver(client, server) == [BytesMessage(b"\0\1"), BytesMessage(b"\0\1"), PingReceived(b"\0\1")]
    server.data_to_send()
    server.send_text("x")
    assert client.receive_data(bytearray(server.data_to_send())) == [TextMessage("x")]


def test_what_is_received_is_not_changed_afterwards() -> None:
    client, _ = pair()
    buffer = bytearray(b"\x82\x01a\x82\x02")
    events = client.receive_data(memoryview(buffer))
    buffer[2] = 0
    assert events == [BytesMessage(b"a")]


def test_a_client_masks_with_a_new_key_each_time() -> None:
    client, _ = pair()
    for _ in range(20):
        client.send_text("same")
    found = [frame.masking_key for frame in sent_frames(client)]
    assert None not in found and len(set(found)) > 15


def test_fragments_and_control_frames_between_them() -> None:
    client, server = pair()
    client.send_fragment("Hel")
    client.send_ping()
    client.send_fragment("lo", fin=True)
    client.send_text("next")
    assert deliver(client, server) == [PingReceived(b""), TextMessage("Hello"), TextMessage("next")]


def test_compressed_fragments() -> None:
    client, server = pair(Deflate())
    client.send_fragment(b"a" * 100)
    client.send_fragment(b"a" * 100, fin=True)
    first, last = sent_frames(client)
    assert (first.rsv1, last.rsv1) == (True, False)
    assert server.receive_data(frame_bytes(TO_SERVER, first, last)) == [BytesMessage(b"a" * 200)]


def test_a_window_that_zlib_cannot_deflate_into_sends_uncompressed() -> None:
    client, server = pair(Deflate(client_max_window_bits=8))
    client.send_text("a" * 100)
    server.send_text("a" * 100)
    assert not sent_frames(client)[0].rsv1
    assert sent_frames(server)[0].rsv1


def closed(connection: Connection) -> Connection:
    connection.receive_eof()
    return connection


def closing(connection: Connection) -> Connection:
    connection.send_close()
    connection.data_to_send()
    return connection


def in_fragments(connection: Connection) -> Connection:
    connection.send_fragment("begun")
    connection.data_to_send()
    return connection


def open_(connection: Connection) -> Connection:
    return connection


Prepare = Callable[[Connection], Connection]

MISTAKES: list[tuple[Prepare, Callable[[Connection], object], type[Exception], str]] = [
    (state, action, ConnectionNotOpen, f"the connection is {name}: open a new one")
    for state, name in ((closed, "closed"), (closing, "closing"))
    for action in (
        lambda c: c.send_text("x"),
        lambda c: c.send_bytes(b"x"),
        lambda c: c.send_fragment("x"),
        lambda c: c.send_ping(),
        lambda c: c.send_pong(),
        lambda c: c.send_close(),
    )
] + [
    (open_, lambda c: c.send_text("a\ud800"), InvalidText, "lone surrogate at index 1: remove it"),
    (open_, lambda c: c.send_fragment("\udfff"), InvalidText, "lone surrogate at index 0"),
    (open_, lambda c: c.send_text(b"x"), WrongType, "not bytes: send_bytes sends bytes"),
    (open_, lambda c: c.send_text(7), WrongType, "not int"),
    (open_, lambda c: c.send_bytes("x"), WrongType, "not str; send_text sends text"),
    (open_, lambda c: c.send_bytes(7), WrongType, "not int"),
    (open_, lambda c: c.send_fragment(None), WrongType, "not NoneType"),
    (open_, lambda c: c.send_ping("x"), WrongType, "not str"),
    (open_, lambda c: c.receive_data("x"), WrongType, "not str"),
    (open_, lambda c: c.receive_data(7), WrongType, "not int"),
    (open_, lambda c: c.send_ping(b"p" * 126), InvalidFrame, "125 bytes, this one 126: send a message"),
    (open_, lambda c: c.send_pong(b"p" * 126), InvalidFrame, "a pong has at most 125 bytes"),
    (open_, lambda c: c.send_close(1006), InvalidCloseCode, "1006 may not be sent"),
    (open_, lambda c: c.send_close(1000, "r" * 124), InvalidFrame, "123 bytes"),
    (open_, lambda c: c.send_close("1000"), WrongType, "an int"),
    (in_fragments, lambda c: c.send_text("x"), FragmentOrder, "end it with send_fragment"),
    (in_fragments, lambda c: c.send_bytes(b"x"), FragmentOrder, "end it with send_fragment"),
    (in_fragments, lambda c: c.send_fragment(b"x"), WrongType, "all text or all bytes"),
]  # fmt: skip


@pytest.mark.parametrize("deflate", [None, Deflate()])
@pytest.mark.parametrize("prepare, action, error, says", MISTAKES)
def test_a_mistake_of_the_caller_changes_nothing(
    prepare: Prepare,
    action: Callable[[Connection], object],
    error: type[Exception],
    says: str,
    deflate: Deflate | None,
) -> None:
    client, server = pair(deflate)
    prepare(client)
    state = client.state
    with pytest.raises(error, match=says) as caught:
        action(client)
    assert isinstance(caught.value, CallerError)
    assert client.state is state and client.data_to_send() == b""
    if prepare is open_:
        client.send_text("still works")
        assert deliver(client, server) == [TextMessage("still works")]
    elif prepare is in_fragments:
        client.send_fragment("!", fin=True)
        assert sent_frames(client)[0].fin


def test_wrong_types_are_type_errors_too() -> None:
    assert issubclass(WrongType, TypeError)
    assert issubclass(InvalidCloseCode, ValueError)


def test_every_error_is_drawn_in_the_tree() -> None:
    drawn = errors.__doc__ or ""
    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, WebSocketError):
            assert f" {name} " in drawn or f"\n{name}\n" in drawn or f"    {name}\n" in drawn, name


# Receiving


def test_limits_are_settable() -> None:
    client = Connection(Role.CLIENT, Limits(max_message=3, max_fragments=2))
    assert client.receive_data(b"\x82\x03abc") == [BytesMessage(b"abc")]
    assert client.receive_data(b"\x02\x01a\x80\x02bc") == [BytesMessage(b"abc")]
    (event,) = client.receive_data(b"\x02\x01a\x00\x01b\x80\x00")
    assert event == ConnectionClosed(1009, event.reason, "a message has at most 2 fragments", False)


def test_partial_text_is_checked_behind_a_mask_wherever_it_is_cut() -> None:
    data = frame_bytes(TO_SERVER, Frame(Opcode.TEXT, "a€\xff".encode() + b"\xff" + b"b" * 20))
    for cut in range(1, 13):
        server = Connection(Role.SERVER)
        events = server.receive_data(data[:cut]) + server.receive_data(data[cut:13])
        assert [event.code for event in events] == [1007], cut


def test_a_partial_control_frame_or_binary_frame_is_no_text() -> None:
    client = Connection(Role.CLIENT)
    for piece in (b"\x01\x01a", b"\x89\x02\xff", b"\xff", b"\x80\x01", b"b", b"\x82\x02\xff", b"\xff"):
        client.receive_data(piece)
    assert client.state is State.OPEN


# permessage-deflate


def deflated(*frames: Frame) -> list[object]:
    client = Connection(Role.CLIENT, Limits(max_message=1000), Deflate())
    return list(client.receive_data(frame_bytes(TO_CLIENT, *frames)))


HELLO = bytes.fromhex("f2 48 cd c9 c9 07 00")
"""The example of RFC 7692, 7.2.3.1."""


@pytest.mark.parametrize(
    "payload",
    [
        HELLO,
        bytes.fromhex("00 05 00 fa ff 48 65 6c 6c 6f 00"),
        bytes.fromhex("f3 48 cd c9 c9 07 00 00"),
        bytes.fromhex("f2 48 05 00 00 00 ff ff ca c9 c9 07 00"),
    ],
    ids=["one block", "not compressed", "a final block", "two blocks"],
)
def test_the_examples_of_rfc_7692(payload: bytes) -> None:
    assert deflated(Frame(Opcode.TEXT, payload, rsv1=True)) == [TextMessage("Hello")]


def test_a_window_is_taken_over_to_the_next_message() -> None:
    """RFC 7692, 7.2.3.2."""
    again = Frame(Opcode.TEXT, bytes.fromhex("f2 00 11 00 00"), rsv1=True)
    assert deflated(Frame(Opcode.TEXT, HELLO, rsv1=True), again) == [TextMessage("Hello")] * 2


def test_compressed_fragments_with_a_ping_between() -> None:
    fragments = [Frame(Opcode.TEXT, HELLO[:3], fin=False, rsv1=True), Frame(Opcode.CONTINUATION, HELLO[3:])]
    ping = Frame(Opcode.PING)
    assert deflated(fragments[0], ping, fragments[1]) == [PingReceived(b""), TextMessage("Hello")]


@pytest.mark.parametrize(
    "frames, code",
    [
        ([Frame(Opcode.TEXT, b"\xff\xff", rsv1=True)], 1007),
        ([Frame(Opcode.TEXT, bytes.fromhex("fa 0f 00"), rsv1=True)], 1007),
        ([Frame(Opcode.PING, HELLO, rsv1=True)], 1002),
        ([Frame(Opcode.TEXT, HELLO[:3], False, True), Frame(Opcode.CONTINUATION, b"", rsv1=True)], 1002),
        ([Frame(Opcode.TEXT, HELLO, rsv1=True, rsv2=True)], 1002),
        ([Frame(Opcode.TEXT, bytes(1200), rsv1=True)], 1009),
        ([Frame(Opcode.TEXT, bytes(1001))], 1009),
    ],
)  # fmt: skip
def test_compressed_frames_that_are_wrong(frames: list[Frame], code: int) -> None:
    (event,) = deflated(*frames)
    assert isinstance(event, ConnectionClosed) and event.code == code


def test_uncompressed_messages_may_come_between_compressed_ones() -> None:
    plain = Frame(Opcode.TEXT, b"plain")
    packed = Frame(Opcode.TEXT, HELLO, rsv1=True)
    assert deflated(packed, plain, packed) == [
        TextMessage("Hello"),
        TextMessage("plain"),
        TextMessage("Hello"),
    ]


def test_a_message_at_the_limit_that_cannot_be_compressed_goes_through() -> None:
    noise = b"".join((n * 2654435761 % 2**32).to_bytes(4, "big") for n in range(1 << 18))
    client, server = pair(Deflate(level=9))
    client.send_bytes(noise)
    assert deliver(client, server) == [BytesMessage(noise)]
