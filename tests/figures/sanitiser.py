"""JupyterLab's rules for HTML in a notebook it does not trust (its `sanitizer.ts`, version 4.6).

Only the elements and attributes that figures may use are listed: one that is missing here is stripped, or
figures should not depend on it (`style` and `class` are kept there, but not on GitHub).
"""

from __future__ import annotations

from html.parser import HTMLParser

ALLOWED = {
    "figure": set(),
    "figcaption": set(),
    "img": {"alt", "height", "src", "width"},
    "details": {"open"},
    "summary": set(),
    "table": {"align", "bgcolor", "border", "cellpadding", "cellspacing", "summary", "width"},
    "thead": {"align"},
    "tbody": {"align"},
    "tr": {"align", "bgcolor"},
    "th": {"align", "bgcolor", "colspan", "scope", "width"},
    "td": {"align", "bgcolor", "colspan", "width"},
    "div": {"align"},
    "font": {"color", "face", "size"},
}
VOID = {"img"}


class Sanitiser(HTMLParser):
    """Collects what JupyterLab would strip, the images, and whether every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.stripped: list[str] = []
        self.images: list[dict[str, str]] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.stripped.append(tag)
        self.stripped += [f"{tag} {name}" for name, _ in attrs if name not in ALLOWED.get(tag, set())]
        if tag == "img":
            self.images.append({name: value or "" for name, value in attrs})
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def sanitise(html: str) -> Sanitiser:
    """Read the HTML as JupyterLab would."""
    sanitiser = Sanitiser()
    sanitiser.feed(html)
    sanitiser.close()
    assert sanitiser.open == []
    return sanitiser
