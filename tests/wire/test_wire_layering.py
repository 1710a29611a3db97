"""wire/ knows no socket, no clock and no thread, and its functions fit in the eye."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

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

LONGEST_FUNCTION = 30
"""Lines of code that nine in ten functions stay below."""


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


def test_importing_it_brings_in_no_socket() -> None:
    """In a process of its own, and without the C mask: `websockets` brings in what it likes."""
    code = (
        "import sys; sys.modules['websockets'] = None; import framebyframe.wire;"
        "print(sorted({'socket', 'asyncio', 'threading', 'selectors', 'ssl'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
                          capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout == "[]\n"


def code_lines(function: ast.AST, source: list[str]) -> int:
    """Lines of a function's body without its docstring, blank lines and comments."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    if not body:
        return 0
    lines = source[body[0].lineno - 1 : body[-1].end_lineno]
    return sum(1 for line in lines if line.strip() and not line.strip().startswith("#"))


def functions() -> dict[str, int]:
    """The length of every function, by its name."""
    lengths = {}
    for path in MODULES:
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                lengths[f"{path.name}:{node.lineno} {node.name}"] = code_lines(node, text.splitlines())
    return lengths


def test_functions_are_short() -> None:
    lengths = functions()
    long = [name for name, length in lengths.items() if length >= LONGEST_FUNCTION]
    assert median(lengths.values()) < 8
    assert len(long) <= len(lengths) / 10, long


def test_every_public_name_is_documented() -> None:
    for path in MODULES:
        tree = ast.parse(path.read_text("utf-8"))
        assert ast.get_docstring(tree), path.name
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{path.name}: {node.name}"


def test_all_names_what_there_is() -> None:
    assert all(hasattr(framebyframe.wire, name) for name in framebyframe.wire.__all__)
    assert sorted(set(framebyframe.wire.__all__)) == sorted(framebyframe.wire.__all__)
