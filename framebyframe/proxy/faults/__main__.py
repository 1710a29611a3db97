"""`python -m framebyframe.proxy.faults ws://127.0.0.1:8080 --faults "latency 50ms"` is a bad network."""

from __future__ import annotations

import argparse
import sys

from framebyframe.rpc.access_log import redacted

from ..in_terminal import print_line, take_any_terminal, wait_until_interrupted, wants_colour
from ..tap.rows import in_colour, plain
from ..tap.screen import Screen
from . import plan
from .plan import Plan
from .proxy import FaultProxy
from .rows import Rows
from .text import say


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0; 1: it could not begin."""
    options = _parse(arguments)
    take_any_terminal()
    try:
        with _proxy(options) as proxy:
            _show_until_interrupted(proxy)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="kit.py proxy",
        description=plan.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("url", help="of the server, such as ws://127.0.0.1:8080")
    parser.add_argument(
        "--faults", metavar="PLAN", help="what goes wrong; by chance, if only a seed is given"
    )
    parser.add_argument("--seed", type=int, help="of whatever is by chance")
    parser.add_argument("--port", type=int, default=0, help="to listen on; any free one if not given")
    parser.add_argument("--allow-remote", action="store_true", help="also before a server on another machine")
    return parser.parse_args(arguments)


def _proxy(options: argparse.Namespace) -> FaultProxy:
    seed = options.seed or 0
    by_chance = options.faults is None and options.seed is not None
    return FaultProxy(
        options.url,
        Plan.drawn(seed) if by_chance else options.faults or "",
        seed=seed,
        port=options.port,
        allow_remote=options.allow_remote,
    )


def _show_until_interrupted(proxy: FaultProxy) -> None:
    screen = Screen(Rows(in_colour if wants_colour(sys.stdout) else plain), sys.stdout)
    print_line(say("command", "begins", url=redacted(proxy.url), server=redacted(proxy.server)))
    told = proxy.deeds.all()
    proxy.listen(screen.show)
    for deed in told:
        screen.show(deed)
    wait_until_interrupted()
    proxy.close()
    screen.close()


if __name__ == "__main__":
    sys.exit(main())
