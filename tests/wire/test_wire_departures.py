"""`websockets` departs from the RFC where contract/frames.json says so, and nowhere else.

A library that mends a departure fails its test here: then the vector's `known_departures` goes.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
import websockets
from websockets.asyncio.connection import Connection as WebsocketsConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import Protocol, Side, State
from wire_vectors import FRAMES, byte_string, name

from framebyframe.wire.reader import FrameReader

OBSERVED = "17."
"""The version whose departures the contract lists; older Pythons run an older one."""

pytestmark = pytest.mark.skipif(
    not websockets.__version__.startswith(OBSERVED),
    reason=f"the departures were observed on websockets {OBSERVED}x, this is {websockets.__version__}",
)

TURNS = 10
"""Turns of the event loop after which a connection without a socket has done all its work."""

SILENT = logging.Logger("websockets, not shown", logging.CRITICAL + 1)


class WrittenTransport(asyncio.Transport):
    """A transport that keeps the bytes written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""

    def write(self, data: Any) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return False

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None: ...
    def pause_reading(self) -> None: ...
    def resume_reading(self) -> None: ...
    def write_eof(self) -> None: ...
    def close(self) -> None: ...
    def abort(self) -> None: ...


async def answer(vector: dict[str, Any]) -> tuple[list[str | bytes], bytes]:
    """The messages that an open asyncio connection reads in a stream, and all that it writes."""
    side = Side.SERVER if vector["receiver"] == "server" else Side.CLIENT
    protocol = Protocol(side, state=State.OPEN, max_size=1 << 20, logger=SILENT)
    connection, transport = WebsocketsConnection(protocol, ping_interval=None), WrittenTransport()
    connection.connection_made(transport)
    messages: list[str | bytes] = []

    async def read() -> None:
        while True:
            messages.append(await connection.recv())

    reading = asyncio.create_task(read())
    await asyncio.sleep(0)
    connection.data_received(byte_string(vector["bytes"]))
    for _ in range(TURNS):
        await asyncio.sleep(0)
    reading.cancel()
    ended = (await asyncio.gather(reading, return_exceptions=True))[0]
    assert isinstance(ended, asyncio.CancelledError | ConnectionClosed), ended
    connection.connection_lost(None)
    return messages, transport.written


def verdict(vector: dict[str, Any]) -> str:
    """The verdict on its behaviour, in the words of contract/README.md."""
    messages, written = asyncio.run(answer(vector))
    reader = FrameReader()
    reader.feed(written)
    for frame in iter(reader.next_frame, None):
        if frame.opcode == 8:
            return f"closes with {int.from_bytes(frame.payload[:2], 'big') if frame.payload else 1005}"
    return "accepts it" if messages else "waits for the rest"


@pytest.mark.parametrize("vector", FRAMES["illegal"], ids=name)
def test_an_illegal_stream(vector: dict[str, Any]) -> None:
    departure = vector.get("known_departures", {}).get("websockets")
    assert verdict(vector) == (departure or f"closes with {vector['close_code']}")


@pytest.mark.parametrize("vector", FRAMES["messages"], ids=name)
def test_a_legal_stream(vector: dict[str, Any]) -> None:
    departure = vector.get("known_departures", {}).get("websockets")
    closes = [event["code"] for event in vector["events"] if event["type"] == "close"]
    messages = [event for event in vector["events"] if event["type"] in ("text", "binary")]
    expected = f"closes with {closes[0]}" if closes else "accepts it" if messages else "waits for the rest"
    assert verdict(vector) == (departure or expected)
