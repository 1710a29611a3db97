"""The loop of exercise, check and feedback, as a learner uses it in real kernels."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
import pytest
from left_behind import ends

from framebyframe.lesson.authoring.mutants import imports_for
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.declaring.exercise import Exercise

from . import kinds
from .kernels import Kernel, bare_kernel, kernel, solutions, stubs

LITTLE_ENDIAN = """\
@exercise
def encode_length(length: int, masked: bool) -> bytes:
    mask = MASK if masked else 0
    if length < 126:
        return bytes([mask | length])
    if length < 65536:
        return bytes([mask | 126]) + length.to_bytes(2, "little")
    return bytes([mask | 127]) + length.to_bytes(8, "little")
"""

MINE = """\
@exercise
def encode_length(length: int, masked: bool) -> bytes:
    # this comment is mine
    mask = MASK if masked else 0
    if length < 126:
        return bytes([mask | length])
    if length < 65536:
        return bytes([mask | 126]) + length.to_bytes(2, "big")
    return bytes([mask | 127]) + length.to_bytes(8, "big")
"""

WHOSE = "print(encode_length.__module__)"
MINE_IS, REFERENCE_IS = "__main__", "framebyframe.wire.frames"
HELLO = 'encode_frame(Frame(Opcode.TEXT, b"Hello", masking_key=bytes.fromhex("37fa213d"))).hex(" ")'
HELLO_BYTES = "'81 85 37 fa 21 3d 7f 9f 4d 51 58'"


@pytest.fixture(scope="module")
def unsolved() -> Iterator[Kernel]:
    """One kernel for tests whose answers are wrong: they leave nothing that another one meets."""
    with kernel() as running:
        yield running


def test_unsolved_the_notebook_runs_on_with_the_reference() -> None:
    with kernel() as running:
        for stub in stubs():
            said = running.run(stub)
            assert ": not written yet" in said or ": not mended yet" in said
        assert running.run(HELLO) == HELLO_BYTES
        assert running.run(WHOSE).strip() == REFERENCE_IS


def test_solved_the_notebook_runs_on_what_was_written(work: Path) -> None:
    """The first chapter and the last one whole, and one exercise of each between them."""
    first, *between, last = table.chapters()
    one_of_each = [chapter.exercises[-1] for chapter in between]
    with kernel() as running:
        for exercise in [*first.exercises, *one_of_each, *last.exercises]:
            assert ": right" in running.run(reference.solution_cell(exercise))
        assert running.run(HELLO) == HELLO_BYTES
        assert running.run(WHOSE).strip() == MINE_IS
        progress = running.run("progress()")
        number = len(last.exercises)
        assert f"{last.number}  " in progress and f"{number} of {number}" in progress
        mine = 'use("mine").wire.encode_frame(Frame(Opcode.TEXT, b"Hello"))'
        assert running.run(mine) == repr(b"\x81\x05Hello")
    assert (work / "my_websocket/wire/frames.py").exists()


@pytest.mark.slow
def test_outputs_are_the_same_in_every_run() -> None:
    cells = [*stubs(), LITTLE_ENDIAN, "hint()", "solution()", "progress()"]

    def outputs() -> str:
        with kernel() as running:
            return json.dumps([[output.get("data") for output in running.outputs(cell)] for cell in cells])

    assert outputs() == outputs()


def test_wrong_then_hint_then_right_then_wrong_again(work: Path) -> None:
    with kernel() as running:
        wrong = running.run(LITTLE_ENDIAN)
        assert "not right yet" in wrong
        assert "expected  7e 00 7e\nreceived  7e 7e 00\n             ^^" in wrong
        assert "extended payload length" in wrong
        assert "network byte order" in wrong
        assert running.run(WHOSE).strip() == REFERENCE_IS
        assert not (work / "my_websocket").exists()

        assert '"big" or "little"' in running.run("hint()")
        assert "hint 2 of 3" in running.run('hint("encode_length")')
        assert "hint 3 of 3" in running.run("hint(encode_length)")
        assert "def encode_length" in running.run("solution()")

        assert ": right" in running.run(MINE)
        assert running.run(WHOSE).strip() == MINE_IS
        frames = work / "my_websocket/wire/frames.py"
        assert "# this comment is mine" in frames.read_text()

        assert "Your earlier, right answer is kept" in " ".join(running.run(LITTLE_ENDIAN).split())
        assert running.run(WHOSE).strip() == "my_websocket"
        assert "# this comment is mine" in frames.read_text()

        running.run(MINE.replace("is mine", "is newer"))
        assert "# this comment is newer" in frames.read_text()


@pytest.mark.slow
@pytest.mark.parametrize("half", [0, 1])
def test_half_solved(half: int) -> None:
    with kernel() as running:
        for place, (stub, solution) in enumerate(zip(stubs(), solutions(), strict=True)):
            running.run(solution if place % 2 == half else stub)
        assert running.run(HELLO) == HELLO_BYTES


def test_helpers_constants_and_imports_are_taken_along(work: Path) -> None:
    with kernel() as running:
        running.run("import struct as packing")
        running.run("SIZES = {2: '!H', 8: '!Q'}  # by length")
        running.run("def pack(number, size):\n    return packing.pack(SIZES[size], number)")
        cell = MINE.replace('length.to_bytes(2, "big")', "pack(length, 2)")
        cell = cell.replace('length.to_bytes(8, "big")', "below(length)")
        cell += "\ndef below(length):\n    return pack(length, 8)\n"
        assert ": right" in running.run(cell)
    frames = (work / "my_websocket/wire/frames.py").read_text()
    for statement in ("import struct as packing", "SIZES = {2: '!H', 8: '!Q'}", "def pack(", "def below("):
        assert statement in frames
    program = "from my_websocket.wire import Frame, Opcode, encode_frame; import sys\n"
    program += "assert len(encode_frame(Frame(Opcode.TEXT, bytes(70000)))) == 70010\n"
    program += "assert not [name for name in sys.modules if name.startswith(('framebyframe', 'IPython'))]"
    subprocess.run([sys.executable, "-c", program], cwd=work, check=True)


def test_an_answer_may_not_lean_on_a_variable_of_the_notebook(unsolved: Kernel) -> None:
    unsolved.run("for cache in [object()]: pass")
    unsolved.run("payload = b'Hello'")
    unsolved.run("half = lambda number: number // 2")
    said = unsolved.run(MINE.replace("length < 126", "half(length) < 62"))
    assert "not right yet" in said and "It reads" not in said, "a function is no variable"
    said = unsolved.run(MINE.replace("# this comment is mine", "cache"))
    assert "reads `cache`, a variable of the notebook" in said
    said = unsolved.run(MINE.replace("length < 126", "len(payload) < 126"))
    assert "It reads `payload` from the notebook" in said


def test_what_a_helper_reads_and_a_table_in_the_cell_of_the_answer_are_not_told(unsolved: Kernel) -> None:
    unsolved.run("seven_bits = 125")
    unsolved.run("def fits(length): return length < seven_bits")
    said = unsolved.run(MINE.replace("length < 126", "fits(length)"))
    assert "encode_length: not right yet" in said and "It reads" not in said
    table = "limits = {1: 125}\n"
    said = unsolved.run(table + MINE.replace("length < 126", "length < limits[1]"))
    assert "encode_length: not right yet" in said and "It reads" not in said
    unsolved.run(table)
    said = unsolved.run(MINE.replace("length < 126", "length < limits[1]"))
    assert "It reads `limits` from the notebook" in said


def test_a_cell_that_python_cannot_read_is_explained_and_stops_nothing(unsolved: Kernel) -> None:
    said = unsolved.run(MINE.replace("if masked else 0", "if masked els 0"))
    assert "Python cannot read line 4 of this cell" in said
    assert "ERROR" not in said
    assert unsolved.run(WHOSE).strip() == REFERENCE_IS
    assert "invalid syntax" in unsolved.run("1 +")  # other cells are Python's own


def test_a_renamed_function_is_missed_under_its_name(unsolved: Kernel) -> None:
    assert "`encode_length`" in unsolved.run(MINE.replace("encode_length", "encode_lenght"))
    assert unsolved.run(WHOSE).strip() == REFERENCE_IS
    assert "No exercise is called" in unsolved.run('hint("nothing like it")')


STRICT = """
import struct
from framebyframe.lesson import exercise
from framebyframe.wire.errors import ProtocolFault
from framebyframe.wire.frames import LENGTH_BITS
from framebyframe.wire.reader import HIGHEST_BIT, SHORTEST_HEADER, decode_first_byte, header_length
from framebyframe.wire import FrameHeader

@exercise
def decode_length(header):
    length = header[1] & LENGTH_BITS
    if length == 126:
        (length,) = struct.unpack(">H", header[2:])
    elif length == 127:
        (length,) = struct.unpack(">Q", header[2:])
    if length & HIGHEST_BIT or len(header) != (2 if length < 126 else 4 if length < 65536 else 10):
        raise ProtocolFault("not its shortest form")
    return length
"""
BUILT_ON_IT = """
@exercise
def decode_header(header):
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    return FrameHeader(opcode, fin, rsv1, rsv2, rsv3, header[1] >= 128, decode_length(header))
"""
START_FORGOTTEN = """
@exercise
def next_header(self):
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    end = header_length(data[start + 1])
    if len(data) < end:
        return None
    header = decode_header(data[start:start + end])
    if self._check_header is not None:
        self._check_header(header)
    self._used = start + end
    self._seen = 0
    return header
"""


def test_what_a_right_answer_does_beyond_what_is_asked_for_is_not_told_of_the_next_one(work: Path) -> None:
    with kernel() as running:
        assert "decode_length: right" in running.run(STRICT)
        assert "decode_header: right" in running.run(BUILT_ON_IT)
        said = running.run(START_FORGOTTEN)
    assert "struct.error" not in said and "Bytes that were used are counted" in said


def test_nothing_is_left_of_a_kernel_that_is_killed() -> None:
    with kernel(MINE) as running:
        children = "*[child.pid for child in psutil.Process().children()]"
        pids = running.run(f"import os, psutil; print(os.getpid(), {children})")
        me, *children = map(int, pids.split())
        assert children
        psutil.Process(me).kill()
        assert all(ends(child) for child in children)


def test_figures_stand_alone_without_script_or_style(unsolved: Kernel) -> None:
    [output] = unsolved.outputs(LITTLE_ENDIAN)
    html = output.data["text/html"]
    assert '<img alt="' in html and "<details><summary>Hint 1 of 3</summary>" in html
    assert "<script" not in html and "<style" not in html and "style=" not in html
    assert set(output.data) == {"text/plain", "text/html"}


# --- after a restart, or past a skipped cell ------------------------------------------------------

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"

FIRST_BYTE = """\
@exercise
def encode_first_byte(frame: Frame) -> int:
    value = FIN * frame.fin | RSV1 * frame.rsv1 | RSV2 * frame.rsv2 | RSV3 * frame.rsv3
    return value | frame.opcode
"""

HEADER = """\
@exercise
def encode_header(frame: Frame) -> bytes:
    masked = frame.masking_key is not None
    if masked and len(frame.masking_key) != 4:
        raise InvalidFrame("a masking key has 4 bytes")
    length = encode_length(len(frame.payload), masked)
    return bytes([encode_first_byte(frame)]) + length + (frame.masking_key or b"")
"""

FRAME = """\
@exercise
def encode_frame(frame: Frame) -> bytes:
    if frame.masking_key is None:
        return encode_header(frame) + frame.payload
    return encode_header(frame) + {mask}(frame.payload, frame.masking_key)
"""

PLAIN_HEADER = "encode_header(Frame(Opcode.TEXT, b'Hello')).hex()"


def imports_of(chapter: str) -> str:
    """The notebook's first cell: all that has run when a later cell is tried alone."""
    [path] = NOTEBOOKS.glob(f"{chapter}_*.ipynb")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return next("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def imports_of_chapter_02() -> str:
    return imports_of("02")


EVERY_DAY = ("02", "10")
"""One chapter in Python and the one in PHP; the others are tried in long runs."""


@pytest.mark.parametrize(
    "chapter",
    [
        pytest.param(chapter, marks=() if chapter in EVERY_DAY else pytest.mark.slow)
        for chapter in sorted({exercise.chapter for exercise in table.all_exercises()})
    ],
)
def test_each_solution_can_be_pasted_into_its_cell_alone(chapter: str) -> None:
    exercises = [exercise for exercise in table.all_exercises() if exercise.chapter == chapter]
    with bare_kernel() as running:
        for exercise in exercises:
            running.run("%reset -f")
            running.run(imports_of(chapter))
            assert ": right" in running.run(reference.solution_cell(exercise)), exercise.id


def test_after_a_skipped_cell_the_reference_is_known() -> None:
    with bare_kernel(imports_of_chapter_02()) as running:
        assert ": right" in running.run(HEADER)
        assert running.run(PLAIN_HEADER) == "'8105'"
        assert running.run("print(encode_first_byte.__module__)").strip() == REFERENCE_IS


@pytest.mark.slow
def test_after_a_restart_the_saved_answers_are_known(work: Path) -> None:
    with bare_kernel(imports_of_chapter_02()) as running:
        assert ": right" in running.run(FIRST_BYTE)
    with bare_kernel(imports_of_chapter_02()) as running:
        assert ": right" in running.run(HEADER)
        assert running.run(PLAIN_HEADER) == "'8105'"
        assert running.run("'RSV3' in encode_first_byte.__code__.co_names") == "True"
        assert running.run("print(encode_first_byte.__module__)").strip() == "my_websocket"
        assert ": right" in running.run(HEADER.replace("four bytes", "4 bytes"))
        assert ": right" in running.run(FRAME.format(mask="masking.mask_payload"))
        running.run("from framebyframe.lesson import use")
        mine = 'use("mine").wire.encode_frame(Frame(Opcode.TEXT, b"Hello"))'
        assert running.run(mine) == repr(b"\x81\x05Hello")
    frames = (work / "my_websocket/wire/frames.py").read_text()
    assert "FIN * frame.fin" in frames and "import encode_first_byte" not in frames


def test_a_chapters_first_cell_brings_the_saved_functions_in() -> None:
    first = imports_of_chapter_02()
    assert first.endswith('use("mine")')
    with bare_kernel() as running:
        assert running.run(first) == "You have saved no function yet: all are the kit's own."
        assert ": right" in running.run(FIRST_BYTE.replace("frame.opcode\n", "frame.opcode  # mine\n"))
    with bare_kernel() as running:
        said = "Yours in this notebook: `encode_first_byte`. The others are the kit's own."
        assert running.run(first) == said
        assert running.run("print(encode_first_byte.__module__)").strip() == "my_websocket"
        assert running.run(HELLO) == HELLO_BYTES
        running.run("from framebyframe.lesson import progress")
        assert "1 of 4" in running.run("progress()")
        assert "Your earlier answer is kept" in running.run(stubs("02")[0])
        source = 'import inspect; "# mine" in inspect.getsource(use("mine").wire.frames)'
        assert running.run(source) == "True"
        running.run('use("reference")')
        assert running.run("print(encode_first_byte.__module__)").strip() == REFERENCE_IS


def test_a_name_nobody_knows_says_which_cell_to_run() -> None:
    with bare_kernel(imports_of_chapter_02()) as running:
        said = running.run(FRAME.format(mask="mask_payload"))
        assert "Is `masking.mask_payload` meant?" in said
        assert "Run the cell that defines it first" in running.run(FRAME.format(mask="zigzag"))


def test_a_name_without_a_value_says_which_line_of_the_notebook_gives_it_one(tmp_path: Path) -> None:
    cells = ["@exercise\ndef twice(number): return 2 * number", "%%time\nparts = [1,\n2]", "late = late + 1"]
    saved = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, cells)))
    nbformat.write(saved, tmp_path / "saved.ipynb")
    here = f"import os; os.environ['JPY_SESSION_NAME'] = {str(tmp_path / 'saved.ipynb')!r}"
    told = "gets its value in another cell of this notebook"
    with bare_kernel("from framebyframe.lesson import exercise") as running:
        assert told not in running.run("parts")
        running.run(here)
        said = " ".join(running.run("len(parts)").split())
        assert "name 'parts' is not defined" in said
        assert f"`parts` {told}: `parts = [1,`. Run that cell first." in said
        assert "`def twice(number): return 2 * number`" in running.run("twice(3)")
        assert told not in running.run("late = late + 1"), "it is this cell"
        assert told not in running.run("part")
        running.run(f"import pathlib; pathlib.Path({str(tmp_path / 'saved.ipynb')!r}).write_text('[')")
        assert told not in running.run("parts")
        assert running.run("parts = 3; parts") == "3"


SAYS_GOODBYE = """\
@exercise
def send_close(self, code: int | None = 1000, reason: str = "") -> None:
    if self.state in (CLOSING, State.CLOSED):
        raise self._not_open()
    self._send_frame(Opcode.CLOSE, close_payload.encode_close_payload(code, reason))
    self.state = CLOSING
"""


def test_a_name_that_the_kit_has_elsewhere_is_told_by_its_import() -> None:
    """The function that is asked for does not use CLOSING, and CLOSE, which it uses, is another thing."""
    imports = (
        "from framebyframe.lesson import exercise\nfrom framebyframe.wire import Opcode, State, close_payload"
    )
    statement = "from framebyframe.wire.states import CLOSING"
    with bare_kernel(imports) as running:
        said = " ".join(running.run(SAYS_GOODBYE).split())
        assert f"`CLOSING` is not known in this notebook. The kit has it: add `{statement}` above" in said
        assert "Run the cell" not in said and "run the cell" not in said
        assert "send_close: right" in running.run(f"{statement}\n{SAYS_GOODBYE}")


@pytest.mark.slow
def test_a_hint_is_about_what_is_not_solved_yet() -> None:
    with kernel() as running:
        running.run(LITTLE_ENDIAN)
        assert "encode_length: hint 1 of 3" in running.run("hint()")
        running.run(MINE)
        assert "encode_first_byte: hint 1 of 3" in running.run("hint()")
        assert "encode_length: one right answer" in running.run("solution()")
        running.run(FIRST_BYTE)
        assert "encode_header: hint 1 of 3" in running.run("hint()")
        running.run(LITTLE_ENDIAN)
        assert "encode_length: hint 1 of 3" in running.run("hint()")


@pytest.mark.parametrize(
    "imports",
    [
        "from framebyframe.lesson import progress",
        pytest.param("import framebyframe.wire", marks=pytest.mark.slow),
        pytest.param("import framebyframe", marks=pytest.mark.slow),
    ],
)
def test_an_error_is_one_line_in_a_notebook(imports: str) -> None:
    """An error shows its type and its message; `%xmode` brings back the rest."""
    failing = "def inner():\n    return 1 / 0\n\ninner()"
    with bare_kernel(imports) as kernel:
        (error,) = kernel.outputs(failing)
        assert len(error.traceback) == 1 and "ZeroDivisionError" in error.traceback[0]
        kernel.run("%xmode Context")
        kernel.run(imports)
        assert "inner()" in "".join(kernel.outputs(failing)[-1].traceback)


def test_every_kind_goes_from_the_stub_to_what_is_saved(work: Path, tmp_path: Path) -> None:
    """Methods, coroutines, two of one name, PHP: in one notebook, in the tests' own chapter."""
    install = f"""\
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from lesson import kinds
kinds.install(Path({str(tmp_path)!r}, "words"))
"""
    with bare_kernel("from framebyframe.lesson import exercise, hint, solution", install) as running:
        solved = [kinds.PING, kinds.KEYS, kinds.NEXT_FRAME, kinds.CALL, kinds.CALL_ASYNC, kinds.RECEIVE]
        for item in solved:
            running.run("".join(imports_for(item, reference.source(item))))
            assert f"{item.name}: not written yet" in running.run(running.run(f"print({stub_of(item)})"))
            told = running.run(
                running.run(f"print({stub_of(item)})").replace("    ...\n", "    return 'x'\n")
            )
            assert f"{item.name}: not right yet" in told
            assert "1  " in told and "✗" in told
            right = running.run(running.run(f"print({stub_of(item, 'solution_cell')})"))
            assert f"{item.name}: right" in right, right
            assert "is not saved" not in right
        assert "hint about call_async" in running.run('hint("call_async")').replace("\n", " ")
        assert 'hint("99.call")' in running.run(running.run(f"print({stub_of(kinds.CALL)})"))
        assert "mask: not written yet" in running.run(running.run(f"print({stub_of(kinds.MASK)})"))
        assert "mask: right" in running.run(running.run(f"print({stub_of(kinds.MASK, 'solution_cell')})"))
    assert (work / "my_php" / "mask.php").exists()
    assert "def receive_ping" in (work / "my_websocket" / "wire" / "connection.py").read_text()


def stub_of(exercise: Exercise, what: str = "stub") -> str:
    """An expression whose value is a cell of this exercise; the kernel knows the tests' own chapter."""
    found = f"kinds.table.by_id({exercise.id!r})"
    return f"__import__('framebyframe.lesson.declaring.reference', fromlist=['_']).{what}({found})"


def test_php_without_its_magic_is_explained(unsolved: Kernel) -> None:
    said = unsolved.run("/** The mask. */\nfunction mask(string $payload): string\n{\n    return '';\n}\n")
    assert "Its first line has to be `%%php`" in said and "ERROR" not in said
    assert "ERROR SyntaxError" in unsolved.run("x = = 1")
