"""What chapter 07 says of browsers: whatever comes behind a close frame is a fault to them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from framebyframe.peers.answering import read_head
from framebyframe.proxy.listening import Listener
from framebyframe.wire import Frame, Opcode, encode_frame
from framebyframe.wire.handshake import build_response
from framebyframe.wire.heads import FIELD_FORM, REQUEST_FORM

from .laboratory import eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

GOODBYE = encode_frame(Frame(Opcode.CLOSE, b"\x03\xe8"))
BEHIND_IT = {
    "/nothing": b"",
    "/pong": encode_frame(Frame(Opcode.PONG)),
    "/ping": encode_frame(Frame(Opcode.PING)),
    "/text": encode_frame(Frame(Opcode.TEXT, b"Hi")),
    "/close": GOODBYE,
}
CLOSED = """url => new Promise(tell => {
    new WebSocket(url).onclose = event => tell([event.code, event.wasClean]);
})"""


def _says_goodbye(client: socket.socket) -> None:
    """Sends a close frame, with what the request's target asks for behind it, and waits for the end."""
    request, _ = read_head(client, REQUEST_FORM, FIELD_FORM)
    target = request.first_line.split()[1]
    response = build_response(request.headers.get("Sec-WebSocket-Key") or "")
    client.sendall(response + GOODBYE + BEHIND_IT[target])
    client.recv(100)


@pytest.fixture
def address() -> Iterator[str]:
    listener = Listener(_says_goodbye)
    yield "ws://{}:{}".format(*listener.address)
    listener.close()


def closed(browser: Any, url: str) -> tuple[list[Any], str]:
    """The code and whether the end was clean, as a page is told; and what the console says."""
    page, said = browser.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    end = page.evaluate(CLOSED, url)
    eventually(lambda: page.evaluate("true") and (said or end[1]))  # events come while the page is asked
    return end, " ".join(said)


def test_a_goodbye_with_nothing_behind_it_is_a_good_end(browser: Any, address: str) -> None:
    assert closed(browser, f"{address}/nothing") == ([1000, True], "")


@pytest.mark.parametrize("target", [target for target, frame in BEHIND_IT.items() if frame])
def test_any_frame_behind_a_close_frame_fails_the_connection(browser: Any, address: str, target: str) -> None:
    end, said = closed(browser, address + target)
    assert end == [1006, False] and said.endswith("received after close")
