"""The challenge of chapter 08: its answer is the number of calls that wait in the table of a client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from framebyframe.lesson.asking import questions
from framebyframe.rpc.article import decode_request
from framebyframe.rpc.blocking_client import SingleThreadFuture
from framebyframe.rpc.messages import Request
from framebyframe.rpc.pending import PendingCalls

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def lines() -> Iterator[tuple[str, str]]:
    """The log of the challenge: the side and the text of each message."""
    [path] = NOTEBOOKS.glob("08_*.ipynb")
    sources = ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]
    [log] = [source.split('"""')[1] for source in sources if source.startswith("log = ")]
    for line in log.strip().splitlines():
        side, text = line.split(maxsplit=1)
        yield side, text


def requests() -> list[Request]:
    return [decode_request(json.loads(text)) for side, text in lines() if side == "C"]


def test_its_calls_are_legal_and_no_two_have_one_id() -> None:
    ids = [request.id for request in requests()]
    assert len(ids) == len(set(ids)) == 5


def test_the_answer_is_what_the_table_says() -> None:
    events: list[object] = []
    pending = PendingCalls(SingleThreadFuture, lambda event, size: events.append(event))
    for side, text in lines():
        if side == "C":
            pending.add(decode_request(json.loads(text)).id)
        else:
            pending.receive_text(text)
    assert (len(pending), pending.unmatched, len(events)) == (2, 1, 1)
    reply = questions.question("calls_that_still_wait").reply(str(len(pending)))
    assert reply.right


def test_every_other_number_has_a_sentence() -> None:
    question = questions.question("calls_that_still_wait")
    told = [question.reply(str(number)) for number in (0, 1, 3, 4, 5)]
    assert not any(reply.right for reply in told)
    assert len({reply.says for reply in told}) == 5
