<?php

declare(strict_types=1);

/** Servers that are not there, silent, slow, broken or hostile: each gives its error, within its time-out. */

namespace FrameByFrame\Tests;

use FrameByFrame\CloseCode;
use FrameByFrame\ConnectionLost;
use FrameByFrame\ConnectionRefused;
use FrameByFrame\Dialect;
use FrameByFrame\ProtocolError;
use FrameByFrame\RemoteError;
use FrameByFrame\RpcClient;
use FrameByFrame\RpcTimeout;
use FrameByFrame\StalledFrame;
use FrameByFrame\WebSocket;

/** Seconds: the time-out of calls that must run into it. */
const SHORT = 0.2;

/** Seconds a busy machine may need on top of a time-out. */
const SLACK = 5.0;

/** One call to a peer that follows these steps. */
function callTo(Peer $peer, float $timeout = RpcClient::TIMEOUT): mixed
{
    $started = microtime(true);
    try {
        return (new RpcClient($peer->url))->call('getData', ['userId' => 123], $timeout);
    } finally {
        same(true, microtime(true) - $started < $timeout + SLACK, 'the call ended in time:');
    }
}

/** A client whose connection to a peer is open: the peer follows $steps after a first call. */
function connectedClient(Peer $peer, mixed ...$options): RpcClient
{
    $client = new RpcClient($peer->url, ...$options);
    same('first', $client->call('getData'));
    return $client;
}

/** The first steps of such a peer, and bytes that come together with the first reply. */
function firstCall(string $more = ''): array
{
    return [['handshake'], ['receive'], ['send', reply('"first"') . $more]];
}

/** The reply to the first call of a client. */
function reply(string $payload = '"right"', int $id = 1): string
{
    return Peer::text('{"status":"success","data":"Processed: getData","payload":' . $payload . ',"id":' . $id . '}');
}

/** As many open files as stream_select() can count; null: the system does not allow so many. */
function manyFiles(): ?array
{
    $files = [];
    while (count($files) < 1100) {
        $file = @fopen(__FILE__, 'r');
        if ($file === false) {
            return null;
        }
        $files[] = $file;
    }
    return $files;
}

/** Seconds that this process has used a processor. */
function processorTime(): float
{
    $usage = getrusage();
    return $usage['ru_utime.tv_sec'] + $usage['ru_utime.tv_usec'] / 1e6;
}

return function (Suite $suite): void {
    $name = 'a descriptor that stream_select() cannot wait for';
    if (manyFiles() === null) {
        $suite->skip($name, 'the system allows fewer open files: ulimit -n 4096');
    } else {
        $suite->test($name, function (): void {
            // Before the files: a program would inherit them.
            $answering = new Peer([['handshake'], ['receive'], ['send', reply()], ['hold']]);
            $silent = new Peer([['handshake'], ['wait']]);
            $files = manyFiles();
            same('right', callTo($answering));
            $before = processorTime();
            raises(RpcTimeout::class, fn () => callTo($silent, 0.5), 'no reply');
            same(true, processorTime() - $before < 0.25, 'waiting uses little of the processor:');
            array_map(fclose(...), $files);
        });
    }

    $suite->test('advice about ids can be followed', function (): void {
        $noId = Peer::text('{"status":"success","payload":"no id"}');
        $steps = [['handshake'], ['receive'], ['send', $noId], ['hold']];
        raises(ProtocolError::class, fn () => callTo(new Peer($steps)), 'for such a server, use ids: false');
        $peer = new Peer($steps);
        same('no id', (new RpcClient($peer->url, ids: false))->call('getData'));
    });

    $suite->test('the child of a fork leaves the connection alone', function (): void {
        $peer = new Peer([['handshake'], ['receive'], ['send', reply('"still ours"')], ['hold']]);
        $socket = WebSocket::connect($peer->url);
        $process = new \ReflectionProperty($socket, 'process');
        $process->setValue($socket, getmypid() + 1);
        same(false, $socket->isOpen());
        raises(ConnectionLost::class, fn () => $socket->sendText('{}'), 'belongs to the process that opened it');
        $socket->__destruct();
        $process->setValue($socket, getmypid());
        $socket->sendText('{"action": "getData"}');
        same('Text {"action": "getData"}', $peer->received(), 'nothing went out before:');
        same(true, str_contains($socket->receive(5.0)->payload, 'still ours'));
    });

    $suite->test('a late error without an id is about a call that was given up', function (): void {
        $late = Peer::text('{"status":"error","message":"late","code":"parse_error"}');
        $peer = new Peer([['handshake'], ['receive'], ['receive'], ['send', $late . reply('"right"', 2)], ['hold']]);
        $client = new RpcClient($peer->url);
        raises(RpcTimeout::class, fn () => $client->call('getData', timeout: SHORT));
        same('right', $client->call('getData'));
        same(1, $client->ignoredReplies());
    });

    foreach (['pcre.jit=0', 'pcre.backtrack_limit=100', 'pcre.recursion_limit=100'] as $setting) {
        $suite->test("regular expressions that give up early: {$setting}", function () use ($setting): void {
            [$name, $value] = explode('=', $setting);
            $before = ini_set($name, $value);
            $text = str_repeat('é ', 10_000);
            $reply = reply(json_encode($text, JSON_UNESCAPED_UNICODE));
            try {
                $blanks = str_repeat(' ', 8000);
                $answer = ['HTTP/1.1 101 x', 'Upgrade: websocket', 'Connection: Upgrade',
                    'Sec-WebSocket-Accept: {accept}', "X:{$blanks}x{$blanks}"];
                $answer[4] = substr($answer[4], 0, 8192);
                $peer = new Peer([['answer', $answer], ['receive'], ['send', $reply], ['hold']]);
                same($text, callTo($peer));
            } finally {
                ini_set($name, $before);
            }
        });
    }

    $suite->test('nothing listens', function (): void {
        $server = stream_socket_server('tcp://127.0.0.1:0');
        $address = stream_socket_get_name($server, false);
        fclose($server);
        $client = new RpcClient("ws://{$address}");
        raises(ConnectionRefused::class, fn () => $client->call('getData'), "cannot connect to {$address}");
        $reply = $client->request(['action' => 'getData']);
        same(['error', 'connection_refused'], [$reply['status'], $reply['code']]);
        contains('Is the server running', $reply['message']);
    });

    $suite->test('a server that accepts and says nothing', function (): void {
        $peer = new Peer([['wait']]);
        raises(RpcTimeout::class, fn () => callTo($peer, SHORT), 'no answer to the opening handshake in time');
    });

    $suite->test('a server that ends the connection in the handshake', function (): void {
        $peer = new Peer([]);
        raises(ConnectionRefused::class, fn () => callTo($peer), 'in the opening handshake');
    });

    $suite->test('a wrong accept key', function (): void {
        $lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade',
            'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo='];
        raises(ProtocolError::class, fn () => callTo(new Peer([['answer', $lines], ['wait']])), 'Sec-WebSocket-Accept');
    });

    $suite->test('a server that wants a token', function (): void {
        $peer = new Peer([['answer', ['HTTP/1.1 401 Unauthorized', 'WWW-Authenticate: Bearer', 'Content-Length: 0']]]);
        raises(ConnectionRefused::class, fn () => callTo($peer), '401 Unauthorized');
    });

    $suite->test('a server that is a web page', function (): void {
        $peer = new Peer([['answer', ['HTTP/1.1 200 OK', 'Content-Length: 5', '', 'hello']]]);
        raises(ConnectionRefused::class, fn () => callTo($peer), '200 OK');
    });

    $suite->test('a reply one byte at a time', function (): void {
        same('right', callTo(new Peer([['handshake'], ['receive'], ['dribble', reply()], ['hold']])));
    });

    $suite->test('a handshake and its answer one byte at a time, then frames in the same packet', function (): void {
        $peer = new Peer([['answer-and-send', Peer::text('{"event":"tick"}') . '8900'], ['receive'], ['receive'],
            ['send', reply()], ['hold']]);
        same('right', callTo($peer));
        same(['Text', 'Pong'], [explode(' ', $peer->received())[0], explode(' ', $peer->received())[0]]);
    });

    $suite->test('two replies in one packet: one late, one right', function (): void {
        $peer = new Peer([...firstCall(), ['receive'], ['receive'], ['send', reply('"late"', 2) . reply('"right"', 3)],
            ['hold']]);
        $client = connectedClient($peer);
        raises(RpcTimeout::class, fn () => $client->call('getData', timeout: SHORT), 'no reply within 0.2 s');
        same('right', $client->call('getData'));
        same(1, $client->ignoredReplies());
    });

    $suite->test('a silent server holds up close() no longer than a call', function (): void {
        $peer = new Peer([...firstCall(), ['hold'], ['hold']]);
        $client = connectedClient($peer, timeout: 1.0);
        raises(RpcTimeout::class, fn () => $client->call('getData', timeout: SHORT));
        $started = microtime(true);
        $client->close();
        same(true, microtime(true) - $started < 1.0 + SLACK, 'the goodbye ended in time:');
    });

    $suite->test('a reply in fragments, with a ping between them', function (): void {
        $text = hex2bin(reply());
        $fragments = Peer::text(substr($text, 2, 40), fin: false) . '890161' . '80'
            . bin2hex(chr(strlen($text) - 42)) . bin2hex(substr($text, 42));
        $peer = new Peer([['handshake'], ['receive'], ['send', $fragments], ['hold']]);
        same('right', callTo($peer));
        $peer->received();
        same('Pong a', $peer->received());
    });

    $suite->test('a stall inside a frame', function (): void {
        $peer = new Peer([...firstCall(substr(reply('2', 2), 0, 40)), ['wait']]);
        $client = connectedClient($peer);
        raises(StalledFrame::class, fn () => $client->call('getData', timeout: SHORT), 'in the middle of a frame');
    });

    $suite->test('a frame that stalls, and goes on in the next call', function (): void {
        [$begin, $end] = [substr(reply('"late"', 2), 0, 40), substr(reply('"late"', 2), 40)];
        $peer = new Peer([...firstCall($begin), ['receive'], ['receive'],
            ['send', $end . reply('"right"', 3)], ['hold']]);
        $client = connectedClient($peer);
        raises(StalledFrame::class, fn () => $client->call('getData', timeout: SHORT));
        same('right', $client->call('getData'));
    });

    $suite->test('receive tells nothing yet from a stall', function (): void {
        $peer = new Peer([['handshake'], ['receive'], ['send', '8105 6865'], ['receive'], ['send', '6c6c6f'],
            ['hold']]);
        $socket = WebSocket::connect($peer->url);
        same(null, $socket->receive(0.0));
        same(null, $socket->receive(0.05));
        $socket->sendText('begin');
        raises(StalledFrame::class, function () use ($socket): void {
            while ($socket->receive(SHORT) === null) {
                // The frame has not begun yet.
            }
        });
        $socket->sendText('go on');
        same('hello', $socket->receive(RpcClient::TIMEOUT)?->payload);
        same(null, $socket->receive(0.0));
    });

    $suite->test('an end in the middle of a frame', function (): void {
        $peer = new Peer([['handshake'], ['receive'], ['send', '81']]);
        $lost = raises(ConnectionLost::class, fn () => callTo($peer), 'without a close frame');
        same(CloseCode::ABNORMAL, $lost->closeCode);
    });

    $suite->test('a close during a call', function (): void {
        $peer = new Peer([['handshake'], ['receive'], ['send', '8807 03e9' . bin2hex("by\e[1")], ['hold']]);
        $lost = raises(ConnectionLost::class, fn () => callTo($peer), "with code 1001: 'by?[1'");
        same(CloseCode::GOING_AWAY, $lost->closeCode);
        $peer->received();
        same("Close \x03\xe9", $peer->received());
        same('end', $peer->received());
    });

    foreach (
        [
            'a masked frame' => ['818401020304 00000000', 1002, 'mask bit'],
            'a reserved bit' => ['c100', 1002, 'reserved bit'],
            'a length in the wrong form' => ['817e0001 61', 1002, 'shortest form'],
            'the highest bit of a length' => ['827f8000000000000000', 1002, 'highest bit'],
            'an oversize frame, its header alone' => ['827f0000000000100001', 1009, 'more than 1048576 bytes'],
            'text that is not UTF-8' => ['8103 61ff62', 1007, 'not UTF-8'],
        ] as $name => [$bytes, $code, $words]
    ) {
        $suite->test($name, function () use ($bytes, $code, $words): void {
            $peer = new Peer([['handshake'], ['receive'], ['send', $bytes], ['hold']]);
            $fault = raises(ProtocolError::class, fn () => callTo($peer), $words);
            same($code, $fault->closeCode);
            $peer->received();
            same('Close ' . pack('n', $code), substr($peer->received(), 0, 8));
        });
    }

    $suite->test('a fault with much behind it: the server still gets the close code', function (): void {
        $peer = new Peer([['handshake'], ['receive'], ['send', 'c100', 100_000], ['hold']]);
        raises(ProtocolError::class, fn () => callTo($peer), 'reserved bit');
        $peer->received();
        same("Close \x03\xea", substr($peer->received(), 0, 8));
    });

    foreach (
        [
            'a reply that is no JSON' => [Peer::text('{"status'), 1007, 'no JSON'],
            'a reply that is no object' => [Peer::text('[1]'), 1007, 'not an object'],
            'a binary reply' => ['8200', 1003, 'binary'],
            'a reply without the id' => [Peer::text('{"status":"success"}'), 1002, 'ids: false'],
        ] as $name => [$bytes, $code, $words]
    ) {
        $suite->test($name, function () use ($bytes, $code, $words): void {
            $peer = new Peer([['handshake'], ['receive'], ['send', $bytes], ['hold']]);
            raises(ProtocolError::class, fn () => callTo($peer), $words);
            $peer->received();
            same('Close ' . pack('n', $code), substr($peer->received(), 0, 8));
        });
    }

    $suite->test('pings without end, from a server that does not read', function (): void {
        $peer = new Peer([['handshake'], ['flood', '897d' . str_repeat('61', 125)]]);
        raises(ConnectionLost::class, fn () => callTo($peer), 'sends pings');
    });

    $suite->test('pongs without end', function (): void {
        $peer = new Peer([['handshake'], ['flood', '8a00']]);
        raises(RpcTimeout::class, fn () => callTo($peer, SHORT));
    });

    $suite->test('pushes without end', function (): void {
        $peer = new Peer([['handshake'], ['flood', Peer::text('{"event":"tick"}')]]);
        raises(RpcTimeout::class, fn () => callTo($peer, SHORT));
    });

    $suite->test('a server that does not read', function (): void {
        $peer = new Peer([['handshake'], ['wait']]);
        $socket = WebSocket::connect($peer->url);
        raises(RpcTimeout::class, fn () => $socket->sendText(str_repeat('a', 12 << 20), SHORT), 'has not read all');
        same(false, $socket->isOpen());
    });

    $suite->test('a server that never answers, and one that answers with ids nobody sent', function (): void {
        raises(RpcTimeout::class, fn () => callTo(new Peer([['handshake'], ['hold']]), SHORT));
        $strange = reply('1', 7) . Peer::text('{"status":"success","id":"1"}') . reply();
        same('right', callTo(new Peer([['handshake'], ['receive'], ['send', $strange], ['hold']])));
    });

    $suite->test('a message too big for the server: its reason is what is thrown', function (): void {
        $peer = new Peer([['handshake'], ['send', '880203f1'], ['wait']]);
        $socket = WebSocket::connect($peer->url);
        $lost = raises(ConnectionLost::class, function () use ($socket): void {
            $socket->sendText(str_repeat('a', 1 << 20));
            $socket->receive(RpcClient::TIMEOUT);
        });
        same(CloseCode::MESSAGE_TOO_BIG, $lost->closeCode);
        raises(ConnectionLost::class, fn () => $socket->sendText('more'), 'open a new one');
    });

    $suite->test('a close that the server does not answer', function (): void {
        $peer = new Peer([['handshake'], ['wait']]);
        $socket = WebSocket::connect($peer->url);
        $started = microtime(true);
        $socket->close(timeout: SHORT);
        same(true, microtime(true) - $started < SHORT + SLACK);
        same(false, $socket->isOpen());
    });

    $suite->test('a close that is none', function (): void {
        $peer = new Peer([['handshake'], ['hold']]);
        $socket = WebSocket::connect($peer->url);
        raises(\InvalidArgumentException::class, fn () => $socket->close(1006), '1006');
        raises(\InvalidArgumentException::class, fn () => $socket->close(1000, str_repeat('a', 124)), '123');
        raises(\InvalidArgumentException::class, fn () => $socket->sendText("\xff"), 'UTF-8');
        $socket->close(4000, 'done');
        same("Close \x0f\xa0done", $peer->received());
    });

    $suite->test('an error that says nothing, and JSON-RPC errors that say much', function (): void {
        $call = function (string $reply): mixed {
            $peer = new Peer([['handshake'], ['receive'], ['send', Peer::text($reply)], ['hold']]);
            return (new RpcClient($peer->url, Dialect::JsonRpc))->call('x');
        };
        raises(ProtocolError::class, fn () => $call('{"jsonrpc":"2.0","id":1,"error":[]}'), 'says nothing');
        raises(ProtocolError::class, fn () => $call('{"jsonrpc":"2.0","id":1,"error":5}'), 'says nothing');
        raises(ProtocolError::class, fn () => $call('{"jsonrpc":"2.0","id":1}'), 'no reply');
        $error = raises(RemoteError::class, fn () => $call(
            '{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"no","data":[1]}}'
        ), 'no');
        same([-32000, [1]], [$error->getCode(), $error->data]);
    });
};
