"""Faults of servers, and each client's error for them: `python tests/faults/fault_list.py --write`.

The test checks every error; --write puts the list into docs/faults.md, with the time that each took.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import re
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from misbehaving import Behaviour, Peer, closing, frame, reply_to, serving, text_frame, url_of_nobody

from framebyframe import peers
from framebyframe.rpc import (
    AsyncRpcClient,
    ConnectionLost,
    ConnectionRefused,
    MessageRefused,
    ProtocolError,
    RpcClient,
    RpcError,
    RpcTimeout,
    Timeouts,
)
from framebyframe.wire import Opcode

sys.path.append(str(Path(__file__).resolve().parents[1] / "bench"))

from documented import table, write_part

SHORT = 0.3
"""Seconds for an opening, a call or a close that is to time out."""
AMPLE = 10.0
"""Seconds for all others: this time-out ends none of them."""
LARGE = 16 * 1024 * 1024
"""Bytes that no socket takes at once."""
PHP_PROGRAM = Path(__file__).with_name("call_once.php")
NO_ERROR = "the reply"


@dataclass(frozen=True)
class Fault:
    """A fault of a server.

    Attributes:
        what: what the server does, in words.
        behave: how it does it; None where there is no server.
        error: what the call ends with; None where it gets its reply all the same.
        says: what the error's message says of it, as a pattern; for the clients in Python.
        php: the name of the error, where php_client has another one for it.
        size: bytes of text that the call sends.
        patience: seconds that the client allows where it is to time out; more, where it tells what has come.
    """

    what: str
    behave: Behaviour | None
    error: type[RpcError] | None
    says: str = ""
    php: str = ""
    size: int = 0
    patience: float = SHORT

    @property
    def timeout(self) -> float:
        """Seconds that the client allows."""
        return self.patience if self.error is RpcTimeout else AMPLE

    def expected(self, client: str) -> str:
        """The name of the error, or of none, that ends a call of this client."""
        if client == "php_client" and self.php:
            return self.php
        return self.error.__name__ if self.error else NO_ERROR


@dataclass
class Outcome:
    """The outcome of one call.

    Attributes:
        error: the name of its error, or NO_ERROR.
        message: what the error says.
        seconds: that it took, the opening of the connection included.
        left: tasks that were left over.
    """

    error: str
    message: str
    seconds: float
    left: int = 0


# Faults of a server


def answer(peer: Peer, request: str, payload: str = "here", more: bytes = b"") -> None:
    peer.send(text_frame(reply_to(request, payload=payload)) + more)


def sends(data: bytes) -> Behaviour:
    """A behaviour that sends `data` in place of a reply."""

    def behave(peer: Peer) -> None:
        peer.open_and_read()
        peer.send(data)
        peer.wait_for_goodbye()

    return behave


def says_first(head: bytes) -> Behaviour:
    """A behaviour that sends `head` in place of a response to the handshake."""

    def behave(peer: Peer) -> None:
        peer.read_head()
        peer.send(head)

    return behave


def then(end: Callable[[Peer], None], *, sent: bytes = b"") -> Behaviour:
    """A behaviour that takes a request, sends `sent`, and ends with `end`."""

    def behave(peer: Peer) -> None:
        peer.open_and_read()
        peer.send(sent)
        end(peer)

    return behave


def answers_then(end: Callable[[Peer], None], together_with: bytes = b"") -> Behaviour:
    """A behaviour that answers a request, and ends with `end`."""

    def behave(peer: Peer) -> None:
        answer(peer, peer.open_and_read(), more=together_with)
        end(peer)

    return behave


def handshake_then_reset(peer: Peer) -> None:
    peer.read_head()
    peer.send(b"HTTP/1.1 101")
    peer.reset()


def handshake_then_close(peer: Peer) -> None:
    peer.shake_hands(then=closing(1013))
    peer.wait_for_goodbye()


def wrong_accept_key(peer: Peer) -> None:
    head, _, _ = peer.good_answer().partition(b"Sec-WebSocket-Accept: ")
    peer.send(head + b"Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n")
    peer.say_nothing()


def handshake_without_end(peer: Peer) -> None:
    peer.read_head()
    peer.send(b"HTTP/1.1 101 Switching Protocols\r\n")
    while True:
        peer.send(b"X")
        time.sleep(0.02)


def a_byte_at_a_time(peer: Peer) -> None:
    for byte in text_frame(reply_to(peer.open_and_read(), payload="é" * 50)):
        peer.send(bytes([byte]))
    peer.wait_for_goodbye()


def replies_nobody_asked_for(peer: Peer) -> None:
    request = peer.open_and_read()
    peer.send_text('{"status": "success", "id": "nobody\'s", "payload": 0}')
    answer(peer, request)
    answer(peer, request, "again")
    peer.wait_for_goodbye()


def a_megabyte_of_pings(peer: Peer) -> None:
    request = peer.open_and_read()
    peer.send(frame(Opcode.PING, b"x" * 125) * 8192)
    answer(peer, request)
    peer.wait_for_goodbye()


def without_end(data: bytes, first: bytes = b"") -> Behaviour:
    """A behaviour that sends the same again and again in place of a reply."""

    def behave(peer: Peer) -> None:
        peer.open_and_read()
        peer.send(first)
        while True:
            peer.send(data)

    return behave


def upgrade_to_two(peer: Peer) -> None:
    peer.send(peer.good_answer().replace(b"Upgrade: websocket", b"Upgrade: websocket, foo"))
    peer.say_nothing()


def handshake_without_its_end(peer: Peer) -> None:
    peer.send(peer.good_answer().removesuffix(b"\r\n"))
    peer.say_nothing()


def line_feeds_alone(peer: Peer) -> None:
    peer.send(peer.good_answer().replace(b"\r\n", b"\n"))
    peer.say_nothing()


def interim_answers(peer: Peer) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
    peer.send(b"HTTP/1.1 100 Continue\r\n\r\n" + hints + peer.good_answer())
    answer(peer, peer.read_request())
    peer.wait_for_goodbye()


def writes_before_it_reads(peer: Peer) -> None:
    peer.shake_hands()
    peer.stream.recv(1, socket.MSG_PEEK)  # the call has begun
    peer.send(text_frame(json.dumps({"event": "tick", "payload": "x" * 100_000})) * 100)
    answer(peer, peer.read_request())
    peer.wait_for_goodbye()


def does_not_read(peer: Peer) -> None:
    peer.shake_hands()
    peer.read_nothing()


def ends(peer: Peer) -> None:
    """Do nothing: the behaviour is over, and its socket is closed."""


REFUSAL = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
COLOURFUL_REFUSAL = b"HTTP/1.1 503 \x9b[31mred\x85\r\nContent-Length: 0\r\n\r\n"
HALF_A_FRAME = frame(Opcode.TEXT, b"x" * 1000)[:100]
FIRST_FRAGMENT = frame(Opcode.TEXT, fin=False)
FRAGMENT = frame(Opcode.CONTINUATION, fin=False)
NOT_OURS = '{"status": "success", "id": "nobody\'s"}'
LIST_AS_ID = '{"status": "success", "id": [1]}'
NOT_READ = b'{"status": "error", "message": "Invalid JSON or server error", "code": "parse_error"}'
IN_HANDSHAKE = "during the opening handshake"

FAULTS = [
    Fault("nobody listens", None, ConnectionRefused, "is the server running there"),
    Fault("accepts, and says nothing", Peer.say_nothing, RpcTimeout, r"no answer to the opening handshake"),
    Fault("ends the stream in the handshake", says_first(b"HTTP/1.1 101"), ConnectionLost, IN_HANDSHAKE,
          php="ConnectionRefused"),
    Fault("resets the connection in the handshake", handshake_then_reset, ConnectionLost, IN_HANDSHAKE,
          php="ConnectionRefused"),
    Fault("sends a handshake without end", handshake_without_end, RpcTimeout),
    Fault("refuses: 401", says_first(REFUSAL), ConnectionRefused, "401"),
    Fault("has a wrong accept key", wrong_accept_key, ProtocolError, "Sec-WebSocket-Accept"),
    Fault("speaks no HTTP", says_first(b"220 mail ESMTP\r\n\r\n"), ProtocolError, "handshake is wrong"),
    Fault("speaks SSH", says_first(b"SSH-2.0-OpenSSH_9.2\r\n"), ProtocolError, "SSH-2.0-OpenSSH_9.2"),
    Fault("ends the lines of its handshake with a line feed alone", line_feeds_alone, ProtocolError,
          "HTTP/1.1 101"),
    Fault("sends a handshake without its empty line", handshake_without_its_end, RpcTimeout,
          "not whole .* begins with 'HTTP/1.1 101", patience=1.5),
    Fault("agrees to two protocols at once: websocket, foo", upgrade_to_two, ProtocolError, "Upgrade"),
    Fault("refuses, with control characters in its words", says_first(COLOURFUL_REFUSAL), ConnectionRefused,
          r"503 \?\[31mred\?"),
    Fault("sends 100 and 103 before its handshake", interim_answers, None),
    Fault("writes megabytes before it reads the call, which has megabytes too", writes_before_it_reads, None,
          size=LARGE),
    Fault("never answers", sends(b""), RpcTimeout, r"within 0\.3 s"),
    Fault("answers a byte at a time", a_byte_at_a_time, None),
    Fault("answers twice, and with an id nobody sent", replies_nobody_asked_for, None),
    Fault("answers, and closes in the same packet", answers_then(Peer.wait_for_goodbye, closing(1001)), None),
    Fault("answers, and half-closes", answers_then(Peer.half_close), None),
    Fault("answers after a megabyte of pings", a_megabyte_of_pings, None),
    Fault("sends pings without end", without_end(frame(Opcode.PING) * 1000), RpcTimeout),
    Fault("sends notifications without end", without_end(text_frame('{"event": "tick"}') * 500), RpcTimeout),
    Fault("sends replies to others without end", without_end(text_frame(NOT_OURS) * 500), RpcTimeout),
    Fault("sends a message without end", without_end(FRAGMENT, FIRST_FRAGMENT), ProtocolError, "fragments"),
    Fault("says nothing that is a reply: its id is a list", sends(text_frame(LIST_AS_ID)), RpcTimeout),
    Fault("closes in the packet of its handshake", handshake_then_close, ConnectionLost, "1013"),
    Fault("closes during the call: 1001", sends(closing(1001, b"bye")), ConnectionLost, "1001: bye"),
    Fault("ends the stream during the call", then(ends), ConnectionLost, "without a close frame"),
    Fault("half-closes during the call", then(Peer.half_close), ConnectionLost, "without a close frame"),
    Fault("resets the connection during the call", then(Peer.reset), ConnectionLost),
    Fault("ends the stream inside a frame", then(ends, sent=HALF_A_FRAME), ConnectionLost),
    Fault("stalls inside a frame", sends(HALF_A_FRAME), RpcTimeout, php="StalledFrame", patience=1.5),
    Fault("does not read", does_not_read, RpcTimeout, size=LARGE),
    Fault("could not read the request", sends(frame(Opcode.TEXT, NOT_READ)), MessageRefused, "parse_error",
          php="RemoteError"),
    Fault("answers in a binary message", sends(frame(Opcode.BINARY, b"{}")), ProtocolError, "binary"),
    Fault("the same, and closes in the same packet", sends(frame(Opcode.BINARY, b"{}") + closing(1000)),
          ProtocolError, "binary"),
    Fault("answers with what is no JSON", sends(text_frame("not json")), ProtocolError, "JSON"),
    Fault("answers with NaN", sends(text_frame("NaN")), ProtocolError, "NaN"),
    Fault("nests without end", sends(text_frame("[" * 100_000)), ProtocolError, "JSON"),
    Fault("answers with a number", sends(text_frame("42")), ProtocolError, "object"),
    Fault("sends text that is not UTF-8", sends(frame(Opcode.TEXT, b"\xff")), ProtocolError, "UTF-8"),
    Fault("masks a frame", sends(frame(Opcode.TEXT, b"x", masking_key=b"abcd")), ProtocolError, "masked"),
    Fault("sends a reserved opcode", sends(b"\x83\x00"), ProtocolError, "opcode"),
]  # fmt: skip


# Calls of a client


class Watch:
    """Times the block, and keeps the error that ends it."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.error: RpcError | None = None

    def __enter__(self) -> None:
        self._begin = time.monotonic()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.seconds += time.monotonic() - self._begin
        if isinstance(error, RpcError):
            self.error = error

    def outcome(self, left: int = 0) -> Outcome:
        """The outcome of the block."""
        name = type(self.error).__name__ if self.error else NO_ERROR
        return Outcome(name, str(self.error or ""), self.seconds, left)


def call_blocking(url: str, timeout: float, size: int) -> Outcome:
    watch = Watch()
    with contextlib.suppress(RpcError):
        with watch:
            client = RpcClient(url, timeout=timeout, open_timeout=timeout, close_timeout=SHORT)
        with client, watch:
            client.call("echo", text="x" * size)
    return watch.outcome()


def call_in_loop(url: str, timeout: float, size: int) -> Outcome:
    return asyncio.run(_call_in_loop(url, timeout, size))


async def _call_in_loop(url: str, timeout: float, size: int) -> Outcome:
    watch = Watch()
    with contextlib.suppress(RpcError):
        client = AsyncRpcClient(url, timeout=timeout, timeouts=Timeouts(open=timeout, close=SHORT))
        with watch:
            await client.open()
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(client.close)
            with watch:
                await client.call("echo", text="x" * size)
    await asyncio.sleep(0)  # a cancelled task needs a turn to end
    return watch.outcome(left=len(asyncio.all_tasks()) - 1)


def call_from_php(url: str, timeout: float, size: int) -> Outcome:
    said = peers.php(PHP_PROGRAM, url, str(timeout), str(size)).json
    return Outcome(said["error"] or NO_ERROR, said["message"], said["seconds"])


CLIENTS: dict[str, Callable[[str, float, int], Outcome]] = {
    "RpcClient": call_blocking,
    "AsyncRpcClient": call_in_loop,
    "php_client": call_from_php,
}


def meet(client: str, fault: Fault) -> Outcome:
    """The outcome of a call of this client to a server with this fault."""
    with serving() as serve, url_of_nobody() as nobody:
        url = serve(fault.behave) if fault.behave else nobody
        return CLIENTS[client](url, fault.timeout, fault.size)


def fault_table() -> str:
    """A table with a line for each fault: how each client's call ended, and after how long."""
    rows = [("the server", *CLIENTS)]
    for fault in FAULTS:
        outcomes = [meet(client, fault) for client in CLIENTS]
        cells = [f"{outcome.error}, {outcome.seconds * 1000:.0f} ms" for outcome in outcomes]
        rows.append((fault.what, *cells))
        print("  ".join(rows[-1]), flush=True)
    lines: str = table(rows)
    return lines


def listed(page_part: str) -> list[tuple[str, ...]]:
    """The rows of the page's table, without the times."""
    lines = [line.strip("| ").split(" | ") for line in page_part.splitlines()[2:]]
    return [(line[0], *(re.sub(", [0-9]+ ms$", "", cell) for cell in line[1:])) for line in lines]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="put the list into docs/faults.md")
    write = parser.parse_args().write
    found = fault_table()
    if write:
        write_part("faults.md", "faults", found)
