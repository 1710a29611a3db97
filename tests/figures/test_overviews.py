"""Tables and dumps by name."""

from __future__ import annotations

import re

import pytest
from sanitiser import sanitise

from framebyframe import figures
from framebyframe.wire import Frame, Opcode, encode_frame
from framebyframe.wire.errors import InvalidFrame


def test_every_opcode_is_named() -> None:
    text = figures.opcodes().text
    assert re.findall(r"^(0x\w)", text, re.MULTILINE) == ["0x0", "0x1", "0x2", "0x8", "0x9", "0xa"]
    assert "0x8     close" in text
    assert sanitise(figures.opcodes().html).stripped == []


def test_the_header_before_each_length() -> None:
    text = figures.headers(125, 126, 65536).text
    assert "82 7d " in text and "82 7e 00 7e " in text and "82 7f 00 00 00 00 00 01 00 00" in text
    assert "2 bytes" in text and "4 bytes" in text and "10 bytes" in text
    assert "82 85 01 02 03 04" in figures.headers(5, masking_key=b"\x01\x02\x03\x04").text
    with pytest.raises(InvalidFrame):
        figures.headers(5, masking_key=b"abc")


def test_a_header_before_a_length_that_no_memory_holds() -> None:
    assert "82 7f 7f ff ff ff ff ff ff ff" in figures.headers(2**63 - 1).text
    for length in (-1, 2**63):
        with pytest.raises(ValueError, match="no length of a payload"):
            figures.headers(length)


def test_each_frame_in_a_stream_has_its_header_marked() -> None:
    frames = [Frame(Opcode.TEXT, b"a" * 63), Frame(Opcode.BINARY, bytes(200), masking_key=b"abcd")]
    figure = figures.frames_in(b"".join(map(encode_frame, frames)) + b"\x81")
    assert "bytes 0–1: header of frame 1; 63 bytes of payload follow" in figure.alt
    words = "header of frame 2; its masking key and 200 bytes of payload follow"
    assert f"bytes 65–68: {words}" in figure.alt
    assert "bytes 69–72: masking key: it belongs to frame 2" in figure.alt
    assert "byte 273: header of frame 3" in figure.alt


@pytest.mark.parametrize("data", [b"", b"\x81", bytes(range(256)) * 3])
def test_any_bytes_can_be_looked_at(data: bytes) -> None:
    assert sanitise(figures.frames_in(data).html).stripped == []


def test_the_proxy_stands_between_two_browsers_and_two_sites() -> None:
    figure = figures.proxy_in_between()
    for name in ("one browser", "other browsers", "proxy", "evil.test", "shop.test"):
        assert f">{name}<" in figure.svg
    assert "…" not in figure.svg and sanitise(figure.html).stripped == []


def test_the_way_of_a_text_names_functions_of_the_server() -> None:
    text = figures.way_of_a_text().text
    at_session = ["receive", "decode_request", "dispatch", "failure_of", "with_id"]
    assert re.findall(r"● (\w+)", text) == [*at_session, "regulate"]
