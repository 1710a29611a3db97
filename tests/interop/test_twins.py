"""The three servers give the same replies to thousands of messages, sound and unsound.

All get the same messages in the same order, many at once. Their replies are compared as parsed JSON:
replies without an id in their order, the others in any.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from messages_at_random import Messages
from running_servers import SERVERS, launch
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from framebyframe.peers import Server

SEEDS = [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3))]
MESSAGES = 1_000
"""Messages for each seed."""
PIPELINED = 40
"""Messages that are sent before the first reply is read: fewer than may be in flight."""
LAST_SLEEP = 20
"""Milliseconds; longer than any sleep of a message that is not cancelled, so its end is the end of all."""
TIMEOUT = 20.0
"""Seconds until a test says that nothing came; an answer takes milliseconds."""

LAST_REPLY = {"jsonrpc": "2.0", "id": "the last", "result": {"slept": LAST_SLEEP}}
SERVER_INFO = {"server", "runtime", "library", "contract"}

Twins = list[Server]


@dataclass
class Replies:
    """The replies of one server to some messages."""

    in_order: list[str] = field(default_factory=list)
    in_any_order: Counter[str] = field(default_factory=Counter)
    close_code: int | None = None

    def add(self, reply: Any) -> None:
        """Add a reply. Ticks are left out, because their number depends on the clock."""
        text = json.dumps(normalised(reply), sort_keys=True)
        if "status" in reply and "id" not in reply:
            self.in_order.append(text)
        elif not is_tick(reply):
            self.in_any_order[text] += 1

    def __len__(self) -> int:
        return len(self.in_order) + sum(self.in_any_order.values())


@pytest.fixture(scope="module")
def twins() -> Iterator[Twins]:
    """All servers, started anew: their stores are equal as long as all get the same messages."""
    with ExitStack() as stack:
        yield [stack.enter_context(launch(name, "--ping-interval", "0")) for name in SERVERS]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_twins_answer_alike(twins: Twins, seed: int) -> None:
    messages = Messages(Random(seed))
    sent = answered = 0
    while sent < MESSAGES:
        together = messages.at_least(PIPELINED)
        subprotocol = "jsonrpc" if messages.one_in(3) else None
        of_each = [replies_of(server, together, subprotocol) for server in twins]
        if not alike(of_each):
            pytest.fail(first_difference(twins, together, subprotocol), pytrace=False)
        sent += len(together)
        answered += len(of_each[0])
    print(f"seed {seed}: {sent} messages, {answered} replies compared")
    assert answered > sent / 2, "most messages are answered"


def replies_of(server: Server, messages: list[str], subprotocol: str | None) -> Replies:
    """Send all messages at once; return the replies until the last sleep, or the connection, is over."""
    found = Replies()
    subprotocols = None if subprotocol is None else [Subprotocol(subprotocol)]
    last = {"jsonrpc": "2.0", "method": "sleep", "params": {"ms": LAST_SLEEP}, "id": "the last"}
    with connect(server.url, subprotocols=subprotocols, max_size=None, proxy=None) as client:
        try:
            for message in [*messages, json.dumps(last)]:
                client.send(message)
            while (reply := json.loads(client.recv(TIMEOUT))) != LAST_REPLY:
                found.add(reply)
        except ConnectionClosed as closed:
            found.close_code = None if closed.rcvd is None else int(closed.rcvd.code)
    return found


def alike(of_each: list[Replies]) -> bool:
    """Whether all servers gave the same replies."""
    return all(found == of_each[0] for found in of_each)


def first_difference(twins: Twins, messages: list[str], subprotocol: str | None) -> str:
    """The message to which the twins reply differently when it is sent alone; else all messages together."""
    for some in [*([message] for message in messages), messages]:
        of_each = [replies_of(server, some, subprotocol) for server in twins]
        if not alike(of_each):
            break
    said = [f"{server.name}: {found}" for server, found in zip(twins, of_each, strict=True)]
    return "\n".join([*some, *said])


def normalised(value: Any) -> Any:
    """`value` without random parts and those of one server; equal numbers are spelled alike."""
    if isinstance(value, list):
        return [normalised(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if not isinstance(value, dict):
        return value
    if value.get("name") == "Example Item":
        return {**value, "value": 0 <= value["value"] < 1}
    if value.keys() == SERVER_INFO:
        return sorted(value)
    return {key: normalised(item) for key, item in value.items()}


def is_tick(reply: Any) -> bool:
    """Whether this is a message of a subscription."""
    return isinstance(reply, dict) and "tick" in (reply.get("event"), reply.get("method"))
