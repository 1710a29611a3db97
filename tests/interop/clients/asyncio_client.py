"""The exchanges through `AsyncRpcClient`, the kit's or a learner's."""

from __future__ import annotations

import asyncio
from typing import Any

from outcomes import ERRORS, outcome_of, outcome_of_item, rpc
from stepping import run


class Driver:
    """A driver of one connection."""

    def __init__(self, client: Any) -> None:
        self._client = client

    async def call(self, action: str, params: Any, timeout: float | None = None) -> dict[str, Any]:
        try:
            return {"result": await self._client.call(action, params, timeout=timeout)}
        except ERRORS as error:
            return outcome_of(error)

    async def together(self, calls: list[dict[str, Any]]) -> dict[str, Any]:
        order: list[int] = []

        async def one(index: int, call: dict[str, Any]) -> dict[str, Any]:
            outcome = await self.call(**call)
            order.append(index)
            return outcome

        outcomes = await asyncio.gather(*[one(index, call) for index, call in enumerate(calls)])
        return {"outcomes": outcomes, "order": order}

    async def batch(self, calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
        results = await self._client.batch((call["action"], call["params"]) for call in calls)
        return [outcome_of_item(item) for item in results]

    async def notify(self, action: str, params: Any) -> dict[str, Any]:
        await self._client.notify(action, params)
        return {"sent": True}

    async def cancel(self, action: str, params: Any) -> dict[str, Any]:
        task = asyncio.create_task(self._client.call(action, params))
        while not self._client.in_flight:
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        return {"cancelled": task.cancelled()}

    def late(self) -> dict[str, Any]:
        return {"late": self._client.unmatched}

    async def pushes(self, count: int) -> dict[str, Any]:
        notifications = self._client.notifications
        return {"pushes": [(await anext(notifications))._asdict() for _ in range(count)]}

    async def close(self, code: int, reason: str) -> dict[str, Any]:
        await self._client.close(code, reason)
        return await self.call("echo", {})

    async def await_close(self) -> dict[str, Any]:
        try:
            return {"unexpected": await anext(self._client.notifications)}
        except rpc.ConnectionLost as lost:
            return {"closed": lost.code}

    async def end(self) -> None:
        await self._client.close()


async def open_driver(url: str, dialect: str, ids: bool) -> Driver:
    """A driver on a new connection."""
    client = rpc.AsyncRpcClient(url, dialect=dialect, ids=ids)
    await client.open()
    return Driver(client)


run(open_driver)
