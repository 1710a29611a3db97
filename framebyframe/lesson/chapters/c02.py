"""Chapter 02, Two bytes and a promise: from the first byte to a whole frame."""

from __future__ import annotations

import struct
from dataclasses import replace

from framebyframe.wire.frames import Frame, encode_first_byte, encode_frame, encode_header, encode_length
from framebyframe.wire.masking import MASKING_KEY_LENGTH, apply_mask, mask_payload
from framebyframe.wire.opcodes import Opcode

from ..declaring.examples import call
from ..declaring.exercise import Chapter, Exercise
from ..declaring.forms import Catch, Order, Reading, Repair, Shipped

KEY = bytes.fromhex("37fa213d")
"""The masking key of RFC 6455's own example (5.7)."""

ONE_BYTE, THREE_BYTES, NINE_BYTES = 125, 0xFFFF, (1 << 63) - 1
"""The longest payload whose length takes so many bytes."""


# --- encode_first_byte: the mistakes people make ------------------------------------------------


def fin_forgotten(frame: Frame) -> int:
    return encode_first_byte(frame) & 0x7F


def fin_always(frame: Frame) -> int:
    return encode_first_byte(frame) | 0x80


def fin_always_and_no_rsv(frame: Frame) -> int:
    return rsv_forgotten(frame) | 0x80


def fin_upside_down(frame: Frame) -> int:
    return encode_first_byte(frame) ^ 0x80


def fin_not_moved(frame: Frame) -> int:
    return fin_forgotten(frame) | frame.fin


def fin_one_bit_low(frame: Frame) -> int:
    return fin_forgotten(frame) | frame.fin << 6


def fin_one_bit_high(frame: Frame) -> int:
    return fin_forgotten(frame) | frame.fin << 8


def flags_one_bit_high(frame: Frame) -> int:
    return (encode_first_byte(frame) & 0xF0) << 1 | frame.opcode


def fin_one_bit_high_and_no_rsv(frame: Frame) -> int:
    return frame.fin << 8 | frame.opcode


def opcode_forgotten(frame: Frame) -> int:
    return encode_first_byte(frame) & 0xF0


def halves_swapped(frame: Frame) -> int:
    first_byte = encode_first_byte(frame)
    return (first_byte & 0x0F) << 4 | first_byte >> 4


def bits_counted_from_the_right(frame: Frame) -> int:
    bits = [frame.fin, frame.rsv1, frame.rsv2, frame.rsv3]
    return sum(bit << place for place, bit in enumerate(bits)) | frame.opcode << 4


def rsv_forgotten(frame: Frame) -> int:
    return encode_first_byte(frame) & 0x8F


def only_rsv1(frame: Frame) -> int:
    return encode_first_byte(frame) & 0xCF


def rsv_backwards(frame: Frame) -> int:
    return rsv_forgotten(frame) | frame.rsv1 << 4 | frame.rsv2 << 5 | frame.rsv3 << 6


def byte_string_for_a_number(frame: Frame) -> bytes:
    return bytes([encode_first_byte(frame)])


ENCODE_FIRST_BYTE = Exercise(
    id="02.encode_first_byte",
    target="framebyframe.wire.frames:encode_first_byte",
    section="RFC 6455 5.2",
    before=b"",
    examples=[
        *(call(Frame(opcode)) for opcode in (Opcode.TEXT, *Opcode)),
        *(call(Frame(opcode, fin=False)) for opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONTINUATION)),
        call(Frame(Opcode.TEXT, rsv1=True)),
        call(Frame(Opcode.TEXT, rsv2=True)),
        call(Frame(Opcode.TEXT, rsv3=True)),
        call(Frame(Opcode.BINARY, b"Hello", rsv1=True, rsv2=True, rsv3=True, masking_key=KEY)),
        call(Frame(Opcode.PONG, fin=False, rsv1=True, rsv3=True)),
    ],
    mistakes={
        "fin_forgotten": fin_forgotten,
        "fin_always": (fin_always, fin_always_and_no_rsv),
        "fin_upside_down": fin_upside_down,
        "fin_not_moved": fin_not_moved,
        "fin_one_bit_low": fin_one_bit_low,
        "fin_one_bit_high": (fin_one_bit_high, flags_one_bit_high, fin_one_bit_high_and_no_rsv),
        "opcode_forgotten": opcode_forgotten,
        "halves_swapped": halves_swapped,
        "bits_counted_from_the_right": bits_counted_from_the_right,
        "rsv_forgotten": rsv_forgotten,
        "only_rsv1": only_rsv1,
        "rsv_backwards": rsv_backwards,
        "byte_string_for_a_number": byte_string_for_a_number,
    },
    equivalent={
        f"`first_byte |= {flag}` becomes `first_byte ^= {flag}`": "the bit is 0 before: setting is flipping"
        for flag in ("FIN", "RSV1", "RSV2", "RSV3")
    },
)


# --- encode_length ------------------------------------------------------------------------------


def marked(marker: int, length: int, size: int, masked: bool) -> bytes:
    """A marker and the length in so many bytes, whether it fits or not."""
    return bytes([marker | masked << 7]) + length.to_bytes(size, "big")


def little_endian(length: int, masked: bool) -> bytes:
    right = encode_length(length, masked)
    return right[:1] + right[:0:-1]


def three_bytes_for_125(length: int, masked: bool) -> bytes:
    return marked(126, length, 2, masked) if length == ONE_BYTE else encode_length(length, masked)


def one_byte_for_126(length: int, masked: bool) -> bytes:
    return bytes([length | masked << 7]) if length == 126 else encode_length(length, masked)


def one_byte_for_127(length: int, masked: bool) -> bytes:
    return bytes([length | masked << 7]) if length in (126, 127) else encode_length(length, masked)


def nine_bytes_for_65535(length: int, masked: bool) -> bytes:
    return marked(127, length, 8, masked) if length == THREE_BYTES else encode_length(length, masked)


def three_bytes_for_65536(length: int, masked: bool) -> bytes:
    return marked(126, length, 2, masked) if length == THREE_BYTES + 1 else encode_length(length, masked)


def three_bytes_for_65536_by_struct(length: int, masked: bool) -> bytes:
    return struct.pack("!BH", 126, length) if length == THREE_BYTES + 1 else encode_length(length, masked)


def three_bytes_for_65536_by_shift(length: int, masked: bool) -> bytes:
    return (
        bytes([126, length >> 8, length & 0xFF])
        if length == THREE_BYTES + 1
        else encode_length(length, masked)
    )


def never_nine_bytes(length: int, masked: bool) -> bytes:
    return marked(126, length, 2, masked) if length > THREE_BYTES else encode_length(length, masked)


def never_nine_bytes_by_struct(length: int, masked: bool) -> bytes:
    return struct.pack("!BH", 126, length) if length > THREE_BYTES else encode_length(length, masked)


def never_nine_bytes_by_shift(length: int, masked: bool) -> bytes:
    return bytes([126, length >> 8, length & 0xFF]) if length > THREE_BYTES else encode_length(length, masked)


def four_bytes_for_eight(length: int, masked: bool) -> bytes:
    return marked(127, length, 4, masked) if THREE_BYTES < length < 1 << 32 else encode_length(length, masked)


def four_bytes_for_eight_by_struct(length: int, masked: bool) -> bytes:
    return (
        bytes([127 | masked << 7]) + struct.pack("!I", length)
        if length > THREE_BYTES
        else encode_length(length, masked)
    )


def struct_without_byte_order(length: int, masked: bool) -> bytes:
    if length <= ONE_BYTE:
        return encode_length(length, masked)
    return struct.pack("BH" if length <= THREE_BYTES else "BQ", encode_length(length, masked)[0], length)


def always_nine_bytes(length: int, masked: bool) -> bytes:
    return marked(127, length, 8, masked)


def never_three_bytes(length: int, masked: bool) -> bytes:
    return marked(127, length, 8, masked) if length > ONE_BYTE else encode_length(length, masked)


def marker_forgotten(length: int, masked: bool) -> bytes:
    right = encode_length(length, masked)
    return right[1:] or right


def markers_swapped(length: int, masked: bool) -> bytes:
    right = encode_length(length, masked)
    return right if len(right) == 1 else bytes([right[0] ^ 126 ^ 127]) + right[1:]


def mask_bit_forgotten(length: int, masked: bool) -> bytes:
    return encode_length(length, masked=False)


def mask_bit_always(length: int, masked: bool) -> bytes:
    return encode_length(length, masked=True)


def mask_bit_upside_down(length: int, masked: bool) -> bytes:
    return encode_length(length, not masked)


def mask_bit_only_when_short(length: int, masked: bool) -> bytes:
    return encode_length(length, masked and length <= ONE_BYTE)


def mask_bit_in_the_wrong_byte(length: int, masked: bool) -> bytes:
    right = encode_length(length, masked=False)
    place = 0 if len(right) == 1 else 1
    return right[:place] + bytes([right[place] | masked << 7]) + right[place + 1 :]


def mask_bit_not_moved(length: int, masked: bool) -> bytes:
    right = encode_length(length, masked=False)
    return bytes([right[0] | masked]) + right[1:]


BOUNDARIES = (
    0,
    1,
    5,
    125,
    126,
    127,
    128,
    200,
    255,
    256,
    300,
    4660,
    65535,
    65536,
    65537,
    70000,
    1 << 32,
    NINE_BYTES,
)

ENCODE_LENGTH = Exercise(
    id="02.encode_length",
    target="framebyframe.wire.frames:encode_length",
    section="RFC 6455 5.2",
    before=b"\x81",
    shows=call(300, masked=False),
    examples=[call(length, masked=masked) for length in BOUNDARIES for masked in (False, True)],
    mistakes={
        "little_endian": little_endian,
        "three_bytes_for_125": three_bytes_for_125,
        "one_byte_for_126": one_byte_for_126,
        "one_byte_for_127": one_byte_for_127,
        "nine_bytes_for_65535": nine_bytes_for_65535,
        "three_bytes_for_65536": (
            three_bytes_for_65536,
            three_bytes_for_65536_by_struct,
            three_bytes_for_65536_by_shift,
        ),
        "never_nine_bytes": (never_nine_bytes, never_nine_bytes_by_struct, never_nine_bytes_by_shift),
        "four_bytes_for_eight": (four_bytes_for_eight, four_bytes_for_eight_by_struct),
        "struct_without_byte_order": struct_without_byte_order,
        "always_nine_bytes": always_nine_bytes,
        "never_three_bytes": never_three_bytes,
        "marker_forgotten": marker_forgotten,
        "markers_swapped": markers_swapped,
        "mask_bit_forgotten": mask_bit_forgotten,
        "mask_bit_always": mask_bit_always,
        "mask_bit_upside_down": mask_bit_upside_down,
        "mask_bit_only_when_short": mask_bit_only_when_short,
        "mask_bit_in_the_wrong_byte": mask_bit_in_the_wrong_byte,
        "mask_bit_not_moved": mask_bit_not_moved,
    },
    equivalent={
        f"`mask_bit | {low}` becomes `mask_bit ^ {low}`": "the mask bit and the seven bits do not overlap"
        for low in ("length", "LENGTH_IN_16_BITS", "LENGTH_IN_64_BITS")
    },
    catch=Catch(
        suspects=(
            "little_endian",
            "mask_bit_forgotten",
            "three_bytes_for_125",
            "one_byte_for_127",
            "mask_bit_only_when_short",
            "four_bytes_for_eight",
            "nine_bytes_for_65535",
            "three_bytes_for_65536",
        )
    ),
    order=Order(
        distractors=(
            "    mask_bit = 1 if masked else 0",
            "    if length <= LENGTH_IN_16_BITS:",
            '    return bytes((mask_bit | LENGTH_IN_64_BITS,)) + length.to_bytes(4, "big")',
        )
    ),
)


# --- encode_header ------------------------------------------------------------------------------


def key_forgotten(frame: Frame) -> bytes:
    right = encode_header(frame)
    return right[:-MASKING_KEY_LENGTH] if frame.masking_key else right


def key_before_the_length(frame: Frame) -> bytes:
    length = encode_length(len(frame.payload), frame.masking_key is not None)
    return bytes([encode_first_byte(frame)]) + (frame.masking_key or b"") + length


def key_first(frame: Frame) -> bytes:
    return (frame.masking_key or b"") + encode_header(replace(frame, masking_key=None))


def header_without_mask_bit(frame: Frame) -> bytes:
    return encode_header(replace(frame, masking_key=None)) + (frame.masking_key or b"")


def header_always_with_mask_bit(frame: Frame) -> bytes:
    first_byte = bytes([encode_first_byte(frame)])
    return first_byte + encode_length(len(frame.payload), masked=True) + (frame.masking_key or b"")


def any_key(frame: Frame) -> bytes:
    if frame.masking_key is None or len(frame.masking_key) == MASKING_KEY_LENGTH:
        return encode_header(frame)
    return b"".join(
        (bytes([encode_first_byte(frame)]), encode_length(len(frame.payload), True), frame.masking_key)
    )


def empty_key_is_no_key(frame: Frame) -> bytes:
    return encode_header(replace(frame, masking_key=frame.masking_key or None))


def key_counted_in_the_length(frame: Frame) -> bytes:
    return encode_header(replace(frame, payload=frame.payload + (frame.masking_key or b"")))


def characters_counted(frame: Frame) -> bytes:
    return encode_header(replace(frame, payload=bytes(len(frame.payload.decode()))))


def length_before_the_first_byte(frame: Frame) -> bytes:
    masked = frame.masking_key is not None
    return (
        encode_length(len(frame.payload), masked)
        + bytes([encode_first_byte(frame)])
        + (frame.masking_key or b"")
    )


def first_byte_forgotten(frame: Frame) -> bytes:
    return encode_header(frame)[1:]


def payload_in_the_header(frame: Frame) -> bytes:
    return encode_header(frame) + frame.payload


def zeros_for_the_first_byte(frame: Frame) -> bytes:
    return bytes(encode_first_byte(frame)) + encode_header(frame)[1:]


def zeros_for_the_first_byte_and_no_key(frame: Frame) -> bytes:
    return zeros_for_the_first_byte(replace(frame, masking_key=None))


def number_and_bytes(frame: Frame) -> bytes:
    return encode_first_byte(frame) + encode_length(len(frame.payload), False)  # type: ignore[operator, return-value]


def number_and_bytes_joined(frame: Frame) -> bytes:
    return b"".join([encode_first_byte(frame), encode_length(len(frame.payload), False)])  # type: ignore[list-item]


def key_left_out(frame: Frame) -> bytes:
    return encode_header(replace(frame, masking_key=None))


def none_for_a_key(frame: Frame) -> bytes:
    length = encode_length(len(frame.payload), frame.masking_key is not None)
    return bytes([encode_first_byte(frame)]) + length + frame.masking_key  # type: ignore[operator]


def length_of_none(frame: Frame) -> bytes:
    return encode_header(frame) if len(frame.masking_key) == 4 else b""  # type: ignore[arg-type]


ENCODE_HEADER = Exercise(
    id="02.encode_header",
    target="framebyframe.wire.frames:encode_header",
    section="RFC 6455 5.2",
    repair=Repair(
        "if frame.masking_key is None",
        "if frame.masking_key is None or not frame.payload",
        Shipped("websocket-sharp", "issue 12", 2013),
    ),
    before=b"",
    shows=call(Frame(Opcode.TEXT, b"Hello", masking_key=KEY)),
    examples=[
        call(Frame(Opcode.TEXT, b"Hello")),
        call(Frame(Opcode.TEXT, b"Hello", masking_key=KEY)),
        call(Frame(Opcode.PING)),
        call(Frame(Opcode.PING, masking_key=KEY)),
        call(Frame(Opcode.TEXT, "Grüße".encode())),
        call(Frame(Opcode.PONG, b"Hello", masking_key=bytes(4))),
        call(Frame(Opcode.BINARY, b"a" * 126, masking_key=KEY)),
        call(Frame(Opcode.CONTINUATION, b"a" * 65536, fin=False, rsv1=True, masking_key=KEY)),
        call(Frame(Opcode.TEXT, b"Hello", masking_key=KEY[:3])),
        call(Frame(Opcode.TEXT, b"Hello", masking_key=KEY + KEY)),
        call(Frame(Opcode.TEXT, b"Hello", masking_key=b"")),
    ],
    mistakes={
        "key_forgotten": key_forgotten,
        "key_before_the_length": key_before_the_length,
        "key_first": key_first,
        "header_without_mask_bit": header_without_mask_bit,
        "header_always_with_mask_bit": header_always_with_mask_bit,
        "any_key": any_key,
        "empty_key_is_no_key": empty_key_is_no_key,
        "key_counted_in_the_length": key_counted_in_the_length,
        "characters_counted": characters_counted,
        "length_before_the_first_byte": length_before_the_first_byte,
        "first_byte_forgotten": first_byte_forgotten,
        "payload_in_the_header": payload_in_the_header,
        "zeros_for_the_first_byte": (zeros_for_the_first_byte, zeros_for_the_first_byte_and_no_key),
        "number_and_bytes": (number_and_bytes, number_and_bytes_joined),
        "key_left_out": key_left_out,
        "none_for_a_key": (none_for_a_key, length_of_none),
    },
)


# --- encode_frame -------------------------------------------------------------------------------


def payload_not_masked(frame: Frame) -> bytes:
    return encode_header(frame) + frame.payload


def payload_forgotten(frame: Frame) -> bytes:
    return encode_header(frame)


def header_masked_too(frame: Frame) -> bytes:
    whole = encode_header(frame) + frame.payload
    return whole if frame.masking_key is None else apply_mask(whole, frame.masking_key)


def key_masked_too(frame: Frame) -> bytes:
    if frame.masking_key is None:
        return encode_frame(frame)
    header = encode_header(frame)
    masked = apply_mask(frame.masking_key + frame.payload, frame.masking_key)
    return header[:-MASKING_KEY_LENGTH] + masked


def payload_first(frame: Frame) -> bytes:
    header = encode_header(frame)
    return encode_frame(frame)[len(header) :] + header


def masked_without_a_key(frame: Frame) -> bytes:
    return encode_header(frame) + mask_payload(frame.payload, frame.masking_key)  # type: ignore[arg-type]


def masked_byte_by_byte_without_a_key(frame: Frame) -> bytes:
    return encode_header(frame) + apply_mask(frame.payload, frame.masking_key)  # type: ignore[arg-type]


def text_for_bytes(frame: Frame) -> bytes:
    return encode_header(frame) + frame.payload.decode()  # type: ignore[operator]


def text_for_bytes_joined(frame: Frame) -> bytes:
    return b"".join([encode_header(frame), frame.payload.decode()])  # type: ignore[list-item]


def masked_twice(frame: Frame) -> bytes:
    right = encode_frame(frame)
    return right if frame.masking_key is None else right + apply_mask(frame.payload, frame.masking_key)


def payload_twice(frame: Frame) -> bytes:
    return encode_frame(frame) + frame.payload


def key_backwards(frame: Frame) -> bytes:
    if frame.masking_key is None:
        return encode_frame(frame)
    return encode_header(frame) + apply_mask(frame.payload, frame.masking_key[::-1])


def one_key_byte(frame: Frame) -> bytes:
    if frame.masking_key is None:
        return encode_frame(frame)
    return encode_header(frame) + bytes(byte ^ frame.masking_key[0] for byte in frame.payload)


def key_used_once(frame: Frame) -> bytes:
    if frame.masking_key is None:
        return encode_frame(frame)
    masked = apply_mask(frame.payload[:MASKING_KEY_LENGTH], frame.masking_key)
    return encode_header(frame) + masked + frame.payload[MASKING_KEY_LENGTH:]


def key_used_once_and_cut(frame: Frame) -> bytes:
    if frame.masking_key is None:
        return encode_frame(frame)
    return encode_header(frame) + apply_mask(frame.payload[:MASKING_KEY_LENGTH], frame.masking_key)


def only_masked_payload(frame: Frame) -> bytes:
    return encode_frame(frame) if frame.masking_key is not None else encode_header(frame)


ENCODE_FRAME = Exercise(
    id="02.encode_frame",
    target="framebyframe.wire.frames:encode_frame",
    section="RFC 6455 5.2",
    before=b"",
    shows=call(Frame(Opcode.TEXT, b"Hello", masking_key=KEY)),
    examples=[
        call(Frame(Opcode.TEXT, b"Hello")),
        call(Frame(Opcode.TEXT, b"Hello", masking_key=KEY)),
        call(Frame(Opcode.PING)),
        call(Frame(Opcode.PING, masking_key=KEY)),
        call(Frame(Opcode.CLOSE, bytes.fromhex("03e8"), masking_key=KEY)),
        call(Frame(Opcode.BINARY, bytes(range(256)), fin=False, masking_key=KEY)),
        call(Frame(Opcode.CONTINUATION, b"a" * 65536)),
        call(Frame(Opcode.BINARY, b"a" * 65537, masking_key=KEY)),
        call(Frame(Opcode.TEXT, b"Hello", masking_key=KEY[:3])),
    ],
    mistakes={
        "payload_not_masked": payload_not_masked,
        "payload_forgotten": payload_forgotten,
        "masked_without_a_key": (masked_without_a_key, masked_byte_by_byte_without_a_key),
        "header_masked_too": header_masked_too,
        "key_masked_too": key_masked_too,
        "payload_first": payload_first,
        "text_for_bytes": (text_for_bytes, text_for_bytes_joined),
        "masked_twice": masked_twice,
        "payload_twice": payload_twice,
        "key_backwards": key_backwards,
        "one_key_byte": one_key_byte,
        "key_used_once": key_used_once,
        "key_used_once_and_cut": key_used_once_and_cut,
        "only_masked_payload": only_masked_payload,
    },
)


# --- to read ------------------------------------------------------------------------------------

TWO_FRAMES = Reading(
    "two_frames",
    bytes.fromhex("81 7e 00 9e")
    + b'{"status":"success","data":"Processed: echo","payload":{"text":"Two frames came in one read. '
    + b'Where does the first one end, and where does the second begin?"}}'
    + bytes.fromhex("8a 02 48 69"),
)
"""From node_server, on ws 8.23.0: the answer to a call, and to a ping with the text Hi."""


CHAPTER = Chapter("02", (ENCODE_FIRST_BYTE, ENCODE_LENGTH, ENCODE_HEADER, ENCODE_FRAME), (TWO_FRAMES,))
