"""The challenge of chapter 11: of its lines one is not what a server of ours sends, and it is the one that counts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from framebyframe.contract_server.actions import offer_contract
from framebyframe.lesson.asking import questions
from framebyframe.lesson.checking.surroundings import surrounded
from framebyframe.lesson.checking.surroundings.loop import run_to_its_end
from framebyframe.lesson.checking.surroundings.visitor import Visitor
from framebyframe.rpc import RpcServer

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def lines() -> Iterator[tuple[int, str, Any]]:
    """The log of the challenge: the number, the side and the message of each line."""
    [path] = NOTEBOOKS.glob("11_*.ipynb")
    sources = ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]
    [log] = [source.split('"""')[1] for source in sources if source.startswith('log = """')]
    for line in log.strip().splitlines():
        number, side, message = line.split(maxsplit=2)
        yield int(number), side, json.loads(message)


async def heard() -> list[Any]:
    """What a server of ours sends where a client says the same, its last request when all else is answered."""
    server = RpcServer()
    offer_contract(server)
    await server.start()
    visitor = Visitor(server.url)
    *first, last = [message for _, side, message in lines() if side == "C"]
    for message in first:
        visitor.say(message)
    await asyncio.sleep(1)
    visitor.say(last)
    await asyncio.sleep(1)
    return visitor.heard


def test_the_line_that_is_asked_for_is_the_one_that_comes_too_early() -> None:
    with surrounded() as surroundings:
        ours = run_to_its_end(surroundings.new_loop(), heard())
    theirs = [(number, message) for number, side, message in lines() if side == "S"]
    assert sorted(map(repr, ours)) == sorted(repr(message) for _, message in theirs)
    too_early = [number for number, message in theirs if theirs_before(number) < ours.index(message)]
    asked = questions.question("line_that_breaks_the_contract")
    assert [number for number in range(1, 9) if asked.reply(str(number)).right] == too_early


def theirs_before(number: int) -> int:
    """How many replies stand before this line."""
    return sum(side == "S" and one < number for one, side, _ in lines())
