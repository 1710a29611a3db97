"""A record as packets: the very bytes of the wire, in Ethernet, IP and TCP headers made up around them.

Wireshark and tshark dissect it as what they would have caught. Every connection is between 127.0.0.1 and
itself; its ports and the times are true. A TCP segment holds a head or a frame: how the stream was really cut
is not kept. Where the record does not hold all, sequence numbers have a gap, as where a capture has lost
packets.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from . import pcapng
from .items import (
    OTHER,
    AnyItem,
    Sender,
    TappedBytes,
    TappedConnection,
    TappedEnd,
    TappedFrame,
    TappedHead,
)

APPLICATION = "Frame by Frame"
ADDRESS = bytes([127, 0, 0, 1])
MAC: dict[Sender, bytes] = {"client": bytes.fromhex("020000000001"), "server": bytes.fromhex("020000000002")}
"""Made up: locally administered."""
IPV4 = 0x0800
TCP = 6
TIME_TO_LIVE = 64
DO_NOT_FRAGMENT = 0x4000
FIN, SYN, RST, PSH, ACK = 0x01, 0x02, 0x04, 0x08, 0x10
WINDOW = 65535
IP_HEADER, TCP_HEADER = 20, 20
MAX_SEGMENT = 32_768
"""Bytes of data in a packet; IP has room for twice as many."""
SEQUENCE_NUMBERS = 1 << 32
NANOSECONDS = 1_000_000_000


@dataclass(frozen=True)
class Segment:
    """A piece of what one side sends.

    Attributes:
        time: seconds since the beginning of the record.
        sender: the side.
        flags: of TCP.
        offset: of the first byte, among all that this side sends; None: behind all that it has sent.
        data: the bytes.
    """

    time: float
    sender: Sender
    flags: int
    offset: int | None = None
    data: bytes = b""


def capture(began: datetime, connections: Sequence[TappedConnection], items: Sequence[AnyItem]) -> bytes:
    """A pcapng file of these connections and of the items on them."""
    start = int(began.timestamp() * NANOSECONDS)
    packets: list[tuple[int, bytes]] = []
    for connection in connections:
        told = [item for item in items if item.connection == connection.number]
        stream = TcpStream(connection)
        for segment in sorted(_segments(connection, told), key=lambda segment: segment.time):
            moment = start + int(segment.time * NANOSECONDS)
            packets += [(moment, packet) for packet in stream.packets(segment)]
    return pcapng.file(sorted(packets, key=lambda packet: packet[0]), APPLICATION)


def _segments(connection: TappedConnection, items: Sequence[AnyItem]) -> Iterator[Segment]:
    """What was sent, each side's in its order."""
    yield from _opening(connection.time)
    heads: tuple[tuple[Sender, TappedHead | None], ...] = (
        ("client", connection.request),
        ("server", connection.response),
    )
    for sender, head in heads:
        if head is not None:
            yield Segment(head.time, sender, PSH | ACK, head.offset, head.data)
    for item in items:
        if isinstance(item, TappedFrame | TappedBytes):
            yield Segment(item.time, item.sender, PSH | ACK, item.offset, item.data)
        elif isinstance(item, TappedEnd):
            yield Segment(item.time, item.sender, FIN | ACK if item.how == "end" else RST | ACK)


def _opening(time: float) -> Iterator[Segment]:
    """TCP's own handshake, in three steps."""
    yield Segment(time, "client", SYN)
    yield Segment(time, "server", SYN | ACK)
    yield Segment(time, "client", ACK)


class TcpStream:
    """Numbers the bytes of a connection, and puts headers around them."""

    def __init__(self, connection: TappedConnection) -> None:
        server_port = int(connection.server.rpartition(":")[2]) if ":" in connection.server else 80
        self._ports: dict[Sender, int] = {"client": connection.client_port, "server": server_port}
        self._next: dict[Sender, int] = {"client": 0, "server": 0}
        self._packets = 0

    def packets(self, segment: Segment) -> Iterator[bytes]:
        """The packets of a segment: several where it is long."""
        start = self._next[segment.sender] if segment.offset is None else segment.offset + 1
        for place in range(0, max(len(segment.data), 1), MAX_SEGMENT):
            data = segment.data[place : place + MAX_SEGMENT]
            yield self._packet(segment, start + place, data)
        takes_a_number = bool(segment.flags & (SYN | FIN))
        end = start + len(segment.data) + takes_a_number
        self._next[segment.sender] = max(self._next[segment.sender], end)

    def _packet(self, segment: Segment, sequence: int, data: bytes) -> bytes:
        sender = segment.sender
        tcp = self._tcp(sender, segment.flags, sequence, data)
        self._packets += 1
        ethernet = MAC[OTHER[sender]] + MAC[sender] + struct.pack("!H", IPV4)
        return ethernet + ip_header(self._packets, len(tcp)) + tcp

    def _tcp(self, sender: Sender, flags: int, sequence: int, data: bytes) -> bytes:
        other = OTHER[sender]
        acknowledged = self._next[other] if flags & ACK else 0
        numbers = sequence % SEQUENCE_NUMBERS, acknowledged % SEQUENCE_NUMBERS
        ports = self._ports[sender], self._ports[other]
        size = TCP_HEADER // 4 << 4

        def header(total: int) -> bytes:
            return struct.pack("!HHIIBBHHH", *ports, *numbers, size, flags, WINDOW, total, 0)

        pseudo_header = ADDRESS + ADDRESS + struct.pack("!BBH", 0, TCP, TCP_HEADER + len(data))
        return header(checksum(pseudo_header + header(0) + data)) + data


def ip_header(number: int, length: int) -> bytes:
    """The header of an IPv4 packet (RFC 791) with so many bytes of TCP in it."""

    def header(total: int) -> bytes:
        size = 4 << 4 | IP_HEADER // 4
        parts = size, 0, IP_HEADER + length, number & 0xFFFF, DO_NOT_FRAGMENT, TIME_TO_LIVE, TCP, total
        return struct.pack("!BBHHHBBH", *parts) + ADDRESS + ADDRESS

    return header(checksum(header(0)))


def checksum(data: bytes) -> int:
    """The Internet checksum (RFC 1071): the complement of the sum of all pairs of bytes."""
    data += bytes(len(data) % 2)
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
