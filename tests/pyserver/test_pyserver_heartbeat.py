"""The heartbeat of pyserver, without a socket."""

import asyncio

import pytest

from pyserver.heartbeat import keep_alive


class Peer:
    """A connection on which nothing comes; `waiting` says how many of our bytes wait at each look."""

    def __init__(self, waiting):
        self.transport = self
        self.heard = asyncio.Event()
        self.cut = asyncio.Event()
        self.looks = 0
        self._waiting = iter(waiting)

    def get_write_buffer_size(self):
        self.looks += 1
        return next(self._waiting, 0)

    def abort(self):
        self.cut.set()

    async def ping(self):
        pass


async def looks_until_it_is_cut(waiting):
    peer = Peer(waiting)
    beating = asyncio.create_task(keep_alive(peer, 0.001, 0.001, lambda: False))
    await asyncio.wait_for(peer.cut.wait(), 10)
    beating.cancel()
    return peer.looks


@pytest.mark.parametrize("waiting, looks", [
    ([], 2), ([900, 900], 2), ([0, 500], 2), ([900, 600, 600, 1], 6), ([900, 600, 600, 600], 4),
], ids=str)  # fmt: skip
def test_a_ping_that_waits_behind_a_long_message_is_no_silence_of_the_peers(waiting, looks):
    """Two looks a ping, before it and after the time-out: it is cut where no bytes have left between them."""
    assert asyncio.run(looks_until_it_is_cut(waiting)) == looks
