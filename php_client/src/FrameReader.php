<?php

declare(strict_types=1);

namespace FrameByFrame;

/** Bytes in, frames out: however the bytes were cut on their way, the frames are the same (RFC 6455, 5.2). */
final class FrameReader
{
    private string $buffer = '';

    /** Where the next frame begins in the buffer. */
    private int $position = 0;

    /** The header of the next frame, once it is all there. */
    private ?FrameHeader $header = null;

    /** Bytes of the next frame's payload data that have been checked. */
    private int $checked = 0;

    /** @param MessageAssembler $message told of every header and payload at once, so that a fault ends a frame early */
    public function __construct(private MessageAssembler $message)
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
     * @throws ProtocolError no server may send such a frame, or it is more than the limits allow
     */
    public function nextFrame(): ?Frame
    {
        $this->header ??= $this->readHeader();
        if ($this->header === null || !$this->checkPayload($this->header)) {
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
        return strlen($this->buffer) > $this->position;
    }

    private function readHeader(): ?FrameHeader
    {
        $header = FrameHeader::parse($this->buffer, $this->position);
        if ($header !== null) {
            $this->checked = 0;
            $this->message->begin($header);
        }
        return $header;
    }

    /** @return bool the payload data is all there */
    private function checkPayload(FrameHeader $header): bool
    {
        $start = $this->position + $header->size + $this->checked;
        $new = substr($this->buffer, $start, $header->length - $this->checked);
        $this->checked += strlen($new);
        $isWhole = $this->checked === $header->length;
        $this->message->check($header, $new, $isWhole);
        return $isWhole;
    }
}
