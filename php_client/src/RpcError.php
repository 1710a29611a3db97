<?php

declare(strict_types=1);

namespace FrameByFrame;

/**
 * A call that has no result. Which of the four it is says what the caller may do next.
 *
 *     RpcError
 *     ├── RpcTimeout             no answer in time; whether the server did it is not known
 *     │   └── StalledFrame       the time was up in the middle of a frame
 *     ├── RemoteError            the server answered with an error
 *     ├── ConnectionLost         the connection ended; whether the server did it is not known
 *     │   └── ConnectionRefused  there was no connection: nothing was sent, so it is safe to try again
 *     └── ProtocolError          what the server sent breaks a rule, so nothing it says can be relied on
 */
abstract class RpcError extends \RuntimeException
{
    /** The word that RpcClient::request() puts under "code". */
    public const NAME = 'error';
}
