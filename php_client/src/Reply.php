<?php

declare(strict_types=1);

namespace FrameByFrame;

/** One message from an RPC server: the answer to a call, or a push, in either dialect. */
final class Reply
{
    /**
     * @param string $text the message as it came
     * @param array<string, mixed> $message the same, decoded
     */
    private function __construct(public readonly string $text, public readonly array $message)
    {
    }

    /** @throws ProtocolError this is nothing an RPC server sends */
    public static function from(Message $message): self
    {
        if (!$message->isText()) {
            throw new ProtocolError('the server sent a binary message', CloseCode::UNSUPPORTED_DATA);
        }
        try {
            $decoded = Json::decode($message->payload);
        } catch (\JsonException $e) {
            throw new ProtocolError("the server sent no JSON: {$e->getMessage()}", CloseCode::INVALID_DATA);
        }
        if (!is_array($decoded) || array_is_list($decoded)) {
            throw new ProtocolError('the server sent JSON that is not an object', CloseCode::INVALID_DATA);
        }
        return new self($message->payload, $decoded);
    }

    /** A push: sent without having been asked for, like a tick of a subscription. */
    public function isPush(): bool
    {
        return isset($this->message['event']) || isset($this->message['method']);
    }

    public function isError(): bool
    {
        return isset($this->message['error']) || ($this->message['status'] ?? null) === 'error';
    }

    /** The id of the call it answers; null: none. */
    public function id(): mixed
    {
        return $this->message['id'] ?? null;
    }

    /**
     * The value that the call returns.
     *
     * @throws RemoteError the server answered with an error
     * @throws ProtocolError it is not a reply of either dialect
     */
    public function result(): mixed
    {
        if ($this->isError()) {
            throw $this->error($this->message['error'] ?? $this->message);
        }
        if (array_key_exists('result', $this->message)) {
            return $this->message['result'];
        }
        if (($this->message['status'] ?? null) === 'success') {
            // The article's own server has a payload for one action only; for the others its words are the result.
            return array_key_exists('payload', $this->message)
                ? $this->message['payload']
                : $this->message['data'] ?? null;
        }
        throw new ProtocolError('the server sent an object that is no reply: ' . Printable::text($this->text));
    }

    /** @param mixed $error JSON-RPC's error object, or a whole article reply: the members have the same names */
    private function error(mixed $error): RemoteError
    {
        $code = $error['code'] ?? '';
        $message = $error['message'] ?? null;
        if (!is_string($message) || !(is_string($code) || is_int($code))) {
            throw new ProtocolError('the server sent an error that says nothing: ' . Printable::text($this->text));
        }
        return new RemoteError($code, $message, $error['data'] ?? null);
    }
}
