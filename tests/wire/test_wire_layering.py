"""wire/ imports no socket, no clock and no thread."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from import_circles import reading_order

import framebyframe.wire

FOLDER = Path(framebyframe.wire.__file__).parent
MODULES = sorted(FOLDER.glob("*.py"))

FORBIDDEN = {
    "socket",
    "asyncio",
    "threading",
    "time",
    "selectors",
    "ssl",
    "select",
    "datetime",
    "subprocess",
    "os",
}


def imported(path: Path) -> Iterator[str]:
    """The modules that a module imports; "." stands for one of the same package."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." if node.level else str(node.module)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("import_module", "__import__"):
            yield ast.literal_eval(node.args[0])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_only_the_standard_library_is_imported(path: Path) -> None:
    allowed = {".", "__future__", *(sys.stdlib_module_names - FORBIDDEN)}
    if path.name == "masking.py":
        allowed.add("websockets")
    assert {name.split(".")[0] or "." for name in imported(path)} <= allowed


def test_no_two_modules_import_one_another() -> None:
    assert set(reading_order(FOLDER)) == {path.stem for path in MODULES} - {"__init__"}


def test_importing_it_brings_in_no_socket() -> None:
    """In a process of its own, and without the C mask: `websockets` may import more."""
    code = (
        "import sys; sys.modules['websockets'] = None; import framebyframe.wire;"
        "print(sorted({'socket', 'asyncio', 'threading', 'selectors', 'ssl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout == "[]\n"
