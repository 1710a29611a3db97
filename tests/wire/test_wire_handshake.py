"""The opening handshake: its bytes, what both ends agree on, and mistakes of callers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from wire_peers import deliver, frame_bytes, shake_hands

from framebyframe.wire import (
    TRANSITIONS,
    ClientHandshake,
    Deflate,
    Frame,
    HandshakeAccepted,
    HandshakeOver,
    HandshakeRefused,
    HandshakeRequest,
    Headers,
    InvalidHandshake,
    Limits,
    Opcode,
    Role,
    ServerHandshake,
    State,
    TextMessage,
    Trigger,
    WrongType,
    accept_key,
)
from framebyframe.wire.errors import HandshakeFault
from framebyframe.wire.extensions import check_offered, parse_extensions
from framebyframe.wire.handshake import is_key, new_key
from framebyframe.wire.heads import FIELD_FORM, REQUEST_FORM, HeadReader, parse_head, tokens

KEY = "dGhlIHNhbXBsZSBub25jZQ=="


def request(*fields: str) -> bytes:
    """A request that is right, and more header fields."""
    lines = [
        "GET /chat?a=b HTTP/1.1",
        "Host: 127.0.0.1",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {KEY}",
        "Sec-WebSocket-Version: 13",
        *fields,
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def response(*fields: str) -> bytes:
    """A response that is right, and more header fields."""
    lines = [
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Accept: {accept_key(KEY)}",
        *fields,
    ]
    return "\r\n".join([*lines, "", ""]).encode()


# What is sent


def test_what_a_client_sends() -> None:
    handshake = ClientHandshake(
        "127.0.0.1:8080",
        "/chat?token=1",
        subprotocols=("jsonrpc", "chat"),
        origin="http://localhost",
        headers=[("User-Agent", "vector/1.0")],
        deflate=Deflate(server_no_context_takeover=True, client_max_window_bits=10),
        key=KEY,
    )
    assert handshake.data_to_send().decode().split("\r\n") == [
        "GET /chat?token=1 HTTP/1.1",
        "Host: 127.0.0.1:8080",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "Origin: http://localhost",
        "Sec-WebSocket-Protocol: jsonrpc, chat",
        "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_max_window_bits=10",
        "User-Agent: vector/1.0",
        "",
        "",
    ]
    assert handshake.data_to_send() == b""


def test_keys_are_sixteen_bytes_that_nobody_guesses() -> None:
    made = {new_key() for _ in range(50)}
    assert len(made) == 50 and all(map(is_key, made))


def test_both_ends_agree() -> None:
    client = ClientHandshake("h", "/chat", subprotocols=["a", "b"], headers=[("X-Name", "1")])
    server = ServerHandshake(["c", "b"])
    at_client, at_server = shake_hands(client, server)
    assert (client.state, server.state) == (State.OPEN, State.OPEN)
    assert at_client.subprotocol == at_server.subprotocol == at_client.connection.subprotocol == "b"
    assert at_server.request == HandshakeRequest("/chat", at_server.headers)
    assert at_server.headers.get("x-name") == "1" and at_client.request is None
    assert at_client.connection.extension is None
    at_client.connection.send_text("hello")
    assert deliver(at_client.connection, at_server.connection) == [TextMessage("hello")]


def test_a_server_picks_the_subprotocol_it_likes_best() -> None:
    _, at_server = shake_hands(ClientHandshake("h", subprotocols=["a", "b"]), ServerHandshake(["b", "a"]))
    assert at_server.subprotocol == "b"


def test_a_server_may_choose_the_subprotocol_itself() -> None:
    server = ServerHandshake(select_subprotocol=lambda offered: offered[-1])
    _, at_server = shake_hands(ClientHandshake("h", subprotocols=["a", "b"]), server)
    assert at_server.subprotocol == "b"


def test_what_followed_the_head_is_not_lost() -> None:
    text = Frame(Opcode.TEXT, b"early")
    client = ClientHandshake("h", key=KEY)
    at_client = client.receive_data(response() + frame_bytes(Role.CLIENT, text))
    at_server = ServerHandshake().receive_data(request() + frame_bytes(Role.SERVER, text))
    for outcome in (at_client, at_server):
        assert isinstance(outcome, HandshakeAccepted)
        assert outcome.events == (TextMessage("early"),)


def test_limits_reach_the_connection() -> None:
    limits = Limits(max_message=7)
    at_client, at_server = shake_hands(ClientHandshake("h", limits=limits), ServerHandshake(limits=limits))
    assert at_client.connection.limits is at_server.connection.limits is limits


# What a server refuses


def refused(server: ServerHandshake, data: bytes) -> tuple[HandshakeRefused, Headers, str]:
    """The outcome, and the headers and the page that the client gets."""
    outcome = server.receive_data(data)
    assert isinstance(outcome, HandshakeRefused)
    head, _, body = server.data_to_send().partition(b"\r\n\r\n")
    return outcome, parse_head(head).headers, body.decode()


def test_a_page_says_what_this_is() -> None:
    outcome, headers, page = refused(ServerHandshake(), b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
    assert (outcome.status, outcome.reason) == (426, "Upgrade does not say websocket")
    assert headers.get("Content-Type") == "text/html; charset=utf-8"
    assert tokens(headers, "Connection") == ["Upgrade", "close"]
    assert "426 Upgrade Required" in page and "connect to it with a WebSocket client" in page


def test_an_empty_head_is_no_request() -> None:
    server = ServerHandshake()
    assert server.receive_data(b"\r\n") is None, "one empty line is passed over (RFC 9112, 2.2)"
    outcome, _, _ = refused(server, b"\r\n")
    assert (outcome.status, outcome.reason) == (400, "not an HTTP request: ''")


def test_what_a_client_sent_is_escaped_in_the_page() -> None:
    _, _, page = refused(ServerHandshake(), b"<script>alert(1)</script>\r\n\r\n")
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_a_blank_beyond_ascii_is_no_blank_of_http() -> None:
    data = request().replace(b"Upgrade: websocket", b"Upgrade: \xa0websocket")
    outcome, _, _ = refused(ServerHandshake(), data)
    assert outcome.status == 426


def test_a_body_is_not_taken_for_frames() -> None:
    body = frame_bytes(Role.SERVER, Frame(Opcode.TEXT, b"call"))
    outcome, _, _ = refused(ServerHandshake(), request(f"Content-Length: {len(body)}") + body)
    assert (outcome.status, outcome.reason) == (
        400,
        "a request to upgrade has no body, this one announces one",
    )


@pytest.mark.parametrize("origins, seen", [((), None), (("null",), "null"), (("a", "b"), "a, b")])
def test_a_policy_for_origins(origins: tuple[str, ...], seen: str | None) -> None:
    asked: list[str | None] = []
    server = ServerHandshake(allow_origin=lambda origin: bool(asked.append(origin)))
    outcome, _, _ = refused(server, request(*(f"Origin: {origin}" for origin in origins)))
    assert outcome.status == 403 and asked == [seen]


def test_a_policy_for_people() -> None:
    asked: list[HandshakeRequest] = []
    server = ServerHandshake(authenticate=lambda request: bool(asked.append(request)))
    outcome, headers, _ = refused(server, request("Authorization: Bearer wrong"))
    assert outcome.status == 401 and headers.get("WWW-Authenticate") == "Bearer"
    assert asked[0].target == "/chat?a=b"
    assert asked[0].headers.get("authorization") == "Bearer wrong"
    right = ServerHandshake(allow_origin=lambda origin: True, authenticate=lambda request: True)
    assert isinstance(right.receive_data(request()), HandshakeAccepted)


def test_the_policies_are_asked_before_the_details() -> None:
    outcome, _, _ = refused(ServerHandshake(authenticate=lambda request: False), request("Host: twice"))
    assert outcome.status == 401


def test_select_subprotocol_may_not_invent_one() -> None:
    server = ServerHandshake(select_subprotocol=lambda offered: "other")
    with pytest.raises(InvalidHandshake, match="chose 'other', which is not one of"):
        server.receive_data(request("Sec-WebSocket-Protocol: a"))


# What a client refuses


def client_outcome(data: bytes, **options: object) -> HandshakeAccepted | HandshakeRefused:
    outcome = ClientHandshake("h", key=KEY, **options).receive_data(data)  # type: ignore[arg-type]
    assert outcome is not None
    return outcome


def test_a_refusal_keeps_what_came_of_the_body() -> None:
    outcome = client_outcome(b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\n\r\nCome ba")
    assert outcome == HandshakeRefused(
        503,
        "status 503 Service Unavailable, not 101 Switching Protocols",
        Headers([("Retry-After", "7")]),
        b"Come ba",
    )


def test_the_status_of_what_is_no_response_is_0() -> None:
    outcome = client_outcome(b"SSH-2.0-OpenSSH\r\n\r\n")
    assert isinstance(outcome, HandshakeRefused) and outcome.status == 0


@pytest.mark.parametrize(
    "offered, answer, names",
    [
        (Deflate(server_no_context_takeover=True), "permessage-deflate", "lacks server_no_context_takeover"),
        (Deflate(server_max_window_bits=10), "permessage-deflate; server_max_window_bits=11", "larger"),
        (Deflate(server_max_window_bits=10), "permessage-deflate", "larger"),
    ],
)
def test_a_client_gets_what_it_asked_for(offered: Deflate, answer: str, names: str) -> None:
    outcome = client_outcome(response(f"Sec-WebSocket-Extensions: {answer}"), deflate=offered)
    assert isinstance(outcome, HandshakeRefused)
    assert outcome.status == 101 and names in outcome.reason


@pytest.mark.parametrize(
    "offers, answer, fault",
    [
        ("", "x-one", "names what was not offered"),
        ("x-one, x-two; a=b", "x-two", ""),
        ("x-one", "x-one, x-one", "names what was not offered"),
        ("permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits=9", ""),
        ("permessage-deflate", "permessage-deflate; client_max_window_bits=9", "which was not offered"),
        ("permessage-deflate; server_max_window_bits=9, permessage-deflate", "permessage-deflate", ""),
        ("permessage-deflate; server_max_window_bits=9, x-one", "permessage-deflate", "larger"),
        ("permessage-deflate; speed=9", "permessage-deflate", "answers an offer with a parameter"),
        ("permessage-deflate; speed=9, permessage-deflate", "permessage-deflate", ""),
    ],
)
def test_an_answer_fits_one_of_the_offers(offers: str, answer: str, fault: str) -> None:
    given, offered = (
        parse_extensions(Headers([("Sec-WebSocket-Extensions", value)])) if value else []
        for value in (answer, offers)
    )
    if fault:
        with pytest.raises(HandshakeFault, match=fault):
            check_offered(given, offered)
    else:
        check_offered(given, offered)


# permessage-deflate


def agreed(offer: str, ours: Deflate) -> tuple[Deflate | None, str | None]:
    """The parameters that a server agrees on for an offer, and its response."""
    server = ServerHandshake(deflate=ours)
    outcome = server.receive_data(request(*([f"Sec-WebSocket-Extensions: {offer}"] if offer else [])))
    assert isinstance(outcome, HandshakeAccepted)
    answer = parse_head(server.data_to_send().removesuffix(b"\r\n\r\n")).headers
    return outcome.connection.extension, answer.get("Sec-WebSocket-Extensions")


P = "permessage-deflate"


@pytest.mark.parametrize(
    "offer, ours, result, answer",
    [
        ("", Deflate(), None, None),
        (P, Deflate(), Deflate(), P),
        ("x-other, " + P, Deflate(), Deflate(), P),
        (f"{P}; client_max_window_bits", Deflate(), Deflate(), P),
        (
            f"{P}; client_max_window_bits",
            Deflate(client_max_window_bits=9),
            Deflate(client_max_window_bits=9),
            f"{P}; client_max_window_bits=9",
        ),
        (
            f"{P}; client_max_window_bits=11",
            Deflate(client_max_window_bits=12),
            Deflate(client_max_window_bits=11),
            f"{P}; client_max_window_bits=11",
        ),
        (P, Deflate(client_max_window_bits=9), Deflate(), P),
        (
            f"{P}; server_max_window_bits=10",
            Deflate(),
            Deflate(server_max_window_bits=10),
            f"{P}; server_max_window_bits=10",
        ),
        (
            P,
            Deflate(server_max_window_bits=9),
            Deflate(server_max_window_bits=9),
            f"{P}; server_max_window_bits=9",
        ),
        (
            f"{P}; server_no_context_takeover; client_no_context_takeover",
            Deflate(),
            Deflate(True, True),
            f"{P}; server_no_context_takeover; client_no_context_takeover",
        ),
        (
            P,
            Deflate(True, True),
            Deflate(True, True),
            f"{P}; server_no_context_takeover; client_no_context_takeover",
        ),
        (f"{P}; speed=9, {P}; server_max_window_bits=7, {P}", Deflate(), Deflate(), P),
        (f"{P}; server_max_window_bits", Deflate(), None, None),
        (f"{P}; a; a", Deflate(), None, None),
        (f"{P}; server_max_window_bits=15", Deflate(), Deflate(), f"{P}; server_max_window_bits=15"),
        (f"{P}; server_no_context_takeover=1", Deflate(), None, None),
        (f'{P}; server_max_window_bits="10"', Deflate(), Deflate(server_max_window_bits=10),
         f"{P}; server_max_window_bits=10"),
    ],
)  # fmt: skip
def test_what_a_server_agrees_to(
    offer: str, ours: Deflate, result: Deflate | None, answer: str | None
) -> None:
    assert agreed(offer, ours) == (result, answer)


def test_levels_stay_our_own() -> None:
    result, _ = agreed(P, Deflate(level=1, memory_level=3))
    assert result == Deflate(level=1, memory_level=3)


@pytest.mark.parametrize(
    "value",
    ["", ",", ";", P + ";", P + "; a=", P + "; a=b c", "a b", "a\xa0", 'x; y="', 'x; y=""', 'x; y="\\"'],
)
def test_extension_lists_that_are_none(value: str) -> None:
    with pytest.raises(HandshakeFault, match="Sec-WebSocket-Extensions"):
        parse_extensions(Headers([("Sec-WebSocket-Extensions", value)]))


# Heads


def test_headers_are_a_list_with_names_in_any_case() -> None:
    headers = Headers([("A", "1"), ("b", "2"), ("a", "3")])
    assert list(headers) == [("A", "1"), ("b", "2"), ("a", "3")] and len(headers) == 3
    assert headers.get("a") == "1" and headers.get_all("A") == ["1", "3"]
    assert headers.get("c") is None and headers.get("c", "none") == "none"
    assert "B" in headers and "c" not in headers
    assert repr(headers) == "Headers([('A', '1'), ('b', '2'), ('a', '3')])"
    assert headers == Headers(list(headers)) and hash(headers) == hash(Headers(list(headers)))
    assert headers != Headers() and headers != list(headers)


def test_a_list_may_have_empty_items_and_fill_two_fields() -> None:
    headers = Headers([("Connection", "keep-alive, , Upgrade,"), ("connection", "x")])
    assert tokens(headers, "Connection") == ["keep-alive", "Upgrade", "x"]


@pytest.mark.parametrize("length, status", [(20, None), (21, 414)])
def test_the_first_line_has_its_limit(length: int, status: int | None) -> None:
    assert head_status(b"GET /" + b"x" * (length - 14) + b" HTTP/1.1\r\n\r\n") == status


@pytest.mark.parametrize("length, status", [(20, None), (21, 431)])
def test_a_header_line_has_its_limit(length: int, status: int | None) -> None:
    assert head_status(b"GET / HTTP/1.1\r\ny:" + b"y" * (length - 2) + b"\r\n\r\n") == status


@pytest.mark.parametrize("count, status", [(2, None), (3, 431)])
def test_the_number_of_headers_has_its_limit(count: int, status: int | None) -> None:
    assert head_status(b"GET / HTTP/1.1\r\n" + b"y: 1\r\n" * count + b"\r\n") == status


def head_status(data: bytes) -> int | None:
    """The status that refuses a head, at once and byte by byte; None if it is accepted."""
    statuses = set()
    for size in (1, len(data)):
        reader, status = small_reader(), None
        try:
            heads = [reader.feed(data[start : start + size]) for start in range(0, len(data), size)]
            assert heads[-1] == (data.removesuffix(b"\r\n\r\n"), b"")
        except HandshakeFault as fault:
            status = fault.status
        statuses.add(status)
    (only,) = statuses
    return only


def small_reader() -> HeadReader:
    """A reader for requests of two short header lines."""
    return HeadReader(Limits(max_header_line=20, max_headers=2), REQUEST_FORM, FIELD_FORM)


def test_an_endless_line_is_refused_before_it_ends() -> None:
    reader = small_reader()
    assert reader.feed(b"GET /" + b"x" * 15) is None
    with pytest.raises(HandshakeFault) as caught:
        reader.feed(b"x")
    assert caught.value.status == 414


@pytest.mark.parametrize("line", ["GET /a HTTP/1.1", "get * HTTP/0.9", ""])
def test_every_beginning_of_a_line_may_begin_one(line: str) -> None:
    whole = f"{line}\r"
    assert REQUEST_FORM.fits(whole)
    assert all(REQUEST_FORM.may_begin(whole[:end]) for end in range(len(whole) + 1))


def test_what_came_of_an_answer_that_is_not_whole() -> None:
    client = ClientHandshake("h", key=KEY)
    assert client.unfinished == ""
    client.receive_data(b"HTTP/1.1 101 Switching\r\nUpgrade: \xff" + b"x" * 100)
    assert client.unfinished.startswith(r"'HTTP/1.1 101 Switching\r\nUpgrade: \xff")
    assert len(client.unfinished) < 100


def test_interim_answers_without_end_are_passed_over() -> None:
    client = ClientHandshake("h", key=KEY)
    assert client.receive_data(b"HTTP/1.1 100 Continue\r\n\r\n" * 2000) is None
    assert isinstance(client.receive_data(response()), HandshakeAccepted)


# The end of it


@pytest.mark.parametrize("make", [lambda: ClientHandshake("h", key=KEY), ServerHandshake])
def test_a_stream_that_ends_too_soon(make: Callable[[], ClientHandshake | ServerHandshake]) -> None:
    handshake = make()
    assert handshake.state is State.CONNECTING
    assert handshake.receive_data(b"H") is None
    outcome = handshake.receive_eof()
    assert outcome == HandshakeRefused(0, "the stream ended before the handshake was over", Headers())
    assert handshake.state is State.CLOSED


@pytest.mark.parametrize("data", [request(), b"nonsense\r\n\r\n"])
def test_a_handshake_has_one_outcome(data: bytes) -> None:
    server = ServerHandshake()
    assert server.receive_data(data) is not None
    with pytest.raises(HandshakeOver, match="its connection takes the bytes"):
        server.receive_data(b"more")
    with pytest.raises(HandshakeOver, match="tell its connection"):
        server.receive_eof()


def test_every_trigger_in_connecting_changes_the_state() -> None:
    outcomes = {Trigger.ACCEPT: request(), Trigger.REFUSE: b"nonsense\r\n\r\n", Trigger.LOSE: b""}
    assert set(outcomes) == set(TRANSITIONS[State.CONNECTING])
    for trigger, data in outcomes.items():
        server = ServerHandshake()
        server.receive_data(data)
        if trigger is Trigger.LOSE:
            server.receive_eof()
        assert server.state is TRANSITIONS[State.CONNECTING][trigger]


# Mistakes of the caller


MISTAKES: list[tuple[Callable[[], object], str]] = [
    (lambda: ClientHandshake(""), "a host is"),
    (lambda: ClientHandshake("h\r\nX: 1"), "a host is"),
    (lambda: ClientHandshake("h", "chat"), "begins with /"),
    (lambda: ClientHandshake("h", "/a b"), "holds no blank"),
    (lambda: ClientHandshake("h", "/a#b"), "no #"),
    (lambda: ClientHandshake("h", "/é"), "a target"),
    (lambda: ClientHandshake("h", key="short"), "sixteen bytes in base64"),
    (lambda: ClientHandshake("h", key="ééééééééééééééééééééé==="), "sixteen bytes in base64"),
    (lambda: ClientHandshake("h", subprotocols=["a", "a"]), "different tokens"),
    (lambda: ClientHandshake("h", subprotocols=["a b"]), "different tokens"),
    (lambda: ClientHandshake("h", subprotocols=[""]), "different tokens"),
    (lambda: ClientHandshake("h", origin="a\nb"), "does not allow the header 'Origin'"),
    (lambda: ClientHandshake("h", headers=[("X Y", "1")]), "does not allow the header 'X Y'"),
    (lambda: ClientHandshake("h", headers=[("X", "1\r\nY: 2")]), "does not allow"),
    (lambda: ClientHandshake("h", headers=[("X", "€")]), "does not allow"),
    (lambda: ClientHandshake("h", headers=[("Sec-WebSocket-Key", "x")]), "sent by the handshake itself"),
    (lambda: ClientHandshake("h", headers=[("HOST", "x")]), "sent by the handshake itself"),
    (lambda: Deflate(server_max_window_bits=7), "8 to 15, not 7"),
    (lambda: Deflate(client_max_window_bits=16), "8 to 15, not 16"),
    (lambda: Deflate(level=10), "level is 0 to 9"),
    (lambda: Deflate(memory_level=0), "memory_level 1 to 9"),
]


@pytest.mark.parametrize("call, says", MISTAKES, ids=[str(n) for n in range(len(MISTAKES))])
def test_a_mistake_of_the_caller_is_named(call: Callable[[], object], says: str) -> None:
    with pytest.raises(InvalidHandshake, match=says):
        call()


def test_a_handshake_takes_bytes() -> None:
    with pytest.raises(WrongType, match="not str"):
        ServerHandshake().receive_data("GET /")  # type: ignore[arg-type]
