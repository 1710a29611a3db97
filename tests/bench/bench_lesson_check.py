"""The time of a check once the worker is warm: `python tests/bench/bench_lesson_check.py [--write]`.

Right answers are the reference's. Wrong ones are those of people in tests/lesson/answers/, one in EVERY. The
verdict on a wrong one comes first; its time ends with its diagnosis, for which the answer is changed and run
again. The mistakes of the catalogue have run in advance, as they have when a learner has read the question.
--write puts the table into docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import psutil
from documented import circumstances, write_part
from documented import table as table_of

from framebyframe.lesson.authoring.mutants import submission_of
from framebyframe.lesson.checking.steps import runs_in_a_loop
from framebyframe.lesson.checking.submission import Submission
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.declaring.examples import Scenario
from framebyframe.lesson.declaring.exercise import Chapter, Exercise
from framebyframe.lesson.diagnosing.judge import judge
from framebyframe.lesson.keeping import package
from framebyframe.lesson.keeping.records import Solved
from framebyframe.lesson.workers.process import Checker
from framebyframe.lesson.workers.worker import QUIET, cap_memory
from tests.lesson import kinds
from tests.lesson.answers import read

now = time.perf_counter
"""The real clock: while an answer is checked, `time.perf_counter` is another."""

ROUNDS = 20
EVERY = 8
"""One wrong answer in so many is checked: all of them take more than five minutes."""

KINDS = ("a function or a method", "a coroutine, or what an event loop runs", "PHP")
"""Kinds of answers; an answer in PHP is never changed and run again."""

Row = tuple[str, str, str, str]


def milliseconds(action: Callable[[], object]) -> float:
    start = now()
    action()
    return (now() - start) * 1000


def row(what: str, taken: list[float]) -> Row:
    most = statistics.quantiles(taken, n=20)[-1]
    told = (what, str(len(taken)), f"{statistics.median(taken):.0f} ms", f"{most:.0f} ms")
    print(" ".join(word.rjust(8) if i else word.ljust(84) for i, word in enumerate(told)), flush=True)
    return told


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    cap_memory()  # some answers never end: they run in this process too
    rows: list[tuple[str, ...]] = [
        ("what is timed", "times", "median", "95 % take at most"),
        *through_a_worker(),
        *other_kinds(),
    ]
    if options.write:
        load = f"load {os.getloadavg()[0]:.1f} at the end"
        write_part("performance.md", "check", f"{table_of(rows)}\n\n{circumstances([load])}")


def through_a_worker() -> Iterator[Row]:
    """The way to the worker and back is in these times."""
    os.environ["FRAMEBYFRAME_WORK"] = tempfile.mkdtemp()
    exercises = table.all_exercises()
    right = [submission_of(exercise, reference.source(exercise)) for exercise in exercises]
    wrong = wrong_answers()
    everyone = [item for items in wrong.values() for item in items]
    checker = Checker()
    checker.check(right[0])  # the worker starts
    yield row("a right answer is checked", [timed(checker, item) for item in right * ROUNDS])
    yield row("a wrong answer is checked, without a worker", [until_the_verdict(item) for item in everyone])
    for kind, items in wrong.items():
        yield row(f"a wrong answer is checked and diagnosed: {kind}", expected(checker, items))
    checker.close()
    yield row("all of these, and no change of one is tried", without_repairs(right[0], everyone))
    answers = [(item, Solved(reference.source(item))) for item in exercises if not item.is_php]
    package.save(*answers[0])
    saved = [milliseconds(lambda pair=pair: package.save(*pair)) for pair in answers]  # type: ignore[misc]
    yield row("a right answer is saved", saved)


def wrong_answers() -> dict[str, list[Submission]]:
    """People's wrong answers, one in EVERY, by the kind of what they answer."""
    found: dict[str, list[Submission]] = {kind: [] for kind in KINDS}
    for answer in read("wrong")[::EVERY]:
        found[kind_of(table.by_id(answer.submission.exercise))].append(answer.submission)
    return found


def kind_of(exercise: Exercise) -> str:
    """One of KINDS."""
    plain, in_a_loop, in_php = KINDS
    if exercise.is_php:
        return in_php
    scenarios = (example for example in exercise.examples if isinstance(example, Scenario))
    return in_a_loop if any(map(runs_in_a_loop, scenarios)) else plain


def without_repairs(first: Submission, wrong: list[Submission]) -> list[float]:
    """The times of wrong answers in a worker whose search for changes ends as it begins."""
    os.environ["FRAMEBYFRAME_SECONDS_OF_REPAIRS"] = "0"
    checker = Checker()
    checker.check(first)
    taken = expected(checker, wrong)
    checker.close()
    return taken


def until_the_verdict(submission: Submission) -> float:
    """The time until it is known that an answer is wrong, and where: the search for its cause comes after."""
    known: list[float] = []
    start = now()
    judge(table.by_id(submission.exercise), submission, so_far=lambda _: known.append(now()))
    return ((known[0] if known else now()) - start) * 1000


def expected(checker: Checker, wrong: list[Submission]) -> list[float]:
    """The times of answers that the worker expects: it has run the mistakes of each exercise."""
    for exercise in sorted({item.exercise for item in wrong}):
        checker.expect(exercise)
        until_at_rest(checker)
    return [timed(checker, item) for item in wrong]


def until_at_rest(checker: Checker) -> None:
    """Wait until the worker has done nothing for longer than it waits before it runs mistakes."""
    assert checker._worker
    worker = psutil.Process(checker._worker._process.pid)
    spent = -1.0
    while spent != (spent := sum(worker.cpu_times()[:2])):
        time.sleep(QUIET + 0.5)


def timed(checker: Checker, submission: Submission) -> float:
    return milliseconds(lambda: checker.check(submission))


def other_kinds() -> Iterator[Row]:
    """The other kinds in this process: no worker is on the way."""
    table.chapters = lambda: (Chapter("99", (*kinds.EVERYTHING, kinds.MASK)),)  # type: ignore[assignment]
    checked = {
        "a method": kinds.PING,
        "a coroutine": kinds.FIRST_OF,
        "a blocking client": kinds.CALL,
        "an asyncio client": kinds.CALL_ASYNC,
        "a PHP function": kinds.MASK,
    }
    for name, exercise in checked.items():
        source = reference.source(exercise)
        given = Submission(exercise.id, source, 2) if exercise.is_php else submission_of(exercise, source)
        taken = [milliseconds(lambda pair=(exercise, given): judged(*pair)) for _ in range(ROUNDS + 1)]  # type: ignore[misc]
        yield row(f"{name} is checked, without a worker", taken[1:])


def judged(exercise: Exercise, submission: Submission) -> None:
    assert judge(exercise, submission).right


if __name__ == "__main__":
    main()
