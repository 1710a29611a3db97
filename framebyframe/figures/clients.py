"""Who is connected to a server: a row for each client."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from framebyframe.rpc.server_connection import Client

from .figure import Figure
from .tables import table
from .text.catalogue import say
from .visible import shorten, visible

COLUMNS = ("number", "agent", "origin", "subprotocol", "calls", "in_flight", "reads")
MOST_OF_A_NAME = 28
"""Characters of what a client says about itself."""


def clients(connected: Sequence[Client], caption: str = "") -> Figure:
    """Who is connected, in the order in which they came.

    Args:
        connected: as `RpcServer.clients` gives them.
        caption: a line under the table.

    Example: `clients(server.clients)`
    """
    if not connected:
        words = caption or _say("nobody")
        return Figure("", words, words, f'<div align="left">{escape(words)}</div>')
    return table(heads(), [row(client) for client in connected], caption or _say("caption"))


def heads() -> list[str]:
    """The names of the columns."""
    return [_say(f"column.{name}") for name in COLUMNS]


def row(client: Client) -> list[str]:
    """The cells of one client."""
    return [
        f"#{client.number}",
        _own_words(client.agent),
        _own_words(client.origin) if client.origin else _say("program"),
        _own_words(client.subprotocol) if client.subprotocol else _say("none"),
        str(client.calls),
        str(client.in_flight),
        _say("reads" if client.is_read else "waits"),
    ]


def _own_words(text: str) -> str:
    return shorten(visible(text), MOST_OF_A_NAME)


def _say(key: str) -> str:
    return say("drawing", "clients", key)
