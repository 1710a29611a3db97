"""Copies of a package with another function in them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import framebyframe
from framebyframe.rpc import ConnectionLost
from framebyframe.simulation import simulate, variant


def always(error: Any, idempotent: bool) -> bool:
    return isinstance(error, ConnectionLost)


def test_a_careless_function_is_found_and_the_programs_it_was_copied_from_are_as_they_were() -> None:
    careless = variant(None, "rpc.retrying", may_send_again=always)
    failures = simulate(careless, seeds=6, processes=1)
    assert [failure.seed for failure in failures] == [5]
    assert failures[0].broken[0].rule == "at_most_once"
    assert len(simulate(seeds=6, processes=1)) == 0


def test_a_copy_has_the_function_where_its_own_modules_look_for_it() -> None:
    careless: Any = variant(framebyframe, "rpc.retrying", may_send_again=always)
    client = careless.rpc.async_client
    assert client.may_send_again(careless.rpc.ConnectionLost("gone"), False) is True
    assert client.may_send_again(careless.rpc.RpcTimeout("late"), True) is False


def test_two_copies_are_two_packages() -> None:
    one, other = (variant(None, "rpc.retrying", may_send_again=always) for _ in range(2))
    assert one.__name__ != other.__name__ and one is not other


@pytest.mark.parametrize("module, name", [("rpc.retrying", "may_not"), ("rpc.nowhere", "may_send_again")])
def test_there_is_nothing_to_replace(module: str, name: str) -> None:
    with pytest.raises(LookupError, match=name):
        variant(None, module, **{name: always})


def late(self: Any) -> float:
    return 1e9


def test_a_method_is_named_with_its_class() -> None:
    never: Any = variant(None, "rpc.heartbeat", **{"Heartbeat.due": late})
    assert never.rpc.heartbeat.Heartbeat(never.rpc.Timeouts(), 0).due() == 1e9
    with pytest.raises(LookupError, match=r"with its class: Class\.due"):
        variant(None, "rpc.heartbeat", due=late)


def test_a_function_may_be_a_text() -> None:
    text = "def no(error, idempotent):\n    return idempotent is REFUSES_A_MESSAGE\n"
    never: Any = variant(None, "rpc.retrying", may_send_again=text)
    assert never.rpc.retrying.may_send_again(ConnectionLost("gone"), True) is False
    with pytest.raises(LookupError, match="has no function"):
        variant(None, "rpc.retrying", may_send_again="no = 1\n")


async def nothing(self: Any, deadline: Any = None) -> str:
    return "nothing"


def test_a_coroutine_is_replaced_as_any_other_function() -> None:
    idle: Any = variant(None, "rpc.async_client", **{"AsyncRpcClient.wait_until_ready": nothing})
    assert asyncio.run(idle.rpc.async_client.AsyncRpcClient.wait_until_ready(None)) == "nothing"


ALWAYS = {"may_send_again": always}


def soon(self: Any) -> float:
    """The kit's own, in other words."""
    latest = max(self.pinged or 0.0, self.heard)
    return self.ponged + self._interval if self.pinged is None else latest + self._timeout


def test_a_failure_of_a_copy_is_kept_as_a_test_that_another_process_can_run(tmp_path: Path) -> None:
    careless = variant(variant(None, "rpc.heartbeat", **{"Heartbeat.due": soon}), "rpc.retrying", **ALWAYS)
    kept = simulate(careless, seeds=6, processes=1)[0].as_test()
    assert "variant_" not in kept and kept.startswith("import framebyframe\n")
    file = tmp_path / "test_kept.py"
    file.write_text(kept, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file)]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stdout
    assert "1 failed" in shown and "assert (Broken(" in shown


def test_a_kept_test_leaves_the_loop_of_a_notebook_alone() -> None:
    """Pasted into a cell, it fails there as in pytest, and the kernel goes on."""
    careless = variant(None, "rpc.retrying", may_send_again=always)
    kept = simulate(careless, seeds=6, processes=1)[0].as_test()

    async def cell() -> Any:
        names: dict[str, Any] = {}
        exec(kept, names)
        with pytest.raises(AssertionError):
            names["test_seed_5"]()
        await asyncio.sleep(0)
        return asyncio.get_running_loop()

    with asyncio.Runner() as runner:
        assert runner.run(cell()) is runner.get_loop()
