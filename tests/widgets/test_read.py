"""A recorded dump with a question: rules for every one, and its outputs without a kernel."""

from __future__ import annotations

from typing import Any

import pytest
from running_servers import launch

from framebyframe import peers
from framebyframe.figures import annotate_frames
from framebyframe.lesson.asking.questions import question
from framebyframe.lesson.declaring import table
from framebyframe.lesson.declaring.forms import Reading
from framebyframe.lesson.text.catalogue import has, keys, say
from framebyframe.widgets import read
from framebyframe.widgets.base import WIDGET_VIEW
from framebyframe.widgets.quiz import asking
from framebyframe.wire import Frame, Opcode, encode_frame

READINGS = [item for chapter in table.chapters() for item in chapter.readings]
TWO_FRAMES = table.reading("two_frames")

each_reading = pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.name)


@pytest.fixture(autouse=True)
def nothing_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_replies", {})


def outputs(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The outputs of a cell with it, in order."""
    shown: list[Any] = []
    monkeypatch.setattr("IPython.display.display", lambda item, **options: shown.append(item))
    read(reading.name)._ipython_display_()
    return shown


@each_reading
def test_the_dump_is_an_output_of_its_own_and_stays_without_a_kernel(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump, view, still = outputs(reading, monkeypatch)
    assert reading.dump[:8].hex(" ") in dump.text
    assert "<img alt=" in dump.html and "<script" not in dump.html and "<style" not in dump.html
    assert list(view) == [WIDGET_VIEW]
    assert "Run this cell (Shift+Enter) to answer here." in still["text/plain"]


@each_reading
def test_every_byte_can_be_read_without_seeing_the_picture(reading: Reading) -> None:
    figure = read(reading.name).dump
    rows = [reading.dump[offset : offset + 16].hex(" ") for offset in range(0, len(reading.dump), 16)]
    assert all(row in figure.html for row in rows)
    assert figure.text.replace("  ", " ").count("\n") >= len(rows)


@each_reading
def test_its_answer_is_typed_and_people_s_wrong_ones_have_sentences(reading: Reading) -> None:
    asked = question(reading.name)
    assert asked.kind in ("hex", "number", "word")
    given = [key.partition(".")[2] for key in keys(*asked.place) if key.startswith("given.")]
    assert len(given) >= 3
    assert has(*asked.place, "caption") and has(*asked.place, "other")
    for answers in given:
        for answer in answers.split("|"):
            reply = asked.reply(answer)
            assert reply.right is False and reply.says == say(*asked.place, f"given.{answers}")


@each_reading
def test_nothing_of_the_answer_is_on_the_page_before_one_is_given(reading: Reading) -> None:
    asked = read(reading.name)
    known = asked.static_html() + repr(asked) + str(asked.get_state().get("_reply"))
    assert say(*asked.question.place, "says") not in known
    assert say(*asked.question.place, "other") not in known
    assert "Marked" not in asked.dump.alt


def test_the_second_frame_begins_where_the_answer_says() -> None:
    second = annotate_frames(TWO_FRAMES.dump)[1]
    reply = read("two_frames").answer(str(len(TWO_FRAMES.dump) - len(second.data)))
    assert reply.right


def test_the_recording_is_what_the_server_sends() -> None:
    """The same call and the same ping, sent again."""
    words = b"Two frames came in one read. Where does the first one end, and where does the second begin?"
    call = b'{"action": "echo", "params": {"text": "' + words + b'"}}'
    frames = (Frame(Opcode.TEXT, call, masking_key=bytes(4)), Frame(Opcode.PING, b"Hi", masking_key=bytes(4)))
    with launch("node_server") as server, peers.RawConnection(server.url) as raw:
        raw.send(b"".join(map(encode_frame, frames)))
        received = b""
        while len(received) < len(TWO_FRAMES.dump):
            more = raw.receive()
            assert more, received
            received += more
    assert received == TWO_FRAMES.dump


def test_an_unknown_dump_is_said_with_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"No question is called `two_frame`\. Is `two_frames` meant\?"):
        read("two_frame")
    with pytest.raises(ValueError, match="no dump is called 'length_300'"):
        read("length_300")
