"""Every bit gets a label, any bytes can be read, and wire finds the same faults."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framebyframe.figures import annotate_frame, annotate_frames, annotate_handshake, annotate_message
from framebyframe.figures.annotation import AnnotatedFrame
from framebyframe.figures.language import FIELDS
from framebyframe.figures.text_annotation import split_batch
from framebyframe.wire import Connection, ConnectionClosed, Frame, Limits, Opcode, Role, encode_frame

VECTORS: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[2] / "contract" / "frames.json").read_text("utf-8")
)
MAX_MESSAGE = 1024 * 1024

payloads = st.one_of(st.binary(max_size=300), st.integers(0, 70_000).map(lambda size: b"x" * size))
keys = st.none() | st.binary(min_size=4, max_size=4)
frames = st.builds(
    Frame,
    opcode=st.sampled_from([Opcode.TEXT, Opcode.BINARY, Opcode.CONTINUATION]),
    payload=payloads,
    fin=st.booleans(),
    rsv1=st.booleans(),
    rsv2=st.booleans(),
    rsv3=st.booleans(),
    masking_key=keys,
)
header_like = st.builds(
    lambda first, second, rest: bytes([first, second]) + rest,
    st.integers(0, 255),
    st.integers(0, 255),
    st.binary(max_size=40),
)
any_bytes = st.one_of(st.binary(max_size=60), header_like)


def assert_every_bit_has_one_label(frame: AnnotatedFrame) -> None:
    position = 0
    for span in frame.spans:
        assert span.field in FIELDS
        assert span.first_bit == position
        assert span.bits > 0
        position = span.stop_bit
    assert position == len(frame.data) * 8


def bytes_of(written: Any) -> bytes:
    """A byte string of the contract's vectors."""
    if isinstance(written, str):
        return bytes.fromhex(written)
    return b"".join(
        bytes.fromhex(part) if isinstance(part, str) else bytes.fromhex(part["repeat"]) * part["times"]
        for part in written
    )


@given(frames)
def test_a_frame_is_labelled_bit_by_bit(frame: Frame) -> None:
    data = encode_frame(frame)
    annotated = annotate_frame(data + b"rest")
    assert_every_bit_has_one_label(annotated)
    assert annotated.data == data
    assert annotated.missing == 0
    assert annotated.payload == frame.payload
    values = {span.field: span.value for span in annotated.spans}
    assert values["fin"] == frame.fin
    assert (values["rsv1"], values["rsv2"], values["rsv3"]) == (frame.rsv1, frame.rsv2, frame.rsv3)
    assert values["opcode"] == frame.opcode
    assert values["mask"] == (frame.masking_key is not None)
    assert values.get("extended_payload_length", values["payload_length"]) == len(frame.payload)
    key = annotated.span("masking_key")
    assert (data[key.first_byte : key.stop_byte] if key else None) == frame.masking_key


@given(any_bytes, st.sampled_from([None, Role.CLIENT, "server"]))
def test_nothing_is_too_broken_to_be_labelled(data: bytes, receiver: Role | str | None) -> None:
    annotated = annotate_frame(data, receiver)
    assert_every_bit_has_one_label(annotated)
    assert data.startswith(annotated.data)
    assert annotated.sentence
    assert (annotated.missing == 0) or annotated.data == data


@given(any_bytes)
def test_a_stream_is_labelled_to_its_end(data: bytes) -> None:
    annotated = annotate_frames(data)
    assert b"".join(frame.data for frame in annotated) == data
    assert all(frame.missing == 0 for frame in annotated[:-1])
    for frame in annotated:
        assert_every_bit_has_one_label(frame)


@given(frames, st.data())
def test_a_frame_that_is_cut_short_says_so(frame: Frame, data: st.DataObject) -> None:
    whole = encode_frame(frame)
    cut = data.draw(st.integers(0, len(whole) - 1))
    annotated = annotate_frame(whole[:cut])
    assert annotated.data == whole[:cut]
    assert 0 < annotated.missing <= len(whole) - cut
    if annotated.spans and not annotated.spans[-1].whole:
        assert annotated.spans[-1].stop_bit == cut * 8


# A limit on the number of frames has no field of its own.
POINTED_AT = [v for v in VECTORS["illegal"] if not v["name"].startswith("a message in 1025 fragments")]


@pytest.mark.parametrize("vector", POINTED_AT, ids=lambda vector: vector["name"])
def test_each_illegal_vector_gets_its_close_code(vector: dict[str, Any]) -> None:
    annotated = annotate_frames(bytes_of(vector["bytes"]), vector["receiver"], MAX_MESSAGE)
    faults = [fault for frame in annotated for fault in frame.faults]
    assert faults and faults[0].close_code == vector["close_code"]


@pytest.mark.parametrize("vector", VECTORS["messages"], ids=lambda vector: vector["name"])
def test_no_legal_vector_is_called_wrong(vector: dict[str, Any]) -> None:
    for frame in annotate_frames(bytes_of(vector["bytes"]), vector["receiver"], MAX_MESSAGE):
        assert frame.faults == ()
        assert frame.missing == 0
        opcode = frame.span("opcode")
        if opcode is not None and opcode.value == Opcode.CLOSE:
            return  # nothing after a close frame has a meaning


@settings(max_examples=3 * settings.default.max_examples)
@given(data=any_bytes, role=st.sampled_from(Role))
def test_wire_and_figures_agree_on_what_is_wrong(data: bytes, role: Role) -> None:
    """Two readers, written apart: both give the same close code for the first fault, or none.

    wire judges a header, and a control frame, once it is whole: zeros follow that finish any of them.
    """
    data, limit = data + bytes(14 + 125), 100
    events = Connection(role, Limits(max_message=limit)).receive_data(data)
    closed = next((event for event in events if isinstance(event, ConnectionClosed)), None)
    assert first_fault(data, role, limit) == (closed.code if closed and closed.fault else None)


def first_fault(data: bytes, role: Role, limit: int) -> int | None:
    """The close code of the first fault up to a close frame, which is included."""
    for frame in annotate_frames(data, role, limit):
        if frame.faults:
            return frame.faults[0].close_code
        opcode = frame.span("opcode")
        if opcode is not None and opcode.value == Opcode.CLOSE and not frame.missing:
            return None
    return None


def test_the_letter_h_is_named_for_what_it_is() -> None:
    annotated = annotate_frame(b"HTTP/1.1 400 Bad Request\r\n", "client")
    assert annotated.remark == "These bytes are text, not a frame: HTTP/1.1 400 Bad Request"
    assert [fault.section for fault in annotated.faults][:2] == ["RFC 6455 5.5", "RFC 6455 5.2"]


def test_a_frame_in_words() -> None:
    assert annotate_frame(bytes.fromhex("818537fa213d7f9f4d5158")).sentence == (
        "final text frame, masked, 5 bytes: “Hello”"
    )
    assert annotate_frame(bytes.fromhex("880203ea")).sentence == (
        "close frame, not masked, 2 bytes: 1002 (protocol error)"
    )
    assert annotate_frame(b"").sentence == "no bytes yet"
    assert annotate_frame(b"\x09").sentence == "the first byte of a ping frame without FIN"


@pytest.mark.parametrize(
    ("first_byte", "meaning"),
    [
        (0x81, "The last frame of its message."),
        (0x80, "The last frame of its message."),
        (0x01, "More frames of this message follow."),
        (0x88, "A control frame is never in parts."),
        (0x89, "A control frame is never in parts."),
        (0x8A, "A control frame is never in parts."),
        (0x09, "It says that more of it follows."),
    ],
)
def test_fin_is_told_of_a_message_only_where_the_frame_is_part_of_one(first_byte: int, meaning: str) -> None:
    fin = annotate_frame(bytes([first_byte, 0])).span("fin")
    assert fin is not None
    assert fin.sentence == meaning


def test_compressed_frames_are_right_where_that_was_agreed() -> None:
    data = encode_frame(Frame(Opcode.TEXT, b"\xf2\x48", rsv1=True))
    assert annotate_frame(data).faults
    assert annotate_frame(data, deflate=True).faults == ()
    parts = encode_frame(Frame(Opcode.TEXT, b"\xff", fin=False, rsv1=True)) + encode_frame(
        Frame(Opcode.CONTINUATION, b"\xff")
    )
    assert [frame.faults for frame in annotate_frames(parts, deflate=True)] == [(), ()]


# --- text ----------------------------------------------------------------------------------------


@given(st.binary(max_size=200))
def test_any_bytes_can_be_read_as_a_head(data: bytes) -> None:
    annotated = annotate_handshake(data)
    position = 0
    for span in annotated.spans:
        assert position <= span.start <= span.stop <= len(annotated.text)
        position = span.stop


def test_key_and_accept_are_found_whatever_their_case() -> None:
    head = b"HTTP/1.1 101 x\r\nSEC-WEBSOCKET-ACCEPT:  abc=\r\nsec-websocket-key: k\r\n\r\nrest: of it"
    annotated = annotate_handshake(head)
    assert annotated.value("accept") == "abc="
    assert annotated.value("key") == "k"
    assert annotated.value("start_line") == "HTTP/1.1 101 x"
    assert annotated.faults == ()
    assert "rest" not in annotated.text


@pytest.mark.parametrize(
    ("head", "section"),
    [
        (b"GET / HTTP/1.1\r\nHost: a\r\n", "RFC 9112 2.1"),
        (b"GET / HTTP/1.1\r\nHost a\r\n\r\n", "RFC 9112 5"),
        (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", "RFC 9112 5.1"),
        (b"GET / HTTP/1.1\nHost: a\r\n\r\n", "RFC 9112 2.2"),
    ],
)
def test_a_broken_head_is_named(head: bytes, section: str) -> None:
    assert [fault.section for fault in annotate_handshake(head).faults] == [section]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
member_names = st.sampled_from(
    ["id", "method", "action", "params", "result", "payload", "error", "status", "x"]
)


@given(st.dictionaries(member_names | st.text(max_size=5), json_values), st.sampled_from([None, 1]))
def test_each_member_of_a_call_is_found(call: dict[str, Any], indent: int | None) -> None:
    text = json.dumps(call, indent=indent)
    annotated = annotate_message(text)
    assert [span.name for span in annotated.spans] == list(call)
    for span in annotated.spans:
        assert json.loads("{" + annotated.of(span) + "}") == {span.name: call[span.name]}


@given(st.lists(json_values, max_size=4))
def test_a_batch_is_taken_apart(batch: list[Any]) -> None:
    assert [json.loads(text) for text in split_batch(json.dumps(batch))] == batch


@given(st.text(max_size=40))
def test_any_text_can_be_read_as_a_call(text: str) -> None:
    annotated = annotate_message(text)
    assert annotated.text == text
    assert len(annotated.faults) <= 1


@pytest.mark.parametrize("text", ["", "NaN", '{"a"', "[" * 100_000, '{"id": 1}x', "1" * 5000])
def test_what_is_no_json_is_named(text: str) -> None:
    annotated = annotate_message(text)
    assert annotated.faults or text.isdigit()


def test_both_dialects_wear_the_same_colours() -> None:
    article = annotate_message('{"status": "success", "data": "x", "payload": {}, "id": 1}')
    assert [span.field for span in article.spans] == ["", "", "result", "id"]
    refused = annotate_message('{"status": "error", "message": "x", "code": "y"}')
    assert [span.field for span in refused.spans] == ["", "error", "error"]
    rpc = annotate_message('{"jsonrpc": "2.0", "method": "m", "params": [], "id": null}')
    assert [span.field for span in rpc.spans] == ["", "method", "params", "id"]
