<?php

declare(strict_types=1);

/** bin/call.php, naive.php, and a learner's own mask and read loop in the place of ours. */

namespace FrameByFrame\Tests;

use FrameByFrame\RpcClient;

/** @return array{int, string, string} exit status, output, errors */
function callPhp(array $arguments, array $environment = []): array
{
    return Program::php('bin/call.php', $arguments, $environment)->finish();
}

/** @return array{int, string, string} exit status, output, errors */
function naive(string ...$arguments): array
{
    return Program::php('naive.php', $arguments)->finish();
}

/** A folder with one file, as a learner would write it; it is removed in the end. */
function folderWith(string $name, string $source): string
{
    $folder = sys_get_temp_dir() . '/my php ' . bin2hex(random_bytes(8));
    mkdir($folder);
    file_put_contents("{$folder}/{$name}.php", "<?php\n\nnamespace FrameByFrame;\n\n{$source}\n");
    register_shutdown_function(fn () => unlink("{$folder}/{$name}.php") && rmdir($folder));
    return $folder;
}

return function (Suite $suite): void {
    $answering = fn (string $reply): Peer => new Peer(
        [['handshake'], ['show'], ['receive'], ['send', $reply], ['hold']]
    );

    $suite->test('call.php prints the reply as it came, on one line', function () use ($answering): void {
        $text = "{\"status\":\"success\",\r\n \"payload\":{\"a\":{},\"1\":1.0,\"n\":9223372036854775808},\"id\":1}";
        $peer = $answering(Peer::text($text));
        $result = callPhp(['--url', $peer->url, 'x', '{"a":{},"b":[],"1":1.0}']);
        same([0, strtr($text, "\r\n", '  ') . "\n", ''], $result);
        $peer->received();
        same('Text {"action":"x","params":{"a":{},"b":[],"1":1.0},"id":1}', $peer->received());
        same("Close \x03\xe8", $peer->received());
    });

    $suite->test('call.php in JSON-RPC, with a token and an origin', function () use ($answering): void {
        $error = '{"jsonrpc":"2.0","error":{"code":-32601,"message":"Unknown action: x"},"id":1}';
        $file = folderWith('token', '') . '/token.php';
        file_put_contents($file, "from a file\n");
        $variable = ['FRAMEBYFRAME_TOKEN' => 'from the environment'];
        foreach (['from the environment' => [], 'from a file' => ['--token-file', $file]] as $token => $option) {
            $peer = $answering(Peer::text($error));
            $arguments = ['--dialect=jsonrpc', 'x', '--origin', 'http://me', '--url', $peer->url, ...$option];
            same([1, "{$error}\n", ''], callPhp($arguments, $variable));
            $head = $peer->received();
            contains("\r\nOrigin: http://me\r\n", $head);
            contains("\r\nAuthorization: Bearer {$token}\r\n", $head);
            same('Text {"jsonrpc":"2.0","method":"x","params":{},"id":1}', $peer->received());
        }
    });

    $suite->test('call.php --repeat and --no-ids', function (): void {
        $answer = '{"status":"error","message":"no"}';
        $steps = [['receive'], ['send', Peer::text($answer)]];
        $peer = new Peer([['handshake'], ...$steps, ...$steps, ['hold']]);
        same([1, "{$answer}\n{$answer}\n", ''], callPhp(['--url', $peer->url, '--repeat', '2', '--no-ids', 'x']));
        same('Text {"action":"x","params":{}}', $peer->received());
    });

    $suite->test('call.php --trace shows every frame', function () use ($answering): void {
        $peer = $answering(reply('1'));
        [$status, , $errors] = callPhp(['--url', $peer->url, '-v', 'x']);
        $lines = explode("\n", rtrim($errors));
        same(0, $status);
        same(1, preg_match('/^sent     81 a1( [0-9a-f]{2}){37}$/D', $lines[0]), $errors);
        same('received ' . implode(' ', str_split(reply('1'), 2)), $lines[1]);
        contains('sent     88 82 ', $lines[2]);
    });

    $gone = stream_socket_server('tcp://127.0.0.1:0');
    $nobody = 'ws://' . stream_socket_get_name($gone, false);
    fclose($gone);
    foreach (
        [
            'is the server running' => ['--url', $nobody, 'x'],
            '--url is missing' => ['x'],
            'give an action' => ['--url', $nobody],
            'at most one params-json' => ['--url', $nobody, 'x', '{}', '{}'],
            'not a json object' => ['--url', $nobody, 'x', '{'],
            'a name that begins with a zero byte' => ['--url', $nobody, 'x', '{"\u0000a": 1}'],
            'not a json object: 5' => ['--url', $nobody, 'x', '5'],
            '--url needs a value' => ['x', '--url'],
            'unknown option --oops' => ['--url', $nobody, '--oops', 'x'],
            'article or jsonrpc' => ['--url', $nobody, '--dialect', 'soap', 'x'],
            '--timeout is a number above 0' => ['--url', $nobody, '--timeout', '-1', 'x'],
            'cannot read the token file' => ['--url', $nobody, '--token-file', '/no/such/file', 'x'],
            'write ws://' => ['--url', 'http://127.0.0.1', 'x'],
            'origin holds a character' => ['--url', $nobody, '--origin', "a\r\nb", 'x'],
        ] as $words => $arguments
    ) {
        $suite->test("call.php cannot call: {$words}", function () use ($words, $arguments): void {
            [$status, $output, $errors] = callPhp($arguments);
            same([2, ''], [$status, $output]);
            contains($words, strtolower($errors));
            same(1, substr_count($errors, "\n"), $errors);
        });
    }

    $suite->test('call.php within its time-out', function (): void {
        $peer = new Peer([['handshake'], ['hold']]);
        [$status, , $errors] = callPhp(['--url', $peer->url, '--timeout', '1', 'x']);
        same(2, $status);
        contains('no reply within 1 s', $errors);
    });

    $suite->test('call.php --help', function (): void {
        [$status, $output] = callPhp(['--help']);
        same(0, $status);
        contains('usage: php call.php --url URL', $output);
    });

    foreach (
        [
            'acceptValue' => 'function acceptValue(string $key): string { throw new \Exception("mine"); }',
            'encodeLength' => 'function encodeLength(int $length, bool $masked) { throw new \Exception("mine"); }',
            'readLength' => 'function readLength(string $bytes): ?int { throw new \Exception("mine"); }',
            'mask' => 'function mask(string $payload, string $key): string { throw new \Exception("mine"); }',
            'readFrame' => 'function readFrame($stream, $reader, $deadline): ?Frame { throw new \Exception("mine"); }',
            'Frame' => 'throw new \Exception("mine");',
        ] as $name => $source
    ) {
        $suite->test("a learner's {$name}.php is used", function () use ($name, $source, $answering): void {
            $peer = $answering(reply('1'));
            $mine = ['FRAMEBYFRAME_MY_PHP' => folderWith($name, $source)];
            [$status, $output, $errors] = callPhp(['--url', $peer->url, 'x'], $mine);
            same(255, $status);
            contains('mine', $output . $errors);
        });
    }

    $suite->test('a folder without them changes nothing', function () use ($answering): void {
        $mine = ['FRAMEBYFRAME_MY_PHP' => folderWith('other', '')];
        $peer = $answering(reply('1'));
        same(0, callPhp(['--url', $peer->url, 'x'], $mine)[0]);
    });

    // Other servers wait for the end of a line that never comes.
    $isNode = fn (string $url): bool => (new RpcClient($url))->call('serverInfo')['server'] === 'node_server';
    foreach (array_filter($suite->urls, $isNode) as $url) {
        $suite->test("naive.php as it is: the H of HTTP is taken for opcode 8 ({$url})", function () use ($url): void {
            [$status, $output, $bytes] = naive('--url', $url, '--show-bytes', '--read-timeout', '2');
            same([1, '{"status":"error","message":"non-text frame (opcode: 8)"}'], [$status, trim($output)]);
            contains('48 54 54 50 2f 31 2e 31 20 34', $bytes);
        });

    }

    foreach ($suite->urls as $url) {
        $suite->test("naive.php with a handshake: a true opcode 8 ({$url})", function () use ($url): void {
            [$status, $output, $bytes] = naive('--url', $url, '--handshake', '--show-bytes', '--read-timeout', '0.5');
            same([1, '{"status":"error","message":"non-text frame (opcode: 8)"}'], [$status, trim($output)]);
            same(1, preg_match('/^0000  88 [0-9a-f]{2} 03 ea/m', $bytes), $bytes);
        });

        $suite->test("naive.php with a mask: right, and late ({$url})", function () use ($url): void {
            $started = microtime(true);
            [$status, $output] = naive('--url', $url, '--handshake', '--mask', '--read-timeout', '0.5');
            same([0, 'success'], [$status, json_decode($output, true)['status']]);
            same(true, microtime(true) - $started >= 0.5);
        });

        $suite->test("naive.php takes one of two replies ({$url})", function () use ($url): void {
            $options = ['--handshake', '--mask', '--twice', '--show-bytes', '--read-timeout', '0.5'];
            [$status, $output, $bytes] = naive('--url', $url, ...$options, ...['echo', '{"a":1}']);
            $reply = '{"status":"success","data":"Processed: echo","payload":{"a":1}}';
            same([0, 1], [$status, substr_count($output, 'success')]);
            contains(2 * (2 + strlen($reply)) . ' bytes received', $bytes);
        });

        $suite->test("naive.php reads once, and has half a frame ({$url})", function () use ($url): void {
            $large = json_encode(['text' => str_repeat('a', 9000)]);
            [$status, $output] = naive('--url', $url, '--handshake', '--mask', '--one-read', 'echo', $large);
            same(1, $status);
            contains('cannot decode the reply', $output);
        });
    }

    $suite->test('naive.php: nothing listens, and bad usage', function () use ($nobody): void {
        [$status, $output] = naive('--url', $nobody);
        same(1, $status);
        contains('cannot connect to ' . substr($nobody, 5), json_decode($output)->message);
        $bad = [[], ['--url', 'http://h'], ['--url', $nobody, '--oops'], ['--url', $nobody, 'x', '{'], ['--url']];
        foreach ($bad as $arguments) {
            [$status, $output, $errors] = naive(...$arguments);
            same([2, ''], [$status, $output]);
            contains('usage: php naive.php --url ws://HOST:PORT', $errors);
        }
    });
};
