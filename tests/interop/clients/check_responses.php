<?php

// Checks a server's responses with php_client: `php check_responses.php`. Reads lines of JSON from standard input, each
// {"response": base64, "subprotocols": [...]}; {accept} in the response stands for the right value.
// Prints for each "accepted", "refused", or "unfinished" where more would have to come.

declare(strict_types=1);

require __DIR__ . '/../../../php_client/autoload.php';

use FrameByFrame\ByteStream;
use FrameByFrame\Deadline;
use FrameByFrame\HeadReader;
use FrameByFrame\OpeningHandshake;
use FrameByFrame\RpcError;
use FrameByFrame\RpcTimeout;
use FrameByFrame\Url;

use function FrameByFrame\acceptValue;

while (($line = fgets(STDIN)) !== false) {
    $given = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
    $handshake = new OpeningHandshake(Url::parse('ws://host'), $given['subprotocols']);
    $response = base64_decode($given['response'], true);
    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    fwrite($theirs, str_replace('{accept}', acceptValue($handshake->key), $response));
    try {
        $handshake->check((new HeadReader(new ByteStream($ours)))->readHead(Deadline::in(0.0)));
        echo "accepted\n";
    } catch (RpcTimeout) {
        echo "unfinished\n";
    } catch (RpcError) {
        echo "refused\n";
    }
}
