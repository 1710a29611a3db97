"""Chapter 06, The handshake: a key and its answer, two heads to build, and what each side has to check."""

from __future__ import annotations

from framebyframe.wire.heads import OPTIONAL_WHITESPACE, Headers

from ..declaring.examples import Scenario, call, scenario
from ..declaring.exercise import Chapter, Exercise
from ..declaring.forms import Catch, Reading, Repair, Shipped
from ..declaring.mistakes import edit

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
"""The key of RFC 6455's own example (1.3)."""
ACCEPT, ANOTHER_ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "ICX+Yqv66kxgM0FcWaLWlFLwTAI="
"""The answers to it, and to the first of the others."""
KEYS = (
    *("AQIDBAUGBwgJCgsMDQ4PEA==", "AAAAAAAAAAAAAAAAAAAAAA==", "/////////////////////w=="),
    *("+++++++++++++++++++++w==", "47DEQpj8HBSa+/TImW+5JA==", "ZnJhbWUgYnkgZnJhbWUgMQ=="),
)
"""With slashes and plus signs, in the key or in its answer."""

# --- a key and its answer -----------------------------------------------------------------------

SEED = "(key + GUID).encode()"
HASHED = f"hashlib.sha1({SEED})"
ANSWER = "return base64.b64encode(digest).decode()"

ACCEPT_KEY = Exercise(
    id="06.accept_key",
    target="framebyframe.wire.handshake:accept_key",
    section="RFC 6455 4.2.2",
    field="accept",
    examples=[call(KEY), *(call(key) for key in KEYS)],
    mistakes={
        "no_guid": edit(SEED, "key.encode()"),
        "guid_alone": edit(SEED, "GUID.encode()"),
        "guid_first": edit(SEED, "(GUID + key).encode()"),
        "guid_lower": edit(SEED, "(key + GUID.lower()).encode()"),
        "guid_after_the_hash": (
            edit(f"{HASHED}.digest()", "hashlib.sha1(key.encode()).digest() + GUID.encode()"),
            edit(f"{HASHED}.digest()", "hashlib.sha1(key.encode()).digest()", ANSWER, f"{ANSWER} + GUID"),
        ),
        "guid_with_blank": tuple(
            edit(SEED, f"(key + {between!r} + GUID).encode()") for between in (" ", "\n", "\r\n", "-", ":")
        ),
        "guid_between": edit(SEED, "GUID.join(key).encode()"),
        "guid_as_bytes": edit(SEED, 'key.encode() + bytes.fromhex(GUID.replace("-", ""))'),
        "hmac": (
            edit(HASHED, '__import__("hmac").new(key.encode(), GUID.encode(), "sha1")'),
            edit(HASHED, '__import__("hmac").new(GUID.encode(), key.encode(), "sha1")'),
        ),
        "key_decoded": (
            edit(SEED, "base64.b64decode(key) + GUID.encode()"),
            edit(SEED, "(base64.b64decode(key).hex() + GUID).encode()"),
        ),
        "key_without_padding": edit(SEED, '(key.rstrip("=") + GUID).encode()'),
        "key_lower": edit(SEED, "(key.lower() + GUID).encode()"),
        "hex_digits_in_base64": edit(".digest()", ".hexdigest().encode()"),
        "hex_digits": edit(ANSWER, "return digest.hex()"),
        "sha256": edit("hashlib.sha1", "hashlib.sha256"),
        "md5": edit("hashlib.sha1", "hashlib.md5"),
        "not_hashed": edit(f"{HASHED}.digest()", SEED),
        "as_bytes": edit(ANSWER, "return base64.b64encode(digest)"),
        "bytes_as_shown": edit(ANSWER, "return str(base64.b64encode(digest))"),
        "digest_itself": edit(ANSWER, "return digest"),
        "for_urls": edit("base64.b64encode", "base64.urlsafe_b64encode"),
        "padding_stripped": edit(ANSWER, 'return base64.b64encode(digest).decode().rstrip("=")'),
        "line_feed": edit("base64.b64encode", "base64.encodebytes"),
        "hashed_twice": edit(f"{HASHED}.digest()", f"hashlib.sha1({HASHED}.digest()).digest()"),
        "base64_first": (
            edit(SEED, f"base64.b64encode({SEED})"),
            edit(SEED, f"base64.b64encode({SEED})", ANSWER, "return digest.hex()"),
        ),
        "answer_of_the_example": edit(ANSWER, f'return "{ACCEPT}"'),
        "field_and_value": edit(
            ANSWER, 'return "Sec-WebSocket-Accept: " + base64.b64encode(digest).decode()'
        ),
    },
)

# --- the request --------------------------------------------------------------------------------

HOST = "127.0.0.1:8080"
FIELDS = '[("Host", host), *UPGRADE_FIELDS, ("Sec-WebSocket-Key", key), ("Sec-WebSocket-Version", VERSION)]'
BUILT = 'return heads.build_head(f"GET {target} HTTP/1.1", [*fields, *headers])'
BY_HAND = (
    'return "\\r\\n".join([f"GET {target} HTTP/1.1", '
    '*(f"{name}: {value}" for name, value in [*fields, *headers]), "", ""]).encode("latin-1")'
)

BUILD_REQUEST = Exercise(
    id="06.build_request",
    target="framebyframe.wire.handshake:build_request",
    section="RFC 6455 4.1",
    field="start_line",
    shows=call("example.com", "/chat", KEY),
    examples=[
        call("example.com", "/chat", KEY),
        call(HOST, "/", KEY),
        call("example.com", "/", KEY),
        call(HOST, "/chat?room=1", KEYS[0]),
        call("[::1]:8080", "/", KEYS[1]),
        call(HOST, "/", KEY, [("Origin", "http://example.com")]),
        call(HOST, "/", KEY, [("User-Agent", "mine/1.0"), ("X-Empty", ""), ("X-Place", "Café")]),
        call(HOST, "/", KEY, [("Cookie", "b=2"), ("Cookie", "a=1"), ("Accept-Language", "de")]),
        scenario(
            "headers_from_a_generator",
            f"""
            headers = (pair for pair in [("Origin", "http://example.com")])
            build_request("{HOST}", "/", "{KEY}", headers)
            """,
        ),
        call(HOST, "/a b", KEY),
        call(HOST, "/#top", KEY),
        call(HOST, "chat", KEY),
        call("exa mple.com", "/", KEY),
        call(HOST, "/", "short"),
        call(HOST, "/ HTTP/1.1\r\nX-Evil: 1\r\nX:", KEY),
        call(HOST, "/", KEY, [("X-Note", "a\r\nX-Evil: 1")]),
        call(HOST, "/", KEY, [("X Note", "a")]),
        call(HOST, "/", KEY, [("", "")]),
    ],
    groups={
        "port": lambda host, target, key, headers=(): ":" in host,
        "more": lambda host, target, key, headers=(): len(list(headers)) > 0,
        "query": lambda host, target, key, headers=(): "?" in target,
    },
    mistakes={
        "parts_not_checked": edit("    check_request_parts(host, target, key)\n", ""),
        "headers_not_checked": edit(BUILT, BY_HAND),
        "headers_forgotten": edit("[*fields, *headers]", "fields"),
        "headers_first": edit("[*fields, *headers]", "[*headers, *fields]"),
        "one_of_a_name": edit("[*fields, *headers]", "list(dict([*fields, *headers]).items())"),
        "host_missing": edit('("Host", host), ', ""),
        "host_without_port": edit('("Host", host)', '("Host", host.partition(":")[0])'),
        "upgrade_missing": edit("*UPGRADE_FIELDS", "UPGRADE_FIELDS[1]"),
        "connection_missing": edit("*UPGRADE_FIELDS", "UPGRADE_FIELDS[0]"),
        "connection_keep_alive": edit("*UPGRADE_FIELDS", 'UPGRADE_FIELDS[0], ("Connection", "keep-alive")'),
        "other_letters": (
            edit("*UPGRADE_FIELDS", '("Upgrade", "WebSocket"), UPGRADE_FIELDS[1]'),
            edit("*UPGRADE_FIELDS", '("Upgrade", "Websocket"), UPGRADE_FIELDS[1]'),
            edit("*UPGRADE_FIELDS", 'UPGRADE_FIELDS[0], ("Connection", "upgrade")'),
            edit('"Sec-WebSocket-Key"', '"Sec-Websocket-Key"'),
            edit(
                '"Sec-WebSocket-Key"',
                '"Sec-Websocket-Key"',
                '"Sec-WebSocket-Version"',
                '"Sec-Websocket-Version"',
            ),
        ),
        "another_order": (
            edit("*UPGRADE_FIELDS", "*UPGRADE_FIELDS[::-1]"),
            edit(
                '("Sec-WebSocket-Key", key), ("Sec-WebSocket-Version", VERSION)',
                '("Sec-WebSocket-Version", VERSION), ("Sec-WebSocket-Key", key)',
            ),
        ),
        "host_late": (
            edit('("Host", host), *UPGRADE_FIELDS', '*UPGRADE_FIELDS, ("Host", host)'),
            edit(
                '("Host", host), ',
                "",
                '("Sec-WebSocket-Version", VERSION)',
                '("Sec-WebSocket-Version", VERSION), ("Host", host)',
            ),
        ),
        "host_with_its_scheme": tuple(
            edit('("Host", host)', f'("Host", f"{scheme}://{{host}}")') for scheme in ("http", "ws", "https")
        ),
        "headers_sorted": edit("[*fields, *headers]", "[*fields, *sorted(headers)]"),
        "key_alone_checked": edit(
            "check_request_parts(host, target, key)", 'check_request_parts("127.0.0.1", "/", key)'
        ),
        "target_written_in": tuple(edit("GET {target}", f"GET {target}") for target in ("/", "/chat")),
        "method_in_small_letters": edit("GET {target}", "get {target}"),
        "key_missing": edit('("Sec-WebSocket-Key", key), ', ""),
        "key_answered": edit('("Sec-WebSocket-Key", key)', '("Sec-WebSocket-Key", accept_key(key))'),
        "key_encoded_again": edit(
            '("Sec-WebSocket-Key", key)',
            '("Sec-WebSocket-Key", base64.b64encode(key.encode()).decode())',
        ),
        "version_missing": edit(', ("Sec-WebSocket-Version", VERSION)', ""),
        "version_8": edit('("Sec-WebSocket-Version", VERSION)', '("Sec-WebSocket-Version", "8")'),
        "http_1_0": edit("HTTP/1.1", "HTTP/1.0"),
        "no_version_of_http": edit('f"GET {target} HTTP/1.1"', 'f"GET {target}"'),
        "whole_url": edit("GET {target}", "GET ws://{host}{target}"),
        "query_lost": edit("GET {target}", "GET {target.partition('?')[0]}"),
        "post": edit("GET {target}", "POST {target}"),
        "no_empty_line": edit(BUILT, f"{BUILT}[:-2]"),
        "empty_line_twice": edit(BUILT, f'{BUILT} + b"\\r\\n"'),
        "line_feeds": edit(BUILT, f'{BUILT}.replace(b"\\r\\n", b"\\n")'),
        "no_blank_after_colon": edit(BUILT, f"{BY_HAND.replace('{name}: {value}', '{name}:{value}')}"),
    },
)

# --- a line of a head -----------------------------------------------------------------------------

SPLIT = 'name, colon, value = line.partition(":")'
NAME_IS, VALUE_IS = "FIELD_NAME.fullmatch(name)", "FIELD_VALUE.fullmatch(value)"
STRIPPED = "value.strip(OPTIONAL_WHITESPACE)"
NAME_STRIPPED = edit(SPLIT, f"{SPLIT}\n    name = name.strip(OPTIONAL_WHITESPACE)")
BLANK_REFUSED = f'if " :" in line:\n        raise HandshakeFault(400, "")\n    {SPLIT}'

PARSE_FIELD = Exercise(
    id="06.parse_field",
    target="framebyframe.wire.heads:parse_field",
    section="RFC 9112 5",
    field="header_value",
    examples=[
        *(call(line) for line in ("Host: example.com", "Host:example.com", "X-Empty:", "X-Empty: ")),
        *(
            call(line)
            for line in (
                "Host: \t example.com\t ",
                "Origin: http://example.com:8080",
                "X: a: b",
                "X: a : b",
                "X: :a:",
            )
        ),
        *(
            call(line)
            for line in ("X-Note: a\tb", "X-Place: Café", "X-Note: \xa0a", "!#$%&'*+-.^_`|~09azAZ: 1")
        ),
        *(
            call(line)
            for line in ("Content-Length : 5", "Host\t: a", " Host: a", "Ho st: a", "Host", "", ": a")
        ),
        *(call(line) for line in ("X-Né: a", "X(1): a", "X: a\x00b", "X: a\x7f", "X: a\r\nY: b", "X: a\n")),
    ],
    shows=call("Content-Length : 5"),
    repair=Repair(NAME_STRIPPED, Shipped("llhttp, the parser of Node.js", "CVE-2021-22959", 2021)),
    mistakes={
        "name_stripped": (
            NAME_STRIPPED,
            edit(SPLIT, f"{SPLIT}\n    name = name.rstrip(OPTIONAL_WHITESPACE)"),
        ),
        "blank_anywhere": (
            edit(SPLIT, BLANK_REFUSED),
            edit(SPLIT, f"{BLANK_REFUSED}\n    name = name.strip(OPTIONAL_WHITESPACE)"),
        ),
        "blank_around_the_name": (
            edit(NAME_IS, "name == name.strip(OPTIONAL_WHITESPACE)"),
            edit(NAME_IS, "name == name.rstrip(OPTIONAL_WHITESPACE)"),
        ),
        "blank_before_the_name": edit("line.partition", "line.lstrip(OPTIONAL_WHITESPACE).partition"),
        "name_of_letters": (
            edit(NAME_IS, 're.fullmatch(r"[A-Za-z0-9-]+", name)'),
            edit(NAME_IS, 're.fullmatch(r"[\\w-]+", name, re.ASCII)'),
        ),
        "one_part_is_enough": (
            edit(f"{NAME_IS} and {VALUE_IS}", f"{NAME_IS} or {VALUE_IS}"),
            edit(f"{NAME_IS} and {VALUE_IS}", f"({NAME_IS} or {VALUE_IS})"),
            edit(f"colon and {NAME_IS}", f"(colon or {NAME_IS})"),
        ),
        "blank_needed": edit('line.partition(":")', 'line.partition(": ")'),
        "colon_kept": edit(STRIPPED, "(colon + value).strip(OPTIONAL_WHITESPACE)"),
        "turned": edit("return name, value", "return value, name"),
        "front_alone": edit(STRIPPED, "value.lstrip(OPTIONAL_WHITESPACE)"),
        "end_alone": edit(STRIPPED, "value.rstrip(OPTIONAL_WHITESPACE)"),
        "tabs_kept": edit(STRIPPED, 'value.strip(" ")'),
        "name_begins_so": edit(NAME_IS, "FIELD_NAME.match(name)"),
        "name_not_checked": edit(NAME_IS, "name"),
        "value_not_checked": edit(f" and {VALUE_IS}", ""),
        "colon_not_checked": edit("colon and ", ""),
        "last_colon": edit("line.partition", "line.rpartition"),
        "value_not_stripped": edit(STRIPPED, "value"),
        "every_blank": edit(STRIPPED, "value.strip()"),
        "value_to_the_next_colon": edit(STRIPPED, 'value.partition(":")[0].strip(OPTIONAL_WHITESPACE)'),
        "colons_stripped": (
            edit(STRIPPED, 'value.strip(": \\t")'),
            edit(STRIPPED, 'value.lstrip(": \\t").rstrip(OPTIONAL_WHITESPACE)'),
        ),
        "blanks_inside_changed": (
            edit(STRIPPED, 're.sub(r"[ \\t]+", " ", value.strip(OPTIONAL_WHITESPACE))'),
            edit("return name, value", 'return name, " ".join(value.split())'),
        ),
    },
)

# --- a list of tokens ---------------------------------------------------------------------------


def _connection(*values: str) -> Headers:
    """Headers in which Connection has these values, a field each."""
    return Headers([("Host", "example.com"), *(("Connection", value) for value in values)])


def _items(values: list[str]) -> list[str]:
    """The items of a list in small letters."""
    return [item.lower() for item in _as_written(values)]


def _as_written(values: list[str]) -> list[str]:
    """The items of a list. What is blank elsewhere and not in HTTP is a part of its item."""
    return [item.strip(OPTIONAL_WHITESPACE) for value in values for item in value.split(",")]


def _letters_matter(values: list[str], token: str) -> bool:
    """Whether the item is there, and in other letters than the token."""
    return token.lower() in _items(values) and token not in _as_written(values)


FOUND = "return token.lower() in [item.lower() for item in tokens(headers, name)]"
PARTS = 'for value in headers.get_all(name) for item in value.split(",")'
FIRST_VALUE = '(headers.get(name) or "")'

HAS_TOKEN = Exercise(
    id="06.has_token",
    target="framebyframe.wire.heads:has_token",
    section="RFC 9110 5.6.1",
    field="header_value",
    examples=[
        *(call(_connection(value), "Connection", "upgrade") for value in ("upgrade", "close", "")),
        call(_connection(), "Connection", "upgrade"),
        call(_connection("keep-alive, Upgrade"), "Connection", "upgrade"),
        call(_connection("Upgrade"), "Connection", "Upgrade"),
        call(_connection("UPGRADE"), "Connection", "upgrade"),
        call(_connection("upgrade"), "Connection", "UPGRADE"),
        *(
            call(_connection(value), "Connection", "upgrade")
            for value in (
                *("Upgrade, keep-alive", "keep-alive,Upgrade", "keep-alive ,\tUpgrade ", "upgraded"),
                *("no-upgrade", "close, upgraded", "a, upgrade, b", ", ,upgrade", "up grade", "upgrade b"),
                *("upgrade/13",),
                *("upgrade, upgrade", '"upgrade"', "upgrade;q=0"),
                *("close,\tupgrade", "upgrade ,close", "close,  upgrade", "close, \xa0upgrade"),
            )
        ),
        call(_connection("keep-alive", "Upgrade"), "Connection", "upgrade"),
        call(_connection("keep-alive", "upgrade"), "Connection", "upgrade"),
        call(_connection("Upgrade", "keep-alive"), "Connection", "upgrade"),
        call(_connection("Upgrade"), "CONNECTION", "upgrade"),
        call(Headers([("upgrade", "h2c, WebSocket")]), "Upgrade", "websocket"),
        call(Headers([("Upgrade", "Upgrade")]), "Connection", "upgrade"),
        call(Headers([("Upgrade", "h2c")]), "Upgrade", "h.c"),
        call(Headers([("Upgrade", "h.c")]), "Upgrade", "h2c"),
        call(Headers([("Upgrade", "websocket")]), "Upgrade", "*"),
    ],
    groups={
        "list": lambda headers, name, token: any("," in value for value in headers.get_all(name)),
        "several": lambda headers, name, token: len(headers.get_all(name)) > 1,
        "no_field": lambda headers, name, token: not headers.get_all(name),
        "empty": lambda headers, name, token: headers.get_all(name) == [""],
        "empty_item": lambda headers, name, token: any(", ," in value for value in headers.get_all(name)),
        "alone": lambda headers, name, token: [value.lower() for value in headers.get_all(name)] == [token],
        "in_capitals": lambda headers, name, token: token.upper() in headers.get_all(name),
        "token_in_capitals": lambda headers, name, token: token != token.lower(),
        "other_letters": lambda headers, name, token: _letters_matter(headers.get_all(name), token),
        "blank_behind_it": lambda headers, name, token: any(
            f"{token} ," in value for value in headers.get_all(name)
        ),
        "no_blank": lambda headers, name, token: any("\xa0" in value for value in headers.get_all(name)),
        "tab": lambda headers, name, token: any("\t" in value for value in headers.get_all(name)),
        "two_blanks": lambda headers, name, token: any("  " in value for value in headers.get_all(name)),
        "capitals_inside": lambda headers, name, token: any(
            item[1:] != item[1:].lower() for item in _as_written(headers.get_all(name))
        ),
        "sign": lambda headers, name, token: not token.isalpha(),
        "twice": lambda headers, name, token: _items(headers.get_all(name)).count(token.lower()) > 1,
        "goes_on": lambda headers, name, token: any(
            item.startswith(token) and item != token for item in _items(headers.get_all(name))
        ),
        "begins_earlier": lambda headers, name, token: any(
            item.endswith(token) and item != token for item in _items(headers.get_all(name))
        ),
        "blank_inside": lambda headers, name, token: "up grade" in headers.get_all(name),
        "blank_behind": lambda headers, name, token: "upgrade b" in headers.get_all(name),
        "longer": lambda headers, name, token: any(
            token in item and token != item for item in _as_written(headers.get_all(name))
        ),
        "hyphen": lambda headers, name, token: f"no-{token}" in headers.get_all(name),
        "last": lambda headers, name, token: _items(headers.get_all(name))[-1:] == [token.lower()],
        "first": lambda headers, name, token: _items(headers.get_all(name))[:1] == [token.lower()],
        "in_the_middle": lambda headers, name, token: token in _items(headers.get_all(name))[1:-1],
    },
    mistakes={
        "whole_value": (
            edit(FOUND, f"return {FIRST_VALUE}.lower() == token.lower()"),
            edit("tokens(headers, name)", "headers.get_all(name)"),
        ),
        "case_matters": edit("token.lower() in [item.lower() for item in", "token in [item for item in"),
        "token_as_given": edit("token.lower() in", "token in"),
        "items_as_they_came": edit(
            "[item.lower() for item in tokens(headers, name)]", "tokens(headers, name)"
        ),
        "word_in_an_item": edit(
            FOUND, 'return token.lower() in re.findall(r"\\w+", ", ".join(headers.get_all(name)).lower())'
        ),
        "begins_so": edit(
            FOUND, "return any(item.lower().startswith(token.lower()) for item in tokens(headers, name))"
        ),
        "tabs_kept": edit(
            "tokens(headers, name)",
            '[item.strip(" ") for value in headers.get_all(name) for item in value.split(",")]',
        ),
        "split_at_semicolons": edit(
            "tokens(headers, name)",
            "[item.strip(OPTIONAL_WHITESPACE) " + PARTS.replace('","', '";"') + "]",
        ),
        "split_at_blanks_too": edit(
            "tokens(headers, name)",
            '[item for value in headers.get_all(name) for item in re.split(r"[,\\s]+", value)]',
        ),
        "one_end_alone": (
            edit(
                "tokens(headers, name)",
                f"[item.lstrip(OPTIONAL_WHITESPACE) {PARTS}]",
            ),
            edit(
                "tokens(headers, name)",
                f"[item.rstrip(OPTIONAL_WHITESPACE) {PARTS}]",
            ),
        ),
        "every_blank": edit("[item.lower() for item", "[item.strip().lower() for item"),
        "last_item_lost": edit(
            "tokens(headers, name)",
            f"[item.strip(OPTIONAL_WHITESPACE) {PARTS}[:-1]]",
        ),
        "part_of_a_word": edit(
            "[item.lower() for item in tokens(headers, name)]", '", ".join(headers.get_all(name)).lower()'
        ),
        "first_field_alone": edit(
            "tokens(headers, name)",
            f'[item.strip(OPTIONAL_WHITESPACE) for item in {FIRST_VALUE}.split(",")]',
        ),
        "not_stripped": edit(
            "tokens(headers, name)",
            '[item for value in headers.get_all(name) for item in value.split(",")]',
        ),
        "split_at_blanks": edit(
            "tokens(headers, name)", "[item for value in headers.get_all(name) for item in value.split()]"
        ),
        "split_at_comma_and_blank": edit(
            "tokens(headers, name)",
            '[item for value in headers.get_all(name) for item in value.split(", ")]',
        ),
        "first_item_alone": (
            edit("tokens(headers, name)]", "tokens(headers, name)[:1]]"),
            edit(
                "tokens(headers, name)",
                f"[item.strip(OPTIONAL_WHITESPACE) {PARTS}[:1]]",
            ),
            edit(
                FOUND,
                f'return {FIRST_VALUE}.split(",")[0].strip(OPTIONAL_WHITESPACE).lower() == token.lower()',
            ),
        ),
        "last_item_alone": (
            edit("tokens(headers, name)]", "tokens(headers, name)[-1:]]"),
            edit(
                "tokens(headers, name)",
                f"[item.strip(OPTIONAL_WHITESPACE) {PARTS}[-1:]]",
            ),
        ),
        "field_is_enough": edit(FOUND, "return name in headers"),
        "every_name": edit(
            "tokens(headers, name)", "[item for other, _ in headers for item in tokens(headers, other)]"
        ),
        "blanks_inside_gone": edit(
            "tokens(headers, name)",
            '[item.replace(" ", "") for item in tokens(headers, name)]',
        ),
        "token_as_a_pattern": edit(
            FOUND, "return any(re.fullmatch(token, item, re.IGNORECASE) for item in tokens(headers, name))"
        ),
        "only_item": (
            edit("token.lower() in [", "[token.lower()] == ["),
            edit(
                FOUND,
                f"return [token.lower()] == [item.strip(OPTIONAL_WHITESPACE).lower() {PARTS}]",
            ),
        ),
        "cut_at_a_sign": tuple(
            edit("[item.lower() for", f'[item.split("{sign}")[0].strip(OPTIONAL_WHITESPACE).lower() for')
            for sign in (";", "/")
        ),
        "quotes_taken_off": edit("[item.lower() for", "[item.strip('\"').lower() for"),
        "run_together": edit(
            "tokens(headers, name)",
            '[item.strip(OPTIONAL_WHITESPACE) for item in "".join(headers.get_all(name)).split(",")]',
        ),
    },
    catch=Catch(
        suspects=(
            "whole_value",
            "case_matters",
            "part_of_a_word",
            "not_stripped",
            "split_at_blanks",
            "first_field_alone",
            "last_item_alone",
            "field_is_enough",
        ),
        takes=lambda headers, name, token: token != "",
    ),
)

# --- the client's check -------------------------------------------------------------------------


def _response(key: str, head: str, asked: str = KEY) -> Scenario:
    return scenario(
        key,
        f'''
head = """{head}"""
response = heads.parse_head(head.replace("\\n", "\\r\\n").encode())
check_response(response, "{asked}")
''',
    )


def _agreed(status: str = "HTTP/1.1 101 Switching Protocols", **changed: str) -> str:
    """A response that agrees, with some values changed; one that is empty is left out."""
    fields = {"Upgrade": "websocket", "Connection": "Upgrade", "Accept": ACCEPT} | changed
    names = {"Accept": "Sec-WebSocket-Accept"}
    lines = [f"{names.get(name, name)}: {value}" for name, value in fields.items() if value]
    return "\n".join([status, *lines])


UPGRADE_IS = '[item.lower() for item in heads.tokens(response.headers, "Upgrade")] != ["websocket"]'
CONNECTION_IS = 'not heads.has_token(response.headers, "Connection", "upgrade")'
ACCEPT_IS = 'heads.only_value(response.headers, "Sec-WebSocket-Accept") != accept_key(key)'
NO_UPGRADE = 'raise HandshakeFault(400, "Upgrade does not say websocket, and nothing else")'
NO_CONNECTION = 'raise HandshakeFault(400, "Connection does not say upgrade")'
ACCEPT_CAME = 'heads.only_value(response.headers, "Sec-WebSocket-Accept")'

CHECK_RESPONSE = Exercise(
    id="06.check_response",
    target="framebyframe.wire.handshake:check_response",
    section="RFC 6455 4.1",
    field="start_line",
    examples=[
        _response("agreed", _agreed()),
        _response("another_key", _agreed(Accept=ANOTHER_ACCEPT), KEYS[1]),
        _response("a_subprotocol", f"{_agreed()}\nSec-WebSocket-Protocol: jsonrpc"),
        _response("an_extension", f"{_agreed()}\nSec-WebSocket-Extensions: permessage-deflate"),
        _response("other_letters", _agreed(Upgrade="WebSocket", Connection="UPGRADE")),
        _response("upgrade_in_capitals", _agreed(Upgrade="WEBSOCKET")),
        _response("connection_in_capitals", _agreed(Connection="UPGRADE")),
        _response("a_list", _agreed(Connection="keep-alive, Upgrade")),
        _response("a_list_in_two", f"{_agreed(Connection='keep-alive')}\nConnection: x,\tUpgrade"),
        _response("another_phrase", _agreed("HTTP/1.1 101 Come in")),
        _response("wrong_accept", _agreed(Accept="ICX+Yqv66kxgM0FcWaLWlFLwTAI=")),
        _response("no_accept", _agreed(Accept="")),
        _response("key_sent_back", _agreed(Accept=KEY)),
        _response("accept_in_small_letters", _agreed(Accept=ACCEPT.lower())),
        _response("accept_and_more", _agreed(Accept=f"{ACCEPT}x")),
        _response("accept_without_its_end", _agreed(Accept=ACCEPT.rstrip("="))),
        _response("two_accepts", f"{_agreed()}\nSec-WebSocket-Accept: {ACCEPT}"),
        _response("no_upgrade", _agreed(Upgrade="")),
        _response("neither", _agreed(Upgrade="", Connection="")),
        _response("status_alone", "HTTP/1.1 101 Switching Protocols"),
        _response("another_protocol", _agreed(Upgrade="h2c")),
        _response("a_longer_protocol", _agreed(Upgrade="websocket2")),
        _response("a_protocol_behind_a_hyphen", _agreed(Upgrade="x-websocket")),
        _response("two_protocols", _agreed(Upgrade="websocket, h2c")),
        _response("no_connection", _agreed(Connection="")),
        _response("connection_closes", _agreed(Connection="close")),
        _response("connection_upgraded", _agreed(Connection="upgraded")),
        _response("status_200", _agreed("HTTP/1.1 200 OK")),
        _response("status_301", "HTTP/1.1 301 Moved Permanently\nLocation: http://127.0.0.1/"),
        _response("status_1010", _agreed("HTTP/1.1 1010 Switching Protocols")),
        _response("http_1_0", _agreed("HTTP/1.0 101 Switching Protocols")),
        _response("no_http", "SSH-2.0-OpenSSH_9.2p1"),
    ],
    mistakes={
        "status_not_checked": edit("    check_status(response)\n", ""),
        "status_as_a_part": tuple(
            edit(
                "check_status(response)\n",
                f'if "{status}" not in response.first_line:\n        raise HandshakeFault(400, "")\n',
            )
            for status in ("101", " 101")
        ),
        "upgrade_not_checked": edit(UPGRADE_IS, "False"),
        "upgrade_case_matters": edit("item.lower() for", "item for"),
        "upgrade_among_others": (
            edit(UPGRADE_IS, 'not heads.has_token(response.headers, "Upgrade", "websocket")'),
            edit(
                'heads.tokens(response.headers, "Upgrade")]', 'heads.tokens(response.headers, "Upgrade")[:1]]'
            ),
        ),
        "upgrade_begins_so": edit(
            UPGRADE_IS, 'not (response.headers.get("Upgrade") or "").lower().startswith("websocket")'
        ),
        "upgrade_part_of_a_word": edit(
            UPGRADE_IS, '"websocket" not in (response.headers.get("Upgrade") or "").lower()'
        ),
        "upgrade_may_be_missing": edit(
            UPGRADE_IS,
            'any(item.lower() != "websocket" for item in heads.tokens(response.headers, "Upgrade"))',
        ),
        "upgrade_is_there": edit(UPGRADE_IS, '"Upgrade" not in response.headers'),
        "connection_not_checked": edit(CONNECTION_IS, "False"),
        "connection_whole": (
            edit(CONNECTION_IS, '(response.headers.get("Connection") or "").lower() != "upgrade"'),
            edit(CONNECTION_IS, 'heads.tokens(response.headers, "Connection") != ["Upgrade"]'),
        ),
        "connection_case_matters": edit(
            CONNECTION_IS, '"Upgrade" not in heads.tokens(response.headers, "Connection")'
        ),
        "connection_part_of_a_word": (
            edit(CONNECTION_IS, '"upgrade" not in (response.headers.get("Connection") or "").lower()'),
            edit(CONNECTION_IS, '"upgrade" not in ",".join(response.headers.get_all("Connection")).lower()'),
        ),
        "accept_not_checked": edit(ACCEPT_IS, "False"),
        "refuses_all": edit(ACCEPT_IS, f'{ACCEPT_CAME} != accept_key(f"{{key}}?")'),
        "accept_is_there": edit(ACCEPT_IS, f"{ACCEPT_CAME} is None"),
        "accept_may_be_missing": edit(ACCEPT_IS, f"{ACCEPT_CAME} not in (None, accept_key(key))"),
        "accept_is_the_key": edit("accept_key(key)", "key"),
        "accept_case_aside": edit(ACCEPT_IS, f'({ACCEPT_CAME} or "").lower() != accept_key(key).lower()'),
        "accept_of_the_example": edit(ACCEPT_IS, f'{ACCEPT_CAME} != "{ACCEPT}"'),
        "accept_without_its_end": edit(
            ACCEPT_IS, f'({ACCEPT_CAME} or "").rstrip("=") != accept_key(key).rstrip("=")'
        ),
        "accept_begins_so": edit(ACCEPT_IS, f'not ({ACCEPT_CAME} or "").startswith(accept_key(key))'),
        "accept_first_of_two": edit(ACCEPT_CAME, 'response.headers.get("Sec-WebSocket-Accept")'),
        "status_alone": edit(UPGRADE_IS, "False", CONNECTION_IS, "False", ACCEPT_IS, "False"),
        "all_at_once": (
            edit(
                f"if {UPGRADE_IS}:\n        {NO_UPGRADE}\n    if {CONNECTION_IS}:",
                f"if {UPGRADE_IS} and {CONNECTION_IS}:",
            ),
            edit(
                f"if {UPGRADE_IS}:\n        {NO_UPGRADE}\n    if {CONNECTION_IS}:\n        {NO_CONNECTION}\n"
                f"    if {ACCEPT_IS}:",
                f"if {UPGRADE_IS} and {CONNECTION_IS} and {ACCEPT_IS}:",
            ),
        ),
    },
)

# --- the server's check -------------------------------------------------------------------------


def _asked(first_line: str, *more: str, **changed: str) -> str:
    """A request with some values changed; one that is empty is left out."""
    fields = {"Host": "127.0.0.1:8080", "Key": KEY, "Version": "13"} | changed
    names = {"Key": "Sec-WebSocket-Key", "Version": "Sec-WebSocket-Version"}
    lines = [f"{names.get(name, name)}: {value}" for name, value in fields.items() if value]
    return "\n".join([first_line, "Upgrade: websocket", "Connection: Upgrade", *lines, *more])


GET = "GET /chat HTTP/1.1"


def _request(key: str, first_line: str = GET, *more: str, **changed: str) -> Scenario:
    return scenario(
        key,
        f'''
head = """{_asked(first_line, *more, **changed)}"""
request = heads.parse_head(head.replace("\\n", "\\r\\n").encode())
check_request(request)
''',
    )


BASE64 = "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
METHOD_IS = 'method != "GET"'
KEY_IS = "not is_key(key)"
HOST_IS = "host is None or not HOST.fullmatch(host)"
TARGET_IS = "not (TARGET.fullmatch(target) or ABSOLUTE_TARGET.fullmatch(target))"
KEY_CAME = 'heads.only_value(request.headers, "Sec-WebSocket-Key") or ""'
KEY_CHECKED = f"""    key = {KEY_CAME}
    if {KEY_IS}:
        raise HandshakeFault(400, "Sec-WebSocket-Key is not sixteen bytes in base64")
"""

CHECK_REQUEST = Exercise(
    id="06.check_request",
    target="framebyframe.wire.handshake:check_request",
    section="RFC 6455 4.2.1",
    field="key",
    examples=[
        _request("a_request"),
        _request("another_key", Key=KEYS[2]),
        _request("a_key_of_plus_signs", Key=KEYS[3]),
        _request("a_whole_url", "GET http://127.0.0.1:8080/chat HTTP/1.1"),
        _request("a_word_for_a_key", Key="x"),
        _request("key_of_15_bytes", Key="AQIDBAUGBwgJCgsMDQ4P"),
        _request("key_of_17_bytes", Key="AQIDBAUGBwgJCgsMDQ4PEBE="),
        _request("key_of_24_characters", Key="!!!!!!!!!!!!!!!!!!!!!!=="),
        _request("key_and_more", Key=f"{KEY}x"),
        _request("key_of_16_characters", Key="AQIDBAUGBwgJCgsM"),
        _request("key_of_20_bytes", Key="AQIDBAUGBwgJCgsMDQ4PEBESExQ="),
        _request("key_with_a_sign", Key=f"{KEY[:4]}!{KEY[4:]}"),
        _request("key_of_18_bytes", Key="AQIDBAUGBwgJCgsMDQ4PEBES"),
        _request("key_without_padding", Key=KEY.rstrip("=")),
        _request("no_key", Key=""),
        _request("two_keys", GET, f"Sec-WebSocket-Key: {KEYS[1]}"),
        _request("a_post", "POST /chat HTTP/1.1"),
        _request("get_in_small_letters", "get /chat HTTP/1.1"),
        _request("a_post_of_a_relative_target", "POST chat HTTP/1.1"),
        _request("a_post_of_version_8", "POST /chat HTTP/1.1", Version="8"),
        _request("a_post_without_a_key", "POST /chat HTTP/1.1", Key=""),
        _request("http_2", "GET /chat HTTP/2.0"),
        _request("a_relative_target", "GET chat HTTP/1.1"),
        _request("no_host", Host=""),
        _request("a_host_with_blanks", Host="not a host"),
        _request("a_host_of_a_slash", Host="/"),
        _request("version_8", Version="8"),
        _request("version_8_and_no_key", Key="", Version="8"),
        _request("no_version", Version=""),
    ],
    shows=_request("a_word_for_a_key", Key="x"),
    repair=Repair(edit(KEY_IS, "not key"), Shipped("Bandit", "pull request 686", 2026)),
    mistakes={
        "key_is_enough": edit(KEY_IS, "not key"),
        "key_not_checked": edit(KEY_IS, "False"),
        "key_by_its_length": edit(KEY_IS, "len(key) != 24"),
        "key_by_length_and_ending": edit(KEY_IS, 'not (len(key) == 24 and key.endswith("=="))'),
        "key_of_24_digits": (
            edit(KEY_IS, 'not re.fullmatch(r"[A-Za-z0-9+/=]{24}", key)'),
            edit(KEY_IS, 'not re.fullmatch(r"[A-Za-z0-9+/]{22}[A-Za-z0-9+/=]{2}", key)'),
        ),
        "key_of_16_characters": edit(KEY_IS, "len(key) != 16"),
        "key_of_more_bytes": edit(KEY_IS, f"not (len(key) >= 24 and re.fullmatch(r'{BASE64}', key))"),
        "key_with_signs": edit(
            KEY_IS, 'not re.match(r"[A-Za-z0-9+/]{22}==", re.sub(r"[^A-Za-z0-9+/=]", "", key))'
        ),
        "key_padding_aside": edit(KEY_IS, 'not (is_key(key) or is_key(f"{key}=="))'),
        "key_begins_so": edit(KEY_IS, "not KEY.match(key)"),
        "key_of_letters_and_digits": edit(KEY_IS, "not (is_key(key) and key[:-2].isalnum())"),
        "key_of_any_length": (
            edit(KEY_IS, f"not re.fullmatch(r'{BASE64}', key)"),
            edit(KEY_IS, f"not (key and re.fullmatch(r'{BASE64}', key))"),
        ),
        "key_of_ending": edit(KEY_IS, 'not key.endswith("==")'),
        "key_turned_round": edit(KEY_IS, "is_key(key)"),
        "no_key_passes": (
            edit(KEY_IS, "not is_key(accept_key(key))"),
            edit(KEY_CAME, 'heads.only_value(request.headers, "Sec-WebSocket-Accept") or ""'),
        ),
        "first_of_two_keys": edit(KEY_CAME, 'request.headers.get("Sec-WebSocket-Key") or ""'),
        "key_not_returned": edit("    return key", "    return None"),
        "accept_returned": edit("    return key", "    return accept_key(key)"),
        "key_decoded": edit("    return key", "    return base64.b64decode(key)"),
        "method_not_checked": edit(METHOD_IS, "False"),
        "method_in_capitals": edit(METHOD_IS, 'method.upper() != "GET"'),
        "version_first": edit(
            "    check_version(request)\n",
            "",
            "    method, target,",
            "    check_version(request)\n    method, target,",
        ),
        "key_first": edit(KEY_CHECKED, "", "    method, target,", f"{KEY_CHECKED}    method, target,"),
        "version_before_the_key": edit(
            "    check_version(request)\n", "", KEY_CHECKED, f"    check_version(request)\n{KEY_CHECKED}"
        ),
        "version_of_http_not_checked": edit("not can_upgrade(version)", "False"),
        "target_not_checked": edit(TARGET_IS, "False"),
        "path_alone": edit(TARGET_IS, "not TARGET.fullmatch(target)"),
        "host_not_checked": edit(HOST_IS, "False"),
        "host_begins_so": edit(HOST_IS, "host is None or not HOST.match(host)"),
        "host_is_enough": edit(HOST_IS, "host is None"),
        "version_not_checked": edit("    check_version(request)\n", ""),
        "status_of_method": edit("HandshakeFault(405", "HandshakeFault(400"),
        "status_of_key": edit(
            'HandshakeFault(400, "Sec-WebSocket-Key', 'HandshakeFault(426, "Sec-WebSocket-Key'
        ),
    },
    equivalent={
        "`heads.MOST_QUOTED` becomes `heads.MOST_QUOTED + 1`": "the words of a fault are not compared",
    },
)

# --- the response -------------------------------------------------------------------------------

ANSWERED = 'return heads.build_head("HTTP/1.1 101 Switching Protocols", [*fields, *headers])'
ANSWERED_BY_HAND = (
    'return "\\r\\n".join(["HTTP/1.1 101 Switching Protocols", '
    '*(f"{name}: {value}" for name, value in [*fields, *headers]), "", ""]).encode("latin-1")'
)

BUILD_RESPONSE = Exercise(
    id="06.build_response",
    target="framebyframe.wire.handshake:build_response",
    section="RFC 6455 4.2.2",
    field="start_line",
    examples=[
        *(call(key) for key in (KEY, *KEYS)),
        call(KEY, [("Sec-WebSocket-Protocol", "jsonrpc")]),
        call(KEY, [("Server", "mine/1.0"), ("X-Place", "Café")]),
        call(
            KEY, [("Set-Cookie", "b=2"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Set-Cookie", "c=3")]
        ),
        scenario(
            "headers_from_a_generator",
            f"""
            headers = (pair for pair in [("Server", "mine/1.0")])
            build_response("{KEY}", headers)
            """,
        ),
        call(KEY, [("X-Note", "a\r\n\r\nHTTP/1.1 200 OK")]),
        *(call(KEY, [("X-Note", value)]) for value in ("a\rb", "a\nb")),
        call(KEY, [("X Note", "a")]),
        call(KEY, [("X Note", "a\nb")]),
    ],
    groups={"more": lambda key, headers=(): len(list(headers)) > 0},
    mistakes={
        "status_200": edit("101 Switching Protocols", "200 OK"),
        "no_phrase": edit("101 Switching Protocols", "101"),
        "http_1_0": edit("HTTP/1.1", "HTTP/1.0"),
        "no_version_of_http": edit("HTTP/1.1 101", "101"),
        "key_sent_back": edit("accept_key(key))]", "key)]"),
        "accept_missing": edit(
            '*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key))', "*UPGRADE_FIELDS"
        ),
        "upgrade_missing": edit("*UPGRADE_FIELDS", "UPGRADE_FIELDS[1]"),
        "connection_missing": edit("*UPGRADE_FIELDS", "UPGRADE_FIELDS[0]"),
        "headers_forgotten": edit("[*fields, *headers]", "fields"),
        "headers_first": (
            edit("[*fields, *headers]", "[*headers, *fields]"),
            edit("[*fields, *headers]", "[*fields[:2], *headers, fields[2]]"),
        ),
        "headers_sorted": edit("[*fields, *headers]", "[*fields, *sorted(headers)]"),
        "one_of_a_name": edit("[*fields, *headers]", "list(dict([*fields, *headers]).items())"),
        "first_of_a_name": edit(
            "[*fields, *headers]", "[*fields, *list(dict(list(headers)[::-1]).items())[::-1]]"
        ),
        "headers_not_checked": edit(ANSWERED, ANSWERED_BY_HAND),
        "line_breaks_not_refused": edit(
            "[*fields, *headers]",
            '[*fields, *((name, value.replace("\\r", "").replace("\\n", "")) for name, value in headers)]',
        ),
        "key_in_key_field": edit('"Sec-WebSocket-Accept"', '"Sec-WebSocket-Key"'),
        "no_empty_line": edit(ANSWERED, f"{ANSWERED}[:-2]"),
        "empty_line_twice": edit(ANSWERED, f'{ANSWERED} + b"\\r\\n"'),
        "line_feeds": edit(ANSWERED, f'{ANSWERED}.replace(b"\\r\\n", b"\\n")'),
        "no_blank_after_colon": edit(ANSWERED, ANSWERED_BY_HAND.replace("{name}: {value}", "{name}:{value}")),
        "another_order": (
            edit(
                '[*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key))]',
                '[("Sec-WebSocket-Accept", accept_key(key)), *UPGRADE_FIELDS]',
            ),
            edit("*UPGRADE_FIELDS", "*UPGRADE_FIELDS[::-1]"),
        ),
    },
)

# --- to read ------------------------------------------------------------------------------------

AN_ANSWER_AND_MORE = Reading(
    "an_answer_and_more",
    b"HTTP/1.1 101 Switching Protocols\r\n"
    b"Upgrade: websocket\r\n"
    b"Connection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: t9SyeBHsNwFbu7/lkvHb2v+NlDs=\r\n"
    b"Server: websockets\r\n"
    b"\r\n"
    b"\x81\x05ready\x89\x00",
)
"""From a server on `websockets` 17.4, without its Date field, and with `server_header="websockets"`: all that
came in the first read. With it the offset of the first frame is not that frame's own first byte, 0x81."""


CHAPTER = Chapter(
    "06",
    (ACCEPT_KEY, BUILD_REQUEST, PARSE_FIELD, HAS_TOKEN, CHECK_RESPONSE, CHECK_REQUEST, BUILD_RESPONSE),
    (AN_ANSWER_AND_MORE,),
)
