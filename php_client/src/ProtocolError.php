<?php

declare(strict_types=1);

namespace FrameByFrame;

/** The server sent bytes that break a rule of HTTP, WebSocket or RPC. */
final class ProtocolError extends RpcError
{
    public const NAME = 'protocol_error';

    /** @param int $closeCode what the server is told (RFC 6455, 7.4.1) */
    public function __construct(string $message, public readonly int $closeCode = CloseCode::PROTOCOL_ERROR)
    {
        parent::__construct($message);
    }
}
