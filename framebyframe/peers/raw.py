"""A connection on which every byte is yours: what you compose goes out as it is, and what comes back is
shown head by head and frame by frame. The opening handshake is made for you, unless you want to make it.
"""

from __future__ import annotations

import contextlib
import itertools
import secrets
import socket
import time
from types import TracebackType

from framebyframe.rpc.addresses import local_address
from framebyframe.wire import (
    ClientHandshake,
    CloseCode,
    Frame,
    HandshakeAccepted,
    HandshakeRefused,
    Opcode,
    encode_frame,
)
from framebyframe.wire.close_payload import encode_close_payload
from framebyframe.wire.frames import LENGTH_BITS, LENGTH_IN_16_BITS, MASK
from framebyframe.wire.heads import END_OF_HEAD
from framebyframe.wire.masking import MASKING_KEY_LENGTH
from framebyframe.wire.reader import SHORTEST_HEADER, header_length

from .errors import PeerFailed, PeerTimeout
from .running import running_at

READ_SIZE = 65536
CONNECT_TIMEOUT = 5.0
"""Seconds for the connection and its opening handshake."""
QUIET = 0.3
"""Seconds without a byte after which a peer has said what it had to say."""
GOODBYE = 1.0
"""Seconds for what a peer still sends after our goodbye: one that never stops is left."""
PAUSE = 0.05
"""Seconds between the parts of what is sent, so that they arrive apart."""
"""The end of the last line of a head, and the empty line that ends the head (RFC 9112, 2.1)."""
MAX_HEAD = 256 * 1024
"""Bytes after which a head is taken for one without end."""
MAX_KEPT = 16 * 1024 * 1024
"""Bytes kept of what came and was not received yet; once there are more, reading stops."""

_numbers = itertools.count(1)


class RawConnection:
    """An open connection to send any bytes on, legal or not.

    Args:
        url: such as "ws://127.0.0.1:8080".
        shake_hands: False leaves the opening handshake to you: `send` a request, then `receive_head`.
        allow_remote: also connect to other machines than this one.

    Attributes:
        name: what a server's log calls it, where the handshake was made for you: "raw-1" is the first one
            in this process.

    Raises:
        ValueError: the address is not on this machine, or no `ws://` address.
        PeerFailed: nothing listens there, or the handshake was refused.
        PeerTimeout: it took longer than CONNECT_TIMEOUT.
    """

    def __init__(self, url: str, *, shake_hands: bool = True, allow_remote: bool = False) -> None:
        address = local_address(url, allow_remote)
        self.name = f"raw-{next(_numbers)}"
        self._server = running_at(url)
        try:
            self._socket = socket.create_connection((address.host, address.port), CONNECT_TIMEOUT)
        except TimeoutError:
            raise PeerTimeout(f"{url} did not answer within {CONNECT_TIMEOUT:g} s") from None
        except OSError as error:
            raise PeerFailed(f"cannot connect to {url} ({error}): is the server running?") from None
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._kept = bytearray()
        self._ended = False
        if not shake_hands:
            return
        try:
            headers = [("User-Agent", self.name)]
            self._shake_hands(ClientHandshake(address.authority, address.target, headers=headers))
        except BaseException:
            self._socket.close()
            raise

    def __repr__(self) -> str:
        return f"<raw connection {'ended' if self._ended else 'open'}>"

    def __enter__(self) -> RawConnection:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def send(self, *parts: bytes) -> None:
        """Send bytes as they are, each part in a write of its own.

        Raises:
            PeerFailed: the peer has ended the stream.
        """
        for index, part in enumerate(parts):
            if index:
                time.sleep(PAUSE)
            try:
                self._socket.settimeout(CONNECT_TIMEOUT)
                self._socket.sendall(part)
            except OSError as error:
                raise PeerFailed(f"the peer does not take it ({error}): receive() what it said") from None

    def receive(self, timeout: float = CONNECT_TIMEOUT) -> bytes | None:
        """The next frame, as its bytes.

        Returns:
            None if there is none within `timeout` seconds; b"" when the peer has ended the stream.
        """
        deadline = time.monotonic() + timeout
        while (size := frame_size(self._kept)) is None or len(self._kept) < size:
            if self._ended:
                rest = bytes(self._kept)  # half a frame, if anything: shown rather than lost
                self._kept.clear()
                return rest
            if not self._read(deadline - time.monotonic()):
                return None
        return self._taken(size)

    def receive_head(self, timeout: float = CONNECT_TIMEOUT) -> bytes:
        """The head of an HTTP response, with the empty line that ends it. What follows it is kept.

        Returns:
            What has come, if the head has not ended within `timeout` seconds or MAX_HEAD bytes, or if the
            stream has.
        """
        deadline = time.monotonic() + timeout
        while (end := self._kept.find(END_OF_HEAD)) < 0 and len(self._kept) < MAX_HEAD and not self._ended:
            if not self._read(deadline - time.monotonic()):
                break
        size = len(self._kept) if end < 0 else end + len(END_OF_HEAD)
        return self._taken(size)

    def read(self, size: int = READ_SIZE, at_least: int = 1, timeout: float = CONNECT_TIMEOUT) -> bytes:
        """What has come and was not received yet, up to `size` bytes: one `recv`, wherever it cuts a frame.

        Args:
            size: the most bytes that it gives.
            at_least: bytes that have to have come before, to wait for several frames.
            timeout: seconds to wait for them.

        Returns:
            b"" when the peer has ended the stream and all was read.

        Raises:
            PeerTimeout: fewer came in time, or MAX_KEPT bytes wait.
        """
        deadline = time.monotonic() + timeout
        while len(self._kept) < at_least and not self._ended:
            if not self._read(deadline - time.monotonic()):
                came = f"{len(self._kept)} of {at_least} bytes came"
                raise PeerTimeout(f"{came} within {timeout:g} s: does the peer answer what was sent?")
        return self._taken(size)

    def replies(self, quiet: float = QUIET) -> list[bytes]:
        """All frames that come until the peer ends the stream, or sends nothing for `quiet` seconds."""
        frames = []
        while frame := self.receive(quiet):
            frames.append(frame)
        return frames

    @property
    def logged(self) -> str:
        """The line that our server logs about this connection when it has ended, waiting for it.

        Raises:
            PeerFailed: it goes to a server that was not started here.
            PeerTimeout: there is no line yet: a connection that is open has none.
        """
        if self._server is None:
            raise PeerFailed("only a server that was started here, by peers.node(), shows its log")
        return self._server.wait_for_log(f" {self.name}: ")

    @property
    def ended(self) -> bool:
        """Whether the end of the peer's stream has been read."""
        return self._ended

    def close(self) -> None:
        """Say goodbye with 1000 and end the stream. Again is harmless."""
        payload = encode_close_payload(CloseCode.NORMAL, "")
        with contextlib.suppress(OSError):
            self._socket.sendall(
                encode_frame(
                    Frame(Opcode.CLOSE, payload, masking_key=secrets.token_bytes(MASKING_KEY_LENGTH))
                )
            )
            self._socket.shutdown(socket.SHUT_WR)
            deadline = time.monotonic() + GOODBYE
            while not self._ended and self._read(min(QUIET, deadline - time.monotonic())):
                self._kept.clear()
        self._socket.close()
        self._ended = True

    def hang_up(self) -> None:
        """End the stream without a goodbye. Again is harmless."""
        self._socket.close()
        self._ended = True

    def _shake_hands(self, handshake: ClientHandshake) -> None:
        self._socket.sendall(handshake.data_to_send())
        deadline = time.monotonic() + CONNECT_TIMEOUT
        while not self._agreed(handshake):
            if not self._read(deadline - time.monotonic()):
                came = f": only {handshake.unfinished} came" if handshake.unfinished else ""
                raise PeerTimeout(f"no answer to the handshake within {CONNECT_TIMEOUT:g} s{came}")
            if self._ended:
                raise PeerFailed("the peer ended the stream during the handshake")

    def _agreed(self, handshake: ClientHandshake) -> bool:
        """Whether the whole head of the response has come; what follows it is kept for `receive`.

        A head ends with a line: so it is read line by line, and nothing beyond it.
        """
        while self._kept:
            end = self._kept.find(b"\n") + 1 or len(self._kept)
            outcome = handshake.receive_data(bytes(self._kept[:end]))
            del self._kept[:end]
            if isinstance(outcome, HandshakeRefused):
                raise PeerFailed(f"the handshake was refused: {outcome.reason}")
            if isinstance(outcome, HandshakeAccepted):
                return True
        return False

    def _taken(self, size: int) -> bytes:
        """The first bytes of those kept, which are kept no longer."""
        data = bytes(self._kept[:size])
        del self._kept[:size]
        return data

    def _read(self, timeout: float) -> bool:
        """Read what comes within `timeout` seconds; False if nothing does."""
        if timeout <= 0 or len(self._kept) > MAX_KEPT:
            return False
        self._socket.settimeout(timeout)
        try:
            data = self._socket.recv(READ_SIZE)
        except TimeoutError:
            return False
        except OSError:  # a reset is an end like any other
            data = b""
        self._kept += data
        self._ended = not data
        return True


def frame_size(data: bytes | bytearray) -> int | None:
    """The number of bytes of the frame at the beginning of `data`, header and all; None: too few to tell."""
    if len(data) < SHORTEST_HEADER or len(data) < (header := header_length(data[1])):
        return None
    length = data[1] & LENGTH_BITS
    if length >= LENGTH_IN_16_BITS:
        length = int.from_bytes(data[SHORTEST_HEADER:header], "big")
    return header + (MASKING_KEY_LENGTH if data[1] & MASK else 0) + length
