"""Properties of every stream, every split and every script of sends (hypothesis)."""

from __future__ import annotations

import re
import tracemalloc
import zlib
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from wire_peers import frame_bytes, pair, shake_hands

from framebyframe.wire import (
    BytesMessage,
    ClientHandshake,
    CloseCode,
    Connection,
    ConnectionClosed,
    Deflate,
    Event,
    Frame,
    HandshakeAccepted,
    HandshakeRefused,
    Limits,
    Opcode,
    PongReceived,
    Role,
    ServerHandshake,
    State,
    TextMessage,
    apply_mask,
    encode_frame,
    masking,
)
from framebyframe.wire.reader import FrameReader

SMALL = Limits(max_message=300, max_fragments=4, max_header_line=200, max_headers=10)

roles = st.sampled_from(Role)
keys = st.binary(min_size=4, max_size=4)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
close_codes = st.sampled_from([1000, 1001, 1002, 1003, 1007, 1014, 3000, 4999])
LONG_PAYLOAD = bytes(range(256)) * 257
payloads = st.binary(max_size=140) | st.sampled_from([0, 125, 126, 511, 512, 65535, 65536]).map(
    lambda size: LONG_PAYLOAD[:size]
)
frames = st.builds(
    Frame, st.sampled_from(Opcode), payloads, st.booleans(), st.booleans(), st.booleans(), st.booleans(),
    st.none() | keys,
)  # fmt: skip


def cut(data: bytes, edges: list[int]) -> list[bytes]:
    """The bytes in pieces; an edge counts from the last one, and wraps around at the end."""
    pieces, start = [], 0
    for edge in edges:
        pieces.append(data[start : start + edge])
        start += edge
    return [*pieces, data[start:]]


edges = st.lists(st.integers(0, 40), max_size=60)


# Frames


@given(frames, edges)
def test_encode_then_decode_is_identity(frame: Frame, edges: list[int]) -> None:
    reader = FrameReader()
    found = []
    for piece in cut(encode_frame(frame), edges):
        reader.feed(piece)
        found += list(iter(reader.next_frame, None))
    assert found == [frame]


@given(st.binary(max_size=2000), keys)
def test_all_ways_to_mask_are_one(payload: bytes, key: bytes) -> None:
    masked = apply_mask(payload, key)
    ways = [masking.apply_mask_fast, masking.apply_mask_by_table, masking.mask_payload]
    assert {way(payload, key) for way in ways} == {masked}
    assert apply_mask(masked, key) == payload


# Any stream


def plausible_frame(role: Role) -> st.SearchStrategy[bytes]:
    """A frame that is often right: random bytes seldom pass the second one."""
    data = st.builds(
        Frame, st.sampled_from([0, 0, 0, 1, 1, 2, 8, 9, 10, 3]),
        st.binary(max_size=20) | st.text(max_size=8).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.sampled_from([True, True, False]), st.sampled_from([False] * 9 + [True]),
    )  # fmt: skip
    return data.map(lambda frame: frame_bytes(role, frame))


@st.composite
def streams(draw: st.DrawFn) -> tuple[Role, bytes]:
    role = draw(roles)
    pieces = draw(st.lists(plausible_frame(role) | st.binary(max_size=8), max_size=12))
    return role, b"".join(pieces)


def receive(role: Role, pieces: list[bytes], deflate: Deflate | None) -> tuple[list[Event], bytes, State]:
    connection = Connection(role, SMALL, deflate)
    events = [event for piece in pieces for event in connection.receive_data(piece)]
    return events, unmasked(connection.data_to_send()), connection.state


def unmasked(data: bytes) -> bytes:
    """The frames in these bytes, without their masks: a client's keys are never the same twice."""
    reader = FrameReader()
    reader.feed(data)
    found = list(iter(reader.next_frame, None))
    for frame in found:
        frame.masking_key = None
    return b"".join(map(encode_frame, found))


@settings(max_examples=3 * settings.default.max_examples)
@given(streams(), edges, st.sampled_from([None, Deflate()]))
@example((Role.CLIENT, b"\x81\x03ab\xff"), [1] * 5, None)
@example((Role.SERVER, frame_bytes(Role.SERVER, Frame(Opcode.TEXT, "€".encode()))), [7, 1, 1], None)
def test_any_split_gives_the_same_events(
    stream: tuple[Role, bytes], edges: list[int], deflate: Deflate | None
) -> None:
    role, data = stream
    whole = receive(role, [data], deflate)
    assert receive(role, cut(data, edges), deflate) == whole
    assert receive(role, [bytes([byte]) for byte in data], deflate) == whole


@settings(max_examples=3 * settings.default.max_examples)
@given(streams())
def test_any_bytes_give_events_and_one_ending(stream: tuple[Role, bytes]) -> None:
    role, data = stream
    connection = Connection(role, SMALL)
    events = connection.receive_data(data) + connection.receive_eof() + connection.receive_eof()
    assert [type(event) for event in events].count(ConnectionClosed) == 1
    assert isinstance(events[-1], ConnectionClosed)
    assert connection.state is State.CLOSED
    assert connection.receive_data(data) == []
    assert connection.should_close_socket


@given(st.binary(max_size=300), edges)
def test_any_bytes_give_a_handshake_an_outcome_or_nothing(data: bytes, edges: list[int]) -> None:
    for make in (lambda: ServerHandshake(limits=SMALL), lambda: ClientHandshake("h", limits=SMALL)):
        assert first_outcome(make(), [data]) == first_outcome(make(), cut(data, edges))


def first_outcome(
    handshake: ServerHandshake | ClientHandshake, pieces: list[bytes]
) -> HandshakeRefused | HandshakeAccepted | None:
    """The outcome without the rest after the head and the length of quotes, which depend on the pieces."""
    for piece in pieces:
        outcome = handshake.receive_data(piece)
        if isinstance(outcome, HandshakeRefused):
            return HandshakeRefused(outcome.status, re.sub("'.*", "", outcome.reason), outcome.headers)
        if outcome is not None:
            return outcome
    return None


head_lines = st.lists(
    st.sampled_from([
        "Host: h", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol: a, b", "Origin: null",
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits", "X: " + "y" * 200, "broken",
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", " folded",
    ]),
    max_size=12,
)  # fmt: skip


@given(st.sampled_from(["GET / HTTP/1.1", "HTTP/1.1 101 x", "x" * 210]), head_lines, edges)
def test_any_split_of_a_head_gives_the_same_outcome(first: str, lines: list[str], edges: list[int]) -> None:
    data = "\r\n".join([first, *lines, "", ""]).encode()
    for make in (
        lambda: ServerHandshake(["b"], deflate=Deflate(), limits=SMALL),
        lambda: ClientHandshake("h", key="dGhlIHNhbXBsZSBub25jZQ==", limits=SMALL),
    ):
        whole, split = first_outcome(make(), [data]), first_outcome(make(), cut(data, edges))
        assert type(whole) is type(split)
        if isinstance(whole, HandshakeRefused):
            assert whole == split


# Memory


def peak(work: Callable[[], object]) -> int:
    """The most bytes that are allocated at one time."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


LIMITED = Limits(max_message=64 * 1024)
MEMORY = 6 * LIMITED.max_message + 256 * 1024
"""Bytes: a message is held while it is gathered, inflated, joined and decoded, and partly copied."""


def feed_all(connection: Connection, data: bytes, size: int, times: int = 1) -> list[Event]:
    """Feed the same pieces over and over; return the last events only."""
    events: list[Event] = []
    for _ in range(times):
        for start in range(0, len(data), size):
            events = connection.receive_data(data[start : start + size])
            if connection.state is State.CLOSED:
                return events
    return events


@pytest.mark.parametrize("size", [7, 65536])
@pytest.mark.parametrize("opcode", [Opcode.TEXT, Opcode.BINARY])
def test_endless_fragments_cost_no_more_than_the_limit(opcode: Opcode, size: int) -> None:
    limits = Limits(LIMITED.max_message, max_fragments=1 << 30)
    start = frame_bytes(Role.SERVER, Frame(opcode, b"a", fin=False))
    more = frame_bytes(Role.SERVER, Frame(Opcode.CONTINUATION, b"a" * 1000, fin=False))

    def work() -> None:
        connection = Connection(Role.SERVER, limits)
        connection.receive_data(start)
        events = feed_all(connection, more, size, times=200)
        assert isinstance(events[-1], ConnectionClosed) and events[-1].code == CloseCode.MESSAGE_TOO_BIG

    assert peak(work) < MEMORY


def test_a_frame_too_big_is_refused_by_its_header() -> None:
    header = encode_frame(Frame(Opcode.BINARY, bytes(LIMITED.max_message + 1)))[:10]

    def work() -> None:
        events = Connection(Role.CLIENT, LIMITED).receive_data(header)
        assert isinstance(events[-1], ConnectionClosed) and events[-1].code == CloseCode.MESSAGE_TOO_BIG

    assert peak(work) < 64 * 1024


def test_a_flood_of_pings_is_not_kept() -> None:
    ping = frame_bytes(Role.SERVER, Frame(Opcode.PING, b"p" * 125))
    connection = Connection(Role.SERVER, LIMITED)
    assert peak(lambda: feed_all(connection, ping * 100, 100_000, times=200)) < 256 * 1024
    answer = Connection(Role.CLIENT).receive_data(connection.data_to_send())
    assert answer == [PongReceived(b"p" * 125)] * 64


def bomb(inflated_mebibytes: int) -> bytes:
    """DEFLATE data that grows a thousandfold when inflated."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    mebibyte = compressor.compress(bytes(1 << 20)) + compressor.flush(zlib.Z_FULL_FLUSH)
    return mebibyte * inflated_mebibytes


@pytest.mark.parametrize("size", [997, 1 << 20])
@pytest.mark.parametrize("fragments", [1, 16])
def test_a_bomb_of_1_gib_costs_no_more_than_the_limit(fragments: int, size: int) -> None:
    data = bomb(1024)
    assert len(data) < 1 << 21, "it would not be a bomb"
    limits = Limits(max_message=1 << 21)
    step = -(-len(data) // fragments)
    parts = [data[start : start + step] for start in range(0, len(data), step)]
    stream = b"".join(
        frame_bytes(
            Role.SERVER,
            Frame(Opcode.CONTINUATION if n else Opcode.BINARY, part, fin=n == fragments - 1, rsv1=not n),
        )
        for n, part in enumerate(parts)
    )

    def work() -> None:
        connection = Connection(Role.SERVER, limits, Deflate())
        events = feed_all(connection, stream, size)
        assert isinstance(events[-1], ConnectionClosed) and events[-1].code == CloseCode.MESSAGE_TOO_BIG

    assert peak(work) < 6 * limits.max_message


def test_final_blocks_without_end_are_refused() -> None:
    """Each final block costs a new decompressor: two bytes that are expensive to read."""
    final_block = b"\x03\x00"
    connection = Connection(Role.SERVER, Limits(), Deflate())
    frame = Frame(Opcode.BINARY, final_block * 100_000, rsv1=True)
    events = connection.receive_data(frame_bytes(Role.SERVER, frame))
    assert isinstance(events[-1], ConnectionClosed) and events[-1].code == CloseCode.MESSAGE_TOO_BIG


def test_a_head_without_end_is_refused() -> None:
    def work() -> None:
        handshake = ServerHandshake(limits=SMALL)
        outcome, first_line = None, b"GET / HTTP/1.1\r\n"
        while outcome is None:
            outcome = handshake.receive_data(first_line + b"X: y\r\n")
            first_line = b""
        assert isinstance(outcome, HandshakeRefused) and outcome.status == 431

    assert peak(work) < 64 * 1024


# Two ends

sends = st.one_of(
    st.tuples(st.just("send_text"), texts),
    st.tuples(st.just("send_bytes"), payloads),
    st.tuples(st.just("send_ping"), st.binary(max_size=125)),
    st.tuples(st.just("send_pong"), st.binary(max_size=125)),
    st.tuples(st.just("send_fragments"), st.lists(texts, min_size=1, max_size=4)),
    st.tuples(st.just("send_fragments"), st.lists(st.binary(max_size=40), min_size=1, max_size=4)),
)
scripts = st.lists(st.tuples(st.booleans(), sends, edges), max_size=8)


def send(connection: Connection, action: str, value: object) -> list[TextMessage | BytesMessage]:
    """Send as the script says; return the messages that the other end is to receive."""
    if action == "send_fragments":
        assert isinstance(value, list)
        for n, part in enumerate(value, 1):
            connection.send_fragment(part, fin=n == len(value))
        return [TextMessage("".join(value)) if isinstance(value[0], str) else BytesMessage(b"".join(value))]
    getattr(connection, action)(value)
    if action == "send_text":
        return [TextMessage(str(value))]
    return [BytesMessage(value)] if action == "send_bytes" and isinstance(value, bytes) else []


def messages(events: list[Event]) -> list[Event]:
    return [event for event in events if isinstance(event, TextMessage | BytesMessage)]


DEFLATES = [
    Deflate(*forgets, *windows)
    for forgets in product([False, True], repeat=2)
    for windows in product([8, 9, 15], repeat=2)
]


@given(scripts, st.sampled_from([None, *DEFLATES]), st.booleans(), close_codes, st.text("aé€", max_size=40))
def test_two_ends_agree(
    script: list[tuple[bool, tuple[str, object], list[int]]],
    deflate: Deflate | None,
    client_closes: bool,
    code: int,
    reason: str,
) -> None:
    ends = pair(deflate)
    for from_client, (action, value), edges in script:
        sender, receiver = ends if from_client else ends[::-1]
        expected = send(sender, action, value)
        events = [
            event for piece in cut(sender.data_to_send(), edges) for event in receiver.receive_data(piece)
        ]
        assert messages(events) == expected
        pongs = sender.receive_data(receiver.data_to_send())
        assert pongs == ([PongReceived(value)] if action == "send_ping" else [])
    closer, other = ends if client_closes else ends[::-1]
    closer.send_close(code, reason)
    ending = ConnectionClosed(code, reason, None, True)
    assert other.receive_data(closer.data_to_send())[-1] == ending
    assert closer.receive_data(other.data_to_send())[-1] == ConnectionClosed(code, "", None, True)
    assert {closer.state, other.state} == {State.CLOSED}
    assert not closer.data_to_send() and not other.data_to_send()


@pytest.mark.parametrize("deflate", DEFLATES, ids=str)
def test_deflate_round_trips(deflate: Deflate) -> None:
    words = "frame by frame, " * 40
    for sender, receiver in (pair(deflate), pair(deflate)[::-1]):
        for text in ("", words, words, "x", "", words[::-1]):
            sender.send_text(text)
            sender.send_bytes(text.encode())
            data = sender.data_to_send()
            pieces = [data[start : start + 11] for start in range(0, len(data), 11)]
            events = [event for piece in pieces for event in receiver.receive_data(piece)]
            assert events == [TextMessage(text), BytesMessage(text.encode())]


@given(st.sampled_from(DEFLATES), st.sampled_from(DEFLATES))
@settings(max_examples=2 * settings.default.max_examples)
def test_any_offer_and_any_wish_agree(offered: Deflate, wished: Deflate) -> None:
    at_client, at_server = shake_hands(ClientHandshake("h", deflate=offered), ServerHandshake(deflate=wished))
    client, server = at_client.connection, at_server.connection
    assert client.extension is not None and server.extension is not None
    for sender in Role:
        assert client.extension.window_bits(sender) == server.extension.window_bits(sender)
        assert client.extension.no_context_takeover(sender) == server.extension.no_context_takeover(sender)
    for one, other in ((client, server), (server, client)):
        for text in ("ab" * 300, "ab" * 300):
            one.send_text(text)
            assert other.receive_data(one.data_to_send()) == [TextMessage(text)]
