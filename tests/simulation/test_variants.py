"""Copies of a package with another function in them."""

from __future__ import annotations

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
