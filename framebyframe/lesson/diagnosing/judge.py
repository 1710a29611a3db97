"""The verdict on an answer with its likely mistakes: a check, then a diagnosis by three witnesses.

A diagnosis is true or is not given. In this order:

1. the wrapping of the result, if it is another one; then what is inside, as if it had come as it should;
2. our words for an error that Python's own machinery raised;
3. a cause in the source that bytes cannot show, proved by a change that makes every example pass;
4. a mistake of the catalogue, or two at once, that does on every example what the answer does;
5. what became of each field, or one relation of the bytes, over all examples that fail;
6. any other change of the source that makes every example pass;
7. such a change, and what explains the examples that still fail after it;
8. a mistake that explains a kind of examples, or a relation on the one that is shown; the sentence says so.

Bad input, which has to be refused, is looked at apart from the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby, islice

from ..checking.check import Progress, check
from ..checking.deadline import Clock
from ..checking.modules import modules_as_they_were
from ..checking.outcome import Outcome
from ..checking.submission import NAMESPACE, Submission, known_as
from ..checking.surroundings import surrounded
from ..checking.verdict import Fault, Finding, Verdict
from ..declaring.examples import Call
from ..declaring.exercise import Exercise
from ..declaring.python_text import name_of_error
from ..declaring.reference import may_give_none
from ..declaring.versions import Model, models_of
from .errors import explained, of_a_class, of_a_default, of_a_dot, of_a_line_above, of_a_method, of_an_except
from .evidence import Evidence, breaks_down_alike, gives_truths, is_of_the_scenario, is_slip, passes
from .fields import right_already, what_became_of_fields
from .models import (
    any_two,
    end_in_this_error,
    explained_by,
    explanation_by_groups,
    explanation_of_what_is_shown,
    is_told_as_a_whole,
    only_on,
    outcomes,
    speaks_against_the_source,
    whole_explanation,
)
from .records import what_became_of_records
from .refusals import (
    does_not_end,
    error_returned,
    in_another_error,
    only_refuses,
    raised_needlessly,
    refusals,
    returned,
    truth_for_error,
)
from .relations import WEAK, none_inside, relation, truths, unlike
from .repairing.changes import BY_THE_WAY, LEFT_OUT, NOWHERE, ORDER, OTHER_WAYS, STRUCTURAL, TELLING
from .repairing.repair import Repair
from .repairing.search import (
    awaited,
    in_another_order,
    is_the_place,
    partial_repairs,
    whole_repair,
    with_or,
    without_excepts,
)
from .repairing.trying import Budget, evidence_after
from .source import (
    caught_too,
    draws_at_random,
    draws_at_random_in_php,
    first_round_alone,
    found_by_any_name,
    hidden_error,
    is_a_generator,
    is_refused,
    kept_inside,
    never_reached,
    not_caught,
    not_used,
    of_a_loop_over_bytes,
    of_a_split,
    of_an_append,
    refuses_here,
    unused,
)
from .source_in_php import slip_in_php, with_its_value_returned
from .wrapping import unwrapped

MOST_REPAIRS, MOST_FOLLOWED = 12, 4
"""Changes that mend some examples: those tried with the catalogue, and those with a second change."""


def judge(
    exercise: Exercise,
    submission: Submission,
    progress: Progress = lambda number: None,
    clock: Clock | None = None,
    so_far: Callable[[Verdict], None] = lambda verdict: None,
) -> Verdict:
    """The verdict on an answer.

    Args:
        exercise, submission, progress, clock: as in `check`.
        so_far: told the verdict before the answer runs again, and with the count of what is right before the
            diagnosis begins: both may be stopped.
    """
    named = "\n".join((*submission.preamble, submission.source))
    with known_as(NAMESPACE), surrounded(clock), modules_as_they_were(named):
        checked = check(exercise, submission, progress, clock)
        verdict, trial = checked.verdict, checked.trial
        if trial is None or verdict.example is None or verdict.received is None:
            return verdict
        if verdict.fault is Fault.WORKS_ONCE:
            return verdict
        so_far(verdict)
        evidence = Evidence.of(trial, verdict.example)
        if verdict.example not in evidence.failing:
            return verdict
        right = Finding("right", "already", right_already(evidence))
        so_far(replace(verdict, findings=(*does_not_end(evidence), right)))
        return replace(verdict, findings=(*diagnosis(evidence), right))


def mistakes_in_advance(exercise: Exercise) -> Iterator[Callable[[], None]]:
    """Calls that run the mistakes of the catalogue, one each. Their outcomes are kept for every answer."""

    def run(*models: Model) -> None:
        with known_as(NAMESPACE), surrounded(None):
            outcomes(exercise, models)

    yield run
    for model in models_of(exercise):
        yield lambda model=model: run(model)  # type: ignore[misc]


def diagnosis(evidence: Evidence) -> tuple[Finding, ...]:
    """The likely mistakes, as findings; () if nothing true can be said."""
    if evidence.exercise.is_php:
        return _in_php(evidence)
    generator = is_a_generator(evidence)
    if generator:
        return (generator,)
    wrapped = unwrapped(evidence)
    if wrapped is None:
        told = _beside_a_changed_argument(evidence) or _diagnosis(evidence, Budget())
        if all("besides" in found.values for found in told):
            told = (*none_inside(evidence), *told)
        if not any(found.witness == "source" for found in told):
            told = (*told, *(_besides(does_not_end(evidence)) if told else does_not_end(evidence)))
        told = _with_what_keeps_errors(evidence, told)
        return (*told, *_shown_by_the_source(evidence, told)) or _of_what_is_shown(evidence)
    finding, inside = wrapped
    alone = whole_explanation(evidence)
    if len(alone) == 1:
        return alone  # a mistake of the catalogue that gives the same in this very wrapping
    as_text = _as_text(inside) if finding.key == "text_for_bytes" else frozenset()
    if as_text >= inside.failing:
        return (finding,)
    inside = inside.without(as_text) if as_text else inside
    within = _diagnosis(inside, Budget())
    if inside.first != evidence.first:  # what is in the example that is shown is right
        within = tuple(_of_another_example(found, inside) for found in _without_what_comes_of_it(within))
    if len(within) == 1 and within[0].key in ORDER and "passes" not in within[0].values:
        return within  # it mends the answer as it is: the wrapping is the same mistake
    return (finding.saying(inside="wrong" if within else "unknown"), *within)


def _of_what_is_shown(evidence: Evidence) -> tuple[Finding, ...]:
    """Where nothing explains the answer: a mistake in the example that is shown, an argument not used."""
    beside = not_used(evidence)
    if beside and "besides" not in beside[0].values:
        return beside
    return (*explanation_of_what_is_shown(evidence), *beside)


LINES = ("line", "lines")
"""Findings that name a line, and not what is wrong there."""


def _with_what_keeps_errors(evidence: Evidence, told: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings, with the place where an error is kept, or not caught, instead of a line alone."""
    if not told or any(found.witness == "source" and found.key not in LINES for found in told):
        return told
    shown = kept_inside(evidence) or not_caught(evidence)
    if not shown:
        return told
    return (*(found for found in told if found.key not in LINES), *(found.saying(same="") for found in shown))


def _shown_by_the_source(evidence: Evidence, told: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What the source shows beside a diagnosis that names no line of it; what is open to anybody, always."""
    anything = found_by_any_name(evidence)
    if anything:
        return anything
    if any(found.witness == "source" for found in told):
        return ()
    shown = never_reached(evidence) or caught_too(evidence)
    if not shown and (
        evidence.first in evidence.refusals or any(item.key == "part_missing" for item in told)
    ):
        shown = unused(evidence)  # what is missing was made, or what is refused was asked for
    if not shown and all(found.key == "field.constant_first_byte" for found in told):
        shown = _and_for_or(evidence)
    return tuple(found.saying(same="") for found in shown)


def _and_for_or(evidence: Evidence) -> tuple[Finding, ...]:
    """The finding that `&` joins bits of two places, of which it keeps none; `|` mends some examples.

    It is told where what is left then is known, and not by chance what `|` makes of it.
    """
    best = min(with_or(evidence), key=_left, default=None)
    if best is None or not whole_explanation(best[1]):
        return ()
    return (best[0].finding.saying(passes="more"),)


def _without_what_comes_of_it(told: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings without the words for an error that a mistake of the catalogue explains with all else."""
    if len(told) < 2 or told[0].witness != "error":
        return told
    explains_it = all(found.witness == "model" and "unraised" not in found.values for found in told[1:])
    return told[1:] if explains_it else told


def _beside_a_changed_argument(evidence: Evidence) -> tuple[Finding, ...]:
    """The mistake that explains the values of an answer that changes its argument, which the verdict says.

    Where another type of argument has no such method, an error is raised, and nothing is known.
    """
    shown = evidence.received[evidence.first]
    if shown is None or shown.changed == evidence.expected[evidence.first].changed:
        return ()
    pairs = zip(evidence.expected, evidence.received, strict=True)
    inside = evidence.after(tuple(mine and replace(mine, changed=right.changed) for right, mine in pairs))
    if not inside.failing - inside.slips:
        return ()
    told = whole_explanation(inside.without(inside.slips) if inside.slips else inside)
    error = _elsewhere(evidence, inside.slips)
    beside = {"unraised": ""} if error else {"besides": ""}
    return (*error, *(found.saying(**beside) for found in told)) if told else ()


def _as_text(evidence: Evidence) -> frozenset[int]:
    """The examples on which text comes back, or bytes that are none are made text: the wrapping itself."""
    told = {number: evidence.told(number) for number in evidence.failing - evidence.refusals}
    return frozenset(
        number
        for number, item in told.items()
        if item is not None and isinstance(item.value, UnicodeDecodeError | str)
    )


def _of_another_example(found: Finding, evidence: Evidence) -> Finding:
    """The same finding, said of the example that it is about, which is not the one that is shown."""
    if "here" not in found.values and found.witness != "error" and found.key != "refuses_here":
        return found
    return found.of_one_example().saying(elsewhere=_call(evidence))


def _call(evidence: Evidence) -> str:
    """The first example that fails, as a learner would type it; of a scenario, its first wrong step."""
    step = evidence.wrong_step
    return step.source if step else evidence.exercise.examples[evidence.first].text(evidence.exercise.name)


def _in_php(evidence: Evidence) -> tuple[Finding, ...]:
    """The first explanation that is known of an answer in PHP, whose source is read for a few slips alone."""
    slip = slip_in_php(evidence) or draws_at_random_in_php(evidence)
    if slip:
        return (slip,)
    told = whole_explanation(evidence) or tuple(what_became_of_fields(evidence)) or _related(evidence)
    received = evidence.told(evidence.first)
    if told:
        return told
    if received is not None and is_slip(received):
        error = of_a_dot(evidence, received.value) or explained(received)
        return (error, *_beside_an_error_in_php(evidence)) if error else ()
    told = _without_slips(evidence) if evidence.slips else ()
    if told:
        return (*told, *_besides(_elsewhere(evidence, evidence.slips)))
    groups, _ = explanation_by_groups(evidence)
    related = relation(evidence)
    return any_two(evidence) or groups or ((related,) if related else ())


def _beside_an_error_in_php(evidence: Evidence) -> tuple[Finding, ...]:
    """The mistake of the catalogue on the examples without the error, or once a value comes back."""
    if evidence.slips != evidence.failing:
        told, rest = _without_slips(evidence), evidence.without(evidence.slips)
        throws = any((item := rest.told(number)) is not None and item.raised for number in rest.failing)
        return _besides(told) if throws else tuple(found.saying(unraised="") for found in told)
    changed = with_its_value_returned(evidence)
    return whole_explanation(changed) if changed is not None else ()


def _without_slips(evidence: Evidence) -> tuple[Finding, ...]:
    """The mistake of the catalogue on the examples without an error of PHP's own."""
    rest = evidence.without(evidence.slips)
    told = whole_explanation(rest)
    if len(told) > len(rest.failing) or any(speaks_against_the_source(found, rest) for found in told):
        return ()  # two mistakes can do by chance what one example shows
    return told


def _diagnosis(evidence: Evidence, budget: Budget) -> tuple[Finding, ...]:
    error = _error(evidence)
    if error:
        beside = _beside_an_error(evidence, budget)
        if error[0].key == "appended":  # it names the same change, in words that are about a list
            beside = tuple(found for found in beside if found.key != "append_or_extend")
        if any(_says_what_the_error_is(found) for found in beside):
            return beside
        if error[0].key == "key.trigger":  # it asks what may be the reason, and this says which
            return _without_what_comes_of_it((*error, *beside))
        return (*error, *beside)
    if evidence.gives_nothing(evidence.first) and not may_give_none(evidence.exercise):
        return _nothing_comes(evidence, budget)
    if returned(evidence) and not whole_explanation(evidence):
        return _beside_returned_errors(evidence, budget)
    otherwise = in_another_error(evidence)
    if otherwise:
        finding, inside = otherwise
        within = _diagnosis(inside, budget)
        if within:
            return (*(_in_its_own_error(found, finding) for found in within), finding)
    if is_refused(evidence):
        told = _explains_all(evidence, budget) or _two_causes(evidence, budget)
        told = told or _one_cause(evidence, budget)
        return told or (*refuses_here(evidence), *_besides(_not_of_the_same(refusals(evidence))))
    truth = truth_for_error(evidence)
    cause = whole_explanation(evidence) or truth if truth else _explains_all(evidence, budget)
    if cause:
        return cause
    bad_input = evidence.refusals & evidence.failing
    if bad_input and bad_input != evidence.failing and not breaks_down_alike(evidence):
        values = evidence.without(bad_input)
        told = _explains_all(values, budget) or _explains_most(values, budget)
        told = told or _where_nothing_is_raised(values)
        told = tuple(found.saying(apart="") if found.values.get("group") == "" else found for found in told)
        return (*told, *_of_bad_input(evidence, bad_input, told))
    told = _explains_most(evidence, budget)
    if not told and (evidence.first in evidence.refusals or not breaks_down_alike(evidence)):
        told = refusals(evidence)  # not where bad input breaks down as all else does
    told = told or hidden_error(evidence)
    return told or _where_nothing_is_raised(evidence)


def _says_what_the_error_is(found: Finding) -> bool:
    """Whether the words of a change say all that is to be said of the error that it takes away."""
    return found.values.get("way") == "floor" or found.key in ("higher_bits", "sum_in_product")


def _beside_returned_errors(evidence: Evidence, budget: Budget) -> tuple[Finding, ...]:
    """What is wrong beside errors that are returned: of the example that is shown the verdict says that.

    Where one comes back and none belongs, it is a mistake of the catalogue as if it had been raised.
    """
    numbers = returned(evidence)
    if numbers == evidence.failing:
        return ()
    rest = evidence.without(numbers)
    told = _diagnosis(rest, budget)
    if evidence.first in numbers:
        return tuple(_of_another_example(found, rest) for found in told)
    if not told:
        raised = evidence.after(tuple(item and _raised(item) for item in evidence.received))
        told = whole_explanation(raised) if raised.failing else ()
    return (*told, *_besides((error_returned(evidence),)))


def _raised(outcome: Outcome) -> Outcome:
    """The same outcome; an error that came back is raised, as `raise` in the place of `return` would do."""
    if outcome.raised or outcome.steps or not isinstance(outcome.value, BaseException):
        return outcome
    try:
        raise outcome.value
    except BaseException as error:
        return replace(outcome, value=error, raised=True)


def _where_nothing_is_raised(evidence: Evidence) -> tuple[Finding, ...]:
    """Python's error, and what explains the examples without one, if nothing explains all.

    The one mistake that explains the example that is shown is told first. An error that a step of a scenario
    raises by itself, with what the answer has left to it, is looked at as any wrong value.
    """
    slips = frozenset(n for n in evidence.slips if not _is_of_a_step(evidence, n)) or evidence.slips
    if not slips or slips == evidence.failing:
        return ()
    told = whole_explanation(evidence.without(slips))
    if not told and slips != evidence.slips:
        slips = evidence.slips
        told = whole_explanation(evidence.without(slips)) if slips != evidence.failing else ()
    error = _elsewhere(evidence, slips)
    if not told or not error or any(speaks_against_the_source(found, evidence) for found in told):
        return ()
    says_no_more = all(found.key == "raised_here" for found in error)
    if evidence.first not in slips and says_no_more and end_in_this_error(told, evidence, slips):
        return told
    if len(told) == 1 and evidence.first not in slips:
        return (*told, *error)
    return (*error, *(found.saying(unraised="") for found in told))


def _is_of_a_step(evidence: Evidence, number: int) -> bool:
    """Whether a step of the scenario itself raised the error that an example ends in."""
    received = evidence.told(number)
    return received is not None and received.raised and is_of_the_scenario(received.value)


def _of_bad_input(
    evidence: Evidence, bad_input: frozenset[int], told: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """The findings about bad input, beside those about the other examples."""
    alone = evidence.without(evidence.failing - bad_input)
    known = explained_by(told, alone)
    if known == alone.failing:
        return ()
    models = whole_explanation(alone) if told else ()
    if models and only_on(models, evidence, evidence.refusals):
        return models
    also = _swallowed(evidence, bad_input) or refusals(evidence.without(known) if known else evidence)
    return _besides(also) if told or evidence.first not in bad_input else also  # it may be the same mistake


def _swallowed(evidence: Evidence, bad_input: frozenset[int]) -> tuple[Finding, ...]:
    """The finding that an `except` of the answer catches what refuses bad input, with all of it."""
    for repair in without_excepts(evidence):
        after = evidence_after(evidence, repair, mends_none=True) or evidence
        if after.failing <= evidence.failing - bad_input:
            return (repair.finding.saying(passes="more"),)
    return ()


def _nothing_comes(evidence: Evidence, budget: Budget) -> tuple[Finding, ...]:
    """The cause of an answer that gives None: a `return` that is missing, and what is wrong beside it.

    What models give there is of no use, two of them explain any None; one alone says what an error was that
    is kept.
    """
    repair = whole_repair(evidence, budget)
    if repair is not None:
        models = whole_explanation(evidence) if repair.key in KEEPS_ERRORS else ()
        cause = _cause(evidence, repair)
        return (*models, cause.saying(same="")) if len(models) == 1 else (cause,)
    alone: tuple[Finding, ...] = ()
    for partial, after in _widest_first(partial_repairs(evidence, budget)):
        first = partial.finding.saying(passes="more")
        if partial.key.startswith("missing_return") and not partial.is_in_loop:  # there it would end the loop
            is_guess = "instead_of" in first.values  # of what it gives, nothing is true of the answer
            found = (first,) if is_guess else (first, *whole_explanation(after))
            second = whole_repair(after, budget, partial.tree) if len(found) == 1 and not is_guess else None
            if second is not None:
                return (first, second.finding.saying(passes="both"))
            if len(found) > 1:
                alike = whole_explanation(evidence) if _gives_a_value_too(evidence) else ()
                return alike if len(alike) == 1 else found
            alone = alone or found
        elif partial.key in KEEPS_ERRORS and (models := whole_explanation(evidence)) and len(models) == 1:
            return models
        elif partial.key == "not_raised_again":
            return (first, *whole_explanation(after))
        elif partial.key in STRUCTURAL and after.failing < evidence.failing:
            nothing = relation(after)
            if nothing and nothing.key == "nothing_returned":
                models = whole_explanation(evidence) if partial.key == "none_returned" else ()
                return models if len(models) == 1 else (first, nothing)
    told = alone or whole_explanation(evidence)
    if any(speaks_against_the_source(found, evidence) for found in told):
        told = ()
    if len(told) > 1 and all(map(evidence.gives_nothing, evidence.failing)):
        told = ()
    return told or (refusals(evidence) if evidence.first in evidence.refusals else ())


def _widest_first(found: Iterator[tuple[Repair, Evidence]]) -> Iterator[tuple[Repair, Evidence]]:
    """The same changes; of a missing `return` first those that mend most: it may be missing in every case."""
    for key, group in groupby(found, key=lambda item: item[0].key):
        if key.startswith("missing_return"):
            yield from sorted(group, key=_left)
        else:
            yield from group


def _left(found: tuple[Repair, Evidence]) -> int:
    """How many examples still fail after a change."""
    return len(found[1].failing)


def _gives_a_value_too(evidence: Evidence) -> bool:
    """Whether an example passes: None comes in some cases alone, and a mistake that gives it there is one."""
    return len(evidence.failing) < len(evidence.seen)


def _in_its_own_error(found: Finding, otherwise: Finding) -> Finding:
    """The same finding; the error that it names is the one that the answer raises, not the one asked for."""
    is_named = found.values.get("raised") == otherwise.values["wanted"]
    return found.saying(raised=otherwise.values["raised"]) if is_named else found


def _besides(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The same findings, not counted as mistakes of their own."""
    return tuple(finding.saying(besides="") for finding in findings)


def _not_of_the_same(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings about bad input, without another status: a refusal that comes too early gives it."""
    return tuple(finding for finding in findings if "(" not in finding.values.get("raised", ""))


def _error(evidence: Evidence) -> tuple[Finding, ...]:
    """Our words for the error that Python itself raised on the example that is shown.

    Not where a value of the wrong type is to be refused: to make it fit is no remedy there. Nor where the
    right error is given back: the answer made it, of the words of another one perhaps.
    """
    if evidence.first in returned(evidence):
        return ()
    received, expected = evidence.told(evidence.first), evidence.expected[evidence.first]
    if (
        received is not None
        and isinstance(expected.value, TypeError)
        and isinstance(received.value, TypeError)
    ):
        return ()
    found = explained(_as_raised(received)) if received is not None else None
    if found is not None and found.key == "no_value" and expected.raised:
        return ()  # it is bad input, and a remedy would be about any other
    if found is not None and received is not None and found.key == "none":
        error = received.value
        found = of_a_default(evidence, error) or of_a_line_above(evidence, error) or found
    if found is not None and found.key == "unpacked":
        found = of_a_split(evidence, found)
    if found is not None and found.key in ("concat", "no_attribute"):
        found = of_a_loop_over_bytes(evidence, found)
    if found is not None and found.key == "not_a_number":
        found = of_an_append(evidence, found)
    is_signed = "signed=True" in evidence.submission.source
    if found is not None and found.key in ("too_big", "byte_range_negative") and is_signed:
        found = replace(found, key=f"{found.key}_signed")
    if found is not None and found.key == "arguments_missing":
        found = of_a_class(evidence, found)
    if found is not None and found.key == "arguments_many":
        found = of_a_method(evidence, found)
    return (of_an_except(evidence, found),) if found else ()


def _as_raised(outcome: Outcome) -> Outcome:
    """The same outcome; an error that came in the place of another one, as if it had been raised."""
    return replace(outcome, raised=outcome.raised or isinstance(outcome.value, BaseException))


def _beside_an_error(evidence: Evidence, budget: Budget) -> tuple[Finding, ...]:
    """The cause of the error, or what is wrong on the examples that do not raise it."""
    repair = whole_repair(evidence, budget)
    if repair is not None and repair.key in (*STRUCTURAL, "opposite"):
        return (repair.finding,)
    models = whole_explanation(evidence)
    if models:
        return models
    if repair is not None and (repair.key in TELLING or repair.finding.values.get("way") == "floor"):
        return (repair.finding,)
    if evidence.slips == evidence.failing:
        moved = repair or in_another_order(evidence, budget)
        return () if moved is None else (_line_alone(moved) if repair else _cause(evidence, moved),)
    told = _explains_all(evidence.without(evidence.slips), budget)
    if repair is not None and [found.key for found in told] == [repair.key]:
        return (repair.finding,)
    if any(speaks_against_the_source(found, evidence) for found in told):
        return (_cause(evidence, repair),) if repair is not None else ()
    return tuple(finding if finding.witness == "source" else finding.saying(unraised="") for finding in told)


def _explains_all(evidence: Evidence, budget: Budget) -> tuple[Finding, ...]:
    """The explanation of every example: a cause, a mistake or two of the catalogue, fields, or a relation."""
    other = _another_error(evidence)
    if other:
        return whole_explanation(evidence) or other
    repair = whole_repair(evidence, budget)
    if repair is not None and repair.key in STRUCTURAL:
        return _with_what_comes_of_it(evidence, repair)
    drawn = draws_at_random(evidence)
    if drawn:
        return (drawn,)
    waits = _never_run(evidence)
    if waits:
        return waits
    told = whole_explanation(evidence) or tuple(what_became_of_fields(evidence))
    told = told or tuple(what_became_of_records(evidence))
    if not told and repair is not None and (repair.key in TELLING or truths(evidence)):
        return (_cause(evidence, repair),)
    told = told or _related(evidence)
    if repair is not None and _are_of_one_operator(told, repair):
        return (_cause(evidence, repair),)
    if told and repair is not None and repair.key in BESIDE:
        return (*_of_one(told, repair), _cause(evidence, repair).saying(same=""))
    if told:
        is_shown = repair is not None and _shows_a_line(repair) and is_the_place(evidence, repair)
        return (*_of_one(told, repair), _line_alone(repair)) if repair and is_shown else told
    return (_cause(evidence, repair),) if repair is not None else ()


def _never_run(evidence: Evidence) -> tuple[Finding, ...]:
    """The finding that a coroutine is never awaited, and what explains the examples that fail even with it.

    A mistake of the catalogue would say that what stands there is to be written.
    """
    for repair, after in awaited(evidence):
        rest = whole_explanation(after) if after.failing else ()
        if after.failing < evidence.failing:
            left = _of_the_rest(evidence, after) if after.failing and not rest else rest
            return (repair.finding.saying(passes="more"), *left)
        if rest and len(rest) < len(whole_explanation(evidence)):
            return (*rest, repair.finding.saying(passes="both"))
    return ()


def _of_one(told: tuple[Finding, ...], repair: Repair) -> tuple[Finding, ...]:
    """What comes of one cause, at one place, and is not counted as several mistakes."""
    rest = told[1:] if len(repair.changes) > 1 else (found.saying(same="") for found in told[1:])
    return (*told[:1], *rest)


def _are_of_one_operator(told: tuple[Finding, ...], repair: Repair) -> bool:
    """Whether several fields are wrong because of one operator, wherever it stands: that is one mistake."""
    operators = {(change.values.get("operator"), change.values.get("other")) for _, change in repair.changes}
    of_fields = len(told) > 1 and all(found.key.startswith("field.") for found in told)
    of_fields = of_fields or (len(told) == 1 and told[0].key == "field.constant_first_byte")
    return of_fields and repair.key == "operator" and len(operators) == 1


def _another_error(evidence: Evidence) -> tuple[Finding, ...]:
    """The finding that bad input, and nothing else, is refused with an error of another type."""
    items = [evidence.received[number] for number in evidence.failing]
    if not evidence.failing <= evidence.refusals or any(item is None or is_slip(item) for item in items):
        return ()
    found = refusals(evidence)
    other = len(found) == 1 and found[0].key == "refused_otherwise"
    return found if other and "(" not in found[0].values["raised"] else ()


def _cause(evidence: Evidence, repair: Repair) -> Finding:
    """The finding of a repair. Where examples are left out of sight, it is not said that every one passes."""
    return repair.finding.saying(passes="more") if evidence.ignored else repair.finding


KEEPS_ERRORS = ("swallowed", "not_raised_again")
"""Changes by which an error reaches the caller."""

BESIDE = (
    *(*KEEPS_ERRORS, *BY_THE_WAY, "condition_too_many", "call_twice"),
    *("other_argument", "step_too_many", "slice"),
)
"""Changes that are told in their own words beside other words for what comes of them."""

DETAILS = ("operator", "name", "item_too_many", "class_too_many", "number", "too_many")
"""Changes of which one or another mends some examples of nearly any answer."""

SAYS_WHERE = (
    "indentation",
    "case_too_many",
    "order_of_cases",
    "missing_elif",
    "names_swapped",
    "one_or_both",
    "belongs_inside",
    "range_end",
    "class_compared",
    "new_error_compared",
    "one_of_two_classes",
    "chained",
    "argument_not_called",
    "name_in_a_case",
    "error_of_python",
    "compared_with_all",
    "part_of_an_argument",
    "none_alone",
    "bit_for_rest",
)
"""Causes that say where the mistake is, and not what comes of it: a mistake of the catalogue says that."""


def _with_what_comes_of_it(evidence: Evidence, repair: Repair) -> tuple[Finding, ...]:
    """A cause in the source, behind the one mistake of the catalogue that does the same, if there is one."""
    models = whole_explanation(evidence) if repair.key in SAYS_WHERE else ()
    cause = _cause(evidence, repair)
    return (*models, cause.saying(same="")) if len(models) == 1 else (cause,)


def _related(evidence: Evidence) -> tuple[Finding, ...]:
    """The relation that holds on every failing example, if it explains anything: a missing value does not."""
    told = truths(evidence)
    if told:
        return told
    related = relation(evidence)
    if related is None or related.key == "nothing_returned":
        return ()
    return (related,) if not {"here", "partial"} & set(related.values) else ()


def _shows_a_line(repair: Repair) -> bool:
    """Whether what is wrong stands on the line of a change. Without a factor less is made, or seen."""
    is_factor = repair.key == "too_many" and "*" in repair.changes[0][1].values["code"]
    return repair.key not in NOWHERE and not is_factor


def _line_alone(repair: Repair) -> Finding:
    """The same cause, told by its lines: other words say what is wrong there."""
    lines = sorted(set(repair.lines))
    if len(lines) == 1:
        return Finding("source", "line", {"line": str(lines[0])})
    return Finding("source", "lines", {"lines": ", ".join(map(str, lines))})


def _explains_most(evidence: Evidence, budget: Budget) -> tuple[Finding, ...]:
    """The first explanation that is known: two causes; chance; kinds of examples; the one that is shown."""
    two = any_two(evidence) or _beside_a_refusal(evidence) or _two_causes(evidence, budget)
    if two:
        return two
    moved = in_another_order(evidence, Budget())
    if moved:
        return (_cause(evidence, moved),)
    if gives_truths(evidence):  # there are two answers: a mistake does the same on some examples by chance
        related = relation(evidence)
        return (related,) if related else ()
    groups, left = explanation_by_groups(evidence)
    if groups:
        return (*groups, *_elsewhere(evidence, left))
    ends = first_round_alone(evidence)
    if ends:
        return ends
    related = relation(evidence)
    if related and "group" in related.values:
        rest = _elsewhere(evidence, evidence.failing - evidence.groups[related.values["group"]])
        return (related, *(found for found in rest if found.key != related.key))
    return (related, *_elsewhere(evidence, unlike(evidence, related))) if related else ()


def _beside_a_refusal(evidence: Evidence) -> tuple[Finding, ...]:
    """What explains the examples that the answer does not refuse, and what it refuses for nothing."""
    refused = frozenset(n for n in evidence.failing if is_refused(evidence, n))
    if not refused or refused == evidence.failing or evidence.first in refused:
        return ()
    rest = evidence.without(refused)
    told = whole_explanation(rest) or tuple(what_became_of_fields(rest))
    return (*told, *_elsewhere(evidence, refused)) if told else ()


def _elsewhere(evidence: Evidence, left: frozenset[int]) -> tuple[Finding, ...]:
    """The explanation of an example that is not explained yet: an error, or a relation."""
    return _of_the_rest(evidence, evidence.without(evidence.failing - left)) if left else ()


def _of_the_rest(evidence: Evidence, rest: Evidence) -> tuple[Finding, ...]:
    """The explanation of the first example of the rest, which may be the one that is shown."""
    received = rest.told(rest.first)
    found = explained(received) if received is not None else None
    if found is not None and found.key == "no_value" and rest.expected[rest.first].raised:
        found = None
    found = of_an_except(evidence, found) if found else None
    if found is None and received is not None and received.raised and not rest.expected[rest.first].raised:
        # Python, or a step of a scenario, refuses nothing
        key = "raised_here" if is_slip(received) else raised_needlessly(rest, received.value)
        found = Finding("relation", key, {"raised": name_of_error(type(received.value))})
        found = next(iter(refuses_here(rest)), found)
    if found is None:
        found = relation(rest)
        if found is not None and found.key in WEAK:
            return ()
    if found is None:
        return ()
    if rest.first == evidence.first:  # it is no other example than the one that is shown
        return (found.of_one_example(),)
    return (found.of_one_example().saying(elsewhere=_call(rest), **_scenario_of(evidence, rest)),)


def _scenario_of(evidence: Evidence, rest: Evidence) -> dict[str, str]:
    """The scenario of another example whose first wrong step stands in the one that is shown as well."""
    shown, other = (evidence.exercise.examples[each.first] for each in (evidence, rest))
    if isinstance(shown, Call) or isinstance(other, Call) or not other.key:
        return {}
    return {"scenario": other.key} if _call(rest) in [step.source for step in shown.steps] else {}


def _two_causes(evidence: Evidence, budget: Budget) -> tuple[Finding, ...]:
    """A change that mends some examples, and what explains those that are left."""
    partial = list(islice(partial_repairs(evidence, budget), MOST_REPAIRS))
    partial.sort(key=lambda item: only_refuses(evidence, item[1]))  # half of two that pass all, at most
    for repair, after in partial:
        if only_refuses(evidence, after):
            break
        rest = whole_explanation(after)
        if any(is_told_as_a_whole(found, evidence) for found in rest):
            continue  # of the answer as it is, what its cases are to each other is not so
        if rest and _speaks_of_the_answer(repair, evidence, after) and _is_no_chance(repair, evidence, after):
            return (repair.finding.saying(passes="more"), *rest)
    for repair, after in partial[:MOST_FOLLOWED]:
        second = whole_repair(after, budget, repair.tree)
        if second and not _same_place(repair, second):
            passes = "both_more" if after.ignored else "both"
            return (repair.finding.saying(passes="more"), second.finding.saying(passes=passes))
    for repair, after in partial[:MOST_FOLLOWED]:
        left = refusals(after) if after.failing <= after.refusals else ()
        is_known = left and repair.key in (*STRUCTURAL, "swallowed")
        if is_known or repair.key == "not_raised_again":  # an error that goes no further hides all else
            return (repair.finding.saying(passes="more"), *left)
    return ()


def _same_place(one: Repair, other: Repair) -> bool:
    """Whether two changes stand in one place: then the first is half of the second.

    Of two conditions of one `and` each is a mistake of its own.
    """
    if one.key == other.key == "condition_too_many":
        return False
    if other.key == "swapped_arguments":  # of a call in which something was changed before
        steps = [path.steps for path, _ in other.changes]
        return any(path.steps[: len(call)] == call for path, _ in one.changes for call in steps)
    return bool({path for path, _ in one.changes} & {path for path, _ in other.changes})


def _one_cause(evidence: Evidence, budget: Budget) -> tuple[Finding, ...]:
    """A cause in the source by which most examples pass; what is left is not known."""
    for repair, after in islice(partial_repairs(evidence, budget), MOST_REPAIRS):
        mends_most = len(after.failing) * 2 <= len(evidence.failing)
        is_shown = evidence.first not in after.failing and not only_refuses(evidence, after)
        if repair.key in STRUCTURAL and mends_most and is_shown:
            return (repair.finding.saying(passes="more"), *refusals(after))
    return ()


def _is_no_chance(repair: Repair, before: Evidence, after: Evidence) -> bool:
    """Whether a change is a cause beside a mistake of the catalogue: a detail mends the example shown."""
    return repair.key not in DETAILS or before.first not in after.failing


def _speaks_of_the_answer(repair: Repair, before: Evidence, after: Evidence) -> bool:
    """Whether what explains a changed answer is true of the answer itself.

    It is not where the change sends the examples that are left another way, to do there what they did not do,
    as all do from which a case is taken; nor where a call or a deed of `self` is left out, which is then said
    to be missing; nor where something is left out, and no example that is left was like that before; nor
    where the value was right, and an argument was changed on the way.
    """
    if any(_is_right_but_for_an_argument(before, number) for number in after.failing):
        return False
    as_before = [
        passes(outcome, before.received[number])
        for number in after.failing
        if (outcome := after.received[number]) is not None
    ]
    if repair.key in OTHER_WAYS or repair.leaves_out_a_deed or repair.leaves_out_a_case:
        return all(as_before)
    return repair.key not in LEFT_OUT or any(as_before)


def _is_right_but_for_an_argument(evidence: Evidence, number: int) -> bool:
    """Whether an example fails for no more than an argument that the answer changes."""
    received, expected = evidence.received[number], evidence.expected[number]
    if received is None or received.steps or not received.changed:
        return False
    return received.gives_like(expected)
