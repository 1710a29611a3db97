"""A function to be repaired: what goes wrong where it is used, and which library had the mistake."""

from __future__ import annotations

from ..checking.outcome import Outcome, outcome_of, subject_of
from ..declaring import reference
from ..declaring.examples import Scenario
from ..declaring.exercise import Exercise
from ..declaring.python_text import python_text, shorten
from ..declaring.versions import Model, built
from ..text.catalogue import say
from .page import Item, paragraphs


def form_of(exercise: Exercise) -> str:
    """The section of the engine's texts for an exercise that is not solved yet."""
    return "repair" if exercise.repair else "unwritten"


def symptom(exercise: Exercise) -> list[Item]:
    """The effect of the mistake, and where it was found; nothing if there is none to repair."""
    if exercise.repair is None:
        return []
    words = [say("engine", "repair", "wrong"), say(exercise.catalogue, exercise.key, "symptom")]
    if shipped := exercise.repair.shipped:
        values = {"library": shipped.library, "where": shipped.where, "year": shipped.year}
        words.append(say("engine", "repair", "shipped", **values))
    return paragraphs(" ".join(words))


def as_it_stands(exercise: Exercise) -> list[Item]:
    """The outcome of the showcase with the mistake still in the function; nothing for PHP."""
    if exercise.repair is None or exercise.is_php:
        return []
    function = built(exercise, (Model("", exercise, exercise.repair.mistake),))
    outcome = outcome_of(exercise.showcase, subject_of(exercise, function))
    values = {
        "call": f"`{_last_that_ran(exercise, outcome)}`",
        "value": shorten(python_text(outcome.value)),
        "seconds": f"{outcome.elapsed:g}",
    }
    key = "stands_raised" if outcome.raised else "stands_late" if _is_late(outcome, exercise) else "stands"
    return paragraphs(say("engine", "repair", key, **values))


def _last_that_ran(exercise: Exercise, outcome: Outcome) -> str:
    """The call of the showcase; of a scenario, the last step that ran: an error ends it."""
    example = exercise.showcase
    if isinstance(example, Scenario):
        return example.steps[len(outcome.steps) - 1].source
    return exercise.text_of(example)


def _is_late(outcome: Outcome, exercise: Exercise) -> bool:
    """Whether the showcase took longer than with the reference, which runs only where time has passed."""
    right = subject_of(exercise, reference.function(exercise))
    return outcome.elapsed > 0 and outcome.is_late(outcome_of(exercise.showcase, right))
