"""The address of a server, and the first bytes sent to it."""

import platform

import pytest

from framebyframe.rpc import Address, ConnectOptions, parse_url
from framebyframe.rpc.addresses import connect_options
from framebyframe.wire import Deflate


@pytest.mark.parametrize("url, address, authority", [
    ("ws://localhost", Address(False, "localhost", 80, "/"), "localhost"),
    ("wss://example.org", Address(True, "example.org", 443, "/"), "example.org"),
    ("ws://127.0.0.1:8080/a/b?c=d", Address(False, "127.0.0.1", 8080, "/a/b?c=d"), "127.0.0.1:8080"),
    ("ws://[::1]:9/", Address(False, "::1", 9, "/"), "[::1]:9"),
    ("ws://[::1]?token=x", Address(False, "::1", 80, "/?token=x"), "[::1]"),
    ("wss://h:80", Address(True, "h", 80, "/"), "h:80"),
])  # fmt: skip
def test_addresses(url, address, authority):
    assert parse_url(url) == address
    assert address.authority == authority


@pytest.mark.parametrize("url, why", [
    ("http://localhost", "begins with ws:// or wss://"),
    ("localhost:8080", "begins with"),
    ("ws://", "names no host"),
    ("ws://h/#part", "has no #"),
    ("ws://h/#", "has no #"),
    ("ws://user:secret@h", "give a token"),
    ("ws://h:99999", "[Pp]ort"),
    ("ws://h:x", "[Pp]ort"),
])  # fmt: skip
def test_what_is_no_address(url, why):
    with pytest.raises(ValueError, match=why) as caught:
        parse_url(url)
    assert "secret" not in str(caught.value)


def test_the_opening_handshake_says_who_we_are():
    options = connect_options("ws://127.0.0.1:5/x", "jsonrpc", {
        "token": "s3cret", "origin": "https://a.example", "headers": [("X-Mine", "1")], "deflate": Deflate(),
    })  # fmt: skip
    head = options.new_handshake().data_to_send().decode()
    for line in (
        "GET /x HTTP/1.1",
        "Host: 127.0.0.1:5",
        f"User-Agent: python/{platform.python_version()} framebyframe",
        "Authorization: Bearer s3cret",
        "Origin: https://a.example",
        "X-Mine: 1",
        "Sec-WebSocket-Protocol: jsonrpc",
    ):
        assert f"{line}\r\n" in head
    assert "permessage-deflate" in head


def test_the_article_dialect_offers_no_subprotocol():
    assert connect_options("ws://h", "article", {}).subprotocols == []
    assert connect_options("ws://h", "jsonrpc", {"subprotocols": ["mine"]}).subprotocols == ["mine"]


def test_a_place_is_named_in_errors():
    options = ConnectOptions(parse_url("ws://h:1"))
    assert options.where == "h:1" and options.tls_context() is None
    assert ConnectOptions(parse_url("ws://h"), unix_socket="/run/x").where == "/run/x"
    assert ConnectOptions(parse_url("wss://h")).tls_context().check_hostname
