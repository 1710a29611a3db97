<?php

declare(strict_types=1);

namespace FrameByFrame;

/** The time was up in the middle of a frame. What has come is kept: the next receive goes on from there. */
final class StalledFrame extends RpcTimeout
{
}
