"""The shuffled lines of a function: every order that does the right thing is accepted, and no other."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from framebyframe.lesson import hint, order
from framebyframe.lesson.authoring.mutants import imports_for
from framebyframe.lesson.cells import ordering
from framebyframe.lesson.cells.kernel_state import KERNEL_STATE
from framebyframe.lesson.declaring import reference, shuffled, table
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.declaring.forms import Order
from framebyframe.lesson.keeping.carrying import free_names

ORDERED = [exercise for exercise in table.all_exercises() if exercise.order]
LENGTH = table.by_id("02.encode_length")
NAME = LENGTH.name

each_ordered = pytest.mark.parametrize("exercise", ORDERED, ids=lambda exercise: exercise.id)


def numbers_of(lines: Sequence[str], exercise: Exercise = LENGTH) -> list[int]:
    """The numbers that these lines have for a learner."""
    return [shuffled.lines(exercise).index(line) + 1 for line in lines]


def ordered(*lines: str) -> str:
    """The page for these lines of `encode_length` in this order, as text."""
    return order(NAME, numbers_of(lines)).text


MASK_BIT, SHORT, IN_ONE, MEDIUM, IN_THREE, IN_NINE = shuffled.own_lines(LENGTH)
WRONG_MASK_BIT, TOO_LONG, IN_FIVE = LENGTH.order.distractors  # type: ignore[union-attr]


@each_ordered
def test_the_references_own_order_is_right(exercise: Exercise) -> None:
    page = order(exercise.id, *numbers_of(shuffled.own_lines(exercise), exercise))
    assert page.text.startswith(f"✓ {exercise.name}: these lines are right")


@each_ordered
def test_the_lines_are_shuffled_and_distractors_are_among_them(exercise: Exercise) -> None:
    own = shuffled.own_lines(exercise)
    assert len(own) >= 5, "a short function is written, not ordered"
    shown = shuffled.lines(exercise)
    assert exercise.order
    assert sorted(shown) == sorted([*own, *exercise.order.distractors])
    assert [line for line in shown if line in own] != own
    assert len(set(shown)) == len(shown)


@each_ordered
def test_a_distractor_knows_its_names(exercise: Exercise) -> None:
    """Else it fails for a reason that is not its own, and otherwise than the same lines in a cell."""
    own = shuffled.own_lines(exercise)
    own_names = set(inspect.unwrap(reference.function(exercise)).__code__.co_varnames)
    assert exercise.order
    for distractor in exercise.order.distractors:
        in_each_place = ([*own[:place], distractor, *own[place + 1 :]] for place in range(len(own)))
        sources = [shuffled.assembled(exercise, numbers_of(lines, exercise)) for lines in in_each_place]
        readable = [source for source in sources if _is_python(source)]
        assert readable, distractor
        for source in readable:
            imported = {line.split()[-1] for line in imports_for(exercise, source)}
            assert free_names(source) - own_names - {exercise.name} == imported, distractor


def _is_python(source: str) -> bool:
    try:
        compile(source, "<lines>", "exec")
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize(
    "exercise",
    [pytest.param(item, id=item.id, marks=[] if item is LENGTH else pytest.mark.slow) for item in ORDERED],
)
def test_a_distractor_in_the_place_of_a_line_is_wrong(exercise: Exercise) -> None:
    """A distractor resembles a line; in the place of that line it is wrong."""
    assert exercise.order
    own = shuffled.own_lines(exercise)
    for distractor in exercise.order.distractors:
        for place in range(len(own)):
            lines = [*own[:place], distractor, *own[place + 1 :]]
            assert order(exercise.id, numbers_of(lines, exercise)).text.startswith("✗"), lines


def test_every_order_that_runs_right_is_right_and_no_other() -> None:
    """Each case with its body, in every order, and the mask bit before, between and after them."""
    heads = {SHORT: IN_ONE, MEDIUM: IN_THREE}
    for first, second in permutations(heads):
        for place in range(3):
            blocks = [[first, heads[first]], [second, heads[second]]]
            blocks.insert(place, [MASK_BIT])
            lines = [*(line for block in blocks for line in block), IN_NINE]
            namespace = dict(vars(reference.module(LENGTH)))
            exec(shuffled.assembled(LENGTH, numbers_of(lines)), namespace)
            made = namespace[NAME]
            runs_right = all(_same(example, made) for example in LENGTH.examples)
            assert ordered(*lines).startswith("✓") == runs_right, lines


def _same(example: Any, made: Any) -> bool:
    try:
        return bool(example.run(made) == example.run(reference.function(LENGTH)))
    except (UnboundLocalError, OverflowError, ValueError):
        return False


def test_an_order_that_is_not_the_references_may_be_right_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines called distractors that work: the longest case before the one in the middle."""
    distractors = ("    if length > 0xFFFF:", f"    {IN_NINE}", f"    {IN_THREE.strip()}")
    exercise = replace(LENGTH, order=Order(distractors))
    monkeypatch.setattr(ordering, "find_exercise", lambda name: exercise)
    numbers = numbers_of([MASK_BIT, SHORT, IN_ONE, *distractors], exercise)
    assert order(NAME, numbers).text.startswith("✓")


def test_a_wrong_order_is_run_and_told_by_its_bytes() -> None:
    said = ordered(MASK_BIT, TOO_LONG, IN_ONE, MEDIUM, IN_THREE, IN_NINE)
    assert "not this order yet" in said
    assert "What these lines make:" in said and TOO_LONG in said
    assert all(line in said for line in shuffled.numbered(LENGTH).splitlines())
    assert "`encode_length(126, masked=False)` gives something else than it should." in said
    assert "^" in said


def test_lines_that_are_missing_show_when_it_runs() -> None:
    number = 1 + shuffled.lines(table.by_id("02.encode_length")).index(MASK_BIT)
    said = ordered(SHORT, IN_ONE, MEDIUM, IN_THREE, IN_NINE)
    assert f"`mask_bit` has no value. Line {number} gives it one, and is not among these lines." in said
    assert "returns None" in ordered(MASK_BIT, SHORT, IN_ONE, MEDIUM, IN_THREE)


def test_a_name_that_an_except_gives_is_told_by_its_line() -> None:
    exercise = table.by_id("07.receive_data")
    right, unnamed = "    except PeerFault as fault:", "    except PeerFault:"
    chosen = [unnamed if line == right else line for line in shuffled.own_lines(exercise)]
    said = order("receive_data", numbers_of(chosen, exercise)).text
    [number] = numbers_of([right], exercise)
    assert f"`fault` has no value. Line {number} gives it one, and is not among these lines." in said


def test_lines_that_python_cannot_read_are_named() -> None:
    [number] = numbers_of([IN_ONE])
    assert f"Line {number} does not fit where it stands." in ordered(MASK_BIT, IN_ONE, IN_NINE)
    [number] = numbers_of([MEDIUM])
    assert f"Line {number} does not fit where it stands." in ordered(MASK_BIT, SHORT, MEDIUM, IN_THREE)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ((0,), "There is no line 0. The lines have the numbers 1 to 9."),
        ((10,), "There is no line 10."),
        ((1, 2, 1), "Line 1 is there twice."),
        (("a b",), "`a` is no line's number."),
        ((1.5,), "`1.5` is no line's number."),
        ((None,), "`None` is no line's number."),
    ],
)
def test_what_is_no_line_is_told_and_the_lines_are_shown_again(given: tuple[object, ...], says: str) -> None:
    page = order(NAME, *given)  # type: ignore[arg-type]
    assert says in page.text
    assert shuffled.numbered(LENGTH).splitlines()[1] in page.text


def test_numbers_may_stand_in_a_text_or_a_list() -> None:
    numbers = numbers_of(shuffled.own_lines(LENGTH))
    written = [", ".join(map(str, numbers)), " ".join(map(str, numbers)), numbers, tuple(numbers)]
    assert all(order(NAME, way).text.startswith("✓") for way in written)


def test_the_lines_are_the_last_hint() -> None:
    KERNEL_STATE.steps.clear()
    pages = [hint(NAME).text for _ in range(3)]
    assert "hint 3 of 3" in pages[2]
    assert shuffled.numbered(LENGTH).splitlines()[1] in pages[2]
    assert all(line not in "".join(pages[:2]) for line in shuffled.own_lines(LENGTH))


def test_an_exercise_without_lines_says_so() -> None:
    assert "has no lines to put in order" in order("encode_frame").text
    assert "No exercise is called" in order("encode_nothing").text


def test_the_same_lines_have_the_same_numbers_in_every_run() -> None:
    assert shuffled.numbered(LENGTH).splitlines()[:3] == [
        "    def encode_length(length: int, masked: bool) -> bytes:",
        " 1      if length <= LENGTH_IN_16_BITS:",
        " 2          return bytes((mask_bit | length,))",
    ]


def test_a_line_over_several_rows_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    source = (
        'def encode_length(length, masked):\n    """Words."""\n    # why\n'
        "    value = max(\n        1,\n        2,\n"
        "    )  # this\n\n    if value:\n        return b''\n    else:\n        return b'1'\n"
    )
    monkeypatch.setattr(reference, "source", lambda exercise: source)
    assert shuffled.own_lines(LENGTH) == [
        "    value = max(\n        1,\n        2,\n    )  # this",
        "    if value:",
        "        return b''",
        "    else:",
        "        return b'1'",
    ]
    numbers = numbers_of(["    value = max(\n        1,\n        2,\n    )  # this", "    if value:"])
    assert [shuffled.line_at(LENGTH, numbers, row) for row in (2, 5, 6, 7)] == [
        numbers[0], numbers[0], numbers[1], numbers[1],
    ]  # fmt: skip
