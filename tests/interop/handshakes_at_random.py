"""Opening handshakes: requests for servers, responses for clients; right, odd and broken, from a seed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
TOKEN = "s3cret"
ORIGIN = "https://example.org"
DEFLATE = "permessage-deflate"

METHODS = ["GET", "GET", "GET", "get", "POST", "HEAD", "OPTIONS", "CONNECT", "FRAME", "G\x00T", "", "G(T"]
TARGETS = ["/", "/chat", "/a/b?c=d", "*", "chat", "/#top", "/\xe9", "http://127.0.0.1/chat",
           "HTTPS://h:1?q", "ws://h/", "http://", "http:///x", "http://u@h/", "http://[::1]:80/x",
           "/{}|^`<>\"\\", "", "/a b", "//x", "h:80", "http://h:x/", "/?token=s3cret", "/&token=s3cret",
           "/?a=1&tok%65n=s3cret", "/?token=x&token=s3cret"]  # fmt: skip
VERSIONS = ["HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "HTTP/0.9", "HTTP/2.0", "HTTP/1.10", "http/1.1",
            "HTTP/1", "HTTP/1.1 ", "FTP/1.1", ""]  # fmt: skip
BLANKS = ["", " ", "  ", "\t", " \t ", "\xa0", "\x0b", "\x0c", "\x85", "\x00"]
VALUES: dict[str, list[str]] = {
    "Upgrade": ["websocket", "WebSocket", "websocket, h2c", "h2c, websocket", "websocket/13", "websockets",
                ",websocket,", "", '"websocket"', "websocket websocket", "h2c", "websoc\xa0ket"],
    "Connection": ["Upgrade", "upgrade", "keep-alive, Upgrade", "close", "Upgrade, close", ",,Upgrade,", "",
                   "upgrade;q=1", "keep alive, upgrade", "Upgrade Upgrade", "upgraded", "keep-alive"],
    "Host": ["127.0.0.1", "example.org:8080", "[::1]", "[::1]:80", "::1", "", "a b", "a:", "a:x",
             "http://a", "u@a", "a%41", "a%zz", "a,b", "[]", "[::1", "\xe9.example", "a/b", ":80"],
    "Sec-WebSocket-Key": [KEY, "AAAAAAAAAAAAAAAAAAAAAA==", "dGhlIHNhbXBsZSBub25jZR==", "", KEY[:-1],
                          KEY + "=", "AAAA", f"{KEY}, {KEY}", KEY.replace("d", "*"), "=" * 24,
                          KEY.replace("d", "-")],
    "Sec-WebSocket-Version": ["13", "8", "013", "13, 8", "", "thirteen", "14", "13 ", "+13", "\xb913"],
    "Origin": ["http://localhost", "http://localhost:8888", "https://127.0.0.1", "http://[::1]:1", "null",
               "", ORIGIN, "https://evil.example", "HTTP://LOCALHOST", "http://localhost.",
               "http://localhost:", "http://localhost http://localhost", "http://localhost:80x"],
    "Sec-WebSocket-Protocol": ["jsonrpc", "chat, jsonrpc", "chat", "", ",jsonrpc,", "jsonrpc, jsonrpc",
                              "json rpc", '"jsonrpc"', "JSONRPC", ",", "chat,\tjsonrpc", "jsonrpc\xa0",
                              "a;b"],
    "Content-Length": ["0", "00", "9", "abc", "", "0, 0", "+0", "-1", "0x0", "\xb2"],
    "Transfer-Encoding": ["chunked", "identity", ""],
    "Authorization": [f"Bearer {TOKEN}", f"bearer   {TOKEN}", f"Bearer\t{TOKEN}", "Bearer",
                      f"Basic {TOKEN}", f"Bearer {TOKEN} x", f"Bearer {TOKEN}\xa0", TOKEN, "Bearer wrong"],
    "Expect": ["100-continue", "x"],
    "X-Odd": ["", "a", "\xe9", "\x7f", "\x00", "a\rb", "\x1b[31m", "\xff" * 5, " \t"],
}  # fmt: skip
PARAMETERS = ["server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits=9",
              "server_max_window_bits=8", "server_max_window_bits=15", "client_max_window_bits",
              "client_max_window_bits=8", "client_max_window_bits=15", 'server_max_window_bits="1\\0"',
              "server_max_window_bits", "server_max_window_bits=7", "client_max_window_bits=016", "speed=9",
              "x", "server_no_context_takeover=1", "a=", '=b', "", 'a="b c"', 'a=""',
              "client_max_window_bits = 11", "SERVER_NO_CONTEXT_TAKEOVER", 'a="b', "a b",
              "a\xa0=b"]  # fmt: skip
NAMES = [DEFLATE, DEFLATE, DEFLATE, DEFLATE, "x-one", "Permessage-Deflate", "", '"x"', "a b"]
LINE_ENDS = ["\n", "\r", "\r\r\n", "\n\r", "\r\n ", "\r\n\t", "\r\n\r\n"]
LENGTHS = [8190, 8191, 8192, 8193, 8194, 9000]
COUNTS = [126, 127, 128, 129, 130]

Lines = list[str]
Change = Callable[[Lines], Lines]


class Handshakes:
    """An endless supply of requests.

    Args:
        random: where the chance comes from.
        with_token: whether most of them bring the token.
    """

    def __init__(self, random: Random, with_token: bool) -> None:
        self._random = random
        self._with_token = with_token
        self._values = VALUES

    def next(self) -> bytes:
        """The next request: a right one with up to three changes; rarely, with a byte changed."""
        lines = self._right()
        for _ in range(self._random.choice([0, 1, 1, 1, 2, 2, 3])):
            lines = self._random.choice(self._changes())(lines)
        data = self._joined(lines).encode("latin-1")
        return self._damaged(data) if self._one_in(10) else data

    def _right(self) -> Lines:
        headers = ["Host: 127.0.0.1", "Upgrade: websocket", "Connection: Upgrade"]
        headers += [f"Sec-WebSocket-Key: {KEY}", "Sec-WebSocket-Version: 13"]
        if self._with_token and not self._one_in(10):
            headers.append(f"Authorization: Bearer {TOKEN}")
        if self._one_in(2):
            headers.append(f"Sec-WebSocket-Extensions: {self._extensions()}")
        return ["GET /chat HTTP/1.1", *headers]

    def _changes(self) -> list[Change]:
        often: list[Change] = [self._other_value, self._other_value, self._one_more, self._first_line]
        others: list[Change] = [
            self._without_one,
            self._twice,
            self._other_case,
            self._blanks,
            self._shuffled,
        ]
        return often * 3 + others * 2 + [self._many, self._long, self._empty_lines_before, self._odd_name]

    def _first_line(self, lines: Lines) -> Lines:
        method, target, version = "GET", "/chat", "HTTP/1.1"
        which = self._random.randrange(4)
        if which == 0:
            method = self._random.choice(METHODS)
        elif which == 1:
            target = self._random.choice(TARGETS)
        elif which == 2:
            version = self._random.choice(VERSIONS)
        first, second = (self._random.choice(BLANKS) if which == 3 else " " for _ in range(2))
        return [f"{method}{first}{target}{second}{version}", *lines[1:]]

    def _other_value(self, lines: Lines) -> Lines:
        at = self._header(lines)
        name = lines[at].partition(":")[0]
        return [*lines[:at], f"{name}: {self._value(name)}", *lines[at + 1 :]]

    def _one_more(self, lines: Lines) -> Lines:
        name = self._random.choice([*self._values, "Sec-WebSocket-Extensions"])
        return self._with(lines, f"{name}: {self._value(name)}")

    def _without_one(self, lines: Lines) -> Lines:
        at = self._header(lines)
        return [*lines[:at], *lines[at + 1 :]]

    def _twice(self, lines: Lines) -> Lines:
        return self._with(lines, lines[self._header(lines)])

    def _other_case(self, lines: Lines) -> Lines:
        at = self._header(lines)
        name, colon, value = lines[at].partition(":")
        return [
            *lines[:at],
            self._random.choice([name.lower(), name.upper()]) + colon + value,
            *lines[at + 1 :],
        ]

    def _blanks(self, lines: Lines) -> Lines:
        at = self._header(lines)
        name, _, value = lines[at].partition(":")
        before, after, end = (self._random.choice(["", " ", self._random.choice(BLANKS)]) for _ in range(3))
        colon = f"{before}:" if self._one_in(6) else ":"
        return [*lines[:at], f"{name}{colon}{after}{value.strip()}{end}", *lines[at + 1 :]]

    def _shuffled(self, lines: Lines) -> Lines:
        headers = lines[1:]
        self._random.shuffle(headers)
        return [lines[0], *headers]

    def _many(self, lines: Lines) -> Lines:
        return [*lines, *["X-Many: 1"] * (self._random.choice(COUNTS) - len(lines) + 1)]

    def _long(self, lines: Lines) -> Lines:
        length = self._random.choice(LENGTHS)
        if self._one_in(3):
            return [f"GET /{'a' * (length - 14)} HTTP/1.1", *lines[1:]]
        odd = self._random.choice(["", "", "\x00"])
        return self._with(lines, f"X-Long: {'a' * (length - 8 - len(odd))}{odd}")

    def _empty_lines_before(self, lines: Lines) -> Lines:
        return [*[""] * self._random.choice([1, 1, 2]), *lines]

    def _odd_name(self, lines: Lines) -> Lines:
        return self._with(
            lines, self._random.choice(["X Odd: 1", "X-Odd", ": 1", "", " folded", "X(Y): 1", "\xe9: 1"])
        )

    def _with(self, lines: Lines, line: str) -> Lines:
        at = self._random.randrange(1, len(lines) + 1)
        return [*lines[:at], line, *lines[at:]]

    def _header(self, lines: Lines) -> int:
        """The index of one of the header lines."""
        return self._random.randrange(min(1, len(lines) - 1), len(lines))

    def _value(self, name: str) -> str:
        return self._random.choice(self._values[name]) if name in self._values else self._extensions()

    def _extensions(self) -> str:
        offers = [self._offer() for _ in range(self._random.choice([1, 1, 2, 3]))]
        return self._random.choice([", ", ",", " ,\t", ",,"]).join(offers)

    def _offer(self) -> str:
        right = PARAMETERS[:9] if not self._one_in(3) else PARAMETERS
        parameters = self._random.choices(right, k=self._random.choice([0, 1, 1, 2, 3]))
        return self._random.choice(["; ", ";", " ; "]).join([self._random.choice(NAMES), *parameters])

    def _joined(self, lines: Lines) -> str:
        if not self._one_in(15):
            return "\r\n".join([*lines, "", ""])
        at = self._random.randrange(len(lines))
        end = self._random.choice(LINE_ENDS)
        return "\r\n".join(lines[: at + 1]) + end + "\r\n".join([*lines[at + 1 :], "", ""])

    def _damaged(self, data: bytes) -> bytes:
        """The bytes with one changed, added or missing."""
        at = self._random.randrange(len(data))
        new = self._random.choice(
            [b"", self._random.randbytes(1), self._random.choice([b"\r", b"\n", b" ", b","])]
        )
        return data[:at] + new + data[at + self._random.choice([0, 1]) :]

    def _one_in(self, number: int) -> bool:
        return self._random.randrange(number) == 0


ACCEPT = "{accept}"
"""The placeholder for the right Sec-WebSocket-Accept."""
OFFERED = ("chat", "jsonrpc")
"""The subprotocols that the clients offer; they offer no extension."""
STATUS_LINES = ["HTTP/1.1 101 Switching Protocols", "HTTP/1.1 101", "HTTP/1.1 101 ", "HTTP/1.2 101 x",
                "HTTP/1.0 101 x", "HTTP/2.0 101 x", "HTTP/1.1 200 OK", "HTTP/1.1 403 Forbidden",
                "HTTP/1.1 1010 x", "HTTP/1.1 10 x", "HTTP/1.1  101 x", "http/1.1 101 x", "HTTP/1.1 101\tx",
                "HTTP/1.1 101 \x1b[31m", "HTTP/1.1 101 \xe9", "SSH-2.0-x", "", "220 mail"]  # fmt: skip
INTERIM = [
    ["HTTP/1.1 100 Continue", ""],
    ["HTTP/1.1 103 Early Hints", "Link: <x>", ""],
    ["HTTP/1.1 199", ""],
    ["HTTP/1.1 100 Continue", "X-Broken", ""],
    ["HTTP/1.0 100 x", ""],
    ["HTTP/1.1 100 x", " folded", ""],
]
ANSWERS: dict[str, list[str]] = {
    "Upgrade": ["websocket", "WebSocket", "websocket, foo", "foo, websocket", ",websocket,", "", "websockets",
                "websocket/13", "websocket websocket", "h2c", "websoc\xa0ket", "websocket, websocket"],
    "Connection": VALUES["Connection"],
    "Sec-WebSocket-Accept": [ACCEPT, ACCEPT + "x", "", ACCEPT.upper(), f"{ACCEPT}, {ACCEPT}", f'"{ACCEPT}"',
                             "AAAAAAAAAAAAAAAAAAAAAAAAAAA="],
    "Sec-WebSocket-Protocol": ["chat", "jsonrpc", "chat, jsonrpc", "", "CHAT", "soap", "chat,", "chat\xa0"],
    "Sec-WebSocket-Extensions": ["permessage-deflate", "x-one", "", ",", "permessage-deflate;;"],
    "Content-Length": VALUES["Content-Length"],
    "Transfer-Encoding": VALUES["Transfer-Encoding"],
    "X-Odd": VALUES["X-Odd"],
}  # fmt: skip


class Responses(Handshakes):
    """An endless supply of a server's responses."""

    def __init__(self, random: Random) -> None:
        super().__init__(random, with_token=False)
        self._values = ANSWERS

    def _right(self) -> Lines:
        headers = ["Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Accept: {ACCEPT}"]
        if self._one_in(2):
            headers.append("Sec-WebSocket-Protocol: jsonrpc")
        return [STATUS_LINES[0], *headers]

    def _changes(self) -> list[Change]:
        return [*super()._changes(), self._interim, self._interim, self._folded, self._folded]

    def _first_line(self, lines: Lines) -> Lines:
        return [self._random.choice(STATUS_LINES), *lines[1:]]

    def _interim(self, lines: Lines) -> Lines:
        return [*self._random.choice(INTERIM), *lines]

    def _folded(self, lines: Lines) -> Lines:
        """A line cut at one of its blanks or after a comma."""
        at = self._header(lines)
        name, _, value = lines[at].partition(": ")
        return [*lines[:at], f"{name}:", f"{self._random.choice([' ', chr(9)])}{value}", *lines[at + 1 :]]
