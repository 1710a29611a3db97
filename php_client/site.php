<?php

declare(strict_types=1);

/**
 * A web page that calls an RPC server while it is made: `RPC_URL=ws://127.0.0.1:8080 php -S 127.0.0.1:8000 site.php`.
 * It sends what stands in its own address to `echo`, and shows the answer: /?name=Ada
 */

namespace FrameByFrame;

require __DIR__ . '/autoload.php';

echo page($_GET), "\n";

/** @param array<string, mixed> $query the part of the address behind the question mark */
function page(array $query): string
{
    $client = new RpcClient(getenv('RPC_URL') ?: 'ws://127.0.0.1:8080', timeout: 2.0);
    try {
        $answer = Json::encode($client->call('echo', $query));
    } catch (RpcError $error) {
        http_response_code(503);
        $answer = $error->getMessage();
    } catch (\JsonException $error) { // an address may hold any bytes, JSON is UTF-8
        http_response_code(400);
        $answer = $error->getMessage();
    }
    $client->close();
    return '<p>The server says: ' . htmlspecialchars($answer) . '</p>';
}
