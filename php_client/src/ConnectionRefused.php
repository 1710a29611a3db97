<?php

declare(strict_types=1);

namespace FrameByFrame;

/** There was no WebSocket connection to send anything on: trying again is safe. */
final class ConnectionRefused extends ConnectionLost
{
    public const NAME = 'connection_refused';
}
