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
