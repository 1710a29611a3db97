<?php

declare(strict_types=1);

namespace FrameByFrame\Tests;

/** Runs tests, counts them, and prints those that fail. */
final class Suite
{
    private int $passed = 0;
    private int $failed = 0;
    private int $skipped = 0;

    /** @param list<string> $urls of the RPC servers to test against */
    public function __construct(public readonly array $urls)
    {
    }

    /** @param callable(): void $body throws where something is wrong */
    public function test(string $name, callable $body): void
    {
        try {
            $body();
            $this->passed++;
        } catch (\Throwable $error) {
            $this->failed++;
            $where = $error instanceof Failure ? '' : ' at ' . basename($error->getFile()) . ":{$error->getLine()}";
            $kind = $error instanceof Failure ? '' : $error::class . ': ';
            echo "FAILED {$name}\n    {$kind}{$error->getMessage()}{$where}\n";
        }
    }

    /** A test that cannot run here. It is counted and shown, never passed. */
    public function skip(string $name, string $why): void
    {
        $this->skipped++;
        echo "SKIPPED {$name}: {$why}\n";
    }

    /** @return int the exit status */
    public function report(): int
    {
        $skipped = $this->skipped === 0 ? '' : ", {$this->skipped} skipped";
        echo "{$this->passed} passed, {$this->failed} failed{$skipped}\n";
        return $this->failed === 0 && $this->passed > 0 ? 0 : 1;
    }
}
