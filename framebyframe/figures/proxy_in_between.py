"""The people of one network, the proxy that all of them go through, and the sites behind it."""

from __future__ import annotations

from collections.abc import Iterator

from . import svg
from .figure import Figure
from .language import PANEL_LIGHT, ROLES, TONES, Mark
from .text.catalogue import say

HEIGHT = 232
BOX_HEIGHT = 56
UPPER, LOWER = 86, 172
"""The heights at which the middles of the two rows are."""
MIDDLE = (UPPER + LOWER) / 2
PEOPLE, PROXY, SITES = (44, 220), (322, 164), (588, 148)
"""Left edge and width of the boxes in each column."""
NETWORK = (24, 24, 484, 192)
"""Left, top, width and height of what lies in one network."""


def proxy_in_between() -> Figure:
    """Who goes through a proxy with a cache, and to whom: the parties of the attack that masks prevent.

    The attack is told by RFC 6455, section 10.3.
    """
    return Figure(svg=svg.panel(_shapes(), HEIGHT, _say("alt")), alt=_say("alt"), text=_say("text"))


def _shapes() -> Iterator[str]:
    left, top, width, height = NETWORK
    dashes = {"fill": "none", "stroke": PANEL_LIGHT["muted"], "stroke_dasharray": "5 4"}
    yield svg.rectangle(left, top, width, height, 10, **dashes)
    yield svg.text(left + 20, top + 16, _say("network"), svg.SMALL, PANEL_LIGHT["muted"])
    for row in (UPPER, LOWER):
        yield _way(sum(PEOPLE), row, PROXY[0], MIDDLE)
        yield _way(sum(PROXY), MIDDLE, SITES[0], row)
    yield from _box(PEOPLE, UPPER, "page", ROLES["client"])
    yield from _box(PEOPLE, LOWER, "others", ROLES["client"])
    yield from _box(PROXY, MIDDLE, "proxy", TONES["plain"])
    yield from _box(SITES, UPPER, "evil", ROLES["server"])
    yield from _box(SITES, LOWER, "shop", ROLES["server"])


def _way(x1: float, y1: float, x2: float, y2: float) -> str:
    return svg.line(x1, y1, x2, y2, PANEL_LIGHT["muted"], 1.5)


def _box(column: tuple[int, int], middle: float, name: str, look: Mark) -> Iterator[str]:
    (left, width), colours = column, look.light
    top, centre, room = middle - BOX_HEIGHT / 2, left + width / 2, width - 16
    yield svg.rectangle(left, top, width, BOX_HEIGHT, 6, fill=colours.tint, stroke=colours.line)
    yield svg.text(centre, middle - 11, _say(name), svg.MEDIUM, colours.ink, "middle", bold=True, room=room)
    yield svg.text(centre, middle + 12, _say(f"{name}.more"), svg.SMALL, colours.ink, "middle", room=room)


def _say(key: str) -> str:
    return say("drawing", "proxy_in_between", key)
