"""Starting, watching and stopping a peer."""

import os
import sys
import threading

import pytest
from waiting import wait_until

from framebyframe import peers
from framebyframe.peers import running


def test_a_server_is_ready_when_it_says_so(fake):
    with fake("listens") as server:
        assert server.url == "ws://127.0.0.1:1"
        assert repr(server) == "<fake running>"
        assert server.running and server.exit_status is None
    assert repr(server) == "<fake stopped>"
    assert server.exit_status == 0


def test_two_servers_are_two_processes(fake):
    first, second = fake("listens"), fake("listens")
    assert first.pid != second.pid
    first.stop()
    assert not first.running and second.running


def test_the_log_is_complete_once_the_server_has_stopped(fake):
    server = fake("listens")
    assert server.log_lines(1) == ["#1 first line"]
    assert server.wait_for_log("first") == "#1 first line"
    server.stop()
    assert server.log == "#1 first line\n#2 last line ä\n"


def test_a_line_that_does_not_come_is_an_error_that_shows_the_log(fake):
    server = fake("listens")
    server.log_lines(1)
    with pytest.raises(peers.PeerTimeout, match=r"(?s)did not log 'third'.*#1 first line"):
        server.wait_for_log("third", timeout=0.05)
    with pytest.raises(peers.PeerTimeout, match=r"(?s)logged 1 of 2 lines.*#1 first line"):
        server.log_lines(2, timeout=0.05)


def test_a_server_that_ends_at_once_shows_its_log(fake):
    with pytest.raises(
        peers.PeerFailed, match=r"(?s)exit status 3 before it listened.*cannot find my library"
    ):
        fake("ends")


def test_a_server_that_says_nothing_is_ended_and_shows_its_log(fake, monkeypatch):
    started = []
    kill = peers.Server.kill
    monkeypatch.setattr(peers.Server, "kill", lambda server: (started.append(server), kill(server)))
    with pytest.raises(peers.PeerFailed, match=r"(?s)did not listen within 5 s.*still thinking"):
        fake("silent", start_timeout=5)
    assert not started[0].running


def test_a_server_that_says_something_else_is_an_error(fake):
    with pytest.raises(peers.PeerFailed, match="hello there"):
        fake("babbles")


def test_a_program_that_is_not_there_is_an_error():
    with pytest.raises(peers.PeerFailed, match="ghost does not run"):
        peers.Server("ghost", ["/nowhere/ghost"])


def test_stopping_twice_is_harmless(fake):
    server = fake("listens")
    server.stop()
    server.stop()
    server.kill()


def test_a_server_that_will_not_end_is_killed(fake, monkeypatch):
    monkeypatch.setattr(running, "STOP_TIMEOUT", 2)  # its last line takes a moment
    server = fake("stays")
    server.stop()
    assert server.exit_status not in (0, None)
    assert "#2 last line" in server.log


def test_stopping_leaves_no_thread_and_no_file_descriptor(fake):
    fake("listens").stop()
    descriptors, threads = _descriptors(), set(threading.enumerate())
    for _ in range(3):
        fake("listens").stop()
    wait_until(lambda: set(threading.enumerate()) <= threads)
    assert _descriptors() <= descriptors


def _descriptors():
    return set(os.listdir("/proc/self/fd")) if sys.platform == "linux" else set()


def test_options_become_the_command_line_of_the_contract():
    assert running.server_arguments() == [
        "--port", "0", "--ping-interval", "0", "--exit-with-parent", "--log", "text",
    ]  # fmt: skip
    arguments = running.server_arguments(
        port=1234, ping_interval=0.2, ping_timeout=0.5, max_message=99, max_fragments=3,
        origins=["https://a.example"], deflate=True, log="json",
    )  # fmt: skip
    assert arguments == [
        "--port", "1234", "--ping-interval", "0.2", "--exit-with-parent", "--log", "json",
        "--ping-timeout", "0.5", "--max-message", "99", "--max-fragments", "3",
        "--origin", "https://a.example", "--deflate",
    ]  # fmt: skip


@pytest.fixture
def stand_in_for_php(monkeypatch):
    """Python in the place of PHP: the way that a script is run is tested."""
    program = peers.Program(running.Path(sys.executable), "8.4.0", "a test")
    monkeypatch.setattr(running, "find_php", lambda: program)
    monkeypatch.setattr(running, "php_command", lambda path: [str(path)])


@pytest.fixture
def script(tmp_path):
    def write(text):
        path = tmp_path / "script with a blank é.py"
        path.write_text(text, "utf-8")
        return path

    return write


def test_a_script_runs_to_its_end(stand_in_for_php, script):
    path = script("import sys; print(sys.argv[1:]); sys.stderr.write('oh'); sys.exit(2)")
    done = peers.php(path, "--url", "ws://ä")
    assert done == peers.Completed(2, "['--url', 'ws://ä']\n", "oh")


def test_how_long_a_script_ran(stand_in_for_php, script):
    assert peers.php(script("import time; time.sleep(0.2)")).seconds >= 0.2


def test_what_a_script_prints_can_be_read_as_json(stand_in_for_php, script):
    assert peers.php(script("print('{\"a\": [1]}')")).json == {"a": [1]}
    with pytest.raises(peers.PeerFailed, match=r"(?s)exit status 0.*not json"):
        _ = peers.php(script("print('not json')")).json


def test_a_script_that_takes_too_long_is_ended(stand_in_for_php, script):
    path = script("import time; print('so far', flush=True); time.sleep(60)")
    with pytest.raises(peers.PeerTimeout, match="did not end within 5 s") as caught:
        peers.php(path, timeout=5)
    assert caught.value.stdout == "so far\n"


def test_a_script_that_is_not_there_is_named():
    with pytest.raises(peers.PeerMissing, match=r"the PHP script ghost\.php"):
        peers.php("ghost.php")


TWICE_REFUSED = """
import socket, sys
for greeting in (b"SSH\\r\\n\\r\\n", b"SMTP\\r\\n\\r\\n"):
    host, port = sys.argv[2].removeprefix("ws://").split(":")
    with socket.create_connection((host, int(port))) as stream:
        stream.sendall(greeting)
        while stream.recv(4096):
            pass
"""


def test_a_script_brings_the_line_that_the_server_logged_about_it(stand_in_for_php, script):
    with peers.python() as server:
        first = peers.php(script(TWICE_REFUSED), "--url", server.url).logged
        server.log_lines(2)  # so that the second line of the first run is there
        again = peers.php(script(TWICE_REFUSED), "--url", server.url).logged
    assert first.startswith("#1 -: refused 400") and again.startswith("#3 -: refused 400")


def test_a_script_that_calls_no_server_of_ours_brings_no_line(stand_in_for_php, script, fake):
    server = fake("listens")
    server.log_lines(1)
    assert peers.php(script(""), "--url", "ws://127.0.0.1:2").logged == ""
    assert peers.php(script(""), "--url", server.url).logged == "", "nobody connected"
