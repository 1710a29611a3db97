<?php

declare(strict_types=1);

namespace FrameByFrame;

/** A connection on which what comes is told beforehand. */
final class ByteStream
{
    /** In place of bytes: the server ends the connection. */
    public const END = null;

    /** @var list<string|int|float|null> */
    private array $script;

    /** @param string|int|float|null ...$script bytes that one read brings, seconds that pass before the next, or END */
    public function __construct(string|int|float|null ...$script)
    {
        $this->script = $script;
    }

    /** The bytes of the next read; null: none came by the deadline. */
    public function read(Deadline $deadline): ?string
    {
        while ($this->script !== [] && !is_string($this->script[0])) {
            if ($this->script[0] === self::END) {
                throw new ConnectionLost('the server ended the connection without a close frame');
            }
            $waited = min($this->script[0], $deadline->remaining());
            Deadline::$now += $waited;
            $this->script[0] -= $waited;
            if ($this->script[0] > 0) {
                return null;
            }
            array_shift($this->script);
        }
        if ($this->script === []) {
            Deadline::$now += $deadline->remaining();
            return null;
        }
        return array_shift($this->script);
    }
}
