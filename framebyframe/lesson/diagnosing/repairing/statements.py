"""Changes of lists of statements: each undoes a mistake that people make in one."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from typing import TypeGuard

from ...declaring.syntax import leaves
from .tree import Change, short


def statements(body: list[ast.stmt]) -> Iterator[Change]:
    """Every change that a list of statements may take."""
    yield from _missing_elif(body)
    yield from _separate_ifs(body)
    yield from _thrown_away(body)
    yield from _never_begun(body)
    yield from _return_in_loop(body)
    yield from _return_in_first_round(body)
    yield from _missing_return(body)
    yield from _missing_return_at_end(body)
    yield from _swallowed(body)
    yield from _not_raised_again(body)
    yield from _assigned_anew(body)
    yield from _break_in_loop(body)
    yield from _continue_for_break(body)
    yield from _raise_missing(body)
    yield from _method_not_called(body)
    yield from _none_returned(body)
    yield from _indentation(body)
    yield from _belongs_inside(body)
    yield from _order_of_cases(body)
    yield from _refused(body)
    yield from _statement_too_many(body)
    yield from _order_of_statements(body)


def _indentation(body: list[ast.stmt]) -> Iterator[Change]:
    """Statements that stand inside an `if`, its `else` or a loop, and belong behind it."""
    for place, item in enumerate(body):
        if isinstance(item, ast.If) and item.orelse and not isinstance(item.orelse[0], ast.If):
            new = [*body[:place], ast.If(item.test, item.body, []), *item.orelse, *body[place + 1 :]]
            yield Change("indentation", new, {"at": str(item.orelse[0].lineno), "way": "else"})
        if isinstance(item, (ast.If, ast.For, ast.While)) and not item.orelse and not _never_ends(item):
            for kept in range(len(item.body) - 1, 0, -1):  # no more than has to
                outer = copy.copy(item)
                outer.body = item.body[:kept]
                new = [*body[:place], outer, *item.body[kept:], *body[place + 1 :]]
                way = {} if isinstance(item, ast.If) else {"way": "loop"}
                yield Change("indentation", new, {"at": str(item.body[kept].lineno), **way})


def _never_ends(item: ast.stmt) -> bool:
    """Whether nothing behind this loop is ever reached: `while True:` without a `break`."""
    if not isinstance(item, ast.While) or not isinstance(item.test, ast.Constant) or not item.test.value:
        return False
    return not any(isinstance(node, ast.Break) for node in ast.walk(item))


def _belongs_inside(body: list[ast.stmt]) -> Iterator[Change]:
    """A statement that stands behind an `if` or a loop, and belongs into it."""
    for place, item in enumerate(body[:-1]):
        if isinstance(item, (ast.If, ast.For, ast.While)) and not item.orelse and not leaves(item.body):
            outer = copy.copy(item)
            outer.body = [*item.body, body[place + 1]]
            if not isinstance(item, ast.If) and leaves(body[place + 1 : place + 2]):
                continue  # in the loop it would end it, in its first round
            way = "if" if isinstance(item, ast.If) else "endless" if _never_ends(item) else "loop"
            values = {"at": str(body[place + 1].lineno), "way": way}
            yield Change("belongs_inside", [*body[:place], outer, *body[place + 2 :]], values)


def _break_in_loop(body: list[ast.stmt]) -> Iterator[Change]:
    """A `break` that leaves the loop too early."""
    if len(body) > 1 and isinstance(body[-1], ast.Break):
        yield Change("break_in_loop", body[:-1], {"at": str(body[-1].lineno)})


def _continue_for_break(body: list[ast.stmt]) -> Iterator[Change]:
    """A `break` that ends the loop where the next round is meant."""
    if isinstance(body[-1], ast.Break):
        yield Change("continue_for_break", [*body[:-1], ast.Continue()], {"at": str(body[-1].lineno)})


def _raise_missing(body: list[ast.stmt]) -> Iterator[Change]:
    """An error that is made, and not raised."""
    for place, item in enumerate(body):
        if isinstance(item, ast.Expr) and isinstance(item.value, ast.Call):
            values = {"at": str(item.lineno), "code": short(item)}
            yield Change("raise_missing", [*body[:place], ast.Raise(item.value), *body[place + 1 :]], values)


def _method_not_called(body: list[ast.stmt]) -> Iterator[Change]:
    """A method that is named, and not called."""
    for place, item in enumerate(body):
        if isinstance(item, ast.Expr) and isinstance(item.value, ast.Attribute):
            new = ast.Expr(ast.Call(item.value, [], []))
            values = {"at": str(item.lineno), "code": short(item)}
            yield Change("method_not_called", [*body[:place], new, *body[place + 1 :]], values)


def _none_returned(body: list[ast.stmt]) -> Iterator[Change]:
    """`return` in front of a method that gives None; the function goes on without it.

    A call by name, `Request(...)`, makes something: what it gives is not None.
    """
    last = body[-1]
    if not isinstance(last, ast.Return) or not isinstance(last.value, ast.Call):
        return
    if isinstance(last.value.func, ast.Attribute):
        values = {"at": str(last.lineno), "code": short(last.value)}
        yield Change("none_returned", [*body[:-1], ast.Expr(last.value)], values)


def _order_of_statements(body: list[ast.stmt]) -> Iterator[Change]:
    """A statement that stands too early or too late."""
    if len(body) > MOST_MOVED:
        return
    for place, item in enumerate(body):
        rest = [*body[:place], *body[place + 1 :]]
        for other in (*range(place - 1, -1, -1), *range(place + 2, len(body))):
            if (
                _is_constant(item)
                or _is_constant(body[other])
                or (other > place and _stays(item, body[other]))
            ):
                continue
            new = [*rest[:other], item, *rest[other:]]
            if any(_is_of_use(one, body) and not _is_of_use(one, new) for one in body):
                continue
            way = "before" if other < place else "behind"
            values = {"at": str(item.lineno), "to": str(body[other].lineno), "way": way}
            yield Change("order_of_statements", new, {**values, "code": short(item).partition("\n")[0]})


MOST_MOVED = 8
"""Statements of a block in which another order is tried."""


def _is_of_use(item: ast.stmt, body: list[ast.stmt]) -> bool:
    """Whether a statement stands before one that reads a name which it gives a value, or does more than that.

    A case that comes behind all that reads its names is left out, and not moved.
    """
    if not isinstance(item, ast.If) or not _names_values(item):
        return True
    own = [node for node in ast.walk(item) if isinstance(node, ast.Name)]
    names = {node.id for node in own if isinstance(node.ctx, ast.Store)}
    return any(_reads(one, name) for one in body[body.index(item) + 1 :] for name in names)


def _stays(item: ast.stmt, other: ast.stmt) -> bool:
    """Whether a statement does not belong behind another one: it names a value, or nothing comes there.

    Behind a loop without an end it would be left out, and not moved.
    """
    return _names_values(item) or leaves([other]) or _has_no_end(other)


def _has_no_end(item: ast.stmt) -> bool:
    """Whether it is `while True` without a `break`."""
    is_endless = isinstance(item, ast.While) and isinstance(item.test, ast.Constant) and bool(item.test.value)
    return is_endless and not any(isinstance(node, ast.Break) for node in ast.walk(item))


def _names_values(item: ast.stmt) -> bool:
    """Whether a statement gives names their values and does no more, in some cases alone perhaps."""
    if isinstance(item, ast.If):
        return all(map(_names_values, (*item.body, *item.orelse)))
    return isinstance(item, ast.Assign) and all(
        isinstance(one, (ast.Name, ast.Tuple)) for one in item.targets
    )


def _is_constant(item: ast.stmt) -> bool:
    """Whether a statement is a docstring or `...`."""
    return isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant)


def _order_of_cases(body: list[ast.stmt]) -> Iterator[Change]:
    """A case that is never reached, because the one above it holds too."""
    for place, item in enumerate(body):
        if isinstance(item, ast.If) and len(item.orelse) == 1 and isinstance(item.orelse[0], ast.If):
            second = item.orelse[0]
            turned = ast.If(second.test, second.body, [ast.If(item.test, item.body, second.orelse)])
            values = {"at": str(second.lineno), "code": short(second.test)}
            yield Change("order_of_cases", [*body[:place], turned, *body[place + 1 :]], values)
        following = body[place + 1] if place + 1 < len(body) else None
        if isinstance(item, ast.If) and isinstance(following, ast.If) and leaves(item.body):
            new = [*body[:place], following, item, *body[place + 2 :]]
            values = {"at": str(following.lineno), "code": short(following.test)}
            yield Change("order_of_cases", new, values)
        for name, asked in (("cases", "pattern"), ("handlers", "type")):
            cases = getattr(item, name, [])
            for number, case in enumerate(cases[1:], 1):
                turned_round = copy.copy(item)
                others = [*cases[: number - 1], case, cases[number - 1], *cases[number + 1 :]]
                setattr(turned_round, name, others)
                question = getattr(case, asked)
                if question is not None:
                    values = {"at": str(question.lineno), "code": short(question)}
                    yield Change("order_of_cases", [*body[:place], turned_round, *body[place + 1 :]], values)


def _refused(body: list[ast.stmt]) -> Iterator[Change]:
    """A case that raises, or returns early, where nothing asks for it."""
    for place, item in enumerate(body):
        if isinstance(item, ast.If) and not item.orelse and len(body) > 1:
            rest = [*body[:place], *body[place + 1 :]]
            values = {"at": str(item.lineno), "code": short(item.test)}
            only = item.body[0] if len(item.body) == 1 else None
            if isinstance(item.body[-1], ast.Raise):
                yield from _refused_in_part(body, place, item)
                yield Change("refused", rest, values)
            elif isinstance(only, ast.If) and not only.orelse and isinstance(only.body[-1], ast.Raise):
                yield Change("refused", rest, {**values, "way": "inside", "other": short(only.test)})
            elif isinstance(item.body[-1], ast.Return):
                yield Change("case_too_many", rest, values)
            else:
                yield Change("statement_too_many", rest, {**values, "way": "case"})
        elif isinstance(item, ast.Assert) and len(body) > 1:
            values = {"at": str(item.lineno), "code": short(item.test), "way": "assert"}
            yield Change("refused", [*body[:place], *body[place + 1 :]], values)
        elif isinstance(item, ast.Try) and _only_tries(item):
            tried: list[ast.stmt] = [*body[:place], *body[place + 1 :]] or [ast.Pass()]
            values = {"at": str(item.body[0].lineno), "code": short(item.body[0]), "way": "tried"}
            yield Change("refused", tried, values)


def _only_tries(item: ast.Try) -> bool:
    """Whether a `try` keeps nothing of what it tries, and raises an error where that fails."""
    beside = item.orelse or item.finalbody
    is_kept = len(item.body) > 1 or not isinstance(item.body[0], ast.Expr)
    return not beside and not is_kept and all(isinstance(one.body[-1], ast.Raise) for one in item.handlers)


def _refused_in_part(body: list[ast.stmt], place: int, item: ast.If) -> Iterator[Change]:
    """One of several conditions under which an error is raised."""
    operands = (
        item.test.values if isinstance(item.test, ast.BoolOp) and isinstance(item.test.op, ast.Or) else []
    )
    for number, operand in enumerate(operands):
        fewer = [other for index, other in enumerate(operands) if index != number]
        narrower = copy.copy(item)
        narrower.test = ast.BoolOp(item.test.op, fewer) if len(fewer) > 1 else fewer[0]  # type: ignore[attr-defined]
        values = {"at": str(item.lineno), "code": short(operand)}
        yield Change("refused", [*body[:place], narrower, *body[place + 1 :]], values)


def _statement_too_many(body: list[ast.stmt]) -> Iterator[Change]:
    """A statement that changes what was right before it."""
    for place, item in enumerate(body):
        if (
            isinstance(item, ast.AugAssign)
            or (isinstance(item, ast.Expr) and isinstance(item.value, ast.Call) and len(body) > 1)
            or (isinstance(item, ast.Assign) and (place or _changes_its_own(item)) and len(body) > 1)
        ):
            rest: list[ast.stmt] = [*body[:place], *body[place + 1 :]] or [ast.Pass()]
            yield Change("statement_too_many", rest, {"at": str(item.lineno), "code": short(item)})


def _changes_its_own(item: ast.Assign) -> bool:
    """Whether a name is given a new value that is made of its old one."""
    names = {node.id for node in ast.walk(item.value) if isinstance(node, ast.Name)}
    return any(isinstance(target, ast.Name) and target.id in names for target in item.targets)


def _missing_elif(body: list[ast.stmt]) -> Iterator[Change]:
    """`if` after `if` where the second stands for the case that is left."""
    for place in range(len(body) - 1):
        first, second = body[place], body[place + 1]
        if isinstance(first, ast.If) and isinstance(second, ast.If) and not first.orelse:
            joined = ast.If(first.test, first.body, [second])
            new = [*body[:place], joined, *body[place + 2 :]]
            yield Change("missing_elif", new, {"at": str(second.lineno)})


def _separate_ifs(body: list[ast.stmt]) -> Iterator[Change]:
    """`elif`, or `else` and an `if` in it, where each case may hold beside the others."""
    for place, first in enumerate(body):
        if isinstance(first, ast.If) and len(first.orelse) == 1 and isinstance(first.orelse[0], ast.If):
            chain: list[ast.stmt] = []
            at, current = first.orelse[0].lineno, first
            is_elif = first.orelse[0].col_offset == first.col_offset  # an `if` in an `else` stands further in
            while True:
                chain.append(ast.If(current.test, current.body, []))
                if len(current.orelse) == 1 and isinstance(current.orelse[0], ast.If):
                    current = current.orelse[0]
                else:
                    break
            new = [*body[:place], *chain, *current.orelse, *body[place + 1 :]]
            yield Change("elif_for_if", new, {"at": str(at), **({} if is_elif else {"way": "else"})})


def _thrown_away(body: list[ast.stmt]) -> Iterator[Change]:
    """A value that is worked out and kept nowhere."""
    for place, item in enumerate(body):
        kept = _kept(item.value) if isinstance(item, ast.Expr) else None
        if kept is not None:
            values = {"at": str(item.lineno), "code": short(item)}
            yield Change("thrown_away", [*body[:place], kept, *body[place + 1 :]], values)
        if isinstance(item, ast.Expr) and isinstance(item.value, ast.Call) and item.value.args:
            given = item.value.args[0]
            if _is_place(given):  # it is not changed by the call, as was thought
                values = {"at": str(item.lineno), "code": short(item), "name": short(given)}
                new = [*body[:place], ast.Assign([_stored(given)], item.value), *body[place + 1 :]]
                yield Change("result_thrown_away", new, values)


def _never_begun(body: list[ast.stmt]) -> Iterator[Change]:
    """A call of `map`, or a generator expression, whose items nobody asks for."""
    for place, item in enumerate(body):
        if isinstance(item, ast.Expr) and _is_lazy(item.value):
            values = {"at": str(item.lineno), "code": short(item)}
            done = ast.Expr(ast.Call(ast.Name("list", ast.Load()), [item.value], []))
            yield Change("never_begun", [*body[:place], done, *body[place + 1 :]], values)


def _is_lazy(value: ast.expr) -> bool:
    """Whether it works only as its items are asked for: a call of `map`, or a generator expression."""
    is_map = isinstance(value, ast.Call) and ast.unparse(value.func) in ("map", "filter")
    return is_map or isinstance(value, ast.GeneratorExp)


CHANGING = (
    *("append", "appendleft", "add", "extend", "extendleft", "insert", "update", "setdefault"),
    *("clear", "discard", "pop", "popleft", "popitem", "remove", "reverse", "sort"),
)
"""Methods that are called for what they do to a list, a deque, a set or a dict: they have an effect."""


def _kept(value: ast.expr) -> ast.stmt | None:
    """The assignment that was meant: of `a | b` to a, of b in `a == b` to a; None for other expressions."""
    first = value
    while isinstance(first, ast.BinOp) or _is_slice(first):
        first = first.left if isinstance(first, ast.BinOp) else first.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        if value.func.attr in CHANGING:
            return None
        first = value.func.value
    if first is not value and _is_place(first):
        return ast.Assign([_stored(first)], value)
    if isinstance(value, ast.Compare) and isinstance(value.ops[0], ast.Eq):
        left = value.left
        return ast.Assign([_stored(left)], value.comparators[0]) if _is_place(left) else None
    return None


def _is_slice(node: ast.expr) -> TypeGuard[ast.Subscript]:
    """Whether it is a part of something, `data[start:end]`."""
    return isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice)


def _is_place(node: ast.expr) -> TypeGuard[ast.Name | ast.Attribute]:
    """Whether it is a name, or an attribute of `self`, which a value may be assigned to.

    `logging.DEBUG` is no such place: every answer that follows would find it changed.
    """
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Name) and node.value.id == "self"
    return isinstance(node, ast.Name)


def _stored(node: ast.Name | ast.Attribute) -> ast.expr:
    """The same name, or attribute, as the target of an assignment."""
    own = copy.copy(node)
    own.ctx = ast.Store()
    return own


def _return_in_loop(body: list[ast.stmt]) -> Iterator[Change]:
    """A `return` that ends the loop in its first round."""
    for place, item in enumerate(body):
        if not isinstance(item, (ast.For, ast.While)):
            continue
        for rest, last in _without_last_return(item.body):
            loop = copy.copy(item)
            loop.body = rest
            new = [*body[:place], loop, last, *body[place + 1 :]]
            yield Change("return_in_loop", new, {"at": str(last.lineno)})


def _without_last_return(body: list[ast.stmt]) -> Iterator[tuple[list[ast.stmt], ast.Return]]:
    """The statements of a loop without the `return` that ends each round, and that one."""
    last = body[-1]
    if isinstance(last, ast.Return) and len(body) > 1:
        yield body[:-1], last
    elif isinstance(last, ast.If) and last.orelse and leaves(last.body):
        case, other = copy.copy(last), last.orelse[0]
        case.orelse = []
        if isinstance(other, ast.Return):
            yield [*body[:-1], case], other


def _return_in_first_round(body: list[ast.stmt]) -> Iterator[Change]:
    """`return found` in a loop, where only what is found ends the search."""
    for place, item in enumerate(body):
        if isinstance(item, ast.For) and isinstance(item.body[-1], ast.Return) and item.body[-1].value:
            last = item.body[-1]
            found = ast.If(item.body[-1].value, [ast.Return(ast.Constant(True))], [])
            loop = copy.copy(item)
            loop.body = [*item.body[:-1], found]
            values = {"at": str(last.lineno), "code": short(item.body[-1].value)}
            yield Change("return_in_first_round", [*body[:place], loop, *body[place + 1 :]], values)


def _missing_return_at_end(body: list[ast.stmt]) -> Iterator[Change]:
    """A loop or a case that returns what it finds, and nothing behind it."""
    last = body[-1]
    if isinstance(last, (ast.For, ast.While, ast.If)) and any(
        isinstance(node, ast.Return) for node in ast.walk(last)
    ):
        at = {"at": str(last.end_lineno or last.lineno), "other": "False"}
        yield Change("missing_return_at_end", [*body, ast.Return(ast.Constant(False))], at)


def _swallowed(body: list[ast.stmt]) -> Iterator[Change]:
    """`except` that raises nothing, and does nothing else that would be missing without it."""
    for change in without_excepts(body):
        if not any(isinstance(item, ast.Try) and any(map(_only_acts, item.handlers)) for item in body):
            yield change


def without_excepts(body: list[ast.stmt]) -> Iterator[Change]:
    """`except` that raises nothing: what went wrong is kept from the caller. A `finally` stays."""
    for place, item in enumerate(body):
        if isinstance(item, ast.Try) and item.handlers and not any(map(_raises, item.handlers)):
            tried = [*item.body, *item.orelse]
            kept = [ast.Try(tried, [], [], item.finalbody)] if item.finalbody else tried
            way = {"way": "finally"} if item.finalbody else {}
            at = {"at": str(item.handlers[0].lineno)}
            yield Change("swallowed", [*body[:place], *kept, *body[place + 1 :]], {**at, **way})


def without_any_except(body: list[ast.stmt]) -> Iterator[Change]:
    """`except` of which some way raises nothing, with how often it raises: never, or now and then."""
    for place, item in enumerate(body):
        if not isinstance(item, ast.Try):
            continue
        keeping = [each for each in item.handlers if not _ends_in_a_raise(each)]
        if len(keeping) == 1:
            tried = [*item.body, *item.orelse]
            kept = [ast.Try(tried, [], [], item.finalbody)] if item.finalbody else tried
            values = {"at": str(keeping[0].lineno), **({"way": "some"} if _raises(keeping[0]) else {})}
            yield Change("kept", [*body[:place], *kept, *body[place + 1 :]], values)


def _ends_in_a_raise(handler: ast.ExceptHandler) -> bool:
    return isinstance(handler.body[-1], ast.Raise)


def _not_raised_again(body: list[ast.stmt]) -> Iterator[Change]:
    """`except` that does something, and then lets nobody know: at its end it raises the error again."""
    for place, item in enumerate(body):
        if isinstance(item, ast.Try) and any(map(_only_acts, item.handlers)):
            handlers = [_raising_again(each) if _only_acts(each) else each for each in item.handlers]
            new = ast.Try(item.body, handlers, item.orelse, item.finalbody)
            at = next(each.lineno for each in item.handlers if _only_acts(each))
            yield Change("not_raised_again", [*body[:place], new, *body[place + 1 :]], {"at": str(at)})


def _only_acts(handler: ast.ExceptHandler) -> bool:
    """Whether an `except` calls something, `print` apart, and neither raises an error nor gives a value."""
    nodes = list(ast.walk(handler))
    gives = any(isinstance(node, ast.Return) and node.value is not None for node in nodes)
    called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
    return not gives and not _raises(handler) and bool(called - {"print"})


def _raising_again(handler: ast.ExceptHandler) -> ast.ExceptHandler:
    kept = handler.body[:-1] if isinstance(handler.body[-1], ast.Return) else handler.body
    return ast.ExceptHandler(handler.type, handler.name, [*kept, ast.Raise()])


def _raises(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.Raise) for inner in ast.walk(node))


def _missing_return(body: list[ast.stmt]) -> Iterator[Change]:
    """The last value is worked out, and not returned."""
    if leaves(body):
        return
    last = body[-1]
    at = {"at": str(last.end_lineno or last.lineno)}
    if isinstance(last, ast.Expr) and (
        not isinstance(last.value, ast.Constant) or isinstance(last.value.value, bool)
    ):
        for value in _inside(last.value):
            is_lost = {"lost": ""} if value is last.value and not _has_an_effect(value) else {}
            yield Change("missing_return", [*body[:-1], ast.Return(value)], {**at, **is_lost})
    printed = {"instead_of": "print"} if _is_printed(last) else {}
    for name in dict.fromkeys((_last_assigned(last), *_returned_above(body), _assigned_above(body))):
        if name:
            values = {**at, **printed}
            yield Change("missing_return", [*body, ast.Return(ast.Name(name, ast.Load()))], values)


def _has_an_effect(value: ast.expr) -> bool:
    """Whether an expression may do something beside giving a value: it calls, waits or yields."""
    effects = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)
    return any(isinstance(node, effects) for node in ast.walk(value))


def _is_printed(last: ast.stmt) -> bool:
    """Whether a function ends with a `print`: what it works out is what it prints, and no name above."""
    value = last.value if isinstance(last, ast.Expr) else None
    return isinstance(value, ast.Call) and ast.unparse(value.func) == "print"


def _returned_above(body: list[ast.stmt]) -> list[str]:
    """The names that a `return` further up gives back."""
    nodes = [node for item in body for node in ast.walk(item)]
    values = [node.value for node in nodes if isinstance(node, ast.Return)]
    return [value.id for value in values if isinstance(value, ast.Name)]


def _assigned_above(body: list[ast.stmt]) -> str:
    """The name that was assigned last, where statements behind it assign none; or ""."""
    if not isinstance(body[-1], ast.Expr):
        return ""
    return next((name for item in reversed(body) if (name := _last_assigned(item))), "")


def _inside(value: ast.expr) -> Iterator[ast.expr]:
    """An expression, and what it makes text of: `print(hex(a))`, `hex(a)`, `a`; `b.hex()`, `f"{b}"`, `b`."""
    yield value
    if isinstance(value, ast.JoinedStr) and len(value.values) == 1:
        yield from (item.value for item in value.values if isinstance(item, ast.FormattedValue))
    if not isinstance(value, ast.Call):
        return
    if ast.unparse(value.func) in TEXT_OF and len(value.args) == 1:
        yield from _inside(value.args[0])
    elif isinstance(value.func, ast.Attribute) and value.func.attr == "hex":
        yield from _inside(value.func.value)


TEXT_OF = ("print", "hex", "bin", "str", "repr")
"""Functions that make text of their argument, for a person to read."""


def _last_assigned(last: ast.stmt) -> str:
    """The name that a statement gives a value, in each of its cases or rounds; "" if it does not."""
    if isinstance(last, (ast.For, ast.While)):
        return _last_assigned(last.body[-1]) or _filled(last.body[-1])
    if isinstance(last, ast.If):
        names = {_last_assigned(case[-1]) for case in (last.body, last.orelse) if case}
        return names.pop() if len(names) == 1 else ""
    targets: list[ast.expr] = []
    if isinstance(last, ast.Assign):
        targets = last.targets
    elif isinstance(last, ast.AugAssign):
        targets = [last.target]
    return targets[0].id if len(targets) == 1 and isinstance(targets[0], ast.Name) else ""


def _filled(last: ast.stmt) -> str:
    """The name of the list that a statement puts something into; "" if it does not."""
    called = last.value.func if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) else None
    if isinstance(called, ast.Attribute) and called.attr in ("append", "extend", "insert"):
        return called.value.id if isinstance(called.value, ast.Name) else ""
    return ""


def _assigned_anew(body: list[ast.stmt]) -> Iterator[Change]:
    """`=` where what was there before should stay."""
    for place, item in enumerate(body):
        if isinstance(item, ast.Assign) and _is_count_of_its_own(item):
            added = ast.AugAssign(item.targets[0], ast.Add(), item.value)  # type: ignore[arg-type]
            values = {"at": str(item.lineno), "way": "attribute", "code": short(item)}
            yield Change("assigned_anew", [*body[:place], added, *body[place + 1 :]], values)
        if isinstance(item, ast.Assign) and len(item.targets) == 1 and isinstance(item.targets[0], ast.Name):
            if _is_nothing(item.value):
                continue  # to add nothing is to leave it out
            if _reads(item.value, item.targets[0].id):
                continue  # the old value is not lost
            for operator in (ast.BitOr(), ast.Add()):
                kept = ast.AugAssign(item.targets[0], operator, item.value)
                yield Change(
                    "assigned_anew", [*body[:place], kept, *body[place + 1 :]], {"at": str(item.lineno)}
                )


def _is_nothing(value: ast.expr) -> bool:
    """Whether a value is written as 0 or as something empty."""
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, (ast.List, ast.Tuple)):
        return not value.elts
    return isinstance(value, ast.Constant) and not value.value


def _reads(value: ast.AST, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(value))


def _is_count_of_its_own(item: ast.Assign) -> bool:
    """Whether an attribute of `self` gets a value that is worked out, and not from the attribute itself."""
    target = item.targets[0]
    if len(item.targets) > 1 or not isinstance(target, ast.Attribute):
        return False
    value = item.value
    is_no_number = isinstance(value, (ast.Constant, ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.Set))
    return not is_no_number and ast.unparse(target) not in ast.unparse(value)


def attribute_beside(node: ast.Attribute) -> Iterator[Change]:
    """`self.clean = True` makes an attribute of its own; `self._clean` stays as it was."""
    if isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self":
        name = node.attr.removeprefix("_") if node.attr.startswith("_") else f"_{node.attr}"
        new = ast.Attribute(node.value, name, ast.Store())
        yield Change("attribute_beside", new, {"code": ast.unparse(node), "other": ast.unparse(new)})


def copied(node: ast.Assign) -> Iterator[Change]:
    """`pongs = list(self._pongs)` is another list: what is done to it is not done to that one."""
    name, value = ast.unparse(node.targets[0]), node.value
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "list" and len(value.args) == 1:
        of = value.args[0]
    elif isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "copy":
        of = value.func.value
    else:
        return
    if _is_place(of):
        new = copy.copy(node)
        new.value = of
        yield Change("copied", new, {"code": short(value), "other": short(of), "name": name})


def self_forgotten(node: ast.Assign | ast.AugAssign) -> Iterator[Change]:
    """`used = 0` in a method makes a name of its own; `self._used` stays as it was."""
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    if not isinstance(target, ast.Name):
        return
    for attribute in (f"_{target.id.lstrip('_')}", target.id):
        new = copy.copy(node)
        own = ast.Attribute(ast.Name("self", ast.Load()), attribute, ast.Store())
        if isinstance(new, ast.Assign):
            new.targets = [own]
        else:
            new.target = own
        yield Change("self_forgotten", new, {"name": target.id, "other": f"self.{attribute}"})
