"""The controls of a fault proxy without a page: the plan they make, what they refuse, what they show."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from waiting import wait_until

from framebyframe.proxy import FaultProxy
from framebyframe.proxy.faults.plan import Plan
from framebyframe.proxy.listening import Listener
from framebyframe.widgets import FaultPanel
from framebyframe.widgets.fault_proxy.panel import MOST_ROWS
from framebyframe.widgets.fault_proxy.settings import STEPS, SWITCHES, settings, slide, switch


def echo(client: socket.socket) -> None:
    while data := client.recv(65536):
        client.sendall(data)


@pytest.fixture
def proxy() -> Iterator[FaultProxy]:
    server = Listener(echo)
    with FaultProxy("ws://{}:{}".format(*server.address)) as running:
        yield running
    server.close()


def edit(panel: FaultPanel, kind: str, value: object = None) -> None:
    """Send what the page sends when something is changed there."""
    panel._handle_custom_msg({"kind": kind, "value": value, "view": "a", "edit": 1}, [])


def connected(proxy: FaultProxy) -> socket.socket:
    return socket.create_connection((urlsplit(proxy.url).hostname, urlsplit(proxy.url).port), 10)


def test_every_place_of_every_slider_is_a_plan_that_it_shows_again() -> None:
    for kind, steps in STEPS.items():
        for place in range(len(steps) + 1):
            plan = slide(Plan(), kind, place)
            assert settings(plan)["sliders"][kind]["place"] == place
            assert len(plan) == (place > 0)
            assert slide(plan, kind, 0) == Plan()


def test_a_slider_and_a_switch_leave_what_they_do_not_stand_for() -> None:
    plan = Plan.parse("latency 7ms to client; reset after 2s; latency 50ms; black-hole after 5s")
    slid = slide(plan, "latency", 1)
    assert str(slid) == "latency 7ms to client; reset after 2s; black-hole after 5s; latency 5ms"
    switched = switch(plan, "hole_to_client", True)
    assert str(switched) == f"{plan}; black-hole to client"
    assert str(switch(switched, "hole_to_client", False)) == str(plan)


def test_an_amount_between_two_places_is_shown_as_it_is() -> None:
    shown = settings(Plan.parse("latency 57ms"))["sliders"]["latency"]
    assert shown == {"place": 4, "of": 9, "shown": "57ms"}


def test_a_hole_in_both_directions_is_two_switches() -> None:
    plan = Plan.parse("black-hole")
    assert settings(plan)["switches"] == {
        "hole_to_server": True,
        "hole_to_client": True,
        "duplicate": False,
    }
    assert str(switch(plan, "hole_to_server", False)) == "black-hole to client"
    for name in SWITCHES:
        assert settings(switch(Plan(), name, True))["switches"][name]


def test_what_is_changed_on_the_page_is_in_force(proxy: FaultProxy) -> None:
    panel = FaultPanel(proxy)
    edit(panel, "slide", {"kind": "latency", "place": 4})
    edit(panel, "switch", {"name": "hole_to_client", "on": True})
    assert str(proxy.plan) == "latency 50ms; black-hole to client" == panel._picture["plan"]
    edit(panel, "plan", "jitter 3ms; reset after 9s")
    assert str(proxy.plan) == "jitter 3ms; reset after 9s" and panel._picture["problem"] == ""
    json.dumps([panel._picture, panel._rows, panel._words])


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("plan", "lag 1ms", "there is no fault 'lag'"),
        ("slide", {"kind": "latency", "place": 99}, "There is no such setting."),
        ("slide", {"kind": "moon", "place": 1}, "There is no such setting."),
        ("slide", None, "subscriptable"),
        ("switch", {"name": "moon", "on": True}, "There is no such setting."),
        ("strike", "close 99", "close is from 1000"),
        ("strike", "latency 1ms", "latency lasts"),
    ],
)
def test_what_cannot_be_done_changes_nothing_and_is_said(
    proxy: FaultProxy, kind: str, value: object, words: str
) -> None:
    proxy.apply("latency 1ms")
    panel = FaultPanel(proxy)
    edit(panel, kind, value)
    assert words in panel._picture["problem"] and panel._picture["where"] == kind
    assert str(proxy.plan) == "latency 1ms" and panel._picture["answers"] == {"view": "a", "edit": 1}


def test_of_plans_in_a_row_the_last_is_shown(proxy: FaultProxy) -> None:
    panel = FaultPanel(proxy)
    for number in range(1, 2 * MOST_ROWS):
        edit(panel, "plan", f"latency {number}ms")
    with connected(proxy):
        wait_until(lambda: proxy.open_connections)
    panel.look()
    told = [row[3]["text"] for row in panel._rows["rows"]]
    assert told[0] == f"the plan is now: latency {2 * MOST_ROWS - 1}ms" and "the plan" not in "".join(
        told[1:]
    )


def test_a_closed_proxy_is_said(proxy: FaultProxy) -> None:
    panel = FaultPanel(proxy)
    proxy.close()
    edit(panel, "plan", "latency 1ms")
    assert "closed" in panel._picture["problem"]


def test_a_strike_is_seen_in_the_rows(proxy: FaultProxy) -> None:
    panel = FaultPanel(proxy)
    with connected(proxy) as client:
        wait_until(lambda: proxy.open_connections)
        edit(panel, "strike", "reset")
        with pytest.raises(ConnectionResetError):
            client.recv(1)
    wait_until(lambda: not proxy.open_connections)
    panel.look()
    told = [row[3] for row in panel._rows["rows"]]
    assert {"text": "was reset by the proxy", "tone": "wrong"} in told
    assert panel._rows["open"].endswith(": 0") and len(told) <= MOST_ROWS


@pytest.mark.parametrize("faults", ["reset", "half-close to server", "half-close to client", "close 1012"])
def test_a_strike_at_nothing_is_said_until_something_is_done(proxy: FaultProxy, faults: str) -> None:
    panel = FaultPanel(proxy)
    edit(panel, "strike", faults)
    assert panel._picture["problem"] == "No connection is open: nothing was done."
    with connected(proxy):
        wait_until(lambda: proxy.open_connections)
        edit(panel, "strike", faults)
        assert panel._picture["problem"] == ""


def test_while_a_page_looks_a_plan_from_a_cell_and_new_deeds_are_shown(proxy: FaultProxy) -> None:
    panel = FaultPanel(proxy)
    edit(panel, "here")
    proxy.apply("latency 1ms")
    wait_until(lambda: panel._picture["plan"] == "latency 1ms" and panel._rows["number"] == 2)
    edit(panel, "gone")
    assert not panel._pulse.is_beating


def test_without_a_page_it_is_a_table_that_is_the_same_every_time(proxy: FaultProxy) -> None:
    proxy.apply("latency 50ms; black-hole to client after 2s")
    panel = FaultPanel(proxy)
    before = (panel.static_html(), panel.static_text())
    proxy.apply("")
    panel.look()
    assert (panel.static_html(), panel.static_text()) == before
    assert "latency" in before[1] and "50ms" in before[1] and "Run this cell" in before[1]
    assert proxy.url not in "".join(before)
    assert repr(panel) == "<FaultPanel: none>"
