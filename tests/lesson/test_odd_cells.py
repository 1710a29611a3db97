"""No cell shows a traceback of the kit or leaves the name of an exercise unbound."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from framebyframe.lesson.keeping import folder

from .kernels import Kernel, kernel
from .odd_cells import ABOVE, ALONE, AROUND, BEFORE, BODIES, CALLS, wrapped

EVERYTHING = dict(wrapped())
SOME = {name: cell for number, (name, cell) in enumerate(EVERYTHING.items()) if number % 23 == 0}

LEFT = "print('encode_length' in globals()); globals().pop('encode_length', None);"


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A notebook that shows whole tracebacks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(folder.WORK, str(tmp_path_factory.mktemp("odd") / "work"))
        with kernel(BEFORE, "%xmode Context") as running:
            yield running


def complaints(notebook: Kernel, cell: str, bound: bool = True) -> list[str]:
    """The faults in how a cell ended."""
    found = []
    for output in notebook.outputs(cell):
        text = (
            "\n".join(output.get("traceback", [])) + str(output.get("text", "")) + str(output.get("data", ""))
        )
        found += [output.ename + ": " + output.evalue] if output.output_type == "error" else []
        found += [text] if "The kit failed" in text or "framebyframe/lesson" in text else []
    if bound and notebook.run(LEFT).strip() != "True":
        found.append("unbound")
    return found


@pytest.mark.parametrize("cell", SOME.values(), ids=SOME)
def test_a_cell_is_told_about_or_works(notebook: Kernel, cell: str) -> None:
    assert complaints(notebook, cell) == []


@pytest.mark.slow
@pytest.mark.parametrize("body", BODIES)
def test_a_body_in_every_wrapping(notebook: Kernel, body: str) -> None:
    cells = {name: cell for name, cell in EVERYTHING.items() if name.partition(": ")[2] == body}
    assert len(cells) == len(ABOVE) + len(AROUND)
    found = {name: complaints(notebook, cell) for name, cell in cells.items()}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize("cell", ALONE.values(), ids=ALONE)
def test_a_cell_that_is_odd_in_its_own_way(notebook: Kernel, cell: str) -> None:
    assert complaints(notebook, cell) == []


@pytest.mark.parametrize("call", CALLS)
def test_a_call_of_any_kind(notebook: Kernel, call: str) -> None:
    assert complaints(notebook, call, bound=False) == []
