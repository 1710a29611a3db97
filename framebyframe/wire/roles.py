"""The two ends of a connection: RFC 6455 treats them alike, masking and the handshake apart."""

from __future__ import annotations

from enum import Enum


class Role(Enum):
    """The end of the connection that we are."""

    CLIENT = "client"
    SERVER = "server"

    @property
    def peer(self) -> Role:
        """The other end."""
        return Role.SERVER if self is Role.CLIENT else Role.CLIENT


# As with the opcodes: compared with every frame, and a global name is found faster.
CLIENT, SERVER = Role
