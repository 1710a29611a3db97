"""What a check costs, once the worker is warm: run it by hand, it decides nothing.

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
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.keeping import package
from framebyframe.lesson.keeping.records import Solved
from framebyframe.lesson.workers.process import Checker
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


if __name__ == "__main__":
    main()
