"""The page's style sheet and its script, both inside the page: nothing is fetched from anywhere."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from framebyframe.figures.language import DIRECTIONS, FIELDS, TONES, Theme, css_properties

from .octets import css_class

FOLDER = Path(__file__).parent


@cache
def style() -> str:
    """The style sheet: light, and dark on a screen whose owner wants it so."""
    dark = f"@media screen and (prefers-color-scheme: dark) {{ {_colours('dark')} }}"
    page = (FOLDER / "page.css").read_text(encoding="utf-8")
    return "\n".join([_colours("light"), dark, *_classes(), page])


@cache
def script() -> str:
    """The script: buttons that open and close all, and addresses that open their part. Nothing needs it."""
    return (FOLDER / "page.js").read_text(encoding="utf-8")


def policy() -> str:
    """The Content-Security-Policy of the page: this style, this script, no request to anywhere."""
    digest = base64.b64encode(hashlib.sha256(script().encode()).digest()).decode()
    return (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def _colours(theme: Theme) -> str:
    used = {name: value for name, value in css_properties(theme).items() if not name.startswith("--fbf-role")}
    return f":root {{ {' '.join(f'{name}: {value};' for name, value in used.items())} }}"


def _classes() -> list[str]:
    """A class for each field, and one for each tone and each direction."""
    rules = []
    for prefix, keys in (("", FIELDS), ("tone-", TONES), ("direction-", DIRECTIONS)):
        for key in keys:
            name, selector = f"--fbf-{prefix}{key.replace('_', '-')}", f".{css_class(key)}"
            colours = f"color: var({name}-ink); background-color: var({name}-tint);"
            if prefix:
                rules.append(f"{selector} {{ {colours} border-color: var({name}-line); }}")
            else:
                rules.append(f"{selector} {{ background-image: var({name}-band); }}")
                rules.append(f"{selector} > code {{ {colours} }}")
    return rules
