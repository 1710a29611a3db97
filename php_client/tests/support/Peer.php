<?php

declare(strict_types=1);

namespace FrameByFrame\Tests;

use FrameByFrame\Frame;
use FrameByFrame\Opcode;

/**
 * A server that does what a test tells it to: see scripted_peer.php for the steps it knows.
 *
 *     $peer = new Peer([['handshake'], ['receive'], ['send', Peer::text('{}')], ['hold']]);
 */
final class Peer
{
    public readonly string $url;
    private Program $program;

    /**
     * @param list<list<mixed>> $steps of the first connection
     * @param list<list<mixed>> ...$more steps of the connections after it
     */
    public function __construct(array $steps, array ...$more)
    {
        $this->program = Program::php('tests/support/scripted_peer.php', [json_encode([$steps, ...$more])]);
        $this->url = $this->program->listening();
    }

    /** A text frame as a server sends it, in hexadecimal. */
    public static function text(string $text, bool $fin = true): string
    {
        return bin2hex((new Frame(Opcode::Text, $text, fin: $fin))->encode());
    }

    /**
     * The next frame this peer has received, as 'opcode payload': 'Text {"action":...}'. 'Handshake GET ...' for
     * the step "show"; 'end' for the end.
     */
    public function received(): string
    {
        [$opcode, $payload] = json_decode($this->program->line(), true) ?? [null, ''];
        $name = match ($opcode) {
            null => 'end',
            -1 => 'Handshake',
            default => Opcode::from($opcode)->name,
        };
        return rtrim("{$name} " . hex2bin($payload), ' ');
    }
}
