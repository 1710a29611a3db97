"""A wrong answer as a case: a text to be copied and sent to the maintainers of the diagnoses."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from ..checking.verdict import Verdict
from ..declaring import table
from ..declaring.exercise import Exercise
from ..text.catalogue import say
from .page import Fold, Heading, Item, Page, PlainOnly, TextToCopy, paragraphs
from .prose import blocks


def case_text(exercise: Exercise, source: str, verdict: Verdict) -> str:
    """The source, the verdict and the versions; nothing of the machine it ran on."""
    findings = ", ".join(f"{finding.witness}: {finding.key}" for finding in verdict.findings)
    facts = {
        "exercise": exercise.id,
        "fault": verdict.fault.value or "right",
        "example": _example(exercise, verdict),
        "expected": verdict.expected.text if verdict.expected else "",
        "received": verdict.received.text if verdict.received else "",
        "detail": ", ".join(f"{key}={value}" for key, value in verdict.detail.items()),
        "diagnosis": findings,
        "versions": f"framebyframe {_kit_version()}, Python {platform.python_version()}",
    }
    lines = [f"{name}: {value}" for name, value in facts.items() if value]
    return "\n".join([*lines, "", source.rstrip("\n")]) + "\n"


def _example(exercise: Exercise, verdict: Verdict) -> str:
    """The call, or the steps up to the one that failed."""
    if verdict.steps:
        return "\n    ".join(["", *(step.source.replace("\n", "\n    ") for step in verdict.steps)])
    return "" if verdict.example is None else exercise.text_of(exercise.examples[verdict.example])


def _kit_version() -> str:
    try:
        return version("framebyframe")
    except PackageNotFoundError:  # run from its folder, without pip
        return "unknown"


def case_page(exercise: Exercise, source: str, verdict: Verdict) -> Page:
    """The page that `report()` shows."""
    title = say("engine", "case", "title", name=exercise.name)
    return Page(
        [
            Heading("hint", title),
            *paragraphs(say("engine", "case", "how")),
            _copied(exercise, source, verdict),
        ]
    )


def case_items(exercise: Exercise, source: str, verdict: Verdict) -> list[Item]:
    """The case on the page of a wrong answer, folded; in text, how to ask for it."""
    how = say("engine", "case", "call", name=table.called(exercise))
    content = [*paragraphs(say("engine", "case", "how")), _copied(exercise, source, verdict)]
    return [Fold(say("engine", "case", "open"), content), *(PlainOnly(block) for block in blocks(how))]


def _copied(exercise: Exercise, source: str, verdict: Verdict) -> TextToCopy:
    label = say("engine", "case", "label", name=exercise.name)
    return TextToCopy(label, case_text(exercise, source, verdict))
