"""The command line: one clear line on stderr and exit status 2 for whatever is wrong with it."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from . import limits

DEFAULT_PORT = 8080
MAX_PORT = 65_535
USAGE_ERROR = 2
"""Exit status of a program that was started wrongly."""
TOKEN_VARIABLE = "FRAMEBYFRAME_TOKEN"
PORT_VARIABLE = "PORT"


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong in one line, and leaves the rest to --help."""

    def error(self, message: str) -> NoReturn:
        give_up(f"{message}. See --help.")


def give_up(message: str) -> NoReturn:
    """Say why the server cannot start, and end with exit status 2."""
    print(f"pyserver: {message}", file=sys.stderr, flush=True)
    sys.exit(USAGE_ERROR)


def parse_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options as a namespace; `port` and `token` are settled, from the environment where need be."""
    parser = _parser()
    options = parser.parse_args(arguments)
    options.port = _port(parser, options.port)
    options.token = _token(parser, options.token_file)
    return options


def _parser() -> OneLineParser:
    parser = OneLineParser(
        prog="pyserver",
        description="The Python peer of Frame by Frame: an RPC server on WebSocket, on 127.0.0.1.",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--port", type=_whole(0, MAX_PORT), metavar="N", help="0 = any free one (default: PORT, else 8080)")
    add("--max-message", type=_whole(1), default=limits.MAX_MESSAGE, metavar="BYTES", help="default: 1 MiB")
    add("--max-fragments", type=_whole(1), default=limits.MAX_FRAGMENTS, metavar="N", help="default: 1024")
    _add_seconds(parser, "--ping-interval", limits.PING_INTERVAL, "between pings; 0 = none")
    _add_seconds(parser, "--ping-timeout", limits.PING_TIMEOUT, "to answer a ping; 0 = no end")
    _add_seconds(parser, "--open-timeout", limits.OPEN_TIMEOUT, "for the opening handshake; 0 = no end")
    _add_seconds(parser, "--close-timeout", limits.CLOSE_TIMEOUT, "for the closing handshake; 0 = no end")
    add("--origin", action="append", default=[], metavar="URL", help="an Origin to allow; may be repeated")
    add("--token-file", metavar="FILE", help=f"holds the token to ask for (default: {TOKEN_VARIABLE})")
    add("--deflate", action="store_true", help="offer permessage-deflate (RFC 7692)")
    add("--log", choices=["text", "json"], default="text", help="form of the log on stderr (default: text)")
    add("--exit-with-parent", action="store_true", help="end when stdin ends")
    return parser


def _add_seconds(parser: argparse.ArgumentParser, name: str, default: float, what: str) -> None:
    parser.add_argument(
        name, type=_seconds, default=default, metavar="S", help=f"seconds {what} (default: {default:g})"
    )


def _whole(low: int, high: int | None = None) -> Callable[[str], int]:
    """A reader of whole numbers; stricter than `int`, which takes "1_000" and " 1"."""

    def read(text: str) -> int:
        if not re.fullmatch("[0-9]{1,15}", text) or not low <= int(text) <= (high or int(text)):
            upper = "" if high is None else f" to {high}"
            raise argparse.ArgumentTypeError(f"must be a whole number from {low}{upper}, not {text!r}")
        return int(text)

    return read


def _seconds(text: str) -> float | None:
    """Seconds, where 0 stands for never: None."""
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        raise argparse.ArgumentTypeError(f"must be a number of seconds, not {text!r}")
    return float(text) or None


def _port(parser: OneLineParser, option: int | None) -> int:
    if option is not None:
        return option
    try:
        return _whole(0, MAX_PORT)(os.environ.get(PORT_VARIABLE) or str(DEFAULT_PORT))
    except argparse.ArgumentTypeError as error:
        parser.error(f"environment variable {PORT_VARIABLE}: {error}")


def _token(parser: OneLineParser, file: str | None) -> str | None:
    if file is None:
        return os.environ.get(TOKEN_VARIABLE) or None
    try:
        token = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        parser.error(f"argument --token-file: cannot read {file}: {error}")
    if not token:
        parser.error(f"argument --token-file: {file} is empty")
    return token
