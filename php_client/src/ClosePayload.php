<?php

declare(strict_types=1);

namespace FrameByFrame;

/** The payload of a close frame: two bytes of code, then a reason in UTF-8; or nothing (RFC 6455, 5.5.1). */
final class ClosePayload
{
    private const MAX_REASON = 123;

    public function __construct(public readonly int $code, public readonly string $reason = '')
    {
    }

    /** @throws ProtocolError one byte only, a code that no frame may carry, or a reason that is not UTF-8 */
    public static function parse(string $payload): self
    {
        if ($payload === '') {
            return new self(CloseCode::NO_STATUS);
        }
        if (strlen($payload) === 1) {
            throw new ProtocolError('a close frame with one byte: a close code has two (RFC 6455, 5.5.1)');
        }
        $close = new self(unpack('n', $payload)[1], substr($payload, 2));
        if (!CloseCode::mayBeSent($close->code)) {
            throw new ProtocolError("close code {$close->code} may not be sent (RFC 6455, 7.4)");
        }
        if (preg_match('//u', $close->reason) !== 1) {
            throw new ProtocolError('the reason of a close frame is not UTF-8', CloseCode::INVALID_DATA);
        }
        return $close;
    }

    /**
     * The payload data of a close frame.
     *
     * @throws \InvalidArgumentException no close frame may say this
     */
    public function encode(): string
    {
        if ($this->code === CloseCode::NO_STATUS) {
            return '';
        }
        if (!CloseCode::mayBeSent($this->code)) {
            throw new \InvalidArgumentException("close code {$this->code} may not be sent: use 1000 or 3000 to 4999");
        }
        if (strlen($this->reason) > self::MAX_REASON || preg_match('//u', $this->reason) !== 1) {
            throw new \InvalidArgumentException('a close reason is at most ' . self::MAX_REASON . ' bytes of UTF-8');
        }
        return pack('n', $this->code) . $this->reason;
    }
}
