<?php

/**
 * Runs the program of a `%%php` cell: `php program.php AUTOLOAD FILE MARK ARGUMENT...`. The program has the arguments
 * as $argv, as if it had been started itself. An error that ends it is written to standard error, as one line: the
 * mark, then {"kind": class or "", "message": text, "line": number in the file, or 0}.
 */

declare(strict_types=1);

namespace FrameByFrame\Cell;

final class Program
{
    public function __construct(private readonly string $file, private readonly string $mark)
    {
    }

    /** @param list<string> $argv */
    public function run(array $argv): void
    {
        set_error_handler($this->warn(...));
        set_exception_handler(fn (\Throwable $error) => $this->tell(
            $error::class,
            $error->getMessage(),
            $this->line([['file' => $error->getFile(), 'line' => $error->getLine()], ...$error->getTrace()])
        ));
        register_shutdown_function($this->tellFatal(...));
        $GLOBALS['argv'] = $argv;
        $GLOBALS['argc'] = count($argv);
    }

    private function warn(int $level, string $message, string $file, int $line): bool
    {
        if ((error_reporting() & $level) !== 0) {
            fwrite(STDERR, $file === $this->file ? "Line {$line} of the cell: {$message}\n" : "{$message}\n");
        }
        return true;
    }

    private function tellFatal(): void
    {
        $error = error_get_last();
        if ($error !== null && ($error['type'] & (E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR)) !== 0) {
            $this->tell('', $error['message'], $this->line([$error]));
        }
    }

    /** @param list<array<string, mixed>> $places from the inside out: the first one in the cell counts */
    private function line(array $places): int
    {
        foreach ($places as $place) {
            if (($place['file'] ?? '') === $this->file) {
                return $place['line'];
            }
        }
        return 0;
    }

    private function tell(string $kind, string $message, int $line): void
    {
        $kind = substr($kind, (int) strrpos("\\{$kind}", '\\'));
        fwrite(STDERR, $this->mark . json_encode(
            ['kind' => $kind, 'message' => $message, 'line' => $line],
            JSON_INVALID_UTF8_SUBSTITUTE
        ) . "\n");
    }
}

[, $autoload, $file, $mark] = $argv;
(new Program($file, $mark))->run([$file, ...array_slice($argv, 4)]);
unset($mark);
require $autoload;
require $file;
