"""Every public name of the package has a docstring, and `__all__` names what there is."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

import framebyframe

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

PACKAGE = Path(framebyframe.__file__).parent
WRONG_ANSWERS = PACKAGE / "lesson" / "chapters"
"""The folder of wrong answers in declarations, which need no docstrings."""
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != WRONG_ANSWERS)
SUBPACKAGES = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def is_overload(node: Definition) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "overload" for each in node.decorator_list)


def without_docstring(path: Path) -> list[str]:
    """The module itself, and its public functions and classes, that have no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [node for node in tree.body if isinstance(node, Definition) and not is_overload(node)]
    public = [node for node in named if not node.name.startswith("_")]
    module = [] if ast.get_docstring(tree) else ["the module"]
    return module + [node.name for node in public if not ast.get_docstring(node)]


def test_every_public_name_is_documented() -> None:
    found = {str(path.relative_to(PACKAGE)): without_docstring(path) for path in MODULES}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize("name", SUBPACKAGES)
def test_all_names_what_there_is(name: str) -> None:
    package = import_module(f"framebyframe.{name}")
    names = getattr(package, "__all__", [])  # lab has no public face: its modules are programs
    assert [each for each in names if not hasattr(package, each)] == []
    assert sorted(set(names)) == sorted(names)
