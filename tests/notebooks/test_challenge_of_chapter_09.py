"""The challenge of chapter 09: one of its messages breaks a rule of JSON-RPC 2.0, and it is the one that counts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from framebyframe.lesson.asking import questions
from framebyframe.rpc import jsonrpc
from framebyframe.rpc.messages import ABSENT, Notification, Reply, Request

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
HEADING = re.compile(r"^(\d+) ([CS]) ", re.MULTILINE)


def messages() -> list[tuple[int, str, list[Any]]]:
    """The log of the challenge: number, side, and what is in each message."""
    [path] = NOTEBOOKS.glob("09_*.ipynb")
    sources = ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]
    [log] = [source.split('"""')[1] for source in sources if source.startswith("log = ")]
    _, *parts = HEADING.split(log)
    rows = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return [(int(number), side, as_list(json.loads(text))) for number, side, text in rows]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_each_message_alone_is_one_of_json_rpc() -> None:
    for _, side, parts in messages():
        for part in parts:
            read = jsonrpc.decode_request(part) if side == "C" else jsonrpc.decode_reply(part)
            assert isinstance(read, Request | Reply | Notification)


def test_one_reply_alone_answers_no_request_and_it_is_the_answer() -> None:
    waiting: list[Any] = []
    stray = []
    for number, side, parts in messages():
        for part in parts:
            if side == "C":
                waiting += [(type(part["id"]), part["id"])] if "id" in part else []
            elif isinstance(reply := jsonrpc.decode_reply(part), Reply):
                key = (type(reply.id), reply.id)
                stray += [] if key in waiting else [number]
                waiting = [one for one in waiting if one != key]
    asked = questions.question("reply_that_breaks_a_rule")
    assert stray == [11]
    assert [number for number, _, _ in messages() if asked.reply(str(number)).right] == stray


def test_what_is_cancelled_is_in_flight_and_a_number_is_used_again_once_it_is_free() -> None:
    requests = [
        (number, jsonrpc.decode_request(part)) for number, side, parts in messages() if side == "C" for part in parts
    ]
    [(place, cancel)] = [(number, one) for number, one in requests if one.action == jsonrpc.CANCEL]
    assert cancel.id is ABSENT and isinstance(cancel.params, dict)
    assert cancel.params["id"] in [one.id for number, one in requests if number < place]
    used = [one.id for _, one in requests if one.id is not ABSENT]
    assert used.count(2) == 2
