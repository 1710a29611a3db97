<?php

declare(strict_types=1);

namespace FrameByFrame\Tests;

/** $actual is exactly $expected. */
function same(mixed $expected, mixed $actual, string $what = ''): void
{
    if ($expected !== $actual) {
        throw new Failure(trim("{$what} expected " . shown($expected) . ', got ' . shown($actual)));
    }
}

/** $text contains $part. */
function contains(string $part, string $text): void
{
    if (!str_contains($text, $part)) {
        throw new Failure('expected ' . shown($part) . ' in ' . shown($text));
    }
}

/**
 * $body throws this class; returns what it threw.
 *
 * @template T of \Throwable
 * @param class-string<T> $class
 * @param callable(): mixed $body
 * @return T
 */
function raises(string $class, callable $body, string $message = ''): \Throwable
{
    try {
        $result = $body();
    } catch (\Throwable $error) {
        if (!$error instanceof $class) {
            throw new Failure("expected {$class}, got " . $error::class . ": {$error->getMessage()}");
        }
        contains($message, $error->getMessage());
        return $error;
    }
    throw new Failure("expected {$class}, but it returned " . shown($result));
}

function shown(mixed $value): string
{
    $isBytes = is_string($value) && preg_match('//u', $value) !== 1;
    $text = $isBytes ? 'bytes ' . bin2hex($value) : var_export($value, true);
    return strlen($text) > 300 ? substr($text, 0, 300) . '...' : $text;
}
