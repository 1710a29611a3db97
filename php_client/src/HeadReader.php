<?php

declare(strict_types=1);

namespace FrameByFrame;

/** Reads the lines of an HTTP head, within limits, and keeps what came after them. */
final class HeadReader
{
    public const MAX_LINE = 8192;
    public const MAX_HEADERS = 128;

    private string $buffer = '';

    public function __construct(private ByteStream $stream)
    {
    }

    /**
     * The lines up to the empty one, without their line ends.
     *
     * @return list<string>
     * @throws RpcTimeout the head is not all there by the deadline
     * @throws ConnectionLost the server ended the connection
     * @throws ProtocolError a line too long, or too many
     */
    public function readLines(Deadline $deadline): array
    {
        $lines = [];
        while (($line = $this->readLine($deadline)) !== '') {
            $lines[] = $line;
            if (count($lines) > 1 + self::MAX_HEADERS) {
                throw new ProtocolError('the server answers with more than ' . self::MAX_HEADERS . ' header fields');
            }
        }
        return $lines;
    }

    /** What came after the head: the first frames may share a packet with it. */
    public function rest(): string
    {
        return $this->buffer;
    }

    private function readLine(Deadline $deadline): string
    {
        while (($end = strpos($this->buffer, "\r\n")) === false && strlen($this->buffer) <= self::MAX_LINE) {
            $this->buffer .= $this->stream->read($deadline) ?? throw new RpcTimeout(
                'no answer to the opening handshake in time: is that a WebSocket server?'
            );
        }
        if ($end === false || $end > self::MAX_LINE) {
            throw new ProtocolError('the server answers with a header line longer than ' . self::MAX_LINE . ' bytes');
        }
        $line = substr($this->buffer, 0, $end);
        $this->buffer = substr($this->buffer, $end + 2);
        return $line;
    }
}
