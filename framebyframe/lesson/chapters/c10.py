"""Chapter 10, PHP joins: a handshake that is checked, a frame that is sent, and one that is read in time."""

from __future__ import annotations

from ..declaring.examples import call, php_scenario
from ..declaring.exercise import Chapter, Exercise
from ..declaring.forms import Catch, Reading, Repair, Shipped
from ..declaring.mistakes import Edit, edit

SOURCE = "php_client/src"


def of_the_result(change: str) -> Edit:
    """A change of what comes back, `$out`; it goes together with changes of what is worked out before."""
    return edit("    return ", "    $out = ", ";\n}", f";\n    return {change};\n}}")


# --- the handshake is checked -------------------------------------------------------------------

BOTH = "$key . OpeningHandshake::GUID"
HASHED = f"hash('sha1', {BOTH}, binary: true)"
IN_BASE64 = f"base64_encode({HASHED})"
COPIED = "258EAFA5-E914-47DA-95CA-5AB0DC85B11"
"""The GUID as a much-copied lesson has it: a C is missing."""

ACCEPT_VALUE = Exercise(
    id="10.accept_value",
    target=f"{SOURCE}/acceptValue.php:acceptValue",
    section="RFC 6455 4.2.2",
    field="accept",
    examples=[
        call(b"dGhlIHNhbXBsZSBub25jZQ=="),
        call(b"AAAAAAAAAAAAAAAAAAAAAA=="),
        call(b"x3JJHMbDL1EzLjh9GBhXDw=="),
        call(b"/+/+/+/+/+/+/+/+/+/+/w=="),
    ],
    mistakes={
        "hex_digits_in_base64": (
            edit(", binary: true", ""),
            edit(IN_BASE64, f"substr(base64_encode(hash('sha1', {BOTH})), 0, 28)"),
        ),
        "not_in_base64": edit(IN_BASE64, HASHED),
        "hex_digits": edit(IN_BASE64, f"bin2hex({HASHED})"),
        "guid_first": edit("$key . OpeningHandshake::GUID", "OpeningHandshake::GUID . $key"),
        "no_guid": edit("$key . OpeningHandshake::GUID", "$key"),
        "key_decoded": edit("$key . ", "base64_decode($key) . "),
        "not_hashed": edit(HASHED, "$key . OpeningHandshake::GUID"),
        "other_hash": (edit("'sha1'", "'sha256'"), edit("'sha1'", "'md5'")),
        "guid_copied": edit("OpeningHandshake::GUID", f"'{COPIED}'"),
        "guid_in_small_letters": edit("OpeningHandshake::GUID", "strtolower(OpeningHandshake::GUID)"),
        "name_of_the_guid": edit("OpeningHandshake::GUID", "'OpeningHandshake::GUID'"),
        "base64_of_addresses": edit(IN_BASE64, f"strtr({IN_BASE64}, '+/', '-_')"),
        "padding_cut": edit(
            "base64_encode(", "rtrim(base64_encode(", "binary: true));", "binary: true)), '=');"
        ),
        "keyed_hash": (
            edit(HASHED, "hash_hmac('sha1', $key, OpeningHandshake::GUID, true)"),
            edit(HASHED, "hash_hmac('sha1', OpeningHandshake::GUID, $key, true)"),
        ),
        "guid_behind_the_hash": edit(HASHED, "hash('sha1', $key, binary: true) . OpeningHandshake::GUID"),
        "base64_first": (
            edit(IN_BASE64, f"hash('sha1', base64_encode({BOTH}))"),
            edit(IN_BASE64, f"hash('sha1', base64_encode({BOTH}), binary: true)"),
        ),
        "line_end": (edit(IN_BASE64, f'{IN_BASE64} . "\\r\\n"'), edit(IN_BASE64, f'{IN_BASE64} . "\\n"')),
        "whole_field": edit(IN_BASE64, f"'Sec-WebSocket-Accept: ' . {IN_BASE64}"),
        "base64_twice": edit(IN_BASE64, f"base64_encode({IN_BASE64})"),
        "answer_of_the_example": edit(IN_BASE64, "'s3pPLMBiTxaQ9kYGzzhZRbK+xOo='"),
        "something_between": tuple(
            edit("$key . ", f"$key . {text} . ")
            for text in ("' '", "':'", "'-'", "','", "';'", '"\\r\\n"', '"\\n"')
        ),
        "guid_cut": (
            edit("OpeningHandshake::GUID", "substr(OpeningHandshake::GUID, 0, -1)"),
            edit("OpeningHandshake::GUID", "substr(OpeningHandshake::GUID, 1)"),
        ),
        "key_in_one_case": (
            edit("$key . ", "strtolower($key) . "),
            edit("$key . ", "strtoupper($key) . "),
        ),
        "key_without_padding": edit("$key . ", "rtrim($key, '=') . "),
        "hashed_twice": (
            edit(HASHED, f"sha1({HASHED}, true)"),
            edit(HASHED, f"sha1(sha1({BOTH}), true)"),
        ),
        "hashed_apart": (
            edit(HASHED, "sha1($key, true) . sha1(OpeningHandshake::GUID, true)"),
            edit(HASHED, "sha1($key) . sha1(OpeningHandshake::GUID)"),
            edit(HASHED, "sha1($key, true) ^ sha1(OpeningHandshake::GUID, true)"),
        ),
        "hash_cut": tuple(edit(HASHED, f"substr({HASHED}, 0, {most})") for most in (16, 19, 10)),
        "first_digits": edit(HASHED, f"substr(sha1({BOTH}), 0, 20)"),
        "digits_swapped": edit(HASHED, f"pack('h*', sha1({BOTH}))"),
        "hash_backwards": edit(HASHED, f"strrev({HASHED})"),
        "hash_as_text": edit(HASHED, f"mb_convert_encoding({HASHED}, 'UTF-8', 'ISO-8859-1')"),
        "decoded": edit("return base64_encode(", "return base64_decode("),
    },
)

# --- the length that is sent --------------------------------------------------------------------

SHORT, MIDDLE, LONG = (
    "pack('C', $mask | $length)",
    "pack('Cn', $mask | 126, $length)",
    "pack('CJ', $mask | 127, $length)",
)
MASK_BIT = "$masked ? 0x80 : 0"
MASK_IN_TWO = (MIDDLE, "pack('Cn', 126, $length | ($masked ? 0x8000 : 0))")
MASK_IN_EIGHT = (LONG, "pack('CJ', 127, $length | ($masked ? PHP_INT_MIN : 0))")

ENCODE_LENGTH = Exercise(
    id="10.encode_length",
    target=f"{SOURCE}/encodeLength.php:encodeLength",
    section="RFC 6455 5.2",
    before=b"\x81",
    examples=[
        call(0, False),
        call(5, False),
        call(125, False),
        call(126, False),
        call(300, False),
        call(65535, False),
        call(65536, False),
        call(5_000_000_000, False),
        call(5, True),
        call(300, True),
        call(65536, True),
        call(5_000_000_000, True),
    ],
    shows=call(65536, False),
    groups={"masked": lambda length, masked: bool(masked)},
    repair=Repair(edit("<= 65535", "<= 65536"), Shipped("chrome-php/wrench", "issue 23", 2025)),
    mistakes={
        "three_bytes_for_65536": edit("<= 65535", "<= 65536"),
        "nine_bytes_for_65535": edit("<= 65535", "< 65535"),
        "one_byte_for_126": edit("<= 125", "<= 126"),
        "three_bytes_for_125": edit("<= 125", "< 125"),
        "little_endian": (edit("'Cn'", "'Cv'", "'CJ'", "'CP'"), edit("'Cn'", "'Cv'"), edit("'CJ'", "'CP'")),
        "four_bytes_for_eight": edit("'CJ'", "'CN'"),
        "never_nine_bytes": edit("$length <= 65535", "$length <= PHP_INT_MAX"),
        "mask_bit_forgotten": edit(MASK_BIT, "0"),
        "mask_bit_always": edit(MASK_BIT, "0x80"),
        "mask_bit_only_when_short": edit("$mask | 126", "126", "$mask | 127", "127"),
        "mask_bit_in_one_form": (edit("$mask | 127", "127"), edit("$mask | 126", "126")),
        "mask_bit_inverted": edit(MASK_BIT, "$masked ? 0 : 0x80"),
        "mask_bit_beside": edit("0x80", "0x40"),
        "mask_bit_elsewhere": tuple(edit("0x80", bit) for bit in ("0x08", "0x01", "0x10", "0x20")),
        "mask_bit_in_decimal": edit("0x80", "80"),
        "mask_bit_behind": tuple(
            edit(*(text for pair in some for text in pair))
            for some in ((MASK_IN_EIGHT,), (MASK_IN_TWO,), (MASK_IN_TWO, MASK_IN_EIGHT))
        ),
        "mask_bit_alone": edit(MASK_BIT, "0", "return match", "return ($masked ? \"\\x80\" : '') . match"),
        "mask_bit_in_the_length": edit(f"$mask = {MASK_BIT};", f"$mask = 0;\n    $length |= {MASK_BIT};"),
        "forms_swapped": edit("| 126", "| other", "| 127", "| 126", "| other", "| 127"),
        "and_for_or": edit("$mask |", "$mask &"),
        "logical_or": (
            edit("$mask |", "$mask ||"),
            edit("$mask | $length)", "(int) ($mask || $length))"),
        ),
        "no_parentheses": (
            edit("$mask |", f"{MASK_BIT} |"),
            edit("$mask | $length)", f"{MASK_BIT} | $length)"),
        ),
        "first_byte_too": edit("pack('C", "pack('CC", "$mask |", "0x81, $mask |"),
        "decimal_digits": edit(MIDDLE, "chr($mask | 126) . $length", LONG, "chr($mask | 127) . $length"),
        "never_one_byte": edit("$length <= 125", "false"),
        "compared_with_true": edit("match (true)", "match ($length)"),
        "no_byte_before": (
            edit(MIDDLE, "pack('n', $length)"),
            edit(LONG, "pack('J', $length)"),
            edit(MIDDLE, "pack('n', $length)", LONG, "pack('J', $length)"),
            edit(MIDDLE, "pack('n', $length | $mask << 8)"),
        ),
        "hex_digits": edit("return match", "return bin2hex(match", "\n    };", "\n    });"),
        "short_as_text": edit(SHORT, "(string) ($mask | $length)"),
        "key_too": edit(
            *("return match", "$head = match", "\n    };"),
            '\n    };\n    return $masked ? $head . "\\0\\0\\0\\0" : $head;',
        ),
        "key_counted": edit("    $mask = ", "    $length += $masked ? 4 : 0;\n    $mask = "),
        "nine_bytes_for_eight": edit("'CJ', $mask | 127, ", "'CCJ', $mask | 127, 0, "),
        "upper_half_lost": edit("'CJ', $mask | 127, ", "'CNN', $mask | 127, 0, "),
        "never_three_bytes": edit("$length <= 65535", "false"),
        "ends_with_the_shorter": edit(
            MASK_BIT, "0", "return match", 'return ($masked ? "\\x80" : "\\0") ^ match'
        ),
    },
)

# --- the mask -----------------------------------------------------------------------------------

KEY = bytes.fromhex("37 fa 21 3d")
REPEATED = "str_repeat($maskingKey, intdiv(strlen($payload), 4) + 1)"
MASKED = f"return $payload ^ {REPEATED};"


def loop(step: str, head: str = "for ($i = 0; $i < strlen($payload); $i++)") -> str:
    """The lines of a loop over the payload, which puts `$out` together."""
    return f"$out = '';\n    {head} {{\n        {step};\n    }}\n    return $out;"


MASK = Exercise(
    id="10.mask",
    target=f"{SOURCE}/mask.php:mask",
    section="RFC 6455 5.3",
    field="masked_payload",
    examples=[
        call(b"Hello", KEY),
        call(b"", KEY),
        call(b"H", KEY),
        call(b"Hell", KEY),
        call("Grüße, 世界".encode(), KEY),
        call(bytes(range(256)), KEY),
        call(b"a" * 10_000, bytes.fromhex("00 ff 10 80")),
        call(b"0", KEY),
        call(b"The end=", KEY),
        call(b"7-up a!7", KEY),
    ],
    mistakes={
        "key_once": edit(f"$payload ^ {REPEATED}", "$payload ^ $maskingKey"),
        "rest_not_masked": edit(
            f"$payload ^ {REPEATED}", "($payload ^ $maskingKey) . substr($payload, strlen($maskingKey))"
        ),
        "end_lost": edit(" + 1)", ")"),
        "first_key_byte": edit(REPEATED, "str_repeat($maskingKey[0], strlen($payload))"),
        "key_offset": edit("str_repeat($maskingKey", "str_repeat(substr($maskingKey, 1) . $maskingKey[0]"),
        "numbers_joined": edit("return ", "return implode('', unpack('C*', ", "+ 1);", "+ 1)));"),
        "key_backwards": edit("str_repeat($maskingKey", "str_repeat(strrev($maskingKey)"),
        "not_masked": edit(f" ^ {REPEATED}", ""),
        "or_for_xor": (
            edit("$payload ^", "$payload |"),
            edit(f"$payload ^ {REPEATED}", f"substr($payload | {REPEATED}, 0, strlen($payload))"),
        ),
        "and_for_xor": edit("$payload ^", "$payload &"),
        "hex_digits": of_the_result("bin2hex($out)"),
        "in_base64": of_the_result("base64_encode($out)"),
        "key_in_front": of_the_result("$maskingKey . $out"),
        "first_byte_lost": of_the_result("substr($out, 1)"),
        "padded": edit(
            "    return $payload ^",
            "    $whole = 4 * intdiv(strlen($payload) + 3, 4);\n"
            '    $payload = str_pad($payload, $whole, "\\0");\n    return $payload ^',
        ),
        "end_not_masked": edit(
            MASKED,
            "$whole = strlen($payload) - strlen($payload) % 4;\n"
            f"    return (substr($payload, 0, $whole) ^ {REPEATED}) . substr($payload, $whole);",
        ),
        "one_of_four": edit(
            MASKED,
            loop(
                "$out .= $payload[$i] ^ $maskingKey[$i % 4]",
                "for ($i = 0; $i < strlen($payload); $i += 4)",
            ),
        ),
        "sum_for_xor": edit(
            *("    return $payload ^ ", "    $key = ", ";\n}"),
            ";\n    $out = '';\n    for ($i = 0; $i < min(strlen($payload), strlen($key)); $i++) {\n"
            "        $out .= chr((ord($payload[$i]) + ord($key[$i])) % 256);\n    }\n    return $out;\n}",
        ),
        "logical_xor": edit(MASKED, loop("$out .= (string) ($payload[$i] xor $maskingKey[$i % 4])")),
        "beyond_the_key": tuple(
            edit(MASKED, loop(f"$out .= $payload[$i] ^ $maskingKey[{index}]"))
            for index in ("$i & 4", "$i % 5")
        ),
        "characters": (
            edit("strlen($payload)", "mb_strlen($payload, 'UTF-8')"),
            of_the_result("substr($out, 0, mb_strlen($payload, 'UTF-8'))"),
            edit(
                MASKED,
                loop(
                    "$out .= $character ^ $maskingKey[$i % 4]",
                    "foreach (mb_str_split($payload, 1, 'UTF-8') as $i => $character)",
                ),
            ),
        ),
        "three_key_bytes": edit(REPEATED, "str_repeat(substr($maskingKey, 0, 3), strlen($payload))"),
        "key_byte_kept": tuple(
            edit(MASKED, loop(f"$out .= $payload[$i] ^ $maskingKey[{index}]"))
            for index in ("intdiv($i, 4) % 4", "intdiv($i, 4)")
        ),
        "dot_binds_stronger": edit(MASKED, loop("$out = $out . $payload[$i] ^ $maskingKey[$i % 4]")),
        "blanks_for_the_key": edit(REPEATED, "str_pad($maskingKey, strlen($payload))"),
        "zero_bytes_cut": of_the_result('rtrim($out, "\\0")'),
        "trimmed": (of_the_result("trim($out)"), of_the_result("rtrim($out)")),
        "zero_bytes_left_out": of_the_result("str_replace(\"\\0\", '', $out)"),
        "zero_is_false": (
            edit("    return $payload", "    $payload = $payload ?: '';\n    return $payload"),
            edit(
                MASKED,
                loop("$out .= $byte ^ $maskingKey[$i % 4]", "for ($i = 0; $byte = $payload[$i] ?? ''; $i++)"),
            ),
        ),
        "ends_at_a_zero_byte": edit("return ", '$payload = explode("\\0", $payload)[0];\n    return '),
        "last_alone": (
            edit(MASKED, loop("$out = $block ^ $maskingKey", "foreach (str_split($payload, 4) as $block)")),
            edit(MASKED, loop("$out = $payload[$i] ^ $maskingKey[$i % 4]")),
        ),
        "last_byte_lost": edit("$payload ^", "substr($payload, 0, -1) ^"),
    },
)

# --- the length that comes ----------------------------------------------------------------------

TOO_SHORT = "strlen($bytes) < $size"
NOT_THERE = f"if ({TOO_SHORT}) {{\n        return null"
EIGHT = "unpack('J', $bytes, 2)[1]"
SHORTEST = "1 + strlen(encodeLength($length, masked: false)) !== $size"
BY_LIMIT = "$length < ($size === 2 ? 0 : ($size === 4 ? 126 : 65536))"

NOT_ALL = "if (strlen($bytes) < $size + $length)"

READ_LENGTH = Exercise(
    id="10.read_length",
    target=f"{SOURCE}/readLength.php:readLength",
    section="RFC 6455 5.2",
    examples=[
        call(b"\x81\x05Hello"),
        call(b"\x81\x00"),
        call(b"\x81\x05"),
        call(b""),
        call(b"\x81"),
        call(b"\x81\x7d"),
        call(bytes.fromhex("81 7e 01 2c")),
        call(bytes.fromhex("81 7e 01")),
        call(bytes.fromhex("81 7e 00 7e")),
        call(bytes.fromhex("82 7e ff ff") + b"payload"),
        call(bytes.fromhex("82 7f 00 00 00 00 00 01 00 00")),
        call(bytes.fromhex("82 7f 00 00 00 00 00 01 00")),
        call(bytes.fromhex("02 7f 00 00 00 00 00 01 11 70")),  # from byte 0 on it is a positive number
        call(bytes.fromhex("82 7f 00 00 00 01 2a 05 f2 00")),
        call(bytes.fromhex("81 85")),
        call(bytes.fromhex("81 fe 01 2c")),
        call(bytes.fromhex("81 7e 00 7d")),
        call(bytes.fromhex("81 7e 00 05")),
        call(bytes.fromhex("82 7f 00 00 00 00 00 00 ff ff")),
        call(bytes.fromhex("82 7f 00 00 00 00 00 00 01 2c")),
        call(bytes.fromhex("82 7f 80 00 00 00 00 00 00 00")),
        call(bytes.fromhex("82 7f ff ff ff ff ff ff ff ff")),
        call(bytes.fromhex("81 7e c3 a9")),
        call(bytes.fromhex("82 7f ff ff ff ff 00 00 00 00")),
        call(bytes.fromhex("81 85 37 fa 21 3d 7f 9f 4d 51 58")),
    ],
    catch=Catch(
        (
            *("mask_bit_kept", "short_form_alone", "four_bytes_for_eight", "zero_for_nothing_yet"),
            *("little_endian", "not_shortest", "highest_bit"),
        )
    ),
    mistakes={
        "mask_bit_kept": (
            edit(" & 0x7F", "", SHORTEST, f"$size > 2 && {SHORTEST}"),
            edit(
                *(" & 0x7F", ""),  # what is not below 126, and not 126, is taken for 127
                *("127 => 10,\n        default => 2", "default => $short < 126 ? 2 : 10"),
                *(
                    f"127 => {EIGHT},\n        default => $short",
                    f"default => $short < 126 ? $short : {EIGHT}",
                ),
            ),
        ),
        "masked_refused": edit(" & 0x7F", ""),
        "short_form_alone": edit(" & 0x7F;\n", " & 0x7F;\n    return $short;\n"),
        "four_bytes_for_eight": (
            edit("unpack('J'", "unpack('N'"),
            edit("unpack('J'", "unpack('N'", SHORTEST, BY_LIMIT),
            edit("unpack('J'", "unpack('N'", "127 => 10", "127 => 6", SHORTEST, BY_LIMIT),
        ),
        "lower_four_bytes": edit(EIGHT, "unpack('N', $bytes, 6)[1]"),
        "never_eight": edit(
            "127 => 10,", "", "127 => unpack", "10 => unpack", SHORTEST, f"$size > 2 && {SHORTEST}"
        ),
        "one_byte_is_enough": edit(
            *("strlen($bytes) < 2", "$bytes === ''"), *(TOO_SHORT, f"$size > 2 && {TOO_SHORT}")
        ),
        "two_bytes_too_few": edit("strlen($bytes) < 2", "strlen($bytes) <= 2"),
        "waits_for_ten": edit("strlen($bytes) < 2", "strlen($bytes) < 10"),
        "refused_before_it_is_there": (
            edit(NOT_THERE, NOT_THERE.replace("return null", "throw new ProtocolError('')")),
            edit("return null", "throw new ProtocolError('')"),
        ),
        "zero_is_null": edit("return $length;", "return $length ?: null;"),
        "null_for_a_fault": (
            edit("throw new ProtocolError(", "return null; ("),
            edit("throw new ProtocolError('the highest", "return null; ('the highest"),
            edit("throw new ProtocolError('the length", "return null; ('the length"),
        ),
        "eight_refused": edit("$length < 0", "$length < 0 || $size === 10"),
        "limit_of_its_own": edit("$length < 0", "$length < 0 || $length > 0x7FFFFFFF"),
        "zero_for_nothing_yet": (
            edit("return null", "return 0"),
            edit("< 2) {\n        return null", "< 2) {\n        return 0"),
        ),
        "little_endian": (
            edit("unpack('n'", "unpack('v'"),
            edit("unpack('J'", "unpack('P'"),
            edit("unpack('n'", "unpack('v'", "unpack('J'", "unpack('P'"),
        ),
        "unpacked_from_0": edit("2)[1]", "2)[0]", SHORTEST, "false"),
        "not_shortest": (
            edit(SHORTEST, "false"),
            edit(SHORTEST, f"$size > 4 && {SHORTEST}"),
            edit(SHORTEST, f"$size < 10 && {SHORTEST}"),
        ),
        "highest_bit": edit("$length < 0", "false", SHORTEST, f"$length >= 0 && {SHORTEST}"),
        "waits_for_payload": (
            edit(
                "    if ($length < 0)",
                f"    {NOT_ALL} {{\n        return null;\n    }}\n    if ($length < 0)",
            ),
            edit(
                "    return $length;", f"    {NOT_ALL} {{\n        return null;\n    }}\n    return $length;"
            ),
        ),
        "nothing_refused": edit("$length < 0", "false", SHORTEST, "false"),
        "highest_bit_cleared": (
            edit(EIGHT, f"{EIGHT} & PHP_INT_MAX"),
            edit(EIGHT, f"(int) abs({EIGHT})"),
        ),
        "limit_too_low": (
            edit(SHORTEST, f"$length !== 65535 && {SHORTEST}"),
            edit(SHORTEST, f"$length !== 125 && {SHORTEST}"),
        ),
        "limit_too_high": (
            edit(SHORTEST, f"$size > 2 && $length === 126 || {SHORTEST}"),
            edit(SHORTEST, f"$length === 65536 || {SHORTEST}"),
        ),
        "first_byte": edit("$bytes[1]", "$bytes[0]"),
        "no_offset": (
            edit(", $bytes, 2)", ", $bytes)"),
            edit("unpack('n', $bytes, 2)", "unpack('n', $bytes)"),
            edit("unpack('J', $bytes, 2)", "unpack('J', $bytes)"),
        ),
        "offset_1": (
            edit(", $bytes, 2)", ", $bytes, 1)"),
            edit("unpack('n', $bytes, 2)", "unpack('n', $bytes, 1)"),
            edit("unpack('J', $bytes, 2)", "unpack('J', $bytes, 1)"),
        ),
        "header_added": edit("return $length;", "return $size + $length;"),
        "what_has_come": (
            edit("    $short =", "    return strlen($bytes) - 2;\n    $short ="),
            edit("return $length;", "return strlen($bytes) - $size;"),
        ),
        "waits_for_key": (
            edit(TOO_SHORT, f"{TOO_SHORT} + ($size > 2 ? 4 : 0)"),
            edit(TOO_SHORT, f"{TOO_SHORT} + (ord($bytes[1]) & 0x80 ? 4 : 0)"),
        ),
        "assigned": edit(" & 0x7F;\n", " & 0x7F;\n    $short = 126;\n"),
        "binds_weaker": edit(
            " & 0x7F;\n",
            " & 0x7F;\n    if ($short % 2 === 0) {\n        return $short;\n    }\n    $short = 127;\n",
        ),
        "forms_swapped": edit("126 =>", "other =>", "127 =>", "126 =>", "other =>", "127 =>"),
        "last_byte_left_out": edit(EIGHT, "unpack('J', \"\\0\" . substr($bytes, 2, 7))[1]"),
        "characters": edit("strlen($bytes)", "mb_strlen($bytes, 'UTF-8')"),
        "other_error": tuple(
            edit("new ProtocolError", f"new \\{name}")
            for name in ("Exception", "InvalidArgumentException", "RuntimeException")
        ),
    },
)

# --- the loop -----------------------------------------------------------------------------------

STALLED = "throw new StalledFrame('the time is up in the middle of a frame: the server stopped sending it');"
ASKED = "$frame = $reader->nextFrame()"
STALLS_AT_ONCE = (
    "$frame ??= $reader->nextFrame();\n    if ($frame === null && $reader->isInsideFrame()) {\n"
    f"        {STALLED}\n    }}\n    return $frame;"
)
READS_AT_ONCE = (f"while (({ASKED}) === null)", "", "return $frame;", "return $reader->nextFrame();")
READS_FIRST = (
    *(f"while (({ASKED}) === null) {{", "do {"),
    *("    }\n    return", f"    }} while (({ASKED}) === null);\n    return"),
)
ASKED_ONCE = (f"while (({ASKED}) === null)", f"{ASKED};\n    while ($frame === null)")
TAKES_AT_ONCE = f"            if (({ASKED}) !== null) {{\n                return $frame;\n            }}\n"
STALLS_AFTER = (
    "            if ($reader->isInsideFrame()) {\n                throw new StalledFrame('');\n            }"
)
PREPARED = "$reader = new FrameReader(new MessageAssembler());"

READ_FRAME = Exercise(
    id="10.read_frame",
    target=f"{SOURCE}/readFrame.php:readFrame",
    section="RFC 6455 5.2",
    examples=[
        php_scenario(
            "one_read",
            rf"""
            $stream = new ByteStream("\x81\x02Hi")
            {PREPARED}
            readFrame($stream, $reader, Deadline::in(5))
            """,
        ),
        php_scenario(
            "two_reads",
            rf"""
            $stream = new ByteStream("\x81\x05He", "llo")
            {PREPARED}
            readFrame($stream, $reader, Deadline::in(5))
            """,
        ),
        php_scenario(
            "byte_by_byte",
            rf"""
            $stream = new ByteStream("\x81", "\x0a", "H", "e", "l", "l", "o", ",", " ", "y", "o", "u")
            {PREPARED}
            readFrame($stream, $reader, Deadline::in(5))
            """,
        ),
        php_scenario(
            "two_frames",
            rf"""
            $stream = new ByteStream("\x81\x02Hi\x89\x00", 60, "\x81\x00")
            {PREPARED}
            readFrame($stream, $reader, Deadline::in(5))
            readFrame($stream, $reader, Deadline::in(5))
            """,
        ),
        php_scenario(
            "one_and_a_half",
            rf"""
            $stream = new ByteStream("\x81\x02Hi\x89\x05He", "llo")
            {PREPARED}
            readFrame($stream, $reader, Deadline::in(5))
            readFrame($stream, $reader, Deadline::in(5))
            """,
        ),
        php_scenario(
            "nothing_comes",
            rf"""
            $stream = new ByteStream()
            {PREPARED}
            readFrame($stream, $reader, Deadline::in(5))
            """,
        ),
        php_scenario(
            "comes_later",
            rf"""
            $stream = new ByteStream(7, "\x81\x02Hi")
            {PREPARED}
            readFrame($stream, $reader, Deadline::in(5))
            readFrame($stream, $reader, Deadline::in(5))
            """,
        ),
        php_scenario(
            "stalled",
            rf"""
            $stream = new ByteStream("\x81\x05He")
            {PREPARED}
            readFrame($stream, $reader, Deadline::in(5))
            """,
        ),
        php_scenario(
            "a_zero",
            rf"""
            $stream = new ByteStream("\x81\x01", "0")
            {PREPARED}
            readFrame($stream, $reader, Deadline::in(5))
            """,
        ),
        php_scenario(
            "drips",
            rf"""
            $stream = new ByteStream("\x81\x05H", 3, "e", 3, "l", 3, "l", 3, "o")
            {PREPARED}
            readFrame($stream, $reader, Deadline::in(5))
            """,
        ),
        php_scenario(
            "drips_faster",
            rf"""
            $stream = new ByteStream("\x81\x06", 0.9, "H", 0.9, "e", 0.9, "l", 0.9, "l", 0.9, "o", 0.9, "!")
            {PREPARED}
            readFrame($stream, $reader, Deadline::in(5))
            """,
        ),
        php_scenario(
            "half_is_there",
            rf"""
            $stream = new ByteStream()
            {PREPARED}
            $fed = $reader->feed("\x81\x05He")
            readFrame($stream, $reader, Deadline::in(5))
            """,
        ),
        php_scenario(
            "whole_then_ends",
            rf"""
            $stream = new ByteStream("\x81\x02Hi", ByteStream::END)
            {PREPARED}
            readFrame($stream, $reader, Deadline::in(5))
            """,
        ),
        php_scenario(
            "ends",
            rf"""
            $stream = new ByteStream("\x81\x05He", ByteStream::END)
            {PREPARED}
            readFrame($stream, $reader, Deadline::in(5))
            """,
        ),
        php_scenario(
            "is_there_already",
            rf"""
            $stream = new ByteStream(ByteStream::END)
            {PREPARED}
            $fed = $reader->feed("\x81\x02Hi")
            readFrame($stream, $reader, Deadline::in(0))
            """,
        ),
        php_scenario(
            "breaks_a_rule",
            rf"""
            $stream = new ByteStream("\x81\x82\x01\x02\x03\x04Hi")
            {PREPARED}
            readFrame($stream, $reader, Deadline::in(5))
            """,
        ),
    ],
    mistakes={
        "other_way_round": edit("($reader->isInsideFrame())", "(!$reader->isInsideFrame())"),
        "reads_once": (
            edit("while (", "if (", "return $frame;", "return $frame ?? $reader->nextFrame();"),
            edit("while (", "if (", "return $frame;", STALLS_AT_ONCE),
        ),
        "reads_first_and_once": (
            edit(*READS_AT_ONCE),
            edit(*READS_AT_ONCE, STALLED, "return null;"),
            edit(*READS_AT_ONCE, STALLED, "", "return null;", ""),
        ),
        "reads_first": edit(*READS_FIRST),
        "reads_first_and_null": edit(*READS_FIRST, STALLED, "return null;"),
        "deadline_begins_anew": (
            edit("$stream->read($deadline)", "$stream->read(Deadline::in(5))"),
            edit("$stream->read($deadline)", "$stream->read(Deadline::in(1))"),
            edit("$stream->read($deadline)", "$stream->read(Deadline::in(3))"),
            edit("$stream->read($deadline)", "$stream->read(Deadline::in(10))"),
            edit(
                "$reader->feed($bytes);", "$reader->feed($bytes);\n            $deadline = Deadline::in(1);"
            ),
            edit(
                "$reader->feed($bytes);", "$reader->feed($bytes);\n            $deadline = Deadline::in(5);"
            ),
        ),
        "zero_is_nothing": edit("$bytes !== null", "$bytes"),
        "stalled_is_nothing": edit(STALLED, "return null;"),
        "nothing_is_stalled": edit("return null;", STALLED),
        "stalled_is_another_error": tuple(
            edit("throw new StalledFrame(", f"throw new {name}(")
            for name in ("ConnectionLost", "ProtocolError", "\\RuntimeException", "\\Exception")
        ),
        "asked_before": edit(
            "    while (",
            "    $inside = $reader->isInsideFrame();\n    while (",
            "elseif ($reader->isInsideFrame())",
            "elseif ($inside)",
        ),
        "goes_on_with_a_frame": edit(f"({ASKED}) === null)", f"({ASKED}) !== null)"),
        "errors_are_nothing": tuple(
            edit(
                *("): ?Frame\n{\n", "): ?Frame\n{\n    try {\n", "    return $frame;"),
                f"    }} catch ({caught}) {{\n        return null;\n    }}\n    return $frame;",
            )
            for caught in ("ConnectionLost | ProtocolError", "ProtocolError")
        ),
        "new_reader": edit(
            "    while (", "    $reader = new FrameReader(new MessageAssembler());\n    while ("
        ),
        "end_is_nothing": edit(
            "        $bytes = $stream->read($deadline);\n",
            "        try {\n            $bytes = $stream->read($deadline);\n"
            "        } catch (ConnectionLost) {\n            return null;\n        }\n",
        ),
        "other_time_out": edit("throw new StalledFrame(", "throw new RpcTimeout("),
        "null_without_reading": edit(
            "        $bytes = $stream",
            "        if (!$reader->isInsideFrame()) {\n            return null;\n        }\n"
            "        $bytes = $stream",
        ),
        "stalled_without_reading": edit(
            "        $bytes = $stream",
            f"        if ($reader->isInsideFrame()) {{\n            {STALLED}\n        }}\n"
            "        $bytes = $stream",
        ),
        "control_frames_skipped": edit(
            f"({ASKED}) === null)",
            f"({ASKED}) === null || $frame->opcode->isControl())",
            "        $bytes = $stream",
            "        if ($frame !== null) {\n            continue;\n        }\n        $bytes = $stream",
        ),
        "asked_twice": edit("return $frame;", "return $reader->nextFrame();"),
        "last_alone": edit(
            "return $frame;",
            "while (($next = $reader->nextFrame()) !== null) {\n        $frame = $next;\n    }\n"
            "    return $frame;",
        ),
        "never_asked_again": (
            edit(*ASKED_ONCE),
            edit(*ASKED_ONCE, STALLED, "return null;"),
            edit("while (", "if ("),
            edit("while (", "if (", STALLED, "return null;"),
        ),
        "stalled_after_reading": tuple(
            edit("$reader->feed($bytes);", f"$reader->feed($bytes);\n{asked}{STALLS_AFTER}", STALLED, end)
            for asked in ("", TAKES_AT_ONCE)
            for end in (STALLED, "return null;")
        ),
        "counts_reads": tuple(
            edit(
                *(f"while (({ASKED}) === null)", f"for ($n = 0; $n < {most} && ({ASKED}) === null; $n++)"),
                *("return $frame;", end),
            )
            for most in (10, 5)
            for end in ("return $frame;", STALLS_AT_ONCE)
        ),
        "read_is_trimmed": edit("feed($bytes)", "feed(trim($bytes))"),
        "fed_again": edit(
            "$reader->feed($bytes);", "$all = ($all ?? '') . $bytes;\n            $reader->feed($all);"
        ),
        "fed_too_late": (
            edit(
                "        $bytes = $stream->read($deadline);\n",
                "        $bytes = null;\n        while (($more = $stream->read($deadline)) !== null) {\n"
                "            $bytes .= $more;\n        }\n",
            ),
            edit(
                f"while (({ASKED}) === null) {{\n        $bytes = $stream->read($deadline);\n",
                "while (($bytes = $stream->read($deadline)) !== null) {\n",
                "return $frame;",
                STALLS_AT_ONCE.replace("$frame ??=", "$frame ="),
            ),
        ),
        "errors_lost": edit(
            "    while (",
            "    try {\n    while (",
            "    return $frame;",
            "    } finally {\n        return $frame ?? null;\n    }",
        ),
        "not_fed": edit("$reader->feed($bytes);", ""),
    },
)

GOODBYE = bytes.fromhex("88 82 0f aa c0 c9 0c 43")

CHAPTER = Chapter(
    "10",
    (ACCEPT_VALUE, ENCODE_LENGTH, MASK, READ_LENGTH, READ_FRAME),
    (Reading("php_says_goodbye", GOODBYE),),
)
