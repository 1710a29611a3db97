"""Who may connect: pages of this machine, or of those allowed, with the token where there is one."""

from __future__ import annotations

import hmac
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import parse_qs

from ..wire import HandshakeRequest

LOOPBACK_ORIGIN = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?")
BEARER = re.compile(r"Bearer +(\S+)", re.IGNORECASE)


@dataclass(frozen=True)
class Gate:
    """What an opening handshake is asked for before it is accepted.

    Attributes:
        origins: pages that may connect, besides those of this machine.
        token: what every client must bring; None where it need not bring any.
    """

    origins: Collection[str] = ()
    token: str | None = None

    def allows_origin(self, origin: str | None) -> bool:
        """Whether a page of this origin may connect. Only browsers send one: without, it is a program."""
        return origin is None or LOOPBACK_ORIGIN.fullmatch(origin) is not None or origin in self.origins

    def allows_request(self, request: HandshakeRequest) -> bool:
        """Whether the client brings the token: in `Authorization`, or as `?token=` where it is a browser."""
        if self.token is None:
            return True
        # Comparing in constant time says nothing of how much of a guess is right.
        return any(hmac.compare_digest(offered, self.token.encode()) for offered in offered_tokens(request))


def offered_tokens(request: HandshakeRequest) -> list[bytes]:
    """The tokens of a request, wherever they stand."""
    headers = [BEARER.fullmatch(value) for value in request.headers.get_all("Authorization")]
    _, _, query = request.target.partition("?")
    # Headers come decoded as Latin-1: this gives back the bytes that were sent.
    in_headers = [match[1].encode("latin-1") for match in headers if match]
    return in_headers + [token.encode() for token in parse_qs(query).get("token", [])]
