"""The head of an HTTP message: a first line, header fields, an empty line (RFC 9112)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .errors import HandshakeFault, InvalidHandshake
from .limits import Limits

TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
"""A word of HTTP: a header's name, a subprotocol, a parameter (RFC 9110, 5.6.2)."""

FIELD_NAME = re.compile(TOKEN)
FIELD_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
"""No control character but the tab (RFC 9110, 5.5)."""

LINE_END = b"\r\n"


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
    items = [item.strip() for value in headers.get_all(name) for item in value.split(",")]
    return [item for item in items if item]


def has_token(headers: Headers, name: str, token: str) -> bool:
    """True if the list holds this item, in upper or lower case."""
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


def parse_head(head: bytes, unfold: bool = False) -> Head:
    """Take a head apart.

    Args:
        head: all its lines, without the empty line that ends it.
        unfold: read a line that begins with a blank as part of the one before. A client has to
            (RFC 9112, 5.2); a server refuses it.

    Raises:
        HandshakeFault: 400, a line is not a header field.
    """
    text = head.decode("latin-1")
    if unfold:
        text = re.sub(r"[ \t]*\r\n[ \t]+", " ", text)
    first_line, *lines = text.split("\r\n")
    return Head(first_line, Headers(parse_field(line) for line in lines))


def parse_field(line: str) -> tuple[str, str]:
    """The name and the value of a header field (RFC 9112, 5).

    Raises:
        HandshakeFault: 400, there is no colon, a blank before it, or a character that may not be there.
    """
    name, colon, value = line.partition(":")
    value = value.strip(" \t")
    if not (colon and FIELD_NAME.fullmatch(name) and FIELD_VALUE.fullmatch(value)):
        raise HandshakeFault(400, f"not a header field: {line[:60]!r}")
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


class HeadReader:
    """Gathers bytes until a head is whole, and no more bytes than the limits allow."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._buffer = bytearray()
        self._line_start = 0
        self._lines = 0

    def feed(self, data: bytes) -> tuple[bytes, bytes] | None:
        """Take in bytes.

        Returns:
            The head without the empty line that ends it, and what followed; None until it is whole.

        Raises:
            HandshakeFault: 414 or 431, a line is too long; 431, there are too many.
        """
        self._buffer += data
        while (line_end := self._buffer.find(LINE_END, self._line_start)) >= 0:
            next_line = line_end + len(LINE_END)
            if line_end == self._line_start:
                head = bytes(self._buffer[:line_end]).removesuffix(LINE_END)
                return head, bytes(self._buffer[next_line:])
            self._check_line(line_end - self._line_start)
            self._lines += 1
            self._line_start = next_line
        # The last byte may be half of a line's end: it does not count yet.
        unfinished = len(self._buffer) - self._line_start - 1
        if unfinished > 0:
            self._check_line(unfinished)
        return None

    def _check_line(self, length: int) -> None:
        """Refuse this line for its length, or for being one too many (RFC 6585, 5; RFC 9110, 15.5.15)."""
        if length > self._limits.max_header_line and self._lines == 0:
            raise HandshakeFault(414, f"the first line has more than {self._limits.max_header_line} bytes")
        if length > self._limits.max_header_line:
            raise HandshakeFault(431, f"a header line has more than {self._limits.max_header_line} bytes")
        if self._lines > self._limits.max_headers:
            raise HandshakeFault(431, f"there are more than {self._limits.max_headers} headers")
