<?php

declare(strict_types=1);

namespace FrameByFrame;

/** The connection ended. Whether the server did what it was asked is not known. */
class ConnectionLost extends RpcError
{
    public const NAME = 'connection_lost';

    /** @param int $closeCode what the server's close frame said; 1006 where there was none (RFC 6455, 7.1.5) */
    public function __construct(string $message, public readonly int $closeCode = CloseCode::ABNORMAL)
    {
        parent::__construct($message);
    }
}
