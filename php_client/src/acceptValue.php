<?php

declare(strict_types=1);

namespace FrameByFrame;

/**
 * The value of Sec-WebSocket-Accept that answers a key (RFC 6455, 4.2.2).
 *
 * Three steps: the key, and behind it OpeningHandshake::GUID; the SHA-1 of both, 20 bytes;
 * base64 of these.
 *
 * @param string $key the value of Sec-WebSocket-Key, as it was sent
 * @return string 28 characters
 */
function acceptValue(string $key): string
{
    return base64_encode(hash('sha1', $key . OpeningHandshake::GUID, binary: true));
}
