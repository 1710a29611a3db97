"""The words of each drawing, verbatim where they matter."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from gallery import HELLO, REQUEST, RESPONSE
from hypothesis import given
from hypothesis import strategies as st

from framebyframe import figures
from framebyframe.figures import (
    Highlight,
    Step,
    annotate_frame,
    compare,
    first_difference,
    heads,
    svg,
    transcript,
)
from framebyframe.figures.cards import event_entries, value_words
from framebyframe.figures.language import TONES
from framebyframe.figures.text import catalogue, reader
from framebyframe.figures.titles import title_of
from framebyframe.figures.visible import columns, elide, pad, shorten, visible, wrap
from framebyframe.wire import (
    ConnectionClosed,
    Frame,
    HandshakeRefused,
    Headers,
    InvalidFrame,
    Opcode,
    Role,
    TextMessage,
    encode_frame,
)


def test_the_anatomy_in_text() -> None:
    assert (
        figures.frame_anatomy(HELLO).text
        == """\
 0                   1                   2                   3
 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
+-+-+-+-+-------+-+-------------+-------------------------------+
|1|0|0|0|0 0 0 1|1|0 0 0 0 1 0 1|          37              fa   |
|F|R|R|R|opcode |M|   payload   |          masking key          |
|I|S|S|S|  0x1  |A|   length    |                               |
|N|V|V|V| text  |S|      5      |                               |
| |1|2|3|       |K|             |                               |
+-+-+-+-+-------+-+-------------+-------------------------------+
|          21              3d   |          7f              9f   |
|           continued           |      masked payload data      |
+-------------------------------+---------------+---------------+
|          4d              51              58   |
|                   continued                   |
+-----------------------------------------------+"""
    )


LONG = Frame(Opcode.TEXT, b'{"action": "echo", "params": {"text": "a good deal more than a line"}}' * 9)
WRAPPING = [LONG, replace(LONG, masking_key=b"abcd"), Frame(Opcode.TEXT, b"a" * 20, masking_key=b"abcd")]


def places_of(words: str, figure: figures.Figure) -> list[float]:
    """The heights of the lines with exactly these words, from the top."""
    found = re.findall(r'<text x="[^"]*" y="([^"]*)"[^>]*>([^<]*)</text>', figure.svg)
    return [float(y) for y, text in found if text == words]


@pytest.mark.parametrize("frame", WRAPPING, ids=["plain", "masked", "short"])
def test_a_field_that_wraps_is_labelled_once_at_its_first_row(frame: Frame) -> None:
    label = "masked payload" if frame.masking_key else "payload"
    drawn = figures.frame_bytes(frame)
    (place,) = places_of(label, drawn)
    rows = sorted({float(y) for y in re.findall(r'y="([^"]*)" font-size="17"', drawn.svg)})
    second = next(y for y in rows if y > rows[0] + 20)  # bytes with a character under them stand higher
    assert rows[0] < place < second
    name = "masked payload data" if frame.masking_key else "payload data"
    assert len(places_of(name, figures.frame_anatomy(frame))) == 1


SENTENCE = "It says a good deal about what is wrong and then some more, " * 4 + "to its last word."
LONG_TEXTS = f"""\
[handshake]
wrong = {SENTENCE}
[head_fault]
unfinished = {SENTENCE}
[json_fault]
no_json = {SENTENCE}
[comparison]
byte.wrong = {SENTENCE}
"""
WITH_A_SENTENCE = {
    "accept": lambda: figures.handshake(REQUEST, RESPONSE.replace(b"s3p", b"S3p")),
    "head": lambda: figures.handshake(b"GET / HTTP/1.1\r\n"),
    "call": lambda: figures.message("{"),
    "difference": lambda: compare(b"\x81", b"\x82"),
    "highlight": lambda: figures.hexdump(bytes(40), [Highlight(0, 2, SENTENCE), Highlight(2, 4, "the next")]),
    "note": lambda: figures.card("A card", [("name", "value")], note=SENTENCE),
}


@pytest.mark.parametrize("drawing", WITH_A_SENTENCE)
def test_a_long_sentence_is_told_in_lines_and_never_cut(
    drawing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx/drawing.ini").write_text(LONG_TEXTS, encoding="utf-8")
    (tmp_path / reader.FALLBACK).symlink_to(catalogue.FOLDER / reader.FALLBACK)
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    monkeypatch.setenv(reader.LANGUAGE, "xx")
    drawn = WITH_A_SENTENCE[drawing]().svg
    words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn))
    assert SENTENCE in words
    lowest = max(float(y) for y in re.findall(r'<text[^>]* y="([^"]*)"', drawn))
    assert lowest + 10 < float(re.search(r'height="([^"]*)"', drawn)[1])


def test_a_long_title_is_told_in_lines_and_never_stretched() -> None:
    sentence = annotate_frame(encode_frame(LONG)).sentence
    drawn = figures.frame_bytes(LONG).svg
    lines = re.findall(r'<text x="20" y="[^"]*"([^>]*font-weight="bold"[^>]*)>([^<]*)</text>', drawn)
    assert len(lines) == 2 and " ".join(html.unescape(line) for _, line in lines) == sentence
    assert "textLength" not in "".join(attributes for attributes, _ in lines)


@given(st.text(max_size=80), st.floats(20, 400))
def test_text_is_elided_to_its_room_and_never_stretched(text: str, room: float) -> None:
    drawn = svg.text(0, 0, text, 13, room=room)
    content = html.unescape(re.findall(r">([^<]*)</text>", drawn)[0])
    assert "textLength" not in drawn
    assert svg.text_width(content, 13) <= room or len(content) <= 1


@given(st.binary(max_size=64))
def test_every_row_of_the_anatomy_is_as_wide_as_its_bits(data: bytes) -> None:
    lines = figures.frame_anatomy(data).text.splitlines()
    for line in lines[2:]:
        if line.startswith(("|", "+")):
            assert (len(line) - 1) % 2 == 0 and len(line) <= 65


def test_a_frame_in_text_names_bits_and_faults() -> None:
    lines = figures.frame_bytes(bytes.fromhex("0902"), "server").text.splitlines()
    assert lines[0] == "ping frame without FIN, not masked, 2 bytes, 0 here"
    assert any(line.split()[:4] == ["09", "0.......", "FIN", "0"] for line in lines)
    assert any(line.split()[:4] == ["09", "....1001", "opcode", "0x9"] for line in lines)
    assert "… at least 2 more bytes to come" in lines
    assert (
        "✗ FIN: A control frame may not be fragmented: FIN must be 1. (RFC 6455 5.5, close code 1002)"
        in lines
    )
    assert "✗ MASK: A client masks every frame: MASK must be 1. (RFC 6455 5.1, close code 1002)" in lines


def test_the_letter_h_is_a_close_frame() -> None:
    figure = figures.byte_two_ways(0x48)
    assert figure.alt == (
        "The byte 0x48, bits 01001000, read two ways. As text it is the letter H. As the first byte "
        "of a frame it is a close frame, FIN not set, RSV1 set: FIN 0, RSV1–3 1 0 0, opcode 0x8 close."
    )
    assert "read as a frame  0   1 0 0   0x8" in figure.text


@pytest.mark.parametrize("byte", range(256))
def test_every_byte_can_be_read_two_ways(byte: int) -> None:
    assert f"0x{byte:02x}" in figures.byte_two_ways(byte).alt


def test_a_hexdump_marks_bytes_with_letters() -> None:
    figure = figures.hexdump(
        b"HTTP/1.1 400 Bad Request\r\n", [Highlight(0, 1, "the H", "opcode"), Highlight(9, 18, "x")]
    )
    assert (
        figure.text
        == """\
0000  48 54 54 50 2f 31 2e 31  20 34 30 30 20 42 61 64  HTTP/1.1 400 Bad
      aa                          bb bb bb bb bb bb bb
0010  20 52 65 71 75 65 73 74  0d 0a                     Request··
      bb bb
a  byte 0: opcode: the H
b  bytes 9–17: x"""
    )


def test_a_field_without_a_caption_is_named_once() -> None:
    figure = figures.hexdump(b"Hi", [Highlight(0, 2, "", "masked_payload")])
    assert figure.text.endswith("a  bytes 0–1: masked payload data")
    assert figure.alt.endswith("bytes 0–1: masked payload data.")


def test_a_value_without_a_name_is_told_alone() -> None:
    assert figures.card("a call", [("", "returns False"), ("after", "1 s")]).alt == (
        "a call. returns False; after: 1 s."
    )


def test_a_long_hexdump_says_what_it_leaves_out() -> None:
    assert "… 3,904 more bytes …" in figures.hexdump(bytes(4096 - 16)).text


def test_no_gap_stands_before_the_end_of_a_line() -> None:
    """It would look like a blank: the end stands right behind the text, or behind its tint."""
    drawn = figures.handshake(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").svg
    texts = re.findall(r'<text x="([\d.]+)"[^>]* textLength="([\d.]+)"[^>]*>([^<]*)<', drawn)
    lefts = [float(left) for left, _, _ in texts]
    rights = [float(left) + float(width) for left, width, _ in texts]
    ends = [n for n, (_, _, words) in enumerate(texts) if words == "\\r\\n"]
    assert [texts[n - 1][2] for n in ends[:2]] == ["GET / HTTP/1.1", "a"]
    assert [round(lefts[n] - rights[n - 1], 1) for n in ends[:2]] == [heads.TINT_MARGIN, 1]


def test_key_and_accept_are_compared() -> None:
    assert "✓ The accept value answers the key." in figures.handshake(REQUEST, RESPONSE).text
    wrong = figures.handshake(REQUEST, RESPONSE.replace(b"s3p", b"S3p"))
    assert "✗ The accept value should be s3pPLMBiTxaQ9kYGzzhZRbK+xOo=." in wrong.text
    red = TONES["wrong"].light.tint
    assert red in wrong.svg and red not in figures.handshake(REQUEST, RESPONSE).svg
    none = figures.handshake(REQUEST, b"HTTP/1.1 400 Bad Request\r\n\r\n")
    assert "✗ The answer has no Sec-WebSocket-Accept." in none.text
    assert "✓" not in figures.handshake(REQUEST).text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ('{"action": "x"}', "a request"),
        ('{"event": "tick", "payload": {}}', "a notification"),
        ('{"status": "success"}', "a reply: success"),
        ('{"jsonrpc": "2.0", "method": "x", "id": null}', "a request, JSON-RPC 2.0"),
        ('{"jsonrpc": "2.0", "method": "x"}', "a notification, JSON-RPC 2.0"),
        ('{"jsonrpc": "2.0", "error": {}, "id": 1}', "a reply: error, JSON-RPC 2.0"),
        ("3", "a value that is no call"),
        ("[]", "an empty batch"),
    ],
)
def test_a_call_is_named(text: str, title: str) -> None:
    assert figures.message(text).text.splitlines()[0] == title


def test_the_envelope_of_a_reply_is_not_its_result() -> None:
    figure = figures.message('{"status": "success", "data": "Processed", "payload": {}, "id": 1}')
    assert figure.text.splitlines()[1:] == [
        '  envelope  "status": "success"',
        '  envelope  "data": "Processed"',
        '  result    "payload": {}',
        '  id        "id": 1',
    ]
    assert figure.alt.startswith('A reply: success. envelope: "status": "success"; ')


# --- transcripts ---------------------------------------------------------------------------------


def test_a_transcript_in_text() -> None:
    figure = transcript(
        [("client", "sent", encode_frame(HELLO), "masked"), ("client", "received", Frame(Opcode.PONG))]
    )
    assert figure.text.splitlines()[:9] == [
        "client" + " " * 59 + "server",
        "│" + " " * 64 + "│",
        "│ text “Hello”" + " " * 51 + "│",
        "│ masked, 11 bytes: 81 85 37 fa 21 3d 7f 9f …" + " " * 20 + "│",
        "│" + "─" * 63 + "►│",
        "│ masked" + " " * 57 + "│",
        "│" + " " * 64 + "│",
        "│ pong" + " " * 59 + "│",
        "│ 2 bytes: 8a 00" + " " * 49 + "│",
    ]


def test_received_points_the_other_way() -> None:
    one = transcript([("server", "received", "x")], ["client", "server"])
    other = transcript([("client", "sent", "x")], ["client", "server"])
    assert one == other


def test_the_middle_peer_says_whom_it_means() -> None:
    figure = transcript(
        [Step("tap", "sent", "x", to="server"), Step("tap", "sent", "y", to="client")],
        ["client", "tap", "server"],
    )
    assert "tap to server: x" in figure.alt and "tap to client: y" in figure.alt


def test_two_peers_are_there_even_if_one_is_named() -> None:
    assert "between server and client" in transcript([("server", "", "waits")]).alt


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (("nobody", "sent", "x"), "no peer is called 'nobody'"),
        (("client", "sideways", "x"), "use 'sent', 'received'"),
    ],
)
def test_a_step_that_makes_no_sense_says_so(step: tuple[object, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        transcript([step], ["client", "server"])


# --- differences ---------------------------------------------------------------------------------


def test_a_difference_in_text() -> None:
    assert (
        compare(bytes.fromhex("810548656c6c6f"), bytes.fromhex("818548656c6c6f")).text
        == """\
expected  81 05 48 65 6c 6c 6f
received  81 85 48 65 6c 6c 6f
             ^^
✗ Byte 1 is 85 and should be 05.
MASK (RFC 6455 5.2)
expected  00000101
received  10000101
          ^"""
    )


@pytest.mark.parametrize(
    ("expected", "received", "options", "index", "fields"),
    [
        ("8105", "0105", {}, 0, ("fin",)),
        ("8105", "8205", {}, 0, ("opcode",)),
        ("8105", "1805", {}, 0, ("fin", "rsv3", "opcode")),
        ("8105", "8104", {}, 1, ("payload_length",)),
        ("fe0100", "fe0001", {"before": b"\x81"}, 1, ("extended_payload_length",)),
        ("818537fa213d7f", "818537fa213e7f", {}, 5, ("masking_key",)),
        ("880203e8", "8802e803", {}, 2, ("close_code",)),
        ("7f9f", "7f00", {"field": "masked_payload"}, 1, ("masked_payload",)),
        ("810161", "8101", {}, 2, ("payload_data",)),
        ("8100", "810000", {}, 2, ()),
    ],
)
def test_the_wrong_bits_name_their_field(
    expected: str, received: str, options: dict[str, object], index: int, fields: tuple[str, ...]
) -> None:
    difference = first_difference(bytes.fromhex(expected), bytes.fromhex(received), **options)  # type: ignore[arg-type]
    assert difference is not None
    assert (difference.index, difference.fields) == (index, fields)


@given(st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=3))
def test_the_first_difference_is_the_first(expected: bytes, received: bytes, before: bytes) -> None:
    difference = first_difference(expected, received, before=before)
    if expected == received:
        assert difference is None
        assert "✓ equal" in compare(expected, received).text
        return
    assert difference is not None
    index = difference.index
    assert expected[:index] == received[:index]
    assert expected[index : index + 1] != received[index : index + 1]
    assert difference.sentence in compare(expected, received, before=before).text


def test_only_the_row_that_goes_on_has_an_ellipsis_and_its_length_is_told() -> None:
    figure = compare(bytes.fromhex("8105"), bytes(130))
    zeros = " ".join(["00"] * 16)
    assert figure.text.splitlines()[:2] == ["expected  81 05", f"received  {zeros} …"]
    assert figure.alt.startswith(f"Expected: 81 05; received: {zeros} … (130 bytes in all). Byte 0 ")


def test_the_caret_is_under_the_first_wrong_byte_of_a_long_frame() -> None:
    lines = compare(bytes(500), bytes(300) + b"\x01" + bytes(199), "payload_data").text.splitlines()
    assert lines[1][lines[2].index("^") :][:2] == "01"
    assert lines[3] == "✗ Byte 300 is 01 and should be 00."


# --- cards and titles ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "none"),
        (True, "yes"),
        (2.5, "2.5"),
        ("", "empty"),
        ("a\nb", "“a\\nb”"),
        (b"", "no bytes"),
        (b"Hi", "2 bytes: 48 69, “Hi”"),
        (b"\x00", "1 byte: 00"),
        ((), "none"),
        ([1, "x", None, 2, 3], "1, “x”, none, 2 and 1 more"),
        ({"a": [1, object()]}, '{"a": [1, "object"]}'),
        (Role.CLIENT, "client"),
        (Headers([("Host", "a"), ("Host", "b")]), "Host: a; Host: b"),
        (TextMessage("x"), "TextMessage: text “x”"),
        (object(), "object"),
    ],
)
def test_values_in_words_hold_no_address(value: object, words: str) -> None:
    assert value_words(value) == words


def test_an_exception_shows_what_it_carries() -> None:
    error = ValueError("no")
    error.status = 400  # type: ignore[attr-defined]
    entries = {entry.name: entry.value for entry in event_entries(error)}
    assert entries == {"message": "“no”", "status": "400"}
    assert event_entries(object()) == []


@pytest.mark.parametrize(
    "outcome",
    [
        ConnectionClosed(1002, "no", "a frame from a server must not be masked", False),
        HandshakeRefused(400, "Bad Request", Headers([])),
        InvalidFrame("no"),
    ],
)
def test_an_outcome_that_is_an_error_is_called_one(outcome: object) -> None:
    name = type(outcome).__name__
    assert figures.event_card(outcome).alt.startswith(f"error: {name}. ")
    assert figures.card(name, [], "wrong").alt == f"not right yet: {name}."


def test_a_connection_that_ended_well_is_told_so() -> None:
    assert figures.event_card(ConnectionClosed(1000, "", None, True)).alt.startswith("right: ")


@pytest.mark.parametrize(
    ("thing", "words", "look"),
    [
        (b"\x81", "half a frame", "payload_data"),
        (b"\x01\x01a", "text “a”, more to follow", "payload_data"),
        (b"\x83\x00", "reserved opcode 0x3", "wrong"),
        (b"\x89\x00" * 5, "ping, ping, ping and 2 more", "opcode"),
        (b"\x88\x02\x03\xe8", "close 1000 (normal)", "close_code"),
        (b'\x81\x0f{"action": "x"}', 'text “{"action": "x"}”', "method"),
        (b"", "no bytes", "plain"),
        ('{"id": 1, "error": {}}', '{"id": 1, "error": {}}', "error"),
        ("words", "words", "plain"),
        (7, "7", "plain"),
    ],
)
def test_a_thing_has_a_title(thing: object, words: str, look: str) -> None:
    title = title_of(thing)
    assert (title.words, title.look) == (words, look)


# --- text ----------------------------------------------------------------------------------------


@given(st.text(max_size=60), st.integers(4, 30))
def test_text_fits_the_columns_it_is_given(text: str, width: int) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert columns(elide(shown, width)) <= width
    assert columns(shorten(shown, width)) <= width
    assert all(columns(line) <= width for line in wrap(shown, width))
    assert "".join(wrap(shown, width)).replace(" ", "") == shown.replace(" ", "")
    assert columns(pad(elide(shown, width), width)) == width


def test_what_does_not_show_is_written_as_in_python() -> None:
    assert visible("\ufeff\U000e0001\x80\0\t") == "\\ufeff\\U000e0001\\x80\\x00\\t"


def test_wide_characters_take_two_columns() -> None:
    assert [columns("漢字"), columns("é"), columns("e\u0301")] == [4, 1, 1]


def test_what_is_compared_keeps_its_capitals_for_those_who_listen() -> None:
    assert compare("s3pP", "S3pp", field="accept").alt.startswith("Expected: s 3 p P; received: S 3 p p.")


def test_no_name_of_the_interop_matrix_is_cut() -> None:
    assert "…" not in figures.interop_matrix().svg
    assert "my_websocket.AsyncRpcClient" in figures.interop_matrix().svg
