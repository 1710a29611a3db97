"""Plots of matplotlib as SVG."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from .figure import Figure

INCHES_IN_PIXELS = 100
"""How wide an inch of a plot is where it stands as a figure."""


def plotted(
    draw: Callable[[Any], None], width: float = Figure.width / INCHES_IN_PIXELS, height: float = 4.2
) -> str:
    """A plot as SVG. Its words stay text, and it holds no date.

    Args:
        draw: is given a `matplotlib.figure.Figure`, and draws on it.
        width, height: in inches.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure as Plot

    with rc_context({"svg.fonttype": "none", "font.size": 11}):
        plot = Plot(figsize=(width, height), layout="constrained")
        draw(plot)
        written = io.StringIO()
        plot.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return written.getvalue().partition("?>")[2].partition(">")[2].strip()
