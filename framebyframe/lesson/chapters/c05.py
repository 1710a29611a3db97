"""Chapter 05, From frames to messages: what may stand where, fragments put together, text, close codes."""

from __future__ import annotations

from framebyframe.wire.frames import FrameHeader
from framebyframe.wire.opcodes import Opcode

from ..declaring.examples import call, scenario
from ..declaring.exercise import Chapter, Exercise
from ..declaring.forms import Catch, Order, Reading, Repair, Shipped
from ..declaring.mistakes import edit

PING, PONG, CLOSE = Opcode.PING, Opcode.PONG, Opcode.CLOSE

# --- control frames ------------------------------------------------------------------------------

FRAGMENTED = """\
    if not header.fin:
        raise ProtocolFault(f"a {header.opcode.name.lower()} frame must not be fragmented")
"""
TOO_LONG = 'raise ProtocolFault(f"a {header.opcode.name.lower()} frame has'
LONGEST = "header.length > MAX_CONTROL_PAYLOAD"

CHECK_CONTROL_FRAME = Exercise(
    id="05.check_control_frame",
    target="framebyframe.wire.control:check_control_frame",
    section="RFC 6455 5.5",
    field="opcode",
    shows=call(FrameHeader(PING, length=126)),
    examples=[
        call(FrameHeader(PING, length=5)),
        *(call(FrameHeader(opcode)) for opcode in (PING, PONG, CLOSE)),
        *(call(FrameHeader(opcode, length=125)) for opcode in (PING, PONG, CLOSE)),
        *(call(FrameHeader(opcode, length=126)) for opcode in (PING, PONG, CLOSE)),
        *(call(FrameHeader(opcode, fin=False)) for opcode in (PING, PONG, CLOSE)),
        call(FrameHeader(PING, length=124)),
        call(FrameHeader(PONG, masked=True, length=1)),
        call(FrameHeader(PING, masked=True, length=125)),
        call(FrameHeader(PING, fin=False, length=5)),
        call(FrameHeader(CLOSE, fin=False, masked=True, length=2)),
        call(FrameHeader(PING, fin=False, length=126)),
        call(FrameHeader(PING, masked=True, length=127)),
        *(call(FrameHeader(opcode, length=length)) for opcode in (PING, PONG) for length in (128, 200)),
        call(FrameHeader(CLOSE, length=65_536)),
    ],
    groups={
        "fragments": lambda header: not header.fin,
        "whole": lambda header: header.fin,
        "long": lambda header: header.length > 125,
        "close": lambda header: header.opcode is CLOSE,
        "no_ping": lambda header: header.opcode is not PING,
    },
    mistakes={
        "nothing_refused": (
            edit("if not header.fin", "if False", LONGEST, "False"),
            edit("raise ProtocolFault", "return str"),
        ),
        "verdict_returned": (
            edit(FRAGMENTED, "    return header.fin and header.length <= MAX_CONTROL_PAYLOAD\n"),
            edit(FRAGMENTED, "    return not header.fin or header.length > MAX_CONTROL_PAYLOAD\n"),
        ),
        "fragments_accepted": (
            edit(FRAGMENTED, ""),
            edit(FRAGMENTED, "", LONGEST, f"header.fin and {LONGEST}"),
        ),
        "fin_upside_down": edit("if not header.fin", "if header.fin"),
        "any_length_accepted": edit(LONGEST, "False"),
        "longest_refused": edit(LONGEST, "header.length >= MAX_CONTROL_PAYLOAD"),
        "one_too_many": edit(LONGEST, "header.length > MAX_CONTROL_PAYLOAD + 1"),
        "length_of_a_reason": edit(LONGEST, "header.length > 123"),
        "long_lengths_only": edit(LONGEST, "header.length > 127"),
        "pings_alone": edit(
            FRAGMENTED, f"    if header.opcode.name != 'PING':\n        return\n{FRAGMENTED}"
        ),
        "close_left_out": edit(
            FRAGMENTED, f"    if header.opcode.name == 'CLOSE':\n        return\n{FRAGMENTED}"
        ),
        "pongs_left_out": edit(
            FRAGMENTED, f"    if header.opcode.name == 'PONG':\n        return\n{FRAGMENTED}"
        ),
        "empty_refused": edit(LONGEST, f"not header.length or {LONGEST}"),
        "both_needed": edit(FRAGMENTED, "", LONGEST, f"not header.fin and {LONGEST}"),
        "too_big": tuple(
            edit(
                refused,
                refused.replace(
                    "raise ProtocolFault",
                    "from framebyframe.wire.errors import SizeFault\n        raise SizeFault",
                ),
            )
            for refused in (TOO_LONG, "raise ProtocolFault")
        ),
        "all_refused": edit(LONGEST, "True"),
        "value_given": tuple(
            edit('bytes")\n', f'bytes")\n    return {value}\n') for value in ("True", "header")
        ),
    },
    equivalent={
        "`MAX_CONTROL_PAYLOAD` becomes `MAX_CONTROL_PAYLOAD + 1`": "in the sentence of the error",
    },
)

# --- what may stand where ------------------------------------------------------------------------

A_TEXT_INSIDE_A_TEXT = scenario(
    "a_text_inside_a_text",
    """
    messages = MessageAssembler(Role.CLIENT, Limits())
    messages.add_fragment(Frame(Opcode.TEXT, b"Hel", fin=False))
    messages.check_fragment(FrameHeader(Opcode.TEXT, length=2))
    """,
)
NOTHING_BEGUN = "if is_continuation and self._opcode is None:"
IN_A_MESSAGE = "if not is_continuation and self._opcode is not None:"
TOO_MANY = "self._fragments >= self._limits.max_fragments"
LIMIT = "raise SizeFault(f"

CHECK_FRAGMENT = Exercise(
    id="05.check_fragment",
    target="framebyframe.wire.messages:MessageAssembler.check_fragment",
    section="RFC 6455 5.4",
    field="opcode",
    shows=A_TEXT_INSIDE_A_TEXT,
    examples=[
        scenario(
            "a_text_in_two",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.check_fragment(FrameHeader(Opcode.TEXT, fin=False, length=3))
            messages.add_fragment(Frame(Opcode.TEXT, b"Hel", fin=False))
            messages.check_fragment(FrameHeader(Opcode.CONTINUATION, length=2))
            """,
        ),
        scenario(
            "nothing_begun",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.check_fragment(FrameHeader(Opcode.CONTINUATION, length=2))
            """,
        ),
        scenario(
            "nothing_begun_and_more_to_come",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.check_fragment(FrameHeader(Opcode.CONTINUATION, fin=False, length=2))
            """,
        ),
        A_TEXT_INSIDE_A_TEXT,
        scenario(
            "a_binary_inside_a_text",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.add_fragment(Frame(Opcode.TEXT, b"Hel", fin=False))
            messages.check_fragment(FrameHeader(Opcode.BINARY, length=2))
            """,
        ),
        scenario(
            "a_text_inside_an_empty_binary",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.add_fragment(Frame(Opcode.BINARY, b"", fin=False))
            messages.check_fragment(FrameHeader(Opcode.TEXT, fin=False, length=2))
            """,
        ),
        scenario(
            "after_a_whole_one",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.add_fragment(Frame(Opcode.TEXT, b"Hel", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"lo"))
            messages.check_fragment(FrameHeader(Opcode.BINARY))
            messages.check_fragment(FrameHeader(Opcode.CONTINUATION))
            """,
        ),
        scenario(
            "an_empty_beginning",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.add_fragment(Frame(Opcode.TEXT, b"", fin=False))
            messages.check_fragment(FrameHeader(Opcode.CONTINUATION, length=2))
            """,
        ),
        scenario(
            "three_at_most",
            """
            messages = MessageAssembler(Role.CLIENT, Limits(max_fragments=3))
            messages.add_fragment(Frame(Opcode.BINARY, b"a", fin=False))
            messages.check_fragment(FrameHeader(Opcode.CONTINUATION, fin=False, length=1))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"b", fin=False))
            messages.check_fragment(FrameHeader(Opcode.CONTINUATION, fin=False, length=1))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"c", fin=False))
            messages.check_fragment(FrameHeader(Opcode.CONTINUATION, length=1))
            """,
        ),
        scenario(
            "four_at_most",
            """
            messages = MessageAssembler(Role.CLIENT, Limits(max_fragments=4))
            messages.check_fragment(FrameHeader(Opcode.BINARY, fin=False, length=1))
            messages.add_fragment(Frame(Opcode.BINARY, b"a", fin=False))
            messages.check_fragment(FrameHeader(Opcode.CONTINUATION, fin=False, length=1))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"b", fin=False))
            messages.check_fragment(FrameHeader(Opcode.CONTINUATION, fin=False, length=1))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"c", fin=False))
            messages.check_fragment(FrameHeader(Opcode.CONTINUATION, length=1))
            """,
        ),
        scenario(
            "a_fourth_of_five",
            """
            messages = MessageAssembler(Role.CLIENT, Limits(max_fragments=3))
            messages.add_fragment(Frame(Opcode.BINARY, b"a", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"b", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"c", fin=False))
            messages.check_fragment(FrameHeader(Opcode.CONTINUATION, fin=False, length=1))
            """,
        ),
        scenario(
            "long_ones_count_as_one",
            """
            messages = MessageAssembler(Role.CLIENT, Limits(max_fragments=3))
            messages.add_fragment(Frame(Opcode.TEXT, b"Hello", fin=False))
            messages.check_fragment(FrameHeader(Opcode.CONTINUATION, length=5))
            """,
        ),
        scenario(
            "empty_ones_count",
            """
            messages = MessageAssembler(Role.CLIENT, Limits(max_fragments=2))
            messages.add_fragment(Frame(Opcode.TEXT, b"a", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"", fin=False))
            messages.check_fragment(FrameHeader(Opcode.CONTINUATION, fin=False))
            """,
        ),
        scenario(
            "two_too_many",
            """
            messages = MessageAssembler(Role.CLIENT, Limits(max_fragments=2))
            messages.add_fragment(Frame(Opcode.BINARY, b"a", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"b", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"c", fin=False))
            messages.check_fragment(FrameHeader(Opcode.CONTINUATION, length=1))
            """,
        ),
    ],
    mistakes={
        "nothing_to_continue_accepted": edit("is_continuation and self._opcode is None", "False"),
        "inside_accepted": edit("not is_continuation and self._opcode is not None", "False"),
        "nothing_refused": tuple(
            edit("raise ProtocolFault", instead, "raise SizeFault", instead)
            for instead in ("None and str", "return str")
        ),
        "place_not_checked": edit(
            "is_continuation and self._opcode is None",
            "False",
            "not is_continuation and self._opcode is not None",
            "False",
        ),
        "other_type_accepted": edit(
            IN_A_MESSAGE, IN_A_MESSAGE.replace(":", " and header.opcode is self._opcode:")
        ),
        "same_type_accepted": edit(
            IN_A_MESSAGE, IN_A_MESSAGE.replace(":", " and header.opcode is not self._opcode:")
        ),
        "continuation_compared": (
            edit(IN_A_MESSAGE, "if self._opcode is not None and header.opcode is not self._opcode:"),
            edit(IN_A_MESSAGE, "if header.opcode is not self._opcode:"),
        ),
        "no_limit": edit(TOO_MANY, "False"),
        "bytes_compared": (
            edit(TOO_MANY, "header.length >= self._limits.max_fragments"),
            edit(TOO_MANY, "header.length > self._limits.max_fragments"),
            edit(TOO_MANY, "len(self._payload) >= self._limits.max_fragments"),
            edit(TOO_MANY, "len(self._payload) > self._limits.max_fragments"),
        ),
        "one_too_many": edit(TOO_MANY, "self._fragments > self._limits.max_fragments"),
        "one_number_alone": edit(TOO_MANY, "self._fragments == self._limits.max_fragments"),
        "last_one_refused": edit(TOO_MANY, "self._fragments + 1 >= self._limits.max_fragments"),
        "counted_here": edit(
            f"if {TOO_MANY}",
            "self._fragments += 1\n    if self._fragments > self._limits.max_fragments",
        ),
        "last_one_free": edit(TOO_MANY, f"not header.fin and {TOO_MANY}"),
        "limit_is_a_protocol_fault": edit(LIMIT, "raise ProtocolFault(f"),
        "told_by_payload": edit(
            "self._opcode is None", "not self._payload", "self._opcode is not None", "self._payload"
        ),
        "told_by_fin": edit(
            "is_continuation = header.opcode is CONTINUATION", "is_continuation = header.fin"
        ),
        "binary_forgotten": (
            edit("header.opcode is CONTINUATION", "header.opcode is not TEXT"),
            edit(NOTHING_BEGUN, "if header.opcode is not TEXT and self._opcode is None:"),
        ),
        "text_alone": edit(IN_A_MESSAGE, "if header.opcode is TEXT and self._opcode is not None:"),
        "upside_down": edit(
            "self._opcode is None:",
            "self._opcode is not None:",
            IN_A_MESSAGE,
            "if not is_continuation and self._opcode is None:",
        ),
        "empty_not_counted": edit(TOO_MANY, f"header.length and {TOO_MANY}"),
    },
)

# --- put together --------------------------------------------------------------------------------

BEGIN = """\
    if self._opcode is None:
        self._opcode = frame.opcode
"""
CHECK = """\
    if self._opcode is TEXT:
        self._check_text(frame)
"""
COUNT = "    self._fragments += 1\n"
ROOM = "    self._room -= len(frame.payload)\n"
KEEP = "    self._payload += frame.payload\n"
END = "return self._finish() if frame.fin else None"

ADD_FRAGMENT = Exercise(
    id="05.add_fragment",
    target="framebyframe.wire.messages:MessageAssembler.add_fragment",
    section="RFC 6455 5.4",
    field="payload_data",
    examples=[
        scenario(
            "in_two",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.add_fragment(Frame(Opcode.TEXT, b"Hel", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"lo"))
            """,
        ),
        scenario(
            "in_four",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.add_fragment(Frame(Opcode.TEXT, b"Hel", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"lo, ", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"yo", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"u"))
            """,
        ),
        scenario(
            "binary",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.add_fragment(Frame(Opcode.BINARY, b"\\xff\\x00", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"\\xfe"))
            """,
        ),
        scenario(
            "two_texts",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.add_fragment(Frame(Opcode.TEXT, b"Hel", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"lo"))
            messages.add_fragment(Frame(Opcode.TEXT, b"Good", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"bye"))
            """,
        ),
        scenario(
            "one_after_the_other",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.add_fragment(Frame(Opcode.BINARY, b"\\xff", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"\\xfe"))
            messages.add_fragment(Frame(Opcode.TEXT, b"Good", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"bye"))
            """,
        ),
        scenario(
            "empty_at_both_ends",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.add_fragment(Frame(Opcode.TEXT, b"", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"Hello", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b""))
            """,
        ),
        scenario(
            "all_empty",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.add_fragment(Frame(Opcode.BINARY, b"", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b""))
            """,
        ),
        scenario(
            "a_character_cut_in_two",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.add_fragment(Frame(Opcode.TEXT, b"Gr\\xc3", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"\\xbcezi"))
            """,
        ),
        scenario(
            "a_character_cut_later",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.add_fragment(Frame(Opcode.TEXT, b"Gr", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"\\xc3", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"\\xbcezi"))
            """,
        ),
        scenario(
            "wrong_at_once",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.add_fragment(Frame(Opcode.TEXT, b"Gr\\xc3", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"(", fin=False))
            """,
        ),
        scenario(
            "wrong_from_the_start",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.add_fragment(Frame(Opcode.TEXT, b"Gr\\xfc", fin=False))
            """,
        ),
        scenario(
            "ends_inside_a_character",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.add_fragment(Frame(Opcode.TEXT, b"Gr", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"\\xc3"))
            """,
        ),
        scenario(
            "looked_at_before",
            """
            messages = MessageAssembler(Role.CLIENT, Limits())
            messages.check_ahead(FrameHeader(Opcode.TEXT, fin=False, length=4), b"Gr\\xc3")
            messages.add_fragment(Frame(Opcode.TEXT, b"Gr\\xc3\\xbc", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"ezi"))
            """,
        ),
        scenario(
            "ten_bytes_at_most",
            """
            messages = MessageAssembler(Role.CLIENT, Limits(max_message=10))
            messages.add_fragment(Frame(Opcode.BINARY, bytes(6), fin=False))
            messages.check_header(FrameHeader(Opcode.CONTINUATION, fin=False, length=4))
            messages.add_fragment(Frame(Opcode.CONTINUATION, bytes(4), fin=False))
            messages.check_header(FrameHeader(Opcode.CONTINUATION, length=1))
            """,
        ),
        scenario(
            "three_in_ten_bytes",
            """
            messages = MessageAssembler(Role.CLIENT, Limits(max_message=10))
            messages.add_fragment(Frame(Opcode.BINARY, b"abc", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"def", fin=False))
            messages.check_header(FrameHeader(Opcode.CONTINUATION, length=4))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"ghij"))
            """,
        ),
        scenario(
            "as_many_and_as_much_again",
            """
            messages = MessageAssembler(Role.CLIENT, Limits(max_message=4, max_fragments=2))
            messages.add_fragment(Frame(Opcode.BINARY, b"ab", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"cd"))
            messages.check_header(FrameHeader(Opcode.BINARY, fin=False, length=2))
            messages.add_fragment(Frame(Opcode.BINARY, b"ef", fin=False))
            messages.check_header(FrameHeader(Opcode.CONTINUATION, length=2))
            """,
        ),
        scenario(
            "empty_ones_take_no_room",
            """
            messages = MessageAssembler(Role.CLIENT, Limits(max_message=1))
            messages.add_fragment(Frame(Opcode.BINARY, b"", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"", fin=False))
            messages.check_header(FrameHeader(Opcode.CONTINUATION, length=1))
            """,
        ),
        scenario(
            "two_full_fragments_at_most",
            """
            messages = MessageAssembler(Role.CLIENT, Limits(max_fragments=2))
            messages.add_fragment(Frame(Opcode.BINARY, b"a", fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"b", fin=False))
            messages.check_header(FrameHeader(Opcode.CONTINUATION, length=1))
            """,
        ),
        scenario(
            "two_fragments_at_most",
            """
            messages = MessageAssembler(Role.CLIENT, Limits(max_fragments=2))
            messages.add_fragment(Frame(Opcode.BINARY, b"a", fin=False))
            messages.check_header(FrameHeader(Opcode.CONTINUATION, fin=False))
            messages.add_fragment(Frame(Opcode.CONTINUATION, b"", fin=False))
            messages.check_header(FrameHeader(Opcode.CONTINUATION))
            """,
        ),
    ],
    order=Order(
        (
            "        self._check_text(frame.payload)",
            "    self._opcode = frame.opcode",
            "    return self._finish()",
        )
    ),
    mistakes={
        "type_of_the_last": edit(BEGIN, "    self._opcode = frame.opcode\n"),
        "type_never_set": (
            edit(BEGIN, ""),
            edit(
                BEGIN,
                "    opcode = self._opcode or frame.opcode\n",
                "if self._opcode is TEXT",
                "if opcode is TEXT",
            ),
        ),
        "told_by_payload": edit(BEGIN, BEGIN.replace("self._opcode is None", "not self._payload")),
        "always_binary": edit("self._opcode = frame.opcode", "self._opcode = BINARY"),
        "always_text": edit("self._opcode = frame.opcode", "self._opcode = TEXT"),
        "last_one_alone": edit(KEEP, "    self._payload = bytearray(frame.payload)\n"),
        "payload_lost": edit(KEEP, ""),
        "returns_too_early": edit(KEEP, f"    {END}\n{KEEP}"),
        "in_front": edit(KEEP, "    self._payload[:0] = frame.payload\n"),
        "last_one_left_out": edit("+= frame.payload", "+= b'' if frame.fin else frame.payload"),
        "first_one_left_out": edit("+= frame.payload", "+= frame.payload if self._fragments else b''"),
        "text_never_checked": edit(CHECK, ""),
        "last_fragment_checked_alone": edit("self._opcode is TEXT", "self._opcode is TEXT and frame.fin"),
        "first_fragment_checked_alone": edit("self._opcode is TEXT", "frame.opcode is TEXT"),
        "checked_before_known": edit(f"{BEGIN}{CHECK}", f"{CHECK}{BEGIN}"),
        "binary_checked": edit("if self._opcode is TEXT:", "if True:"),
        "each_fragment_checked_alone": edit("self._check_text(frame)", "utf8.decode_text(frame.payload)"),
        "first_fragment_checked_twice": edit(
            CHECK, f"    if frame.opcode is TEXT:\n        self._check_text(frame)\n{CHECK}"
        ),
        "checked_twice": edit("self._check_text(frame)", "self._text.check_part(frame.payload, frame.fin)"),
        "never_ends": edit(END, "return None"),
        "given_while_unfinished": tuple(
            edit(END, f"return self._finish() if frame.fin else {value}")
            for value in ("self._payload", "bytes(self._payload)", "frame.payload", "False", 'b""', "frame")
        ),
        "payload_given": (
            edit("return self._finish()", "return self._payload"),
            edit("return self._finish()", "return bytes(self._payload)"),
        ),
        "one_class": tuple(
            edit("return self._finish()", f"return {message}")
            for message in (
                "BytesMessage(bytes(self._payload))",
                "TextMessage(bytes(self._payload))",
                "TextMessage(self._payload)",
                "TextMessage(bytes(self._payload).decode())",
                "TextMessage(frame.payload)",
                "TextMessage(frame.payload.decode())",
            )
        ),
        "ends_at_once": edit(END, "return self._finish()"),
        "ends_where_empty": (
            edit("if frame.fin", "if not frame.payload"),
            edit("if frame.fin", "if not self._payload"),
        ),
        "ends_upside_down": edit(END, "return None if frame.fin else self._finish()"),
        "room_kept": edit(ROOM, ""),
        "room_shrinks_by_frames": edit("-= len(frame.payload)", "-= 1"),
        "room_replaced": edit("-= len(frame.payload)", "= len(frame.payload)"),
        "room_shrinks_by_all": edit("-= len(frame.payload)", "-= len(self._payload)"),
        "counted_too_late": (
            edit(ROOM, "", COUNT, f"    message = {END[7:]}\n{ROOM}{COUNT}", END, "return message"),
            edit(ROOM, "", COUNT, f"{COUNT}    message = {END[7:]}\n{ROOM}", END, "return message"),
            edit(COUNT, f"    message = {END[7:]}\n{COUNT}", f"    {END}", "    return message"),
        ),
        "not_counted": edit(COUNT, ""),
        "empty_not_counted": edit(COUNT, "    self._fragments += 1 if frame.payload else 0\n"),
        "not_begun_anew": edit(
            END,
            "return (TextMessage(bytes(self._payload).decode()) if self._opcode is TEXT else "
            "BytesMessage(bytes(self._payload))) if frame.fin else None",
        ),
        "made_by_hand": tuple(
            edit(
                END,
                f"return (TextMessage({text}) if self._opcode is TEXT else "
                "BytesMessage(self._payload)) if frame.fin else None",
            )
            for text in ("self._payload.decode()", "self._payload")
        ),
    },
    # Its words speak of other checks than `self._check_text(frame)`, which may also be called too often.
    needs_one_of={
        "each_fragment_checked_alone": ("decode_text", "decode", "str", "Utf8Check", "getincrementaldecoder")
    },
)

# --- text ----------------------------------------------------------------------------------------

REFUSED = "raise DataFault(NOT_UTF8)"
DECODED = "payload.decode()"
CAUGHT, NOT_CAUGHT = "except UnicodeDecodeError", "except ZeroDivisionError"

DECODE_TEXT = Exercise(
    id="05.decode_text",
    target="framebyframe.wire.utf8:decode_text",
    section="RFC 6455 5.6",
    field="payload_data",
    shows=call("Grüße".encode()),
    examples=[
        call(b"Hello"),
        call(b""),
        call("Grüße".encode()),
        *(
            call(text.encode())
            for text in (
                "€",
                "日本",
                "\U0001f600",
                "\ufeffBOM",
                "a\0b",
                " \n",
                "\x7f",
                "\uffff",
                "\ufffd",
            )
        ),
        *(call(text.encode()) for text in ("a\r\nb\rc", "e\u0301", "long " * 30, "\U0010ffff")),
        call(b"\xff"),
        call(b"Gr\xfc\xdfe"),
        call(b"Gr\xc3"),
        call(b"\xbcezi"),
        call(b"\xc0\xaf"),
        call(b"\xed\xa0\x80"),
        call(b"\xf4\x90\x80\x80"),
        call(b"\xe2\x82"),
        call(b"caf\xe9 \xc3\xa9"),
    ],
    groups={
        "ascii": lambda payload: payload.isascii(),
        "other": lambda payload: not payload.isascii(),
    },
    mistakes={
        "uncaught": edit(CAUGHT, NOT_CAUGHT),
        "none_given": edit(f"{REFUSED} from None", "return None"),
        "empty_refused": edit("try:", f"if not payload:\n        {REFUSED}\n    try:"),
        "let_pass": (
            *(
                edit(DECODED, f'payload.decode(errors="{way}")')
                for way in ("replace", "ignore", "backslashreplace", "surrogateescape")
            ),
            edit(f"{REFUSED} from None", 'return ""'),
        ),
        "end_forgotten": edit(DECODED, 'codecs.getincrementaldecoder("utf-8")().decode(payload)'),
        "always_refused": edit(f"return {DECODED}", f"{DECODED}\n        {REFUSED}"),
        "sign_refused": edit(
            f"return {DECODED}",
            f'text = payload.decode(errors="replace")\n        if "\\ufffd" in text:\n            {REFUSED}\n'
            "        return text",
        ),
        "as_python_shows_it": edit(DECODED, "str(payload)"),
        "surrogates_let_pass": edit(DECODED, 'payload.decode(errors="surrogatepass")'),
        "long_forms_let_pass": edit(
            "try:",
            "import re\n    payload = re.sub(\n        rb'[\\xc0\\xc1][\\x80-\\xbf]', "
            "lambda long: bytes([long[0][0] % 4 * 64 + long[0][1] % 64]), payload\n    )\n    try:",
        ),
        "latin_1": (
            edit(DECODED, 'payload.decode("latin-1")'),
            edit(
                "try:",
                f"if max(payload, default=0) > 0xF4:\n        {REFUSED}\n    try:",
                DECODED,
                'payload.decode("latin-1")',
            ),
        ),
        "ascii_only": edit(DECODED, 'payload.decode("ascii")'),
        "first_character_lost": edit(DECODED, 'payload.decode("utf-8-sig")'),
        "ends_at_a_zero": edit(DECODED, 'payload.split(b"\\0")[0].decode()'),
        "normalised": edit(DECODED, '__import__("unicodedata").normalize("NFC", payload.decode())'),
        "blanks_taken_off": edit(DECODED, "payload.decode().strip()"),
        "protocol_fault": edit(
            REFUSED,
            "from framebyframe.wire.errors import ProtocolFault\n        raise ProtocolFault(NOT_UTF8)",
        ),
    },
)

CUT_INSIDE = scenario(
    "cut_inside",
    """
    text = Utf8Check()
    text.check_part(b"Gr\\xc3")
    text.check_part(b"\\xbcezi", final=True)
    """,
)
PART = "self._decoder.decode(part, final)"

CHECK_PART = Exercise(
    id="05.check_part",
    target="framebyframe.wire.utf8:Utf8Check.check_part",
    section="RFC 6455 8.1",
    field="payload_data",
    shows=CUT_INSIDE,
    examples=[
        scenario(
            "cut_between",
            """
            text = Utf8Check()
            text.check_part(b"Hel")
            text.check_part(b"lo", final=True)
            """,
        ),
        CUT_INSIDE,
        scenario(
            "byte_by_byte",
            """
            text = Utf8Check()
            text.check_part(b"\\xf0")
            text.check_part(b"\\x9f")
            text.check_part(b"\\x98")
            text.check_part(b"\\x80", final=True)
            """,
        ),
        scenario(
            "ends_inside",
            """
            text = Utf8Check()
            text.check_part(b"Gr\\xc3", final=True)
            """,
        ),
        scenario(
            "ends_with_a_character",
            """
            text = Utf8Check()
            text.check_part(b"Gr\\xc3\\xbc", final=True)
            """,
        ),
        scenario(
            "nothing_after_half",
            """
            text = Utf8Check()
            text.check_part(b"Gr\\xc3")
            text.check_part(b"", final=True)
            """,
        ),
        scenario(
            "impossible_at_once",
            """
            text = Utf8Check()
            text.check_part(b"Gr\\xff")
            """,
        ),
        scenario(
            "impossible_in_the_next",
            """
            text = Utf8Check()
            text.check_part(b"Gr\\xc3")
            text.check_part(b"(")
            """,
        ),
        scenario(
            "impossible_inside_a_character",
            """
            text = Utf8Check()
            text.check_part(b"\\xf4")
            text.check_part(b"\\x90")
            """,
        ),
        scenario(
            "a_rest_without_beginning",
            """
            text = Utf8Check()
            text.check_part(b"\\xbcezi")
            """,
        ),
        scenario(
            "empty_parts",
            """
            text = Utf8Check()
            text.check_part(b"")
            text.check_part(b"\\xe2\\x82")
            text.check_part(b"")
            text.check_part(b"\\xac", final=True)
            """,
        ),
    ],
    repair=Repair(edit(PART, "part.decode()"), Shipped("fastwebsockets", "pull request 123", 2025)),
    mistakes={
        "each_alone": (edit(PART, "part.decode()"), edit(PART, "self._decoder.decode(part, True)")),
        "begins_anew": edit(PART, 'codecs.getincrementaldecoder("utf-8")().decode(part, final)'),
        "end_forgotten": edit("decode(part, final)", "decode(part)"),
        "final_at_every_byte": edit(
            PART, "[self._decoder.decode(part[i : i + 1], final) for i in range(len(part))]"
        ),
        "final_upside_down": edit(PART, "self._decoder.decode(part, not final)"),
        "uncaught": edit(CAUGHT, NOT_CAUGHT),
        "fed_twice": edit(
            PART,
            "self._decoder.decode(part)\n        if final:\n            self._decoder.decode(part, True)",
        ),
        "last_part_skipped": edit(PART, "self._decoder.decode(b'' if final else part, final)"),
        "text_given": edit(PART, f"return {PART}"),
        "looked_at_in_the_end": edit(
            PART,
            "self.held = getattr(self, 'held', b'') + part\n"
            "        if final:\n"
            "            self.held.decode()",
        ),
        "never_refused": edit(PART, 'part.decode(errors="replace")'),
        "last_part_alone": edit(PART, "final and part.decode()"),
        "protocol_fault": edit(
            REFUSED,
            "from framebyframe.wire.errors import ProtocolFault\n        raise ProtocolFault(NOT_UTF8)",
        ),
        "passes_at_the_end_of_a_part": edit(PART, "part.decode() if final else self._decoder.decode(part)"),
    },
)

# --- close ---------------------------------------------------------------------------------------

REGISTERED = "code in REGISTERED_CODES"
APPLICATION = "code in APPLICATION_CODES"

MAY_BE_SENT = Exercise(
    id="05.may_be_sent",
    target="framebyframe.wire.close:may_be_sent",
    section="RFC 6455 7.4",
    field="close_code",
    shows=call(1000),
    examples=[
        *(call(code) for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011)),
        *(call(code) for code in (1006, 1005, 1015, 1012, 1013, 1014, 1004)),
        *(call(code) for code in (3000, 2999, 3999, 4000, 4999, 5000, 3500, 4321)),
        *(call(code) for code in (999, 1016, 1100, 2000, 0, 1, 3, 40, 500, 30_000, 65_535)),
    ],
    groups={
        "low": lambda code: code < 1000,
        "protocol": lambda code: 1000 <= code < 3000,
        "application": lambda code: 3000 <= code < 5000,
        "high": lambda code: code >= 5000,
    },
    mistakes={
        "never_sent_allowed": edit(REGISTERED, "code in frozenset(CloseCode)"),
        "all_but_1006": edit(REGISTERED, "code in frozenset(CloseCode) - {1006}"),
        "some_never_sent_allowed": tuple(
            edit(REGISTERED, f"code in frozenset(CloseCode) - {refused}")
            for refused in ("{1006, 1015}", "{1005, 1015}", "{1015}", "{1005}")
        ),
        "tls_allowed": edit(REGISTERED, "code in frozenset(CloseCode) - {1005, 1006}"),
        "gap_allowed": edit(REGISTERED, "code in REGISTERED_CODES | {1004}"),
        "only_the_rfc": edit(REGISTERED, "code in REGISTERED_CODES - {1012, 1013, 1014}"),
        "any_below_3000": edit(REGISTERED, "(1000 <= code < 3000 and code not in NEVER_SENT)"),
        "range_alone": edit(REGISTERED, "1000 <= code < 3000"),
        "all_but_never_sent": edit(f"{REGISTERED} or {APPLICATION}", "code not in NEVER_SENT"),
        "all_but_four": edit(f"{REGISTERED} or {APPLICATION}", "code not in NEVER_SENT | {1004}"),
        "never_sent_alone": tuple(
            edit(f"{REGISTERED} or {APPLICATION}", f"code in NEVER_SENT{also}")
            for also in (
                "",
                " or code == 1004",
                " or code < 1000",
                " or code >= 5000",
                " or not 1000 <= code < 5000",
            )
        ),
        "always_true": edit(f"{REGISTERED} or {APPLICATION}", "True"),
        "names_compared": edit(REGISTERED, "code in [one.name for one in CloseCode]"),
        "none_of_the_registry": edit(f"{REGISTERED} or ", ""),
        "none_of_applications": edit(f" or {APPLICATION}", ""),
        "private_alone": edit(APPLICATION, "code in range(4000, 5000)"),
        "libraries_alone": edit(APPLICATION, "code in range(3000, 4000)"),
        "whole_thousands_alone": edit(APPLICATION, "code in (3000, 4000)"),
        "ends_alone": (
            edit(APPLICATION, "code in (3000, 4999)"),
            edit(APPLICATION, "code in (3000, 3999, 4000, 4999)"),
        ),
        "first_left_out": edit(APPLICATION, "code in range(3001, 5000)"),
        "last_left_out": edit(APPLICATION, "code in range(3000, 4999)"),
        "one_too_far": edit(APPLICATION, "code in range(3000, 5001)"),
        "no_upper_end": edit(APPLICATION, "code >= 3000"),
        "small_ones_allowed": edit(REGISTERED, "code < 1000 or code in REGISTERED_CODES"),
        "raised": tuple(
            edit(
                f"return {REGISTERED} or {APPLICATION}",
                f"from framebyframe.wire.errors import ProtocolFault\n    if {REGISTERED} or {APPLICATION}:\n"
                f"        return True\n    raise {error}(code)",
            )
            for error in ("ProtocolFault", "ValueError")
        ),
        "upside_down": edit(f"{REGISTERED} or {APPLICATION}", f"not ({REGISTERED} or {APPLICATION})"),
    },
    told_as_a_whole=("upside_down",),
    needs_one_of={"names_compared": ("name", "__members__", "_member_names_", "_member_map_")},
    catch=Catch(
        suspects=(
            "never_sent_allowed",
            "tls_allowed",
            "gap_allowed",
            "only_the_rfc",
            "all_but_never_sent",
            "private_alone",
            "last_left_out",
            "no_upper_end",
        )
    ),
)

HALF = 'raise ProtocolFault("a close payload of one byte: a close code has two")'
EMPTY = 'return CloseCode.NO_STATUS, ""'
EMPTY_NONE = "return CloseCode.NO_STATUS, None"
CODE = 'int.from_bytes(payload[:CODE_LENGTH], "big")'
BAD_CODE = 'raise ProtocolFault(f"close code'
REASON = "utf8.decode_text(payload[CODE_LENGTH:])"

PARSE_CLOSE_PAYLOAD = Exercise(
    id="05.parse_close_payload",
    target="framebyframe.wire.close_payload:parse_close_payload",
    section="RFC 6455 5.5.1",
    field="close_code",
    shows=call(b"\x03\xe9bye"),
    examples=[
        call(b"\x03\xe8"),
        call(b"\x03\xe9bye"),
        call(b""),
        call(b"\x03"),
        call(b"\x00"),
        call(b"\x03\xebGr\xc3\xbc\xc3\x9fe"),
        call(b"\x0b\xb8"),
        call(b"\x13\x87" + b"a" * 123),
        *(
            call(code.to_bytes(2, "big"))
            for code in (1005, 1006, 1015, 1004, 1014, 999, 2999, 5000, 0, 0xE803)
        ),
        call(b"\x03\xeejust so"),
        call(b"\x03\xe8\xff"),
        call(b"\x03\xe8Gr\xc3"),
        call(b"\x03\xe8 a\0b "),
        call(b"\x03\xe8" + "\ufeff\U0001f600".encode()),
        call(b"\x03\xe8\xed\xa0\x80"),
        *(
            call(code.to_bytes(2, "big"))
            for code in (1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013)
        ),
        *(call(code.to_bytes(2, "big")) for code in (1016, 1100, 2000, 3001, 3999, 4000, 4999, 65_535, 1)),
    ],
    groups={
        "empty": lambda payload: not payload,
        "half": lambda payload: len(payload) == 1,
        "no_reason": lambda payload: len(payload) == 2,
        "reason": lambda payload: len(payload) > 2,
    },
    by_hand={
        "close.may_be_sent": "framebyframe.wire.close:may_be_sent",
        "utf8.decode_text": "framebyframe.wire.utf8:decode_text",
    },
    mistakes={
        "half_is_no_code": edit(HALF, EMPTY),
        "half_breaks": edit(HALF, "payload[1]"),
        "half_is_a_data_fault": edit(
            HALF, "from framebyframe.wire.errors import DataFault\n        raise DataFault('')"
        ),
        "empty_is_normal": edit("CloseCode.NO_STATUS", "CloseCode.NORMAL"),
        "empty_is_lost": edit("CloseCode.NO_STATUS", "CloseCode.ABNORMAL"),
        "empty_refused": edit(f"    if not payload:\n        {EMPTY}\n", ""),
        "little_endian": edit('"big"', '"little"'),
        "whole_payload_as_code": edit("payload[:CODE_LENGTH]", "payload"),
        "code_as_bytes": edit("return code,", "return payload[:CODE_LENGTH],"),
        "any_code": edit("not close.may_be_sent(code)", "False"),
        "never_sent_refused_alone": edit("not close.may_be_sent(code)", "code in close.NEVER_SENT"),
        "applications_refused": edit("not close.may_be_sent(code)", "code not in close.REGISTERED_CODES"),
        "every_code_refused": edit("not close.may_be_sent(code)", "True"),
        "bad_code_replaced": tuple(
            edit('raise ProtocolFault(f"close code {code} may not be sent")', f"code = CloseCode.{name}")
            for name in ("NO_STATUS", "PROTOCOL_ERROR", "ABNORMAL", "NORMAL")
        ),
        "codes_by_range": edit("not close.may_be_sent(code)", "not 1000 <= code <= 4999"),
        "bad_code_is_a_data_fault": edit(
            BAD_CODE,
            BAD_CODE.replace(
                "raise ProtocolFault",
                "from framebyframe.wire.errors import DataFault\n        raise DataFault",
            ),
        ),
        "code_in_reason": edit("payload[CODE_LENGTH:]", "payload"),
        "reason_replaced": edit(REASON, 'payload[CODE_LENGTH:].decode(errors="replace")'),
        "reason_uncaught": edit(REASON, "payload[CODE_LENGTH:].decode()"),
        # Before reason_left_out: beside another mistake the two may do the same, and this is true of both.
        "no_reason_is_none": (
            edit(EMPTY, EMPTY_NONE),
            edit(REASON, f"{REASON} or None"),
            edit(REASON, f"{REASON} or None", EMPTY, EMPTY_NONE),
        ),
        "reason_left_out": (
            edit(REASON, '""'),
            edit(REASON, "None"),
            edit(REASON, "None", EMPTY, EMPTY_NONE),
        ),
        "reason_as_bytes": edit(REASON, "payload[CODE_LENGTH:]"),
        "reason_first": (
            edit(f"return code, {REASON}", f"return {REASON}, code"),
            edit(f"return code, {REASON}", f"return {REASON}, code", EMPTY, 'return "", CloseCode.NO_STATUS'),
        ),
        "code_alone": edit(f"return code, {REASON}", "return code", EMPTY, "return CloseCode.NO_STATUS"),
        "first_character_lost": edit("payload[CODE_LENGTH:]", "payload[CODE_LENGTH + 1 :]"),
        "last_byte_lost": edit("payload[CODE_LENGTH:]", "payload[CODE_LENGTH:-1]"),
    },
    needs_one_of={"every_code_refused": ("int", "unpack")},
    equivalent=dict.fromkeys(
        (
            "`if len(payload) < CODE_LENGTH:` becomes `if False:`",
            "`raise ProtocolFault('a close payload of one byte: a close code has two')` becomes `pass`",
        ),
        "one byte as a number is below 1000, which may not be sent either: the same fault in other words",
    ),
)

# --- to read ------------------------------------------------------------------------------------

FOUR_FRAMES = Reading(
    "four_frames", bytes.fromhex("01 02 47 72 00 01 c3 89 04 79 6f 75 3f 80 04 bc 65 7a 69")
)
"""From a server on `ws` 8.23: a text in three fragments, and a ping."""

CHAPTER = Chapter(
    "05",
    (
        CHECK_CONTROL_FRAME,
        CHECK_FRAGMENT,
        DECODE_TEXT,
        CHECK_PART,
        ADD_FRAGMENT,
        MAY_BE_SENT,
        PARSE_CLOSE_PAYLOAD,
    ),
    (FOUR_FRAMES,),
)
