"""The widget: a payload and a key, and how far the mask has come."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import traitlets

from framebyframe.lesson.asking.typed import bytes_from_hex
from framebyframe.lesson.text.catalogue import say
from framebyframe.wire.masking import MASKING_KEY_LENGTH, apply_mask, turn_key

from ..base import CourseWidget, styled
from ..bundling import bundled
from ..frame_builder.payload_text import payload_from_text
from .picture import SIGN, picture, still

HERE = Path(__file__).parent
MAX_BYTES = 32
"""Of a payload: what can be looked at byte by byte."""
FIRST_KEY = bytes.fromhex("37fa213d")
"""The key of the RFC's own example (5.7): what is stored and shown is the same every time."""
WORDS = (
    *("title", "text", "key_field", "done", "step", "back", "play", "pause", "turn", "again", "busy"),
    *("payload", "key", "masked", "place", "bits", "nothing_yet", "meets"),
)

Json = dict[str, Any]


class MaskPlayer(CourseWidget):
    """Payload, key and masked payload as three rows: step through them, play, turn the key, mask again.

    Args:
        payload: 1 to 32 bytes.
        key: four bytes.

    Attributes:
        payload, key: what is masked, and with what. Set them, observe them.
        turned: with which byte of the key the payload begins, 0 to 3; 0 again with a new key.
        done: how many bytes of the payload have been masked so far.
        masked: the whole masked payload.

    Raises:
        traitlets.TraitError: a payload of another size, or a key that does not have four bytes.
    """

    _esm = bundled(HERE)
    _css = styled(HERE, "fbf-player")

    payload = traitlets.Bytes()
    key = traitlets.Bytes()
    turned = traitlets.Int(0)
    done = traitlets.Int(0).tag(sync=True)

    _words = traitlets.Dict().tag(sync=True)
    _picture = traitlets.Dict().tag(sync=True)

    def __init__(self, payload: bytes = b"Hello", key: bytes = FIRST_KEY) -> None:
        self._lock = threading.RLock()  # callbacks come on other threads than cells
        self._answers: Json = {}
        self._first = (bytes(payload), bytes(key))
        super().__init__(payload=payload, key=key)
        self._words = {word: say("engine", "mask_player", word) for word in WORDS} | {"fields": SIGN}
        self._redraw()
        self.observe(lambda _: self.set_trait("turned", 0), "key")
        self.observe(lambda _: self._redraw(), ["payload", "key", "turned"])
        self.on_msg(self._message)

    @property
    def masked(self) -> bytes:
        """The whole masked payload."""
        return apply_mask(self.payload, turn_key(self.key, self.turned))

    @traitlets.validate("payload")
    def _check_payload(self, proposal: Json) -> bytes:
        payload = bytes(proposal["value"])
        if not 1 <= len(payload) <= MAX_BYTES:
            problem = say("engine", "mask_player", "size", size=len(payload), most=MAX_BYTES)
            raise traitlets.TraitError(problem)
        return payload

    @traitlets.validate("key")
    def _check_key(self, proposal: Json) -> bytes:
        key = bytes(proposal["value"])
        if len(key) != MASKING_KEY_LENGTH:
            raise traitlets.TraitError(say("engine", "mask_player", "key_size", size=len(key)))
        return key

    @traitlets.validate("turned")
    def _check_turned(self, proposal: Json) -> int:
        return int(proposal["value"]) % MASKING_KEY_LENGTH

    @traitlets.validate("done")
    def _check_done(self, proposal: Json) -> int:
        return max(0, min(int(proposal["value"]), len(self.payload)))

    # --- from the page ---

    def _message(self, _: object, content: Json, buffers: object) -> None:
        """One change from one view. What cannot be read changes nothing, and is said where it was typed."""
        kind = str(content.get("kind"))
        with self._lock:
            self._answers = {"view": content.get("view"), "edit": content.get("edit"), "kind": kind}
            try:
                self._apply(kind, content.get("value"))
                self._redraw()
            except (ValueError, TypeError, traitlets.TraitError) as problem:
                self._redraw(str(problem), kind)
            finally:
                self._answers = {}

    def _apply(self, kind: str, value: Any) -> None:
        if kind == "payload":
            self.payload = payload_from_text(str(value))
        elif kind == "key":
            self.key = bytes_from_hex(str(value))
        elif kind == "turn":
            self.turned += 1
        elif kind == "again":
            self.payload = self.masked

    def _redraw(self, problem: str = "", where: str = "") -> None:
        """Tell every view what there is to see now."""
        with self._lock:
            self.done = min(self.done, len(self.payload))
            self._picture = {
                **picture(self.payload, self.key, self.turned),
                "problem": problem,
                "where": where,
                "answers": self._answers,
            }

    # --- without a page ---

    def static_html(self) -> str:
        """The three rows as they were at first, so that every run stores the same."""
        return f"{still(*self._first).html}<p>{self._how()}</p>"

    def static_text(self) -> str:
        """The same in text."""
        return "\n\n".join([still(*self._first).text, self._how()])

    def __repr__(self) -> str:
        return f"<MaskPlayer: {self.payload!r} with the key {self.key.hex(' ')}>"

    def _how(self) -> str:
        return say("engine", "widget", "run_player")
