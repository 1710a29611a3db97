"""The handshake builder without a page: its lines, its verdicts, what it sends, what it refuses in words."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from framebyframe import peers
from framebyframe.peers.lying import ENDLESS
from framebyframe.widgets import HandshakeBuilder
from framebyframe.widgets.handshake_builder.judging import SOME_KEY, judge_request, judge_response
from framebyframe.widgets.handshake_builder.lines import MAX_LINE, MAX_LINES
from framebyframe.wire.handshake import accept_key, build_request, build_response
from framebyframe.wire.heads import parse_head

SUBPROTOCOL = "Sec-WebSocket-Protocol: jsonrpc"
EXTENSIONS = "Sec-WebSocket-Extensions"


def edit(builder: HandshakeBuilder, kind: str, number: int = 1, **content: object) -> None:
    """Send what the page sends when something is changed there."""
    builder._handle_custom_msg({"kind": kind, "view": "a", "edit": number, **content}, [])


def place(builder: HandshakeBuilder, head: str, beginning: str) -> int:
    lines = builder._picture[head]["lines"]
    return next(index for index, line in enumerate(lines) if line["text"].startswith(beginning))


def write(builder: HandshakeBuilder, head: str, beginning: str, text: str) -> None:
    edit(builder, "line", head=head, index=place(builder, head, beginning), value=text)


def switch(builder: HandshakeBuilder, head: str, beginning: str, sent: bool) -> None:
    edit(builder, "switch", head=head, index=place(builder, head, beginning), value=sent)


def broken(builder: HandshakeBuilder, head: str) -> list[str]:
    return [rule["words"] for rule in builder._picture[head]["rules"] if rule["fault"]]


def marks(builder: HandshakeBuilder, head: str) -> list[str]:
    return [line["mark"] for line in builder._picture[head]["lines"]]


@pytest.fixture
def builder() -> HandshakeBuilder:
    return HandshakeBuilder()


def test_it_begins_with_the_pair_of_the_rfc(builder: HandshakeBuilder) -> None:
    assert builder.request == build_request("127.0.0.1", "/", SOME_KEY)
    assert builder.response == build_response(SOME_KEY)
    assert broken(builder, "request") == broken(builder, "response") == []
    assert marks(builder, "request") == ["right"] * 6 + [""] * 3
    assert builder._picture["key"]["accept"] == accept_key(SOME_KEY)
    assert builder._picture["key"]["sha1"].startswith("b3 7a 4f 2c c0 62 4f")  # RFC 6455, 1.3
    json.dumps(builder._picture)


def test_a_line_that_is_left_out_breaks_its_rule(builder: HandshakeBuilder) -> None:
    switch(builder, "request", "Connection", False)
    assert b"Connection" not in builder.request
    assert broken(builder, "request") == ["Connection has upgrade in its list"]
    switch(builder, "request", "Connection", True)
    assert builder.request == build_request("127.0.0.1", "/", SOME_KEY)


def test_a_line_that_is_changed_is_judged_by_its_own_rule(builder: HandshakeBuilder) -> None:
    write(builder, "response", "Upgrade", "Upgrade: websocket, h2c")
    write(builder, "response", "HTTP", "HTTP/1.1 200 OK")
    assert broken(builder, "response") == ["101 in HTTP/1.1", "Upgrade says websocket, and nothing else"]
    assert marks(builder, "response")[:4] == ["wrong", "wrong", "right", "right"]
    assert builder._picture["lie"] == "own"


def test_a_line_that_is_no_field_is_told(builder: HandshakeBuilder) -> None:
    write(builder, "request", "Host", "Host : 127.0.0.1")
    assert broken(builder, "request")[0] == "a host, once"
    assert broken(builder, "request")[-1] == "not a header field: 'Host : 127.0.0.1'"
    assert marks(builder, "request")[1] == "wrong"


def test_a_subprotocol_is_right_where_it_was_offered(builder: HandshakeBuilder) -> None:
    switch(builder, "response", SUBPROTOCOL, True)
    assert broken(builder, "response") == ["a subprotocol, if any, was offered"]
    switch(builder, "request", SUBPROTOCOL, True)
    assert broken(builder, "response") == []


@pytest.mark.parametrize(
    ("offer", "answer", "says"),
    [
        ("X-Mine: 1", "x-one", "names what was not offered: 'x-one'"),
        ("X-Mine: 1", "permessage-deflate", "names what was not offered: 'permessage-deflate'"),
        (f"{EXTENSIONS}: x-one, x-two; a=1", "x-two", ""),
        (f"{EXTENSIONS}: x-one", "x-one, x-one", "names what was not offered: 'x-one, x-one'"),
        (f"{EXTENSIONS}: permessage-deflate", "permessage-deflate", ""),
        (f"{EXTENSIONS}: permessage-deflate", "permessage-deflate; speed=9", "has a parameter that"),
        (f"{EXTENSIONS}: x-one;;", "x-one", "names what was not offered: 'x-one'"),
        (f"{EXTENSIONS}: x-one", "x-one;;", "is not a list of extensions: 'x-one;;'"),
    ],
)
def test_an_extension_is_right_where_it_was_offered(
    builder: HandshakeBuilder, offer: str, answer: str, says: str
) -> None:
    for head, line in (("request", offer), ("response", f"{EXTENSIONS}: {answer}")):
        write(builder, head, "X-Mine", line)
        switch(builder, head, line, True)
    faults = [rule["fault"] for rule in builder._picture["response"]["rules"] if rule["fault"]]
    assert [says in fault for fault in faults] == [True] * bool(says)
    assert broken(builder, "response") == (["an extension, if any, was offered"] if says else [])
    assert marks(builder, "response")[-1] == ("wrong" if says else "right")


def test_a_list_of_extensions_is_one(builder: HandshakeBuilder) -> None:
    write(builder, "request", "X-Mine", f"{EXTENSIONS}: x-one;;")
    assert broken(builder, "request") == []  # it is not sent yet
    switch(builder, "request", EXTENSIONS, True)
    assert broken(builder, "request") == ["extensions, if any, are a list of names with parameters"]


def test_a_new_key_asks_for_another_answer(builder: HandshakeBuilder) -> None:
    edit(builder, "new_key")
    assert builder.key != SOME_KEY and accept_key(builder.key).encode() in builder.response
    write(builder, "response", "Upgrade", "Upgrade: WebSocket")  # now it is one's own
    edit(builder, "new_key")
    assert broken(builder, "response") == ["the answer to this key, once"]


def test_without_a_key_there_is_nothing_to_answer(builder: HandshakeBuilder) -> None:
    switch(builder, "request", "Sec-WebSocket-Key", False)
    assert builder.key == "" and builder._picture["key"]["accept"] == builder._picture["key"]["sha1"] == ""
    edit(builder, "new_key")
    assert broken(builder, "request") == ["a key of sixteen bytes in base64, once"]  # it is still left out


@pytest.mark.parametrize("lie", [lie for lie in peers.LIES if lie != ENDLESS])
def test_each_lie_breaks_a_rule(builder: HandshakeBuilder, lie: str) -> None:
    edit(builder, "lie", value=lie)
    assert broken(builder, "response"), lie
    assert builder._picture["lie"] == lie
    edit(builder, "lie", value="truth")
    assert broken(builder, "response") == []


def test_the_rules_are_those_of_the_protocol() -> None:
    request, response = build_request("a", "/", SOME_KEY), build_response(SOME_KEY)
    asked = parse_head(request.removesuffix(b"\r\n\r\n"))
    for head, judge in ((request, judge_request), (response, lambda head: judge_response(head, asked))):
        lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
        for index in range(1, len(lines)):
            without = parse_head(b"\r\n".join(lines[:index] + lines[index + 1 :]))
            assert len([verdict for verdict in judge(without) if verdict.fault]) == 1, lines[index]


def test_python_sets_a_head_and_the_page_follows(builder: HandshakeBuilder) -> None:
    builder.request = b"GET /page HTTP/1.1\r\nHost: a\r\n\r\n"
    assert [line["text"] for line in builder._picture["request"]["lines"]] == [
        "GET /page HTTP/1.1",
        "Host: a",
    ]
    assert len(broken(builder, "request")) == 4
    builder.response = b"\xff\r\n" * 100
    assert len(builder._picture["response"]["lines"]) == MAX_LINES


@pytest.mark.parametrize(
    ("index", "value", "says"),
    [
        (1, "x" * (MAX_LINE + 1), "300 characters at most"),
        (1, "Host: a\r\nX: b", "no line break in it"),
        (1, "Host: ☃", "☃ is not in Latin-1"),
    ],
)
def test_what_cannot_be_read_changes_nothing_and_is_said_at_its_place(
    builder: HandshakeBuilder, index: int, value: str, says: str
) -> None:
    before = builder.request
    edit(builder, "line", 7, head="request", index=index, value=value)
    problem = builder._picture["problem"]
    assert says in problem["words"] and (problem["head"], problem["index"]) == ("request", index)
    assert builder._picture["answers"] == {"view": "a", "edit": 7}
    assert builder.request == before


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "nothing"},
        {"kind": "line", "head": "request", "index": 99, "value": "x"},
        {"kind": "line", "head": "nowhere", "index": 0, "value": "x"},
        {"kind": "lie", "value": "none of them"},
    ],
)
def test_a_message_that_means_nothing_changes_nothing(builder: HandshakeBuilder, content: Any) -> None:
    before = builder.request, builder.response
    builder._handle_custom_msg(content, [])
    assert (builder.request, builder.response) == before


def test_a_request_is_sent_as_it_is_and_the_answer_judged(server: peers.Server) -> None:
    builder = HandshakeBuilder(peers={"it": server})
    asked = builder.send("it")
    assert asked.state == "answered" and b"101 Switching" in asked.response
    assert builder.response == asked.response and broken(builder, "response") == []
    assert "The accept value answers the key." in repr(asked)
    switch(builder, "request", "Upgrade", False)
    assert builder.send().response.startswith(b"HTTP/1.1 426 ")
    assert broken(builder, "response")[0] == "101 in HTTP/1.1"


@pytest.mark.parametrize("lie", peers.LIES)
def test_a_liar_is_found_out(lie: str) -> None:
    with peers.LyingServer(lie) as liar:
        builder = HandshakeBuilder(peers={"liar": liar})
        asked = builder.send()
    assert broken(builder, "response"), lie
    assert asked.state == ("endless" if lie == ENDLESS else "answered")
    assert len(builder._picture["response"]["lines"]) <= MAX_LINES


def test_who_says_nothing_is_not_waited_for_by_the_page() -> None:
    with peers.HandshakeServer(lambda request: b"") as silent:
        builder = HandshakeBuilder(peers={"silent": silent})
        done = threading.Event()
        builder.observe(lambda _: done.set(), "asked")
        edit(builder, "send", value="silent")
        assert builder._picture["note"]["state"] == "sending"
        assert done.wait(20)
    assert builder._picture["note"] == {"state": "silent", "words": "silent says nothing."}
    assert builder._picture["response"] == {"lines": [], "rules": []}


CHANGED = {
    "state": "changed",
    "words": "These are no longer the lines that it was sent. Send them to see its answer.",
}


def test_an_answer_goes_when_the_lines_change_that_it_answers(server: peers.Server) -> None:
    builder = HandshakeBuilder(peers={"it": server})
    asked = builder.send()
    write(builder, "request", "Origin", "Origin: http://other.test")  # which is not sent
    assert builder.response == asked.response
    write(builder, "request", "GET", "GET /chat HTTP/1.1")
    assert builder._picture["response"] == {"lines": [], "rules": []}
    assert builder._picture["note"] == CHANGED and builder.asked == asked
    builder.send()
    assert broken(builder, "response") == [] and builder._picture["note"]["state"] == "answered"
    edit(builder, "new_key")
    assert builder._picture["response"] == {"lines": [], "rules": []}


def test_an_answer_that_comes_too_late_for_its_lines_is_not_shown() -> None:
    is_changed = threading.Event()

    def answer(request: object) -> bytes:
        assert is_changed.wait(20)
        return build_response(SOME_KEY)

    with peers.HandshakeServer(answer) as late:
        builder = HandshakeBuilder(peers={"it": late})
        sending = builder._start_sending("it")
        switch(builder, "request", "Upgrade", False)
        assert builder._picture["note"]["state"] == "sending"
        is_changed.set()
        sending.result(20)
    assert builder._picture["response"] == {"lines": [], "rules": []}
    assert builder._picture["note"] == CHANGED


def test_an_answer_that_was_changed_stays(server: peers.Server) -> None:
    builder = HandshakeBuilder(peers={"it": server})
    builder.send()
    write(builder, "response", "Upgrade", "Upgrade: h2c")
    switch(builder, "request", "Host", False)
    assert b"h2c" in builder.response and builder._picture["note"]["words"] == ""


def test_a_response_that_python_sets_is_nobodys_answer(server: peers.Server) -> None:
    builder = HandshakeBuilder(peers={"it": server})
    builder.send()
    builder.response = build_response("another")
    assert builder._picture["note"]["words"] == "" and builder._picture["lie"] == "own"


def test_who_cannot_be_reached_cannot_be_for_other_lines_either() -> None:
    builder = HandshakeBuilder(peers={"far": "ws://192.0.2.1:80"})
    builder.send()
    switch(builder, "request", "Host", False)
    assert "another machine" in builder._picture["note"]["words"]


def test_only_this_machine_is_reached() -> None:
    asked = HandshakeBuilder(peers={"far": "ws://192.0.2.1:80"}).send()
    assert asked.state == "failed" and "another machine" in asked.note


@pytest.mark.parametrize(("peer", "says"), [("x", "no peer x here: it"), (None, "")])
def test_an_unknown_peer_is_said(peer: str | None, says: str) -> None:
    builder = HandshakeBuilder(peers={"it": "ws://127.0.0.1:1"}) if says else HandshakeBuilder()
    with pytest.raises(ValueError, match=says or "There is nobody to send to"):
        builder.send(peer)
    edit(builder, "send", value=peer)
    assert builder._picture["problem"]["words"]


def test_without_a_kernel_both_heads_stand_there(builder: HandshakeBuilder) -> None:
    before = builder.static_html(), builder.static_text()
    edit(builder, "new_key")
    assert (builder.static_html(), builder.static_text()) == before
    assert "Sec-WebSocket-Key" in before[1] and "The accept value answers the key." in before[1]
    assert "<script" not in before[0] and "<style" not in before[0]
    assert repr(builder) == "<HandshakeBuilder: 'GET / HTTP/1.1'>"
