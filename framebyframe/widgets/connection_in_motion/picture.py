"""What the page shows of a conversation, as plain JSON values."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from framebyframe.figures import Figure, annotate_frame, state_diagram
from framebyframe.figures.visible import elide, visible
from framebyframe.lesson.text.catalogue import say
from framebyframe.peers import Move
from framebyframe.wire import TRANSITIONS, State, Trigger

Json = dict[str, Any]
MOST_BYTES, MOST_WORDS = 12, 90
"""Bytes of a frame, and characters of what it says, that a row shows."""
BEGINNING = ("CONNECTING", "OPEN")
"""The states that a connection was in before its first frame."""


def picture(moves: Sequence[Move], at: int) -> Json:
    """Everything the page shows.

    Args:
        moves: of the conversation.
        at: how many of them have happened, for the diagram.
    """
    figure = diagram(moves[:at])
    return {
        "diagram": f"data:image/svg+xml;base64,{base64.b64encode(figure.svg.encode()).decode()}",
        "alt": figure.alt,
        "at": at,
        "moves": [_row(move) for move in moves],
    }


def diagram(moves: Sequence[Move]) -> Figure:
    """The states, and the way through them so far, with what led from one to the next."""
    states = [*BEGINNING, *(move.state for move in moves)]
    return state_diagram(states, causes=[Trigger.ACCEPT, *_causes(moves)])


def _causes(moves: Sequence[Move]) -> Iterator[Trigger]:
    """What led out of a state, for each move that did."""
    for before, move in pairwise([None, *moves]):
        state = before.state if before else BEGINNING[-1]
        if move is not None and move.state != state:
            yield _cause(state, move)


def _cause(before: str, move: Move) -> Trigger:
    """The only cause that leads there; of several, the one that the move's events tell of."""
    possible = [trigger for trigger, after in TRANSITIONS[State[before]].items() if after.name == move.state]
    if len(possible) == 1:
        return possible[0]
    if not move.data:
        return Trigger.LOSE
    told = any(type(event).__name__ == "CloseReceived" for event in move.events)
    return Trigger.RECEIVE_CLOSE if told else Trigger.FAIL


def _row(move: Move) -> Json:
    more = " …" if len(move.data) > MOST_BYTES else ""
    return {
        "sender": say("engine", "connection_in_motion", move.sender),
        "bytes": move.data[:MOST_BYTES].hex(" ") + more,
        "says": _says(move.data),
        "did": ", ".join(map(_did, move.events)),
        "state": move.state,
    }


def _did(event: object) -> str:
    """The name of an event, and its close code if it has one."""
    code = getattr(event, "code", None)
    return type(event).__name__ if code is None else f"{type(event).__name__} {int(code)}"


def _says(data: bytes) -> str:
    if not data:
        return say("engine", "connection_in_motion", "end")
    frame = annotate_frame(data)
    return elide(visible(f"{frame.kind}: {frame.carried}" if frame.carried else frame.kind), MOST_WORDS)
