<?php

declare(strict_types=1);

/** RpcClient: both dialects against each server, and what it does between calls. */

namespace FrameByFrame\Tests;

use FrameByFrame\CloseCode;
use FrameByFrame\ConnectionLost;
use FrameByFrame\Dialect;
use FrameByFrame\RemoteError;
use FrameByFrame\RpcClient;
use FrameByFrame\RpcTimeout;

/**
 * The calls that every client can make, however it is made.
 *
 * @param array<string, mixed> $options of the client
 * @param array{string|int, string|int, string|int} $codes of unparsable text, an unknown action and a failure
 */
function testCalls(Suite $suite, string $url, array $options, array $codes): void
{
    $client = fn (): RpcClient => new RpcClient($url, ...$options);
    $name = "{$url} " . json_encode($options);

    $suite->test("results ({$name})", function () use ($client): void {
        $client = $client();
        same('Example Item', $client->call('getData', ['userId' => 123])['name']);
        $saved = $client->call('saveData', ['item' => 'Zürich', 'value' => -0.5]);
        same($saved, $client->call('getData', ['id' => $saved['id']]));
        $params = ['text' => "a/é€😀\0", 'list' => [1, 2.5, null, false], 'big' => 2 ** 53 - 1, 'float' => 1.5];
        same($params, $client->call('echo', $params));
        same(500_000, strlen($client->call('echo', ['text' => str_repeat('x', 500_000)])['text']));
        same(0, $client->ignoredReplies());
    });

    $suite->test("no parameters are an object, and objects stay objects ({$name})", function () use ($client): void {
        contains('{}', $client()->exchange('echo')->text);
        contains('{"a":{},"b":[]}', $client()->exchange('echo', ['a' => new \stdClass(), 'b' => []])->text);
        contains('[1]', $client()->exchange('echo', [1])->text);
    });

    $suite->test("remote errors ({$name})", function () use ($client, $codes): void {
        $client = $client();
        $error = raises(RemoteError::class, fn () => $client->call('echo', ['n' => 2 ** 53]), 'Invalid JSON');
        same($codes[0], $error->getCode());
        $error = raises(RemoteError::class, fn () => $client->call('noSuch'), 'Unknown action: noSuch');
        same($codes[1], $error->getCode());
        $error = raises(RemoteError::class, fn () => $client->call('fail', ['message' => 'why', 'data' => [1]]), 'why');
        same($codes[2], $error->getCode());
        same(is_int($codes[2]) ? [1] : null, $error->data);
        same('Example Item', $client->call('getData')['name']);
    });

    $suite->test("a time-out, and calls after it ({$name})", function () use ($client): void {
        $client = $client();
        $client->call('getData');
        raises(RpcTimeout::class, fn () => $client->call('sleep', ['ms' => 30_000], 0.1), 'within 0.1 s');
        same(['slept' => 0], $client->call('sleep', ['ms' => 0]));
    });

    $suite->test("pushes do not disturb calls ({$name})", function () use ($client): void {
        $client = $client();
        same(null, $client->nextPush(0.0));
        same(1, $client->call('subscribe', ['intervalMs' => 10, 'count' => 5])['subscription']);
        same(['slept' => 60], $client->call('sleep', ['ms' => 60]));
        foreach ([1, 2, 3, 4, 5] as $sequence) {
            $push = $client->nextPush(RpcClient::TIMEOUT);
            same(['subscription' => 1, 'sequence' => $sequence], $push['payload'] ?? $push['params']);
        }
        same(0, $client->ignoredReplies());
    });

    $suite->test("a message too big for the server ({$name})", function () use ($client): void {
        $client = $client();
        $large = ['text' => str_repeat('x', 1 << 20)];
        $lost = raises(ConnectionLost::class, fn () => $client->call('echo', $large), '1009');
        same(CloseCode::MESSAGE_TOO_BIG, $lost->closeCode);
        same('Example Item', $client->call('getData')['name']);
    });

    $suite->test("a thousand calls on one connection ({$name})", function () use ($client): void {
        $client = $client();
        for ($number = 0; $number < 1000; $number++) {
            same(['n' => $number], $client->call('echo', ['n' => $number]));
        }
        $client->close();
        same(['n' => -1], $client->call('echo', ['n' => -1]));
    });
}

return function (Suite $suite): void {
    foreach ($suite->urls as $url) {
        $article = ['parse_error', 'unknown_action', 'failed'];
        testCalls($suite, $url, [], $article);
        testCalls($suite, $url, ['ids' => false], $article);
        testCalls($suite, $url, ['dialect' => Dialect::JsonRpc], [-32700, -32601, -32000]);

        $suite->test("late replies are ignored and counted ({$url})", function () use ($url): void {
            $client = new RpcClient($url);
            $client->call('getData');
            raises(RpcTimeout::class, fn () => $client->call('sleep', ['ms' => 150], 0.05));
            same(['slept' => 200], $client->call('sleep', ['ms' => 200]));
            same(1, $client->ignoredReplies());
        });

        $suite->test("a time-out in JSON-RPC cancels the call ({$url})", function () use ($url): void {
            $client = new RpcClient($url, Dialect::JsonRpc);
            $client->call('getData');
            raises(RpcTimeout::class, fn () => $client->call('sleep', ['ms' => 30_000], 0.05));
            same(['slept' => 100], $client->call('sleep', ['ms' => 100]));
            same(1, $client->ignoredReplies(), 'replies to the cancelled call:');
        });

        $suite->test("request() has the article's surface ({$url})", function () use ($url): void {
            $client = new RpcClient($url);
            $reply = $client->request(['action' => 'getData', 'params' => ['userId' => 123]]);
            same(['status', 'data', 'payload'], array_keys($reply));
            same(['success', 'Processed: getData', 1], [$reply['status'], $reply['data'], $reply['payload']['id']]);
            $error = ['status' => 'error', 'message' => 'Unknown action: x', 'code' => 'unknown_action'];
            same($error, $client->request(['action' => 'x', 'params' => []]));
            same($error + ['id' => 'mine'], $client->request(['action' => 'x', 'id' => 'mine']));
            same('invalid_request', $client->request([])['code']);
            same('invalid_request', $client->request(['action' => 'x', 'id' => true])['code']);
            same('unencodable', $client->request(['action' => "\xff"])['code']);
            $client = new RpcClient($url, timeout: 0.05);
            same('timeout', $client->request(['action' => 'sleep', 'params' => ['ms' => 5000]])['code']);
        });
    }

    $suite->test('request() returns what goes wrong on the way', function (): void {
        $answers = [Peer::text('{"status'), '880203e9', '8400'];
        foreach (['protocol_error', 'connection_lost', 'protocol_error'] as $number => $code) {
            $peer = new Peer([['handshake'], ['receive'], ['send', $answers[$number]], ['hold']]);
            $reply = (new RpcClient($peer->url))->request(['action' => 'getData']);
            same(['status', 'message', 'code'], array_keys($reply));
            same(['error', $code], [$reply['status'], $reply['code']]);
        }
    });

    $suite->test('a bad URL is told at once', function (): void {
        raises(\InvalidArgumentException::class, fn () => new RpcClient('http://127.0.0.1'));
    });

    $suite->test('what is sent: token, origin, subprotocol, and requests in both dialects', function (): void {
        $steps = [['handshake'], ['show'], ['receive'], ['send', reply()], ['hold']];
        $peer = new Peer($steps);
        (new RpcClient($peer->url, token: 'secret', origin: 'http://localhost'))->call('getData');
        $head = $peer->received();
        contains("\r\nAuthorization: Bearer secret\r\n", $head);
        contains("\r\nOrigin: http://localhost\r\n", $head);
        same(false, str_contains($head, 'Sec-WebSocket-Protocol'));
        same('Text {"action":"getData","params":{},"id":1}', $peer->received());
        same("Close \x03\xe8", $peer->received());
        $peer = new Peer($steps);
        (new RpcClient($peer->url, Dialect::JsonRpc))->call('getData', ['a' => 'é/1.0', 'b' => 1.0]);
        contains("\r\nSec-WebSocket-Protocol: jsonrpc\r\n", $peer->received());
        same('Text {"jsonrpc":"2.0","method":"getData","params":{"a":"é/1.0","b":1.0},"id":1}', $peer->received());
    });

    $suite->test('request() sends no parameters as an object, and keeps an id of its own', function (): void {
        $peer = new Peer([['handshake'], ['receive'], ['send', reply('1', 7)], ['hold']]);
        $reply = (new RpcClient($peer->url))->request(['params' => [], 'action' => 'x', 'id' => 7]);
        same(['success', 7], [$reply['status'], $reply['id']]);
        same('Text {"params":{},"action":"x","id":7}', $peer->received());
        $peer = new Peer([['handshake'], ['receive'], ['send', Peer::text('{"status":"error"}')], ['hold']]);
        same(['status' => 'error'], (new RpcClient($peer->url, ids: false))->request([]));
        same('Text {}', $peer->received());
    });

    $suite->test('a ping between two calls is answered before the second one', function (): void {
        $peer = new Peer([['handshake'], ['receive'], ['send', reply() . '890161'], ['receive'], ['receive'],
            ['send', reply('2', 2)], ['hold']]);
        $client = new RpcClient($peer->url);
        $client->call('getData');
        same(2, $client->call('getData'));
        $peer->received();
        same('Pong a', $peer->received());
    });

    $suite->test('a connection that ended between two calls is opened anew', function (): void {
        $first = [['handshake'], ['receive'], ['send', reply() . '880203e9']];
        $peer = new Peer($first, [['handshake'], ['receive'], ['send', reply('2', 2)], ['hold']]);
        $client = new RpcClient($peer->url);
        $client->call('getData');
        same(2, $client->call('getData'));
    });

    $suite->test('without reconnect it is not, until close() says so', function (): void {
        $first = [['handshake'], ['receive'], ['send', reply() . '880203e9']];
        $peer = new Peer($first, [['handshake'], ['receive'], ['send', reply('2', 4)], ['hold']]);
        $client = new RpcClient($peer->url, reconnect: false);
        $client->call('getData');
        raises(ConnectionLost::class, fn () => $client->call('getData'), 'with code 1001');
        raises(ConnectionLost::class, fn () => $client->call('getData'), 'has ended');
        $client->close();
        same(2, $client->call('getData'));
    });

    $suite->test('a server that says no for good is asked again only after close()', function (): void {
        foreach (['03f0' => 1008, '0fa0' => 4000, '1387' => 4999] as $bytes => $code) {
            $first = [['handshake'], ['receive'], ['send', reply() . "8802{$bytes}"]];
            $peer = new Peer($first, [['handshake'], ['receive'], ['send', reply('2', 4)], ['hold']]);
            $client = new RpcClient($peer->url);
            $client->call('getData');
            raises(ConnectionLost::class, fn () => $client->call('getData'), "with code {$code}");
            raises(ConnectionLost::class, fn () => $client->call('getData'), "with code {$code}");
            $client->close();
            same(2, $client->call('getData'));
        }
    });

    $suite->test('with reconnect, rubbish that comes between two calls ends no call', function (): void {
        $first = [['handshake'], ['receive'], ['send', reply() . 'c100'], ['hold']];
        $peer = new Peer($first, [['handshake'], ['receive'], ['send', reply('2', 2)], ['hold']]);
        $client = new RpcClient($peer->url);
        $client->call('getData');
        usleep(50_000);
        same(2, $client->call('getData'));
    });

    $suite->test('an id comes back as another kind of number', function (): void {
        $answer = Peer::text('{"status":"success","payload":"yours","id":1.0}');
        $peer = new Peer([['handshake'], ['receive'], ['send', $answer], ['hold']]);
        same('yours', (new RpcClient($peer->url))->call('x'));
    });

    $suite->test('an id of the caller\'s own is not given to another call', function (): void {
        $peer = new Peer([['handshake'], ['receive'], ['send', reply('1', 7)], ['receive'], ['send', reply('2', 8)],
            ['hold']]);
        $client = new RpcClient($peer->url);
        $client->request(['action' => 'x', 'id' => 7]);
        same(2, $client->call('x'));
    });

    $suite->test('without a payload, the words of the article\'s server are the result', function (): void {
        $answer = Peer::text('{"status":"success","data":"Processed: x","id":1}');
        $peer = new Peer([['handshake'], ['receive'], ['send', $answer], ['hold']]);
        same('Processed: x', (new RpcClient($peer->url))->call('x'));
    });

    $suite->test('a call that was in flight is not sent again', function (): void {
        $first = [['handshake'], ['receive'], ['send', '880203e9']];
        $peer = new Peer($first, [['handshake'], ['receive'], ['send', reply('2', 2)], ['hold']]);
        $client = new RpcClient($peer->url);
        raises(ConnectionLost::class, fn () => $client->call('once'));
        same(2, $client->call('twice'));
        same('Text {"action":"once","params":{},"id":1}', $peer->received());
        same('Text {"action":"twice","params":{},"id":2}', $peer->received());
    });

    $suite->test('a time-out without ids closes the connection', function (): void {
        $answer = Peer::text('{"status":"success","payload":2}');
        $steps = [['handshake'], ['receive'], ['send', $answer], ['hold']];
        $peer = new Peer($steps, $steps);
        $client = new RpcClient($peer->url, ids: false);
        same(2, $client->call('first'));
        raises(RpcTimeout::class, fn () => $client->call('second', timeout: SHORT));
        same('Text {"action":"first","params":{}}', $peer->received());
        same('Text {"action":"second","params":{}}', $peer->received());
        same("Close \x03\xe8", $peer->received());
        same(2, $client->call('third'));
    });

    $suite->test('a time-out in JSON-RPC sends $/cancelRequest', function (): void {
        $peer = new Peer([...firstCall(), ['hold']]);
        $client = connectedClient($peer, dialect: Dialect::JsonRpc);
        raises(RpcTimeout::class, fn () => $client->call('second', timeout: SHORT));
        $peer->received();
        same('Text {"jsonrpc":"2.0","method":"second","params":{},"id":2}', $peer->received());
        same('Text {"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":2}}', $peer->received());
    });

    $suite->test('a server that answers no id gets its answers read with ids: false', function (): void {
        $answer = Peer::text('{"status":"success","data":"Processed: x"}');
        $peer = new Peer([['handshake'], ['receive'], ['send', $answer], ['hold']]);
        same(['status' => 'success', 'data' => 'Processed: x'], (new RpcClient($peer->url, ids: false))
            ->request(['action' => 'x']));
    });

    $suite->test('an integer beyond PHP keeps its digits', function (): void {
        $answer = reply('[9223372036854775808, 9007199254740993]');
        $peer = new Peer([['handshake'], ['receive'], ['send', $answer], ['hold']]);
        same(['9223372036854775808', 9007199254740993], (new RpcClient($peer->url))->call('x'));
    });

    $suite->test('of too many pushes, the oldest are dropped', function (): void {
        $ticks = '';
        foreach (range(1, RpcClient::MAX_PUSHES + 1) as $number) {
            $ticks .= Peer::text('{"event":"tick","payload":' . $number . '}');
        }
        $peer = new Peer([['handshake'], ['receive'], ['send', $ticks . reply()], ['hold']]);
        $client = new RpcClient($peer->url);
        $client->call('x');
        same(2, $client->nextPush(0.0)['payload']);
    });

    $suite->test('of pushes that are too large together, the oldest are dropped', function (): void {
        $push = '{"event":"tick","payload":"' . str_repeat('x', 50_000) . '"}';
        $peer = new Peer([['handshake'], ['receive'], ['send', Peer::text($push), 100], ['send', reply()], ['hold']]);
        $client = new RpcClient($peer->url);
        $client->call('x');
        for ($count = 0; $client->nextPush(0.0) !== null; $count++) {
            // They are counted.
        }
        same(intdiv(RpcClient::MAX_PUSHED_BYTES, strlen($push)), $count);
    });

    $suite->test('a push that never comes, and one that comes while nobody calls', function (): void {
        $peer = new Peer([['handshake'], ['receive'], ['send', reply() . Peer::text('{"event":"tick"}')], ['hold']]);
        $client = new RpcClient($peer->url);
        $client->call('x');
        same(['event' => 'tick'], $client->nextPush(5.0));
        same(null, $client->nextPush(0.05));
    });

    $suite->test('time-outs count the connecting too', function (): void {
        $peer = new Peer([['wait']]);
        $client = new RpcClient($peer->url, timeout: 0.1);
        raises(RpcTimeout::class, fn () => $client->call('x'), 'opening handshake');
    });
};
