<?php

declare(strict_types=1);

namespace FrameByFrame;

/** Checks text that comes in fragments: a character may be cut between two of them (RFC 6455, 8.1). */
final class Utf8Checker
{
    /** The beginning of a character at the end of a fragment: its first byte narrows what may follow (RFC 3629, 4). */
    private const INCOMPLETE = '/(?:
          [\xC2-\xDF]
        | \xE0 [\xA0-\xBF]?  |  [\xE1-\xEC\xEE\xEF] [\x80-\xBF]?  |  \xED [\x80-\x9F]?
        | \xF0 (?: [\x90-\xBF] [\x80-\xBF]? )?
        | [\xF1-\xF3] [\x80-\xBF]{0,2}
        | \xF4 (?: [\x80-\x8F] [\x80-\xBF]? )?
    )$/Dx';

    private string $incomplete = '';

    /** @throws ProtocolError this fragment cannot be part of a text in UTF-8 */
    public function check(string $fragment, bool $isLast): void
    {
        $text = $this->incomplete . $fragment;
        $this->incomplete = '';
        // An incomplete character has at most three bytes.
        if (!$isLast && preg_match(self::INCOMPLETE, substr($text, -3), $match) === 1) {
            $this->incomplete = $match[0];
        }
        if (preg_match('//u', substr($text, 0, strlen($text) - strlen($this->incomplete))) !== 1) {
            throw new ProtocolError('a text message is not UTF-8 (RFC 6455, 8.1)', CloseCode::INVALID_DATA);
        }
    }
}
