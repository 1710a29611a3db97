"""Where frames end in one direction of a connection: only there can a frame be put in."""

from __future__ import annotations

from framebyframe.wire.frames import LENGTH_IN_16_BITS, MASK
from framebyframe.wire.heads import END_OF_HEAD
from framebyframe.wire.masking import MASKING_KEY_LENGTH
from framebyframe.wire.reader import SHORTEST_HEADER, header_length


class FrameEnds:
    """Follows a stream: a head of HTTP, then frames, whatever is in them.

    Attributes:
        is_in_head: no frame can stand here yet.
    """

    def __init__(self) -> None:
        self.is_in_head = True
        self._tail = b""
        """The last bytes of a head."""
        self._header = b""
        self._payload_left = 0

    @property
    def is_between(self) -> bool:
        """Whether a frame has ended, or the head has, and no other frame has begun."""
        return not (self.is_in_head or self._header or self._payload_left)

    def feed(self, data: bytes) -> None:
        """Go on, by all of these bytes."""
        while data:
            data = data[self._step(data) :]

    def feed_to_end(self, data: bytes) -> int:
        """Go on until a frame or the head ends.

        Returns:
            The number of bytes that this took: all of them, where none ends in here.
        """
        size = 0
        while size < len(data) and not self.is_between:
            size += self._step(data[size:])
        return size

    def _step(self, data: bytes) -> int:
        """Go on by part of these bytes, at most to the next end; returns how many bytes."""
        if self.is_in_head:
            return self._step_head(data)
        if self._payload_left:
            size = min(self._payload_left, len(data))
            self._payload_left -= size
            return size
        size = min(self._header_size() - len(self._header), len(data))
        self._header += data[:size]
        if len(self._header) == self._header_size():
            self._payload_left, self._header = self._payload_length(), b""
        return size

    def _step_head(self, data: bytes) -> int:
        start = len(self._tail)
        end = (self._tail + data).find(END_OF_HEAD)
        if end < 0:
            self._tail = (self._tail + data)[1 - len(END_OF_HEAD) :]
            return len(data)
        self.is_in_head = False
        return end + len(END_OF_HEAD) - start

    def _header_size(self) -> int:
        if len(self._header) < SHORTEST_HEADER:
            return SHORTEST_HEADER
        masking_key = MASKING_KEY_LENGTH if self._header[1] & MASK else 0
        return header_length(self._header[1]) + masking_key

    def _payload_length(self) -> int:
        """As the header tells: also in a form that is not the shortest, which is none of our business."""
        length = self._header[1] & ~MASK
        size = header_length(self._header[1])
        return length if length < LENGTH_IN_16_BITS else int.from_bytes(self._header[2:size], "big")
