"""The frame builder without a page: every way to write a frame, and how the others follow it."""

from __future__ import annotations

import json

import pytest
import traitlets
from hypothesis import given
from hypothesis import strategies as st

from framebyframe.figures import annotation
from framebyframe.figures.language import FIELDS
from framebyframe.lesson.asking.typed import bytes_from_hex
from framebyframe.widgets import FrameBuilder
from framebyframe.widgets.frame_builder import builder as builder_module
from framebyframe.widgets.frame_builder import memory, sentences
from framebyframe.widgets.frame_builder import picture as picture_module
from framebyframe.widgets.frame_builder.fields import FIRST_KEY, fields_from_bytes, set_field
from framebyframe.widgets.frame_builder.limits import MAX_BYTES, MAX_STEPS
from framebyframe.widgets.frame_builder.payload_text import payload_from_text, text_from_payload
from framebyframe.widgets.frame_builder.picture import picture
from framebyframe.widgets.frame_builder.presets import PRESETS, Preset
from framebyframe.widgets.frame_builder.python_code import python_from_bytes
from framebyframe.widgets.frame_builder.reading import bytes_from_literal
from framebyframe.widgets.frame_builder.sentences import bytes_from_sentence, sentence_from_bytes
from framebyframe.wire import Frame, Opcode, encode_frame

MASKED_HELLO = bytes.fromhex("818537fa213d7f9f4d5158")
HELLO = b"\x81\x05Hello"

preset = pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)


def edit(builder: FrameBuilder, kind: str, value: object, field: str | None = None, typing: str = "") -> None:
    """Send a change as the page does."""
    content = {"kind": kind, "value": value, "field": field, "typing": typing, "view": "a", "edit": 1}
    builder._handle_custom_msg(content, [])


# --- every view to every other -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [
        ("hex", "81 05 48 65 6c 6c 6f", None),
        ("literal", r"b'\x81\x05Hello'", None),
        ("paste", "0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f", None),
        ("paste", r"b'\x81\x05Hello'", None),
        ("sentence", "final text frame, not masked, 5 bytes: “Hello”", None),
        ("sentence", "text frame, unmasked: Hello", None),
        ("field", False, "mask"),
        ("preset", 0, None),
    ],
)
def test_one_changes_and_all_others_follow(kind: str, value: object, field: str | None) -> None:
    builder = FrameBuilder(MASKED_HELLO)
    edit(builder, kind, value, field)
    assert builder.data == HELLO
    assert builder.frame == Frame(Opcode.TEXT, b"Hello")
    shown = builder._picture
    assert shown["hex"] == HELLO.hex(" ")
    assert shown["literal"] == repr(HELLO)
    assert shown["sentence"] == "final text frame, not masked, 5 bytes: “Hello”"
    assert shown["fields"]["payload_data"] == "Hello"
    assert not shown["fields"]["mask"]


def test_a_bit_is_flipped_and_nothing_else() -> None:
    builder = FrameBuilder(HELLO)
    edit(builder, "bit", 6)
    assert builder.data == b"\x83\x05Hello"
    assert builder.frame is None
    assert [fault["name"] for fault in builder._picture["faults"]] == ["opcode", "MASK"]


def test_python_sets_data_and_frame() -> None:
    builder = FrameBuilder()
    seen: list[object] = []
    builder.observe(lambda change: seen.append((change["name"], change["new"])), ["data", "frame"])
    builder.data = HELLO
    builder.frame = Frame(Opcode.PING, b"x")
    assert builder.data == b"\x89\x01x"
    assert builder._picture["sentence"] == "ping frame, not masked, 1 byte: “x”"
    assert ("data", HELLO) in seen and ("frame", Frame(Opcode.TEXT, b"Hello")) in seen
    assert repr(builder) == "<FrameBuilder: ping frame, not masked, 1 byte: “x”>"


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("fin", False, "01 05 48 65 6c 6c 6f"),
        ("rsv1", True, "c1 05 48 65 6c 6c 6f"),
        ("rsv2", True, "a1 05 48 65 6c 6c 6f"),
        ("rsv3", True, "91 05 48 65 6c 6c 6f"),
        ("opcode", "9", "89 05 48 65 6c 6c 6f"),
        ("mask", True, "81 85 37 fa 21 3d 7f 9f 4d 51 58"),
        ("payload_length", "4", "81 04 48 65 6c 6c 6f"),
        ("payload_length", "0x1000", "81 7e 10 00 48 65 6c 6c 6f"),
        ("length_bits", "16", "81 7e 00 05 48 65 6c 6c 6f"),
        ("length_bits", "64", "81 7f 00 00 00 00 00 00 00 05 48 65 6c 6c 6f"),
        ("masking_key", "00 00 00 00", "81 85 00 00 00 00 48 65 6c 6c 6f"),
        ("payload_data", "Hé", "81 03 48 c3 a9"),
        ("payload_data", r"\xff\n", "81 02 ff 0a"),
    ],
)
def test_a_field_is_set(field: str, value: object, expected: str) -> None:
    assert set_field(HELLO, field, value).hex(" ") == expected


def test_a_field_of_the_first_frame_leaves_what_follows() -> None:
    assert set_field(HELLO + b"\x89\x00", "payload_data", "!") == b"\x81\x01!\x89\x00"


@pytest.mark.parametrize(
    ("kind", "value", "field", "said"),
    [
        ("hex", "81 0", None, "one is missing"),
        ("hex", "81 zz", None, "'z' is no hex digit"),
        ("literal", "open('x')", None, "no bytes literal"),
        ("sentence", "a frame, please", None, "say the kind of frame"),
        ("sentence", "final text frame, masked, 99 bytes: “aa…”", None, "… stands for"),
        ("field", "16", "opcode", "from 0 to 15"),
        ("field", "00", "masking_key", "has 4 bytes, this one 1"),
        ("field", "\\q", "payload_data", "is no escape"),
        ("field", "\ud800", "payload_data", "lone surrogate"),
        ("bit", 4711, None, "there is no bit 4711"),
        ("hex", "00" * (MAX_BYTES + 1), None, "131,073 bytes are more than"),
    ],
)
def test_what_cannot_be_read_changes_nothing_and_is_said(
    kind: str, value: object, field: str | None, said: str
) -> None:
    builder = FrameBuilder(HELLO)
    edit(builder, kind, value, field)
    assert builder.data == HELLO
    assert said in builder._picture["problem"]
    assert builder._picture["where"] == (field or kind)
    assert not builder._picture["can_undo"]


def test_ten_megabytes_are_refused_in_python_too() -> None:
    builder = FrameBuilder(HELLO)
    with pytest.raises(traitlets.TraitError, match=r"10,000,000 bytes .* peers\.RawConnection"):
        builder.data = bytes(10_000_000)
    assert builder.data == HELLO


@preset
def test_every_preset_is_drawn_and_kept_by_every_view(preset: Preset) -> None:
    builder = FrameBuilder(preset.data)
    shown = builder._picture
    assert json.loads(json.dumps(shown)) == shown
    assert bool(shown["faults"]) == (
        preset.group == "Illegal" or "not masked" in preset.name or preset.name in NOT_MASKED
    )
    if shown["typed"]:
        assert bytes_from_hex(shown["hex"]) == preset.data
        assert bytes_from_literal(shown["literal"]) == preset.data
        fields = fields_from_bytes(preset.data)[0]
        assert payload_from_text(shown["fields"]["payload_data"]) == fields.payload
    assert bytes_from_sentence(shown["sentence"], preset.data) == preset.data


NOT_MASKED = {"Text in two frames", "Ping"}


@preset
def test_copied_python_makes_the_same_bytes(preset: Preset) -> None:
    names: dict[str, bytes] = {}
    exec(python_from_bytes(preset.data), names)
    assert names["data"] == preset.data


@given(st.binary(max_size=60), st.sampled_from(["server", "client"]))
def test_any_bytes_at_all_have_a_picture(data: bytes, receiver: str) -> None:
    shown = picture(data, receiver)
    assert bytes_from_hex(shown["hex"]) == data
    assert bytes_from_literal(shown["literal"]) == data
    drawn = sum(len(frame["hex"]) // 2 for frame in shown["frames"])
    assert drawn == len(data) or shown["more"] or any(frame["hidden"] for frame in shown["frames"])


@given(st.binary(max_size=60))
def test_any_payload_is_a_line_of_text_and_back(payload: bytes) -> None:
    text = text_from_payload(payload)
    assert payload_from_text(text) == payload
    assert text.isprintable()


@given(
    st.sampled_from(list(Opcode)),
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E, exclude_characters='"\\…'), max_size=30),
    st.booleans(),
    st.booleans(),
)
def test_a_sentence_is_understood_as_it_is_said(opcode: Opcode, text: str, fin: bool, masked: bool) -> None:
    frame = Frame(opcode, text.encode(), fin, masking_key=FIRST_KEY if masked else None)
    data = encode_frame(frame)
    assert bytes_from_sentence(sentence_from_bytes(data), data) == data


def test_a_sentence_keeps_what_it_does_not_say() -> None:
    data = encode_frame(Frame(Opcode.TEXT, b"a" * 300, masking_key=b"abcd"))
    changed = bytes_from_sentence(sentence_from_bytes(data).replace("final", "unfinished"), data)
    assert changed == encode_frame(Frame(Opcode.TEXT, b"a" * 300, fin=False, masking_key=b"abcd"))


# --- drawn once ----------------------------------------------------------------------------------


CHANGES = {
    "bit": lambda builder: edit(builder, "bit", 6),
    "field": lambda builder: edit(builder, "field", "Hi", "payload_data"),
    "hex": lambda builder: edit(builder, "hex", "89 00"),
    "the same hex": lambda builder: edit(builder, "hex", "8105 48656c6c6f"),
    "preset": lambda builder: edit(builder, "preset", 3),
    "data": lambda builder: setattr(builder, "data", b"\x89\x00"),
    "frame": lambda builder: setattr(builder, "frame", Frame(Opcode.PING)),
    "sender": lambda builder: setattr(builder, "sender", "server"),
    "undo": lambda builder: edit(builder, "undo", None),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_annotated_once_and_drawn_once(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    builder = FrameBuilder(HELLO)
    builder.data = b"\x81\x05World" if change == "undo" else HELLO
    annotated: list[bytes] = []
    drawn: list[object] = []

    def count(data: bytes, *rest: object, **options: object) -> object:
        annotated.append(data)
        return annotation.annotate_frames(data, *rest, **options)

    for module in (picture_module, sentences, builder_module):
        monkeypatch.setattr(module, "annotate_frames", count)
    redraw = builder._redraw
    monkeypatch.setattr(builder, "_redraw", lambda *words: (drawn.append("picture"), redraw(*words)))
    CHANGES[change](builder)
    assert annotated == [builder.data]
    assert drawn.count("picture") == 1


def test_whose_frame_it_is_decides_about_the_mask() -> None:
    builder = FrameBuilder(HELLO)
    assert [fault["name"] for fault in builder._picture["faults"]] == ["MASK"]
    builder.sender = "server"
    assert builder._picture["faults"] == []
    assert FrameBuilder(MASKED_HELLO, sender="server")._picture["faults"]
    with pytest.raises(traitlets.TraitError):
        FrameBuilder(HELLO, sender="nobody")


# --- undo ----------------------------------------------------------------------------------------


def test_undo_and_redo() -> None:
    builder = FrameBuilder(HELLO)
    edit(builder, "bit", 0)
    builder.data = b"\x89\x00"
    builder.undo()
    assert builder.data == b"\x01\x05Hello"
    edit(builder, "undo", None)
    assert builder.data == HELLO and not builder._picture["can_undo"]
    builder.undo()
    assert builder.data == HELLO
    edit(builder, "redo", None)
    builder.redo()
    assert builder.data == b"\x89\x00" and not builder._picture["can_redo"]


def test_starting_again_is_one_step_that_can_be_undone() -> None:
    builder = FrameBuilder(HELLO)
    assert not builder._picture["can_start_again"]
    edit(builder, "bit", 0)
    edit(builder, "bit", 1)
    assert builder._picture["can_start_again"]
    edit(builder, "again", None)
    assert builder.data == HELLO and not builder._picture["can_start_again"]
    builder.undo()
    assert builder.data == b"\x41\x05Hello"


def test_what_is_typed_in_one_go_is_one_step() -> None:
    builder = FrameBuilder(HELLO)
    for text in ("J", "Je", "Jel"):
        edit(builder, "field", text, "payload_data", typing="payload 1")
    edit(builder, "field", "Jell", "payload_data", typing="payload 2")
    builder.undo()
    assert builder.data == b"\x81\x03Jel"
    builder.undo()
    assert builder.data == HELLO


def test_a_change_after_undo_forgets_what_was_undone() -> None:
    builder = FrameBuilder(HELLO)
    builder.data = b"\x89\x00"
    builder.undo()
    builder.data = b"\x8a\x00"
    builder.redo()
    assert builder.data == b"\x8a\x00"


def test_the_number_of_steps_is_bounded() -> None:
    builder = FrameBuilder(b"\x82\x00")
    for index in range(MAX_STEPS + 10):
        builder.data = b"\x82\x02" + index.to_bytes(2, "big")
    for _ in range(MAX_STEPS + 20):
        builder.undo()
    assert builder.data == b"\x82\x02" + (9).to_bytes(2, "big")


# --- as an output --------------------------------------------------------------------------------


def test_the_static_rendering_is_the_same_every_time_and_has_no_script() -> None:
    first, second = FrameBuilder(MASKED_HELLO), FrameBuilder(MASKED_HELLO)
    second.data = HELLO
    assert first.static_html() == second.static_html()
    assert first.static_text() == second.static_text()
    for still in (first.static_html(), first.static_text()):
        assert "Run this cell (Shift+Enter) to turn these bits yourself." in still
    assert "<script" not in first.static_html() and "<style" not in first.static_html()
    assert "0x" not in repr(first)


def test_the_page_gets_the_colours_of_the_figures() -> None:
    assert "--fbf-masking-key-tint" in FrameBuilder()._css
    assert FIELDS["fin"].light.tint in FrameBuilder()._css


def test_a_cell_that_runs_again_shows_what_was_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_built", {})
    monkeypatch.setattr(builder_module, "current_cell", lambda: "a cell")
    edit(FrameBuilder(HELLO), "bit", 0)
    again = FrameBuilder(HELLO)
    assert again.data == b"\x01\x05Hello"
    again.undo()
    assert again.data == FrameBuilder(HELLO).data == HELLO
    edit(again, "bit", 0)
    assert FrameBuilder(MASKED_HELLO).data == MASKED_HELLO, "another start wins"
    monkeypatch.setattr(builder_module, "current_cell", lambda: "")
    edit(FrameBuilder(HELLO), "bit", 0)
    assert FrameBuilder(HELLO).data == HELLO, "no cell, nothing kept"
