"""One of every drawing, the awkward ones included: the rules for all figures are tested on these."""

from __future__ import annotations

from dataclasses import dataclass

from framebyframe import figures
from framebyframe.exam import ReportCard
from framebyframe.exam.cases import GROUPS
from framebyframe.figures import Cell, Figure, Highlight, Mark, Passage, Step
from framebyframe.figures.interop_matrix import Matrix, Pair, Row, drawn
from framebyframe.figures.text.catalogue import say
from framebyframe.peers import Move
from framebyframe.rpc import Client
from framebyframe.rpc.heartbeat import Heartbeat
from framebyframe.rpc.messages import ABSENT
from framebyframe.wire import (
    BytesMessage,
    CloseReceived,
    ConnectionClosed,
    Frame,
    HandshakeRefused,
    HandshakeRequest,
    Headers,
    InvalidCloseCode,
    Opcode,
    PingReceived,
    State,
    TextMessage,
    encode_frame,
)

KEY = bytes.fromhex("37fa213d")
HELLO = Frame(Opcode.TEXT, b"Hello", masking_key=KEY)
LONG = Frame(Opcode.BINARY, bytes(range(256)) * 300, masking_key=KEY)
REFUSAL = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 11\r\n\r\nBad Request"
REQUEST = (
    b"GET /chat HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
RESPONSE = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
)
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=y>\x1b[31m\x00\u202e\udc80\uffff]]>&amp;"
HOSTILE_BYTES = HOSTILE.encode("utf-8", "surrogatepass")
FRAMES = [HELLO, LONG, Frame(Opcode.CLOSE, b"\x03\xeabye"), Frame(Opcode.PING)]


@dataclass
class Call:
    """A call as a wire tap keeps it, as far as it is drawn."""

    action: str
    id: object
    time: float
    ended: float | None
    state: str = "answered"
    cancelled: float | None = None


def gallery() -> dict[str, Figure]:
    """Every drawing by its name."""
    return {
        **_of_frames(),
        **_of_broken_frames(),
        **_of_bytes(),
        **_of_text(),
        **_of_events(),
        **_of_differences(),
        **_of_a_connection(),
        **_of_time_lines(),
        **_of_calls(),
        **_of_interop(),
        **_of_space_and_time(),
        **_of_hostile_input(),
    }


def _of_space_and_time() -> dict[str, Figure]:
    words = "a message with a name that is much longer than the room that there is for it"
    passages = [
        Passage("echo 1.1", True, 0.1, 0.15),
        Passage("reply 1.1", False, 0.15, 0.9),
        Passage(words, True, 0.2, None, 0.4),
        Passage(words, False, 0.2),
    ]
    marks = [Mark(0.1, "client", f"calls {words}"), Mark(0.3, "network", words), Mark(0.3, "server", words)]
    long = [Passage(f"echo {number}", number % 2 == 0, number, number + 0.5) for number in range(60)]
    return {
        "space and time": figures.space_time(passages, marks, wrong=f"{words}, {words}", caption="a caption"),
        "a heartbeat": figures.heartbeats(Heartbeat, gone=20.2),
        "space and time, long": figures.space_time(long, []),
        "space and time, nothing": figures.space_time([], []),
        "space and time, hostile": figures.space_time(
            [Passage(HOSTILE, True, 0.0, 1.0)], [Mark(0.0, "client", HOSTILE)], HOSTILE, HOSTILE
        ),
    }


def _of_frames() -> dict[str, Figure]:
    drawn = {f"frame {index}": figures.frame_bytes(frame) for index, frame in enumerate(FRAMES)}
    anatomies = {f"anatomy {index}": figures.frame_anatomy(frame) for index, frame in enumerate(FRAMES)}
    return {
        **drawn,
        **anatomies,
        "anatomy of the RFC": figures.frame_anatomy(),
        "16-bit length": figures.frame_bytes(Frame(Opcode.TEXT, b"x" * 200, masking_key=KEY), "server"),
        "small": figures.frame_bytes(HELLO, bits=False, caption="a caption"),
        "compressed": figures.frame_bytes(Frame(Opcode.TEXT, b"\xf2H", rsv1=True), deflate=True),
        "several": figures.draw(FRAMES),
        "stream": figures.draw(b"".join(map(encode_frame, FRAMES))),
    }


def _of_broken_frames() -> dict[str, Figure]:
    broken = [
        "",
        "81",
        "817e",
        "817e00",
        "8185",
        "818537fa",
        "81057f",
        "b305",
        "0902",
        "88ff0000000000000005",
        "8801",
    ]
    return {f"broken {data}": figures.frame_bytes(bytes.fromhex(data), "server") for data in broken} | {
        "HTTP as a frame": figures.frame_bytes(REFUSAL, "client"),
        "not UTF-8": figures.frame_bytes(bytes.fromhex("8103fffefd"), "client"),
        "broken anatomy": figures.frame_anatomy(bytes.fromhex("88ff000000000000")),
    }


def _of_bytes() -> dict[str, Figure]:
    marks = [Highlight(0, 1, "the H", "opcode"), Highlight(9, 24, "what it says")]
    return {
        "hexdump": figures.hexdump(REFUSAL, marks, "a caption"),
        "long hexdump": figures.hexdump(bytes(range(256)) * 20),
        "no bytes": figures.hexdump(b""),
        **{
            f"two ways {byte:02x}": figures.byte_two_ways(byte)
            for byte in (0x48, 0x81, 0x0A, 0x00, 0xFF, 0x3C)
        },
    }


def _of_text() -> dict[str, Figure]:
    steps = [
        ("PHP client", "sent", encode_frame(HELLO), "no handshake came first"),
        ("PHP client", "received", REFUSAL),
        ("PHP client", "", "reads the H (0x48) as a header byte: opcode 8", "It reports opcode 8."),
        ("Node", "sent", Frame(Opcode.CLOSE, b"\x03\xea")),
    ]
    three = [
        Step("client", "sent", REQUEST),
        Step("tap", "sent", REQUEST, "unchanged, though this note is long enough to need a second line"),
        Step("server", "sent", RESPONSE, to="tap"),
        Step("tap", "sent", {"jsonrpc": "2.0", "id": 1, "result": "x" * 90}, to="client"),
        Step("server", "", ConnectionClosed(1006, "", "the stream ended", False)),
        Step("client", "sent", "words", to="server"),
    ]
    return {
        "handshake": figures.handshake(REQUEST, RESPONSE),
        "proxy": figures.proxy_in_between(),
        "wrong accept": figures.handshake(REQUEST, RESPONSE.replace(b"s3p", b"S3p")),
        "refusal": figures.handshake(response=REFUSAL),
        "half a head": figures.handshake(REQUEST[:80] + b"\r\nno colon\r\n x : y"),
        "long header": figures.handshake(REQUEST[:-2] + b"Cookie: " + b"abc " * 100 + b"\r\n\r\n"),
        "no handshake": figures.handshake(),
        "request": figures.message('{"action": "getData", "params": {"userId": 123}, "id": 0}'),
        "batch": figures.message(
            [{"jsonrpc": "2.0", "id": 1, "method": "echo", "params": ["é" * 200]}] * 10 + [3]
        ),
        "error reply": figures.message('{"status": "error", "message": "no", "code": "failed"}'),
        "not JSON": figures.message('{"a'),
        "transcript": figures.transcript(steps, ["PHP client", "Node"], "a caption"),
        "three peers": figures.draw(three),
        "nothing happened": figures.transcript([], ["client", "server"]),
    }


def _of_events() -> dict[str, Figure]:
    events = [
        TextMessage("Hello"),
        BytesMessage(b"\0\1" * 30),
        PingReceived(b""),
        CloseReceived(1002, ""),
        ConnectionClosed(1000, "bye", None, True),
        ConnectionClosed(1006, "", "the stream ended without a close frame", False),
        HandshakeRequest("/", Headers([("Host", "a"), ("Host", "b")])),
        HandshakeRefused(400, "Sec-WebSocket-Key is missing", Headers([("Host", "a")]), b"Bad"),
        InvalidCloseCode("close code 1005 may not be sent: use 1000 to 1003, 1007 to 1014, or 3000 to 4999"),
    ]
    return {f"event {index}": figures.draw(event) for index, event in enumerate(events)} | {
        "card": figures.card(
            "Not right yet", [("expected", "81 05"), ("received", "x" * 900)], "wrong", "long " * 60
        ),
        "table": figures.table(
            ["field", "value"], [[Cell("opcode", "opcode"), Cell("0x1", code=True)], ["a", "b"]]
        ),
    }


def _of_time_lines() -> dict[str, Figure]:
    begun, ping = Frame(Opcode.TEXT, b"Gr\xc3", fin=False), Frame(Opcode.PING, b"there?")
    rest = Frame(Opcode.CONTINUATION, b"\xbcezi")
    return {
        "time line": figures.time_line([begun, ping, rest], "a caption"),
        "time line, out of order": figures.time_line([rest, begun, Frame(Opcode.BINARY, b"\0"), ping]),
        "time line, cut": figures.time_line(encode_frame(begun) + encode_frame(rest)[:-2]),
        "time line, long": figures.time_line([begun, *[Frame(Opcode.PING, fin=False)] * 20]),
        "time line of one": figures.time_line([ping]),
        "time line of nothing": figures.time_line(b""),
    }


def _of_interop() -> dict[str, Figure]:
    rows = (
        Row("a client with a name that is longer than its room", (Pair(58, 2), Pair(58, 0)), 23),
        Row("my_php", (Pair(81, 0), Pair(81, 81)), 0),
    )
    return {
        "interop": figures.interop_matrix(),
        "interop with faults": drawn(Matrix(("my_websocket", "a.server." + "x" * 60), rows)),
    }


def _of_calls() -> dict[str, Figure]:
    begin = Call("echo", 1, 0.0, 0.2)
    ways = [
        begin,
        Call("fail", 2, 0.0, 0.1, "failed"),
        Call("sleep", 3, 0.05, 0.3, "failed", cancelled=0.15),
        Call("sleep", "x" * 40, 0.1, 0.4, "lost"),
        Call("sleep", None, 0.1, None, "in flight"),
        Call("getData", ABSENT, 0.1, None, "given up"),
        Call("saveData", ABSENT, 0.1, None, "notification"),
    ]
    many = [Call("echo", number, number / 100, (number + 1) / 100) for number in range(150)]
    return {
        "calls in flight": figures.calls_in_flight(ways, "a caption"),
        "one call in flight": figures.calls_in_flight([begin]),
        "64 calls in flight": figures.calls_in_flight([Call("sleep", n, 0, 40.0) for n in range(64)]),
        "more calls than are drawn": figures.calls_in_flight(many),
        "no calls in flight": figures.calls_in_flight([]),
        "calls in flight, hostile": figures.calls_in_flight([Call(HOSTILE, HOSTILE, 0, 1)]),
    }


def _of_a_connection() -> dict[str, Figure]:
    gone = [
        Move("client", encode_frame(HELLO), (), "OPEN"),
        Move("server", encode_frame(Frame(Opcode.BINARY, bytes(300))), (BytesMessage(bytes(300)),), "OPEN"),
        Move("client", encode_frame(Frame(Opcode.CLOSE, masking_key=KEY)), (), "CLOSING"),
        Move("server", encode_frame(Frame(Opcode.CLOSE, b"\x03\xe8bye")), (), "CLOSED"),
        Move("server", b"\x88", (), "CLOSED"),
        Move("server", b"", (ConnectionClosed(1006, "", "the stream ended", False),), "CLOSED"),
    ]
    return {
        "states": figures.state_diagram(),
        **{f"states, {state.name}": figures.state_diagram([State.OPEN, state]) for state in State},
        "states, all": figures.state_diagram(list(State), "a caption"),
        "conversation": figures.conversation(gone, "a caption"),
        "no conversation": figures.conversation([]),
        "clients": figures.clients(
            [
                Client(1, "php", None, None, 3, 0, True),
                Client(2, "Mozilla", "http://a.example", "jsonrpc", 0, 2, False),
            ]
        ),
        "no clients": figures.clients([]),
        "report card": ReportCard({"1.1.1": "OK", "7.1.1": "FAILED", "6.4.1": "NON-STRICT"}).figure,
        "report card, all failed": ReportCard({f"{group.prefix}.1": "FAILED" for group in GROUPS}).figure,
        **{
            f"no report card, {key}": ReportCard(
                {}, problem=say("exam", "failed", key, seconds=9, why="")
            ).figure
            for key in ("no_examiner", "too_long", "broken")
        },
    }


def _of_differences() -> dict[str, Figure]:
    zeros, one = bytes(70_000), bytes(50) + b"\1" + bytes(69_949)
    return {
        "wrong bit": figures.compare(bytes.fromhex("810548656c6c6f"), bytes.fromhex("818548656c6c6f")),
        "wrong length": figures.compare(bytes.fromhex("fe0100"), bytes.fromhex("fe0001"), before=b"\x81"),
        "deep inside": figures.compare(zeros, one, "payload_data"),
        "too short": figures.compare(b"abc", b"a", "masked_payload", caption="a caption"),
        "too long": figures.compare("accept=", "accept=\n", "accept"),
        "equal": figures.compare(b"", b""),
    }


def _of_hostile_input() -> dict[str, Figure]:
    head = b"GET /" + HOSTILE_BYTES + b" HTTP/1.1\r\nX" + HOSTILE_BYTES + b": " + HOSTILE_BYTES + b"\r\n\r\n"
    return {
        "hostile frame": figures.frame_bytes(Frame(Opcode.TEXT, HOSTILE_BYTES), "client"),
        "hostile dump": figures.hexdump(HOSTILE_BYTES, [Highlight(0, 4, HOSTILE)], HOSTILE),
        "hostile head": figures.handshake(head, head),
        "hostile call": figures.message({HOSTILE: HOSTILE, "id": HOSTILE, "method": HOSTILE}),
        "hostile text": figures.message(HOSTILE),
        "hostile event": figures.draw(ConnectionClosed(1006, HOSTILE, HOSTILE, False)),
        "hostile transcript": figures.transcript(
            [(HOSTILE, "sent", HOSTILE, HOSTILE), (HOSTILE, "", head, HOSTILE)]
        ),
        "hostile difference": figures.compare(HOSTILE, HOSTILE + "x"),
        "hostile time line": figures.time_line(
            [Frame(Opcode.TEXT, HOSTILE_BYTES), Frame(Opcode.CLOSE, b"a")]
        ),
        "hostile conversation": figures.conversation(
            [Move(HOSTILE, encode_frame(Frame(Opcode.TEXT, HOSTILE_BYTES)), (), HOSTILE)]
        ),
        "hostile clients": figures.clients([Client(1, HOSTILE, HOSTILE, HOSTILE, 0, 0, True)]),
        "hostile report card": ReportCard({}, problem=HOSTILE).figure,
        "hostile card": figures.card(HOSTILE, [(HOSTILE, HOSTILE)], "hint", HOSTILE),
        "hostile table": figures.table([HOSTILE], [[Cell(HOSTILE, "opcode", True)], [HOSTILE]], HOSTILE),
    }
