<?php

declare(strict_types=1);

namespace FrameByFrame;

/**
 * Reads the head of an HTTP answer, within limits, and keeps what came after it.
 *
 * The first byte that no such head has there ends it: what speaks no HTTP is not waited for.
 */
final class HeadReader
{
    public const MAX_LINE = 8192;
    public const MAX_HEADERS = 128;

    private const VALUE = '[\t\x20-\x7E\x80-\xFF]*+';
    private const STATUS_LINE = '~^HTTP/[0-9]\.[0-9] [0-9]{3}(?: ' . self::VALUE . ')?\r$~D';
    /** A field, the rest of one that began in the line before (RFC 9112, 5.2), or nothing: the end. */
    private const FIELD_LINE = '~^(?:(?:[!#$%&\'*+.^_`|\~0-9A-Za-z-]++:|[ \t])' . self::VALUE . ')?\r$~D';

    /** Lines in which every part is as short as can be: an end of one ends each beginning of a line. */
    private const SHORTEST_STATUS_LINE = "HTTP/1.1 101\r";
    private const SHORTEST_FIELD_LINE = "A:\r";

    private string $buffer = '';
    private string $beginning = '';

    public function __construct(private ByteStream $stream)
    {
    }

    /**
     * The head of the answer. Those with a status from 100 to 199 but 101 are none yet (RFC 9110, 15.2).
     *
     * @throws RpcTimeout the head is not all there by the deadline
     * @throws ConnectionLost the server ended the connection
     * @throws ProtocolError no head, a line too long, or too many
     */
    public function readHead(Deadline $deadline): ResponseHead
    {
        do {
            $head = ResponseHead::parse($this->readLines($deadline));
        } while ($head->isInterim());
        return $head;
    }

    /** Bytes that came after the head: the first frames may share a packet with it. */
    public function rest(): string
    {
        return $this->buffer;
    }

    /** @return list<string> the lines up to the empty one, without their line ends */
    private function readLines(Deadline $deadline): array
    {
        $this->beginning = '';
        $lines = [];
        while (($line = $this->readLine($deadline, count($lines))) !== '') {
            $lines[] = $line;
            if (count($lines) > 1 + self::MAX_HEADERS) {
                throw new ProtocolError('the server answers with more than ' . self::MAX_HEADERS . ' header fields');
            }
        }
        return $lines;
    }

    private function readLine(Deadline $deadline, int $number): string
    {
        while (($end = strpos($this->buffer, "\n")) === false) {
            $this->checkBeginning($this->buffer, $number);
            $this->buffer .= $this->stream->read($deadline) ?? throw new RpcTimeout($this->whatIsMissing());
        }
        $line = substr($this->buffer, 0, $end);
        $this->checkBeginning($line, $number);
        $this->check($this->fits($line, $number), $line, $number);
        $this->beginning .= $this->beginning === '' ? substr($line, 0, -1) : '';
        $this->buffer = substr($this->buffer, $end + 1);
        return substr($line, 0, -1);
    }

    private function checkBeginning(string $line, int $number): void
    {
        $this->check($this->canBegin(substr($line, 0, self::MAX_LINE), $number), $line, $number);
        if (!in_array(substr($line, self::MAX_LINE), ['', "\r"], true)) {
            throw new ProtocolError('the server answers with a header line longer than ' . self::MAX_LINE . ' bytes');
        }
    }

    private function canBegin(string $start, int $number): bool
    {
        $shortest = $number === 0 ? self::SHORTEST_STATUS_LINE : self::SHORTEST_FIELD_LINE;
        for ($cut = strlen($shortest); $cut >= 0; $cut--) {
            if ($this->fits($start . substr($shortest, $cut), $number)) {
                return true;
            }
        }
        return false;
    }

    private function fits(string $line, int $number): bool
    {
        return preg_match($number === 0 ? self::STATUS_LINE : self::FIELD_LINE, $line) === 1;
    }

    private function check(bool $isRight, string $line, int $number): void
    {
        if (!$isRight) {
            $what = Printable::text(rtrim($line, "\r"));
            throw new ProtocolError($number === 0
                ? "the answer to the opening handshake has no HTTP status line, but {$what}"
                : "the answer to the opening handshake has a line that is not a header field: {$what}");
        }
    }

    private function whatIsMissing(): string
    {
        $came = $this->beginning . $this->buffer;
        return $came === ''
            ? 'no answer to the opening handshake in time: is that a WebSocket server?'
            : 'the answer to the opening handshake is not whole in time, it begins with ' . Printable::text($came);
    }
}
