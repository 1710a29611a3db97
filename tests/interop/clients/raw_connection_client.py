"""The exchanges frame by frame, through `peers.RawConnection`."""

from __future__ import annotations

import contextlib
import secrets
from itertools import pairwise
from typing import Any

from by_hand import CALL_TIMEOUT, Closed, MessageDriver
from stepping import run

from framebyframe.peers import PeerFailed, RawConnection
from framebyframe.wire import Frame, Opcode, encode_frame

NO_CLOSE_FRAME = 1006
NO_CODE = 1005


class Driver(MessageDriver):
    """A driver of one connection."""

    def __init__(self, url: str, dialect: str, ids: bool) -> None:
        super().__init__(dialect)
        self._raw = RawConnection(url)
        self._pongs: list[bytes] = []
        self._close_sent = False

    def send_text(self, text: str) -> None:
        with contextlib.suppress(PeerFailed):  # the server's last frames can still be read
            self._raw.send(_masked(Opcode.TEXT, text.encode()))

    def receive(self, timeout: float) -> str | None:
        while (data := self._raw.receive(timeout)) is not None:
            if not data:
                raise Closed(NO_CLOSE_FRAME)
            opcode, payload = data[0] & 0x0F, _payload(data)
            if opcode == Opcode.CLOSE:
                self._send_close(payload)  # with the code that came (RFC 6455, 5.5.1)
                raise Closed(int.from_bytes(payload[:2], "big") if payload else NO_CODE)
            if opcode == Opcode.TEXT:
                return payload.decode()
            self._pongs.append(payload)
        return None

    def fragments(self, parts: list[str], ping: str) -> dict[str, Any]:
        for index, part in enumerate(parts):
            if index == 1:
                self._raw.send(_masked(Opcode.PING, bytes.fromhex(ping)))
            opcode = Opcode.CONTINUATION if index else Opcode.TEXT
            self._raw.send(_masked(opcode, bytes.fromhex(part), fin=index == len(parts) - 1))
        answer = self._receive_json(CALL_TIMEOUT)
        return {"message": answer, "pong": self._pongs == [bytes.fromhex(ping)]}

    def ping(self, payload: str) -> dict[str, Any]:
        self._raw.send(_masked(Opcode.PING, bytes.fromhex(payload)))
        data = self._raw.receive(CALL_TIMEOUT) or b""
        return {"pong": data[:1] == b"\x8a" and _payload(data) == bytes.fromhex(payload)}

    def pieces(self, payload: str, cuts: list[int]) -> dict[str, Any]:
        frame = _masked(Opcode.TEXT, bytes.fromhex(payload))
        edges = [0, *cuts, len(frame)]
        self._raw.send(*[frame[start:end] for start, end in pairwise(edges)])
        return {"message": self._receive_json(CALL_TIMEOUT)}

    def binary(self, payload: str) -> dict[str, Any]:
        self._raw.send(_masked(Opcode.BINARY, bytes.fromhex(payload)))
        return {"sent": True}

    def text_bytes(self, payload: str) -> dict[str, Any]:
        self._raw.send(_masked(Opcode.TEXT, bytes.fromhex(payload)))
        return {"sent": True}

    def unmasked(self, payload: str) -> dict[str, Any]:
        self._raw.send(encode_frame(Frame(Opcode.TEXT, bytes.fromhex(payload))))
        return {"sent": True}

    def close(self, code: int, reason: str) -> dict[str, Any]:
        self._send_close(code.to_bytes(2, "big") + reason.encode())
        return self.await_close()

    def close_without_code(self) -> dict[str, Any]:
        self._send_close(b"")
        return self.await_close()

    def end(self) -> None:
        self._raw.close()

    def _send_close(self, payload: bytes) -> None:
        if not self._close_sent:
            self._close_sent = True
            with contextlib.suppress(PeerFailed):  # a server that failed the connection may be gone
                self._raw.send(_masked(Opcode.CLOSE, payload))


def _masked(opcode: Opcode, payload: bytes, fin: bool = True) -> bytes:
    return encode_frame(Frame(opcode, payload, fin=fin, masking_key=secrets.token_bytes(4)))


def _payload(data: bytes) -> bytes:
    header = {126: 4, 127: 10}.get(data[1], 2)  # a server's frames have no masking key
    return data[header:]


run(Driver)
