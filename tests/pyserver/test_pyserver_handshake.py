"""pyserver's checks of a handshake beyond those of handshake.json, which are tested over sockets."""

import pytest

from pyserver.handshake import Gatekeeper, select_subprotocol
from pyserver.head import RequestHead

TOKEN = "sésame=1"
OF_TWO_BYTES = "à-la-carte"
"""A token whose first letter ends, in UTF-8, in a byte that Latin-1 reads as a blank."""
GOOD = {
    "Host": "127.0.0.1",
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}


def request(target="/", **headers):
    lines = [f"{name}: {value}" for name, value in {**GOOD, **headers}.items()]
    return RequestHead.parse("\r\n".join([f"GET {target} HTTP/1.1", *lines]))


def status(target="/", origins=(), token=None, **headers):
    refusal = Gatekeeper(origins, token).find_fault(request(target, **headers))
    return None if refusal is None else int(refusal.status)


@pytest.mark.parametrize(
    "target",
    [
        "/?token=s%C3%A9same%3D1",
        "/?a=b&token=s%c3%a9same=1",
        "/?tok%65n=s%C3%A9same=1",
        "/?token=no&token=s%C3%A9same%3D1",
    ],
)
def test_the_token_in_the_target(target):
    assert status(target, token=TOKEN) is None


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/?token=",
        "/?token=sesame=1",
        "/?Token=s%C3%A9same=1",
        "/?token=s%C3%A9same=1x",
        "/&token=s%C3%A9same=1",
    ],
)
def test_a_wrong_token_in_the_target(target):
    assert status(target, token=TOKEN) == 401


@pytest.mark.parametrize("scheme", ["Bearer ", "bearer  ", "BEARER "])
def test_the_token_in_the_header(scheme):
    # A header arrives as bytes, which websockets reads as Latin-1.
    as_it_arrives = (scheme + TOKEN).encode().decode("latin-1")
    assert status(token=TOKEN, Authorization=as_it_arrives) is None


def test_a_token_that_looks_like_a_blank_in_latin_1():
    as_it_arrives = f"Bearer {OF_TWO_BYTES}".encode().decode("latin-1")
    assert status(token=OF_TWO_BYTES, Authorization=as_it_arrives) is None


@pytest.mark.parametrize("header", ["Bearer", "Bearer x", "Basic x", "x", "Bearer a b"])
def test_a_wrong_token_in_the_header(header):
    assert status(token=TOKEN, Authorization=header) == 401


def test_a_wrong_header_beside_a_right_target_is_let_in():
    assert status("/?token=abc", token="abc", Authorization="Bearer x") is None


def test_without_a_token_none_is_asked_for():
    assert status("/?token=anything") is None


def test_the_origin_is_looked_at_before_the_token():
    assert status(token=TOKEN, Origin="https://evil.example") == 403


def test_an_origin_named_on_the_command_line():
    assert status(origins=["https://example.org"], Origin="https://example.org") is None
    assert status(origins=["https://example.org"], Origin="https://example.org.evil.example") == 403


def test_a_target_that_is_no_url():
    assert status("//[?token=x", token="x") is None


def test_the_subprotocol():
    assert select_subprotocol(None, ["chat", "jsonrpc"]) == "jsonrpc"
    assert select_subprotocol(None, ["chat"]) is None
    assert select_subprotocol(None, []) is None
