"""Sends a request as it is, on a connection of its own, and takes in the head that comes back."""

from __future__ import annotations

from dataclasses import dataclass

from framebyframe.figures import Figure, handshake
from framebyframe.lesson.text.catalogue import say
from framebyframe.peers import PeerError, RawConnection
from framebyframe.wire.heads import END_OF_HEAD

PATIENCE = 1.0
"""Seconds for the head of an answer."""


@dataclass
class Asked:
    """A request that was sent to a peer.

    Attributes:
        peer: its name.
        request: what was sent.
        response: the head that came back, with the empty line that ends it; what came, if it has no end.
        state: "sending", then "answered", "endless" (the head has no end), "silent" or "failed".
        note: how it went, in words.
    """

    peer: str
    request: bytes
    response: bytes = b""
    state: str = "sending"
    note: str = ""

    @property
    def figure(self) -> Figure:
        """Both heads, and whether key and accept value fit."""
        return handshake(self.request, self.response, self.note)

    def _repr_html_(self) -> str:
        return self.figure.html

    def __repr__(self) -> str:
        return self.figure.text


def ask(asked: Asked, address: object, allow_remote: bool) -> Asked:
    """Send the request, take in the answer. Never raises for what a peer does.

    Args:
        asked: begun; it is completed here.
        address: "ws://127.0.0.1:8080", or a server that has a `url`.
        allow_remote: also reach other machines.
    """
    try:
        url = str(getattr(address, "url", address))
        raw = RawConnection(url, shake_hands=False, allow_remote=allow_remote)
        try:
            raw.send(asked.request)
            asked.response = raw.receive_head(PATIENCE)
        finally:
            raw.close()
        asked.state = _state(asked.response)
        size = f"{len(asked.response):,}"
        asked.note = say("engine", "handshake_builder", asked.state, peer=asked.peer, size=size)
    except (PeerError, ValueError) as problem:
        asked.state, asked.note = "failed", str(problem)
    return asked


def _state(response: bytes) -> str:
    if not response:
        return "silent"
    return "answered" if response.endswith(END_OF_HEAD) else "endless"
