"""Tables that a program writes into a page, between two markers."""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"


def markers(part: str) -> tuple[str, str]:
    return f"<!-- {part}: written by a program, from here -->", f"<!-- {part}: to here -->"


def read_part(page: str, part: str) -> str:
    """The text in docs/`page` between the markers of `part`."""
    begin, end = markers(part)
    return (DOCS / page).read_text(encoding="utf-8").split(begin)[1].split(end)[0].strip("\n")


def write_part(page: str, part: str, text: str) -> None:
    """Put `text` into docs/`page` between the markers of `part`, which are there already."""
    begin, end = markers(part)
    before, rest = (DOCS / page).read_text(encoding="utf-8").split(begin)
    after = rest.split(end)[1]
    page_text = f"{before}{begin}\n{text}\n{end}{after}"
    (DOCS / page).write_text(page_text, encoding="utf-8")


def table(rows: list[tuple[str, ...]]) -> str:
    """A Markdown table; the first row is its head, the first column is text, the others are numbers."""
    head, *body = rows
    rule = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *body])


def processor() -> str:
    """The processor's name, as far as the system tells it."""
    cpuinfo = Path("/proc/cpuinfo")
    names = (
        [line for line in cpuinfo.read_text().splitlines() if "model name" in line]
        if cpuinfo.exists()
        else []
    )
    return names[0].split(":")[1].strip() if names else platform.processor() or platform.machine()


def circumstances(versions: list[str]) -> str:
    """The circumstances of a table in one line: machine, versions, date."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    parts = [
        processor(),
        f"{os.cpu_count()} cores",
        platform.system(),
        python,
        *versions,
        date.today().isoformat(),
    ]
    return "; ".join(parts) + "."
