"""Every client against every server: the cells of docs/interop.md."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import programs
import pytest
from cells import exchanges_of, fault_of_line, request_overheads, requests_of, run_cell
from exchanges import LENGTHS, AnyNumber, Exchange, Overheads, all_exchanges, matches
from matrix import PAGE, UNMEASURED, not_offered, read, refusals, static_parts
from programs import CLIENTS, SERVERS, Client, ServerProgram
from solved_course import PACKAGE, in_php, php_folder, solved_folder

from framebyframe import figures, peers


def cells() -> list[object]:
    """All pairs of a client and a server. A cell takes up to three seconds, so a quarter of them is fast.

    A browser takes longer to start, so its own are slow.
    """
    return [
        pytest.param(client, server, id=f"{client.name}-{server.name}", marks=marks)
        for row, client in enumerate(CLIENTS)
        for column, server in enumerate(SERVERS)
        for marks in [() if column == row % len(SERVERS) and client.name != "Chromium" else pytest.mark.slow]
    ]


@pytest.mark.parametrize(("client", "server"), cells())
def test_a_cell(client: Client, server: ServerProgram) -> None:
    try:
        cell = run_cell(client, server)
    except peers.PeerMissing as missing:
        pytest.skip(str(missing))
    assert cell.done
    assert not cell.faults, "\n".join(cell.faults)


def each_client() -> list[object]:
    """All clients; those of a browser are slow."""
    return [
        pytest.param(client, id=client.name, marks=[pytest.mark.slow] if client.name == "Chromium" else [])
        for client in CLIENTS
    ]


@pytest.mark.parametrize("client", each_client())
def test_requests_are_as_long_as_they_should_be(client: Client) -> None:
    try:
        overheads = Overheads(request_overheads(client), UNMEASURED.reply)
    except peers.PeerMissing as missing:
        pytest.skip(str(missing))
    exchanges = [
        replace(exchange, steps=exchange.steps[:1])
        for exchange in all_exchanges(overheads, client.dialects)
        if exchange.name.endswith("bytes of payload") and client.why_not(exchange) is None
    ]
    sent = requests_of(client, exchanges)
    assert [len(text.encode()) for text in sent if text] == [*LENGTHS] * len(client.dialects)


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_every_reason_is_needed(client: Client) -> None:
    given = {reason for _, reason in refusals(client)}
    assert given >= set(client.not_offered.values())


def test_no_exchange_is_left_out_by_all() -> None:
    made = {
        (exchange.dialect, exchange.name)
        for client in CLIENTS
        for exchange in exchanges_of(client, UNMEASURED)
    }
    assert made >= {(exchange.dialect, exchange.name) for exchange in all_exchanges(UNMEASURED)}


@pytest.mark.parametrize(("name", "part"), static_parts().items())
def test_the_page_is_current(name: str, part: str) -> None:
    assert read(PAGE, name) == part, "run python tests/interop/matrix.py --write"


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_the_page_has_every_cell(client: Client) -> None:
    green = f"✓ {len(exchanges_of(client, UNMEASURED))}"
    row = " | ".join([client.name, *[green] * len(SERVERS), not_offered(client)])
    assert f"| {row} |" in read(PAGE, "matrix").splitlines(), "run python tests/interop/matrix.py --write"


def test_the_figure_has_the_numbers_of_the_page() -> None:
    matrix = figures.interop_matrix().text.splitlines()
    columns = ["client", *(server.name for server in SERVERS), "not offered"]
    assert [re.split(r" {2,}", line) for line in matrix if "─" not in line] == [
        columns,
        *[cells_of(line) for line in read(PAGE, "matrix").splitlines()[2:]],
    ]


def cells_of(line: str) -> list[str]:
    """The cells of a line of a table in Markdown."""
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_learners_programs_are_not_the_kits() -> None:
    by_name = {client.name: client.command for client in CLIENTS}
    python, *options, _script, _package, _folder = by_name["my_websocket.RpcClient"]()
    done = subprocess.run(
        [python, *options, "-c", "import framebyframe"], cwd="/", capture_output=True, text=True
    )
    assert "No module named 'framebyframe'" in done.stderr
    package = solved_folder() / PACKAGE
    assert not list((package / "answer_key").rglob("*.txt"))
    assert {path.stem for path in php_folder().glob("*.php")} == {exercise.name for exercise in in_php()}


def test_a_learners_php_takes_the_place_of_the_kits(tmp_path: Path) -> None:
    (tmp_path / "mask.php").write_text("<?php exit(7);")
    try:
        command = programs.php_client()
    except peers.PeerMissing as missing:
        pytest.skip(str(missing))
    job = '{"url": "", "exchanges": []}'
    assert subprocess.run(command, input=job, text=True).returncode == 0
    assert subprocess.run([*command, str(tmp_path)], input=job, text=True).returncode == 7


def test_a_browser_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "find_browser", lambda: None)
    with pytest.raises(peers.PeerMissing, match="no Chromium or Chrome on the PATH"):
        programs.chromium()


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ({"a": 1}, {"a": True}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ([1, 2], [2, 1]),
        ([], {}),
        (AnyNumber(0, 1), 2),
        (AnyNumber(0, 1), True),
        (AnyNumber(0, 1), "0.5"),
        ({"result": None}, {"result": 0}),
    ],
)
def test_a_wrong_outcome_is_seen(expected: object, got: object) -> None:
    assert matches(expected, expected) or isinstance(expected, AnyNumber)
    assert not matches(expected, got)


LINE = {"code": 4001, "subprotocol": "jsonrpc", "reason": "enough"}
CLOSED = Exchange("", "jsonrpc", (), close_codes=(4001,), close_reason="enough")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (LINE, None),
        ({}, "code None"),
        (LINE | {"code": 1006}, "code 1006"),
        (LINE | {"subprotocol": None}, "subprotocol None"),
        (LINE | {"reason": ""}, "reason ''"),
    ],
)
def test_a_wrong_end_is_seen(line: dict[str, Any], fault: str | None) -> None:
    found = fault_of_line(CLIENTS[0], CLOSED, line)
    assert found is None if fault is None else found is not None and found.startswith(fault)
