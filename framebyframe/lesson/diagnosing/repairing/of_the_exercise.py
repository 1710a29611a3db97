"""Changes that need the exercise: constants of its reference's module, functions it calls, its arguments."""

from __future__ import annotations

import ast
import builtins
import copy
import inspect
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations

from ...checking.submission import Submission
from ...declaring import reference, syntax
from ...declaring.exercise import Exercise
from .tree import Change, Path, places, short

SHORTEST, LIKENESS = 8, 0.6
"""Characters of a constant that is copied by hand with a slip, and the share of them that is right."""

DRAW_AT_RANDOM = ("secrets", "random", "os")
"""Modules whose functions are not tried in each other's place: a limit of one is gigabytes for another."""


def changes(exercise: Exercise, submission: Submission, tree: ast.Module) -> Iterator[tuple[Path, Change]]:
    """Every such change, each with its place."""
    if exercise.is_php:
        return
    outside = _texts_outside(submission)
    parameters = [name for name in reference.parameters(exercise) if name != "self"]
    names = [*_assigned(tree), *_read_of_self(tree)]
    own_coroutines = _coroutine_functions(submission, tree)
    for node, path in places(tree):
        found: list[Change] = []
        if isinstance(node, (ast.Constant, ast.Name)):
            found += _constants(exercise, node, outside)
        if isinstance(node, ast.Constant) and _is_handed_on(path.nodes(tree)[-2]):
            found += _arguments_for(node, parameters)
        if isinstance(node, ast.Constant):
            found += _attributes_for(exercise, node)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found += _other_arguments(node, parameters, _asked_beside(path.nodes(tree)[-2]))
            if _is_function_alone(exercise, tree, path):
                found += _called(node, [*parameters, *_assigned(tree)])
        if isinstance(node, (ast.Compare, ast.Call, ast.match_case)):
            found += _classes(exercise, node)
        if isinstance(node, ast.Compare):
            found += _whole(exercise, node, parameters)
        if isinstance(node, ast.Subscript):
            found += _from_a_name(node, names)
        if isinstance(node, (ast.Assign, ast.AugAssign)):
            found += _other_values(node, names, _set_by(exercise))
            found += _another_list(node, parameters)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found += _other_functions(node, _functions_used(exercise).get(node.value.id, set()))
            found += _other_attributes(exercise, node, path.nodes(tree)[-2])
        if isinstance(node, list):
            found += _named_alone(node, parameters)
            found += _asked_for_nothing(exercise, node)
        if isinstance(node, ast.Expr):
            found += _not_awaited(exercise, node, own_coroutines)
        yield from ((path, change) for change in found)
    yield from _exchanged(tree, parameters)
    yield from _attributes_not_set(exercise, tree)


def _classes(exercise: Exercise, node: ast.Compare | ast.Call | ast.match_case) -> Iterator[Change]:
    """A class that no value is, or is equal to; one of Python's own; one that is a bare name in a `case`."""
    if isinstance(node, ast.match_case):
        name = node.pattern.name if isinstance(node.pattern, ast.MatchAs) else None
        if name is not None and _is_class(exercise, name):
            new = copy.copy(node)
            new.pattern = ast.MatchClass(ast.Name(name, ast.Load()), [], [], [])
            yield Change("name_in_a_case", new, {"code": name, "at": str(node.pattern.lineno)})
    elif isinstance(node, ast.Compare):
        other = node.comparators[0]
        if len(node.ops) == 1 and isinstance(other, ast.Name) and _is_class(exercise, other.id):
            asked = ast.Call(ast.Name("isinstance", ast.Load()), [node.left, other], [])
            is_not = isinstance(node.ops[0], (ast.IsNot, ast.NotEq))
            if is_not or isinstance(node.ops[0], (ast.Is, ast.Eq)):
                question = ast.UnaryOp(ast.Not(), asked) if is_not else asked
                yield Change("class_compared", question, {"code": short(node), "other": short(question)})
        if (
            len(node.ops) == 1
            and isinstance(other, ast.Call)
            and _is_error(exercise, ast.unparse(other.func))
        ):
            asked = ast.Call(ast.Name("isinstance", ast.Load()), [node.left, other.func], [])
            if isinstance(node.ops[0], (ast.Is, ast.Eq)):
                yield Change("new_error_compared", asked, {"code": short(node), "other": short(asked)})
    elif (
        ast.unparse(node.func) == "isinstance" and len(node.args) == 2 and isinstance(node.args[1], ast.Name)
    ):
        name = node.args[1].id
        for other_name in _classes_asked_for(exercise) if _is_an_error_of_python(name) else ():
            new_call = ast.Call(node.func, [node.args[0], ast.Name(other_name, ast.Load())], [])
            yield Change("error_of_python", new_call, {"code": name, "other": other_name})


def _is_class(exercise: Exercise, name: str) -> bool:
    """Whether the reference's module knows a class by this name."""
    return inspect.isclass(vars(reference.module(exercise)).get(name))


def _is_error(exercise: Exercise, name: str) -> bool:
    """Whether the reference's module knows a class of errors by this name."""
    return _is_class(exercise, name) and issubclass(vars(reference.module(exercise))[name], BaseException)


def _is_an_error_of_python(name: str) -> bool:
    """Whether it is an error of Python's own, and not `Exception`, which is meant for all of them."""
    known = getattr(builtins, name, None)
    return inspect.isclass(known) and issubclass(known, Exception) and known is not Exception


@lru_cache(maxsize=64)
def _classes_asked_for(exercise: Exercise) -> tuple[str, ...]:
    """The classes that the reference names in `isinstance`."""
    calls = [node for node in ast.walk(ast.parse(reference.source(exercise))) if isinstance(node, ast.Call)]
    asked = [node.args[1] for node in calls if ast.unparse(node.func) == "isinstance"]
    return tuple(dict.fromkeys(node.id for node in asked if isinstance(node, ast.Name)))


def _whole(exercise: Exercise, node: ast.Compare, parameters: list[str]) -> Iterator[Change]:
    """`code != CODES` for `code not in CODES`; `error in CODES` for `error.code in CODES`."""
    operator, other = node.ops[0], node.comparators[0]
    if len(node.ops) == 1 and isinstance(operator, (ast.Eq, ast.NotEq)) and isinstance(other, ast.Name):
        value = vars(reference.module(exercise)).get(other.id)
        if isinstance(value, (set, frozenset, range, tuple, list, dict)):
            one_of = ast.In() if isinstance(operator, ast.Eq) else ast.NotIn()
            new = ast.Compare(node.left, [one_of], [other])
            yield Change("compared_with_all", new, {"code": short(node), "other": short(new)})
    if isinstance(node.left, ast.Name) and node.left.id in parameters:
        for attribute in _attributes_read(exercise).get(node.left.id, ()):
            part = ast.Attribute(node.left, attribute, ast.Load())
            new = ast.Compare(part, node.ops, node.comparators)
            yield Change("part_of_an_argument", new, {"code": node.left.id, "other": short(part)})


@lru_cache(maxsize=64)
def _attributes_read(exercise: Exercise) -> dict[str, tuple[str, ...]]:
    """What the reference reads of each of its arguments: {"error": ("code",)}."""
    found: dict[str, dict[str, None]] = {}
    for node in ast.walk(ast.parse(reference.source(exercise))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.setdefault(node.value.id, {})[node.attr] = None
    return {name: tuple(attributes) for name, attributes in found.items() if name != "self"}


def _from_a_name(node: ast.Subscript, names: list[str]) -> Iterator[Change]:
    """`data[:size]` where `data[start : start + size]` is meant, or `data[start:size]`."""
    cut = node.slice
    if not isinstance(cut, ast.Slice) or not cut.upper or not isinstance(node.ctx, ast.Load):
        return
    if cut.lower and ast.unparse(cut.lower) != "0":
        return
    for name in names:
        start = ast.parse(name, mode="eval").body
        for end in (cut.upper, ast.BinOp(start, ast.Add(), cut.upper)):
            new = ast.Subscript(node.value, ast.Slice(start, end), ast.Load())
            yield Change("slice_from_front", new, {"code": short(node), "other": short(new)})


def _other_values(
    node: ast.Assign | ast.AugAssign, names: list[str], constants: dict[str, str]
) -> Iterator[Change]:
    """An attribute that is given another value than one worked out, or than the reference's constant."""
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    if not isinstance(target, ast.Attribute):
        return
    own = ast.unparse(target)
    for value in (*(name for name in names if name != own), *filter(None, [constants.get(own)])):
        statement = f"{own} = {value}"
        if statement != ast.unparse(node):
            yield Change(
                "other_value", ast.parse(statement).body[0], {"code": short(node), "other": statement}
            )


def _another_list(node: ast.Assign | ast.AugAssign, parameters: list[str]) -> Iterator[Change]:
    """`events = [*events, event]` where the list that was given is to get one more."""
    if not isinstance(node, ast.Assign) or len(node.targets) > 1 or not isinstance(node.targets[0], ast.Name):
        return
    target, value = node.targets[0], node.value
    if target.id not in parameters:
        return
    added: ast.expr | None = None
    if (
        isinstance(value, ast.BinOp)
        and isinstance(value.op, ast.Add)
        and ast.unparse(value.left) == target.id
    ):
        added = value.right
    elif isinstance(value, ast.List) and value.elts and ast.unparse(value.elts[0]) == f"*{target.id}":
        added = ast.List(value.elts[1:], ast.Load())
    if added is not None:
        new = ast.AugAssign(target, ast.Add(), added)
        yield Change("another_list", new, {"name": target.id, "other": short(new)})


def _read_of_self(tree: ast.Module) -> list[str]:
    """The attributes of `self` that the function reads."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    read = [node for node in nodes if isinstance(node.ctx, ast.Load) and ast.unparse(node.value) == "self"]
    return list(dict.fromkeys(map(ast.unparse, read)))


def _attributes_not_set(exercise: Exercise, tree: ast.Module) -> Iterator[tuple[Path, Change]]:
    """An attribute that the reference sets, and the answer never sets."""
    place, function = _function_in(tree)
    set_here = {ast.unparse(target) for target in _targets(tree)}
    for name, value in _set_by(exercise).items():
        if name in set_here:
            continue
        statement = ast.parse(f"{name} = {value}").body[0]
        ends = isinstance(function.body[-1], ast.Return)
        body = [*function.body[:-1], statement, function.body[-1]] if ends else [*function.body, statement]
        values = {"name": name, "other": ast.unparse(statement)}
        yield Path((("body", place), ("body", None))), Change("attribute_not_set", body, values)


@lru_cache(maxsize=64)
def _set_by(exercise: Exercise) -> dict[str, str]:
    """The attributes of `self` that the reference sets, each with its constant, or 0: {"self._used": "0"}."""
    nodes = ast.walk(ast.parse(reference.source(exercise)))
    found = [node for node in nodes if isinstance(node, ast.Assign)]
    found.sort(key=lambda node: isinstance(node.value, ast.Constant))
    pairs = [(ast.unparse(node.targets[0]), node.value) for node in found]
    values = {name: ast.unparse(value) if isinstance(value, ast.Constant) else "0" for name, value in pairs}
    return {name: value for name, value in values.items() if name.startswith("self.")}


def _targets(tree: ast.Module) -> list[ast.expr]:
    """All that the function assigns to."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, (ast.Attribute, ast.Name))]
    return [node for node in nodes if isinstance(node.ctx, ast.Store)]


def _is_handed_on(parent: ast.AST) -> bool:
    """Whether this is a call that hands its arguments on, and no method of text such as `split`."""
    return isinstance(parent, ast.Call) and not hasattr(str, ast.unparse(parent.func).rpartition(".")[2])


def _asked_beside(parent: ast.AST) -> set[str]:
    """The names that `and` or `or` asks for: one that stands there twice asks for nothing more."""
    values = parent.values if isinstance(parent, ast.BoolOp) else []
    return {value.id for value in values if isinstance(value, ast.Name)}


def _other_arguments(node: ast.Name, parameters: list[str], beside: set[str]) -> Iterator[Change]:
    """An argument where another one belongs."""
    for other in parameters if node.id in parameters else ():
        if other != node.id and other not in beside:
            yield Change("other_argument", ast.Name(other, ast.Load()), {"code": node.id, "other": other})


def _other_attributes(exercise: Exercise, node: ast.Attribute, parent: ast.AST) -> Iterator[Change]:
    """`self.seconds` where the reference reads `self.moment`, and no `self.seconds`."""
    own, read = ast.unparse(node), _read_by_the_reference(exercise)
    is_called = isinstance(parent, ast.Call) and parent.func is node
    if own in read or is_called or not own.startswith("self.") or not isinstance(node.ctx, ast.Load):
        return
    for other in read:
        yield Change("other_attribute", ast.parse(other, mode="eval").body, {"code": own, "other": other})


def _called(node: ast.Name, names: list[str]) -> Iterator[Change]:
    """`if not is_key:` asks whether there is such a function; `is_key(key)` calls it."""
    for name in names:
        new = ast.Call(node, [ast.Name(name, ast.Load())], [])
        yield Change("function_alone", new, {"code": node.id, "other": ast.unparse(new)})


def _other_functions(node: ast.Attribute, used: set[str]) -> Iterator[Change]:
    """`hashlib.sha512` where the reference uses `hashlib.sha1`."""
    for name in used - {node.attr}:
        new = ast.Attribute(node.value, name, ast.Load())
        code, other = ast.unparse(node), ast.unparse(new)
        why = {"way": "wall"} if (code, other) == ("time.time", "time.monotonic") else {}
        yield Change("other_function", new, {"code": code, "other": other, **why})


def _is_function_alone(exercise: Exercise, tree: ast.Module, path: Path) -> bool:
    """Whether a name is that of a function of the reference's module, and is not called or handed on."""
    *_, parent, node = path.nodes(tree)
    if isinstance(parent, ast.Call) or isinstance(node.ctx, ast.Store) or node.id in _assigned(tree):
        return False
    return inspect.isfunction(getattr(reference.module(exercise), node.id, None))


def _assigned(tree: ast.Module) -> list[str]:
    """The names that the function gives a value."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return list(dict.fromkeys(node.id for node in nodes if isinstance(node.ctx, ast.Store)))


def _texts_outside(submission: Submission) -> dict[str, str | bytes]:
    """Constants that the cell gives a name outside the function."""
    found: dict[str, str | bytes] = {}
    for node in (item for statement in submission.preamble for item in ast.parse(statement).body):
        value = node.value if isinstance(node, ast.Assign) else None
        if isinstance(value, ast.Constant) and isinstance(value.value, (str, bytes)):
            found |= dict.fromkeys(map(ast.unparse, node.targets), value.value)  # type: ignore[attr-defined]
    return found


def _constants(
    exercise: Exercise, node: ast.Constant | ast.Name, outside: dict[str, str | bytes]
) -> Iterator[Change]:
    """A text that is nearly a constant of the reference's module."""
    text = outside.get(node.id) if isinstance(node, ast.Name) else node.value
    if not isinstance(text, (str, bytes)):
        return
    written = text if isinstance(text, str) else text.decode("latin-1")
    for name, value in _texts_of_the_module(exercise).items():
        right = ast.Constant(value if isinstance(text, str) else value.encode())
        if written != value and _is_nearly(written, value):
            yield Change("nearly_constant", right, {"code": short(node), "name": name})


def _is_nearly(written: str, value: str) -> bool:
    return (
        len(value) >= SHORTEST and SequenceMatcher(None, written.upper(), value.upper()).ratio() >= LIKENESS
    )


@lru_cache(maxsize=64)
def _texts_of_the_module(exercise: Exercise) -> dict[str, str]:
    """The constants of the reference's module that are text, by name."""
    names = vars(reference.module(exercise)).items()
    return {name: value for name, value in names if name.isupper() and isinstance(value, str)}


@lru_cache(maxsize=64)
def _functions_used(exercise: Exercise) -> dict[str, set[str]]:
    """What the reference uses of each module: {"hashlib": {"sha1"}}."""
    found: dict[str, set[str]] = {}
    names = vars(reference.module(exercise))
    for node in ast.walk(ast.parse(reference.source(exercise))):
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            continue
        if inspect.ismodule(names.get(node.value.id)) and node.value.id not in DRAW_AT_RANDOM:
            found.setdefault(node.value.id, set()).add(node.attr)
    return found


def _arguments_for(node: ast.Constant, parameters: list[str]) -> Iterator[Change]:
    """A text that is handed on whatever comes, where an argument belongs."""
    for name in parameters if isinstance(node.value, str) else ():
        new = ast.Name(name, ast.Load())
        yield Change("argument_for_constant", new, {"code": short(node), "other": name})


def _attributes_for(exercise: Exercise, node: ast.Constant) -> Iterator[Change]:
    """A number that is written in, where an attribute of `self` belongs."""
    if type(node.value) not in (int, float):
        return
    for name in (*_read_by_the_reference(exercise), *_read_further(exercise)):
        new = ast.parse(name, mode="eval").body
        yield Change("attribute_for_constant", new, {"code": short(node), "other": name})


@lru_cache(maxsize=64)
def _read_by_the_reference(exercise: Exercise) -> tuple[str, ...]:
    """The attributes of `self` that the reference reads."""
    return tuple(_read_of_self(ast.parse(reference.source(exercise))))


@lru_cache(maxsize=64)
def _read_further(exercise: Exercise) -> tuple[str, ...]:
    """What the reference reads of the attributes of `self`: `self._limits.max_fragments`, no method."""
    nodes = list(ast.walk(ast.parse(reference.source(exercise))))
    called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
    read = dict.fromkeys(ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute))
    return tuple(name for name in read if re.fullmatch(r"self\.\w+\.\w+", name) and name not in called)


def _named_alone(body: list[ast.stmt], parameters: list[str]) -> Iterator[Change]:
    """An argument that is named, and not called: `call`."""
    for place, item in enumerate(body):
        if isinstance(item, ast.Expr) and isinstance(item.value, ast.Name) and item.value.id in parameters:
            called = ast.Expr(ast.Call(item.value, [], []))
            values = {"at": str(item.lineno), "code": item.value.id}
            yield Change("argument_not_called", [*body[:place], called, *body[place + 1 :]], values)


def _asked_for_nothing(exercise: Exercise, body: list[ast.stmt]) -> Iterator[Change]:
    """`if not check(request): raise ...`, where the function gives nothing back: it raises by itself."""
    for place, item in enumerate(body):
        match item:
            case ast.If(ast.UnaryOp(ast.Not(), ast.Call() as call), _, []) if _gives_nothing(
                exercise, ast.unparse(call.func)
            ):
                new = [*body[:place], ast.Expr(call), *body[place + 1 :]]
                yield Change("asked_for_nothing", new, {"at": str(item.lineno), "code": short(call)})


def _gives_nothing(exercise: Exercise, name: str) -> bool:
    """Whether a name is that of a function that is declared to return None."""
    found = _named(exercise, name)
    return inspect.isfunction(found) and found.__annotations__.get("return") in (None, "None")


def _not_awaited(exercise: Exercise, node: ast.Expr, own_coroutines: set[str]) -> Iterator[Change]:
    """A call of a coroutine function as a statement: without `await` nothing of it runs."""
    call = node.value
    if isinstance(call, ast.Call):
        called = ast.unparse(call.func)
        if called in own_coroutines or _is_coroutine_function(exercise, called):
            yield Change("not_awaited", ast.Expr(ast.Await(call)), {"code": short(call)})


def _is_coroutine_function(exercise: Exercise, name: str) -> bool:
    """Whether `self._finish_calls` or `asyncio.sleep` names a coroutine function."""
    return inspect.iscoroutinefunction(_named(exercise, name))


def _named(exercise: Exercise, name: str) -> object:
    """What `self._finish_calls` or `asyncio.sleep` names in the reference's module; None if it is unknown."""
    first, *members = name.split(".")
    found = reference.owner(exercise) if first == "self" else vars(reference.module(exercise)).get(first)
    for member in members:
        found = inspect.getattr_static(found, member, None)
    return found


def _coroutine_functions(submission: Submission, tree: ast.Module) -> set[str]:
    """The coroutine functions of the cell itself, inside the answer or beside it."""
    trees = (tree, *map(ast.parse, submission.preamble))
    return {node.name for one in trees for node in ast.walk(one) if isinstance(node, ast.AsyncFunctionDef)}


def _exchanged(tree: ast.Module, parameters: list[str]) -> Iterator[tuple[Path, Change]]:
    """The whole function with two of its arguments exchanged."""
    place, function = _function_in(tree)
    path = Path((("body", place), ("body", None)))
    for one, other in combinations(parameters, 2):
        exchange = _Exchange(one, other)
        new = [exchange.visit(copy.deepcopy(item)) for item in function.body]
        if exchange.seen == {one, other}:
            yield path, Change("parameters_swapped", new, {"one": one, "other": other})


def _function_in(tree: ast.Module) -> tuple[int, ast.FunctionDef | ast.AsyncFunctionDef]:
    """The answer's function, and its place: imports of its helpers may stand before it."""
    return next((number, item) for number, item in enumerate(tree.body) if isinstance(item, syntax.Function))


class _Exchange(ast.NodeTransformer):
    """Puts each of two names in the place of the other.

    Attributes:
        seen: which of them stand there.
    """

    def __init__(self, one: str, other: str) -> None:
        self._other = {one: other, other: one}
        self.seen: set[str] = set()

    def visit_Name(self, node: ast.Name) -> ast.Name:
        if node.id not in self._other:
            return node
        self.seen.add(node.id)
        return ast.copy_location(ast.Name(self._other[node.id], node.ctx), node)
