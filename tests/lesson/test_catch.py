"""Calls that tell a function from wrong versions of it, run beside the kernel."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from framebyframe.lesson import catch, hint
from framebyframe.lesson.cells import catching as catching_module
from framebyframe.lesson.checking.apart import apart
from framebyframe.lesson.checking.catching import Calls, Caught, Unreadable, suspect_sources, suspects_of
from framebyframe.lesson.checking.catching import catch as run
from framebyframe.lesson.checking.outcome import Outcome, outcome_of, subject_of
from framebyframe.lesson.checking.php import outcomes_of_source
from framebyframe.lesson.checking.verdict import shown
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.declaring.examples import Call
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.declaring.forms import Catch
from framebyframe.lesson.text.catalogue import say
from framebyframe.lesson.workers import run as where
from framebyframe.wire import Frame, Opcode
from framebyframe.wire.frames import encode_length
from framebyframe.wire.heads import Headers

from .awkward import Deadly, Endless, Greedy
from .kernels import kernel

SUSPECTED = [exercise for exercise in table.all_exercises() if exercise.catch]
LENGTH = table.by_id("02.encode_length")
NAME = LENGTH.name

each_suspected = pytest.mark.parametrize("exercise", SUSPECTED, ids=lambda exercise: exercise.id)

CALLS_OF_METHODS: dict[str, list[tuple[Any, ...]]] = {
    "next_frame": [
        (),
        *((place,) for place in range(1, 20)),
        *combinations(range(1, 20, 3), 2),
        tuple(range(1, 147)),
    ],
    "settle": [
        *(([1, 2, 3], ids) for ids in ([1, 2, 3], [3, 1], [2, 2], [7], [])),
        *(([1], [7]), ([1, 2], [1, 2], [1]), ([1, 2, 3], [2], [2, 3])),
    ],
    "due": [
        *((20, None, heard) for heard in (20, 33)),
        *((20, 40, heard) for heard in (20, 33, 40, 47)),
        (0, 0, 0),
    ],
    "receive_close": [
        *(
            (payload,)
            for payload in (b"", b"\x03", b"\x03\xe8", b"\x03\xe9bye", b"\x03\xee", b"\x03\xe8\xff")
        ),
        *((payload, True) for payload in (b"", b"\x03\xe8", b"\x03\xe9bye")),
    ],
}
"""A stream cut everywhere; replies in order, twice, late; times; close frames to both states."""
AS_WORDS = [key.replace("_", " ") for key in LENGTH.mistakes]
ALL_CAUGHT = ((125, False), (127, True), (65535, False), (65536, True))


def caught(*arguments: tuple[Any, ...], exercise: Exercise = LENGTH) -> Caught:
    return run(exercise, Calls.of(exercise, arguments))


def calls_of(exercise: Exercise) -> list[tuple[Any, ...]]:
    """The calls that the check knows; of a method, some that stand for scenarios."""
    if "." not in exercise.path:
        return [tuple(example.values()) for example in exercise.examples if isinstance(example, Call)]
    return CALLS_OF_METHODS[exercise.name]


def test_a_reply_without_a_result_is_written_with_its_none() -> None:
    decode = table.by_id("08.decode_reply")
    [tried] = caught(({"status": "success", "payload": None, "id": 7},), exercise=decode).tried
    assert tried.gives.text == "Reply(7, None, None)"
    [tried] = caught(({"status": "success", "payload": 1, "id": 7},), exercise=decode).tried
    assert tried.gives.text == "Reply(7, 1)"


def test_who_caught_somebody_is_told_that_the_next_calls_begin_anew() -> None:
    anew = "Each `catch` begins anew"
    assert anew in catch("encode_length", (125, False)).text
    assert anew not in catch("encode_length").text
    assert anew not in catch("encode_length", *ALL_CAUGHT).text


@each_suspected
def test_the_examples_of_the_check_catch_every_suspect(exercise: Exercise) -> None:
    calls = calls_of(exercise)
    assert caught(*calls, exercise=exercise).at_large == []


@each_suspected
def test_a_few_calls_can_catch_them_all_and_no_single_one_does(exercise: Exercise) -> None:
    calls = calls_of(exercise)
    assert exercise.catch
    left = set(range(1, len(exercise.catch.suspects) + 1))
    needed = 0
    while left:
        tried = caught(*calls, exercise=exercise).tried
        best = max(tried, key=lambda item: len(left & set(item.catches)))
        left -= set(best.catches)
        needed += 1
    assert 2 <= needed <= catching_module.MOST_CALLS / 2


@each_suspected
def test_suspects_are_told_apart_by_the_check(exercise: Exercise) -> None:
    """Two suspects that always do the same would count as one."""
    assert exercise.catch
    examples = [exercise.catch.example(call) for call in calls_of(exercise)]
    if exercise.is_php:
        sources = suspect_sources(exercise)
        done = [tuple(map(repr, outcomes_of_source(exercise, source, examples))) for source in sources]
    else:
        subjects = [subject_of(exercise, suspect) for suspect in suspects_of(exercise)]
        done = [tuple(repr(outcome_of(example, subject)) for example in examples) for subject in subjects]
    assert len(set(done)) == len(done)


def _outcome(function: Any, arguments: tuple[Any, ...]) -> Any:
    try:
        return function(*arguments)
    except Exception as error:
        return error


def test_a_call_catches_who_gives_something_else() -> None:
    """A second opinion: each suspect is called by hand."""
    lengths = (0, 125, 126, 127, 65535, 65536, 70000)
    calls = [(length, masked) for length in lengths for masked in (False, True)]
    found = caught(*calls)
    for arguments, tried in zip(calls, found.tried, strict=True):
        right = encode_length(*arguments)
        wrong = [
            number
            for number, suspect in enumerate(suspects_of(LENGTH), 1)
            if _outcome(suspect, arguments) != right
        ]
        assert list(tried.catches) == wrong, arguments
        assert tried.gives.data == right


def test_who_is_caught_and_who_is_left_is_said_by_number() -> None:
    page = catch(NAME, (5, False), (126, True))
    assert page.text.startswith("encode_length: 4 of 8 caught")
    assert "1 ✓   2 ✓   3 ?   4 ✓   5 ✓   6 ?   7 ?   8 ?" in page.text
    assert "Still at large: 3, 6, 7, 8. Suspect 3 hides best: it is wrong in only 2 of the 44" in page.text
    assert "encode_length(126, True)  fe 00 7e                  1, 2, 4, 5" in page.text
    assert "encode_length(5, False)   05                        nobody" in page.text


def test_no_suspect_is_named_and_no_source_is_shown() -> None:
    for page in (catch(NAME), catch(NAME, (126, True)), catch(NAME, *ALL_CAUGHT)):
        everything = page.text + page.html
        told = say(LENGTH.catalogue, LENGTH.key, "caught") if "8 of 8" in page.text else ""
        assert not any(key in everything for key in LENGTH.mistakes)
        assert not any(words in everything and words not in told for words in AS_WORDS)
        assert "to_bytes" not in everything and "return " not in everything


def test_when_all_are_caught_it_is_right() -> None:
    page = catch(NAME, *ALL_CAUGHT)
    assert page.text.startswith("✓ encode_length: 8 of 8 caught")
    assert "at large" not in page.text


def test_what_the_suspects_did_is_told_once_all_are_caught() -> None:
    every_byte = tuple(range(1, 147))
    assert "What they did" not in catch("next_frame", every_byte).text
    said = " ".join(catch("next_frame", every_byte, (8,)).text.split())
    assert "8 of 8 caught" in said and "What they did: 1 loses what stands behind a frame." in said


@each_suspected
def test_what_each_suspect_did_is_in_the_catalogue(exercise: Exercise) -> None:
    told = say(exercise.catalogue, exercise.key, "caught")
    suspects = exercise.catch.suspects if exercise.catch else ()
    assert all(f" {number} " in told for number, _ in enumerate(suspects, 1)), exercise.id


def test_without_calls_the_task_is_told() -> None:
    page = catch(NAME)
    assert page.text.startswith("encode_length: 0 of 8 caught")
    assert '`catch("encode_length", (300, False))`' in page.text
    assert "right function gives  " not in page.text


def test_a_call_that_catches_nobody_new_is_told() -> None:
    said = "`encode_length(127, True)` catches nobody new."
    assert said in catch(NAME, (126, True), (127, True)).text
    assert said not in catch(NAME, (127, True), (126, True)).text


@pytest.mark.parametrize(
    ("arguments", "error"),
    [((-1, True), "ValueError"), ((1 << 64, False), "OverflowError"), (("5", False), "TypeError")],
)
def test_what_the_right_function_cannot_take_is_no_input(arguments: tuple[Any, ...], error: str) -> None:
    page = catch(NAME, arguments)
    assert page.text.startswith("encode_length: 0 of 8 caught")
    assert "no input" in page.text
    said = " ".join(page.text.split())
    assert f"the right function itself cannot take it, and raises `{error}`." in said


def test_what_no_frame_may_be_is_no_input_though_the_right_function_takes_it() -> None:
    page = catch(NAME, (2**63, False), (2**63 - 1, False))
    too_long, longest = caught((2**63, False), (2**63 - 1, False)).tried
    assert not too_long.is_input and not too_long.catches and longest.is_input and longest.catches
    said = " ".join(page.text.split())
    assert "tells nothing: a frame is never as long as that" in said and "itself cannot take it" not in said


def test_an_item_that_is_never_empty_is_not_looked_for() -> None:
    headers = Headers([("Connection", "Upgrade")])
    page = catch("has_token", (headers, "Connection", ""), (headers, "Connection", "Upgrade"))
    said = " ".join(page.text.split())
    assert "tells nothing: an item that is looked for is never empty." in said and "no input" in said


def test_an_error_that_the_function_promises_is_a_result() -> None:
    """A key of three bytes is refused: a suspect that accepts it is caught."""
    header = replace(table.by_id("02.encode_header"), catch=Catch(("any_key", "key_forgotten")))
    found = caught((Frame(Opcode.TEXT, b"Hello", masking_key=b"abc"),), exercise=header)
    [tried] = found.tried
    assert tried.is_input and tried.gives.raised and tried.gives.type == "InvalidFrame"
    assert 1 in tried.catches


def test_frames_cross_and_a_single_argument_may_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    header = replace(table.by_id("02.encode_header"), catch=Catch(("key_forgotten", "empty_key_is_no_key")))
    monkeypatch.setattr(catching_module, "find_exercise", lambda name: header)
    monkeypatch.setattr(catching_module, "run_calls", lambda calls: run(header, calls))
    frame = Frame(Opcode.TEXT, b"x" * 126, masking_key=b"abcd")
    alone, in_parentheses = catch("encode_header", frame), catch("encode_header", (frame,))
    assert alone.text == in_parentheses.text
    assert alone.text.startswith("encode_header: 1 of 2 caught")
    assert 'encode_header(Frame(Opcode.TEXT, b"x" * 126, masking_key=b"abcd"))' in alone.text


@pytest.mark.parametrize("arguments", [(5,), 5, (5, False, 1), ()])
def test_a_call_with_other_parameters_is_told(arguments: Any) -> None:
    assert "is no call of this function. Its arguments are length, masked." in catch(NAME, arguments).text


def test_calls_are_to_be_chosen() -> None:
    assert "13 calls at once. Choose 12 at most" in catch(NAME, *[(n, True) for n in range(13)]).text
    assert catch(NAME, *[(n, True) for n in range(12)]).text.startswith("encode_length:")


def test_arguments_that_are_too_large_do_not_cross() -> None:
    assert "too large" in catch(NAME, (b"x" * catching_module.LARGEST, False)).text


def test_a_method_is_called_by_what_a_call_stands_for() -> None:
    """`(1, 12)` cuts a recorded stream twice; the method itself has no arguments."""
    page = catch("next_frame", (1, 12), (8,))
    assert page.text.startswith("next_frame: 5 of 8 caught")
    assert 'You hold the knife: `catch("next_frame", (), (2,))`' in " ".join(page.text.split())
    assert '(1, 12)  returns ["TEXT 5", "PING 0", "BINARY 130"]  1, 5' in page.text
    assert "cut_at" not in page.text


def test_what_a_caught_one_gives_is_shown_once() -> None:
    page = catch("next_frame", (1, 12), (8,))
    assert "suspect  call     it gives instead" in page.text
    assert '1        (1, 12)  returns ["TEXT 5", "CONTINUATION 2"]' in page.text
    assert "3        (8,)     raises ProtocolFault" in page.text
    assert page.text.count("\n5        ") == 1, "by the first call that catches it"
    assert "2        encode_length(126, True)  7e 00 7e" in catch(NAME, (126, True)).text


def test_values_that_begin_alike_are_shown_from_where_they_differ() -> None:
    text = catch("apply_mask", (b"Hello, you", b"key!")).text
    assert '2        apply_mask(b"Hello, you", b"key!")  … 59 58 6f 75, and … 59 58 04 10 is right' in text
    assert '4        apply_mask(b"Hello, you", b"key!")  b3 ca' in text, "its beginning shows it"


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (
            bytes(200),
            bytes(100) + b"\1" + bytes(99),
            ("… 00 00 00 00 00 00 00 00 …", "… 00 00 01 00 00 00 00 00 …"),
        ),
        (bytes(9), bytes(10), ("… 00 00", "… 00 00 00")),
        (b"\1" * 9, b"\2" * 9, ("", "")),
        ("a" * 99 + "b" + "c" * 99, "a" * 99 + "d" + "c" * 99, ("…" + "a" * 10 + "b", "…" + "a" * 10 + "d")),
        ([*range(99)], [*range(50), 7, *range(51, 99)], ("…, 48, 49, 50, 51,", "…, 48, 49, 7, 51,")),
        (
            [("x" * 200 + "y") * 2],
            [("x" * 200 + "z") + "x" * 200 + "y"],
            ("…" + "x" * 10 + "y", "…" + "x" * 10 + "z"),
        ),
        ([1, 2], [1, 2], ("", "")),
    ],
)
def test_whatever_is_cut_is_shown_from_where_it_differs(one: Any, other: Any, told: tuple[str, str]) -> None:
    found = apart(Outcome(one), Outcome(other), lambda outcome: shown(outcome.value))
    assert all(text.startswith(begin) for text, begin in zip(found, told, strict=True)), found
    assert any(told) == any(found)


def test_where_an_end_is_like_the_right_one_the_step_before_it_is_shown() -> None:
    """Both payloads have their length: the frames' names, the last step, do not tell them apart."""
    exercise = table.by_id("04.next_frame")
    masked = replace(exercise, catch=replace(exercise.catch, suspects=("not_unmasked",)))
    [tried] = caught((), exercise=masked).tried
    assert tried.catches == (1,)
    assert tried.instead[0].text != tried.gives.text and "TEXT" not in tried.instead[0].text


def test_every_fault_of_a_close_frame_counts() -> None:
    """Half a code ends in a ProtocolFault, a reason that is not UTF-8 in a DataFault: both are promised."""
    page = catch("receive_close", (b"\x03",), (b"\x03\xe8\xff",))
    assert "no input" not in page.text and "tells nothing" not in page.text
    assert "ProtocolFault" in page.text and "DataFault" in page.text


def test_where_no_bytes_are_given_the_table_says_so() -> None:
    """After our close frame nothing is sent; suspect 8, which takes half a code, raises no fault there."""
    text = catch("receive_close", (bytes.fromhex("03 e8"), True), (b"\x03", True)).text
    assert '(bytes.fromhex("03 e8"), True)  no bytes' in text
    row = [line for line in text.splitlines() if line.startswith("8 ")][-1]
    assert row.endswith("no bytes")


def test_a_payload_that_is_too_long_is_told_by_its_limit() -> None:
    said = " ".join(catch("receive_close", (b"\x03\xe8" + b"x" * 124,)).text.split())
    assert "A close frame has at most 125 bytes" in said and "is no call of this function" not in said
    assert "is no call of this function" in catch("receive_close", (5,)).text
    assert catch("receive_close", (b"\x03\xe8" + b"x" * 123,)).text.startswith("receive_close:")


@pytest.mark.parametrize("cuts", [[2, 60], range(1, 147)], ids=["a list", "a range"])
def test_cuts_stand_in_a_list_or_in_a_range_too(cuts: Any) -> None:
    assert catch("next_frame", cuts).text == catch("next_frame", tuple(cuts)).text


@pytest.mark.parametrize("arguments", [(200,), (147,), (0,), (-1,), ("a",), (1.5,)])
def test_a_cut_outside_the_stream_is_told_by_the_places_there_are(arguments: Any) -> None:
    said = " ".join(catch("next_frame", arguments).text.split())
    assert "A cut is a whole number from 1 to 146" in said and "is no call of this function" not in said


def test_a_cut_made_twice_is_told() -> None:
    assert "The same cut stands there twice." in catch("next_frame", (2, 5, 2)).text


def test_a_call_that_stands_for_no_scenario_is_told() -> None:
    said = " ".join(catch("receive_close", (5,)).text.split())
    assert "`(5,)` is no call of this function. Its arguments are payload (bytes), " in said


PLAYED = [item for item in table.all_exercises() if item.catch and item.catch.played]


def test_what_a_story_is_made_of_is_told_in_words() -> None:
    said = " ".join(catch("settle", (1, 2, 3, 4)).text.split())
    assert "Its arguments are calls (a list of whole numbers), ids (a list of whole numbers), " in said
    assert "cancelled (a list of whole numbers; it may be left out)." in said


@pytest.mark.parametrize("exercise", PLAYED, ids=lambda exercise: exercise.name)
def test_no_story_is_told_in_the_words_of_python(exercise: Exercise) -> None:
    said = " ".join(catch(exercise.name, ("a",) * 40).text.split())
    assert "is no call of this function" in said or "A cut is a whole number" in said
    assert not re.search(r"\b(int|float|Sequence|collections|NoneType)\b", said)


STORIES = {
    "no lists": ("settle", (1, 2), "These are no lists."),
    "texts": ("settle", (["a"], ["a"]), "An id is a whole number here"),
    "two calls with one id": ("settle", ([1, 1], [1]), "Two calls have the same id in this story."),
    "a call that is not there": (
        "settle",
        ([1], [1], [2]),
        "The third list names a call that is not in the first.",
    ),
    "a time before all": ("due", (-5, 0, -5), "A story is three times in seconds"),
    "a byte before the pong": ("due", (20, None, 10), "neither of the two later times is before the first"),
}


@pytest.mark.parametrize("what", STORIES)
def test_a_story_that_cannot_be_is_told_by_its_own_fault(what: str) -> None:
    name, story, says = STORIES[what]
    said = " ".join(catch(name, story).text.split())
    assert says in said and "is no call of this function" not in said


def test_an_exercise_without_suspects_says_so() -> None:
    assert "There are no wrong versions of `encode_frame`" in catch("encode_frame").text
    assert "No exercise is called" in catch("encode_nothing").text


def test_a_hint_after_it_is_about_this_exercise() -> None:
    catch(NAME)
    assert hint().text.startswith("? encode_length: hint")


# --- guard rails --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (Endless(77), "does not come to an end: it was stopped after 4 seconds"),
        (Deadly(77), "ended Python itself. The kernel is unharmed"),
        (Greedy(77), "the right function itself cannot take it"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_that_misbehaves_costs_a_message(value: int, says: str) -> None:
    page = catch(NAME, (126, True), (value, False))
    assert says in " ".join(page.text.split())
    assert "`encode_length(77, False)`" in page.text
    assert catch(NAME, *ALL_CAUGHT).text.startswith("✓"), "the next worker takes over"


def test_a_value_that_cannot_cross_is_told() -> None:
    assert "cannot be run beside the kernel" in catch(NAME, (lambda: 5, False)).text
    with pytest.raises(Unreadable):
        Calls.of(LENGTH, [(lambda: 5, False)])


def test_a_value_of_the_notebooks_own_type_is_told() -> None:
    with kernel("from framebyframe.lesson import catch\nclass Mine(int): pass") as running:
        said = running.run('catch("encode_length", (Mine(5), False))')
        assert "cannot be run beside the kernel" in said and "Mine" in said
        said = running.run('catch("encode_header", (Frame(Opcode.TEXT, b"x" * 126),))')
        assert "There are no wrong versions of `encode_header`" in said


def test_without_processes_calls_run_in_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(where, "WITHOUT_PROCESSES", (where.sys.platform,))
    monkeypatch.setattr(where, "_checker", lambda: pytest.fail("no process here"))
    assert catch(NAME, *ALL_CAUGHT).text.startswith("✓ encode_length: 8 of 8 caught")


def test_what_is_found_crosses_as_json() -> None:
    found = caught(*ALL_CAUGHT, (-1, True))
    assert Caught.from_json(found.to_json()) == found
    assert reference.function(LENGTH) not in suspects_of(LENGTH)
