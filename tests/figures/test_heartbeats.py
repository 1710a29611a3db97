"""A heartbeat, drawn until it gives up."""

from __future__ import annotations

import pytest

from framebyframe import figures
from framebyframe.rpc import Timeouts
from framebyframe.rpc.heartbeat import Heartbeat


@pytest.mark.parametrize("gone, waited", [(20.2, "39.9"), (39.0, "21.1"), (5.0, "35.0"), (40.12, "20.0")])
def test_it_ends_when_the_patience_after_the_next_ping_is_over(gone: float, waited: str) -> None:
    drawn = figures.heartbeats(Heartbeat, gone=gone)
    assert ">the peer counts as dead<" in drawn.svg
    assert f"{waited} seconds" in drawn.caption
    assert "the network is gone" in drawn.text and "counts as dead" in drawn.text


@pytest.mark.parametrize("gone, lost", [(20.04, "ping"), (20.06, "pong")])
def test_what_is_under_way_when_the_network_goes_does_not_arrive(gone: float, lost: str) -> None:
    drawn = figures.heartbeats(Heartbeat, gone=gone)
    assert f"{lost} → lost" in drawn.text and f"{40 - gone:.1f} seconds" in drawn.caption


def test_it_is_the_heartbeat_that_is_given() -> None:
    class Impatient(Heartbeat):
        def due(self) -> float:
            return super().due() - (19 if self.pinged is not None else 0)

    assert "20.9 seconds" in figures.heartbeats(Impatient, gone=20.2).caption


def test_a_time_that_is_none_is_told() -> None:
    class Backwards(Heartbeat):
        def due(self) -> float:
            return -1.0

    with pytest.raises(ValueError, match=r"due\(\) gives -1.0 at 0 s"):
        figures.heartbeats(Backwards, gone=20)
    with pytest.raises(ValueError, match="still to come"):
        figures.heartbeats(lambda _, now: Heartbeat(Timeouts(ping_interval=0), now), gone=20)
    with pytest.raises(ValueError, match="before 12 pings"):
        figures.heartbeats(Heartbeat, gone=1000)
