<?php

// Wrong answers as people write them: each with the key of the mistake that it makes.

// --- acceptValue: hex_digits_in_base64
function acceptValue(string $key): string
{
    return base64_encode(sha1($key . OpeningHandshake::GUID));
}

// --- acceptValue: not_in_base64
function acceptValue(string $key): string
{
    return sha1($key . OpeningHandshake::GUID, true);
}

// --- acceptValue: hex_digits
function acceptValue(string $key): string
{
    return sha1($key . OpeningHandshake::GUID);
}

// --- acceptValue: guid_first
function acceptValue(string $key): string
{
    $text = OpeningHandshake::GUID . $key;
    return base64_encode(sha1($text, true));
}

// --- acceptValue: no_guid
function acceptValue(string $key): string
{
    return base64_encode(sha1($key, true));
}

// --- acceptValue: key_decoded
function acceptValue(string $key): string
{
    $raw = base64_decode($key);
    return base64_encode(sha1($raw . OpeningHandshake::GUID, true));
}

// --- acceptValue: not_hashed
function acceptValue(string $key): string
{
    return base64_encode("{$key}" . OpeningHandshake::GUID);
}

// --- acceptValue: other_hash
function acceptValue(string $key): string
{
    return base64_encode(hash('sha256', $key . OpeningHandshake::GUID, true));
}

// --- acceptValue: other_hash
function acceptValue(string $key): string
{
    return base64_encode(md5($key . OpeningHandshake::GUID, true));
}

// --- acceptValue: fault raises
function acceptValue(string $key): string
{
    return base64_encode(sha1($key + OpeningHandshake::GUID, true));
}

// --- encodeLength: three_bytes_for_65536
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    if ($length < 126) {
        return chr($mask | $length);
    }
    if ($length <= 0x10000) {
        return chr($mask | 126) . pack('n', $length);
    }
    return chr($mask | 127) . pack('J', $length);
}

// --- encodeLength: nine_bytes_for_65535
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked << 7;
    return match (true) {
        $length < 126 => chr($mask | $length),
        $length < 65535 => chr($mask | 126) . pack('n', $length),
        default => chr($mask | 127) . pack('J', $length),
    };
}

// --- encodeLength: one_byte_for_126
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 128 : 0;
    if ($length < 127) {
        return chr($mask | $length);
    }
    return $length < 65536 ? pack('Cn', $mask | 126, $length) : pack('CJ', $mask | 127, $length);
}

// --- encodeLength: three_bytes_for_125
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 128 : 0;
    if ($length < 125) {
        return chr($mask | $length);
    }
    return $length < 65536 ? pack('Cn', $mask | 126, $length) : pack('CJ', $mask | 127, $length);
}

// --- encodeLength: little_endian
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 128 : 0;
    if ($length < 126) {
        return chr($mask | $length);
    }
    return $length < 65536 ? pack('Cv', $mask | 126, $length) : pack('CP', $mask | 127, $length);
}

// --- encodeLength: four_bytes_for_eight
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 128 : 0;
    if ($length < 126) {
        return chr($mask | $length);
    }
    return $length < 65536 ? pack('Cn', $mask | 126, $length) : pack('CN', $mask | 127, $length);
}

// --- encodeLength: never_nine_bytes
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 128 : 0;
    return $length < 126 ? chr($mask | $length) : pack('Cn', $mask | 126, $length);
}

// --- encodeLength: mask_bit_forgotten
function encodeLength(int $length, bool $masked): string
{
    return match (true) {
        $length < 126 => chr($length),
        $length < 65536 => chr(126) . pack('n', $length),
        default => chr(127) . pack('J', $length),
    };
}

// --- encodeLength: mask_bit_always
function encodeLength(int $length, bool $masked): string
{
    return match (true) {
        $length < 126 => chr(128 + $length),
        $length < 65536 => chr(254) . pack('n', $length),
        default => chr(255) . pack('J', $length),
    };
}

// --- encodeLength: mask_bit_only_when_short
function encodeLength(int $length, bool $masked): string
{
    return match (true) {
        $length < 126 => chr(($masked ? 128 : 0) + $length),
        $length < 65536 => chr(126) . pack('n', $length),
        default => chr(127) . pack('J', $length),
    };
}

// --- mask: key_once
function mask(string $payload, string $maskingKey): string
{
    $masked = $payload ^ $maskingKey;
    return $masked;
}

// --- mask: rest_not_masked
function mask(string $payload, string $maskingKey): string
{
    for ($i = 0; $i < min(4, strlen($payload)); $i++) {
        $payload[$i] = $payload[$i] ^ $maskingKey[$i];
    }
    return $payload;
}

// --- mask: end_lost
function mask(string $payload, string $maskingKey): string
{
    $masked = '';
    for ($i = 0; $i + 4 <= strlen($payload); $i += 4) {
        $masked .= substr($payload, $i, 4) ^ $maskingKey;
    }
    return $masked;
}

// --- mask: first_key_byte
function mask(string $payload, string $maskingKey): string
{
    return $payload ^ str_repeat($maskingKey[0], strlen($payload));
}

// --- mask: key_offset
function mask(string $payload, string $maskingKey): string
{
    $masked = '';
    for ($i = 0; $i < strlen($payload); $i++) {
        $masked .= $payload[$i] ^ $maskingKey[($i + 1) % 4];
    }
    return $masked;
}

// --- mask: numbers_joined
function mask(string $payload, string $maskingKey): string
{
    $masked = [];
    for ($i = 0; $i < strlen($payload); $i++) {
        $masked[] = ord($payload[$i]) ^ ord($maskingKey[$i % 4]);
    }
    return implode($masked);
}

// --- mask: key_backwards
function mask(string $payload, string $maskingKey): string
{
    $masked = '';
    for ($i = 0; $i < strlen($payload); $i++) {
        $masked .= $payload[$i] ^ $maskingKey[3 - $i % 4];
    }
    return $masked;
}

// --- mask: not_masked
function mask(string $payload, string $maskingKey): string
{
    for ($i = 0; $i < strlen($payload); $i++) {
        $payload[$i] ^ $maskingKey[$i % 4];
    }
    return $payload;
}

// --- mask: or_for_xor
function mask(string $payload, string $maskingKey): string
{
    return $payload | str_repeat($maskingKey, intdiv(strlen($payload), 4) + 1);
}

// --- mask: and_for_xor
function mask(string $payload, string $maskingKey): string
{
    return $payload & str_repeat($maskingKey, strlen($payload));
}

// --- mask: hex_digits
function mask(string $payload, string $maskingKey): string
{
    return bin2hex($payload ^ str_repeat($maskingKey, strlen($payload)));
}

// --- mask: fault raises
function mask(string $payload, string $maskingKey): string
{
    $masked = '';
    for ($i = 0; $i < strlen($payload); $i++) {
        $masked .= chr($payload[$i] ^ $maskingKey[$i % 4]);
    }
    return $masked;
}

// --- readLength: mask_bit_kept
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]);
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', substr($bytes, 2))[1];
        return $length < 126 ? throw new ProtocolError('long form') : $length;
    }
    if ($length === 127) {
        if (strlen($bytes) < 10) {
            return null;
        }
        $length = unpack('J', substr($bytes, 2))[1];
        return $length < 65536 ? throw new ProtocolError('long form') : $length;
    }
    return $length;
}

// --- readLength: short_form_alone
function readLength(string $bytes): ?int
{
    return strlen($bytes) < 2 ? null : ord($bytes[1]) & 127;
}

// --- readLength: four_bytes_for_eight
function readLength(string $bytes): ?int
{
    $have = strlen($bytes);
    $short = $have < 2 ? 0 : ord($bytes[1]) & 127;
    $size = [126 => 4, 127 => 10][$short] ?? 2;
    if ($have < $size) {
        return null;
    }
    $length = match ($size) {
        2 => $short,
        4 => unpack('n', $bytes, 2)[1],
        10 => unpack('N', $bytes, 2)[1],
    };
    $smallest = [2 => 0, 4 => 126, 10 => 65536][$size];
    return $length < $smallest ? throw new ProtocolError('long form') : $length;
}

// --- readLength: zero_for_nothing_yet
function readLength(string $bytes): ?int
{
    $have = strlen($bytes);
    $short = $have < 2 ? 0 : ord($bytes[1]) & 127;
    $size = [126 => 4, 127 => 10][$short] ?? 2;
    if ($have < $size) {
        return 0;
    }
    $length = match ($size) {
        2 => $short,
        4 => unpack('n', $bytes, 2)[1],
        10 => unpack('J', $bytes, 2)[1],
    };
    $smallest = [2 => 0, 4 => 126, 10 => 65536][$size];
    return $length < $smallest ? throw new ProtocolError('long form') : $length;
}

// --- readLength: little_endian
function readLength(string $bytes): ?int
{
    $have = strlen($bytes);
    $short = $have < 2 ? 0 : ord($bytes[1]) & 127;
    $size = [126 => 4, 127 => 10][$short] ?? 2;
    if ($have < $size) {
        return null;
    }
    $length = match ($size) {
        2 => $short,
        4 => unpack('v', $bytes, 2)[1],
        10 => unpack('J', $bytes, 2)[1],
    };
    $smallest = [2 => 0, 4 => 126, 10 => 65536][$size];
    return $length < $smallest ? throw new ProtocolError('long form') : $length;
}

// --- readLength: unpacked_from_0
function readLength(string $bytes): ?int
{
    $have = strlen($bytes);
    $short = $have < 2 ? 0 : ord($bytes[1]) & 127;
    $size = [126 => 4, 127 => 10][$short] ?? 2;
    if ($have < $size) {
        return null;
    }
    return match ($size) {
        2 => $short,
        4 => unpack('n', $bytes, 2)[0],
        10 => unpack('J', $bytes, 2)[0],
    };
}

// --- readLength: not_shortest
function readLength(string $bytes): ?int
{
    $have = strlen($bytes);
    $short = $have < 2 ? 0 : ord($bytes[1]) & 127;
    $size = [126 => 4, 127 => 10][$short] ?? 2;
    if ($have < $size) {
        return null;
    }
    $length = match ($size) {
        2 => $short,
        4 => unpack('n', $bytes, 2)[1],
        10 => unpack('J', $bytes, 2)[1],
    };
    return $length < 0 ? throw new ProtocolError('negative') : $length;
}

// --- readLength: highest_bit
function readLength(string $bytes): ?int
{
    $have = strlen($bytes);
    $short = $have < 2 ? 0 : ord($bytes[1]) & 127;
    $size = [126 => 4, 127 => 10][$short] ?? 2;
    if ($have < $size) {
        return null;
    }
    $length = match ($size) {
        2 => $short,
        4 => unpack('n', $bytes, 2)[1],
        10 => unpack('J', $bytes, 2)[1],
    };
    $smallest = [2 => 0, 4 => 126, 10 => 65536][$size];
    return $length >= 0 && $length < $smallest ? throw new ProtocolError('long form') : $length;
}

// --- readLength: waits_for_payload
function readLength(string $bytes): ?int
{
    $have = strlen($bytes);
    $short = $have < 2 ? 0 : ord($bytes[1]) & 127;
    $size = [126 => 4, 127 => 10][$short] ?? 2;
    if ($have < $size) {
        return null;
    }
    $length = match ($size) {
        2 => $short,
        4 => unpack('n', $bytes, 2)[1],
        10 => unpack('J', $bytes, 2)[1],
    };
    if ($length > $have - $size) {
        return null;
    }
    $smallest = [2 => 0, 4 => 126, 10 => 65536][$size];
    return $length < $smallest ? throw new ProtocolError('long form') : $length;
}

// --- readLength: fault returns_other_type
function readLength(string $bytes): ?int
{
    $length = ord($bytes[1]) & 127;
    return match (true) {
        $length < 126 => $length,
        $length === 126 => unpack('n', $bytes, 2)[1],
        default => unpack('J', $bytes, 2)[1],
    };
}

// --- readFrame: reads_once
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    $frame = $reader->nextFrame();
    if ($frame !== null) {
        return $frame;
    }
    $bytes = $stream->read($deadline);
    if ($bytes !== null) {
        $reader->feed($bytes);
        return $reader->nextFrame();
    }
    if ($reader->isInsideFrame()) {
        throw new StalledFrame('stalled');
    }
    return null;
}

// --- readFrame: reads_first_and_once
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    $new = $stream->read($deadline);
    if (is_null($new)) {
        if ($reader->isInsideFrame()) {
            throw new StalledFrame('the rest does not come');
        }
        return null;
    }
    $reader->feed($new);
    return $reader->nextFrame();
}

// --- readFrame: reads_first
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (true) {
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            return $reader->isInsideFrame() ? throw new StalledFrame('stalled') : null;
        }
        $reader->feed($bytes);
        if (($frame = $reader->nextFrame()) !== null) {
            return $frame;
        }
    }
}

// --- readFrame: deadline_begins_anew
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    $seconds = $deadline->remaining();
    while (($frame = $reader->nextFrame()) === null) {
        $bytes = $stream->read(Deadline::in($seconds));
        if ($bytes === null) {
            return $reader->isInsideFrame() ? throw new StalledFrame('stalled') : null;
        }
        $reader->feed($bytes);
    }
    return $frame;
}

// --- readFrame: zero_is_nothing
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (($frame = $reader->nextFrame()) === null) {
        $bytes = $stream->read($deadline);
        if (!$bytes) {
            return $reader->isInsideFrame() ? throw new StalledFrame('stalled') : null;
        }
        $reader->feed($bytes);
    }
    return $frame;
}

// --- readFrame: stalled_is_nothing
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (($frame = $reader->nextFrame()) === null) {
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            return null;
        }
        $reader->feed($bytes);
    }
    return $frame;
}

// --- readFrame: nothing_is_stalled
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (($frame = $reader->nextFrame()) === null) {
        $bytes = $stream->read($deadline) ?? throw new StalledFrame('the time is up');
        $reader->feed($bytes);
    }
    return $frame;
}

// --- readFrame: new_reader
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    $reader = new FrameReader(new MessageAssembler());
    while (($frame = $reader->nextFrame()) === null) {
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            return $reader->isInsideFrame() ? throw new StalledFrame('stalled') : null;
        }
        $reader->feed($bytes);
    }
    return $frame;
}

// --- readFrame: end_is_nothing
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    try {
        while (($frame = $reader->nextFrame()) === null) {
            $bytes = $stream->read($deadline);
            if ($bytes === null) {
                return $reader->isInsideFrame() ? throw new StalledFrame('stalled') : null;
            }
            $reader->feed($bytes);
        }
        return $frame;
    } catch (ConnectionLost) {
        return null;
    }
}

// --- readFrame: other_time_out
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (($frame = $reader->nextFrame()) === null) {
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            return $reader->isInsideFrame() ? throw new RpcTimeout('stalled') : null;
        }
        $reader->feed($bytes);
    }
    return $frame;
}

// --- acceptValue: guid_copied
function acceptValue(string $key): string
{
    $magic = '258EAFA5-E914-47DA-95CA-5AB0DC85B11';
    return base64_encode(sha1($key . $magic, true));
}

// --- acceptValue: guid_in_small_letters
function acceptValue(string $key): string
{
    return base64_encode(sha1($key . strtolower(OpeningHandshake::GUID), true));
}

// --- acceptValue: name_of_the_guid
function acceptValue(string $key): string
{
    $input = "{$key}OpeningHandshake::GUID";
    return base64_encode(hash('sha1', $input, binary: true));
}

// --- acceptValue: php.joined
function acceptValue(string $key): string
{
    return base64_encode(sha1($key + OpeningHandshake::GUID, true));
}

// --- acceptValue: base64_of_addresses
function acceptValue(string $key): string
{
    $accept = base64_encode(sha1($key . OpeningHandshake::GUID, true));
    return strtr($accept, '+/', '-_');
}

// --- acceptValue: padding_cut
function acceptValue(string $key): string
{
    return rtrim(base64_encode(sha1($key . OpeningHandshake::GUID, true)), '=');
}

// --- acceptValue: keyed_hash
function acceptValue(string $key): string
{
    return base64_encode(hash_hmac('sha1', $key, OpeningHandshake::GUID, true));
}

// --- acceptValue: guid_behind_the_hash
function acceptValue(string $key): string
{
    return base64_encode(sha1($key, true) . OpeningHandshake::GUID);
}

// --- acceptValue: base64_first
function acceptValue(string $key): string
{
    $step1 = $key . OpeningHandshake::GUID;
    $step2 = base64_encode($step1);
    $step3 = sha1($step2);
    return $step3;
}

// --- acceptValue: line_end
function acceptValue(string $key): string
{
    return base64_encode(sha1($key . OpeningHandshake::GUID, true)) . "\r\n";
}

// --- acceptValue: whole_field
function acceptValue(string $key): string
{
    $value = base64_encode(sha1($key . OpeningHandshake::GUID, true));
    return "Sec-WebSocket-Accept: $value";
}

// --- acceptValue: random
function acceptValue(string $key): string
{
    $key = base64_encode(random_bytes(16));
    return base64_encode(hash('sha1', $key . OpeningHandshake::GUID, binary: true));
}

// --- acceptValue: hex_digits_in_base64
function acceptValue(string $key): string
{
    // 28 characters
    return substr(base64_encode(sha1($key . OpeningHandshake::GUID)), 0, 28);
}

// --- acceptValue: base64_twice
function acceptValue(string $key): string
{
    $accept = base64_encode(hash('sha1', $key . OpeningHandshake::GUID, binary: true));
    return base64_encode($accept);
}

// --- acceptValue: answer_of_the_example
function acceptValue(string $key): string
{
    return 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';
}

// --- encodeLength: mask_bit_in_one_form
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    return match (true) {
        $length <= 125 => pack('C', $mask | $length),
        $length <= 65535 => pack('Cn', $mask | 126, $length),
        default => pack('CJ', 127, $length),
    };
}

// --- encodeLength: and_for_or
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    return match (true) {
        $length <= 125 => pack('C', $mask & $length),
        $length <= 65535 => pack('Cn', $mask & 126, $length),
        default => pack('CJ', $mask & 127, $length),
    };
}

// --- encodeLength: logical_or
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    return match (true) {
        $length <= 125 => pack('C', $mask || $length),
        $length <= 65535 => pack('Cn', $mask || 126, $length),
        default => pack('CJ', $mask || 127, $length),
    };
}

// --- encodeLength: no_parentheses
function encodeLength(int $length, bool $masked): string
{
    return match (true) {
        $length <= 125 => pack('C', $masked ? 0x80 : 0 | $length),
        $length <= 65535 => pack('Cn', $masked ? 0x80 : 0 | 126, $length),
        default => pack('CJ', $masked ? 0x80 : 0 | 127, $length),
    };
}

// --- encodeLength: mask_bit_inverted
function encodeLength(int $length, bool $masked): string
{
    $mask = !$masked ? 0x80 : 0;
    return match (true) {
        $length <= 125 => pack('C', $mask | $length),
        $length <= 65535 => pack('Cn', $mask | 126, $length),
        default => pack('CJ', $mask | 127, $length),
    };
}

// --- encodeLength: mask_bit_beside
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x40 : 0;
    return match (true) {
        $length <= 125 => pack('C', $mask | $length),
        $length <= 65535 => pack('Cn', $mask | 126, $length),
        default => pack('CJ', $mask | 127, $length),
    };
}

// --- encodeLength: first_byte_too
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    return match (true) {
        $length <= 125 => pack('CC', 0x81, $mask | $length),
        $length <= 65535 => pack('CCn', 0x81, $mask | 126, $length),
        default => pack('CCJ', 0x81, $mask | 127, $length),
    };
}

// --- encodeLength: decimal_digits
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    if ($length <= 125) return chr($mask | $length);
    if ($length <= 65535) return chr($mask | 126) . $length;
    return chr($mask | 127) . $length;
}

// --- encodeLength: never_one_byte
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    return match (true) {
        $length <= 65535 => pack('Cn', $mask | 126, $length),
        $length <= 125 => pack('C', $mask | $length),
        default => pack('CJ', $mask | 127, $length),
    };
}

// --- encodeLength: compared_with_true
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    return match ($length) {
        $length <= 125 => pack('C', $mask | $length),
        $length <= 65535 => pack('Cn', $mask | 126, $length),
        default => pack('CJ', $mask | 127, $length),
    };
}

// --- encodeLength: ends_with_the_shorter
function encodeLength(int $length, bool $masked): string
{
    $bytes = match (true) {
        $length <= 125 => pack('C', $length),
        $length <= 65535 => pack('Cn', 126, $length),
        default => pack('CJ', 127, $length),
    };
    return $bytes ^ ($masked ? "\x80" : "\0");
}

// --- encodeLength: mask_bit_in_the_length
function encodeLength(int $length, bool $masked): string
{
    if ($masked) {
        $length |= 0x80;
    }
    return match (true) {
        $length <= 125 => pack('C', $length),
        $length <= 65535 => pack('Cn', 126, $length),
        default => pack('CJ', 127, $length),
    };
}

// --- encodeLength: mask_bit_in_one_form
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    if ($length <= 125) {
        return pack('C', $mask | $length);
    }
    if ($length <= 65536) {
        return pack('C', $mask | 126) . pack('n', $length);
    }
    return pack('C', 127) . pack('J', $length);
}

// --- encodeLength: mask_bit_inverted
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0 : 0x80;
    return match (true) {
        $length <= 125 => pack('C', $mask | $length),
        $length <= 65535 => pack('Cn', $mask | 126, $length),
        default => pack('CN', $mask | 127, $length),
    };
}

// --- mask: characters
function mask(string $payload, string $maskingKey): string
{
    $length = mb_strlen($payload, 'UTF-8');
    return $payload ^ str_repeat($maskingKey, intdiv($length, 4) + 1);
}

// --- mask: three_key_bytes
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    for ($i = 0; $i < strlen($payload); $i++) {
        $out .= chr(ord($payload[$i]) ^ ord($maskingKey[$i % 3]));
    }
    return $out;
}

// --- mask: key_byte_kept
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    for ($i = 0; $i < strlen($payload); $i++) {
        $out .= $payload[$i] ^ $maskingKey[intdiv($i, 4) % 4];
    }
    return $out;
}

// --- mask: dot_binds_stronger
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    for ($i = 0; $i < strlen($payload); $i++) {
        $out = $out . $payload[$i] ^ $maskingKey[$i % 4];
    }
    return $out;
}

// --- mask: or_for_xor
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    foreach (str_split($payload) as $i => $char) {
        $out .= chr(ord($char) | ord($maskingKey[$i % 4]));
    }
    return $out;
}

// --- mask: blanks_for_the_key
function mask(string $payload, string $maskingKey): string
{
    return $payload ^ str_pad($maskingKey, strlen($payload));
}

// --- mask: zero_bytes_cut
function mask(string $payload, string $maskingKey): string
{
    $key = str_repeat($maskingKey, intdiv(strlen($payload), 4) + 1);
    return rtrim($payload ^ $key, "\0");
}

// --- mask: random
function mask(string $payload, string $maskingKey): string
{
    $maskingKey = random_bytes(4);
    return $payload ^ str_repeat($maskingKey, intdiv(strlen($payload), 4) + 1);
}

// --- mask: zero_is_false
function mask(string $payload, string $maskingKey): string
{
    if (empty($payload)) {
        return '';
    }
    return $payload ^ str_repeat($maskingKey, intdiv(strlen($payload), 4) + 1);
}

// --- mask: zero_is_false
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    for ($i = 0; $c = $payload[$i] ?? ''; $i++) {
        $out .= $c ^ $maskingKey[$i % 4];
    }
    return $out;
}

// --- mask: ends_at_a_zero_byte
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    $i = 0;
    while ($i < strlen($payload) && $payload[$i] !== "\0") {
        $out .= $payload[$i] ^ $maskingKey[$i % 4];
        $i++;
    }
    return $out;
}

// --- mask: characters
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    foreach (mb_str_split($payload, 1, 'UTF-8') as $i => $char) {
        $out .= $char ^ $maskingKey[$i % 4];
    }
    return $out;
}

// --- mask: last_alone
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    foreach (str_split($payload, 4) as $block) {
        $out = $block ^ $maskingKey;
    }
    return $out;
}

// --- mask: not_masked
function mask(string $payload, string $maskingKey): string
{
    $key = str_repeat($maskingKey, intdiv(strlen($payload), 4) + 1);
    $masked = $payload ^ $key;
    return $masked ^ $key;
}

// --- mask: last_byte_lost
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    for ($i = 0; $i < strlen($payload) - 1; $i++) {
        $out .= $payload[$i] ^ $maskingKey[$i % 3];
    }
    return $out;
}

// --- mask: numbers_joined
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    for ($i = 0; $i < strlen($payload); $i++) {
        $out .= (ord($payload[$i]) | ord($maskingKey[$i % 4]));
    }
    return $out;
}

// --- readLength: binds_weaker
function readLength(string $bytes): ?int
{
    $size = strlen($bytes);
    if ($size < 2) return null;
    $second = ord($bytes[1]);
    if ($second & 0x7f === 126) {
        if ($size < 4) return null;
        $n = unpack('n', $bytes, 2)[1];
        if ($n < 126) throw new ProtocolError('too long a form');
        return $n;
    }
    if ($second & 0x7f === 127) {
        if ($size < 10) return null;
        $n = unpack('J', $bytes, 2)[1];
        if ($n < 65536) throw new ProtocolError('too long a form');
        return $n;
    }
    return $second & 0x7f;
}

// --- readLength: first_byte
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $seven = ord($bytes[0]) & 0x7f;
    if ($seven <= 125) {
        return $seven;
    }
    [$format, $end, $least] = $seven === 126 ? ['n', 4, 126] : ['J', 10, 65536];
    if (strlen($bytes) < $end) {
        return null;
    }
    $length = unpack($format, $bytes, 2)[1];
    return $length >= $least ? $length : throw new ProtocolError('not the shortest form');
}

// --- readLength: no_offset
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes)[1];
        if ($length < 126) {
            throw new ProtocolError('length is not in its shortest form');
        }
    } elseif ($length === 127) {
        if (strlen($bytes) < 10) {
            return null;
        }
        $length = unpack('J', $bytes)[1];
        if ($length < 65536) {
            throw new ProtocolError('length is not in its shortest form');
        }
    }
    return $length;
}

// --- readLength: offset_1
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) return null;
    $length = ord($bytes[1]) % 128;
    if ($length < 126) return $length;
    if ($length == 126) {
        if (strlen($bytes) < 4) return null;
        $length = unpack('n', substr($bytes, 1, 2))[1];
        if ($length < 126) throw new ProtocolError('not shortest');
        return $length;
    }
    if (strlen($bytes) < 10) return null;
    $length = unpack('J', substr($bytes, 1, 8))[1];
    if ($length < 65536) throw new ProtocolError('not shortest');
    return $length;
}

// --- readLength: not_shortest
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 127;
    switch ($length) {
        case 126:
            if (strlen($bytes) < 4) {
                return null;
            }
            return unpack('n', $bytes, 2)[1];
        case 127:
            if (strlen($bytes) < 10) {
                return null;
            }
            $length = unpack('J', $bytes, 2)[1];
            if ($length < 65536) {
                throw new ProtocolError('bad length');
            }
            return $length;
        default:
            return $length;
    }
}

// --- readLength: not_shortest
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) return null;
    $length = ord($bytes[1]) & 127;
    if ($length == 126) {
        if (strlen($bytes) < 4) return null;
        $length = unpack('n', substr($bytes, 2))[1];
        if ($length < 126) throw new ProtocolError('not the shortest form');
    } else if ($length == 127) {
        if (strlen($bytes) < 10) return null;
        $length = unpack('J', substr($bytes, 2))[1];
        if ($length < 0) throw new ProtocolError('highest bit');
    }
    return $length;
}

// --- readLength: highest_bit_cleared
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length < 126) {
        return $length;
    }
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        $least = 126;
    } else {
        if (strlen($bytes) < 10) {
            return null;
        }
        $length = unpack('J', $bytes, 2)[1] & PHP_INT_MAX;
        $least = 65536;
    }
    if ($length < $least) {
        throw new ProtocolError('the length is not in its shortest form');
    }
    return $length;
}

// --- readLength: limit_too_high
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length <= 126) {
            throw new ProtocolError('the length is not in its shortest form');
        }
    } elseif ($length === 127) {
        if (strlen($bytes) < 10) {
            return null;
        }
        $length = unpack('J', $bytes, 2)[1];
        if ($length <= 65535) {
            throw new ProtocolError('the length is not in its shortest form');
        }
    }
    return $length;
}

// --- readLength: limit_too_low
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) {
            throw new ProtocolError('the length is not in its shortest form');
        }
    } elseif ($length === 127) {
        if (strlen($bytes) < 10) {
            return null;
        }
        $length = unpack('J', $bytes, 2)[1];
        if ($length < 65535) {
            throw new ProtocolError('the length is not in its shortest form');
        }
    }
    return $length;
}

// --- readLength: header_added
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length < 126) {
        return 2 + $length;
    }
    $header = $length === 126 ? 4 : 10;
    if (strlen($bytes) < $header) {
        return null;
    }
    $length = unpack($header === 4 ? 'n' : 'J', $bytes, 2)[1];
    if ($length < ($header === 4 ? 126 : 65536)) {
        throw new ProtocolError('the length is not in its shortest form');
    }
    return $header + $length;
}

// --- readLength: what_has_come
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    return strlen($bytes) - 2;
}

// --- readLength: waits_for_key
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    $key = 4;
    if ($length === 126) {
        if (strlen($bytes) < 4 + $key) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) {
            throw new ProtocolError('the length is not in its shortest form');
        }
    } elseif ($length === 127) {
        if (strlen($bytes) < 10 + $key) {
            return null;
        }
        $length = unpack('J', $bytes, 2)[1];
        if ($length < 65536) {
            throw new ProtocolError('the length is not in its shortest form');
        }
    }
    return $length;
}

// --- readLength: assigned
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length = 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) {
            throw new ProtocolError('not shortest form');
        }
    } elseif ($length = 127) {
        if (strlen($bytes) < 10) {
            return null;
        }
        $length = unpack('J', $bytes, 2)[1];
        if ($length < 65536) {
            throw new ProtocolError('not shortest form');
        }
    }
    return $length;
}

// --- readLength: characters
function readLength(string $bytes): ?int
{
    $have = mb_strlen($bytes, 'UTF-8');
    if ($have < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length === 126) {
        if ($have < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) {
            throw new ProtocolError('not shortest form');
        }
    } elseif ($length === 127) {
        if ($have < 10) {
            return null;
        }
        $length = unpack('J', $bytes, 2)[1];
        if ($length < 65536) {
            throw new ProtocolError('not shortest form');
        }
    }
    return $length;
}

// --- readLength: forms_swapped
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $code = ord($bytes[1]) & 0x7f;
    if ($code < 126) {
        return $code;
    }
    [$size, $format, $least] = match ($code) {
        127 => [2, 'n', 126],
        126 => [8, 'J', 65536],
    };
    if (strlen($bytes) < 2 + $size) {
        return null;
    }
    $length = unpack($format, $bytes, 2)[1];
    if ($length < $least) {
        throw new ProtocolError('the length is not in its shortest form');
    }
    return $length;
}

// --- readLength: last_byte_left_out
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = ord($bytes[2]) * 256 + ord($bytes[3]);
        if ($length < 126) {
            throw new ProtocolError('not shortest form');
        }
    } elseif ($length === 127) {
        if (strlen($bytes) < 10) {
            return null;
        }
        for ($length = 0, $i = 2; $i < 9; $i++) {
            $length = $length << 8 | ord($bytes[$i]);
        }
        if ($length < 65536) {
            throw new ProtocolError('not shortest form');
        }
    }
    return $length;
}

// --- readLength: zero_for_nothing_yet
function readLength(string $bytes): ?int
{
    $length = strlen($bytes) > 1 ? ord($bytes[1]) & 0x7f : 0;
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length <= 126) {
            throw new ProtocolError('the length is not in its shortest form');
        }
    } elseif ($length === 127) {
        if (strlen($bytes) < 10) {
            return null;
        }
        $length = unpack('J', $bytes, 2)[1];
        if ($length < 65536) {
            throw new ProtocolError('the length is not in its shortest form');
        }
    }
    return $length;
}

// --- readLength: other_error
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) return null;
    $length = ord($bytes[1]) & 0x7f;
    if ($length < 126) return $length;
    if ($length === 126) {
        if (strlen($bytes) < 4) return null;
        $length = ord($bytes[2]) | ord($bytes[3]) << 8;
        if ($length < 126) throw new \InvalidArgumentException('length');
        return $length;
    }
    if (strlen($bytes) < 10) return null;
    $length = unpack('P', $bytes, 2)[1];
    if ($length < 65536) throw new \InvalidArgumentException('length');
    return $length;
}

// --- readLength: nothing_refused
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length === 126) {
        return strlen($bytes) < 4 ? null : 4 + unpack('n', $bytes, 2)[1];
    }
    if ($length === 127) {
        return strlen($bytes) < 10 ? null : 10 + unpack('J', $bytes, 2)[1];
    }
    return 2 + $length;
}

// --- readFrame: reads_once
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    if (($frame = $reader->nextFrame()) === null && ($bytes = $stream->read($deadline)) !== null) {
        $reader->feed($bytes);
        $frame = $reader->nextFrame();
    }
    if ($frame === null && $reader->isInsideFrame()) {
        throw new StalledFrame('stalled');
    }
    return $frame;
}

// --- readFrame: other_way_round
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (true) {
        $frame = $reader->nextFrame();
        if ($frame !== null) {
            return $frame;
        }
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            if (!$reader->isInsideFrame()) {
                throw new StalledFrame('the deadline passed in the middle of a frame');
            }
            return null;
        }
        $reader->feed($bytes);
    }
}

// --- readFrame: null_without_reading
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (true) {
        $frame = $reader->nextFrame();
        if ($frame !== null) {
            return $frame;
        }
        if (!$reader->isInsideFrame()) {
            return null;
        }
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            throw new StalledFrame('the deadline passed in the middle of a frame');
        }
        $reader->feed($bytes);
    }
}

// --- readFrame: deadline_begins_anew
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (($frame = $reader->nextFrame()) === null) {
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            if ($reader->isInsideFrame()) {
                throw new StalledFrame('stalled');
            }
            return null;
        }
        $reader->feed($bytes);
        $deadline = Deadline::in(1);   // it is alive
    }
    return $frame;
}

// --- readFrame: asked_twice
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (true) {
        if ($reader->nextFrame() !== null) {
            return $reader->nextFrame();
        }
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            if ($reader->isInsideFrame()) {
                throw new StalledFrame('the deadline passed in the middle of a frame');
            }
            return null;
        }
        $reader->feed($bytes);
    }
}

// --- readFrame: last_alone
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    $result = null;
    while (true) {
        while ($frame = $reader->nextFrame()) {
            $result = $frame;
        }
        if ($result !== null) {
            return $result;
        }
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            return $reader->isInsideFrame() ? throw new StalledFrame('stalled') : null;
        }
        $reader->feed($bytes);
    }
}

// --- readFrame: never_asked_again
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    $frame = $reader->nextFrame();
    while ($frame === null) {
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            if ($reader->isInsideFrame()) {
                throw new StalledFrame('the deadline passed in the middle of a frame');
            }
            return null;
        }
        $frame = $reader->feed($bytes);
    }
    return $frame;
}

// --- readFrame: counts_reads
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    for ($try = 0; $try < 10; $try++) {
        $frame = $reader->nextFrame();
        if ($frame !== null) {
            return $frame;
        }
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            if ($reader->isInsideFrame()) {
                throw new StalledFrame('the deadline passed in the middle of a frame');
            }
            return null;
        }
        $reader->feed($bytes);
    }
    return null;
}

// --- readFrame: php.method
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (true) {
        $frame = $reader->nextFrame();
        if ($frame !== null) {
            return $frame;
        }
        $bytes = $reader->read($deadline);
        if ($bytes === null) {
            if ($reader->isInsideFrame()) {
                throw new StalledFrame('the deadline passed in the middle of a frame');
            }
            return null;
        }
        $stream->feed($bytes);
    }
}

// --- readFrame: php.argument
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (true) {
        $frame = $reader->nextFrame();
        if ($frame !== null) {
            return $frame;
        }
        $bytes = $stream->read(8192);
        if ($bytes === null) {
            if ($reader->isInsideFrame()) {
                throw new StalledFrame('the deadline passed in the middle of a frame');
            }
            return null;
        }
        $reader->feed($bytes);
    }
}

// --- readFrame: read_is_trimmed
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (($frame = $reader->nextFrame()) === null) {
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            if ($reader->isInsideFrame()) {
                throw new StalledFrame('no rest');
            }
            return null;
        }
        $reader->feed(trim($bytes));
    }
    return $frame;
}

// --- readFrame: fed_again
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    $buffer = '';
    while (true) {
        $frame = $reader->nextFrame();
        if ($frame !== null) {
            return $frame;
        }
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            if ($reader->isInsideFrame()) {
                throw new StalledFrame('the deadline passed in the middle of a frame');
            }
            return null;
        }
        $buffer .= $bytes;
        $reader->feed($buffer);
    }
}

// --- readFrame: fed_too_late
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    $frame = $reader->nextFrame();
    if ($frame !== null) {
        return $frame;
    }
    $all = '';
    while (($bytes = $stream->read($deadline)) !== null) {
        $all .= $bytes;
    }
    $reader->feed($all);
    $frame = $reader->nextFrame();
    if ($frame === null && $reader->isInsideFrame()) {
        throw new StalledFrame('the deadline passed in the middle of a frame');
    }
    return $frame;
}

// --- readFrame: errors_lost
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    $frame = null;
    try {
        while (($frame = $reader->nextFrame()) === null) {
            $bytes = $stream->read($deadline);
            if ($bytes === null) {
                if ($reader->isInsideFrame()) {
                    throw new StalledFrame('stalled');
                }
                break;
            }
            $reader->feed($bytes);
        }
    } finally {
        return $frame;
    }
}

// --- readFrame: not_fed
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (true) {
        $frame = $reader->nextFrame();
        if ($frame !== null) {
            return $frame;
        }
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            if ($reader->isInsideFrame()) {
                throw new StalledFrame('the deadline passed in the middle of a frame');
            }
            return null;
        }
    }
}

// --- readFrame: php.no_return
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (($frame = $reader->nextFrame()) === null) {
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            if ($reader->isInsideFrame()) {
                throw new StalledFrame('stalled');
            }
            return null;
        }
        $reader->feed($bytes);
    }
}

// --- readFrame: other_way_round
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    if ($frame = $reader->nextFrame()) {
        return $frame;
    }
    $bytes = $stream->read($deadline);
    if ($bytes === null) {
        return $reader->isInsideFrame() ? null : throw new StalledFrame('nothing in time');
    }
    $reader->feed($bytes);
    return $reader->nextFrame();
}

// --- readFrame: asked_twice
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (!$reader->nextFrame()) {
        $bytes = $stream->read($deadline);
        if (empty($bytes)) {
            if ($reader->isInsideFrame()) {
                throw new StalledFrame('the rest did not come');
            }
            return null;
        }
        $reader->feed($bytes);
    }
    return $reader->nextFrame();
}

// --- encodeLength: forms_swapped
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    return match (true) {
        $length <= 125 => pack('C', $mask | $length),
        $length <= 65535 => pack('Cn', $mask | 127, $length),
        default => pack('CJ', $mask | 126, $length),
    };
}

// --- readFrame: stalled_without_reading
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (true) {
        if (($frame = $reader->nextFrame()) !== null) {
            return $frame;
        }
        if ($reader->isInsideFrame()) {
            throw new StalledFrame('the frame is not whole');
        }
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            return null;
        }
        $reader->feed($bytes);
    }
}

// --- readFrame: control_frames_skipped
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (true) {
        $frame = $reader->nextFrame();
        if ($frame !== null && $frame->opcode === Opcode::Text) {
            return $frame;
        }
        if ($frame !== null) {
            continue;
        }
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            if ($reader->isInsideFrame()) {
                throw new StalledFrame('the deadline passed in the middle of a frame');
            }
            return null;
        }
        $reader->feed($bytes);
    }
}

// --- acceptValue: something_between
function acceptValue(string $key): string
{
    return base64_encode(sha1(implode(':', [$key, OpeningHandshake::GUID]), true));
}

// --- acceptValue: guid_cut
function acceptValue(string $key): string
{
    $guid = '58EAFA5-E914-47DA-95CA-C5AB0DC85B11';
    return base64_encode(sha1($key . $guid, true));
}

// --- acceptValue: key_in_one_case
function acceptValue(string $key): string
{
    $both = mb_strtoupper($key) . OpeningHandshake::GUID;
    return base64_encode(sha1($both, true));
}

// --- acceptValue: key_without_padding
function acceptValue(string $key): string
{
    [$plain] = explode('=', $key);
    return base64_encode(sha1($plain . OpeningHandshake::GUID, true));
}

// --- acceptValue: hashed_twice
function acceptValue(string $key): string
{
    $hash = $key . OpeningHandshake::GUID;
    foreach ([1, 2] as $round) {
        $hash = sha1($hash, true);
    }
    return base64_encode($hash);
}

// --- acceptValue: hashed_apart
function acceptValue(string $key): string
{
    $hash = '';
    foreach ([$key, OpeningHandshake::GUID] as $part) {
        $hash .= hash('sha1', $part, true);
    }
    return base64_encode($hash);
}

// --- acceptValue: hash_cut
function acceptValue(string $key): string
{
    return base64_encode(implode('', array_slice(str_split(sha1($key . OpeningHandshake::GUID, true)), 0, 16)));
}

// --- acceptValue: first_digits
function acceptValue(string $key): string
{
    $hash = '';
    $digits = sha1($key . OpeningHandshake::GUID);
    for ($i = 0; $i < 20; $i++) {
        $hash .= $digits[$i];
    }
    return base64_encode($hash);
}

// --- acceptValue: digits_swapped
function acceptValue(string $key): string
{
    $hash = '';
    foreach (str_split(sha1($key . OpeningHandshake::GUID), 2) as $two) {
        $hash .= chr(hexdec($two[1] . $two[0]));
    }
    return base64_encode($hash);
}

// --- acceptValue: hash_backwards
function acceptValue(string $key): string
{
    $bytes = unpack('C*', sha1($key . OpeningHandshake::GUID, true));
    return base64_encode(pack('C*', ...array_reverse($bytes)));
}

// --- acceptValue: hash_as_text
function acceptValue(string $key): string
{
    $text = '';
    foreach (str_split(sha1($key . OpeningHandshake::GUID, true)) as $byte) {
        $text .= mb_chr(ord($byte), 'UTF-8');
    }
    return base64_encode($text);
}

// --- acceptValue: decoded
function acceptValue(string $key): string
{
    $hash = hash('sha1', $key . OpeningHandshake::GUID, binary: true);
    return base64_decode($hash, strict: false);
}

// --- encodeLength: mask_bit_elsewhere
function encodeLength(int $length, bool $masked): string
{
    $mask = (int) $masked << 4;
    if ($length < 126) {
        return chr($mask | $length);
    }
    if ($length < 65536) {
        return chr($mask | 126) . pack('n', $length);
    }
    return chr($mask | 127) . pack('J', $length);
}

// --- encodeLength: mask_bit_in_decimal
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x50 : 0;
    if ($length < 126) {
        return chr($mask | $length);
    }
    if ($length < 65536) {
        return chr($mask | 126) . pack('n', $length);
    }
    return chr($mask | 127) . pack('J', $length);
}

// --- encodeLength: mask_bit_behind
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    if ($length < 126) {
        return chr($mask | $length);
    }
    if ($length < 65536) {
        return chr($mask | 126) . pack('n', $length);
    }
    return chr(127) . chr($mask) . substr(pack('J', $length), 1);
}

// --- encodeLength: mask_bit_alone
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? chr(128) : '';
    if ($length < 126) {
        return $mask . chr($length);
    }
    if ($length < 65536) {
        return $mask . chr(126) . pack('n', $length);
    }
    return $mask . chr(127) . pack('J', $length);
}

// --- encodeLength: no_byte_before
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    if ($length < 126) {
        return chr($mask | $length);
    }
    if ($length < 65536) {
        return pack('n', $length);
    }
    return pack('J', $length);
}

// --- encodeLength: hex_digits
function encodeLength(int $length, bool $masked): string
{
    $first = $length < 126 ? $length : ($length < 65536 ? 126 : 127);
    $digits = sprintf('%02x', $first | ($masked ? 128 : 0));
    return $digits . match ($first) {
        126 => sprintf('%04x', $length),
        127 => sprintf('%016x', $length),
        default => '',
    };
}

// --- encodeLength: short_as_text
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    if ($length < 126) {
        return strval($mask + $length);
    }
    if ($length < 65536) {
        return chr($mask | 126) . pack('n', $length);
    }
    return chr($mask | 127) . pack('J', $length);
}

// --- encodeLength: key_too
function encodeLength(int $length, bool $masked): string
{
    $head = $length < 126 ? chr($length) : ($length < 65536 ? pack('Cn', 126, $length) : pack('CJ', 127, $length));
    if ($masked) {
        $head[0] = chr(ord($head[0]) + 128);
        $head .= pack('N', 0);
    }
    return $head;
}

// --- encodeLength: key_counted
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    if ($masked) {
        $length = $length + 4;
    }
    if ($length < 126) {
        return chr($mask | $length);
    }
    if ($length < 65536) {
        return chr($mask | 126) . pack('n', $length);
    }
    return chr($mask | 127) . pack('J', $length);
}

// --- encodeLength: nine_bytes_for_eight
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    if ($length < 126) {
        return chr($mask | $length);
    }
    if ($length < 65536) {
        return chr($mask | 126) . pack('n', $length);
    }
    return chr($mask | 127) . str_repeat("\0", 9 - 8) . pack('J', $length);
}

// --- encodeLength: upper_half_lost
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    if ($length < 126) {
        return chr($mask | $length);
    }
    if ($length < 65536) {
        return chr($mask | 126) . pack('n', $length);
    }
    return chr($mask | 127) . str_pad(pack('N', $length), 8, "\0", STR_PAD_LEFT);
}

// --- encodeLength: never_three_bytes
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    if ($length > 125) {
        return chr($mask + 127) . pack('J', $length);
    }
    return chr($mask + $length);
}

// --- mask: in_base64
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    for ($i = 0; $i < strlen($payload); $i++) {
        $out .= $payload[$i] ^ $maskingKey[$i % 4];
    }
    return base64_encode($out);
}

// --- mask: key_in_front
function mask(string $payload, string $maskingKey): string
{
    $out = $maskingKey;
    for ($i = 0; $i < strlen($payload); $i++) {
        $out .= $payload[$i] ^ $maskingKey[$i % 4];
    }
    return $out;
}

// --- mask: first_byte_lost
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    for ($i = 1; $i < strlen($payload); $i++) {
        $out .= $payload[$i] ^ $maskingKey[$i % 4];
    }
    return $out;
}

// --- mask: padded
function mask(string $payload, string $maskingKey): string
{
    while (strlen($payload) % 4 !== 0) {
        $payload .= "\0";
    }
    $out = '';
    for ($i = 0; $i < strlen($payload); $i++) {
        $out .= $payload[$i] ^ $maskingKey[$i % 4];
    }
    return $out;
}

// --- mask: end_not_masked
function mask(string $payload, string $maskingKey): string
{
    for ($i = 0; $i + 4 <= strlen($payload); $i += 4) {
        for ($j = 0; $j < 4; $j++) {
            $payload[$i + $j] = $payload[$i + $j] ^ $maskingKey[$j];
        }
    }
    return $payload;
}

// --- mask: one_of_four
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    foreach (str_split($payload, 4) as $four) {
        $out .= substr($four, 0, 1) ^ $maskingKey;
    }
    return $out;
}

// --- mask: sum_for_xor
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    foreach (str_split($payload) as $i => $byte) {
        $out .= $byte === '' ? '' : chr(ord($byte) + ord($maskingKey[$i & 3]) & 0xFF);
    }
    return $out;
}

// --- mask: logical_xor
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    for ($i = 0; $i < strlen($payload); $i++) {
        $out .= ((bool) $payload[$i] !== (bool) $maskingKey[$i % 4] ? '1' : '');
    }
    return $out;
}

// --- mask: beyond_the_key
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    for ($i = 0; $i < strlen($payload); $i++) {
        $out .= $payload[$i] ^ $maskingKey[$i % 5];
    }
    return $out;
}

// --- mask: trimmed
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    for ($i = 0; $i < strlen($payload); $i++) {
        $out .= $payload[$i] ^ $maskingKey[$i % 4];
    }
    return ltrim(rtrim($out));
}

// --- mask: zero_bytes_left_out
function mask(string $payload, string $maskingKey): string
{
    $out = '';
    foreach (str_split($payload) as $i => $byte) {
        if ($byte === $maskingKey[$i % 4]) {
            continue;
        }
        $out .= $byte ^ $maskingKey[$i % 4];
    }
    return $out;
}

// --- readLength: masked_refused
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if (ord($bytes[1]) >= 128) {
        throw new ProtocolError('masked');
    }
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) {
            throw new ProtocolError('too long a form');
        }
    } elseif ($length === 127) {
        if (strlen($bytes) < 10) {
            return null;
        }
        $length = unpack('J', $bytes, 2)[1];
        if ($length < 65536) {
            throw new ProtocolError('no such length');
        }
    }
    return $length;
}

// --- readLength: lower_four_bytes
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) {
            throw new ProtocolError('too long a form');
        }
    } elseif ($length === 127) {
        if (strlen($bytes) < 10) {
            return null;
        }
        $length = unpack('N', substr($bytes, 6))[1];
        if ($length < 65536) {
            throw new ProtocolError('no such length');
        }
    }
    return $length;
}

// --- readLength: never_eight
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) {
            throw new ProtocolError('too long a form');
        }
    }
    return $length;
}

// --- readLength: one_byte_is_enough
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 1) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) {
            throw new ProtocolError('too long a form');
        }
    } elseif ($length === 127) {
        if (strlen($bytes) < 10) {
            return null;
        }
        $length = unpack('J', $bytes, 2)[1];
        if ($length < 65536) {
            throw new ProtocolError('no such length');
        }
    }
    return $length;
}

// --- readLength: two_bytes_too_few
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 3) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) {
            throw new ProtocolError('too long a form');
        }
    } elseif ($length === 127) {
        if (strlen($bytes) < 10) {
            return null;
        }
        $length = unpack('J', $bytes, 2)[1];
        if ($length < 65536) {
            throw new ProtocolError('no such length');
        }
    }
    return $length;
}

// --- readLength: waits_for_ten
function readLength(string $bytes): ?int
{
    if (!isset($bytes[9])) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) {
            throw new ProtocolError('too long a form');
        }
    } elseif ($length === 127) {
        if (strlen($bytes) < 10) {
            return null;
        }
        $length = unpack('J', $bytes, 2)[1];
        if ($length < 65536) {
            throw new ProtocolError('no such length');
        }
    }
    return $length;
}

// --- readLength: refused_before_it_is_there
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            throw new ProtocolError('the rest is missing');
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) {
            throw new ProtocolError('too long a form');
        }
    } elseif ($length === 127) {
        if (strlen($bytes) < 10) {
            throw new ProtocolError('the rest is missing');
        }
        $length = unpack('J', $bytes, 2)[1];
        if ($length < 65536) {
            throw new ProtocolError('no such length');
        }
    }
    return $length;
}

// --- readLength: zero_is_null
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) {
            throw new ProtocolError('too long a form');
        }
    } elseif ($length === 127) {
        if (strlen($bytes) < 10) {
            return null;
        }
        $length = unpack('J', $bytes, 2)[1];
        if ($length < 65536) {
            throw new ProtocolError('no such length');
        }
    }
    if (!$length) {
        return null;
    }
    return $length;
}

// --- readLength: null_for_a_fault
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) {
            return null;
        }
    } elseif ($length === 127) {
        if (strlen($bytes) < 10) {
            return null;
        }
        $length = unpack('J', $bytes, 2)[1];
        if ($length < 65536) {
            return null;
        }
    }
    return $length;
}

// --- readLength: limit_of_its_own
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $length = ord($bytes[1]) & 0x7f;
    if ($length === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) {
            throw new ProtocolError('too long a form');
        }
    } elseif ($length === 127) {
        if (strlen($bytes) < 10) {
            return null;
        }
        $length = unpack('J', $bytes, 2)[1];
        if ($length < 65536 || $length >= 2 ** 31) {
            throw new ProtocolError('no such length');
        }
    }
    return $length;
}

// --- readFrame: stalled_is_another_error
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (($frame = $reader->nextFrame()) === null) {
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            if ($reader->isInsideFrame()) {
                throw new \RuntimeException('timed out');
            }
            return null;
        }
        $reader->feed($bytes);
    }
    return $frame;
}

// --- readFrame: asked_before
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    $hasBegun = $reader->isInsideFrame();
    while (($frame = $reader->nextFrame()) === null) {
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            if ($hasBegun) {
                throw new StalledFrame('stalled');
            }
            return null;
        }
        $reader->feed($bytes);
    }
    return $frame;
}

// --- readFrame: goes_on_with_a_frame
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (null !== $frame = $reader->nextFrame()) {
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            if ($reader->isInsideFrame()) {
                throw new StalledFrame('stalled');
            }
            return null;
        }
        $reader->feed($bytes);
    }
    return $frame;
}

// --- readFrame: errors_are_nothing
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    try {
        while (($frame = $reader->nextFrame()) === null) {
            $bytes = $stream->read($deadline);
            if ($bytes === null) {
                if ($reader->isInsideFrame()) {
                    break;
                }
                return null;
            }
            $reader->feed($bytes);
        }
        if ($frame !== null) {
            return $frame;
        }
    } catch (\Exception) {
        return null;
    }
    throw new StalledFrame('stalled');
}

// --- readLength: mask_bit_kept
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $n = ord($bytes[1]);
    if ($n < 126) {
        return $n;
    }
    if ($n === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $l = unpack('n', $bytes, 2)[1];
        if ($l < 126) {
            throw new ProtocolError('');
        }
        return $l;
    }
    if (strlen($bytes) < 10) {
        return null;
    }
    $l = unpack('J', $bytes, 2)[1];
    if ($l < 65536) {
        throw new ProtocolError('');
    }
    return $l;
}

// --- readLength: offset_1
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $n = ord($bytes[1]) & 127;
    if ($n < 126) {
        return $n;
    }
    if ($n === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $l = unpack('n', $bytes, 1)[1];
        if ($l < 126) {
            throw new ProtocolError('');
        }
        return $l;
    }
    if (strlen($bytes) < 10) {
        return null;
    }
    $l = unpack('J', $bytes, 2)[1];
    if ($l < 65536) {
        throw new ProtocolError('');
    }
    return $l;
}

// --- readFrame: reads_first_and_null
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (true) {
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            return null;
        }
        $reader->feed($bytes);
        $frame = $reader->nextFrame();
        if ($frame !== null) {
            return $frame;
        }
    }
}

// --- readLength: no_offset
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $n = ord($bytes[1]) & 127;
    if ($n < 126) {
        return $n;
    }
    if ($n === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) {
            throw new ProtocolError('');
        }
        return $length;
    }
    if (strlen($bytes) < 10) {
        return null;
    }
    $length = unpack('J', $bytes)[1];
    if ($length < 65536) {
        throw new ProtocolError('');
    }
    return $length;
}

// --- readLength: no_offset
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $n = ord($bytes[1]) & 127;
    if ($n < 126) {
        return $n;
    }
    if ($n === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes)[1];
        if ($length < 126) {
            throw new ProtocolError('');
        }
        return $length;
    }
    if (strlen($bytes) < 10) {
        return null;
    }
    $length = unpack('J', $bytes, 2)[1];
    if ($length < 65536) {
        throw new ProtocolError('');
    }
    return $length;
}

// --- readLength: eight_refused
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $n = ord($bytes[1]) & 127;
    if ($n < 126) {
        return $n;
    }
    if ($n === 126) {
        if (strlen($bytes) < 4) {
            return null;
        }
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) {
            throw new ProtocolError('');
        }
        return $length;
    }
    if (strlen($bytes) < 10) {
        return null;
    }
    $length = unpack('J', $bytes, 2)[1];
    if ($n === 127) {
        throw new ProtocolError('');
    }
    return $length;
}

// --- readFrame: never_asked_again
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    $frame = $reader->nextFrame();
    while ($frame === null) {
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            return null;
        }
        $reader->feed($bytes);
    }
    return $frame;
}

// --- readFrame: never_asked_again
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    $frame = $reader->nextFrame();
    if ($frame === null) {
        $reader->feed($stream->read($deadline));
    }
    return $frame;
}

// --- readFrame: reads_first_and_once
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    $reader->feed($stream->read($deadline));
    return $reader->nextFrame();
}

// --- readFrame: stalled_after_reading
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (($frame = $reader->nextFrame()) === null) {
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            return null;
        }
        $reader->feed($bytes);
        if ($reader->isInsideFrame()) {
            throw new StalledFrame('');
        }
    }
    return $frame;
}
