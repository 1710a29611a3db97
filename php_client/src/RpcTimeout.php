<?php

declare(strict_types=1);

namespace FrameByFrame;

/** No answer in time. Whether the server did what it was asked is not known. */
class RpcTimeout extends RpcError
{
    public const NAME = 'timeout';
}
