"""A cable between a client and a server that can be pulled out: then nothing passes, and nobody is told.

Both ends keep an open socket, as they do when a phone leaves its network or a router forgets a connection.
"""

from __future__ import annotations

from .faults import FaultProxy


class Cable(FaultProxy):
    """A fault proxy with one fault: it passes bytes on in both directions, until it is pulled out.

    Args:
        server: at its other end: its address, such as "ws://127.0.0.1:8080", or one of `peers`.

    Attributes:
        url: of its own end: what a client connects to.

    Raises:
        ValueError: it is no `ws://` address, or one on another machine.
    """

    def __init__(self, server: object) -> None:
        super().__init__(server)

    def __repr__(self) -> str:
        return f"<a cable that is {'out' if self.plan else 'in'}>"

    def pull(self) -> None:
        """Pull it out. What is sent from now on, by either side, arrives nowhere."""
        self.apply("black-hole")
