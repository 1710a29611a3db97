"""`show` and `draw` choose a drawing; a notebook draws a bare value at the end of a cell."""

from __future__ import annotations

import re
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from gallery import FRAMES, HELLO, REFUSAL, REQUEST, RESPONSE
from IPython.core.interactiveshell import InteractiveShell

import framebyframe
from framebyframe import figures
from framebyframe.figures import Step, draw
from framebyframe.wire import (
    CloseReceived,
    Frame,
    HandshakeRequest,
    Headers,
    Opcode,
    TextMessage,
    encode_frame,
)


@pytest.mark.parametrize(
    ("thing", "same_as"),
    [
        (HELLO, figures.frame_bytes(HELLO)),
        (encode_frame(HELLO), figures.frame_bytes(HELLO)),
        (bytearray(encode_frame(HELLO)), figures.frame_bytes(HELLO)),
        (b"\x81\x05Hel", figures.hexdump(b"\x81\x05Hel")),
        (b"\xb3\x00", figures.hexdump(b"\xb3\x00")),
        (b"\x80\x00", figures.frame_bytes(b"\x80\x00")),
        (b"", figures.card("no bytes", note="Where a connection was read: the peer has hung up.")),
        (0x48, figures.byte_two_ways(0x48)),
        (REQUEST, figures.handshake(request=REQUEST)),
        (RESPONSE, figures.handshake(response=RESPONSE)),
        (REFUSAL[:30], figures.hexdump(REFUSAL[:30])),
        ({"id": 1, "result": 2}, figures.message({"id": 1, "result": 2})),
        (' {"id": 1}', figures.message(' {"id": 1}')),
        ("héllo", figures.hexdump("héllo".encode())),
        (TextMessage("a"), figures.event_card(TextMessage("a"))),
        (CloseReceived(1000, ""), figures.event_card(CloseReceived(1000, ""))),
        ([Step("a", "sent", "x", to="b")], figures.transcript([("a", "sent", "x", "", "b")])),
        ([], figures.card("an empty list")),
        (figures.card("x"), figures.card("x")),
        (
            HandshakeRequest("/chat", Headers([("Host", "a")])),
            figures.handshake(b"GET /chat HTTP/1.1\r\nHost: a\r\n\r\n"),
        ),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_draw_chooses(thing: object, same_as: figures.Figure) -> None:
    assert draw(thing) == same_as


def test_an_exception_is_a_card() -> None:
    assert "KeyError" in draw(KeyError("x")).text


def test_many_things_are_one_figure_and_end_somewhere() -> None:
    figure = draw([TextMessage(str(number)) for number in range(100)])
    assert figure.svg.count("<svg") == 1 + 16
    assert "… and 84 more" in figure.html


def test_frames_in_one_stream_are_drawn_one_by_one() -> None:
    assert draw(b"".join(map(encode_frame, FRAMES))).svg.count("<svg") == 1 + len(FRAMES)


@pytest.mark.parametrize("thing", [object(), 256, -1, 1.5, None, Frame])
def test_what_has_no_drawing_says_what_has(thing: object) -> None:
    with pytest.raises(TypeError, match="show bytes, frames, events"):
        draw(thing)


def test_show_is_text_where_there_is_no_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    framebyframe.show(HELLO, 0x48)
    printed = capsys.readouterr().out
    assert "masking key" in printed and "the letter H" in printed


def test_show_is_a_picture_in_a_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    displayed: list[object] = []
    monkeypatch.setattr("IPython.get_ipython", lambda: object())
    monkeypatch.setattr("IPython.display.display", displayed.append)
    figures.show(HELLO, 0x48)
    assert displayed == [draw(HELLO), draw(0x48)]


def test_importing_the_package_imports_nothing_else() -> None:
    program = (
        "import framebyframe, sys; print([name for name in sys.modules if name.startswith('framebyframe.')])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_only_show_is_found_late() -> None:
    assert framebyframe.show is figures.show
    with pytest.raises(AttributeError, match="no attribute 'shown'"):
        framebyframe.shown  # noqa: B018


@pytest.fixture
def notebook() -> InteractiveShell:
    """An IPython in which the formatters were registered twice."""
    shell = InteractiveShell()  # type: ignore[no-untyped-call]
    figures.register(shell)
    figures.load_ipython_extension(shell)
    return shell


def formatted(notebook: InteractiveShell, thing: object) -> dict[str, Any]:
    """The formats that a notebook stores for a thing at the end of a cell."""
    assert notebook.display_formatter is not None
    data: dict[str, Any] = notebook.display_formatter.format(thing)[0]  # type: ignore[no-untyped-call]
    return data


@pytest.mark.parametrize(
    "thing", [HELLO, TextMessage("a"), CloseReceived(1002, "")], ids=lambda x: type(x).__name__
)
def test_a_bare_thing_is_drawn(notebook: InteractiveShell, thing: object) -> None:
    stored = formatted(notebook, thing)
    assert stored["text/html"] == draw(thing).html
    assert stored["text/plain"] == draw(thing).text


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ("Hello", "this payload is text: write 'Hello'.encode()"),
        ("a" * 500, "this payload is text: write text.encode()"),
        (5, "this payload is of type int"),
        (None, "this payload is of type NoneType"),
    ],
)
def test_a_payload_that_is_not_bytes_is_said_where_the_frame_would_be(
    notebook: InteractiveShell, payload: Any, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(TypeError, match=re.escape(said)):
        draw(Frame(Opcode.TEXT, payload))
    with pytest.raises(TypeError, match=re.escape(said)):
        figures.frame_anatomy(Frame(Opcode.TEXT, payload))
    stored = formatted(notebook, Frame(Opcode.TEXT, payload))
    assert said in stored["text/plain"] and "WrongType" in stored["text/plain"]
    assert "<figure>" in stored["text/html"]
    assert "Traceback" not in "".join(capsys.readouterr())


def test_inside_a_list_a_thing_keeps_its_repr(notebook: InteractiveShell) -> None:
    stored = formatted(notebook, [Frame(Opcode.PING)])
    assert stored["text/plain"].startswith("[Frame(")
    assert "text/html" not in stored


def test_a_figure_is_drawn(notebook: InteractiveShell) -> None:
    stored = formatted(notebook, figures.frame_anatomy())
    assert stored["text/html"].startswith("<figure><img alt=")
    assert stored["text/plain"] == figures.frame_anatomy().text


def test_without_ipython_nothing_is_registered() -> None:
    figures.register()
    figures.register(SimpleNamespace(display_formatter=SimpleNamespace(formatters=_Formatters())))


class _Formatters(dict[str, Any]):
    """A stand-in for IPython's table of formatters."""

    def __missing__(self, key: str) -> Any:
        return SimpleNamespace(for_type=lambda *_: None)
