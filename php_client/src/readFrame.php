<?php

declare(strict_types=1);

namespace FrameByFrame;

/**
 * The next frame from the server: one that has arrived already, or arrives by the deadline.
 *
 * A read may end anywhere: in the middle of a frame, or after several. So bytes go into the
 * reader, and frames come out of it.
 *
 * @return Frame|null null: nothing yet, not a byte of a next frame has come
 * @throws StalledFrame the deadline passed in the middle of a frame; the rest may still come
 * @throws ConnectionLost the server ended the connection
 * @throws ProtocolError what came is not a frame a server may send
 */
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (($frame = $reader->nextFrame()) === null) {
        $bytes = $stream->read($deadline);
        if ($bytes !== null) {
            $reader->feed($bytes);
        } elseif ($reader->isInsideFrame()) {
            throw new StalledFrame('the time is up in the middle of a frame: the server stopped sending it');
        } else {
            return null;
        }
    }
    return $frame;
}
