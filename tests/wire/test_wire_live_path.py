"""Every function that learners write is on the live path: with any of them broken, a conversation fails.

Each is replaced in its own module only, so this also shows that it is looked up there when it is called.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module

import pytest
from wire_peers import deliver, frame_bytes, pair, shake_hands

from framebyframe.lesson.declaring.table import functions
from framebyframe.wire import (
    ClientHandshake,
    ConnectionClosed,
    Deflate,
    Frame,
    Opcode,
    Role,
    ServerHandshake,
    masking,
)

EXERCISES = [
    target
    for targets in functions().values()
    for target in targets
    if target.startswith("framebyframe.wire.")
]


class NotSolved(Exception):
    """Raised by an exercise that is not solved."""


def find(exercise: str) -> tuple[object, str]:
    """The owner of an exercise, a module or a class, and its name there."""
    module, _, path = exercise.partition(":")
    *outer, name = path.split(".")
    owner: object = import_module(module)
    for part in outer:
        owner = getattr(owner, part)
    return owner, name


def forget() -> None:
    """Empty every cache of wire/, so that no remembered result stands in for a function."""
    for module in ("frames", "reader", "masking"):
        for value in vars(import_module(f"framebyframe.wire.{module}")).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def converse() -> None:
    """A handshake, messages whole and in fragments, short and long, a ping, a close, and faults."""
    at_client, at_server = shake_hands(
        ClientHandshake("127.0.0.1", subprotocols=["jsonrpc"], deflate=Deflate()),
        ServerHandshake(["jsonrpc"], deflate=Deflate()),
    )
    deflating = at_client.connection
    deflating.send_text("compressed")
    deliver(deflating, at_server.connection)
    client, server = pair()
    client.send_text("four")
    client.send_text("some more")
    client.send_bytes(bytes(1000))
    client.send_fragment("in ")
    client.send_ping(b"?")
    client.send_fragment("parts", fin=True)
    deliver(client, server)
    deliver(server, client)
    client.send_text("a text of which only a part has come is looked at before the rest comes")
    in_parts = client.data_to_send()
    server.receive_data(in_parts[:20])
    server.receive_data(in_parts[20:])
    server.send_close(1000, "done")
    deliver(server, client)
    deliver(client, server)
    _, server = pair()
    server.receive_data(frame_bytes(Role.SERVER, Frame(Opcode.CONTINUATION)))
    _, server = pair()
    assert isinstance(server.receive_eof()[-1], ConnectionClosed)


@pytest.fixture(autouse=True)
def without_c(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "apply_mask_in_c", None)


def test_the_conversation_works() -> None:
    forget()
    converse()


@pytest.mark.parametrize("exercise", EXERCISES)
def test_without_it_a_conversation_fails(exercise: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, name = find(exercise)

    def raise_not_solved(*arguments: object, **keywords: object) -> None:
        raise NotSolved(exercise)

    forget()
    monkeypatch.setattr(owner, name, raise_not_solved)
    with pytest.raises(NotSolved, match=exercise):
        converse()


@pytest.mark.parametrize("exercise", EXERCISES)
def test_it_can_be_shown_as_an_answer(exercise: str) -> None:
    """It has a specification and types, and is short."""
    owner, name = find(exercise)
    function: Callable[..., object] = inspect.unwrap(getattr(owner, name))
    assert inspect.getdoc(function), "no docstring"
    annotations = set(inspect.signature(function).parameters) - {"self"} | {"return"}
    assert annotations <= set(function.__annotations__)
