"""The first witness: mistakes of the catalogue, recognised by what they do on every example.

A model is an edit of the reference's source, run as the answer is run. The mistakes of the exercises that the
reference calls are models too, because a learner may write everything by hand. Two edits compose.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator, Sized
from dataclasses import replace
from functools import cache
from itertools import combinations, islice

from ..checking.outcome import Outcome, Subject, outcome_of, subject_of
from ..checking.output import GuardRail
from ..checking.php import outcomes_of_sources
from ..checking.verdict import Finding
from ..declaring import php_text, reference, syntax
from ..declaring.examples import Call, Example
from ..declaring.exercise import Exercise
from ..declaring.mistakes import Misplaced, edit
from ..declaring.versions import Model, built, models_of, php_source
from .evidence import Evidence, agree, is_slip, is_unchecked, passes, worked_out_once


def finding(model: Model, **values: str) -> Finding:
    """The finding that an answer does the same as a model."""
    return Finding("model", model.key, {"exercise": model.exercise.id, **values})


def outcomes(exercise: Exercise, models: tuple[Model, ...]) -> tuple[Outcome, ...] | None:
    """The outcome of these mistakes on every example; None if they do not go together or never end."""
    return _in_php(exercise, models) if exercise.is_php else _in_python(exercise, models)


@cache
def _in_python(exercise: Exercise, models: tuple[Model, ...]) -> tuple[Outcome, ...] | None:
    try:
        subject = subject_of(exercise, built(exercise, models))
        return tuple(_outcome(example, subject) for example in exercise.examples)
    except (Misplaced, GuardRail):
        return None


_RAN_IN_PHP: dict[tuple[Exercise, str], tuple[Outcome, ...] | None] = {}
"""The outcomes of each source that ran."""

MOST_AT_ONCE = 32
"""Sources that run in one PHP: its start takes longer than any of them."""


def _in_php(exercise: Exercise, models: tuple[Model, ...]) -> tuple[Outcome, ...] | None:
    source = _php_source(exercise, models)
    if source is None:
        return None
    if (exercise, source) not in _RAN_IN_PHP:
        alone = [(model,) for model in models_of(exercise)] if len(models) < 2 else []
        run_ahead(exercise, [models, *alone])
    return _RAN_IN_PHP[exercise, source]


def run_ahead(exercise: Exercise, several: Iterable[tuple[Model, ...]]) -> None:
    """Run the mistakes of an exercise in PHP, many in one, before their outcomes are asked for."""
    found = {_php_source(exercise, models) for models in several}
    sources = [source for source in sorted(filter(None, found)) if (exercise, source) not in _RAN_IN_PHP]
    for start in range(0, len(sources), MOST_AT_ONCE):
        some = sources[start : start + MOST_AT_ONCE]
        for source, done in zip(some, outcomes_of_sources(exercise, some), strict=True):
            _RAN_IN_PHP[exercise, source] = done


def _php_source(exercise: Exercise, models: tuple[Model, ...]) -> str | None:
    """The source with these mistakes; None if they do not go together."""
    try:
        return php_source(exercise, models)
    except Misplaced:
        return None


def _outcome(example: Example, subject: Subject) -> Outcome:
    """The outcome of one example. A plain call of a plain function needs no copies, clock or chance."""
    if not isinstance(example, Call) or not _is_plain(subject.exercise):
        return outcome_of(example, subject)
    try:
        return Outcome(example.run(subject.bound))
    except Exception as error:
        return Outcome(error, raised=True)


@cache
def _is_plain(exercise: Exercise) -> bool:
    """Whether the function returns at once, and its result depends on its arguments alone."""
    function = reference.function(exercise)
    names = {
        name
        for owner in (exercise, *reference.called_by(exercise))
        for name in syntax.names_in(reference.source(owner))
    }
    waits = inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function)
    return not waits and not names & {"secrets", "random", "os", "time", "asyncio"}


# --- one model that explains everything ---------------------------------------------------------


@worked_out_once
def whole_explanation(evidence: Evidence) -> tuple[Finding, ...]:
    """The mistake, or the two mistakes at once, that do on every example what the answer does; or ()."""
    alike = _alike_to(evidence)
    whole = [
        model
        for model, numbers in alike.wrong.items()
        if numbers == evidence.failing and numbers <= alike.to(model)
    ]
    if whole:
        return (finding(max(whole, key=lambda model: _like_with_bad_input(model, evidence))),)
    return _first_that_explains(_pairs(alike), evidence)


def _like_with_bad_input(model: Model, evidence: Evidence) -> int:
    """How often a model does the same also with bad input, where another may let it through otherwise."""
    done = outcomes(evidence.exercise, (model,)) or ()
    return sum(_is_no_other(evidence, n, done[n]) for n in evidence.failing & evidence.refusals)


def _is_no_other(evidence: Evidence, number: int, done: Outcome) -> bool:
    """Whether bad input came to the same in a model and in the answer, or to an error of Python's own."""
    return is_slip(done) or agree(done, evidence.received[number])


def explained_by(told: tuple[Finding, ...], evidence: Evidence) -> frozenset[int]:
    """The failing examples of which one of these mistakes of the catalogue does what the answer does."""
    keys = {(found.values["exercise"], found.key) for found in told if found.witness == "model"}
    named = [
        done
        for model in models_of(evidence.exercise)
        if (model.exercise.id, model.key) in keys and (done := outcomes(evidence.exercise, (model,)))
    ]
    return frozenset(
        n
        for n in evidence.failing
        if any(
            not passes(evidence.expected[n], done[n]) and _alike_on(evidence, n, done[n]) for done in named
        )
    )


def speaks_against_the_source(found: Finding, evidence: Evidence) -> bool:
    """Whether a mistake does without what stands in the answer, or does what does not stand there.

    An error may have kept the answer from doing what stands there: where the kit calls it, nobody sees that.
    A mistake that gives a value back is not made where no `return` gives one.
    """
    if found.witness != "model":
        return False
    same = _ways_of(found, evidence)
    mentioned = _mentioned(evidence.exercise, evidence.submission.source)
    against = _against_the_source(evidence)
    gives_nothing = not evidence.exercise.is_php and not syntax.returned_in(evidence.tree)
    return bool(same) and all(
        model in against or _left_out(model) & mentioned or (gives_nothing and _gives_back(model))
        for model in same
    )


def _gives_back(model: Model) -> bool:
    """Whether a mistake returns a value that the reference does not return."""
    source = reference.source(model.exercise)
    before, after = ast.parse(source), ast.parse(model.edit.apply(source))
    return not syntax.returned_in(after) <= syntax.returned_in(before)


def _left_out(model: Model) -> set[str]:
    """What is mentioned in the reference and a mistake does without."""
    source = reference.source(model.exercise)
    return _mentioned(model.exercise, source) - _mentioned(model.exercise, model.edit.apply(source))


def _mentioned(exercise: Exercise, source: str) -> set[str]:
    """The names in a source; of PHP, whose names are not read, the operators on bits."""
    return php_text.bitwise_in(source) if exercise.is_php else syntax.names_and_members_in(source)


@cache
def _deeds_left_out(model: Model) -> frozenset[str]:
    """The calls that the reference makes for what they do, and that a mistake does without."""
    if model.exercise.is_php:
        return frozenset()
    source = reference.source(model.exercise)
    return frozenset(syntax.deeds_in(source) - syntax.calls_in(model.edit.apply(source)))


@worked_out_once
def _against_the_source(evidence: Evidence) -> frozenset[Model]:
    """The mistakes whose words say that a call is missing, where it stands in the answer.

    A mistake that is made in several ways is one of them if each leaves out such a call.
    """
    if evidence.exercise.is_php:
        return frozenset()
    called = syntax.calls_in(evidence.submission.source)
    ways: dict[tuple[str, str], list[Model]] = {}
    for model in models_of(evidence.exercise):
        ways.setdefault((model.exercise.id, model.key), []).append(model)
    against = [same for same in ways.values() if all(_deeds_left_out(model) & called for model in same)]
    return frozenset(model for same in against for model in same)


def any_two(evidence: Evidence) -> tuple[Finding, ...]:
    """Any two mistakes that do, made at once, what the answer does on every example; or ().

    Here one of the two may change what the other does: bytes of 0 are lost, and other bytes are 0. Still each
    example that fails is one that one of them fails alone, and on some of them it does what the answer does.
    """
    alike = _alike_to(evidence)
    pairs = (
        (one, other)
        for (one, wrong), (other, other_wrong) in combinations(alike.wrong.items(), 2)
        if evidence.failing <= wrong | other_wrong
        and _both_are_seen(wrong, other_wrong, evidence)
        and (alike.to(one) or alike.to(other))
        and _are_two(one, other)
    )
    return _first_that_explains(pairs, evidence)


MOST_BESIDE = 100
"""Pairs that are looked at behind one that explains an answer, for one that does the same with bad input."""


def _first_that_explains(pairs: Iterable[tuple[Model, Model]], evidence: Evidence) -> tuple[Finding, ...]:
    """The first pair that does on every example what the answer does, the one that shows first.

    One that does the same with bad input too goes before one that lets it through otherwise. No mistake is in
    it whose words say that a call is missing, where it stands in the answer: on the examples that the other
    one fails as well, nobody sees the difference.
    """
    empty, against = _empty(evidence), _against_the_source(evidence)
    found: tuple[Model, Model] | None = None
    left = MOST_BESIDE
    seen = (
        pair
        for pair in pairs
        if not against & {*pair}
        and not any(_is_not_whole(model, evidence) for model in pair)
        and all(any(_leaves_nothing(model, evidence, number) for model in pair) for number in empty)
    )
    for pair in _ran_ahead(seen, evidence.exercise):
        left -= found is not None
        if left < 0:
            break
        if _both_explain(pair, evidence) or _both_explain(pair[::-1], evidence):
            found = found or pair
            if _both_do_the_same(pair, evidence) or _both_do_the_same(pair[::-1], evidence):
                found = pair
                break
    if found is None:
        return ()
    return tuple(
        finding(model) for model in sorted(found, key=lambda model: _is_right_first(model, evidence))
    )


def _is_not_whole(model: Model, evidence: Evidence) -> bool:
    """Whether the words of a mistake speak of the whole answer, which passes an example that it fails."""
    is_told_so = model.key in model.exercise.told_as_a_whole
    return is_told_so and not _wrong(evidence.exercise, model) - evidence.ignored <= evidence.failing


def _empty(evidence: Evidence) -> frozenset[int]:
    """The examples that fail with nothing in the place of a value: None, or no items.

    Where two mistakes leave nothing only together, neither of them is seen.
    """
    told = {number: evidence.told(number) for number in evidence.failing}
    return frozenset(n for n, item in told.items() if item and not item.raised and _is_empty(item.value))


def _leaves_nothing(model: Model, evidence: Evidence, number: int) -> bool:
    """Whether a mistake alone leaves nothing where the answer does."""
    done, received = outcomes(evidence.exercise, (model,)), evidence.received[number]
    if done is None or received is None:
        return False
    step = received.first_step_unlike(evidence.expected[number])
    if step is not None and step >= len(done[number].steps):
        return False
    item = done[number].step(step)
    return not item.raised and _is_empty(item.value)


def _is_empty(value: object) -> bool:
    """Whether this is None or has no items. Bytes that are cut to none are a value as any other."""
    return value is None or (isinstance(value, Sized) and not isinstance(value, bytes) and not len(value))


def _ran_ahead(pairs: Iterable[tuple[Model, Model]], exercise: Exercise) -> Iterator[tuple[Model, Model]]:
    """The same pairs; those of an exercise in PHP have run, many at once."""
    rest = iter(pairs)
    while some := list(islice(rest, MOST_AT_ONCE)):
        if exercise.is_php:
            run_ahead(exercise, [*some, *(pair[::-1] for pair in some)])
        yield from some


def only_on(found: tuple[Finding, ...], evidence: Evidence, numbers: frozenset[int]) -> bool:
    """Whether each of these mistakes of the catalogue goes wrong on none but these examples."""
    own = evidence.exercise
    ways = [
        model
        for model in models_of(evidence.exercise)
        if outcomes(own, (model,)) and _wrong(own, model) <= numbers
    ]
    keys = {(model.exercise.id, model.key) for model in ways}
    return all((one.values["exercise"], one.key) in keys for one in found)


def _are_two(one: Model, other: Model) -> bool:
    """Whether these are two mistakes, and not two ways to make one."""
    return (one.key, one.exercise) != (other.key, other.exercise)


def _both_are_seen(wrong: frozenset[int], other: frozenset[int], evidence: Evidence) -> bool:
    """Whether each of two mistakes shows where the other does not, if both are about bad input alone.

    If one does not, all that it changes is the error in which a check that is missing ends.
    """
    within = wrong <= other or other <= wrong
    return not (within and wrong | other <= evidence.refusals)


class _Alike:
    """The examples on which the models of an exercise do what the answer does.

    Attributes:
        evidence: what is known of the answer.
        wrong: the examples that each model fails.
    """

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.wrong = {
            model: _wrong(evidence.exercise, model) - evidence.ignored
            for model in _possible(evidence)
            if outcomes(evidence.exercise, (model,)) is not None
        }
        self._found: dict[Model, frozenset[int]] = {}

    def to(self, model: Model) -> frozenset[int]:
        """The examples that both fail, in the same way."""
        if model not in self._found:
            done = outcomes(self.evidence.exercise, (model,)) or ()
            both = self.wrong[model] & self.evidence.failing
            self._found[model] = frozenset(n for n in both if _alike_on(self.evidence, n, done[n]))
        return self._found[model]


@worked_out_once
def _possible(evidence: Evidence) -> list[Model]:
    """The mistakes whose words can be true of the answer: a name that they speak of stands in it."""
    needs = {model: model.exercise.needs_one_of.get(model.key) for model in models_of(evidence.exercise)}
    if not any(needs.values()):
        return [*needs]
    sources = [] if evidence.exercise.is_php else [evidence.submission.source, *evidence.submission.preamble]
    known = {
        name for source in sources for name in syntax.names_and_members_in(source) | syntax.modules_in(source)
    }
    return [model for model, names in needs.items() if names is None or known.intersection(names)]


@worked_out_once
def _alike_to(evidence: Evidence) -> _Alike:
    return _Alike(evidence)


def _alike_on(evidence: Evidence, number: int, done: Outcome) -> bool:
    return _alike(evidence.expected[number], done, evidence.received[number])


def _is_right_first(model: Model, evidence: Evidence) -> bool:
    """Whether a model is right on the example that is shown; then the other model is named before it."""
    done = outcomes(evidence.exercise, (model,))
    return done is not None and passes(evidence.expected[evidence.first], done[evidence.first])


def _alike(expected: Outcome, done: Outcome, received: Outcome | None) -> bool:
    """Whether a model and an answer do the same on one example: both right, or wrong in the same way."""
    if passes(expected, received):
        return passes(expected, done)
    if expected.raised and not passes(expected, done) and _both_go_through(done, received):
        return True
    return agree(done, received)


def _both_go_through(one: Outcome, other: Outcome | None) -> bool:
    """Whether bad input went through both in one way: as a value, as None, or to an error of Python's own."""
    if other is None or not (is_unchecked(one) and is_unchecked(other)):
        return False
    return one.raised == other.raised and (one.value is None) == (other.value is None)


def _pairs(alike: _Alike) -> Iterator[tuple[Model, Model]]:
    """Pairs that may explain the answer: where one of the two is right, the answer does as the other does."""
    failing = alike.evidence.failing
    for (one, wrong), (other, other_wrong) in combinations(alike.wrong.items(), 2):
        if (
            wrong ^ other_wrong <= failing <= wrong | other_wrong
            and _are_two(one, other)
            and _both_are_seen(wrong, other_wrong, alike.evidence)
            and wrong - other_wrong <= alike.to(one)
            and other_wrong - wrong <= alike.to(other)
        ):
            yield one, other


def _both_explain(pair: tuple[Model, Model], evidence: Evidence) -> bool:
    """Whether two models at once do on every example what the answer does."""
    if evidence.exercise.is_php:
        done = outcomes(evidence.exercise, pair)
        return done is not None and all(_alike_on(evidence, n, done[n]) for n in evidence.seen)
    try:
        subject = subject_of(evidence.exercise, built(evidence.exercise, pair))
        return all(
            _alike_on(evidence, n, _outcome(evidence.exercise.examples[n], subject)) for n in evidence.seen
        )
    except (Misplaced, GuardRail):
        return False


def _both_do_the_same(pair: tuple[Model, Model], evidence: Evidence) -> bool:
    """Whether two models at once do the same also with bad input; see `_is_no_other`."""
    numbers = evidence.failing & evidence.refusals
    if evidence.exercise.is_php or not numbers:
        return True
    try:
        subject = subject_of(evidence.exercise, built(evidence.exercise, pair))
        done = {number: _outcome(evidence.exercise.examples[number], subject) for number in numbers}
    except (Misplaced, GuardRail):
        return False
    return all(_is_no_other(evidence, n, done[n]) for n in numbers)


@cache
def _wrong(exercise: Exercise, model: Model) -> frozenset[int]:
    """The numbers of the examples on which a mistake does something else than the reference."""
    right, done = outcomes(exercise, ()) or (), outcomes(exercise, (model,)) or ()
    return frozenset(n for n, pair in enumerate(zip(right, done, strict=True)) if not passes(*pair))


# --- models that explain some of the examples ---------------------------------------------------


def explanation_of_what_is_shown(evidence: Evidence) -> tuple[Finding, ...]:
    """The mistake that does what the answer does on the example that is shown, and on most that it fails.

    The answer fails all of those. What else is wrong with it is not known: the words are about this example.
    """
    if evidence.gives_nothing(evidence.first):
        return ()
    alike = _alike_to(evidence)
    found = [
        model
        for model, wrong in alike.wrong.items()
        if evidence.first in wrong <= evidence.failing
        and model.key not in model.exercise.told_as_a_whole
        and evidence.first in alike.to(model)
        and 1 < len(alike.to(model)) > len(wrong) / 2
    ]
    best = max(found, key=lambda model: len(alike.to(model)), default=None)
    if best is None or speaks_against_the_source(finding(best), evidence):
        return ()
    return (finding(best, here=""),)


def needs_argument(evidence: Evidence, name: str) -> bool:
    """Whether the right outcome of the example that is shown depends on this argument."""
    done = outcomes(evidence.exercise, (_without_argument(evidence.exercise, name),))
    return done is None or not passes(evidence.expected[evidence.first], done[evidence.first])


@cache
def _without_argument(exercise: Exercise, name: str) -> Model:
    """The reference, in which an argument is gone before it is looked at."""
    source = reference.source(exercise)
    first = syntax.only_function(source).body[0]
    head = "".join(source.splitlines(keepends=True)[: first.lineno - 1])
    return Model("", exercise, edit(head, f"{head}{' ' * first.col_offset}del {name}\n"))


def explanation_by_groups(evidence: Evidence) -> tuple[tuple[Finding, ...], frozenset[int]]:
    """Mistakes that explain a kind of examples each, and the failing examples that are left.

    The first is about the example that is shown; a second one is looked for among those that are left.
    """
    first = _largest(evidence, evidence.failing & {evidence.first})
    if first is None:
        return (), evidence.failing
    found, group = first
    left = evidence.failing - group
    if left and _is_of_all_that_fail(found, evidence):
        return (found.saying(group=""),), frozenset()
    second = _largest(evidence, left)
    if second is None:
        return (found,), left
    return _as_one(found, second[0]), left - second[1]


def _is_of_all_that_fail(found: Finding, evidence: Evidence) -> bool:
    """Whether a mistake does on every example that fails what the answer does, in a group or outside."""
    alike = _alike_to(evidence)
    return any(evidence.failing <= alike.to(model) for model in _ways_of(found, evidence))


def end_in_this_error(told: tuple[Finding, ...], evidence: Evidence, numbers: frozenset[int]) -> bool:
    """Whether mistakes of the catalogue end in the answer's own error of Python's: then it comes of them."""
    ways = [model for found in told if found.witness == "model" for model in _ways_of(found, evidence)]
    done = [each for model in ways if (each := outcomes(evidence.exercise, (model,))) is not None]
    return all(
        (mine := evidence.received[number]) is not None
        and any(is_slip(each[number]) and type(each[number].value) is type(mine.value) for each in done)
        for number in numbers
    )


def is_told_as_a_whole(found: Finding, evidence: Evidence) -> bool:
    """Whether the words of a mistake speak of the whole answer, and not of what is left of it."""
    return any(model.key in model.exercise.told_as_a_whole for model in _ways_of(found, evidence))


def _ways_of(found: Finding, evidence: Evidence) -> list[Model]:
    """The ways to make the mistake that a finding names."""
    key = (found.values.get("exercise"), found.key)
    return [model for model in models_of(evidence.exercise) if (model.exercise.id, model.key) == key]


def _as_one(found: Finding, other: Finding) -> tuple[Finding, ...]:
    """Two findings; one, about both kinds of examples, if they name the same mistake."""
    if replace(found, values={**found.values, "group": ""}) != replace(
        other, values={**other.values, "group": ""}
    ):
        return (found, other)
    return (found.saying(group=f"{found.values['group']} + {other.values['group']}"),)


def _largest(evidence: Evidence, wanted: frozenset[int]) -> tuple[Finding, frozenset[int]] | None:
    """The mistake that explains the largest group with at least one of the wanted examples in it."""
    best: tuple[int, Finding, frozenset[int]] | None = None
    for model in _possible(evidence):
        done = outcomes(evidence.exercise, (model,))
        if done is None or model.key in model.exercise.told_as_a_whole:
            continue
        for key, group in evidence.groups.items():
            if group & wanted and _explains_group(done, evidence, group):
                found = finding(model, group=key)
                if best is None or len(group & evidence.failing) > best[0]:
                    best = (len(group & evidence.failing), found, group)
    return best[1:] if best else None


def _explains_group(done: tuple[Outcome, ...], evidence: Evidence, group: frozenset[int]) -> bool:
    """Whether model and answer do the same on every example of the group, and fail on more than one.

    Where nothing comes back, that is what is to be told: why a model gives nothing there is its own affair.
    """
    seen = group - evidence.ignored
    if any(evidence.gives_nothing(number) for number in group & evidence.failing):
        return False
    same = all(_alike_on(evidence, n, done[n]) for n in seen)
    return same and len(group & evidence.failing) > 1
