"""wire/ beside websockets, wsproto and aiohttp: `python tests/bench/bench_wire.py [--write] [--rounds N]`.

All codecs run in this one process. In every round each of them does the same work in turn, and a round gives
one ratio to websockets; a row of the table is the median of the rounds' ratios. CPU time is measured, so that
other programs on the machine disturb little. --write puts the tables into docs/performance.md.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
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

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""Names of glibc's `mallopt`, from malloc.h."""

KEY = bytes.fromhex("37fa213d")


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        work: "decode", "encode", "receive" or "send", as in codecs_compared.py.
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


def reading_rows(work: str) -> list[Row]:
    """The rows about reading a frame."""
    unmasked = [Row(work, size, False, 0.50) for size in (16, KIB, 64 * KIB)]
    masked = {16: 0.60, 125: 0.75, 64 * KIB: 1.1, KIB * KIB: 1.1}
    return unmasked + [Row(work, size, True, reach) for size, reach in masked.items()]


def writing_rows(work: str) -> list[Row]:
    """The rows about writing a frame."""
    unmasked = [Row(work, size, False, 0.40) for size in (16, 125)]
    masked = {16: 0.75, 125: 0.85, 64 * KIB: 1.1, KIB * KIB: 1.1}
    return unmasked + [Row(work, size, True, reach) for size, reach in masked.items()]


TEXT_ROWS = [Row("receive", size, True, text=True) for size in (16, 125, KIB, 64 * KIB)]
ROWS = [
    *reading_rows("decode"),
    *writing_rows("encode"),
    *reading_rows("receive"),
    *TEXT_ROWS,
    *writing_rows("send"),
]
PURE_ROWS = [
    Row(work, size, True, reach, against="wsproto")
    for work in ("decode", "encode")
    for size, reach in [(125, None), (KIB, None), (64 * KIB, 1.05), (KIB * KIB, 1.05)]
]


def payload_of(row: Row) -> bytes:
    return (b"Frame by Frame. " * (row.size // 16 + 1))[: row.size] if row.text else os.urandom(row.size)


def frame_of(row: Row, payload: bytes) -> bytes:
    opcode = Opcode.TEXT if row.text else Opcode.BINARY
    return encode_frame(Frame(opcode, payload, masking_key=KEY if row.masked else None))


def prepare(codec, row: Row, payload: bytes) -> tuple[Work, bytes]:
    """The codec's work on this row and its argument, tried once: a wrong result is not timed."""
    frame = frame_of(row, payload)
    if row.work in ("encode", "send"):
        work = codec.encoder(row.masked) if row.work == "encode" else codec.sender(row.masked)
        written = work(payload)
        written = written if isinstance(written, (bytes, bytearray)) else b"".join(written)
        assert len(written) == len(frame), codec.name
        return work, payload
    work = codec.decoder(row.masked) if row.work == "decode" else codec.receiver(row.masked, row.text)
    assert codec.payload(work(frame)) == (payload.decode() if row.text else payload), codec.name
    return work, frame


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


def keep_freed_memory() -> None:
    """Have glibc keep what is freed, where there is glibc.

    By default chance decides whether every megabyte is fetched from the kernel anew, which takes fifteen
    times as long as masking it.
    """
    with contextlib.suppress(OSError, AttributeError):
        c_library = ctypes.CDLL(None)
        c_library.mallopt(M_TRIM_THRESHOLD, 1 << 30)
        c_library.mallopt(M_MMAP_THRESHOLD, 1 << 25)


@contextlib.contextmanager
def pure_python_mask() -> Iterator[None]:
    """While it lasts, wire/ masks as where `websockets` is not installed."""
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
    keep_freed_memory()
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
