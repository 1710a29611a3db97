"""Chapter 03, Why clients wear masks: a payload and four bytes of key, whole, fast and in parts."""

from __future__ import annotations

from ..declaring.examples import call, scenario
from ..declaring.exercise import Chapter, Exercise
from ..declaring.forms import Catch, Reading, Repair, Shipped
from ..declaring.mistakes import Edit, edit

KEY = bytes.fromhex("37fa213d")
"""The masking key of RFC 6455's own example (5.7)."""
HIGH_KEY = bytes.fromhex("b700bb51")
"""A key with a byte of 0 in it: that byte leaves what it meets as it is."""
TWIN_KEY = bytes.fromhex("5e925e0c")
"""A key with two equal bytes: who looks for a byte by its value finds the first of them."""

PAYLOADS = (
    *(b"", b"H", b"Hell", b"Hello", b"Hello!", b"Hello, you", b"eight ??"),
    *("Grüße".encode(), bytes(4), bytes(7), b"\xff" * 9, bytes(range(256))),
    *(b'{"action": "echo", "params": {"n": 1}}', b" \0 \n", bytes(range(255, 218, -1))),
)
"""Of every length modulo 4; with zeros, with high bytes, with spaces at the ends."""

HARDER = (
    *(call(payload, KEY) for payload in (KEY + b"Hell", b"Hell" + KEY, b"0123456789", b"1997")),
    *(call(payload, TWIN_KEY) for payload in (b"Hello", b"eleven eels")),
    call(bytes(range(250)) * 20 + b"!", KEY),
)
"""Masked bytes of 0, and below 16, at one end, also with the key backwards; a key with equal bytes.

And more bytes than Python nests calls.
"""

LARGE = call(bytes(range(250)) * 400 + b"end", KEY)
"""More bytes than a fixed number of keys covers, and four does not divide their number."""

# --- byte by byte -------------------------------------------------------------------------------

ONE = "byte ^ masking_key[i % 4]"
EACH = "enumerate(payload)"
RESULT = f"return bytes([{ONE} for i, byte in {EACH}])"
GROUPS = {
    "empty": lambda payload, masking_key: not payload,
    "rest": lambda payload, masking_key: len(payload) % 4 != 0,
    "no_rest": lambda payload, masking_key: len(payload) % 4 == 0,
    "long": lambda payload, masking_key: len(payload) > 4,
    "short": lambda payload, masking_key: len(payload) <= 4,
    "ascii": lambda payload, masking_key: payload.isascii(),
    "other": lambda payload, masking_key: not payload.isascii(),
    "zero_key": lambda payload, masking_key: masking_key == bytes(4),
}

APPLY_MASK = Exercise(
    id="03.apply_mask",
    target="framebyframe.wire.masking:apply_mask",
    section="RFC 6455 5.3",
    field="masked_payload",
    shows=call(b"Hello", KEY),
    examples=[
        call(b"Hello", KEY),
        *(call(payload, KEY) for payload in PAYLOADS if payload != b"Hello"),
        *(call(payload, HIGH_KEY) for payload in PAYLOADS),
        call(b"Hello", bytes(4)),
        call(KEY + KEY, KEY),
        *HARDER,
    ],
    groups=GROUPS,
    mistakes={
        "not_masked": edit(ONE, "byte"),
        "key_alone": edit(ONE, "masking_key[i % 4]"),
        "one_key_byte": edit("masking_key[i % 4]", "masking_key[0]"),
        "last_key_byte": edit("masking_key[i % 4]", "masking_key[3]"),
        "three_key_bytes": edit("i % 4", "i % 3"),
        "key_used_once": edit(ONE, f"{ONE} if i < 4 else byte"),
        "key_used_once_and_cut": edit(EACH, "enumerate(payload[:4])"),
        "key_repeated_and_cut": tuple(
            edit(EACH, f"enumerate(payload[: 4 * {keys}])")
            for keys in (2, 3, 4, 8, 10, 16, 32, 100, 256, 1000)
        ),
        "key_by_value": edit("i % 4", "byte % 4"),
        "key_one_ahead": edit("i % 4", "(i + 1) % 4"),
        "key_one_behind": edit("i % 4", "(i - 1) % 4"),
        "key_backwards": edit("i % 4", "3 - i % 4"),
        "key_turns_backwards": edit("i % 4", "-i % 4"),
        "key_changes_every_fourth_byte": edit("i % 4", "i // 4 % 4"),
        "or_for_xor": edit("byte ^", "byte |"),
        "and_for_xor": edit("byte ^", "byte &"),
        "sum_for_xor": (
            edit(ONE, "(byte + masking_key[i % 4]) & 0xFF"),
            edit(ONE, "(byte + masking_key[i % 4]) % 255"),
        ),
        "all_bits_turned": edit(ONE, f"{ONE} ^ 0xFF"),
        "all_bits_turned_without_a_key": edit(ONE, "byte ^ 0xFF"),
        "highest_bit_lost": edit(ONE, f"({ONE}) & 0x7F"),
        "payload_backwards": edit(EACH, "enumerate(payload[::-1])"),
        "masked_backwards": edit(RESULT, f"{RESULT}[::-1]"),
        "key_in_front": edit(RESULT, f"return masking_key + bytes([{ONE} for i, byte in {EACH}])"),
        "rest_left_out": edit(EACH, "enumerate(payload[: len(payload) // 4 * 4])"),
        "rest_in_the_clear": edit(ONE, f"{ONE} if i < len(payload) // 4 * 4 else byte"),
        "last_byte_left_out": edit(EACH, "enumerate(payload[:-1])"),
        "last_four_in_the_clear": edit(
            ONE, f"byte if len(payload) % 4 == 0 and i >= len(payload) - 4 else {ONE}"
        ),
        "ends_at_a_zero": edit(EACH, 'enumerate(payload.split(b"\\0")[0])'),
        "zero_skipped": edit(ONE, f"{ONE} if byte else 0"),
        "as_text": edit(RESULT, f'return "".join(chr({ONE}) for i, byte in {EACH}).encode()'),
        "as_characters": edit(EACH, "enumerate(map(ord, payload.decode()))"),
        "chained": edit(
            RESULT,
            "masked = bytearray([0])\n"
            f"    for i, byte in {EACH}:\n        masked.append({ONE} ^ masked[-1])\n"
            "    return bytes(masked[1:])",
        ),
        "key_begins_anew": tuple(
            edit("i % 4", f"i % {size} % 4")
            for size in (5, 10, 50, 125, 126, 127, 250, 255, 1023, 1025, 4095)
        ),
        "nothing_for_empty": edit(RESULT, f"{RESULT} if payload else None"),
        "first_byte_left_out": edit(EACH, "list(enumerate(payload))[1:]"),
        "last_byte_alone": tuple(
            edit(RESULT, f"{begin}for i, byte in {EACH}:\n        masked = bytes([{ONE}])\n    return masked")
            for begin in ("", "masked = b''\n    ")
        ),
        "place_of_an_equal_byte": edit("i % 4", "payload.index(byte) % 4"),
        "equal_bytes_once": tuple(
            edit(RESULT, f"return bytes({once}({ONE} for i, byte in {EACH}))")
            for once in ("set", "dict.fromkeys")
        ),
        "key_overwritten": edit(
            RESULT,
            "key = bytearray(masking_key)\n"
            f"    for i, byte in {EACH}:\n        key[i % 4] ^= byte\n"
            "        payload = payload[:i] + key[i % 4 : i % 4 + 1] + payload[i + 1 :]\n"
            "    return bytes(payload)",
        ),
        "masked_zero_left_out": edit(RESULT, f"return bytes([n for i, byte in {EACH} if (n := {ONE})])"),
        "zero_of_the_key_skipped": edit(EACH, f"{EACH} if masking_key[i % 4]"),
        "size_of_a_number": tuple(
            edit(RESULT, f"{RESULT}.{strip}(b'\\0')") for strip in ("rstrip", "lstrip")
        ),
        "zeros_at_an_end_lost": tuple(
            edit(RESULT, f"{RESULT}.{strip}(b'\\0')") for strip in ("rstrip", "lstrip", "strip")
        ),
        "filled_up_to_fours": (
            edit(EACH, "enumerate(payload + bytes(-len(payload) % 4))"),
            edit(
                RESULT,
                "masked = b''\n"
                "    for start in range(0, len(payload), 4):\n"
                "        block = int.from_bytes(payload[start : start + 4], 'big')\n"
                "        masked += (block ^ int.from_bytes(masking_key, 'big')).to_bytes(4, 'big')\n"
                "    return masked",
            ),
        ),
        "short_in_the_clear": edit(RESULT, f"{RESULT} if len(payload) >= 4 else payload"),
        "bytes_compared": edit(ONE, "int(byte != masking_key[i % 4])"),
    },
    needs_one_of={"size_of_a_number": ("bit_length",)},
    catch=Catch(
        suspects=(
            "key_used_once",
            "rest_in_the_clear",
            "last_four_in_the_clear",
            "sum_for_xor",
            "or_for_xor",
            "key_turns_backwards",
            "ends_at_a_zero",
            "highest_bit_lost",
        )
    ),
)

# --- in one step --------------------------------------------------------------------------------

KEYS = "(masking_key * (size // 4 + 1))[:size]"
FIXED = ("2", "3", "8", "10", "16", "32", "64", "100", "128", "256", "1000", "1024", "10_000")
"""How often a key is repeated by who thinks of payloads of some size."""
PAYLOAD_AS_NUMBER = 'int.from_bytes(payload, "little")'
KEYS_AS_NUMBER = 'int.from_bytes(keys, "little")'
AS_BYTES = 'masked.to_bytes(size, "little")'
SIZE_OF_A_NUMBER = (
    edit("to_bytes(size,", "to_bytes((masked.bit_length() + 7) // 8,"),
    edit(
        *(PAYLOAD_AS_NUMBER, 'int.from_bytes(payload, "big")'),
        *(KEYS_AS_NUMBER, 'int.from_bytes(keys, "big")'),
        *(AS_BYTES, 'masked.to_bytes((masked.bit_length() + 7) // 8, "big")'),
    ),
)

APPLY_MASK_FAST = Exercise(
    id="03.apply_mask_fast",
    target="framebyframe.wire.masking:apply_mask_fast",
    section="RFC 6455 5.3",
    field="masked_payload",
    shows=call(b"Hello", KEY),
    examples=[
        call(b"Hello", KEY),
        *(call(payload, KEY) for payload in PAYLOADS if payload != b"Hello"),
        *(call(payload, HIGH_KEY) for payload in PAYLOADS),
        call(b"Hello", bytes(4)),
        call(KEY + KEY, KEY),
        *(call(bytes(range(size)), KEY) for size in (13, 14, 15, 16, 17)),
        *HARDER,
        LARGE,
    ],
    groups=GROUPS,
    repair=Repair(edit("(size // 4 + 1)", "(size // 4)")),
    in_few_steps=call(bytes(16_384), KEY),
    mistakes={
        "rest_in_the_clear": edit("(size // 4 + 1)", "(size // 4)"),
        "rest_meets_the_end_of_the_key": (
            edit(KEYS, "masking_key * (size // 4) + masking_key[4 - size % 4 :]"),
            edit(KEYS, "masking_key * (size // 8 * 2) + (masking_key * 2)[8 - size % 8 :]"),
        ),
        "rest_meets_other_bytes": (
            edit(KEYS, "(masking_key * (size // 4)).ljust(size, masking_key[:1])"),
            edit(KEYS, "(masking_key * (size // 4)).ljust(size, masking_key[3:])"),
            edit(
                KEYS,
                "(masking_key * (size // 4) + masking_key[size % 4 :] + masking_key[: size % 4])[:size]",
            ),
        ),
        "rest_for_blocks": (
            edit("(size // 4 + 1)", "(size % 4)"),
            edit("(size // 4 + 1)", "(size % 4 + 1)"),
        ),
        "rounded": edit("(size // 4 + 1)", "round(size / 4)"),
        "some_rests_in_the_clear": tuple(
            edit("(size // 4 + 1)", f"(size // 4 + (size % 4 {some}))")
            for some in ("== 1", "== 2", "== 3", "> 1")
        ),
        "rests_of_longer_in_the_clear": tuple(
            edit("(size // 4 + 1)", f"max({keys}, size // 4)") for keys in (1, 2, 3, 4, 5, 10, 1251)
        ),
        "sixteen_bytes_only": edit("(size // 4 + 1)", "4"),
        "repeated_a_fixed_number_of_times": tuple(
            edit("(size // 4 + 1)", times) for times in (*FIXED, "min(size // 4 + 1, 1024)")
        ),
        "short_in_the_clear": (
            edit(KEYS, f"{KEYS} if size >= 4 else b''"),
            edit(KEYS, f"{KEYS} if size > 4 else b''"),
        ),
        "rest_left_out": edit(
            "size = len(payload)", "size = len(payload) // 4 * 4\n    payload = payload[:size]"
        ),
        "keys_not_cut": (
            edit(KEYS, "masking_key * (size // 4 + 1)"),
            edit(KEYS, "masking_key * -(-size // 4)"),
            edit(
                *(KEYS, "masking_key * -(-size // 4)", PAYLOAD_AS_NUMBER, 'int.from_bytes(payload, "big")'),
                *(KEYS_AS_NUMBER, 'int.from_bytes(keys, "big")', AS_BYTES, 'masked.to_bytes(size, "big")'),
            ),
        ),
        "key_used_once": edit(KEYS, "masking_key[:size]"),
        "one_key_byte": edit(KEYS, "masking_key[:1] * size"),
        "key_backwards": edit(KEYS, "(masking_key[::-1] * (size // 4 + 1))[:size]"),
        "key_one_ahead": edit(KEYS, "((masking_key[1:] + masking_key[:1]) * (size // 4 + 1))[:size]"),
        "key_at_the_end": edit(KEYS, "(masking_key * (size // 4 + 1))[-size:] if size else b''"),
        "key_at_the_end_and_none_cut": edit(KEYS, "(masking_key * (size // 4 + 1))[-size:]"),
        "payload_backwards": edit(PAYLOAD_AS_NUMBER, 'int.from_bytes(payload, "big")'),
        "keys_backwards": edit(KEYS_AS_NUMBER, 'int.from_bytes(keys, "big")'),
        "masked_backwards": edit(AS_BYTES, 'masked.to_bytes(size, "big")'),
        "size_of_a_number": SIZE_OF_A_NUMBER,
        "zeros_lost": (
            *SIZE_OF_A_NUMBER,
            edit(
                *(PAYLOAD_AS_NUMBER, 'int.from_bytes(payload, "big")'),
                *(KEYS_AS_NUMBER, 'int.from_bytes(keys, "big")'),
                *(AS_BYTES, "bytes.fromhex(f'{masked:x}')"),
            ),
        ),
        "four_bytes_always": edit("to_bytes(size,", "to_bytes(4,"),
        "eight_bytes_always": edit("to_bytes(size,", "to_bytes(8,"),
        "one_byte_too_many": edit("to_bytes(size,", "to_bytes(size + 1,"),
        "filled_up_to_fours": (
            edit("to_bytes(size,", "to_bytes((size + 3) // 4 * 4,"),
            edit("size = len(payload)", "size = (len(payload) + 3) // 4 * 4"),
        ),
        "key_in_front": edit(f"return {AS_BYTES}", f"return masking_key + {AS_BYTES}"),
        "nothing_for_empty": edit(
            "size = len(payload)", "size = len(payload)\n    if not size:\n        return None"
        ),
        "or_for_xor": edit(f"{PAYLOAD_AS_NUMBER} ^", f"{PAYLOAD_AS_NUMBER} |"),
        "and_for_xor": edit(f"{PAYLOAD_AS_NUMBER} ^", f"{PAYLOAD_AS_NUMBER} &"),
        "difference_for_xor": edit(
            f"{PAYLOAD_AS_NUMBER} ^ {KEYS_AS_NUMBER}", f"abs({PAYLOAD_AS_NUMBER} - {KEYS_AS_NUMBER})"
        ),
        "not_masked": edit(f" ^ {KEYS_AS_NUMBER}", ""),
        "key_alone": edit(f"{PAYLOAD_AS_NUMBER} ^ ", ""),
        "eight_bytes_only": edit(f"{PAYLOAD_AS_NUMBER} ^", f"{PAYLOAD_AS_NUMBER} & 0xFFFF_FFFF_FFFF_FFFF ^"),
    },
    needs_one_of={"size_of_a_number": ("bit_length",)},
    equivalent={
        **dict.fromkeys(
            (
                "`1` becomes `2`",
                "`4` becomes `3`",
                "`size // 4` becomes `size * 4`",
                "`size // 4` becomes `size`",
            ),
            "the key is repeated more often than needed, and cut at the same place",
        ),
        "`size // 4 + 1` becomes `1 + size // 4`": "the order of a sum of numbers does not matter",
    },
)

# --- in parts -----------------------------------------------------------------------------------

TURN = "count % 4"
TURNED = "masking_key[turn:] + masking_key[:turn]"

TURN_KEY = Exercise(
    id="03.turn_key",
    target="framebyframe.wire.masking:turn_key",
    section="RFC 6455 5.3",
    field="masking_key",
    shows=call(HIGH_KEY, 291),
    examples=[
        *(call(KEY, count) for count in (1, 0, 2, 3, 4, 5, 6, 7, 8, 9)),
        call(HIGH_KEY, 291),
        *(call(HIGH_KEY, count) for count in (1, 2, 12, 13, 125, 126, 1023, 65_535, 70_001)),
        *(call(TWIN_KEY, count) for count in (1, 2, 3, 4)),
    ],
    groups={
        "within": lambda masking_key, count: count < 4,
        "beyond": lambda masking_key, count: count >= 4,
        "whole": lambda masking_key, count: count % 4 == 0,
        "cut": lambda masking_key, count: count % 4 != 0,
    },
    mistakes={
        "not_turned": edit(TURN, "0"),
        "turned_backwards": (
            edit(TURN, "-count % 4"),
            edit(TURNED, "masking_key[4 - turn :] + masking_key[: 4 - turn]"),
        ),
        "turned_once": (edit(TURN, "1"), edit(TURN, "1 if count % 4 else 0")),
        "one_too_far": (edit(TURN, "(count + 1) % 4"), edit(TURN, "count % 4 + 1")),
        "one_too_few": (edit(TURN, "(count - 1) % 4"), edit(TURN, "(count - 1) % 4 if count else 0")),
        "not_modulo": edit(TURN, "count"),
        "modulo_another": tuple(edit(TURN, f"count % {number}") for number in (3, 5, 8, 16, 32)),
        "blocks_counted": (edit(TURN, "count // 4 % 4"), edit(TURN, "count // 4")),
        "cut_not_turned": edit(TURNED, "masking_key[turn:]"),
        "nothing_left": edit(TURN, "count", TURNED, "masking_key[turn:]"),
        "shifted_not_turned": edit(TURNED, "masking_key[turn:] + bytes(turn)"),
        "three_bytes": edit(TURNED, f"({TURNED})[:3]"),
        "whole_key_behind": edit(TURNED, "masking_key[turn:] + masking_key"),
        "repeated_not_cut": edit(TURNED, "(masking_key * 3)[turn:]"),
        "doubled_too_short": edit(TURN, "count", TURNED, "(masking_key * 2)[turn : turn + 4]"),
        "turned_by_bits": edit(
            f"return {TURNED}",
            "number = int.from_bytes(masking_key, 'big')\n"
            "    return ((number << turn | number >> 32 - turn) & 0xFFFF_FFFF).to_bytes(4, 'big')",
        ),
        "front_alone": edit(TURNED, "masking_key[:turn]"),
        "turned_and_reversed": edit(TURNED, f"({TURNED})[::-1]"),
        "front_reversed_in_place": edit(TURNED, "masking_key[:turn][::-1] + masking_key[turn:]"),
        "front_reversed": edit(TURNED, "masking_key[turn:] + masking_key[:turn][::-1]"),
        "place_of_an_equal_byte": edit(TURN, "masking_key.index(masking_key[count % 4])"),
        "equal_bytes_once": edit(TURNED, f"bytes(dict.fromkeys({TURNED}))"),
        "multiplied": edit(f"return {TURNED}", "return bytes(masking_key[i * count % 4] for i in range(4))"),
        "reversed_not_turned": (
            edit(TURNED, "masking_key[::-1] if turn else masking_key"),
            edit(TURNED, "masking_key[::-1]"),
        ),
        "xor_with_count": tuple(
            edit(TURNED, f"bytes(byte ^ {count} for byte in masking_key)")
            for count in ("turn", "count & 0xFF")
        ),
        "count_added": tuple(
            edit(TURNED, f"bytes((byte + {count}) % 256 for byte in masking_key)")
            for count in ("turn", "count")
        ),
        "two_exchanged": edit(
            f"return {TURNED}",
            "key = bytearray(masking_key)\n    key[0], key[turn] = key[turn], key[0]\n    return bytes(key)",
        ),
        "next_byte_alone": (edit(TURNED, "masking_key[turn]"), edit(TURNED, "masking_key[turn : turn + 1]")),
        "a_case_is_not_turned": tuple(
            edit(TURNED, f"{TURNED} if turn != {place} else masking_key") for place in (1, 2, 3)
        ),
        "turned_by_half_bytes": edit(
            TURNED, "bytes.fromhex(masking_key.hex()[turn:] + masking_key.hex()[:turn])"
        ),
        "zeros_lost": tuple(
            edit(TURNED, f"({TURNED}).{strip}(b'\\0')") for strip in ("lstrip", "rstrip", "strip")
        ),
        "nothing_for_whole": edit(TURNED, f"{TURNED} if turn else None"),
        "a_case_is_missing": tuple(
            edit(TURNED, f"{TURNED} if turn != {place} else None") for place in (1, 2, 3)
        ),
        "repeated_too_seldom": edit(TURN, "count", TURNED, "(masking_key * count)[turn : turn + 4]"),
        "one_byte_twice": edit(TURNED, "masking_key[turn:] + masking_key[: turn + 1]"),
        "next_byte_left_out": edit(TURNED, "masking_key[turn + 1 :] + masking_key[:turn]"),
    },
)

# --- the key itself -----------------------------------------------------------------------------

POOL = "        pool = secrets.token_bytes(KEYS_IN_POOL * MASKING_KEY_LENGTH)\n"
NOTHING_ASKED = (POOL, POOL.replace("secrets.token_bytes", "bytes"))
"""The pool without the system: for keys that are made in another way."""
CUT = "pool[start : start + MASKING_KEY_LENGTH]"
FOREVER = "    while True:\n"
EACH_KEY = f"        for start in range(0, len(pool), MASKING_KEY_LENGTH):\n            yield {CUT}\n"

FROM_RANDOM = "    import random\n\n"
FROM_SYSTEM = "secrets.token_bytes(KEYS"


def computed_by(source: str, *more: str) -> Edit:
    """The keys from a source of `random`, which is made before the loop."""
    return edit(
        FOREVER, f"{FROM_RANDOM}    source = {source}\n{FOREVER}", FROM_SYSTEM, "source.randbytes(KEYS", *more
    )


def counted(start: str, order: str = "big") -> Edit:
    """Keys that count up from behind a number. Those of two numbers differ in what can be seen of them.

    A count from 0 begins with four zeros; a key may be ASCII, or have four bytes that are all different.
    """
    return edit(
        *(FOREVER, f"    number = {start}\n{FOREVER}"),
        *(f"yield {CUT}", f"yield (number := (number + 1) & 0xFFFF_FFFF).to_bytes(4, {order!r})"),
        *NOTHING_ASKED,
    )


HEX_DIGITS = (
    edit(f"yield {CUT}", f"yield {CUT}.hex()[:4].encode()"),
    edit(f"yield {CUT}", "yield secrets.token_hex(2).encode()", *NOTHING_ASKED),
)
ONE_POOL_FOR_ALL = edit(
    "def masking_keys()", "def masking_keys(pool=secrets.token_bytes(4 * KEYS_IN_POOL))", POOL, ""
)


MASKING_KEYS = Exercise(
    id="03.masking_keys",
    target="framebyframe.wire.masking:masking_keys",
    section="RFC 6455 10.3",
    field="masking_key",
    examples=[
        scenario(
            "four_bytes",
            """
            from itertools import islice
            three = list(islice(masking_keys(), 3))
            [type(key).__name__ for key in three]
            [len(key) for key in three]
            len(set(three))
            bytes(4) in three
            """,
        ),
        scenario(
            "seed_known",
            """
            import random, time
            from itertools import islice
            random.seed(6455)
            once = list(islice(masking_keys(), 2))
            time.sleep(1)
            random.seed(6455)
            once == list(islice(masking_keys(), 2))
            """,
        ),
        scenario(
            "two_connections",
            """
            from itertools import islice
            one = list(islice(masking_keys(), 5))
            one == list(islice(masking_keys(), 5))
            one[0] == next(masking_keys())
            """,
        ),
        scenario(
            "a_long_connection",
            """
            from itertools import islice
            many = list(islice(masking_keys(), 600))
            len(many)
            {len(key) for key in many}
            many[:256] == many[256:512]
            many[:88] == many[512:]
            len(set(many)) > 590
            numbers = [int.from_bytes(key, "big") for key in many[:240]]
            bits = {(i % 4, bit, number >> bit & 1) for i, number in enumerate(numbers) for bit in range(32)}
            len(bits) == 256
            """,
        ),
        scenario(
            "neighbours",
            """
            from itertools import islice
            several = list(islice(masking_keys(), 20))
            any(one[1:] == another[:3] for one, another in zip(several, several[1:]))
            any(one[2:] == another[:2] for one, another in zip(several, several[1:]))
            numbers = [int.from_bytes(key, "big") for key in several]
            len({later - earlier for earlier, later in zip(numbers, numbers[1:])}) > 2
            several == sorted(several)
            all(key.isascii() for key in several)
            any(len(set(key)) == 4 for key in several)
            """,
        ),
        scenario(
            "all_seen",
            """
            from itertools import islice
            from framebyframe.proxy import foresee
            keys = list(islice(masking_keys(), 1400))
            {len(key) for key in keys}
            foresee(keys[:625]) == keys[625]
            foresee(keys[700:1325]) == keys[1325]
            """,
        ),
        scenario(
            "without_end",
            """
            from itertools import islice
            many = list(islice(masking_keys(), 3000))
            len(many) == 3000
            len(set(many)) > 2990
            len(set(many)) > 2990 and len(set(b"".join(many))) == 256
            len(set(many)) > 2990 and bytes_of_the_system() >= len(b"".join(many))
            """,
        ),
        scenario(
            "seed_known_later",
            """
            import random
            from itertools import islice
            random.seed(6455)
            once = list(islice(masking_keys(), 600))
            random.seed(6455)
            once[300:] == list(islice(masking_keys(), 300, 600))
            """,
        ),
    ],
    shows="all_seen",
    repair=Repair(
        edit(FOREVER, f"    import random\n\n{FOREVER}", "secrets.token_bytes(", "random.randbytes("),
        Shipped("Autobahn for Python", "issue 758", 2016),
    ),
    mistakes={
        "can_be_foreseen": (
            edit(FROM_SYSTEM, "__import__('random').randbytes(KEYS"),
            edit(
                *(FOREVER, f"{FROM_RANDOM}{FOREVER}"),
                *(f"yield {CUT}", "yield bytes(random.getrandbits(8) for _ in range(4))"),
                *NOTHING_ASKED,
            ),
        ),
        "seeded_by_the_system": computed_by("random.Random(secrets.token_bytes(32))"),
        "seeded_with_a_constant": (
            computed_by("random.Random(2011)"),
            edit(
                *(FOREVER, f"    import hashlib\n\n    number = 0\n{FOREVER}"),
                f"yield {CUT}",
                "number += 1\n            yield hashlib.sha256(str(number).encode()).digest()[:4]",
                *NOTHING_ASKED,
            ),
        ),
        "from_the_clock": tuple(
            edit(
                *(FOREVER, f"    import time\n\n{FOREVER}"),
                *(f"yield {CUT}", f"yield ({now} & 0xFFFF_FFFF).to_bytes(4, 'big')"),
            )
            for now in (
                *("time.time_ns()", "time.time_ns() // 1000", "int(time.time() * 1000)", "int(time.time())"),
                "int(time.time()) // 60",
            )
        ),
        "hash_of_the_clock": (
            *(
                edit(
                    *(FOREVER, f"    import hashlib\n    import time\n\n{FOREVER}"),
                    *(POOL, f"        pool = hashlib.{kind}(str(time.time()).encode()).digest()\n"),
                )
                for kind in ("md5", "sha1", "sha256", "sha512")
            ),
            edit(
                *(FOREVER, f"    import hashlib\n    import time\n\n    now = int(time.time())\n{FOREVER}"),
                f"yield {CUT}",
                "now += 1\n            yield hashlib.sha256(str(now).encode()).digest()[:4]",
                *NOTHING_ASKED,
            ),
        ),
        "clock_of_uuid": edit(
            *(FOREVER, f"    import uuid\n\n{FOREVER}"),
            *(f"yield {CUT}", "yield uuid.uuid1().bytes[:4]"),
            *NOTHING_ASKED,
        ),
        "seeded_with_the_clock": tuple(
            edit(
                FOREVER,
                f"    import random\n    import time\n\n    source = random.Random({now})\n{FOREVER}",
                FROM_SYSTEM,
                "source.randbytes(KEYS",
            )
            for now in ("time.time_ns()", "time.time()", "int(time.time())")
        ),
        "first_pool_alone": edit(
            *(
                FOREVER,
                f"{FROM_RANDOM}    first = secrets.token_bytes(KEYS_IN_POOL * MASKING_KEY_LENGTH)\n{FOREVER}",
            ),
            *(
                POOL,
                "        pool, first = first or random.randbytes(KEYS_IN_POOL * MASKING_KEY_LENGTH), b''\n",
            ),
        ),
        "few_bytes_of_the_system": edit(
            *(FOREVER, f"    state = secrets.randbits(32)\n{FOREVER}"),
            *(f"yield {CUT}", "yield (state := state * 69069 + 1 & 0xFFFF_FFFF).to_bytes(4, 'big')"),
            *NOTHING_ASKED,
        ),
        "fewer_bytes_than_keys": edit(
            FOREVER,
            f"{FROM_RANDOM}    source = random.Random(secrets.token_bytes(32))\n{FOREVER}",
            *(f"yield {CUT}", "yield bytes(source.getrandbits(8) for _ in range(4))"),
            *NOTHING_ASKED,
        ),
        "numbers_for_keys": (
            edit(f"yield {CUT}", f"yield int.from_bytes({CUT}, 'big')"),
            edit(f"yield {CUT}", f"yield from {CUT}"),
        ),
        "returned_not_yielded": tuple(
            edit(f"{FOREVER}{POOL}{EACH_KEY}", f"    return {key}\n")
            for key in ("secrets.token_bytes(4)", "iter(secrets.token_bytes(4))")
        ),
        "list_returned": tuple(
            edit(
                f"{FOREVER}{POOL}{EACH_KEY}",
                f"    pool = secrets.token_bytes(KEYS_IN_POOL * MASKING_KEY_LENGTH * {pools})\n"
                f"    return [{CUT} for start in range(0, len(pool), MASKING_KEY_LENGTH)]\n",
            )
            for pools in (1, 4)
        ),
        "zeros": edit("secrets.token_bytes(", "bytes("),
        "same_key": (
            edit(
                CUT,
                "pool[:MASKING_KEY_LENGTH]",
                f"{FOREVER}{POOL}",
                f"{POOL}{FOREVER}".replace("        pool", "    pool"),
            ),
        ),
        "slice_stays": edit(CUT, "pool[:MASKING_KEY_LENGTH]"),
        "pool_used_again": edit(f"{FOREVER}{POOL}", f"{POOL}{FOREVER}".replace("        pool", "    pool")),
        "comes_to_an_end": tuple(edit("while True:", f"for _ in range({pools}):") for pools in (1, 3)),
        "one_key_and_no_more": edit(
            "while True:", "for _ in range(1):", f"yield {CUT}", f"yield {CUT}\n            return"
        ),
        "three_bytes": edit("start : start + MASKING_KEY_LENGTH", "start : start + 3"),
        "sixteen_bytes": edit(
            "len(pool), MASKING_KEY_LENGTH)",
            "len(pool), 16)",
            "start : start + MASKING_KEY_LENGTH",
            "start : start + 16",
        ),
        "neighbours_overlap": (
            edit("len(pool), MASKING_KEY_LENGTH)", "len(pool) - 3)"),
            edit("len(pool), MASKING_KEY_LENGTH)", "KEYS_IN_POOL)"),
            edit("len(pool), MASKING_KEY_LENGTH)", "len(pool))"),
        ),
        "one_byte_four_times": edit(f"yield {CUT}", "yield pool[start : start + 1] * 4"),
        "counted": (
            counted("int.from_bytes(secrets.token_bytes(4), 'big')"),
            counted("__import__('random').getrandbits(32)"),
            *(counted(start) for start in ("-1", "0", "999_999", "0x7735_93FF", "0xFFFF_0000")),
            counted("-1", "little"),
        ),
        "same_key_for_all": tuple(
            edit(f"yield {CUT}", f"yield {key!r}", *NOTHING_ASKED)
            for key in (b"key!", b"abba", b"aaaa", KEY, TWIN_KEY, b"\xff\xff\xff\xff")
        ),
        "hex_digits": HEX_DIGITS,
        "digits_for_bytes": (
            *HEX_DIGITS,
            edit(f"yield {CUT}", f"yield bytes(byte & 0x7F for byte in {CUT})"),
        ),
        "a_value_never_comes": (
            *(
                edit(f"yield {CUT}", f"yield bytes({byte} for _ in range(4))", *NOTHING_ASKED)
                for byte in ("secrets.choice(range(1, 256))", "secrets.randbelow(255)")
            ),
            edit(f"yield {CUT}", f"yield bytes(byte or 1 for byte in {CUT})"),
        ),
        "text_for_keys": (
            edit(f"yield {CUT}", f"yield {CUT}.hex()"),
            edit(FROM_SYSTEM, "secrets.token_hex(KEYS"),
        ),
        "in_another_container": tuple(
            edit(f"yield {CUT}", f"yield {kind}({CUT})") for kind in ("bytearray", "tuple", "list")
        ),
        "pool_not_cut": edit(EACH_KEY, "        yield pool\n"),
        "empty_key_after_each_pool": edit("len(pool), MASKING", "len(pool) + 1, MASKING"),
        "cut_to_the_length": edit("start : start + MASKING", "start:MASKING"),
        "half_overlaps": (
            edit("len(pool), MASKING_KEY_LENGTH)", "len(pool), 2)"),
            edit("len(pool), MASKING_KEY_LENGTH)", "len(pool) - 3, 2)"),
        ),
        "each_pool_twice": edit(
            EACH_KEY,
            "        for start in (*range(0, len(pool), 4), *range(0, len(pool), 4)):\n"
            f"            yield {CUT}\n",
        ),
        "drawn_out_of_one_pool": edit(
            f"{FOREVER}{POOL}{EACH_KEY}",
            "    keys = [secrets.token_bytes(4) for _ in range(KEYS_IN_POOL)]\n"
            f"{FOREVER}        yield secrets.choice(keys)\n",
        ),
        "pool_remembered": ONE_POOL_FOR_ALL,
        "one_pool_for_all": ONE_POOL_FOR_ALL,
    },
    needs_one_of={
        **dict.fromkeys(
            ("can_be_foreseen", "seeded_by_the_system", "seeded_with_the_clock", "first_pool_alone"),
            ("random",),
        ),
        "from_the_clock": ("time", "datetime"),
        "hash_of_the_clock": ("hashlib", "md5", "sha1", "sha256", "sha512"),
        "clock_of_uuid": ("uuid1",),
        "hex_digits": ("token_hex", "hex", "hexlify", "hexdigits"),
        "pool_remembered": ("cache", "lru_cache"),
    },
    told_as_a_whole=("zeros", "same_key_for_all", "counted", "few_bytes_of_the_system"),
    equivalent={
        **dict.fromkeys(
            (
                "`KEYS_IN_POOL * MASKING_KEY_LENGTH` becomes `KEYS_IN_POOL // MASKING_KEY_LENGTH`",
                "`KEYS_IN_POOL * MASKING_KEY_LENGTH` becomes `KEYS_IN_POOL`",
                "`KEYS_IN_POOL * MASKING_KEY_LENGTH` becomes `MASKING_KEY_LENGTH`",
                "`KEYS_IN_POOL` becomes `KEYS_IN_POOL + 1`",
            ),
            "the system is asked for another number of keys at a time",
        ),
        "`MASKING_KEY_LENGTH` becomes `MASKING_KEY_LENGTH + 1`": "some bytes of chance are not used",
        "`start + MASKING_KEY_LENGTH` becomes `MASKING_KEY_LENGTH + start`": (
            "the order of a sum of numbers does not matter"
        ),
    },
)

# --- to read ------------------------------------------------------------------------------------

TWO_MASKED_FRAMES = Reading(
    "two_masked_frames",
    bytes.fromhex("81 86 83 0d d1 5f cb 68 bd 33 ec 32 88 82 08 44 ea 39 0b ad"),
)
"""From the client of `websockets` 17.4: the text Hello?, and a close frame with the code 1001."""


CHAPTER = Chapter("03", (APPLY_MASK, APPLY_MASK_FAST, TURN_KEY, MASKING_KEYS), (TWO_MASKED_FRAMES,))
