"""The exchanges through `RpcClient`, the kit's or a learner's."""

from __future__ import annotations

from typing import Any

from outcomes import ERRORS, outcome_of, outcome_of_item, rpc
from stepping import run


class Driver:
    """A driver of one connection."""

    def __init__(self, url: str, dialect: str, ids: bool) -> None:
        self._client = rpc.RpcClient(url, dialect=dialect, ids=ids)

    def call(self, action: str, params: Any, timeout: float | None = None) -> dict[str, Any]:
        try:
            return {"result": self._client.call(action, params, timeout=timeout)}
        except ERRORS as error:
            return outcome_of(error)

    def batch(self, calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
        results = self._client.batch((call["action"], call["params"]) for call in calls)
        return [outcome_of_item(item) for item in results]

    def notify(self, action: str, params: Any) -> dict[str, Any]:
        self._client.notify(action, params)
        return {"sent": True}

    def late(self) -> dict[str, Any]:
        return {"late": self._client.unmatched}

    def pushes(self, count: int) -> dict[str, Any]:
        return {"pushes": [self._client.next_notification()._asdict() for _ in range(count)]}

    def close(self, code: int, reason: str) -> dict[str, Any]:
        self._client.close(code, reason)
        return self.call("echo", {})

    def await_close(self) -> dict[str, Any]:
        try:
            return {"unexpected": self._client.next_notification()}
        except rpc.ConnectionLost as lost:
            return {"closed": lost.code}

    def end(self) -> None:
        self._client.close()


run(Driver)
