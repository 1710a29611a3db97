<?php

declare(strict_types=1);

namespace FrameByFrame;

/** A WebSocket URL, taken apart (RFC 6455, 3). */
final class Url
{
    private const DEFAULT_PORTS = ['ws' => 80, 'wss' => 443];

    /**
     * @param string $authority for the Host header: the port is left out where it is the default one
     * @param string $target for the request line: path and query
     */
    private function __construct(
        public readonly bool $isSecure,
        public readonly string $host,
        public readonly int $port,
        public readonly string $authority,
        public readonly string $target,
    ) {
    }

    /** @throws \InvalidArgumentException not a WebSocket URL */
    public static function parse(string $url): self
    {
        $parts = preg_match('/^[\x21-\x7E]++$/D', $url) === 1 ? parse_url($url) : false;
        $default = self::DEFAULT_PORTS[strtolower($parts['scheme'] ?? '')] ?? null;
        if ($parts === false || $default === null || !isset($parts['host'])) {
            throw new \InvalidArgumentException("'{$url}' is not a WebSocket URL: write ws://HOST:PORT/PATH");
        }
        if (isset($parts['fragment']) || isset($parts['user'])) {
            throw new \InvalidArgumentException("a WebSocket URL has no '#' and no user name: '{$url}'");
        }
        $port = $parts['port'] ?? $default;
        $authority = $parts['host'] . ($port === $default ? '' : ":{$port}");
        $target = ($parts['path'] ?? '/') . (isset($parts['query']) ? "?{$parts['query']}" : '');
        return new self($default === 443, $parts['host'], $port, $authority, $target);
    }

    /** The address in the form that stream_socket_client() wants. */
    public function transport(): string
    {
        return ($this->isSecure ? 'tls' : 'tcp') . "://{$this->host}:{$this->port}";
    }
}
