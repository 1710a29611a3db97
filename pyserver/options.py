"""The command line and the environment, made into options or one clear line and exit status 2."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from . import limits
from .origin import origin_of

DEFAULT_PORT = 8080
MAX_PORT = 65_535
MAX_SIZE = 2**28
"""The largest limit that an option may set, in bytes or fragments: the most that the Node peer takes."""
MAX_SECONDS = 1_000_000
USAGE_ERROR = 2
"""Exit status of a program that was started wrongly."""


class OneLineParser(argparse.ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        give_up(f"{message[:1].upper()}{message[1:]}.")


def give_up(message: str) -> NoReturn:
    """Say why the server does not start, and end with exit status 2."""
    print(f"pyserver: {' '.join(message.split())} See --help.", file=sys.stderr, flush=True)
    sys.exit(USAGE_ERROR)


def parse_options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options as a namespace. Where 0 means never, it becomes None."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        options.port = _port(options.port)
        options.token = _token(options.token_file)
    except argparse.ArgumentTypeError as error:
        parser.error(str(error))
    return options


def _parser() -> OneLineParser:
    parser = OneLineParser(
        prog="pyserver",
        description="The Python peer of Frame by Frame: an RPC server on WebSocket, on 127.0.0.1.",
        allow_abbrev=False,
    )
    add = parser.add_argument
    port, size = _whole(0, MAX_PORT), _whole(1, MAX_SIZE)
    add("--port", type=port, metavar="N", help=f"0 = any free one (default: PORT, else {DEFAULT_PORT})")
    _add_limit(parser, "--max-message", size, limits.MAX_MESSAGE, "BYTES", "the longest message")
    _add_limit(parser, "--max-fragments", size, limits.MAX_FRAGMENTS, "N", "the most frames of one message")
    _add_limit(parser, "--ping-interval", _seconds, limits.PING_INTERVAL, "S", "between pings; 0 = none")
    _add_limit(parser, "--ping-timeout", _seconds, limits.PING_TIMEOUT, "S", "to answer a ping; 0 = no end")
    _add_limit(parser, "--open-timeout", _seconds, limits.OPEN_TIMEOUT, "S", "to open; 0 = no end")
    _add_limit(parser, "--close-timeout", _seconds, limits.CLOSE_TIMEOUT, "S", "to close; 0 = no end")
    add("--origin", dest="origins", type=_origin, action="append", default=[], metavar="URL",
        help="an Origin to allow besides this machine's; may be repeated")  # fmt: skip
    add(
        "--token-file",
        metavar="FILE",
        help="holds the token to bring (default: FRAMEBYFRAME_TOKEN, else none)",
    )
    add("--deflate", action="store_true", help="accept permessage-deflate (RFC 7692)")
    add(
        "--log",
        choices=["text", "json"],
        default="text",
        help="the form of the log on stderr (default: text)",
    )
    add("--exit-with-parent", action="store_true", help="end when stdin ends")
    return parser


def _add_limit(
    parser: argparse.ArgumentParser,
    name: str,
    read: Callable[[str], float | None],
    default: float,
    metavar: str,
    what: str,
) -> None:
    help_text = f"{what} (default: {default:.0f})"
    parser.add_argument(name, type=read, default=default, metavar=metavar, help=help_text)


def _whole(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers; stricter than `int`, which accepts "1_000" and " 1"."""

    def read(given: str) -> int:
        number = int(given) if re.fullmatch("[0-9]{1,9}", given) else -1
        if low <= number <= high:
            return number
        raise argparse.ArgumentTypeError(f"must be a whole number from {low} to {high}, not {_quoted(given)}")

    return read


def _seconds(given: str) -> float | None:
    """A number of seconds; None for 0, which means never."""
    number = float(given) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", given) else -1
    if 0 <= number <= MAX_SECONDS:
        return number or None
    raise argparse.ArgumentTypeError(f"must be seconds from 0 to {MAX_SECONDS}, not {_quoted(given)}")


def _origin(given: str) -> str:
    """The Origin of a URL, as a browser would write it (RFC 6454, 6.2)."""
    origin = origin_of(given)
    if origin is None:
        raise argparse.ArgumentTypeError(f"must be like https://example.org, not {_quoted(given)}")
    return origin


def _port(option: int | None) -> int:
    if option is not None:
        return option
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


def _quoted(given: str) -> str:
    """The text that was typed, on one line."""
    return json.dumps(given)
