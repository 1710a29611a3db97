"""A short run of the fuzz target, from seeds that are nearly right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = 25
TARGET = Path(__file__).with_name("fuzz_wire.py")

REQUEST = (
    b"GET /chat HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Protocol: chat, jsonrpc\r\n"
    b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits; server_max_window_bits=10\r\n\r\n"
)
RESPONSE = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
    b"Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover\r\n\r\n"
)
SEEDS = {
    "request": b"\xf1" + REQUEST,
    "response": b"\xf0" + RESPONSE,
    "text": b"\x00" + bytes.fromhex("810548656c6c6f"),
    "masked": b"\x01" + bytes.fromhex("818537fa213d7f9f4d5158"),
    "fragments": b"\x00" + bytes.fromhex("010348656c890080026c6f880203e8"),
    "compressed": b"\x02" + bytes.fromhex("c107f248cdc9c90700c105f200110000"),
    "long": b"\x00" + bytes.fromhex("827e0100") + bytes(256),
}


@pytest.mark.slow
@pytest.mark.timeout(SECONDS + 120)
def test_nothing_a_peer_sends_breaks_wire(tmp_path):
    pytest.importorskip("atheris", reason="atheris is not installed: no fuzzing here")
    for name, seed in SEEDS.items():
        (tmp_path / name).write_bytes(seed)
    command = [sys.executable, str(TARGET), f"-max_total_time={SECONDS}", "-verbosity=0", str(tmp_path)]
    result = subprocess.run(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert result.returncode == 0, result.stdout[-4000:]
