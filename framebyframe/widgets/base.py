"""The base of the widgets: how they are displayed, with a kernel and without one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget

from framebyframe.figures import language

SHARED = Path(__file__).with_name("widget.css")
WIDGET = ".fbf-widget"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def styled(folder: Path, root: str) -> str:
    """The styles of a widget: the colours of fields, those of all widgets, and its folder's own.

    Each widget has those of all for itself. The page gets a sheet when a widget first stands there, in any
    order: the rules that a later sheet repeats would win over an earlier widget's own.

    Args:
        folder: the widget's.
        root: the class that its outermost element has besides `fbf-widget`.
    """
    shared = SHARED.read_text(encoding="utf-8").replace(WIDGET, f"{WIDGET}:where(.{root})")
    own = "".join(sheet.read_text(encoding="utf-8") for sheet in folder.glob("*.css"))
    return language.as_css(WIDGET) + shared + own


class CourseWidget(anywidget.AnyWidget):
    """A widget that brings a static rendering as an output of its own.

    A notebook opened without a kernel shows the static one; while the live one is on the page, the
    page hides it. What is stored is the same in every run.
    """

    def static_html(self) -> str:
        """The widget where there is no kernel, without script and style."""
        raise NotImplementedError

    def static_text(self) -> str:
        """The widget in plain text."""
        raise NotImplementedError

    def _ipython_display_(self, **options: object) -> None:
        """Display two outputs. The live view has no text, so that a stored notebook can leave it out."""
        from IPython.display import display

        view = {"version_major": 2, "version_minor": 1, "model_id": self.model_id}
        still = {"text/html": self._still(), "text/plain": self.static_text()}
        display({WIDGET_VIEW: view}, raw=True)  # type: ignore[no-untyped-call]
        display(still, raw=True)  # type: ignore[no-untyped-call]

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The text and the HTML for a caller that displays nothing."""
        return {"text/plain": self.static_text(), "text/html": self._still()}, {}

    def _still(self) -> str:
        """The static rendering, with the name by which the page finds it."""
        return f'<div class="fbf-still">{self.static_html()}</div>'

    def __repr__(self) -> str:
        return self.static_text()
