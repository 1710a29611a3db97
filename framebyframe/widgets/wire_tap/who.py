"""Who is connected: what each connection is called, how it stands, and how much has passed on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from framebyframe.figures.visible import shorten, visible
from framebyframe.proxy.tap import TappedConnection

from .index import Index
from .lanes import Lane
from .words import say

MOST = 50
"""Connections that can be chosen; of more, the latest."""
MOST_NAME = 28
"""Columns of a connection's name."""
SAYS_WHO = re.compile(r"(?im)^(origin|user-agent)[ \t]*:[ \t]*([^\r\n]+)")
"""The headers of a request that say who connects."""
VERSION = re.compile(r"/[^ ]*")
"""The version behind the name of a program."""

Json = dict[str, Any]


class Names:
    """What connections are called.

    Args:
        given: names by the connections' numbers; the others have those of their requests.
    """

    def __init__(self, given: Mapping[int, str]) -> None:
        self._given = dict(given)
        self._found: dict[int, str] = {}

    def of(self, connections: Iterable[TappedConnection], more: Iterable[int]) -> dict[int, str]:
        """The number of each connection with its name, as "#1 Python".

        Args:
            connections: of the record.
            more: numbers of others.
        """
        names = {one.number: self._name(one) for one in connections}
        numbers = [*names, *(number for number in more if number not in names)]
        return {number: f"#{number} {names.get(number, '')}".rstrip() for number in numbers}

    def _name(self, connection: TappedConnection) -> str:
        number = connection.number
        if number in self._given:
            return shorten(visible(self._given[number]), MOST_NAME)
        if number not in self._found and connection.request is not None:
            self._found[number] = _who_asks(connection.request.data)
        return self._found.get(number, "")


def _who_asks(request: bytes) -> str:
    """Who says so in a request: a browser, or a program that names itself; its versions are left out."""
    fields = {name.lower(): value for name, value in SAYS_WHO.findall(request.decode("latin-1"))}
    if "origin" in fields:
        return say("a_browser")
    return shorten(visible(VERSION.sub("", fields.get("user-agent", ""))), MOST_NAME)


def as_json(index: Index, names: Mapping[int, str]) -> list[Json]:
    """The latest connections for the page."""
    return [_row(one, index.lanes.get(one.number, Lane()), names) for one in index.record.connections[-MOST:]]


def _row(connection: TappedConnection, lane: Lane, names: Mapping[int, str]) -> Json:
    return {
        "number": connection.number,
        "name": names[connection.number],
        "state": state_of(connection),
        "frames": lane.frames,
        "calls": lane.asked,
        "in_flight": lane.in_flight,
    }


def state_of(connection: TappedConnection) -> str:
    """ "connecting", "open", "refused", "ended" or "not_followed"."""
    if connection.ended is not None:
        return "ended"
    if connection.not_followed:
        return "not_followed"
    if connection.response is None:
        return "connecting"
    return "refused" if connection.response.fault or connection.request is None else "open"
