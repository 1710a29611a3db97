"""The life of a connection, as a table.

A WebSocket connection begins in CONNECTING, while the opening handshake is under way. An accepted
handshake makes it OPEN; a refused one ends it before it began (RFC 6455, 4.1).

OPEN is the only state in which anything may be sent. It ends in one of four ways. Either side sends
a close frame. If we are first, we are CLOSING: we send nothing more, and messages that
the peer sent before it saw our frame still arrive. If the peer is first, its close frame is answered
in the same breath, so there is no state between: both frames have been seen, and we are CLOSED
(RFC 6455, 7.1.2 to 7.1.4). If the peer breaks the protocol we fail the connection: a close frame says
why, and nothing the peer sends later is read (7.1.7). And the stream may end without any close frame:
then the connection was lost, which is close code 1006 (7.1.5).

Messages may come in one read with the peer's close frame, or with its fault. Their answers can still be
sent, until the caller takes our close frame: it is the last thing that `Connection.data_to_send` returns.

No data may follow a close frame (5.5.1). A ping that comes after ours should still have its pong, until the
peer's close frame has come (5.5.2). We leave it out: a browser that has our close frame fails the connection
on any frame behind it.

CLOSED is the end of the protocol, not of the socket. Who closes that, and when, is the caller's
business: `Connection.should_close_socket` tells.

Nothing here knows a clock. A peer that never answers a close frame leaves us CLOSING for ever; the
caller waits as long as it likes, closes its socket, and says so with `receive_eof`.

Each row of the table is a state, each entry a trigger and the state that it leads to. What is not in the
table changes no state.
"""

from __future__ import annotations

from enum import Enum


class State(Enum):
    """The stage of a connection's life (RFC 6455, 4 and 7)."""

    CONNECTING = "connecting"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class Trigger(Enum):
    """A cause that moves a connection from one state to the next."""

    ACCEPT = "the handshake is accepted"
    REFUSE = "the handshake is refused"
    SEND_CLOSE = "we send a close frame"
    RECEIVE_CLOSE = "the peer's close frame comes"
    FAIL = "the peer breaks the protocol"
    LOSE = "the stream ends"


# As with the opcodes: these are compared with every frame, and a global name is found faster.
CONNECTING, OPEN, CLOSING, CLOSED = State

TRANSITIONS: dict[State, dict[Trigger, State]] = {
    CONNECTING: {
        Trigger.ACCEPT: OPEN,
        Trigger.REFUSE: CLOSED,
        Trigger.LOSE: CLOSED,
    },
    OPEN: {
        Trigger.SEND_CLOSE: CLOSING,
        Trigger.RECEIVE_CLOSE: CLOSED,
        Trigger.FAIL: CLOSED,
        Trigger.LOSE: CLOSED,
    },
    CLOSING: {
        Trigger.RECEIVE_CLOSE: CLOSED,
        Trigger.FAIL: CLOSED,
        Trigger.LOSE: CLOSED,
    },
    CLOSED: {},
}
