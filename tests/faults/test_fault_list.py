"""Every client against every fault: the named error, in time, and nothing left behind."""

from __future__ import annotations

import re
import threading

import pytest
from fault_list import CLIENTS, FAULTS, Fault, listed, meet
from left_behind import open_sockets

from framebyframe import peers

from documented import read_part  # isort: skip  (fault_list says where it is)

SLACK = 10.0
"""Seconds that a busy machine may add to a time-out. A call without one would never end."""


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_what_a_call_ends_with(fault: Fault, client: str) -> None:
    if client == "php_client":
        need_php()
    sockets, threads = open_sockets(), set(threading.enumerate())
    outcome = meet(client, fault)
    assert outcome.error == fault.expected(client), outcome.message
    assert client == "php_client" or re.search(fault.says, outcome.message), outcome.message
    assert outcome.seconds < fault.timeout + SLACK
    assert outcome.left == 0
    assert open_sockets() <= sockets
    assert set(threading.enumerate()) <= threads


def need_php() -> None:
    try:
        peers.find_php()
    except peers.PeerMissing as missing:
        pytest.skip(str(missing))


def test_the_page_lists_them() -> None:
    errors = [(fault.what, *map(fault.expected, CLIENTS)) for fault in FAULTS]
    assert listed(read_part("faults.md", "faults")) == errors
