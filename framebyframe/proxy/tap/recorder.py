"""The thread on which a tap understands what it has passed on: it never delays a byte.

Threads that forward bytes put them into a queue, and are done with them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from queue import SimpleQueue

from .following import Follower
from .items import How, Sender, TappedConnection
from .record import Record

Work = Callable[[], object]

TOO_SLOW = "more came than the tap could look at"
UNREADABLE = "the tap cannot read this connection: {error!r}"


class Channel:
    """What a forwarding thread tells of one connection.

    Args:
        recorder: the thread that looks at it.
        number: of the connection.
        client_port: of the client.
        server: host and port.
    """

    def __init__(self, recorder: Recorder, number: int, client_port: int, server: str) -> None:
        self._recorder = recorder
        self._connection = TappedConnection(number, recorder.now(), client_port, server)
        self._follower = Follower(recorder.record, self._connection)
        self._is_lost = False
        recorder.do(lambda: recorder.record.add_connection(self._connection))

    def bytes_passed(self, sender: Sender, data: bytes, moment: float) -> None:
        """Bytes were passed on. `moment`: when they came."""
        if self._is_lost or not self._recorder.has_room(len(data)):
            self._lose(len(data))
        else:
            self._recorder.do(lambda: self._take(sender, data, moment))

    def ended(self, sender: Sender, how: How, words: str = "") -> None:
        """One side sends nothing more."""
        moment = self._recorder.now()
        self._recorder.do(lambda: self._guarded(lambda: self._follower.end(sender, how, words, moment)))

    def _take(self, sender: Sender, data: bytes, moment: float) -> None:
        try:
            self._guarded(lambda: self._follower.take(sender, data, moment))
        finally:
            self._recorder.make_room(len(data))

    def _guarded(self, work: Work) -> None:
        """Whatever goes wrong here is ours, ends no thread, and is told."""
        try:
            work()
        except Exception as error:
            self._follower.lose(UNREADABLE.format(error=error))

    def _lose(self, size: int) -> None:
        self._recorder.record.drop_bytes(size)
        if not self._is_lost:
            self._is_lost = True
            self._recorder.do(lambda: self._follower.lose(TOO_SLOW))


class Recorder:
    """Understands what was passed on, one thing after the other, on a thread of its own.

    Args:
        record: to write into.
    """

    def __init__(self, record: Record) -> None:
        self.record = record
        self._begin = time.perf_counter()
        self._queue: SimpleQueue[Work | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._waiting = 0
        self._thread = threading.Thread(target=self._run, daemon=True, name="tap recorder")
        self._thread.start()

    def now(self) -> float:
        """Seconds since the beginning of the record."""
        return time.perf_counter() - self._begin

    def channel(self, client_port: int, server: str) -> Channel:
        """For one more connection."""
        return Channel(self, self.record.next_connection(), client_port, server)

    def do(self, work: Work) -> None:
        """Do this when all that came before it is done."""
        self._queue.put(work)

    def has_room(self, size: int) -> bool:
        """Whether so many bytes more may wait; if so, they do."""
        with self._lock:
            if self._waiting + size > self.record.limits.max_waiting:
                return False
            self._waiting += size
            return True

    def make_room(self, size: int) -> None:
        """So many bytes wait no longer."""
        with self._lock:
            self._waiting -= size

    def catch_up(self, seconds: float) -> bool:
        """Wait until all that has come is in the record; False where it is not after so many seconds."""
        if threading.current_thread() is self._thread or not self._thread.is_alive():
            return True
        done = threading.Event()
        self.do(done.set)
        return done.wait(seconds)

    def close(self, seconds: float) -> None:
        """Look at what is left, and end. Again is harmless."""
        self._queue.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        while (work := self._queue.get()) is not None:
            work()
