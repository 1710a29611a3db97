"""RPC by hand, for clients that know messages but no calls."""

from __future__ import annotations

import itertools
import json
import time
from typing import Any

CALL_TIMEOUT = 10.0


class Closed(Exception):
    """The server has closed the connection.

    Attributes:
        code: its close code.
    """

    def __init__(self, code: int) -> None:
        super().__init__(f"closed with {code}")
        self.code = code


class MessageDriver:
    """A driver that makes calls of text messages. A subclass sends and receives them."""

    def __init__(self, dialect: str) -> None:
        self._dialect = dialect
        self._ids = itertools.count(1)
        self._late = 0
        self._pushed: list[dict[str, Any]] = []

    def send_text(self, text: str) -> None:
        """Send a text message."""
        raise NotImplementedError

    def receive(self, timeout: float) -> str | None:
        """The next text message, or None if there is none in time; raises Closed."""
        raise NotImplementedError

    def call(self, action: str, params: Any, timeout: float = CALL_TIMEOUT) -> dict[str, Any]:
        call_id = next(self._ids)
        try:
            self._send(self._request(action, params, call_id))
            [(_, outcome)] = self._replies({call_id}, timeout)
            return outcome
        except TimeoutError:
            self._cancel(call_id)
            return {"timeout": True}
        except Closed as closed:
            return {"closed": closed.code}

    def together(self, calls: list[dict[str, Any]]) -> dict[str, Any]:
        ids = [next(self._ids) for _ in calls]
        for call_id, call in zip(ids, calls, strict=True):
            self._send(self._request(call["action"], call["params"], call_id))
        replies = dict(self._replies(set(ids), CALL_TIMEOUT))
        order = [ids.index(call_id) for call_id in replies]
        return {"outcomes": [replies[call_id] for call_id in ids], "order": order}

    def batch(self, calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
        ids = [next(self._ids) for _ in calls]
        self._send(
            [self._request(call["action"], call["params"], n) for n, call in zip(ids, calls, strict=True)]
        )
        replies = {reply["id"]: outcome_of(reply) for reply in self._receive_json(CALL_TIMEOUT)}
        return [replies[call_id] for call_id in ids]

    def notify(self, action: str, params: Any) -> dict[str, Any]:
        self._send({"jsonrpc": "2.0", "method": action, "params": params})
        return {"sent": True}

    def cancel(self, action: str, params: Any) -> dict[str, Any]:
        call_id = next(self._ids)
        self._send(self._request(action, params, call_id))
        self._cancel(call_id)
        return {"cancelled": True}

    def cancel_and_wait(self, action: str, params: Any) -> dict[str, Any]:
        call_id = next(self._ids)
        self._send(self._request(action, params, call_id))
        self._cancel(call_id)
        [(_, outcome)] = self._replies({call_id}, CALL_TIMEOUT)
        return outcome

    def late(self) -> dict[str, Any]:
        return {"late": self._late}

    def pushes(self, count: int) -> dict[str, Any]:
        while len(self._pushed) < count:
            self._sort_out(self._receive_json(CALL_TIMEOUT))
        taken, self._pushed = self._pushed[:count], self._pushed[count:]
        return {"pushes": taken}

    def message(self, text: str) -> dict[str, Any]:
        self.send_text(text)
        return {"message": self._receive_json(CALL_TIMEOUT)}

    def await_close(self) -> dict[str, Any]:
        try:
            return {"unexpected": self.receive(CALL_TIMEOUT)}
        except Closed as closed:
            return {"closed": closed.code}

    def _request(self, action: str, params: Any, call_id: int) -> dict[str, Any]:
        if self._dialect == "article":
            return {"action": action, "params": params, "id": call_id}
        return {"jsonrpc": "2.0", "method": action, "params": params, "id": call_id}

    def _send(self, value: Any) -> None:
        self.send_text(json.dumps(value, ensure_ascii=False))

    def _cancel(self, call_id: int) -> None:
        if self._dialect == "jsonrpc":
            self._send({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": call_id}})

    def _replies(self, ids: set[int], timeout: float) -> list[tuple[int, dict[str, Any]]]:
        """The outcomes of these calls, in the order in which they come; raises TimeoutError."""
        deadline = time.monotonic() + timeout
        replies: dict[int, dict[str, Any]] = {}
        while len(replies) < len(ids):
            message = self._receive_json(max(0.0, deadline - time.monotonic()))
            if message.get("id") in ids:
                replies[message["id"]] = outcome_of(message)
            else:
                self._sort_out(message)
        return list(replies.items())

    def _receive_json(self, timeout: float) -> Any:
        text = self.receive(timeout)
        if text is None:
            raise TimeoutError
        return json.loads(text)

    def _sort_out(self, message: dict[str, Any]) -> None:
        """Keep a message that is no reply to a call in flight: a push, or a late reply."""
        if "event" in message:
            self._pushed.append({"name": message["event"], "params": message["payload"]})
        elif "method" in message:
            self._pushed.append({"name": message["method"], "params": message["params"]})
        else:
            self._late += 1


def outcome_of(message: dict[str, Any]) -> dict[str, Any]:
    """A reply in either dialect as an outcome."""
    if "result" in message:
        return {"result": message["result"]}
    if message.get("status") == "success":
        return {"result": message["payload"]}
    error = message.get("error", message)
    return {"error": {name: error[name] for name in ("code", "message", "data") if name in error}}
