"""The widget: a conversation as a time line and as a list; each row opens to its frame and its bits."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import traitlets

from framebyframe.figures import Figure
from framebyframe.lesson.text import catalogue
from framebyframe.proxy import Record, Tap

from ..base import CourseWidget, styled
from ..bundling import bundled
from ..pulse import Pulse
from . import beside as besides
from . import opened as openings
from . import time_line, who
from .beside import MOST_ROWS, Pair, Paired
from .filtering import Filter, Filtered
from .index import Change, Index
from .row_parts import as_json
from .rows import KINDS
from .still import still
from .words import ON_THE_PAGE, say

HERE = Path(__file__).parent
MOST_ASKED = 400
"""Rows that a page may ask for at once."""
READY = 40
"""Rows that are sent unasked."""
SEEN = ("kind", "connection", "search", "paused", "following", "bits", "beside")
"""The values that Python may set, and the page follows."""

Json = dict[str, Any]


class WireTap(CourseWidget):
    """What passed through a tap: a time line, a list to filter and to search, two connections side by side.

    Args:
        tapped: a running `Tap`, which is followed, or a `Record`, as it is now.
        names: of connections, by their numbers: `{1: "Python", 2: "PHP"}`. Others are called by what their
            request says of them.
        beside: the numbers of two connections, to be shown side by side.

    Attributes:
        record: what is shown.
        kind: of the rows that are shown: "all", "connections", "frames", "calls" or "wrong".
        connection: the number of the only one that is shown; 0 for all.
        search: what is sought in the rows: text, or bytes in hexadecimal digits.
        beside: as given; `()` shows a single list.
        paused: True while nothing new is shown. The tap goes on recording.
        following: whether the list keeps to its last row: at first, where a tap is followed.
        opened: the item of the record that is open, a `Pair` of them, or None.
        bits: whether the bits of an opened frame are drawn, too.

    Raises:
        TypeError: it is neither a tap nor a record.
        traitlets.TraitError: there is no such kind, or `beside` is not two connections.
    """

    _esm = bundled(HERE)
    _css = styled(HERE, "fbf-tap")

    kind = traitlets.Enum(KINDS, "all")
    connection = traitlets.Int(0, min=0)
    search = traitlets.Unicode("")
    beside = traitlets.Tuple()
    paused = traitlets.Bool(False)
    following = traitlets.Bool(True)
    bits = traitlets.Bool(False)
    opened = traitlets.Any(None)

    _words = traitlets.Dict().tag(sync=True)
    _state = traitlets.Dict().tag(sync=True)
    _line = traitlets.Dict().tag(sync=True)
    _open = traitlets.Dict().tag(sync=True)
    _ready = traitlets.Dict().tag(sync=True)
    """The rows that a page shows next: the first ones, or the last ones where it follows."""

    def __init__(
        self,
        tapped: Tap | Record,
        *,
        names: Mapping[int, str] | None = None,
        beside: tuple[int, int] | tuple[()] = (),
    ) -> None:
        if not isinstance(tapped, Tap | Record):
            raise TypeError(say("not_tapped", type=type(tapped).__name__))
        self._lock = threading.RLock()  # callbacks come on other threads than cells
        self.record = tapped.record if isinstance(tapped, Tap) else tapped
        self._names = who.Names(names or {})
        self._index = Index(self.record)
        self._span: time_line.Span | None = None
        self._number: int | None = None
        """The number of the row that is open."""
        self._drawn: tuple[object, Json] = (None, {})
        """What was open when it was drawn, and the drawing."""
        self._answers: Json = {}
        self._is_editing = False
        self._version = 0
        self._pulse = Pulse(self._catch_up) if isinstance(tapped, Tap) else None
        super().__init__(beside=beside, following=isinstance(tapped, Tap))
        self._chosen: tuple[object, ...] = ()
        self._words = {key: say(key) for key in ON_THE_PAGE}
        self._redraw()
        self.observe(self._follow, SEEN)
        self.on_msg(self._message)

    @traitlets.validate("beside")
    def _check_beside(self, proposal: Json) -> tuple[int, ...]:
        value = tuple(proposal["value"])
        fits = len(set(value)) == 2 and all(type(number) is int and number > 0 for number in value)
        if value and not fits:
            raise traitlets.TraitError(say("not_beside", value=value))
        return value

    # --- from Python ---

    def open_item(self, item: int) -> None:
        """Open the row of an item of the record.

        Args:
            item: its number, as `record.item` takes it.

        Raises:
            ValueError: no row is about it.
        """
        with self._lock:
            self._open_row(self._row_of(item))
            self._redraw()

    def close_row(self) -> None:
        """Close the row that is open."""
        with self._lock:
            self._number, self.opened = None, None
            self._redraw()

    # --- the rows ---

    def _choose(self) -> None:
        """The rows to show, made anew where another choice was made."""
        chosen = (self.kind, self.connection, self.search, self.beside)
        if chosen == self._chosen:
            return
        self._chosen = chosen
        self._version += 1
        self._rows = self._paired() if self.beside else self._filtered()

    def _filtered(self) -> Filtered:
        chosen = Filter(self.kind, self.connection, self.search)
        return Filtered(self._index, chosen, self._version)

    def _paired(self) -> Paired:
        differing = self.kind == "wrong"
        chosen = Filter("all" if differing else self.kind, 0, self.search)
        takes = chosen.test(self._index)
        return Paired(self._index, self.beside, self.kind, takes, differing, self._version)

    def _row_of(self, item: int) -> int:
        number = self._index.number_of(item)
        if number is None:
            raise ValueError(say("no_row", item=item))
        return number

    def _open_row(self, number: int) -> None:
        """Open a row: beside another one, its pair."""
        row = self._index.row(number)
        self._number, self.opened = number, row
        if self._span:
            self._span = time_line.in_sight(self._span, self._index.span(), self._index.x(number))
        if isinstance(self._rows, Paired):
            self.opened = self._rows.pair_of(row) or row

    def _open_place(self, place: int) -> None:
        if not 0 <= place - self._rows.first < len(self._rows):
            raise ValueError(say("no_place"))
        if isinstance(self._rows, Paired):
            self._number, self.opened = None, self._rows.pairs[place]
        else:
            self._open_row(self._rows.number(place))

    def _place(self) -> int | None:
        """The place of what is open."""
        if isinstance(self._rows, Paired):
            pairs = self._rows.pairs
            return pairs.index(self.opened) if self.opened in pairs else None
        return None if self._number is None else self._rows.place_of(self._number)

    # --- following a tap ---

    def _catch_up(self) -> None:
        """Show what has passed since, unless it is paused."""
        with self._lock:
            if self.paused:
                self._state = {**self._state, "behind": self._index.behind, "answers": {}}
                return
            change = self._index.catch_up()
            if change:
                self._take(change)
                self._redraw()

    def _take(self, change: Change) -> None:
        """Take in what has become of the rows; what was open stays open, unless the record dropped it."""
        self._version += 1
        self._rows.follow(change, self._version)
        if change.is_anew or (self._number is not None and self._number < self._index.first):
            self._number, self.opened = None, None
        if self._span and self.following and self.opened is None:
            self._span = time_line.at_the_end(self._span, self._index.span())
        if isinstance(self.opened, Pair) and isinstance(self._rows, Paired):
            self.opened = self._rows.like(self.opened)

    # --- from the page ---

    def _message(self, _: object, content: Json, buffers: object) -> None:
        kind = content.get("kind")
        if kind == "rows":
            self._send_rows(content)
        elif kind in ("here", "gone"):
            self._note_view(str(kind), str(content.get("view")))
        else:
            self._edit(content)

    def _note_view(self, kind: str, view: str) -> None:
        if self._pulse is None:
            return
        if kind == "here":
            self._catch_up()
            self._pulse.begin(view)
        else:
            self._pulse.end(view)

    def _send_rows(self, asked: Json) -> None:
        """Send the rows of these places to the view that asked."""
        count = min(int(asked.get("count", 0)), MOST_ASKED)
        with self._lock:
            rows = self._rows_json(int(asked.get("first", 0)), count)
        self.send({"kind": "rows", "view": asked.get("view"), **rows})

    def _rows_json(self, first: int, count: int) -> Json:
        """Rows from this place on, as far as there are some."""
        low, high = self._rows.first, self._rows.first + len(self._rows)
        first = max(first, low)
        rows = [self._row_json(place) for place in range(first, min(first + count, high))]
        return {"version": self._rows.version, "first": first, "rows": rows}

    def _row_json(self, place: int) -> Json:
        if isinstance(self._rows, Paired):
            return besides.as_json(self._index, self._rows.pairs[place], place)
        return as_json(self._index, self._rows.number(place), place)

    def _edit(self, content: Json) -> None:
        """Apply one change from one view. What cannot be done changes nothing, and is said."""
        with self._lock:
            self._answers = {"view": content.get("view"), "edit": content.get("edit")}
            self._is_editing = True
            problem = ""
            try:
                self._check_version(content)
                self._apply(str(content.get("kind")), content.get("value"))
            except (ValueError, LookupError, TypeError, traitlets.TraitError) as error:
                problem = str(error)
            finally:
                self._is_editing = False
            self._redraw(problem)
            self._answers = {}

    def _check_version(self, content: Json) -> None:
        """Refuse what is said of a place in a list that has changed meanwhile."""
        if content.get("version", self._rows.version) != self._rows.version:
            raise ValueError(say("no_place"))

    def _apply(self, kind: str, value: Any) -> None:
        if kind in ("kind", "search", "bits", "following"):
            self.set_trait(kind, value)
        elif kind == "paused":
            self._pause(bool(value))
        elif kind == "connection":
            self.connection = int(value)
            self._put_beside(self.beside[1] if self.beside and self.connection else 0)
        elif kind == "beside":
            self._put_beside(int(value))
        elif kind == "open":
            self._open_place(int(value))
        elif kind == "item":
            self._open_row(self._row_of(int(value)))
        elif kind == "close":
            self._number, self.opened = None, None
        elif kind == "at":
            self._open_at(float(value))
        elif kind == "zoom":
            self._zoom(int(value))

    def _put_beside(self, other: int) -> None:
        """Put this connection beside the one that is shown, or beside the first; 0 shows a single list."""
        first = self.connection or next((one for one in self._index.lanes if one != other), 0)
        beside = (first, other) if other and first != other else ()
        if beside != self.beside:
            self._number, self.opened = None, None
            self.beside = beside

    def _pause(self, paused: bool) -> None:
        self.paused = paused
        if not paused:
            self._catch_up()

    def _open_at(self, step: float) -> None:
        """Open the shown row that is nearest to a place on the time line."""
        x = time_line.Scale(self._shown_span()).x(step)
        after = self._index.between(x, x).start
        near = [number for number in (after - 1, after) if self._index.first <= number < self._index.end]
        if near:
            self._open_nearest(min(near, key=lambda number: abs(self._index.x(number) - x)))

    def _open_nearest(self, number: int) -> None:
        if isinstance(self._rows, Paired):
            self._open_row(number)
        elif (place := self._rows.nearest(number)) is not None:
            self._open_place(place)

    def _zoom(self, steps: int) -> None:
        whole = self._index.span()
        around = whole[1] if self._number is None else self._index.x(self._number)
        self._span = time_line.zoomed(self._span, whole, around, steps)

    # --- to the page ---

    def _follow(self, change: Json) -> None:
        if self._is_editing:
            return
        with self._lock:
            if not self.paused:
                self._take(self._index.catch_up())
            self._redraw()

    def _redraw(self, problem: str = "") -> None:
        """Tell every view what there is to see now."""
        with self._lock, self.hold_sync():
            self._choose()
            names = self._labels()
            self._state = {**self._what_is_shown(names), "problem": problem, "answers": self._answers}
            self._line = self._time_line(names)
            self._open = self._what_is_open(names)
            first = max(len(self._rows) - READY, 0) if self.following else 0
            self._ready = self._rows_json(self._rows.first + first, READY)

    def _labels(self) -> dict[int, str]:
        """What each connection is called, with its number."""
        return self._names.of(self.record.connections, [*self._index.lanes, *self.beside])

    def _what_is_shown(self, names: Mapping[int, str]) -> Json:
        return {
            "version": self._rows.version,
            "first": self._rows.first,
            "count": len(self._rows),
            "end": self._index.end,
            "kind": self.kind,
            "connection": self.connection,
            "search": self.search,
            "beside": list(self.beside),
            "columns": [names[number] for number in self.beside],
            "paused": self.paused,
            "following": self.following,
            "is_live": self._pulse is not None,
            "behind": 0,
            "connections": who.as_json(self._index, names),
            "summary": self._summary(),
        }

    def _summary(self) -> str:
        """How much is shown of how much, and what the record dropped."""
        if isinstance(self._rows, Paired):
            key = "summary_cut_off" if self._rows.is_cut_off else "summary_pairs"
            return say(key, pairs=f"{len(self._rows):,}", most=f"{MOST_ROWS:,}")
        words = say("summary", shown=f"{len(self._rows):,}", rows=f"{self._index.end:,}")
        dropped = self.record.dropped
        if not (dropped.frames or dropped.bytes or dropped.connections):
            return words
        numbers = {name: f"{getattr(dropped, name):,}" for name in ("frames", "bytes", "connections")}
        return " ".join([words, say("summary_dropped", **numbers)])

    def _shown_span(self) -> time_line.Span:
        return self._span or self._index.span()

    def _time_line(self, names: Mapping[int, str]) -> Json:
        wanted = self.beside or ((self.connection,) if self.connection else tuple(self._index.lanes))
        numbers = [number for number in wanted if number in self._index.lanes]
        rows, searches = self._rows, bool(self.search.strip())
        found = rows.has_any if searches and isinstance(rows, Filtered) else lambda numbers: False
        made = time_line.picture(self._index, numbers, names, self._shown_span(), found)
        here = (
            None
            if self._number is None
            else time_line.Scale(self._shown_span()).step(self._index.x(self._number))
        )
        return {**made, "here": here, "is_zoomed": self._span is not None}

    def _what_is_open(self, names: Mapping[int, str]) -> Json:
        """What is open, drawn anew where it has changed."""
        if self.opened is None:
            return {}
        rows = (self.opened.left, self.opened.right) if isinstance(self.opened, Pair) else (self.opened,)
        key = (*(openings.key_of(self._index, row) for row in rows), self.bits, self.beside)
        if key != self._drawn[0]:
            self._drawn = key, self._draw(names)
        return {**self._drawn[1], "place": self._place(), "bits": self.bits}

    def _draw(self, names: Mapping[int, str]) -> Json:
        if isinstance(self.opened, Pair):
            return besides.opened(self._index, self.opened, names, self.beside)
        return openings.opened(self._index, self.opened, names, self.bits)

    # --- without a page ---

    def static_html(self) -> str:
        """What was said until now, without what chance or a clock decides."""
        return f"{self._still_figure().html}<p>{self._how()}</p>"

    def static_text(self) -> str:
        """The same in text."""
        return "\n\n".join([self._still_figure().text, self._how()])

    def __repr__(self) -> str:
        frames = sum(lane.frames for lane in self._index.lanes.values())
        return f"<WireTap: {len(self._index.lanes)} connections, {frames} frames>"

    def _still_figure(self) -> Figure:
        return still(self._index, self._labels())

    def _how(self) -> str:
        return catalogue.say("engine", "widget", "run_wire_tap")
