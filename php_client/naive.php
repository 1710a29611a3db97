<?php

declare(strict_types=1);

/**
 * The client that never worked.
 *
 * It looks right: it connects, wraps JSON in a WebSocket frame, and unwraps what comes back.
 * Run as it is, no call of it works. Chapter 01 finds four of its mistakes, one option at a time.
 * Do not use it. The client that works is src/RpcClient.php.
 */
final class NaiveClient
{
    private const GUESSED_READ_SIZE = 8192;

    /** @param array<string, mixed> $options as getopt() gives them: an option that is there is a key */
    public function __construct(private string $address, private array $options)
    {
    }

    /** What to call: the reply, or an error in its form. */
    public function request(array $data): array
    {
        try {
            return $this->exchange($data);
        } catch (JsonException $error) {
            return $this->error('cannot encode the request: ' . $error->getMessage());
        } catch (RuntimeException $error) {
            return $this->error($error->getMessage());
        }
    }

    /** Send one request and return the one reply. */
    private function exchange(array $data): array
    {
        $json = json_encode($data, JSON_THROW_ON_ERROR);
        $socket = $this->connect();
        fwrite($socket, $this->frames($json));
        $bytes = $this->read($socket);
        fclose($socket);
        return $this->decode($bytes);
    }

    /** A connection to the server. */
    private function connect(): mixed
    {
        $socket = @stream_socket_client("tcp://{$this->address}", $errorNumber, $error, 5);
        if ($socket === false) {
            throw new RuntimeException("cannot connect to {$this->address}: {$error}");
        }
        stream_set_timeout($socket, 0, (int) (1e6 * (float) ($this->options['read-timeout'] ?? 60)));
        if (isset($this->options['handshake'])) {
            $this->shakeHands($socket);
        }
        return $socket;
    }

    /** One text frame, or the same one twice. */
    private function frames(string $json): string
    {
        return str_repeat($this->encode($json), isset($this->options['twice']) ? 2 : 1);
    }

    /** What the server sends. */
    private function read(mixed $socket): string
    {
        if (isset($this->options['one-read'])) {
            return (string) fread($socket, self::GUESSED_READ_SIZE);
        }
        return (string) stream_get_contents($socket);
    }

    /** Ask for a WebSocket, and believe whatever is answered. */
    private function shakeHands(mixed $socket): void
    {
        $key = base64_encode(random_bytes(16));
        fwrite($socket, "GET / HTTP/1.1\r\nHost: {$this->address}\r\nUser-Agent: naive\r\n"
            . "Upgrade: websocket\r\nConnection: Upgrade\r\n"
            . "Sec-WebSocket-Key: {$key}\r\nSec-WebSocket-Version: 13\r\n\r\n");
        do {
            $line = fgets($socket);
        } while ($line !== false && trim($line) !== '');
    }

    /** A text frame around $payload. */
    private function encode(string $payload): string
    {
        $length = strlen($payload);
        $maskBit = isset($this->options['mask']) ? 0x80 : 0;
        $header = "\x81" . match (true) {
            $length < 126 => chr($maskBit | $length),
            $length < 65536 => chr($maskBit | 126) . pack('n', $length),
            default => chr($maskBit | 127) . pack('J', $length),
        };
        if ($maskBit === 0) {
            return $header . $payload;
        }
        $key = random_bytes(4);
        return $header . $key . ($payload ^ str_repeat($key, intdiv($length, 4) + 1));
    }

    /** The JSON in the first frame of $bytes. What comes after it is not looked at. */
    private function decode(string $bytes): array
    {
        if (isset($this->options['show-bytes'])) {
            fwrite(STDERR, $this->hexDump($bytes));
        }
        if (strlen($bytes) < 2) {
            return $this->error('no answer');
        }
        $opcode = ord($bytes[0]) & 0x0F;
        if ($opcode !== 1) {
            return $this->error("non-text frame (opcode: {$opcode})");
        }
        [$length, $start] = match ($short = ord($bytes[1]) & 0x7F) {
            126 => [unpack('n', $bytes, 2)[1], 4],
            127 => [unpack('J', $bytes, 2)[1], 10],
            default => [$short, 2],
        };
        $reply = json_decode(substr($bytes, $start, $length), true);
        return is_array($reply) ? $reply : $this->error('cannot decode the reply: ' . json_last_error_msg());
    }

    private function error(string $message): array
    {
        return ['status' => 'error', 'message' => $message];
    }

    /** Sixteen bytes a line: offset, hexadecimal, and the printable characters. */
    private function hexDump(string $bytes): string
    {
        $dump = strlen($bytes) . " bytes received\n";
        foreach ($bytes === '' ? [] : str_split($bytes, 16) as $row => $slice) {
            $hex = implode(' ', str_split(bin2hex($slice), 2));
            $text = preg_replace('/[^\x20-\x7E]/', '.', $slice);
            $dump .= sprintf("%04x  %-47s  %s\n", 16 * $row, $hex, $text);
        }
        return $dump;
    }
}

const USAGE = 'usage: php naive.php --url ws://HOST:PORT [--handshake] [--mask] [--read-timeout S]'
    . " [--one-read] [--twice] [--show-bytes] [ACTION [PARAMS-JSON]]\n";

$options = getopt('', ['url:', 'handshake', 'mask', 'read-timeout:', 'one-read', 'twice', 'show-bytes'], $next);
$unknown = array_filter(
    array_slice($argv, 1),
    fn (string $word): bool => preg_match('/^-+([^=]*)/', $word, $match) === 1 && !isset($options[$match[1]])
);
$words = array_slice($argv, $next);
$address = preg_match('~^ws://([^/]+)~', $options['url'] ?? '', $match) === 1 ? $match[1] : null;
$params = json_decode($words[1] ?? '{"userId": 123}');
if ($address === null || $params === null || $unknown !== [] || count($words) > 2) {
    fwrite(STDERR, USAGE);
    exit(2);
}
$reply = (new NaiveClient($address, $options))->request(['action' => $words[0] ?? 'getData', 'params' => $params]);
echo json_encode($reply), "\n";
exit($reply['status'] === 'success' ? 0 : 1);
