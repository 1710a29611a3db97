"""The third witness, where no change is needed: what the answer's own source shows."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import replace

from ..checking.php import Stopped, outcomes_of_source
from ..checking.submission import line_of
from ..checking.verdict import Finding
from ..declaring import php_text, reference, syntax
from ..declaring.python_text import name_of_error
from .evidence import Evidence, is_slip, passes
from .models import needs_argument
from .refusals import raised_needlessly
from .repairing.search import with_other_except, with_strict_decoding, without_any_except, without_excepts
from .repairing.tree import places, short
from .repairing.trying import evidence_after

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
    "new_key",
)
FROM_RANDOM = ("random.sample", "random.shuffle", "random.choices")
"""Functions whose names alone may be the answer's own."""
UNIFORM = ("random.uniform",)
"""What draws in place of an argument; what it is added to is told otherwise, where nothing is to be drawn."""


def draws_at_random(evidence: Evidence) -> Finding | None:
    """The finding that the answer draws at random and the reference does not; None if that is not so."""
    if any(
        name in syntax.names_in(reference.source(evidence.exercise)) for name in ("secrets", "random", "os")
    ):
        return None
    drawn = _drawn_at(evidence)
    return Finding("source", "random", drawn) if drawn else None


def _drawn_at(evidence: Evidence, also: tuple[str, ...] = ()) -> dict[str, str]:
    """The line and the code of the first call of the answer that draws at random; {} if none does."""
    for node in ast.walk(evidence.tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called.split(".")[-1] in RANDOM or called in (*FROM_RANDOM, *also):
                return {"line": str(node.lineno + evidence.submission.line - 1), "code": short(node)}
    return {}


PHP_RANDOM = re.compile(
    r"\b(random_bytes|random_int|mt_rand|rand|uniqid|str_shuffle|openssl_random_pseudo_bytes)\("
)


def draws_at_random_in_php(evidence: Evidence) -> Finding | None:
    """The finding that an answer in PHP draws at random: it says so, and now gives something else.

    On one example that fails, at least: where one byte is asked for, the same may be drawn again.
    """
    submission = evidence.submission
    lines = [php_text.code_of(line) for line in submission.source.splitlines()]
    drawn = next(
        ((number, match) for number, line in enumerate(lines) if (match := PHP_RANDOM.search(line))), None
    )
    if drawn is None:
        return None
    try:
        again = outcomes_of_source(evidence.exercise, submission.source)
    except Stopped:
        return None
    if all(passes(again[number], evidence.received[number]) for number in evidence.failing):
        return None
    values = {"line": str(drawn[0] + submission.line), "code": drawn[1][1]}
    return Finding("source", "random", values)


def is_a_generator(evidence: Evidence) -> Finding | None:
    """The finding that a generator comes back, where no generator is asked for."""
    received, expected = evidence.told(evidence.first), evidence.asked(evidence.first)
    if received is None or not inspect.isgenerator(received.value) or inspect.isgenerator(expected.value):
        return None
    for node in ast.walk(evidence.tree):
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            line = node.lineno + evidence.submission.line - 1
            return Finding("source", "generator", {"line": str(line)})
    return None


def hidden_error(evidence: Evidence) -> tuple[Finding, ...]:
    """The finding that an `except` of the answer hides an error of Python's own, where it is shown.

    Not where the `except` makes the error that is asked for, and does not raise it: the place is right.
    """
    told, expected = evidence.told(evidence.first), evidence.asked(evidence.first)
    if (
        told is not None
        and not told.raised
        and expected.raised
        and isinstance(told.value, type(expected.value))
    ):
        return ()
    for repair in without_excepts(evidence):
        after = evidence_after(evidence, repair, mends_none=True)
        item = after.received[evidence.first] if after else None
        if item is not None and is_slip(item):
            values = {"line": str(repair.lines[0]), "raised": name_of_error(type(item.value))}
            return (Finding("source", "hidden", {**values, "message": str(item.value)}),)
    return ()


def of_a_split(evidence: Evidence, found: Finding) -> Finding:
    """The finding about a wrong number of parts; where `split` cut them, it says that."""
    received = evidence.told(evidence.first)
    line = line_of(received.value) if received is not None else None
    for node in ast.walk(evidence.tree):
        if isinstance(node, ast.Assign) and node.lineno + evidence.submission.line - 1 == line:
            call = node.value
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and "split" in call.func.attr
            ):
                return replace(found, key="split", values={**found.values, "code": short(call)})
    return found


ADDED = (bytes, bytearray, memoryview)
"""Types whose items `+=` adds to a bytearray."""

PARTS = (ast.Name, ast.Attribute, ast.Subscript)
"""What is no call: in a call something else may have wanted the number."""


def of_an_append(evidence: Evidence, found: Finding) -> Finding:
    """The finding about a number that is wanted; where bytes went to `append`, it says that."""
    received = evidence.told(evidence.first)
    line = line_of(received.value) if received is not None else None
    if found.values.get("one") not in [kind.__name__ for kind in ADDED]:
        return found
    for node in ast.walk(evidence.tree):
        match node:
            case ast.Expr(ast.Call(ast.Attribute(grows, "append"), [part])) if isinstance(part, PARTS):
                if node.lineno + evidence.submission.line - 1 == line:
                    other = f"{short(grows)} += {short(part)}"
                    return replace(found, key="appended", values={**found.values, "other": other})
    return found


def of_a_loop_over_bytes(evidence: Evidence, found: Finding) -> Finding:
    """The finding about a number where bytes are wanted; where a loop over bytes gives it, it says that."""
    received = evidence.told(evidence.first)
    line = line_of(received.value) if received is not None else None
    if found.values.get("one") != "int":
        return found
    given = set(reference.parameters(evidence.exercise))
    calls = [node for node in ast.walk(evidence.tree) if isinstance(node, ast.Call)]
    used = {name for call in calls if _begins_on(line, call, evidence) for name in _given_or_asked(call)}
    for node in ast.walk(evidence.tree):
        match node:
            case ast.For(ast.Name(name), ast.Name(code)) if name in used and code in given:
                return replace(
                    found, key="byte_of_a_loop", values={**found.values, "name": name, "code": code}
                )
    return found


def _given_or_asked(call: ast.Call) -> set[str]:
    """The names that a call is given, and the one whose method it is."""
    asked = [call.func.value] if isinstance(call.func, ast.Attribute) else []
    return {node.id for node in (*call.args, *asked) if isinstance(node, ast.Name)}


def never_reached(evidence: Evidence) -> tuple[Finding, ...]:
    """The finding about a statement behind others that always leave; a `yield` there makes a generator."""
    for body, _ in places(evidence.tree):
        for place in range(1, len(body) if isinstance(body, list) else 0):
            if syntax.leaves(body[:place]) and "yield" not in ast.unparse(body[place]):
                line = body[place].lineno + evidence.submission.line - 1
                return (Finding("source", "never_reached", {"line": str(line)}),)
    return ()


def first_round_alone(evidence: Evidence) -> tuple[Finding, ...]:
    """The finding about a loop that a `return` ends in its first round, whatever comes."""
    loops = [node for node in ast.walk(evidence.tree) if isinstance(node, (ast.For, ast.While))]
    for loop in loops:
        goes_on = any(isinstance(node, ast.Continue) for node in ast.walk(loop))
        if isinstance(loop.body[-1], ast.Return) and not goes_on:
            line = loop.body[-1].lineno + evidence.submission.line - 1
            return (Finding("source", "first_round_alone", {"line": str(line)}),)
    return ()


def not_used(evidence: Evidence) -> tuple[Finding, ...]:
    """The finding about an argument that the reference needs, and nothing in the answer names.

    Where what is right in the example that is shown does not depend on it, it stands beside that.
    """
    asked = syntax.names_in(reference.source(evidence.exercise))
    named = syntax.names_in(evidence.submission.source)
    names = [name for name in reference.parameters(evidence.exercise) if name in asked - named - {"self"}]
    if not names:
        return ()
    name = next((name for name in names if needs_argument(evidence, name)), None)
    if name is None:
        return (Finding("source", "not_used", {"name": names[0], "besides": ""}),)
    return (Finding("source", "not_used", {"name": name, **_drawn(evidence, name)}),)


def _drawn(evidence: Evidence, name: str) -> dict[str, str]:
    """Where the answer draws at random itself, in place of an argument that does; {} if it does not."""
    parameter = inspect.signature(reference.function(evidence.exercise)).parameters[name]
    drawn = _drawn_at(evidence, UNIFORM) if getattr(parameter.default, "__name__", "") in RANDOM else {}
    return {"way": "drawn", **drawn} if drawn else {}


ALL_NAMES = ("globals()", "locals()", "vars(self)", "self.__dict__")
"""Dictionaries that hold whatever has a name."""


def found_by_any_name(evidence: Evidence) -> tuple[Finding, ...]:
    """The finding that a name, which the reference looks up in a table, finds whatever has it."""
    tables = _looked_up(ast.parse(reference.source(evidence.exercise)))
    for node in ast.walk(evidence.tree):
        name = _any_name(node)
        table = tables.get(_as_given(evidence.tree, name)) if name is not None else None
        if table is not None:
            line = getattr(node, "lineno", 1) + evidence.submission.line - 1
            values = {"line": str(line), "code": short(node), "other": table, "same": ""}
            return (Finding("source", "any_name", values),)
    return ()


def _any_name(node: ast.AST) -> ast.expr | None:
    """What is looked up in `getattr(self, name)` or in `globals()[name]`, and is no name of the source."""
    match node:
        case ast.Call(ast.Name("getattr"), [_, name, *_]):
            return name
        case ast.Subscript(names, name) | ast.Call(ast.Attribute(names, "get"), [name, *_]):
            return name if ast.unparse(names) in ALL_NAMES else None
    return None


def _looked_up(tree: ast.AST) -> dict[str, str]:
    """What of an argument is looked up, and how: {"request.action": "self._actions.find(request.action)"}."""
    nodes = list(ast.walk(tree))
    alone = list(_calls_alone(nodes))
    calls = [node for node in nodes if isinstance(node, ast.Call) and node not in alone]
    found = [call for call in calls if ast.unparse(call.func).startswith("self.") and len(call.args) == 1]
    return {ast.unparse(call.args[0]): short(call) for call in found}


def _as_given(tree: ast.AST, name: ast.expr) -> str:
    """The expression that a name was given, or the expression itself."""
    code = ast.unparse(name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == code:
            return ast.unparse(node.value)
    return code


def unused(evidence: Evidence) -> tuple[Finding, ...]:
    """The finding about a call whose value the reference uses, and nothing in the answer does.

    A function of a module is called by its own name as well.
    """
    known = vars(reference.module(evidence.exercise))
    modules = {name for name, value in known.items() if inspect.ismodule(value)}
    nodes = list(ast.walk(ast.parse(reference.source(evidence.exercise))))
    alone = {ast.unparse(call.func) for call in _calls_alone(nodes)}
    called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)} - alone
    functions = {name.rpartition(".")[2] for name in called if name.partition(".")[0] in modules}
    for call in _calls_alone(list(ast.walk(evidence.tree))):
        if ast.unparse(call.func) in called | functions:
            line = call.lineno + evidence.submission.line - 1
            return (Finding("source", "unused", {"line": str(line), "code": short(call)}),)
    return ()


def _calls_alone(nodes: list[ast.AST]) -> Iterator[ast.Call]:
    """The calls that are statements of their own: what they give, if anything, is used nowhere."""
    statements = (node.value for node in nodes if isinstance(node, ast.Expr))
    return (value for value in statements if isinstance(value, ast.Call))


def caught_too(evidence: Evidence) -> tuple[Finding, ...]:
    """The finding that an `except`, which has another use, catches what refuses bad input too."""
    bad_input = evidence.refusals & evidence.failing
    for repair in without_excepts(evidence) if bad_input else ():
        after = evidence_after(evidence, repair, mends_none=True)
        if after is not None and not after.failing & bad_input:
            return (Finding("source", "caught_too", {"line": str(repair.lines[0])}),)
    return ()


def kept_inside(evidence: Evidence) -> tuple[Finding, ...]:
    """The finding about what keeps the error of bad input from coming out, where bad input goes through.

    It is decoding that never fails, without which the first of these examples ends in an error; or an
    `except`, without which each of them does.
    """
    through = [n for n in sorted(evidence.failing & evidence.refusals) if _is_let_through(evidence, n)]
    for repair in (*with_strict_decoding(evidence), *without_any_except(evidence)) if through else ():
        after = evidence_after(evidence, repair, mends_none=True)
        ended = [after.received[number] for number in through] if after is not None else []
        kept = ended[0] if ended else None
        if kept is not None and kept.raised and repair.key == "never_fails":
            return (repair.finding,)
        if kept is not None and is_slip(kept) and all(item is not None and item.raised for item in ended):
            return (repair.finding.saying(raised=name_of_error(type(kept.value))),)
    return ()


def _is_let_through(evidence: Evidence, number: int) -> bool:
    """Whether no error comes of this example of bad input."""
    received = evidence.received[number]
    return number in evidence.refusals and received is not None and not received.raised


def not_caught(evidence: Evidence) -> tuple[Finding, ...]:
    """The finding about an `except` that does not catch the error of Python's own that is shown."""
    received, expected = evidence.told(evidence.first), evidence.asked(evidence.first)
    if received is None or not is_slip(received) or not expected.raised:
        return ()
    for repair in with_other_except(evidence, name_of_error(type(received.value))):
        after = evidence_after(evidence, repair)
        if after is not None and after.failing < evidence.failing and evidence.first not in after.failing:
            return (repair.finding.saying(**({"passes": "more"} if after.failing else {})),)
    return ()


def is_refused(evidence: Evidence, number: int | None = None) -> bool:
    """Whether a `raise` of the answer refuses an example that asks for a value: the one shown, or another."""
    number = evidence.first if number is None else number
    received, expected = evidence.told(number), evidence.expected[number]
    return received is not None and received.raised and not is_slip(received) and not expected.raised


def refuses_here(evidence: Evidence) -> tuple[Finding, ...]:
    """The finding about the line that refuses the example that is shown, and its condition.

    None where Python itself raised the error: the answer does not refuse anything there.
    """
    received = evidence.received[evidence.first]
    if received is None or is_slip(received):
        return ()
    line = line_of(received.value)
    values = {"raised": name_of_error(type(received.value)), "line": str(line or 0)}
    for node in ast.walk(evidence.tree):
        if isinstance(node, ast.Assert) and _begins_on(line, node, evidence):
            values |= {"code": short(node.test), "way": "assert"}
            return (Finding("source", "refuses_here", values),)
        inside = isinstance(node, ast.If) and any(
            isinstance(item, ast.Raise) and _begins_on(line, item, evidence) for item in node.body
        )
        if isinstance(node, ast.If) and inside:
            return (Finding("source", "refuses_here", {**values, "code": short(node.test)}),)
    key = "raised_by_another" if line is None and _is_another_call(evidence) else None
    return (Finding("relation", key or raised_needlessly(evidence, received.value), values),)


def _begins_on(line: int | None, node: ast.stmt | ast.expr, evidence: Evidence) -> bool:
    """Whether a statement, or an expression, of the answer begins on this line of the cell."""
    return node.lineno + evidence.submission.line - 1 == line


def _is_another_call(evidence: Evidence) -> bool:
    """Whether the step that goes wrong is one of a scenario that does not call the function itself."""
    step = evidence.wrong_step
    return step is not None and f"{evidence.exercise.name}(" not in step.source
