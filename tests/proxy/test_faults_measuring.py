"""Real calls on several networks: late where bytes are late, lost where nothing passes."""

from __future__ import annotations

import asyncio
import shutil
from importlib import import_module
from pathlib import Path

import pytest

import framebyframe
from framebyframe import peers
from framebyframe.proxy import measure_calls
from framebyframe.proxy.faults import Plan
from framebyframe.rpc import AsyncRpcClient, RpcError


@pytest.fixture(scope="module")
def server(node_server: peers.Server) -> peers.Server:
    """One of them: what is measured is the network."""
    return node_server


def test_each_network_has_its_latencies_and_its_losses(server: peers.Server) -> None:
    plans: list[Plan | str] = ["", "latency 100ms", Plan.parse("black-hole")]
    good, late, gone = asyncio.run(measure_calls(server, plans, rounds=3, timeout=1.5))
    assert [calls.network for calls in (good, late, gone)] == ["", "latency 100ms", "black-hole"]
    assert len(good.latencies) == len(late.latencies) == 3 and good.lost == late.lost == 0
    assert min(late.latencies) >= 0.2 and min(good.latencies) < 0.2
    assert gone.latencies == () and gone.lost == 3


def test_a_call_that_never_ends_counts_as_lost(server: peers.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    class Patient(AsyncRpcClient):
        async def call(self, *arguments: object, **options: object) -> object:
            return await asyncio.get_running_loop().create_future()

    monkeypatch.setattr("framebyframe.proxy.faults.measuring.GRACE", 0.0)
    monkeypatch.setattr(Patient, "__module__", AsyncRpcClient.__module__)
    [calls] = asyncio.run(measure_calls(server, [""], client=Patient, rounds=2, timeout=0.05))
    assert calls.lost == 2


def test_what_is_no_failure_of_a_call_is_not_counted_as_one(server: peers.Server) -> None:
    class Broken(AsyncRpcClient):
        async def call(self, *arguments: object, **options: object) -> object:
            raise TypeError("a bug")

    Broken.__module__ = AsyncRpcClient.__module__
    with pytest.raises(TypeError, match="a bug"):
        asyncio.run(measure_calls(server, [""], client=Broken, rounds=1))


def test_the_errors_of_a_client_are_those_of_its_own_package(
    server: peers.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("wire", "rpc"):
        shutil.copytree(Path(framebyframe.__file__).parent / part, tmp_path / "their_websocket" / part)
    monkeypatch.syspath_prepend(tmp_path)
    theirs = import_module("their_websocket.rpc")
    assert not issubclass(theirs.RpcTimeout, RpcError)
    [calls] = asyncio.run(
        measure_calls(server, ["black-hole"], client=theirs.AsyncRpcClient, rounds=1, timeout=0.1)
    )
    assert calls.lost == 1


def test_a_plan_that_cannot_be_read_is_told_and_nothing_is_left(server: peers.Server) -> None:
    with pytest.raises(ValueError, match="no fault"):
        asyncio.run(measure_calls(server, ["lag 1ms"], rounds=1))
