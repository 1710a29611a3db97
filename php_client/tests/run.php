<?php

declare(strict_types=1);

/**
 * Runs the tests, without Composer: php tests/run.php [--url URL]... [--only NAME]...
 *
 * The tests that need an RPC server run against each URL; without one, against node_server, if node is there.
 * NAME is the file test_NAME.php beside this one; without it, all run.
 * Exit status 1 if a test failed, 2 if a server is not there.
 */

namespace FrameByFrame\Tests;

use FrameByFrame\RpcError;
use FrameByFrame\WebSocket;

require __DIR__ . '/../autoload.php';
foreach (['Failure', 'Suite', 'checks', 'Program', 'Peer', 'vectors'] as $name) {
    require __DIR__ . "/support/{$name}.php";
}

// A warning nobody asked to be silent about is a failure.
set_error_handler(function (int $severity, string $message, string $file, int $line): bool {
    if ((error_reporting() & $severity) === 0) {
        return false;
    }
    throw new \ErrorException($message, 0, $severity, $file, $line);
});

$options = getopt('', ['url:', 'only:']);
$urls = (array) ($options['url'] ?? []);
$server = $urls === [] ? Program::nodeServer() : null;
if ($server !== null) {
    $urls = [$server->listening()];
}
foreach ($urls as $url) {
    try {
        WebSocket::connect($url)->close();
    } catch (RpcError | \InvalidArgumentException $error) {
        fwrite(STDERR, "run.php: {$error->getMessage()}\n");
        exit(2);
    }
}
$suite = new Suite($urls);
// All are read, for they share functions.
$tests = [];
foreach (glob(__DIR__ . '/test_*.php') as $file) {
    $tests[substr(basename($file, '.php'), strlen('test_'))] = require $file;
}
foreach ((array) ($options['only'] ?? array_keys($tests)) as $name) {
    if (!isset($tests[$name])) {
        fwrite(STDERR, "run.php: --only is one of " . implode(', ', array_keys($tests)) . "\n");
        exit(2);
    }
    $tests[$name]($suite);
}
$server?->stop();
exit($suite->report());
