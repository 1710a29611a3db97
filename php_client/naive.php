<?php

declare(strict_types=1);

/**
 * The client that never worked.
 *
 * It looks right: it connects, wraps JSON in a WebSocket frame, and unwraps what comes back.
 * Run as it is, it makes five mistakes. Chapter 1 finds them, one option at a time.
 * Do not use it. The client that works is src/RpcClient.php.
 */
final class NaiveClient
{
    private const GUESSED_READ_SIZE = 8192;

    /** @param array<string, mixed> $options as getopt() gives them: an option that is there is a key */
    public function __construct(private string $address, private array $options)
    {
    }

    /** Send one request (or the same one twice) and return the one reply. */
    public function request(array $data): array
    {
        $json = json_encode($data);
        if ($json === false) {
            return $this->error('cannot encode the request: ' . json_last_error_msg());
        }
        $socket = @stream_socket_client("tcp://{$this->address}", $errorNumber, $error, 5);
        if ($socket === false) {
            return $this->error("cannot connect to {$this->address}: {$error}");
        }
        stream_set_timeout($socket, 0, (int) (1e6 * (float) ($this->options['read-timeout'] ?? 60)));
        if (isset($this->options['handshake'])) {
            $this->shakeHands($socket);
        }
        fwrite($socket, str_repeat($this->encode($json), isset($this->options['twice']) ? 2 : 1));
        $bytes = isset($this->options['one-read'])
            ? fread($socket, self::GUESSED_READ_SIZE)
            : stream_get_contents($socket);
        fclose($socket);
        return $this->decode((string) $bytes);
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
