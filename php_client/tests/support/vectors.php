<?php

declare(strict_types=1);

namespace FrameByFrame\Tests;

/** A file of contract/, decoded; objects stay objects. */
function vectors(string $name): mixed
{
    return json_decode(file_get_contents(__DIR__ . "/../../../contract/{$name}"), false, 512, JSON_THROW_ON_ERROR);
}

/** A byte string of contract/: hexadecimal with blanks, or a list of such strings and {"repeat", "times"}. */
function bytes(string|array|object $described): string
{
    return match (true) {
        is_string($described) => hex2bin(str_replace(' ', '', $described)),
        is_array($described) => implode('', array_map(bytes(...), $described)),
        default => str_repeat(bytes($described->repeat), $described->times),
    };
}

/** A text of contract/: a string, or a list of strings and {"text", "times"}. */
function text(string|array|object $described): string
{
    return match (true) {
        is_string($described) => $described,
        is_array($described) => implode('', array_map(text(...), $described)),
        default => str_repeat($described->text, $described->times),
    };
}
