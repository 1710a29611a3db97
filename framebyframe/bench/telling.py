"""A comparison as tables: in a terminal as text, in a notebook as figures."""

from __future__ import annotations

from framebyframe.figures import Figure, table
from framebyframe.figures.tables import Cell

from .running import Comparison, Row
from .text import say
from .words import digits, name_of, processor_words, ratio_words

MS, MB = 1e3, 1e-6


def tables(comparison: Comparison) -> list[Figure]:
    """A table for each size of the calls and number in flight."""
    return [
        table(
            _header(comparison, in_flight),
            [_row(comparison, row) for row in rows if not row.lost],
            _caption(rows[0]),
        )
        for _, in_flight, rows in comparison.groups()
    ]


def as_text(comparison: Comparison) -> str:
    """All tables, and what has to be known with them."""
    parts = [figure.text for figure in tables(comparison)] or [say("skipped", "nothing")]
    return "\n\n".join([*parts, "\n".join(notes(comparison))])


def notes(comparison: Comparison) -> list[str]:
    """What was skipped or lost, and on which machine it was measured."""
    told = comparison.skipped_words
    told += [
        say("skipped", "lost", pipe=row.name, size=row.size, in_flight=row.in_flight, why=row.lost)
        for row in comparison.rows
        if row.lost
    ]
    if comparison.rows:
        machine = say("caption", "machine", system=comparison.system, cores=comparison.cores)
        told += [say("caption", "ratio"), machine]
    return told


def _header(comparison: Comparison, in_flight: int) -> list[str]:
    columns = [
        "pipe",
        "p50",
        "p99",
        *(["each"] if in_flight > 1 else []),
        "ratio",
        "client",
        "server",
        "memory",
    ]
    return [say("head", column, base=name_of(comparison.base)) for column in columns]


def _row(comparison: Comparison, row: Row) -> list[str | Cell]:
    ratio = ratio_words(comparison.ratio(row), row.pipe == comparison.base)
    times = [row.percentile(50), row.percentile(99), *([row.middle] if row.in_flight > 1 else [])]
    return [
        row.name,
        *[say("cell", "ms", value=digits(MS * seconds)) for seconds in times],
        ratio,
        *[processor_words(used, row.calls) for used in (row.client, row.server)],
        say("cell", "unknown") if row.memory is None else say("cell", "mb", value=f"{MB * row.memory:.0f}"),
    ]


def _caption(row: Row) -> str:
    mode = "alone" if row.in_flight == 1 else "together"
    return say("caption", mode, size=row.size, rounds=len(row.turns), in_flight=row.in_flight)
