<?php

/**
 * Runs one PHP function on many examples. It reads a request from standard input (JSON), and writes an event
 * a line to standard output: a mark that the request brings, then JSON. What the function prints goes into the
 * events; what has no mark was written past the output buffer.
 *
 * Request: mark, autoload (a file), function, examples, printed (bytes kept), flood. An example is a list of encoded
 * arguments, or {"steps": a list of PHP expressions}: each is an outcome of its own, and the first error ends it.
 * Events: {"defined": signature}, {"at": number}, {"returned" or "raised": value, "printed": hex},
 * {"fatal": message, "line": number}, {"flood": hex}.
 */

declare(strict_types=1);

namespace FrameByFrame\Checking;

final class Check
{
    private string $printed = '';
    private int $length = 0;
    private bool $isDone = false;

    /** @param array<string, mixed> $request */
    public function __construct(private readonly array $request)
    {
    }

    public function run(): void
    {
        register_shutdown_function($this->tellFatal(...));
        set_error_handler($this->keepWarning(...));
        ob_start($this->keep(...), 4096);
        try {
            spl_autoload_register(loadScripted(...));
            require $this->request['autoload'];
            $function = new \ReflectionFunction($this->request['function']);
            $this->tell(['defined' => array_map(fn ($one) => $one->getName(), $function->getParameters())]);
            foreach ($this->request['examples'] as $number => $example) {
                $this->tell(['at' => $number]);
                \FrameByFrame\Deadline::$now = 0.0;
                isset($example['steps'])
                    ? $this->play($example['steps'])
                    : $this->outcome(fn () => $function->invokeArgs(array_map(decode(...), $example)));
            }
        } catch (\Throwable $error) {
            $this->tell(['fatal' => $error->getMessage(), 'line' => lineInAnswer($error), 'kind' => $error::class]);
        }
        $this->isDone = true;
    }

    /** @param list<string> $steps */
    private function play(array $steps): void
    {
        $known = [];
        foreach ($steps as $step) {
            // Not by fn: what a step assigns has to be known to the next one.
            $ran = $this->outcome(function () use ($step, &$known): mixed {
                return runStep($step, $known);
            });
            if (!$ran) {
                return;
            }
        }
    }

    /** @return bool whether a value came back, and no error */
    private function outcome(\Closure $run): bool
    {
        $this->printed = '';
        try {
            $event = ['returned' => encode($run())];
        } catch (\Throwable $error) {
            $event = ['raised' => encode($error)];
        }
        ob_flush();
        $this->tell([...$event, 'printed' => bin2hex($this->printed)]);
        return array_key_exists('returned', $event);
    }

    /** Takes what is printed out of the way, and keeps the beginning. */
    private function keep(string $text): string
    {
        $this->length += strlen($text);
        $this->keepBeginning($text);
        if ($this->length > $this->request['flood']) {
            $this->tell(['flood' => bin2hex($this->printed)]);
        }
        return '';
    }

    /** A warning is PHP's own: it is no printing of the function's, and never too much of it. */
    private function keepWarning(int $level, string $message, string $file, int $line): bool
    {
        $this->keepBeginning("Warning on line {$line} of the cell: {$message}\n");
        return true;
    }

    private function keepBeginning(string $text): void
    {
        $this->printed .= substr($text, 0, max(0, $this->request['printed'] - strlen($this->printed)));
    }

    /** What ends PHP without being thrown: memory, time, a function that is there already. */
    private function tellFatal(): void
    {
        ini_set('memory_limit', '-1'); // where none is left, this could not be told
        $error = error_get_last() ?? ['message' => 'exit', 'line' => 0, 'file' => ''];
        if (!$this->isDone) {
            $line = isMine($error['file']) ? $error['line'] : 0;
            $this->tell(['fatal' => $error['message'], 'line' => $line, 'kind' => '']);
        }
    }

    /** @param array<string, mixed> $event */
    private function tell(array $event): void
    {
        fwrite(STDOUT, $this->request['mark'] . json_encode($event, JSON_INVALID_UTF8_SUBSTITUTE) . "\n");
    }
}

/** A value as JSON can hold it: bytes as hexadecimal digits, the rest by its type. */
function encode(mixed $value): mixed
{
    return match (true) {
        is_string($value) => ['bytes' => bin2hex($value)],
        is_float($value) => ['float' => (string) $value],
        is_array($value) => ['array' => array_map(
            fn ($key) => [encode($key), encode($value[$key])],
            array_keys($value)
        )],
        $value instanceof \Throwable => [
            'error' => [$value::class, ...array_values(class_parents($value))],
            'message' => bin2hex($value->getMessage()),
            'line' => lineInAnswer($value),
        ],
        $value instanceof \UnitEnum => ['object' => $value::class . '::' . $value->name, 'fields' => []],
        is_object($value) => ['object' => $value::class, 'fields' => encode(get_object_vars($value))['array']],
        default => $value,
    };
}

/** The line at which an error came out of the learner's file, which is the one that is on trial. */
function lineInAnswer(\Throwable $error): int
{
    foreach ([['file' => $error->getFile(), 'line' => $error->getLine()], ...$error->getTrace()] as $place) {
        if (isMine($place['file'] ?? '')) {
            return $place['line'];
        }
    }
    return 0;
}

function isMine(string $file): bool
{
    return str_starts_with($file, realpath(getenv('FRAMEBYFRAME_MY_PHP')));
}

/** The value of one step. What it assigns is added to what is known. */
function runStep(string $__step, array &$__known): mixed
{
    extract($__known);
    $__value = eval("namespace FrameByFrame; return {$__step};");
    $__known = array_diff_key(get_defined_vars(), ['__step' => 0, '__known' => 0, '__value' => 0]);
    return $__value;
}

/** What an example is given in the place of a socket and a clock. */
function loadScripted(string $class): void
{
    if (in_array($class, ['FrameByFrame\\ByteStream', 'FrameByFrame\\Deadline'], true)) {
        require __DIR__ . '/scripted/' . substr($class, strlen('FrameByFrame\\')) . '.php';
    }
}

function decode(mixed $value): mixed
{
    return match (true) {
        isset($value['bytes']) => hex2bin($value['bytes']),
        isset($value['float']) => (float) $value['float'],
        isset($value['array']) => array_combine(
            array_map(fn ($pair) => decode($pair[0]), $value['array']),
            array_map(fn ($pair) => decode($pair[1]), $value['array'])
        ),
        default => $value,
    };
}

(new Check(json_decode(stream_get_contents(STDIN), true, flags: JSON_THROW_ON_ERROR)))->run();
