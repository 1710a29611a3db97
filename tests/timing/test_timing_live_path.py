"""What chapter 16 lets people write is what `compare` measures with."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from framebyframe import timing
from framebyframe.bench import compare
from framebyframe.lesson.declaring import table

FUNCTIONS = [target.partition(":")[2] for target in table.functions()["16"]]


def test_only_the_standard_library_is_imported() -> None:
    for path in Path(timing.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and not node.level:
                assert str(node.module).partition(".")[0] in {"__future__", *sys.stdlib_module_names}


class Missing(Exception):
    """The function that was taken away has been called."""


def missing(*_: object) -> None:
    raise Missing


@pytest.mark.parametrize("name", FUNCTIONS)
def test_without_it_there_is_no_benchmark(name: str) -> None:
    fair = SimpleNamespace(**{one: getattr(timing, one) for one in FUNCTIONS} | {name: missing})
    with pytest.raises(Missing):
        comparison = compare(["websocket_kept"], ["getData"], [1], rounds=1, fair=fair)
        comparison.ratio(comparison.rows[0])
