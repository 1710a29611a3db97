<?php

declare(strict_types=1);

namespace FrameByFrame;

use Closure;

/**
 * Calls to an RPC server, any number of them, one after the other on one connection.
 *
 *     $client = new RpcClient('ws://127.0.0.1:8080');
 *     $item = $client->call('getData', ['userId' => 123]);
 *     $client->close();
 *
 * It connects with the first call. Between calls nobody reads, so each call first reads what is waiting: it
 * answers pings, and where the server has closed in the meantime it opens a new connection. A call that
 * failed is never sent again: only the caller knows whether doing it twice is safe. With an idempotency key it is.
 */
final class RpcClient
{
    /** Seconds until a call gives up: connecting, sending and waiting together. */
    public const TIMEOUT = 10.0;

    /** Pushes, and bytes of them, kept until nextPush() asks for them; of more, the oldest are dropped. */
    public const MAX_PUSHES = 1024;
    public const MAX_PUSHED_BYTES = 1 << 22;

    private ?WebSocket $socket = null;

    /** How the server ended a connection, where it said no for good. */
    private ?ConnectionLost $refusal = null;
    private int $lastId = 0;
    private int $ignoredReplies = 0;

    /** @var array<string, true> calls of this connection whose reply may still come, by their ids */
    private array $givenUp = [];

    /** @var list<Reply> */
    private array $pushes = [];
    private int $pushedBytes = 0;

    /**
     * @param float $timeout seconds, for calls that name none
     * @param bool $ids number the calls of the article dialect; false for a server that does not echo ids
     * @param bool $reconnect open a new connection where the last one has ended between two calls, unless the
     *     server closed it with 1008, or 4000 to 4999
     * @param string|null $token sent as Authorization: Bearer
     * @param string|null $origin sent as Origin, which a browser would do
     * @param Closure(string, Frame): void|null $trace called with 'sent' or 'received', and the frame
     * @throws \InvalidArgumentException not a WebSocket URL
     */
    public function __construct(
        private string $url,
        private Dialect $dialect = Dialect::Article,
        private float $timeout = self::TIMEOUT,
        private bool $ids = true,
        private bool $reconnect = true,
        private ?string $token = null,
        private ?string $origin = null,
        private ?Closure $trace = null,
    ) {
        Url::parse($url);
    }

    /**
     * Make a call.
     *
     * @param array<mixed>|object $params
     * @param float|null $timeout seconds
     * @return mixed the result; JSON objects are arrays
     * @throws RpcTimeout no answer in time
     * @throws RemoteError the server answered with an error
     * @throws ConnectionLost the connection ended, or there was none
     * @throws ProtocolError the server broke a rule
     * @throws \JsonException the parameters cannot be put into JSON
     */
    public function call(string $action, array|object $params = [], ?float $timeout = null): mixed
    {
        return $this->exchange($action, $params, $timeout)->result();
    }

    /** Make a call and return the whole reply, error or not; for the rest see call(). */
    public function exchange(string $action, array|object $params = [], ?float $timeout = null): Reply
    {
        $id = $this->ids || $this->dialect === Dialect::JsonRpc ? ++$this->lastId : null;
        return $this->roundTrip($this->dialect->request($action, $params, $id), $timeout);
    }

    /**
     * Send ['action' => ..., 'params' => ...] in the article dialect and return the reply. What goes wrong is
     * returned too, not thrown.
     *
     * @param array<string, mixed> $data
     * @return array<string, mixed> what the server answered, or ['status' => 'error', 'message' => ..., 'code' => ...]
     */
    public function request(array $data): array
    {
        $added = $this->ids && !array_key_exists('id', $data) ? ['id' => ++$this->lastId] : [];
        if (is_int($data['id'] ?? null)) {
            $this->lastId = max($this->lastId, $data['id']); // so that no later call has the same
        }
        if (($data['params'] ?? null) === []) {
            $data['params'] = new \stdClass();
        }
        try {
            return array_diff_key($this->roundTrip($data + $added)->message, $added);
        } catch (RpcError $error) {
            return ['status' => 'error', 'message' => $error->getMessage(), 'code' => $error::NAME];
        } catch (\JsonException $error) {
            $message = "the request cannot be put into JSON: {$error->getMessage()}";
            return ['status' => 'error', 'message' => $message, 'code' => 'unencodable'];
        }
    }

    /**
     * The next push, such as a tick of a subscription; null: none in time.
     *
     * @param float $timeout seconds
     * @return array<string, mixed>|null
     * @throws RpcError as call()
     */
    public function nextPush(float $timeout): ?array
    {
        $deadline = Deadline::in($timeout);
        while ($this->pushes === [] && $this->socket !== null) {
            $this->setAside($this->receive($deadline));
            if ($deadline->hasPassed()) {
                break;
            }
        }
        return $this->takePush()?->message;
    }

    /** The number of replies that came for no call in flight: too late, or with an id that was never sent. */
    public function ignoredReplies(): int
    {
        return $this->ignoredReplies;
    }

    /**
     * Say goodbye to the server, and wait for its goodbye no longer than for a reply. A later call connects again.
     */
    public function close(): void
    {
        $this->socket?->close(timeout: min($this->timeout, WebSocket::CLOSE_TIMEOUT));
        $this->socket = null;
        $this->refusal = null;
    }

    /** @param array<string, mixed> $request */
    private function roundTrip(array $request, ?float $timeout = null): Reply
    {
        $timeout ??= $this->timeout;
        $deadline = Deadline::in($timeout);
        $text = Json::encode((object) $request);
        $socket = $this->connection($deadline);
        try {
            $socket->sendText($text, $deadline);
            return $this->awaitReply($request['id'] ?? null, $deadline)
                ?? throw new RpcTimeout("no reply within {$timeout} s: the server may still be at work on it");
        } catch (RpcTimeout $late) {
            $this->abandon($request);
            throw $late;
        }
    }

    /** A connection on which nothing is waiting to be read. */
    private function connection(Deadline $deadline): WebSocket
    {
        try {
            $this->readWaiting($deadline);
            $this->checkWelcome();
        } catch (ConnectionLost | ProtocolError $ended) {
            if (!$this->reconnect || $this->refusal !== null) {
                throw $ended;
            }
        }
        if ($this->socket === null || ($this->reconnect && !$this->socket->isOpen())) {
            $this->socket = $this->connect($deadline);
        }
        return $this->socket;
    }

    private function checkWelcome(): void
    {
        if ($this->refusal !== null) {
            throw new ConnectionLost($this->refusal->getMessage(), $this->refusal->closeCode);
        }
    }

    private function connect(Deadline $deadline): WebSocket
    {
        $headers = [
            'Authorization' => $this->token === null ? null : "Bearer {$this->token}",
            'Origin' => $this->origin,
        ];
        $this->givenUp = [];
        return WebSocket::connect(
            $this->url,
            min(WebSocket::OPEN_TIMEOUT, $deadline->remaining()),
            $this->dialect->subprotocols(),
            array_filter($headers, fn (?string $value): bool => $value !== null),
            $this->trace,
        );
    }

    /** Reads what came since the last call: pings, pushes, late replies, perhaps the end of the connection. */
    private function readWaiting(Deadline $deadline): void
    {
        try {
            while ($this->socket?->isOpen() && ($reply = $this->receive(0.0)) !== null && !$deadline->hasPassed()) {
                $this->setAside($reply);
            }
        } catch (StalledFrame) {
            // The rest of that frame comes while the call waits for its reply.
        }
    }

    /** The reply to the call in flight; null: not in time. */
    private function awaitReply(mixed $id, Deadline $deadline): ?Reply
    {
        do {
            $reply = $this->receive($deadline);
            if ($reply !== null && $this->answers($reply, $id)) {
                return $reply;
            }
            $this->setAside($reply);
        } while (!$deadline->hasPassed());
        return null;
    }

    private function answers(Reply $reply, mixed $id): bool
    {
        if ($reply->isPush()) {
            return false;
        }
        if (self::isSame($reply->id(), $id)) {
            return true;
        }
        // A server that cannot read a request cannot know its id. It may be late, and speak of another call.
        if ($reply->id() === null && $reply->isError()) {
            return $this->givenUp === [];
        }
        if ($reply->id() === null) {
            throw $this->refuse(
                new ProtocolError('the server answers without the id it was sent: for such a server, use ids: false')
            );
        }
        return false;
    }

    /** To JavaScript 1 and 1.0 are the same number, and "1" is none. */
    private static function isSame(mixed $id, mixed $other): bool
    {
        $areNumbers = (is_int($id) || is_float($id)) && (is_int($other) || is_float($other));
        return $areNumbers ? $id == $other : $id === $other;
    }

    private function setAside(?Reply $reply): void
    {
        if ($reply?->isPush()) {
            $this->pushes[] = $reply;
            $this->pushedBytes += strlen($reply->text);
            while (count($this->pushes) > self::MAX_PUSHES || $this->pushedBytes > self::MAX_PUSHED_BYTES) {
                $this->takePush();
            }
        } elseif ($reply !== null) {
            $this->ignoredReplies++;
            unset($this->givenUp[json_encode($reply->id())]);
        }
    }

    /** The oldest push. */
    private function takePush(): ?Reply
    {
        $push = array_shift($this->pushes);
        $this->pushedBytes -= strlen($push->text ?? '');
        return $push;
    }

    /** @param float|Deadline $timeout seconds, or the moment */
    private function receive(float|Deadline $timeout): ?Reply
    {
        try {
            $message = $this->socket->receive($timeout);
        } catch (ConnectionLost $lost) {
            $this->refusal = CloseCode::isFinal($lost->closeCode) ? $lost : null;
            throw $lost;
        }
        try {
            return $message === null ? null : Reply::from($message);
        } catch (ProtocolError $fault) {
            throw $this->refuse($fault);
        }
    }

    /** Ends the connection: what follows a message that breaks the rules of RPC cannot be relied on either. */
    private function refuse(ProtocolError $fault): ProtocolError
    {
        $this->socket->close($fault->closeCode, 'not an RPC message', 0.0);
        return $fault;
    }

    /**
     * Give up a call whose time is up. Its reply may still come.
     *
     * @param array<string, mixed> $request
     */
    private function abandon(array $request): void
    {
        if (!isset($request['id'])) {
            // Nothing would tell its reply from the reply to the next call.
            $this->socket->close(timeout: 0.0);
            return;
        }
        $this->givenUp[json_encode($request['id'])] = true;
        if ($this->socket->isOpen() && isset($request['jsonrpc'])) {
            $this->cancel($request['id']);
        }
    }

    private function cancel(mixed $id): void
    {
        $cancel = ['jsonrpc' => '2.0', 'method' => '$/cancelRequest', 'params' => ['id' => $id]];
        try {
            $this->socket->sendText(Json::encode($cancel), 0.0);
        } catch (RpcTimeout | ConnectionLost) {
            // Then there is nothing left to cancel.
        }
    }
}
