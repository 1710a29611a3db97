"""Chapter 04, A stream does not respect you: from a header to a reader that any cut leaves whole."""

from __future__ import annotations

from itertools import pairwise

from framebyframe.wire.frames import Frame, encode_frame
from framebyframe.wire.opcodes import Opcode

from ..declaring.examples import Scenario, call, scenario
from ..declaring.exercise import Chapter, Exercise
from ..declaring.forms import Catch, Order, Reading, Repair, Shipped
from ..declaring.mistakes import edit

KEY = bytes.fromhex("37fa213d")
"""The masking key of RFC 6455's own example (5.7)."""

SUM = "the order of a sum of numbers does not matter"
"""Why a mutant that turns a sum round does the same."""

# --- how long is the header ---------------------------------------------------------------------

LENGTH_OF_SEVEN_BITS = "second_byte & LENGTH_BITS"
FOR_SHORT, FOR_126, FOR_127 = "return 2", "4 if", "10"
IN_FRONT_OF_126, IN_FRONT_OF_127 = "return 4", "else 10"
THE_KEY = "second_byte // 128 * 4"

HEADER_LENGTH = Exercise(
    id="04.header_length",
    target="framebyframe.wire.reader:header_length",
    section="RFC 6455 5.2",
    field="payload_length",
    shows=call(0x7E),
    examples=[
        call(0x05),
        call(0x7E),
        call(0x7F),
        *map(call, (0x00, 0x01, 0x02, 0x7C, 0x7D)),
        *map(call, (0x85, 0xFE, 0xFF, 0x80, 0x81, 0xFD)),
        *map(call, (0x08, 0x10, 0x20, 0x40, 0x7B, 0x90, 0xA0, 0xC0, 0xFB, 0xFC)),
    ],
    groups={
        "masked": lambda second_byte: second_byte >= 0x80,
        "unmasked": lambda second_byte: second_byte < 0x80,
        "short": lambda second_byte: second_byte & 0x7F < 126,
        "long": lambda second_byte: second_byte & 0x7F >= 126,
    },
    mistakes={
        "mask_bit_counted": (
            edit(LENGTH_OF_SEVEN_BITS, "second_byte"),
            edit(LENGTH_OF_SEVEN_BITS, "second_byte", FOR_126, "2 if length > 127 else 4 if"),
            edit(LENGTH_OF_SEVEN_BITS, "second_byte", FOR_126, "4 if length > 127 else 4 if"),
        ),
        "mask_bit_lowest": edit(LENGTH_OF_SEVEN_BITS, "second_byte >> 1"),
        "key_counted": edit(
            FOR_SHORT,
            f"return 2 + {THE_KEY}",
            IN_FRONT_OF_126,
            f"return {THE_KEY} + 4",
            IN_FRONT_OF_127,
            f"else {THE_KEY} + 10",
        ),
        "always_two": edit(FOR_126, "2 if", FOR_127, "2"),
        "extra_bytes_alone": (
            edit(FOR_SHORT, "return 0", FOR_126, "2 if", FOR_127, "8"),
            edit(FOR_SHORT, "return 0", IN_FRONT_OF_126, "return -2 + 4", IN_FRONT_OF_127, "else -2 + 10"),
        ),
        "first_two_not_counted": edit(FOR_126, "2 if", FOR_127, "8"),
        "eight_for_ten": edit(FOR_127, "8"),
        "bits_for_bytes": edit(FOR_126, "18 if", FOR_127, "66"),
        "first_byte_not_counted": (
            edit(FOR_SHORT, "return 1", FOR_126, "3 if", FOR_127, "9"),
            edit(FOR_SHORT, "return 1", IN_FRONT_OF_126, "return -1 + 4", IN_FRONT_OF_127, "else -1 + 10"),
        ),
        "two_for_126": edit("length < LENGTH_IN_16_BITS", "length <= LENGTH_IN_16_BITS"),
        "four_for_125": (
            edit(
                "length < LENGTH_IN_16_BITS",
                "length < LENGTH_IN_16_BITS - 1",
                "length == LENGTH_IN_16_BITS",
                "length <= LENGTH_IN_16_BITS",
            ),
            edit("length < LENGTH_IN_16_BITS", "length < LENGTH_IN_16_BITS - 1"),
        ),
        "never_ten": edit(FOR_127, "4"),
        "never_four": edit(FOR_126, "10 if"),
        "four_bytes_for_eight": edit(FOR_127, "6"),
        "sizes_swapped": edit("length == LENGTH_IN_16_BITS", "length != LENGTH_IN_16_BITS"),
        "length_for_header": edit("return 2", "return length"),
        "whole_frame": edit("return 2", "return 2 + length"),
        "nothing_for_short": edit(FOR_SHORT, "return None"),
        "nothing_for_127": edit(FOR_127, "None"),
    },
)

# --- how long is the payload --------------------------------------------------------------------

IN_SEVEN_BITS = "if length < LENGTH_IN_16_BITS"
SHORTEST = "LENGTH_IN_16_BITS if length == LENGTH_IN_16_BITS else 0x1_0000"
LAST_LINE = "\n    return length"
NOT_SHORTEST = "if length < shortest:"
UNMASKED_NOT_SHORTEST = "if length < shortest and header[1] <= 127:"
TOO_HIGH = "if length >= HIGHEST_BIT:"
AS_NUMBER = 'int.from_bytes(header[2:], "big")'
IN_FRONT_OF_IT = "\n    return (header[1] & LENGTH_BITS) << 8 * (len(header) - 2) | length"
BY_HAND_WITH_255 = f"(header[2] * 255 + header[3] if len(header) == 4 else {AS_NUMBER})"
NO_SHORTEST = 'raise ProtocolFault(f"a length of {length} is not in its shortest form")'
NO_HIGHEST_BIT = 'raise ProtocolFault("the highest bit of a 64-bit length must be 0")'


def header(second: int, length: int, size: int) -> bytes:
    """The header of a text frame whose length stands in `size` bytes after the second byte."""
    return bytes((0x81, second)) + length.to_bytes(size, "big")


DECODE_LENGTH = Exercise(
    id="04.decode_length",
    target="framebyframe.wire.reader:decode_length",
    section="RFC 6455 5.2",
    field="payload_length",
    shows=call(header(0x7E, 300, 2)),
    examples=[
        call(bytes.fromhex("81 05")),
        call(header(0x7E, 300, 2)),
        call(header(0x7F, 70_000, 8)),
        *(call(bytes((first, second))) for first in (0x81, 0x02) for second in (0x00, 0x01, 0x7D)),
        *(call(bytes((0x82, second))) for second in (0x80, 0x85, 0xFD)),
        *(call(header(0x7E, length, 2)) for length in (126, 127, 128, 255, 256, 0x7FFF, 0x8000, 0xFFFF)),
        *(call(header(0xFE, length, 2)) for length in (126, 300, 0xFFFF)),
        *(call(header(0x7F, length, 8)) for length in (0x1_0000, 0x1_0001, 1 << 24, 1 << 32, (1 << 63) - 1)),
        *(call(header(0x7F, length, 8)) for length in (0x1_00FF, 1 << 62)),
        call(header(0xFF, 0x1_0000, 8)),
        *(call(header(0x7E, length, 2)) for length in (125, 5, 0)),
        *(call(header(0x7F, length, 8)) for length in (0xFFFF, 300, 126, 125, 0)),
        call(header(0xFE, 125, 2)),
        call(header(0xFF, 0xFFFF, 8)),
        *(call(header(0x7F, length, 8)) for length in ((1 << 64) - 1, 1 << 63, (1 << 63) + 5)),
        call(header(0xFF, (1 << 64) - 1, 8)),
        call(bytes.fromhex("89 7e 00 80")),
    ],
    groups={
        "in_two": lambda header: len(header) == 2,
        "in_four": lambda header: len(header) == 4,
        "in_ten": lambda header: len(header) == 10,
        "masked": lambda header: header[1] >= 0x80,
        "unmasked": lambda header: header[1] < 0x80,
    },
    mistakes={
        "mask_bit_counted": (
            edit("header[1] & LENGTH_BITS", "header[1]"),
            edit(
                "header[1] & LENGTH_BITS",
                "header[1]",
                IN_SEVEN_BITS,
                f"{IN_SEVEN_BITS} or length > 127",
            ),
            edit("header[1] & LENGTH_BITS", "header[1]", NOT_SHORTEST, UNMASKED_NOT_SHORTEST),
            edit(
                "header[1] & LENGTH_BITS",
                "header[1]",
                NOT_SHORTEST,
                UNMASKED_NOT_SHORTEST,
                TOO_HIGH,
                "if length >= HIGHEST_BIT and header[1] == 127:",
            ),
        ),
        "key_skipped": edit("header[2:]", "header[2 + header[1] // 128 * 4 :]"),
        "header_for_payload": edit(
            "        return length",
            "        return header_length(header[1])",
            LAST_LINE,
            "\n    return header_length(header[1])",
        ),
        "sizes_swapped": edit(SHORTEST, SHORTEST.replace("==", "!="), "header[2:]", "header[2:4]"),
        "first_byte_read": edit("header[1] & LENGTH_BITS", "header[0] & LENGTH_BITS"),
        "little_endian": edit('"big"', '"little"'),
        "marker_is_the_length": edit("length < LENGTH_IN_16_BITS:", "True:"),
        "marker_read_with_it": (
            edit(AS_NUMBER, 'int.from_bytes(header[1:], "big") & ((1 << 64) - 1)'),
            edit(LAST_LINE, IN_FRONT_OF_IT),
        ),
        "read_too_early": edit("header[2:]", "header[1:-1]"),
        "read_too_late": edit("header[2:]", "header[3:]"),
        "bytes_added": (
            edit(AS_NUMBER, "sum(header[2:])"),
            edit(LAST_LINE, "\n    return sum(header[2:])"),
        ),
        "255_times": edit(AS_NUMBER, BY_HAND_WITH_255),
        "key_counted": edit("return length", "return length + header[1] // 128 * 4"),
        "nothing_for_short": edit("        return length", "        return None"),
        "two_bytes_only": edit("header[2:]", "header[2:4]"),
        "four_bytes_for_eight": (
            edit("header[2:]", "header[2:6]"),
            edit(LAST_LINE, '\n    return int.from_bytes(header[2:6], "big")'),
        ),
        "last_four_bytes": (
            edit(AS_NUMBER, f"{AS_NUMBER} & 0xFFFF_FFFF"),
            edit(AS_NUMBER, f"{AS_NUMBER} & (HIGHEST_BIT | 0xFFFF_FFFF)"),
        ),
        "last_byte_alone": edit(AS_NUMBER, "header[-1]"),
        "marker_added": (
            edit(AS_NUMBER, f"length + {AS_NUMBER}"),
            edit(LAST_LINE, "\n    return length + (header[1] & LENGTH_BITS)"),
        ),
        "any_form": edit(NOT_SHORTEST, "if False:"),
        "any_form_in_16_bits": edit("shortest = LENGTH_IN_16_BITS if", "shortest = 0 if"),
        "any_form_in_64_bits": edit("else 0x1_0000", "else 0"),
        "64_bits_from_126_on": edit("else 0x1_0000", "else LENGTH_IN_16_BITS"),
        "shortest_refused": edit(NOT_SHORTEST, "if length <= shortest:"),
        "126_refused": edit("shortest = LENGTH_IN_16_BITS if", "shortest = LENGTH_IN_16_BITS + 1 if"),
        "65536_refused": edit("else 0x1_0000", "else 0x1_0001"),
        "125_in_16_bits": edit("shortest = LENGTH_IN_16_BITS if", "shortest = LENGTH_IN_16_BITS - 1 if"),
        "65535_in_64_bits": edit("else 0x1_0000", "else 0xFFFF"),
        "highest_bit_allowed": edit(TOO_HIGH, "if False:"),
        "exactly_highest_bit_allowed": edit(TOO_HIGH, "if length > HIGHEST_BIT:"),
        "highest_bit_in_16_bits": (
            edit(TOO_HIGH, "if header[2] >= 0x80:"),
            edit(AS_NUMBER, 'int.from_bytes(header[2:], "big", signed=True)'),
        ),
        "highest_bit_of_the_last_byte": edit(TOO_HIGH, "if len(header) == 10 and header[-1] >= 0x80:"),
        "highest_bit_of_the_second_byte": edit(TOO_HIGH, "if len(header) == 10 and header[1] >= 0x80:"),
        "highest_bit_cut_off": edit(AS_NUMBER, f"{AS_NUMBER} & (HIGHEST_BIT - 1)"),
        "anything_goes": (
            edit(NOT_SHORTEST, "if False:", TOO_HIGH, "if False:"),
            edit(NO_SHORTEST, "return None", NO_HIGHEST_BIT, "return None"),
        ),
    },
)

# --- the whole header ---------------------------------------------------------------------------

FIRST = "opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])"
MASKED = "bool(header[1] & MASK)"
ANY_OPCODE = (
    "opcode, (fin, rsv1, rsv2, rsv3) = header[0] & 15, (bool(header[0] & bit) for bit in (128, 64, 32, 16))"
)
IN_OTHER_BITS = ANY_OPCODE.replace("header[0] & 15", "OPCODES.get(header[0] >> 4)")
OPCODE_AND_FIN, RESERVED, GIVEN = "(opcode, fin", "rsv1, rsv2, rsv3, masked", "    return FrameHeader"
CONTROL_REFUSED = f'    if opcode >= 8 and {{}}:\n        raise ProtocolFault("")\n{GIVEN}'

DECODE_HEADER = Exercise(
    id="04.decode_header",
    target="framebyframe.wire.reader:decode_header",
    section="RFC 6455 5.2",
    field="payload_length",
    by_hand={"decode_first_byte": "framebyframe.wire.reader:decode_first_byte"},
    shows=call(bytes.fromhex("81 85")),
    examples=[
        call(bytes.fromhex("81 05")),
        call(bytes.fromhex("81 85")),
        call(bytes.fromhex("01 05")),
        call(bytes.fromhex("82 7e 01 2c")),
        *(call(bytes((0x80 | opcode, 0x00))) for opcode in (0, 1, 2, 8, 9, 10)),
        *(call(bytes((opcode, 0x82))) for opcode in (0, 1, 2, 8, 9, 10)),
        *(call(bytes.fromhex(f"{first} 7d")) for first in ("c1", "a1", "91", "41", "22", "12", "f1", "70")),
        call(bytes.fromhex("02 ff 00 00 00 00 00 01 11 70")),
        call(bytes.fromhex("8a fd")),
        *(call(bytes((0x80 | opcode, 0x05))) for opcode in (3, 7, 11, 15)),
        call(bytes.fromhex("89 7e 00 7e")),
        *DECODE_LENGTH.examples,
    ],
    groups={
        "masked": lambda header: header[1] >= 0x80,
        "unmasked": lambda header: header[1] < 0x80,
        "final": lambda header: header[0] >= 0x80,
        "more_follows": lambda header: header[0] < 0x80,
        "long": lambda header: len(header) > 2,
        "short": lambda header: len(header) == 2,
    },
    mistakes={
        "mask_bit_in_the_first_byte": edit(MASKED, "bool(header[0] & MASK)"),
        "mask_bit_as_a_number": edit(MASKED, "header[1] & MASK"),
        "mask_bit_upside_down": edit(MASKED, "not header[1] & MASK"),
        "mask_bit_not_looked_at": edit(MASKED, "False"),
        "mask_bit_compared": edit(MASKED, "header[1] == MASK"),
        "second_byte_for_first": edit("header[0]", "header[1]"),
        "reserved_opcode": (
            edit(FIRST, ANY_OPCODE),
            edit(FIRST, f"{ANY_OPCODE}\n    if opcode > 10:\n        raise ProtocolFault('')"),
        ),
        "seven_bits_for_length": edit("decode_length(header))", "header[1] & LENGTH_BITS)"),
        "first_byte_cut_off": edit("decode_length(header))", "decode_length(header[1:]))"),
        "bytes_behind_for_length": edit("decode_length(header))", f"{AS_NUMBER})"),
        "mask_bit_in_the_length": edit(
            "decode_length(header))", "(header[1] if len(header) == 2 else decode_length(header)))"
        ),
        "header_for_payload": (
            edit("decode_length(header))", "len(header) if decode_length(header) >= 0 else 0)"),
            edit("decode_length(header))", "header_length(header[1]))"),
        ),
        "fin_upside_down": edit(OPCODE_AND_FIN, "(opcode, not fin"),
        "fin_not_looked_at": edit(OPCODE_AND_FIN, "(opcode, True"),
        "rsv_backwards": edit(RESERVED, "rsv3, rsv2, rsv1, masked"),
        "rsv_forgotten": edit(RESERVED, "False, False, False, masked"),
        "bits_as_numbers": edit(
            OPCODE_AND_FIN,
            "(opcode, header[0] & 128",
            RESERVED,
            "header[0] & 64, header[0] & 32, header[0] & 16, masked",
        ),
        "taken_apart_otherwise": (
            edit(FIRST, "fin, rsv1, rsv2, rsv3, opcode = decode_first_byte(header[0])"),
            edit(FIRST, "fin, opcode, rsv1, rsv2, rsv3 = decode_first_byte(header[0])"),
        ),
        "not_taken_apart": (
            edit(
                FIRST,
                "opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0]), True, False, False, False",
            ),
            edit(FIRST, f"{FIRST}\n    opcode = decode_first_byte(header[0])"),
        ),
        "three_bits_of_opcode": edit(OPCODE_AND_FIN, "(Opcode(opcode & 7), fin"),
        "upper_bits_for_opcode": edit(
            FIRST, f'{IN_OTHER_BITS}\n    if opcode is None:\n        raise ProtocolFault("")'
        ),
        "reserved_above_ten": edit(
            FIRST,
            f'{ANY_OPCODE}\n    if 3 <= opcode <= 7:\n        raise ProtocolFault("")\n'
            "    opcode = Opcode(opcode)",
        ),
        "control_refused": (
            edit(GIVEN, CONTROL_REFUSED.format("not fin")),
            edit(GIVEN, CONTROL_REFUSED.format("decode_length(header) > 125")),
            edit(GIVEN, CONTROL_REFUSED.format("(not fin or decode_length(header) > 125)")),
        ),
    },
)

# --- bytes that are left over -------------------------------------------------------------------

FED = "        self._data = data\n        self._used = 0\n"
GATHERED = "self._gather(data)"
REST = "self._data[self._used :]"
ALL_USED = "if self._used == len(self._data):"
USED_LOOKED_FOR = 'self._data = self._data.replace(self._data[: self._used], b"")'

FEED = Exercise(
    id="04.feed",
    target="framebyframe.wire.reader:FrameReader.feed",
    section="",
    examples=[
        scenario(
            "whole",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 05 48 65 6c 6c 6f"))
            reader.next_frame()
            """,
        ),
        scenario(
            "one_after_the_other",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 05 48 65 6c 6c 6f"))
            reader.next_frame()
            reader.feed(bytes.fromhex("81 02 48 69"))
            reader.next_frame()
            reader.next_frame()
            """,
        ),
        scenario(
            "in_two_reads",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 05 48 65"))
            reader.next_frame()
            reader.feed(bytes.fromhex("6c 6c 6f"))
            reader.next_frame()
            """,
        ),
        scenario(
            "one_and_a_half",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("89 00 81 05 48 65"))
            reader.next_frame()
            reader.next_frame()
            reader.feed(bytes.fromhex("6c 6c 6f 8a 00"))
            reader.next_frame()
            reader.next_frame()
            reader.next_frame()
            """,
        ),
        scenario(
            "fed_before_it_is_asked",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 02 48 69"))
            reader.feed(bytes.fromhex("89 00"))
            reader.next_frame()
            reader.next_frame()
            """,
        ),
        scenario(
            "nothing_came",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 05 48"))
            reader.next_frame()
            reader.feed(b"")
            reader.next_frame()
            reader.feed(bytes.fromhex("65 6c 6c 6f"))
            reader.next_frame()
            """,
        ),
        scenario(
            "a_long_read",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("82 7e 13 88") + bytes(5_000))
            reader.next_frame() == Frame(Opcode.BINARY, bytes(5_000))
            """,
        ),
        scenario(
            "the_same_frame_again",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("89 00 89 00 89"))
            reader.next_frame()
            reader.feed(bytes.fromhex("00 8a 00"))
            reader.next_frame()
            reader.next_frame()
            reader.next_frame()
            """,
        ),
        scenario(
            "byte_by_byte",
            """
            reader = FrameReader()
            found = []
            for byte in bytes.fromhex("81 85 37 fa 21 3d 7f 9f 4d 51 58 89 00 81 02 00 20"):
                reader.feed(bytes([byte]))
                found.append(reader.next_frame())
            [frame.payload for frame in found if frame]
            """,
        ),
        scenario(
            "a_long_conversation",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("82"))
            read = bytes.fromhex("7e 03 e8") + bytes(1_000) + bytes.fromhex("82")
            for number in range(18):
                reader.feed(read)
                frame = reader.next_frame()
            frame == Frame(Opcode.BINARY, bytes(1_000))
            len(reader._data) < 10_000
            """,
        ),
    ],
    mistakes={
        "rest_lost": (
            edit(GATHERED, "self._data = data\n        self._used = 0"),
            edit(GATHERED, "self._data = data if self._used else self._data + data\n        self._used = 0"),
        ),
        "count_stays": (
            edit("        self._used = 0\n", ""),
            edit(FED, "        self._data = data\n", GATHERED, f"self._data = {REST} + data"),
        ),
        "data_replaced": edit(ALL_USED, "if False:", GATHERED, "self._data = data"),
        "everything_again": (
            edit(
                ALL_USED,
                "if False:",
                GATHERED,
                "self._data += data\n        self._used = 0",
            ),
        ),
        "used_kept": (
            edit(
                ALL_USED,
                "if False:",
                GATHERED,
                "self._data = self._data[: self._used] + data\n        self._used = 0",
            ),
            edit(ALL_USED, f"self._data, self._used = self._data[: self._used], 0\n    {ALL_USED}"),
        ),
        "used_of_the_new": edit(
            ALL_USED, "if False:", GATHERED, "self._data += data[self._used :]\n        self._used = 0"
        ),
        "lost_without_header": edit(
            GATHERED,
            f"self._data = data if self.waiting is None else {REST} + data\n        self._used = 0",
        ),
        "nothing_new": edit(FED, "        pass\n", GATHERED, "pass"),
        "not_bytes": (
            edit(
                FED,
                FED.replace("= data", "= bytearray(data)"),
                GATHERED,
                f"self._data = bytearray({REST} + data)\n        self._used = 0",
            ),
            edit(
                FED,
                FED.replace("= data", f"= [{REST}, data]"),
                GATHERED,
                f"self._data = [{REST}, data]\n        self._used = 0",
            ),
            edit(
                FED,
                FED.replace("= data", "= [data]"),
                GATHERED,
                f"self._data = [{REST}, data]\n        self._used = 0",
            ),
        ),
        "new_in_front": edit(GATHERED, f"self._data = data + {REST}\n        self._used = 0"),
        "new_lost": edit(GATHERED, "pass"),
        "waiting_count_as_used": edit(
            ALL_USED, "if False:", GATHERED, "self._used = len(self._data)\n        self._data += data"
        ),
        "used_looked_for": edit(
            ALL_USED,
            f"if self._used:\n        {USED_LOOKED_FOR}\n    if True:",
            FED,
            FED.replace("= data", "+= data"),
        ),
        "long_read_cut": edit(
            FED, FED.replace("= data", "= data[:1024]"), GATHERED, "self._gather(data[:1024])"
        ),
        "nothing_kept": edit(
            ALL_USED,
            "if False:",
            GATHERED,
            "self._data = data\n        self._used = 0\n        self.waiting = None",
        ),
        "never_forgets": edit(ALL_USED, "if False:", GATHERED, "self._data += data"),
        "header_forgotten": edit(ALL_USED, f"self.waiting = None\n    {ALL_USED}"),
        "spaces_stripped": edit(
            FED, FED.replace("= data", "= data.strip()"), GATHERED, "self._gather(data.strip())"
        ),
    },
    equivalent={
        "`if self._used == len(self._data):` becomes `if False:`": (
            "what could be taken as it is gets gathered: slower, and the same"
        ),
    },
)

# --- is the header there ------------------------------------------------------------------------

TWO_ARE_THERE = "    if len(data) < start + SHORTEST_HEADER:\n        return None\n"
ALL_IS_THERE = "    if len(data) < end:\n        return None\n"
DECODED = "    header = decode_header(data[start:end])\n"
WITH_THE_MASK_BIT = "{126: 4, 127: 10}.get(data[start + 1], 2)"
ITS_KEY = "data[start + 1] // 128 * MASKING_KEY_LENGTH"
IS_CHECKED = "    if self._check_header is not None:\n        self._check_header(header)\n"

NEXT_HEADER = Exercise(
    id="04.next_header",
    target="framebyframe.wire.reader:FrameReader.next_header",
    section="RFC 6455 5.2",
    examples=[
        scenario(
            "short",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 05"))
            reader.next_header()
            """,
        ),
        scenario(
            "cut_behind_the_second_byte",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("82 7e"))
            reader.next_header()
            reader.feed(bytes.fromhex("01 2c"))
            reader.next_header()
            """,
        ),
        scenario(
            "before_its_key",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 85"))
            reader.next_header()
            """,
        ),
        scenario(
            "masked_and_cut_in_the_length",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("82 fe 80"))
            reader.next_header()
            reader.feed(bytes.fromhex("01"))
            reader.next_header()
            """,
        ),
        scenario(
            "cut_in_the_length",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("82 7e 80"))
            reader.next_header()
            reader.feed(bytes.fromhex("01"))
            reader.next_header()
            """,
        ),
        scenario(
            "one_byte",
            """
            reader = FrameReader()
            reader.next_header()
            reader.feed(bytes.fromhex("89"))
            reader.next_header()
            reader.feed(bytes.fromhex("00"))
            reader.next_header()
            """,
        ),
        scenario(
            "ten_bytes_one_by_one",
            """
            reader = FrameReader()
            found = []
            for byte in bytes.fromhex("82 7f 00 00 00 00 00 01 11 70"):
                reader.feed(bytes([byte]))
                found.append(reader.next_header())
            found
            """,
        ),
        scenario(
            "masked",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 85 37 fa 21 3d 7f 9f 4d 51 58"))
            reader.next_header()
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 fe 00 7e 37 fa 21 3d"))
            reader.next_header()
            """,
        ),
        scenario(
            "two_frames",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 02 48 69 82 7e 01 2c"))
            reader.next_frame()
            reader.next_header()
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 02 48 69 89"))
            reader.next_frame()
            reader.next_header()
            """,
        ),
        scenario(
            "three_headers",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("89 00 8a 00 88 00"))
            reader.next_header()
            reader.next_header()
            reader.next_header()
            """,
        ),
        scenario(
            "cut_behind_a_frame",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("89 00 82 7e 01"))
            reader.next_frame()
            reader.next_header()
            """,
        ),
        scenario(
            "what_follows",
            """
            reader = FrameReader(lambda header: None)
            reader.feed(bytes.fromhex("81 85 37 fa 21 3d 7f 9f 4d 51 58"))
            reader.next_frame()
            reader.feed(bytes.fromhex("82 7e 00 7e") + bytes(126))
            reader.next_frame().payload == bytes(126)
            """,
        ),
        scenario(
            "looked_at_before_the_payload",
            """
            def refuse(header):
                raise ProtocolFault(f"{header.length} bytes are too many")
            reader = FrameReader(refuse)
            reader.feed(bytes.fromhex("82 7f 00 00 00 00 80 00 00 00"))
            reader.next_header()
            """,
        ),
        scenario(
            "refused_at_each_look",
            """
            def refuse(header):
                raise ProtocolFault(f"{header.length} bytes are too many")
            reader = FrameReader(refuse)
            reader.feed(bytes.fromhex("82 04 81 02 48 69"))
            def look():
                try:
                    return reader.next_header()
                except ProtocolFault as fault:
                    return str(fault)
            look(), look()
            """,
        ),
        scenario(
            "two_texts_in_parts",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 05 48 65"))
            reader.next_frame()
            reader.partial_payload()
            reader.feed(bytes.fromhex("6c 6c 6f 81 02 48"))
            reader.next_frame()
            reader.next_frame()
            reader.partial_payload()
            """,
        ),
        scenario(
            "wrong",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 7e 00 05"))
            reader.next_header()
            """,
        ),
        scenario(
            "one_right_form",
            """
            def header_of(text):
                reader = FrameReader()
                reader.feed(bytes.fromhex(text))
                try:
                    return reader.next_header()
                except ProtocolFault:
                    return "refused"
            [header_of(f"{first:02x} 00") for first in (0x83, 0x8F, 0x40, 0x20, 0x10, 0x01)]
            [header_of(f"82 7f 00 00 00 00 00 0{rest}") for rest in ("0 ff ff", "1 00 00", "1 00 01")]
            [header_of(f"82 7f {first} 00 00 00 00 00 00 00") for first in ("80", "7f")]
            """,
        ),
    ],
    shows="cut_behind_the_second_byte",
    repair=Repair(edit(ALL_IS_THERE, ""), Shipped("ESP-IDF", "issue 14704", 2024)),
    equivalent=dict.fromkeys(
        (
            "`start + SHORTEST_HEADER` becomes `SHORTEST_HEADER + start`",
            "`start + 1` becomes `1 + start`",
            "`start + header_length(data[start + 1])` becomes `header_length(data[start + 1]) + start`",
        ),
        SUM,
    ),
    mistakes={
        "rest_of_header_not_awaited": (
            edit(ALL_IS_THERE, ""),
            edit(ALL_IS_THERE, "", DECODED, f"{DECODED}{ALL_IS_THERE}"),
            edit(ALL_IS_THERE, "", "data[start:end]", 'data[start:end].ljust(end - start, b"\\0")'),
        ),
        "ten_not_awaited": edit("if len(data) < end:", "if end != start + 10 and len(data) < end:"),
        "waits_for_four": edit("start + SHORTEST_HEADER", "start + 4", ALL_IS_THERE, ""),
        "waits_for_the_key": edit("if len(data) < end:", f"if len(data) < end + {ITS_KEY}:"),
        "four_more_awaited": edit("if len(data) < end:", "if len(data) < end + 4:"),
        "used_bytes_counted": edit("if len(data) < end:", "if len(data) < end - start:"),
        "second_byte_of_all": edit("data[start + 1]", "data[1]"),
        "taken_for_a_judgement": edit(
            "        self._check_header(header)\n",
            "        if not self._check_header(header):\n            return None\n",
        ),
        "seen_not_zero": edit("self._seen = 0", "self._seen = end"),
        "not_given": edit("    return header\n", ""),
        "one_byte_lost": edit(
            TWO_ARE_THERE,
            TWO_ARE_THERE.replace("        return", "        self._used = len(data)\n        return"),
        ),
        "taken_too_early": edit(ALL_IS_THERE, f"    self._used = end\n{ALL_IS_THERE}"),
        "used_though_refused": edit(
            "    self._used = end\n", "", IS_CHECKED, f"    self._used = end\n{IS_CHECKED}"
        ),
        "waits_for_the_longest": edit("start + SHORTEST_HEADER", "start + 10"),
        "waits_for_one_more": edit("if len(data) < end:", "if len(data) <= end:"),
        "not_taken": edit("    self._used = end\n", ""),
        "not_looked_at": edit("if self._check_header is not None:", "if False:"),
        "undecoded_looked_at": edit("self._check_header(header)", "self._check_header(data[start:end])"),
        "mask_bit_counted": edit("if len(data) < end:", f"if len(data) < start + {WITH_THE_MASK_BIT}:"),
        "key_taken_with_it": (
            edit("header_length(data[start + 1])", f"header_length(data[start + 1]) + {ITS_KEY}"),
            edit(DECODED, f"{DECODED}    end += {ITS_KEY}\n    if len(data) < end:\n        return None\n"),
            edit("self._used = end", f"self._used = end + {ITS_KEY}"),
        ),
        "four_always": edit("header_length(data[start + 1])", "4"),
        "short_is_wrong": edit(
            ALL_IS_THERE,
            ALL_IS_THERE.replace("return None", 'raise ProtocolFault("the header is too short")'),
        ),
        "always_from_the_front": edit("self._data, self._used", "self._data, 0"),
        "used_counted_twice": edit("if len(data) < end:", "if len(data) - start < end:"),
        "faults_kept_back": (
            edit(
                f"{DECODED}{IS_CHECKED}",
                "    try:\n"
                "        header = decode_header(data[start:end])\n"
                "        if self._check_header is not None:\n"
                "            self._check_header(header)\n"
                "    except Exception:\n"
                "        return None\n",
            ),
            edit(
                DECODED,
                "    try:\n"
                "        header = decode_header(data[start:end])\n"
                "    except Exception:\n"
                "        return None\n",
            ),
        ),
        "given_before_it_is_there": edit(
            ALL_IS_THERE,
            "    if len(data) < end:\n        return decode_header(bytes((data[start], 0)))\n",
        ),
    },
)

# --- the frame ----------------------------------------------------------------------------------

LOOKED = "self.waiting = header = self.waiting or self.next_header()"
ENOUGH = "len(self._data) < self._used + bytes_after(header)"
NOT_YET = "        return None\n"
KEY_USED = "self._used += MASKING_KEY_LENGTH\n"
WHOLE_END, END_OF_THE_LENGTH = "end = start + header.length", "end = self._used + header.length"
UNMASKED = "        payload = masking.mask_payload(payload, key)\n"

RECORDED = (
    encode_frame(Frame(Opcode.TEXT, b"Hello", masking_key=KEY))
    + encode_frame(Frame(Opcode.PING))
    + encode_frame(Frame(Opcode.BINARY, bytes(range(97, 107)) * 13))
)
"""Three frames, 147 bytes: a masked text, an empty ping, and 130 bytes whose header has four."""


def cut_at(*places: int) -> Scenario:
    """RECORDED, cut at these places and fed piece by piece; the payloads of its frames are compared.

    Raises:
        ValueError: "places", nothing is cut off there, or "twice", one stands there again.
    """
    if not all(type(place) is int and 0 < place < len(RECORDED) for place in places):
        raise ValueError("places")
    if len(set(places)) < len(places):
        raise ValueError("twice")
    edges = [0, *sorted(places), len(RECORDED)]
    pieces = [RECORDED[start:stop].hex(" ") for start, stop in pairwise(edges)]
    return scenario(
        "cut",
        f"""
        from itertools import islice
        reader = FrameReader()
        found = []
        for piece in {pieces}:
            reader.feed(bytes.fromhex(piece))
            found += islice(iter(reader.next_frame, None), 9)
        [frame.payload for frame in found]
        [f"{{frame.opcode.name}} {{len(frame.payload)}}" for frame in found]
        """,
    )


NEXT_FRAME = Exercise(
    id="04.next_frame",
    target="framebyframe.wire.reader:FrameReader.next_frame",
    section="RFC 6455 5.2",
    by_hand={"masking.mask_payload": "framebyframe.wire.masking:apply_mask"},
    equivalent=dict.fromkeys(
        (
            "`self._used + MASKING_KEY_LENGTH` becomes `MASKING_KEY_LENGTH + self._used`",
            "`start + header.length` becomes `header.length + start`",
            "`self._used + bytes_after(header)` becomes `bytes_after(header) + self._used`",
        ),
        SUM,
    ),
    examples=[
        scenario(
            "whole",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 05 48 65 6c 6c 6f"))
            reader.next_frame()
            reader.next_frame()
            """,
        ),
        scenario(
            "cut_in_the_payload",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 05 48 65"))
            reader.next_frame()
            reader.waiting
            reader.feed(bytes.fromhex("6c 6c 6f"))
            reader.next_frame()
            reader.waiting
            """,
        ),
        scenario(
            "masked",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 85 37 fa 21 3d 7f 9f 4d 51 58"))
            reader.next_frame()
            reader.next_frame()
            """,
        ),
        scenario(
            "two_in_one_read",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("89 00 81 02 48 69"))
            reader.next_frame()
            reader.next_frame()
            reader.next_frame()
            """,
        ),
        scenario(
            "cut_in_the_key",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("81 85 37 fa"))
            reader.next_frame()
            reader.feed(bytes.fromhex("21 3d 7f 9f 4d 51"))
            reader.next_frame()
            reader.feed(bytes.fromhex("58"))
            reader.next_frame()
            """,
        ),
        scenario(
            "a_key_and_no_payload",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("8a 80 37 fa 21"))
            reader.next_frame()
            reader.feed(bytes.fromhex("3d"))
            reader.next_frame()
            """,
        ),
        scenario(
            "cut_in_the_header",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("89"))
            reader.next_frame()
            reader.feed(bytes.fromhex("00 82"))
            reader.next_frame()
            reader.next_frame()
            reader.feed(bytes.fromhex("01 00"))
            reader.next_frame()
            """,
        ),
        scenario(
            "all_fields",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("41 00 22 01 41 10 80 00 00 00 00"))
            reader.next_frame()
            reader.next_frame()
            reader.next_frame()
            reader.next_frame()
            """,
        ),
        scenario(
            "byte_by_byte",
            """
            reader = FrameReader()
            found = []
            for byte in bytes.fromhex("81 85 37 fa 21 3d 7f 9f 4d 51 58 89 00 82 7e 00 7e") + bytes(126):
                reader.feed(bytes([byte]))
                found.append(reader.next_frame())
            [frame for frame in found if frame]
            """,
        ),
        scenario(
            "refused",
            """
            def refuse(header):
                raise ProtocolFault(f"{header.length} bytes are too many")
            reader = FrameReader(refuse)
            reader.feed(bytes.fromhex("82 7f 00 00 00 00 80 00 00 00"))
            reader.next_frame()
            """,
        ),
        scenario("wrong", 'reader = FrameReader()\nreader.feed(bytes.fromhex("83 00"))\nreader.next_frame()'),
        scenario(
            "wrong_behind_a_right_one",
            """
            reader = FrameReader()
            reader.feed(bytes.fromhex("89 00 83 00"))
            reader.next_frame()
            reader.next_frame()
            """,
        ),
        *(cut_at(*places) for places in ((), (1,), (2,), (4,), (8,), (11,), (12,), (13,), (14,), (15,))),
        *(cut_at(*places) for places in ((16,), (17,), (18,), (80,), (146,), (3, 5, 7, 9), (11, 13))),
        cut_at(*range(1, len(RECORDED))),
    ],
    mistakes={
        "rest_lost": edit("    self._used = end\n", "    self._used = len(self._data)\n"),
        "last_alone": edit(
            "    return Frame(",
            "    frame = Frame(",
            "header.rsv3, key)\n",
            "header.rsv3, key)\n    return self.next_frame() or frame\n",
        ),
        "next_looked_at_too_early": edit(
            "    self.waiting = None\n", "    self.waiting = self.next_header()\n"
        ),
        "place_too_early": edit(
            LOOKED,
            f"place = self._used\n    {LOOKED}",
            "self._used + bytes_after(header)",
            "place + bytes_after(header)",
            "self._used + MASKING_KEY_LENGTH if header.masked else self._used",
            "place + MASKING_KEY_LENGTH if header.masked else place",
            "self._data[self._used : start]",
            "self._data[place:start]",
        ),
        "header_forgotten": edit(LOOKED, LOOKED.removeprefix("self.waiting = ")),
        "waiting_not_asked": (
            edit(LOOKED, "self.waiting = header = self.next_header()"),
            edit(LOOKED, "header = self.next_header()\n    self.waiting = header or self.waiting"),
        ),
        "none_not_asked": edit("header is None or ", ""),
        "pings_skipped": edit(
            "    return Frame(",
            "    if header.opcode in (Opcode.PING, Opcode.PONG):\n"
            "        return self.next_frame()\n"
            "    return Frame(",
        ),
        "part_thrown_away": (
            edit(NOT_YET, f"        self._used = len(self._data) if header else self._used\n{NOT_YET}"),
            edit(NOT_YET, f"        self._used += bytes_after(header) if header else 0\n{NOT_YET}"),
        ),
        "part_of_a_key_thrown_away": edit(
            NOT_YET,
            "        if header and header.masked and len(self._data) < self._used + MASKING_KEY_LENGTH:\n"
            f"            self._used = len(self._data)\n{NOT_YET}",
        ),
        "half_a_frame": edit("bytes_after(header)", "(MASKING_KEY_LENGTH if header.masked else 0)"),
        "half_for_whole": edit(f" or {ENOUGH}", ""),
        "two_reads_at_most": edit(
            LOOKED,
            "again = self.waiting\n    self.waiting = header = again or self.next_header()",
            ENOUGH,
            f"again is None and {ENOUGH}",
        ),
        "header_alone_forgotten": edit(
            NOT_YET,
            f"        if len(self._data) == self._used:\n            self.waiting = None\n{NOT_YET}",
        ),
        "key_not_counted": edit("bytes_after(header)", "header.length"),
        "key_not_in_the_end": (
            edit(WHOLE_END, END_OF_THE_LENGTH),
            edit("bytes_after(header)", "header.length", WHOLE_END, END_OF_THE_LENGTH),
        ),
        "waits_for_one_more": edit("len(self._data) < self._used", "len(self._data) <= self._used"),
        "empty_is_nothing": edit(ENOUGH, f"not header.length or {ENOUGH}"),
        "used_not_counted": edit(
            "self._used + bytes_after(header)",
            "bytes_after(header)",
            "end = start + header.length",
            "end = start - self._used + header.length",
        ),
        "used_bytes_counted": edit("self._used + bytes_after(header)", "bytes_after(header)"),
        "key_taken_twice": (
            edit(
                NOT_YET,
                f"        if header and header.masked:\n            {KEY_USED}{NOT_YET}",
            ),
            edit(
                NOT_YET,
                "        key_end = self._used + MASKING_KEY_LENGTH\n"
                "        if header and header.masked and len(self._data) >= key_end:\n"
                f"            {KEY_USED}{NOT_YET}",
            ),
        ),
        "key_counted_twice": edit(
            ENOUGH,
            f"{ENOUGH} + (MASKING_KEY_LENGTH if header.masked else 0)",
            "end = start + header.length",
            "end = start + bytes_after(header)",
        ),
        "key_behind_the_payload": edit(
            "self._data[start:end]",
            "self._data[self._used : self._used + header.length]",
            "self._data[self._used : start]",
            "self._data[end - MASKING_KEY_LENGTH : end]",
        ),
        "payload_to_the_end": edit("self._data[start:end]", "self._data[start:]"),
        "not_taken": edit("    self._used = end\n", ""),
        "key_not_used": edit("self._used = end", "self._used += header.length"),
        "used_is_the_length": edit("self._used = end", "self._used = header.length"),
        "header_stays": (
            edit("    self.waiting = None\n", ""),
            edit(
                LOOKED,
                LOOKED.removeprefix("self.waiting = "),
                NOT_YET,
                f"        self.waiting = header\n{NOT_YET}",
                "    self.waiting = None\n",
                "",
            ),
        ),
        "not_unmasked": edit(UNMASKED, ""),
        "one_byte_of_the_key": edit(UNMASKED, "        payload = bytes(byte ^ key[0] for byte in payload)\n"),
        "empty_key": edit("key, payload = None,", 'key, payload = b"",'),
        "key_in_the_payload": (
            edit("self._data[start:end]", "self._data[self._used:end]", UNMASKED, ""),
            edit("self._data[start:end]", "self._data[self._used:end]"),
        ),
        "key_always_taken": edit(
            "start = self._used + MASKING_KEY_LENGTH if header.masked else self._used",
            "start = self._used + MASKING_KEY_LENGTH",
            "end = start + header.length",
            "end = self._used + bytes_after(header)",
            "    if header.masked:",
            "    if True:",
        ),
        "one_opcode": (
            edit("Frame(header.opcode,", "Frame(Opcode.TEXT,"),
            edit("Frame(header.opcode,", "Frame(Opcode.BINARY,"),
        ),
        "key_dropped": edit("header.rsv3, key)", "header.rsv3, None)"),
        "opcode_and_payload_alone": edit(
            "payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)", "payload)"
        ),
        "fields_forgotten": (
            edit(
                "header.fin, header.rsv1, header.rsv2, header.rsv3, key)", "True, False, False, False, key)"
            ),
            edit("header.rsv1, header.rsv2, header.rsv3, key)", "False, False, False, key)"),
            edit("header.fin, ", "True, "),
        ),
        "short_is_wrong": edit(
            NOT_YET,
            f'        if header:\n            raise ProtocolFault("the frame is too short")\n{NOT_YET}',
        ),
    },
    catch=Catch(
        suspects=(
            "rest_lost",
            "part_of_a_key_thrown_away",
            "header_forgotten",
            "key_not_counted",
            "waits_for_one_more",
            "half_a_frame",
            "two_reads_at_most",
            "header_alone_forgotten",
        ),
        played=cut_at,
    ),
    order=Order(
        distractors=(
            "    if header is None or len(self._data) < header.length:",
            "    self._used = len(self._data)",
            "    header = self.next_header()",
        )
    ),
)

# --- to read ------------------------------------------------------------------------------------

THREE_FRAMES = Reading(
    "three_frames_in_two_reads",
    b'\x81){"jsonrpc":"2.0","result":{"n":4},"id":7}' + bytes.fromhex("8a 02 6f 6b 88 02 03 e8"),
)
"""From the Node server on `ws` 8.23: a reply, the pong to a ping with ok, and a close frame."""

CHAPTER = Chapter(
    "04",
    (HEADER_LENGTH, DECODE_LENGTH, DECODE_HEADER, FEED, NEXT_HEADER, NEXT_FRAME),
    (THREE_FRAMES,),
)
