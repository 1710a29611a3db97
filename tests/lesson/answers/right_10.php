<?php

// Right answers in other styles.

// --- acceptValue: pack and sha1, as before PHP 5
function acceptValue(string $key): string
{
    $digits = sha1($key . '258EAFA5-E914-47DA-95CA-C5AB0DC85B11');
    return base64_encode(pack('H*', $digits));
}

// --- acceptValue: a step a line
function acceptValue(string $key): string
{
    $both = "{$key}" . OpeningHandshake::GUID;
    $hash = sha1($both, true);
    return base64_encode($hash);
}

// --- encodeLength: ifs, and bytes by hand
function encodeLength(int $length, bool $masked): string
{
    $bit = $masked ? 128 : 0;
    if ($length < 126) {
        return chr($bit + $length);
    }
    if ($length < 0x10000) {
        return chr($bit + 126) . chr($length >> 8) . chr($length & 0xFF);
    }
    $bytes = '';
    for ($shift = 56; $shift >= 0; $shift -= 8) {
        $bytes .= chr(($length >> $shift) & 0xFF);
    }
    return chr($bit + 127) . $bytes;
}

// --- encodeLength: the form first, then the bytes
function encodeLength(int $length, bool $masked): string
{
    [$seven, $rest] = [$length, ''];
    if ($length > 0xFFFF) {
        [$seven, $rest] = [127, pack('J', $length)];
    } elseif ($length > 125) {
        [$seven, $rest] = [126, pack('n', $length)];
    }
    return pack('C', $seven | ((int) $masked << 7)) . $rest;
}

// --- mask: byte by byte
function mask(string $payload, string $maskingKey): string
{
    $masked = '';
    foreach (str_split($payload) as $i => $byte) {
        $masked .= $byte ^ $maskingKey[$i % 4];
    }
    return $payload === '' ? '' : $masked;
}

// --- mask: the key made long, then cut
function mask(string $payload, string $maskingKey): string
{
    $size = strlen($payload);
    return $payload ^ substr(str_pad('', $size + 4, $maskingKey), 0, $size);
}

// --- readLength: form by form
function readLength(string $bytes): ?int
{
    $have = strlen($bytes);
    if ($have < 2) {
        return null;
    }
    $length = ord($bytes[1]) % 128;
    if ($length === 126) {
        if ($have < 4) {
            return null;
        }
        $length = ord($bytes[2]) * 256 + ord($bytes[3]);
        if ($length < 126) {
            throw new ProtocolError('too long a form');
        }
    } elseif ($length === 127) {
        if ($have < 10) {
            return null;
        }
        $length = unpack('Jsize', substr($bytes, 2, 8))['size'];
        if ($length < 65536) {
            throw new ProtocolError('negative, or too long a form');
        }
    }
    return $length;
}

// --- readLength: a table of forms
function readLength(string $bytes): ?int
{
    $forms = [126 => ['n', 2, 126], 127 => ['J', 8, 65536]];
    if (!isset($bytes[1])) {
        return null;
    }
    $short = ord($bytes[1]) & 127;
    if (!isset($forms[$short])) {
        return $short;
    }
    [$format, $size, $smallest] = $forms[$short];
    $field = substr($bytes, 2, $size);
    if (strlen($field) < $size) {
        return null;
    }
    $length = unpack($format, $field)[1];
    return $length >= $smallest ? $length : throw new ProtocolError("{$length} in this form");
}

// --- readFrame: for ever, until something returns
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (true) {
        $frame = $reader->nextFrame();
        if ($frame) {
            return $frame;
        }
        $bytes = $stream->read($deadline);
        if ($bytes === null && $reader->isInsideFrame()) {
            throw new StalledFrame('stalled');
        }
        if ($bytes === null) {
            return null;
        }
        $reader->feed($bytes);
    }
}

// --- readFrame: itself again
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    if (($frame = $reader->nextFrame()) !== null) {
        return $frame;
    }
    $bytes = $stream->read($deadline);
    if ($bytes === null) {
        return $reader->isInsideFrame() ? throw new StalledFrame('no rest') : null;
    }
    $reader->feed($bytes);
    return readFrame($stream, $reader, $deadline);
}
