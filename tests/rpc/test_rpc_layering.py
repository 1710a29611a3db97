"""rpc/ stands on wire/ and the standard library alone, and its functions fit in the eye."""

import ast
import sys
from pathlib import Path
from statistics import median

import pytest

import framebyframe.rpc

FOLDER = Path(framebyframe.rpc.__file__).parent
MODULES = sorted(FOLDER.rglob("*.py"))
LONGEST_FUNCTION = 30
"""Lines of code that nine in ten functions stay below."""


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
    if path.parent != FOLDER:
        allowed.add("framebyframe")  # the program says its version
    assert set(imported(path)) <= allowed


def code_lines(function, source):
    """Lines of a function's body without its docstring, blank lines and comments."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    lines = source[body[0].lineno - 1 : body[-1].end_lineno] if body else []
    return sum(1 for line in lines if line.strip() and not line.strip().startswith("#"))


def function_lengths():
    lengths = {}
    for path in MODULES:
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lengths[f"{path.name}:{node.lineno} {node.name}"] = code_lines(node, text.splitlines())
    return lengths


def test_functions_are_short():
    lengths = function_lengths()
    long = [name for name, length in lengths.items() if length >= LONGEST_FUNCTION]
    assert median(lengths.values()) < 8
    assert len(long) <= len(lengths) / 10, long


def test_every_public_name_is_documented():
    for path in MODULES:
        tree = ast.parse(path.read_text("utf-8"))
        assert ast.get_docstring(tree), path.name
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{path.name}: {node.name}"


def test_all_names_what_there_is():
    names = framebyframe.rpc.__all__
    assert all(hasattr(framebyframe.rpc, name) for name in names)
    assert sorted(set(names)) == sorted(names)
