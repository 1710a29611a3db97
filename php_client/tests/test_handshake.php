<?php

declare(strict_types=1);

/** The opening handshake: contract/handshake.json, URLs, header fields and limits. */

namespace FrameByFrame\Tests;

use FrameByFrame\ConnectionRefused;
use FrameByFrame\Deadline;
use FrameByFrame\HeadReader;
use FrameByFrame\OpeningHandshake;
use FrameByFrame\ProtocolError;
use FrameByFrame\RpcError;
use FrameByFrame\RpcTimeout;
use FrameByFrame\Url;

use function FrameByFrame\acceptValue;

/** Reads a server's answer to the handshake as a client does: the subprotocol. */
function answerTo(OpeningHandshake $handshake, array $lines): ?string
{
    [$stream, $server] = socketPair();
    $answer = implode("\r\n", $lines) . "\r\n\r\n";
    fwrite($server, str_replace('{accept}', acceptValue($handshake->key), $answer));
    return $handshake->check((new HeadReader($stream))->readHead(Deadline::in(1.0)));
}

function handshake(array $subprotocols = [], array $headers = [], string $url = 'ws://host'): OpeningHandshake
{
    return new OpeningHandshake(Url::parse($url), $subprotocols, $headers);
}

return function (Suite $suite): void {
    $accepted = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade',
        'Sec-WebSocket-Accept: {accept}'];

    $vectors = vectors('handshake.json');
    foreach ($vectors->accept as $vector) {
        $suite->test("accept: {$vector->name}", function () use ($vector): void {
            same($vector->accept, acceptValue($vector->key));
        });
    }
    foreach ($vectors->responses as $vector) {
        if ($vector->offer->deflate) {
            // This client offers no extension, so an answer with one is never right.
            $vector->accepted = !str_contains(implode($vector->response), 'Sec-WebSocket-Extensions');
            $vector->names = 'Sec-WebSocket-Extensions';
        }
        $suite->test("responses: {$vector->name}", function () use ($vector): void {
            $handshake = handshake($vector->offer->subprotocols);
            $answer = fn (): ?string => answerTo($handshake, array_map(text(...), $vector->response));
            $vector->accepted ? $answer() : raises(RpcError::class, $answer, $vector->names);
        });
    }

    foreach ($vectors->early as $vector) {
        if ($vector->receiver === 'client') {
            $suite->test("early: {$vector->name}", function () use ($vector): void {
                [$stream, $server] = socketPair();
                fwrite($server, bytes($vector->bytes));
                $read = fn () => (new HeadReader($stream))->readHead(Deadline::in(10.0));
                raises(ProtocolError::class, $read, $vector->names);
            });
        }
    }

    $suite->test('an answer that is not whole is quoted', function (): void {
        [$stream, $server] = socketPair();
        fwrite($server, "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n");
        $read = fn () => (new HeadReader($stream))->readHead(Deadline::in(0.05));
        raises(RpcTimeout::class, $read, "begins with 'HTTP/1.1 101 Switching'");
    });

    $suite->test('the request is what RFC 6455, 4.1 asks for', function (): void {
        $handshake = handshake(['jsonrpc', 'other'], ['Origin' => 'http://localhost'], 'ws://host:81/a/b?c=d');
        $version = PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION;
        same(16, strlen(base64_decode($handshake->key, true)));
        same(
            "GET /a/b?c=d HTTP/1.1\r\nHost: host:81\r\nUser-Agent: php/{$version} framebyframe\r\n"
            . "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {$handshake->key}\r\n"
            . "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: jsonrpc, other\r\nOrigin: http://localhost\r\n\r\n",
            $handshake->request()
        );
    });

    $suite->test('every handshake has a key of its own', function (): void {
        same(false, handshake()->key === handshake()->key);
    });

    foreach (["Bearer a\r\nEvil: 1", "a\0b", "\u{e9}"] as $value) {
        $suite->test('no header field with ' . json_encode($value), function () use ($value): void {
            $headers = ['Authorization' => $value];
            raises(\InvalidArgumentException::class, fn () => handshake([], $headers), 'Authorization');
        });
    }

    $suite->test('URLs are taken apart', function (): void {
        $url = Url::parse('ws://127.0.0.1:8080');
        same(['tcp://127.0.0.1:8080', '127.0.0.1:8080', '/'], [$url->transport(), $url->authority, $url->target]);
        $url = Url::parse('wss://[::1]/x?token=a%20b');
        same(['tls://[::1]:443', '[::1]', '/x?token=a%20b'], [$url->transport(), $url->authority, $url->target]);
        same('/?a', Url::parse('WS://h:80?a')->target);
    });

    $bad = ['', 'ws://', 'http://h', 'h:80', 'ws:h', 'ws://h#f', 'ws://u:p@h', "ws://h/\r\nX: y", 'ws://h:99999'];
    foreach ($bad as $url) {
        $suite->test("no WebSocket URL: '" . addcslashes($url, "\r\n") . "'", function () use ($url): void {
            raises(\InvalidArgumentException::class, fn () => Url::parse($url));
        });
    }

    $suite->test('names and tokens are case-insensitive, and Connection is a list', function () use ($accepted): void {
        $lines = [$accepted[0], 'UPGRADE: WebSocket', 'connection: keep-alive, upgrade', $accepted[3]];
        same(null, answerTo(handshake(), $lines));
    });

    $suite->test('the subprotocol is one we offered', function () use ($accepted): void {
        $lines = [...$accepted, 'Sec-WebSocket-Protocol: jsonrpc'];
        same('jsonrpc', answerTo(handshake(['other', 'jsonrpc']), $lines));
        same(null, answerTo(handshake(['jsonrpc']), $accepted));
        raises(ProtocolError::class, fn () => answerTo(handshake(), $lines), 'Sec-WebSocket-Protocol');
        raises(ProtocolError::class, fn () => answerTo(handshake(['jsonrpc']), [...$lines, end($lines)]), 'Protocol');
    });

    $suite->test('a status other than 101 is named, with what to do', function (): void {
        raises(ConnectionRefused::class, fn () => answerTo(handshake(), ['HTTP/1.1 401 Unauthorized']), 'token');
        raises(ConnectionRefused::class, fn () => answerTo(handshake(), ['HTTP/1.1 403 Forbidden']), "Forbidden'; its");
        raises(ConnectionRefused::class, fn () => answerTo(handshake(), ['HTTP/1.1 302 Found', 'Location: /x']), '302');
    });

    $suite->test('what is no HTTP is quoted without its control characters', function (): void {
        raises(ProtocolError::class, fn () => answerTo(handshake(), ["SSH-2.0-\e[31mx"]), "'SSH-2.0-?[31mx'");
        raises(ProtocolError::class, fn () => answerTo(handshake(), []), 'no HTTP status line');
        $fault = raises(ProtocolError::class, fn () => answerTo(handshake(), [str_repeat('a', 8000)]));
        same(true, strlen($fault->getMessage()) < 250);
    });

    foreach (['no colon', ': no name', 'a space : x'] as $line) {
        $suite->test("not a header field: '{$line}'", function () use ($accepted, $line): void {
            raises(ProtocolError::class, fn () => answerTo(handshake(), [...$accepted, $line]), 'not a header field');
        });
    }

    $suite->test('a line of 8 KiB is read, one byte more is not', function () use ($accepted): void {
        $line = fn (int $length): string => 'X: ' . str_repeat('a', $length - 3);
        same(null, answerTo(handshake(), [...$accepted, $line(8192)]));
        raises(ProtocolError::class, fn () => answerTo(handshake(), [...$accepted, $line(8193)]), '8192 bytes');
    });

    $suite->test('a time-out of any length is one that stream_select() takes', function (): void {
        same(true, is_finite(Deadline::in(INF)->remaining()));
        same(0.0, Deadline::in(-INF)->remaining());
    });

    $suite->test('a line without an end is given up', function (): void {
        [$stream, $server] = socketPair();
        fwrite($server, 'HTTP/1.1 101 ' . str_repeat('a', 8192));
        raises(ProtocolError::class, fn () => (new HeadReader($stream))->readHead(Deadline::in(1.0)), '8192 bytes');
    });

    $suite->test('128 header fields are read, one more is not', function () use ($accepted): void {
        $more = fn (int $count): array => [...$accepted, ...array_fill(0, $count - 3, 'X: y')];
        same(null, answerTo(handshake(), $more(128)));
        raises(ProtocolError::class, fn () => answerTo(handshake(), $more(129)), '128 header fields');
    });
};
