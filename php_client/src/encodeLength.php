<?php

declare(strict_types=1);

namespace FrameByFrame;

/**
 * The mask bit and the payload length of a frame, in 7, 16 or 64 bits: always the shortest form
 * (RFC 6455, 5.2).
 *
 * @param int $length bytes of payload data
 * @param bool $masked whether the mask bit is set
 * @return string 1, 3 or 9 bytes
 */
function encodeLength(int $length, bool $masked): string
{
    $mask = $masked ? 0x80 : 0;
    return match (true) {
        $length <= 125 => pack('C', $mask | $length),
        $length <= 65535 => pack('Cn', $mask | 126, $length),
        default => pack('CJ', $mask | 127, $length),
    };
}
