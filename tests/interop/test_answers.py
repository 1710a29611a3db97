"""Thousands of answers to an opening handshake: each client makes of them what the contract's rules say."""

from __future__ import annotations

import base64
import json
import subprocess
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from handshake_rules import accept_value, accepts
from handshakes_at_random import ACCEPT, KEY, OFFERED, Answers

from framebyframe import peers
from framebyframe.wire import ClientHandshake, HandshakeAccepted

SEEDS = range(4)
ANSWERS = 1_000
"""For each seed."""
PHP_PROGRAM = Path(__file__).parent / "clients" / "check_answers.php"
WORDS = {True: "accepted", False: "refused", None: "unfinished"}
TIMEOUT = 60.0
"""Seconds for PHP to read all answers of a seed; it takes one."""


def answers(seed: int) -> list[bytes]:
    """The answers of a seed, ACCEPT not yet filled in."""
    supply = Answers(Random(seed))
    return [supply.next() for _ in range(ANSWERS)]


def expected(answer: bytes) -> str:
    """What the rules make of an answer."""
    return WORDS[accepts(filled(answer), accept_value(KEY), OFFERED)]


def filled(answer: bytes) -> bytes:
    """With the value that is right for KEY."""
    return answer.replace(ACCEPT.encode(), accept_value(KEY).encode())


@pytest.mark.parametrize("seed", SEEDS)
def test_wire_agrees_however_an_answer_is_cut(seed: int) -> None:
    random, seen = Random(seed), Counter[str]()
    for answer in answers(seed):
        whole = filled(answer)
        cut = random.randrange(len(whole) + 1)
        for pieces in ([whole], [whole[:cut], whole[cut:]]):
            assert by_wire(pieces) == expected(answer), whole
        seen[expected(answer)] += 1
    print(f"seed {seed}: {dict(seen)}")
    assert len(seen) == len(WORDS)


def by_wire(pieces: list[bytes]) -> str:
    """What `ClientHandshake` makes of these pieces."""
    handshake = ClientHandshake("h", subprotocols=OFFERED, key=KEY)
    for piece in pieces:
        outcome = handshake.receive_data(piece)
        if outcome is not None:
            return WORDS[isinstance(outcome, HandshakeAccepted)]
    return WORDS[None]


@pytest.mark.parametrize("seed", SEEDS)
def test_php_client_agrees(seed: int) -> None:
    try:
        php = peers.find_php()
    except peers.PeerMissing as missing:
        pytest.skip(str(missing))
    given = answers(seed)
    lines = [
        json.dumps({"answer": base64.b64encode(answer).decode(), "subprotocols": OFFERED}) for answer in given
    ]
    ended = subprocess.run(
        [php.path, PHP_PROGRAM], input="\n".join(lines), capture_output=True, text=True, timeout=TIMEOUT
    )
    assert ended.stderr == ""
    for answer, said in zip(given, ended.stdout.splitlines(), strict=True):
        assert said == expected(answer), answer
