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

    /** @param float|self $seconds from now; what is a deadline already stays the same */
    public static function in(float|self $seconds): self
    {
        return $seconds instanceof self ? $seconds : new self(self::now() + min($seconds, self::LONGEST));
    }

    /** Seconds left, never less than 0. */
    public function remaining(): float
    {
        return max(0.0, $this->moment - self::now());
    }

    public function hasPassed(): bool
    {
        return self::now() >= $this->moment;
    }

    private static function now(): float
    {
        return hrtime(true) / 1e9;
    }
}
