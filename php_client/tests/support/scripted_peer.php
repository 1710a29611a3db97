<?php

declare(strict_types=1);

/**
 * A server that follows a script, given as JSON in its one argument: a list of connections, each a list of steps.
 *
 *     ["handshake"]            read the opening handshake, answer it
 *     ["answer", LINES]        read the opening handshake, answer with these lines; {accept} is the right value
 *     ["answer-and-send", HEX] answer it, with these bytes in the same packet
 *     ["show"]                 print the opening handshake that was read, as a line of JSON: [-1, hexadecimal]
 *     ["receive"]              read a frame and print it as a line of JSON: [opcode, payload in hexadecimal]
 *     ["send", HEX, TIMES]     send these bytes, once or so many times
 *     ["dribble", HEX]         send them one at a time
 *     ["flood", HEX]           send them over and over, and read nothing, until the client has gone
 *     ["hold"]                 print what is received, until a close frame or the client's end
 *     ["wait"]                 read nothing, until the client has gone or the test has ended
 *
 * After its last step a connection is closed. It ends when its standard input does, or after 20 seconds.
 */

namespace FrameByFrame\Tests;

use FrameByFrame\Opcode;

use function FrameByFrame\acceptValue;
use function FrameByFrame\mask;

require __DIR__ . '/../../autoload.php';

const LIFETIME = 20.0;

/** The client has ended the connection. */
final class ClientGone extends \Exception
{
}

$server = stream_socket_server('tcp://127.0.0.1:0');
echo json_encode(['listening' => 'ws://' . stream_socket_get_name($server, false)]), "\n";
foreach (json_decode($argv[1], true) as $steps) {
    awaitReadable($server);
    serve(stream_socket_accept($server), $steps);
}

/** @param resource $client */
function serve($client, array $steps): void
{
    stream_set_read_buffer($client, 0);
    try {
        foreach ($steps as $step) {
            perform($client, $step[0], $step[1] ?? null, $step[2] ?? 1);
        }
    } catch (ClientGone) {
        echo "end\n";
    }
    fclose($client);
}

/** @param resource $client */
function perform($client, string $step, mixed $argument, int $times): void
{
    $accepted = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade',
        'Sec-WebSocket-Accept: {accept}'];
    $bytes = is_string($argument) ? hex2bin(str_replace(' ', '', $argument)) : '';
    match ($step) {
        'handshake' => answer($client, $accepted),
        'answer' => answer($client, $argument),
        'answer-and-send' => answer($client, $accepted, $bytes),
        'show' => print json_encode([-1, bin2hex(answer())]) . "\n",
        'receive' => receive($client),
        'send' => fwrite($client, str_repeat($bytes, $times)),
        'dribble' => dribble($client, $bytes),
        'flood' => flood($client, str_repeat($bytes, 1000)),
        'hold' => hold($client),
        'wait' => awaitReadable(),
    };
}

/**
 * @param resource|null $client null: nobody new
 * @return string the last handshake that was read
 */
function answer($client = null, array $lines = [], string $more = ''): string
{
    static $request = '';
    if ($client === null) {
        return $request;
    }
    for ($request = ''; !str_ends_with($request, "\r\n\r\n");) {
        $request .= readExactly($client, 1);
    }
    preg_match('/^Sec-WebSocket-Key: (.*)\r$/m', $request, $match);
    $head = implode("\r\n", $lines) . "\r\n\r\n";
    fwrite($client, str_replace('{accept}', acceptValue($match[1]), $head) . $more);
    return $request;
}

/** @param resource $client */
function receive($client): int
{
    [, $first, $second] = unpack('C2', readExactly($client, 2));
    $length = match ($second & 0x7F) {
        126 => unpack('n', readExactly($client, 2))[1],
        127 => unpack('J', readExactly($client, 8))[1],
        default => $second & 0x7F,
    };
    $key = readExactly($client, 4);
    echo json_encode([$first & 0x0F, bin2hex(mask(readExactly($client, $length), $key))]), "\n";
    return $first & 0x0F;
}

/** @param resource $client */
function dribble($client, string $bytes): void
{
    foreach (str_split($bytes) as $byte) {
        fwrite($client, $byte);
        usleep(100);
    }
}

/** @param resource $client */
function flood($client, string $bytes): void
{
    while (@fwrite($client, $bytes) !== false) {
        // Until the client has gone.
    }
}

/** @param resource $client */
function hold($client): void
{
    do {
        $opcode = receive($client);
    } while ($opcode !== Opcode::Close->value);
}

/** @param resource $client */
function readExactly($client, int $length): string
{
    $bytes = '';
    while (strlen($bytes) < $length) {
        awaitReadable($client);
        $read = @fread($client, $length - strlen($bytes));
        $bytes .= $read === '' || $read === false ? throw new ClientGone() : $read;
    }
    return $bytes;
}

/** @param resource|null $stream */
function awaitReadable($stream = null): void
{
    do {
        // Windows cannot wait for a pipe.
        $streams = array_filter([$stream, PHP_OS_FAMILY === 'Windows' ? null : STDIN]);
        $none = null;
        $streams === [] ? sleep(1) : stream_select($streams, $none, $none, 1);
        if (in_array(STDIN, $streams, true) || microtime(true) > $_SERVER['REQUEST_TIME_FLOAT'] + LIFETIME) {
            exit(0);
        }
    } while ($streams === []);
}
