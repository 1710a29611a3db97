"""Runs cases of the Autobahn TestSuite with kosoku.

    python -m framebyframe.exam.run_cases ROLE CASE... -- COMMAND...

ROLE says what the program under test is, and the command starts it. A server prints its URL. {url} in the
command of a client stands for the URL of kosoku's server. A CASE is a number, or a glob such as "7.*". One
line of JSON is printed: the verdict of each case, and the seconds that the run took.

For the sake of the cases kosoku changes `sys.path` and a function of the standard library, so it runs in a
process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from kosoku import FailureError, run_fuzzingclient, run_fuzzingserver

from framebyframe.peers import leash

AT_ONCE = 2
"""Cases at a time against a server. Against a client they run one after the other."""
GOOD_CLOSES = ("OK", "INFORMATIONAL")
OUT_OF_TIME = ("Case did not finish within", "Did not receive message within")
TOO_LATE = "TOO LATE"
"""The verdict on a case that did not end within the seconds that the suite gives it."""


def verdict(result: Any) -> str:
    """The verdict of a case, from its messages and from its close."""
    if result.behavior.value == "FAILED" and result.result.startswith(OUT_OF_TIME):
        return TOO_LATE
    if result.behavior_close.value not in GOOD_CLOSES:
        return "FAILED"
    return str(result.behavior.value)


@asynccontextmanager
async def running(command: list[str], stdout: int | None = None) -> AsyncIterator[Process]:
    """A process that ends with the block, and with this process, however that ends."""
    leashed = [sys.executable, leash.__file__, *command]
    process = await asyncio.create_subprocess_exec(*leashed, stdin=PIPE, stdout=stdout)
    try:
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def examine_server(command: list[str], cases: list[str]) -> list[Any]:
    """Run the cases against the server that this command starts."""
    async with running(command, stdout=PIPE) as server:
        assert server.stdout is not None
        url = (await server.stdout.readline()).decode().strip()
        if not url:
            sys.exit("The server did not start.")
        return list(await run_fuzzingclient(url, cases, concurrency=AT_ONCE))


async def examine_client(command: list[str], cases: list[str]) -> list[Any]:
    """Run the cases against the client that this command starts, which has to end by itself."""
    results: list[Any] = []
    async with run_fuzzingserver(cases, port=0) as server:
        url = f"ws://{server.address}:{server.port}"
        async with running([part.replace("{url}", url) for part in command]) as client:
            status = await client.wait()
        if status != 0:
            sys.exit(f"The client ended with exit status {status}.")
        results += await server.get_result()
    return results


async def examine(role: str, command: list[str], cases: list[str]) -> list[Any]:
    """The result of every case, of the failed ones too."""
    try:
        return await {"server": examine_server, "client": examine_client}[role](command, cases)
    except FailureError as failure:
        return list(failure.results)


def main() -> None:
    """Run the cases of the command line, and print what became of each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("role", choices=["server", "client"])
    parser.add_argument("cases", nargs="+")
    split = sys.argv.index("--")
    arguments = parser.parse_args(sys.argv[1:split])
    start = time.monotonic()
    results = asyncio.run(examine(arguments.role, sys.argv[split + 1 :], arguments.cases))
    verdicts = {result.case_id: verdict(result) for result in results}
    print(json.dumps({"verdicts": verdicts, "seconds": time.monotonic() - start}))


if __name__ == "__main__":
    main()
