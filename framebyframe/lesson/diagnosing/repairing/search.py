"""Searches the changes that an answer may take for the first that makes it right."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import Any

from ...checking.submission import Submission
from ...declaring import reference, syntax
from ...declaring.exercise import Exercise
from ..evidence import Evidence, gives_truths, is_slip
from ..refusals import refuses
from . import expressions, of_the_exercise, statements
from .changes import EVERYWHERE, MOVES, NEVER_EQUAL, ORDER, WHOLE, changes_at
from .reached import is_in_reach
from .repair import Repair
from .tree import Change, Path, line_of, locate, places, short
from .trying import Budget, evidence_after, passes_all, passes_first, reached_first

OF_SOME = tuple(key for key in ORDER if key not in WHOLE)
"""Changes that may explain some of the examples."""


def whole_repair(evidence: Evidence, budget: Budget, tree: ast.Module | None = None) -> Repair | None:
    """The first change by which every example passes; None if there is none.

    Args:
        evidence: what is known of the answer.
        budget: ends the search.
        tree: the answer's source after an earlier change, if there was one.
    """
    keys = OF_SOME if tree or evidence.ignored else ORDER
    tree = tree or evidence.tree
    reached = reached_first(evidence, tree)
    for repair in _repairs(evidence, tree, keys):
        if budget.spent:
            return None
        if (
            (reached is None or is_in_reach(repair, reached))
            and passes_all(evidence, repair)
            and _is_never_equal(evidence, repair)
            and not _switches_a_question_off(evidence, repair)
            and not _lets_bad_input_through(evidence, repair)
            and not _only_hides_more(evidence, repair)
            and not (evidence.ignored and _only_counts_otherwise(repair))
        ):
            return _boundary_of(evidence, repair) or _first_that_matters(evidence, repair)
    return None


def _boundary_of(evidence: Evidence, repair: Repair) -> Repair | None:
    """Of a refusal that is left out, the boundary of its condition, if every example passes with another one.

    What is refused too much is then what lies on it; all else may be refused further on as well.
    """
    if repair.key != "refused" or len(repair.changes) > 1:
        return None
    at = repair.changes[0][1].values["at"]
    for boundary in _repairs(evidence, repair.original, ("boundary",)):
        path, _ = boundary.changes[0]
        asked = [node for node in path.nodes(repair.original) if isinstance(node, ast.If)]
        is_asked = bool(asked) and str(asked[-1].lineno) == at and len(boundary.changes) == 1
        if is_asked and passes_all(evidence, boundary):
            return boundary
    return None


def is_the_place(evidence: Evidence, repair: Repair) -> bool:
    """Whether the line of a repair is where the mistake stands, as far as can be known.

    It is not where a name is left out, whose value was given on another line; nor where another question may
    be turned round as well: `begun = self._opcode is not None`, and `begun == continues`.
    """
    if repair.key == "too_many" and repair.changes[0][1].values["code"].isidentifier():
        return False
    others = _repairs(evidence, repair.original, ("opposite",)) if repair.key == "opposite" else ()
    return not any(other.lines != repair.lines and passes_all(evidence, other) for other in others)


def in_another_order(evidence: Evidence, budget: Budget) -> Repair | None:
    """The first move of one statement by which every example passes; None if there is none."""
    for repair in _repairs(evidence, evidence.tree, MOVES):
        if budget.spent:
            return None
        if passes_all(evidence, repair):
            return repair
    return None


def _is_never_equal(evidence: Evidence, repair: Repair) -> bool:
    """Whether two sides are never equal, as is said: the answer does the same with False there."""
    if repair.key not in NEVER_EQUAL:
        return True
    tree = repair.original  # it may follow an earlier change, and its place is one of that tree
    changes = []
    for place, change in repair.changes:
        path = _comparison_around(tree, place)
        if path is None:
            return False
        node = path.nodes(tree)[-1]
        unequal = isinstance(node.ops[0], (ast.NotEq, ast.NotIn))
        changes.append((path, replace(change, new=ast.Constant(unequal))))
    after = evidence_after(evidence, _repair(evidence, tree, changes), mends_none=True)
    return after is not None and all(
        one == other or (one is not None and other is not None and one.is_like(other))
        for one, other in zip(after.received, evidence.received, strict=True)
    )


def _comparison_around(tree: ast.Module, path: Path) -> Path | None:
    """The place of the comparison that this is, or stands in; None if there is none."""
    nodes = path.nodes(tree)
    found = [depth for depth, node in enumerate(nodes) if isinstance(node, ast.Compare)]
    return _further_out(path, len(nodes) - 1 - found[-1]) if found else None


def _further_out(path: Path, steps: int) -> Path:
    """The place so many steps further out."""
    return Path(path.steps[: len(path.steps) - steps])


def _switches_a_question_off(evidence: Evidence, repair: Repair) -> bool:
    """Whether another argument, or number, in a question only answers it once for all: it need not be asked.

    A comparison is then false, or true; of `if payload:` it is then always yes, or always no. So it is with a
    value behind `and` that is taken into a comparison: `a != b and c` as `a not in (b, c)`.
    """
    if repair.key not in (*ANOTHER, "values_for_questions", "number") or len(repair.changes) > 1:
        return False
    path, change = repair.changes[0]
    nodes = path.nodes(repair.original)
    if repair.key == "values_for_questions":
        first, *others = nodes[-1].values
        is_asked = isinstance(nodes[-1].op, ast.And) and not all(map(expressions.is_a_constant, others))
        without = replace(change, new=first)
        return is_asked and passes_all(evidence, _repair(evidence, repair.original, [(path, without)]))
    asked = [depth for depth, node in enumerate(nodes) if isinstance(node, ast.Compare)]
    if not asked:
        answers = [replace(change, new=ast.Constant(answer)) for answer in (True, False)]
        return _is_a_question(nodes) and any(
            passes_all(evidence, _repair(evidence, repair.original, [(path, answer)])) for answer in answers
        )
    question = _further_out(path, len(nodes) - 1 - asked[0])
    return any(
        passes_all(evidence, _repair(evidence, repair.original, [(question, replace(change, new=answer))]))
        for answer in map(ast.Constant, (False, True))
    )


def _is_a_question(nodes: list[Any]) -> bool:
    """Whether the last of these nodes is asked for as it stands: `if payload:`, `not payload`."""
    *_, parent, node = (node for node in nodes if not isinstance(node, list))
    if isinstance(parent, (ast.If, ast.IfExp, ast.While)):
        return parent.test is node
    is_not = isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.Not)
    return is_not or isinstance(parent, ast.BoolOp)


def _first_that_matters(evidence: Evidence, repair: Repair) -> Repair:
    """The same repair, told by a place that the example shown cannot do without, or any other."""
    if len(repair.changes) == 1:
        return repair
    without = [
        (change, (*repair.changes[:place], *repair.changes[place + 1 :]))
        for place, change in enumerate(repair.changes)
    ]
    for passes in (passes_first, passes_all):
        for change, others in without:
            if not passes(evidence, replace(repair, changes=others)):
                return replace(repair, changes=(change, *others))
    return repair


def partial_repairs(evidence: Evidence, budget: Budget) -> Iterator[tuple[Repair, Evidence]]:
    """Changes that mend some examples and break none; each with what is then known."""
    always_none = all(map(evidence.gives_nothing, evidence.failing))
    for repair in _repairs(evidence, evidence.tree, OF_SOME):
        if budget.spent:
            return
        if _only_counts_otherwise(repair):
            continue
        is_missing = always_none and repair.key.startswith("missing_return")
        after = evidence_after(evidence, repair, is_missing)
        if after is None or _switches_off(evidence, repair) or _only_hides_more(evidence, repair):
            continue
        if _lets_bad_input_through(evidence, repair, after) or not _is_never_equal(evidence, repair):
            continue
        mends_none = is_missing and after.failing == evidence.failing
        if after.failing and (after.failing < evidence.failing or mends_none):
            yield repair, after


def awaited(evidence: Evidence) -> list[tuple[Repair, Evidence]]:
    """The answer with an `await` that breaks nothing, and what is known then, the best first."""
    found = [
        (repair, after)
        for repair in _repairs(evidence, evidence.tree, ("not_awaited",))
        if (after := evidence_after(evidence, repair, mends_none=True)) is not None
        and after.failing <= evidence.failing
    ]
    return sorted(found, key=lambda item: len(item[1].failing))


def _lets_bad_input_through(evidence: Evidence, repair: Repair, after: Evidence | None = None) -> bool:
    """Whether a refusal that is left out has refused bad input too, if only with another error.

    What is wrong is then its condition, or its error, and not that it is there.

    Args:
        after: what is known after the change, if it has run.
    """
    if repair.key != "refused":
        return False
    after = after or evidence_after(evidence, repair, mends_none=True)
    if after is None:
        return True
    return any(refuses(evidence, number) and not refuses(after, number) for number in evidence.refusals)


def _switches_off(evidence: Evidence, repair: Repair) -> bool:
    """Whether another number in an `==` only makes this test fail."""
    compared = _compared_for_equality(evidence.tree)
    is_decimal = repair.key == "decimal_for_hex"
    return is_decimal and any(change.values["code"] in compared for _, change in repair.changes)


def _only_hides_more(evidence: Evidence, repair: Repair) -> bool:
    """Whether another number bounds or multiplies, and any larger one mends as much.

    In `max(1, size // 4)` it keeps the other part from being seen, which is wrong; `key * 100` is long enough
    for the examples alone, and so is `key * (size % 65536)`.
    """
    path, change = repair.changes[0]
    if repair.key != "number" or not _bounds_or_multiplies(path.nodes(repair.original)[-2]):
        return False
    larger = replace(change, new=ast.Constant(2 * change.new.value + 1))
    one, other = (
        evidence_after(evidence, _repair(evidence, repair.original, [(path, each)]))
        for each in (change, larger)
    )
    return one is not None and other is not None and other.failing <= one.failing


def _bounds_or_multiplies(node: Any) -> bool:
    """Whether this is a call of `max` or `min`, a product, or what is left of a division."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in ("max", "min")
    return isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mult, ast.Mod))


def with_or(evidence: Evidence) -> Iterator[tuple[Repair, Evidence]]:
    """The answer with `|` in place of `&`, where more examples pass then, each with what is then known."""
    for repair in _repairs(evidence, evidence.tree, ("operator",)):
        values = repair.changes[0][1].values
        is_or = (values["operator"], values.get("other")) == ("&", "|")
        after = evidence_after(evidence, repair) if is_or else None
        if after is not None and len(after.failing) < len(evidence.failing):
            yield repair, after


def without_excepts(evidence: Evidence) -> Iterator[Repair]:
    """The answer without each `except` that raises nothing."""
    return _with_each(evidence, list, statements.without_excepts)


def without_any_except(evidence: Evidence) -> Iterator[Repair]:
    """The answer without each `except` that raises nothing, or not always."""
    return _with_each(evidence, list, statements.without_any_except)


def with_strict_decoding(evidence: Evidence) -> Iterator[Repair]:
    """The answer with decoding that fails, in the place of each that does not."""
    return _with_each(evidence, ast.Constant, expressions.strict_decoding)


def _with_each(
    evidence: Evidence, kind: type, changes: Callable[[Any], Iterator[Change]]
) -> Iterator[Repair]:
    """The answer with each of these changes of a node, or of a block, of this kind."""
    tree = evidence.tree
    for node, path in places(tree):
        for change in changes(node) if isinstance(node, kind) else ():
            yield _repair(evidence, tree, [(path, change)])


def with_other_except(evidence: Evidence, name: str) -> Iterator[Repair]:
    """The answer with an error of this name in the place of what each `except` catches."""
    tree = evidence.tree
    for node, path in places(tree):
        if isinstance(node, ast.ExceptHandler) and node.type is not None:
            new = ast.ExceptHandler(ast.Name(name, ast.Load()), node.name, node.body)
            values = {"code": short(node.type), "raised": name}
            yield _repair(evidence, tree, [(path, Change("other_except", new, values))])


def _repairs(evidence: Evidence, tree: ast.Module, keys: Sequence[str]) -> Iterator[Repair]:
    """Every change of these kinds that one place of the answer may take, in the order of the kinds."""
    found = [
        item
        for item in _changes(evidence.exercise, evidence.submission, tree)
        if item[1].key in keys and _may_be_said(evidence, tree, *item)
    ]
    found.sort(key=lambda item: keys.index(item[1].key))
    for key, group in groupby(found, key=lambda item: item[1].key):
        same = list(group)
        for place in same:
            yield _repair(evidence, tree, [place])
        if key in EVERYWHERE and len({path for path, _ in same}) > 1:
            yield from _everywhere(evidence, tree, same)


@lru_cache(maxsize=4)
def _changes(exercise: Exercise, submission: Submission, tree: ast.Module) -> tuple[tuple[Path, Change], ...]:
    """Every change that some place of the answer may take: the same ones each time they are asked for."""
    found = [item for node, path in places(tree) for item in changes_at(node, path)]
    found += of_the_exercise.changes(exercise, submission, tree)
    return tuple((path, _in_its_words(tree, path, change)) for path, change in found)


def _may_be_said(evidence: Evidence, tree: ast.Module, path: Path, change: Change) -> bool:
    """Whether the words of a change can be true of this source, at this place."""
    if change.key in OF_CASES and _gives_an_error_back(evidence, tree):  # not the case, its `return` is wrong
        return False
    if change.key == "length_for_bytes":
        return evidence.first in evidence.slips
    if change.key == "bytes_of_number":
        return not _is_compared(tree, path)
    if change.key == "word_for_bits" and gives_truths(evidence):
        return False
    if change.key in ("word_for_bits", "one_or_both"):
        return not _is_a_class(tree, path)
    if change.key in ("thrown_away", "result_thrown_away"):
        return not _is_tried(tree, path)
    if change.key == "missing_return_at_end":
        return _gave_none(evidence) and gives_truths(evidence)
    if change.key.startswith("missing_return"):
        is_seen = _gave_none(evidence) or "lost" in change.values
        if _comes_back_later(tree, path, change):
            return False
        return is_seen and not evidence.asked(evidence.first).raised
    if change.key == "none_returned":
        return evidence.gives_nothing(evidence.first)
    if change.key == "not_called":
        parent = path.nodes(tree)[-2]
        return not isinstance(parent, ast.Call) or path.steps[-1][0] != "func"
    if change.key == "refused":
        return _raises_itself(evidence)
    if change.key == "in_text":
        return not _reference_looks_in(evidence, path.nodes(tree)[-1])
    if change.key == "boundary":
        return not _is_always(change.new)
    if change.key == "indentation":
        return _is_seen_outside(tree, int(change.values["at"]))
    if change.key == "number":
        is_compared = change.values["code"] in _compared_for_equality(tree)
        return not is_compared and not _switches_a_part_off(path.nodes(tree), change.new.value)
    if change.key == "none_alone":
        return not _reference_asks_for_none(evidence, tree, change.values["code"].partition(" is ")[0])
    if change.key == "empty_is_false":
        return _may_be_none(evidence, tree, change.values["code"])
    if change.key == "decimal_for_hex":
        written = f"0x{change.values['code']}" in evidence.submission.source
        return not written and change.values["code"] not in _counts(tree)
    if change.key == "hex_for_decimal":
        return change.values["code"] in evidence.submission.source.lower()
    if change.key in ANOTHER:  # one that is called, `call()`, was not mistaken for another value
        is_called = isinstance(path.nodes(tree)[-2], ast.Call) and path.steps[-1][0] == "func"
        return not is_called and not _is_asked_twice(tree, path) and not _is_a_class(tree, path)
    if change.key == "self_forgotten":
        return _is_an_attribute_beside(evidence, change.values["other"])
    if change.key == "copied":
        return _is_changed(tree, change.values["name"])
    if change.key == "attribute_beside":
        return _is_an_attribute_beside(evidence, change.values["other"])
    if change.key == "flag_compared":
        return _is_a_truth(evidence, change.values["truth"])
    if change.key == "attribute_for_constant":  # another number in a question may only answer it
        return not any(isinstance(node, ast.Compare) for node in path.nodes(tree))
    if change.key == "index_beside":
        return not evidence.failing <= evidence.refusals  # another index only keeps an error of Python's away
    if change.key == "call_twice" and not _is_called_twice(tree, change.values["call"]):
        return False
    if change.key in ("call_too_many", "call_twice"):
        return not _is_a_question(path.nodes(tree)) and not _is_done_once(tree, path)
    if change.key == "default_for_zero":
        return not _is_asked(tree, path)
    if change.key.startswith("struct_"):
        return "pack" in evidence.submission.source or "Struct" in evidence.submission.source
    if change.key == "star_missing" and "way" in change.values:
        # A call with an argument too few is an error of Python's own.
        return not change.values["code"].isidentifier() or bool(evidence.slips)
    return change.key != "assigned_anew" or change.values["at"] not in _first_assignments(tree)


def _only_counts_otherwise(repair: Repair) -> bool:
    """Whether another operator or number stands in what an attribute of `self` is counted by.

    More examples may pass where the count is further from right: `self._room += 1` keeps more room than
    `self._room -= 1`, and refuses less.
    """
    path, change = repair.changes[0]
    nodes = path.nodes(repair.original)
    if isinstance(nodes[-1], list):
        nodes = [item for item in nodes[-1] if str(item.lineno) == change.values.get("at")]
    return repair.key in COUNTS and any(map(_is_counted_by, nodes))


COUNTS = ("operator", "number", "assigned_anew")
"""Changes by which something is counted otherwise."""


def _is_counted_by(node: Any) -> bool:
    """Whether a statement gives an attribute of `self` a new value."""
    is_assigned = isinstance(node, syntax.Assignment)
    return is_assigned and ast.unparse(syntax.targets_of(node)[0]).startswith("self.")


def _switches_a_part_off(nodes: list[Any], number: Any) -> bool:
    """Whether another number only makes a part 0, `% 1` and `* 0`, or bytes that are compared unequal.

    Of `// 1` and `- 0` nothing is left; that something is too many is said in other words.

    So it is with what is rounded, or drawn by chance: to more places, or from nothing to nothing.
    """
    *_, outer, parent, node = nodes
    if isinstance(parent, ast.Call) and re.match(r"round$|random\.", ast.unparse(parent.func)):
        return True
    if isinstance(parent, ast.BinOp):
        if isinstance(parent.op, (ast.Mod, ast.FloorDiv, ast.Div)):
            return parent.right is node and number == 1
        is_added = isinstance(parent.op, (ast.Add, ast.Sub)) and parent.right is node
        return (is_added or isinstance(parent.op, ast.Mult)) and number == 0
    equals = isinstance(outer, ast.Compare) and isinstance(outer.ops[0], (ast.Eq, ast.NotEq))
    return equals and isinstance(parent, ast.Call) and ast.unparse(parent.func) in ("bytes", "bytearray")


def _is_tried(tree: ast.Module, path: Path) -> bool:
    """Whether a statement stands in a `try` that catches an error: then it is there for the error."""
    return any(isinstance(node, ast.Try) and node.handlers for node in path.nodes(tree))


def _is_asked(tree: ast.Module, path: Path) -> bool:
    """Whether a node is a condition, or a part of one."""
    nodes = path.nodes(tree)
    return any(
        isinstance(outer, (ast.If, ast.IfExp, ast.While)) and outer.test is inner
        for outer, inner in itertools.pairwise(node for node in nodes if not isinstance(node, list))
    )


def _is_done_once(tree: ast.Module, path: Path) -> bool:
    """Whether a call is a statement of its own, and no other one is the same: then it is not done twice."""
    statement = path.nodes(tree)[-2]
    if not isinstance(statement, ast.Expr):
        return False
    same = [node for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    return [ast.unparse(node) for node in same].count(ast.unparse(statement)) == 1


ANOTHER = ("other_argument", "other_attribute")
"""Changes by which one value stands where another one stood."""

CHANGE = ("append", "extend", "insert", "clear", "pop", "remove", "appendleft", "popleft", "update", "add")
"""Methods that change what they are called on."""


def _is_changed(tree: ast.Module, name: str) -> bool:
    """Whether the answer changes what a name holds, by one of its methods."""
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    own = [
        node.attr for node in called if isinstance(node, ast.Attribute) and ast.unparse(node.value) == name
    ]
    return bool(set(own) & set(CHANGE))


def _is_an_attribute_beside(evidence: Evidence, other: str) -> bool:
    """Whether the method's class has an attribute with this name."""
    return other.removeprefix("self.") in reference.attributes(evidence.exercise)


def _is_asked_twice(tree: ast.Module, path: Path) -> bool:
    """Whether one condition asks twice about this name: with another one, one of the questions is gone."""
    nodes = [node for node in path.nodes(tree) if not isinstance(node, list)]
    tests = [node for node in nodes[:-1] if isinstance(node, ast.BoolOp)]
    names = [ast.unparse(node) for node in ast.walk(tests[0]) if isinstance(node, ast.Name)] if tests else []
    return names.count(ast.unparse(nodes[-1])) > 1


def _in_its_words(tree: ast.Module, path: Path, change: Change) -> Change:
    """The change in other words: for a function that is called twice, or for a value that is no condition."""
    node = path.nodes(tree)[-1]
    if change.key == "condition_too_many" and not _is_asked(tree, path) and expressions.are_values(node):
        return replace(change, values={**change.values, "way": "value", "whole": ast.unparse(node)})
    is_twice = change.key == "call_too_many" and _is_called_twice(tree, change.values["call"])
    return replace(change, key="call_twice") if is_twice else change


def _is_called_twice(tree: ast.Module, name: str) -> bool:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return sum(ast.unparse(node.func) == name for node in calls) == 2


def _is_a_truth(evidence: Evidence, code: str) -> bool:
    """Whether it is an attribute, or an argument that is True or False wherever it is given."""
    names = reference.parameters(evidence.exercise)
    calls = [call for number in range(evidence.total) if (call := evidence.arguments(number))]
    given = [{**dict(zip(names, call.arguments, strict=False)), **call.named}.get(code) for call in calls]
    return not code.isidentifier() or all(isinstance(value, bool) for value in given)


def _is_seen_outside(tree: ast.Module, line: int) -> bool:
    """Whether what the statements from this line on do is seen outside the block that they stand in.

    Where they only assign names that nothing else reads, to move them behind the block is to leave them out.
    """
    for block in ast.walk(tree):
        if isinstance(block, (ast.If, ast.For, ast.While)):
            moved = [item for item in block.body if item.lineno >= line]
            if moved and moved[0].lineno == line:
                return _does_more(moved) or bool(_names(moved, ast.Store) & _read_beside(tree, block))
    return True


def _does_more(statements: list[ast.stmt]) -> bool:
    """Whether statements do more than assign names."""
    nodes = [node for item in statements for node in ast.walk(item)]
    return any(isinstance(node, (ast.Expr, ast.Return, ast.Subscript, ast.Attribute)) for node in nodes)


def _read_beside(tree: ast.Module, block: ast.stmt) -> set[str]:
    """The names that are read outside a block."""
    inside = {id(node) for node in ast.walk(block)}
    rest = [node for node in ast.walk(tree) if id(node) not in inside]
    return {node.id for node in rest if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _names(statements: list[ast.stmt], context: type[ast.expr_context]) -> set[str]:
    """The names in statements that are assigned, or read."""
    nodes = [node for item in statements for node in ast.walk(item)]
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, context)}


@lru_cache(maxsize=4)
def _counts(tree: ast.Module) -> set[str]:
    """The numbers that count, and so are decimal: ends, rounds, shifts, divisors, sides of a length."""
    nodes = list(ast.walk(tree))
    ends = [end for node in nodes if isinstance(node, ast.Slice) for end in (node.lower, node.upper) if end]
    of_length = [node for node in nodes if isinstance(node, ast.Compare) and "len(" in ast.unparse(node)]
    compared = [part for node in of_length for part in ast.walk(node) if isinstance(part, ast.Constant)]
    shifts = [node for node in nodes if isinstance(node, ast.BinOp)]
    places = [node.right for node in shifts if isinstance(node.op, COUNTING)]
    ranges = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "range"]
    rounds = [end for node in ranges for end in node.args]
    return {ast.unparse(node) for node in (*ends, *compared, *places, *rounds)}


COUNTING = (ast.LShift, ast.RShift, ast.Mod, ast.FloorDiv, ast.Div)
"""Operators whose right side counts: places, or how many go into the left one."""


def _reference_asks_for_none(evidence: Evidence, tree: ast.Module, code: str) -> bool:
    """Whether the reference compares an attribute with None: then it is no mistake to do so."""
    asked = re.escape(f".{_attribute(tree, code)} is ") + r"(not )?None\b"
    return bool(re.search(asked, reference.source(evidence.exercise)))


def _attribute(tree: ast.Module, code: str) -> str:
    """The name of an attribute that is written so, or whose value has this name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == code:
            code = ast.unparse(node.value)
    return code.rpartition(".")[2]


def _may_be_none(evidence: Evidence, tree: ast.Module, code: str) -> bool:
    """Whether an attribute of an argument, or a name that is given its value, is None in some example."""
    attribute = _attribute(tree, code)
    calls = [call for number in range(evidence.total) if (call := evidence.arguments(number))]
    return any(getattr(value, attribute, 0) is None for call in calls for value in call.values())


def _is_compared(tree: ast.Module, path: Path) -> bool:
    """Whether a node is a side of a comparison: there `bytes(4)` is four zeros, and meant so."""
    return isinstance(path.nodes(tree)[-2], ast.Compare)


def _reference_looks_in(evidence: Evidence, question: ast.Compare) -> bool:
    """Whether the reference, too, asks what is in this value: then that is no text."""
    looked_in = {
        ast.unparse(node.comparators[0])
        for node in ast.walk(ast.parse(reference.source(evidence.exercise)))
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn))
    }
    return ast.unparse(question.comparators[0]) in looked_in


def _is_a_class(tree: ast.Module, path: Path) -> bool:
    """Whether a node stands in `isinstance`: as a class, neither bits nor a question, or as what is asked."""
    parent = path.nodes(tree)[-2]
    return isinstance(parent, ast.Call) and ast.unparse(parent.func) in ("isinstance", "issubclass")


@lru_cache(maxsize=4)
def _compared_for_equality(tree: ast.Module) -> set[str]:
    """The constants that `==` and `!=` compare with: another one there only switches the test off."""
    return {
        ast.unparse(side)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq))
        for side in (node.left, *node.comparators)
        if isinstance(side, ast.Constant)
    }


@lru_cache(maxsize=4)
def _first_assignments(tree: ast.Module) -> set[str]:
    """The lines on which a name gets its first value."""
    first: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            first[name] = min(first.get(name, node.lineno), node.lineno)
    return {str(line) for line in first.values()}


def _raises_itself(evidence: Evidence) -> bool:
    """Whether a `raise` of the answer ends an example that fails."""
    outcomes = [evidence.told(number) for number in evidence.failing]
    return any(item is not None and item.raised and not is_slip(item) for item in outcomes)


def _is_always(node: ast.Compare) -> bool:
    """Whether a comparison holds whatever comes: no length is below 0."""
    operator, end = node.ops[0], node.comparators[0]
    of_length = ast.unparse(node.left).startswith("len(")
    return of_length and isinstance(operator, (ast.GtE, ast.Lt)) and ast.unparse(end) == "0"


OF_CASES = ("case_too_many", "order_of_cases", "one_or_both", "condition_too_many", "condition")
"""Changes by which fewer examples come into a case, or none."""


def _gives_an_error_back(evidence: Evidence, tree: ast.Module) -> bool:
    """Whether a case of the answer makes an error that comes back as a value, and should be raised."""
    outcomes = [evidence.received[number] for number in range(evidence.total)]
    values = [item.value for item in outcomes if item is not None and not item.raised]
    errors = {type(value).__name__ for value in values if isinstance(value, BaseException)}
    cases = [node for node in ast.walk(tree) if isinstance(node, ast.If)] if errors else []
    made = [node.func for case in cases for node in ast.walk(case) if isinstance(node, ast.Call)]
    return bool(evidence.refusals) and any(ast.unparse(name).rpartition(".")[2] in errors for name in made)


def _comes_back_later(tree: ast.Module, path: Path, change: Change) -> bool:
    """Whether what a round of a loop works out is given back elsewhere, by its name."""
    value = change.new[-1].value
    in_loop = any(isinstance(node, (ast.For, ast.AsyncFor, ast.While)) for node in path.nodes(tree))
    given = (node.value for node in ast.walk(tree) if isinstance(node, ast.Return) and node.value)
    return in_loop and isinstance(value, ast.Name) and any(ast.unparse(item) == value.id for item in given)


def _gave_none(evidence: Evidence) -> bool:
    received = evidence.received[evidence.first]
    return received is not None and not received.raised and received.value is None


def _repair(evidence: Evidence, tree: ast.Module, changes: Sequence[tuple[Path, Change]]) -> Repair:
    for path, change in changes:
        for new in change.new if isinstance(change.new, list) else [change.new]:
            locate(new, line_of(change, tree, path))
    return Repair(evidence.submission.line, tree, tuple(changes))


def _everywhere(evidence: Evidence, tree: ast.Module, found: list[tuple[Path, Change]]) -> Iterator[Repair]:
    """The same change at all its places at once, the innermost first: people repeat a mistake."""
    for same in _same_changes(found):
        chosen = sorted(same.items(), key=lambda item: len(item[0].steps))
        outer = [item for item in chosen if not any(_is_inside(item[0], other) for other, _ in chosen)]
        if len(outer) > 1:
            yield _repair(evidence, tree, outer)


def _same_changes(found: list[tuple[Path, Change]]) -> Iterator[dict[Path, Change]]:
    """Changes that may be one mistake, by place: the first of each, the second, and those of one operator."""
    each: dict[Path, list[Change]] = {}
    by_operator: dict[str, dict[Path, Change]] = {}
    for path, change in found:
        each.setdefault(path, []).append(change)
        if "operator" in change.values:
            operators = f"{change.values['operator']} {change.values.get('other')}"
            by_operator.setdefault(operators, {})[path] = change
    for variant in range(2):
        yield {path: changes[min(variant, len(changes) - 1)] for path, changes in each.items()}
    yield from by_operator.values()


def _is_inside(path: Path, other: Path) -> bool:
    """Whether a place is inside another one. A step without a number is a whole list of statements."""
    pairs = list(zip(path.steps, other.steps, strict=False))
    return (
        path != other
        and len(pairs) == len(other.steps)
        and all(name == outer and number in (index, None) for (name, index), (outer, number) in pairs)
    )
