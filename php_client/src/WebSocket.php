<?php

declare(strict_types=1);

namespace FrameByFrame;

use Closure;

/** A client's WebSocket connection (RFC 6455). It answers pings and a close while it receives. */
final class WebSocket
{
    /** Bytes in one message, fragments in one message: beyond them the connection ends with 1009. */
    public const MAX_MESSAGE = 1 << 20;
    public const MAX_FRAGMENTS = 1024;

    /** Seconds. */
    public const OPEN_TIMEOUT = 10.0;
    public const SEND_TIMEOUT = 10.0;
    public const CLOSE_TIMEOUT = 10.0;

    /** So many frames are handled even where the time is up, and no more: pings must not keep us for ever. */
    private const FRAMES_PER_RECEIVE = 4096;

    private FrameReader $reader;
    private MessageAssembler $assembler;
    private bool $closeSent = false;
    private bool $isOpen = true;
    private int $process;

    /**
     * Most callers want connect(), which makes the opening handshake first.
     *
     * @param string $received what the server sent after its handshake
     * @param Closure(string, Frame): void|null $trace called with 'sent' or 'received', and the frame
     */
    public function __construct(
        private ByteStream $stream,
        public readonly ?string $subprotocol = null,
        string $received = '',
        private ?Closure $trace = null,
        int $maxMessage = self::MAX_MESSAGE,
    ) {
        $this->assembler = new MessageAssembler($maxMessage);
        $this->reader = new FrameReader($this->assembler);
        $this->reader->feed($received);
        $this->process = getmypid();
    }

    public function __destruct()
    {
        $this->close(timeout: 0.0);
    }

    /**
     * Connect and make the opening handshake.
     *
     * @param float $timeout seconds
     * @param list<string> $subprotocols to offer, the one liked best first
     * @param array<string, string> $headers more header fields: name => value
     * @throws \InvalidArgumentException not a WebSocket URL, or a header field HTTP does not allow
     * @throws ConnectionRefused nothing listens there, or the server says no
     * @throws RpcTimeout no answer in time
     * @throws ProtocolError an answer that no WebSocket server gives
     */
    public static function connect(
        string $url,
        float $timeout = self::OPEN_TIMEOUT,
        array $subprotocols = [],
        array $headers = [],
        ?Closure $trace = null,
        int $maxMessage = self::MAX_MESSAGE,
    ): self {
        $deadline = Deadline::in($timeout);
        $parsedUrl = Url::parse($url);
        $handshake = new OpeningHandshake($parsedUrl, $subprotocols, $headers);
        $stream = ByteStream::connect($parsedUrl, $deadline);
        $head = new HeadReader($stream);
        try {
            $stream->write($handshake->request(), $deadline);
            $subprotocol = $handshake->check($head->readHead($deadline));
        } catch (ConnectionLost $lost) {
            throw $lost instanceof ConnectionRefused ? $lost : new ConnectionRefused(
                'the server ended the connection in the opening handshake: is that a WebSocket server?'
            );
        }
        return new self($stream, $subprotocol, $head->rest(), $trace, $maxMessage);
    }

    /** Is there a connection, and is it ours? The child of a fork has a copy of this object, and no part in it. */
    public function isOpen(): bool
    {
        return $this->isOpen && $this->process === getmypid();
    }

    /**
     * Send a text message.
     *
     * @param float|Deadline $timeout seconds until the socket must have taken it, or the moment
     * @throws \InvalidArgumentException not UTF-8
     * @throws RpcTimeout the server does not read; the connection has been ended
     * @throws ConnectionLost the connection has ended
     */
    public function sendText(string $text, float|Deadline $timeout = self::SEND_TIMEOUT): void
    {
        if (preg_match('//u', $text) !== 1) {
            throw new \InvalidArgumentException('a text message has to be UTF-8');
        }
        $this->send(Opcode::Text, $text, $timeout);
    }

    /** Send a binary message; for the rest see sendText(). */
    public function sendBinary(string $bytes, float|Deadline $timeout = self::SEND_TIMEOUT): void
    {
        $this->send(Opcode::Binary, $bytes, $timeout);
    }

    /**
     * The next message; null: nothing yet.
     *
     * Null also where fragments of a message have come, but not the last. With a time-out of 0 it handles
     * what has arrived.
     *
     * @param float|Deadline $timeout seconds, or the moment
     * @throws StalledFrame the time was up in the middle of a frame
     * @throws ConnectionLost the connection has ended; the error has the close code
     * @throws ProtocolError the server broke a rule; it has been told, and the connection has ended
     */
    public function receive(float|Deadline $timeout): ?Message
    {
        $this->checkOpen();
        try {
            return $this->receiveMessage(Deadline::in($timeout));
        } catch (ProtocolError $fault) {
            $this->sayGoodbye(new ClosePayload($fault->closeCode, $fault->getMessage()));
            $this->end();
            throw $fault;
        } catch (ConnectionLost $lost) {
            $this->end();
            throw $lost;
        }
    }

    /**
     * Say goodbye and wait for the answer (RFC 6455, 7.1.2). Messages that still come are dropped.
     *
     * @param float $timeout seconds to wait for the server's close frame
     * @throws \InvalidArgumentException a code or reason that no close frame may carry
     */
    public function close(
        int $code = CloseCode::NORMAL,
        string $reason = '',
        float $timeout = self::CLOSE_TIMEOUT
    ): void {
        if (!$this->isOpen()) {
            return;
        }
        $deadline = Deadline::in($timeout);
        $this->sayGoodbye(new ClosePayload($code, $reason), $timeout);
        try {
            while (!$deadline->hasPassed()) {
                $this->receive($deadline);
            }
        } catch (RpcError) {
            // Closed as asked, or too broken for a goodbye: over in any case.
        }
        $this->end();
    }

    private function receiveMessage(Deadline $deadline): ?Message
    {
        for ($count = 1; ($frame = readFrame($this->stream, $this->reader, $deadline)) !== null; $count++) {
            $message = $this->handle($frame);
            if ($message !== null || ($count >= self::FRAMES_PER_RECEIVE && $deadline->hasPassed())) {
                return $message;
            }
        }
        return null;
    }

    private function handle(Frame $frame): ?Message
    {
        $this->trace('received', $frame);
        if ($frame->opcode->isControl()) {
            $this->handleControl($frame);
            return null;
        }
        return $this->assembler->add($frame);
    }

    private function handleControl(Frame $frame): void
    {
        if ($frame->opcode === Opcode::Close) {
            $this->handleClose(ClosePayload::parse($frame->payload));
        }
        // After a close frame nothing more is sent (RFC 6455, 5.5.1).
        if ($frame->opcode === Opcode::Ping && !$this->closeSent) {
            $pong = Frame::masked(Opcode::Pong, $frame->payload);
            $this->trace('sent', $pong);
            $this->stream->queue($pong->encode());
        }
    }

    /** A close frame is answered with its own code (RFC 6455, 5.5.1). */
    private function handleClose(ClosePayload $close): never
    {
        $this->sayGoodbye(new ClosePayload($close->code));
        $reason = $close->reason === '' ? '' : ': ' . Printable::text($close->reason);
        throw new ConnectionLost("the server closed the connection with code {$close->code}{$reason}", $close->code);
    }

    private function send(Opcode $opcode, string $payload, float|Deadline $timeout): void
    {
        $this->checkOpen();
        $frame = Frame::masked($opcode, $payload);
        $this->trace('sent', $frame);
        try {
            $this->stream->write($frame->encode(), Deadline::in($timeout));
        } catch (ConnectionLost $lost) {
            // The server may have said why before it ended the connection: then that is what is thrown.
            while ($this->receive(0.0) !== null) {
                // A message from before the end, which nobody will ask for.
            }
            $this->end();
            throw $lost;
        } catch (RpcTimeout $late) {
            // Half a frame is out: nothing can follow it, and nobody reads it.
            $this->isOpen = false;
            $this->stream->drop();
            throw $late;
        }
    }

    /** @param float $timeout seconds until the socket must have taken it */
    private function sayGoodbye(ClosePayload $payload, float $timeout = 0.0): void
    {
        $frame = Frame::masked(Opcode::Close, $payload->encode());
        if ($this->closeSent) {
            return;
        }
        $this->closeSent = true;
        $this->trace('sent', $frame);
        try {
            $this->stream->write($frame->encode(), Deadline::in($timeout));
        } catch (ConnectionLost | RpcTimeout) {
            // The server has gone, or does not listen.
        }
    }

    private function trace(string $direction, Frame $frame): void
    {
        if ($this->trace !== null) {
            ($this->trace)($direction, $frame);
        }
    }

    private function end(): void
    {
        if ($this->isOpen) {
            $this->isOpen = false;
            $this->stream->close();
        }
    }

    private function checkOpen(): void
    {
        if ($this->isOpen && !$this->isOpen()) {
            throw new ConnectionLost('the connection belongs to the process that opened it: open a new one');
        }
        if (!$this->isOpen) {
            throw new ConnectionLost('the connection has ended: open a new one');
        }
    }
}
