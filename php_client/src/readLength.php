<?php

declare(strict_types=1);

namespace FrameByFrame;

/**
 * The payload length of a frame, in whichever of its three forms it stands there (RFC 6455, 5.2).
 *
 * @param string $bytes what has come of the frame, from its first byte on
 * @return int|null bytes of payload data; null: the length is not all there yet
 * @throws ProtocolError the length has its highest bit set, or is not in its shortest form
 */
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) {
        return null;
    }
    $short = ord($bytes[1]) & 0x7F;
    $size = match ($short) {
        126 => 4,
        127 => 10,
        default => 2,
    };
    if (strlen($bytes) < $size) {
        return null;
    }
    $length = match ($short) {
        126 => unpack('n', $bytes, 2)[1],
        127 => unpack('J', $bytes, 2)[1],
        default => $short,
    };
    if ($length < 0) {
        throw new ProtocolError('the highest bit of a 64-bit length is set (RFC 6455, 5.2)');
    }
    if (1 + strlen(encodeLength($length, masked: false)) !== $size) {
        throw new ProtocolError('the length is not in its shortest form (RFC 6455, 5.2)');
    }
    return $length;
}
