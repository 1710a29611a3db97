"""The program's options, from the command line and the environment. A wrong one ends it with status 2."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from .refusals import origin_of

DEFAULT_PORT = 8080
MAX_PORT = 65_535
MAX_SIZE = 2**28
"""The largest value of an option that limits bytes or fragments."""
MAX_SECONDS = 1_000_000.0
USAGE_ERROR = 2


def program() -> str:
    """The module that was started, for `python -m`: this package, or the one around it, which may start it.

    `python -m my_websocket` does so. Where another program calls it, it is this package.
    """
    started = sys.modules["__main__"].__spec__
    package = __name__.rpartition(".")[0]
    name = started.name.removesuffix(".__main__") if started is not None else ""
    is_around = bool(name) and f"{package}.".startswith(f"{name}.")
    return name if is_around else package


class OneLineParser(argparse.ArgumentParser):
    """A parser that reports a wrong option in one line; --help lists the others."""

    def error(self, message: str) -> NoReturn:
        give_up(f"{message[:1].upper()}{message[1:]}.")


def give_up(message: str) -> NoReturn:
    """Print why the server does not start, and exit with status 2."""
    print(f"{program()}: {' '.join(message.split())} See --help.", file=sys.stderr, flush=True)
    sys.exit(USAGE_ERROR)


def parse_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options in `arguments`, by default the command line's. A wrong one ends the program."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        options.port = _port() if options.port is None else options.port
        options.token = _token(options.token_file)
    except argparse.ArgumentTypeError as error:
        parser.error(str(error))
    return options


def _parser() -> OneLineParser:
    parser = OneLineParser(
        prog=f"python -m {program()}",
        description="The third peer of Frame by Frame: the RPC server that the course builds, on 127.0.0.1.",
        allow_abbrev=False,
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    size = _whole(1, MAX_SIZE)
    add("--port", type=_whole(0, MAX_PORT), metavar="N", help="0 = any free one; else PORT, else 8080")
    add("--max-message", type=size, default=2**20, metavar="BYTES", help="the longest message")
    add("--max-fragments", type=size, default=1024, metavar="N", help="the most frames of one message")
    add("--ping-interval", type=_seconds, default=20.0, metavar="S", help="between pings; 0 = none")
    add("--ping-timeout", type=_seconds, default=20.0, metavar="S", help="to answer a ping; 0 = no end")
    add("--open-timeout", type=_seconds, default=10.0, metavar="S", help="to open; 0 = no end")
    add("--close-timeout", type=_seconds, default=10.0, metavar="S", help="to close; 0 = no end")
    add("--origin", dest="origins", type=_origin, action="append", default=[], metavar="URL",
        help="an Origin to allow besides this machine's; may be repeated")  # fmt: skip
    add("--token-file", metavar="FILE", help="holds the token to bring; else FRAMEBYFRAME_TOKEN, else none")
    add("--deflate", action="store_true", help="accept permessage-deflate (RFC 7692)")
    add("--log", choices=["text", "json"], default="text", help="the form of the log on stderr")
    add("--exit-with-parent", action="store_true", help="end when stdin ends")
    return parser


def _whole(low: int, high: int) -> Callable[[str], int]:
    """A function that reads whole numbers, digits alone: `int` takes "1_000" and " 1" too."""

    def read(given: str) -> int:
        number = int(given) if re.fullmatch("[0-9]{1,9}", given) else -1
        if low <= number <= high:
            return number
        raise argparse.ArgumentTypeError(f"must be a whole number from {low} to {high}, not {given!r}")

    return read


def _seconds(given: str) -> float:
    number = float(given) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", given) else -1.0
    if 0 <= number <= MAX_SECONDS:
        return number
    raise argparse.ArgumentTypeError(f"must be seconds from 0 to {MAX_SECONDS:.0f}, not {given!r}")


def _origin(given: str) -> str:
    """The Origin of a URL, as a browser would write it (RFC 6454, 6.2)."""
    origin = origin_of(given)
    if origin is None:
        raise argparse.ArgumentTypeError(f"must be like https://example.org, not {given!r}")
    return origin


def _port() -> int:
    try:
        return _whole(0, MAX_PORT)(os.environ.get("PORT") or str(DEFAULT_PORT))
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(f"environment variable PORT {error}") from error


def _token(file: str | None) -> str | None:
    if file is None:
        return os.environ.get("FRAMEBYFRAME_TOKEN") or None
    try:
        token = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"argument --token-file: cannot be read: {error}") from error
    if not token:
        raise argparse.ArgumentTypeError(f"argument --token-file: {file} is empty")
    return token
