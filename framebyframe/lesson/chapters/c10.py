"""Chapter 10, PHP joins: a handshake that is checked, a frame that is sent, and one that is read in time."""

from __future__ import annotations

from ..declaring.examples import call, php_scenario
from ..declaring.exercise import Chapter, Exercise
from ..declaring.forms import Catch, Reading, Repair, Shipped
from ..declaring.mistakes import edit

SOURCE = "php_client/src"

# --- the handshake is checked -------------------------------------------------------------------

HASHED = "hash('sha1', $key . OpeningHandshake::GUID, binary: true)"

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
        "hex_digits_in_base64": edit(", binary: true", ""),
        "not_in_base64": edit(f"base64_encode({HASHED})", HASHED),
        "hex_digits": edit(f"base64_encode({HASHED})", f"bin2hex({HASHED})"),
        "guid_first": edit("$key . OpeningHandshake::GUID", "OpeningHandshake::GUID . $key"),
        "no_guid": edit("$key . OpeningHandshake::GUID", "$key"),
        "key_decoded": edit("$key . ", "base64_decode($key) . "),
        "not_hashed": edit(HASHED, "$key . OpeningHandshake::GUID"),
        "other_hash": (edit("'sha1'", "'sha256'"), edit("'sha1'", "'md5'")),
    },
)

# --- the length that is sent --------------------------------------------------------------------

SHORT, MIDDLE, LONG = (
    "pack('C', $mask | $length)",
    "pack('Cn', $mask | 126, $length)",
    "pack('CJ', $mask | 127",
)

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
    ],
    shows=call(300, False),
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
        "mask_bit_forgotten": edit("$masked ? 0x80 : 0", "0"),
        "mask_bit_always": edit("$masked ? 0x80 : 0", "0x80"),
        "mask_bit_only_when_short": edit("$mask | 126", "126", "$mask | 127", "127"),
    },
)

# --- the mask -----------------------------------------------------------------------------------

KEY = bytes.fromhex("37 fa 21 3d")
REPEATED = "str_repeat($maskingKey, intdiv(strlen($payload), 4) + 1)"

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
    ],
    mistakes={
        "key_once": edit(f"$payload ^ {REPEATED}", "$payload ^ $maskingKey"),
        "rest_not_masked": edit(
            f"$payload ^ {REPEATED}", "($payload ^ $maskingKey) . substr($payload, strlen($maskingKey))"
        ),
        "end_lost": edit(" + 1)", ")"),
        "first_key_byte": edit(REPEATED, "str_repeat($maskingKey[0], strlen($payload))"),
        "key_offset": edit("str_repeat($maskingKey", "str_repeat(substr($maskingKey, 1) . $maskingKey[0]"),
        "numbers_joined": edit(
            f"return $payload ^ {REPEATED}",
            "$masked = '';\n    for ($i = 0; $i < strlen($payload); $i++) {\n"
            "        $masked .= ord($payload[$i]) ^ ord($maskingKey[$i % 4]);\n    }\n    return $masked",
        ),
        "key_backwards": edit("str_repeat($maskingKey", "str_repeat(strrev($maskingKey)"),
        "not_masked": edit(f" ^ {REPEATED}", ""),
        "or_for_xor": edit("$payload ^", "$payload |"),
        "and_for_xor": edit("$payload ^", "$payload &"),
        "hex_digits": edit(f"$payload ^ {REPEATED}", f"bin2hex($payload ^ {REPEATED})"),
    },
)

# --- the length that comes ----------------------------------------------------------------------

TOO_SHORT = "strlen($bytes) < $size"
SHORTEST = "1 + strlen(encodeLength($length, masked: false)) !== $size"

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
        call(bytes.fromhex("82 7f 00 00 00 01 2a 05 f2 00")),
        call(bytes.fromhex("81 85")),
        call(bytes.fromhex("81 fe 01 2c")),
        call(bytes.fromhex("81 7e 00 7d")),
        call(bytes.fromhex("82 7f 00 00 00 00 00 00 ff ff")),
        call(bytes.fromhex("82 7f 80 00 00 00 00 00 00 00")),
        call(bytes.fromhex("82 7f ff ff ff ff ff ff ff ff")),
    ],
    catch=Catch(
        (
            *("mask_bit_kept", "short_form_alone", "four_bytes_for_eight", "zero_for_nothing_yet"),
            *("little_endian", "not_shortest", "highest_bit"),
        )
    ),
    mistakes={
        "mask_bit_kept": (
            edit(" & 0x7F", ""),
            edit(" & 0x7F", "", SHORTEST, f"$size > 2 && {SHORTEST}"),
        ),
        "short_form_alone": edit(" & 0x7F;\n", " & 0x7F;\n    return $short;\n"),
        "four_bytes_for_eight": edit("unpack('J'", "unpack('N'"),
        "zero_for_nothing_yet": edit("return null", "return 0"),
        "little_endian": (
            edit("unpack('n'", "unpack('v'"),
            edit("unpack('J'", "unpack('P'"),
            edit("unpack('n'", "unpack('v'", "unpack('J'", "unpack('P'"),
        ),
        "unpacked_from_0": edit("2)[1]", "2)[0]", SHORTEST, "false"),
        "not_shortest": edit(SHORTEST, "false"),
        "highest_bit": edit("$length < 0", "false", SHORTEST, f"$length >= 0 && {SHORTEST}"),
        "waits_for_payload": edit(
            "    if ($length < 0)",
            "    if (strlen($bytes) < $size + $length) {\n        return null;\n    }\n    if ($length < 0)",
        ),
    },
)

# --- the loop -----------------------------------------------------------------------------------

STALLED = "throw new StalledFrame('the time is up in the middle of a frame: the server stopped sending it');"
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
            $stream = new ByteStream("\x81", "\x02", "H", "i")
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
        "reads_once": edit("while (", "if (", "return $frame;", "return $frame ?? $reader->nextFrame();"),
        "reads_first": edit(
            "while (($frame = $reader->nextFrame()) === null) {",
            "do {",
            "    }\n    return",
            "    } while (($frame = $reader->nextFrame()) === null);\n    return",
        ),
        "deadline_begins_anew": edit("$stream->read($deadline)", "$stream->read(Deadline::in(5))"),
        "zero_is_nothing": edit("$bytes !== null", "$bytes"),
        "stalled_is_nothing": edit(STALLED, "return null;"),
        "nothing_is_stalled": edit("return null;", STALLED),
        "new_reader": edit(
            "    while (", "    $reader = new FrameReader(new MessageAssembler());\n    while ("
        ),
        "end_is_nothing": edit(
            "        $bytes = $stream->read($deadline);\n",
            "        try {\n            $bytes = $stream->read($deadline);\n"
            "        } catch (ConnectionLost) {\n            return null;\n        }\n",
        ),
        "other_time_out": edit("throw new StalledFrame(", "throw new RpcTimeout("),
    },
)

GOODBYE = bytes.fromhex("88 82 e3 7c f9 7a e0 94")

CHAPTER = Chapter(
    "10",
    (ACCEPT_VALUE, ENCODE_LENGTH, MASK, READ_LENGTH, READ_FRAME),
    (Reading("php_says_goodbye", GOODBYE),),
)
