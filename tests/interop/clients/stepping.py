"""Takes the exchanges that come on standard input; prints the outcome of each step as a line of JSON."""

from __future__ import annotations

import asyncio
import inspect
import json
import sys
from collections.abc import Callable
from typing import Any

MakeDriver = Callable[[str, str, bool], Any]
"""Makes a driver, with a method for each kind of step, from a URL, a dialect, and whether calls carry ids."""


def run(make_driver: MakeDriver) -> None:
    """Read the job, and take its steps."""
    asyncio.run(take_all(make_driver))


async def take_all(make_driver: MakeDriver) -> None:
    """As `run`, in an event loop that runs already."""
    job = json.load(sys.stdin)
    for number, exchange in enumerate(job["exchanges"]):
        driver = await _tried(make_driver, f"{job['url']}/{number}", exchange["dialect"], exchange["ids"])
        for step in exchange["steps"]:
            print(json.dumps(await _take(driver, dict(step))), flush=True)
        if hasattr(driver, "end"):
            await _tried(driver.end)


async def _take(driver: Any, step: dict[str, Any]) -> Any:
    kind = step.pop("do")
    return driver if isinstance(driver, dict) else await _tried(getattr(driver, kind), **step)


async def _tried(function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """The result of the function, awaited if need be; an exception becomes an outcome that nobody expects."""
    try:
        result = function(*arguments, **named)
        return await result if inspect.isawaitable(result) else result
    except Exception as error:
        return {"unexpected": f"{type(error).__name__}: {error}"}
