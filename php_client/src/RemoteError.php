<?php

declare(strict_types=1);

namespace FrameByFrame;

/** The server answered with an error: getCode() is a word in the article dialect, a number in JSON-RPC. */
final class RemoteError extends RpcError
{
    public const NAME = 'remote_error';

    /** @param mixed $data error.data in JSON-RPC, if it was there */
    public function __construct(string|int $code, string $message, public readonly mixed $data = null)
    {
        parent::__construct($message);
        $this->code = $code;
    }
}
