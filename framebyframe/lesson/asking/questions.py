"""Questions by name, and what is said to each answer. All of it stands in the chapters' text catalogues.

One to choose from::

    [quiz.length_300]
    question = How does a frame say that its payload has 300 bytes?
    choice.split = It is split into three frames
    choice.split.says = Possible, and wasteful. One frame can hold 300 bytes.
    choice.two_more = Seven bits, then two more bytes
    choice.two_more.says = The seven bits hold 126, which says that the length follows.
    right = two_more

One to type, with a sentence for the answers that people really give::

    [predict.first_byte]
    question = Which byte begins a text frame that is the last of its message?
    kind = hex
    answer = 81
    says = FIN is worth 0x80, the opcode of text is 1.
    given.01 = That is the opcode alone. FIN is missing, the highest bit.
    other = The highest bit is FIN, the four lowest are the opcode.

`kind` is hex, number or word; several right answers have `|` between them. In place of `other`
a number may have `below` and `above`, for all that are less or more than the right one. A unit may follow
a number where the question, or its `says`, has that word.

`[predict.NAME]` is asked before a cell is run, `[read.NAME]` under a recorded dump, `[quiz.NAME]` at any
other place. A name is used once in the whole course.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass

from ..text.catalogue import has, keys, say, sections
from .typed import (
    HexDigits,
    bytes_from_hex,
    number_from_text,
    unit_from_text,
    word_from_text,
    words_from_text,
)

READERS: dict[str, Callable[[str], object]] = {
    "hex": bytes_from_hex,
    "number": number_from_text,
    "word": word_from_text,
}
"""The kinds of answer that are typed, and how each is read."""
UNREAD = {"hex": "no_hex", "number": "no_number", "word": "no_word"}
"""The text for an answer that is not of its kind."""
CHOICE = "choice"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
PREFIXES = ("quiz", "predict", "read")


@dataclass(frozen=True)
class Reply:
    """The reply to an answer.

    Attributes:
        given: the answer, as it was given.
        right: None for an answer that cannot be read.
        says: the sentence for it.
        answer: after a wrong one: the right one; else "".
        because: the sentence for that one.
    """

    given: str
    right: bool | None
    says: str
    answer: str = ""
    because: str = ""


@dataclass(frozen=True)
class Question:
    """A question of the catalogue.

    Attributes:
        name: unique in the course.
        kind: "choice", or a key of `READERS`.
        text: the question.
        choices: what there is to choose from; () where the answer is typed.
        predicts: whether the answer is given before a cell is run.
        place: where it stands: the name of a catalogue, and of a section in it.
    """

    name: str
    kind: str
    text: str
    choices: tuple[str, ...]
    predicts: bool
    place: tuple[str, str]

    def reply(self, given: str) -> Reply:
        """The reply to an answer: the letter of a choice, or the text that was typed.

        Raises:
            KeyError: the catalogue lacks a text that the question needs.
        """
        return self._reply_to_choice(given) if self.kind == CHOICE else self._reply_to_typed(given)

    def _reply_to_choice(self, given: str) -> Reply:
        names = _choice_names(self.place)
        letter = given.strip().lower()
        if len(letter) != 1 or letter not in LETTERS[: len(names)]:
            return Reply(given, None, say("engine", "quiz", "no_letter", last=LETTERS[len(names) - 1]))
        chosen, right = names[LETTERS.index(letter)], self._say("right")
        says = self._say(f"choice.{chosen}.says")
        if chosen == right:
            return Reply(given, True, says)
        answer, because = self._say(f"choice.{right}"), self._say(f"choice.{right}.says")
        return Reply(given, False, says, answer, because)

    def _reply_to_typed(self, given: str) -> Reply:
        try:
            value = READERS[self.kind](given)
        except ValueError as error:
            if isinstance(error, HexDigits) and self._is_about_hex():
                return Reply(given, None, say("engine", "quiz", "hex_digits", number=str(error)))
            value = b""
        if value == b"":  # no bytes are no answer, either
            return Reply(given, None, say("engine", "quiz", self._unread()))
        if self.kind == "number" and (unit := unit_from_text(given)) and not self._knows(unit):
            return Reply(given, None, say("engine", "quiz", "no_unit", unit=unit))
        right, says = self._say("answer"), self._say("says")
        wrong = [one for one in self._named(given, value) if one not in self._values(right)]
        if not wrong:
            return Reply(given, True, says)
        return Reply(given, False, self._sentence_for(wrong[0]), right.split("|")[0].strip(), says)

    def _unread(self) -> str:
        """The key of the text for an answer that is not of its kind."""
        return "no_number.hex" if self.kind == "number" and self._is_about_hex() else UNREAD[self.kind]

    def _is_about_hex(self) -> bool:
        """Whether anything in the question speaks of hexadecimal numbers, or is written as one."""
        own = keys(*self.place)
        return any(word in text for text in [*own, *map(self._say, own)] for word in ("0x", "hexadecimal"))

    def _knows(self, unit: str) -> bool:
        """Whether the question, or the sentence for its answer, has this unit or another word for it."""
        groups = map(str.split, say("engine", "quiz", "units").split("|"))
        alike = next((group for group in groups if unit in group), [unit])
        own = re.findall(r"%|\w[\w'’]*", f"{self.text} {self._say('says')}".casefold())
        return any(_is_alike(word, other) for word in own for other in alike)

    def _named(self, given: str, value: object) -> list[object]:
        """The values that an answer names: one, or several words where together they are no answer."""
        several = words_from_text(given) if self.kind == "word" else []
        is_known = value in self._values(self._say("answer")) or self._own_sentence(value)
        return [value] if is_known or len(several) < 2 else [*several]

    def _sentence_for(self, value: object) -> str:
        """The sentence for a wrong answer: its own, or the one for all others on its side."""
        return self._own_sentence(value) or self._say(self._side(value))

    def _own_sentence(self, value: object) -> str:
        for key in keys(*self.place):
            prefix, _, answers = key.partition(".")
            if prefix == "given" and value in self._values(answers):
                return self._say(key)
        return ""

    def _side(self, value: object) -> str:
        """The key of the sentence for all others."""
        if not (isinstance(value, int | float) and has(*self.place, "below")):
            return "other"
        right = self._values(self._say("answer"))[0]
        return "below" if value < right else "above"  # type: ignore[operator]  # a number, as this is one

    def _values(self, answers: str) -> list[object]:
        return [READERS[self.kind](answer) for answer in answers.split("|")]

    def _say(self, key: str) -> str:
        return say(*self.place, key)


def question(name: str) -> Question:
    """The question of this name.

    Raises:
        ValueError: there is none, or its kind is unknown; the message names what there is.
    """
    places = {section.partition(".")[2]: (catalogue, section) for catalogue, section in _all()}
    if name not in places:
        raise ValueError(_unknown(name, list(places)))
    place = places[name]
    kind = say(*place, "kind") if has(*place, "kind") else CHOICE
    if kind not in (CHOICE, *READERS):
        raise ValueError(f"{place[0]}.ini, [{place[1]}]: kind is {' or '.join(READERS)}, not {kind!r}")
    choices = tuple(say(*place, f"choice.{choice}") for choice in _choice_names(place))
    return Question(name, kind, say(*place, "question"), choices, place[1].startswith("predict."), place)


def names(catalogue: str = "") -> list[str]:
    """The names of all questions, or of those in one catalogue ("c02")."""
    return [section.partition(".")[2] for found, section in _all() if catalogue in ("", found)]


def _all() -> list[tuple[str, str]]:
    return [place for place in sections() if place[1].partition(".")[0] in PREFIXES and "." in place[1]]


def _choice_names(place: tuple[str, str]) -> list[str]:
    found = [key.split(".") for key in keys(*place)]
    return [parts[1] for parts in found if parts[0] == "choice" and len(parts) == 2]


def _is_alike(word: str, other: str) -> bool:
    """Whether two words are one, in singular and plural perhaps: frame and frames, reply and replies."""
    short, long = sorted((word, other), key=len)
    return word == other or (len(short) >= 4 and long.startswith(short[:-1]) and len(long) - len(short) <= 2)


def _unknown(name: str, known: list[str]) -> str:
    similar = difflib.get_close_matches(name, known, 1)
    key = "unknown.similar" if similar else "unknown"
    return say("engine", "quiz", key, name=name, similar=similar[0] if similar else "")
