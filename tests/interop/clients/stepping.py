"""Executes the exchanges that come on standard input: the outcome of each step, as a line of JSON."""

from __future__ import annotations

import asyncio
import inspect
import json
import sys
from collections.abc import Callable
from typing import Any

MakeSession = Callable[[str, str, bool], Any]
"""From a URL, a dialect, and whether calls carry ids, to what has a method for each kind of step."""


def run(make_session: MakeSession) -> None:
    """Read the job, and take its steps."""
    asyncio.run(_run(make_session, json.load(sys.stdin)))


async def _run(make_session: MakeSession, job: dict[str, Any]) -> None:
    for number, exchange in enumerate(job["exchanges"]):
        session = await _tried(make_session, f"{job['url']}/{number}", exchange["dialect"], exchange["ids"])
        for step in exchange["steps"]:
            print(json.dumps(await _take(session, dict(step))), flush=True)
        if hasattr(session, "end"):
            await _tried(session.end)


async def _take(session: Any, step: dict[str, Any]) -> Any:
    kind = step.pop("do")
    return session if isinstance(session, dict) else await _tried(getattr(session, kind), **step)


async def _tried(function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """What the function returns, or awaits; what it raises is an outcome nobody expects."""
    try:
        result = function(*arguments, **named)
        return await result if inspect.isawaitable(result) else result
    except Exception as error:
        return {"unexpected": f"{type(error).__name__}: {error}"}
