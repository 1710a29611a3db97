<?php

declare(strict_types=1);

// A client that makes calls when it is told to, and says how long each took: for `kit.py bench`.
//
//     php time_calls.php ws://127.0.0.1:8080 ACTION LETTERS
//
// Each line of input is `CALLS WARM_UP`; each line of output a JSON array with the seconds of each call.

namespace FrameByFrame;

require __DIR__ . '/../autoload.php';

const SECONDS_OF_A_CALL = 60.0;

[, $url, $action, $letters] = $argv;
$params = $action === 'echo' ? ['text' => str_repeat('x', (int) $letters)] : ['userId' => 123];
$client = new RpcClient($url, timeout: SECONDS_OF_A_CALL);

while (($line = fgets(STDIN)) !== false) {
    [$calls, $warmUp] = array_map(intval(...), explode(' ', trim($line)));
    for ($number = 0; $number < $warmUp; $number++) {
        $client->call($action, $params);
    }
    $seconds = [];
    for ($number = 0; $number < $calls; $number++) {
        $begun = hrtime(true);
        $client->call($action, $params);
        $seconds[] = (hrtime(true) - $begun) / 1e9;
    }
    echo json_encode($seconds, JSON_THROW_ON_ERROR), "\n";
}
$client->close();
