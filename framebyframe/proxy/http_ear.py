"""Reads a connection as a proxy does that knows HTTP and nothing else: requests, answers, pages to keep.

It is lenient, as real ones were: a line that it cannot read is skipped. No socket here: bytes in, events out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_HEARD = 64 * 1024
"""Bytes in which a request or an answer is looked for; of a longer stream the end is kept."""

REQUEST = re.compile(rb"(?:\A|\n)GET (/\S*) HTTP/1\.1\r\n((?:[^\r\n]+\r\n)*)\r\n")
ANSWER = re.compile(rb"(?:\A|\n)(HTTP/1\.1 (\d{3})[^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n)")
HOST = re.compile(rb"^host: *(\S+)\r$", re.IGNORECASE | re.MULTILINE)
LENGTH = re.compile(rb"^content-length: *(\d+)\r$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """An answer to a request, as it came.

    Attributes:
        url: what was asked for: the request says so, and nobody checks it.
        status: 200 is a page.
        data: head and body.
    """

    url: str
    status: int
    data: bytes


class HttpEar:
    """Listens to one connection, both directions."""

    def __init__(self) -> None:
        self._asked: list[str] = []
        self._from_client = b""
        self._from_server = b""

    def hear_client(self, data: bytes) -> list[str]:
        """The addresses that these bytes ask for."""
        self._from_client = (self._from_client + data)[-MAX_HEARD:]
        found = []
        while request := REQUEST.search(self._from_client):
            host = HOST.search(request[2])
            found.append(f"http://{host[1].decode('latin-1') if host else ''}{request[1].decode('latin-1')}")
            self._from_client = self._from_client[request.end() :]
        self._asked += found
        return found

    def hear_server(self, data: bytes) -> list[Answer]:
        """The answers that these bytes complete, each to the oldest request that waits for one."""
        self._from_server = (self._from_server + data)[-MAX_HEARD:]
        found = []
        while (answer := ANSWER.search(self._from_server)) and self._asked:
            length = LENGTH.search(answer[3])
            end = answer.end() + (int(length[1]) if length else 0)
            if len(self._from_server) < end:
                break
            whole = self._from_server[answer.start(1) : end]
            found.append(Answer(self._asked.pop(0), int(answer[2]), whole))
            self._from_server = self._from_server[end:]
        return found
