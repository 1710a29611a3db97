"""A widget's JavaScript: modules that import each other, as the one text that anywidget sends to the page."""

from __future__ import annotations

import re
from pathlib import Path

IMPORT = re.compile(r'^import \{[^}]*\} from "(\.[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def joined(path: Path) -> str:
    """A module with the modules it imports, each once, before those that need it."""
    found: dict[Path, str] = {}
    _gather(path.resolve(), found)
    return "\n".join(found.values())


def _gather(path: Path, found: dict[Path, str]) -> None:
    if path in found:
        return
    source = path.read_text(encoding="utf-8")
    for name in IMPORT.findall(source):
        _gather((path.parent / name).resolve(), found)
    found[path] = EXPORT.sub("", IMPORT.sub("", source))
