"""A PHP function is checked by PHP, with the same guard rails and the same pages as one in Python."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from framebyframe.lesson.cells import catching as cells_catching
from framebyframe.lesson.cells import exercise_cell, php_cell, php_program
from framebyframe.lesson.cells.calls import hint
from framebyframe.lesson.cells.kernel_state import KERNEL_STATE
from framebyframe.lesson.checking import catching
from framebyframe.lesson.checking.catching import Calls
from framebyframe.lesson.checking.comparison import alike
from framebyframe.lesson.checking.php import check, program
from framebyframe.lesson.checking.php.check import outcome_of_reference, shown_php
from framebyframe.lesson.checking.submission import Submission
from framebyframe.lesson.checking.verdict import Fault, Verdict
from framebyframe.lesson.declaring import php_declared, php_text, reference, table
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.declaring.mistakes import edit
from framebyframe.lesson.declaring.php_text import error_class, object_class
from framebyframe.lesson.declaring.versions import Model
from framebyframe.lesson.diagnosing.errors import PHP_PATTERNS
from framebyframe.lesson.diagnosing.judge import judge
from framebyframe.lesson.diagnosing.models import outcomes
from framebyframe.lesson.keeping import folder, php_files, records
from framebyframe.lesson.keeping.records import Solved
from framebyframe.lesson.showing import feedback
from framebyframe.lesson.showing.feedback import Context
from framebyframe.peers.errors import PeerMissing
from framebyframe.peers.finding import find_php
from framebyframe.peers.places import PHP_CLIENT

from .kinds import KEY, MASK, chapter

__all__ = ["chapter"]

pytestmark = pytest.mark.usefixtures("chapter")

HEAD = "function mask(string $payload, string $maskingKey): string\n{\n"

BY_HAND = (
    HEAD
    + """\
    // one byte at a time
    $masked = '';
    for ($i = 0; $i < strlen($payload); $i++) {
        $masked .= $payload[$i] ^ $maskingKey[$i % 4];
    }
    return $masked;
}
"""
)
WITH_HELPER = "function turn(int $i): int { return $i % 4; }\n" + BY_HAND.replace("$i % 4", "turn($i)")


def verdict(source: str) -> Verdict:
    return judge(MASK, Submission(MASK.id, source, 2))


def page(source: str) -> str:
    found = verdict(source)
    assert not found.right
    text = feedback.wrong(MASK, found, Context(cell=f"%%php\n{source}")).text
    return " ".join(text.split())


@pytest.mark.parametrize(
    "source", [reference.source(MASK), BY_HAND, WITH_HELPER], ids=["kit", "loop", "helper"]
)
def test_what_is_right_is_right(source: str) -> None:
    found = verdict(source)
    assert found.right, found
    assert found.shows
    assert found.shows.data == bytes.fromhex("7f 9f 4d 51 58")


WRONG = {
    "unmasked": (
        "    return $payload;\n}\n",
        Fault.DIFFERENT,
        "expected 7f 9f 4d 51 58 received 48 65 6c 6c 6f",
    ),
    "only four": ("    return $payload ^ $maskingKey;\n}\n", Fault.DIFFERENT, "Byte 4 is missing"),
    "nothing": ("    $payload ^ $maskingKey;\n    return '';\n}\n", Fault.DIFFERENT, "5 bytes too few"),
    "error": (
        "    throw new \\LogicException('no');\n}\n",
        Fault.RAISES,
        "raises `LogicException`: no Line 4",
    ),
    "undefined": ("    return strlenn($payload);\n}\n", Fault.RAISES, "Call to undefined function strlenn()"),
    "type": ("    return 5;\n}\n", Fault.RAISES, "mask(): Return value must be of type string, int returned"),
    "syntax": (
        "    return $payload\n}\n",
        Fault.SYNTAX,
        "PHP cannot read line 5 of this cell: unexpected token",
    ),
    "exit": ("    exit(3);\n}\n", Fault.CRASHED, "ends PHP itself"),
    "redeclared": ("    return '';\n}\nfunction readFrame() {}\n", Fault.FATAL, "Cannot redeclare"),
    "memory": ("    while (true) { $all[] = str_repeat('a', 100000); }\n}\n", Fault.MEMORY, "128 MB"),
    "recursion": (
        "    return mask($payload, $maskingKey);\n}\n",
        Fault.MEMORY,
        "does the function call itself without end?",
    ),
    "flood": ("    while (true) { echo 'on and on and on'; }\n}\n", Fault.PRINT_FLOOD, "on and on and on"),
    "flood past it": (
        "    while (true) { fwrite(STDOUT, 'on and on'); }\n}\n",
        Fault.PRINT_FLOOD,
        "on and on",
    ),
}


@pytest.mark.parametrize(("body", "fault", "words"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told(body: str, fault: Fault, words: str) -> None:
    assert verdict(HEAD + body).fault is fault
    assert words in page(HEAD + body)


def test_a_loop_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "DEADLINE", program.SPARE + 0.3)
    loop = HEAD + "    while (true) {\n    }\n}\n"
    assert (verdict(loop).fault, verdict(loop).example) == (Fault.ENDLESS_LOOP, 0)
    assert "PHP was stopped after" in page(loop)


def test_a_long_result_comes_over_whole() -> None:
    text = f"{check.FIRST_LINE}\nfunction mask(string $payload, string $maskingKey)\n"
    text += "{ return str_repeat($payload, 300000); }\n"
    told = list(program.events(text, "mask.php", "mask", [[b"a", KEY]], 4.0))
    assert check.decode(told[-1]["returned"]) == b"a" * 300_000


def test_a_php_ini_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "php.ini").write_text("open_basedir = /nowhere\n")
    monkeypatch.setenv("PHPRC", str(tmp_path))
    assert verdict(BY_HAND).right
    assert program.parse_error("<?php\necho 1\necho 2;\n") is not None


def test_null_and_other_parameters_have_words_of_their_own() -> None:
    assert "returns null" in page("function mask(string $payload, string $maskingKey)\n{\n    $payload;\n}\n")
    other = page("function mask(string $maskingKey, string $payload): string\n{\n    return '';\n}\n")
    assert "have to stay `($payload, $maskingKey)`" in other
    assert "Here they are `($maskingKey, $payload)`" in other


def test_what_is_left_over_between_calls_is_told() -> None:
    remembers = (
        HEAD
        + "    static $n = 0;\n    $n++;\n"
        + f"    $right = $n <= {len(MASK.examples)};\n"
        + "    return $right ? $payload ^ str_repeat($maskingKey, strlen($payload)) : '';\n}\n"
    )
    assert verdict(remembers).fault is Fault.WORKS_ONCE


def test_warnings_and_what_is_printed_are_shown() -> None:
    text = page(HEAD + "    echo 'look: ', strlen($payload);\n    return $nothing . $payload;\n}\n")
    assert "Meanwhile it printed:" in text
    assert "look: 5" in text
    assert "Warning on line 5 of the cell: Undefined variable $nothing" in text


def test_the_call_is_written_as_php_writes_it() -> None:
    assert 'mask("Hello", "\\x37\\xfa\\x21\\x3d")' in page(HEAD + "    return $payload;\n}\n")


def test_the_stub_and_the_solution_are_cells() -> None:
    assert reference.stub(MASK).startswith("%%php\n/**\n * Mask payload data")
    assert reference.stub(MASK).endswith(
        "function mask(string $payload, string $maskingKey): string\n{\n    // ...\n}\n"
    )
    assert reference.solution_cell(MASK) == f"%%php\n{reference.source(MASK)}"
    assert php_text.is_unwritten(reference.stub(MASK).removeprefix("%%php\n"))
    assert not php_text.is_unwritten(BY_HAND)
    assert php_text.names_in(f"// function not()\n{WITH_HELPER}") == ["turn", "mask"]


def test_the_page_of_what_is_not_written() -> None:
    text = feedback.unwritten(MASK, shown_php(outcome_of_reference(MASK)), Context()).text
    assert "mask: not written yet" in text
    assert "7f 9f 4d 51 58" in text


# --- where there is no PHP ----------------------------------------------------------------------


def test_without_php_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise PeerMissing("PHP", ["php on the PATH: not there"], "python3 kit.py lab", "apt-get install php")

    check.outcomes_of_reference.cache_clear()
    monkeypatch.setattr(program, "find_php", missing)
    found = verdict(BY_HAND)
    assert found.fault is Fault.NO_PHP
    assert "PHP cannot be started here. PHP was not found." in page(BY_HAND)


def test_in_a_browser_it_says_why_not(monkeypatch: pytest.MonkeyPatch) -> None:
    check.outcomes_of_reference.cache_clear()
    monkeypatch.setattr(check.sys, "platform", "emscripten")
    assert "This notebook runs in a browser" in page(BY_HAND)


# --- values -------------------------------------------------------------------------------------

VALUES = {
    "null": (None, "null"),
    "true": (True, "true"),
    "int": (5, "5"),
    "string": (b'a"$\\\x00', '"a\\x22\\x24\\x5c\\x00"'),
    "text among bytes": (b"\x81\x05He, \x01,", '"\\x81\\x05He, \\x01\\x2c"'),
    "signs alone": (b"7, 8!", '"7, 8!"'),
    "empty": (b"", '""'),
    "long": (b"a" * 300, 'str_repeat("a", 300)'),
    "list": ([b"a", 1], '["a", 1]'),
    "map": ({b"id": 1}, '["id" => 1]'),
    "error": (error_class("LogicException")("no"), 'LogicException("no")'),
    "object": (object_class("Frame")({"fin": True}), "Frame(fin: true)"),
    "case": (object_class("Opcode::Text")({}), "Opcode::Text"),
}


@pytest.mark.parametrize(("value", "text"), VALUES.values(), ids=VALUES)
def test_a_value_is_written_as_php_source(value: object, text: str) -> None:
    assert php_text.php_text(value) == text


RETURNED = {
    "[1 => 'a', 'k' => [true, 1.5]]": {1: b"a", b"k": [True, 1.5]},
    "Opcode::Text": object_class("Opcode::Text")({}),
    "new Frame(Opcode::Text, 'x')": object_class("Frame")(
        {"opcode": object_class("Opcode::Text")({}), "payload": b"x", "maskingKey": None, "fin": True}
    ),
}


@pytest.mark.parametrize(("source", "value"), RETURNED.items())
def test_what_php_returns_comes_over_whole(source: str, value: object) -> None:
    text = f"{check.FIRST_LINE}\nfunction mask(string $payload, string $maskingKey)\n{{ return {source}; }}\n"
    told = list(program.events(text, "mask.php", "mask", [[b"", KEY]], 4.0))
    assert alike(check.decode(told[-1]["returned"]), value)


GIVEN = {
    "text": ("Grüße", "Grüße".encode()),
    "bytes": (bytearray(b"\x00\xff"), b"\x00\xff"),
    "float": (0.1, 0.1),
    "list": ([1, [b"a"]], [1, [b"a"]]),
    "dictionary": ({"id": None, "ok": True}, {b"id": None, b"ok": True}),
    "no items": ((), []),
}


@pytest.mark.parametrize(("value", "back"), GIVEN.values(), ids=GIVEN)
def test_what_php_is_given_comes_back(value: object, back: object) -> None:
    text = f"{check.FIRST_LINE}\nfunction mask($payload, $maskingKey) {{ return $payload; }}\n"
    told = list(program.events(text, "mask.php", "mask", [[value, KEY]], 4.0))
    assert check.decode(told[-1]["returned"]) == back


# --- saving -------------------------------------------------------------------------------------


def test_an_answer_is_saved_where_the_php_client_looks_for_it(work: Path) -> None:
    php_files.save(MASK, Solved(BY_HAND))
    file = work / "my_php" / "mask.php"
    assert "// one byte at a time" in file.read_text()
    program_text = f"require '{PHP_CLIENT}/autoload.php'; echo bin2hex(FrameByFrame\\mask('Hello', '1234'));"
    program_text += " echo (new ReflectionFunction('FrameByFrame\\mask'))->getFileName();"
    done = subprocess.run(
        [str(find_php().path), "-r", program_text],
        env={**os.environ, php_files.ENVIRONMENT: str(file.parent)},
        capture_output=True,
        text=True,
    )
    assert done.stdout == f"79575f585e{file}"
    assert records.load(folder.folder()).solved[MASK.id].source == BY_HAND


def test_a_file_that_was_edited_by_hand_is_kept(work: Path) -> None:
    php_files.save(MASK, Solved(BY_HAND))
    file = work / "my_php" / "mask.php"
    php_files.save(MASK, Solved(reference.source(MASK)))
    assert not list(file.parent.glob("*.kept-*"))
    file.write_text("<?php // mine")
    php_files.save(MASK, Solved(BY_HAND))
    assert [kept.read_text() for kept in file.parent.glob("*.kept-*")] == ["<?php // mine"]


def test_a_file_from_before_declarations_alone_were_kept_is_written_again(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(php_files.ENVIRONMENT, "")
    sources = {MASK: BY_HAND + "echo 'tried';\n", ACCEPT: reference.source(ACCEPT) + "echo 'mine';\n"}
    with monkeypatch.context() as before:
        before.setattr(php_files.php_declared, "declarations_of", lambda source: source)
        for exercise, source in sources.items():
            php_files.save(exercise, Solved(source))
    mask, accept = (work / php_files.file_of(exercise) for exercise in sources)
    accept.write_text(accept.read_text() + "// by hand\n")
    assert "echo 'tried'" in mask.read_text()
    for _ in range(2):
        assert php_files.use() == ["acceptValue", "mask"]
        assert mask.read_text() == php_files.file_text(MASK, BY_HAND)
        assert accept.read_text().endswith("echo 'mine';\n// by hand\n")
    php_files.save(MASK, Solved(reference.source(MASK)))
    assert [path.name for path in sorted(mask.parent.iterdir())] == ["acceptValue.php", "mask.php"]


def test_a_file_that_is_away_is_written_again(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(php_files.ENVIRONMENT, "")
    for exercise, source in ((MASK, BY_HAND), (ACCEPT, reference.source(ACCEPT))):
        php_files.save(exercise, Solved(source))
    mask, accept = (work / php_files.file_of(exercise) for exercise in (MASK, ACCEPT))
    accept.write_text("<?php // by hand")
    mask.unlink()
    assert php_files.use() == ["acceptValue", "mask"]
    assert mask.read_text() == php_files.file_text(MASK, BY_HAND)
    assert accept.read_text() == "<?php // by hand"
    accept.unlink()
    mask.rename(work / "mask.php")
    mask.parent.rmdir()
    assert php_files.use() == ["acceptValue", "mask"]
    assert mask.exists() and accept.exists()


# --- the cell -----------------------------------------------------------------------------------


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The text of every page that a cell shows."""
    pages: list[str] = []
    monkeypatch.setattr(php_cell, "present", lambda page: pages.append(" ".join(page.text.split())))
    monkeypatch.setattr(php_cell, "run_check", lambda sent: judge(MASK, sent))
    return pages


def test_a_cell_goes_from_the_stub_to_the_saved_file(shown: list[str], work: Path) -> None:
    php_cell.php("", reference.stub(MASK).removeprefix("%%php\n"))
    php_cell.php("", HEAD + "    return $payload;\n}\n")
    php_cell.php("", WITH_HELPER)
    unwritten, wrong, right = shown
    assert "mask: not written yet" in unwritten
    assert "the PHP client uses the kit's own `mask`" in unwritten
    assert "mask: not right yet" in wrong
    assert "✓ mask: right" in right
    assert (work / "my_php" / "mask.php").read_text().endswith(WITH_HELPER)
    assert "mask: hint 1 of 3" in hint("mask").text


def test_the_file_that_was_saved_is_named(shown: list[str]) -> None:
    found = verdict(BY_HAND)
    assert "my_php/mask.php" in feedback.right(MASK, found, Context(solved=frozenset({MASK.id}))).html


def test_a_cell_with_another_name_is_told(shown: list[str]) -> None:
    php_cell.php("", "function masks() {}\n")
    php_cell.php(MASK.id, BY_HAND)
    assert "No exercise is called `masks`. Is `mask` meant?" in shown[0]
    assert "mask: right" in shown[1]


def test_an_exercise_in_php_is_not_written_in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[str] = []
    monkeypatch.setattr(exercise_cell, "present", lambda page: pages.append(page.text))

    def mask(payload: bytes, masking_key: bytes) -> bytes:
        return payload

    assert exercise_cell.exercise(mask) is mask
    assert "`mask` is a PHP function" in pages[0]


# --- a scenario ---------------------------------------------------------------------------------

READ_FRAME = table.by_id("10.read_frame")
LOOP = reference.source(READ_FRAME)


def told(exercise: Exercise, source: str) -> tuple[Verdict, str]:
    """The verdict on an answer to an exercise of the course, and its page as one line."""
    found = judge(exercise, Submission(exercise.id, source, 2))
    text = feedback.wrong(exercise, found, Context(cell=f"%%php\n{source}")).text
    return found, " ".join(text.split())


def test_a_scenario_is_told_step_by_step_up_to_the_one_that_fails() -> None:
    found, text = told(READ_FRAME, LOOP.replace("while (", "$reader = clone $reader;\n    while ("))
    assert READ_FRAME.examples[found.example or 0].key == "two_frames"
    assert [step.source.partition("(")[0] for step in found.steps][-2:] == ["readFrame", "readFrame"]
    assert 'gives Frame(opcode: Opcode::Text, payload: "Hi"' in text
    assert "not as it should be" in text


def test_time_passes_in_a_scenario_without_being_waited_for() -> None:
    with_its_own = LOOP.replace("->read($deadline)", "->read(Deadline::in(5))")
    found, _ = told(READ_FRAME, with_its_own)
    assert READ_FRAME.examples[found.example or 0].key == "drips"
    assert found.received is not None
    assert found.received.text.startswith("Frame(")


def test_an_error_of_another_class_is_told_and_a_subclass_passes() -> None:
    found, text = told(READ_FRAME, LOOP.replace("new StalledFrame(", "new RpcTimeout("))
    assert found.fault is Fault.RAISES_OTHER
    assert "raises `RpcTimeout`. It should raise `StalledFrame`." in text
    refused = LOOP.replace("throw new StalledFrame(", "throw new ConnectionLost(")
    assert told(READ_FRAME, refused)[0].fault is Fault.RAISES_OTHER


def test_what_differs_inside_an_object_is_pointed_at() -> None:
    other = LOOP.replace(
        "    return $frame;", "    return new Frame($frame->opcode, strrev($frame->payload));"
    )
    found, text = told(READ_FRAME, other)
    assert found.difference is not None
    assert 'The field `payload` should be `"Hi"`, and is `"iH"`.' in text


# --- what is said of it -------------------------------------------------------------------------

READ_LENGTH = table.by_id("10.read_length")


def test_a_mistake_of_the_catalogue_is_named() -> None:
    found, text = told(MASK, HEAD + "    return $payload ^ $maskingKey;\n}\n")
    assert found.mistake == "key_once"
    assert "XOR of two strings ends with the shorter one" in text


def test_two_mistakes_at_once_are_named() -> None:
    twice = reference.source(table.by_id("10.encode_length"))
    twice = twice.replace("0x80 : 0", "0 : 0").replace("'CJ'", "'CN'")
    found, _ = told(table.by_id("10.encode_length"), twice)
    assert {item.key for item in found.findings if item.witness == "model"} == {
        "mask_bit_forgotten",
        "four_bytes_for_eight",
    }


def test_a_mistake_that_nobody_foresaw_is_told_by_the_bytes() -> None:
    backwards = HEAD + "    return strrev($payload ^ str_repeat($maskingKey, strlen($payload)));\n}\n"
    found, text = told(MASK, backwards)
    assert "backwards" in [item.key for item in found.findings]
    assert "All bytes stand in the opposite order" in text


def test_an_error_of_php_itself_is_never_taken_for_a_mistake_of_the_catalogue() -> None:
    found, _ = told(READ_LENGTH, "function readLength(string $bytes): ?int\n{\n    return nothing();\n}\n")
    assert found.fault is Fault.RAISES
    assert [item for item in found.findings if item.witness == "model"] == []


def test_a_mistake_that_never_ends_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "DEADLINE", program.SPARE + 0.5)
    endless = Model("endless", MASK, edit("return ", "while (true) {\n    }\n    return "))
    assert outcomes(MASK, (endless,)) is None


def test_wrong_versions_in_php_are_caught_by_calls() -> None:
    calls = Calls.of(READ_LENGTH, [(b"\x81\x85",), (bytes.fromhex("81 7e 01 2c"),), ("no frame at all",)])
    caught = catching.catch(READ_LENGTH, calls)
    assert [item.gives.text for item in caught.tried][:2] == ["5", "300"]
    assert caught.tried[0].catches == (1,)
    assert 1 in caught.numbers
    assert caught.at_large
    assert all(caught.wrong_in)


def test_calls_of_a_php_function_are_shown_as_php_writes_them() -> None:
    text = " ".join(cells_catching.catch("readLength", b"\x81\x85").text.split())
    assert 'readLength("\\x81\\x85")' in text
    assert "Its arguments are $bytes" in cells_catching.catch("readLength", (b"a", b"b")).text


# --- errors of PHP's own, and what is said in between -------------------------------------------

OF_PHP = {
    "joined": ("return $payload + $maskingKey;", "A dot joins strings"),
    "number_of_byte": ("return chr($payload[0] & 0x7f);", "`ord` gives the number of a byte"),
    "calculated": (
        "return $payload ^ $maskingKey * 2;",  # the key begins with the digit 7
        "Before `^` something has calculated with a string: PHP warns of a `non-numeric value`.",
    ),
    "repeated": ("return $maskingKey ^ $payload * 2;", "`*` works on numbers. `str_repeat` repeats"),
    "numbers": (
        "return $payload ^ ($maskingKey - $payload);",
        "`-` works on numbers, and here stands a string that holds none.",
    ),
    "class": ("throw new Exception('x');", "needs a backslash in front there, as in `\\Exception`"),
    "private": ("new Deadline(2.0);", "`Deadline::in(5)` makes a deadline"),
    "function": (
        "return len($payload);",
        "There is no function `len`. Each `%%php` cell is a program of its own",
    ),
    "method": ("(new FrameReader(new MessageAssembler()))->read();", "A `FrameReader` has no `read`"),
    "constant": ("return $payload . GUID;", "A variable begins with `$`"),
    "no_object": ("return $maskingKey->value();", "`value()` is called on `string`, which is no object"),
    "no_return": ("$payload .= '';", "comes to its end without a `return`"),
    "returned": ("return 5;", "is to return `string`, and returns `int`"),
    "argument": ("return chr('a');", "Argument 1 of `chr` is to be `int`, and `string` is given"),
}


@pytest.mark.parametrize("key", OF_PHP)
def test_an_error_of_php_gets_words(key: str) -> None:
    line, words = OF_PHP[key]
    source = f"{HEAD}    {line}\n}}\n"
    assert f"php.{key}" in [finding.key for finding in verdict(source).findings]
    assert words in page(source)
    assert "given, called" not in page(source)


def test_every_pattern_of_php_is_tried() -> None:
    assert {key for key, _ in PHP_PATTERNS} == {*OF_PHP}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("return $payload ** $maskingKey;", "`**` works on numbers"),
        ("return $payload % 4;", "`%` works on numbers"),
        ("return 2 * $payload;", "`*` works on numbers. `str_repeat`"),
        ("return $payload / [];", ""),
        ("return $payload << 8;", "`<<` works on numbers"),
        ("return $payload & 15;", "`&` works on two numbers, or on two strings"),
    ],
)
def test_what_an_operator_works_on_is_told_by_its_kind(line: str, said: str) -> None:
    text = page(f"{HEAD}    {line}\n}}\n")
    assert said in text
    assert ("two strings;" in text) is ("& 15" in line)


@pytest.mark.parametrize(
    ("mistake", "name"),
    [
        ("$reader.nextFrame()", "nextFrame"),
        ("$reader->feed($stream.read($deadline))", "read"),
        ("$reader->nextFrame() . payload", "payload"),
        ("$this.reader().nextFrame()", ""),
    ],
)
def test_a_dot_in_the_place_of_an_arrow_is_told(mistake: str, name: str) -> None:
    source = reference.source(READ_FRAME).replace("    while (", f"    $dot = {mistake};\n    while (")
    text = told(READ_FRAME, source)[1]
    words = f"A method is called with `->`, and a property is read with it: `->{name}"
    assert (words in text) is bool(name)
    assert not (name and ("program of its own" in text or "would be a constant" in text))


def test_a_dot_in_the_place_of_an_arrow_is_told_in_a_free_cell(capsys: pytest.CaptureFixture[str]) -> None:
    cell = "$reader = new FrameReader(new MessageAssembler());\necho $reader.nextFrame();\n"
    assert not php_program.run_program([], cell)
    assert "A method is called with `->`" in capsys.readouterr().out
    assert not php_program.run_program([], "echo 'a'.nothing();\n")
    assert "`->`" not in capsys.readouterr().out


def test_a_semicolon_that_is_missing_is_asked_for() -> None:
    assert "Is the `;` missing at the end of line 4?" in page(HEAD + "    return $payload // all\n}\n")
    assert "`;`" not in page(HEAD + "    return ($payload;\n}\n").replace('";"', "")


def test_what_is_drawn_at_random_is_told_if_it_is_drawn() -> None:
    drawn = HEAD + "    // new\n    return $payload ^ str_repeat(random_bytes(4), strlen($payload));\n}\n"
    assert "Line 5 of the cell: `random_bytes` draws at random" in page(drawn)
    assert "at random" not in page(HEAD + "    random_bytes(4);\n    return strrev($payload);\n}\n")


ENCODE_LENGTH, ACCEPT = table.by_id("10.encode_length"), table.by_id("10.accept_value")
XOR = "$payload ^ str_repeat($maskingKey, strlen($payload))"
EACH = "for ($i = 0; $i < strlen($payload); $i++) {\n        $out .= $payload[$i] ^ $maskingKey[$i % 4];"
SLIPS_IN_PHP = {
    "static": (
        f"static $key;\n    $key ??= $maskingKey;\n    return {XOR.replace('$maskingKey', '$key')};",
        "`$key`",
    ),
    "quotes": (
        "return $payload ^ str_repeat('$maskingKey', strlen($payload));",
        "in single quotes `$maskingKey`",
    ),
    "return": (
        f"$out = '';\n    {EACH}\n        return $out;\n    }}\n    return $out;",
        "Line 7 of the cell: `return $out;`",
    ),
}


@pytest.mark.parametrize("key", SLIPS_IN_PHP)
def test_a_slip_is_told_by_its_line_where_every_example_passes_without_it(key: str) -> None:
    lines, words = SLIPS_IN_PHP[key]
    source = f"{HEAD}    {lines}\n}}\n"
    assert [item.key for item in verdict(source).findings] == [f"php.{key}", "already"]
    assert words in page(source)
    other = source.replace("strlen($payload)", "strlen($payload) - 1")
    assert f"php.{key}" not in [item.key for item in verdict(other).findings]


def test_an_error_that_is_made_and_not_thrown_and_a_byte_read_as_digits() -> None:
    right = reference.source(READ_LENGTH)
    not_thrown = right.replace("throw new ", "new ")
    assert "With `throw new ProtocolError(...)` every example passes" in told(READ_LENGTH, not_thrown)[1]
    digits = right.replace("ord($bytes[1])", "(int) $bytes[1]")
    assert "with `ord($bytes[1])` every example passes" in told(READ_LENGTH, digits)[1]


def test_what_stands_in_a_comment_is_no_slip() -> None:
    source = HEAD + "    // no static $key\n    return strrev($payload);\n}\n"
    assert "php.static" not in [item.key for item in verdict(source).findings]


def test_warnings_of_php_are_not_taken_for_what_an_answer_prints_without_end() -> None:
    kept = f"    $out = '';\n    {EACH.replace('$i % 4', 'intdiv($i, 4)')}\n    }}\n    return $out;\n}}\n"
    found = verdict(HEAD + kept)
    assert found.fault is not Fault.PRINT_FLOOD
    assert found.mistake == "key_byte_kept"
    assert (
        "Warning on line 6 of the cell: Uninitialized string offset 4" not in found.printed
    )  # five bytes: one index
    printed = HEAD + "    while (true) {\n        echo $payload, 'more';\n    }\n}\n"
    assert verdict(printed).fault is Fault.PRINT_FLOOD


def test_what_is_said_of_the_frames_that_are_masked_has_words() -> None:
    head = reference.source(ENCODE_LENGTH).replace("return match", "$head = match")
    longer = head.replace("\n    };", "\n    };\n    return $masked ? $head . '....' : $head;")
    assert "Where `$masked` is true: " in told(ENCODE_LENGTH, longer)[1]


def test_zero_bytes_that_are_left_out_are_not_said_to_be_cut_off_the_end() -> None:
    left_out = HEAD + f"    return str_replace(chr(0), '', {XOR});\n}}\n"
    assert verdict(left_out).mistake == "zero_bytes_left_out"
    assert verdict(left_out.replace("str_replace(chr(0), '', ", "trim(")).mistake == "trimmed"
    cut = left_out.replace("str_replace(chr(0), '', ", "rtrim(").replace("));\n}", "), chr(0));\n}")
    assert verdict(cut).mistake == "zero_bytes_cut"


def test_no_repeated_key_is_claimed_where_groups_of_four_are_walked() -> None:
    groups = """    $key = unpack('N', $maskingKey)[1];
    $out = '';
    for ($i = 0; $i + 4 <= strlen($payload); $i += 4) {
        $out .= pack('N', unpack('N', $payload, $i)[1] ^ $key);
    }
    return $out;
}
"""
    assert "bytes beyond the last whole four" in page(HEAD + groups)
    assert "The repeated key" not in page(HEAD + groups)


def test_a_masked_frame_that_is_refused_is_not_said_to_have_its_mask_bit_in_the_length() -> None:
    right = reference.source(READ_LENGTH)
    refused = right.replace(
        "    $short =",
        "    if (ord($bytes[1]) & 0x80) {\n        throw new ProtocolError('');\n    }\n    $short =",
    )
    found, text = told(READ_LENGTH, refused)
    assert found.mistake == "masked_refused"
    assert "is taken for a part of the length" not in text


def test_a_length_whose_sign_is_taken_off_is_rejected() -> None:
    positive = reference.source(READ_LENGTH).replace(
        "127 => unpack('J', $bytes, 2)[1]", "127 => (int) abs(unpack('J', $bytes, 2)[1])"
    )
    assert told(READ_LENGTH, positive)[0].mistake == "highest_bit_cleared"


def test_a_second_mistake_is_told_beside_an_error_of_php() -> None:
    kept = reference.source(READ_LENGTH).replace("return null", "return false").replace(" & 0x7F", "")
    kept = kept.replace("if (1 + strlen(", "if ($size > 2 && 1 + strlen(")
    text = told(READ_LENGTH, kept)[1]
    assert "is to return `?int`, and returns `false`. Where no error is raised: The mask bit" in text
    lost = reference.source(READ_FRAME).replace("StalledFrame(", "ConnectionLost(")
    text = told(READ_FRAME, lost.replace("return $frame;", "return $frame->payload;"))[1]
    assert "returns `string`. Besides: In the middle of a frame another kind of error is thrown" in text


def test_what_a_function_without_a_return_works_out_is_looked_at() -> None:
    head = "function acceptValue(string $key): string\n{\n"
    for line in ("echo base64_encode(sha1($key, true));", "$value = base64_encode(sha1($key, true));"):
        text = told(ACCEPT, f"{head}    {line}\n}}\n")[1]
        assert "comes to its end without a `return`. The key is hashed without the GUID." in text


def test_many_mistakes_run_in_one_php(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    start = program._start
    monkeypatch.setattr(program, "_start", lambda folder: started.append(folder) or start(folder))
    right, endless = reference.source(MASK), HEAD + "    while (true) {\n    }\n}\n"
    unread = HEAD + "    return $payload\n}\n"
    assert check.outcomes_of_sources(MASK, [right, HEAD + "    return '';\n}\n"])[0] == outcomes(MASK, ())
    assert len(started) <= 2
    monkeypatch.setattr(check, "DEADLINE", program.SPARE + 0.5)
    done = check.outcomes_of_sources(MASK, [right, endless, unread, right])
    assert [found is None for found in done] == [False, True, True, False]


def test_three_answers_with_three_errors_do_not_show_the_same_mistake(shown: list[str]) -> None:
    for line in ("return base64_encode();", "return $payload->x();", "return nothing();", "return 5;"):
        php_cell.php("", f"{HEAD}    {line}\n}}\n")
    for line in ("return strrev($payload);", "return ucfirst($payload);", "return $payload . 'x';"):
        php_cell.php("", f"{HEAD}    {line}\n}}\n")
    for line in ("return $payload", "return $payload;;)", "return = $payload;"):
        php_cell.php("", f"{HEAD}    {line}\n}}\n")
    assert not any("Three answers" in text for text in shown)
    for _ in range(3):
        php_cell.php("", f"{HEAD}    return strrev($payload);\n}}\n")
    assert "Three answers show the same mistake" in shown[-1]


def test_the_kits_own_does_not_stand_in_for_a_saved_function(shown: list[str]) -> None:
    php_cell.php("", BY_HAND)
    KERNEL_STATE.told.clear()
    php_cell.php("", HEAD + "    return $payload;\n}\n")
    assert "Your earlier, right answer is kept in `my_php/mask.php`" in shown[-1]
    assert "uses the kit's own" not in shown[-1]


def test_no_operator_is_claimed_that_the_answer_does_not_have() -> None:
    """The payload "0" alone raises no error: two mistakes give its 55 by chance, and one of them is OR."""
    loop = "for ($i = 0; $i < strlen($payload); $i++) {"
    step = "$out .= $payload[$i] ^ ord($maskingKey[$i % 4]);"
    text = page(f"{HEAD}    $out = '';\n    {loop}\n        {step}\n    }}\n    return $out;\n}}\n")
    assert "`ord` gives the number of a byte" in text
    assert "OR" not in text.split("Until")[0] and "decimal digits" not in text


@pytest.mark.parametrize(
    ("source", "operators"),
    [
        ("$a ^ $b;", {"^"}),
        ("$a && $b || $c;", set()),
        ('// $a | $b\n\'a | b\' . "& \\" &";', set()),
        ("'it\\'s' | $b & 'x // y';", {"|", "&"}),
    ],
)
def test_operators_on_bits_are_found_in_code_alone(source: str, operators: set[str]) -> None:
    assert php_text.bitwise_in(source) == operators


def test_one_read_without_a_loop_is_named() -> None:
    once = """\
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    $bytes = $stream->read($deadline);
    if ($bytes !== null) {
        $reader->feed($bytes);
    }
    return $reader->nextFrame();
}
"""
    assert "It reads at once, and it reads once." in told(READ_FRAME, once)[1]


# --- a cell that is not about an exercise by name -------------------------------------------------


def test_a_function_that_was_renamed_is_told_by_its_parameters(shown: list[str]) -> None:
    php_cell.php("", BY_HAND.replace("function mask(", "function turned("))
    assert "No exercise is called `turned`. `mask` has the same parameters: is it meant?" in shown[0]


def test_functions_that_nothing_calls_are_told(shown: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    php_cell.php("", "function twice(int $n): int\n{\n    return 2 * $n;\n}\n")
    assert "This cell defines `twice`, and nothing in it calls it." in shown[0]
    php_cell.php("", BY_HAND.replace("function mask(", "function slow(") + "echo slow('a', 'abcd');\n")
    assert len(shown) == 1 and capsys.readouterr().out == "\0"


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (BY_HAND, 1),
        (WITH_HELPER, 2),
        (BY_HAND + "// }\n", 1),
        (BY_HAND + "echo '{';\n", 0),
        ("if (true) {\n    function a() {}\n}\n", 0),
        ("echo 1;\n" + BY_HAND, 0),
        ("function a() {", 0),
        ("#[Pure([1])]\nfunction &a() { return '}'; } // all\n" + BY_HAND, 2),
        ("function a() { return <<<X\n    }\n    X; }\n", 1),
        ("", 0),
    ],
)
def test_a_cell_with_functions_alone_is_known(cell: str, number: int) -> None:
    assert len(php_declared.functions_of(cell)) == number


@pytest.mark.parametrize(
    ("cell", "is_php"),
    [
        (BY_HAND, True),
        ("$a = 1;\necho $a;\n", True),
        ("<?php\necho 1;\n", True),
        ("%%php\n$a = 1;\n", False),
        ("print('a');\nx = = 1\n", False),
        ("function f(a) { return a; }\n", False),
    ],
)
def test_php_without_its_magic_is_known(cell: str, is_php: bool) -> None:
    assert php_text.is_without_magic(cell) is is_php


def test_answers_are_forgotten_and_a_file_edited_by_hand_is_kept(work: Path) -> None:
    php_files.save(MASK, Solved(BY_HAND))
    assert php_files.forget([MASK]) == [Solved(BY_HAND)]
    assert records.load(work).solved == {} and list((work / "my_php").iterdir()) == []
    php_files.save(MASK, Solved(BY_HAND))
    (work / "my_php" / "mask.php").write_text("mine")
    php_files.forget([MASK])
    assert [path.name for path in (work / "my_php").iterdir()] == ["mask.php.kept-1"]


def test_two_accept_values_are_compared_by_their_letters() -> None:
    right = reference.source(ACCEPT)
    text = told(ACCEPT, right.replace("base64_encode(", "bin2hex("))[1]
    assert 'expected returns "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" │ received returns "b37a4f2cc0624f' in text
    assert "73 33 70" not in text


def test_the_byte_7e_is_written_in_hex() -> None:
    assert php_text.php_text(b"\x81~\x01,") == '"\\x81\\x7e\\x01\\x2c"'


# --- what of a cell is kept -----------------------------------------------------------------------

DECLARED = """\
use function strlen;
const A = 1, B = ['x' => 2];
define('C', 3);
/** {{ */
#[\\Deprecated([1])]
function &turned(): string { echo '}}', "{{"; return <<<X
    it's } here
    X;
}; // all
abstract class Shape { const Z = 1; function page() { ?> don't { <?php } }
enum Suit: string { case Hearts = 'h'; }
"""
BESIDE = [
    "echo 1, '}', \"\\n\"; // function no() {}\n",
    "// tries it\necho functions(1);\n",
    "if (true) {\n    function inner() {}\n} else {\n    echo 2;\n}\n",
    "for ($i = 0; $i < 3; $i++) { echo $i; }\n",
    "$turn = function () { return 1; };\n",
    "exit('bye');\n",
    "?>\nit's a page {\n<?php\n",
    "print <<<X\n  function a() {}\n  X;\n",
]


def test_declarations_are_kept_as_they_are() -> None:
    assert php_declared.declarations_of(DECLARED) == DECLARED
    assert php_declared.declarations_of(WITH_HELPER + "// all\n") == WITH_HELPER + "// all\n"


@pytest.mark.parametrize("beside", BESIDE)
def test_what_stands_beside_the_declarations_leaves_its_lines_empty(beside: str) -> None:
    empty = "\n" * beside.count("\n")
    for before, after in (("", DECLARED), (DECLARED, ""), (BY_HAND, DECLARED)):
        kept = php_declared.declarations_of(before + beside + after)
        assert kept.replace(";", "") == (before + empty + after).replace(";", "")
        assert php_declared.declarations_of(kept) == kept


def test_what_is_left_out_of_one_line_leaves_the_rest() -> None:
    cell = "echo 1; /* of\n it */ function a() {} echo 2; function b() {}"
    assert php_declared.declarations_of(cell) == " /* of\n it */ function a() {} function b() {}"


def test_names_are_those_of_the_declarations() -> None:
    names = php_declared.names_declared_in(DECLARED + "function Big() { const_of(); }\necho 1;\n$x = 5;\n")
    assert names == {
        ("const", "A"): "A",
        ("const", "B"): "B",
        ("define", "C"): "C",
        ("function", "turned"): "turned",
        ("type", "shape"): "Shape",
        ("type", "suit"): "Suit",
        ("function", "big"): "Big",
    }


LEFT_OUT = "What stands beside the functions is not run, and not kept: call yours from a cell of its own."


def test_what_stands_beside_a_right_function_is_not_saved(shown: list[str], work: Path) -> None:
    php_cell.php("", f"echo 'tried';\n{BY_HAND}echo bin2hex(mask('abcde', 'wxyz'));\nexit('bye');\n")
    php_cell.php("", BY_HAND)
    assert "mask: right" in shown[0] and LEFT_OUT in shown[0] and "tried" not in shown[0]
    assert LEFT_OUT not in shown[1]
    saved = (work / "my_php" / "mask.php").read_text()
    assert saved.endswith("return $masked;\n}\n") and "echo" not in saved


def test_what_is_checked_is_what_is_kept(shown: list[str]) -> None:
    counted = BY_HAND.replace("$i % 4", "$i % $four").replace("    // one", "    global $four;\n    // one")
    php_cell.php("", f"$four = 4;\n{counted}")
    assert "mask: not right yet" in shown[0] and LEFT_OUT in shown[0]
    assert "Line 9" in shown[0] and "% $four" in shown[0]


def test_a_cell_that_php_cannot_read_is_told_by_its_line(shown: list[str]) -> None:
    php_cell.php("", BY_HAND + "echo 1\necho 2;\n")
    php_cell.php("", BY_HAND + "echo (1;\n")
    php_cell.php("", "<?php\n" + BY_HAND)
    php_cell.php("", "echo 1;\n" + BY_HAND.replace("return $masked;", "return $masked"))
    assert "PHP cannot read line 12 of this cell" in shown[0]
    assert "Is the `;` missing at the end of line 11?" in shown[0]
    assert "PHP cannot read line 11 of this cell" in shown[1]
    assert "PHP cannot read line 2 of this cell" in shown[2]
    assert "PHP cannot read line 11 of this cell" in shown[3]
    assert all(LEFT_OUT in text for text in shown)


def test_a_stub_with_a_call_below_is_not_written_yet(shown: list[str]) -> None:
    php_cell.php("", reference.stub(MASK).removeprefix("%%php\n") + "echo mask('a', 'abcd');\n")
    assert "mask: not written yet" in shown[0]


def test_a_right_function_that_prints_says_so(shown: list[str]) -> None:
    php_cell.php("", BY_HAND.replace("    // one", "    echo 'look';\n    // one"))
    php_cell.php("", BY_HAND.replace("    // one", "    echo $payload === '' ? 'empty' : '';\n    // one"))
    php_cell.php("", BY_HAND.replace("    // one", "    $a = $nothing;\n    // one"))
    prints = "What it prints stands in every program that calls it"
    assert prints in shown[0] and "Meanwhile it printed: look" in shown[0]
    assert prints in shown[1] and "empty" in shown[1]
    assert prints not in shown[2] and "Warning on line" in shown[2]


HELPERS = {
    "function": ("function turn(): void {}\n", "function TURN() {}\n", "turn"),
    "class": ("final class Turn {}\n", "interface turn {}\n", "Turn"),
    "enum": ("enum Turn { case Left; }\n", "trait Turn {}\n", "Turn"),
    "const": ("const FOUR = 4;\n", "const SIX = 6, FOUR = 4;\n", "FOUR"),
    "define": ("define('FOUR', 4);\n", 'define("FOUR", 4);\n', "FOUR"),
}


@pytest.mark.parametrize(("mine", "other", "name"), HELPERS.values(), ids=HELPERS)
def test_a_name_of_another_saved_answer_is_not_declared_twice(
    mine: str, other: str, name: str, shown: list[str], work: Path
) -> None:
    php_files.save(ACCEPT, Solved(other + reference.source(ACCEPT)))
    php_cell.php("", mine + BY_HAND)
    php_cell.php("", mine.replace(name, "another") + BY_HAND)
    php_cell.php("", mine.replace(name, "yet_another") + BY_HAND)
    assert "mask: right" in shown[0]
    words = f"`{name}` stands in your answer to `acceptValue` as well, in `my_php/acceptValue.php`"
    assert f"It is not saved. {words}" in shown[0]
    assert "Rename one of them and run this cell again." in shown[0]
    assert "not saved" not in shown[1] + shown[2]
    assert "yet_another" in (work / "my_php" / "mask.php").read_text()


def test_names_of_different_kinds_and_cases_are_no_clash(work: Path) -> None:
    php_files.save(ACCEPT, Solved("const four = 4;\nfunction FOUR() {}\n" + reference.source(ACCEPT)))
    php_files.save(MASK, Solved("const FOUR = 4;\nfinal class Four {}\n" + BY_HAND))
    assert len(records.load(work).solved) == 2


def test_a_class_of_the_clients_own_is_not_declared_twice(shown: list[str], work: Path) -> None:
    """The client loads it only where it is used: in the check of this function it is not."""
    php_cell.php("", "final class message { public int $i = 4; }\n" + BY_HAND)
    assert "It is not saved. `message` is a name of the PHP client's own, in `Message.php`." in shown[0]
    assert not (work / "my_php" / "mask.php").exists()


@pytest.mark.parametrize("line", ["exit('bye');\n", "die;\n", "define('A', exit('bye'));\n"])
def test_an_end_beside_the_function_is_told_to_end_php(line: str) -> None:
    assert verdict(BY_HAND + line).fault is Fault.CRASHED
    text = page(BY_HAND + line)
    assert "The cell ends PHP itself, before the function is called" in text and "Python" not in text


def test_memory_that_is_asked_for_beside_the_function_is_that_of_php() -> None:
    assert "the kit gives PHP (128 MB)" in page(BY_HAND + "define('A', str_repeat('a', 1 << 30));\n")


def test_an_end_beside_the_function_in_a_cell_is_left_out(shown: list[str]) -> None:
    php_cell.php("", BY_HAND + "exit('bye');\n")
    php_cell.php("", BY_HAND + "define('A', exit('bye'));\n")
    assert "mask: right" in shown[0] and LEFT_OUT in shown[0]
    assert "The cell ends PHP itself" in shown[1]


BY_BRANCHES = """\
function readLength(string $bytes): ?int
{
    if (strlen($bytes) < 2) return null;
    $n = ord($bytes[1]);
    if ($n < 126) return $n;
    if ($n === 126) {
        if (strlen($bytes) < 4) return null;
        $length = unpack('n', $bytes, 2)[1];
        if ($length < 126) throw new ProtocolError('');
        return $length;
    }
    if (strlen($bytes) < 10) return null;
    $length = unpack('J', $bytes, 2)[1];
    if ($length < 65536) throw new ProtocolError('');
    return $length;
}
"""
WAITS = "until the masking key is there"


def test_a_mask_bit_that_leads_into_the_last_branch_is_not_told_as_waiting_for_the_key() -> None:
    found, text = told(READ_LENGTH, BY_BRANCHES)
    assert found.mistake == "mask_bit_kept"
    assert "The mask bit is taken for a part of the length." in text and WAITS not in text
    right = BY_BRANCHES.replace("ord($bytes[1])", "ord($bytes[1]) & 127")
    assert judge(READ_LENGTH, Submission(READ_LENGTH.id, right, 2)).right
    waits = "$n = ord($bytes[1]) & 127;\n    if (ord($bytes[1]) > 127 && strlen($bytes) < 6) return null;"
    assert WAITS in told(READ_LENGTH, BY_BRANCHES.replace("$n = ord($bytes[1]);", waits))[1]


@pytest.mark.parametrize("code", ["n", "J"])
def test_a_length_that_is_read_one_byte_too_early_is_named(code: str) -> None:
    early = BY_BRANCHES.replace("ord($bytes[1])", "ord($bytes[1]) & 127")
    text = told(READ_LENGTH, early.replace(f"'{code}', $bytes, 2", f"'{code}', $bytes, 1"))[1]
    assert "`unpack` begins at byte 1, one byte too early" in text


def test_a_value_of_another_type_out_of_a_match_is_shown_with_the_whole_return() -> None:
    wrong = reference.source(ENCODE_LENGTH).replace("pack('C', $mask | $length)", "$mask | $length")
    text = told(ENCODE_LENGTH, wrong)[1]
    first = wrong[: wrong.index("return match")].count("\n") + 2
    assert (
        f"From line {first} of the cell to line {first + 4}: return match (true) {{ $length <= 125 =>" in text
    )
    short = told(ENCODE_LENGTH, wrong.partition("{")[0] + "{\n    return 5;\n}\n")[1]
    assert "of the cell: return 5;" in short and "to line" not in short


@pytest.mark.parametrize(
    ("cell", "line", "lines"),
    [
        ("f();\nreturn g(\n  1,\n  2\n);\nh();", 4, (2, 5)),
        ("return fn () => match (1) {\n  1 => function () {\n    return 2;\n  },\n  2 => 3,\n};", 5, (1, 6)),
        ("return fn () => match (1) {\n  1 => function () {\n    return 2;\n  },\n  2 => 3,\n};", 3, (3, 3)),
        ("f(\n  1\n);", 2, (2, 2)),
        ("// return\nf('return');\nreturn 1\n", 3, (3, 4)),
    ],
)
def test_the_lines_of_a_return_are_found(cell: str, line: int, lines: tuple[int, int]) -> None:
    assert php_declared.return_at(cell, line) == lines


def test_a_refusal_of_all_eight_bytes_is_no_limit_of_its_own() -> None:
    right = BY_BRANCHES.replace("ord($bytes[1])", "ord($bytes[1]) & 127")
    for change in (("$length < 65536", "$n === 127"), ("'J', $bytes, 2", "'J', $bytes")):
        text = told(READ_LENGTH, right.replace(*change))[1]
        assert "a limit of its own" not in text and "in its shortest form is refused" not in text


@pytest.mark.parametrize("code", ["n", "J"])
def test_an_item_0_of_unpack_is_told_by_its_line(code: str) -> None:
    right = BY_BRANCHES.replace("ord($bytes[1])", "ord($bytes[1]) & 127")
    wrong = right.replace(f"'{code}', $bytes, 2)[1]", f"'{code}', $bytes, 2)[0]")
    line = wrong[: wrong.index(")[0]")].count("\n") + 2
    assert f"Line {line} of the cell: `unpack` counts from 1." in told(READ_LENGTH, wrong)[1]


def test_an_error_of_php_in_another_example_is_told_with_the_mistake() -> None:
    head = reference.source(READ_FRAME).partition("{")[0]
    once = head + "{\n    $reader->feed($stream->read($deadline));\n    return $reader->nextFrame();\n}\n"
    text = told(READ_FRAME, once)[1]
    assert "Likely mistake: It reads at once, and it reads once." in text
    assert "In another example" in text
    assert "Argument 1 of `FrameReader::feed` is to be `string`, and `null` is given." in text


def test_a_stalled_frame_after_a_read_is_not_said_to_come_before_it() -> None:
    wrong = reference.source(READ_FRAME).replace(
        "$reader->feed($bytes);",
        "$reader->feed($bytes);\n            if ($reader->isInsideFrame()) throw new StalledFrame('');",
    )
    text = told(READ_FRAME, wrong)[1]
    assert "`StalledFrame` is thrown where a read has brought bytes." in text
    assert "before anything is read" not in text


def test_reading_first_is_named_also_where_null_is_given_always() -> None:
    source = """\
function readFrame(ByteStream $stream, FrameReader $reader, Deadline $deadline): ?Frame
{
    while (true) {
        $bytes = $stream->read($deadline);
        if ($bytes === null) {
            return null;
        }
        $reader->feed($bytes);
        $frame = $reader->nextFrame();
        if ($frame !== null) {
            return $frame;
        }
    }
}
"""
    text = told(READ_FRAME, source)[1]
    assert "It reads before it asks the reader." in text and "throw a `StalledFrame` there" in text
    stalls = "if ($reader->isInsideFrame()) throw new StalledFrame('');\n            return null;"
    text = told(READ_FRAME, source.replace("return null;", stalls))[1]
    assert "It reads before it asks the reader." in text and "StalledFrame` there" not in text
