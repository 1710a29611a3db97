<?php

// Serial calls from PHP for bench_rpc.py: `php bench_rpc_php.php WS_URL TCP_PORT ROUNDS CALLS`.
//
// Prints a JSON array with one {"raw TCP": p50, "a fixed frame": p50, "rpc": p50} a round, in nanoseconds.

declare(strict_types=1);

require __DIR__ . '/../../php_client/autoload.php';

use FrameByFrame\{Frame, Opcode, RpcClient};

const WARM_UP = 3000;

const HANDSHAKE = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    . "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

function request(int $id): string
{
    return json_encode(['action' => 'getData', 'params' => ['userId' => 123], 'id' => $id], JSON_THROW_ON_ERROR);
}

/** @return resource */
function connect(string $address)
{
    $context = stream_context_create(['socket' => ['tcp_nodelay' => true]]);
    return stream_socket_client($address, context: $context);
}

/** @param resource $stream */
function callOverTcp($stream, int $id): mixed
{
    fwrite($stream, request($id) . "\n");
    $reply = json_decode(fgets($stream), true, flags: JSON_THROW_ON_ERROR);
    return $reply['payload'];
}

/**
 * It frames nothing and checks nothing: what a call at least costs where the server speaks WebSocket.
 *
 * @param resource $stream
 */
function callWithFixedFrame($stream, string $frame, int $id): mixed
{
    request($id);
    fwrite($stream, $frame);
    $reply = fread($stream, 8192);
    return json_decode(substr($reply, strpos($reply, '{"')), true, flags: JSON_THROW_ON_ERROR)['payload'];
}

function medianTime(Closure $call, int $calls): float
{
    $times = [];
    for ($number = 1; $number <= $calls; $number++) {
        $begin = hrtime(true);
        $item = $call($number);
        $times[] = hrtime(true) - $begin;
        if ($item['name'] !== 'Example Item') {
            throw new RuntimeException('that is no answer');
        }
    }
    sort($times);
    return (float) $times[intdiv($calls, 2)];
}

[, $url, $port, $rounds, $calls] = $argv;
$tcp = connect("tcp://127.0.0.1:{$port}");
$webSocket = connect(str_replace('ws://', 'tcp://', $url));
fwrite($webSocket, HANDSHAKE);
stream_get_line($webSocket, 8192, "\r\n\r\n");
$frame = Frame::masked(Opcode::Text, request(1))->encode();
$client = new RpcClient($url);
$works = [
    'raw TCP' => fn (int $id): mixed => callOverTcp($tcp, $id),
    'a fixed frame' => fn (int $id): mixed => callWithFixedFrame($webSocket, $frame, $id),
    'rpc' => fn (int $id): mixed => $client->call('getData', ['userId' => 123]),
];
array_map(fn (Closure $call): float => medianTime($call, WARM_UP), $works);
$measured = [];
for ($round = 0; $round < (int) $rounds; $round++) {
    $measured[] = array_map(fn (Closure $call): float => medianTime($call, (int) $calls), $works);
}
$client->close();
echo json_encode($measured), "\n";
