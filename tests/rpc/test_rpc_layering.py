"""rpc/ imports wire/ and the standard library alone."""

import ast
import sys
from pathlib import Path

import pytest
from import_circles import imported_siblings, reading_order

import framebyframe.rpc

FOLDER = Path(framebyframe.rpc.__file__).parent
MODULES = sorted(FOLDER.rglob("*.py"))
READING_ORDER = FOLDER.parents[1] / "docs" / "rpc.md"


def imported(path):
    """The modules that a module imports; relative ones by their place: "wire", "rpc", "framebyframe"."""
    depth = len(path.relative_to(FOLDER).parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level <= depth:
            yield "rpc" if node.level else node.module.split(".")[0]
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "framebyframe").split(".")[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_what_is_imported(path):
    allowed = {"__future__", "rpc", "wire", *sys.stdlib_module_names}
    assert set(imported(path)) <= allowed


def test_no_two_modules_import_one_another():
    assert set(reading_order(FOLDER)) == {path.stem for path in MODULES} - {"__init__"}


def modules_in_reading_order():
    lines = READING_ORDER.read_text("utf-8").splitlines()
    return [
        line.split("`")[1] for line in lines[: lines.index("## A call, followed")] if line.startswith("| `")
    ]


def test_the_page_names_every_module_after_those_it_imports():
    names = modules_in_reading_order()
    assert sorted(names) == sorted({path.stem for path in MODULES} - {"__init__"})
    for number, name in enumerate(names):
        assert imported_siblings(FOLDER / f"{name}.py") <= set(names[:number]), name
