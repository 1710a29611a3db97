"""The head of an HTTP message: a first line, header fields, an empty line (RFC 9112)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .errors import HandshakeFault
from .limits import Limits

END_OF_HEAD = b"\r\n\r\n"


class Headers:
    """Header fields in their order; names are case-insensitive."""

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        self._fields = tuple(fields)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._fields)

    def __contains__(self, name: str) -> bool:
        return bool(self.get_all(name))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Headers) and self._fields == other._fields

    def __hash__(self) -> int:
        return hash(self._fields)

    def __repr__(self) -> str:
        return f"Headers({list(self._fields)!r})"

    def get_all(self, name: str) -> list[str]:
        """The values of every field with this name."""
        return [value for field, value in self._fields if field.lower() == name.lower()]

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first value of this name, or `default`."""
        return next(iter(self.get_all(name)), default)


def tokens(headers: Headers, name: str) -> list[str]:
    """The comma-separated items of every field with this name (RFC 9110, 5.6.1)."""
    items = [item.strip() for value in headers.get_all(name) for item in value.split(",")]
    return [item for item in items if item]


@dataclass(frozen=True)
class Head:
    """A first line and header fields."""

    first_line: str
    headers: Headers


def parse_head(head: bytes) -> Head:
    """The head of a request or a response, without the empty line that ends it.

    Raises:
        HandshakeFault: 400, a line is not a header field.
    """
    first_line, *lines = head.decode("latin-1").split("\r\n")
    fields = []
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise HandshakeFault(400, f"not a header field: {line[:60]!r}")
        fields.append((name, value.strip(" \t")))
    return Head(first_line, Headers(fields))


class HeadReader:
    """Gathers bytes until a head is whole, within the limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._buffer = bytearray()

    def feed(self, data: bytes) -> tuple[bytes, bytes] | None:
        """The head and what followed it, or None if it is not all here.

        Raises:
            HandshakeFault: 431, a line or the number of lines is beyond the limits.
        """
        self._buffer += data
        head, end, rest = bytes(self._buffer).partition(END_OF_HEAD)
        lines = head.split(b"\r\n")
        if any(len(line) > self._limits.max_header_line for line in lines):
            raise HandshakeFault(431, f"a header line is longer than {self._limits.max_header_line} bytes")
        if len(lines) > self._limits.max_headers + 1:
            raise HandshakeFault(431, f"more than {self._limits.max_headers} header fields")
        return (head, rest) if end else None
