<?php

declare(strict_types=1);

namespace FrameByFrame\Tests;

/** A program run by a test, in a process of its own, with its input and output. */
final class Program
{
    private const ROOT = __DIR__ . '/../../..';

    /** @var resource|null null: it has ended */
    private $process;

    /** @var array<int, resource> */
    private array $pipes = [];

    /**
     * @param list<string> $command
     * @param array<string, string> $environment variables beside ours
     */
    public function __construct(array $command, array $environment = [])
    {
        $pipes = [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']];
        $this->process = @proc_open($command, $pipes, $this->pipes, self::ROOT, $environment + getenv()) ?: null;
    }

    public function __destruct()
    {
        $this->stop();
    }

    /**
     * A script of this project.
     *
     * @param string $script its path from php_client/
     * @param list<string> $arguments
     * @param array<string, string> $environment
     */
    public static function php(string $script, array $arguments = [], array $environment = []): self
    {
        return new self([PHP_BINARY, self::ROOT . "/php_client/{$script}", ...$arguments], $environment);
    }

    /** node_server on a free port; null where there is no node, or no ws. */
    public static function nodeServer(): ?self
    {
        [$status] = (new self(['node', '--version']))->finish();
        if ($status !== 0 || !is_dir(self::ROOT . '/node_server/node_modules/ws')) {
            return null;
        }
        return new self(['node', 'node_server/server.js', '--port', '0', '--exit-with-parent']);
    }

    /** The URL in the line that says a server is ready. */
    public function listening(): string
    {
        return json_decode($this->line(), true)['listening'] ?? throw new Failure("not ready: {$this->finish()[2]}");
    }

    /** The next line of its output; empty where it has ended. */
    public function line(): string
    {
        return (string) fgets($this->pipes[1]);
    }

    /**
     * Wait for its end.
     *
     * @return array{int, string, string} exit status, output, errors
     */
    public function finish(): array
    {
        if ($this->process === null) {
            return [127, '', ''];
        }
        fclose($this->pipes[0]);
        $output = stream_get_contents($this->pipes[1]);
        $errors = stream_get_contents($this->pipes[2]);
        $status = proc_close($this->process);
        $this->process = null;
        return [$status, $output, $errors];
    }

    /** End it now. */
    public function stop(): void
    {
        if ($this->process !== null) {
            proc_terminate($this->process);
            $this->finish();
        }
    }
}
