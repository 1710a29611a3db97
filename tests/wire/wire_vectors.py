"""The vectors of contract/, read for the tests of wire/."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from framebyframe.wire import (
    BytesMessage,
    CloseReceived,
    Event,
    Frame,
    Opcode,
    PingReceived,
    PongReceived,
    TextMessage,
)

CONTRACT = Path(__file__).resolve().parents[2] / "contract"
FRAMES: dict[str, list[dict[str, Any]]] = json.loads((CONTRACT / "frames.json").read_text("utf-8"))
HANDSHAKES: dict[str, list[dict[str, Any]]] = json.loads((CONTRACT / "handshake.json").read_text("utf-8"))


def name(vector: dict[str, Any]) -> str:
    """The name of a vector's test in pytest."""
    return str(vector.get("name"))


def byte_string(value: Any) -> bytes:
    """Bytes as contract/README.md writes them: hex, or a list of hex and repetitions."""
    if isinstance(value, list):
        return b"".join(byte_string(item) for item in value)
    if isinstance(value, dict):
        return byte_string(value["repeat"]) * value["times"]
    return bytes.fromhex(value)


def frame(value: dict[str, Any]) -> Frame:
    """The frame of a vector."""
    key = value["masking_key"]
    return Frame(
        Opcode(value["opcode"]),
        byte_string(value["payload"]),
        value["fin"],
        value["rsv1"],
        value["rsv2"],
        value["rsv3"],
        None if key is None else byte_string(key),
    )


def event(value: dict[str, Any]) -> Event:
    """The event of a vector."""
    if value["type"] == "close":
        return CloseReceived(value["code"], value["reason"])
    payload = byte_string(value["payload"])
    if value["type"] == "text":
        return TextMessage(payload.decode())
    return {"binary": BytesMessage, "ping": PingReceived, "pong": PongReceived}[value["type"]](payload)


def splits(data: bytes) -> Iterator[list[bytes]]:
    """The same bytes at once, one by one, and cut in two anywhere (longer streams: in fewer ways)."""
    yield [data]
    if len(data) > 4096:
        yield [data[start : start + 1460] for start in range(0, len(data), 1460)]
        return
    yield [bytes([byte]) for byte in data]
    for cut in range(1, len(data), max(1, len(data) // 32)):
        yield [data[:cut], data[cut:]]


def head(lines: list[Any]) -> bytes:
    """A request or a response as bytes."""
    return "\r\n".join([*map(line, lines), "", ""]).encode()


def line(value: Any) -> str:
    """A line: a string, or a list of strings and repetitions."""
    parts = value if isinstance(value, list) else [value]
    return "".join(part if isinstance(part, str) else part["text"] * part["times"] for part in parts)
