"""Decides whether a client may connect: by the Origin of the page it speaks for, and by a token."""

from __future__ import annotations

import hmac
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import parse_qs

from ..wire import HandshakeRequest

LOOPBACK_ORIGIN = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?")
BEARER = re.compile("Bearer +([^ ]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Gate:
    """Decides which opening handshakes are accepted.

    Attributes:
        origins: of the pages that may connect, besides those of this machine.
        token: that every client must bring; None for no token.
    """

    origins: Collection[str] = ()
    token: str | None = None

    def allows_origin(self, origin: str | None) -> bool:
        """Whether a page of this origin may connect. None is a program: only browsers send an Origin."""
        return origin is None or LOOPBACK_ORIGIN.fullmatch(origin) is not None or origin in self.origins

    def allows_request(self, request: HandshakeRequest) -> bool:
        """Whether the client brings the token, in `Authorization` or, as browsers must, as `?token=`."""
        if self.token is None:
            return True
        # In constant time: else the time tells how much of a guess is right.
        return any(hmac.compare_digest(offered, self.token.encode()) for offered in offered_tokens(request))


def offered_tokens(request: HandshakeRequest) -> list[bytes]:
    """The tokens of a request, of all its headers and of its query."""
    headers = [BEARER.fullmatch(value) for value in request.headers.get_all("Authorization")]
    _, _, query = request.target.partition("?")
    # Headers are decoded as Latin-1: encoding them so gives the bytes that were sent.
    in_headers = [match[1].encode("latin-1") for match in headers if match]
    return in_headers + [token.encode() for token in parse_qs(query).get("token", [])]
