"""The widget: the faults of a proxy as sliders, switches and buttons, and what it does as rows."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import traitlets

from framebyframe.figures import Figure, table
from framebyframe.figures.tables import Cell
from framebyframe.lesson.text.catalogue import say
from framebyframe.proxy import FaultProxy
from framebyframe.proxy.faults.deeds import Deed
from framebyframe.proxy.faults.plan import Plan
from framebyframe.proxy.faults.rows import cells, heads

from ..base import CourseWidget, styled
from ..bundling import bundled
from ..pulse import Pulse
from .settings import STEPS, SWITCHES, settings, slide, switch

HERE = Path(__file__).parent
MOST_ROWS = 12
"""Deeds that are shown."""
STRIKES = {
    "half_close_to_server": "half-close to server",
    "half_close_to_client": "half-close to client",
    "reset": "reset",
}
"""The plan of each button that strikes once."""
WORDS = (
    *("title", "plan", "apply", "no_faults", "now", "strikes", "code", "close", "rows", "switches", "busy"),
    *STEPS,
    *SWITCHES,
    *STRIKES,
)

Json = dict[str, Any]


class FaultPanel(CourseWidget):
    """The controls of a fault proxy. What is changed here, or by `proxy.apply`, is seen in every view.

    A slider stands for a fault in both directions, from now on; a plan typed as text may have any other.
    A changed plan begins anew: its seconds count from then.

    Args:
        proxy: an open one.

    Attributes:
        proxy: the same.
    """

    _esm = bundled(HERE)
    _css = styled(HERE, "fbf-faults")

    _words = traitlets.Dict().tag(sync=True)
    _picture = traitlets.Dict().tag(sync=True)
    _rows = traitlets.Dict().tag(sync=True)

    def __init__(self, proxy: FaultProxy) -> None:
        self._lock = threading.RLock()  # callbacks come on other threads than cells
        self.proxy = proxy
        self._first = proxy.plan
        self._pulse = Pulse(self.look)
        super().__init__()
        words = {word: say("engine", "fault_proxy", word) for word in WORDS}
        self._words = {**words, "heads": heads(), "strike_plans": STRIKES}
        self._redraw({})
        self.look()
        self.on_msg(self._message)

    def look(self) -> None:
        """Show the plan that is in force now, and what was done."""
        with self._lock:
            deeds = self.proxy.deeds.all()
            number = self.proxy.deeds.left_out + len(deeds)
            count = say("engine", "fault_proxy", "open", number=self.proxy.open_connections)
            rows = {"number": number, "open": count, "rows": [_row(deed) for deed in _shown(deeds)]}
            if rows != self._rows:
                self._rows = rows
            if str(self.proxy.plan) != self._picture["plan"]:
                self._redraw({})

    # --- from the page ---

    def _message(self, _: object, content: Json, buffers: object) -> None:
        kind, view = str(content.get("kind")), str(content.get("view"))
        if kind == "here":
            self._pulse.begin(view)
        elif kind == "gone":
            self._pulse.end(view)
        else:
            self._change(kind, content)

    def _change(self, kind: str, content: Json) -> None:
        """One change from one view. What cannot be done changes nothing, and is said."""
        answers = {"view": content.get("view"), "edit": content.get("edit")}
        with self._lock:
            try:
                self._apply(kind, content.get("value"))
                self._redraw(answers)
            except (ValueError, TypeError, KeyError, RuntimeError) as problem:
                self._redraw(answers, str(problem), kind)
            self.look()

    def _apply(self, kind: str, value: Any) -> None:
        plan = self.proxy.plan
        if kind == "slide":
            self.proxy.apply(slide(plan, value["kind"], int(value["place"])))
        elif kind == "switch":
            self.proxy.apply(switch(plan, str(value["name"]), bool(value["on"])))
        elif kind == "plan":
            self.proxy.apply(str(value))
        elif kind == "strike":
            self._strike(str(value))

    def _strike(self, faults: str) -> None:
        """Strike what is open. Raises a ValueError where nothing is: no row would tell of the button."""
        if not self.proxy.strike(faults):
            raise ValueError(say("engine", "fault_proxy", "none_open"))

    def _redraw(self, answers: Json, problem: str = "", where: str = "") -> None:
        """Tell every view what the plan is now."""
        self._picture = {
            **settings(self.proxy.plan),
            "problem": problem,
            "where": where,
            "answers": answers,
        }

    # --- without a page ---

    def static_html(self) -> str:
        """The plan as it was at first, so that every run stores the same."""
        return f"{_still(self._first).html}<p>{self._how()}</p>"

    def static_text(self) -> str:
        """The same in text."""
        return "\n\n".join([_still(self._first).text, self._how()])

    def __repr__(self) -> str:
        return f"<FaultPanel: {self.proxy.plan or say('engine', 'fault_proxy', 'none')}>"

    def _how(self) -> str:
        return say("engine", "widget", "run_faults")


def _shown(deeds: Sequence[Deed]) -> list[Deed]:
    """The last of them. Of plans in a row only the last: a slider that is dragged makes many."""
    shown: list[Deed] = []
    for deed in reversed(deeds):
        if not (deed.what == "plan" and shown and shown[-1].what == "plan"):
            shown.append(deed)
        if len(shown) == MOST_ROWS:
            break
    return shown[::-1]


def _row(deed: Deed) -> list[Json]:
    return [
        {"text": cell.text, "tone": cell.field} if isinstance(cell, Cell) else {"text": cell, "tone": ""}
        for cell in cells(deed)
    ]


def _still(plan: Plan) -> Figure:
    """Every slider and switch with its setting, for where there is no kernel."""
    shown = settings(plan)
    states = {on: say("engine", "fault_proxy", "on" if on else "off") for on in (True, False)}
    rows = [[say("engine", "fault_proxy", kind), each["shown"]] for kind, each in shown["sliders"].items()]
    rows += [[say("engine", "fault_proxy", name), states[on]] for name, on in shown["switches"].items()]
    header = [say("engine", "fault_proxy", "title"), say("engine", "fault_proxy", "setting")]
    return table(header, rows, say("engine", "fault_proxy", "still", plan=str(plan)) if plan else "")
