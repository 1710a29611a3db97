"""One timer for the time-outs of any number of calls.

Nearly every call is answered in time. A timer for each would cost more than sending it: so there is
one, for the earliest time-out, and it looks at the others when it rings.
"""

from __future__ import annotations

import asyncio
import math

from .deadline import Deadline
from .errors import RpcTimeout
from .messages import ABSENT, Reply

Answer = asyncio.Future[Reply]


class Expiry:
    """Settles answers that have not come in time with RpcTimeout."""

    def __init__(self) -> None:
        self._deadlines: dict[Answer, Deadline] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._rings_at = math.inf

    def watch(self, answer: Answer, deadline: Deadline) -> None:
        """Settle `answer` when `deadline` passes."""
        self._deadlines[answer] = deadline
        if deadline.moment < self._rings_at:
            self._set_timer(deadline)

    def forget(self, answer: Answer) -> None:
        """It has come, or nobody waits for it."""
        self._deadlines.pop(answer, None)

    def stop(self) -> None:
        """Watch nothing any more."""
        self._deadlines.clear()
        self._set_timer(None)

    def _ring(self) -> None:
        for answer, deadline in self._deadlines.items():
            if not deadline.remaining() and not answer.done():
                error = RpcTimeout(f"no answer from the server within {deadline.seconds:g} s")
                answer.set_result(Reply(ABSENT, error=error))
        waiting = [deadline for answer, deadline in self._deadlines.items() if not answer.done()]
        self._set_timer(min(waiting, key=lambda deadline: deadline.moment, default=None))

    def _set_timer(self, deadline: Deadline | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if deadline is None:
            self._timer, self._rings_at = None, math.inf
        else:
            self._timer = asyncio.get_running_loop().call_later(deadline.remaining(), self._ring)
            self._rings_at = deadline.moment
