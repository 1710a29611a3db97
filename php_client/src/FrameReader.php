<?php

declare(strict_types=1);

namespace FrameByFrame;

/** Bytes in, frames out: however the bytes were cut on their way, the frames are the same (RFC 6455, 5.2). */
final class FrameReader
{
    private string $buffer = '';

    /** Where the next frame begins in the buffer. */
    private int $position = 0;

    private ?FrameHeader $header = null;

    public function __construct(private int $maxMessage = WebSocket::MAX_MESSAGE)
    {
    }

    /** Take in bytes. */
    public function feed(string $bytes): void
    {
        if ($this->position > 0) {
            $this->buffer = substr($this->buffer, $this->position);
            $this->position = 0;
        }
        $this->buffer .= $bytes;
    }

    /**
     * The next whole frame, or null where it is not all there.
     *
     * @throws ProtocolError no server may send such a frame, or it is bigger than the limit
     */
    public function nextFrame(): ?Frame
    {
        $this->header ??= $this->readHeader();
        if ($this->header === null || $this->waiting() < $this->header->size + $this->header->length) {
            return null;
        }
        $header = $this->header;
        $payload = substr($this->buffer, $this->position + $header->size, $header->length);
        $this->position += $header->size + $header->length;
        $this->header = null;
        return new Frame($header->opcode, $payload, null, $header->fin);
    }

    /** Has a frame begun that is not all there? Asked when nextFrame() has given null. */
    public function isInsideFrame(): bool
    {
        return $this->waiting() > 0;
    }

    private function waiting(): int
    {
        return strlen($this->buffer) - $this->position;
    }

    /** The size is checked here, before the payload data is waited for (RFC 6455, 10.4). */
    private function readHeader(): ?FrameHeader
    {
        $header = FrameHeader::parse($this->buffer, $this->position);
        if ($header !== null && $header->length > $this->maxMessage) {
            throw new ProtocolError(
                "a frame of {$header->length} bytes: the limit is {$this->maxMessage}",
                CloseCode::MESSAGE_TOO_BIG
            );
        }
        return $header;
    }
}
