"""Thousands of responses to an opening handshake: each client reads them by the rules of the contract."""

from __future__ import annotations

import base64
import json
import subprocess
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from handshake_rules import accept_value, accepts
from handshakes_at_random import ACCEPT, KEY, OFFERED, Responses

from framebyframe import peers
from framebyframe.wire import ClientHandshake, HandshakeAccepted

SEEDS = [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3))]
RESPONSES = 1_000
"""Responses for each seed."""
PHP_PROGRAM = Path(__file__).parent / "clients" / "check_responses.php"
WORDS = {True: "accepted", False: "refused", None: "unfinished"}
TIMEOUT = 60.0
"""Seconds for PHP to read all responses of a seed; it takes one."""


def responses(seed: int) -> list[bytes]:
    """The responses of a seed, ACCEPT not yet filled in."""
    supply = Responses(Random(seed))
    return [supply.next() for _ in range(RESPONSES)]


def expected(response: bytes) -> str:
    """The word for a response by the rules."""
    return WORDS[accepts(filled(response), accept_value(KEY), OFFERED)]


def filled(response: bytes) -> bytes:
    """The response with the accept value that is right for KEY."""
    return response.replace(ACCEPT.encode(), accept_value(KEY).encode())


@pytest.mark.parametrize("seed", SEEDS)
def test_wire_agrees_however_a_response_is_cut(seed: int) -> None:
    random, seen = Random(seed), Counter[str]()
    for response in responses(seed):
        whole = filled(response)
        cut = random.randrange(len(whole) + 1)
        for pieces in ([whole], [whole[:cut], whole[cut:]]):
            assert by_wire(pieces) == expected(response), whole
        seen[expected(response)] += 1
    print(f"seed {seed}: {dict(seen)}")
    assert len(seen) == len(WORDS)


def by_wire(pieces: list[bytes]) -> str:
    """The word for a response that `ClientHandshake` is given in these pieces."""
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
    given = responses(seed)
    lines = [
        json.dumps({"response": base64.b64encode(response).decode(), "subprotocols": OFFERED})
        for response in given
    ]
    ended = subprocess.run(
        [php.path, PHP_PROGRAM], input="\n".join(lines), capture_output=True, text=True, timeout=TIMEOUT
    )
    assert ended.stderr == ""
    for response, said in zip(given, ended.stdout.splitlines(), strict=True):
        assert said == expected(response), response
