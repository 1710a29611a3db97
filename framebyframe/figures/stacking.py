"""Several figures, one under the other, as one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import svg
from .figure import Figure

GAP = 12


def stack(figures: Sequence[Figure], caption: str = "") -> Figure:
    """One figure made of several, each on its own panel.

    Example: `stack([frame_bytes(first), frame_bytes(second)])`
    """
    return Figure(
        svg=_stacked([figure.svg for figure in figures if figure.svg]),
        alt=" ".join(figure.alt for figure in figures),
        text="\n\n".join(figure.text for figure in figures),
        table="".join(figure.table for figure in figures),
        caption=caption,
    )


def _stacked(images: Sequence[str]) -> str:
    placed, top = [], 0.0
    for image in images:
        placed.append(image.replace("<svg ", f'<svg y="{svg.number(top)}" ', 1))
        top += height(image) + GAP
    return svg.element(
        "svg", *placed, xmlns="http://www.w3.org/2000/svg", width=svg.WIDTH, height=max(top - GAP, 1.0)
    )


def height(image: str) -> float:
    """The height of an SVG image, in pixels."""
    found = re.search(r' height="([0-9.]+)"', image)
    return float(found.group(1)) if found else 0.0
