"""A record as pcapng holds the very bytes of the wire, and tshark dissects them as the tap does."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tapped import OPENING, REQUEST, RESPONSE, Said, follow, from_client, from_server, talk, text

from framebyframe import peers
from framebyframe.proxy import Record, Tap, TapLimits
from framebyframe.proxy.tap.items import TappedFrame
from framebyframe.proxy.tap.packets import checksum
from framebyframe.rpc import RpcClient
from framebyframe.wire import Deflate, Frame, Opcode

ETHERNET, IP, TCP = 14, 20, 20
SOON = 60


@pytest.fixture(scope="session")
def tshark() -> str:
    program = shutil.which("tshark")
    if program is None:
        pytest.skip("no tshark here: `apt install tshark` to compare what it dissects")
    return program


# Without tshark


def blocks(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The type and the body of each block of a pcapng file."""
    while data:
        kind, length = struct.unpack_from("<II", data)
        assert length % 4 == 0 and data[length - 4 : length] == data[4:8]
        yield kind, data[8 : length - 4]
        data = data[length:]


def packets(data: bytes) -> Iterator[tuple[int, int, int, int, bytes]]:
    """Of each packet: nanoseconds, the port that sent it, its sequence number, its flags, its data."""
    for kind, body in blocks(data):
        if kind == 6:
            _, high, low, length, original = struct.unpack_from("<5I", body)
            assert length == original
            packet = body[20 : 20 + length]
            ip, tcp = packet[ETHERNET : ETHERNET + IP], packet[ETHERNET + IP :]
            assert checksum(ip) == 0
            assert checksum(ip[12:20] + struct.pack("!BBH", 0, 6, len(tcp)) + tcp) == 0
            assert struct.unpack_from("!H", ip, 2)[0] == len(packet) - ETHERNET
            port, _, sequence = struct.unpack_from("!HHI", tcp)
            yield high << 32 | low, port, sequence, tcp[13], tcp[TCP:]


def stream(data: bytes, port: int) -> bytes:
    """What a port has sent, put together by sequence numbers as TCP does."""
    sent = b""
    for _, sender, sequence, _, piece in packets(data):
        if sender == port and piece:
            assert sequence == len(sent) + 1
            sent += piece
    return sent


MIXED: list[Said] = [
    from_client(text("Hel", fin=False)),
    from_client(Frame(Opcode.PING, b"ping")),
    from_client(text("lo", opcode=Opcode.CONTINUATION)),
    from_server(Frame(Opcode.BINARY, bytes(range(256)))),
    from_client(Frame(Opcode.BINARY, b"\x00\x01\x02")),
    from_server(Frame(Opcode.BINARY, b"")),
    from_client("x" * 70_000),
    from_server("ä" * 100),
    from_server(Frame(Opcode.PONG, b"ping")),
    from_client(Frame(Opcode.CLOSE, b"\x03\xe8bye")),
    from_server(Frame(Opcode.CLOSE, b"")),
]


def exported(record: Record, folder: Path) -> Path:
    path = folder / "record.pcapng"
    record.export_pcapng(path)
    return path


def test_each_side_has_sent_the_bytes_of_the_wire(tmp_path: Path) -> None:
    data = exported(talk(*MIXED), tmp_path).read_bytes()
    sent = {"client": REQUEST, "server": RESPONSE}
    for sender, frame in MIXED:
        sent[sender] += frame
    assert stream(data, 50_000) == sent["client"]
    assert stream(data, 8080) == sent["server"]


def test_it_begins_with_tcps_handshake_and_ends_with_both_ends(tmp_path: Path) -> None:
    record = talk(from_client("hi"))
    found = list(packets(exported(record, tmp_path).read_bytes()))
    assert [flags for *_, flags, _ in found] == [0x02, 0x12, 0x10, 0x18, 0x18, 0x18, 0x11, 0x11]
    began = int(record.began.timestamp() * 1e9)
    assert [round((time - began) / 1e9) for time, *_ in found] == [0, 0, 0, 1, 2, 3, 4, 4]


def test_what_was_dropped_is_a_gap(tmp_path: Path) -> None:
    record = talk(from_server("one"), from_server("two"), limits=TapLimits(max_frames=1))
    data = [found for found in packets(exported(record, tmp_path).read_bytes()) if found[4]]
    _, _, sequence, _, piece = data[-1]
    assert piece == b"\x81\x03two"
    assert sequence == 1 + len(RESPONSE) + len(b"\x81\x03one")


@given(st.binary(max_size=64))
def test_checksums(data: bytes) -> None:
    """A sum over the data and its own checksum is nothing."""
    even = data + bytes(len(data) % 2)
    assert checksum(even + struct.pack("!H", checksum(even))) == 0


# With it


def dissected(tshark: str, path: Path, *options: str) -> list[dict[str, Any]]:
    """The fields that tshark finds in each frame of WebSocket: pairs of the value and where it stands."""
    command = [tshark, "-r", str(path), "-Y", "websocket", "-T", "jsonraw", "-j", "websocket", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SOON, check=True)
    found = []
    for packet in json.loads(done.stdout):
        layers = packet["_source"]["layers"]["websocket"]
        for layer in layers if isinstance(layers, list) else [layers]:
            found.append({name.split(".")[1]: value[0] for name, value in layer.items() if "_raw" in name})
    return found


def as_tshark_has_it(frame: TappedFrame) -> dict[str, Any]:
    """The same fields from the record."""
    first, second = frame.header[:2]
    fields = {
        "fin_raw": str(int(frame.fin)),
        "rsv_raw": str(first >> 4 & 7),
        "opcode_raw": f"{int(frame.opcode):X}",
        "mask_raw": str(second >> 7),
        "payload_length_raw": f"{second & 0x7F:X}",
    }
    key = frame.masking_key
    extended = frame.header[2 : len(frame.header) - (4 if key else 0)]
    if extended:
        fields[f"payload_length_ext_{len(extended) * 8}_raw"] = extended.hex()
        assert int.from_bytes(extended, "big") == frame.length
    if key is not None:
        fields["masking_key_raw"] = key.hex()
        fields["masked_payload_raw"] = frame.data[len(frame.header) :].hex()
    if frame.payload:
        fields["payload_raw"] = frame.payload.hex()
    return fields


def compare(record: Record, tshark: str, folder: Path) -> None:
    """tshark finds the same frames with the same fields, the connections one after the other."""
    path = exported(record, folder)
    for place, connection in enumerate(record.connections):
        found = dissected(tshark, path, "-2", "-R", f"tcp.stream == {place}")
        wanted = [as_tshark_has_it(frame) for frame in record.frames(connection.number)]
        assert wanted and found == wanted


def test_tshark_dissects_it_as_the_tap_does(tshark: str, tmp_path: Path) -> None:
    compare(talk(*MIXED), tshark, tmp_path)


def test_a_real_session_too(tshark: str, server: peers.Server, tmp_path: Path) -> None:
    with Tap(server) as tap:
        for dialect in ("article", "jsonrpc"):
            with RpcClient(tap.url, dialect=dialect) as client:
                client.call("echo", text="ä" * 50_000)
                client.call("getData", userId=1)
        record = tap.record
    compare(record, tshark, tmp_path)


def test_a_compressed_session_too(tshark: str, start_server: Any, server_name: str, tmp_path: Path) -> None:
    with Tap(start_server(server_name, "--deflate")) as tap:
        with RpcClient(tap.url, deflate=Deflate()) as client:
            client.call("echo", text="hello " * 1000)
        record = tap.record
    path = exported(record, tmp_path)
    found = [(each["rsv_raw"], each["opcode_raw"]) for each in dissected(tshark, path)]
    assert found == [(as_tshark_has_it(frame)["rsv_raw"], f"{frame.opcode:X}") for frame in record.frames()]
    assert ("4", "1") in found


def test_tshark_complains_of_nothing(tshark: str, tmp_path: Path) -> None:
    path = exported(follow([*OPENING, *MIXED]), tmp_path)
    number = len(list(packets(path.read_bytes())))
    checks = ["-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"]
    wrong = "_ws.malformed or tcp.analysis.flags or tcp.checksum.status == 0 or ip.checksum.status == 0"
    for shown, count in ((wrong, 0), ("tcp.checksum.status == 1 and ip.checksum.status == 1", number)):
        command = [tshark, "-r", str(path), *checks, "-Y", shown]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SOON, check=True)
        assert len(done.stdout.splitlines()) == count, done.stdout
