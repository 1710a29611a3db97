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
Extension = tuple[str, list[Parameter]]
"""An extension's name, and its parameters as they stand."""

OWS = rf"[{OPTIONAL_WHITESPACE}]*"
QUOTED_TOKEN = rf'"(?:\\?{TOKEN_CHARACTER})+"'
"""A token in quotation marks, any of its characters after a backslash (RFC 6455, 9.1)."""
PARAMETER = re.compile(rf"{OWS}({TOKEN}){OWS}(?:={OWS}({TOKEN}|{QUOTED_TOKEN}){OWS})?")
WINDOW_BITS = {str(bits): bits for bits in range(SMALLEST_WINDOW, LARGEST_WINDOW + 1)}


def parse_extensions(headers: Headers) -> list[Extension]:
    """The extensions that a head names, in their order, each with its parameters.

    Raises:
        HandshakeFault: 400, the header is not such a list.
    """
    named = [parse_extension(item) for item in tokens(headers, HEADER)]
    if HEADER in headers and not named:
        raise HandshakeFault(400, f"{HEADER} is empty")
    return named


def parse_extension(value: str) -> Extension:
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


def accept_offer(offers: list[Extension]) -> Parameters | None:
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


def check_answer(answers: list[Extension], offered: Deflate | None) -> Deflate | None:
    """Read the server's answer for the client: the parameters as agreed, or None for no compression.

    Raises:
        HandshakeFault: the server answers what was not offered.
    """
    check_offered(answers, [] if offered is None else [parse_extension(build_offer(offered))])
    if offered is None or not answers:
        return None
    return agree({CLIENT_WINDOW: None, **dict(answers[0][1])}, offered)


def check_offered(answers: list[Extension], offers: list[Extension]) -> None:
    """Refuse an answer to what was not offered (RFC 6455, 4.1; RFC 7692, 7.1).

    Raises:
        HandshakeFault: an extension stands in no offer or is answered twice, or its parameters fit none.
    """
    names = [name for name, _ in answers]
    if len(set(names)) < len(names) or not set(names) <= {name for name, _ in offers}:
        raise HandshakeFault(400, f"{HEADER} names what was not offered: {quoted(', '.join(names))}")
    if PERMESSAGE_DEFLATE in names:
        check_parameters(dict(answers)[PERMESSAGE_DEFLATE], offers)


def check_parameters(parameters: list[Parameter], offers: list[Extension]) -> None:
    """Refuse parameters of permessage-deflate that fit no offer of it.

    Raises:
        HandshakeFault: what is wrong, beside the offer that the client likes best.
    """
    answer = parse_parameters(parameters, in_offer=False)
    if answer is None:
        raise HandshakeFault(400, f"{HEADER} has a parameter that permessage-deflate does not have")
    named = [parse_parameters(rest, in_offer=True) for name, rest in offers if name == PERMESSAGE_DEFLATE]
    faults = [misfit(answer, offer) for offer in named]
    if all(faults):
        raise HandshakeFault(400, f"{HEADER} {faults[0]}")


def misfit(answer: Parameters, offer: Parameters | None) -> str:
    """Why this is no answer to an offer; "" where it is one (RFC 7692, 7.1)."""
    if offer is None:
        return "answers an offer with a parameter that permessage-deflate does not have"
    if SERVER_FORGETS in offer and SERVER_FORGETS not in answer:
        return f"lacks {SERVER_FORGETS}, which was asked for"
    if window_bits(answer, SERVER_WINDOW) > window_bits(offer, SERVER_WINDOW):
        return f"gives a larger {SERVER_WINDOW} than was asked for"
    if CLIENT_WINDOW in answer and CLIENT_WINDOW not in offer:
        return f"has {CLIENT_WINDOW}, which was not offered"
    return ""
