"""The table of contract/README.md, "What a head is", as a slow and plain reading of requests and responses.

It goes through the bytes one by one and shares no code with any server or client, so that they have to agree
with it for reasons of their own.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from urllib.parse import parse_qs

MAX_LINE = 8192
MAX_HEADERS = 128
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
TOKEN = set(LETTERS + DIGITS + "!#$%&'*+-.^_`|~")
VISIBLE = {chr(code) for code in range(0x21, 0x7F)}
VALUE = VISIBLE | {"\t", " "} | {chr(code) for code in range(0x80, 0x100)}
TARGET = VISIBLE - {"#"}
HOST = set(LETTERS + DIGITS + "-._~!$&'()*+,;=")
GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
LOOPBACK = ("http://localhost", "https://localhost", "http://127.0.0.1", "https://127.0.0.1",
            "http://[::1]", "https://[::1]")  # fmt: skip
WINDOWS = [str(bits) for bits in range(8, 16)]


@dataclass(frozen=True)
class Settings:
    """The settings that a server was started with."""

    deflate: bool = False
    token: str | None = None
    origins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """A server's decision on a request. `status` is None where it waits for more."""

    status: int | None
    accept: str | None = None
    subprotocol: str | None = None
    extensions: str | None = None


class Refused(Exception):
    """The request is answered with this status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Unfinished(Exception):
    """No byte is wrong, and more must come."""


@dataclass
class Request:
    """A head, taken apart."""

    method: str = ""
    target: str = ""
    version: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        """The values of all headers of this name."""
        return [value for known, value in self.fields if known.lower() == name.lower()]

    def items(self, name: str) -> list[str]:
        """The items of a list, empty ones left out."""
        parts = [part.strip(" \t") for value in self.values(name) for part in value.split(",")]
        return [part for part in parts if part]


def read(data: bytes, settings: Settings) -> Decision:
    """The rules' decision on these bytes."""
    try:
        request = Lines(data.decode("latin-1")).request()
        return judge(request, settings)
    except Refused as refused:
        return Decision(refused.status)
    except Unfinished:
        return Decision(None)


class Lines:
    """The characters of a head, one after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line_start = 0
        self._number = 0

    def request(self) -> Request:
        """The head, up to its empty line."""
        request = Request()
        if self._peek() == "\r":
            self._end_of_line()
        if self._peek() == "\r":
            self._end_of_line()
            raise Refused(400)
        request.method = self._some(TOKEN, " ")
        request.target = self._some(TARGET, " ")
        request.version = self._version()
        self._end_of_line()
        while self._peek() != "\r":
            name = self._some(TOKEN, ":")
            value = self._any(VALUE)
            request.fields.append((name, value.strip(" \t")))
            self._end_of_line()
        self._end_of_line()
        return request

    def _peek(self) -> str:
        """The next character; refused if it is one too many in its line, or begins a line too many."""
        if self._at >= len(self._text):
            raise Unfinished
        character = self._text[self._at]
        if self._number > MAX_HEADERS and self._at == self._line_start and character != "\r":
            raise Refused(431)
        if self._at - self._line_start >= MAX_LINE and character not in "\r\n":
            raise Refused(431 if self._number else 414)
        return character

    def _take(self, allowed: set[str]) -> str:
        character = self._peek()
        if character not in allowed:
            raise Refused(400)
        self._at += 1
        return character

    def _any(self, allowed: set[str]) -> str:
        taken = ""
        while self._peek() in allowed:
            taken += self._take(allowed)
        return taken

    def _some(self, allowed: set[str], end: str) -> str:
        """One or more of these, and the character that ends them."""
        taken = self._take(allowed) + self._any(allowed)
        self._take({end})
        return taken

    def _version(self) -> str:
        for character in "HTTP/":
            self._take({character})
        return self._take(set(DIGITS)) + self._take({"."}) + self._take(set(DIGITS))

    def _end_of_line(self) -> None:
        self._take({"\r"})
        if self._at >= len(self._text):
            raise Unfinished
        if self._text[self._at] != "\n":
            is_too_long = self._at - self._line_start >= MAX_LINE
            raise Refused((431 if self._number else 414) if is_too_long else 400)
        self._at += 1
        if self._at - self._line_start > len("\r\n"):
            self._number += 1
        self._line_start = self._at


def judge(request: Request, settings: Settings) -> Decision:
    """The decision on a whole head, by the contract's checks in their order."""
    upgrades = [item.lower() for item in request.items("Upgrade")]
    options = [item.lower() for item in request.items("Connection")]
    demand("websocket" in upgrades and "upgrade" in options and request.version != "1.0", 426)
    lengths = request.values("Content-Length")
    has_no_body = not lengths or (len(lengths) == 1 and lengths[0] != "" and set(lengths[0]) == {"0"})
    demand(has_no_body and not request.values("Transfer-Encoding"), 400)
    demand(may_come_from(request.values("Origin"), settings), 403)
    demand(settings.token is None or settings.token.encode() in tokens(request), 401)
    demand(request.method == "GET", 405)
    demand(request.version.startswith("1."), 505)
    demand(is_target(request.target), 400)
    demand(len(request.values("Host")) == 1 and is_host(request.values("Host")[0]), 400)
    keys = request.values("Sec-WebSocket-Key")
    demand(len(keys) == 1 and is_key(keys[0]), 400)
    versions = request.values("Sec-WebSocket-Version")
    demand(len(versions) == 1, 400)
    demand(versions == ["13"], 426)
    subprotocol = choose_subprotocol(request)
    extensions = choose_extension(request) if settings.deflate else None
    parse_extensions(request)
    return Decision(101, accept_value(keys[0]), subprotocol, extensions)


def demand(condition: bool, status: int) -> None:
    """Refuse with this status where the condition does not hold."""
    if not condition:
        raise Refused(status)


def accept_value(key: str) -> str:
    """The accept value of a key (RFC 6455, 4.2.2)."""
    return base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()


def may_come_from(origins: list[str], settings: Settings) -> bool:
    """True for one Origin at most, of this machine or named in the settings."""
    if len(origins) != 1:
        return not origins
    if origins[0] in settings.origins:
        return True
    for ours in LOOPBACK:
        port = origins[0].removeprefix(ours)
        if origins[0].startswith(ours) and (not port or (port[0] == ":" and is_number(port[1:]))):
            return True
    return False


def is_number(text: str) -> bool:
    """True for one digit or more."""
    return text != "" and set(text) <= set(DIGITS)


def tokens(request: Request) -> list[bytes]:
    """Everything in the request that may be the token."""
    found = []
    for value in request.values("Authorization"):
        scheme, blank, rest = value.partition(" ")
        credential = rest.lstrip(" ")
        if scheme.lower() == "bearer" and blank and credential and " " not in credential:
            found.append(credential.encode("latin-1"))
    query = request.target.partition("?")[2]
    return found + [token.encode() for token in parse_qs(query).get("token", [])]


def is_target(target: str) -> bool:
    """True for a path, or a whole URL with a host and no user name."""
    if target.startswith("/"):
        return True
    scheme, mark, rest = target.partition("://")
    end = min((at for at in (rest.find("/"), rest.find("?")) if at >= 0), default=len(rest))
    return scheme.lower() in ("http", "https") and mark != "" and is_host(rest[:end])


def is_host(host: str) -> bool:
    """True for a name or an address, and perhaps a port."""
    if host.startswith("["):
        address, bracket, port = host[1:].partition("]")
        is_name = bracket == "]" and address != "" and set(address) <= HOST | {":"}
    else:
        name, colon, rest = host.partition(":")
        port = colon + rest
        is_name = name != "" and is_encoded(name)
    return is_name and (port == "" or (port[0] == ":" and set(port[1:]) <= set(DIGITS)))


def is_encoded(name: str) -> bool:
    """True if there are only characters of a name, and percent signs with two hexadecimal digits."""
    at = 0
    while at < len(name):
        digits = name[at + 1 : at + 3]
        if name[at] == "%" and len(digits) == 2 and set(digits) <= set("0123456789abcdefABCDEF"):
            at += 3
        elif name[at] in HOST:
            at += 1
        else:
            return False
    return True


def is_key(key: str) -> bool:
    """True for sixteen bytes in base64."""
    return len(key) == 24 and key.endswith("==") and set(key[:22]) <= set(LETTERS + DIGITS + "+/")


def choose_subprotocol(request: Request) -> str | None:
    """`jsonrpc` where it is offered, else None."""
    offered = request.items("Sec-WebSocket-Protocol")
    demand(bool(offered) or not request.values("Sec-WebSocket-Protocol"), 400)
    demand(all(set(name) <= TOKEN for name in offered) and len(set(offered)) == len(offered), 400)
    return "jsonrpc" if "jsonrpc" in offered else None


Extension = tuple[str, list[tuple[str, str | None]]]


def parse_extensions(request: Request) -> list[Extension]:
    """The extensions that are offered."""
    offered = request.items("Sec-WebSocket-Extensions")
    demand(bool(offered) or not request.values("Sec-WebSocket-Extensions"), 400)
    return [parse_extension(item) for item in offered]


def parse_extension(item: str) -> Extension:
    """A name, and parameters after semicolons."""
    name, *parts = [part.strip(" \t") for part in item.split(";")]
    demand(is_token(name), 400)
    return name, [parse_parameter(part) for part in parts]


def parse_parameter(part: str) -> tuple[str, str | None]:
    """A name, and perhaps a value."""
    name, mark, value = part.partition("=")
    demand(is_token(name.rstrip(" \t")), 400)
    return name.rstrip(" \t"), unquoted(value.lstrip(" \t")) if mark else None


def unquoted(value: str) -> str:
    """A token, or one in quotation marks whose characters may have a backslash."""
    if not value.startswith('"'):
        demand(is_token(value), 400)
        return value
    demand(len(value) > 2 and value.endswith('"'), 400)
    inner, found, at = value[1:-1], "", 0
    while at < len(inner):
        at += inner[at] == "\\"
        demand(at < len(inner) and inner[at] in TOKEN, 400)
        found += inner[at]
        at += 1
    return found


def is_token(text: str) -> bool:
    """True for one character of a token or more."""
    return text != "" and set(text) <= TOKEN


def choose_extension(request: Request) -> str | None:
    """The response to the first offer that can be met; None if none can."""
    for name, parameters in parse_extensions(request):
        if name == "permessage-deflate" and can_be_met(parameters):
            return answer_to(dict(parameters))
    return None


def can_be_met(parameters: list[tuple[str, str | None]]) -> bool:
    """Whether every parameter is known, stands once, and has a value it may have."""
    allowed: dict[str, list[str | None]] = {
        "server_no_context_takeover": [None],
        "client_no_context_takeover": [None],
        "server_max_window_bits": [*WINDOWS],
        "client_max_window_bits": [None, *WINDOWS],
    }
    is_once = len({name for name, _ in parameters}) == len(parameters)
    return is_once and all(name in allowed and value in allowed[name] for name, value in parameters)


def answer_to(offer: dict[str, str | None]) -> str:
    """The extension of the response: the parameters of the offer, in one order."""
    words = ["permessage-deflate"]
    words += [name for name in ("server_no_context_takeover", "client_no_context_takeover") if name in offer]
    if "server_max_window_bits" in offer:
        words.append(f"server_max_window_bits={offer['server_max_window_bits']}")
    if offer.get("client_max_window_bits") not in (None, "15"):
        words.append(f"client_max_window_bits={offer['client_max_window_bits']}")
    return "; ".join(words)


# A client's view of a response


@dataclass
class Response:
    """The head of a response, taken apart."""

    version: str
    status: str
    request: Request
    """Its headers."""


def accepts(data: bytes, accept: str, offered: tuple[str, ...]) -> bool | None:
    """Whether a client accepts this response; None: it waits for more."""
    lines = ResponseLines(data.decode("latin-1"))
    try:
        response = lines.response()
        while response.status.startswith("1") and response.status != "101":
            lines.start_over()
            response = lines.response()
    except Refused:
        return False
    except Unfinished:
        return None
    return is_right(response, accept, offered)


def is_right(response: Response, accept: str, offered: tuple[str, ...]) -> bool:
    """Whether a whole response is right (RFC 6455, 4.1)."""
    headers = response.request
    protocols = headers.values("Sec-WebSocket-Protocol")
    return (
        response.status == "101"
        and response.version[0] == "1"
        and response.version != "1.0"
        and [item.lower() for item in headers.items("Upgrade")] == ["websocket"]
        and "upgrade" in [item.lower() for item in headers.items("Connection")]
        and headers.values("Sec-WebSocket-Accept") == [accept]
        and (not protocols or (len(protocols) == 1 and protocols[0] in offered))
        and not headers.values("Sec-WebSocket-Extensions")
    )


class ResponseLines(Lines):
    """The characters of a response. A line that begins with a blank continues the one before it."""

    def start_over(self) -> None:
        """Go on to another head."""
        self._number = 0

    def response(self) -> Response:
        """The head, up to its empty line."""
        version = self._version()
        self._take({" "})
        status = "".join(self._take(set(DIGITS)) for _ in range(3))
        if self._peek() == " ":
            self._any(VALUE)
        self._end_of_line()
        folded_first = False
        fields: list[tuple[str, str]] = []
        while self._peek() != "\r":
            if self._peek() in " \t":
                value = self._any(VALUE).strip(" \t")
                folded_first = folded_first or not fields
                if fields:
                    fields[-1] = (fields[-1][0], f"{fields[-1][1]} {value}".strip(" \t"))
            else:
                name = self._some(TOKEN, ":")
                fields.append((name, self._any(VALUE).strip(" \t")))
            self._end_of_line()
        self._end_of_line()
        demand(not folded_first, 400)
        return Response(version, status, Request(fields=fields))
