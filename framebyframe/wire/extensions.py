"""Agreeing on an extension: Sec-WebSocket-Extensions (RFC 6455, 9.1; RFC 7692, 5 and 7.1).

A client offers permessage-deflate with parameters, perhaps several times with different ones. The
server takes one offer and answers with the parameters as agreed, or takes none and does not answer.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .deflate import LARGEST_WINDOW, SMALLEST_WINDOW, Deflate
from .errors import HandshakeFault
from .heads import OPTIONAL_WHITESPACE, TOKEN, TOKEN_CHARACTER, Headers, quoted, tokens

HEADER = "Sec-WebSocket-Extensions"
PERMESSAGE_DEFLATE = "permessage-deflate"

SERVER_FORGETS = "server_no_context_takeover"
CLIENT_FORGETS = "client_no_context_takeover"
SERVER_WINDOW = "server_max_window_bits"
CLIENT_WINDOW = "client_max_window_bits"

Parameter = tuple[str, str | None]
"""A parameter's name and value; None where it has no value."""
Parameters = dict[str, str | None]
"""Parameters by their names, which all differ."""

OWS = rf"[{OPTIONAL_WHITESPACE}]*"
QUOTED_TOKEN = rf'"(?:\\?{TOKEN_CHARACTER})+"'
"""A token in quotation marks, any of its characters after a backslash (RFC 6455, 9.1)."""
PARAMETER = re.compile(rf"{OWS}({TOKEN}){OWS}(?:={OWS}({TOKEN}|{QUOTED_TOKEN}){OWS})?")
WINDOW_BITS = {str(bits): bits for bits in range(SMALLEST_WINDOW, LARGEST_WINDOW + 1)}


def parse_extensions(headers: Headers) -> list[tuple[str, list[Parameter]]]:
    """The extensions that a head names, in their order, each with its parameters.

    Raises:
        HandshakeFault: 400, the header is not such a list.
    """
    named = [parse_extension(item) for item in tokens(headers, HEADER)]
    if HEADER in headers and not named:
        raise HandshakeFault(400, f"{HEADER} is empty")
    return named


def parse_extension(value: str) -> tuple[str, list[Parameter]]:
    """One extension and its parameters: `permessage-deflate; server_max_window_bits=10`.

    Raises:
        HandshakeFault: 400, it is not that.
    """
    name, *rest = value.split(";")
    matches = [PARAMETER.fullmatch(part) for part in rest]
    if not re.fullmatch(TOKEN + OWS, name) or not all(matches):
        raise HandshakeFault(400, f"{HEADER} is not a list of extensions: {quoted(value)}")
    return name.rstrip(OPTIONAL_WHITESPACE), [parameter(match) for match in matches if match]


def parameter(match: re.Match[str]) -> Parameter:
    """The name and the value in a match of PARAMETER."""
    name, value = match.groups()
    return name, value if value is None else re.sub(r'["\\]', "", value)


def parse_parameters(parameters: list[Parameter], in_offer: bool) -> Parameters | None:
    """The parameters of permessage-deflate by their names; None where RFC 7692, 7.1 does not allow them.

    Args:
        in_offer: the client's window may go without a size: it says that the server may choose one.
    """
    by_name = dict(parameters)
    return by_name if len(by_name) == len(parameters) and are_valid(by_name, in_offer) else None


def are_valid(parameters: Parameters, in_offer: bool) -> bool:
    """True if permessage-deflate has these parameters and they may have these values (RFC 7692, 7.1)."""
    return all(is_valid(name, value, in_offer) for name, value in parameters.items())


def is_valid(name: str, value: str | None, in_offer: bool) -> bool:
    """True if permessage-deflate has this parameter and it may have this value.

    In an offer the client's window may go without a size: it says that the server may choose one.
    """
    if name in (SERVER_FORGETS, CLIENT_FORGETS):
        return value is None
    if name == CLIENT_WINDOW and value is None:
        return in_offer
    return name in (SERVER_WINDOW, CLIENT_WINDOW) and value in WINDOW_BITS


def window_bits(parameters: Parameters, name: str) -> int:
    """The size of a window in valid parameters; the largest where none is given."""
    return WINDOW_BITS.get(parameters.get(name) or "", LARGEST_WINDOW)


def build_offer(deflate: Deflate) -> str:
    """The client's offer. It always lets the server choose the client's window."""
    offer = build_answer(deflate)
    return offer if CLIENT_WINDOW in offer else f"{offer}; {CLIENT_WINDOW}"


def accept_offer(offers: list[tuple[str, list[Parameter]]]) -> Parameters | None:
    """The first offer that a server takes; None where it declines them all (RFC 7692, 7.1)."""
    for name, parameters in offers:
        offer = parse_parameters(parameters, in_offer=True) if name == PERMESSAGE_DEFLATE else None
        if offer is not None:
            return offer
    return None


def agree(offer: Parameters, ours: Deflate) -> Deflate:
    """The parameters as agreed: a window is smaller, or forgotten, if either end wishes it.

    A client that does not name its window in the offer cannot make it smaller (RFC 7692, 7.1.2.2).
    """
    client_window = LARGEST_WINDOW
    if CLIENT_WINDOW in offer:
        client_window = min(window_bits(offer, CLIENT_WINDOW), ours.client_max_window_bits)
    return replace(
        ours,
        server_no_context_takeover=SERVER_FORGETS in offer or ours.server_no_context_takeover,
        client_no_context_takeover=CLIENT_FORGETS in offer or ours.client_no_context_takeover,
        server_max_window_bits=min(window_bits(offer, SERVER_WINDOW), ours.server_max_window_bits),
        client_max_window_bits=client_window,
    )


def build_answer(agreed: Deflate, offer: Parameters | None = None) -> str:
    """The extension with the parameters that differ from their defaults.

    A window that the client asked for is always named (RFC 7692, 7.1.2.1).
    """
    parts = [PERMESSAGE_DEFLATE]
    if agreed.server_no_context_takeover:
        parts.append(SERVER_FORGETS)
    if agreed.client_no_context_takeover:
        parts.append(CLIENT_FORGETS)
    if agreed.server_max_window_bits < LARGEST_WINDOW or SERVER_WINDOW in (offer or {}):
        parts.append(f"{SERVER_WINDOW}={agreed.server_max_window_bits}")
    if agreed.client_max_window_bits < LARGEST_WINDOW:
        parts.append(f"{CLIENT_WINDOW}={agreed.client_max_window_bits}")
    return "; ".join(parts)


def check_answer(answers: list[tuple[str, list[Parameter]]], offered: Deflate | None) -> Deflate | None:
    """Read the server's answer for the client: the parameters as agreed, or None for no compression.

    Raises:
        HandshakeFault: the server answers what was not offered.
    """
    if not answers:
        return None
    if offered is None or len(answers) > 1 or answers[0][0] != PERMESSAGE_DEFLATE:
        raise HandshakeFault(
            400, f"{HEADER} names what was not offered: {quoted(', '.join(name for name, _ in answers))}"
        )
    parameters = parse_parameters(answers[0][1], in_offer=False)
    if parameters is None:
        raise HandshakeFault(400, f"{HEADER} has a parameter that permessage-deflate does not have")
    if offered.server_no_context_takeover and SERVER_FORGETS not in parameters:
        raise HandshakeFault(400, f"{HEADER} lacks {SERVER_FORGETS}, which was asked for")
    if window_bits(parameters, SERVER_WINDOW) > offered.server_max_window_bits:
        raise HandshakeFault(400, f"{HEADER} gives a larger {SERVER_WINDOW} than was asked for")
    return agree({CLIENT_WINDOW: None, **parameters}, offered)
