"""The third witness: a small change of the answer's own source that makes it right.

A change is tried where the source has a shape that people write by mistake: a conditional expression that
takes in the rest of the line, `or` for `|`, `bytes(n)` for `bytes([n])`. It is named only if the changed
answer passes, so the sentence about the source is its cause and no guess.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from time import monotonic, process_time  # the real ones, also while a check has a clock of its own
from typing import Any

from ..checking.deadline import LOOK, clock_until, with_clock_in_loops
from ..checking.outcome import Outcome, outcome_of, subject_of
from ..checking.output import GuardRail
from ..checking.submission import Submission, line_of
from ..checking.verdict import Finding
from ..declaring import reference, syntax
from .evidence import Evidence, passes

SECONDS_A_REPAIR = 0.2
"""Seconds for a changed answer: one that loops without end is no repair."""

SECONDS = 0.6
"""Processor time for all repairs of one answer together."""


TRIED_FIRST = 8
"""Failing examples after which a change that mends none of them is given up."""


class Budget:
    """The processor time that is left for the repairs of one answer."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._end = process_time() + seconds

    @property
    def spent(self) -> bool:
        """Whether no time is left."""
        return process_time() > self._end


@dataclass(frozen=True)
class Repair:
    """A change of the answer that is tried, at one place or at several.

    Attributes:
        line: of the cell.
        original: the function before the change.
        changes: what is put where.
    """

    line: int
    original: ast.Module
    changes: tuple[tuple[Path, Change], ...]

    @property
    def key(self) -> str:
        """The key of its words in the text catalogue."""
        return self.changes[0][1].key

    @property
    def finding(self) -> Finding:
        """The finding about this cause."""
        return Finding("source", self.key, {**self.changes[0][1].values, "line": str(self.line)})

    @property
    def tree(self) -> ast.Module:
        """The changed function."""
        with self.applied() as tree:
            return copy.deepcopy(tree)

    @contextmanager
    def applied(self) -> Iterator[ast.Module]:
        """While it lasts, the function has the change in it: the tree itself is changed, not copied."""
        before = [(path, path.put(self.original, change.new)) for path, change in self.changes]
        try:
            yield self.original
        finally:
            for path, node in reversed(before):
                path.put(self.original, node)


@dataclass(frozen=True)
class Change:
    """One node, or list of statements, and what may stand in its place."""

    key: str
    new: Any
    values: dict[str, str]


def whole_repair(evidence: Evidence, budget: Budget, tree: ast.Module | None = None) -> Repair | None:
    """The first change by which every example passes; None if there is none.

    Args:
        evidence: what is known of the answer.
        budget: ends the search.
        tree: the answer's source after an earlier change, if there was one.
    """
    for repair in _repairs(evidence, tree or _tree(evidence)):
        if budget.spent:
            return None
        if _passes_all(evidence, repair):
            return _first_that_matters(evidence, repair)
    return None


def _first_that_matters(evidence: Evidence, repair: Repair) -> Repair:
    """The same repair, with the line of the first change that it cannot do without."""
    for place, change in enumerate(repair.changes) if len(repair.changes) > 1 else ():
        others = (*repair.changes[:place], *repair.changes[place + 1 :])
        if not _passes_all(evidence, Repair(repair.line, repair.original, others)):
            line = _line_of(change[1], repair.original, change[0]) + evidence.submission.line - 1
            return Repair(line, repair.original, (change, *others))
    return repair


def _line_of(change: Change, tree: ast.Module, path: Path) -> int:
    """The line of the function on which a change is made."""
    node: Any = tree
    for name, index in path.steps:
        node = getattr(node, name) if index is None else getattr(node, name)[index]
    node = node[0] if isinstance(node, list) else node
    return int(change.values.get("at", getattr(node, "lineno", 1)))


def partial_repairs(evidence: Evidence, budget: Budget) -> Iterator[tuple[Repair, Evidence]]:
    """Changes that mend some examples and break none; each with what is then known."""
    for repair in _repairs(evidence, _tree(evidence)):
        if budget.spent:
            return
        received = _received(evidence, repair)
        if received is None:
            continue
        after = evidence.after(received)
        if after.failing and after.failing < evidence.failing:
            yield repair, after


RANDOM = (
    "urandom",
    "token_bytes",
    "randbytes",
    "randint",
    "randrange",
    "getrandbits",
    "random",
    "randbelow",
    "choice",
)


def draws_at_random(evidence: Evidence) -> Finding | None:
    """The finding that the answer draws at random and the reference does not; None if that is not so."""
    if any(
        name in syntax.names_in(reference.source(evidence.exercise)) for name in ("secrets", "random", "os")
    ):
        return None
    for node in ast.walk(_tree(evidence)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in RANDOM:
            line = node.lineno + evidence.submission.line - 1
            return Finding("source", "random", {"line": str(line), "code": _short(node)})
    return None


def _tree(evidence: Evidence) -> ast.Module:
    """The answer as a syntax tree; an empty one if it is PHP."""
    return ast.parse("" if evidence.exercise.is_php else evidence.submission.source)


def is_refused(evidence: Evidence) -> bool:
    """Whether a `raise` of the answer refuses the example that is shown, where a value is asked for."""
    received, expected = evidence.received[evidence.first], evidence.expected[evidence.first]
    return received is not None and received.raised and not expected.raised


def refuses_here(evidence: Evidence) -> Finding:
    """The finding about the line that refuses the example that is shown, and its condition."""
    received = evidence.received[evidence.first]
    error = received.value if received is not None else None
    line = line_of(error) if isinstance(error, BaseException) else None
    values = {"raised": type(error).__name__, "line": str(line or 0)}
    for node in ast.walk(_tree(evidence)):
        inside = isinstance(node, ast.If) and any(
            isinstance(item, ast.Raise) and item.lineno + evidence.submission.line - 1 == line
            for item in node.body
        )
        if isinstance(node, ast.If) and inside:
            return Finding("source", "refuses_here", {**values, "code": _short(node.test)})
    return Finding("relation", "raised_for_nothing", values)


# --- trying ---------------------------------------------------------------------------------------


def _passes_all(evidence: Evidence, repair: Repair) -> bool:
    """Whether every example passes, the one that is shown first."""
    subject = _subject(evidence, repair)
    if subject is None:
        return False
    seen = [number for number in range(evidence.total) if number not in evidence.ignored]
    order = sorted(seen, key=lambda number: number not in evidence.failing)
    return all(_is_right(evidence, subject, number) for number in order)


def _received(evidence: Evidence, repair: Repair) -> tuple[Outcome | None, ...] | None:
    subject = _subject(evidence, repair)
    tried = sorted(evidence.failing)[:: max(1, len(evidence.failing) // TRIED_FIRST)]
    if subject is None or not any(_is_right(evidence, subject, number) for number in tried):
        return None
    return tuple(_outcome(evidence, subject, number) for number in range(evidence.total))


def _is_right(evidence: Evidence, subject: Any, number: int) -> bool:
    return passes(evidence.expected[number], _outcome(evidence, subject, number))


def _outcome(evidence: Evidence, subject: Any, number: int) -> Outcome | None:
    try:
        return outcome_of(evidence.exercise.examples[number], subject)
    except GuardRail:
        return None


def _subject(evidence: Evidence, repair: Repair) -> Any:
    """The changed answer, ready to run; None if Python cannot compile it."""
    namespace = {**_surroundings(evidence.submission), LOOK: clock_until(monotonic() + SECONDS_A_REPAIR)}
    with suppress(Exception), repair.applied() as tree:
        program = with_clock_in_loops(copy.deepcopy(tree)) if _has_loops(tree) else tree
        exec(compile(program, "<a repair>", "exec"), namespace)
        return subject_of(evidence.exercise, namespace[evidence.exercise.name])
    return None


@lru_cache(maxsize=8)
def _surroundings(submission: Submission) -> dict[str, Any]:
    """The names that an answer takes from its notebook."""
    namespace: dict[str, Any] = {"__name__": "notebook"}
    for statement in submission.preamble:
        exec(statement, namespace)
    return namespace


def _has_loops(tree: ast.Module) -> bool:
    return any(
        isinstance(node, (ast.For, ast.While, ast.AsyncFor, ast.comprehension)) for node in ast.walk(tree)
    )


# --- where a change may be made -------------------------------------------------------------------


def _repairs(evidence: Evidence, tree: ast.Module) -> Iterator[Repair]:
    """Every change that one place of the answer may take, the most common mistakes first."""
    found = [item for node, path in _places(tree) for item in _changes_at(node, path)]
    found = [item for item in found if _may_be_said(evidence, tree, item[1])]
    found.sort(key=lambda item: ORDER.index(item[1].key))
    for key, group in groupby(found, key=lambda item: item[1].key):
        same = list(group)
        for path, change, line in same:
            said = replace(change, values={"around": _around(tree, path), **change.values})
            yield _repair(evidence, tree, [(path, said)], line)
        if key in EVERYWHERE and len({path for path, _, _ in same}) > 1:
            yield from _everywhere(evidence, tree, same)


def _may_be_said(evidence: Evidence, tree: ast.Module, change: Change) -> bool:
    """Whether the words of a change can be true of this source."""
    if change.key == "missing_return":
        return _gave_none(evidence)
    if change.key == "empty_is_false":
        return _may_be_none(evidence, tree, change.values["code"])
    if change.key == "decimal_for_hex":
        return f"0x{change.values['code']}" not in evidence.submission.source
    if change.key == "hex_for_decimal":
        return change.values["code"] in evidence.submission.source.lower()
    return change.key != "assigned_anew" or change.values["at"] not in _first_assignments(tree)


def _may_be_none(evidence: Evidence, tree: ast.Module, code: str) -> bool:
    """Whether an attribute of an argument, or a name that is given its value, is None in some example."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == code:
            code = ast.unparse(node.value)
    attribute = code.rpartition(".")[2]
    calls = [call for number in range(evidence.total) if (call := evidence.arguments(number))]
    return any(getattr(value, attribute, 0) is None for call in calls for value in call.values())


def _first_assignments(tree: ast.Module) -> set[str]:
    """The lines on which a name gets its first value."""
    first: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            first[name] = min(first.get(name, node.lineno), node.lineno)
    return {str(line) for line in first.values()}


def _gave_none(evidence: Evidence) -> bool:
    received = evidence.received[evidence.first]
    return received is not None and not received.raised and received.value is None


def _repair(
    evidence: Evidence, tree: ast.Module, changes: Sequence[tuple[Path, Change]], line: int
) -> Repair:
    for _, change in changes:
        for new in change.new if isinstance(change.new, list) else [change.new]:
            _locate(new, line)
    return Repair(line + evidence.submission.line - 1, tree, tuple(changes))


def _locate(node: ast.AST, line: int) -> None:
    """Give new nodes a line in the source; those that have one keep it."""
    if not hasattr(node, "lineno"):
        node.lineno = node.end_lineno = line  # type: ignore[attr-defined]
        node.col_offset = node.end_col_offset = 0  # type: ignore[attr-defined]
    ast.fix_missing_locations(node)


def _everywhere(
    evidence: Evidence, tree: ast.Module, found: list[tuple[Path, Change, int]]
) -> Iterator[Repair]:
    """The same change at all its places at once, the innermost first: people repeat a mistake."""
    for variant in range(2):
        each: dict[Path, list[Change]] = {}
        for path, change, _ in found:
            each.setdefault(path, []).append(change)
        chosen = [(path, changes[min(variant, len(changes) - 1)]) for path, changes in each.items()]
        chosen.sort(key=lambda item: len(item[0].steps))
        outer = [item for item in chosen if not any(_is_inside(item[0], other) for other, _ in chosen)]
        if len(outer) > 1:
            yield _repair(evidence, tree, outer, found[0][2])


def _is_inside(path: Path, other: Path) -> bool:
    """Whether a place is inside another one."""
    return path != other and path.steps[: len(other.steps)] == other.steps


@dataclass(frozen=True)
class Path:
    """The way from the top of a tree to one of its nodes or lists of statements."""

    steps: tuple[tuple[str, int | None], ...]

    def put(self, tree: ast.AST, new: Any) -> Any:
        """Put `new` at this place; return what was there before."""
        node: Any = tree
        for name, index in self.steps[:-1]:
            node = getattr(node, name) if index is None else getattr(node, name)[index]
        name, index = self.steps[-1]
        before = getattr(node, name) if index is None else getattr(node, name)[index]
        if index is None:
            setattr(node, name, new)
        else:
            getattr(node, name)[index] = new
        return before

    def then(self, name: str, index: int | None = None) -> Path:
        """The path one level further down."""
        return Path((*self.steps, (name, index)))


def _places(tree: ast.AST, path: Path | None = None) -> Iterator[tuple[Any, Path]]:
    """Every node and every list of statements, annotations and docstrings left out."""
    path = path or Path(())
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "args") and not isinstance(tree, ast.Call):
            continue
        if isinstance(value, ast.AST):
            yield value, path.then(name)
            yield from _places(value, path.then(name))
        elif isinstance(value, list):
            if value and isinstance(value[0], ast.stmt):
                yield value, path.then(name)
            for index, item in enumerate(value):
                if isinstance(item, ast.AST):
                    yield item, path.then(name, index)
                    yield from _places(item, path.then(name, index))


def _around(tree: ast.Module, path: Path) -> str:
    """The expression in which a node stands, or ""."""
    node: Any = tree
    parent: Any = tree
    for name, index in path.steps:
        parent, node = node, getattr(node, name) if index is None else getattr(node, name)[index]
    return _short(parent) if isinstance(parent, ast.expr) else ""


def _changes_at(node: Any, path: Path) -> Iterator[tuple[Path, Change, int]]:
    line = node[0].lineno if isinstance(node, list) else getattr(node, "lineno", 0)
    for kind, changes in CHANGES:
        if isinstance(node, kind):
            for change in changes(node):
                yield path, change, int(change.values.get("at", line))


# --- changes of expressions -----------------------------------------------------------------------


def _conditional(node: ast.IfExp) -> Iterator[Change]:
    """`A if c else B | C` is `A if c else (B | C)`; and `A | B if c else C` is `(A | B) if c else C`."""
    if _first_operand(node.orelse) is not None or isinstance(node.orelse, ast.IfExp):
        yield Change("conditional", _narrowed(node), {})
    if isinstance(node.body, ast.BinOp):
        inner = ast.IfExp(node.test, node.body.right, node.orelse)
        yield Change("conditional", ast.BinOp(node.body.left, node.body.op, inner), {})


def _narrowed(node: ast.IfExp) -> ast.expr:
    """The conditional with its `else` cut down to the first operand; the rest stands outside."""
    rest = node.orelse
    if isinstance(rest, ast.IfExp) and isinstance(rest.body, ast.BinOp):
        first, others = _split(rest.body)
        inner = _narrowed(ast.IfExp(rest.test, others, rest.orelse))
        return ast.BinOp(ast.IfExp(node.test, node.body, first), _operator(rest.body), inner)
    if isinstance(rest, ast.BinOp):
        return _with_first_operand(rest, lambda first: ast.IfExp(node.test, node.body, first))
    return node


def _first_operand(node: ast.expr) -> ast.expr | None:
    """The leftmost operand of a chain of operators; None if it is no chain."""
    if not isinstance(node, ast.BinOp):
        return None
    while isinstance(node, ast.BinOp):
        node = node.left
    return node


def _with_first_operand(node: ast.BinOp, change: Callable[[ast.expr], ast.expr]) -> ast.BinOp:
    """The chain with another first operand."""
    left = _with_first_operand(node.left, change) if isinstance(node.left, ast.BinOp) else change(node.left)
    return ast.BinOp(left, node.op, node.right)


def _split(node: ast.BinOp) -> tuple[ast.expr, ast.expr]:
    """The first operand of a chain, and the chain of the others."""
    if isinstance(node.left, ast.BinOp):
        first, others = _split(node.left)
        return first, ast.BinOp(others, node.op, node.right)
    return node.left, node.right


def _operator(node: ast.BinOp) -> ast.operator:
    while isinstance(node.left, ast.BinOp):
        node = node.left
    return node.op


def _and_or(node: ast.BoolOp) -> Iterator[Change]:
    """`a and B | c` is `a and (B | c)`; `a or b` is one of the two, not their bits together."""
    if isinstance(node.op, ast.And):
        yield Change("and_takes_the_rest", _and_narrowed(node), {})
    word = "and" if isinstance(node.op, ast.And) else "or"
    chain: ast.expr = node.values[0]
    for value in node.values[1:]:
        chain = ast.BinOp(chain, ast.BitOr(), value)
    yield Change("word_for_bits", chain, {"operator": word, "other": "|"})


def _and_narrowed(node: ast.BoolOp) -> ast.expr:
    """`a and B | c and D | e` as it was meant: `(a and B) | (c and D) | e`."""
    first, *others = node.values
    terms: list[ast.expr] = []
    operator: ast.operator = ast.BitOr()
    for value in others:
        if isinstance(value, ast.BinOp):
            operator = value.op
            terms.append(ast.BoolOp(ast.And(), [first, value.left]))
            first = value.right
        else:
            terms.append(ast.BoolOp(ast.And(), [first, value]))
            first = ast.Constant(0)
    chain: ast.expr = terms[0]
    for term in [*terms[1:], first]:
        chain = ast.BinOp(chain, operator, term)
    return chain


def _shift_and_sum(node: ast.BinOp) -> Iterator[Change]:
    """`a << 7 + b` is `a << (7 + b)`; `a + b << 7` is `(a + b) << 7`."""
    if not isinstance(node.op, (ast.LShift, ast.RShift)):
        return
    sign = "<<" if isinstance(node.op, ast.LShift) else ">>"
    if isinstance(node.left, ast.BinOp) and type(node.left.op) is type(node.op):
        yield Change("shift_and_sum", _unchained(node), {"operator": sign})
    if isinstance(node.right, ast.BinOp) and isinstance(node.right.op, (ast.Add, ast.Sub)):
        new = _with_first_operand(node.right, lambda first: ast.BinOp(node.left, node.op, first))
        yield Change("shift_and_sum", new, {"operator": sign})
    if isinstance(node.left, ast.BinOp) and isinstance(node.left.op, (ast.Add, ast.Sub)):
        inner = ast.BinOp(node.left.right, node.op, node.right)
        yield Change("shift_and_sum", ast.BinOp(node.left.left, node.left.op, inner), {"operator": sign})


def _unchained(node: ast.BinOp) -> ast.expr:
    """`a << 7 + b << 6 + c` as it was meant: `(a << 7) + (b << 6) + c`."""
    operands: list[ast.expr] = []
    chain: ast.expr = node
    while isinstance(chain, ast.BinOp) and type(chain.op) is type(node.op):
        operands.insert(0, chain.right)
        chain = chain.left
    terms: list[ast.expr] = []
    moved = chain
    for operand in operands:
        if isinstance(operand, ast.BinOp) and isinstance(operand.op, ast.Add):
            terms.append(ast.BinOp(moved, node.op, operand.left))
            moved = operand.right
        else:
            moved = ast.BinOp(moved, node.op, operand)
    total: ast.expr = moved
    for term in terms:
        total = ast.BinOp(total, ast.Add(), term)
    return total


def _calls(node: ast.Call) -> Iterator[Change]:
    called, arguments = ast.unparse(node.func), node.args
    if called in ("bytes", "bytearray") and len(arguments) == 1 and not node.keywords:
        yield Change("bytes_of_number", ast.Call(node.func, [ast.List(arguments, ast.Load())], []), {})
    if isinstance(node.func, ast.Attribute) and node.func.attr == "encode":
        yield from _encoded(node, node.func.value)
    for place in range(len(arguments) - 1):
        swapped = [*arguments]
        swapped[place : place + 2] = swapped[place : place + 2][::-1]
        yield Change("swapped_arguments", ast.Call(node.func, swapped, node.keywords), {"call": called})
    if isinstance(node.func, ast.Attribute) and len(arguments) <= 2 and called.endswith(("hex", "digest")):
        yield Change("hex", node.func.value, {"call": called})


def _bases(node: ast.Call) -> Iterator[Change]:
    """`int(text)` reads decimal digits; binary and hexadecimal ones need a base."""
    if ast.unparse(node.func) == "int" and len(node.args) == 1 and not node.keywords:
        for base in (2, 16):
            yield Change("base", ast.Call(node.func, [*node.args, ast.Constant(base)], []), {})


def _encoded(node: ast.Call, text: ast.expr) -> Iterator[Change]:
    """`chr(n).encode()`, `str(n).encode()` and `hex(n).encode()` are text about a number."""
    if (
        isinstance(text, ast.Call)
        and len(text.args) == 1
        and ast.unparse(text.func) in ("chr", "str", "hex", "bin")
    ):
        new = ast.Call(ast.Name("bytes", ast.Load()), [ast.List(text.args, ast.Load())], [])
        yield Change("number_as_text", new, {"call": ast.unparse(text.func)})
    if isinstance(text, ast.Call) and isinstance(text.func, ast.Attribute) and text.func.attr == "hex":
        yield Change("hex", text.func.value, {"call": "hex"})
    if isinstance(text, ast.JoinedStr):
        for item in text.values:
            if isinstance(item, ast.FormattedValue):
                yield Change("formatted", item.value, {})


COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt, ast.NotEq),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt, ast.NotEq),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
SIGNS: dict[type[ast.AST], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.Is: "is",
    ast.IsNot: "is not", ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.FloorDiv: "//", ast.Div: "/",
    ast.Mod: "%",
    ast.BitOr: "|", ast.BitAnd: "&", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>", ast.Pow: "**",
}  # fmt: skip


def _comparison(node: ast.Compare) -> Iterator[Change]:
    for place, operator in enumerate(node.ops):
        for other in COMPARISONS.get(type(operator), ()):
            operators = [*node.ops]
            operators[place] = other()
            key = "boundary" if _is_boundary(type(operator), other) else "comparison"
            yield Change(
                key,
                ast.Compare(node.left, operators, node.comparators),
                {"operator": SIGNS[type(operator)], "code": _short(node)},
            )


def _is_boundary(one: type[ast.cmpop], other: type[ast.cmpop]) -> bool:
    return {one, other} in ({ast.Lt, ast.LtE}, {ast.Gt, ast.GtE})


OTHER_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.BitOr: (ast.BitXor, ast.BitAnd, ast.Add),
    ast.BitAnd: (ast.BitXor, ast.BitOr),
    ast.BitXor: (ast.BitOr, ast.BitAnd),
    ast.Add: (ast.BitOr, ast.BitXor, ast.Sub),
    ast.Sub: (ast.Add,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
    ast.FloorDiv: (ast.Mod,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.BitXor,),
}


def _padding(node: ast.FormattedValue) -> Iterator[Change]:
    """Binary or hexadecimal digits without leading zeros."""
    spec = ast.unparse(node.format_spec).strip("f'\"") if node.format_spec else ""
    for width in ("04", "08", "02") if spec in ("b", "x", "X") else ():
        padded = ast.JoinedStr([ast.Constant(width + spec)])
        yield Change("padding", ast.FormattedValue(node.value, node.conversion, padded), {"code": spec})


def _default_for_zero(node: ast.BoolOp) -> Iterator[Change]:
    """`x or y` takes y also where x is 0, or empty."""
    if isinstance(node.op, ast.Or):
        values = {"code": _short(node), "default": _short(node.values[-1])}
        yield Change("default_for_zero", node.values[0], values)


def _power(node: ast.BinOp) -> Iterator[Change]:
    """`2 ^ 7` is no power: `^` is XOR."""
    if isinstance(node.op, ast.BitXor) and isinstance(node.left, ast.Constant):
        yield Change("xor_for_power", ast.BinOp(node.left, ast.Pow(), node.right), {"code": _short(node)})


def _other_operator(node: ast.BinOp | ast.AugAssign) -> Iterator[Change]:
    for other in OTHER_OPERATORS.get(type(node.op), ()):
        new = copy.copy(node)
        new.op = other()
        yield Change(
            "operator", new, {"operator": SIGNS[type(node.op)], "other": SIGNS[other], "code": _short(node)}
        )


def _operand_too_many(node: ast.BinOp) -> Iterator[Change]:
    """One side of an operator that nothing asks for."""
    yield Change("too_many", node.left, {"code": _short(node.right)})
    yield Change("too_many", node.right, {"code": _short(node.left)})


def _constants(node: ast.Constant) -> Iterator[Change]:
    value = node.value
    if isinstance(value, bool):
        yield Change("truth", ast.Constant(not value), {"code": repr(value)})
    elif isinstance(value, int):
        if 9 < value < 100:
            yield Change("decimal_for_hex", ast.Constant(int(str(value), 16)), {"code": str(value)})
        if value > 9 and f"{value:x}".isdecimal():
            yield Change("hex_for_decimal", ast.Constant(int(f"{value:x}")), {"code": hex(value)})
        for other in sorted({value + 1, value - 1, value * 2, value // 2, *FAMILIAR} - {value}):
            yield Change("number", ast.Constant(other), {"code": ast.unparse(node)})
    elif value == "little":
        yield Change("byte_order", ast.Constant("big"), {"code": repr(value)})
    elif isinstance(value, str) and _is_format(value):
        yield from _formats(value)


FAMILIAR = (0, 1, 2, 3, 4, 7, 8, 125, 126, 127, 128, 0xFFFF, 0x10000)
"""Numbers that are mistaken for each other in frames."""


def _is_format(text: str) -> bool:
    letters = text.lstrip("@=<>!")
    return (
        bool(letters)
        and len(text) <= 8
        and all(letter in "xcbB?hHiIlLqQnNs0123456789 " for letter in letters)
    )


def _formats(text: str) -> Iterator[Change]:
    """Formats of `struct`: the byte order, and the size of the last number."""
    letters = text.lstrip("@=<>!")
    if text[0] not in "!>":
        key = {"<": "byte_order", "=": "struct_native"}.get(text[0], "struct_order")
        yield Change(key, ast.Constant(f"!{letters}"), {"code": repr(text)})
    for one in "BHIQ":
        if letters[-1] != one:
            yield Change("struct_size", ast.Constant(text[:-1] + one), {"code": repr(text)})
            yield Change("struct_size", ast.Constant(f"!{letters[:-1]}{one}"), {"code": repr(text)})


NAMES = (("FIN", "RSV1", "RSV2", "RSV3", "MASK"), ("LENGTH_IN_16_BITS", "LENGTH_IN_64_BITS"))


def _names(node: ast.Name) -> Iterator[Change]:
    for family in NAMES:
        for other in family if node.id in family else ():
            if other != node.id:
                yield Change("name", ast.Name(other, ast.Load()), {"code": node.id})


def _tests(node: ast.If | ast.IfExp | ast.While) -> Iterator[Change]:
    """A condition upside down, or one that takes what is empty for what is not there."""
    upside_down = copy.copy(node)
    upside_down.test = ast.UnaryOp(ast.Not(), node.test)
    yield Change("condition", upside_down, {"code": _short(node.test)})
    bare = node.test.operand if isinstance(node.test, ast.UnaryOp) and _is_not(node.test) else node.test
    if isinstance(bare, (ast.Name, ast.Attribute)):
        none = copy.copy(node)
        sign = ast.Is() if _is_not(node.test) else ast.IsNot()
        none.test = ast.Compare(bare, [sign], [ast.Constant(None)])
        yield Change("empty_is_false", none, {"code": _short(bare)})


def _is_not(node: ast.expr) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def _slices(node: ast.Subscript) -> Iterator[Change]:
    if isinstance(node.ctx, ast.Load) and isinstance(node.slice, ast.Slice):
        yield Change("slice", node.value, {"code": _short(node)})


def _methods(node: ast.Call) -> Iterator[Change]:
    """A call that should not be there: `.decode()`, `bytes.fromhex`, `reversed`, `sorted`."""
    if isinstance(node.func, ast.Attribute) and node.func.attr in (
        "decode",
        "strip",
        "rstrip",
        "lstrip",
        "hex",
    ):
        yield Change("step_too_many", node.func.value, {"code": f".{node.func.attr}()"})
    elif (
        isinstance(node.func, ast.Name)
        and node.func.id in ("reversed", "sorted", "str", "repr")
        and node.args
    ):
        yield Change("step_too_many", node.args[0], {"code": f"{node.func.id}()"})


def _short(node: ast.AST) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 40 else f"{text[:37]}..."


# --- changes of statements ------------------------------------------------------------------------


def _statements(body: list[ast.stmt]) -> Iterator[Change]:
    yield from _missing_elif(body)
    yield from _separate_ifs(body)
    yield from _thrown_away(body)
    yield from _return_in_loop(body)
    yield from _missing_return(body)
    yield from _assigned_anew(body)
    yield from _break_in_loop(body)
    yield from _indentation(body)
    yield from _order_of_cases(body)
    yield from _refused(body)
    yield from _statement_too_many(body)


def _indentation(body: list[ast.stmt]) -> Iterator[Change]:
    """Statements that stand inside an `if` or a loop, and belong behind it."""
    for place, item in enumerate(body):
        if isinstance(item, (ast.If, ast.For, ast.While)) and not item.orelse:
            for kept in range(1, len(item.body)):
                outer = copy.copy(item)
                outer.body = item.body[:kept]
                new = [*body[:place], outer, *item.body[kept:], *body[place + 1 :]]
                yield Change("indentation", new, {"at": str(item.body[kept].lineno)})


def _break_in_loop(body: list[ast.stmt]) -> Iterator[Change]:
    """A `break` that leaves the loop too early."""
    if len(body) > 1 and isinstance(body[-1], ast.Break):
        yield Change("break_in_loop", body[:-1], {"at": str(body[-1].lineno)})


def _order_of_cases(body: list[ast.stmt]) -> Iterator[Change]:
    """A case that is never reached, because the one above it holds too."""
    for place, item in enumerate(body):
        if isinstance(item, ast.If) and len(item.orelse) == 1 and isinstance(item.orelse[0], ast.If):
            second = item.orelse[0]
            turned = ast.If(second.test, second.body, [ast.If(item.test, item.body, second.orelse)])
            yield Change(
                "order_of_cases", [*body[:place], turned, *body[place + 1 :]], {"at": str(second.lineno)}
            )
        if isinstance(item, ast.If) and place + 1 < len(body) and isinstance(body[place + 1], ast.If):
            new = [*body[:place], body[place + 1], item, *body[place + 2 :]]
            yield Change("order_of_cases", new, {"at": str(body[place + 1].lineno)})


def _refused(body: list[ast.stmt]) -> Iterator[Change]:
    """A case that raises, or returns early, where nothing asks for it."""
    for place, item in enumerate(body):
        if isinstance(item, ast.If) and not item.orelse and len(body) > 1:
            rest = [*body[:place], *body[place + 1 :]]
            values = {"at": str(item.lineno), "code": _short(item.test)}
            if isinstance(item.body[-1], ast.Raise):
                yield Change("refused", rest, values)
                yield from _refused_in_part(body, place, item)
            elif isinstance(item.body[-1], ast.Return):
                yield Change("case_too_many", rest, values)
        elif isinstance(item, ast.Assert) and len(body) > 1:
            values = {"at": str(item.lineno), "code": _short(item.test)}
            yield Change("refused", [*body[:place], *body[place + 1 :]], values)


def _refused_in_part(body: list[ast.stmt], place: int, item: ast.If) -> Iterator[Change]:
    """One of several conditions under which an error is raised."""
    operands = item.test.values if isinstance(item.test, ast.BoolOp) else []
    for number, operand in enumerate(operands):
        fewer = [other for index, other in enumerate(operands) if index != number]
        narrower = copy.copy(item)
        narrower.test = ast.BoolOp(item.test.op, fewer) if len(fewer) > 1 else fewer[0]  # type: ignore[attr-defined]
        values = {"at": str(item.lineno), "code": _short(operand)}
        yield Change("refused", [*body[:place], narrower, *body[place + 1 :]], values)


def _statement_too_many(body: list[ast.stmt]) -> Iterator[Change]:
    """A statement that changes what was right before it."""
    for place, item in enumerate(body):
        if isinstance(item, ast.AugAssign) or (isinstance(item, ast.Assign) and place and len(body) > 1):
            rest: list[ast.stmt] = [*body[:place], *body[place + 1 :]] or [ast.Pass()]
            yield Change("statement_too_many", rest, {"at": str(item.lineno), "code": _short(item)})


def _missing_elif(body: list[ast.stmt]) -> Iterator[Change]:
    """`if` after `if` where the second stands for the case that is left."""
    for place in range(len(body) - 1):
        first, second = body[place], body[place + 1]
        if isinstance(first, ast.If) and isinstance(second, ast.If) and not first.orelse:
            joined = ast.If(first.test, first.body, [second])
            new = [*body[:place], joined, *body[place + 2 :]]
            yield Change("missing_elif", new, {"at": str(second.lineno)})


def _separate_ifs(body: list[ast.stmt]) -> Iterator[Change]:
    """`elif` where each case may hold beside the others."""
    for place, first in enumerate(body):
        if isinstance(first, ast.If) and len(first.orelse) == 1 and isinstance(first.orelse[0], ast.If):
            chain: list[ast.stmt] = []
            at, current = first.orelse[0].lineno, first
            while True:
                chain.append(ast.If(current.test, current.body, []))
                if len(current.orelse) == 1 and isinstance(current.orelse[0], ast.If):
                    current = current.orelse[0]
                else:
                    break
            new = [*body[:place], *chain, *current.orelse, *body[place + 1 :]]
            yield Change("elif_for_if", new, {"at": str(at)})


def _thrown_away(body: list[ast.stmt]) -> Iterator[Change]:
    """A value that is worked out and kept nowhere."""
    for place, item in enumerate(body):
        kept = _kept(item.value) if isinstance(item, ast.Expr) else None
        if kept is not None:
            values = {"at": str(item.lineno), "code": _short(item)}
            yield Change("thrown_away", [*body[:place], kept, *body[place + 1 :]], values)


def _kept(value: ast.expr) -> ast.stmt | None:
    """The assignment that was meant: of `a | b` to a, of b in `a == b` to a; None for other expressions."""
    if isinstance(value, ast.BinOp) and isinstance(value.left, ast.Name):
        return ast.Assign([ast.Name(value.left.id, ast.Store())], value)
    if (
        isinstance(value, ast.Compare)
        and isinstance(value.left, ast.Name)
        and isinstance(value.ops[0], ast.Eq)
    ):
        return ast.Assign([ast.Name(value.left.id, ast.Store())], value.comparators[0])
    return None


def _return_in_loop(body: list[ast.stmt]) -> Iterator[Change]:
    """A `return` that ends the loop in its first round."""
    for place, item in enumerate(body):
        if (
            isinstance(item, (ast.For, ast.While))
            and len(item.body) > 1
            and isinstance(item.body[-1], ast.Return)
        ):
            loop = copy.copy(item)
            loop.body, last = item.body[:-1], item.body[-1]
            yield Change(
                "return_in_loop", [*body[:place], loop, last, *body[place + 1 :]], {"at": str(last.lineno)}
            )


def _missing_return(body: list[ast.stmt]) -> Iterator[Change]:
    """The last value is worked out, and not returned."""
    last = body[-1]
    at = {"at": str(last.end_lineno or last.lineno)}
    if isinstance(last, ast.Expr) and not isinstance(last.value, ast.Constant):
        yield Change("missing_return", [*body[:-1], ast.Return(last.value)], at)
    targets = (
        last.targets
        if isinstance(last, ast.Assign)
        else [last.target]
        if isinstance(last, ast.AugAssign)
        else []
    )
    if len(targets) == 1 and isinstance(targets[0], ast.Name):
        yield Change("missing_return", [*body, ast.Return(ast.Name(targets[0].id, ast.Load()))], at)


def _assigned_anew(body: list[ast.stmt]) -> Iterator[Change]:
    """`=` where what was there before should stay."""
    for place, item in enumerate(body):
        if isinstance(item, ast.Assign) and len(item.targets) == 1 and isinstance(item.targets[0], ast.Name):
            for operator in (ast.BitOr(), ast.Add()):
                kept = ast.AugAssign(item.targets[0], operator, item.value)
                yield Change(
                    "assigned_anew", [*body[:place], kept, *body[place + 1 :]], {"at": str(item.lineno)}
                )


CHANGES: tuple[tuple[Any, Callable[[Any], Iterator[Change]]], ...] = (
    (ast.IfExp, _conditional),
    (ast.BoolOp, _and_or),
    (ast.BoolOp, _default_for_zero),
    (ast.BinOp, _shift_and_sum),
    (list, _statements),
    (ast.Call, _calls),
    (ast.Call, _methods),
    (ast.Call, _bases),
    ((ast.If, ast.IfExp, ast.While), _tests),
    (ast.Compare, _comparison),
    (ast.Constant, _constants),
    (ast.Name, _names),
    (ast.BinOp, _power),
    ((ast.BinOp, ast.AugAssign), _other_operator),
    (ast.BinOp, _operand_too_many),
    (ast.Subscript, _slices),
    (ast.FormattedValue, _padding),
)

STRUCTURAL = (
    "conditional",
    "and_takes_the_rest",
    "word_for_bits",
    "shift_and_sum",
    "xor_for_power",
    "indentation",
    "thrown_away",
    "missing_elif",
    "elif_for_if",
    "missing_return",
    "return_in_loop",
    "assigned_anew",
    "bytes_of_number",
    "number_as_text",
    "hex",
    "formatted",
    "swapped_arguments",
    "empty_is_false",
    "break_in_loop",
    "case_too_many",
    "order_of_cases",
    "default_for_zero",
    "base",
    "padding",
    "decimal_for_hex",
    "hex_for_decimal",
    "struct_order",
    "struct_native",
    "struct_size",
    "refused",
)
"""Causes that bytes cannot show: they replace the words of a model."""

EVERYWHERE = (*STRUCTURAL, "byte_order", "boundary", "operator", "name")
"""Changes that are tried at all their places at once, too."""

ORDER = (
    *STRUCTURAL,
    "byte_order",
    "boundary",
    "step_too_many",
    "operator",
    "name",
    "number",
    "truth",
    "comparison",
    "condition",
    "statement_too_many",
    "slice",
    "too_many",
)
"""The order in which changes are tried: the shapes that people write by mistake, then details."""
