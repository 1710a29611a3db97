<?php

// One call for fault_list.py: `php call_once.php URL SECONDS SIZE` calls echo with a text of so many bytes.
//
// Prints {"error": the name of what the call ended with, or null, "message": ..., "seconds": ...}.

declare(strict_types=1);

require __DIR__ . '/../../php_client/autoload.php';

use FrameByFrame\RpcClient;
use FrameByFrame\RpcError;

[, $url, $timeout, $size] = $argv;
$client = new RpcClient($url, timeout: (float) $timeout);
$params = ['text' => str_repeat('x', (int) $size)];
$error = null;
$begin = hrtime(true);
try {
    $client->call('echo', $params);
} catch (RpcError $error) {
    // Told below.
}
$seconds = (hrtime(true) - $begin) / 1e9;
$name = $error === null ? null : (new ReflectionClass($error))->getShortName();
echo json_encode(['error' => $name, 'message' => (string) $error?->getMessage(), 'seconds' => $seconds]), "\n";
