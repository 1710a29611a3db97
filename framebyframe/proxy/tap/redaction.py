"""Takes secrets out of the opening handshake before anything of it is kept; every length stays.

A secret is the value of `Authorization`, `Proxy-Authorization`, `Cookie` and `Set-Cookie`, and of `token` in
the query of an address. What frames carry is kept as it is. It is sought in bytes and not in parsed headers:
a head that HTTP does not allow may hold one too.
"""

from __future__ import annotations

import re

from framebyframe.rpc.access_log import redacted

REDACTED = "REDACTED"
FILLER = "x"
"""Fills up what is longer, so that lengths stay."""
BLANKS = " \t\r\n"
SHORTEST_SECRET = 4
"""Characters: a shorter secret is hidden where it stands, and not sought elsewhere."""
SHORTEST_IN_HEAD = 12
"""The same for a head: there a cookie that says `websocket` must not hide a word of the handshake."""

_FIELD = re.compile(
    r"(?:^|(?<=\r))(?P<name>[ \t]*(?:proxy-authorization|authorization|set-cookie|cookie)[ \t]*:[ \t]*)"
    r"(?P<value>[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*)",
    re.IGNORECASE | re.MULTILINE,
)
"""A header that holds a secret; its value may go on in lines that begin with a blank."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9-]* +(?=\S)")
"""The first word of an Authorization, such as `Bearer`: no secret where another word follows."""


class Redaction:
    """Hides the secrets of one connection, and remembers them for as long as the handshake lasts.

    A server may say a client's token again, on a page that refuses it.
    """

    def __init__(self) -> None:
        self._secrets: set[str] = set()

    def __repr__(self) -> str:
        return f"<a redaction that knows {len(self._secrets)} secrets>"

    @property
    def knows_secrets(self) -> bool:
        """Whether a secret has come that may come again."""
        return bool(self._secrets)

    def hide(self, data: bytes, shortest: int = SHORTEST_SECRET) -> bytes:
        """The same number of bytes, with REDACTED and x in the place of every secret.

        Args:
            data: any bytes.
            shortest: characters of a secret that is known already, and sought wherever it stands.
        """
        text = _FIELD.sub(self._hide_field, data.decode("latin-1"))
        text = redacted(text, self._hide_secret)
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, filled(secret)) if len(secret) >= shortest else text
        return text.encode("latin-1")

    def hide_in_head(self, head: bytes) -> bytes:
        """The same for a whole head, which is still one of an opening handshake."""
        return self.hide(head, SHORTEST_IN_HEAD)

    def forget(self) -> None:
        """Forget every secret: the handshake is over."""
        self._secrets.clear()

    def _hide_field(self, match: re.Match[str]) -> str:
        name, value = match["name"], match["value"]
        scheme = _SCHEME.match(value) if "auth" in name.lower() else None
        start = scheme.end() if scheme else 0
        return name + value[:start] + self._hide_secret(value[start:])

    def _hide_secret(self, secret: str) -> str:
        self._secrets |= {part for part in parts(secret) if len(part) >= SHORTEST_SECRET}
        return filled(secret)


def parts(secret: str) -> set[str]:
    """A secret whole, its words, and the values in it: a page may say one of them again."""
    words = re.split(r"[;,\s]+", secret)
    return {secret, *words, *(word.partition("=")[2] for word in words)}


def filled(secret: str) -> str:
    """REDACTED, as long as the secret: cut, or filled up with x. Blanks and line ends stay."""
    cover = iter(REDACTED.ljust(len(secret), FILLER))
    return "".join(character if character in BLANKS else next(cover) for character in secret)
