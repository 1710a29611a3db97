"""asyncio without a socket, a thread or a wait: an event loop on a clock of its own, and its transports.

The checks of exercises and the simulation both build on it. They differ in their network.
"""

from __future__ import annotations

import asyncio
from asyncio import protocols
from collections.abc import Callable
from typing import Any, Protocol

RESOLUTION = 1e-9
"""Seconds: moments closer to each other than this are the same one."""


class Clock(Protocol):
    """The clock of a loop, which moves on when the loop waits."""

    now: float

    def wait(self, seconds: float) -> None:
        """Let `seconds` pass; or raise, where the loop is to stop."""

    def wait_for_ever(self) -> None:
        """Raise: nothing will ever happen."""


class _Waiting:
    """The selector of the loop: it has no files, so it waits for the next timer alone."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._stopped = False

    def select(self, timeout: float | None) -> list[Any]:
        if self._stopped and timeout == 0:  # tasks that are cancelled come to their end
            return []
        try:
            self._clock.wait_for_ever() if timeout is None else self._clock.wait(timeout)
        except BaseException:
            self._stopped = True
            raise
        return []


class VirtualLoop(asyncio.BaseEventLoop):
    """An event loop on a clock that moves on at once. A subclass connects and listens.

    Args:
        clock: its time; what it raises ends `run_until_complete`.
        resolution: seconds within which two moments are one.
    """

    def __init__(self, clock: Clock, resolution: float = RESOLUTION) -> None:
        super().__init__()
        self._selector = _Waiting(clock)
        self._clock = clock
        self._clock_resolution = resolution

    def __deepcopy__(self, memo: dict[int, Any]) -> VirtualLoop:
        """Itself: a copy of what holds a loop holds the same one."""
        return self

    def time(self) -> float:
        """The moment, in seconds."""
        return self._clock.now

    def _process_events(self, event_list: list[Any]) -> None:
        """Do nothing: there are no files."""

    def _write_to_self(self) -> None:
        """Do nothing: there is no other thread to wake the loop."""

    def run_in_executor(  # type: ignore[override]
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """Call the function here and now: there are no threads."""
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future


class MemoryTransport(asyncio.Transport):
    """One end of a connection in memory. A subclass sends, and delivers what has come.

    Args:
        loop: in which the protocol lives.
        protocol: gets what comes.
        addresses: the extra information, such as `peername`.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, protocol: Any, addresses: dict[str, Any] | None = None
    ) -> None:
        super().__init__(addresses)
        self._loop = loop
        self._protocol = protocol
        self._paused = False
        self._closing = False
        self._sent_all = False

    def _deliver(self) -> None:
        """Give the protocol what has come, unless it is paused."""
        raise NotImplementedError

    def _hand_over(self, data: bytes) -> None:
        """Give the protocol these bytes."""
        if isinstance(self._protocol, asyncio.BufferedProtocol):
            protocols._feed_data_to_buffered_proto(self._protocol, data)  # type: ignore[attr-defined]
        else:
            self._protocol.data_received(data)

    def _hand_over_end(self) -> None:
        """Tell the protocol that nothing more comes: it decides whether to go on."""
        self._paused = True
        if not self._protocol.eof_received():
            self.close()

    def get_protocol(self) -> Any:
        """The protocol that gets the data."""
        return self._protocol

    def set_protocol(self, protocol: Any) -> None:
        """Set the protocol that gets the data."""
        self._protocol = protocol

    def pause_reading(self) -> None:
        """Stop delivering data until `resume_reading`."""
        self._paused = True

    def resume_reading(self) -> None:
        """Deliver the data that came meanwhile."""
        self._paused = False
        self._loop.call_soon(self._deliver)

    def is_reading(self) -> bool:
        """Whether it delivers data."""
        return not self._paused and not self._closing

    def can_write_eof(self) -> bool:
        """True: one end may stop sending before the other."""
        return True

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Do nothing: all data is sent at once."""

    def get_write_buffer_size(self) -> int:
        """0: no data waits."""
        return 0

    def is_closing(self) -> bool:
        """Whether it is closed, or about to be."""
        return self._closing
