"""The time of a check once the worker is warm: run by hand, it passes or fails nothing.

python tests/bench/bench_lesson_check.py
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from framebyframe.lesson.authoring.mutants import submission_of
from framebyframe.lesson.checking.submission import Submission
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.declaring.exercise import Chapter, Exercise
from framebyframe.lesson.diagnosing.judge import judge
from framebyframe.lesson.keeping import package
from framebyframe.lesson.keeping.records import Solved
from framebyframe.lesson.workers.process import Checker
from tests.lesson import kinds
from tests.lesson.answers import read

ROUNDS = 20


def milliseconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def say(what: str, taken: list[float]) -> None:
    fifth = statistics.quantiles(taken, n=20)[-1]
    print(f"{what:<44} median {statistics.median(taken):6.1f} ms   p95 {fifth:6.1f} ms   n {len(taken)}")


def main() -> None:
    os.environ["FRAMEBYFRAME_WORK"] = tempfile.mkdtemp()
    exercises = table.all_exercises()
    right = [submission_of(exercise, reference.source(exercise)) for exercise in exercises]
    wrong = [answer.submission for answer in read("wrong")]
    checker = Checker()
    start = milliseconds(lambda: checker.check(right[0]))
    print(f"a worker starts and checks once {start:.0f} ms")
    for name, submissions in (
        ("a right answer is checked", right),
        ("a wrong answer is checked and named", wrong),
    ):
        rounds = submissions * (ROUNDS if submissions is right else 2)
        say(name, [milliseconds(lambda item=item: checker.check(item)) for item in rounds])  # type: ignore[misc]
    answers = [(exercise, Solved(reference.source(exercise))) for exercise in exercises]
    package.save(*answers[0])
    say(
        "a right answer is saved",
        [milliseconds(lambda pair=pair: package.save(*pair)) for pair in answers * 5],
    )  # type: ignore[misc]
    checker.close()
    other_kinds()


def other_kinds() -> None:
    """Time the other kinds in this process: the rows above include the way to the worker and back."""
    table.chapters = lambda: (Chapter("99", (*kinds.EVERYTHING, kinds.MASK)),)  # type: ignore[assignment]
    rows = {
        "a method is checked": kinds.PING,
        "a coroutine is checked": kinds.FIRST_OF,
        "a blocking client is checked": kinds.CALL,
        "an asyncio client is checked": kinds.CALL_ASYNC,
        "a PHP function is checked": kinds.MASK,
    }
    for name, exercise in rows.items():
        source = reference.source(exercise)
        given = Submission(exercise.id, source, 2) if exercise.is_php else submission_of(exercise, source)
        taken = [milliseconds(lambda pair=(exercise, given): judged(*pair)) for _ in range(ROUNDS + 1)]  # type: ignore[misc]
        say(name, taken[1:])


def judged(exercise: Exercise, submission: Submission) -> None:
    assert judge(exercise, submission).right


if __name__ == "__main__":
    main()
