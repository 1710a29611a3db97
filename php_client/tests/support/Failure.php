<?php

declare(strict_types=1);

namespace FrameByFrame\Tests;

/** A check that did not hold. */
final class Failure extends \Exception
{
}
