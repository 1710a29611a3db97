"""A reply that is known now or later, alone or as part of a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence


class Answer:
    """What one message of the client is answered with. It is settled once, and then sent once.

    Attributes:
        text: the reply as JSON; empty where nothing is to be sent (a notification).
        then: what to do once it has been sent.
        settled: whether it is known.
        weight: how much of the client's text is kept in memory for it.
    """

    __slots__ = ("_listener", "settled", "text", "then", "weight")

    def __init__(self, text: str = "", then: Callable[[], None] | None = None, settled: bool = True) -> None:
        self.text = text
        self.then = then
        self.settled = settled
        self.weight = 0
        self._listener: Callable[[Answer], None] | None = None

    def settle(self, text: str, then: Callable[[], None] | None = None) -> None:
        """Now it is known."""
        self.text, self.then, self.settled = text, then, True
        if self._listener is not None:
            self._listener(self)

    def when_settled(self, listener: Callable[[Answer], None]) -> None:
        """Call `listener` when it is known: now, if it is."""
        if self.settled:
            listener(self)
        else:
            self._listener = listener


def gather(parts: Sequence[Answer]) -> Answer:
    """One answer to a batch, settled when its last part is: an array, in the order of the requests.

    Nothing at all is sent where no part has anything to say (JSON-RPC 2.0, section 6).
    """
    whole = Answer(settled=False)
    unsettled = [part for part in parts if not part.settled]

    def part_settled(part: Answer) -> None:
        unsettled.remove(part)
        if not unsettled:
            whole.settle(*_join(parts))

    for part in list(unsettled):
        part.when_settled(part_settled)
    if not unsettled:
        whole.settle(*_join(parts))
    return whole


def _join(parts: Sequence[Answer]) -> tuple[str, Callable[[], None]]:
    texts = ",".join(part.text for part in parts if part.text)

    def then() -> None:
        for part in parts:
            if part.then is not None:
                part.then()

    return f"[{texts}]" if texts else "", then
