"""One line a connection on stderr, when it ends: the same text from both servers, or one JSON object."""

from __future__ import annotations

import contextlib
import json
import re
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TextIO
from urllib.parse import unquote_plus

from .head import RequestHead
from .limits import MAX_ACTIONS_LOGGED, MAX_AGENT_LOGGED, MAX_NAME_SHOWN

NOT_PRINTABLE_ASCII = re.compile(r"[^ -~]")
END_OF_PRODUCT = re.compile(r"[/ \t\xa0]")
"""The end of the first product of a User-Agent: a slash, or a blank of HTTP or of Latin-1."""
QUERY_PAIR = re.compile(r"(?<=[?&])([^=&]*)=[^&]*")
NO_AGENT = "-"


@dataclass
class Record:
    """The contents of a log line about one connection or refusal, without its end."""

    number: int
    agent: str = NO_AGENT
    origin: str | None = None
    target: str | None = None
    calls: int = 0
    actions: list[str] = field(default_factory=list)
    opened: float = field(default_factory=time.monotonic)

    def called(self, action: str) -> None:
        """Count a call, and remember the names of the first ones."""
        self.calls += 1
        name = action[:MAX_NAME_SHOWN]
        if name not in self.actions and len(self.actions) <= MAX_ACTIONS_LOGGED:
            self.actions.append(name)

    def names(self) -> list[str]:
        """The actions called, in the order of their first call, and `...` for those beyond the limit."""
        shown = self.actions[:MAX_ACTIONS_LOGGED]
        return shown if shown == self.actions else [*shown, "..."]


@dataclass(frozen=True)
class Ending:
    """The end of a connection: the close code, the reason, and the fault if the peer made one."""

    code: int
    reason: str
    fault: str | None
    subprotocol: str | None


class Log:
    """Numbers connections and refusals, and writes the line of each."""

    def __init__(self, *, as_json: bool = False, stream: TextIO | None = None) -> None:
        self._as_json = as_json
        self._stream = sys.stderr if stream is None else stream
        self._last_number = 0

    def record(self, request: RequestHead | None = None) -> Record:
        """A record for the peer that sent this request; without a request, for bytes that are none."""
        self._last_number += 1
        if request is None:
            return Record(self._last_number)
        return Record(
            self._last_number,
            agent=agent_name(request),
            origin=", ".join(request.values("Origin")) or None,
            target=redacted(request.target),
        )

    def closed(self, record: Record, ending: Ending) -> None:
        """Write the line of a connection that ended."""
        fault = f": {ending.fault}" if ending.fault else ""
        self._write(
            record,
            f"{_count(record)}, closed {ending.code:d}{fault}",
            {
                "subprotocol": ending.subprotocol,
                "calls": record.calls,
                "actions": record.names(),
                "seconds": round(time.monotonic() - record.opened, 3),
                "code": ending.code,
                "reason": ending.reason,
                "fault": ending.fault,
            },
        )

    def refused(self, record: Record, status: int, why: str) -> None:
        """Write the line of an opening handshake that was answered with an HTTP error."""
        self._write(record, f"refused {status} {HTTPStatus(status).phrase}: {why}", {"refused": status})

    def _write(self, record: Record, text: str, members: dict[str, object]) -> None:
        line = (
            json.dumps({**_common(record), **members})
            if self._as_json
            else printable(f"#{record.number} {record.agent}: {text}")
        )
        with contextlib.suppress(OSError):  # the reader of the log may have left
            print(line, file=self._stream, flush=True)


def printable(text: str) -> str:
    """`text` as a terminal may show it: what is not printable ASCII becomes a question mark."""
    return NOT_PRINTABLE_ASCII.sub("?", text)


def redacted(target: str) -> str:
    """`target` without a token's value. Its name may be spelled `tok%65n`, and is `token` still."""
    return QUERY_PAIR.sub(
        lambda pair: f"{pair[1]}=REDACTED" if unquote_plus(pair[1]) == "token" else pair[0], target
    )


def agent_name(request: RequestHead) -> str:
    """The User-Agent up to its first slash or blank, or a dash."""
    product, *_ = END_OF_PRODUCT.split(next(iter(request.values("User-Agent")), ""))
    return printable(product)[:MAX_AGENT_LOGGED] or NO_AGENT


def _count(record: Record) -> str:
    calls = "1 call" if record.calls == 1 else f"{record.calls} calls"
    return f"{calls} ({', '.join(record.names())})" if record.calls else calls


def _common(record: Record) -> dict[str, object]:
    return {
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "connection": record.number,
        "agent": record.agent,
        "origin": record.origin,
        "target": record.target,
    }
