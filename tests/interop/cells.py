"""Runs one cell of the matrix: one client program against one server, each in a process of its own."""

from __future__ import annotations

import functools
import json
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from exchanges import ARTICLE, BOTH, JSONRPC, Exchange, Overheads, all_exchanges, echo, matches
from programs import Client, ServerProgram
from websockets.sync.client import connect
from websockets.sync.server import ServerConnection, serve

from framebyframe import peers

CELL_TIMEOUT = 90.0
"""Seconds for a client program; it takes about three."""
SHOWN = 300
"""Characters of an outcome that a report shows."""
EMPTY_ECHO = echo({"text": ""})


@dataclass
class Cell:
    """The outcome of one cell.

    Attributes:
        done: the exchanges that were made.
        faults: what went wrong, a line each; none: the cell is green.
    """

    done: list[Exchange] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass
class Program:
    """A client program at work; its lines are the outcomes of its steps."""

    process: subprocess.Popen[str]
    complaints: Any

    def next_outcome(self) -> Any:
        """The outcome of the next step."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        return json.loads(line) if line else {"unexpected": f"the program ended: {self.complained()}"}

    def complained(self) -> str:
        """The text that it wrote to standard error."""
        self.complaints.seek(0)
        return str(self.complaints.read())[-1000:]


def exchanges_of(client: Client, overheads: Overheads) -> list[Exchange]:
    """The exchanges that this client offers."""
    every = all_exchanges(overheads, client.dialects)
    return [exchange for exchange in every if client.why_not(exchange) is None]


def run_cell(client: Client, program: ServerProgram) -> Cell:
    """Make all exchanges of this client with this server.

    Raises:
        PeerMissing: one of the two is not to be had.
    """
    command, request = client.command(), request_overheads(client)
    cell = Cell()
    with program.start("--ping-interval", "0", "--log", "json") as server:
        cell.done = exchanges_of(client, Overheads(request, reply_overheads(server.url)))
        with running(command, server.url, cell.done) as running_client:
            for exchange in cell.done:
                cell.faults += faults_of(exchange, running_client, server)
        if running_client.process.returncode:
            cell.faults.append(f"the program ends with exit status {running_client.process.returncode}")
    cell.faults += faults_of_log(client, cell.done, server.log)
    return cell


@contextmanager
def running(command: list[str], url: str, exchanges: list[Exchange]) -> Iterator[Program]:
    """A client program with its job; it is ended with the block, unless it has ended by itself."""
    job = {"url": url, "exchanges": [exchange.for_program() for exchange in exchanges]}
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            encoding="utf-8",
        ) as process,
    ):
        alarm = threading.Timer(CELL_TIMEOUT, process.kill)
        alarm.start()
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(job))
            process.stdin.close()
            yield Program(process, complaints)
            process.wait()
        finally:
            alarm.cancel()
            process.kill()


def faults_of(exchange: Exchange, client: Program, server: peers.Server) -> list[str]:
    """Read the outcomes of an exchange; return its faults."""
    faults = []
    for number, step in enumerate(exchange.steps):
        if exchange.stops_server and number == len(exchange.steps) - 1:
            server.stop()
        outcome = client.next_outcome()
        if not matches(step.outcome, outcome):
            expected, got = (repr(value)[:SHOWN] for value in (step.outcome, outcome))
            what = json.dumps(step.orders)[:SHOWN]
            faults.append(f"{described(exchange)}: {what}: expected {expected}, got {got}")
    return faults


def faults_of_log(client: Client, exchanges: list[Exchange], log: str) -> list[str]:
    """The faults in the server's log of the connections."""
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    by_id = {line.get("target"): line for line in lines}
    faults = [f"the server logs {line!r}" for line in log.splitlines() if not line.startswith("{")]
    for number, exchange in enumerate(exchanges):
        fault = fault_of_line(client, exchange, by_id.get(f"/{number}", {}))
        faults += [f"{described(exchange)}: the server logs {fault}"] if fault else []
    return faults


def fault_of_line(client: Client, exchange: Exchange, line: dict[str, Any]) -> str | None:
    """The fault in the log line of one connection, or None."""
    offered = JSONRPC if exchange.dialect == JSONRPC and client.offers_subprotocol else None
    if line.get("code") not in exchange.close_codes:
        return f"code {line.get('code')}, not one of {exchange.close_codes}"
    if line["subprotocol"] != offered:
        return f"subprotocol {line['subprotocol']}, not {offered}"
    if exchange.close_reason not in (None, line["reason"]):
        return f"reason {line['reason']!r}, not {exchange.close_reason!r}"
    return None


def described(exchange: Exchange) -> str:
    """An exchange in a report."""
    return f"{exchange.dialect}, {exchange.name}"


@functools.cache
def request_overheads(client: Client) -> dict[str, int]:
    """The bytes of this client's empty echo, which it makes once to be counted."""
    calls = [Exchange("an empty echo", dialect, (EMPTY_ECHO,)) for dialect in client.dialects]
    lengths = [len(text.encode()) for text in requests_of(client, calls)]
    return dict(zip(client.dialects, lengths, strict=True))


def requests_of(client: Client, exchanges: list[Exchange]) -> list[str]:
    """The messages that this client sends in these exchanges, to a listener that answers with nothing."""
    sent: list[str] = []

    def listen(connection: ServerConnection) -> None:
        for text in connection:
            sent.append(str(text))
            connection.send(json.dumps(empty_answer(sent[-1])))

    with listening(listen) as url, running(client.command(), url, exchanges):
        pass
    return sent


@contextmanager
def listening(listen: Callable[[ServerConnection], None]) -> Iterator[str]:
    """A server that hands its connections to `listen`; gives its URL."""
    with serve(listen, "127.0.0.1", 0, select_subprotocol=subprotocol_or_none) as listener:
        thread = threading.Thread(target=listener.serve_forever)
        thread.start()
        try:
            yield f"ws://127.0.0.1:{listener.socket.getsockname()[1]}"
        finally:
            listener.shutdown()
            thread.join()


def subprotocol_or_none(connection: ServerConnection, offered: Any) -> Any:
    """`jsonrpc` where a client offers it, else none: a client that offers nothing is served too."""
    return JSONRPC if JSONRPC in offered else None


def empty_answer(text: str) -> dict[str, Any]:
    """A success without a result, also for an empty message."""
    request = json.loads(text or "{}")
    if "jsonrpc" in request:
        return {"jsonrpc": "2.0", "result": None, "id": request["id"]}
    return {"status": "success", "data": "Processed: echo", "payload": None, "id": request.get("id")}


def reply_overheads(url: str) -> dict[str, int]:
    """The bytes of the server's reply to an empty echo, for an id of one digit."""
    call = {"params": {"text": ""}, "id": 1}
    spelled = {ARTICLE: {"action": "echo", **call}, JSONRPC: {"jsonrpc": "2.0", "method": "echo", **call}}
    with connect(url, proxy=None) as client:
        lengths = {}
        for dialect in BOTH:
            client.send(json.dumps(spelled[dialect]))
            lengths[dialect] = len(str(client.recv(10)).encode())
    return lengths
