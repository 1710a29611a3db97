"""The declaration of an exercise, and of a chapter: one file of exercises.

A new exercise needs no change to the engine. Say chapter 03 asks for `apply_mask`:

1. `chapters/c03.py` declares it. What is right is what the reference does, so examples have no results::

    APPLY_MASK = Exercise(
        id="03.apply_mask",
        target="framebyframe.wire.masking:apply_mask",
        section="RFC 6455 5.3",
        field="masked_payload",
        examples=[call(b"", KEY), call(b"Hello", KEY), call(bytes(range(256)), KEY)],  # smallest first
        mistakes={"one_key_byte": edit("masking_key[i % 4]", "masking_key[0]")},       # six at least
    )
    CHAPTER = Chapter("03", (APPLY_MASK,))

2. `text/en/c03.ini` holds what learners read about it::

    [apply_mask]
    aim = Every byte of the payload meets one of four key bytes in turn.
    hint.1 = ...                                  a nudge
    hint.2 = ...                                  the rule
    hint.3 = ...                                  nearly the code
      | a line that begins with a bar is code
    mistake.one_key_byte = Every byte meets the first byte of the key. The four take turns.
    mistake.one_key_byte.hint = ...               optional: stands in for hint.1 when this mistake is seen

3. `tests/lesson/answers/wrong_03.py` and `right_03.py` hold answers as people write them: each mistake once
   at least, in another way than its model, and two right ones in other styles.

4. `python -m framebyframe.lesson.authoring.report` runs its mutants and writes docs/exercises.md. What the
   reference calls is written out inside it first. A mutant that passes needs another example; or, if it does
   the same as the reference, an entry in `equivalent`.

5. The notebook's cell is `reference.stub(exercise)`; a test compares them.

A method or anything else with a state is checked by a scenario, in steps: `scenario("a_ping", "...")` in the
place of `call(...)`. See `examples.Scenario`; `scenario.a_ping` in the text catalogue introduces it.

A mistake is an edit of the reference's source. It is recognised by what it does, so the edited function must
do what learners' answers do. Where a mistake is made in ways that do different things, give a tuple of edits.
The mistakes of the exercises that this one calls are known too: a learner may write everything by hand.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from . import php_text
from .examples import Call, Example
from .forms import Catch, Order, Reading, Repair
from .mistakes import Edit, Ways

Group = Callable[..., bool]
"""Tells whether an example belongs to a kind; it is called with the example's arguments."""


WHOLE_FRAMES = ""
"""In place of a field, where bytes that are given are frames from their first byte on."""


@dataclass(frozen=True, eq=False)
class Exercise:
    """One function that a learner writes.

    Attributes:
        id: its own name in the course, "02.encode_length": the chapter and a key that is unique in it. The
            answer is saved under it, and the text catalogue `c02.ini` has a section of this key. It stays
            when the reference is renamed or moved.
        target: the reference, "framebyframe.wire.frames:encode_length", or ":Class.method" for a method; for
            a PHP function its file, "php_client/src/mask.php:mask", and examples are calls.
        section: where the rule stands, "RFC 6455 5.2"; "" where no section decides.
        examples: what is checked, smallest first: the first that fails is the one a learner sees. What is
            right is what the reference does.
        mistakes: wrong answers people really write, each an edit of the reference's source, by the key of
            their words. An answer that does on every example what such an edit does gets these words.
        groups: kinds of examples, by the key of their words: "masked" for those with a masking key. Where a
            mistake explains these examples and not all, the words of the group are said before it.
        told_as_a_whole: mistakes whose words say how something was written. They are told where they explain
            every example, and not for a kind of examples, where another mistake may give the same bytes.
        needs_one_of: mistakes whose words say where something comes from, each with names of which one has to
            stand in the answer, so that the words can be true of it.
        shows: the example that is drawn before and after it is solved, or the key of one of `examples`; the
            first one if not given.
        before: the bytes of a frame that stand before the result, so that its fields can be named; None if
            the result is no part of a frame.
        field: the key of the one field (`figures.language`) that a result outside a frame belongs to;
            WHOLE_FRAMES if bytes that are given are frames.
        equivalent: mutants of the reference that do the same, by what is changed, each with the reason.
        by_hand: what a learner may write in the place of a call of something ready-made: by the call, the
            target of the function, {"masking.mask_payload": "framebyframe.wire.masking:apply_mask"}.
        deadline: seconds for one check, all examples together; the usual one if 0.
        earlier: ids and targets under which answers were saved before; they are taken over.
        repair: the mistake with which its stub comes; if not given, the stub has no body.
        catch: which of its mistakes a learner catches before writing.
        order: its shuffled lines are the last hint, in place of `hint.3`.
        in_few_steps: a call that is meant to take a few steps, far longer than a table of all bytes. A right
            answer that goes through it a few bytes at a time stays right, and its page says so by
            `many_steps` in its texts.
    """

    id: str
    target: str
    section: str
    examples: Sequence[Example]
    mistakes: Mapping[str, Ways]
    shows: Example | str | None = None
    before: bytes | None = None
    field: str = "payload_data"
    groups: Mapping[str, Group] = dataclasses.field(default_factory=dict)
    told_as_a_whole: tuple[str, ...] = ()
    needs_one_of: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    equivalent: Mapping[str, str] = dataclasses.field(default_factory=dict)
    by_hand: Mapping[str, str] = dataclasses.field(default_factory=dict)
    deadline: float = 0.0
    earlier: tuple[str, ...] = ()
    repair: Repair | None = None
    catch: Catch | None = None
    order: Order | None = None
    in_few_steps: Call | None = None

    @property
    def chapter(self) -> str:
        """The number of its chapter, "02"."""
        return self.id.partition(".")[0]

    @property
    def key(self) -> str:
        """Its id inside the chapter: the section of the text catalogue."""
        return self.id.partition(".")[2]

    @property
    def catalogue(self) -> str:
        """The text catalogue of its chapter, "c02"."""
        return f"c{self.chapter}"

    @property
    def module(self) -> str:
        """The module of the reference, "framebyframe.wire.frames"."""
        return self.target.partition(":")[0]

    @property
    def is_php(self) -> bool:
        """Whether it is written in PHP, in a file of php_client."""
        return self.module.endswith(".php")

    @property
    def path(self) -> str:
        """The reference inside its module, "encode_length" or "Connection.receive_data"."""
        return self.target.partition(":")[2]

    @property
    def name(self) -> str:
        """The name of the learner's function."""
        return self.path.rpartition(".")[2]

    def edits(self) -> list[tuple[str, Edit]]:
        """Every way to make a mistake, with the mistake's key."""
        ways = {key: ways if isinstance(ways, tuple) else (ways,) for key, ways in self.mistakes.items()}
        return [(key, edit) for key, each in ways.items() for edit in each]

    def text_of(self, example: Example) -> str:
        """An example as a learner would type it."""
        if self.is_php and isinstance(example, Call):
            return php_text.call_text(self.name, example.arguments)
        return example.text(self.name)

    @property
    def showcase(self) -> Example:
        """The example that is drawn."""
        if isinstance(self.shows, str):
            return next(example for example in self.examples if example.key == self.shows)
        return self.shows or self.examples[0]


@dataclass(frozen=True)
class Chapter:
    """The exercises of one chapter, in the order in which they are solved, and its dumps to read."""

    number: str
    exercises: tuple[Exercise, ...]
    readings: tuple[Reading, ...] = ()
