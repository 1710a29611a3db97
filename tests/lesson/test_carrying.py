"""The statements of its notebook that an answer needs."""

from __future__ import annotations

import linecache
import sys
from types import ModuleType
from typing import Any

import pytest

from framebyframe.lesson.keeping.carrying import Carried, NotebookOnly, NotebookState, carried_by, free_names
from framebyframe.lesson.keeping.compose import KitOnly, relative, take_out


class Notebook:
    """A namespace in which cells run, as IPython keeps it."""

    def __init__(self) -> None:
        self.module = ModuleType("__main__")
        self.names: dict[str, Any] = vars(self.module)
        self.names["_ih"] = [""]

    def run(self, source: str) -> str:
        """Run a cell; return its file name."""
        file = f"<cell {len(self.names['_ih'])}>"
        self.names["_ih"].append(source)
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        exec(compile(source, file, "exec", dont_inherit=True), self.names)
        return file

    def carried(self, source: str, **local: Any) -> list[Carried]:
        """The statements that the function in this cell needs."""
        self.run(source)
        return carried_by(source, source, self.names, local)


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Notebook:
    made = Notebook()
    monkeypatch.setitem(sys.modules, "__main__", made.module)
    return made


def sources(carried: list[Carried]) -> list[str]:
    return [item.source.rstrip("\n") for item in carried]


ANSWER = "def answer():\n    return {}\n"


@pytest.mark.parametrize(
    ("cell", "used", "source"),
    [
        ("import struct", "struct.pack('!B', 1)", "import struct"),
        ("import struct as s", "s.pack('!B', 1)", "import struct as s"),
        ("import os.path", "os.path.sep", "import os.path"),
        ("import struct, os", "struct.calcsize('!B')", "import struct"),
        ("from struct import pack, unpack", "pack('!B', 1)", "from _struct import pack"),
        (
            "from framebyframe.wire import Opcode",
            "Opcode.TEXT",
            "from framebyframe.wire.opcodes import Opcode",
        ),
        (
            "from framebyframe.wire.frames import FIN, MASK",
            "MASK",
            "from framebyframe.wire.frames import MASK",
        ),
        ("from framebyframe.wire import masking", "masking", "from framebyframe.wire import masking"),
        ("FIN = 0b1000_0000  # the highest", "FIN", "FIN = 0b1000_0000  # the highest"),
        ("fin: int = 1 << 7", "fin", "fin: int = 1 << 7"),
        ("one, two = 1, 2", "two", "one, two = 1, 2"),
        ("TABLE = {1: 2}", "TABLE[1]", "TABLE = {1: 2}"),
        ("TABLE = {1: 2}\nTABLE = {1: 3}", "TABLE[1]", "TABLE = {1: 3}"),
        ("for size in (1, 2):\n    pass", "size", "size = 2"),
    ],
)
def test_one_statement_is_carried(notebook: Notebook, cell: str, used: str, source: str) -> None:
    notebook.run(cell)
    assert sources(notebook.carried(ANSWER.format(used))) == [source]


def test_a_helper_brings_what_it_needs_itself_first(notebook: Notebook) -> None:
    notebook.run("import struct\nSHAPE = struct.Struct('!B')")
    notebook.run("def pack(n):\n    # as one byte\n    return SHAPE.pack(n)")
    assert sources(notebook.carried(ANSWER.format("pack(1)"))) == [
        "import struct",
        "SHAPE = struct.Struct('!B')",
        "def pack(n):\n    # as one byte\n    return SHAPE.pack(n)",
    ]


def test_helpers_may_call_each_other(notebook: Notebook) -> None:
    notebook.run(
        "def even(n):\n    return n == 0 or odd(n - 1)\ndef odd(n):\n    return n != 0 and even(n - 1)"
    )
    assert {item.name for item in notebook.carried(ANSWER.format("even(4)"))} == {"even", "odd"}


def test_the_newest_definition_is_carried(notebook: Notebook) -> None:
    notebook.run("def pack(n):\n    return 1")
    notebook.run("def pack(n):\n    return 2")
    assert sources(notebook.carried(ANSWER.format("pack(1)"))) == ["def pack(n):\n    return 2"]


def test_the_cases_of_a_singledispatch_are_carried_with_it(notebook: Notebook) -> None:
    told = "@singledispatch\ndef told(error):\n    return 1"
    case = "@told.register(ValueError)\ndef _(error):\n    return 2"
    beside = "@atexit.register\ndef _():\n    pass"
    notebook.run("import atexit\nfrom functools import singledispatch")
    cell = f"{told}\n\n{case}\n\n{beside}\n\n{ANSWER.format('told(atexit)')}"
    notebook.run(cell)
    found = carried_by(ANSWER.format("told(atexit)"), cell, notebook.names)
    assert sources(found) == ["import atexit", "from functools import singledispatch", f"{told}\n\n\n{case}"]


def test_a_helper_under_the_answer_is_carried(notebook: Notebook) -> None:
    cell = ANSWER.format("later()") + "\ndef later():\n    return 1\n"
    notebook.run("def answer():\n    pass")
    linecache.clearcache()
    found = carried_by(ANSWER.format("later()"), cell, notebook.names)
    assert sources(found) == ["def later():\n    return 1"]


def test_an_exercise_bound_to_the_reference_is_imported(notebook: Notebook) -> None:
    notebook.run("from framebyframe.wire.frames import encode_length")
    [carried] = notebook.carried(ANSWER.format("encode_length(1, False)"))
    assert carried.source == "from framebyframe.wire.frames import encode_length\n"
    assert carried.exercise == ""


def test_an_exercise_solved_in_the_notebook_is_carried_and_known(notebook: Notebook) -> None:
    notebook.run("def exercise(function):\n    return function")
    notebook.run("@exercise\ndef encode_length(length, masked):\n    return b''")
    [carried] = notebook.carried(ANSWER.format("encode_length(1, False)"))
    assert carried.source == "def encode_length(length, masked):\n    return b''\n"
    assert carried.exercise == "02.encode_length"


CHANGEABLE = [
    "seen = []",
    "seen = {}  # what came back before",
    "seen = set()",
    "seen = bytearray()",
    "seen = []\nfor byte in range(3):\n    seen.append(byte)",
    "seen = {}\nseen[1] = 2",
    "seen = []\nseen.extend([1])",
]


@pytest.mark.parametrize("cell", CHANGEABLE)
def test_what_can_be_changed_is_carried_as_its_cell_makes_it(notebook: Notebook, cell: str) -> None:
    notebook.run(cell)
    notebook.run("def look():\n    seen.append(1)\nprint(seen)")
    assert sources(notebook.carried(ANSWER.format("seen"))) == [cell]


@pytest.mark.parametrize(
    ("cell", "source"),
    [
        ("seen = [1]\nseen += [2]", "seen = [1, 2]"),
        ("seen = 1; other = 2", "seen = 1"),
        ("if True:\n    seen = 3", "seen = 3"),
        ("with open(os.devnull) as file:\n    seen = {1}", "seen = {1}"),
        ("try:\n    def seen():\n        pass\nexcept KeyError:\n    seen = None",) * 2,
        ("from math import *", "from math import pi"),
        ("from framebyframe.wire.frames import *", "from framebyframe.wire.frames import FIN"),
    ],
)
def test_a_statement_need_not_be_simple(notebook: Notebook, cell: str, source: str) -> None:
    notebook.run("import os")
    notebook.run(cell)
    used = next(name for name in ("seen", "pi", "FIN") if name in notebook.names)
    assert sources(notebook.carried(ANSWER.format(used))) == [source]


@pytest.mark.parametrize("cell", ["for seen in [object()]: pass", "seen = [print]\nseen += [print]"])
def test_a_variable_whose_value_no_statement_gives_is_not_carried(notebook: Notebook, cell: str) -> None:
    notebook.run(cell)
    with pytest.raises(NotebookState, match="seen"):
        notebook.carried(ANSWER.format("seen"))


def test_a_name_put_among_pythons_own_is_not_carried(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.patched_in", 1, raising=False)
    with pytest.raises(NotebookState, match="patched_in"):
        notebook.carried(ANSWER.format("patched_in"))


def test_a_name_around_the_answer_is_carried(notebook: Notebook) -> None:
    assert sources(notebook.carried(ANSWER.format("size"), size=3)) == ["size = 3"]


ONLY_THERE = ["display", "get_ipython", "In", "Out", "_", "__", "_3", "_i", "exit", "quit"]


@pytest.mark.parametrize("name", ONLY_THERE)
def test_what_only_a_notebook_knows_is_named(notebook: Notebook, name: str) -> None:
    with pytest.raises(NotebookOnly, match=name):
        notebook.carried(ANSWER.format(name))
    notebook.run(f"{name} = 1")
    assert sources(notebook.carried(ANSWER.format(name))) == [f"{name} = 1"]


def test_what_a_package_must_do_without_is_named(notebook: Notebook) -> None:
    notebook.run("from IPython.display import display as show")
    with pytest.raises(NotebookOnly, match="show"):
        notebook.carried(ANSWER.format("show"))


def test_a_type_of_the_learners_package_is_that_of_the_kit(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("my_websocket.wire.opcodes")
    exec("class Opcode: pass", vars(module))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    notebook.run("from my_websocket.wire.opcodes import Opcode")
    found = sources(notebook.carried(ANSWER.format("Opcode")))
    assert found == ["from framebyframe.wire.opcodes import Opcode"]


def test_names_inside_are_not_free() -> None:
    source = (
        "def f(a, *b, c=d, **e):\n    g = a\n    return [h for h in b if h in i], len(g), lambda j: j + k\n"
    )
    assert free_names(source) == {"d", "i", "k"}


# --- into a package ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("absolute", "made_relative"),
    [
        ("from framebyframe.wire.masking import apply_mask", "from .masking import apply_mask"),
        ("from framebyframe.wire import masking as m", "from . import masking as m"),
        ("from framebyframe.rpc.errors import RpcTimeout", "from ..rpc.errors import RpcTimeout"),
        (
            "def f():\n    from framebyframe.wire import Frame  # why",
            "def f():\n    from . import Frame  # why",
        ),
        ("import struct", "import struct"),
        ("from .masking import apply_mask", "from .masking import apply_mask"),
    ],
)
def test_imports_from_the_kit_become_relative(absolute: str, made_relative: str) -> None:
    assert relative(absolute + "\n", "framebyframe.wire.frames") == made_relative + "\n"


@pytest.mark.parametrize(
    "source",
    [
        "import framebyframe",
        "import framebyframe.wire",
        "from framebyframe import show",
        "from framebyframe.exam import x",
    ],
)
def test_what_the_package_does_not_have_is_refused(source: str) -> None:
    with pytest.raises(KitOnly):
        relative(source, "framebyframe.wire.frames")


def test_only_a_helper_that_is_as_it_was_put_is_taken_out() -> None:
    helper = Carried("pack", "def pack():\n    return 1\n")
    put = "def pack():\n    return 1\n\n\ndef f():\n    pass\n"
    assert take_out(put, [helper]) == "def f():\n    pass\n"
    edited = put.replace("1", "2")
    assert take_out(edited, [helper]) == edited
