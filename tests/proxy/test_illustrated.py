"""An illustrated session: every byte explained, bounded, whole in one file, and nothing in it acts."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tapped import KEY, OPENING, REQUEST, RESPONSE, follow, from_client, from_server, talk, text

from framebyframe.figures.annotation import annotate_frame
from framebyframe.figures.language import FIELDS
from framebyframe.figures.text import reader
from framebyframe.proxy import Record, TapLimits
from framebyframe.proxy.illustrated import as_python, illustrate, limits
from framebyframe.proxy.illustrated.heads import lines_of
from framebyframe.proxy.illustrated.steps import Session
from framebyframe.proxy.illustrated.text import FOLDER
from framebyframe.proxy.tap.__main__ import main
from framebyframe.proxy.tap.items import CallState, How, TappedConnection, TappedEnd, TappedFrame, TappedHead
from framebyframe.wire import Frame, Opcode, encode_frame
from framebyframe.wire.handshake import build_request, build_response

HOSTILE = "</script><img src=x onerror=alert(1)>\"'&<b>\x00\x1b[2J\u202eevil\u2066\u200b\ufeff\r\n`|{x}"
UNWANTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


class Outline(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def values(self, attribute: str) -> list[str]:
        return [value for _, values in self.elements if (value := values.get(attribute)) is not None]


def outline(record: Record) -> Outline:
    return Outline(illustrate(record).html)


CALL = [
    from_client('{"action": "getData", "params": {"userId": 123}, "id": 1}'),
    from_server('{"status": "success", "data": "Processed: getData", "id": 1}'),
]


def whole_call() -> Record:
    close = Frame(Opcode.CLOSE, b"\x03\xe8bye")
    return talk(*CALL, from_client(close), from_server(Frame(Opcode.CLOSE, b"\x03\xe8bye")))


# What is explained


def test_every_bit_of_every_frame_lies_in_a_field_that_can_be_opened() -> None:
    record = whole_call()
    page = outline(record)
    ids = set(page.values("id"))
    for number, frame in enumerate(record.frames(), 1):
        spans = annotate_frame(frame.data).spans
        assert sum(span.bits for span in spans) == 8 * len(frame.data)
        assert {f"frame-{number}-{span.field}" for span in spans} <= ids


def test_every_byte_of_both_heads_stands_in_a_line_that_can_be_opened() -> None:
    page = outline(whole_call())
    for head, is_request in ((REQUEST, True), (RESPONSE, False)):
        lines = list(lines_of(TappedHead(0.0, head), is_request))
        assert b"".join(line.data for line in lines) == head
        assert [line.kind for line in lines][:1] + [line.kind for line in lines][-1:] == [
            "request" if is_request else "response",
            "empty",
        ]
        for line in lines:
            assert line.data[:8].hex(" ") in page.text


def test_links_lead_somewhere_and_names_are_unique() -> None:
    page = outline(whole_call())
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    targets = [href.removeprefix("#") for href in page.values("href")]
    assert targets and set(targets) <= set(ids)


def test_a_call_is_told_in_words() -> None:
    said = outline(whole_call()).text
    assert "The client calls getData   id 1. The reply came 1.00 s later, in frame 2." in said
    assert "It answers getData   id 1 of frame 1, 1.00 s after that, and is known by its id." in said
    assert "1000 (normal), “bye”" in said
    assert "The accept value answers the key" in said


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([from_client('{"action": "a", "id": 1}')], "The connection ended before a reply came."),
        (
            [from_client('{"action": "a"}'), from_server('{"status": "error", "message": "m", "code": "c"}')],
            "It failed 1.00 s later, in frame 2: m (c).",
        ),
        ([from_server('{"event": "tick", "payload": 1}')], "a notification, to which no reply comes"),
        ([from_server('{"status": "success", "data": 1, "id": 7}')], "waits for a reply with the id 7."),
        ([from_server('{"status": "success", "data": 1}')], "No call waits for a reply without an id."),
        ([*CALL, CALL[1]], "The call with the id 1 was answered before."),
        ([from_client(text("he", fin=False)), from_client(text("llo", opcode=Opcode.CONTINUATION))],
         "Its message was put together from frame 1, frame 2."),
        ([from_client(Frame(Opcode.BINARY, b"\x00\x01"))], "A binary message of 2 bytes: 00 01"),
        ([from_client("")], "An empty text message."),
        ([from_client("[" + ", ".join(['{"jsonrpc": "2.0", "method": "m"}'] * 25) + "]")],
         "5 more messages of this batch left out."),
        ([("client", b"\x81\x02hi")], "a frame from a client must be masked"),
        ([("server", b"\xff\xff\xff")], "3 bytes, no frame"),
    ],
)  # fmt: skip
def test_what_else_may_pass_is_told(said: list[tuple[str, bytes]], words: str) -> None:
    assert words in outline(talk(*said)).text  # type: ignore[arg-type]


def test_a_letter_that_is_taken_for_a_header_is_told() -> None:
    refusal = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nno\n"
    page = outline(follow([("client", encode_frame(text("{}"))), ("server", refusal)]))
    assert "Taken for a frame they read: close frame without FIN" in page.text
    assert "These bytes are text, not a frame: HTTP/1.1 400 Bad Request" in page.text
    assert "Taken for a frame they read: final text frame, not masked, 2 bytes" in page.text


def test_a_handshake_that_does_not_fit_is_told() -> None:
    wrong = RESPONSE.replace(b"Accept: ", b"Accept: x")
    assert "The accept value does not answer the key" in outline(follow([OPENING[0], ("server", wrong)])).text


def test_a_faulty_head_is_told() -> None:
    said = outline(follow([("client", REQUEST.replace(b"13", b"12")), ("server", RESPONSE)])).text
    assert "Sec-WebSocket-Version is 13 here" in said


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("end", "server 0.500000 s sends nothing more (why)"),
        ("reset", "server 0.500000 s resets the connection (why)"),
        ("unreachable", "server 0.500000 s cannot be reached (why)"),
    ],
)
def test_ends_are_told(how: How, words: str) -> None:
    record = follow([], ends=())
    record.add(TappedEnd(record.next_number(), 1, 0.5, "server", how, "why"))
    assert words in outline(record).text


def test_control_frames_are_told() -> None:
    ping, pong = (Frame(opcode, b"x") for opcode in (Opcode.PING, Opcode.PONG))
    said = outline(talk(from_server(ping), from_client(pong))).text
    assert "It asks the other side for a pong" in said and "It answers a ping" in said
    said = outline(whole_call()).text
    assert said.index("It begins the closing handshake") < said.index("this one answers it")


def test_a_compressed_message_is_told_decompressed() -> None:
    agreed = [("Sec-WebSocket-Extensions", "permessage-deflate")]
    opening = [
        ("client", build_request("127.0.0.1", "/", KEY, agreed)),
        ("server", build_response(KEY, agreed)),
    ]
    squeeze = zlib.compressobj(wbits=-15)
    payload = squeeze.compress(b"Hello" * 20) + squeeze.flush(zlib.Z_SYNC_FLUSH)
    frame = Frame(Opcode.TEXT, payload[:-4], rsv1=True)
    record = follow([*opening, from_server(frame)])  # type: ignore[list-item]
    said = outline(record).text
    assert "permessage-deflate was agreed." in said and "The message is compressed (RFC 7692 6)." in said
    assert "Its message was decompressed (permessage-deflate), from frame 1." in said
    assert "Hello" * 20 in said
    assert [run(program) == data for program, data in programs(record)] == [True]


def test_a_peers_backticks_and_bars_are_text() -> None:
    said = outline(talk(from_client("a `b` |c|"))).text
    assert "In words: final text frame, masked, 9 bytes: “a `b` |c|”." in said


def test_the_mask_is_shown_before_and_after() -> None:
    said = outline(talk(from_client("Hello"))).text
    assert "7f 9f 4d 51 58" in said and "37 fa 21 3d 37" in said and "48 65 6c 6c 6f" in said


def test_what_was_not_kept_is_said() -> None:
    record = talk(from_server(text("x" * 51)), limits=TapLimits(max_payload=50))
    said = outline(record).text
    assert "The payload was too long for the record" in said and "Not kept" in said


# The lines of Python


def run(program: str) -> bytes:
    """The bytes that a program makes."""
    names: dict[str, object] = {}
    exec(program, names)  # the page promises that it does
    data = names["data"]
    assert isinstance(data, bytes)
    return data


def programs(record: Record) -> Iterator[tuple[str, bytes]]:
    """The program of each frame, and the bytes that it should make."""
    return ((as_python.frame_program(frame), frame.data) for frame in record.frames())


frames = st.builds(
    Frame,
    st.sampled_from(Opcode),
    st.one_of(
        st.binary(max_size=300), st.text(max_size=80).map(lambda words: words.encode("utf-8", "replace"))
    ),
    *[st.booleans()] * 4,
    masking_key=st.one_of(st.none(), st.binary(min_size=4, max_size=4)),
)


@given(frames)
def test_the_lines_make_the_very_bytes(frame: Frame) -> None:
    data = encode_frame(frame)
    header = data[: len(data) - len(frame.payload)]
    tapped = TappedFrame(1, 1, 0.0, "client", 0, header, frame.payload, len(frame.payload))
    program = as_python.frame_program(tapped)
    assert "encode_frame" in program and run(program) == data
    assert not UNWANTED.search(program)


def test_lines_use_what_wire_has() -> None:
    first, *_, close, _ = [program for program, _ in programs(whole_call())]
    assert ".encode()" in first and 'masking_key = bytes.fromhex("37fa213d")' in first
    assert "encode_close_payload(1000, 'bye')" in close


def test_a_long_payload_is_taken_from_the_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    record = talk(from_client("x" * 5000), ("server", b"\xff" * 3000))
    record.save("session.jsonl")
    [(program, data)] = programs(record)
    assert len(program) < 500 and run(program) == data
    [found] = record.other_bytes()
    assert run(as_python.other_program(found.data, f"record.item({found.number}).data")) == found.data
    assert "saved as session.jsonl" in outline(record).text


def test_a_header_that_wire_never_writes_is_written_out() -> None:
    header = b"\x81\x7e\x00\x02"  # two bytes for a length that fits seven bits
    tapped = TappedFrame(1, 1, 0.0, "server", 0, header, b"hi", 2)
    assert run(as_python.frame_program(tapped)) == header + b"hi"


def test_a_frame_that_was_not_kept_has_no_lines() -> None:
    assert as_python.frame_program(TappedFrame(1, 1, 0.0, "server", 0, b"\x81\x05", b"", 5)) == ""


@pytest.mark.parametrize(
    ("head", "maker"),
    [
        (REQUEST, "build_request"),
        (build_request("h", "/x?y", KEY, [("A", "b"), ("C", "d")]), "build_request"),
        (RESPONSE, "build_response"),
        (build_response(KEY, [("Sec-WebSocket-Protocol", "jsonrpc")]), "build_response"),
        (b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", "build_head"),
        (b"GET / HTTP/1.1\r\nhost:x\r\n\r\n", "data = b"),
        (b"GET / HTTP/1.1\r\nno header\r\n\r\n", "data = b"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", "data = b"),
        (b"\xff\r\n\r\n", "data = b"),
    ],
)
def test_the_lines_of_a_head_make_the_very_bytes(head: bytes, maker: str) -> None:
    program = as_python.head_program(head, "", KEY)
    assert maker in program and run(program) == head


def test_bytes_that_are_one_frame_after_all_are_made_as_one() -> None:
    data = encode_frame(text("{}"))
    assert "encode_frame" in as_python.other_program(data, "")
    assert run(as_python.other_program(data, "")) == data
    assert run(as_python.other_program(data + b"x", "")) == data + b"x"


def test_every_program_on_the_page_runs() -> None:
    page = illustrate(whole_call()).html
    found = [
        html.unescape(code) for code in re.findall(r'<pre class="code"><code>(.*?)</code></pre>', page, re.S)
    ]
    assert [run(program) for program in found] == [
        REQUEST,
        RESPONSE,
        *(frame.data for frame in whole_call().frames()),
    ]


# Harmless


def hostile() -> Record:
    evil = REQUEST.replace(b"Host", b"X-Evil: <script>alert(1)</script>\xe2\x80\xae\r\nHost", 1)
    return follow(
        [
            ("client", evil),
            ("server", RESPONSE),
            from_client(HOSTILE),
            from_client('{"action": "<script>", "id": "\\u202e\\"><img>", "<i>": "\u202e"}'),
            from_client('{"action": "\\ud800", "id": "\\ud800"}'),
            from_server(
                '{"status": "error", "message": "</p><script>", "code": "\u2066", "id": "\u202e\\"><img>"}'
            ),
            from_client(Frame(Opcode.CLOSE, b"\x03\xe8" + "<b>\u202e".encode())),
            ("server", b"\xff<script>\x1b"),
        ]
    )


def test_nothing_that_a_peer_says_becomes_markup_or_acts() -> None:
    page = outline(hostile())
    tags = [tag for tag, _ in page.elements]
    assert tags.count("script") == tags.count("style") == 1
    assert not {"img", "i", "iframe", "object", "link", "base"} & set(tags)
    assert not any(
        name.startswith("on") or name in ("style", "src") for _, values in page.elements for name in values
    )
    assert "</script><img src=x onerror=alert(1)>" in page.text


def test_no_character_of_a_peer_is_obeyed(tmp_path: Path) -> None:
    illustrate(hostile()).save(tmp_path / "page.html")
    assert not UNWANTED.search((tmp_path / "page.html").read_text(encoding="utf-8"))


def test_the_page_asks_nothing_of_the_network() -> None:
    text_of_it = illustrate(hostile(), about="See `here`.").html
    page = Outline(text_of_it)
    assert all(href.startswith("#") for href in page.values("href"))
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:;" in page.values("content")[1]
    assert not re.search(r"@import|url\((?!\"data:)", text_of_it)


# Bounded


def talk_of(frames: int) -> Record:
    return talk(
        *(from_client(f'{{"action": "echo", "params": {{"n": {n}}}, "id": {n}}}') for n in range(frames))
    )


def test_a_long_session_is_bounded_and_says_what_is_left_out() -> None:
    record = talk_of(1000)
    page = outline(record)
    told = [name for name in page.values("id") if re.fullmatch(r"frame-\d+", name)]
    assert len(told) == limits.FIRST_STEPS + limits.LAST_STEPS - len(OPENING) - 3  # both ends, one beginning
    assert "frame-1" in told and "frame-1000" in told
    assert f"{1000 - len(told)} steps left out here" in page.text
    assert f"{1000 - limits.MOST_CALLS} calls left out here" in page.text
    assert len(illustrate(record).html) < 8_000_000


def test_a_page_that_is_long_enough_tells_the_rest_in_lines() -> None:
    batch = (
        "[" + ", ".join(f'{{"jsonrpc": "2.0", "method": "{"m" * 700}", "id": {n}}}' for n in range(40)) + "]"
    )
    page = illustrate(talk(*[from_client(batch)] * 450)).html
    assert "the page is long enough" in page
    assert len(page) < 2 * limits.MOST_CHARACTERS


def test_many_connections_are_bounded() -> None:
    record = Record()
    for _ in range(900):
        record.add_connection(TappedConnection(record.next_connection(), 0.0, 1, "127.0.0.1:1"))
    page = outline(record)
    sections = [name for name in page.values("id") if name.startswith("connection-")]
    assert len(sections) == limits.FIRST_STEPS + limits.LAST_STEPS
    assert "600 connections left out here" in page.text


def test_what_is_left_out_lies_between_the_first_and_the_last() -> None:
    session = Session(talk_of(1000))
    [chapter] = session.chapters
    assert len(chapter.before) + chapter.left_out + len(chapter.after) == 1000 + len(OPENING) + 2
    assert chapter.before[-1].time < chapter.after[0].time


def test_an_empty_record_has_a_page() -> None:
    assert "No calls were found" in outline(Record()).text


# As a file, in a notebook, by the command


def test_the_same_record_makes_the_same_page(tmp_path: Path) -> None:
    whole_call().save(tmp_path / "session.jsonl")
    again = Record.load(tmp_path / "session.jsonl")
    illustrate(again).save(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == illustrate(again).html


def test_title_and_notes_are_text() -> None:
    page = illustrate(whole_call(), "<T>", "One `<a>`.\n\nTwo.", {1: "Note <b>."}).html
    assert "<title>&lt;T&gt;</title>" in page and "<p>One <code>&lt;a&gt;</code>.</p><p>Two.</p>" in page
    assert "<p>Note &lt;b&gt;.</p>" in page


def test_in_a_notebook_it_stands_in_a_frame_of_its_own() -> None:
    session = illustrate(whole_call())
    [(tag, values)] = Outline(session._repr_html_()).elements
    assert tag == "iframe" and values["sandbox"] == "allow-scripts" and values["srcdoc"] == session.html
    assert (
        repr(session)
        == 'an illustrated session of 4 frames on 1 connection: .save("session.html") writes the page'
    )


def test_the_command_reads_a_saved_record_and_writes_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record, page = tmp_path / "session.jsonl", tmp_path / "page.html"
    whole_call().save(record)
    assert main([str(record), "--illustrate", str(page)]) == 0
    assert page.read_text(encoding="utf-8") == illustrate(Record.load(record)).html
    said = capsys.readouterr().out
    assert "GET / HTTP/1.1" in said and "answered in 1.00 s" in said and f"page: {page}" in said


def test_a_file_that_is_no_record_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x").write_text("no")
    assert main([str(tmp_path / "x")]) == 1
    assert "does not begin the record of a tap" in capsys.readouterr().err


# Its words


def test_every_text_is_said_somewhere() -> None:
    texts = reader.read(FOLDER / "en" / "illustrated.ini")
    source = "".join(path.read_text("utf-8") for path in FOLDER.parent.glob("*.py"))
    said = set(re.findall(r'"([a-z_]+)"', source)) | set(FIELDS) | set(get_args(How))
    said |= {state.replace(" ", "_") for state in get_args(CallState)}
    said |= {opcode.name.lower() for opcode in Opcode} | {"unknown", "second"}
    written = {(section, key) for section in texts for key in texts[section]}
    numbered = {(section, key) for section, key in written if section == "count"}
    explained = {(section, key) for section, key in written if re.search(r"\.(means|section)$", key)}
    assert {key for _, key in written - numbered - explained} - said == set()
    assert {key.partition(".")[0] for _, key in numbered} <= said


def test_no_text_is_left_with_a_hole() -> None:
    for record in (whole_call(), hostile(), talk_of(3)):
        said = re.sub(r"\\u\{\w+\}", "", outline(record).text).replace("{x}", "")
        assert not re.search(r"\{[a-z_]+\}|\|[a-z_]+\|", said)
