"""Chapter 02, Two bytes and a promise: from the first byte to a whole frame."""

from __future__ import annotations

from typing import Any

from framebyframe.wire.frames import Frame
from framebyframe.wire.opcodes import Opcode

from ..declaring.examples import call
from ..declaring.exercise import Chapter, Exercise
from ..declaring.forms import Catch, Order, Reading, Repair, Shipped
from ..declaring.mistakes import edit

KEY = bytes.fromhex("37fa213d")
"""The masking key of RFC 6455's own example (5.7)."""

RESERVED_OPCODE: Any = 3
"""Nothing but the masking key is checked: a frame that breaks the rules is encoded as it is."""

ALL_THREE = "frame.rsv1 and frame.rsv2 and frame.rsv3"

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
        call(Frame(Opcode.CLOSE, fin=False, rsv2=True)),
        call(Frame(RESERVED_OPCODE)),
        call(Frame(Opcode.TEXT, fin=False, masking_key=KEY)),
        call(Frame(15, fin=False, rsv3=True)),  # type: ignore[arg-type]
        call(Frame(Opcode.PONG, fin=False, rsv1=True, rsv2=True, rsv3=True, masking_key=KEY)),
    ],
    groups={
        "final": lambda frame: frame.fin,
        "more_follows": lambda frame: not frame.fin,
        "control": lambda frame: frame.opcode >= Opcode.CLOSE,
        "data": lambda frame: frame.opcode < Opcode.CLOSE,
        "reserved": lambda frame: frame.rsv1 or frame.rsv2 or frame.rsv3,
        "plain": lambda frame: not (frame.rsv1 or frame.rsv2 or frame.rsv3),
    },
    mistakes={
        "fin_forgotten": edit("if frame.fin:", "if False:"),
        "fin_always": edit("if frame.fin:", "if True:"),
        "fin_upside_down": edit("if frame.fin:", "if not frame.fin:"),
        "fin_not_moved": edit("first_byte |= FIN", "first_byte |= 1"),
        "fin_one_bit_low": edit("first_byte |= FIN", "first_byte |= 1 << 6"),
        "fin_one_bit_high": edit("first_byte |= FIN", "first_byte |= 1 << 8"),
        "flags_one_bit_high": edit(
            "|= FIN", "|= 0x100", "|= RSV1", "|= 0x80", "|= RSV2", "|= 0x40", "|= RSV3", "|= 0x20"
        ),
        "flags_not_moved": (
            edit("|= FIN", "+= 1", "|= RSV1", "+= 1", "|= RSV2", "+= 1", "|= RSV3", "+= 1"),
            edit("|= FIN", "|= 1", "|= RSV1", "|= 1", "|= RSV2", "|= 1", "|= RSV3", "|= 1"),
        ),
        "rsv_not_moved": edit("|= RSV1", "|= 1", "|= RSV2", "|= 1", "|= RSV3", "|= 1"),
        "flags_as_places": edit(
            "|= FIN",
            "|= 1 << FIN",
            "|= RSV1",
            "|= 1 << RSV1",
            "|= RSV2",
            "|= 1 << RSV2",
            "|= RSV3",
            "|= 1 << RSV3",
        ),
        "flags_forgotten": edit("return first_byte", "return frame.opcode"),
        "flags_among_the_opcode": edit(
            "|= FIN", "|= 8", "|= RSV1", "|= 4", "|= RSV2", "|= 2", "|= RSV3", "|= 1"
        ),
        "opcode_among_the_flags": edit("return first_byte", "return first_byte & 0xF0 | frame.opcode << 4"),
        "only_named_opcodes": edit(
            "= frame.opcode", "= frame.opcode if frame.opcode in tuple(Opcode) else 0"
        ),
        "key_sets_fin": edit("if frame.fin:", "if frame.fin or frame.masking_key is not None:"),
        "key_for_fin": edit("if frame.fin:", "if frame.masking_key is not None:"),
        "opcode_in_three_bits": edit("= frame.opcode", "= frame.opcode & 7"),
        "opcode_forgotten": edit("= frame.opcode", "= 0"),
        "halves_swapped": edit("return first_byte", "return (first_byte & 15) << 4 | first_byte >> 4"),
        "bits_counted_from_the_right": edit(
            "= frame.opcode",
            "= frame.opcode << 4",
            "|= FIN",
            "|= 1",
            "|= RSV1",
            "|= 2",
            "|= RSV2",
            "|= 4",
            "|= RSV3",
            "|= 8",
        ),
        "rsv_forgotten": edit(
            "if frame.rsv1:", "if False:", "if frame.rsv2:", "if False:", "if frame.rsv3:", "if False:"
        ),
        "rsv1_forgotten": edit("if frame.rsv1:", "if False:"),
        "rsv2_forgotten": edit("if frame.rsv2:", "if False:"),
        "rsv3_forgotten": edit("if frame.rsv3:", "if False:"),
        "only_rsv1": edit("if frame.rsv2:", "if False:", "if frame.rsv3:", "if False:"),
        "rsv1_and_rsv2_swapped": edit("|= RSV1", "|= 0x20", "|= RSV2", "|= RSV1"),
        "rsv2_and_rsv3_swapped": edit("|= RSV2", "|= 0x10", "|= RSV3", "|= RSV2"),
        "rsv_backwards": edit("|= RSV1", "|= 0x10", "|= RSV3", "|= RSV1"),
        "one_flag_alone": edit(
            *("if frame.rsv1:", "elif frame.rsv1:"),
            *("if frame.rsv2:", "elif frame.rsv2:"),
            *("if frame.rsv3:", "elif frame.rsv3:"),
        ),
        "rsv_only_together": edit(
            *("if frame.rsv1:", f"if {ALL_THREE}:"),
            *("if frame.rsv2:", f"if {ALL_THREE}:"),
            *("if frame.rsv3:", f"if {ALL_THREE}:"),
        ),
        "flags_moved_again": edit(
            *("|= FIN", "|= FIN << 7", "|= RSV1", "|= RSV1 << 6"),
            *("|= RSV2", "|= RSV2 << 5", "|= RSV3", "|= RSV3 << 4"),
        ),
        "opcode_always_text": edit("= frame.opcode", "= 1"),
        "opcode_with_each_flag": edit(
            *(
                "= frame.opcode",
                "= 0",
                "|= FIN",
                "+= FIN + frame.opcode",
                "|= RSV1",
                "+= RSV1 + frame.opcode",
            ),
            *("|= RSV2", "+= RSV2 + frame.opcode", "|= RSV3", "+= RSV3 + frame.opcode"),
        ),
        "rsv_all_at_once": edit("|= RSV1", "|= 0x70", "|= RSV2", "|= 0x70", "|= RSV3", "|= 0x70"),
        "rsv_not_told_apart": (
            *(
                edit("|= RSV1", f"|= {bit}", "|= RSV2", f"|= {bit}", "|= RSV3", f"|= {bit}")
                for bit in (64, 32, 16)
            ),
            edit("|= RSV1", "+= 16", "|= RSV2", "+= 16", "|= RSV3", "+= 16"),
        ),
        "one_rsv_alone": edit("if frame.rsv2:", "elif frame.rsv2:", "if frame.rsv3:", "elif frame.rsv3:"),
        "rsv3_asks_for_rsv2": edit("if frame.rsv3:", "if frame.rsv2:"),
    },
    told_as_a_whole=(
        *("fin_not_moved", "rsv_not_moved", "flags_not_moved", "flags_as_places", "flags_forgotten"),
        *("one_flag_alone", "one_rsv_alone", "flags_moved_again"),
    ),
    equivalent={
        f"`first_byte |= {flag}` becomes `first_byte ^= {flag}`": "the bit is 0 before: setting is flipping"
        for flag in ("FIN", "RSV1", "RSV2", "RSV3")
    },
)

IN_TWO = 'bytes((mask_bit | LENGTH_IN_16_BITS,)) + length.to_bytes(2, "big")'
IN_EIGHT = 'bytes((mask_bit | LENGTH_IN_64_BITS,)) + length.to_bytes(8, "big")'
LENGTHS = (
    *(0, 1, 5, 124, 125, 126, 127, 128, 200, 255, 256, 300, 4660, 65534, 65535),
    *(65536, 65537, 70000, (1 << 32) - 1, 1 << 32, 0x0102030405060708, (1 << 63) - 1),
)
"""Lengths on both sides of every boundary, and some between. 300 and 4660 have two different bytes."""

ENCODE_LENGTH = Exercise(
    id="02.encode_length",
    target="framebyframe.wire.frames:encode_length",
    section="RFC 6455 5.2",
    before=b"\x81",
    shows=call(300, masked=False),
    examples=[call(length, masked=masked) for length in LENGTHS for masked in (False, True)],
    groups={
        "masked": lambda length, masked: masked,
        "unmasked": lambda length, masked: not masked,
        "short": lambda length, masked: length <= 125,
        "long": lambda length, masked: length > 125,
        "in_two": lambda length, masked: 125 < length <= 0xFFFF,
        "in_eight": lambda length, masked: length > 0xFFFF,
    },
    mistakes={
        "little_endian": edit('"big"', '"little"'),
        "two_bytes_little_endian": edit('2, "big"', '2, "little"'),
        "three_bytes_for_125": edit("length < LENGTH_IN_16_BITS", "length < 125"),
        "one_byte_for_255": edit("length < LENGTH_IN_16_BITS", "length <= 0xFF"),
        "one_byte_for_126": edit("length < LENGTH_IN_16_BITS", "length <= 126"),
        "one_byte_for_127": edit("length < LENGTH_IN_16_BITS", "length <= 127"),
        "nine_bytes_for_65535": edit("length <= 0xFFFF", "length < 0xFFFF"),
        "three_bytes_for_65536": (
            edit("length <= 0xFFFF", "length <= 0x10000"),
            edit(
                "length <= 0xFFFF", "length <= 0x10000", "length.to_bytes(2,", "(length & 0xFFFF).to_bytes(2,"
            ),
            edit(
                "length <= 0xFFFF",
                "length <= 0x10000",
                'length.to_bytes(2, "big")',
                "bytes((length >> 8, length & 0xFF))",
            ),
        ),
        "never_nine_bytes": (
            edit("if length <= 0xFFFF", "if True"),
            edit("if length <= 0xFFFF", "if True", "length.to_bytes(2,", "(length & 0xFFFF).to_bytes(2,"),
        ),
        "four_bytes_for_eight": (
            edit("to_bytes(8,", "to_bytes(4,"),
            edit("length.to_bytes(8,", "(length & 0xFFFFFFFF).to_bytes(4,"),
            edit("length.to_bytes(8,", "(length & 0xFFFFFFFF).to_bytes(8,"),
        ),
        "always_nine_bytes": edit(
            "if length < LENGTH_IN_16_BITS", "if False", "if length <= 0xFFFF", "if False"
        ),
        "no_short_form": edit("if length < LENGTH_IN_16_BITS", "if False"),
        "bytes_cut_short": edit(
            "length.to_bytes(2,",
            "length.to_bytes((length.bit_length() + 7) // 8,",
            "length.to_bytes(8,",
            "length.to_bytes((length.bit_length() + 7) // 8,",
        ),
        "eight_bytes_cut_short": edit(
            "length.to_bytes(8,", "length.to_bytes((length.bit_length() + 7) // 8,"
        ),
        "zero_is_not_short": (
            edit("if length < LENGTH_IN_16_BITS", "if 0 < length < LENGTH_IN_16_BITS"),
            edit(
                *("if length < LENGTH_IN_16_BITS", "if 0 < length < LENGTH_IN_16_BITS"),
                *("if length <= 0xFFFF", "if 0 < length <= 0xFFFF"),
            ),
        ),
        "nothing_for_zero": edit(
            "    mask_bit = MASK if masked else 0",
            "    if not length:\n        return b''\n    mask_bit = MASK if masked else 0",
        ),
        "mask_bit_in_the_length": tuple(
            edit(
                "mask_bit = MASK if masked else 0", f"mask_bit = 0\n    if masked:\n        length {put} MASK"
            )
            for put in ("|=", "+=")
        ),
        "never_three_bytes": edit("if length <= 0xFFFF", "if False"),
        "only_the_short_case": edit(
            f"        return {IN_TWO}", "        return None", f"    return {IN_EIGHT}", "    return None"
        ),
        "no_extended_length": (
            edit("if length < LENGTH_IN_16_BITS", "if True"),
            edit(
                "if length < LENGTH_IN_16_BITS",
                "if True",
                "(mask_bit | length,)",
                "(mask_bit | length & 0x7F,)",
            ),
            edit(
                "if length < LENGTH_IN_16_BITS",
                "if True",
                "(mask_bit | length,)",
                "((mask_bit | length) & 0xFF,)",
            ),
        ),
        "marker_forgotten": (
            edit(IN_TWO, 'length.to_bytes(2, "big")', IN_EIGHT, 'length.to_bytes(8, "big")'),
            edit(
                "(mask_bit | LENGTH_IN_16_BITS,)",
                "(mask_bit,)",
                "(mask_bit | LENGTH_IN_64_BITS,)",
                "(mask_bit,)",
            ),
            edit(
                *(IN_TWO, '(length | mask_bit << 8).to_bytes(2, "big")'),
                *(IN_EIGHT, '(length | mask_bit << 56).to_bytes(8, "big")'),
            ),
        ),
        "low_bits_for_the_marker": edit(
            *("mask_bit | LENGTH_IN_16_BITS", "mask_bit | length & 0x7F"),
            *("mask_bit | LENGTH_IN_64_BITS", "mask_bit | length & 0x7F"),
        ),
        "marker_counted": edit("to_bytes(2,", "to_bytes(3,", "to_bytes(8,", "to_bytes(9,"),
        "marker_behind": edit(
            *(IN_TWO, 'length.to_bytes(2, "big") + bytes((mask_bit | LENGTH_IN_16_BITS,))'),
            *(IN_EIGHT, 'length.to_bytes(8, "big") + bytes((mask_bit | LENGTH_IN_64_BITS,))'),
        ),
        "markers_one_low": edit("| LENGTH_IN_16_BITS,", "| 125,", "| LENGTH_IN_64_BITS,", "| 126,"),
        "long_marker_forgotten": edit(IN_EIGHT, 'length.to_bytes(8, "big")'),
        "marker_alone": edit(' + length.to_bytes(2, "big")', "", ' + length.to_bytes(8, "big")', ""),
        "markers_swapped": edit("LENGTH_IN_16_BITS,", "0x7F,", "LENGTH_IN_64_BITS,", "126,"),
        "one_marker_for_both": (
            edit("| LENGTH_IN_16_BITS,", "| LENGTH_IN_64_BITS,"),
            edit("| LENGTH_IN_64_BITS,", "| LENGTH_IN_16_BITS,"),
        ),
        "digits_for_the_length": tuple(
            edit('length.to_bytes(2, "big")', two, 'length.to_bytes(8, "big")', eight)
            for two, eight in (
                ("str(length).encode()", "str(length).encode()"),
                ("str(length).encode()", "str(length).zfill(8).encode()"),
            )
        ),
        "key_counted": edit(
            "mask_bit = MASK if masked else 0",
            "mask_bit = MASK if masked else 0\n    length += 4 if masked else 0",
        ),
        "mask_bit_forgotten": edit("MASK if masked else 0", "0"),
        "mask_bit_always": edit("MASK if masked else 0", "MASK"),
        "mask_bit_upside_down": edit("MASK if masked else 0", "0 if masked else MASK"),
        "mask_bit_only_when_short": edit(
            "mask_bit | LENGTH_IN_16_BITS",
            "LENGTH_IN_16_BITS",
            "mask_bit | LENGTH_IN_64_BITS",
            "LENGTH_IN_64_BITS",
        ),
        "mask_bit_in_the_wrong_byte": edit(
            "mask_bit | LENGTH_IN_16_BITS",
            "LENGTH_IN_16_BITS",
            "length.to_bytes(2,",
            "(length | mask_bit << 8).to_bytes(2,",
            "mask_bit | LENGTH_IN_64_BITS",
            "LENGTH_IN_64_BITS",
            "length.to_bytes(8,",
            "(length | mask_bit << 56).to_bytes(8,",
        ),
        "mask_bit_in_a_byte_of_its_own": edit("bytes((mask_bit | ", "bytes((mask_bit, "),
        "mask_bit_not_moved": edit("MASK if masked else 0", "int(masked)"),
        "masked_counted": edit("MASK if masked else 0", "int(masked)", "mask_bit | ", "mask_bit + "),
        "masked_counted_in_some_forms": (
            edit("mask_bit | length", "length + masked"),
            edit("mask_bit | LENGTH", "masked + LENGTH"),
            edit("mask_bit | LENGTH_IN_16_BITS", "LENGTH_IN_16_BITS + masked"),
            edit("mask_bit | LENGTH_IN_64_BITS", "LENGTH_IN_64_BITS + masked"),
        ),
        "mask_bit_not_for_zero": edit("MASK if masked else 0", "MASK if masked and length else 0"),
    },
    told_as_a_whole=("mask_bit_not_moved", "masked_counted", "no_extended_length", "one_marker_for_both"),
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
        ),
        takes=lambda length, masked: length < 1 << 63,
    ),
    order=Order(
        distractors=(
            "    mask_bit = 1 if masked else 0",
            "    if length <= LENGTH_IN_16_BITS:",
            '    return bytes((mask_bit | LENGTH_IN_64_BITS,)) + length.to_bytes(4, "big")',
        )
    ),
)

FRAME_GROUPS = {
    "masked": lambda frame: frame.masking_key is not None,
    "unmasked": lambda frame: frame.masking_key is None,
    "good_key": lambda frame: frame.masking_key is not None and len(frame.masking_key) == 4,
    "zero_key": lambda frame: frame.masking_key == bytes(4),
    "short": lambda frame: len(frame.payload) <= 125,
    "long": lambda frame: len(frame.payload) > 125,
    "in_two": lambda frame: 125 < len(frame.payload) <= 0xFFFF,
    "in_eight": lambda frame: len(frame.payload) > 0xFFFF,
    "empty": lambda frame: not frame.payload,
    "filled": lambda frame: bool(frame.payload),
    "control": lambda frame: frame.opcode >= Opcode.CLOSE,
}
UNMASKED_HEADER = "header + encode_length(len(frame.payload), False)"
MASKED_HEADER = "header + encode_length(len(frame.payload), True) + frame.masking_key"
MASKED_PAYLOAD = "masking.mask_payload(frame.payload, frame.masking_key)"
NO_KEY_WHEN_EMPTY = edit("if frame.masking_key is None", "if frame.masking_key is None or not frame.payload")
SIZES = (0, 1, 5, 124, 125, 126, 127, 128, 255, 256, 4660, 65535, 65536)

ENCODE_HEADER = Exercise(
    id="02.encode_header",
    target="framebyframe.wire.frames:encode_header",
    section="RFC 6455 5.2",
    repair=Repair(NO_KEY_WHEN_EMPTY, Shipped("websocket-sharp", "issue 12", 2013)),
    before=b"",
    shows=call(Frame(Opcode.PING, masking_key=KEY)),
    examples=[
        call(Frame(Opcode.TEXT, b"Hello")),
        call(Frame(Opcode.TEXT, b"Hello", masking_key=KEY)),
        call(Frame(Opcode.PING)),
        call(Frame(Opcode.PING, masking_key=KEY)),
        call(Frame(Opcode.TEXT, "Grüße".encode())),
        call(Frame(Opcode.PONG, b"Hello", masking_key=bytes(4))),
        call(Frame(Opcode.BINARY, masking_key=bytes(4))),
        *(example for example in ENCODE_FIRST_BYTE.examples[1:]),
        *(call(Frame(Opcode.BINARY, b"a" * size, masking_key=key)) for size in SIZES for key in (None, KEY)),
        call(Frame(Opcode.CONTINUATION, b"a" * 300, fin=False, rsv1=True, masking_key=KEY)),
        *(
            call(Frame(opcode, b" \xff ", masking_key=key))
            for opcode in (Opcode.TEXT, Opcode.PONG)
            for key in (None, KEY)
        ),
        *(call(Frame(Opcode.PING, b"a" * 126, fin=False, masking_key=key)) for key in (None, KEY)),
        *(call(Frame(RESERVED_OPCODE, b"Hello", masking_key=key)) for key in (None, KEY)),
        call(Frame(Opcode.TEXT, b"Hello", masking_key=KEY[:3])),
        call(Frame(Opcode.TEXT, b"Hello", masking_key=KEY + KEY)),
        call(Frame(Opcode.TEXT, b"Hello", masking_key=b"")),
        call(Frame(Opcode.PING, masking_key=b"")),
        call(Frame(Opcode.PING, masking_key=KEY[:3])),
        call(Frame(Opcode.TEXT, b"Hello", masking_key=KEY + b"!")),
    ],
    groups=FRAME_GROUPS,
    mistakes={
        "key_forgotten": edit(MASKED_HEADER, MASKED_HEADER.removesuffix(" + frame.masking_key")),
        "key_before_the_length": edit(
            MASKED_HEADER, "header + frame.masking_key + encode_length(len(frame.payload), True)"
        ),
        "key_first": (
            edit(MASKED_HEADER, "frame.masking_key + header + encode_length(len(frame.payload), False)"),
            edit(MASKED_HEADER, "frame.masking_key + header + encode_length(len(frame.payload), True)"),
        ),
        "header_without_mask_bit": edit("len(frame.payload), True)", "len(frame.payload), False)"),
        "header_always_with_mask_bit": edit("len(frame.payload), False)", "len(frame.payload), True)"),
        "key_of_zeros": edit(UNMASKED_HEADER, "header + encode_length(len(frame.payload), True) + bytes(4)"),
        "any_key": edit("if len(frame.masking_key) != masking.MASKING_KEY_LENGTH", "if False"),
        "short_keys_pass": edit(
            "len(frame.masking_key) != masking.MASKING_KEY_LENGTH",
            "len(frame.masking_key) > masking.MASKING_KEY_LENGTH",
        ),
        "long_keys_pass": edit(
            "len(frame.masking_key) != masking.MASKING_KEY_LENGTH",
            "len(frame.masking_key) < masking.MASKING_KEY_LENGTH",
        ),
        "multiples_of_four_pass": edit(
            "len(frame.masking_key) != masking.MASKING_KEY_LENGTH",
            "len(frame.masking_key) % masking.MASKING_KEY_LENGTH",
        ),
        "key_not_checked_when_empty": edit(
            "if len(frame.masking_key) !=", "if frame.payload and len(frame.masking_key) !="
        ),
        "key_turned": edit(" + frame.masking_key", " + frame.masking_key[::-1]"),
        "zeros_for_the_key": edit(" + frame.masking_key", " + bytes(4)"),
        "key_forgotten_when_empty": edit(
            " + frame.masking_key", " + (frame.masking_key if frame.payload else b'')"
        ),
        "mask_bit_in_the_first_byte": edit(
            MASKED_HEADER,
            "ONE_BYTE[encode_first_byte(frame) | 0x80]"
            " + encode_length(len(frame.payload), False) + frame.masking_key",
        ),
        "mask_bit_by_payload": edit(
            *("len(frame.payload), True)", "len(frame.payload), bool(frame.payload))"),
            *("len(frame.payload), False)", "len(frame.payload), bool(frame.payload))"),
        ),
        "mask_bit_not_when_empty": edit(
            "len(frame.payload), True)", "len(frame.payload), bool(frame.payload))"
        ),
        "length_of_the_key": edit("len(frame.payload), True)", "len(frame.masking_key), True)"),
        "first_byte_alone_when_empty": edit(
            "    if frame.masking_key is None:",
            "    if not frame.payload:\n        return header\n    if frame.masking_key is None:",
        ),
        "empty_key_is_no_key": edit("if frame.masking_key is None", "if not frame.masking_key"),
        "key_counted_in_the_length": edit("len(frame.payload), True)", "len(frame.payload) + 4, True)"),
        "header_counted_in_the_length": edit("len(frame.payload), ", "len(frame.payload) + 2, "),
        "characters_counted": (
            edit("len(frame.payload)", "len(frame.payload.decode())"),
            edit("len(frame.payload)", 'len(frame.payload.decode(errors="replace"))'),
            edit("len(frame.payload)", 'len(frame.payload.decode(errors="ignore"))'),
        ),
        "length_before_the_first_byte": edit(
            UNMASKED_HEADER,
            "encode_length(len(frame.payload), False) + header",
            MASKED_HEADER,
            "encode_length(len(frame.payload), True) + header + frame.masking_key",
        ),
        "first_byte_forgotten": edit("return header + ", "return "),
        "payload_in_the_header": tuple(
            edit(
                *(UNMASKED_HEADER, f"{UNMASKED_HEADER} + frame.payload"),
                *(MASKED_HEADER, f"{MASKED_HEADER} + {payload}"),
            )
            for payload in ("frame.payload", MASKED_PAYLOAD)
        ),
        "zeros_for_the_first_byte": edit(
            "ONE_BYTE[encode_first_byte(frame)]", "bytes(encode_first_byte(frame))"
        ),
        "no_key_when_empty": (
            NO_KEY_WHEN_EMPTY,
            edit(
                MASKED_HEADER,
                "header + encode_length(len(frame.payload), bool(frame.payload))"
                " + (frame.masking_key if frame.payload else b'')",
            ),
        ),
        "key_left_out": edit("if frame.masking_key is None", "if True"),
    },
)

UNMASKED = "return encode_header(frame) + frame.payload"
MASKED = f"encode_header(frame) + {MASKED_PAYLOAD}"
TURNED_ROUND = "masking.mask_payload(frame.masking_key, frame.payload)"
FRAME_ANEW = "encode_header(Frame(frame.opcode, frame.payload))"
PADDING = "bytes(-len(frame.payload) % 4)"
PIECES = """\
    if len(frame.payload) > 125:
        starts = range(0, len(frame.payload), 125)
        pieces = (frame.payload[start : start + 125] for start in starts)
        flags = (frame.fin, frame.rsv1, frame.rsv2, frame.rsv3)
        return b"".join(
            encode_frame(Frame(frame.opcode, piece, *flags, frame.masking_key)) for piece in pieces
        )
    if frame.masking_key is None:"""
"""A long payload in several frames, each of a length that needs no byte more."""

ENCODE_FRAME = Exercise(
    id="02.encode_frame",
    target="framebyframe.wire.frames:encode_frame",
    section="RFC 6455 5.2",
    by_hand={"masking.mask_payload": "framebyframe.wire.masking:apply_mask"},
    before=b"",
    shows=call(Frame(Opcode.TEXT, b"Hello", masking_key=KEY)),
    examples=[
        call(Frame(Opcode.TEXT, b"Hello")),
        call(Frame(Opcode.TEXT, b"Hello", masking_key=KEY)),
        call(Frame(Opcode.PING)),
        call(Frame(Opcode.PING, masking_key=KEY)),
        call(Frame(Opcode.CLOSE, bytes.fromhex("03e8"), masking_key=KEY)),
        call(Frame(Opcode.BINARY, bytes(range(256)), fin=False, masking_key=KEY)),
        *(example for example in ENCODE_HEADER.examples[4:]),
        call(Frame(Opcode.BINARY, KEY[:2] + b"a", masking_key=KEY)),
        call(Frame(Opcode.BINARY, b"a" * 65537, masking_key=KEY)),
        call(Frame(Opcode.TEXT, b"Hello", masking_key=b"\0" + KEY[1:])),
        call(Frame(Opcode.TEXT, b"Hi", masking_key=b"")),
        call(Frame(Opcode.TEXT, b"Hi", masking_key=KEY[:1])),
    ],
    groups=FRAME_GROUPS,
    mistakes={
        "payload_not_masked": edit(MASKED_PAYLOAD, "frame.payload"),
        "header_forgotten": (
            edit("encode_header(frame) + ", ""),
            edit("encode_header(frame) + ", "encode_header(frame)[:0] + "),
        ),
        "first_byte_for_the_header": edit("encode_header(frame)", "encode_header(frame)[:1]"),
        "nothing_when_empty": (
            edit(
                "encode_header(frame)",
                "(encode_header(frame) if frame.payload else encode_header(frame)[:0])",
            ),
            edit(
                "    if frame.masking_key is None:",
                "    if not frame.payload:\n        return b''\n    if frame.masking_key is None:",
            ),
        ),
        "payload_forgotten": edit(UNMASKED, "return encode_header(frame)", f" + {MASKED_PAYLOAD}", ""),
        "header_masked_too": edit(
            MASKED, "masking.mask_payload(encode_header(frame) + frame.payload, frame.masking_key)"
        ),
        "key_masked_too": edit(
            MASKED,
            "encode_header(frame)[:-4]"
            " + masking.mask_payload(frame.masking_key + frame.payload, frame.masking_key)",
        ),
        "payload_first": (
            edit(
                *(UNMASKED, "return frame.payload + encode_header(frame)"),
                *(MASKED, f"(lambda header: {MASKED_PAYLOAD} + header)(encode_header(frame))"),
            ),
            edit(
                *(UNMASKED, "return frame.payload + encode_header(frame)"),
                *(MASKED, f"{MASKED_PAYLOAD} + encode_header(frame)"),
            ),
        ),
        "masked_twice": (
            edit(MASKED_PAYLOAD, f"{MASKED_PAYLOAD} + {MASKED_PAYLOAD}"),
            edit(MASKED_PAYLOAD, f"{MASKED_PAYLOAD} + frame.payload"),
            edit(MASKED_PAYLOAD, f"frame.payload + {MASKED_PAYLOAD}"),
        ),
        "payload_twice": edit(
            UNMASKED, f"{UNMASKED} + frame.payload", MASKED_PAYLOAD, f"{MASKED_PAYLOAD} + frame.payload"
        ),
        "key_backwards": edit(", frame.masking_key)", ", frame.masking_key[::-1])"),
        "key_masked_with_payload": (
            edit(MASKED_PAYLOAD, TURNED_ROUND),
            edit(MASKED, f"(lambda masked: encode_header(frame) + masked)({TURNED_ROUND})"),
        ),
        "key_one_ahead": edit(", frame.masking_key)", ", frame.masking_key[1:] + frame.masking_key[:1])"),
        "one_key_byte": edit(", frame.masking_key)", ", frame.masking_key[:1] * 4)"),
        "key_used_once": edit(
            MASKED_PAYLOAD, "masking.mask_payload(frame.payload[:4], frame.masking_key) + frame.payload[4:]"
        ),
        "key_used_once_and_cut": edit(
            MASKED_PAYLOAD, "masking.mask_payload(frame.payload[:4], frame.masking_key)"
        ),
        "masked_before_checked": tuple(
            edit(MASKED, f"(lambda masked: encode_header(frame) + masked)({masked})")
            for masked in (
                MASKED_PAYLOAD,
                *(
                    f"bytes(b ^ frame.masking_key[i % {size}] for i, b in enumerate(frame.payload))"
                    for size in ("4", "len(frame.masking_key)")
                ),
            )
        ),
        "only_masked_payload": edit(UNMASKED, "return encode_header(frame)"),
        "key_twice": edit(MASKED, MASKED.replace(" + ", " + frame.masking_key + ")),
        "padded_to_four": (
            edit("(frame.payload, frame.masking_key)", f"(frame.payload + {PADDING}, frame.masking_key)"),
            edit(MASKED_PAYLOAD, f"{MASKED_PAYLOAD} + {PADDING}"),
        ),
        "leading_zeros_lost": edit(MASKED_PAYLOAD, f'{MASKED_PAYLOAD}.lstrip(b"\\0")'),
        "control_frames_cut": edit(
            "frame.payload", "(frame.payload if frame.opcode < 8 else frame.payload[:125])"
        ),
        "in_several_frames": edit("    if frame.masking_key is None:", PIECES),
        "flags_and_key_not_handed_on": edit(
            *(UNMASKED, "return encode_header(Frame(frame.opcode, frame.payload)) + frame.payload"),
            *(MASKED, f"(encode_header(frame), {FRAME_ANEW})[1] + {MASKED_PAYLOAD}"),
        ),
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
