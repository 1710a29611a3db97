"""A function to be repaired: what goes wrong where it is used, and which library had the mistake."""

from __future__ import annotations

from ..declaring.exercise import Exercise
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
