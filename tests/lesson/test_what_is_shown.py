"""The pages that a learner sees about an answer: values, pictures and words."""

from __future__ import annotations

import re

import pytest

from framebyframe.lesson.authoring.mutants import submission_of
from framebyframe.lesson.cells.exercise_cell import shown_by_reference, steps_of_reference
from framebyframe.lesson.checking.outcome import outcome_of, subject_of
from framebyframe.lesson.checking.telling import told
from framebyframe.lesson.checking.verdict import Difference, Verdict, shown
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.showing import differences, feedback, pictures
from framebyframe.lesson.showing.feedback import Context
from framebyframe.lesson.showing.page import Page
from framebyframe.lesson.workers.process import Checker

HEADS = {
    "encode_first_byte": "def encode_first_byte(frame: Frame) -> int:\n",
    "encode_length": "def encode_length(length: int, masked: bool) -> bytes:\n",
    "encode_header": "def encode_header(frame: Frame) -> bytes:\n",
    "encode_frame": "def encode_frame(frame: Frame) -> bytes:\n",
    "feed": "def feed(self, data: bytes) -> None:\n",
    "receive_ping": "def receive_ping(self, payload: bytes, events: list[Event]) -> None:\n"
    "    events.append(PingReceived(payload))\n",
}


def page(name: str, statement: str, checker: Checker) -> Page:
    """The page for a wrong answer of one line."""
    [exercise] = table.named(name)
    source = f"{HEADS[name]}    {statement}\n"
    verdict = checker.check(submission_of(exercise, source))
    assert not verdict.right
    return feedback.wrong(exercise, verdict, Context(cell=source))


def said(name: str, statement: str, checker: Checker) -> str:
    """The page as one line of text."""
    return " ".join(page(name, statement, checker).text.split())


def alts(page: Page) -> list[str]:
    """The descriptions of its pictures."""
    return re.findall(r'alt="([^"]*)"', page.html)


def test_text_where_a_number_is_wanted_is_no_matter_of_bytes(checker: Checker) -> None:
    text = said("encode_first_byte", "return '81'", checker)
    assert "type `str`. It should be of type `int`." in text
    assert "encode()" not in text


def test_a_number_is_drawn_as_the_byte_it_is(checker: Checker) -> None:
    text = said("encode_first_byte", "return FIN | frame.opcode", checker)
    assert "expected 01 received 81 ^^" in text
    assert "FIN is always set, whatever `frame.fin` says" in text
    assert "returns Opcode" not in text


def test_a_wrong_byte_of_a_frame_that_a_connection_sends_is_named_by_its_own_field(checker: Checker) -> None:
    text = said("receive_ping", 'self._pongs.append(b"")', checker)
    assert "Byte 1 is 00 and should be 02. payload length (RFC 6455 5.2)" in text
    assert "payload data (" not in text


def inside_an_event(expected: bytes | str, received: bytes | str) -> str:
    """What is said of two values that an event holds, where a connection gives events and frames."""
    [exercise] = table.named("receive_ping")
    different = Difference(expected=shown(expected), received=shown(received), path=())
    return differences.picture(exercise, "events", different).text


def test_bytes_inside_an_event_are_payload_data_and_text_is_of_no_field() -> None:
    said = inside_an_event(b"\x8a\x0a twelve bytes", b"\x8a\x0b twelve bytes")
    assert "payload data (RFC 6455 5.2)" in said and "payload length" not in said
    assert "RFC" not in inside_an_event("RSV1 is not 0", "RSV1 is not 1")


@pytest.mark.parametrize("exercise", table.all_exercises(), ids=lambda exercise: str(exercise.id))
def test_no_bytes_are_a_value_and_no_range_of_bytes(exercise: Exercise) -> None:
    picture = pictures.picture_of(exercise, exercise.text_of(exercise.showcase), shown(b""))
    assert "–-1" not in picture.text + picture.html


def test_a_frame_that_a_connection_sends_is_drawn_as_a_frame() -> None:
    [exercise] = table.named("receive_ping")
    pong = shown(bytes.fromhex("8a024869"))
    assert "pong frame, not masked, 2 bytes: “Hi”" in pictures.picture_of(exercise, "call", pong).text


def test_a_number_that_is_no_byte_is_shown_in_both_ways(checker: Checker) -> None:
    text = said("encode_first_byte", "return frame.fin << 8 | frame.opcode", checker)
    assert "returns 129, in hexadecimal 0x81" in text
    assert "returns 257, in hexadecimal 0x101" in text
    assert "one place too high" in text


def difference(name: str, call: str, expected: object, received: object) -> str:
    """What is said of two results of a step."""
    [exercise] = table.named(name)
    drawn = pictures.difference(exercise, call, shown(expected), shown(received))
    assert drawn is not None
    return drawn.text


def test_a_row_without_bytes_says_so() -> None:
    drawn = difference("receive_ping", "connection.data_to_send()", b"", b"\x8a\x00")
    assert drawn.startswith("expected  no bytes\nreceived  8a 00\n")


def test_a_number_of_one_digit_is_the_same_in_hexadecimal() -> None:
    assert "hexadecimal" not in difference("decode_length", "decode_length(header)", 5, 9)
    assert "returns 10, in hexadecimal 0xa" in difference("decode_length", "decode_length(header)", 5, 10)


def test_a_count_is_not_told_in_hexadecimal() -> None:
    assert "hexadecimal" not in difference("stop", "server.connection_count", 0, 10)


def test_names_of_types_are_not_compared_letter_by_letter() -> None:
    text = difference("dispatch", "type(reply).__name__", "PendingReply", "NoneType")
    assert "Character" not in text and 'returns "NoneType"' in text


def test_a_long_call_that_is_cut_is_no_statement() -> None:
    assert "expected" in difference("percentile", "percentile([1.0, ... 2.0], 7)", 7.0, 8.0)


def test_a_statement_has_no_value_to_expect() -> None:
    assert "expected" not in difference("dispatch", "reply = session.dispatch(request)", None, 3)
    assert "expected" in difference("dispatch", "session.dispatch(request)", None, 3)
    assert "expected" in difference("stop", "await server.stop()", None, 3)


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("return length", "0"),
        ("return bytearray([length])", 'bytearray.fromhex("00")'),
        ("return [length]", "[0]"),
    ],
)
def test_a_value_of_another_type_stands_beside_what_is_expected(
    statement: str, value: str, checker: Checker
) -> None:
    text = said("encode_length", statement, checker)
    assert 'expected returns bytes.fromhex("00")' in text
    assert f"received returns {value}" in text


def test_no_rfc_is_to_be_looked_up_that_says_nothing_of_a_mistake(checker: Checker) -> None:
    text = said("feed", "self._data += data", checker)
    assert "Used bytes stay" in text and "To look it up" not in text


def test_the_line_and_the_mistake_of_masking_without_a_key(checker: Checker) -> None:
    line = "return encode_header(frame) + masking.mask_payload(frame.payload, frame.masking_key)"
    text = said("encode_frame", line, checker)
    assert f"Line 2 of the cell: {line}" in text
    assert "Here something is None and is used like a value" in text


def test_an_error_that_is_returned_where_none_belongs_is_not_to_be_raised(checker: Checker) -> None:
    text = said("encode_header", "return InvalidFrame('no')", checker)
    assert "returns `InvalidFrame`. No error belongs there." in text


@pytest.mark.parametrize(
    "statement", ["pass", "return input()", "return frame.nothing", "return InvalidFrame('no')"]
)
def test_the_rule_is_named_only_where_it_is_broken(statement: str, checker: Checker) -> None:
    assert "The rule:" not in said("encode_header", statement, checker)


def test_a_long_value_tells_its_length(checker: Checker) -> None:
    [alt] = alts(page("encode_header", "return bytes(encode_first_byte(frame))", checker))
    assert "Expected: 81 05; received: 00 00" in alt
    assert "… (129 bytes in all)" in alt


def test_a_description_says_in_words_how_it_went(checker: Checker) -> None:
    [alt] = alts(page("encode_length", "return length", checker))
    assert alt.startswith("not right yet: encode_length(0, masked=False).")


def unwritten(name: str) -> tuple[Exercise, Page]:
    [exercise] = table.named(name)
    return exercise, feedback.unwritten(exercise, shown_by_reference(exercise), Context())


def test_what_stands_before_a_part_is_said_before_its_picture() -> None:
    _, page = unwritten("encode_length")
    before = "81 stands for what comes before it; the result begins with 7e."
    assert page.text.index(before) < page.text.index("final text frame")
    assert page.html.index(f"<p>{before}") < page.html.index("<img")
    assert alts(page)[0].startswith(before)


@pytest.mark.parametrize("name", HEADS)
def test_what_is_not_written_is_said_in_words_without_a_sign(name: str) -> None:
    exercise, page = unwritten(name)
    state = "not mended yet" if exercise.repair else "not written yet"
    assert page.text.startswith(f"{name}: {state}")
    assert page.html.startswith(f"<p><b>{name}: {state}</b></p>")


def test_two_heads_differ_in_a_line_which_is_shown_with_its_end() -> None:
    exercise = table.by_id("06.build_request")
    right = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    for wrong, line, words in (
        (b"GET / HTTP/1.1\r\nHost: b\r\n\r\n", "Line 2 of the head", r"Host: b\r\n"),
        (b"GET / HTTP/1.1\nHost: a\n\n", "Line 1 of the head", r"GET / HTTP/1.1\n"),
        (b"GET / HTTP/1.1\r\nHost: a\r\n", "Line 3 of the head", "no line: the head has ended"),
    ):
        figure = pictures.difference(exercise, "", shown(right), shown(wrong))
        assert figure and line in figure.text and words in figure.text
        assert "start line" not in figure.text


def test_the_text_of_a_head_in_another_encoding_is_told_as_that(checker: Checker) -> None:
    source = """def build_response(key, headers=()):
    fields = [*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key)), *headers]
    lines = [f"{name}: {value}" for name, value in fields]
    return "\\r\\n".join(["HTTP/1.1 101 Switching Protocols", *lines, "", ""]).encode()
"""
    exercise = table.by_id("06.build_response")
    verdict = checker.check(submission_of(exercise, source))
    told = feedback.wrong(exercise, verdict, Context(cell=source)).text
    assert "In a head it is one byte" in told and "bytes([n])" not in told


def test_what_stands_beside_is_not_called_the_likely_mistake(checker: Checker) -> None:
    source = """def parse_field(line):
    name, colon, value = line.partition(":")
    if not colon:
        raise HandshakeFault(400, line)
    return f"{name}{len(line)}", value
"""
    exercise = table.by_id("06.parse_field")
    verdict = checker.check(submission_of(exercise, source))
    told = feedback.wrong(exercise, verdict, Context(cell=source)).text
    assert "Besides: " in told and "Likely mistake: Besides" not in told


def test_a_name_of_the_object_is_told_with_its_self(checker: Checker) -> None:
    text = said("receive_ping", "_send_frame(Opcode.PONG, payload)", checker)
    assert "Is `self._send_frame` meant?" in text


@pytest.mark.parametrize(
    ("id", "mistake", "expected", "received"),
    [
        ("06.check_request", "status_of_method", "HandshakeFault(405, '", "HandshakeFault(400, '"),
        ("11.decode_request", "wrong_params_told_as_request", "INVALID_PARAMS", "INVALID_REQUEST"),
        ("08.decode_reply", "message_as_it_came", '"404"', "404"),
        ("08.receive", "reads_first", 'returns "two", after 0 s', 'returns "two", after 5 s'),
        ("08.call", "time_begins_when_ready", "within 5 s'), after 5 s", "within 5 s'), after 8 s"),
    ],
)
def test_expected_and_received_never_look_the_same(
    id: str, mistake: str, expected: str, received: str, checker: Checker
) -> None:
    """A code, a field of an error or the time may be all that differs."""
    exercise = table.by_id(id)
    source = dict(exercise.edits())[mistake].apply(reference.source(exercise))
    verdict = checker.check(submission_of(exercise, source))
    text = feedback.wrong(exercise, verdict, Context(cell=source)).text
    lines = [line for line in text.splitlines() if line.startswith(("│ expected", "│ received"))]
    assert expected in lines[0] and received in lines[1]
    assert lines[0].split()[2:] != lines[1].split()[2:]


@pytest.mark.parametrize(
    ("id", "number", "words"),
    [
        ("08.remaining", 10_000, "returns 10000"),
        ("09.settle", 12, "returns 12"),
        ("04.decode_length", 300, "returns 300, in hexadecimal 0x12c"),
        ("02.encode_first_byte", 0x181, "returns 385, in hexadecimal 0x181"),
    ],
)
def test_only_a_number_that_stands_in_bytes_is_told_in_hexadecimal(id: str, number: int, words: str) -> None:
    assert pictures.outcome_words(table.by_id(id), shown(number)) == words


def test_a_right_answer_names_no_picture_where_steps_are_shown(checker: Checker) -> None:
    for id, has_picture in (("08.receive", False), ("02.encode_first_byte", True)):
        exercise = table.by_id(id)
        verdict = checker.check(submission_of(exercise, reference.source(exercise)))
        page = feedback.right(exercise, verdict, Context())
        assert ("The picture shows" in page.html) == has_picture
        assert ("<img" in page.html) == has_picture


def test_steps_of_a_function_that_is_not_there_yet_say_what_it_should_give() -> None:
    [exercise] = table.named("masking_keys")
    shows, steps = shown_by_reference(exercise), steps_of_reference(exercise)
    text = feedback.unwritten(exercise, shows, Context(), steps).text
    assert "should give False" in text
    assert " gives False" not in text
    assert " gives False" in feedback.right(exercise, Verdict(shows=shows, steps=steps), Context()).text


def test_none_is_told_where_a_value_is_asked_for() -> None:
    """It is told of an attribute, and of what may give a frame, and not of `feed`, which gives nothing."""
    [exercise] = table.named("next_frame")
    [example] = [one for one in exercise.examples if one.key == "cut_in_the_payload"]
    outcome = outcome_of(example, subject_of(exercise, reference.function(exercise)))
    given = [step.source for step in told(exercise, example, outcome.steps) if step.gives == "None"]
    assert given == ["reader.next_frame()", "reader.waiting"]
    shows, steps = shown_by_reference(exercise), steps_of_reference(exercise)
    unwritten = feedback.unwritten(exercise, shows, Context(), steps).text
    assert unwritten.count("should give None") == 1


def test_the_field_of_a_result_is_named_once() -> None:
    [exercise] = table.named("apply_mask")
    picture = pictures.picture_of(exercise, "apply_mask(...)", shown(b"abc"))
    assert picture.alt.count("masked payload data") == 1


FAST = "def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:\n"
IN_A_LOOP = {
    "a call": "    return apply_mask(payload, masking_key)\n",
    "a comprehension": "    return bytes([byte ^ masking_key[i % 4] for i, byte in enumerate(payload)])\n",
    "a generator": "    return bytes(payload[i] ^ masking_key[i % 4] for i in range(len(payload)))\n",
    "map": "    import itertools, operator\n"
    "    return bytes(map(operator.xor, payload, itertools.cycle(masking_key)))\n",
    "a loop over words": "    masked = b''\n"
    "    for start in range(0, len(payload), 4):\n"
    "        word = payload[start : start + 4]\n"
    "        key = masking_key[: len(word)]\n"
    "        number = int.from_bytes(word, 'big') ^ int.from_bytes(key, 'big')\n"
    "        masked += number.to_bytes(len(word), 'big')\n"
    "    return masked\n",
}
IN_FEW_STEPS = {
    "a longer key": "    size = len(payload)\n"
    "    keys = (masking_key * size)[:size]\n"
    "    number = int.from_bytes(payload, 'big') ^ int.from_bytes(keys, 'big')\n"
    "    return number.to_bytes(size, 'big')\n",
    "four steps": "    masked = bytearray(payload)\n"
    "    for i, key in enumerate(masking_key):\n"
    "        masked[i::4] = masked[i::4].translate(bytes(byte ^ key for byte in range(256)))\n"
    "    return bytes(masked)\n",
}
"""The second makes four tables of 256 bytes, however long the payload is."""


@pytest.mark.parametrize(
    "body", [*IN_A_LOOP.values(), *IN_FEW_STEPS.values()], ids=[*IN_A_LOOP, *IN_FEW_STEPS]
)
def test_a_right_answer_in_many_steps_is_told_so(body: str, checker: Checker) -> None:
    [exercise] = table.named("apply_mask_fast")
    verdict = checker.check(submission_of(exercise, FAST + body))
    assert verdict.right
    text = feedback.right(exercise, verdict, Context()).text
    assert ("a byte or a few bytes at a time" in " ".join(text.split())) == (body in IN_A_LOOP.values())


@pytest.mark.parametrize(
    ("name", "source", "says"),
    [
        (
            "apply_mask",
            "def apply_mask(payload: bytes, masking_key: bytes) -> bytes:\n"
            "    return bytes(byte ^ masking_key[i] for i, byte in enumerate(payload))\n",
            "A key has four bytes, 0 to 3, and a payload may have more",
        ),
        (
            "turn_key",
            "def turn_key(masking_key: bytes, count: int) -> bytes:\n"
            "    return bytes(masking_key[count + i] for i in range(4))\n",
            "behind byte 3 comes byte 0 again",
        ),
    ],
)
def test_who_reads_a_key_beyond_its_end_is_told_how_long_it_is(
    name: str, source: str, says: str, checker: Checker
) -> None:
    [exercise] = table.named(name)
    text = feedback.wrong(exercise, checker.check(submission_of(exercise, source)), Context(cell=source)).text
    assert says in " ".join(text.split())


def test_the_result_of_a_call_is_no_part_of_a_frame(checker: Checker) -> None:
    exercise = table.by_id("08.call")
    source = reference.source(exercise).replace("next(self._ids)", "1")
    verdict = checker.check(submission_of(exercise, source))
    text = feedback.wrong(exercise, verdict, Context(cell=source)).text
    assert "Character 0 is “f” and should be “s”." in text
    assert "RFC 6455" not in text
