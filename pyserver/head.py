"""The head of an HTTP request: a first line, header fields, an empty line (RFC 9112).

This module reads the head in place of `websockets`, which sends no response to bytes that are not HTTP.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus

from .limits import MAX_HEADER_LINE, MAX_HEADERS

TOKEN_CHARACTER = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]"
TOKEN = f"{TOKEN_CHARACTER}+"
"""A word of HTTP (RFC 9110, 5.6.2)."""
BLANKS = " \t"
"""Blanks around a value and around the items of a list; no others are allowed there (RFC 9110, 5.6.3)."""

REQUEST_LINE = rf"({TOKEN}) ([!\"$-~]+) HTTP/([0-9]\.[0-9])"
FIELD_LINE = rf"({TOKEN}):([\t\x20-\x7e\x80-\xff]*)"
LINE_END = "\r\n"


class HeadFault(Exception):
    """The bytes cannot be a head. `status` is the response to them."""

    def __init__(self, status: HTTPStatus, fault: str) -> None:
        super().__init__(fault)
        self.status = status
        self.fault = fault


@dataclass(frozen=True)
class RequestHead:
    """A request's head, taken apart. Header names are in small letters."""

    method: str
    target: str
    version: str
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, text: str) -> RequestHead:
        """Take a head apart; `text` has all its lines, each of its form, without the end of the last one."""
        first_line, *lines = text.split(LINE_END)
        [(method, target, version)] = re.findall(REQUEST_LINE, first_line)
        fields = [re.findall(FIELD_LINE, line)[0] for line in lines]
        named = tuple((name.lower(), value.strip(BLANKS)) for name, value in fields)
        return cls(method, target, version, named)

    def values(self, name: str) -> list[str]:
        """The values of all fields of this name."""
        return [value for field, value in self.fields if field == name.lower()]

    def items(self, name: str) -> list[str]:
        """The items of a list, which may fill several fields (RFC 9110, 5.6.1)."""
        items = [item.strip(BLANKS) for value in self.values(name) for item in value.split(",")]
        return [item for item in items if item]


class LineForm:
    """The form of a line in a head: which lines have it, and which text can begin one.

    Args:
        name: what such a line is.
        pattern: of a whole line, without its CR and LF.
        shortest: a line in which every part is as short as can be.
    """

    def __init__(self, name: str, pattern: str, shortest: str) -> None:
        self.name = name
        self._whole = re.compile(rf"(?:{pattern}|)\r")
        self._shortest = f"{shortest}\r"

    def fits(self, line: str) -> bool:
        """Whether this is such a line, or an empty one, with its CR."""
        return self._whole.fullmatch(line) is not None

    def may_begin(self, start: str) -> bool:
        """Whether `start` can be continued to such a line: the end of the shortest one completes it."""
        return any(
            self.fits(start + self._shortest[cut:]) for cut in reversed(range(len(self._shortest) + 1))
        )


REQUEST_FORM = LineForm("an HTTP request", REQUEST_LINE, "A / HTTP/1.1")
FIELD_FORM = LineForm("a header field", FIELD_LINE, "A:")


class HeadReader:
    """Gathers bytes until a head is whole, or until a byte comes that no head has there.

    The first wrong byte decides, however the stream is cut.
    """

    def __init__(self) -> None:
        self._text = ""
        self._line_start = 0
        self._lines = 0

    def feed(self, data: bytes) -> tuple[RequestHead, bytes] | None:
        """The head and what followed it; None: more is to come.

        Raises:
            HeadFault: this is no head, or one beyond the limits.
        """
        self._text += data.decode("latin-1")
        while (line_feed := self._text.find("\n", self._line_start)) >= 0:
            line = self._check_beginning(line_feed)
            self._check(self._form.fits(line))
            next_line = line_feed + 1
            if line != "\r":
                self._lines += 1
            elif next_line > len(LINE_END):  # one empty line before a request is passed over (RFC 9112, 2.2)
                return self._take(next_line)
            self._line_start = next_line
        self._check_beginning(len(self._text))
        return None

    @property
    def _form(self) -> LineForm:
        return FIELD_FORM if self._lines else REQUEST_FORM

    def _take(self, head_end: int) -> tuple[RequestHead, bytes]:
        self._check(self._lines > 0)
        head = self._text[: self._line_start].removeprefix(LINE_END).removesuffix(LINE_END)
        return RequestHead.parse(head), self._text[head_end:].encode("latin-1")

    def _check_beginning(self, end: int) -> str:
        """The line as far as it has come; a fault if it is wrong or long (RFC 6585, 5; RFC 9110, 15.5.15)."""
        line = self._text[self._line_start : end]
        if self._lines > MAX_HEADERS and line not in ("", "\r"):
            raise HeadFault(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "Too many headers")
        self._check(self._form.may_begin(line[:MAX_HEADER_LINE]))
        if line[MAX_HEADER_LINE:] not in ("", "\r"):
            if self._lines:
                raise HeadFault(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "Header line too long")
            raise HeadFault(HTTPStatus.REQUEST_URI_TOO_LONG, "Request line too long")
        return line

    def _check(self, is_right: bool) -> None:
        if not is_right:
            raise HeadFault(HTTPStatus.BAD_REQUEST, f"Not {self._form.name}")
