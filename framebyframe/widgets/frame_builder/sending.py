"""Sends exactly these bytes on a live connection, and gathers the frames that come back until the close.

Every Send has a connection of its own, so that what was sent before cannot explain an answer. All
widgets share one background thread: neither the kernel nor its event loop waits for a peer.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from framebyframe.figures import Figure, annotate_frames, transcript
from framebyframe.figures.words import count
from framebyframe.peers import PeerError, RawConnection
from framebyframe.wire import Opcode

from .limits import SHOWN_BYTES

FIRST_REPLY = 1.0
"""Seconds to wait for a first frame."""
QUIET = 0.4
"""Seconds without a frame after which a peer has said what it had to say."""
MAX_REPLIES = 20
"""Frames of one reply that are shown."""

Json = dict[str, Any]
Result = TypeVar("Result")
Report = Callable[["Exchange"], None]


@dataclass
class Exchange:
    """The traffic of one connection.

    Attributes:
        peer: the name of the other side.
        parts: what was sent, each in a write of its own.
        replies: the frames that came back, as bytes.
        state: "sending", then "closed" (the peer ended the stream), "quiet" or "failed".
        note: how it ended, in words.
    """

    peer: str
    parts: tuple[bytes, ...]
    replies: list[bytes] = field(default_factory=list)
    state: str = "sending"
    note: str = ""

    @property
    def figure(self) -> Figure:
        """The exchange as a sequence diagram."""
        sent = [("builder", "sent", part) for part in self.parts]
        received = [("builder", "received", reply) for reply in self.replies]
        return transcript([*sent, *received, (self.peer, "", self.note)], peers=("builder", self.peer))

    def _repr_html_(self) -> str:
        return self.figure.html

    def __repr__(self) -> str:
        return self.figure.text

    def as_json(self) -> Json:
        """The exchange as JSON values, for the page."""
        replies = [_step("received", reply, "client") for reply in self.replies]
        sent = [_step("sent", part, None) for part in self.parts]
        return {"peer": self.peer, "state": self.state, "note": self.note, "steps": [*sent, *replies]}


def _step(direction: str, data: bytes, receiver: str | None) -> Json:
    frames = annotate_frames(data, receiver, in_order=False)
    hexadecimal = data[:SHOWN_BYTES].hex(" ") + (" …" if len(data) > SHOWN_BYTES else "")
    faults = [fault.words for frame in frames for fault in frame.faults] if receiver else []
    words = "; then ".join(frame.sentence for frame in frames) if receiver else count(len(data), "byte")
    return {"direction": direction, "hex": hexadecimal, "words": words, "faults": faults}


def peers_by_name(peers: object) -> dict[str, object]:
    """Addresses, or servers that have one, by name.

    Args:
        peers: a mapping, one server, or several; an address is its own name.
    """
    if isinstance(peers, Mapping):
        return {str(name): peer for name, peer in peers.items()}
    listed = peers if isinstance(peers, (list, tuple)) else [] if peers is None else [peers]
    return {str(getattr(peer, "name", peer)): peer for peer in listed}


def cut(data: bytes, after: int | None) -> tuple[bytes, ...]:
    """The bytes in one part; or in two, the first `after` bytes and the rest.

    Raises:
        ValueError: a part would be empty.
    """
    if after is None:
        return (data,)
    if not 0 < after < len(data):
        raise ValueError(_no_cut(len(data), after))
    return data[:after], data[after:]


def _no_cut(size: int, after: int) -> str:
    if size < 2:
        return f"{count(size, 'byte')} cannot be sent in two pieces"
    return f"nothing was sent: of {size} bytes the first part has 1 to {size - 1}, not {after}"


def converse(exchange: Exchange, address: object, allow_remote: bool, report: Report) -> Exchange:
    """Send the parts, gather what comes back. Never raises for what a peer does.

    Args:
        exchange: begun; it is completed here.
        address: "ws://127.0.0.1:8080", or a server that has a `url`.
        allow_remote: also reach other machines.
        report: called after every frame and at the end.
    """
    try:
        with RawConnection(str(getattr(address, "url", address)), allow_remote=allow_remote) as connection:
            connection.send(*exchange.parts)
            for reply in _replies(connection):
                exchange.replies.append(reply)
                report(exchange)
            exchange.state, exchange.note = _ending(connection, exchange)
    except (PeerError, ValueError) as problem:
        exchange.state, exchange.note = "failed", str(problem)
    report(exchange)
    return exchange


def _replies(connection: RawConnection) -> Iterator[bytes]:
    timeout = FIRST_REPLY
    for _ in range(MAX_REPLIES):
        reply = connection.receive(timeout)
        if not reply:
            return
        yield reply
        timeout = QUIET


def _ending(connection: RawConnection, exchange: Exchange) -> tuple[str, str]:
    if len(exchange.replies) == MAX_REPLIES:
        return "quiet", f"{MAX_REPLIES} frames came; the builder reads no more and says goodbye"
    said = any(reply[0] & 0x0F == Opcode.CLOSE for reply in exchange.replies)
    if connection.ended:
        return "closed", "closed the connection" if said else "ended the stream without a close frame"
    if said:
        return "quiet", "waits for a close frame in return; the builder sent one, and ended the stream"
    if exchange.replies:
        return "quiet", "says no more; the connection was open, and the builder said goodbye"
    return "quiet", f"says nothing for {FIRST_REPLY:g} s: it waits for more, or has no answer to give"


# --- one thread ----------------------------------------------------------------------------------

_tasks: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
_starting = threading.Lock()
_threads: list[threading.Thread] = []


def in_background(work: Callable[[], Result]) -> Future[Result]:
    """Run this in the one background thread, after the work given to it before."""
    done: Future[Result] = Future()

    def task() -> None:
        try:
            done.set_result(work())
        except BaseException as problem:  # the waiting caller gets it; the thread goes on
            done.set_exception(problem)

    _tasks.put(task)
    _start()
    return done


def _start() -> None:
    with _starting:
        if not _threads:
            _threads.append(threading.Thread(target=_work, name="frame builder", daemon=True))
            _threads[0].start()


def _work() -> None:
    while True:
        _tasks.get()()
