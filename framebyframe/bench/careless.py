"""A benchmark as many are: it is short, it looks reasonable, and its result says nothing."""

from __future__ import annotations

import time
from collections.abc import Callable

from framebyframe.figures import Figure, bars
from framebyframe.rpc import RpcClient

from .pipes import http
from .pipes.table import program
from .text import say
from .work import params_of, write_request


def careless() -> dict[str, float]:
    """Seconds of a call, the average of fifty, over WebSocket and over HTTP."""
    average = {}
    with program("websocket")() as server, RpcClient(server.address) as client:
        client.call("getData")
        average["WebSocket"] = fifty(lambda: client.call("getData"))
    with program("http")() as server, http.new(server.address) as post:
        average["HTTP"] = fifty(lambda: post(write_request(*params_of("10 KiB"))))
    return average


def fifty(call: Callable[[], object]) -> float:
    """The average of fifty calls, in seconds."""
    begun = time.perf_counter()
    for _ in range(50):
        call()
    return (time.perf_counter() - begun) / 50


def careless_plot() -> Figure:
    """What it has found, drawn as such results are drawn."""
    return bars({name: 1000 * seconds for name, seconds in careless().items()}, say("plot", "average"))
