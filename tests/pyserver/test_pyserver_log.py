"""pyserver's log: one line a connection, in printable ASCII, without secrets."""

import io
import json

import pytest

from pyserver.head import RequestHead
from pyserver.log import Ending, Log, agent_name


@pytest.fixture
def stream():
    return io.StringIO()


def request(target="/", **headers):
    fields = tuple((name.lower().replace("_", "-"), value) for name, value in headers.items())
    return RequestHead("GET", target, "1.1", fields)


def closed(code=1000, reason="", fault=None):
    return Ending(code, reason, fault, None)


def test_the_line_of_a_connection(stream):
    log = Log(stream=stream)
    first = log.record(request(User_Agent="php/8.4 (x)"))
    second = log.record(request())
    second.called("echo")
    for action in ("getData", "saveData", "getData"):
        first.called(action)
    log.closed(second, closed(1002, fault="incorrect masking"))
    log.closed(first, closed())
    assert stream.getvalue().splitlines() == [
        "#2 -: 1 call (echo), closed 1002: incorrect masking",
        "#1 php: 3 calls (getData, saveData), closed 1000",
    ]


def test_a_connection_without_calls(stream):
    log = Log(stream=stream)
    log.closed(log.record(request()), closed(1006))
    assert stream.getvalue() == "#1 -: 0 calls, closed 1006\n"


def test_the_line_of_a_refusal(stream):
    log = Log(stream=stream)
    log.refused(log.record(request(User_Agent="curl/8")), 403, "no")
    log.refused(log.record(), 400, "garbage")
    assert stream.getvalue() == "#1 curl: refused 403 Forbidden: no\n#2 -: refused 400 Bad Request: garbage\n"


def test_at_most_eight_actions_are_named(stream):
    log = Log(stream=stream)
    record = log.record(request())
    for name in "abcdefghijka":
        record.called(name)
    log.closed(record, closed())
    assert stream.getvalue() == "#1 -: 12 calls (a, b, c, d, e, f, g, h, ...), closed 1000\n"


def test_exactly_eight_actions_need_no_dots():
    record = Log().record()
    for name in "abcdefgh":
        record.called(name)
    assert record.names() == list("abcdefgh")


def test_what_a_peer_made_up_is_printed_in_ascii_and_cut(stream):
    log = Log(stream=stream)
    record = log.record(request(User_Agent=f"\x9b[31m\xe9{'a' * 99}"))
    record.called("\x1b]0;\xe9\n")
    record.called("b" * 1000)
    log.closed(record, closed(1008, fault="\u202e\x07"))
    agent = f"?[31m?{'a' * 34}"
    assert stream.getvalue() == f"#1 {agent}: 2 calls (?]0;??, {'b' * 64}), closed 1008: ??\n"


@pytest.mark.parametrize(
    "header, name",
    [
        ("Python/3.13 websockets/17.4", "Python"),
        ("naive client", "naive"),
        ("/x", "-"),
        (" x", "-"),
        ("", "-"),
    ],
)
def test_the_agent_is_the_first_product(header, name):
    assert agent_name(request(User_Agent=header)) == name


def test_the_json_line_of_a_connection(stream):
    log = Log(as_json=True, stream=stream)
    target = "/?a=b&token=secret&tok%65n=secret"
    record = log.record(request(target, User_Agent="a/1", Origin="http://localhost"))
    record.called("\x1b")
    log.closed(record, Ending(1008, "too many calls waiting", "too many calls waiting", "jsonrpc"))
    assert stream.getvalue().isascii() and "\x1b" not in stream.getvalue()
    line = json.loads(stream.getvalue())
    assert line.pop("time").endswith("Z") and line.pop("seconds") < 60
    assert line == {
        "connection": 1,
        "agent": "a",
        "origin": "http://localhost",
        "target": "/?a=b&token=REDACTED&tok%65n=REDACTED",
        "subprotocol": "jsonrpc",
        "calls": 1,
        "actions": ["\x1b"],
        "code": 1008,
        "reason": "too many calls waiting",
        "fault": "too many calls waiting",
    }


def test_the_json_line_of_a_refusal(stream):
    log = Log(as_json=True, stream=stream)
    log.refused(log.record(), 400, "garbage")
    line = json.loads(stream.getvalue())
    del line["time"]
    assert line == {"connection": 1, "agent": "-", "origin": None, "target": None, "refused": 400}


@pytest.mark.parametrize(
    "target, shown",
    [
        ("/", "/"),
        ("/token=x", "/token=x"),
        ("/?token=x", "/?token=REDACTED"),
        ("/?token=a=b&c=d", "/?token=REDACTED&c=d"),
        ("/?atoken=x&token=", "/?atoken=x&token=REDACTED"),
        ("/?%74oken=x?token=y", "/?%74oken=REDACTED"),
    ],
)
def test_a_token_in_the_target_is_redacted(target, shown):
    assert Log().record(request(target)).target == shown
