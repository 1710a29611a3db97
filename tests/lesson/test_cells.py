"""Cells of exercises in a notebook: words said once, offers, and a case to be copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from framebyframe.lesson.cells import calls, lookup
from framebyframe.lesson.cells.kernel_state import KernelState
from framebyframe.lesson.checking.verdict import Fault, Finding, Verdict, shown
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.declaring.exercise import Chapter
from framebyframe.lesson.keeping import folder
from framebyframe.lesson.showing import case, feedback
from framebyframe.lesson.showing.feedback import Context
from framebyframe.lesson.showing.page import Page, TextToCopy, notice

from .kernels import Kernel, bare_kernel, kernel, stubs

[LENGTH], [FRAME] = table.named("encode_length"), table.named("encode_frame")

HEAD = "@exercise\ndef encode_length(length, masked):\n"
WRONG = HEAD + "    return bytes([length & 127])\n"
RIGHT_BODY = """\
    mask = 0x80 if masked else 0
    if length < 126:
        return bytes([mask | length])
    if length < 65536:
        return bytes([mask | 126]) + length.to_bytes(2, 'big')
    return bytes([mask | 127]) + length.to_bytes(8, 'big')
"""


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """One notebook for all tests that do not depend on earlier cells."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(folder.WORK, str(tmp_path_factory.mktemp("cells") / "work"))
        with kernel(
            "import functools", "memo = {}", "SIZES = []\nfor size in (2, 8):\n    SIZES.append(size)"
        ) as it:
            yield it


def said(notebook: Kernel, cell: str) -> str:
    return " ".join(notebook.run(cell).split())


RIGHT = {
    "over a cache": "@exercise\n@functools.lru_cache\n" + HEAD.partition("\n")[2] + RIGHT_BODY,
    "with parentheses": "@exercise()\n" + HEAD.partition("\n")[2] + RIGHT_BODY,
    "timed": "%%time\n" + HEAD + RIGHT_BODY,
    "with a memo": HEAD
    + "    if (length, masked) in memo:\n        return memo[length, masked]\n"
    + RIGHT_BODY,
    "with a table": HEAD + RIGHT_BODY.replace("(8,", "(SIZES[1],"),
    "with a dataclass": "from dataclasses import dataclass\n@dataclass\nclass Size:\n    most: int\n"
    + HEAD
    + RIGHT_BODY.replace("(8,", "(Size(8).most,"),
    "a lambda": (
        "encode_length = exercise(lambda length, masked: (\n"
        "    bytes([masked << 7 | length]) if length < 126 else\n"
        "    bytes([masked << 7 | 126]) + length.to_bytes(2, 'big') if length < 65536 else\n"
        "    bytes([masked << 7 | 127]) + length.to_bytes(8, 'big')\n"
        "))\n"
    ),
    "a lambda of the line above": (
        "encode_length = lambda length, masked: b''\n"
        "encode_length = lambda length, masked: "
        "bytes([masked << 7 | min(length, 126 + (length > 65535))]) + "
        "(b'' if length < 126 else length.to_bytes(2 if length < 65536 else 8, 'big'))\n"
        "encode_length = exercise(encode_length)\n"
    ),
    "with types that resolve nowhere": (
        "from __future__ import annotations\n@exercise\n"
        "def encode_length(length: Size, masked: Flag) -> Bits:\n" + RIGHT_BODY
    ),
    "with a line separator": HEAD + '    text = "a\u2028b"\n' + RIGHT_BODY,
}


@pytest.mark.parametrize("cell", RIGHT.values(), ids=RIGHT)
def test_a_right_answer_is_right_in_any_shape(notebook: Kernel, cell: str) -> None:
    assert "✓ encode_length: right. 1 of 4 in this chapter; next: `encode_first_byte`." in said(
        notebook, cell
    )
    assert notebook.run("encode_length(300, False)").endswith(repr(b"\x7e\x01\x2c"))
    call = 'use("mine").wire.frames.encode_length(70000, True)'
    assert notebook.run(call) == repr(b"\xff" + (70000).to_bytes(8, "big"))


TOLD = {
    "a class": (
        "@exercise\nclass encode_length: pass",
        "`encode_length` is a class. An exercise is one function",
    ),
    "another name": (
        "def mine(length, masked): return b''\nencode_length = exercise(mine)",
        "The function is called `mine`. Name it `encode_length`",
    ),
    "no source": ("encode_length = exercise(max)", "The source of `encode_length` is not to be found."),
    "the kit's": (
        "from framebyframe.wire import frames\nencode_length = exercise(frames.encode_length)",
        "This is the kit's own `encode_length`.",
    ),
    "through the kit": (
        "import framebyframe.wire.frames as f\n" + HEAD + "    return f.encode_length(length, masked)",
        "leads to the kit's own `encode_length`",
    ),
    "itself": (
        HEAD + "    return encode_length(length, masked)",
        "its name means itself, not the kit's own.",
    ),
    "display": (
        HEAD + "    display(length)\n",
        "uses `display`, which the notebook alone knows. It has to run",
    ),
    "a magic": (HEAD + "    %time length\n", "a line that begins with `%` or `!`, or ends with `?`."),
    "a breakpoint": (HEAD + "    breakpoint()\n", "nobody is there to go on: print() shows a value"),
    "a decorator of another cell": (
        "@exercise\n@nowhere\n" + HEAD.partition("\n")[2] + "    pass",
        "`nowhere` is not known in this notebook. Run the cell that defines it first. "
        "Line 2 of the cell: @nowhere",
    ),
    "a default": (
        "@exercise\ndef encode_length(length, masked=1 / 0): pass",
        "Python cannot define the function. `ZeroDivisionError`: division by zero Line 2",
    ),
    "a separator between": (
        "@exercise\ndef encode_length(length,\u2028masked): pass",
        "Python cannot read line 2 of this cell: invalid non-printable character U+2028.",
    ),
    "a question of Python's": (
        HEAD + "    return max(length masked)\n",
        "Perhaps you forgot a comma? ",
    ),
    "a surrogate": (HEAD + "    print('\\ud800')\n", "Meanwhile it printed: \\ud800"),
    "a memo that is wrong": (
        HEAD + "    memo[len(memo)] = 1\n    return bytes(len(memo) - 1)",
        "not right yet",
    ),
    "no exercise": (
        "@exercise\n@nowhere\ndef nothing(): pass",
        "Python cannot define `nothing`. `NameError`",
    ),
}


@pytest.mark.parametrize(("cell", "sentence"), TOLD.values(), ids=TOLD)
def test_what_cannot_be_is_told_in_a_sentence(notebook: Kernel, cell: str, sentence: str) -> None:
    text = said(notebook, cell)
    assert sentence in text and "ERROR" not in text


def test_a_solution_as_it_is_can_be_called_by_the_next_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The kit's own `may_be_sent` reads constants of its module, which the notebook does not import."""
    monkeypatch.setenv(folder.WORK, str(tmp_path / "work"))
    [may_be_sent] = table.named("may_be_sent")
    imports = "from framebyframe.lesson import exercise\nfrom framebyframe.wire.close import CloseCode\n"
    imports += "from framebyframe.wire.errors import DataFault, ProtocolFault"
    calls_it = (
        "@exercise\ndef parse_close_payload(payload):\n    return 1000 if may_be_sent(1000) else 1002, ''"
    )
    with bare_kernel(imports) as fresh:
        assert "may_be_sent: right" in fresh.run(reference.solution_cell(may_be_sent))
        told = fresh.run(calls_it)
    assert "parse_close_payload: not right yet" in told and "a variable of the notebook" not in told


def test_a_function_without_its_decorator_is_told_once(notebook: Kernel) -> None:
    cell = "def encode_header(frame):\n    return b''"
    assert "`encode_header` is an exercise of this course. Write `@exercise`" in said(notebook, cell)
    assert said(notebook, cell) == ""
    assert said(notebook, "def receive_ping(payload):\n    return b''") == ""


def test_a_fault_of_the_kits_own_is_told_as_one(notebook: Kernel) -> None:
    notebook.run(
        "from framebyframe.lesson.cells import exercise_cell as cell; right = cell.written; cell.written = 5"
    )
    text = said(notebook, WRONG)
    notebook.run("cell.written = right; del cell, right")
    assert "The kit failed while it looked at this cell, and that is no fault of yours: TypeError" in text
    assert notebook.run("encode_length.__module__") == repr("framebyframe.wire.frames")


def test_a_traceback_prints_no_line_of_the_kits_answers(notebook: Kernel) -> None:
    notebook.run("%xmode Context")
    call = 'from framebyframe.wire import encode_frame; encode_frame(Frame(Opcode.TEXT, masking_key=b"abc"))'
    [error] = [output for output in notebook.outputs(call) if output.output_type == "error"]
    notebook.run("%xmode Minimal")
    assert "the answer key" in "\n".join(error.traceback)
    assert "raise InvalidFrame" not in "\n".join(error.traceback)


# --- said once, and offered ------------------------------------------------------------------------


def test_after_run_all_a_hint_is_about_the_first_that_is_not_solved() -> None:
    with kernel() as running:
        for stub in stubs("02"):
            running.run(stub)
        assert "encode_first_byte: hint 1 of 3" in running.run("hint()")
        assert "encode_length: not right yet" in running.run(WRONG)
        assert "encode_length: hint 1 of 3" in running.run("hint()")


def test_that_the_kits_own_stands_in_is_said_once_a_chapter() -> None:
    with kernel() as running:
        assert "the notebook uses the kit's own" in said(running, WRONG)
        assert "the notebook uses the kit's own" not in said(running, WRONG)
        assert "the notebook uses the kit's own" not in said(running, stubs()[0])


def test_after_three_answers_with_the_same_mistake_a_hint_is_offered() -> None:
    with kernel() as running:
        for _ in range(2):
            assert "Three answers" not in said(running, WRONG)
        assert "Three answers show the same mistake. The next hint, if you want it" in said(running, WRONG)
        assert "hint 1 of 3" in running.run("hint()")
        assert "Three answers" not in said(running, HEAD + "    return 5\n")


def verdict(fault: Fault = Fault.DIFFERENT, *keys: str) -> Verdict:
    findings = tuple(Finding("model", key) for key in keys)
    return Verdict(fault, 0, shown(b"a"), shown(b"b"), findings=findings)


def test_answers_are_counted_while_their_mistake_is_the_same() -> None:
    state = KernelState()
    times = [state.answered(LENGTH, "", verdict(Fault.DIFFERENT, key)).times for key in ("one", "one", "two")]
    assert times == [1, 2, 1]
    assert state.answered(LENGTH, "", Verdict()).times == 1
    assert state.answered(LENGTH, "", Verdict()).times == 1
    assert state.solved == {LENGTH.id}
    state.began(LENGTH)
    assert state.solved == set()


def test_hints_begin_anew_with_another_mistake() -> None:
    state = KernelState()
    state.answered(LENGTH, "", verdict(Fault.DIFFERENT, "one"))
    state.steps[LENGTH.id] = 2
    state.answered(LENGTH, "", verdict(Fault.DIFFERENT, "one"))
    assert state.steps[LENGTH.id] == 2
    state.answered(LENGTH, "", verdict(Fault.DIFFERENT, "two"))
    assert LENGTH.id not in state.steps


# --- a success, and a case --------------------------------------------------------------------------


def test_a_success_is_one_line_and_one_picture_and_the_rest_is_folded() -> None:
    shows = shown(b"\x7e\x01\x2c")
    page = feedback.right(LENGTH, Verdict(shows=shows), Context(solved=frozenset({LENGTH.id})))
    before_fold = page.html.partition("<details><summary>More</summary>")[0]
    assert len(re.findall("<p>", before_fold)) == 1 and before_fold.count("<img") == 1
    assert "Saved in <code>my_websocket/wire/frames.py</code>" in page.html
    assert "Saved in" not in page.text
    last = feedback.right(
        FRAME, Verdict(shows=shows), Context(solved=frozenset(i.id for i in table.all_exercises()))
    )
    assert "encode_frame: right. 4 of 4: all of this chapter." in last.text


def test_a_case_holds_the_source_the_verdict_and_the_versions_and_nothing_else() -> None:
    wrong = verdict(Fault.DIFFERENT, "little_endian")
    text = case.case_text(LENGTH, "def encode_length(length, masked):\n    return b'b'\n", wrong)
    assert re.sub(r"framebyframe \S+, Python 3\.\d+\.\d+\S*", "VERSIONS", text) == (
        "exercise: 02.encode_length\n"
        "fault: different\n"
        "example: encode_length(0, masked=False)\n"
        'expected: b"a"\n'
        'received: b"b"\n'
        "diagnosis: model: little_endian\n"
        "versions: VERSIONS\n"
        "\n"
        "def encode_length(length, masked):\n"
        "    return b'b'\n"
    )


def test_a_wrong_answer_can_be_copied_without_a_kernel_or_a_script() -> None:
    page = feedback.wrong(LENGTH, verdict(), Context(source="def encode_length(a, b):\n    return a < b\n"))
    fold = page.html.partition("<details><summary>Is this feedback wrong? Copy it as a case</summary>")[2]
    assert re.search(r"<label>[^<]+<br><textarea [^>]*>exercise: 02.encode_length\n", fold)
    assert "return a &lt; b" in fold and "readonly" not in fold and "onclick" not in page.html
    assert 'report("encode_length")' in page.text


def test_report_gives_the_case_as_text(notebook: Kernel) -> None:
    notebook.run(WRONG)
    text = notebook.run("from framebyframe.lesson import report; report()")
    assert "exercise: 02.encode_length" in text and "return bytes([length & 127])" in text
    assert "`encode_frame` has no answer yet that was checked." in said(notebook, "report('encode_frame')")
    assert "No exercise is called `nothing`" in said(notebook, "report('nothing')")


def test_half_a_surrogate_pair_can_be_shown() -> None:
    page = notice("wrong", "title", "half \ud83d")
    assert "half \\ud83d" in page.text and "half \\ud83d" in page.html
    assert Page([TextToCopy("label", "half \ud83d")]).text == "    half \\ud83d"


# --- which exercise is meant ------------------------------------------------------------------------


def test_without_an_exercise_a_hint_says_how_to_name_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "KERNEL_STATE", KernelState())
    assert 'Name one: `hint("encode_first_byte")`' in calls.hint().text
    assert 'Name one: `hint("encode_first_byte")`' in calls.report().text


def test_a_name_that_several_exercises_have_is_told_with_their_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    again = replace(FRAME, id="05.encode_frame")
    everything = (*table.chapters(), Chapter("05", (again,)))
    monkeypatch.setattr(table, "chapters", lambda: everything)
    text = " ".join(calls.solution("encode_frame").text.split())
    assert 'Say which: `"02.encode_frame"`, `"05.encode_frame"`.' in text
    assert "def encode_frame" in calls.solution("05.encode_frame").text


def test_the_hooks_are_installed_once(notebook: Kernel) -> None:
    notebook.run(
        "from framebyframe.lesson import load_ipython_extension; load_ipython_extension(get_ipython())"
    )
    count = "len([item for item in get_ipython().ast_transformers if type(item).__name__ == 'Guarded'])"
    assert notebook.run(count) == "1"
