"""A log with one line for each connection, written when it ends. Tokens are redacted."""

from __future__ import annotations

import itertools
import json
import re
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Protocol, TextIO
from urllib.parse import unquote_plus

from ..wire import CloseCode, ConnectionClosed, HandshakeRefused, HandshakeRequest, Headers

MAX_ACTIONS_LOGGED = 8
MAX_AGENT_LOGGED = 40
MAX_NAME_LOGGED = 64
NO_AGENT = "-"

_NOT_PRINTABLE_ASCII = re.compile(r"[^ -~]")
_END_OF_PRODUCT = re.compile(r"[/ \t\xa0]")
"""The end of the first product of a User-Agent: a slash, or a blank of HTTP or of Latin-1."""
_QUERY_PAIR = re.compile(r"(?<=[?&])([^=&\s]*)=([^&\s]*)")


@dataclass
class Record:
    """One connection, until its line is written.

    Attributes:
        number: of the connection, counted from 1.
        request: the client's opening handshake.
        subprotocol: the one agreed, or None.
        calls: how many calls were made.
        actions: the names of the first actions called, each once.
        opened: the time when it was opened, on the clock of `time.monotonic`.
    """

    number: int
    request: HandshakeRequest
    subprotocol: str | None = None
    calls: int = 0
    actions: list[str] = field(default_factory=list)
    opened: float = field(default_factory=time.monotonic)

    def count(self, action: str) -> None:
        """Count a call, and keep the name of its action if it is among the first."""
        self.calls += 1
        name = action[:MAX_NAME_LOGGED]
        if len(self.actions) <= MAX_ACTIONS_LOGGED and name not in self.actions:
            self.actions.append(name)

    def names(self) -> list[str]:
        """The actions called, in the order of their first call; `...` stands for those left out."""
        shown = self.actions[:MAX_ACTIONS_LOGGED]
        return shown if len(shown) == len(self.actions) else [*shown, "..."]


class Log(Protocol):
    """The methods of a log that a server calls."""

    def open(self, request: HandshakeRequest, subprotocol: str | None) -> Record:
        """Begin the record of a connection that was accepted."""

    def close(self, record: Record, closed: ConnectionClosed) -> None:
        """Write down a connection that has ended."""

    def refuse(self, refused: HandshakeRefused) -> None:
        """Write down an opening handshake that was refused."""


class Silent:
    """Numbers connections and refusals, and writes nothing."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def open(self, request: HandshakeRequest, subprotocol: str | None) -> Record:
        return Record(next(self._numbers), request, subprotocol)

    def close(self, record: Record, closed: ConnectionClosed) -> None:
        """Do nothing."""

    def refuse(self, refused: HandshakeRefused) -> None:
        next(self._numbers)


class AccessLog(Silent):
    """Numbers connections and refusals, and writes one line for each.

    Args:
        as_json: whether a line is a JSON object instead of text.
        stream: to write to; standard error by default.
        explain: the words for a refusal; by default the handshake's own.
    """

    def __init__(
        self,
        as_json: bool = False,
        stream: TextIO | None = None,
        explain: Callable[[HandshakeRefused], str] = lambda refused: refused.reason,
    ) -> None:
        super().__init__()
        self._as_json = as_json
        self._stream = stream or sys.stderr
        self._explain = explain

    def close(self, record: Record, closed: ConnectionClosed) -> None:
        fault = None if closed.code == CloseCode.ABNORMAL else closed.fault
        text = f"{_count(record)}, closed {closed.code}" + (f": {fault}" if fault else "")
        members = {
            "subprotocol": record.subprotocol,
            "calls": record.calls,
            "actions": record.names(),
            "seconds": round(time.monotonic() - record.opened, 3),
            "code": closed.code,
            "reason": "" if fault else closed.reason,
            "fault": fault,
        }
        self._write(record.number, record.request.headers, record.request.target, text, members)

    def refuse(self, refused: HandshakeRefused) -> None:
        text = f"refused {refused.status} {HTTPStatus(refused.status).phrase}: {self._explain(refused)}"
        self._write(next(self._numbers), refused.headers, refused.target, text, {"refused": refused.status})

    def _write(
        self, number: int, headers: Headers, target: str | None, text: str, members: dict[str, Any]
    ) -> None:
        line = f"#{number} {agent_name(headers)}: {text}"
        if self._as_json:
            who = {"agent": agent_name(headers), "origin": ", ".join(headers.get_all("Origin")) or None}
            where = {"target": None if target is None else redacted(target)}
            line = json.dumps({"time": _now(), "connection": number, **who, **where, **members})
        with suppress(OSError, ValueError):  # the stream is closed: nobody reads the log
            print(_NOT_PRINTABLE_ASCII.sub("?", line), file=self._stream, flush=True)


def redacted(target: str, hide: Callable[[str], str] = lambda token: "REDACTED") -> str:
    """`target` with what `hide` makes of the value of `token`, whose name may be spelled `tok%65n`.

    Any text that holds targets will do, such as a whole head.
    """

    def redact(pair: re.Match[str]) -> str:
        return f"{pair[1]}={hide(pair[2])}" if unquote_plus(pair[1]) == "token" else pair[0]

    return _QUERY_PAIR.sub(redact, target)


def agent_name(headers: Headers) -> str:
    """The first product of the User-Agent, without its version; a dash where there is none."""
    product = _END_OF_PRODUCT.split(headers.get("User-Agent") or "")[0]
    return _NOT_PRINTABLE_ASCII.sub("?", product)[:MAX_AGENT_LOGGED] or NO_AGENT


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _count(record: Record) -> str:
    calls = "1 call" if record.calls == 1 else f"{record.calls} calls"
    return f"{calls} ({', '.join(record.names())})" if record.calls else calls
