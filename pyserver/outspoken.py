"""A connection that answers what is no HTTP, where `websockets` ends the stream without a word."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.protocol import SEND_EOF

from .log import Log


class OutspokenConnection(ServerConnection):
    """Says 400 to garbage, and writes the log's line for whatever is refused before it is a request.

    Args:
        log: where the refusal is written.
        arguments, options: those of ServerConnection.
    """

    def __init__(self, *arguments: Any, log: Log, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._log = log

    def send_data(self) -> None:
        """Write what the protocol has to say; where it has only the end of the stream, say why first."""
        # Where the peer has left, before its request was whole, nobody is refused and nobody would read it.
        if self.request is None and self.protocol.writes and not self.protocol.reader.eof:
            self._refuse()
        super().send_data()

    def _refuse(self) -> None:
        fault = str(self.protocol.handshake_exc)
        if self.protocol.writes == [SEND_EOF]:
            answer = self.protocol.reject(HTTPStatus.BAD_REQUEST, f"{fault}\n")
            self.protocol.writes.insert(0, answer.serialize())
        _version, status, *_ = self.protocol.writes[0].split(maxsplit=2)
        self._log.refused(self._log.record(), int(status), fault)
