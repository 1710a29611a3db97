"""The sessions that the course ships: their pages are up to date, and today's peers still say the same."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from framebyframe import peers
from framebyframe.figures.annotation import annotate_frame
from framebyframe.lesson.authoring import sessions
from framebyframe.lesson.text import catalogue
from framebyframe.peers.places import NOTEBOOKS
from framebyframe.proxy import Record
from framebyframe.proxy.illustrated.steps import Session
from framebyframe.proxy.tap.items import TappedEnd
from framebyframe.wire import Opcode

AUTOPSY, ONE_CALL = sessions.NAMES


def recorded(name: str) -> Record:
    return Record.load(sessions.recording(name))


def shape(record: Record) -> list[object]:
    """All that is the same in every recording: chance, times and ports are left out."""
    heads = [
        head and head.data.split(b"\r\n")[0]
        for connection in record.connections
        for head in (connection.request, connection.response)
    ]
    frames = [(frame.connection, frame.sender, frame.opcode, frame.is_masked) for frame in record.frames()]
    other = [(found.connection, found.sender, found.why) for found in record.other_bytes()]
    calls = [(call.action, call.state, call.dialect) for call in record.calls()]
    return [heads, sorted(frames), sorted(set(other)), calls]


@pytest.mark.parametrize("name", sessions.NAMES)
def test_the_page_is_up_to_date(name: str) -> None:
    """`python -m framebyframe.lesson.authoring.sessions` makes it anew."""
    assert sessions.page(name).read_text(encoding="utf-8") == sessions.illustrated(name).html


@pytest.mark.parametrize("name", sessions.NAMES)
def test_the_lines_on_the_page_make_the_very_bytes_of_the_recording(name: str) -> None:
    page = sessions.page(name).read_text(encoding="utf-8")
    made = []
    for program in re.findall(r'<pre class="code"><code>(.*?)</code></pre>', page, re.DOTALL):
        names: dict[str, object] = {}
        exec(html.unescape(program), names)  # the page promises that it does
        made.append(names["data"])
    steps = [step.what for chapter in Session(recorded(name)).chapters for step in chapter.before]
    assert made == [step.data for step in steps if not isinstance(step, TappedEnd)]


@pytest.mark.parametrize("name", sessions.NAMES)
def test_the_peers_of_today_say_the_same(name: str) -> None:
    try:
        peers.find_ws()
        peers.find_php()
    except peers.PeerMissing as missing:
        pytest.skip(str(missing))
    assert shape(sessions.record(name)) == shape(recorded(name))


def test_the_autopsy_shows_a_false_8_a_true_8_and_an_answer() -> None:
    record = recorded(AUTOPSY)
    first = record.connections[0]
    assert first.request is None and first.response is not None
    assert annotate_frame(first.response.data).spans[4].value == 8 and first.response.data[:1] == b"H"
    [closing] = [frame for frame in record.frames(2) if frame.sender == "server"]
    assert closing.opcode is Opcode.CLOSE and closing.data.hex() == "880203ea"
    assert [call.state for call in record.calls(3)] == ["answered"]


def test_one_call_has_a_handshake_a_request_a_reply_and_a_close() -> None:
    record = recorded(ONE_CALL)
    assert [frame.opcode for frame in record.frames()] == [
        Opcode.TEXT,
        Opcode.TEXT,
        Opcode.CLOSE,
        Opcode.CLOSE,
    ]
    assert [(call.action, call.state) for call in record.calls()] == [("getData", "answered")]
    assert [fault for frame in record.frames() for fault in frame.faults] == []


@pytest.mark.parametrize("name", sessions.NAMES)
def test_its_texts_are_about_connections_that_are_there(name: str) -> None:
    there = {f"connection.{connection.number}" for connection in recorded(name).connections}
    assert set(catalogue.keys("sessions", name)) - {"title", "about"} <= there


@pytest.mark.parametrize("name", sessions.NAMES)
def test_the_recording_holds_nothing_of_a_machine(name: str) -> None:
    text = sessions.recording(name).read_text(encoding="utf-8")
    assert json.loads(text.splitlines()[0])["server"] == f"ws://127.0.0.1:{sessions.SERVER_PORT}"
    assert str(Path.home()) not in text


def test_chapter_01_and_the_readme_link_to_the_pages() -> None:
    chapter = (NOTEBOOKS / "01_the_client_that_never_worked.ipynb").read_text(encoding="utf-8")
    assert f"(illustrated/{AUTOPSY}.html)" in chapter
    readme = (NOTEBOOKS.parent / "README.md").read_text(encoding="utf-8")
    assert all(f"(notebooks/illustrated/{name}.html)" in readme for name in sessions.NAMES)


def test_the_pages_can_be_made_where_somebody_wants_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in sessions.NAMES:
        (tmp_path / f"{name}.jsonl").write_bytes(sessions.recording(name).read_bytes())
    monkeypatch.setattr(sessions, "SESSIONS", tmp_path)
    sessions.main([])
    assert {path.suffix for path in tmp_path.iterdir()} == {".jsonl", ".html"}
