<?php

declare(strict_types=1);

namespace FrameByFrame;

/** The two ways of putting a call into JSON that the servers understand. */
enum Dialect: string
{
    case Article = 'article';
    case JsonRpc = 'jsonrpc';

    /**
     * A request.
     *
     * @param array<mixed>|object $params
     * @param int|null $id null: without an id
     * @return array<string, mixed>
     */
    public function request(string $action, array|object $params, ?int $id): array
    {
        // An empty PHP array would become [], and parameters are an object.
        $params = $params === [] ? new \stdClass() : $params;
        $request = match ($this) {
            self::Article => ['action' => $action, 'params' => $params],
            self::JsonRpc => ['jsonrpc' => '2.0', 'method' => $action, 'params' => $params],
        };
        return $id === null ? $request : $request + ['id' => $id];
    }

    /** @return list<string> the subprotocols to offer */
    public function subprotocols(): array
    {
        return $this === self::JsonRpc ? ['jsonrpc'] : [];
    }
}
