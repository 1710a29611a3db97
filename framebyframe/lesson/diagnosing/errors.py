"""Errors that Python or PHP itself raised: explained by the line and by the two types, never by a model."""

from __future__ import annotations

import ast
import inspect
import re
import traceback
from collections.abc import Iterable
from dataclasses import replace
from enum import EnumType
from typing import TypeGuard

from ..checking.outcome import Outcome
from ..checking.submission import CELL, line_of
from ..checking.verdict import Finding
from ..declaring import php_declared, reference
from ..declaring.php_text import PhpError
from ..declaring.syntax import Assignment, Function, caught_without_a_name, targets_of
from .evidence import Evidence, is_slip

PATTERNS: tuple[tuple[str, str], ...] = (
    ("concat", r"can't concat (?P<one>\w+) to (?P<other>bytes|bytearray)"),
    ("concat_lists", r"can only concatenate (?P<one>list|tuple) \(not \"(?P<other>list|tuple)\"\) to \w+"),
    ("concat_deque", r"can only concatenate deque \(not \"(?P<one>\w+)\"\) to deque"),
    ("concat_text", r"can only concatenate str \(not \"(?P<one>\w+)\"\) to str"),
    ("join", r"sequence item \d+: expected a bytes-like object, (?P<one>\w+) found"),
    ("join_text", r"sequence item \d+: expected str instance, (?P<one>[\w-]+) found"),
    ("lists", r"for (?P<operator>[-*/%]|//): '(list|tuple)' and '(list|tuple)'"),
    ("xor_for_power", r"for \^=?: ('float' and '\w+'|'\w+' and 'float')"),
    (
        "two_types",
        r"unsupported operand type\(s\) for (?P<operator>\S+): '(?P<one>\w+)' and '(?P<other>\w+)'",
    ),
    (
        "compared",
        r"'(?P<operator>\S+)' not supported between instances of '(?P<one>\w+)' and '(?P<other>\w+)'",
    ),
    ("unpacked", r"(?:too many|not enough) values to unpack \(expected (?:at least )?(?P<takes>\d+)"),
    ("awaited", r"object (?P<one>\w+) can't be used in 'await' expression"),
    ("awaited", r"'(?P<one>\w+)' object can't be awaited"),
    ("none", r"expected string or bytes-like object, got 'NoneType'"),
    ("not_text", r"expected string or bytes-like object, got '(?P<one>list|tuple)'"),
    ("no_text.number", r"expected string or bytes-like object, got '(?P<one>int|float)'"),
    ("no_text", r"expected string or bytes-like object, got '(?P<one>\w+)'"),
    ("begins_with", r"(?P<call>startswith|endswith) first arg must be (?P<other>\w+) .*, not (?P<one>\w+)"),
    ("none", r"'NoneType' object is not (?P<what>iterable|subscriptable|callable)"),
    ("none", r"object of type 'NoneType' has no (?P<what>len)\(\)"),
    ("none", r"'NoneType' object (has no attribute|cannot be interpreted)(?P<what>.*)"),
    ("no_len", r"object of type '(?P<one>\w+)' has no len\(\)"),
    ("number_not_bytes", r"'int' object is not (?P<what>iterable)"),
    ("no_iterator", r"'(?P<one>\w+)' object is not an iterator"),
    ("number_picked", r"'int' object is not subscriptable"),
    ("headers_picked", r"'Headers' object is not subscriptable"),
    ("object_picked", r"'(?P<one>[A-Z]\w+)' object is not subscriptable"),
    ("number_not_bytes", r"cannot convert '(?P<what>int)' object to bytes"),
    ("text_to_bytes", r"string argument without an encoding"),
    ("text_to_bytes", r"cannot convert '(?P<what>str)' object to bytes|encoding without a string argument"),
    ("not_a_number", r"'(?P<one>\w+)' object cannot be interpreted as an integer"),
    ("not_a_number", r"can't multiply sequence by non-int of type '(?P<one>\w+)'"),
    ("not_a_number", r"required argument is not an integer"),
    ("byte_range", r"(bytes|byte) must be in range\(0, 256\)"),
    ("byte_range", r"ubyte format requires 0 <= number <= 255"),
    ("byte_range_negative", r"can't convert negative int to unsigned"),
    ("too_big", r"int too big to convert"),
    ("signed_format", r"'?[bhilq]'? format requires|^(byte|short|int|long) format requires"),
    ("too_big", r"'?[HILQ]'? format requires .*|argument out of range|int too large to convert"),
    ("too_big", r"(ushort|short|int|long|longlong|ulong|uint|ulonglong) format requires .*"),
    ("negative_count", r"negative (count|shift count)"),
    ("no_attribute", r"'(?P<one>\w+)' object has no attribute '(?P<attribute>\w+)'"),
    ("no_attribute_of_module", r"module '(?P<one>[\w.]+)' has no attribute '(?P<attribute>\w+)'"),
    ("index_too_large", r"cannot fit 'int' into an index-sized integer"),
    ("index_of_text", r"(?P<one>list|tuple) indices must be integers or slices, not str"),
    ("index_of_float", r"(?P<one>\w+) indices must be integers or slices, not float"),
    ("index", r"(?P<one>[\w ]*)index out of range"),
    (
        "arguments_missing",
        r"(?P<function>[\w.]+)\(\) missing \d+ required positional arguments?: (?P<names>.+)",
    ),
    (
        "arguments_many",
        r"(?P<function>[\w.]+)\(\) takes (?P<takes>.+?) positional arguments? but (?P<given>\d+) .*given",
    ),
    ("argument_unknown", r"(?P<function>[\w.]+)\(\) got an unexpected keyword argument '(?P<names>\w+)'"),
    ("unbound", r"cannot access local variable '(?P<name>\w+)' where it is not associated with a value"),
    ("not_callable", r"'(?P<one>\w+)' object is not callable"),
    ("immutable", r"'(?P<one>\w+)' object does not support item assignment"),
    ("struct_count", r"pack expected (?P<takes>\d+) items for packing \(got (?P<given>\d+)\)"),
    ("encode_bytes", r"(?P<what>.*) codec can't (encode|decode) .*"),
    ("digits_of_number", r"invalid literal for int\(\) with base (?P<base>\d+)"),
    ("digits_of_value", r"int\(\) can't convert non-string with explicit base"),
    ("digits_of_bytes", r"non-hexadecimal number found in fromhex\(\)|fromhex\(\) arg must contain an even"),
    ("no_value", r"^(?P<value>\S+) is not a valid (?P<kind>\w+)$"),
    ("unknown", r"name '(?P<name>\w+)' is not defined"),
    ("no_exception", r"^invalid exception object"),
    ("no_class", r"^issubclass\(\) arg 1 must be a class"),
    ("no_type", r"^isinstance\(\) arg 2 must be a type"),
    ("unhashable.bytes", r"^unhashable type: '(?P<one>bytearray)'"),
    ("unhashable", r"^unhashable type: '(?P<one>\w+)'"),
    ("no_setter", r"^property '(?P<attribute>\w+)' of '(?P<one>\w+)' object has no setter"),
    ("fixed", r"^can't set attribute|^cannot assign to field"),
    ("nothing_left", r"^no median for empty data|^(min|max)\(\) .*empty"),
    ("changed_in_a_loop", r"^(dictionary|OrderedDict|Set|deque) (changed|keys changed|mutated) .*iteration"),
    ("key", r"^(?P<key>-?\d+|'\w+')$"),
    ("key.trigger", r"^<(?P<key>Trigger\.\w+): "),
    ("key", r"^<(?P<key>\w+\.\w+): "),
    ("key", r"^<class '(?:\w+\.)*(?P<key>\w+)'>$"),
)
"""Patterns of Python's messages, each with the key of our words for it."""


SCALAR = "(string|int|float|bool|null)"
"""What PHP calculates with: beside one of them a string is refused because it holds no number."""

CALCULATED = "A non-numeric value encountered"
"""PHP's warning of a string that begins with digits, where it has calculated with those."""

PHP_PATTERNS: tuple[tuple[str, str], ...] = (
    ("joined", r"Unsupported operand types: string \+ \w+|Unsupported operand types: \w+ \+ string"),
    ("calculated", r"Unsupported operand types: string (?P<operator>[&|^]) (int|float)"),
    ("calculated", r"Unsupported operand types: (int|float) (?P<operator>[&|^]) string"),
    ("number_of_byte", r"Unsupported operand types: string (?P<operator>[&|^]) \w+"),
    ("number_of_byte", r"Unsupported operand types: \w+ (?P<operator>[&|^]) string"),
    ("repeated", rf"Unsupported operand types: (string \* {SCALAR}|{SCALAR} \* string)$"),
    ("numbers", rf"Unsupported operand types: string (?P<operator>\S+) {SCALAR}$"),
    ("numbers", rf"Unsupported operand types: {SCALAR} (?P<operator>\S+) string$"),
    ("class", r'Class "(?P<name>[\w\\]+)" not found'),
    ("private", r"Call to private (?P<name>\w+)::__construct\(\)"),
    ("function", r"Call to undefined function (?P<name>\w+)\(\)"),
    ("method", r"Call to undefined method (?P<one>\w+)::(?P<name>\w+)\(\)"),
    ("constant", r'Undefined constant "(?P<name>\w+)"'),
    ("no_object", r"Call to a member function (?P<name>\w+)\(\) on (?P<one>\w+)"),
    ("no_return", r"Return value must be of type \S+, none returned"),
    ("returned", r"Return value must be of type (?P<one>\S+), (?P<other>\S+) returned"),
    (
        "argument",
        r"(?P<function>[\w:]+)\(\): Argument #(?P<number>\d+) \(\$\w+\) must be of type (?P<one>\S+),"
        r" (?P<other>\S+) given",
    ),
)
"""Patterns of PHP's messages, each with the key of our words for it."""


def of_a_dot(evidence: Evidence, error: BaseException) -> Finding | None:
    """The finding that a dot stands where `->` is meant, on an object of the kit's; None if none does."""
    name = php_declared.member_behind_a_dot(str(error), evidence.submission.source)
    return Finding("error", "php.dot", {"type": type(error).__name__, "name": name}) if name else None


def _explained_in_php(error: PhpError, printed: str) -> Finding | None:
    for key, pattern in PHP_PATTERNS:
        match = re.search(pattern, str(error))
        if match and (key != "calculated" or CALCULATED in printed):
            return Finding("error", f"php.{key}", {"type": type(error).__name__, **match.groupdict()})
    return None


def explained(outcome: Outcome) -> Finding | None:
    """Our words for an error that the language itself raised; None if we have none, or a `raise` did it."""
    if not is_slip(outcome):
        return None
    if isinstance(outcome.value, PhpError):
        return _explained_in_php(outcome.value, outcome.printed)
    if isinstance(outcome.value, StopIteration):
        return Finding("error", "nothing_found", {"type": "StopIteration"})
    message = str(outcome.value)
    missing = _missing_member(outcome.value) or _missing_field(outcome.value)
    if missing:
        return missing
    if (
        "'NoneType'" in message
        and line_of(outcome.value) is not None
        and not _came_out_in_the_cell(outcome.value)
    ):
        return Finding("error", "none", {"type": type(outcome.value).__name__, "what": ""})
    for key, pattern in PATTERNS:
        match = re.search(pattern, message)
        if key.startswith("unhashable") and line_of(outcome.value) is None:
            continue  # the kit looked something up later: what the answer kept for it is told by a model
        if match and (key.partition(".")[0] != "key" or isinstance(outcome.value, KeyError)):
            values = {name: value for name, value in match.groupdict().items() if value is not None}
            return Finding("error", key, {"type": type(outcome.value).__name__, **values})
    return None


def of_a_class(evidence: Evidence, found: Finding) -> Finding:
    """The same finding; that of a method that is called on its class, so that `self` takes what is given."""
    owner, _, method = found.values["function"].rpartition(".")
    called = {ast.unparse(node.func) for node in ast.walk(evidence.tree) if isinstance(node, ast.Call)}
    if not owner or not any(f".{name}".endswith(f".{owner}.{method}") for name in called):
        return found
    return replace(found.saying(owner=owner, method=method), key="arguments_missing.self")


def of_a_method(evidence: Evidence, found: Finding) -> Finding:
    """The same finding; of a method without `self`, which Python counts and no call writes down."""
    owner, _, method = found.values["function"].rpartition(".")
    called = {ast.unparse(node.func) for node in ast.walk(evidence.tree) if isinstance(node, ast.Call)}
    on_the_class = any(f".{name}".endswith(f".{owner}.{method}") for name in called)
    if not owner or on_the_class or not _takes_self(evidence, owner.rpartition(".")[2], method):
        return found
    takes = re.sub(r"\d+", lambda number: str(int(number[0]) - 1), found.values["takes"])
    name = found.values["function"].removesuffix(".__init__")
    return found.saying(function=name, takes=takes, given=str(int(found.values["given"]) - 1))


def _takes_self(evidence: Evidence, owner: str, method: str) -> bool:
    """Whether a method, of the answer's own class or of one that its module knows, is given its object."""
    for node in ast.walk(evidence.tree):
        if isinstance(node, ast.ClassDef) and node.name == owner:
            own = [item for item in node.body if isinstance(item, Function) and item.name == method]
            return any("staticmethod" not in map(ast.unparse, item.decorator_list) for item in own)
    known = getattr(reference.module(evidence.exercise), owner, None)
    found = inspect.getattr_static(known, method, None)
    return found is not None and not isinstance(found, staticmethod)


def of_a_default(evidence: Evidence, error: BaseException) -> Finding | None:
    """The finding that an argument has its default, None, on the line of an error; None if it has not."""
    nodes = list(ast.walk(evidence.tree))
    optional = {name for node in nodes if isinstance(node, Function) for name in _none_by_default(node)}
    assigned = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    line = (line_of(error) or 0) - evidence.submission.line + 1
    used = {name for node in nodes if (name := _used_on(node, line, error))}
    used |= {name for node in nodes if getattr(node, "lineno", 0) == line for name in _handed_on(node, error)}
    found = sorted(used & optional - assigned)
    values = {"type": type(error).__name__, "name": ", ".join(found)}
    return Finding("error", "none_by_default", values) if len(found) == 1 else None


def of_a_line_above(evidence: Evidence, error: BaseException) -> Finding | None:
    """The finding that a line of the answer, above that of an error, made None of what is used there.

    Only of a line that runs in any case, and where no other one gives a value.
    """
    nodes = list(ast.walk(evidence.tree))
    line = (line_of(error) or 0) - evidence.submission.line + 1
    used = {ast.unparse(node.value) for node in nodes if _asks_for(node, line, error)}
    made = [node for node in nodes if isinstance(node, Assignment)]
    given = [node for node in made if any(ast.unparse(target) in used for target in targets_of(node))]
    if len(used) != 1 or len(given) != 1 or given[0].lineno >= line or not _runs(evidence.tree, given[0]):
        return None
    if not isinstance(given[0].value, ast.Constant) or given[0].value.value is not None:
        return None
    values = {"type": type(error).__name__, "name": used.pop()}
    values["line"] = str(given[0].lineno + evidence.submission.line - 1)
    return Finding("error", "none_made_above", values)


def _runs(tree: ast.AST, statement: ast.stmt) -> bool:
    """Whether a statement stands in a function itself, and in no block of it."""
    return any(isinstance(node, Function) and statement in node.body for node in ast.walk(tree))


def of_an_except(evidence: Evidence, found: Finding) -> Finding:
    """The same finding; that of an unknown name with what is caught around it and given no name."""
    if found.key != "unknown":
        return found
    caught = caught_without_a_name(evidence.submission.source, found.values["name"])
    return replace(found.saying(caught=caught), key="unknown.caught") if caught else found


def _used_on(node: ast.AST, line: int, error: BaseException) -> str | None:
    """The name whose attribute, or item, is asked for on a line that ends in this error."""
    return node.value.id if _asks_for(node, line, error) and isinstance(node.value, ast.Name) else None


def _handed_on(node: ast.AST, error: BaseException) -> set[str]:
    """The names that a call hands on, where the error came out of what it calls, and None came in there."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != CELL:
        trace = trace.tb_next
    inside = trace.tb_next if trace is not None else None
    if not isinstance(node, ast.Call) or inside is None:
        return set()
    code = inside.tb_frame.f_code
    came_in = [inside.tb_frame.f_locals.get(name, code) for name in code.co_varnames[: code.co_argcount]]
    return {one.id for one in node.args if isinstance(one, ast.Name)} if None in came_in else set()


def _asks_for(node: ast.AST, line: int, error: BaseException) -> TypeGuard[ast.Attribute | ast.Subscript]:
    """Whether an attribute, or an item, is asked for here, on a line that ends in this error."""
    if not isinstance(node, ast.Attribute | ast.Subscript) or node.lineno != line:
        return False
    return getattr(node, "attr", None) == getattr(error, "name", None)


def _none_by_default(function: Function) -> set[str]:
    """The parameters of a function that are None where they are not given."""
    given = function.args
    placed = [*given.posonlyargs, *given.args]
    defaults = [*given.defaults, *given.kw_defaults]
    named = [*placed[len(placed) - len(given.defaults) :], *given.kwonlyargs]
    return {
        item.arg
        for item, default in zip(named, defaults, strict=True)
        if isinstance(default, ast.Constant) and default.value is None
    }


def _missing_member(error: BaseException) -> Finding | None:
    """The finding that an enumeration has no such name, with the names that it has."""
    kind = getattr(error, "obj", None)
    if not isinstance(error, AttributeError) or not isinstance(kind, EnumType):
        return None
    names = ", ".join(f"`{name}`" for name in list(kind.__members__)[:MOST_NAMES])
    values = {"type": "AttributeError", "kind": kind.__name__, "attribute": str(error.name), "names": names}
    return Finding("error", "no_member", values)


def _missing_field(error: BaseException) -> Finding | None:
    """The finding that a record of the kit has no such field, with the fields that it has."""
    record = getattr(error, "obj", None)
    kind = type(record)
    if not isinstance(error, AttributeError) or not kind.__module__.startswith(f"{KIT}."):
        return None
    fields: Iterable[str] = getattr(kind, "__dataclass_fields__", getattr(kind, "_fields", ()))
    names = [f"`{name}`" for name in fields if not name.startswith("_")]
    if not names:
        return None
    values = {"type": "AttributeError", "one": kind.__name__, "attribute": str(error.name)}
    return Finding("error", "no_field", {**values, "names": ", ".join(names)})


KIT = __name__.partition(".")[0]
"""The package of the course."""

MOST_NAMES = 20
"""Names of an enumeration that are listed."""


def _came_out_in_the_cell(error: BaseException) -> bool:
    """Whether the learner's own line raised it, and no function that it calls."""
    return traceback.extract_tb(error.__traceback__)[-1].filename == CELL
