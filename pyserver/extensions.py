"""Agreeing on an extension: Sec-WebSocket-Extensions (RFC 6455, 9.1; RFC 7692, 5 and 7.1)."""

from __future__ import annotations

import re

from .head import BLANKS, TOKEN, TOKEN_CHARACTER, RequestHead

HEADER = "Sec-WebSocket-Extensions"
PERMESSAGE_DEFLATE = "permessage-deflate"

OWS = rf"[{BLANKS}]*"
QUOTED_TOKEN = rf'"(?:\\?{TOKEN_CHARACTER})+"'
NAME = re.compile(rf"({TOKEN}){OWS}")
PARAMETER = re.compile(rf"{OWS}({TOKEN}){OWS}(?:={OWS}({TOKEN}|{QUOTED_TOKEN}){OWS})?")
WINDOW = re.compile("[89]|1[0-5]")
"""Window bits (RFC 7692, 7.1.2)."""

Parameters = dict[str, str | None]
"""A parameter's value by its name; None where it has no value."""
Extension = tuple[str, list[tuple[str, str | None]]]

ORDER = (
    "server_no_context_takeover",
    "client_no_context_takeover",
    "server_max_window_bits",
    "client_max_window_bits",
)
"""The parameters of permessage-deflate, in the order of our response."""


class NoList(Exception):
    """The header is not a list of extensions."""


def extensions_of(head: RequestHead) -> list[Extension]:
    """The extensions that are offered, in their order.

    Raises:
        NoList: the header is not such a list.
    """
    offered = [_parse_extension(item) for item in head.items(HEADER)]
    if head.values(HEADER) and not offered:
        raise NoList
    return offered


def acceptable_offer(extensions: list[Extension]) -> Parameters | None:
    """The first offer of permessage-deflate that can be met, in the order of our response; None: none can."""
    for name, parameters in extensions:
        if name == PERMESSAGE_DEFLATE and _are_valid(parameters):
            offer = dict(parameters)
            return {known: offer[known] for known in ORDER if known in offer}
    return None


def answer_to(offer: Parameters) -> str:
    """The parameters of our response: those of the offer, without a client's window of the largest size."""
    agreed = {name: value for name, value in offer.items() if not _goes_without_saying(name, value)}
    return in_words(agreed)


def in_words(parameters: Parameters) -> str:
    """The header's value: permessage-deflate with these parameters."""
    words = [name if value is None else f"{name}={value}" for name, value in parameters.items()]
    return "; ".join([PERMESSAGE_DEFLATE, *words])


def _parse_extension(text: str) -> Extension:
    name, *rest = text.split(";")
    named = NAME.fullmatch(name)
    matches = [PARAMETER.fullmatch(part) for part in rest]
    if named is None or not all(matches):
        raise NoList
    return named[1], [_parameter(*match.groups()) for match in matches if match]


def _parameter(name: str, value: str | None) -> tuple[str, str | None]:
    return name, value if value is None else re.sub(r'["\\]', "", value)


def _are_valid(parameters: list[tuple[str, str | None]]) -> bool:
    """Whether each parameter is known, stands once, and has a value it may have."""
    is_once = len(dict(parameters)) == len(parameters)
    return is_once and all(_is_valid(name, value) for name, value in parameters)


def _is_valid(name: str, value: str | None) -> bool:
    if name not in ORDER:
        return False
    if name.endswith("takeover"):
        return value is None
    return WINDOW.fullmatch(value) is not None if value is not None else name == "client_max_window_bits"


def _goes_without_saying(name: str, value: str | None) -> bool:
    return name == "client_max_window_bits" and value in (None, "15")
