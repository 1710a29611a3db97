<?php

declare(strict_types=1);

namespace FrameByFrame;

/** A whole message: text, checked to be UTF-8, or binary. */
final class Message
{
    public function __construct(public readonly Opcode $type, public readonly string $payload)
    {
    }

    public function isText(): bool
    {
        return $this->type === Opcode::Text;
    }
}
