"""The head of an HTTP message: a first line, header fields, an empty line (RFC 9112)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .errors import HandshakeFault, InvalidHandshake
from .limits import Limits

TOKEN_CHARACTER = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]"
TOKEN = f"{TOKEN_CHARACTER}+"
"""A word of HTTP: a header's name, a subprotocol, a parameter (RFC 9110, 5.6.2)."""

FIELD_NAME = re.compile(TOKEN)
FIELD_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
"""No control character but the tab (RFC 9110, 5.5)."""

OPTIONAL_WHITESPACE = " \t"
"""Blanks that are allowed around a value, and around the items of a list (RFC 9110, 5.6.3)."""

REQUEST_LINE = rf"({TOKEN}) ([!\"$-~]+) HTTP/([0-9]\.[0-9])"
"""Method, target, version of HTTP (RFC 9112, 3). A target has no fragment (RFC 6455, 3)."""
STATUS_LINE = r"HTTP/([0-9]\.[0-9]) ([0-9]{3})(?: ([\t\x20-\x7e\x80-\xff]*))?"
"""Version of HTTP, status, reason phrase (RFC 9112, 4)."""
FIELD_LINE = rf"{TOKEN}:{FIELD_VALUE.pattern}"
"""A header field (RFC 9112, 5)."""
FOLDED_LINE = rf"[ \t]{FIELD_VALUE.pattern}"
"""The line before goes on (RFC 9112, 5.2)."""

LINE_END = b"\r\n"
END_OF_HEAD = 2 * LINE_END
MOST_QUOTED = 60
"""Characters of a peer's head that an error repeats."""


class Headers:
    """Header fields, in their order. Names are the same in upper and lower case (RFC 9110, 5.1)."""

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        self._fields = tuple(fields)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __contains__(self, name: str) -> bool:
        return bool(self.get_all(name))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Headers) and self._fields == other._fields

    def __hash__(self) -> int:
        return hash(self._fields)

    def __repr__(self) -> str:
        return f"Headers({list(self._fields)!r})"

    def get_all(self, name: str) -> list[str]:
        """The values of all fields of this name."""
        return [value for field, value in self._fields if field.lower() == name.lower()]

    def get(self, name: str, default: str | None = None) -> str | None:
        """The value of the first field of this name, or `default`."""
        return next(iter(self.get_all(name)), default)


@dataclass(frozen=True)
class Head:
    """A request's or a response's head, taken apart."""

    first_line: str
    headers: Headers


def tokens(headers: Headers, name: str) -> list[str]:
    """The items of a list, which may fill several fields of one name (RFC 9110, 5.6.1).

    Returns:
        For `Connection: keep-alive, Upgrade`: ["keep-alive", "Upgrade"].
    """
    items = [item.strip(OPTIONAL_WHITESPACE) for value in headers.get_all(name) for item in value.split(",")]
    return [item for item in items if item]


def has_token(headers: Headers, name: str, token: str) -> bool:
    """True if a header that is a list holds this item, in upper or lower case (RFC 9110, 5.6.1).

    Args:
        headers: of a request or a response. Several of one name are one list.
        name: of the header, in upper or lower case.
        token: the item, a whole one: `upgrade` is not in a list of `upgraded`. It is never empty.
    """
    return token.lower() in [item.lower() for item in tokens(headers, name)]


def only_value(headers: Headers, name: str) -> str | None:
    """The value of a field that may stand once; None where it is missing.

    Raises:
        HandshakeFault: 400, it stands more than once.
    """
    values = headers.get_all(name)
    if len(values) > 1:
        raise HandshakeFault(400, f"{name} may stand once, not {len(values)} times")
    return values[0] if values else None


def quoted(text: str) -> str:
    """A peer's text as an error shows it: short, and in printable ASCII, in quotation marks."""
    return ascii(text[:MOST_QUOTED])


def printable(text: str) -> str:
    """The text without quotation marks; every character that is not printable ASCII is written `?`."""
    return re.sub(r"[^ -~]", "?", text[:MOST_QUOTED])


def parse_head(head: bytes, unfold: bool = False) -> Head:
    """Take a head apart.

    Args:
        head: all its lines, without the empty line that ends it.
        unfold: read a line that begins with a blank as part of the one before. A client has to
            (RFC 9112, 5.2); a server refuses it.

    Raises:
        HandshakeFault: 400, a line is not a header field.
    """
    first_line, _, fields = head.decode("latin-1").partition("\r\n")
    if unfold:
        fields = re.sub(r"[ \t]*\r\n[ \t]+", " ", fields)
    lines = fields.split("\r\n") if fields else []
    return Head(first_line, Headers(parse_field(line) for line in lines))


def parse_field(line: str) -> tuple[str, str]:
    """The name and the value of a header field (RFC 9112, 5).

    Raises:
        HandshakeFault: 400, there is no colon, a blank before it, or a character that may not be there.
    """
    name, colon, value = line.partition(":")
    value = value.strip(OPTIONAL_WHITESPACE)
    if not (colon and FIELD_NAME.fullmatch(name) and FIELD_VALUE.fullmatch(value)):
        raise HandshakeFault(400, f"not a header field: {quoted(line)}")
    return name, value


def build_head(first_line: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """A head and the empty line that ends it.

    Raises:
        InvalidHandshake: a name or a value that HTTP does not allow.
    """
    lines = [first_line]
    for name, value in headers:
        if not (FIELD_NAME.fullmatch(name) and FIELD_VALUE.fullmatch(value)):
            raise InvalidHandshake(f"HTTP does not allow the header {name!r}: {value!r}")
        lines.append(f"{name}: {value}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


class LineForm:
    """The form of a line in a head: which lines have it, and which bytes can begin one.

    Args:
        name: what such a line is.
        pattern: of a whole line, without its CR and LF.
        shortest: a line of this form in which every part is as short as can be.
    """

    def __init__(self, name: str, pattern: str, shortest: str) -> None:
        self.name = name
        self._whole = re.compile(rf"(?:{pattern})\r")
        self._shortest = f"{shortest}\r"

    def fits(self, line: str) -> bool:
        """True if this is such a line, with its CR and without its LF."""
        return self._whole.fullmatch(line) is not None

    def may_begin(self, start: str) -> bool:
        """True if `start` can be continued to such a line: the end of the shortest one completes it."""
        return any(
            self.fits(start + self._shortest[cut:]) for cut in reversed(range(len(self._shortest) + 1))
        )


REQUEST_FORM = LineForm("an HTTP request", f"{REQUEST_LINE}|", "A / HTTP/1.1")
STATUS_FORM = LineForm("an HTTP response", STATUS_LINE, "HTTP/1.1 101")
FIELD_FORM = LineForm("a header field", f"{FIELD_LINE}|", "A:")
FIELD_OR_FOLDED_FORM = LineForm("a header field", f"{FIELD_LINE}|{FOLDED_LINE}|", "A:")


class HeadReader:
    """Gathers bytes until a head is whole, or until a byte comes that no head has there.

    The first wrong byte decides, so the outcome is the same however the stream is cut.

    Args:
        limits: beyond them a line is too long, or one too many.
        first_line: the form of the first line; of the others: `field`.
    """

    def __init__(self, limits: Limits, first_line: LineForm, field: LineForm) -> None:
        self._limits = limits
        self._first_line = first_line
        self._field = field
        self._buffer = bytearray()
        self._line_start = 0
        self._lines = 0

    def feed(self, data: bytes) -> tuple[bytes, bytes] | None:
        """Take in bytes.

        Returns:
            The head without the empty line that ends it, and what followed; None until it is whole.

        Raises:
            HandshakeFault: 400, it is no such head; 414 or 431, a line is too long; 431, one is too many.
        """
        self._buffer += data
        while (line_feed := self._buffer.find(b"\n", self._line_start)) >= 0:
            line = self._check_beginning(line_feed)
            self._check(self._form.fits(line), line)
            next_line = line_feed + 1
            if line != "\r":
                self._lines += 1
            elif next_line > len(LINE_END):  # one empty line before a request is passed over (RFC 9112, 2.2)
                head = bytes(self._buffer[: self._line_start])
                return head.removeprefix(LINE_END).removesuffix(LINE_END), bytes(self._buffer[next_line:])
            self._line_start = next_line
        self._check_beginning(len(self._buffer))
        return None

    @property
    def beginning(self) -> str:
        """The first characters of what has come."""
        return self._buffer[:MOST_QUOTED].decode("latin-1")

    @property
    def _form(self) -> LineForm:
        return self._field if self._lines else self._first_line

    def _check_beginning(self, end: int) -> str:
        """The line as far as it has come; a fault if it is wrong or long (RFC 6585, 5; RFC 9110, 15.5.15)."""
        line = self._buffer[self._line_start : end].decode("latin-1")
        longest = self._limits.max_header_line
        if self._lines > self._limits.max_headers and line not in ("", "\r"):
            raise HandshakeFault(431, f"there are more than {self._limits.max_headers} headers")
        self._check(self._form.may_begin(line[:longest]), line)
        if len(line) > longest and line[longest:] != "\r":
            status, name = (431, "a header line") if self._lines else (414, "the first line")
            raise HandshakeFault(status, f"{name} has more than {longest} bytes")
        return line

    def _check(self, is_right: bool, line: str) -> None:
        if not is_right:
            raise HandshakeFault(400, f"not {self._form.name}: {quoted(line)}")
