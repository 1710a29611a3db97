"""IPython formatters: a bare Frame or event at the end of a cell is drawn, without a change to its class."""

from __future__ import annotations

from typing import Any

from framebyframe import wire
from framebyframe.wire.errors import WebSocketError

from .cards import failure_card
from .figure import Figure
from .showing import draw

DRAWN: tuple[type, ...] = (
    wire.Frame,
    wire.TextMessage,
    wire.BytesMessage,
    wire.PingReceived,
    wire.PongReceived,
    wire.CloseReceived,
    wire.ConnectionClosed,
    wire.HandshakeRequest,
    wire.HandshakeAccepted,
    wire.HandshakeRefused,
)
"""The types that are drawn at the end of a cell."""


def register(ipython: Any = None) -> None:
    """Draw these types in `ipython`, or in the IPython that runs this code; nothing happens outside of one.

    A second call changes nothing.
    """
    ipython = ipython or _running_ipython()
    if ipython is None:
        return
    formatters = ipython.display_formatter.formatters
    for drawn in DRAWN:
        formatters["text/html"].for_type(drawn, _html)
        formatters["text/plain"].for_type(drawn, _plain)


def load_ipython_extension(ipython: Any) -> None:
    """`%load_ext framebyframe.figures`"""
    register(ipython)


def _running_ipython() -> Any:
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    return get_ipython()


def _html(thing: object) -> str:
    return _drawn(thing).html


def _plain(thing: object, printer: Any, cycle: bool) -> None:
    """Drawn on its own; inside a list or a dict it keeps its repr."""
    printer.text(_drawn(thing).text if len(printer.stack) == 1 else repr(thing))


def _drawn(thing: object) -> Figure:
    """The drawing, or the error in its place: IPython would show an error in here once for each format."""
    try:
        return draw(thing)
    except (TypeError, WebSocketError) as error:
        return failure_card(type(error).__name__, str(error))
