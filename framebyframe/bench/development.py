"""What a pipe asks of those who write with it: lines, and what they have to see to themselves."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any, TypeGuard

from framebyframe.figures import Figure, table

from .pipes import http, shared_memory, streams, valkey, websocket
from .text import say

PIPES: dict[str, tuple[Any, ...]] = {
    "http": (http._Handler, http._Server, http.serve, http.kept, http._post),
    "tcp": (
        *(streams.read_text, streams.with_length, streams.tcp),
        *(streams.Handler, streams.TcpHandler, streams._Tcp, streams.serve_tcp),
    ),
    "valkey": (valkey,),
    "shared_memory": (shared_memory,),
    "websockets": (websocket.serve, websocket.websockets_kept),
    "websocket": ("framebyframe.wire", "framebyframe.rpc"),
}
"""What is counted of each, of both sides: modules, functions, or whole packages; never a library."""
DUTIES = ("parted", "told_apart", "late", "dead", "back", "pushed", "page")


def development() -> Figure:
    """A table: the lines of each pipe here, and who does what has to be done."""
    header = [say("duty", "pipe"), say("duty", "lines"), *[say("duty", duty) for duty in DUTIES]]
    rows = [
        [
            say("duty", f"{name}.name"),
            f"{_lines(name):,}",
            *[say("duty", f"{name}.{duty}") for duty in DUTIES],
        ]
        for name in PIPES
    ]
    return table(header, rows, say("duty", "caption"))


def _lines(pipe: str) -> int:
    return sum(lines_of_code(source) for part in PIPES[pipe] for source in _sources(part))


def _sources(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        package = importlib.import_module(part)
        for item in pkgutil.walk_packages(package.__path__, f"{part}."):
            yield inspect.getsource(importlib.import_module(item.name))
    elif isinstance(part, ModuleType) or callable(part):
        yield inspect.getsource(part)


def lines_of_code(source: str) -> int:
    """Lines that hold code: no blank ones, no comments, no docstrings, no imports: a function shows none."""
    tree = ast.parse(inspect.cleandoc(source) if source[:1].isspace() else source)
    left_out = {
        line
        for node in ast.walk(tree)
        if _is_docstring(node) or isinstance(node, (ast.Import, ast.ImportFrom))
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    return sum(
        bool(text.strip()) and not text.strip().startswith("#") and number not in left_out
        for number, text in enumerate(source.splitlines(), 1)
    )


def _is_docstring(node: ast.AST) -> TypeGuard[ast.Expr]:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
