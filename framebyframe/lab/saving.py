"""A hook that stores a widget's picture in a saved notebook, in place of its live view.

A live view is drawn by its kernel. A notebook that stored one, opened when that kernel is gone, shows
"model not found" in its place, above the picture that a widget of the course brings along.
"""

from __future__ import annotations

from typing import Any

VIEW = "application/vnd.jupyter.widget-view+json"
PICTURE = "fbf-still"
"""The class by which the page finds the picture of a widget (framebyframe.widgets.base)."""


def keep_pictures(model: dict[str, Any], **_: object) -> None:
    """A pre-save hook of the Jupyter server: leave out each live view that its picture follows."""
    content = model.get("content")
    if model.get("type") != "notebook" or not isinstance(content, dict):
        return
    for cell in content.get("cells", ()):
        if "outputs" in cell:
            cell["outputs"] = without_views(cell["outputs"])


def without_views(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """These outputs of a cell without the live views of the course's widgets; those of others stay."""
    following: list[dict[str, Any]] = [*outputs[1:], {}][: len(outputs)]
    return [
        one
        for one, after in zip(outputs, following, strict=True)
        if not (_is_view(one) and _is_picture(after))
    ]


def _is_view(output: dict[str, Any]) -> bool:
    return VIEW in output.get("data", {})


def _is_picture(output: dict[str, Any]) -> bool:
    return PICTURE in "".join(output.get("data", {}).get("text/html", ""))
