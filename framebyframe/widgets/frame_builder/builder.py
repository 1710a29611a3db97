"""The widget: edits from the page, values set from Python, and the bytes that both change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import traitlets

from framebyframe.figures import Figure, frame_bytes, stack
from framebyframe.figures.annotation import annotate_frames
from framebyframe.figures.frame_bytes import as_bytes
from framebyframe.lesson.asking.typed import bytes_from_hex
from framebyframe.lesson.text.catalogue import say
from framebyframe.wire import Frame, encode_frame

from ..base import CourseWidget, styled
from ..bundling import bundled
from .fields import check_size, flip_bit, set_field
from .history import History
from .limits import MAX_BYTES, MAX_FRAMES, MAX_TYPED_BYTES
from .memory import current_cell, keep, kept
from .picture import opcodes, picture
from .presets import PRESETS
from .python_code import frame_from_bytes
from .reading import bytes_from_literal, bytes_from_paste
from .sending import Exchange, converse, cut, in_background, peers_by_name
from .sentences import bytes_from_sentence, sentence_from_bytes

HERE = Path(__file__).parent
RECEIVER_OF = {"client": "server", "server": "client"}
"""The reader of a frame, by its sender."""

Json = dict[str, Any]


class FrameBuilder(CourseWidget):
    """A frame as bits, fields, hex, text, a Python literal and a sentence: change one, all follow.

    Args:
        start: a `Frame`, or any bytes, to begin with.
        peers: whom to send to: a server, several, or a dict of names to servers or addresses.
        sender: whose frame it is, "client" or "server"; decides whether a mask is due.
        allow_remote: also send to other machines.

    Attributes:
        data: the bytes. Set them, observe them.
        frame: the `Frame` that makes these bytes; None where none does. Set a new one, observe it.
        sender: as given.
        exchange: the last `Exchange` with a peer, or None.

    Raises:
        traitlets.TraitError: more than 128 KiB, or no bytes at all.
    """

    _esm = bundled(HERE)
    _css = styled(HERE, "fbf-builder")

    data = traitlets.Bytes()
    frame = traitlets.Instance(Frame, allow_none=True)
    sender = traitlets.Enum(tuple(RECEIVER_OF), "client").tag(sync=True)
    exchange = traitlets.Instance(Exchange, allow_none=True)

    _choices = traitlets.Dict().tag(sync=True)
    _picture = traitlets.Dict().tag(sync=True)
    _sending = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        start: Frame | bytes | None = None,
        *,
        peers: object = None,
        sender: str = "client",
        allow_remote: bool = False,
    ) -> None:
        self._lock = threading.RLock()  # callbacks come on other threads than cells
        self._peers = peers_by_name(peers)
        self._allow_remote = allow_remote
        self._typing = ""
        self._answers: Json = {}
        self._exchanges: dict[str, Exchange] = {}
        self._is_stepping = False
        self._changing = 0
        self._first = _as_bytes(start)
        self._cell = current_cell()
        data = kept(self._cell, self._first)
        self._history = History(self._first)
        self._history.step(data)  # undoing leads back to the start
        super().__init__(data=data, frame=frame_from_bytes(data), sender=sender)
        self._choices = self._what_there_is_to_choose()
        self._redraw()
        self.observe(self._follow_data, "data")
        self.observe(self._follow_frame, "frame")
        self.observe(self._follow_sender, "sender")
        self.on_msg(self._message)

    # --- from Python ---

    def undo(self) -> None:
        """Take the last change back."""
        self._step(self._history.undo)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._step(self._history.redo)

    def send(self, peer: str | None = None, cut_after: int | None = None) -> Exchange:
        """Send the bytes as they are, on a connection of their own, and wait for what comes back.

        Args:
            peer: a name from `peers`; by default the first one.
            cut_after: the size of the first of two pieces, in bytes; None sends one piece.

        Returns:
            What was sent and what came, at the end of a cell as a figure.

        Raises:
            ValueError: there is no such peer, or the first part would not be a part.
        """
        name = self._peer_name(peer)
        return self._start_sending(name, cut_after).result()

    # --- the one value ---

    @traitlets.validate("data")
    def _check(self, proposal: Json) -> bytes:
        try:
            return check_size(bytes(proposal["value"]))
        except ValueError as problem:
            raise traitlets.TraitError(str(problem)) from None

    def _follow_data(self, change: Json) -> None:
        with self._lock:
            keep(self._cell, self._first, change["new"])
            if not self._is_stepping:
                self._history.step(change["new"], self._typing)
            with self._one_drawing():
                self.frame = frame_from_bytes(change["new"])

    def _follow_frame(self, change: Json) -> None:
        with self._lock:
            frame = change["new"]
            if frame is not None and frame != frame_from_bytes(self.data):
                self.data = encode_frame(frame)

    def _follow_sender(self, change: Json) -> None:
        self._redraw()

    def _step(self, go: Callable[[], bytes]) -> None:
        with self._one_drawing():
            self._is_stepping = True
            try:
                self.data = go()
            finally:
                self._is_stepping = False

    @contextmanager
    def _one_drawing(self) -> Iterator[None]:
        """While it lasts, values may change; they are drawn once, at its end."""
        with self._lock:
            self._changing += 1
            try:
                yield
            finally:
                self._changing -= 1
            if not self._changing:
                self._redraw()

    def _redraw(self, problem: str = "", where: str = "") -> None:
        """Send every view the picture of the current bytes."""
        with self._lock:
            self._picture = {
                **picture(self.data, RECEIVER_OF[self.sender]),
                "can_undo": self._history.can_undo,
                "can_redo": self._history.can_redo,
                "can_start_again": self.data != self._first,
                "problem": problem,
                "where": where,
                "answers": self._answers,
            }

    # --- from the page ---

    def _message(self, _: object, content: Json, buffers: object) -> None:
        if content.get("kind") == "send":
            self._send_from_page(content)
        else:
            self._edit(content)

    def _edit(self, content: Json) -> None:
        """Apply one change from one view. A value that cannot be read changes nothing; its field says why."""
        where = str(content.get("kind"))
        with self._answering(content):
            try:
                self._apply(where, content.get("value"), content.get("field"))
            except (ValueError, KeyError, TypeError) as problem:
                self._redraw(str(problem), str(content.get("field") or where))

    def _apply(self, kind: str, value: Any, field: Any) -> None:
        if kind in ("undo", "redo"):
            self._step(self._history.undo if kind == "undo" else self._history.redo)
            return
        data = self._first if kind == "again" else check_size(self._read(kind, value, field))
        with self._one_drawing():
            self.data = data

    def _read(self, kind: str, value: Any, field: Any) -> bytes:
        if kind == "bit":
            return flip_bit(self.data, int(value))
        if kind == "field":
            return set_field(self.data, str(field), value)
        if kind == "sentence":
            return bytes_from_sentence(str(value), self.data)
        if kind == "preset":
            return PRESETS[int(value)].data
        readers = {"hex": bytes_from_hex, "literal": bytes_from_literal, "paste": bytes_from_paste}
        return readers[kind](str(value))

    @contextmanager
    def _answering(self, content: Json) -> Iterator[None]:
        """While it lasts, pictures name the change and the view that they answer."""
        with self._lock:
            self._answers = {"view": content.get("view"), "edit": content.get("edit")}
            self._typing = str(content.get("typing") or "")
            try:
                yield
            finally:
                self._answers, self._typing = {}, ""

    # --- to a peer ---

    def _send_from_page(self, content: Json) -> None:
        cut_after = content.get("cut_after")
        try:
            after = None if cut_after is None else int(cut_after)
            self._start_sending(self._peer_name(content.get("peer")), after)
        except ValueError as problem:
            nothing: Json = {"state": "failed", "peer": "", "steps": [], "note": str(problem)}
            self._sending = {**nothing, "others": self._newest()}

    def _peer_name(self, peer: str | None) -> str:
        if not self._peers:
            raise ValueError('nobody to send to: FrameBuilder(peers={"Node": peers.node()}) names a server')
        name = next(iter(self._peers)) if peer is None else peer
        if name not in self._peers:
            raise ValueError(f"no peer {name!r} here: {', '.join(self._peers)}")
        return name

    def _start_sending(self, name: str, cut_after: int | None) -> Future[Exchange]:
        exchange = Exchange(name, cut(self.data, cut_after))
        self._report(exchange)
        address = self._peers[name]
        return in_background(lambda: converse(exchange, address, self._allow_remote, self._report))

    def _newest(self) -> list[Json]:
        """The newest exchange with each peer."""
        return [exchange.as_json() for exchange in self._exchanges.values()]

    def _report(self, exchange: Exchange) -> None:
        """Send every view this exchange, and the newest one with each other peer before it."""
        with self._lock:
            self._exchanges.pop(exchange.peer, None)
            self._sending = {**exchange.as_json(), "others": self._newest()}
            self._exchanges[exchange.peer] = exchange
            if exchange.state != "sending":
                self.exchange = exchange

    def _what_there_is_to_choose(self) -> Json:
        return {
            "presets": [{"group": preset.group, "name": preset.name} for preset in PRESETS],
            "opcodes": opcodes(),
            "peers": list(self._peers),
            "max_bytes": MAX_BYTES,
            "max_typed": MAX_TYPED_BYTES,
        }

    # --- without a page ---

    def static_html(self) -> str:
        """The figure of the frame it began with, so that every run stores the same."""
        return f"{self._figure(self._first).html}<p>{self._how()}</p>"

    def static_text(self) -> str:
        """The same in text."""
        return "\n\n".join([self._figure(self._first).text, self._how()])

    def __repr__(self) -> str:
        return f"<FrameBuilder: {sentence_from_bytes(self.data)}>"

    def _how(self) -> str:
        return say("engine", "widget", "run_builder")

    def _figure(self, data: bytes) -> Figure:
        receiver = RECEIVER_OF[self.sender]
        frames = annotate_frames(data)[:MAX_FRAMES]
        if len(frames) < 2:
            return frame_bytes(data, receiver)
        return stack([frame_bytes(frame.data, receiver, bits=False) for frame in frames])


def _as_bytes(start: Frame | bytes | None) -> bytes:
    if start is None:
        return PRESETS[1].data
    return as_bytes(start)
