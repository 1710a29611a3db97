<?php

declare(strict_types=1);

namespace FrameByFrame;

/** One frame (RFC 6455, 5.2). No extension is in use, so its reserved bits are 0. */
final class Frame
{
    public const FIN = 0x80;
    public const RESERVED = 0x70;
    public const OPCODE = 0x0F;
    public const MASK = 0x80;
    public const LENGTH = 0x7F;

    /**
     * @param string $payload payload data, not masked
     * @param string|null $maskingKey four bytes, in every frame of a client; null in every frame of a server
     */
    public function __construct(
        public readonly Opcode $opcode,
        public readonly string $payload = '',
        public readonly ?string $maskingKey = null,
        public readonly bool $fin = true,
    ) {
    }

    /** A client's frame, with a masking key nobody can foresee (RFC 6455, 5.3). */
    public static function masked(Opcode $opcode, string $payload = ''): self
    {
        return new self($opcode, $payload, random_bytes(4));
    }

    /** The bytes of this frame. */
    public function encode(): string
    {
        $first = chr(($this->fin ? self::FIN : 0) | $this->opcode->value);
        $length = encodeLength(strlen($this->payload), masked: $this->maskingKey !== null);
        return $this->maskingKey === null
            ? $first . $length . $this->payload
            : $first . $length . $this->maskingKey . mask($this->payload, $this->maskingKey);
    }
}
