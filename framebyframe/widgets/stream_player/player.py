"""The widget: a recorded stream, the places where it is cut, and how many of its pieces have been fed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import traitlets

from framebyframe.figures import frames_in
from framebyframe.lesson.text.catalogue import say
from framebyframe.wire.reader import FrameReader

from ..base import CourseWidget, styled
from ..bundling import bundled
from .feeding import Reader, Step, frame_starts, given_up_to, keeps, pieces, played, presets, waits
from .picture import SHOWN_FRAMES, begun_in, parting, rows, window

HERE = Path(__file__).parent
MAX_BYTES = 4 * 1024 * 1024
"""Of a stream: every change feeds it anew."""
MAX_CUTS = 4096
WORDS = (
    *("title", "stream", "place", "cut", "uncut", "one_cut", "ways", "choose", "feed", "feed_all", "again"),
    *("pieces", "number", "size", "busy", "grid", "before", "behind", "is_cut"),
    *("legend", "out", "held", "to_come", "begins", "is_first"),
    *("fields", "opcode", "payload_length", "masking_key", "masked_payload", "payload_data"),
    *("way_whole", "way_halves", "way_frames", "way_headers", "way_bytes"),
)
GIVEN = {"out": "out_of_two", "held": "held_of_two"}
"""What is said of a byte by what a reader has given; beside a second reader, by whose."""

Json = dict[str, Any]


class StreamPlayer(CourseWidget):
    """A stream and a knife: cut it anywhere, feed it piece by piece, and see what a reader gives.

    Args:
        stream: 1 byte to 4 MiB, such as frames one behind the other.
        mine: a class with `feed` and `next_frame`, to be seen beside the kit's reader.
        cuts: the places where it is cut at first.

    Attributes:
        cuts: the places where the stream is cut, in order. Set them, observe them.
        fed: how many pieces have been fed.

    Raises:
        traitlets.TraitError: a stream of another size, a cut outside it, or too many cuts.
    """

    _esm = bundled(HERE)
    _css = styled(HERE, "fbf-stream")

    stream = traitlets.Bytes()
    cuts = traitlets.Tuple()
    fed = traitlets.Int(0)

    _words = traitlets.Dict().tag(sync=True)
    _picture = traitlets.Dict().tag(sync=True)

    def __init__(
        self, stream: bytes, mine: Callable[[], Reader] | None = None, cuts: Sequence[int] = ()
    ) -> None:
        self._lock = threading.RLock()  # callbacks come on other threads than cells
        self._answers: Json = {}
        self._mine = None if mine is FrameReader else mine
        self._starts: list[int] = []
        self._around = 0
        super().__init__(stream=stream)
        self.cuts = tuple(cuts)
        self._names = {"kit": say("engine", "stream_player", "name_kit"), "mine": _name_of(mine)}
        self._words = {word: say("engine", "stream_player", word) for word in WORDS} | {
            key: say("engine", "stream_player", "gives", reader=name) for key, name in self._names.items()
        }
        if self._mine:  # a byte has one look, that of the kit's reader
            self._words |= {word: say("engine", "stream_player", key) for word, key in GIVEN.items()}
        self._redraw()
        self.observe(lambda _: self._redraw(), ["cuts", "fed"])
        self.on_msg(self._message)

    @traitlets.validate("stream")
    def _check_stream(self, proposal: Json) -> bytes:
        stream = bytes(proposal["value"])
        if not 1 <= len(stream) <= MAX_BYTES:
            problem = say(
                "engine", "stream_player", "stream_size", size=f"{len(stream):,}", most=f"{MAX_BYTES:,}"
            )
            raise traitlets.TraitError(problem)
        self._starts = frame_starts(stream)
        return stream

    @traitlets.validate("cuts")
    def _check_cuts(self, proposal: Json) -> tuple[int, ...]:
        cuts = tuple(sorted({int(place) for place in proposal["value"]}))
        if cuts and not 0 < cuts[0] <= cuts[-1] < len(self.stream):
            last = len(self.stream) - 1
            raise traitlets.TraitError(say("engine", "stream_player", "outside", last=f"{last:,}"))
        if len(cuts) > MAX_CUTS:
            raise traitlets.TraitError(say("engine", "stream_player", "too_many", most=f"{MAX_CUTS:,}"))
        return cuts

    @traitlets.validate("fed")
    def _check_fed(self, proposal: Json) -> int:
        return max(0, min(int(proposal["value"]), len(self.cuts) + 1))

    # --- from the page ---

    def _message(self, _: object, content: Json, buffers: object) -> None:
        """One change from one view. What cannot be done changes nothing, and is said."""
        with self._lock:
            self._answers = {"view": content.get("view"), "edit": content.get("edit")}
            try:
                with self.hold_trait_notifications():
                    self._apply(str(content.get("kind")), content.get("value"))
                self._redraw()
            except (ValueError, TypeError, traitlets.TraitError) as problem:
                self._redraw(str(problem))
            finally:
                self._answers = {}

    def _apply(self, kind: str, value: Any) -> None:
        if kind == "look":
            self._around = int(value)
        elif kind == "cut":
            self._recut(set(self.cuts) ^ {int(value)})
            self._around = int(value)
        elif kind == "one_cut":
            self._recut({int(value)} - {0})  # in front of byte 0 nothing is cut
            self._around = int(value)
            self.fed = len(self.cuts) + 1
        elif kind == "way":
            self._recut(self._ways()[str(value)])
        elif kind == "feed":
            self.fed += 1
            self._around = self._fed_bytes()
        elif kind == "feed_all":
            self.fed = len(self.cuts) + 1
        elif kind == "again":
            self.fed = 0

    def _recut(self, cuts: set[int] | tuple[int, ...]) -> None:
        self.cuts = tuple(cuts)
        self.fed = 0

    def _way(self) -> str:
        """The way by which it is cut now, or "": it is cut as no way does."""
        return next((key for key, cuts in self._ways().items() if cuts == self.cuts), "")

    def _ways(self) -> dict[str, tuple[int, ...]]:
        return presets(self.stream, self._starts, MAX_CUTS)

    def _fed_bytes(self) -> int:
        edges: list[int] = [0, *self.cuts, len(self.stream)]
        return edges[self.fed]

    def _redraw(self, problem: str = "") -> None:
        """Feed both readers anew, and tell every view what there is to see now."""
        with self._lock:
            self.fed = min(self.fed, len(self.cuts) + 1)
            parts = pieces(self.stream, self.cuts)
            kit = played(FrameReader, parts[: self.fed], SHOWN_FRAMES)
            mine = played(self._mine, parts[: self.fed], SHOWN_FRAMES) if self._mine else None
            fed = self._fed_bytes()
            given = given_up_to(self.stream, fed, self._starts)
            begun = begun_in(self._starts, self.cuts, fed)
            self._picture = {
                "size": len(self.stream),
                "cuts": len(self.cuts),
                "one": self.cuts[0] if len(self.cuts) == 1 else 0,
                "around": self._around,
                "window": window(self.stream, self._starts, self._around, self.cuts, fed, given),
                "ways": list(self._ways()),
                "way": self._way(),
                "fed": self.fed,
                "rows": rows([len(part) for part in parts], kit, mine, begun),
                "pieces": len(parts),
                "has_mine": mine is not None,
                "state": self._state(kit, mine, fed),
                "parting": parting(kit, mine),
                "problem": problem,
                "answers": self._answers,
            }

    def _state(self, kit: list[Step], mine: list[Step] | None, fed: int) -> str:
        """What the kit's reader does now; of two readers, what each of them keeps."""
        if kit and mine:
            said = [keeps(self._names["kit"], kit[-1]), keeps(self._names["mine"], mine[-1])]
            return " ".join(filter(None, said))
        is_wrong = bool(kit and kit[-1].fault)
        wrong = say("engine", "stream_player", "state_fault") if is_wrong else ""
        return wrong or waits(self.stream, fed, self._starts)

    # --- without a page ---

    def static_html(self) -> str:
        """The stream with its headers marked, so that every run stores the same."""
        return f"{frames_in(self.stream).html}<p>{self._how()}</p>"

    def static_text(self) -> str:
        """The same in text."""
        return "\n\n".join([frames_in(self.stream).text, self._how()])

    def __repr__(self) -> str:
        return f"<StreamPlayer: {len(self.stream):,} bytes in {len(self.cuts) + 1:,} pieces>"

    def _how(self) -> str:
        return say("engine", "widget", "run_stream_player")


def _name_of(mine: Callable[[], Reader] | None) -> str:
    """What the reader beside the kit's is called: by its own name, if it has one."""
    name = str(getattr(mine, "__name__", ""))
    return name if name.isidentifier() else say("engine", "stream_player", "name_mine")
