<?php

declare(strict_types=1);

namespace FrameByFrame;

/** The kind of a frame (RFC 6455, 5.2). */
enum Opcode: int
{
    case Continuation = 0x0;
    case Text = 0x1;
    case Binary = 0x2;
    case Close = 0x8;
    case Ping = 0x9;
    case Pong = 0xA;

    /** Control frames may stand between the fragments of a message (RFC 6455, 5.5). */
    public function isControl(): bool
    {
        return $this->value >= self::Close->value;
    }
}
