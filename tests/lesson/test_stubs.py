"""Every stub in a notebook is the reference with its body removed."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from framebyframe.lesson.declaring import php_text, reference, syntax, table
from framebyframe.lesson.declaring.exercise import Exercise

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def exercise_cells(notebook: Path) -> list[str]:
    """The code cells with an exercise in them."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return [source for source in sources if "@exercise" in source or _is_php_function(source)]


def _is_php_function(source: str) -> bool:
    """Whether a cell asks for a function of the course in PHP; other PHP cells are programs."""
    return source.startswith(php_text.MAGIC) and bool(php_text.names_in(source))


def test_the_stubs_of_all_notebooks_are_those_of_the_reference() -> None:
    """Each exercise of a chapter is in its notebook once, in the order of the declarations."""
    for notebook in NOTEBOOKS:
        declared = [item for item in table.chapters() if item.number == notebook.name[:2]]
        wanted = [reference.stub(exercise) for chapter in declared for exercise in chapter.exercises]
        assert [f"{cell.rstrip()}\n" for cell in exercise_cells(notebook)] == wanted, notebook.name


def test_a_chapter_with_exercises_begins_with_what_the_learner_has_saved() -> None:
    for notebook in NOTEBOOKS:
        if exercise_cells(notebook):
            cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
            first = next("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
            assert first.endswith('\nuse("mine")'), notebook.name


@pytest.mark.parametrize("exercise", table.in_python(), ids=lambda exercise: exercise.name)
def test_a_stub_is_plain_python_with_nothing_of_the_answer_in_it(exercise: Exercise) -> None:
    stub = reference.stub(exercise)
    [function] = syntax.exercises_in(stub)
    assert syntax.is_unwritten(function) or reference.is_unmended(exercise, syntax.undecorated(stub))
    assert ast.get_docstring(function)
    [decorator] = function.decorator_list
    assert "exercise" in {item.id for item in ast.walk(decorator) if isinstance(item, ast.Name)}


@pytest.mark.parametrize(
    "exercise", [item for item in table.all_exercises() if item.is_php], ids=lambda exercise: exercise.name
)
def test_a_stub_in_php_has_its_comment_and_nothing_of_the_answer(exercise: Exercise) -> None:
    magic, _, function = reference.stub(exercise).partition("\n")
    assert magic == php_text.MAGIC
    assert function.startswith("/**\n")
    assert php_text.is_unwritten(function) or reference.is_unmended(exercise, function)


def test_names_of_exercises_are_one_of_a_kind() -> None:
    targets = [exercise.id for exercise in table.all_exercises()]
    assert len(targets) == len(set(targets))
    assert all(table.named(exercise.id) == [exercise] for exercise in table.in_python())
    in_php = [item for item in table.all_exercises() if item.is_php]
    assert all(table.in_php(exercise.name) == [exercise] for exercise in in_php)


SOURCE = '''\
class Connection:
    """A class."""

    @property
    def state(self) -> int:
        """A line about it.

        In words.
        """
        # this is why
        return self._state  # and this

    async def wait(self):
        return 1


def alone(first, second=2): return first
'''


def test_a_method_is_written_as_a_function() -> None:
    node = syntax.find(SOURCE, "Connection.state")
    assert node
    node.decorator_list = []
    source = syntax.cut(SOURCE, node)
    assert source.startswith("def state(self) -> int:\n")
    stub = syntax.without_body(source)
    assert stub.endswith('    In words.\n    """\n    ...\n')
    assert syntax.is_unwritten(syntax.find(stub, "state"))  # type: ignore[arg-type]


def test_a_function_without_a_docstring_has_a_stub_too() -> None:
    node = syntax.find(SOURCE, "Connection.wait")
    assert node
    assert syntax.without_body(syntax.cut(SOURCE, node)) == "async def wait(self):\n    ...\n"


@pytest.mark.parametrize("path", ["nothing", "Connection.nothing", "Nothing.state"])
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert syntax.find(SOURCE, path) is None


@pytest.mark.parametrize("body", ["...", "pass", '"""Words."""', '"""Words."""\n    ...'])
def test_nothing_written_yet(body: str) -> None:
    assert syntax.is_unwritten(syntax.find(f"def f():\n    {body}\n", "f"))  # type: ignore[arg-type]


@pytest.mark.parametrize("body", ["return None", "x = 1", "raise NotImplementedError"])
def test_something_is_written(body: str) -> None:
    assert not syntax.is_unwritten(syntax.find(f"def f():\n    {body}\n", "f"))  # type: ignore[arg-type]


def test_the_exercise_line_is_removed_and_others_stay() -> None:
    source = "@exercise\n@other\ndef f():\n    pass\n"
    assert syntax.undecorated(source) == "@other\ndef f():\n    pass\n"
    source = '@lesson.exercise(\n    "A.f"\n)\ndef f():\n    pass\n'
    assert syntax.undecorated(source) == "def f():\n    pass\n"
