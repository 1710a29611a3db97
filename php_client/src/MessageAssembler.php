<?php

declare(strict_types=1);

namespace FrameByFrame;

/**
 * Data frames in, messages out (RFC 6455, 5.4).
 *
 * Each frame is told three times: its header as soon as it is known, its payload data as it comes, and the
 * whole frame. So nothing too big is waited for, and text that is not UTF-8 fails at its first wrong byte.
 */
final class MessageAssembler
{
    /** The type of the message that has begun; null between messages. */
    private ?Opcode $type = null;

    /** Bytes and frames of this message, the announced ones too. */
    private int $length = 0;
    private int $fragments = 0;

    private string $payload = '';
    private Utf8Checker $text;

    public function __construct(
        private int $maxMessage = WebSocket::MAX_MESSAGE,
        private int $maxFragments = WebSocket::MAX_FRAGMENTS,
    ) {
        $this->text = new Utf8Checker();
    }

    /** @throws ProtocolError a fragment out of order, or more than the limits allow */
    public function begin(FrameHeader $header): void
    {
        if ($header->opcode->isControl()) {
            return;
        }
        $this->checkOrder($header->opcode);
        $this->type ??= $header->opcode;
        $this->length += $header->length;
        $this->fragments++;
        $this->checkLimits();
    }

    /**
     * @param string $payload the next bytes of this frame
     * @param bool $isLast the last ones
     * @throws ProtocolError text that is not UTF-8
     */
    public function check(FrameHeader $header, string $payload, bool $isLast): void
    {
        if ($this->type === Opcode::Text && !$header->opcode->isControl()) {
            $this->text->check($payload, $isLast && $header->fin);
        }
    }

    /** The message, if this data frame ends one. */
    public function add(Frame $frame): ?Message
    {
        $this->payload .= $frame->payload;
        if (!$frame->fin) {
            return null;
        }
        $message = new Message($this->type, $this->payload);
        $this->type = null;
        $this->length = 0;
        $this->fragments = 0;
        $this->payload = '';
        return $message;
    }

    private function checkOrder(Opcode $opcode): void
    {
        $continues = $opcode === Opcode::Continuation;
        if ($continues && $this->type === null) {
            throw new ProtocolError('a continuation frame, but no message has begun (RFC 6455, 5.4)');
        }
        if (!$continues && $this->type !== null) {
            throw new ProtocolError('a message begins inside another one (RFC 6455, 5.4)');
        }
    }

    /** Before the payload data is waited for: otherwise it is already in memory (RFC 6455, 10.4). */
    private function checkLimits(): void
    {
        if ($this->length > $this->maxMessage) {
            $fault = "a message of more than {$this->maxMessage} bytes";
            throw new ProtocolError($fault, CloseCode::MESSAGE_TOO_BIG);
        }
        if ($this->fragments > $this->maxFragments) {
            $fault = "a message in more than {$this->maxFragments} fragments";
            throw new ProtocolError($fault, CloseCode::MESSAGE_TOO_BIG);
        }
    }
}
