"""Changes of expressions: each undoes a mistake that people make in one."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from contextlib import suppress

from .tree import Change, short


def conditional(node: ast.IfExp) -> Iterator[Change]:
    """`A if c else B | C` is `A if c else (B | C)`; and `A | B if c else C` is `(A | B) if c else C`."""
    if _first_operand(node.orelse) is not None or isinstance(node.orelse, ast.IfExp):
        yield Change("conditional", _narrowed(node), {})
    if isinstance(node.body, ast.BinOp):
        inner = ast.IfExp(node.test, node.body.right, node.orelse)
        yield Change("conditional", ast.BinOp(node.body.left, node.body.op, inner), {})
        if isinstance(node.body.op, ast.BitOr):
            first = ast.IfExp(node.test, node.body.left, node.orelse)
            new = ast.BinOp(first, node.body.op, node.body.right)
            values = {"way": "first", "other": f"({short(first)}) | {short(node.body.right)}"}
            yield Change("conditional", new, values)


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


def and_or(node: ast.BoolOp) -> Iterator[Change]:
    """`a and B | c` is `a and (B | c)`; `a or b` and `a and b` give one of the two, not bits of both."""
    if isinstance(node.op, ast.And) and any(isinstance(value, ast.BinOp) for value in node.values):
        yield Change("and_takes_the_rest", _and_narrowed(node), {})
    if any(map(_is_question, node.values)):
        return
    word, signs = ("and", "&|") if isinstance(node.op, ast.And) else ("or", "|")
    for sign in signs:
        chain: ast.expr = node.values[0]
        for value in node.values[1:]:
            chain = ast.BinOp(chain, ast.BitAnd() if sign == "&" else ast.BitOr(), value)
        values = {"operator": word, "other": sign, "at": str(node.values[1].lineno)}
        yield Change("word_for_bits", chain, values)


def are_values(node: ast.AST) -> bool:
    """Whether it takes one of two values, and neither side asks anything: `key or b""`."""
    is_or = isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or)
    return is_or and not any(map(_is_question, node.values))  # type: ignore[attr-defined]


def _is_question(node: ast.expr) -> bool:
    """Whether it is true or false, and no bits: `a > b`, `not a`."""
    return isinstance(node, ast.Compare) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))


def values_for_questions(node: ast.BoolOp) -> Iterator[Change]:
    """`code == 1 or 2` asks whether code is 1, or whether 2 is true; `code != 1 and 2` likewise."""
    first, *others = node.values
    if not isinstance(first, ast.Compare) or len(first.ops) > 1 or not all(map(_is_plain, others)):
        return
    is_or = isinstance(node.op, ast.Or)
    asks, operator = ((ast.Eq, ast.Is), ast.In()) if is_or else ((ast.NotEq, ast.IsNot), ast.NotIn())
    constants = all(map(is_a_constant, others))
    if isinstance(first.ops[0], asks) and (constants or isinstance(first.ops[0], (ast.Eq, ast.NotEq))):
        new = ast.Compare(first.left, [operator], [ast.Tuple([first.comparators[0], *others], ast.Load())])
        for each in (new, first) if constants else (new,):
            yield Change("values_for_questions", each, {"code": short(others[0]), "other": short(each)})


def is_a_constant(node: ast.expr) -> bool:
    """Whether it is a number, or has a name in capital letters: no truth value has."""
    return isinstance(node, ast.Constant) or ast.unparse(node).split(".")[-1].isupper()


def _is_plain(node: ast.expr) -> bool:
    """Whether it is a value, and no question: a number, a name, an attribute, the result of a call."""
    return isinstance(node, (ast.Constant, ast.Name, ast.Attribute, ast.Call))


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


def bits_and_sum(node: ast.BinOp) -> Iterator[Change]:
    """`a & b - c` is `a & (b - c)`; and `a & b >> c` is `a & (b >> c)`."""
    right = node.right
    if not isinstance(node.op, (ast.BitAnd, ast.BitOr, ast.BitXor)) or not isinstance(right, ast.BinOp):
        return
    if isinstance(right.op, (ast.Add, ast.Sub, ast.LShift, ast.RShift)):
        new = _with_first_operand(right, lambda first: ast.BinOp(node.left, node.op, first))
        values = {"operator": SIGNS[type(node.op)], "other": SIGNS[type(right.op)]}
        yield Change("bits_and_sum", new, values)


def sum_in_product(node: ast.BinOp) -> Iterator[Change]:
    """`key * size // 4 + 1` is `(key * size) // 4 + 1`, where the key is meant to be repeated so often."""
    chain, behind = node, list[ast.BinOp]()
    while isinstance(chain.left, ast.BinOp) and isinstance(chain.op, (ast.Add, ast.FloorDiv, ast.Mod)):
        behind.insert(0, chain)
        chain = chain.left
    if behind and isinstance(chain.op, ast.Mult):
        times: ast.expr = chain.right
        for item in behind:
            times = ast.BinOp(times, item.op, item.right)
        new = ast.BinOp(chain.left, chain.op, times)
        yield Change("sum_in_product", new, {"code": short(node), "other": short(new)})


def higher_bits(node: ast.BinOp) -> Iterator[Change]:
    """What a shift leaves above the bits that are meant: `& 0xFF` takes it away."""
    if isinstance(node.op, (ast.LShift, ast.RShift)):
        way = "left" if isinstance(node.op, ast.LShift) else "right"
        for bits in (8, 16, 32):
            new = ast.BinOp(node, ast.BitAnd(), ast.Constant((1 << bits) - 1))
            other = f"0x{(1 << bits) - 1:X}"
            yield Change(
                "higher_bits", new, {"code": short(node), "other": other, "bits": str(bits), "way": way}
            )


def bit_for_rest(node: ast.BinOp) -> Iterator[Change]:
    """`place & 4` keeps one bit; what is left of a division by four is `place % 4`, or `place & 3`."""
    bit = node.right
    if isinstance(node.op, ast.BitAnd) and isinstance(bit, ast.Constant) and _is_a_bit(bit):
        new = ast.BinOp(node.left, ast.Mod(), bit)
        yield Change("bit_for_rest", new, {"code": short(node), "other": short(new), "bit": short(bit)})


def joined_in_order(node: ast.BinOp) -> Iterator[Change]:
    """`front + rest` where `rest + front` is meant."""
    pieces = (ast.Name, ast.Subscript, ast.Attribute)
    if isinstance(node.op, ast.Add) and isinstance(node.left, pieces) and isinstance(node.right, pieces):
        new = ast.BinOp(node.right, node.op, node.left)
        yield Change("joined_in_order", new, {"code": short(node), "other": short(new)})


def shift_and_sum(node: ast.BinOp) -> Iterator[Change]:
    """`a << 7 + b` is `a << (7 + b)`; `a + b << 7` is `(a + b) << 7`."""
    if not isinstance(node.op, (ast.LShift, ast.RShift)):
        return
    sign = "<<" if isinstance(node.op, ast.LShift) else ">>"
    places = _sum_of(node.right)  # the sum says how far is moved, and is not moved itself
    if isinstance(node.left, ast.BinOp) and type(node.left.op) is type(node.op):
        inner = places or _sum_of(node.left.right)
        way = {"way": "places"} if inner else {}
        yield Change("shift_and_sum", _unchained(node), {"operator": sign, "sum": inner or "+", **way})
    if isinstance(node.right, ast.BinOp) and places:
        new = _with_first_operand(node.right, lambda first: ast.BinOp(node.left, node.op, first))
        yield Change("shift_and_sum", new, {"operator": sign, "sum": places, "way": "places"})
    moved = _sum_of(node.left)
    if isinstance(node.left, ast.BinOp) and moved:
        inside = ast.BinOp(node.left.right, node.op, node.right)
        new = ast.BinOp(node.left.left, node.left.op, inside)
        yield Change("shift_and_sum", new, {"operator": sign, "sum": moved})


def _sum_of(node: ast.expr) -> str:
    """The sign of a sum or a difference; "" if it is none."""
    is_sum = isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub))
    return SIGNS[type(node.op)] if is_sum else ""  # type: ignore[attr-defined]


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


def _counts_nothing(arguments: list[ast.expr]) -> bool:
    """Whether `range` with these arguments goes up to 0, or to a number below its first: it has nothing."""
    goes_up = len(arguments) < 3 or not isinstance(arguments[2], ast.UnaryOp)
    first, end = (one.value if isinstance(one, ast.Constant) else None for one in arguments[:2])
    is_empty = isinstance(first, int) and isinstance(end, int) and first >= end
    return goes_up and (is_empty or end == 0)


def range_end(node: ast.Call) -> Iterator[Change]:
    """`range(8, 0, -1)` and `range(size - 1)` leave out the last number that is meant."""
    if ast.unparse(node.func) == "range" and node.args:
        place = min(len(node.args) - 1, 1)
        goes_down = len(node.args) == 3 and isinstance(node.args[2], ast.UnaryOp)
        end = _one_further(node.args[place], goes_down)
        new = ast.Call(node.func, [*node.args[:place], end, *node.args[place + 1 :]], [])
        yield Change("range_end", new, {"code": short(node), "other": short(new)})


def _one_further(end: ast.expr, goes_down: bool) -> ast.expr:
    match end:
        case ast.Constant(int(number)):
            return ast.Constant(number - 1 if goes_down else number + 1)
        case ast.BinOp(left, ast.Sub(), ast.Constant(1)) if not goes_down:
            return left
    return ast.BinOp(end, ast.Sub() if goes_down else ast.Add(), ast.Constant(1))


def calls(node: ast.Call) -> Iterator[Change]:
    """A number where a list belongs, text about a number, swapped arguments, hexadecimal digits."""
    called, arguments = ast.unparse(node.func), node.args
    if called in ("bytes", "bytearray") and len(arguments) == 1 and not node.keywords:
        yield Change("bytes_of_number", ast.Call(node.func, [ast.List(arguments, ast.Load())], []), {})
    if isinstance(node.func, ast.Attribute) and node.func.attr == "encode":
        yield from _encoded(node, node.func.value)
    for place in range(
        1 if called == "range" and len(arguments) > 1 else len(arguments) - 1
    ):  # a step is no end
        swapped = [*arguments]
        swapped[place : place + 2] = swapped[place : place + 2][::-1]
        if called == "range" and _counts_nothing(swapped):
            continue
        yield Change("swapped_arguments", ast.Call(node.func, swapped, node.keywords), {"call": called})
    if isinstance(node.func, ast.Attribute) and len(arguments) <= 2 and called.endswith(("hex", "digest")):
        yield Change("hex", node.func.value, {"call": called})


OTHER_WORDS = {
    "any": ("any_or_all", "all"),
    "all": ("any_or_all", "any"),
    "append": ("append_or_extend", "extend"),
    "extend": ("append_or_extend", "append"),
    "max": ("largest_alone", "sum"),
    "bisect": ("bisected", "bisect_left"),
    "bisect_right": ("bisected", "bisect_left"),
    "bisect_left": ("bisected", "bisect_right"),
    "upper": ("one_case", "lower"),
    "lower": ("one_case", "upper"),
}
"""Functions that are taken for each other: the key of what is said, and the other one."""


def other_word(node: ast.Call) -> Iterator[Change]:
    """`all` where `any` is meant, `append` where `extend` is meant, and the other way round."""
    called = node.func
    if isinstance(called, ast.Name) and called.id in OTHER_WORDS:
        key, other = OTHER_WORDS[called.id]
        new: ast.expr = ast.Name(other, ast.Load())
    elif isinstance(called, ast.Attribute) and called.attr in OTHER_WORDS:
        key, other = OTHER_WORDS[called.attr]
        new = ast.Attribute(called.value, other, ast.Load())
    else:
        return
    values = {"operator": ast.unparse(called).split(".")[-1], "other": other}
    yield Change(key, ast.Call(new, node.args, node.keywords), values)


def smaller_or_larger(node: ast.Call) -> Iterator[Change]:
    """`min(size, 125)` where the one or the other alone is meant."""
    called = ast.unparse(node.func)
    if called in ("min", "max") and len(node.args) > 1 and not node.keywords:
        for one in node.args:
            values = {"code": short(node), "other": short(one), "way": called}
            yield Change("smaller_or_larger", one, values)


def length_for_bytes(node: ast.Call) -> Iterator[Change]:
    """`encode_length(payload, True)` where `len(payload)` is meant."""
    for place, argument in enumerate(node.args):
        if isinstance(argument, (ast.Name, ast.Attribute)):
            counted = ast.Call(ast.Name("len", ast.Load()), [argument], [])
            arguments = [*node.args[:place], counted, *node.args[place + 1 :]]
            new = ast.Call(node.func, arguments, node.keywords)
            # Wherever the function is called, its argument at this place may be the same mistake.
            alike = {"operator": ast.unparse(node.func), "other": str(place)}
            yield Change("length_for_bytes", new, {"code": short(argument), **alike})


METHODS = (
    *("lower", "upper", "casefold", "strip", "encode", "decode", "hex", "digest", "split", "copy"),
    *("done", "cancelled", "remaining"),
)
"""Methods without arguments whose parentheses are forgotten."""


def not_called(node: ast.Attribute) -> Iterator[Change]:
    """`item.lower` is the method; `item.lower()` calls it."""
    if node.attr in METHODS and isinstance(node.ctx, ast.Load):
        yield Change("not_called", ast.Call(node, [], []), {"code": node.attr})


def raised_alone(node: ast.Raise) -> Iterator[Change]:
    """`raise self.refused` raises the method, which is no error; `raise self.refused()` what it makes."""
    error = node.exc
    if isinstance(error, ast.Attribute) and isinstance(error.value, ast.Name) and error.value.id == "self":
        new = ast.Raise(ast.Call(error, [], []), node.cause)
        yield Change("not_called", new, {"code": short(error)})


def identity(node: ast.Compare) -> Iterator[Change]:
    """`a is b` asks whether both are one object; equal values need not be."""
    if len(node.ops) == 1 and isinstance(node.ops[0], (ast.Is, ast.IsNot)):
        operator = ast.Eq() if isinstance(node.ops[0], ast.Is) else ast.NotEq()
        new = ast.Compare(node.left, [operator], node.comparators)
        yield Change("identity", new, {"code": short(node), "other": SIGNS[type(operator)]})


def bases(node: ast.Call) -> Iterator[Change]:
    """`int(text)` reads decimal digits; binary and hexadecimal ones need a base."""
    if ast.unparse(node.func) == "int" and len(node.args) == 1 and not node.keywords:
        for base in (2, 16):
            yield Change(
                "base", ast.Call(node.func, [*node.args, ast.Constant(base)], []), {"base": str(base)}
            )


def chained(node: ast.Compare) -> Iterator[Change]:
    """`a in b == False` is `a in b and b == False`."""
    if len(node.ops) == 2 and isinstance(node.ops[1], (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)):
        first = ast.Compare(node.left, node.ops[:1], node.comparators[:1])
        second = ast.Compare(node.comparators[0], node.ops[1:], node.comparators[1:])
        other = f"{short(first)} and {short(second)}"
        new = ast.Compare(first, node.ops[1:], node.comparators[1:])
        yield Change("chained", new, {"code": short(node), "other": other})


def counted_from_0(node: ast.Call) -> Iterator[Change]:
    """`enumerate(samples)` where the first one is 1."""
    if ast.unparse(node.func) == "enumerate" and len(node.args) == 1 and not node.keywords:
        new = ast.Call(node.func, [*node.args, ast.Constant(1)], [])
        yield Change("counted_from_0", new, {"code": short(node), "other": short(new)})


def one_of_two_classes(node: ast.Call) -> Iterator[Change]:
    """`isinstance(error, Refused or Lost)` asks for the first of them alone."""
    if ast.unparse(node.func) in ("isinstance", "issubclass") and len(node.args) == 2:
        among = node.args[1]
        if isinstance(among, ast.BoolOp):
            both = ast.Tuple(among.values, ast.Load())
            new = ast.Call(node.func, [node.args[0], both], [])
            is_or = isinstance(among.op, ast.Or)
            taken = short(among.values[0 if is_or else -1])
            yield Change(
                "one_of_two_classes", new, {"code": short(among), "other": short(both), "taken": taken}
            )


def class_too_many(node: ast.Call) -> Iterator[Change]:
    """`isinstance(error, (Lost, TimedOut))`, where one of them does not belong here."""
    if ast.unparse(node.func) in ("isinstance", "issubclass") and len(node.args) == 2:
        for item, fewer in _each_left_out(node.args[1]):
            new = ast.Call(node.func, [node.args[0], fewer], [])
            yield Change("class_too_many", new, {"code": short(item), "around": short(node.args[1])})


def _each_left_out(among: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each item of a collection that is written out, and the collection without it, which is not empty."""
    if not isinstance(among, ast.Tuple | ast.List | ast.Set) or len(among.elts) < 2:
        return
    for place, item in enumerate(among.elts):
        fewer = copy.copy(among)
        fewer.elts = [*among.elts[:place], *among.elts[place + 1 :]]
        yield item, fewer


def sorted_in_place(node: ast.Assign) -> Iterator[Change]:
    """`ordered = list(samples).sort()` is None."""
    value = node.value
    if (
        not isinstance(value, ast.Call)
        or not isinstance(value.func, ast.Attribute)
        or value.func.attr != "sort"
    ):
        return
    new = copy.copy(node)
    new.value = ast.Call(ast.Name("sorted", ast.Load()), [value.func.value, *value.args], value.keywords)
    yield Change("sorted_in_place", new, {"code": short(value), "other": short(new.value)})


def left_out_of_a_loop(node: ast.comprehension) -> Iterator[Change]:
    """A condition of a comprehension that nothing asks for."""
    for place, value in enumerate(node.ifs):
        new = copy.copy(node)
        new.ifs = [*node.ifs[:place], *node.ifs[place + 1 :]]
        yield Change("condition_too_many", new, {"code": short(value), "at": str(value.lineno)})


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
        yield from _formatted_one_by_one(text)
        for item in text.values:
            if isinstance(item, ast.FormattedValue):
                yield Change("formatted", item.value, {})


def _formatted_one_by_one(text: ast.JoinedStr) -> Iterator[Change]:
    """`f"{head}{rest}".encode()`, with nothing between the braces: `head + rest` joins them."""
    items = [item.value for item in text.values if isinstance(item, ast.FormattedValue)]
    if len(items) < 2 or len(items) < len(text.values):
        return
    joined = items[0]
    for item in items[1:]:
        joined = ast.BinOp(joined, ast.Add(), item)
    yield Change("formatted", joined, {})


COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt, ast.NotEq),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt, ast.NotEq),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
SIGNS: dict[type[ast.AST], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.Is: "is",
    ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.FloorDiv: "//", ast.Div: "/",
    ast.Mod: "%",
    ast.BitOr: "|", ast.BitAnd: "&", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>", ast.Pow: "**",
}  # fmt: skip


def comparison(node: ast.Compare) -> Iterator[Change]:
    """Another comparison, or the same one with its boundary moved by one."""
    for place, operator in enumerate(node.ops):
        for other in COMPARISONS.get(type(operator), ()):
            operators = [*node.ops]
            operators[place] = other()
            sides = [node.left, *node.comparators]
            asked = ast.Compare(sides[place], [operator], [sides[place + 1]])  # of a chain, its one question
            yield Change(
                _kind_of_comparison(type(operator), other),
                ast.Compare(node.left, operators, node.comparators),
                {"operator": SIGNS[type(operator)], "other": SIGNS[other], "code": short(asked)},
            )


def truth_as_text(node: ast.Compare) -> Iterator[Change]:
    """`flag == "true"` compares a truth value with a text, and no text is equal to one."""
    other = node.comparators[0]
    if isinstance(other, ast.Constant) and str(other.value).lower() == "true" and other.value is not True:
        yield Change("truth_as_text", node.left, {"code": short(node), "flag": short(node.left)})


def _kind_of_comparison(one: type[ast.cmpop], other: type[ast.cmpop]) -> str:
    """The key of its words: the boundary is moved by one, the opposite is asked for, or another thing."""
    if {one, other} in ({ast.Lt, ast.LtE}, {ast.Gt, ast.GtE}):
        return "boundary"
    is_opposite = {one, other} in ({ast.Eq, ast.NotEq}, {ast.Is, ast.IsNot}, {ast.In, ast.NotIn})
    return "opposite" if is_opposite else "comparison"


OTHER_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.BitOr: (ast.BitXor, ast.BitAnd, ast.Add),
    ast.BitAnd: (ast.BitOr, ast.BitXor),
    ast.BitXor: (ast.BitOr, ast.BitAnd),
    ast.Add: (ast.BitOr, ast.BitXor, ast.Sub),
    ast.Sub: (ast.Add,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
    ast.FloorDiv: (ast.Mod,),
    ast.Div: (ast.FloorDiv, ast.Mod),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.BitXor, ast.Mult),
}


def padding(node: ast.FormattedValue) -> Iterator[Change]:
    """Binary or hexadecimal digits without leading zeros."""
    spec = ast.unparse(node.format_spec).strip("f'\"") if node.format_spec else ""
    way = {} if spec == "b" else {"way": "hex"}
    for width in ("04", "08", "02") if spec in ("b", "x", "X") else ():
        padded = ast.JoinedStr([ast.Constant(width + spec)])
        new = ast.FormattedValue(node.value, node.conversion, padded)
        yield Change("padding", new, {"code": spec, **way})
    if spec.endswith("d"):
        binary = ast.JoinedStr([ast.Constant(f"{spec[:-1]}b")])
        new = ast.FormattedValue(node.value, node.conversion, binary)
        yield Change("decimal_digits", new, {"code": spec, "other": f"{spec[:-1]}b"})


def default_for_zero(node: ast.BoolOp) -> Iterator[Change]:
    """`x or y` takes y also where x is 0, or empty."""
    if isinstance(node.op, ast.Or):
        values = {"code": short(node), "default": short(node.values[-1])}
        yield Change("default_for_zero", node.values[0], values)


def condition_too_many(node: ast.BoolOp) -> Iterator[Change]:
    """One of several conditions that nothing asks for."""
    for place, value in enumerate(node.values):
        fewer = [*node.values[:place], *node.values[place + 1 :]]
        new = ast.BoolOp(node.op, fewer) if len(fewer) > 1 else fewer[0]
        yield Change("condition_too_many", new, {"code": short(value)})


def item_too_many(node: ast.Compare) -> Iterator[Change]:
    """`code in (1001, 1012)`, where one of them is not looked for."""
    among = node.comparators[-1]
    for item, fewer in _each_left_out(among) if isinstance(node.ops[-1], (ast.In, ast.NotIn)) else ():
        new = ast.Compare(node.left, node.ops, [*node.comparators[:-1], fewer])
        yield Change("item_too_many", new, {"code": short(item), "around": short(among)})


def item_of_a_set_too_many(node: ast.Set) -> Iterator[Change]:
    """`{1005, 1006, 1010}`, wherever it stands, with one that does not belong into it."""
    for place, item in enumerate(node.elts if len(node.elts) > 1 else ()):
        fewer = ast.Set([*node.elts[:place], *node.elts[place + 1 :]])
        yield Change("item_too_many", fewer, {"code": short(item), "around": short(node)})


def flag_and_truth(node: ast.BinOp) -> Iterator[Change]:
    """`FIN & frame.fin` is 0: True counts as 1, which has no bit in common with 128."""
    for flag, truth in ((node.left, node.right), (node.right, node.left)):
        if (
            isinstance(node.op, ast.BitAnd)
            and isinstance(flag, ast.Name)
            and flag.id in NAMES[0]
            and isinstance(truth, (ast.Name, ast.Attribute))
        ):
            yield Change(
                "flag_and_truth",
                ast.IfExp(truth, flag, ast.Constant(0)),
                {"code": short(node), "flag": short(flag), "truth": short(truth)},
            )


def flag_compared(node: ast.Compare) -> Iterator[Change]:
    """`frame.fin == FIN` is never true: True is equal to 1, and FIN is 128."""
    sides = [node.left, *node.comparators]
    for flag, truth in (sides, sides[::-1]) if len(sides) == 2 and isinstance(node.ops[0], ast.Eq) else ():
        is_flag = isinstance(flag, ast.Name) and flag.id in NAMES[0]
        if is_flag and isinstance(truth, (ast.Name, ast.Attribute)):
            yield Change(
                "flag_compared", truth, {"code": short(node), "flag": short(flag), "truth": short(truth)}
            )


def power(node: ast.BinOp) -> Iterator[Change]:
    """`2 ^ 7` is no power: `^` is XOR."""
    if isinstance(node.op, ast.BitXor) and isinstance(node.left, ast.Constant):
        yield Change("xor_for_power", ast.BinOp(node.left, ast.Pow(), node.right), {"code": short(node)})


def other_operator(node: ast.BinOp | ast.AugAssign) -> Iterator[Change]:
    """Another operator in the place of this one, and in the whole chain that it ends: `a & b & c`."""
    for other in OTHER_OPERATORS.get(type(node.op), ()):
        values = {"operator": SIGNS[type(node.op)], "other": SIGNS[other], "code": short(node)}
        new = copy.copy(node)
        new.op = other()
        way = WAYS.get((type(node.op), other), {})
        yield Change("operator", new, {**values, **way})
        if isinstance(node, ast.BinOp) and _goes_on(node):
            yield Change("operator", _with_operator(node, other), values)


WAYS: dict[tuple[type[ast.operator], type[ast.operator]], dict[str, str]] = {
    (ast.BitOr, ast.BitAnd): {"way": "keeps"},
    (ast.BitAnd, ast.BitOr): {"way": "sets"},
    (ast.Div, ast.FloorDiv): {"way": "floor"},
}
"""Operators that are taken for each other, whose difference is told."""


def _goes_on(node: ast.BinOp) -> bool:
    """Whether its left side is a part of the same chain."""
    return isinstance(node.left, ast.BinOp) and type(node.left.op) is type(node.op)


def _with_operator(node: ast.BinOp, other: type[ast.operator]) -> ast.BinOp:
    """The chain with another operator."""
    left = node.left
    if isinstance(left, ast.BinOp) and _goes_on(node):
        left = _with_operator(left, other)
    return ast.BinOp(left, other(), node.right)


def added_to(node: ast.AugAssign) -> Iterator[Change]:
    """`end += size` where `end = size` is meant."""
    if isinstance(node.op, ast.Add):
        yield Change("added_to", ast.Assign([node.target], node.value), {"code": short(node)})


def bit_not_cleared(node: ast.BinOp | ast.AugAssign) -> Iterator[Change]:
    """`x ^ MASK` turns the bit round, `x - 128` takes it away where it is 0 too; `x & ~MASK` makes it 0."""
    bit = node.value if isinstance(node, ast.AugAssign) else node.right
    key = {ast.BitXor: "bit_turned", ast.Sub: "bit_subtracted"}.get(type(node.op))
    if key and _is_a_bit(bit):
        new = copy.copy(node)
        new.op = ast.BitAnd()
        setattr(new, "value" if isinstance(node, ast.AugAssign) else "right", ast.UnaryOp(ast.Invert(), bit))
        yield Change(key, new, {"code": short(node), "bit": short(bit)})


def _is_a_bit(node: ast.expr) -> bool:
    """Whether it is one of the bits of a byte, a number or a name. 256 is none: it makes a byte negative."""
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return 1 < node.value < 256 and node.value.bit_count() == 1
    return isinstance(node, ast.Name) and node.id in NAMES[0]


def zeros_left_out(node: ast.Call) -> Iterator[Change]:
    """`bin(5)` is "0b101": digits are then counted from another place than in "0b00000101"."""
    called = ast.unparse(node.func)
    for other in DIGITS.get(called, ()) if len(node.args) == 1 else ():
        digits = ast.FormattedValue(node.args[0], -1, ast.JoinedStr([ast.Constant(other)]))
        new = ast.JoinedStr([ast.Constant(f"0{other[-1]}"), digits])
        yield Change("zeros_left_out", new, {"code": short(node), "other": other})


DIGITS = {"bin": ("08b", "07b", "04b"), "hex": ("02x", "04x"), "oct": ("03o",)}
"""The formats that write all digits of a byte, of a part of one, or of two, by the function that does not."""


def one_or_both(node: ast.BoolOp) -> Iterator[Change]:
    """`a and b` where one of the two is enough, `a or b` where both are needed.

    A number or a text behind `or` is no question: it is taken where what stands before it is 0 or empty.
    """
    if isinstance(node.values[-1], ast.Constant) and not isinstance(node.values[-1].value, bool):
        return
    is_and = isinstance(node.op, ast.And)
    way = {"way": "and" if is_and else "or"}
    other = ast.Or() if is_and else ast.And()
    yield Change("one_or_both", ast.BoolOp(other, node.values), {"code": short(node), **way})
    for place in range(1, len(node.values) if len(node.values) > 2 else 0):
        first, rest = (_joined(node.op, some) for some in (node.values[:place], node.values[place:]))
        if is_and:  # `a and b or c` is `(a and b) or c`
            new, one = ast.BoolOp(other, [first, rest]), node
        else:  # `a or b and c` is `a or (b and c)`
            one = ast.BoolOp(node.op, node.values[place - 1 : place + 1])
            both = ast.BoolOp(other, one.values)
            new = ast.BoolOp(node.op, [*node.values[: place - 1], both, *node.values[place + 1 :]])
        yield Change("one_or_both", new, {"code": short(one), "at": str(one.values[0].lineno), **way})


def _joined(operator: ast.boolop, values: list[ast.expr]) -> ast.expr:
    return ast.BoolOp(operator, values) if len(values) > 1 else values[0]


def none_alone(node: ast.Compare) -> Iterator[Change]:
    """`flag is not None` is so of False, too."""
    none = node.comparators[0]
    if len(node.ops) > 1 or not isinstance(none, ast.Constant) or none.value is not None:
        return
    if isinstance(node.ops[0], ast.IsNot):
        yield Change("none_alone", node.left, {"code": short(node), "other": short(node.left)})
    elif isinstance(node.ops[0], ast.Is):
        new = ast.UnaryOp(ast.Not(), node.left)
        yield Change("none_alone", new, {"code": short(node), "other": short(new), "way": "is"})


def operand_too_many(node: ast.BinOp) -> Iterator[Change]:
    """One side of an operator that nothing asks for."""
    sign = SIGNS.get(type(node.op), "")
    yield Change("too_many", node.left, {"code": f"{sign} {short(node.right)}"})
    yield Change("too_many", node.right, {"code": f"{short(node.left)} {sign}"})


def constants(node: ast.Constant) -> Iterator[Change]:
    """Another number, truth value, byte order or format of `struct`; a byte for the digits of its value."""
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
    elif isinstance(value, bytes) and value.isdigit() and 9 < int(value) < 256:
        byte = ast.Call(ast.Name("bytes", ast.Load()), [ast.List([ast.Constant(int(value))], ast.Load())], [])
        yield Change("digits_for_byte", byte, {"code": ast.unparse(node), "other": ast.unparse(byte)})
    elif value == "little":
        yield Change("byte_order", ast.Constant("big"), {"code": repr(value)})
        yield Change("other_byte_order", ast.Constant("big"), {"code": repr(value), "other": repr("big")})
    elif value == "big":
        other = {"code": repr(value), "other": repr("little")}
        yield Change("other_byte_order", ast.Constant("little"), other)
    elif isinstance(value, str) and _is_format(value):
        yield from _formats(value)
    elif isinstance(value, str) and value.isidentifier() and value.isupper():
        yield Change("text_for_name", ast.Name(value, ast.Load()), {"code": ast.unparse(node)})


FAMILIAR = (0, 1, 2, 3, 4, 7, 8, *range(16, 64, 8), 63, 125, 126, 127, 128, 256, 0xFFFF, 0x10000)
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
    if letters[-1] in "bhiq":
        yield Change("struct_signed", ast.Constant(text.upper()), {"code": repr(text)})
    for one in "BHIQ":
        if letters[-1].upper() != one:
            yield Change("struct_size", ast.Constant(text[:-1] + one), {"code": repr(text)})
            yield Change("struct_size", ast.Constant(f"!{letters[:-1]}{one}"), {"code": repr(text)})


NAMES = (
    ("FIN", "RSV1", "RSV2", "RSV3", "MASK"),
    ("LENGTH_IN_16_BITS", "LENGTH_IN_64_BITS"),
    ("MASK", "LENGTH_BITS"),
    ("FIN", "OPCODE_BITS"),
)


def names(node: ast.Name) -> Iterator[Change]:
    """Another bit, or another marker of a length."""
    for family in NAMES:
        for other in family if node.id in family else ():
            if other != node.id:
                yield Change("name", ast.Name(other, ast.Load()), {"code": node.id})


def tests(node: ast.If | ast.IfExp | ast.While) -> Iterator[Change]:
    """A condition upside down, or one that takes what is empty for what is not there."""
    upside_down = copy.copy(node)
    upside_down.test = ast.UnaryOp(ast.Not(), node.test)
    yield Change("condition", upside_down, {"code": short(node.test)})
    bare = node.test.operand if isinstance(node.test, ast.UnaryOp) and _is_not(node.test) else node.test
    if isinstance(bare, (ast.Name, ast.Attribute)):
        none = copy.copy(node)
        sign = ast.Is() if _is_not(node.test) else ast.IsNot()
        none.test = ast.Compare(bare, [sign], [ast.Constant(None)])
        yield Change("empty_is_false", none, {"code": short(bare)})


def _is_not(node: ast.expr) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def walrus(node: ast.NamedExpr) -> Iterator[Change]:
    """`x := f() is not None` makes x true or false; `(x := f()) is not None` was meant."""
    if isinstance(node.value, ast.Compare):
        kept = ast.NamedExpr(node.target, node.value.left)
        new = ast.Compare(kept, node.value.ops, node.value.comparators)
        yield Change("walrus", new, {"name": node.target.id, "code": short(node), "other": short(kept)})


def slices(node: ast.Subscript) -> Iterator[Change]:
    """The whole in the place of a part of it, or the other part."""
    if isinstance(node.ctx, ast.Load) and isinstance(node.slice, ast.Slice):
        lower, upper = node.slice.lower, node.slice.upper
        way = {"way": "reversed"} if lower is upper is None and _is_minus_one(node.slice.step) else {}
        yield Change("slice", node.value, {"code": short(node), **way})
        if node.slice.step is None and (lower is None) != (upper is None):
            new = ast.Subscript(node.value, ast.Slice(upper, lower), ast.Load())
            yield Change("other_part", new, {"code": short(node), "other": short(new)})
        for key, slice, way in _other_slices(node.slice, node.value):
            new = ast.Subscript(node.value, slice, ast.Load())
            yield Change(key, new, {"code": short(node), "other": short(new), **way})


def _is_minus_one(node: ast.expr | None) -> bool:
    return node is not None and ast.unparse(node) == "-1"


def _other_slices(cut: ast.Slice, value: ast.expr) -> Iterator[tuple[str, ast.Slice, dict[str, str]]]:
    """A slice one place further on or back, open at an end, or counted from the other end."""
    lower, upper = cut.lower, cut.upper
    if isinstance(lower, ast.Constant) and isinstance(upper, ast.Constant):
        for way, step in (("early", 1), ("late", -1)):
            ends = [ast.Constant(end.value + step) for end in (lower, upper)]  # type: ignore[operator]
            yield "slice_shifted", ast.Slice(*ends), {"way": way}
    if lower is not None and upper is not None:
        yield "slice_open", ast.Slice(lower, None), {"way": "end"}
        yield "slice_open", ast.Slice(None, upper), {"way": "start"}
    if upper is None and isinstance(lower, ast.UnaryOp) and not isinstance(lower.operand, ast.Constant):
        yield "from_the_end", ast.Slice(lower.operand, None), {}
        size = ast.Call(ast.Name("len", ast.Load()), [value], [])
        start = ast.BinOp(size, ast.Sub(), lower.operand)
        yield "minus_zero", ast.Slice(start, None), {"number": ast.unparse(lower.operand)}


def index_beside(node: ast.Subscript) -> Iterator[Change]:
    """`data[start]` where the byte in front of it, or behind it, is meant; `data[start - 1]` for it."""
    if isinstance(node.ctx, ast.Load) and isinstance(node.slice, ast.BinOp) and _is_one_beside(node.slice):
        new = ast.Subscript(node.value, node.slice.left, ast.Load())
        yield Change("index_off", new, {"code": short(node), "other": short(new)})
    if isinstance(node.ctx, ast.Load) and isinstance(node.slice, (ast.Name, ast.Attribute)):
        for operator in (ast.Add(), ast.Sub()):
            beside = ast.BinOp(node.slice, operator, ast.Constant(1))
            new = ast.Subscript(node.value, beside, ast.Load())
            yield Change("index_beside", new, {"code": short(node), "other": short(new)})


def other_index(node: ast.Subscript) -> Iterator[Change]:
    """`header[0]` where `header[1]` is meant, and the other way round."""
    if isinstance(node.ctx, ast.Load) and isinstance(node.slice, ast.Constant):
        number = node.slice.value
        for other in (number + 1, number - 1) if type(number) is int else ():
            new = ast.Subscript(node.value, ast.Constant(other), ast.Load())
            if other >= 0:
                yield Change("other_index", new, {"code": short(node), "other": short(new)})


def _is_one_beside(index: ast.BinOp) -> bool:
    """Whether an index is a name and one more, or one less."""
    is_one = isinstance(index.right, ast.Constant) and index.right.value == 1
    named = isinstance(index.left, (ast.Name, ast.Attribute))
    return is_one and named and isinstance(index.op, (ast.Add, ast.Sub))


def methods(node: ast.Call) -> Iterator[Change]:
    """A call that should not be there: `.decode()`, `bytes.fromhex`, `reversed`, `sorted`."""
    if isinstance(node.func, ast.Attribute) and node.func.attr in (
        "decode",
        "strip",
        "rstrip",
        "lstrip",
        "hex",
        "encode",
        "replace",
        "lower",
        "upper",
        "title",
    ):
        arguments = ", ".join(map(ast.unparse, node.args)) if node.func.attr == "replace" else ""
        yield Change("step_too_many", node.func.value, {"code": f".{node.func.attr}({arguments})"})
        yield from _there_and_back(node.func)
    elif (
        isinstance(node.func, ast.Name)
        and node.func.id in ("reversed", "sorted", "str", "repr")
        and node.args
    ):
        yield Change("step_too_many", node.args[0], {"code": f"{node.func.id}()"})


def _there_and_back(last: ast.Attribute) -> Iterator[Change]:
    """`payload.decode(errors="ignore").encode()`: what is no text is lost on the way."""
    first = last.value.func if isinstance(last.value, ast.Call) else None
    if isinstance(first, ast.Attribute) and {first.attr, last.attr} == {"decode", "encode"}:
        code = f".{first.attr}(...).{last.attr}(...)"
        yield Change("step_too_many", first.value, {"code": code})


def most_cuts(node: ast.Call) -> Iterator[Change]:
    """`text.split(",", 1)` cuts once; without the number it cuts at every comma."""
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("split", "rsplit") and len(node.args) == 2:
        new = ast.Call(node.func, node.args[:1], node.keywords)
        yield Change("most_cuts", new, {"code": short(node), "number": short(node.args[1])})


def strip_letters(node: ast.Call) -> Iterator[Change]:
    """`text.strip(word)` takes off every character that the word has, not the word."""
    called = node.func
    word = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
    if not isinstance(word, str) or len(set(word.strip())) < 2:
        return
    if isinstance(called, ast.Attribute) and called.attr in ("strip", "lstrip", "rstrip"):
        new = ast.Call(ast.Attribute(called.value, "strip", ast.Load()), [], [])
        yield Change(
            "strip_letters", new, {"code": f"{called.attr}({short(node.args[0])})", "other": "strip()"}
        )


def joined_with(node: ast.Call) -> Iterator[Change]:
    """`b" ".join(pieces)`, where nothing belongs between the pieces."""
    if isinstance(node.func, ast.Attribute) and node.func.attr == "join":
        between = node.func.value.value if isinstance(node.func.value, ast.Constant) else None
        if isinstance(between, (str, bytes)) and between:
            nothing = ast.Constant(type(between)())
            new = ast.Call(ast.Attribute(nothing, "join", ast.Load()), node.args, [])
            yield Change("joined_with", new, {"code": short(node.func.value), "other": short(nothing)})


def default_of_get(node: ast.Call) -> Iterator[Change]:
    """`codes.get(code, 0)` gives 0 for what the table does not hold; `codes.get(code, code)` that itself."""
    if isinstance(node.func, ast.Attribute) and node.func.attr == "get" and len(node.args) == 2:
        new = ast.Call(node.func, [node.args[0], node.args[0]], [])
        values = {"code": short(node), "default": short(node.args[1]), "other": short(node.args[0])}
        yield Change("default_of_get", new, values)


def encodings(node: ast.Call) -> Iterator[Change]:
    """`text.encode("utf-16")`, where the usual encoding is meant."""
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("encode", "decode") and node.args:
        new = ast.Call(node.func, [], [])
        yield Change("encoding", new, {"code": short(node), "other": f"{node.func.attr}()"})


MENDING = ("replace", "ignore", "backslashreplace", "surrogateescape")
"""Ways of `decode` to go on where bytes are no text."""

OF_EVERY_BYTE = ("latin1", "iso88591", "l1")
"""Names of the encoding that has a character for every byte, without signs between their letters."""


def strict_decoding(node: ast.Constant) -> Iterator[Change]:
    """`errors="ignore"`, and `"latin-1"`: decoding that never fails."""
    text = str(node.value).lower() if isinstance(node.value, str) else ""
    if text in MENDING:
        yield Change("never_fails", ast.Constant("strict"), {"code": f'"{text}"'})
    elif "".join(filter(str.isalnum, text)) in OF_EVERY_BYTE:
        yield Change("never_fails", ast.Constant("utf-8"), {"code": f'"{text}"', "way": "encoding"})


def call_too_many(node: ast.Call) -> Iterator[Change]:
    """`f(x)` and `f(x).m()` where x is ready as it is; `f(x, y)` where it is called twice."""
    inner = node.func.value if isinstance(node.func, ast.Attribute) and not node.args else node
    if not isinstance(inner, ast.Call) or not inner.args or inner.keywords:
        return
    if not isinstance(inner.args[0], (ast.GeneratorExp, ast.Starred)):
        key = "call_too_many" if len(inner.args) == 1 else "call_twice"
        yield Change(key, inner.args[0], {"call": ast.unparse(inner.func)})


def not_reaches(node: ast.BoolOp) -> Iterator[Change]:
    """`not a or b` is `(not a) or b`."""
    first, *others = node.values
    if _is_not(first) and not any(map(_is_question, others)):
        new = ast.BoolOp(node.op, [first, *(ast.UnaryOp(ast.Not(), other) for other in others)])
        values = {"code": short(first.operand)}  # type: ignore[attr-defined]
        yield Change("not_reaches", new, values)
        whole = ast.UnaryOp(ast.Not(), ast.BoolOp(node.op, [first.operand, *others]))  # type: ignore[attr-defined]
        yield Change("not_reaches_all", whole, values)


def never_equal(node: ast.Compare) -> Iterator[Change]:
    """A text beside a number; a text with capitals beside one that was put into small letters."""
    sides = [node.left, *node.comparators]
    for place, side in enumerate(sides):
        beside = " ".join(ast.unparse(other) for other in sides if other is not side)
        for key, new in (*_as_number_or_text(side), *_in_one_case(side, beside)):
            changed = [*sides[:place], new, *sides[place + 1 :]]
            compared = ast.Compare(changed[0], node.ops, changed[1:])
            code = short(side if key == "capitals" else node)
            among = (
                {"way": "in"}
                if key == "number_and_text" and isinstance(node.ops[0], (ast.In, ast.NotIn))
                else {}
            )
            yield Change(key, compared, {"code": code, "other": short(new), **among})


def name_in_a_record(node: ast.Compare) -> Iterator[Change]:
    """`"id" in message` looks among the values of a record, where the name of a field is meant."""
    match node:
        case ast.Compare(ast.Constant(str(name)), [ast.In() | ast.NotIn()], [record]) if name.isidentifier():
            found = ast.Call(ast.Name("hasattr", ast.Load()), [record, ast.Constant(name)], [])
            given = ast.Compare(ast.Attribute(record, name, ast.Load()), [ast.IsNot()], [ast.Constant(None)])
            for new in (found, given):
                other = ast.UnaryOp(ast.Not(), new) if isinstance(node.ops[0], ast.NotIn) else new
                values = {"code": short(node), "name": name, "other": short(other)}
                yield Change("name_in_a_record", other, values)


def _as_number_or_text(side: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(side, ast.Constant) and type(side.value) is int:
        yield "number_and_text", ast.Constant(str(side.value))
    elif isinstance(side, ast.Constant) and isinstance(side.value, str) and side.value.isdecimal():
        yield "number_and_text", ast.Constant(int(side.value))
    elif isinstance(side, ast.Call) and ast.unparse(side.func) == "str" and len(side.args) == 1:
        yield "number_and_text", side.args[0]


def _in_one_case(side: ast.expr, beside: str) -> Iterator[tuple[str, ast.expr]]:
    for word, change in (("lower()", str.lower), ("casefold()", str.lower), ("upper()", str.upper)):
        if word in beside and word not in ast.unparse(side):
            new = _Cased(change).visit(copy.deepcopy(side))
            if ast.unparse(new) != ast.unparse(side):
                yield "capitals", new


class _Cased(ast.NodeTransformer):
    """Puts every text of an expression into small letters, or into capitals."""

    def __init__(self, change: Callable[[str], str]) -> None:
        self._change = change

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant(self._change(node.value)) if isinstance(node.value, str) else node


def part_of_text(node: ast.Compare) -> Iterator[Change]:
    """`a in b` finds a part of a text; `a == b` compares the whole."""
    if isinstance(node.comparators[0], (ast.Tuple, ast.List, ast.Set, ast.ListComp, ast.GeneratorExp)):
        return
    if len(node.ops) == 1 and isinstance(node.ops[0], (ast.In, ast.NotIn)) and _is_text(node.left):
        operator = ast.Eq() if isinstance(node.ops[0], ast.In) else ast.NotEq()
        new = ast.Compare(node.left, [operator], node.comparators)
        values = {"code": short(node), "operator": SIGNS[type(node.ops[0])], "other": SIGNS[type(operator)]}
        yield Change("in_text", new, values)


def _is_text(node: ast.expr) -> bool:
    """Whether the source shows that it is text: in quotation marks, or put into small letters or capitals."""
    is_constant = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return is_constant or ast.unparse(node).endswith(("lower()", "upper()", "casefold()", "strip()"))


def star_missing(node: ast.List | ast.Tuple) -> Iterator[Change]:
    """`[pairs, pair]` holds the pairs as one item; `[*pairs, pair]` each of them."""
    for place, item in enumerate(node.elts if len(node.elts) > 1 else ()):
        if isinstance(node.ctx, ast.Load) and isinstance(item, (ast.Name, ast.Attribute)):
            new = copy.copy(node)
            new.elts = [*node.elts[:place], ast.Starred(item, ast.Load()), *node.elts[place + 1 :]]
            yield Change("star_missing", new, {"code": short(item), "at": str(item.lineno)})


def star_missing_in_call(node: ast.Call) -> Iterator[Change]:
    """`Frame(decode(data), True)` hands the tuple on as one argument; `*decode(data)` each of its items."""
    for place, item in enumerate(node.args if len(node.args) > 1 else ()):
        if isinstance(item, (ast.Call, ast.Name)):
            starred = [*node.args[:place], ast.Starred(item, ast.Load()), *node.args[place + 1 :]]
            values = {"code": short(item), "at": str(item.lineno), "way": "argument"}
            yield Change("star_missing", ast.Call(node.func, starred, node.keywords), values)


def loops(node: ast.For | ast.comprehension) -> Iterator[Change]:
    """`for value, name in pairs` where the pairs hold name and value; `for item in text` without a split."""
    at = {"at": str(node.iter.lineno)}
    if isinstance(node.target, ast.Tuple) and len(node.target.elts) == 2:
        new = copy.copy(node)
        new.target = ast.Tuple(node.target.elts[::-1], ast.Store())
        values = {"code": ast.unparse(node.target), "other": ast.unparse(new.target), **at}
        yield Change("names_swapped", new, values)
    if isinstance(node.iter, ast.Name):
        new = copy.copy(node)
        new.iter = ast.Call(ast.Attribute(node.iter, "split", ast.Load()), [ast.Constant(",")], [])
        yield Change("characters_of_text", new, {"code": ast.unparse(new.iter), **at})


def texts(node: ast.Constant) -> Iterator[Change]:
    """A text with blanks or a line end around it; one with braces and without `f`."""
    text = node.value
    if not isinstance(text, str):
        return
    if text.strip() and text != text.strip():
        yield Change("blanks", ast.Constant(text.strip()), {"code": short(node)})
        yield Change("blanks", ast.Constant(text.rstrip()), {"code": short(node)})
    if "{" in text:
        with suppress(SyntaxError):
            yield Change("no_f", ast.parse(f"f{text!r}", mode="eval").body, {"code": short(node)})
