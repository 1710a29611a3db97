"""The learner's package: whole at every moment, and usable without the kit."""

from __future__ import annotations

import errno
import importlib
import json
import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import filelock
import pytest
from running_servers import launch

import framebyframe
from framebyframe import peers
from framebyframe.lesson.cells.mine import mend, use
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.declaring.exercise import Chapter, Exercise
from framebyframe.lesson.keeping import folder, package, records, saved
from framebyframe.lesson.keeping.carrying import Carried
from framebyframe.lesson.keeping.records import Solved
from framebyframe.lesson.keeping.saved import bound_names
from framebyframe.rpc import RemoteError, RpcClient, RpcTimeout
from framebyframe.rpc.messages import ABSENT
from framebyframe.wire import Connection, Frame, Opcode, Role

[LENGTH], [FRAME] = table.named("encode_length"), table.named("encode_frame")

MINE = """\
def encode_length(length: int, masked: bool) -> bytes:
    # mine
    mask = 0x80 if masked else 0
    if length < 126:
        return bytes([mask | length])
    if length < 65536:
        return bytes([mask | 126]) + length.to_bytes(2, "big")
    return bytes([mask | 127]) + length.to_bytes(8, "big")
"""

WITH_HELPER = MINE.replace('length.to_bytes(2, "big")', "pack(length)")
HELPER = Carried("pack", 'def pack(length):\n    return length.to_bytes(2, "big")\n')


@pytest.fixture
def frames(work: Path) -> Path:
    """The file of encode_length in the package."""
    return work / "my_websocket/wire/frames.py"


def outside(work: Path, program: str) -> str:
    """Run a program beside the package in a Python without the kit."""
    done = subprocess.run([sys.executable, "-S", "-c", program], cwd=work, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


FRAME_OUT = """
from my_websocket.wire import Frame, Opcode, encode_frame
print(encode_frame(Frame(Opcode.TEXT, b"Hello")).hex())
"""


def test_it_works_without_jupyter_and_without_the_kit(work: Path, frames: Path) -> None:
    package.save(LENGTH, Solved(MINE))
    assert outside(work, FRAME_OUT) == "810548656c6c6f"
    assert "# mine" in frames.read_text()


def test_everything_else_in_a_module_is_the_reference(frames: Path) -> None:
    package.save(LENGTH, Solved(MINE))
    reference_text = Path(reference.module(LENGTH).__file__ or "").read_text()
    theirs, ours = frames.read_text().splitlines(), reference_text.splitlines()
    stub = ["from ..answer_key import from_answer_key", "@from_answer_key", "    ..."]
    assert [line for line in theirs if line not in ours and line not in stub] == [
        line for line in MINE.splitlines() if line not in ours
    ]


# --- the answer key -------------------------------------------------------------------------------


def test_what_is_not_written_yet_stands_in_the_answer_key_alone(work: Path, frames: Path) -> None:
    package.save(LENGTH, Solved(MINE))
    body = "return encode_header(frame) + frame.payload"
    assert body in reference.source(FRAME)
    files = [path for path in work.rglob("*.*") if path.is_file() and path.suffix != ".pyc"]
    holders = [path.relative_to(work) for path in files if body in path.read_text()]
    assert holders == [Path("my_websocket/answer_key/wire/frames/encode_frame.txt")]
    assert "@from_answer_key\ndef encode_frame(frame: Frame) -> bytes:\n" in frames.read_text()
    assert "from_answer_key\ndef encode_length" not in frames.read_text()
    assert outside(work, FRAME_OUT) == "810548656c6c6f"
    package.save(FRAME, Solved(reference.source(FRAME)))
    assert not (work / holders[0]).exists()
    assert "@from_answer_key\ndef encode_frame" not in frames.read_text()


def test_the_answer_key_calls_what_the_learner_wrote(work: Path) -> None:
    package.save(LENGTH, Solved(MINE.replace("    # mine", "    print('mine', length)")))
    assert outside(work, FRAME_OUT) == "mine 5\n810548656c6c6f"


def test_a_traceback_prints_no_line_of_the_answer_key(work: Path) -> None:
    package.use()
    program = FRAME_OUT.replace('b"Hello"', 'b"Hello", masking_key=b"abc"')
    done = subprocess.run([sys.executable, "-S", "-c", program], cwd=work, capture_output=True, text=True)
    assert "InvalidFrame: a masking key has 4 bytes, this one 3" in done.stderr
    assert 'File "<the answer key>", line 12, in encode_frame' in done.stderr
    assert "encode_header(frame)" not in done.stderr and "raise" not in done.stderr


def test_an_answer_put_into_an_edited_file_takes_the_place_of_its_stub(frames: Path) -> None:
    package.save(LENGTH, Solved(MINE))
    frames.write_text(frames.read_text() + "\n# a thought of my own\n")
    package.save(FRAME, Solved(reference.source(FRAME)))
    assert "@from_answer_key\ndef encode_header" in frames.read_text()
    assert "@from_answer_key\ndef encode_frame" not in frames.read_text()
    assert use("mine").wire.encode_frame(Frame(Opcode.TEXT)) == b"\x81\x00"


def test_a_key_that_is_gone_is_named(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package.use()
    key = work / "my_websocket/answer_key/wire/frames/encode_frame.txt"
    key.write_text("def (")
    package.use()
    assert key.read_text() == reference.source(FRAME)
    key.unlink()
    message = "encode_frame is not in the answer key: encode_frame.txt is missing"
    done = subprocess.run([sys.executable, "-S", "-c", FRAME_OUT], cwd=work, capture_output=True, text=True)
    assert f"ImportError: {message}" in done.stderr
    assert use("mine").wire.encode_frame(Frame(Opcode.TEXT)) == b"\x81\x00"  # it is written again


def test_the_package_says_how_many_functions_of_a_chapter_are_the_learners(work: Path) -> None:
    kits_own = "The others are the kit's own."
    assert use("mine").whose("02") == f"Yours, of the functions of chapter 02: 0 of 4. {kits_own}"
    package.save(LENGTH, Solved(MINE))
    assert use("mine").whose("02") == f"Yours, of the functions of chapter 02: 1 of 4. {kits_own}"
    assert use("mine").whose("05") == f"Yours, of the functions of chapter 05: 0 of 7. {kits_own}"
    assert use("reference").whose("02").startswith("Yours, of the functions of chapter 02: 0 of 4.")
    for exercise in table.in_python():
        if exercise.chapter == "02":
            package.save(exercise, Solved(reference.source(exercise)))
    assert use("mine").whose("02") == "Yours, of the functions of chapter 02: all 4."
    assert use("mine").whose("00") == "Chapter 00 asks for no function of this package."


METHOD = Exercise("99.ping", "framebyframe.wire.connection:Connection.receive_ping", "RFC", [], {})
INIT = Exercise("99.init", "framebyframe.wire.errors:HandshakeFault.__init__", "RFC", [], {})


@pytest.fixture
def with_a_method(monkeypatch: pytest.MonkeyPatch) -> None:
    chapter = Chapter("99", (METHOD, INIT))
    monkeypatch.setattr(table, "chapters", lambda: (chapter,))


@pytest.mark.usefixtures("with_a_method")
def test_a_method_comes_from_the_answer_key(work: Path) -> None:
    package.use()
    connection = (work / "my_websocket/wire/connection.py").read_text()
    assert "    @from_answer_key\n    def receive_ping(self" in connection
    program = """
from my_websocket.wire import Connection, Role
connection, events = Connection(Role.SERVER), []
connection.receive_ping(b"Hi", events)
print(events, connection.data_to_send(), Connection.receive_ping.__qualname__)
"""
    said = "[PingReceived(payload=b'Hi')] b'\\x8a\\x02Hi' Connection.receive_ping"
    assert outside(work, program) == said
    package.save(METHOD, Solved(reference.source(METHOD)))
    assert outside(work, program) == said
    assert not list((work / "my_websocket/answer_key").rglob("*.txt"))


@pytest.mark.usefixtures("with_a_method")
def test_what_needs_its_class_around_it_is_not_hidden(work: Path) -> None:
    package.use()
    assert "super().__init__" in (work / "my_websocket/wire/errors.py").read_text()


# --- everything in it works without the kit -------------------------------------------------------

EVERY_MODULE = """
import importlib, pkgutil, sys
import my_websocket
names = [item.name for item in pkgutil.walk_packages(my_websocket.__path__, "my_websocket.")]
for name in names:
    importlib.import_module(name)
known = sys.stdlib_module_names | {"my_websocket"}
strangers = {name.partition(".")[0] for name in sys.modules} - known
print(len(names), sorted(name for name in strangers if not name.startswith("__")))
"""

A_CALL = """
import sys
from my_websocket.rpc import RpcClient
with RpcClient(sys.argv[1]) as client:
    print(client.call("echo", text="Hello", size=70000)["text"])
"""


def files_of(part: str) -> int:
    return len(list((Path(framebyframe.__file__).parent / part).rglob("*.py")))


def test_every_module_is_imported_in_a_bare_python(work: Path) -> None:
    package.save(LENGTH, Solved(MINE))
    count = sum(map(files_of, package.PARTS)) + 2  # and the answer key, and the program
    assert outside(work, EVERY_MODULE) == f"{count} []"


@pytest.mark.parametrize("peer", ["node_server", "pyserver", "my_websocket", "my_websocket.contract_server"])
def test_a_call_in_a_bare_python_to_a_real_peer(work: Path, peer: str) -> None:
    package.save(LENGTH, Solved(MINE))
    package.save(FRAME, Solved(reference.source(FRAME)))
    with started(peer, work) as url:
        done = subprocess.run(
            [sys.executable, "-S", "-c", A_CALL, url], cwd=work, capture_output=True, text=True, timeout=60
        )
    assert (done.stdout, done.stderr) == ("Hello\n", "")


@pytest.mark.parametrize("program", ["my_websocket", "my_websocket.contract_server"])
def test_its_program_is_called_as_it_was_started(work: Path, program: str) -> None:
    package.save(LENGTH, Solved(MINE))
    command = [sys.executable, "-S", "-m", program]
    helped = subprocess.run([*command, "--help"], cwd=work, capture_output=True, text=True, timeout=60)
    assert helped.stdout.startswith(f"usage: python -m {program} [-h]")
    refused = subprocess.run([*command, "--port", "x"], cwd=work, capture_output=True, text=True, timeout=60)
    assert refused.returncode == 2 and refused.stderr.startswith(f"{program}: Argument --port")


@contextmanager
def started(peer: str, work: Path) -> Iterator[str]:
    """A peer on any free port: one of the kit's, or the program of the package in a bare Python."""
    if not peer.startswith("my_websocket"):
        with launch(peer) as server:
            yield server.url
        return
    command = [sys.executable, "-S", "-m", peer, "--port", "0", "--exit-with-parent"]
    with subprocess.Popen(
        command, cwd=work, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin and server.stdout
        yield json.loads(server.stdout.readline())["listening"]
        server.stdin.close()  # it ends with its starter
        assert server.wait(timeout=30) == 0


def test_its_server_runs_in_a_process_of_its_own(work: Path) -> None:
    package.save(LENGTH, Solved(MINE))
    with peers.serve(package.use()) as server, RpcClient(server.url) as client:
        assert repr(server) == "<my_websocket running>"
        assert client.call("serverInfo")["server"] == "framebyframe.contract_server"


def test_it_is_imported_again_where_a_file_has_changed_and_nowhere_else(work: Path) -> None:
    package.save(LENGTH, Solved(MINE))
    first = package.use()
    assert package.use() is first
    front = work / "my_websocket/wire/frames.py"
    front.write_text(front.read_text() + "\nADDED = 1\n")
    second = package.use()
    assert second is not first and second.wire.frames.ADDED == 1
    package.forget([LENGTH])
    assert package.use() is not second


# --- in a notebook ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("work")
def test_an_error_of_the_learners_client_is_the_one_that_a_first_cell_imports() -> None:
    package.save(LENGTH, Solved(MINE))
    mine = use("mine").rpc
    with peers.node() as node, mine.RpcClient(node.url) as client:
        with pytest.raises(RpcTimeout):
            client.call("sleep", ms=5_000, timeout=0.05)
        with pytest.raises(RemoteError):
            client.call("getData", id=99)
        assert client.call("serverInfo", ABSENT)["server"] == "node_server"
        package.save(LENGTH, Solved(MINE))  # its file is a new one, with the same text
        anew = use("mine").rpc
        assert anew is not mine
        with pytest.raises(anew.RemoteError):
            client.call("getData", id=99)


@pytest.mark.parametrize("file", package.SHARED)
@pytest.mark.usefixtures("work")
def test_shared_types_are_the_kits_and_no_others(file: str) -> None:
    part, name = file.removesuffix(".py").split("/")
    kits = importlib.import_module(f"framebyframe.{part}.{name}")
    assert getattr(getattr(use("mine"), part), name) is kits
    assert not {package.file_of(item) for item in table.all_exercises()} & {file}
    assert use("mine").wire.Connection is not Connection


def test_a_shared_file_that_the_learner_edited_is_theirs(work: Path) -> None:
    package.use()
    errors = work / "my_websocket/rpc/errors.py"
    errors.write_text(errors.read_text() + "\nMINE = True\n")
    assert use("mine").rpc.errors.MINE
    assert not issubclass(use("mine").rpc.RpcTimeout, RpcTimeout)


def test_solving_again_replaces(frames: Path) -> None:
    package.save(LENGTH, Solved(WITH_HELPER, (HELPER,)))
    assert "def pack" in frames.read_text()
    package.save(LENGTH, Solved(MINE))
    assert "def pack" not in frames.read_text()
    assert frames.read_text().count("def encode_length") == 1


def test_two_answers_may_share_a_helper(work: Path, frames: Path) -> None:
    package.save(LENGTH, Solved(WITH_HELPER, (HELPER,)))
    source = reference.source(FRAME) + "    pack(1)\n"
    package.save(FRAME, Solved(source, (HELPER,)))
    assert frames.read_text().count("def pack") == 1
    assert outside(work, FRAME_OUT) == "810548656c6c6f"


def test_a_helper_that_takes_a_name_of_the_module_is_refused(frames: Path) -> None:
    package.save(LENGTH, Solved(MINE))
    before = frames.read_text()
    helper = Carried("encode_header", "def encode_header(length):\n    return b''\n")
    with pytest.raises(package.NotSaved) as refused:
        package.save(LENGTH, Solved(WITH_HELPER, (helper,)))
    assert refused.value.reason == "conflict"
    assert frames.read_text() == before
    assert records.load(folder.folder()).solved[LENGTH.id].source == MINE


def test_a_name_that_another_module_of_the_kit_imports_from_this_one_is_no_other(frames: Path) -> None:
    """`wire.reader` imports MASK from `wire.frames`: a notebook may have it from either."""
    brought = Carried("MASK", "from framebyframe.wire.reader import MASK\n")
    package.save(LENGTH, Solved(MINE.replace("0x80", "MASK"), (brought,)))
    assert "reader" not in frames.read_text()
    other = Carried("MASK", "from framebyframe.wire.reader import RSV1 as MASK\n")
    with pytest.raises(package.NotSaved):
        package.save(LENGTH, Solved(MINE.replace("0x80", "MASK"), (other,)))


def test_an_equal_constant_is_not_carried_twice(frames: Path) -> None:
    package.save(LENGTH, Solved(MINE.replace("0x80", "MASK"), (Carried("MASK", "MASK = 0x80\n"),)))
    assert frames.read_text().count("\nMASK = ") == 1


def test_an_answer_that_needs_the_kit_is_refused_and_says_so(frames: Path) -> None:
    show = Carried("show", "from framebyframe.figures import show\n")
    with pytest.raises(package.NotSaved) as refused:
        package.save(LENGTH, Solved(MINE.replace("# mine", "show"), (show,)))
    assert refused.value.values == {"name": "show", "module": "framebyframe.figures"}
    package.use()
    assert "show" not in frames.read_text()


def test_imports_from_the_kit_become_relative(work: Path, frames: Path) -> None:
    inside = MINE.replace("# mine", "from framebyframe.wire.roles import Role")
    carried = Carried("CloseCode", "from framebyframe.wire.close import CloseCode\n")
    package.save(LENGTH, Solved(inside, (carried,)))
    assert "    from .roles import Role\n" in frames.read_text()
    assert "\nfrom .close import CloseCode\n" in frames.read_text()
    assert outside(work, FRAME_OUT) == "810548656c6c6f"


def test_an_answer_that_breaks_the_package_is_taken_back(frames: Path) -> None:
    """Alone it is right; in the package it would import in a circle."""
    package.save(LENGTH, Solved(MINE))
    before = frames.read_text()
    carried = Carried("Connection", "from framebyframe.wire.connection import Connection\n")
    with pytest.raises(package.NotSaved) as refused:
        package.save(LENGTH, Solved(MINE.replace("# mine", "Connection"), (carried,)))
    assert refused.value.reason == "broken"
    assert frames.read_text() == before


def test_what_was_edited_by_hand_stays(frames: Path) -> None:
    package.save(LENGTH, Solved(WITH_HELPER, (HELPER,)))
    frames.write_text(frames.read_text() + "\n# a thought of my own\n")
    package.save(FRAME, Solved(reference.source(FRAME).replace(":\n", ":\n    # newer\n", 1)))
    assert "# a thought of my own" in frames.read_text()
    assert "# newer" in frames.read_text()
    package.save(LENGTH, Solved(MINE))
    assert "# a thought of my own" in frames.read_text()
    assert "def pack" not in frames.read_text()


def test_a_package_broken_by_hand_is_named_and_mended_by_one_call(
    frames: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package.save(LENGTH, Solved(MINE))
    frames.write_text(frames.read_text().replace("# mine", "return ("))
    assert use("mine").__name__ == "framebyframe"
    said = " ".join(capsys.readouterr().out.split())
    assert "my_websocket/wire/frames.py" in said and "`mend()`" in said
    assert "written again" in mend().text
    assert "return (" in frames.with_name("frames.py.kept-1").read_text()
    assert use("mine").__name__ == "my_websocket"
    assert "# mine" in frames.read_text()
    assert "Nothing was broken" in mend().text


def test_a_right_answer_does_not_overwrite_a_file_that_is_broken(frames: Path) -> None:
    package.save(LENGTH, Solved(MINE))
    frames.write_text("def (")
    with pytest.raises(package.NotSaved) as refused:
        package.save(FRAME, Solved(reference.source(FRAME)))
    assert refused.value.reason == "file_broken"
    assert frames.read_text() == "def ("


def test_a_file_that_fails_when_imported_is_mended(frames: Path) -> None:
    package.save(LENGTH, Solved(MINE))
    frames.write_text(frames.read_text() + "\n1 / 0\n")
    assert "frames.py" in mend().text
    assert use("mine").__name__ == "my_websocket"


def test_a_deleted_file_comes_back(frames: Path) -> None:
    package.save(LENGTH, Solved(MINE))
    frames.unlink()
    assert use("mine").__name__ == "my_websocket"
    assert "# mine" in frames.read_text()


def test_lost_records_cost_no_function(work: Path, frames: Path) -> None:
    package.save(LENGTH, Solved(MINE))
    (work / records.FILE).write_text("{ half a file")
    package.save(FRAME, Solved(reference.source(FRAME)))
    assert "# mine" in frames.read_text()
    assert (work / f"{records.FILE}.kept-1").read_text() == "{ half a file"


def test_saved_answers_that_break_the_package_are_dropped(work: Path) -> None:
    """After an update of the course an old answer may not fit."""
    package.save(LENGTH, Solved(MINE))
    kept = records.load(work)
    kept.solved[LENGTH.id] = Solved("def encode_length(length, masked=1 / 0):\n    return b''\n")
    (work / "my_websocket/wire/frames.py").unlink()
    records.save(work, kept)
    assert "`encode_length` is the reference again" in mend().text
    assert use("mine").__name__ == "my_websocket"


def test_saved_answers_that_do_not_fit_any_more_are_dropped(work: Path) -> None:
    package.save(LENGTH, Solved(MINE))
    kept = records.load(work)
    kept.solved[LENGTH.id] = Solved(MINE, (Carried("Frame", "Frame = None\n"),))
    records.save(work, kept)
    assert use("mine").__name__ == "framebyframe"
    assert "`encode_length` is the reference again" in mend().text
    assert use("mine").__name__ == "my_websocket"


def test_a_newer_course_reaches_every_file_that_was_not_edited(
    work: Path, frames: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package.save(LENGTH, Solved(MINE))
    newer = {file: text + "# newer\n" for file, text in package._reference_files().items()}
    monkeypatch.setattr(package, "_reference_files", lambda: newer)
    package.use()
    assert frames.read_text().endswith("# newer\n") and "# mine" in frames.read_text()
    assert (work / "my_websocket/wire/close.py").read_text().endswith("# newer\n")


def test_a_moved_folder_is_the_same_package(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package.save(LENGTH, Solved(MINE))
    moved = tmp_path / "elsewhere"
    shutil.move(work, moved)
    monkeypatch.setenv(folder.WORK, str(moved))
    package.save(FRAME, Solved(reference.source(FRAME)))
    assert set(records.load(moved).solved) == {LENGTH.id, FRAME.id}
    assert not work.exists()


def test_the_folder_is_where_the_copies_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(folder.WORK)
    inner = tmp_path / "copies" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "copies" / folder.MARK).write_text("{}")
    monkeypatch.chdir(inner)
    assert folder.folder() == tmp_path / "copies"


def test_the_folder_is_the_projects_where_there_are_no_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(folder.WORK)
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()  # under the running kernel
    monkeypatch.setenv("HOME", str(tmp_path))
    assert folder.folder() == Path(framebyframe.__file__).resolve().parents[1] / "work"


def test_a_file_that_is_being_read_is_replaced_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a file that is being read cannot be replaced."""
    replace, refusals = os.replace, iter([PermissionError, PermissionError])

    def refuse_twice(*paths: Path) -> None:
        for refusal in refusals:
            raise refusal
        replace(*paths)

    monkeypatch.setattr(os, "replace", refuse_twice)
    folder.replace_file(tmp_path / "file", "new")
    assert (tmp_path / "file").read_text() == "new"


def test_two_notebooks_at_once_lose_nothing(work: Path) -> None:
    program = """
import sys
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.keeping import folder, package
from framebyframe.lesson.keeping.records import Solved
from framebyframe.lesson.keeping.saved import bound_names
from framebyframe.rpc import RemoteError, RpcClient, RpcTimeout
from framebyframe.rpc.messages import ABSENT
from framebyframe.wire import Connection, Frame, Opcode, Role
exercise = table.named(sys.argv[1])[0]
folder.LOCK_TIMEOUT = 100  # on a busy machine the other one may come first five times
for number in range(5):
    source = reference.source(exercise).replace(":\\n", f":\\n    # {sys.argv[1]} {number}\\n", 1)
    package.save(exercise, Solved(source))
"""
    names = ("encode_header", "encode_frame")
    running = [subprocess.Popen([sys.executable, "-c", program, name]) for name in names]
    assert [process.wait(timeout=200) for process in running] == [0, 0]
    frames = (work / "my_websocket/wire/frames.py").read_text()
    assert all(f"# {name} 4" in frames for name in names)
    assert json.loads((work / records.FILE).read_text())["solved"].keys() >= {FRAME.id}


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    monkeypatch.setenv(folder.WORK, str(in_the_way / "work"))
    with pytest.raises(package.NotSaved) as refused:
        package.save(LENGTH, Solved(MINE))
    assert refused.value.reason == "not_writable"
    assert use("mine").__name__ == "framebyframe"
    assert "cannot be written" in mend().text


HOLDS_THE_LOCK = """
import sys
from pathlib import Path
from framebyframe.lesson.keeping import folder
with folder.locked(Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_another_notebook_that_does_not_finish_is_named(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "LOCK_TIMEOUT", 0.1)
    command = [sys.executable, "-c", HOLDS_THE_LOCK, str(work)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout and other.stdout.readline() == b"locked\n"
        with pytest.raises(package.NotSaved) as refused:
            package.save(LENGTH, Solved(MINE))
        other.kill()
        other.wait()
    assert refused.value.reason == "busy"
    package.save(LENGTH, Solved(MINE))  # a lock goes with its process


def test_a_folder_without_locks_is_written_all_the_same(
    frames: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(lock: object) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr(filelock.FileLock, "acquire", refused)
    package.save(LENGTH, Solved(MINE))
    assert "# mine" in frames.read_text()


def test_the_readme_says_which_functions_are_theirs(work: Path) -> None:
    package.use()
    readme = work / "my_websocket/README.md"
    assert "None of the functions is yours yet" in readme.read_text()
    package.save(LENGTH, Solved(MINE))
    assert "| `encode_length` | `wire/frames.py` | 02 |" in readme.read_text()
    assert "encode_frame" not in readme.read_text()


def test_use_takes_mine_or_reference(capsys: pytest.CaptureFixture[str]) -> None:
    assert use("mine").wire.__name__ == "my_websocket.wire"
    assert use("reference").wire.__name__ == "framebyframe.wire"
    assert use("yours").wire.__name__ == "framebyframe.wire"
    assert '`use("mine")` brings your functions in' in capsys.readouterr().out


def test_use_says_in_one_line_what_is_theirs() -> None:
    assert repr(use("mine")) == "You have saved no function yet: all are the kit's own."
    package.save(FRAME, Solved(reference.source(FRAME)))
    package.save(LENGTH, Solved(MINE))
    mine = use("mine")
    assert (
        repr(mine) == "Yours in this notebook: `encode_length`, `encode_frame`. The others are the kit's own."
    )
    assert mine._repr_html_().startswith("<p>Yours in this notebook: <code>encode_length</code>")
    assert repr(use("reference")) == "All functions are the kit's own."
    with pytest.raises(AttributeError, match="nothing"):
        mine.nothing  # noqa: B018


def test_use_names_a_method_as_its_exercise_does() -> None:
    dispatch, regulate = table.by_id("11.dispatch"), table.by_id("11.regulate")
    for exercise in (dispatch, regulate):
        package.save(exercise, Solved(reference.source(exercise)))
    assert repr(use("mine")).startswith(
        "Yours in this notebook: `Session.dispatch`, `ServerConnection.regulate`. "
    )
    assert set(bound_names()) == {"Session", "ServerConnection"}


# --- saved functions in a notebook ----------------------------------------------------------------


def test_saved_functions_call_each_other_and_take_the_kits_types() -> None:
    package.save(LENGTH, Solved(MINE.replace("# mine", "print('my length', length)")))
    package.save(FRAME, Solved(reference.source(FRAME)))
    names = bound_names()
    assert set(names) == {"encode_length", "encode_frame"}
    assert names["encode_frame"].__module__ == "my_websocket"
    assert names["encode_frame"].__globals__["Frame"] is Frame
    assert names["encode_frame"].__globals__["encode_length"] is names["encode_length"]


def test_an_answer_carried_along_becomes_the_one_that_is_saved() -> None:
    [header] = table.named("encode_header")
    older = Carried("encode_length", MINE.replace("# mine", "# older"), LENGTH.id)
    imported = Carried("encode_first_byte", "from framebyframe.wire.frames import encode_first_byte\n")
    package.save(header, Solved(reference.source(header), (older, imported)))
    assert bound_names()["encode_header"].__globals__["encode_length"] is reference.function(LENGTH)
    package.save(LENGTH, Solved(MINE))
    names = bound_names()
    assert names["encode_header"].__globals__["encode_length"] is names["encode_length"]


def test_a_traceback_prints_the_learners_lines() -> None:
    package.save(LENGTH, Solved(MINE))
    with pytest.raises(TypeError) as raised:
        bound_names()["encode_length"]("five", False)
    assert "if length < 126:" in "".join(traceback.format_exception(raised.value))


def test_what_cannot_be_defined_is_left_out(work: Path) -> None:
    package.save(LENGTH, Solved(MINE))
    kept = records.load(work)
    kept.solved[FRAME.id] = Solved("def encode_frame(frame, wrong=nowhere): ...\n")
    records.save(work, kept)
    assert set(bound_names()) == {"encode_length"}


@pytest.mark.parametrize(("chapter", "bound"), [("98", 1), ("99", 2), ("", 2), ("05", 2)])
def test_of_two_functions_of_one_name_that_of_the_chapter_is_bound(
    chapter: str, bound: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = {id: replace(LENGTH, id=id) for id in ("98.encode_length", "99.encode_length")}
    monkeypatch.setattr(saved, "_defined", lambda: dict(zip(both, (1, 2), strict=True)))
    monkeypatch.setattr(saved.table, "by_id", both.__getitem__)
    assert bound_names(chapter) == {"encode_length": bound}


@pytest.mark.usefixtures("with_a_method")
def test_saved_methods_stand_in_their_class() -> None:
    package.save(METHOD, Solved(reference.source(METHOD).replace("events:", "events :")))
    names = bound_names()
    assert set(names) == {"Connection"} and issubclass(names["Connection"], Connection)
    names["Connection"](Role.SERVER).receive_ping(b"Hi", [])


def test_use_takes_what_was_saved_since() -> None:
    assert "# mine" not in _source_of(LENGTH)
    package.save(LENGTH, Solved(MINE))
    assert "# mine" in _source_of(LENGTH)
    package.save(LENGTH, Solved(MINE.replace("# mine", "# also")))
    assert "# also" in _source_of(LENGTH)


def _source_of(exercise: Exercise) -> str:
    import inspect

    return inspect.getsource(use("mine").wire.frames)
