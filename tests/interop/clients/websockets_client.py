"""The exchanges through the `websockets` library."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from by_hand import CALL_TIMEOUT, Closed, MessageDriver
from stepping import run
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Subprotocol


class Driver(MessageDriver):
    """A driver of one connection."""

    def __init__(self, url: str, dialect: str, ids: bool) -> None:
        super().__init__(dialect)
        offered = [Subprotocol("jsonrpc")] if dialect == "jsonrpc" else None
        self._client = connect(url, subprotocols=offered, max_size=None, compression=None, proxy=None)

    def send_text(self, text: str) -> None:
        try:
            self._client.send(text)
        except ConnectionClosed as closed:
            raise _closed(closed) from None

    def receive(self, timeout: float) -> str | None:
        try:
            message = self._client.recv(timeout)
        except TimeoutError:
            return None
        except ConnectionClosed as closed:
            raise _closed(closed) from None
        assert isinstance(message, str), "a binary message"
        return message

    def fragments(self, parts: list[str], ping: str) -> dict[str, Any]:
        pongs = []

        def with_a_ping() -> Iterator[bytes]:
            for index, part in enumerate(parts):
                if index == 1:
                    pongs.append(self._client.ping(bytes.fromhex(ping)))
                yield bytes.fromhex(part)

        self._client.send(with_a_ping(), text=True)
        return {"message": self._receive_json(CALL_TIMEOUT), "pong": pongs[0].wait(CALL_TIMEOUT)}

    def ping(self, payload: str) -> dict[str, Any]:
        return {"pong": self._client.ping(bytes.fromhex(payload)).wait(CALL_TIMEOUT)}

    def binary(self, payload: str) -> dict[str, Any]:
        self._client.send(bytes.fromhex(payload))
        return {"sent": True}

    def text_bytes(self, payload: str) -> dict[str, Any]:
        self._client.send(bytes.fromhex(payload), text=True)
        return {"sent": True}

    def close(self, code: int, reason: str) -> dict[str, Any]:
        self._client.close(code, reason)
        return {"closed": self._client.close_code}

    def end(self) -> None:
        self._client.close()


def _closed(closed: ConnectionClosed) -> Closed:
    return Closed(1006 if closed.rcvd is None else int(closed.rcvd.code))


run(Driver)
