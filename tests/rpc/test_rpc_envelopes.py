"""Envelopes of both dialects: pure functions between calls or replies and their JSON."""

import pytest

from framebyframe.rpc import (
    CallFailed,
    ErrorCode,
    Notification,
    ProtocolError,
    RemoteError,
    Reply,
    Request,
    article,
    jsonrpc,
)
from framebyframe.rpc.envelopes import choose_dialect, choose_params, decode_replies
from framebyframe.rpc.jsonrpc import MAX_BATCH, encode_batch
from framebyframe.rpc.messages import ABSENT, CANCELLED, FAILED, check_id, legal_id

LEGAL_IDS = [0, 1, -1, 1.5, "", "7", None]
ILLEGAL_IDS = [True, False, [], {}, [1]]


# The client's side


def test_an_article_request():
    assert article.encode_request("getData", ABSENT, ABSENT) == {"action": "getData"}
    assert article.encode_request("echo", [], 0) == {"action": "echo", "params": [], "id": 0}
    assert article.encode_request("echo", {"a": 1}, "x") == {"action": "echo", "params": {"a": 1}, "id": "x"}


def test_a_jsonrpc_request_and_notification():
    assert jsonrpc.encode_request("echo", {}, 0) == {
        "jsonrpc": "2.0",
        "method": "echo",
        "params": {},
        "id": 0,
    }
    assert jsonrpc.encode_request("echo", ABSENT, ABSENT) == {"jsonrpc": "2.0", "method": "echo"}


def test_a_cancel():
    cancel = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 0}}
    assert jsonrpc.encode_cancel(0) == cancel


def test_article_replies():
    success = {"status": "success", "data": "Processed: getData", "payload": {"id": 1}, "id": 0}
    assert article.decode_reply(success) == Reply(0, {"id": 1})
    assert article.decode_reply({"status": "success", "data": "Processed: x"}) == Reply(
        ABSENT, "Processed: x"
    )
    reply = article.decode_reply({"status": "error", "message": "no", "code": "failed", "id": None})
    assert reply.id is None
    assert isinstance(reply.error, RemoteError) and str(reply.error) == "no (failed)"
    assert (reply.error.code, reply.error.message, reply.error.data) == ("failed", "no", None)


def test_an_article_error_without_a_code_is_one_still():
    error = article.decode_reply({"status": "error", "message": "Invalid JSON or server error"}).error
    assert error.code == "failed"


def test_notifications():
    assert article.decode_reply({"event": "tick", "payload": 1}) == Notification("tick", 1)
    assert jsonrpc.decode_reply({"jsonrpc": "2.0", "method": "tick"}) == Notification("tick", None)


def test_jsonrpc_replies():
    assert jsonrpc.decode_reply({"jsonrpc": "2.0", "id": "a", "result": None}) == Reply("a", None)
    failure = {"jsonrpc": "2.0", "id": None, "error": {"code": -32000, "message": "no", "data": [1]}}
    reply = jsonrpc.decode_reply(failure)
    assert reply.id is None
    assert (reply.error.code, reply.error.message, reply.error.data) == (-32000, "no", [1])


@pytest.mark.parametrize("message, what", [
    ({"status": "perhaps"}, "perhaps"),
    ({}, "None"),
    ({"jsonrpc": "1.0", "id": 1, "result": 1}, "1.0"),
    ({"jsonrpc": "2.0", "id": 1}, "neither"),
    ({"jsonrpc": "2.0", "id": 1, "error": "text"}, "object"),
    ({"jsonrpc": "2.0", "id": 1, "error": {"code": "x"}}, "number"),
    (42, "object"),
    ([1], "object"),
    ("x" * 1000, "x" * 70),
])  # fmt: skip
def test_what_is_no_reply(message, what):
    with pytest.raises(ProtocolError, match=what) as caught:
        decode_replies(message)
    assert len(str(caught.value)) < 200


def test_the_shape_picks_the_dialect():
    both = [{"status": "success", "payload": 1, "id": 1}, {"jsonrpc": "2.0", "id": 2, "result": 2}]
    assert decode_replies(both) == [Reply(1, 1), Reply(2, 2)]
    assert decode_replies(both[1]) == [Reply(2, 2)]


def test_the_dialect_of_a_client():
    assert choose_dialect("article", ids=False) is article
    assert choose_dialect("jsonrpc", ids=True) is jsonrpc
    with pytest.raises(ValueError, match="article and jsonrpc, not 'xml'"):
        choose_dialect("xml", ids=True)
    with pytest.raises(ValueError, match="does not answer what has no id"):
        choose_dialect("jsonrpc", ids=False)


def test_parameters_by_name_or_as_one_value():
    assert choose_params(ABSENT, {}) is ABSENT
    assert choose_params(ABSENT, {"a": 1}) == {"a": 1}
    assert choose_params([], {}) == []
    with pytest.raises(TypeError, match="not both"):
        choose_params({}, {"a": 1})


def test_a_batch():
    assert encode_batch([("echo", [1]), ("getData", ABSENT)], iter([7, 8, 9])) == {
        7: {"jsonrpc": "2.0", "method": "echo", "params": [1], "id": 7},
        8: {"jsonrpc": "2.0", "method": "getData", "id": 8},
    }
    with pytest.raises(ValueError, match="at most 100 calls, not 101"):
        encode_batch([("echo", [])] * (MAX_BATCH + 1), range(1000))


# The server's side


@pytest.mark.parametrize("call_id", LEGAL_IDS)
def test_legal_ids(call_id):
    assert check_id({"id": call_id}) == call_id == legal_id({"id": call_id})
    assert article.decode_request({"action": "a", "id": call_id}) == Request("a", {}, call_id)
    assert jsonrpc.decode_request({"jsonrpc": "2.0", "method": "a", "id": call_id}) == Request(
        "a", {}, call_id
    )


@pytest.mark.parametrize("call_id", ILLEGAL_IDS)
def test_illegal_ids(call_id):
    with pytest.raises(CallFailed, match="id must be a string, a number or null"):
        article.decode_request({"action": 5, "id": call_id})
    with pytest.raises(CallFailed, match="id must be a string, a number or null"):
        jsonrpc.decode_request({"jsonrpc": "2.0", "id": call_id})
    assert legal_id({"id": call_id}) is ABSENT


@pytest.mark.parametrize("dialect, message, why", [
    (article, {"params": 5}, "action must be a string"),
    (article, {"action": None}, "action must be a string"),
    (article, {"action": "a", "params": None}, "params must be an object"),
    (jsonrpc, {"jsonrpc": "2.1", "id": []}, 'jsonrpc must be "2.0"'),
    (jsonrpc, {"jsonrpc": "2.0", "method": 1, "params": 5}, "method must be a string"),
    (jsonrpc, {"jsonrpc": "2.0", "method": "a", "params": "b"}, "params must be an object or an array"),
])  # fmt: skip
def test_the_order_of_the_checks(dialect, message, why):
    with pytest.raises(CallFailed) as caught:
        dialect.decode_request(message)
    assert caught.value.message == why


def test_replies_of_a_server():
    request = Request("echo", {}, 0)
    assert article.encode_success(request, 5) == {
        "status": "success", "data": "Processed: echo", "payload": 5, "id": 0,
    }  # fmt: skip
    assert "id" not in article.encode_success(Request("echo", {}), 5)
    assert jsonrpc.encode_success(request, None) == {"jsonrpc": "2.0", "id": 0, "result": None}


def test_failures_of_a_server():
    failure = CallFailed(FAILED, "no", [1])
    assert article.encode_failure(ABSENT, failure) == {"status": "error", "message": "no", "code": "failed"}
    error = {"code": -32000, "message": "no", "data": [1]}
    assert jsonrpc.encode_failure(ABSENT, failure) == {"jsonrpc": "2.0", "id": None, "error": error}
    cancelled = jsonrpc.encode_failure("a", CallFailed(CANCELLED, "Cancelled"))
    assert cancelled == {"jsonrpc": "2.0", "id": "a", "error": {"code": -32800, "message": "Cancelled"}}
    own = CallFailed(ErrorCode("out_of_stock", -32050), "none left")
    assert article.encode_failure(1, own)["code"] == "out_of_stock"


def test_notifications_of_a_server():
    assert article.encode_notification("tick", 1) == {"event": "tick", "payload": 1}
    assert jsonrpc.encode_notification("tick", 1) == {"jsonrpc": "2.0", "method": "tick", "params": 1}


def test_absent_is_itself():
    assert repr(ABSENT) == "ABSENT" and ABSENT is not None
