"""For authors: run every notebook in a fresh kernel and store its outputs, sanitised.

    python3 kit.py notebooks --refresh            all of them
    python3 kit.py notebooks --refresh 00 02      some

What varies from run to run or from machine to machine (ports, paths, addresses in memory, times) never
reaches a stored output: `tests/notebooks/sanitize.cfg` names it once, for this program and for nbval. A plot
of what was measured varies, and is stored all the same: its rule says `stored: kept`, and is nbval's alone.
"""

from __future__ import annotations

import configparser
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from ..keeping.folder import WORK

ROOT = Path(__file__).resolve().parents[3]
NOTEBOOKS = ROOT / "notebooks"
RULES = ROOT / "tests" / "notebooks" / "sanitize.cfg"
CELL_TIMEOUT = 120  # seconds

Notebook = Any  # nbformat has no types of its own


def sanitizer(path: Path = RULES) -> list[tuple[re.Pattern[str], str]]:
    """nbval's own rules, sections of `regex` and `replace`, applied in order; less those for nbval alone."""
    rules = configparser.RawConfigParser()
    rules.read(path, encoding="utf-8")
    names = [name for name in rules.sections() if rules[name].get("stored") != "kept"]
    return [(re.compile(rules[name]["regex"]), rules[name]["replace"]) for name in names]


def sanitize_text(text: str, rules: list[tuple[re.Pattern[str], str]]) -> str:
    """The text without what differs from run to run, and without this machine's folders."""
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text.replace(str(ROOT), "frame-by-frame").replace(str(Path.home()), "~")


def sanitize_value(value: Any, rules: list[tuple[re.Pattern[str], str]]) -> Any:
    """Every string inside an output, however deep."""
    if isinstance(value, str):
        return value if value.startswith("data:") else sanitize_text(value, rules)
    if isinstance(value, list):
        return [sanitize_value(item, rules) for item in value]
    if isinstance(value, dict):
        return {key: sanitize_value(item, rules) for key, item in value.items()}
    return value


def without_widget(output: Any) -> bool:
    """Whether an output has no widget view, which nothing can draw without its kernel."""
    return "application/vnd.jupyter.widget-view+json" not in output.get("data", {})


def sanitize(notebook: Notebook) -> Notebook:
    """The notebook, its outputs sanitised."""
    import nbformat

    rules = sanitizer()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            kept = [output for output in cell.outputs if without_widget(output)]
            cell.outputs = nbformat.from_dict(sanitize_value(kept, rules))  # type: ignore[no-untyped-call]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook.metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return notebook


def refresh(path: Path) -> None:
    """Runs one notebook from top to bottom; after an error that is not deliberate the file stays as it was.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    folder = {"metadata": {"path": str(path.parent)}}
    # What a program prints comes in pieces, cut anywhere: they are stored as one text.
    client = NotebookClient(notebook, timeout=CELL_TIMEOUT, resources=folder, coalesce_streams=True)
    client.execute()
    nbformat.write(sanitize(notebook), path)  # type: ignore[no-untyped-call]


def main(names: list[str]) -> int:
    """Refresh the chapters with these numbers, or all; the exit status."""
    paths = [path for path in sorted(NOTEBOOKS.glob("*.ipynb")) if not names or path.name[:2] in names]
    with tempfile.TemporaryDirectory() as nobody:  # the author's own answers are not for the stored outputs
        os.environ[WORK] = nobody
        failed = refresh_all(paths)
    return 1 if failed or not paths else 0


def refresh_all(paths: list[Path]) -> int:
    """Runs them all; returns how many failed."""
    failed = 0
    for path in paths:
        try:
            refresh(path)
            print(f" ✓ {path.name}")
        except Exception as problem:  # said, and the next notebook still gets its turn
            failed += 1
            print(f" ✗ {path.name}: {problem}", file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
