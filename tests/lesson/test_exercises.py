"""The catalogue of mistakes: every exercise accepts right answers, and names each mistake."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from framebyframe.lesson.authoring import mutants as authoring_mutants
from framebyframe.lesson.authoring.mutants import is_right, mutants, reason, submission_of, survivors
from framebyframe.lesson.authoring.written_out import functions_inside, written_out
from framebyframe.lesson.checking.comparison import error_text
from framebyframe.lesson.checking.outcome import outcome_of, subject_of
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.declaring.examples import Scenario
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.declaring.mistakes import Misplaced, edit
from framebyframe.lesson.declaring.versions import Model, built, models_of, wrong_versions
from framebyframe.lesson.diagnosing.models import outcomes
from framebyframe.lesson.showing import feedback
from framebyframe.lesson.text.catalogue import has
from framebyframe.lesson.workers.process import Checker

from .answers import WrittenAnswer, read

EXERCISES = table.all_exercises()
RIGHT, WRONG = read("right"), read("wrong")

SMALLEST_CATALOGUE = 6
FEW = 3
"""Wrong answers of each exercise that are judged in every run; the others in a long one."""
OTHER_STYLES = 2

each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
short_in_python = pytest.mark.parametrize(
    "exercise",
    [
        pytest.param(item, marks=[] if item.chapter == "02" else pytest.mark.slow)
        for item in table.in_python()
    ],
    ids=lambda exercise: exercise.name,
)
each_in_python = pytest.mark.parametrize("exercise", table.in_python(), ids=lambda exercise: exercise.name)


def named(answer: WrittenAnswer) -> str:
    return f"{answer.exercise.name}-{answer.what}"


@each_exercise
def test_the_reference_is_right(exercise: Exercise, checker: Checker) -> None:
    assert checker.check(submission_of(exercise, reference.source(exercise))).right


@pytest.mark.parametrize("answer", RIGHT, ids=named)
def test_other_styles_are_right(answer: WrittenAnswer, checker: Checker) -> None:
    verdict = checker.check(answer.submission)
    assert verdict.right, verdict


def some_of_each(answers: list[WrittenAnswer]) -> Iterator[Any]:
    """The answers; all but the first FEW of each exercise are long tests."""
    seen: Counter[str] = Counter()
    for answer in answers:
        seen[answer.exercise.id] += 1
        yield pytest.param(answer, marks=[] if seen[answer.exercise.id] <= FEW else pytest.mark.slow)


@pytest.mark.parametrize("answer", list(some_of_each(WRONG)), ids=named)
def test_a_wrong_answer_gets_its_own_diagnosis(answer: WrittenAnswer, checker: Checker) -> None:
    verdict = checker.check(answer.submission)
    assert not verdict.right
    if answer.what.startswith("fault "):
        assert verdict.fault.value == answer.what.removeprefix("fault ")
    else:
        assert answer.what in [finding.key for finding in verdict.findings], verdict


@each_exercise
def test_every_mistake_is_made_by_somebody(exercise: Exercise) -> None:
    made = {answer.what for answer in WRONG if answer.exercise is exercise}
    assert set(exercise.mistakes) <= made
    assert len(exercise.mistakes) >= SMALLEST_CATALOGUE
    assert sum(answer.exercise is exercise for answer in RIGHT) >= OTHER_STYLES


def _inside(value: Any) -> str:
    """What an error that is handed on holds: text, or what is shown as the same text."""
    return repr(vars(error)) if isinstance(error := getattr(value, "error", None), Exception) else ""


@short_in_python
def test_a_model_is_wrong_on_some_example_and_told_apart_from_the_others(exercise: Exercise) -> None:
    def does(answer: Any) -> list[str]:
        subject = subject_of(exercise, answer)
        done = [outcome_of(example, subject) for example in exercise.examples]
        return [
            f"{outcome!r} {error_text(outcome.value) if outcome.raised else _inside(outcome.value)}"
            for outcome in done
        ]

    versions = wrong_versions(exercise)
    done = {number: does(model) for number, (_, model) in enumerate(versions)}
    assert does(reference.function(exercise)) not in done.values()
    told = {}
    for number, (key, _) in enumerate(versions):
        if key not in exercise.needs_one_of:  # those are told apart by a name in the answer
            assert told.setdefault(tuple(done[number]), key) == key, "two mistakes that cannot be told apart"


@pytest.mark.parametrize(
    "exercise", [item for item in EXERCISES if item.is_php], ids=lambda exercise: exercise.name
)
def test_a_model_in_php_is_wrong_on_some_example_and_told_apart(exercise: Exercise) -> None:
    told: dict[str, str] = {repr(outcomes(exercise, ())): "the reference"}
    for model in models_of(exercise):
        done = outcomes(exercise, (model,))
        assert done is not None, f"{model.key} does not end"
        assert told.setdefault(repr(done), model.key) == model.key, "two mistakes that cannot be told apart"


@each_in_python
def test_an_example_knows_every_name_that_it_uses(exercise: Exercise) -> None:
    subject = subject_of(exercise, reference.function(exercise))
    for example in exercise.examples:
        assert not isinstance(outcome_of(example, subject).value, NameError), example


@each_exercise
def test_everything_said_about_it_is_in_the_text_catalogue(exercise: Exercise) -> None:
    where = exercise.catalogue, exercise.key
    keys = ["aim", *(f"hint.{step}" for step in range(1, feedback.HINTS + (exercise.order is None)))]
    keys += [f"mistake.{key}" for key in exercise.mistakes]
    keys += [f"scenario.{item.key}" for item in exercise.examples if isinstance(item, Scenario)]
    assert [key for key in keys if not has(*where, key)] == []
    assert [key for key in exercise.groups if not has(exercise.catalogue, "groups", key)] == []


@each_exercise
def test_hints_never_show_an_example_that_is_checked(exercise: Exercise) -> None:
    hints = [block.text for blocks in feedback.hint_texts(exercise, "") for block in blocks]
    calls = [exercise.text_of(example) for example in exercise.examples]
    assert not any(call in hint for call in calls for hint in hints)


@each_in_python
def test_the_reference_with_what_it_calls_written_out_is_right(exercise: Exercise, checker: Checker) -> None:
    source = ast.unparse(written_out(exercise))
    assert checker.check(submission_of(exercise, source)).right


def test_what_is_called_is_written_out() -> None:
    assert functions_inside(table.by_id("02.encode_frame")) == [
        *("apply_mask", "encode_first_byte", "encode_length", "encode_header")
    ]
    written = ast.unparse(written_out(table.by_id("02.encode_frame")))
    assert "apply_mask(frame.payload, frame.masking_key)" in written
    assert "mask_payload" not in written


@short_in_python
def test_mutants_of_the_reference_are_rejected(exercise: Exercise) -> None:
    unexplained = [item.change for item in survivors(exercise) if not reason(exercise, item)]
    assert unexplained == [], "each survivor is listed, with the reason"
    listed = {item.change for item in survivors(exercise) if item.function == exercise.name}
    assert set(exercise.equivalent) <= listed, "what is listed survives"
    everything = {item.function for item in mutants(exercise)}
    assert everything == {*functions_inside(exercise), exercise.name}, "each function has mutants"


def test_edits_that_leave_no_python_do_not_go_together() -> None:
    exercise = table.by_id("05.add_fragment")
    inner = edit(
        "    self._payload += frame.payload\n", "    if frame.fin:\n        self._payload += frame.payload\n"
    )
    models = (Model("inner", exercise, inner), Model("again", exercise, inner))
    with pytest.raises(Misplaced):
        built(exercise, models)


def test_a_mutant_that_does_not_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authoring_mutants, "DEADLINE", 0.1)
    endless = "def encode_first_byte(frame):\n    while True:\n        pass\n"
    assert not is_right(table.by_id("02.encode_first_byte"), endless)
