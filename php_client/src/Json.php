<?php

declare(strict_types=1);

namespace FrameByFrame;

/** JSON as it crosses the wire. */
final class Json
{
    private const OPTIONS = JSON_THROW_ON_ERROR
        | JSON_UNESCAPED_UNICODE
        | JSON_UNESCAPED_SLASHES
        | JSON_PRESERVE_ZERO_FRACTION;

    /** @throws \JsonException the value cannot be put into JSON */
    public static function encode(mixed $value): string
    {
        return json_encode($value, self::OPTIONS);
    }

    /**
     * Objects become arrays. An integer too big for PHP becomes a string, so that no digit is lost.
     *
     * @throws \JsonException not JSON
     */
    public static function decode(string $text): mixed
    {
        return json_decode($text, true, 512, JSON_THROW_ON_ERROR | JSON_BIGINT_AS_STRING);
    }
}
