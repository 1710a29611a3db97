"""A `%%php` cell runs a program: what it prints comes at once, and an error has its line."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config
from waiting import wait_until

from framebyframe.lesson.cells import php_cell, php_program
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.keeping import php_files
from framebyframe.lesson.keeping.records import Solved
from framebyframe.peers import running
from framebyframe.peers.errors import PeerMissing

MASK, ACCEPT = table.by_id("10.mask"), table.by_id("10.accept_value")


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The text of every page that a cell shows."""
    found: list[str] = []
    monkeypatch.setattr(php_program, "present", lambda page: found.append(" ".join(page.text.split())))
    return found


def test_what_it_prints_is_printed(capsys: pytest.CaptureFixture[str], pages: list[str]) -> None:
    php_cell.php(
        "", "echo 'Grüße ', PHP_VERSION_ID > 80100 ? 'new' : 'old';\nfwrite(STDERR, \"beside\\n\");\n"
    )
    said = capsys.readouterr()
    assert said.out == "Grüße new"
    assert said.err == "beside\n"
    assert pages == []


def test_it_is_given_arguments_and_knows_the_client(capsys: pytest.CaptureFixture[str]) -> None:
    php_cell.php(
        "ws://127.0.0.1:1 'two words'", "echo $argc, ' ', $argv[2], ' ', bin2hex(mask('a', 'bbbb'));"
    )
    assert capsys.readouterr().out == "3 two words 03"


def test_output_comes_while_the_program_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each line waits until the one before has been seen."""
    seen: list[str] = []
    monkeypatch.setattr(php_program, "print", lambda *text, **_: seen.extend(text), raising=False)
    look = "usleep(1000); clearstatcache();"
    program = f"echo 'first';\nwhile (!is_file($argv[1])) {{ {look} }}\necho 'second';\n"
    mark = tmp_path / "seen"

    def answer() -> None:
        wait_until(lambda: "first" in seen)
        mark.write_text("")

    thread = threading.Thread(target=answer)
    thread.start()
    php_cell.php(str(mark), program)
    thread.join()
    assert [text for text in seen if text] == ["first", "second"]


ERRORS = {
    "thrown": ("echo 1;\nthrow new \\LogicException('no');\n", "LogicException`: no Line 3 of the cell"),
    "php's own": ("\n\nintdiv(1, 0);\n", "DivisionByZeroError`: Division by zero Line 4"),
    "in the kit": ("\nnew RpcClient('nowhere');\n", "`: 'nowhere' is not a WebSocket URL"),
    "line of a call into the kit": ("\nnew RpcClient('nowhere');\n", "Line 3 of the cell"),
    "syntax": ("echo 1\necho 2;\n", "PHP cannot read line 3 of this cell: unexpected token"),
    "semicolon": ("echo 1\necho 2;\n", "Is the `;` missing at the end of line 2?"),
    "twice": ("function a() {}\nfunction a() {}\n", "a() Line 3 of the cell"),
    "the client's own": ("function mask() {}\n", "`mask` is a name of the PHP client's own, in `mask.php`"),
    "memory": ("$all = str_repeat('a', 1 << 40);\n", "Allowed memory size"),
}


@pytest.mark.parametrize(("program", "words"), ERRORS.values(), ids=ERRORS)
def test_an_error_is_told_with_its_line(program: str, words: str, pages: list[str]) -> None:
    php_program.run_program([], program)
    [page] = pages
    assert "PHP stopped" in page
    assert words in page


def test_a_warning_has_its_line_too(capsys: pytest.CaptureFixture[str], pages: list[str]) -> None:
    php_cell.php("", "\necho $nothing . 'goes on';\n")
    said = capsys.readouterr()
    assert said.out == "goes on"
    assert said.err == "Line 3 of the cell: Undefined variable $nothing\n"
    assert pages == []


def test_a_program_without_end_is_stopped(pages: list[str]) -> None:
    start = time.monotonic()
    php_cell.php("--timeout 0.5", "while (true) {\n}\n")
    assert time.monotonic() - start < php_program.TIMEOUT
    assert "It was stopped after 0.5 seconds" in pages[0]


def test_a_flood_is_stopped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], pages: list[str]
) -> None:
    monkeypatch.setattr(php_program, "FLOOD", 1000)
    php_cell.php("", "while (true) {\n    echo 'on and on ';\n}\n")
    assert "prints without end" in pages[0]
    assert capsys.readouterr().out.startswith("on and on")


def test_an_option_that_is_none_is_told(pages: list[str]) -> None:
    php_cell.php("--timeout soon", "echo 1;")
    php_cell.php("--timeout 0", "echo 1;")
    php_cell.php("--times 3", "echo 1;")
    assert all("The line `%%php` cannot be read" in page for page in pages)
    assert len(pages) == 3


def test_an_interrupt_ends_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    begin = running.LeashedPhp.__enter__

    def remember(program: running.LeashedPhp) -> running.LeashedPhp:
        started.append(program._process.pid)
        return begin(program)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running.LeashedPhp, "__enter__", remember)
    monkeypatch.setattr(php_program, "_show", interrupt)
    with pytest.raises(KeyboardInterrupt):
        php_cell.php("", "while (true) {\n}\n")
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)


def test_without_php_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, pages: list[str]) -> None:
    def missing() -> None:
        raise PeerMissing("PHP", ["php on the PATH: not there"], "python3 kit.py lab", "apt-get install php")

    monkeypatch.setattr(running, "find_php", missing)
    php_cell.php("", "echo 1;")
    assert "PHP cannot be started here. PHP was not found." in pages[0]


def test_a_program_runs_on_the_learners_functions(
    work: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(php_files.ENVIRONMENT, raising=False)
    program = "echo basename(dirname((new \\ReflectionFunction('FrameByFrame\\mask'))->getFileName()));\n"
    assert php_files.use() == []
    php_cell.php("", program)
    php_files.save(MASK, Solved(reference.source(MASK)))
    assert php_files.use() == ["mask"]
    php_cell.php("", program)
    php_files.use_kits_own()
    php_cell.php("", program)
    assert capsys.readouterr().out == "srcmy_phpsrc"


SAVED = "function turn(): void {}\nfinal class Kept {}\nconst FOUR = 4;\n"
REDECLARED = {
    "function": ("echo 1;\nfunction TURN() {}\n", "TURN", 3),
    "class": ("interface kept {}\n", "kept", 2),
    "beside a name that is not loaded": ("final class Message {}\nfunction turn() {}\n", "turn", 3),
}


@pytest.mark.parametrize(("program", "name", "line"), REDECLARED.values(), ids=REDECLARED)
def test_a_name_of_a_saved_answer_is_told_with_its_file(
    program: str, name: str, line: int, pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(php_files.ENVIRONMENT, "")
    php_files.save(ACCEPT, Solved(SAVED + reference.source(ACCEPT)))
    php_files.use()
    php_cell.php("", program)
    words = f"`{name}` stands in your answer to `acceptValue` as well, in `my_php/acceptValue.php`"
    assert words in pages[0]
    assert f"Line {line} of the cell" in pages[0]


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("Cannot redeclare turn()", "turn"),  # PHP 8.1
        ("Cannot declare class Kept, because the name is already in use", "Kept"),
        ("Cannot redeclare function turn()", "turn"),  # PHP 8.4
        ("Cannot redeclare class Kept", "Kept"),
        ("Cannot redeclare Kept::turn()", None),
    ],
)
def test_what_php_says_of_a_name_that_it_knows_is_read(message: str, name: str | None) -> None:
    found = php_program.DECLARED_TWICE.match(message)
    assert (found and found[1]) == name


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> InteractiveShell:
    """A notebook that knows `%%php` and a node."""
    shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
    shell.register_magic_function(php_cell.php, "cell")
    shell.user_ns["node"] = SimpleNamespace(url="ws://here")
    monkeypatch.setattr(sys.modules["IPython"], "get_ipython", lambda: shell)
    return shell


BRACES = {
    "known": ("{node.url}", "ws://here", ""),
    "unknown": (
        "{server.url} x",
        "",
        "The name `server` is not known yet. Run the cell that makes it first.",
    ),
    "one of two": ("{node.url} --timeout {limit}", "", "The name `limit` is not known yet."),
    "inside an expression": ("'{nodes[\"a\"].url + 1}'", "", "The name `nodes` is not known yet."),
    "attribute": ("{node.address}", "", "`node` has no `address`."),
    "literal": ("{{node.url}}", "{node.url}", ""),
    "json": ("'{\"id\": 7}'", '{"id": 7}', ""),
}


@pytest.mark.parametrize(("line", "printed", "words"), BRACES.values(), ids=BRACES)
def test_a_name_in_braces_that_is_not_known_is_told(
    line: str,
    printed: str,
    words: str,
    shell: InteractiveShell,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """IPython hands the whole line on as it is where it cannot put a value for one of the braces."""
    told: list[str] = []
    monkeypatch.setattr(php_cell, "present", lambda page: told.append(" ".join(page.text.split())))
    shell.run_cell_magic("php", line, "echo $argv[1];\n")
    assert capsys.readouterr().out == printed
    assert (words in told[0]) if words else not told
