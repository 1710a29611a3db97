"""Files in the pcapng format (draft-ietf-opsawg-pcapng): blocks, each with its length in front and behind."""

from __future__ import annotations

import struct
from collections.abc import Iterable

SECTION_HEADER, INTERFACE_DESCRIPTION, ENHANCED_PACKET = 0x0A0D0D0A, 1, 6
"""Types of blocks."""
BYTE_ORDER_MAGIC = 0x1A2B3C4D
VERSION = (1, 0)
LENGTH_NOT_GIVEN = -1
LINKTYPE_ETHERNET = 1
SNAPLEN = 262_144
"""The most bytes of a packet that are kept; what readers expect at most."""
END_OF_OPTIONS, USER_APPLICATION, TIME_RESOLUTION = 0, 4, 9
"""Options: of any block, of a section, of an interface."""
NANOSECONDS = b"\x09"
"""Ten to the power of minus nine."""


def file(packets: Iterable[tuple[int, bytes]], application: str) -> bytes:
    """A file of Ethernet packets.

    Args:
        packets: pairs of nanoseconds since 1970 and the packet.
        application: what wrote it.
    """
    section = struct.pack("<IHHq", BYTE_ORDER_MAGIC, *VERSION, LENGTH_NOT_GIVEN)
    section += options([(USER_APPLICATION, application.encode())])
    interface = struct.pack("<HHI", LINKTYPE_ETHERNET, 0, SNAPLEN) + options([(TIME_RESOLUTION, NANOSECONDS)])
    blocks = [block(SECTION_HEADER, section), block(INTERFACE_DESCRIPTION, interface)]
    return b"".join([*blocks, *(packet_block(time, data) for time, data in packets)])


def packet_block(time: int, data: bytes) -> bytes:
    """The block of one packet, all of which is there."""
    header = struct.pack("<IIIII", 0, time >> 32, time & 0xFFFF_FFFF, len(data), len(data))
    return block(ENHANCED_PACKET, header + padded(data))


def block(kind: int, body: bytes) -> bytes:
    """A block; `body` has a length that four divides."""
    length = len(body) + 12
    return struct.pack("<II", kind, length) + body + struct.pack("<I", length)


def options(values: Iterable[tuple[int, bytes]]) -> bytes:
    """A list of options, each a code and a value, and what ends it."""
    parts = [struct.pack("<HH", code, len(value)) + padded(value) for code, value in values]
    return b"".join([*parts, struct.pack("<HH", END_OF_OPTIONS, 0)])


def padded(data: bytes) -> bytes:
    """The data with null bytes behind it, up to a length that four divides."""
    return data + bytes(-len(data) % 4)
