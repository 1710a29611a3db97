<?php

declare(strict_types=1);

namespace FrameByFrame;

/**
 * A socket on which every wait has a deadline.
 *
 * The socket never blocks: stream_select() waits for it instead, so that a peer that neither sends nor
 * reads cannot hold us. It cannot wait for a descriptor from 1,024 on: there we look every millisecond.
 */
final class ByteStream
{
    private const READ_SIZE = 65536;
    private const MICROSECONDS = 1_000_000;

    /** Answers to pings that wait because the peer does not read; a peer with more than this is lost. */
    private const MAX_QUEUE = 65536;

    /** Seconds: time enough for the peer to read the last of what we sent. */
    private const LINGER = 0.2;

    /** Bytes read while sending; with more than this, sending waits for the peer alone. */
    private const MAX_AHEAD = 1 << 24;

    /** Microseconds between two looks at a socket that stream_select() cannot wait for. */
    private const NAP = 1000;

    /** Bytes that the socket has not taken yet. */
    private string $unsent = '';

    /** Bytes that came while we sent. */
    private string $ahead = '';

    private bool $canSelect;

    /**
     * @param resource $stream a connected socket
     * @param float $linger seconds to wait in close() for the peer to end the connection too
     */
    public function __construct(private $stream, private float $linger = self::LINGER)
    {
        stream_set_blocking($stream, false);
        stream_set_read_buffer($stream, 0);
        $read = [$stream];
        $none = null;
        $this->canSelect = @stream_select($read, $none, $none, 0) !== false;
    }

    /**
     * @throws ConnectionRefused nothing listens there
     * @throws RpcTimeout no connection by the deadline
     */
    public static function connect(Url $url, Deadline $deadline): self
    {
        if ($url->isSecure && !in_array('tls', stream_get_transports(), true)) {
            throw new ConnectionRefused('this PHP has no openssl, which wss:// needs: use ws://');
        }
        $stream = self::open($url->transport(), max(0.001, $deadline->remaining()));
        if (is_resource($stream)) {
            return new self($stream);
        }
        if ($deadline->hasPassed()) {
            throw new RpcTimeout("no connection to {$url->authority} in time: is that the right address?");
        }
        throw new ConnectionRefused("cannot connect to {$url->authority}: {$stream}. Is the server running there?");
    }

    /**
     * The bytes that have arrived, or arrive by the deadline; null: none.
     *
     * @throws ConnectionLost the peer ended the connection
     */
    public function read(Deadline $deadline): ?string
    {
        do {
            $bytes = $this->readSome();
            if ($bytes !== '') {
                return $bytes;
            }
            if ($this->isAtEnd()) {
                throw new ConnectionLost('the server ended the connection without a close frame');
            }
        } while ($this->wait($deadline, forReading: true, forWriting: false));
        return null;
    }

    /**
     * Send, and wait until the socket has taken it all. What comes meanwhile is read: else two that only send
     * would wait for each other.
     *
     * @throws RpcTimeout the peer does not read, and part of it is left unsent
     * @throws ConnectionLost the peer ended the connection
     */
    public function write(string $bytes, Deadline $deadline): void
    {
        $this->unsent .= $bytes;
        while (!$this->flush()) {
            $mayRead = strlen($this->ahead) < self::MAX_AHEAD && !$this->isAtEnd();
            if ($deadline->hasPassed() || !$this->wait($deadline, $mayRead, forWriting: true)) {
                throw new RpcTimeout('the time is up, and the server has not read all of what was sent to it');
            }
            $this->ahead .= $mayRead ? $this->readNew() : '';
        }
    }

    /**
     * Send as much as the socket takes now, and the rest with what is sent next.
     *
     * @throws ConnectionLost the peer ended the connection, or reads nothing while it wants answers
     */
    public function queue(string $bytes): void
    {
        $this->unsent .= $bytes;
        if (!$this->flush() && strlen($this->unsent) > self::MAX_QUEUE) {
            throw new ConnectionLost('the server sends pings and does not read the answers');
        }
    }

    /** End the connection at once, whatever is still on its way. */
    public function drop(): void
    {
        fclose($this->stream);
    }

    /** End the connection: our end first, then both. */
    public function close(): void
    {
        @stream_socket_shutdown($this->stream, STREAM_SHUT_WR);
        $deadline = Deadline::in($this->linger);
        try {
            // Unread bytes would make the close a reset, and a reset can overtake our close frame.
            while (!$deadline->hasPassed()) {
                $this->read($deadline);
            }
        } catch (ConnectionLost) {
            // The peer's end, which is what we waited for.
        }
        fclose($this->stream);
    }

    /** @return resource|string a connected socket, or why there is none */
    private static function open(string $address, float $seconds)
    {
        $warnings = [];
        set_error_handler(function (int $severity, string $warning) use (&$warnings): bool {
            $warnings[] = strtr($warning, "\n", ' ');
            return true;
        });
        $context = stream_context_create(['socket' => ['tcp_nodelay' => true]]);
        $stream = stream_socket_client($address, $_, $error, $seconds, STREAM_CLIENT_CONNECT, $context);
        restore_error_handler();
        // Where TLS fails, only the first warning says why.
        return $stream !== false ? $stream : ($error === '' ? $warnings[0] : $error);
    }

    /** The bytes that are here: first those that came while we sent. */
    private function readSome(): string
    {
        [$ahead, $this->ahead] = [$this->ahead, ''];
        return $ahead !== '' ? $ahead : $this->readNew();
    }

    private function readNew(): string
    {
        return (string) @fread($this->stream, self::READ_SIZE);
    }

    private function isAtEnd(): bool
    {
        return stream_get_meta_data($this->stream)['eof'];
    }

    /** @return bool nothing is left to send */
    private function flush(): bool
    {
        $sent = @fwrite($this->stream, $this->unsent);
        if ($sent === false) {
            throw new ConnectionLost('the connection broke while sending');
        }
        $this->unsent = substr($this->unsent, $sent);
        return $this->unsent === '';
    }

    /** @return bool it is worth trying: the socket is ready or, where that cannot be known, there is time */
    private function wait(Deadline $deadline, bool $forReading, bool $forWriting): bool
    {
        if (!$this->canSelect) {
            usleep((int) min(self::NAP, self::MICROSECONDS * $deadline->remaining()));
            return !$deadline->hasPassed();
        }
        do {
            $read = $forReading ? [$this->stream] : null;
            $write = $forWriting ? [$this->stream] : null;
            $except = null;
            $left = (int) ceil(self::MICROSECONDS * $deadline->remaining());
            $ready = @stream_select($read, $write, $except, 0, $left);
            // A signal may end the wait before its time.
        } while (!$ready && $left > 0);
        return $ready > 0;
    }
}
