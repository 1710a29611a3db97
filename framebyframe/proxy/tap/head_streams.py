"""Gathers the head of the opening handshake that one side sends, and hides its secrets."""

from __future__ import annotations

from framebyframe.wire import Limits, heads
from framebyframe.wire.heads import (
    FIELD_FORM,
    FIELD_OR_FOLDED_FORM,
    REQUEST_FORM,
    STATUS_FORM,
    Head,
    HeadReader,
)

from .items import Sender
from .redaction import Redaction


class HeadStream:
    """Gathers the head that one side sends, and hides its secrets.

    Attributes:
        offset: bytes of heads that have been taken: a server may send an interim one first.
    """

    def __init__(self, sender: Sender, redaction: Redaction) -> None:
        self._is_client = sender == "client"
        self._redaction = redaction
        self.offset = 0
        self._start()

    def _start(self) -> None:
        forms = (REQUEST_FORM, FIELD_FORM) if self._is_client else (STATUS_FORM, FIELD_OR_FOLDED_FORM)
        self._reader = HeadReader(Limits(), *forms)
        self._come = bytearray()

    def take(self, data: bytes) -> tuple[bytes, Head, bytes] | None:
        """Take in bytes.

        Returns:
            The head as bytes and taken apart, both without secrets, and what followed it; None until it is
            whole.

        Raises:
            HandshakeFault: it is no head.
        """
        self._come += data
        found = self._reader.feed(data)
        if found is None:
            return None
        rest = found[1]
        raw = self._redaction.hide_in_head(bytes(self._come[: len(self._come) - len(rest)]))
        head = heads.parse_head(raw.strip(b"\r\n"), unfold=not self._is_client)
        self.offset += len(raw)
        self._start()
        return raw, head, rest

    def so_far(self) -> bytes:
        """What has come of a head that is not whole, without secrets. It is handed over once."""
        data = self._redaction.hide(bytes(self._come))
        self._come.clear()
        return data
