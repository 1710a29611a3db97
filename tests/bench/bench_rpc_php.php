<?php

// Serial calls from PHP for bench_rpc.py: `php bench_rpc_php.php WS_URL TCP_PORT ROUNDS CALLS`.
//
// Prints a JSON array with one {"raw TCP": p50, "rpc": p50} a round, in nanoseconds.

declare(strict_types=1);

require __DIR__ . '/../../php_client/autoload.php';

use FrameByFrame\RpcClient;

const WARM_UP = 200;

/** @param resource $stream */
function callOverTcp($stream, int $id): mixed
{
    $request = ['action' => 'getData', 'params' => ['userId' => 123], 'id' => $id];
    fwrite($stream, json_encode($request, JSON_THROW_ON_ERROR) . "\n");
    $reply = json_decode(fgets($stream), true, flags: JSON_THROW_ON_ERROR);
    return $reply['payload'];
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
$context = stream_context_create(['socket' => ['tcp_nodelay' => true]]);
$stream = stream_socket_client("tcp://127.0.0.1:{$port}", context: $context);
$client = new RpcClient($url);
$tcp = fn (int $id): mixed => callOverTcp($stream, $id);
$rpc = fn (int $id): mixed => $client->call('getData', ['userId' => 123]);
medianTime($tcp, WARM_UP);
medianTime($rpc, WARM_UP);
$measured = [];
for ($round = 0; $round < (int) $rounds; $round++) {
    $measured[] = ['raw TCP' => medianTime($tcp, (int) $calls), 'rpc' => medianTime($rpc, (int) $calls)];
}
$client->close();
echo json_encode($measured), "\n";
