<?php

declare(strict_types=1);

namespace FrameByFrame;

/** A moment by which something has to be done, on a clock that nobody sets back. */
final class Deadline
{
    /** Seconds, some thirty years: more than this would overflow the arguments of stream_select(). */
    private const LONGEST = 1e9;

    private function __construct(private float $moment)
    {
    }

    /** @param float $seconds from now */
    public static function in(float $seconds): self
    {
        return new self(self::now() + min($seconds, self::LONGEST));
    }

    /** Seconds left, never less than 0. */
    public function remaining(): float
    {
        return max(0.0, $this->moment - self::now());
    }

    public function hasPassed(): bool
    {
        return $this->remaining() === 0.0;
    }

    private static function now(): float
    {
        return hrtime(true) / 1e9;
    }
}
