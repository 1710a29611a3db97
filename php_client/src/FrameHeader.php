<?php

declare(strict_types=1);

namespace FrameByFrame;

/** The fields that are known of a frame before its payload data has come (RFC 6455, 5.2). */
final class FrameHeader
{
    private const MAX_CONTROL_PAYLOAD = 125;

    /** Bytes of the longest header of a server's frame: a server sends no masking key. */
    private const LONGEST = 10;

    /**
     * @param int $size bytes of the header itself
     * @param int $length bytes of payload data
     */
    private function __construct(
        public readonly bool $fin,
        public readonly Opcode $opcode,
        public readonly int $size,
        public readonly int $length,
    ) {
    }

    /**
     * The header at $position in $bytes, or null where it is not all there.
     *
     * @throws ProtocolError no server may send such a header
     */
    public static function parse(string $bytes, int $position): ?self
    {
        if (strlen($bytes) < $position + 2) {
            return null;
        }
        $first = ord($bytes[$position]);
        $second = ord($bytes[$position + 1]);
        $opcode = self::checkBits($first, $second);
        $length = readLength(substr($bytes, $position, self::LONGEST));
        if ($length === null) {
            return null;
        }
        $size = 1 + strlen(encodeLength($length, masked: false));
        return new self(($first & Frame::FIN) !== 0, $opcode, $size, $length);
    }

    /** @throws ProtocolError */
    private static function checkBits(int $first, int $second): Opcode
    {
        if (($first & Frame::RESERVED) !== 0) {
            throw new ProtocolError('a reserved bit is set, but no extension was agreed on (RFC 6455, 5.2)');
        }
        $opcode = Opcode::tryFrom($first & Frame::OPCODE);
        if ($opcode === null) {
            throw new ProtocolError('opcode ' . ($first & Frame::OPCODE) . ' is reserved (RFC 6455, 5.2)');
        }
        if (($second & Frame::MASK) !== 0) {
            throw new ProtocolError('the mask bit is set: a server must not mask (RFC 6455, 5.1)');
        }
        if ($opcode->isControl()) {
            self::checkControl($first, $second & Frame::LENGTH);
        }
        return $opcode;
    }

    /** @throws ProtocolError */
    private static function checkControl(int $first, int $length): void
    {
        if (($first & Frame::FIN) === 0) {
            throw new ProtocolError('a control frame must not be fragmented (RFC 6455, 5.5)');
        }
        if ($length > self::MAX_CONTROL_PAYLOAD) {
            throw new ProtocolError('a control frame has at most 125 bytes of payload data (RFC 6455, 5.5)');
        }
    }
}
