"""Runs the interop matrix, and writes docs/interop.md.

python tests/interop/matrix.py                                 all cells
python tests/interop/matrix.py --client ws --server pyserver   one row, one column
python tests/interop/matrix.py --write                         all cells, into docs/interop.md and its figure
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from cells import Cell, exchanges_of, run_cell
from exchanges import ARTICLE, BOTH, Exchange, Overheads, all_exchanges
from programs import CLIENTS, SERVERS, Client, ServerProgram, find_browser, installed_version
from websockets.version import version as websockets_version

from framebyframe import peers
from framebyframe.figures.interop_matrix import NUMBERS
from framebyframe.peers.places import ROOT

PAGE = ROOT / "docs" / "interop.md"
NOTHING = dict.fromkeys(BOTH, 0)
UNMEASURED = Overheads(NOTHING, NOTHING)
"""Overheads that suffice to list the exchanges."""
EVERY = all_exchanges(UNMEASURED)

Cells = dict[tuple[Client, ServerProgram], Cell]


def main(arguments: list[str]) -> int:
    """Run the cells that the command line names; return 1 if one is not green."""
    options = parse(arguments)
    cells = run(
        [client for client in CLIENTS if options.client in (None, client.name)],
        [server for server in SERVERS if options.server in (None, server.name)],
    )
    if options.write:
        write(PAGE, {"matrix": matrix(cells), "versions": versions(), **static_parts()})
        NUMBERS.write_text(json.dumps(numbers(cells), indent=1) + "\n", "utf-8")
    return int(any(cell.faults for cell in cells.values()))


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options; with --write all cells run."""
    parser = argparse.ArgumentParser(description="Runs the interop matrix.")
    parser.add_argument("--client", choices=[client.name for client in CLIENTS])
    parser.add_argument("--server", choices=[server.name for server in SERVERS])
    parser.add_argument(
        "--write", action="store_true", help="write docs/interop.md, and the numbers of its figure"
    )
    options = parser.parse_args(arguments)
    if options.write and (options.client or options.server):
        parser.error("--write takes all cells: leave --client and --server out")
    return options


def run(clients: Iterable[Client], servers: Iterable[ServerProgram]) -> Cells:
    """Run these cells, one after the other, and print their outcomes."""
    servers = list(servers)
    cells = {}
    for client in clients:
        for server in servers:
            cells[client, server] = cell = run_cell(client, server)
            print(f"{client.name} - {server.name}: {in_words(cell)}", *cell.faults, sep="\n  ", flush=True)
    return cells


def in_words(cell: Cell) -> str:
    """A cell as the table shows it."""
    if cell.faults:
        return f"✗ {len(cell.faults)} faults in {len(cell.done)}"
    return f"✓ {len(cell.done)}"


def matrix(cells: Cells) -> str:
    """The table of clients by servers, and the faults of cells that are not green."""
    rows = [
        [client.name, *(in_words(cells[client, server]) for server in SERVERS), not_offered(client)]
        for client in CLIENTS
    ]
    faults = [
        f"- {client.name} - {server.name}: {fault}"
        for (client, server), cell in cells.items()
        for fault in cell.faults
    ]
    return "\n".join(
        [table(["client", *(server.name for server in SERVERS), "not offered"], rows), "", *faults]
    )


def numbers(cells: Cells) -> dict[str, Any]:
    """What the figure is drawn from: the exchanges of each cell, and the faults in them."""
    rows = [
        {
            "client": client.name,
            "made": [len(cells[client, server].done) for server in SERVERS],
            "faults": [len(cells[client, server].faults) for server in SERVERS],
            "not_offered": int(not_offered(client)),
        }
        for client in CLIENTS
    ]
    return {"servers": [server.name for server in SERVERS], "rows": rows}


def not_offered(client: Client) -> str:
    """The number of exchanges that a client does not offer, of all."""
    return str(len(EVERY) - len(made_by(client)))


def static_parts() -> dict[str, str]:
    """The parts of the page that no run changes."""
    reasons = list(dict.fromkeys(reason for client in CLIENTS for _, reason in refusals(client)))
    return {"exchanges": exchange_table(reasons), "reasons": reason_list(reasons)}


def exchange_table(reasons: list[str]) -> str:
    """The table of exchanges: for each client, the dialects in which it makes them."""
    names = dict.fromkeys(exchange.name for exchange in EVERY)
    rows = [[name, *(mark(client, name, reasons) for client in CLIENTS)] for name in names]
    return table(["exchange", *(client.name for client in CLIENTS)], rows)


@cache
def made_by(client: Client) -> list[Exchange]:
    """The exchanges that a client offers."""
    return exchanges_of(client, UNMEASURED)


def mark(client: Client, name: str, reasons: list[str]) -> str:
    """A letter for each dialect in which a client makes an exchange, else the number of the reason."""
    of_name = [exchange for exchange in EVERY if exchange.name == name]
    made = [letter(exchange) for exchange in made_by(client) if exchange.name == name]
    if made:
        return " ".join(made)
    return ", ".join(dict.fromkeys(f"({reasons.index(why) + 1})" for why in whys(client, of_name)))


def whys(client: Client, exchanges: list[Exchange]) -> list[str]:
    """The reasons why a client does not make these exchanges."""
    return [why for exchange in exchanges if (why := client.why_not(exchange)) is not None]


def letter(exchange: Exchange) -> str:
    """A for the article dialect, J for JSON-RPC."""
    return "A" if exchange.dialect == ARTICLE else "J"


@cache
def refusals(client: Client) -> list[tuple[Exchange, str]]:
    """The exchanges that a client does not make, and why."""
    return [(exchange, why) for exchange in EVERY if (why := client.why_not(exchange)) is not None]


def reason_list(reasons: list[str]) -> str:
    """Each reason, and the clients it is about."""
    lines = []
    for number, reason in enumerate(reasons, 1):
        whose = [client.name for client in CLIENTS if reason in [why for _, why in refusals(client)]]
        lines.append(f"{number}. {reason} ({', '.join(whose)})")
    return "\n".join(lines)


def versions() -> str:
    """The versions of all that ran."""
    from_npm = ("rpc-websockets", "vscode-jsonrpc")
    of = {
        "Node.js": peers.find_node().version,
        "ws": peers.find_ws(),
        **{name: installed_version(name) for name in from_npm},
        "Python": platform.python_version(),
        "websockets": websockets_version,
        "PHP": peers.find_php().version,
        "Chromium": chromium_version(),
    }
    return ", ".join(f"{name} {version}" for name, version in of.items()) + "."


def chromium_version() -> str:
    """The version that Chromium tells, "Chromium 156.0.8078.108 built on Debian" for one."""
    program = find_browser()
    assert program, "no Chromium: the page is written with all cells run"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return re.search(r"[\d.]+", said)[0]  # type: ignore[index]


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(page: Path, parts: dict[str, str]) -> None:
    """Put each part between its markers."""
    text = page.read_text("utf-8")
    for name, part in parts.items():
        text = replaced(text, name, part.strip())
    page.write_text(text, "utf-8")


def replaced(text: str, name: str, part: str) -> str:
    """`text` with this part between its markers."""
    return between(name).sub(lambda found: f"{found[1]}\n{part}\n{found[3]}", text)


def read(page: Path, name: str) -> str:
    """The text between the markers of a part."""
    found = between(name).search(page.read_text("utf-8"))
    assert found, f"{page.name} has no part {name}"
    return found[2].strip()


def between(name: str) -> re.Pattern[str]:
    """The markers of a part, and the text between them."""
    return re.compile(
        rf"(<!-- {name}: written by a program, from here -->)(.*?)(<!-- {name}: to here -->)", re.DOTALL
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
