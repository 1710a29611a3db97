<?php

declare(strict_types=1);

/** contract/rpc.json, on this client's connection, against each server. */

namespace FrameByFrame\Tests;

use FrameByFrame\CloseCode;
use FrameByFrame\ConnectionLost;
use FrameByFrame\Json;
use FrameByFrame\WebSocket;

/** Runs the steps of one vector on a connection of its own. */
final class Exchange
{
    /** Seconds for a message that must come. */
    private const PATIENCE = 10.0;

    private WebSocket $socket;

    /** @var array<string, mixed> what {"$save": "name"} kept */
    private array $saved = [];

    public function __construct(string $url, ?string $subprotocol)
    {
        $this->socket = WebSocket::connect($url, subprotocols: $subprotocol === null ? [] : [$subprotocol]);
        same($subprotocol, $this->socket->subprotocol);
    }

    public function perform(object $step): void
    {
        if (property_exists($step, 'send')) {
            $this->socket->sendText(Json::encode($this->filledIn($step->send)));
        }
        foreach ((array) $step as $name => $argument) {
            match ($name) {
                'send' => null,
                'send_text' => $this->socket->sendText(text($argument)),
                'send_binary' => $this->socket->sendBinary(bytes($argument)),
                'expect', 'expect_nothing_before' => $this->expect($argument, $this->next()),
                'expect_any_order' => $this->expectAnyOrder($argument),
                'expect_close' => $this->expectClose($argument),
            };
        }
    }

    public function close(): void
    {
        $this->socket->close();
    }

    private function next(): mixed
    {
        $message = $this->socket->receive(self::PATIENCE) ?? throw new Failure('no message came');
        return json_decode($message->payload, false, 512, JSON_THROW_ON_ERROR);
    }

    private function expect(mixed $expected, mixed $actual): void
    {
        if (!$this->matches($expected, $actual)) {
            throw new Failure('expected ' . json_encode($expected) . ', got ' . json_encode($actual));
        }
    }

    private function expectAnyOrder(array $expected): void
    {
        for ($waiting = $expected; $waiting !== [];) {
            $actual = $this->next();
            $found = array_filter($waiting, fn (mixed $value): bool => $this->matches($value, $actual));
            if ($found === []) {
                throw new Failure('expected one of ' . json_encode($waiting) . ', got ' . json_encode($actual));
            }
            unset($waiting[array_key_first($found)]);
        }
    }

    private function expectClose(int $code): void
    {
        same($code, raises(ConnectionLost::class, fn () => $this->next())->closeCode);
    }

    /** Key order does not matter, 1 equals 1.0, true is not 1. */
    private function matches(mixed $expected, mixed $actual): bool
    {
        $expected = $this->filledIn($expected);
        if (is_object($expected) && str_starts_with((string) key((array) $expected), '$')) {
            return $this->matchesPattern($expected, $actual);
        }
        if (is_object($expected) || is_array($expected)) {
            return get_debug_type($expected) === get_debug_type($actual)
                && $this->matchesMembers((array) $expected, (array) $actual);
        }
        $areNumbers = (is_int($expected) || is_float($expected)) && (is_int($actual) || is_float($actual));
        return $areNumbers ? $expected == $actual : $expected === $actual;
    }

    private function matchesMembers(array $expected, array $actual): bool
    {
        foreach ($expected as $key => $value) {
            if (!array_key_exists($key, $actual) || !$this->matches($value, $actual[$key])) {
                return false;
            }
        }
        return count($expected) === count($actual);
    }

    private function matchesPattern(object $pattern, mixed $actual): bool
    {
        $name = key((array) $pattern);
        $argument = $pattern->$name;
        if ($name === '$save') {
            $this->saved[$argument] = $actual;
            return true;
        }
        return match ($name) {
            '$number' => (is_int($actual) || is_float($actual)) && $actual >= $argument[0] && $actual <= $argument[1],
            '$string' => is_string($actual),
            default => $pattern == $actual,
        };
    }

    /** $value with what was saved in the place of each {"$saved": "name"}. */
    private function filledIn(mixed $value): mixed
    {
        if (is_object($value) && property_exists($value, '$saved')) {
            return $this->saved[$value->{'$saved'}];
        }
        if (is_array($value)) {
            return array_map($this->filledIn(...), $value);
        }
        return is_object($value) ? (object) array_map($this->filledIn(...), (array) $value) : $value;
    }
}

return function (Suite $suite): void {
    if ($suite->urls === []) {
        $suite->skip('contract/rpc.json', 'no server: give --url URL, or install node and run npm ci in node_server');
    }
    foreach ($suite->urls as $url) {
        foreach (vectors('rpc.json') as $vector) {
            $suite->test("rpc: {$vector->name} ({$url})", function () use ($vector, $url): void {
                $exchange = new Exchange($url, $vector->subprotocol ?? null);
                foreach ($vector->steps as $number => $step) {
                    try {
                        $exchange->perform($step);
                    } catch (\Exception $error) {
                        throw new Failure("step {$number}: {$error->getMessage()}");
                    }
                }
                $exchange->close();
            });
        }
    }
};
