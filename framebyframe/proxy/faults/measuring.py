"""Real calls on several networks at the same time: how long each took, and how many got no reply."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from framebyframe.rpc import AsyncRpcClient

from .plan import Plan
from .proxy import FaultProxy

ROUNDS = 40
"""Calls on each network."""
CALL_TIMEOUT = 0.5
"""Seconds for a call."""
GRACE = 2.0
"""Seconds after which a call counts as lost though its client still waits."""


@dataclass(frozen=True)
class MeasuredCalls:
    """The calls made on one network.

    Attributes:
        network: the plan of its faults, as text.
        latencies: seconds, of each call that was answered, in their order.
        lost: calls without an answer.
    """

    network: str
    latencies: tuple[float, ...]
    lost: int


async def measure_calls(
    server: object,
    plans: Sequence[Plan | str],
    *,
    client: Callable[..., Any] = AsyncRpcClient,
    rounds: int = ROUNDS,
    timeout: float = CALL_TIMEOUT,
) -> list[MeasuredCalls]:
    """Call `echo` through a fault proxy for each plan, one call after the other.

    In a round every network has one call, all at the same time: whatever disturbs this machine disturbs all
    of them. The plans come into force when all clients are connected.

    Args:
        server: of the contract: its address, or one of `peers`.
        plans: one for each network; "" for one without faults.
        client: makes an asyncio client of an address, as `AsyncRpcClient` does; also a learner's.
        rounds: calls on each network.
        timeout: seconds for a call.

    Raises:
        ValueError: no address of this machine, or no plan.
    """
    async with contextlib.AsyncExitStack() as stack:
        proxies = [stack.enter_context(FaultProxy(server, seed=number)) for number in range(len(plans))]
        clients = [
            await stack.enter_async_context(client(proxy.url, reconnect=True, timeout=timeout))
            for proxy in proxies
        ]
        for proxy, plan in zip(proxies, plans, strict=True):
            proxy.apply(plan)
        taken = [await asyncio.gather(*(_seconds(each, timeout) for each in clients)) for _ in range(rounds)]
        return [
            _measured(str(proxy.plan), [in_round[place] for in_round in taken])
            for place, proxy in enumerate(proxies)
        ]


async def _seconds(client: Any, timeout: float) -> float | None:
    """How long a call takes; None where it gets no answer."""
    start = time.perf_counter()
    try:
        async with asyncio.timeout(timeout + GRACE):
            await client.call("echo", at=start)
    except (TimeoutError, _rpc_error(type(client))):
        return None
    return time.perf_counter() - start


def _rpc_error(client: type) -> type[Exception]:
    """The error of all calls in the package that this client is of, which may be a learner's."""
    errors = import_module(".errors", sys.modules[client.__module__].__package__)
    error: type[Exception] = errors.RpcError
    return error


def _measured(network: str, taken: Sequence[float | None]) -> MeasuredCalls:
    latencies = tuple(seconds for seconds in taken if seconds is not None)
    return MeasuredCalls(network, latencies, len(taken) - len(latencies))
