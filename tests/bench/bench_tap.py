"""What the wire tap adds to a call: `python tests/bench/bench_tap.py [--write]`.

In every round the same calls are made in turn: to node_server without a tap, through a tap in the client's
own process (as in a notebook), and through `kit.py tap` in a process of its own (as in a terminal; its lines
go to a file). A round gives a median for each, and what each tap adds to the one without; a number in the
table is the median of the rounds. --write puts the table into docs/performance.md. It needs Linux.

Who runs where is fixed: the server on one core, client and tap on the other, which work in turn.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles

import bench_rpc_serial as serial
from bench_rpc import OUR_CORE, PEERS_CORE, on_core
from documented import circumstances, table, write_part

from framebyframe import __version__, peers
from framebyframe.proxy import Tap

ROUNDS = 41
CALLS = 250
WARM_UP = 3000
REACH = 200.0
"""Microseconds that a tap may add to the median call."""
SOON = 20.0
WITHOUT, IN_PROCESS, IN_TERMINAL = "without a tap", "a tap in the client's process", "kit.py tap"


@contextmanager
def tap_in_a_process_of_its_own(url: str) -> Iterator[str]:
    """The address of `kit.py tap` in front of a server."""
    with tempfile.TemporaryDirectory() as folder:
        shown = Path(folder) / "shown"
        with shown.open("w") as output:
            command = [sys.executable, "-m", "framebyframe.proxy.tap", url]
            started = subprocess.Popen(command, stdout=output, env={**os.environ, "PYTHONUTF8": "1"})
        try:
            yield address_in(shown)
        finally:
            started.terminate()
            started.wait(SOON)


def address_in(shown: Path) -> str:
    """The first address that stands in a file, once it does."""
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        words = shown.read_text(encoding="utf-8").replace(",", " ").split()
        for word in words:
            if word.startswith("ws://"):
                return word
        time.sleep(0.05)
    raise SystemExit("kit.py tap has not begun")


def measure() -> dict[str, list[float]]:
    """Microseconds of the median call of each round, and of what each tap adds."""
    with ExitStack() as stack:
        with on_core(PEERS_CORE):
            server = stack.enter_context(peers.node())
        stack.enter_context(on_core(OUR_CORE))
        urls = {
            WITHOUT: server.url,
            IN_PROCESS: stack.enter_context(Tap(server)).url,
            IN_TERMINAL: stack.enter_context(tap_in_a_process_of_its_own(server.url)),
        }
        makers = {}
        for name, url in urls.items():
            host, _, port = url.removeprefix("ws://").partition(":")
            makers[name] = stack.enter_context(serial.Rpc().connected(host, int(port)))
            makers[name](WARM_UP)
        times: dict[str, list[float]] = {name: [] for name in makers}
        for _ in range(ROUNDS):
            for name, make_calls in makers.items():
                times[name].append(median(make_calls(CALLS)) / 1000)
        return times


def rows(times: dict[str, list[float]]) -> list[tuple[str, ...]]:
    """A row of the table for each way."""
    found: list[tuple[str, ...]] = [
        ("a call of getData", "median", "added", "90 % of rounds add at most", "reach")
    ]
    for name, medians in times.items():
        added = [one - other for one, other in zip(medians, times[WITHOUT], strict=True)]
        reached = f"{'✓' if median(added) <= REACH else '✗'} {REACH:.0f} µs"
        more = (
            ("", "", "")
            if name == WITHOUT
            else (f"{median(added):.0f} µs", f"{quantiles(added, n=10)[-1]:.0f} µs", reached)
        )
        found.append((name, f"{median(medians):.0f} µs", *more))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    arguments = parser.parse_args()
    before = os.getloadavg()[0]
    found = rows(measure())
    load = f"load {before:.1f} before it began"
    print(table(found), load, sep="\n")
    if arguments.write:
        versions = [
            f"framebyframe {__version__}",
            f"Node {peers.find_node().version}",
            f"ws {peers.find_ws()}",
            load,
        ]
        write_part("performance.md", "tap", f"{table(found)}\n\n{circumstances(versions)}")


if __name__ == "__main__":
    main()
