"""A failure of the simulation, kept as a test and run where it was found: in a cell."""

from __future__ import annotations

from .kernels import bare_kernel

FOUND = """\
from framebyframe.simulation import simulate, variant

def always(error, idempotent):
    return isinstance(error, ConnectionLost)

failures = simulate(variant(None, "rpc.retrying", may_send_again=always), first=5, seeds=1, processes=1)
kept = failures[0].as_test()
"""


def test_a_test_that_is_pasted_into_a_cell_fails_there_and_the_kernel_goes_on() -> None:
    with bare_kernel(FOUND) as running:
        assert running.run("exec(kept)\ntest_seed_5()").startswith("ERROR AssertionError")
        assert running.run("1 + 1") == "2"
        assert running.run("import asyncio\nawait asyncio.sleep(0, 'awake')") == "'awake'"


def test_a_run_in_a_cell_gives_the_loop_of_the_kernel_back() -> None:
    with bare_kernel("from framebyframe.simulation.running import run") as running:
        running.run("found = run(1)")
        assert running.run("1 + 1") == "2"
