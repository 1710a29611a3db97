<?php

declare(strict_types=1);

/** The frame codec: contract/frames.json, and what it cannot say. */

namespace FrameByFrame\Tests;

use FrameByFrame\ByteStream;
use FrameByFrame\CloseCode;
use FrameByFrame\ConnectionLost;
use FrameByFrame\Frame;
use FrameByFrame\FrameReader;
use FrameByFrame\MessageAssembler;
use FrameByFrame\Opcode;
use FrameByFrame\ProtocolError;
use FrameByFrame\StalledFrame;
use FrameByFrame\WebSocket;

use function FrameByFrame\mask;

/** Two ends of one socket: ours as a stream, the server's as PHP gives it. */
function socketPair(): array
{
    $domain = PHP_OS_FAMILY === 'Windows' ? STREAM_PF_INET : STREAM_PF_UNIX;
    [$ours, $servers] = stream_socket_pair($domain, STREAM_SOCK_STREAM, 0);
    return [new ByteStream($ours, linger: 0.0), $servers];
}

/**
 * The events of a stream of bytes for a WebSocket that gets it in pieces of $size bytes.
 *
 * @return array{list<array<mixed>>, \Throwable|null, list<Frame>} events, what ended it, and the frames sent
 */
function meaning(string $bytes, int $size): array
{
    $events = $sent = [];
    [$stream, $server] = socketPair();
    $socket = new WebSocket($stream, trace: function (string $direction, Frame $frame) use (&$events, &$sent): void {
        if ($direction === 'sent') {
            $sent[] = $frame;
        } elseif (in_array($frame->opcode, [Opcode::Ping, Opcode::Pong], true)) {
            $events[] = [strtolower($frame->opcode->name), $frame->payload];
        }
    });
    try {
        foreach (str_split($bytes, $size) as $piece) {
            fwrite($server, $piece);
            receiveAll($socket, $events);
        }
        return [$events, null, $sent];
    } catch (ConnectionLost | ProtocolError $end) {
        return [$events, $end, $sent];
    } finally {
        fclose($server);
    }
}

function receiveAll(WebSocket $socket, array &$events): void
{
    try {
        while (($message = $socket->receive(0.0)) !== null) {
            $events[] = [strtolower($message->type->name), $message->payload];
        }
    } catch (StalledFrame) {
        // The rest comes with the next piece.
    }
}

/** Sizes of the pieces: one byte, an odd few, all at once. Long streams are not cut into bytes. */
function pieces(string $bytes): array
{
    return strlen($bytes) <= 4096 ? [1, 3, 65536] : [1021, 65536];
}

function expectedEvent(object $event): array
{
    return [$event->type, bytes($event->payload)];
}

return function (Suite $suite): void {
    $vectors = vectors('frames.json');

    foreach ($vectors->frames as $vector) {
        $opcode = Opcode::from($vector->frame->opcode);
        $frame = new Frame(
            $opcode,
            bytes($vector->frame->payload),
            $vector->frame->masking_key === null ? null : bytes($vector->frame->masking_key),
            $vector->frame->fin
        );
        if ($vector->encode) {
            $suite->test("encode: {$vector->name}", function () use ($vector, $frame): void {
                same(bytes($vector->bytes), $frame->encode());
            });
        }
        if ($vector->receiver === 'client') {
            $suite->test("decode: {$vector->name}", function () use ($vector, $frame, $opcode): void {
                $reader = new FrameReader(new MessageAssembler());
                if ($opcode === Opcode::Continuation) {
                    $reader->feed((new Frame(Opcode::Binary, fin: false))->encode());
                    $reader->nextFrame();
                }
                $reader->feed(bytes($vector->bytes));
                $decoded = $reader->nextFrame() ?? throw new Failure('not a whole frame');
                same([$frame->opcode, $frame->payload, null, $frame->fin], array_values((array) $decoded));
                same(false, $reader->isInsideFrame());
            });
        }
    }

    foreach ($vectors->messages as $vector) {
        foreach ($vector->receiver === 'client' ? pieces(bytes($vector->bytes)) : [] as $size) {
            $suite->test("messages: {$vector->name}, {$size} bytes at a time", function () use ($vector, $size): void {
                [$events, $end] = meaning(bytes($vector->bytes), $size);
                $expected = $vector->events;
                $close = end($expected)->type === 'close' ? array_pop($expected) : null;
                same(array_map(expectedEvent(...), $expected), $events);
                same($close?->code, $end?->closeCode, $end?->getMessage() ?? '');
            });
        }
    }

    foreach ($vectors->illegal as $vector) {
        foreach ($vector->receiver === 'client' ? pieces(bytes($vector->bytes)) : [] as $size) {
            $suite->test("illegal: {$vector->name}, {$size} bytes at a time", function () use ($vector, $size): void {
                [, $end, $sent] = meaning(bytes($vector->bytes), $size);
                same(ProtocolError::class, $end === null ? null : $end::class);
                same($vector->close_code, $end->closeCode, $end->getMessage());
                $goodbye = end($sent);
                same(Opcode::Close, $goodbye->opcode);
                same(pack('n', $vector->close_code), substr($goodbye->payload, 0, 2));
            });
        }
    }

    $suite->test('masking is what RFC 6455, 5.3 says, byte by byte, and undoes itself', function (): void {
        foreach ([0, 1, 2, 3, 4, 5, 125, 126, 65537] as $length) {
            $payload = $length === 0 ? '' : random_bytes($length);
            $key = random_bytes(4);
            $expected = '';
            for ($i = 0; $i < $length; $i++) {
                $expected .= chr(ord($payload[$i]) ^ ord($key[$i % 4]));
            }
            same($expected, mask($payload, $key));
            same($payload, mask(mask($payload, $key), $key));
        }
    });

    $suite->test('every frame of a client has a masking key of its own', function (): void {
        $keys = array_map(fn (): string => Frame::masked(Opcode::Text, 'a')->maskingKey, range(1, 100));
        same(100, count(array_unique($keys)));
        same([4], array_values(array_unique(array_map('strlen', $keys))));
    });

    $suite->test('a ping is answered with its own payload, masked, at once', function (): void {
        [, , $sent] = meaning("\x89\x03abc", 1);
        same([Opcode::Pong, 'abc'], [$sent[0]->opcode, $sent[0]->payload]);
        same(4, strlen($sent[0]->maskingKey));
    });

    $suite->test('the limits are those of one message, not of all', function (): void {
        $half = (new Frame(Opcode::Binary, str_repeat('a', 1 << 19)))->encode();
        [$events] = meaning(str_repeat($half, 3), 65536);
        same(3, count($events));
    });

    $suite->test('after a close frame, pings are not answered', function (): void {
        $sent = [];
        [$stream, $server] = socketPair();
        $socket = new WebSocket($stream, trace: function (string $direction, Frame $frame) use (&$sent): void {
            $direction === 'sent' && $sent[] = $frame->opcode;
        });
        fwrite($server, "\x89\x00\x81\x01a\x88\x02\x03\xe8");
        $socket->close();
        same([Opcode::Close], $sent);
    });

    $suite->test('why the server ended the connection is told to who sends next', function (): void {
        [$stream, $server] = socketPair();
        $socket = new WebSocket($stream);
        fwrite($server, "\x81\x01a\x88\x02\x03\xe9");
        fclose($server);
        same(CloseCode::GOING_AWAY, raises(ConnectionLost::class, fn () => $socket->sendText('b'))->closeCode);
        raises(ConnectionLost::class, fn () => $socket->sendText('c'), 'open a new one');
    });

    $suite->test('a close is answered with its own code, and without one where it has none', function (): void {
        [, , $sent] = meaning("\x88\x04\x0f\xa0ok", 65536);
        same([Opcode::Close, "\x0f\xa0"], [$sent[0]->opcode, $sent[0]->payload]);
        [, , $sent] = meaning("\x88\x00", 65536);
        same([Opcode::Close, ''], [$sent[0]->opcode, $sent[0]->payload]);
    });
};
