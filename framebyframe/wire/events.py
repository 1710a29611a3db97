"""The events that a connection gives its caller: frozen records, in the order in which things happened."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextMessage:
    """A whole text message (RFC 6455, 5.6)."""

    text: str


@dataclass(frozen=True, slots=True)
class BytesMessage:
    """A whole binary message (RFC 6455, 5.6)."""

    data: bytes


@dataclass(frozen=True, slots=True)
class PingReceived:
    """A ping. Its pong is queued already: send what `data_to_send` returns (RFC 6455, 5.5.2)."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class PongReceived:
    """A pong, asked for or not (RFC 6455, 5.5.3)."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class CloseReceived:
    """The peer's close frame. 1005 stands for a close frame without a code (RFC 6455, 7.1.5)."""

    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class ConnectionClosed:
    """The last event of every connection.

    Attributes:
        code: the close code agreed, sent for a fault, or 1006 when the connection was lost.
        reason: the text that came or went with it.
        fault: what the peer did wrong, in words; None if it did nothing wrong.
        clean: True when both sides sent a close frame (RFC 6455, 7.1.4).
    """

    code: int
    reason: str
    fault: str | None
    clean: bool


Event = TextMessage | BytesMessage | PingReceived | PongReceived | CloseReceived | ConnectionClosed
"""An item of the list that `Connection.receive_data` returns."""
