"""What a record holds: what was seen, in the order in which it was seen, and calls, which go on.

Times are seconds since the beginning of the record. Each is that of the moment in which the last byte came.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

from framebyframe.rpc.messages import ABSENT, MaybeId
from framebyframe.wire.frames import FIN, MASK, OPCODE_BITS
from framebyframe.wire.masking import MASKING_KEY_LENGTH, mask_payload
from framebyframe.wire.opcodes import OPCODES, Opcode

Sender = Literal["client", "server"]
Dialect = Literal["article", "jsonrpc"]

How = Literal["end", "reset", "unreachable"]

OTHER: dict[Sender, Sender] = {"client": "server", "server": "client"}
"""The side that a side talks to."""

ITEM_SIZE = 300
"""Bytes that an item is counted with besides what it holds: about what Python needs for it."""


@dataclass(frozen=True)
class TappedHead:
    """One half of the opening handshake.

    Attributes:
        time: when the last byte of it came.
        data: the bytes, with the empty line that ends them. Secrets are redacted, the length is what it was.
        fault: the first thing that is wrong with it, or "".
        offset: of its first byte, among all bytes that this side has sent.
    """

    time: float
    data: bytes
    fault: str = ""
    offset: int = 0


@dataclass(frozen=True)
class Item:
    """The base of what is seen on an open connection.

    Attributes:
        number: of the item, counted from 1 over all connections.
        connection: its number.
        time: see above.
        sender: "client" or "server".
    """

    kind: ClassVar[str] = ""
    number: int
    connection: int
    time: float
    sender: Sender

    @property
    def size(self) -> int:
        """Bytes that it is counted with."""
        return ITEM_SIZE


@dataclass(frozen=True)
class TappedFrame(Item):
    """A frame.

    Attributes:
        offset: of its first byte, among all bytes that this side has sent.
        header: the bytes before the payload, the masking key with them.
        payload: unmasked; empty where it was too long to be kept.
        length: of the payload on the wire.
        faults: what `wire` finds wrong with it.
    """

    kind: ClassVar[str] = "frame"
    offset: int
    header: bytes
    payload: bytes
    length: int
    faults: tuple[str, ...] = ()

    @property
    def fin(self) -> bool:
        """Whether it is the last of its message."""
        return bool(self.header[0] & FIN)

    @property
    def opcode(self) -> Opcode:
        """What it carries."""
        return OPCODES[self.header[0] & OPCODE_BITS]

    @property
    def masking_key(self) -> bytes | None:
        """Four bytes; None where it is not masked, or was too long to be kept."""
        return self.header[-MASKING_KEY_LENGTH:] if self.is_masked and self.is_whole else None

    @property
    def is_masked(self) -> bool:
        """Whether the mask bit is set."""
        return bool(self.header[1] & MASK)

    @property
    def is_whole(self) -> bool:
        """False where the payload was too long to be kept."""
        return len(self.payload) == self.length

    @cached_property
    def data(self) -> bytes:
        """The bytes as they went over the wire, as far as they are kept."""
        key = self.masking_key
        return self.header + (self.payload if key is None else mask_payload(self.payload, key))

    @property
    def size(self) -> int:
        """Bytes that it is counted with."""
        return ITEM_SIZE + len(self.header) + len(self.payload)


@dataclass(frozen=True)
class TappedBytes(Item):
    """Bytes that are no frame: a page that refuses a handshake, rubbish, half a frame at the end.

    Attributes:
        offset: of the first byte, among all bytes that this side has sent.
        data: as they went over the wire.
        why: the reason why they are no frame.
    """

    kind: ClassVar[str] = "bytes"
    offset: int
    data: bytes
    why: str

    @property
    def size(self) -> int:
        """Bytes that it is counted with."""
        return ITEM_SIZE + len(self.data)


@dataclass(frozen=True)
class TappedMessage(Item):
    """A whole message, put together and decompressed.

    Attributes:
        frames: the numbers of its frames.
        text: of a text message, else None.
        data: of a binary message, else None.
        compressed: whether permessage-deflate was at work.
    """

    kind: ClassVar[str] = "message"
    frames: tuple[int, ...]
    text: str | None = None
    data: bytes | None = None
    compressed: bool = False

    @property
    def size(self) -> int:
        """Bytes that it is counted with."""
        return ITEM_SIZE + len(self.text or self.data or "")


CallState = Literal["in flight", "answered", "failed", "notification", "lost", "given up"]


@dataclass
class TappedCall:
    """A call, and its reply once that has come. It changes as it goes on.

    Attributes:
        number: of the item, counted from 1 over all connections.
        connection: its number.
        time: when the request was sent.
        sender: who calls, nearly always the client.
        dialect: "article" or "jsonrpc".
        action: its name; "" for a request that could not be read, and was answered with an error.
        request: the number of the message that carried it.
        id: as sent; ABSENT where there was none.
        state: "in flight", "answered", "failed" (by an error), "notification" (wants no reply), "lost" (the
            connection ended first), "given up" (too many were in flight for the tap to remember it).
        reply: the number of the message that answered.
        ended: when that came, or when the call was lost.
        paired: how the reply was found: "id", "order", or "" where there is none.
        cancelled: when `$/cancelRequest` asked to give it up.
        error: what the reply says went wrong, or "".
    """

    kind: ClassVar[str] = "call"
    number: int
    connection: int
    time: float
    sender: Sender
    dialect: Dialect
    action: str
    request: int
    id: MaybeId = ABSENT
    state: CallState = "in flight"
    reply: int | None = None
    ended: float | None = None
    paired: Literal["", "id", "order"] = ""
    cancelled: float | None = None
    error: str = ""

    @property
    def latency(self) -> float | None:
        """Seconds from the request to its reply, where the tap stands; None where no reply has come."""
        return self.ended - self.time if self.ended is not None and self.reply is not None else None

    @property
    def is_late(self) -> bool:
        """Whether the reply came after the call was given up."""
        return self.reply is not None and self.cancelled is not None

    @property
    def size(self) -> int:
        """Bytes that it is counted with when it begins."""
        return ITEM_SIZE + len(self.action) + (len(self.id) if isinstance(self.id, str) else 0)


@dataclass(frozen=True)
class UnmatchedReply(Item):
    """A reply that no call waits for.

    Attributes:
        message: the number of the message that carried it.
        id: as sent; ABSENT where there was none.
        why: "second" where its call was answered already, else "unknown".
    """

    kind: ClassVar[str] = "reply"
    message: int
    id: MaybeId = ABSENT
    why: Literal["unknown", "second"] = "unknown"


@dataclass(frozen=True)
class TappedEnd(Item):
    """One side sends nothing more.

    Attributes:
        how: "end" (of the stream), "reset", or "unreachable" for a server that could not be connected to.
        words: the system's, where there are some.
    """

    kind: ClassVar[str] = "end"
    how: How
    words: str = ""


AnyItem = TappedFrame | TappedBytes | TappedMessage | TappedCall | UnmatchedReply | TappedEnd
"""An item of `Record.items`."""


@dataclass
class TappedConnection:
    """A connection. It changes as it goes on.

    Attributes:
        number: counted from 1.
        time: when the client connected.
        client_port: of the client on this machine.
        server: host and port that it was forwarded to.
        request: the client's half of the handshake, once it has come.
        response: the server's.
        deflate: whether permessage-deflate was agreed.
        not_followed: the reason why the tap does not look at it any more, or "".
        ended: when both sides had ended, or it was reset.
    """

    kind: ClassVar[str] = "connection"
    number: int
    time: float
    client_port: int
    server: str
    request: TappedHead | None = None
    response: TappedHead | None = None
    deflate: bool = False
    not_followed: str = ""
    ended: float | None = None


@dataclass
class Dropped:
    """What a record does not hold, because of its limits or for a secret's sake.

    Attributes:
        items: that were the oldest, frames among them.
        frames: those of them that were frames.
        bytes: of all that, and of what was never kept.
        connections: that were the oldest.
    """

    items: int = 0
    frames: int = 0
    bytes: int = 0
    connections: int = 0
