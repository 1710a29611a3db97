"""Follows one connection from the bytes of both sides: the handshake, then frames, messages, calls.

`wire` reads them, as each end reads what the other sends. What an end would refuse is noted as a fault, and
goes into the record all the same.
"""

from __future__ import annotations

from contextlib import suppress

from framebyframe.wire import Deflate, HandshakeFault, extensions, handshake
from framebyframe.wire.heads import Head

from .frame_streams import FrameStream
from .head_streams import HeadStream
from .items import How, Sender, TappedBytes, TappedConnection, TappedEnd, TappedHead
from .pairing import Pairing
from .record import Record
from .redaction import Redaction

UNFINISHED_HEAD = "the stream ended inside the opening handshake"
REFUSED = "the handshake was refused"
NO_HANDSHAKE = "there was no opening handshake"
NO_ANSWER = "the server has not answered the opening handshake"
TOO_MUCH = "too much came behind the opening handshake"
QUOTATION = ": "
"""In the words of a fault, what stands before the peer's own words, which may hold a secret."""


class Side:
    """What one side of a connection has sent: its head, then its frames.

    Attributes:
        frames: once there are frames to come; until then None.
    """

    def __init__(self, sender: Sender, redaction: Redaction) -> None:
        self.sender = sender
        self.head = HeadStream(sender, redaction)
        self.frames: FrameStream | None = None
        self.held = bytearray()
        """What came behind the head, while the other side's is awaited."""
        self.sent = 0
        self.is_head_done = False
        self.refused = ""
        """The reason why no frames will come."""
        self.is_withheld = False
        """Whether what comes is not kept: a header with a secret may go on in it."""


class Follower:
    """Follows one connection, and writes what it finds into a record.

    Args:
        record: to write into.
        connection: the one that is followed; it is in the record already.
    """

    def __init__(self, record: Record, connection: TappedConnection) -> None:
        self._record = record
        self._connection = connection
        self._redaction = Redaction()
        self._sides: dict[Sender, Side] = {
            "client": Side("client", self._redaction),
            "server": Side("server", self._redaction),
        }
        self._pairing = Pairing(record)
        self._key = ""
        self._is_open = False
        self._deflate: Deflate | None = None
        self._ended: set[Sender] = set()

    def take(self, sender: Sender, data: bytes, time: float) -> None:
        """Take in bytes that one side has sent. Nothing that a peer sends raises."""
        side = self._sides[sender]
        side.sent += len(data)
        if self._connection.not_followed:
            self._record.drop_bytes(len(data))
        elif side.frames is not None:
            side.frames.take(data, time)
        elif side.refused:
            self._keep_refused(side, data, time)
        elif side.is_head_done:
            self._hold(side, data, time)
        else:
            self._take_head(side, data, time)

    def end(self, sender: Sender, how: How, words: str, time: float) -> None:
        """One side sends nothing more."""
        side = self._sides[sender]
        if side.frames is not None and not self._connection.not_followed:
            side.frames.end(time)
        self._keep_unfinished_head(side, UNFINISHED_HEAD, time)
        self._keep_held(side, time)
        number = self._record.next_number()
        self._record.add(TappedEnd(number, self._connection.number, time, sender, how, words))
        self._ended.add(sender)
        if how != "end" or len(self._ended) == len(self._sides):
            self._finish(time)

    def lose(self, why: str) -> None:
        """Follow no more: from here on bytes are missing."""
        self._connection.not_followed = why
        self._record.tell(self._connection)

    def _finish(self, time: float) -> None:
        if self._connection.ended is None:
            for side in self._sides.values():
                self._keep_held(side, time)
            self._redaction.forget()
            self._pairing.end(time)
            self._connection.ended = time
            self._record.tell(self._connection)

    # The opening handshake

    def _take_head(self, side: Side, data: bytes, time: float) -> None:
        try:
            found = side.head.take(data)
            while found is not None:
                raw, head, rest = found
                if side.sender == "server" and handshake.is_interim(head):
                    self._add_bytes(side, raw, side.head.offset - len(raw), "an interim response", time)
                    found = side.head.take(rest)
                else:
                    self._take_whole_head(side, raw, head, rest, time)
                    return
        except HandshakeFault as fault:
            self._keep_unfinished_head(side, fault.reason, time)
            side.is_head_done, side.refused = True, NO_HANDSHAKE

    def _keep_unfinished_head(self, side: Side, why: str, time: float) -> None:
        """Keep what has come of a head that never will be whole."""
        came = side.head.so_far()
        if came:
            side.is_withheld = may_hold_secrets(side.sender, came)
            why = why.partition(QUOTATION)[0] if side.is_withheld else why
            self._add_bytes(side, came, side.sent - len(came), why, time)

    def _take_whole_head(self, side: Side, raw: bytes, head: Head, rest: bytes, time: float) -> None:
        side.is_head_done = True
        fault = self._request_fault(head) if side.sender == "client" else self._response_fault(head)
        tapped = TappedHead(time, raw, fault, side.head.offset - len(raw))
        self._record.add_head(self._connection, side.sender, tapped)
        if side.sender == "server":
            self._answered(head, time)
        elif self._is_open:
            self._expect_frames(side)
        if rest:
            side.sent -= len(rest)
            self.take(side.sender, rest, time)

    def _request_fault(self, head: Head) -> str:
        self._key = head.headers.get("Sec-WebSocket-Key") or ""
        try:
            handshake.check_upgrade(head)
            handshake.check_body(head)
            handshake.check_request(head)
        except HandshakeFault as fault:
            return fault.reason
        return ""

    def _response_fault(self, head: Head) -> str:
        try:
            handshake.check_response(head, self._key)
        except HandshakeFault as fault:
            return fault.reason
        return ""

    def _answered(self, head: Head, time: float) -> None:
        """Frames follow a response with status 101, even where something else is wrong with it."""
        client, server = self._sides["client"], self._sides["server"]
        if handshake.response_status(head) == 101:
            self._is_open = True
            self._deflate = agreed_deflate(head)
            self._connection.deflate = self._deflate is not None
            self._expect_frames(server)
        else:
            server.refused = REFUSED
        if client.is_head_done and not client.refused:
            self._release(client, time)

    def _release(self, side: Side, time: float) -> None:
        """Look at what came before the answer of the server."""
        if self._is_open:
            self._expect_frames(side)
        else:
            side.refused = REFUSED
        held = bytes(side.held)
        side.held.clear()
        if held:
            side.sent -= len(held)
            self.take(side.sender, held, time)

    def _expect_frames(self, side: Side) -> None:
        side.frames = FrameStream(
            *(self._connection.number, side.sender, side.head.offset),
            *(self._deflate, self._record, self._pairing.take),
        )

    def _hold(self, side: Side, data: bytes, time: float) -> None:
        """Keep what comes before the server has answered: its answer says whether these are frames."""
        side.held += data
        if len(side.held) > self._record.limits.max_payload:
            self._keep_held(side, time)
            self.lose(TOO_MUCH)

    def _keep_refused(self, side: Side, data: bytes, time: float) -> None:
        """Keep what follows a handshake that was refused: a secret of the heads may come again in it.

        It may do so in two parts. Where a head was wrong, not all of its secrets are known.
        """
        if any(each.is_withheld for each in self._sides.values()):
            self._record.drop_bytes(len(data))
        elif self._redaction.knows_secrets:
            self._hold(side, data, time)
        else:
            self._add_bytes(side, self._redaction.hide(data), side.sent - len(data), side.refused, time)

    def _keep_held(self, side: Side, time: float) -> None:
        """Keep what was held back; nothing that completes it will come."""
        held = self._redaction.hide(bytes(side.held))
        side.held.clear()
        if held:
            self._add_bytes(side, held, side.sent - len(held), side.refused or NO_ANSWER, time)

    def _add_bytes(self, side: Side, data: bytes, offset: int, why: str, time: float) -> None:
        number = self._record.next_number()
        self._record.add(TappedBytes(number, self._connection.number, time, side.sender, offset, data, why))


def may_hold_secrets(sender: Sender, came: bytes) -> bool:
    """Whether a head that is wrong was meant as one of HTTP, and headers may follow."""
    return came[:1].isalpha() if sender == "client" else came.startswith(b"HTTP/")


def agreed_deflate(response: Head) -> Deflate | None:
    """The parameters of permessage-deflate that a server has agreed to; None where it has not."""
    with suppress(HandshakeFault):
        return extensions.check_answer(extensions.parse_extensions(response.headers), Deflate())
    return None
