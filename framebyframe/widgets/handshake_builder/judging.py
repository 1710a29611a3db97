"""The rules that a request and a response keep or break, one by one.

Each rule is asked of the checks that the protocol itself has: a head that is right in all else gets the
fields of one name from the head that is judged, and is checked whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from framebyframe.wire import HandshakeFault, extensions
from framebyframe.wire import handshake as wire
from framebyframe.wire.heads import END_OF_HEAD, Head, Headers, parse_head, tokens

KEY = "Sec-WebSocket-Key"
FIRST_LINE = ""
"""In the place of a field's name."""
SUBPROTOCOL = "Sec-WebSocket-Protocol"
SOME_KEY = "dGhlIHNhbXBsZSBub25jZQ=="


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes:
        key: of its words in the text catalogue.
        field: the name of the field it is about; FIRST_LINE for the first line.
        section: where it stands.
    """

    key: str
    field: str
    section: str


@dataclass(frozen=True)
class Verdict:
    """A rule, and what a head makes of it.

    Attributes:
        rule: the rule.
        fault: why it is broken; "" where it is kept.
    """

    rule: Rule
    fault: str


OF_A_REQUEST = (
    Rule("rule.request_line", FIRST_LINE, "RFC 6455 4.1"),
    Rule("rule.host", "Host", "RFC 9112 3.2"),
    Rule("rule.upgrade", "Upgrade", "RFC 6455 4.1"),
    Rule("rule.connection", "Connection", "RFC 6455 4.1"),
    Rule("rule.key", KEY, "RFC 6455 4.1"),
    Rule("rule.version", "Sec-WebSocket-Version", "RFC 6455 4.1"),
    Rule("rule.offer", SUBPROTOCOL, "RFC 6455 4.1"),
    Rule("rule.extension_offer", extensions.HEADER, "RFC 6455 9.1"),
)
OF_A_RESPONSE = (
    Rule("rule.status_line", FIRST_LINE, "RFC 6455 4.1"),
    Rule("rule.only_upgrade", "Upgrade", "RFC 6455 4.1"),
    Rule("rule.connection", "Connection", "RFC 6455 4.1"),
    Rule("rule.accept", "Sec-WebSocket-Accept", "RFC 6455 4.1"),
    Rule("rule.subprotocol", SUBPROTOCOL, "RFC 6455 4.1"),
    Rule("rule.extension", extensions.HEADER, "RFC 6455 4.1"),
)


def judge_request(request: Head) -> list[Verdict]:
    """What a server makes of a request, rule by rule."""
    right = _head(wire.build_request("127.0.0.1", "/", SOME_KEY))
    return list(_verdicts(OF_A_REQUEST, right, request, _check_request))


def key_of(request: Head) -> str:
    """The key in a request; "" if there is none."""
    return request.headers.get(KEY) or ""


def judge_response(response: Head, request: Head) -> list[Verdict]:
    """What a client that sent this request makes of a response, rule by rule."""
    key = key_of(request)

    def check(head: Head) -> None:
        wire.check_response(head, key)
        wire.check_subprotocol(head, tokens(request.headers, SUBPROTOCOL))
        extensions.check_offered(extensions.parse_extensions(head.headers), _offered_extensions(request))

    return list(_verdicts(OF_A_RESPONSE, _head(wire.build_response(key)), response, check))


def _check_request(request: Head) -> None:
    wire.check_upgrade(request)
    wire.check_request(request)
    wire.offered_subprotocols(request)
    extensions.parse_extensions(request.headers)


def _offered_extensions(request: Head) -> list[extensions.Extension]:
    """What a request offers; nothing where its list is none."""
    with suppress(HandshakeFault):
        return extensions.parse_extensions(request.headers)
    return []


def _verdicts(
    rules: Sequence[Rule], right: Head, head: Head, check: Callable[[Head], object]
) -> Iterator[Verdict]:
    for rule in rules:
        try:
            check(_with_one_from(head, rule.field, right))
            yield Verdict(rule, "")
        except HandshakeFault as fault:
            yield Verdict(rule, fault.reason)


def _with_one_from(head: Head, field: str, right: Head) -> Head:
    """The right head, with the first line or the fields of one name taken from another."""
    if field == FIRST_LINE:
        return Head(head.first_line, right.headers)
    others = [(name, value) for name, value in right.headers if name != field]
    return Head(
        right.first_line, Headers([*others, *((field, value) for value in head.headers.get_all(field))])
    )


def _head(data: bytes) -> Head:
    return parse_head(data.removesuffix(END_OF_HEAD))
