<?php

declare(strict_types=1);

namespace FrameByFrame;

/** The head of a server's HTTP answer: a status line and header fields (RFC 9112). */
final class ResponseHead
{
    /** Blanks that mean nothing around a value; no others are passed over (RFC 9110, 5.6.3). */
    private const BLANKS = " \t";

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
        $statusLine = array_shift($lines) ?? '';
        if (preg_match('~^HTTP/[0-9]\.[0-9] [0-9]{3}(?: |$)~D', $statusLine) !== 1) {
            $answer = Printable::text($statusLine);
            throw new ProtocolError("the answer to the opening handshake has no HTTP status line, but {$answer}");
        }
        return new self($statusLine, array_map(self::parseField(...), self::unfold($lines)));
    }

    /** HTTP/1.1, or what may follow it: the same to us (RFC 9110, 2.5 and 7.8). */
    public function canUpgrade(): bool
    {
        return str_starts_with($this->statusLine, 'HTTP/1.') && !str_starts_with($this->statusLine, 'HTTP/1.0');
    }

    /** Another answer follows (RFC 9110, 15.2). */
    public function isInterim(): bool
    {
        return intdiv($this->status(), 100) === 1 && $this->status() !== 101;
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

    /** Are there fields of this name? */
    public function has(string $name): bool
    {
        return $this->values($name) !== [];
    }

    /** @return list<string> the comma-separated items of every field of this name, in small letters */
    public function tokens(string $name): array
    {
        $items = explode(',', strtolower(implode(',', $this->values($name))));
        $trimmed = array_map(self::trimmed(...), $items);
        return array_values(array_filter($trimmed, fn (string $item): bool => $item !== ''));
    }

    /**
     * A line that begins with a blank goes on where the one before it ended (RFC 9112, 5.2).
     *
     * @param list<string> $lines
     * @return list<string>
     */
    private static function unfold(array $lines): array
    {
        $unfolded = [];
        foreach ($lines as $line) {
            if ($unfolded !== [] && ltrim($line, self::BLANKS) !== $line) {
                $unfolded[] = array_pop($unfolded) . ' ' . ltrim($line, self::BLANKS);
            } else {
                $unfolded[] = $line;
            }
        }
        return $unfolded;
    }

    /** @return array{string, string} */
    private static function parseField(string $line): array
    {
        [$name, $value] = explode(':', $line, 2) + [1 => null];
        if ($value === null || preg_match('/^[!#$%&\'*+.^_`|~0-9A-Za-z-]++$/D', $name) !== 1) {
            throw new ProtocolError('not a header field: ' . Printable::text($line));
        }
        return [strtolower($name), self::trimmed($value)];
    }

    private static function trimmed(string $text): string
    {
        return trim($text, self::BLANKS);
    }
}
