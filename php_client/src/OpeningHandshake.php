<?php

declare(strict_types=1);

namespace FrameByFrame;

/** The client's half of the opening handshake: a request, and what its answer must say (RFC 6455, 4.1). */
final class OpeningHandshake
{
    /** The text every server appends to the key (RFC 6455, 1.3). */
    public const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

    /** The name up to the slash is what the servers log. */
    private const USER_AGENT = 'php/' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION . ' framebyframe';

    /** Sec-WebSocket-Key: sixteen random bytes in base64. */
    public readonly string $key;

    /**
     * @param list<string> $subprotocols to offer, the one liked best first
     * @param array<string, string> $headers more header fields: name => value
     * @throws \InvalidArgumentException a header field that HTTP does not allow
     */
    public function __construct(private Url $url, private array $subprotocols = [], private array $headers = [])
    {
        $this->key = base64_encode(random_bytes(16));
        foreach ($headers as $name => $value) {
            if (preg_match('/^[!#$%&\'*+.^_`|~0-9A-Za-z-]++:[\x20-\x7E]*+$/D', "{$name}:{$value}") !== 1) {
                throw new \InvalidArgumentException("the header field {$name} holds a character HTTP does not allow");
            }
        }
    }

    /** The bytes of the request. */
    public function request(): string
    {
        $fields = [
            'Host' => $this->url->authority,
            'User-Agent' => self::USER_AGENT,
            'Upgrade' => 'websocket',
            'Connection' => 'Upgrade',
            'Sec-WebSocket-Key' => $this->key,
            'Sec-WebSocket-Version' => '13',
            ...($this->subprotocols === [] ? [] : ['Sec-WebSocket-Protocol' => implode(', ', $this->subprotocols)]),
            ...$this->headers,
        ];
        $request = "GET {$this->url->target} HTTP/1.1\r\n";
        foreach ($fields as $name => $value) {
            $request .= "{$name}: {$value}\r\n";
        }
        return $request . "\r\n";
    }

    /**
     * Check the answer.
     *
     * @return string|null the subprotocol the server picked
     * @throws ConnectionRefused the server says no: another status than 101
     * @throws ProtocolError the server says yes, and not as a WebSocket server does
     */
    public function check(ResponseHead $head): ?string
    {
        if ($head->status() !== 101) {
            throw new ConnectionRefused($this->refusal($head));
        }
        if (!$head->canUpgrade()) {
            throw new ProtocolError('the opening handshake failed: HTTP/1.1 can upgrade, and this is an older HTTP');
        }
        // Two protocols at once are not the one that was asked for.
        if ($head->tokens('Upgrade') !== ['websocket']) {
            throw new ProtocolError('the opening handshake failed: Upgrade is not websocket');
        }
        if (!in_array('upgrade', $head->tokens('Connection'), true)) {
            throw new ProtocolError('the opening handshake failed: Connection does not say Upgrade');
        }
        if ($head->values('Sec-WebSocket-Accept') !== [acceptValue($this->key)]) {
            throw new ProtocolError('the opening handshake failed: Sec-WebSocket-Accept does not answer our key');
        }
        if ($head->has('Sec-WebSocket-Extensions')) {
            throw new ProtocolError('the opening handshake failed: Sec-WebSocket-Extensions, and we offered none');
        }
        return $this->checkSubprotocol($head->values('Sec-WebSocket-Protocol'));
    }

    /** @param list<string> $picked the values of Sec-WebSocket-Protocol */
    private function checkSubprotocol(array $picked): ?string
    {
        if ($picked !== [] && (count($picked) > 1 || !in_array($picked[0], $this->subprotocols, true))) {
            throw new ProtocolError('the opening handshake failed: Sec-WebSocket-Protocol is not one we offered');
        }
        return $picked[0] ?? null;
    }

    private function refusal(ResponseHead $head): string
    {
        $advice = match ($head->status()) {
            401 => 'give the token it wants',
            403 => 'its list of origins does not have yours',
            404, 426 => 'is that the address of a WebSocket server?',
            default => 'its log may say why',
        };
        return 'the server refused the opening handshake: ' . Printable::text($head->statusLine) . "; {$advice}";
    }
}
