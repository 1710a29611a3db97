"""Which extension two ends agree on: Sec-WebSocket-Extensions (RFC 6455, 9.1; RFC 7692, 5 and 7.1).

A client offers permessage-deflate with parameters, perhaps several times with different ones. The
server takes one offer and answers with the parameters as agreed, or takes none and does not answer.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .deflate import LARGEST_WINDOW, SMALLEST_WINDOW, Deflate
from .errors import HandshakeFault
from .heads import TOKEN, Headers

HEADER = "Sec-WebSocket-Extensions"
PERMESSAGE_DEFLATE = "permessage-deflate"

SERVER_FORGETS = "server_no_context_takeover"
CLIENT_FORGETS = "client_no_context_takeover"
SERVER_WINDOW = "server_max_window_bits"
CLIENT_WINDOW = "client_max_window_bits"

Parameters = dict[str, str | None]
"""A parameter's value by its name; None where it has no value."""

PARAMETER = re.compile(rf'\s*({TOKEN})\s*(?:=\s*(?:({TOKEN})|"({TOKEN})")\s*)?')
WINDOW_BITS = {str(bits): bits for bits in range(SMALLEST_WINDOW, LARGEST_WINDOW + 1)}


def parse_extensions(headers: Headers) -> list[tuple[str, Parameters]]:
    """The extensions that a head names, in their order, each with its parameters.

    Raises:
        HandshakeFault: 400, the header is not such a list, or a parameter stands twice.
    """
    values = [item for value in headers.get_all(HEADER) for item in value.split(",")]
    return [parse_extension(value) for value in values]


def parse_extension(value: str) -> tuple[str, Parameters]:
    """One extension and its parameters: `permessage-deflate; server_max_window_bits=10`.

    Raises:
        HandshakeFault: 400, it is not that, or a parameter stands twice.
    """
    name, *rest = value.split(";")
    parameters: Parameters = {}
    for part in rest:
        match = PARAMETER.fullmatch(part)
        if match is None or match[1] in parameters:
            raise HandshakeFault(400, f"{HEADER} has a bad parameter: {part.strip()[:60]!r}")
        parameters[match[1]] = match[2] or match[3]
    if not re.fullmatch(TOKEN, name.strip()):
        raise HandshakeFault(400, f"{HEADER} has a bad name: {name.strip()[:60]!r}")
    return name.strip(), parameters


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


def accept_offer(offers: list[tuple[str, Parameters]], ours: Deflate) -> Deflate | None:
    """The server's choice: the first offer that it can meet, with its own wishes worked in; or None."""
    for name, parameters in offers:
        if name == PERMESSAGE_DEFLATE and are_valid(parameters, in_offer=True):
            return agree(parameters, ours)
    return None


def agree(offer: Parameters, ours: Deflate) -> Deflate:
    """What both ends wish: who of them wants a window forgotten or smaller, gets it.

    A client that does not say so does not know how to make its window smaller (RFC 7692, 7.1.2.2).
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


def build_answer(agreed: Deflate) -> str:
    """The extension with the parameters that differ from what goes without saying."""
    parts = [PERMESSAGE_DEFLATE]
    if agreed.server_no_context_takeover:
        parts.append(SERVER_FORGETS)
    if agreed.client_no_context_takeover:
        parts.append(CLIENT_FORGETS)
    if agreed.server_max_window_bits < LARGEST_WINDOW:
        parts.append(f"{SERVER_WINDOW}={agreed.server_max_window_bits}")
    if agreed.client_max_window_bits < LARGEST_WINDOW:
        parts.append(f"{CLIENT_WINDOW}={agreed.client_max_window_bits}")
    return "; ".join(parts)


def check_answer(answers: list[tuple[str, Parameters]], offered: Deflate | None) -> Deflate | None:
    """What a client makes of the server's answer: the parameters as agreed, or None for no compression.

    Raises:
        HandshakeFault: the server answers what was not offered.
    """
    if not answers:
        return None
    if offered is None or len(answers) > 1 or answers[0][0] != PERMESSAGE_DEFLATE:
        raise HandshakeFault(
            400, f"{HEADER} names what was not offered: {', '.join(n for n, _ in answers)[:60]}"
        )
    parameters = answers[0][1]
    if not are_valid(parameters, in_offer=False):
        raise HandshakeFault(400, f"{HEADER} has a parameter that permessage-deflate does not have")
    if offered.server_no_context_takeover and SERVER_FORGETS not in parameters:
        raise HandshakeFault(400, f"{HEADER} lacks {SERVER_FORGETS}, which was asked for")
    if window_bits(parameters, SERVER_WINDOW) > offered.server_max_window_bits:
        raise HandshakeFault(400, f"{HEADER} gives a larger {SERVER_WINDOW} than was asked for")
    return agree({CLIENT_WINDOW: None, **parameters}, offered)
