"""wire/ beside websockets, wsproto and aiohttp: `python tests/bench/bench_wire.py [--write] [--rounds N]`.

All codecs run in this one process. In every round each of them does the same work in turn, and a round gives
one ratio to websockets; a row of the table is the median of the rounds' ratios. CPU time is measured, so that
other programs on the machine disturb little. --write puts the tables into docs/performance.md.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from time import process_time_ns

from codecs_compared import Work, importable
from documented import circumstances, table, write_part

from framebyframe.wire import Frame, Opcode, encode_frame, masking

KIB = 1024
SAMPLE_NS = 4_000_000
"""CPU time of one sample: enough calls to fill it are made."""

KEY = bytes.fromhex("37fa213d")


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        work: "decode" (a Connection receives a frame), "encode" (a frame becomes bytes) or "send" (a
            Connection is given a message and asked for the bytes).
        size: bytes of payload.
        reach: the ratio to reach, to `against`; None where a row is for information.
    """

    work: str
    size: int
    masked: bool
    reach: float | None = None
    text: bool = False
    against: str = "websockets"

    @property
    def name(self) -> str:
        size = f"{self.size} B" if self.size < KIB else f"{self.size // KIB} KiB"
        size = "1 MiB" if self.size == KIB * KIB else size
        return f"{self.work} {'masked' if self.masked else 'unmasked'} {'text ' if self.text else ''}{size}"


ROWS = [
    Row("decode", 16, False, 0.50),
    Row("decode", KIB, False, 0.50),
    Row("decode", 64 * KIB, False, 0.50),
    Row("decode", 16, True, 0.60),
    Row("decode", 125, True, 0.75),
    Row("encode", 16, True, 0.75),
    Row("encode", 125, True, 0.85),
    Row("encode", 16, False, 0.40),
    Row("encode", 125, False, 0.40),
    Row("decode", 64 * KIB, True, 1.1),
    Row("decode", KIB * KIB, True, 1.1),
    Row("encode", 64 * KIB, True, 1.1),
    Row("encode", KIB * KIB, True, 1.1),
    Row("send", 16, True),
    Row("send", 125, True),
    Row("send", 16, False),
    Row("send", 125, False),
    Row("decode", 125, True, text=True),
    Row("decode", KIB, False, text=True),
    Row("decode", 64 * KIB, True, text=True),
]
PURE_ROWS = [
    Row(work, size, True, reach, against="wsproto")
    for size, reach in [(125, None), (KIB, None), (64 * KIB, 1.05), (KIB * KIB, 1.05)]
    for work in ("decode", "encode")
]


def payload_of(row: Row) -> bytes:
    return (b"Frame by Frame. " * (row.size // 16 + 1))[: row.size] if row.text else os.urandom(row.size)


def frame_of(row: Row, payload: bytes) -> bytes:
    opcode = Opcode.TEXT if row.text else Opcode.BINARY
    return encode_frame(Frame(opcode, payload, masking_key=KEY if row.masked else None))


def prepare(codec, row: Row, payload: bytes) -> tuple[Work, bytes]:
    """The codec's work on this row and its argument, tried once: nobody is timed doing it wrong."""
    if row.work != "decode":
        encode = codec.encoder(row.masked) if row.work == "send" else codec.frame_encoder(row.masked)
        written = encode(payload)
        written = written if isinstance(written, (bytes, bytearray)) else b"".join(written)
        assert len(written) == len(frame_of(row, payload)), codec.name
        return encode, payload
    decode, frame = codec.decoder(row.masked, row.text), frame_of(row, payload)
    expected = payload.decode() if row.text else payload
    assert codec.payload(decode(frame)) == expected, codec.name
    return decode, frame


def seconds_of(work: Work, argument: bytes, calls: int) -> float:
    """CPU nanoseconds for one call."""
    numbers = range(calls)
    begin = process_time_ns()
    for _ in numbers:
        work(argument)
    return (process_time_ns() - begin) / calls


def calls_for(work: Work, argument: bytes) -> int:
    calls = 1
    while (spent := seconds_of(work, argument, calls) * calls) < SAMPLE_NS / 4:
        calls *= 2
    return max(1, round(calls * SAMPLE_NS / spent))


def measure(row: Row, codecs, rounds: int) -> dict[str, list[float]]:
    """For each codec, its time per call in each round."""
    payload = payload_of(row)
    prepared = {codec.name: prepare(codec, row, payload) for codec in codecs}
    calls = {name: calls_for(*work) for name, work in prepared.items()}
    times: dict[str, list[float]] = {name: [] for name in prepared}
    names = list(prepared)
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            times[name].append(seconds_of(*prepared[name], calls[name]))
    return times


def ratio(times: dict[str, list[float]], name: str, against: str) -> float:
    return median(one / other for one, other in zip(times[name], times[against], strict=True))


@contextlib.contextmanager
def no_collector() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextlib.contextmanager
def pure_python_mask() -> Iterator[None]:
    """wire/ as it is where `websockets` is not installed."""
    kept = masking.apply_mask_in_c, masking.LONG
    masking.apply_mask_in_c, masking.LONG = None, 512
    try:
        yield
    finally:
        masking.apply_mask_in_c, masking.LONG = kept


def run(rows: list[Row], codecs, rounds: int) -> list[tuple[str, ...]]:
    """The table, as rows of text."""
    against = rows[0].against
    others = [codec.name for codec in codecs if codec.name not in (against, "wire")]
    lines = [("work", f"{against}, µs", *others, "wire", "reach")]
    for row in rows:
        times = measure(row, codecs, rounds)
        base = f"{median(times[against]) / 1000:.2f}"
        ours = ratio(times, "wire", against)
        reach = "" if row.reach is None else f"{'✓' if ours <= row.reach else '✗'} {row.reach:.2f}"
        lines.append(
            (row.name, base, *(f"{ratio(times, o, against):.2f}" for o in others), f"**{ours:.2f}**", reach)
        )
        print("  ".join(f"{cell:>18}" for cell in lines[-1]), flush=True)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", help="rows whose name contains this")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    arguments = parser.parse_args()
    codecs = importable()
    rows = [row for row in ROWS if arguments.only in row.name]
    pure = [row for row in PURE_ROWS if arguments.only in row.name]
    with no_collector():
        print("to websockets, C masks on")
        fast = run(rows, codecs, arguments.rounds) if rows else []
        with pure_python_mask():
            print("to wsproto, wire without the C mask")
            plain = run(
                pure, [codec for codec in codecs if codec.name in ("wire", "wsproto")], arguments.rounds
            )
    if arguments.write:
        versions = [f"{codec.name} {codec.version}" for codec in codecs]
        write_part("performance.md", "wire", table(fast) + "\n\n" + circumstances(versions))
        write_part("performance.md", "wire in pure Python", table(plain) + "\n\n" + circumstances(versions))


if __name__ == "__main__":
    main()
