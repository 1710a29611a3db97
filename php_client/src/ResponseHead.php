<?php

declare(strict_types=1);

namespace FrameByFrame;

/** The head of a server's HTTP answer: a status line and header fields (RFC 9112). */
final class ResponseHead
{
    /** @param list<array{string, string}> $fields name in small letters, value */
    private function __construct(public readonly string $statusLine, private array $fields)
    {
    }

    /**
     * @param list<string> $lines without their line ends, and without the empty line after them
     * @throws ProtocolError a line is not what HTTP allows
     */
    public static function parse(array $lines): self
    {
        // A line that begins with a blank goes on where the one before it ended (RFC 9112, 5.2).
        $lines = explode("\r\n", preg_replace('/\r\n[ \t]+/', ' ', implode("\r\n", $lines)));
        $statusLine = array_shift($lines);
        if (preg_match('~^HTTP/1\.[1-9] [0-9]{3}(?: |$)~D', $statusLine) !== 1) {
            $answer = Printable::text($statusLine);
            throw new ProtocolError("the answer to the opening handshake has no HTTP status line, but {$answer}");
        }
        return new self($statusLine, array_map(self::parseField(...), $lines));
    }

    public function status(): int
    {
        return (int) substr($this->statusLine, strlen('HTTP/1.1 '), 3);
    }

    /** @return list<string> the values of every field of this name; names are case-insensitive */
    public function values(string $name): array
    {
        $same = fn (array $field): bool => $field[0] === strtolower($name);
        return array_column(array_filter($this->fields, $same), 1);
    }

    /** @return list<string> the comma-separated items of every field of this name, in small letters */
    public function tokens(string $name): array
    {
        $items = explode(',', strtolower(implode(',', $this->values($name))));
        return array_values(array_filter(array_map('trim', $items), fn (string $item): bool => $item !== ''));
    }

    /** @return array{string, string} */
    private static function parseField(string $line): array
    {
        if (preg_match('/^([!#$%&\'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/Ds', $line, $match) !== 1) {
            throw new ProtocolError('not a header field: ' . Printable::text($line));
        }
        return [strtolower($match[1]), $match[2]];
    }
}
