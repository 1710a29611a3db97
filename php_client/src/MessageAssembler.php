<?php

declare(strict_types=1);

namespace FrameByFrame;

/** Data frames in, messages out (RFC 6455, 5.4). */
final class MessageAssembler
{
    /** The type of the message that has begun; null between messages. */
    private ?Opcode $type = null;

    private string $payload = '';
    private int $fragments = 0;
    private Utf8Checker $text;

    public function __construct(
        private int $maxMessage = WebSocket::MAX_MESSAGE,
        private int $maxFragments = WebSocket::MAX_FRAGMENTS,
    ) {
        $this->text = new Utf8Checker();
    }

    /**
     * Take a data frame; the message, if this frame ends one.
     *
     * @throws ProtocolError fragments out of order, text that is not UTF-8, or more than the limits allow
     */
    public function add(Frame $frame): ?Message
    {
        $this->checkOrder($frame);
        $this->type ??= $frame->opcode;
        $this->fragments++;
        $this->payload .= $frame->payload;
        $this->checkSize();
        if ($this->type === Opcode::Text) {
            $this->text->check($frame->payload, $frame->fin);
        }
        return $frame->fin ? $this->finish($this->type) : null;
    }

    private function finish(Opcode $type): Message
    {
        $message = new Message($type, $this->payload);
        $this->type = null;
        $this->payload = '';
        $this->fragments = 0;
        return $message;
    }

    private function checkOrder(Frame $frame): void
    {
        $continues = $frame->opcode === Opcode::Continuation;
        if ($continues && $this->type === null) {
            throw new ProtocolError('a continuation frame, but no message has begun (RFC 6455, 5.4)');
        }
        if (!$continues && $this->type !== null) {
            throw new ProtocolError('a message begins inside another one (RFC 6455, 5.4)');
        }
    }

    private function checkSize(): void
    {
        if (strlen($this->payload) > $this->maxMessage) {
            throw new ProtocolError("a message of more than {$this->maxMessage} bytes", CloseCode::MESSAGE_TOO_BIG);
        }
        if ($this->fragments > $this->maxFragments) {
            throw new ProtocolError("a message in more than {$this->maxFragments} fragments", CloseCode::MESSAGE_TOO_BIG);
        }
    }
}
