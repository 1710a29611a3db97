<?php

// The exchanges through php_client's RpcClient: `php php_client.php [FOLDER]`, with the learner's files in this folder.

declare(strict_types=1);

putenv('FRAMEBYFRAME_MY_PHP=' . ($argv[1] ?? ''));
require __DIR__ . '/../../../php_client/autoload.php';

use FrameByFrame\ConnectionLost;
use FrameByFrame\Dialect;
use FrameByFrame\RemoteError;
use FrameByFrame\RpcClient;
use FrameByFrame\RpcTimeout;

const TIMEOUT = 10.0;

/** One connection. */
final class Driver
{
    private RpcClient $client;

    public function __construct(string $url, string $dialect, bool $ids)
    {
        $this->client = new RpcClient($url, Dialect::from($dialect), ids: $ids, reconnect: false);
    }

    /** @param array<string, mixed> $step */
    public function take(array $step): mixed
    {
        return match ($step['do']) {
            'call' => $this->call($step['action'], $step['params'], $step['timeout'] ?? TIMEOUT),
            'late' => ['late' => $this->client->ignoredReplies()],
            'pushes' => $this->pushes($step['count']),
            'await_close' => $this->awaitClose(),
        };
    }

    public function end(): void
    {
        $this->client->close();
    }

    /** @param array<mixed> $params */
    private function call(string $action, array $params, float $timeout): mixed
    {
        try {
            return ['result' => $this->client->call($action, $params, $timeout)];
        } catch (RpcTimeout) {
            return ['timeout' => true];
        } catch (ConnectionLost $lost) {
            return ['closed' => $lost->closeCode];
        } catch (RemoteError $error) {
            $data = $error->data === null ? [] : ['data' => $error->data];
            return ['error' => ['code' => $error->getCode(), 'message' => $error->getMessage()] + $data];
        }
    }

    private function pushes(int $count): mixed
    {
        $pushes = array_map(fn (): ?array => $this->client->nextPush(TIMEOUT), range(1, $count));
        $named = fn (array $push): array => [
            'name' => $push['event'] ?? $push['method'],
            'params' => $push['payload'] ?? $push['params'],
        ];
        return ['pushes' => array_map($named, $pushes)];
    }

    private function awaitClose(): mixed
    {
        try {
            return ['unexpected' => $this->client->nextPush(TIMEOUT)];
        } catch (ConnectionLost $lost) {
            return ['closed' => $lost->closeCode];
        }
    }
}

/** What the work returns; what it throws is an outcome nobody expects. */
function tried(Closure $work): mixed
{
    try {
        return $work();
    } catch (Throwable $error) {
        return ['unexpected' => $error::class . ': ' . $error->getMessage()];
    }
}

$job = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
foreach ($job['exchanges'] as $number => $exchange) {
    $driver = new Driver("{$job['url']}/{$number}", $exchange['dialect'], $exchange['ids']);
    foreach ($exchange['steps'] as $step) {
        $options = JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION;
        echo json_encode(tried(fn (): mixed => $driver->take($step)), $options), "\n";
    }
    tried(fn (): mixed => $driver->end());
}
