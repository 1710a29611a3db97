<?php

declare(strict_types=1);

namespace FrameByFrame;

require __DIR__ . '/../autoload.php';

const USAGE = <<<'TEXT'
    usage: php call.php --url URL [options] ACTION [PARAMS-JSON]

      --url URL            ws://HOST:PORT/
      --dialect DIALECT    article (default) or jsonrpc
      --timeout S          seconds until a call gives up, 10 by default
      --repeat N           call N times on one connection
      --no-ids             article dialect: leave out the id, for a server that does not echo it
      --origin ORIGIN      send this Origin, as a browser would
      --token-file FILE    send the token in this file; else the one in FRAMEBYFRAME_TOKEN
      --trace, -v          print every frame sent and received, in hexadecimal, on stderr

    It prints each reply as one line of JSON. Exit status: 0 success, 1 the server answered with an error,
    2 it could not call.

    TEXT;

const OPTIONS_WITH_VALUE = ['--url', '--dialect', '--timeout', '--repeat', '--origin', '--token-file'];
const FLAGS = ['--no-ids', '--trace', '-v', '--help'];

exit(main(array_slice($argv, 1)));

/** @param list<string> $arguments */
function main(array $arguments): int
{
    try {
        [$options, $words] = parseArguments($arguments);
        if (isset($options['--help'])) {
            echo USAGE;
            return 0;
        }
        return call($options, $words);
    } catch (\InvalidArgumentException | \JsonException $mistake) {
        return complain("{$mistake->getMessage()} (--help shows how to call this)");
    } catch (RpcError $error) {
        return complain($error->getMessage());
    }
}

function complain(string $message): int
{
    fwrite(STDERR, "call.php: {$message}\n");
    return 2;
}

/**
 * @param list<string> $arguments
 * @return array{array<string, string>, list<string>} options by name, and the words that are none
 */
function parseArguments(array $arguments): array
{
    $options = [];
    $words = [];
    while (($word = array_shift($arguments)) !== null) {
        [$name, $value] = explode('=', $word, 2) + [1 => null];
        if (in_array($name, OPTIONS_WITH_VALUE, true)) {
            $options[$name] = $value ?? array_shift($arguments)
                ?? throw new \InvalidArgumentException("{$name} needs a value");
        } elseif (in_array($word, FLAGS, true)) {
            $options[$word] = '';
        } elseif (str_starts_with($word, '-')) {
            throw new \InvalidArgumentException("unknown option {$name}");
        } else {
            $words[] = $word;
        }
    }
    return [$options, $words];
}

/**
 * @param array<string, string> $options
 * @param list<string> $words
 */
function call(array $options, array $words): int
{
    if (count($words) < 1 || count($words) > 2) {
        throw new \InvalidArgumentException('give an ACTION, and at most one PARAMS-JSON');
    }
    $client = client($options);
    $params = parseParams($words[1] ?? '{}');
    $status = 0;
    for ($calls = number($options, '--repeat', 1); $calls > 0; $calls--) {
        $reply = $client->exchange($words[0], $params);
        // Line breaks in JSON stand between its tokens only: inside a string they are escaped.
        echo strtr($reply->text, "\r\n", '  '), "\n";
        $status = $reply->isError() ? 1 : $status;
    }
    $client->close();
    return $status;
}

/** @param array<string, string> $options */
function client(array $options): RpcClient
{
    return new RpcClient(
        $options['--url'] ?? throw new \InvalidArgumentException('--url is missing'),
        Dialect::tryFrom($options['--dialect'] ?? 'article')
            ?? throw new \InvalidArgumentException('--dialect is article or jsonrpc'),
        timeout: number($options, '--timeout', RpcClient::TIMEOUT),
        ids: !isset($options['--no-ids']),
        token: token($options),
        origin: $options['--origin'] ?? null,
        trace: isset($options['--trace']) || isset($options['-v']) ? trace(...) : null,
    );
}

/** Objects stay objects here, so that {} is sent as {}. */
function parseParams(string $text): array|object
{
    $params = json_decode($text);
    if (json_last_error() === JSON_ERROR_INVALID_PROPERTY_NAME) {
        throw new \InvalidArgumentException('PARAMS-JSON has a name that begins with a zero byte: PHP cannot keep it');
    }
    if (!is_array($params) && !is_object($params)) {
        throw new \InvalidArgumentException("PARAMS-JSON is not a JSON object: {$text}");
    }
    return $params;
}

/** @param array<string, string> $options */
function number(array $options, string $name, float $default): float
{
    $text = $options[$name] ?? (string) $default;
    if (!is_numeric($text) || (float) $text <= 0) {
        throw new \InvalidArgumentException("{$name} is a number above 0, not '{$text}'");
    }
    return (float) $text;
}

/** @param array<string, string> $options */
function token(array $options): ?string
{
    if (!isset($options['--token-file'])) {
        return getenv('FRAMEBYFRAME_TOKEN') ?: null;
    }
    $text = @file_get_contents($options['--token-file']);
    if ($text === false) {
        throw new \InvalidArgumentException("cannot read the token file {$options['--token-file']}");
    }
    return trim($text);
}

function trace(string $direction, Frame $frame): void
{
    fwrite(STDERR, str_pad($direction, 9) . implode(' ', str_split(bin2hex($frame->encode()), 2)) . "\n");
}
