<?php

declare(strict_types=1);

namespace FrameByFrame;

/** Why a connection was closed (RFC 6455, 7.4, and the IANA registry). */
final class CloseCode
{
    public const NORMAL = 1000;
    public const GOING_AWAY = 1001;
    public const PROTOCOL_ERROR = 1002;
    public const UNSUPPORTED_DATA = 1003;
    public const NO_STATUS = 1005;
    public const ABNORMAL = 1006;
    public const INVALID_DATA = 1007;
    public const POLICY_VIOLATION = 1008;
    public const MESSAGE_TOO_BIG = 1009;

    private const REGISTERED = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014];

    /** Would a server that closes with this code say no again? */
    public static function isFinal(int $code): bool
    {
        return $code === self::POLICY_VIOLATION || ($code >= 4000 && $code <= 4999);
    }

    /** May a close frame carry this code? 3000 to 4999 belong to libraries and applications (7.4.2). */
    public static function mayBeSent(int $code): bool
    {
        return in_array($code, self::REGISTERED, true) || ($code >= 3000 && $code <= 4999);
    }
}
