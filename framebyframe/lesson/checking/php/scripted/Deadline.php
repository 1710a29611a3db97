<?php

declare(strict_types=1);

namespace FrameByFrame;

/** A deadline on a virtual clock: while a function is checked, a wait costs no time. */
final class Deadline
{
    /** Seconds since the example began. */
    public static float $now = 0.0;

    private function __construct(private float $moment)
    {
    }

    public static function in(float|self $seconds): self
    {
        return $seconds instanceof self ? $seconds : new self(self::$now + $seconds);
    }

    public function remaining(): float
    {
        return max(0.0, $this->moment - self::$now);
    }

    public function hasPassed(): bool
    {
        return self::$now >= $this->moment;
    }
}
