<?php

declare(strict_types=1);

namespace FrameByFrame;

/** Text that a peer sent, made safe for a terminal and short enough for one line. */
final class Printable
{
    private const MAX_LENGTH = 123;

    public static function text(string $bytes): string
    {
        return "'" . preg_replace('/[^\x20-\x7E]/', '?', substr($bytes, 0, self::MAX_LENGTH)) . "'";
    }
}
