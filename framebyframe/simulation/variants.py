"""Programs that are the same but for one function: what breaks when it is careless?"""

from __future__ import annotations

import ast
import atexit
import importlib
import inspect
import itertools
import shutil
import sys
import tempfile
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from .workers import Package

PARTS = ("wire", "rpc", "contract_server", "answer_key")
"""The folders of a package that are copied; the last one stands in a learner's package alone."""
NAMES = (f"variant_{number}" for number in itertools.count(1))


@dataclass(frozen=True)
class Change:
    """What one call of `variant` has changed.

    Attributes:
        module: in which functions are others.
        functions: the text of each, by the name of the one that it takes the place of.
    """

    module: str
    functions: dict[str, str]


_MADE: dict[str, tuple[str, tuple[Change, ...]]] = {}
"""By the name of each copy: the package that is no copy, and all changes since."""


def changes_of(package: str) -> tuple[str, tuple[Change, ...]]:
    """The package that a copy has come from, and what was changed; nothing for one that is none."""
    return _MADE.get(package, (package, ()))


def variant(programs: object, module: str, **functions: Callable[..., Any] | str) -> ModuleType:
    """A copy of a package in which some functions are others. It lasts as long as this process.

    careless = variant(use("mine"), "rpc.retrying", may_send_again=always)

    Args:
        programs: a package, such as `use("mine")`; None for the kit's own.
        module: in which the functions stand, such as "rpc.retrying".
        functions: they, or their text, by the names of those that they take the place of, a method with
            its class: `**{"Heartbeat.due": late}`. They know the names of that module.

    Raises:
        LookupError: there is no such module, no such function in it, or none in a text.
        OSError: the source of a function is not to be had.
    """
    given = Package.of(programs)
    folder = Path(tempfile.mkdtemp(prefix="framebyframe-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    root = folder / next(NAMES)
    for part in PARTS:
        if (given.folder / given.name / part).is_dir():
            _copy(given.folder / given.name / part, root / part)
    (root / "__init__.py").write_text('__version__ = "0"\n', encoding="utf-8")
    texts = {name: _text(function) for name, function in functions.items()}
    for name, text in texts.items():
        _put_in(root / f"{module.replace('.', '/')}.py", name, text)
    copy = _imported(root, module)
    base, changes = changes_of(given.name)
    _MADE[root.name] = base, (*changes, Change(module, texts))
    return copy


def _copy(part: Path, copy: Path) -> None:
    shutil.copytree(part, copy, ignore=shutil.ignore_patterns("__pycache__"))


def _text(function: Callable[..., Any] | str) -> str:
    return textwrap.dedent(function if isinstance(function, str) else inspect.getsource(function))


def _put_in(file: Path, name: str, text: str) -> None:
    """Write a function at the end of its module: a name means what it was given last."""
    source = file.read_text(encoding="utf-8") if file.is_file() else ""
    owner, _, last = name.rpartition(".")
    head = f"    {{}} {last}(" if owner and f"\nclass {owner}" in source else f"{{}} {name}("
    if not any(f"\n{head.format(kind)}" in source for kind in ("def", "async def")):
        raise LookupError(
            f"{file.stem} has no function {name}; a method is named with its class: Class.{last}"
        )
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    defined = [one.name for one in ast.parse(text).body if isinstance(one, functions)]
    if not defined:
        raise LookupError(f"the text for {name} has no function")
    file.write_text(f"{source}\n\n{text}\n\n{name} = {defined[-1]}\n", encoding="utf-8")


def _imported(root: Path, module: str) -> ModuleType:
    """The package, in which that module is there already."""
    sys.path.insert(0, str(root.parent))
    try:
        importlib.import_module(f"{root.name}.{module}")
        return sys.modules[root.name]
    finally:
        sys.path.remove(str(root.parent))
