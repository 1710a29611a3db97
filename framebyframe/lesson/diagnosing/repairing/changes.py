"""The table of changes: where each may be made, and which is tried first."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from . import expressions, statements
from .tree import Change, Path

CHANGES: tuple[tuple[Any, Callable[[Any], Iterator[Change]]], ...] = (
    (ast.IfExp, expressions.conditional),
    (ast.BoolOp, expressions.and_or),
    (ast.BoolOp, expressions.values_for_questions),
    (ast.BoolOp, expressions.default_for_zero),
    (ast.BoolOp, expressions.condition_too_many),
    (ast.BoolOp, expressions.one_or_both),
    (ast.BinOp, expressions.shift_and_sum),
    (ast.BinOp, expressions.bits_and_sum),
    (ast.BinOp, expressions.sum_in_product),
    (ast.BinOp, expressions.higher_bits),
    (ast.BinOp, expressions.bit_for_rest),
    (ast.BinOp, expressions.joined_in_order),
    (list, statements.statements),
    ((ast.Assign, ast.AugAssign), statements.self_forgotten),
    (ast.Attribute, statements.attribute_beside),
    (ast.Assign, statements.copied),
    (ast.Call, expressions.calls),
    (ast.Call, expressions.range_end),
    (ast.Call, expressions.methods),
    (ast.Call, expressions.bases),
    (ast.Call, expressions.zeros_left_out),
    (ast.Call, expressions.star_missing_in_call),
    (ast.Call, expressions.other_word),
    (ast.Call, expressions.most_cuts),
    (ast.Call, expressions.smaller_or_larger),
    (ast.Call, expressions.length_for_bytes),
    (ast.Call, expressions.encodings),
    (ast.Call, expressions.strip_letters),
    (ast.Call, expressions.default_of_get),
    (ast.Call, expressions.joined_with),
    (ast.Call, expressions.call_too_many),
    (ast.BoolOp, expressions.not_reaches),
    (ast.Compare, expressions.never_equal),
    (ast.Compare, expressions.name_in_a_record),
    (ast.Compare, expressions.item_too_many),
    (ast.Set, expressions.item_of_a_set_too_many),
    (ast.Compare, expressions.chained),
    (ast.Call, expressions.counted_from_0),
    (ast.Call, expressions.one_of_two_classes),
    (ast.Call, expressions.class_too_many),
    (ast.Assign, expressions.sorted_in_place),
    (ast.comprehension, expressions.left_out_of_a_loop),
    (ast.Compare, expressions.none_alone),
    (ast.Compare, expressions.flag_compared),
    (ast.Compare, expressions.part_of_text),
    ((ast.List, ast.Tuple), expressions.star_missing),
    ((ast.For, ast.comprehension), expressions.loops),
    (ast.Constant, expressions.texts),
    (ast.Attribute, expressions.not_called),
    (ast.Raise, expressions.raised_alone),
    (ast.Compare, expressions.identity),
    ((ast.If, ast.IfExp, ast.While), expressions.tests),
    (ast.Compare, expressions.truth_as_text),
    (ast.Compare, expressions.comparison),
    (ast.Constant, expressions.constants),
    (ast.Name, expressions.names),
    (ast.BinOp, expressions.flag_and_truth),
    (ast.BinOp, expressions.power),
    ((ast.BinOp, ast.AugAssign), expressions.other_operator),
    ((ast.BinOp, ast.AugAssign), expressions.bit_not_cleared),
    (ast.AugAssign, expressions.added_to),
    (ast.BinOp, expressions.operand_too_many),
    (ast.Subscript, expressions.slices),
    (ast.Subscript, expressions.index_beside),
    (ast.Subscript, expressions.other_index),
    (ast.NamedExpr, expressions.walrus),
    (ast.FormattedValue, expressions.padding),
)

STRUCTURAL = (
    "conditional",
    "and_takes_the_rest",
    "word_for_bits",
    "values_for_questions",
    "shift_and_sum",
    "bits_and_sum",
    "sum_in_product",
    "higher_bits",
    "bit_for_rest",
    "flag_and_truth",
    "flag_compared",
    "xor_for_power",
    "bit_turned",
    "bit_subtracted",
    "zeros_left_out",
    "return_in_loop",
    "indentation",
    "thrown_away",
    "result_thrown_away",
    "never_begun",
    "not_awaited",
    "missing_return",
    "missing_return_in_branch",
    "missing_elif",
    "elif_for_if",
    "assigned_anew",
    "self_forgotten",
    "attribute_beside",
    "another_list",
    "copied",
    "walrus",
    "raise_missing",
    "continue_for_break",
    "none_returned",
    "text_for_name",
    "not_called",
    "method_not_called",
    "function_alone",
    "strip_letters",
    "not_reaches",
    "not_reaches_all",
    "number_and_text",
    "name_in_a_record",
    "capitals",
    "one_case",
    "star_missing",
    "names_swapped",
    "characters_of_text",
    "no_f",
    "most_cuts",
    "return_in_first_round",
    "missing_return_at_end",
    "identity",
    "any_or_all",
    "bisected",
    "largest_alone",
    "append_or_extend",
    "bytes_of_number",
    "number_as_text",
    "digits_for_byte",
    "length_for_bytes",
    "hex",
    "formatted",
    "swapped_arguments",
    "empty_is_false",
    "none_alone",
    "break_in_loop",
    "case_too_many",
    "order_of_cases",
    "default_for_zero",
    "belongs_inside",
    "index_off",
    "index_beside",
    "range_end",
    "minus_zero",
    "from_the_end",
    "truth_as_text",
    "base",
    "padding",
    "decimal_digits",
    "decimal_for_hex",
    "hex_for_decimal",
    "struct_order",
    "struct_native",
    "struct_signed",
    "struct_size",
    "refused",
    "one_or_both",
    "class_compared",
    "new_error_compared",
    "one_of_two_classes",
    "chained",
    "counted_from_0",
    "sorted_in_place",
    "name_in_a_case",
    "argument_not_called",
    "asked_for_nothing",
    "error_of_python",
    "compared_with_all",
    "part_of_an_argument",
)
"""Causes that bytes cannot show: they replace the words of a model."""

EVERYWHERE = (*STRUCTURAL, "byte_order", "boundary", "operator", "name", "slice_shifted", "added_to")
"""Changes that are tried at all their places at once, too."""

OTHER_WAYS = (
    "truth",
    "condition",
    "comparison",
    "opposite",
    "refused",
    "step_too_many",
    "item_too_many",
    "class_too_many",
    "number",
    "operator",
    "one_or_both",
    "slice",
    "append_or_extend",
    "smaller_or_larger",
)
"""Changes by which an answer takes another way, or counts otherwise, and may do what it has never done."""

LEFT_OUT = ("case_too_many", "indentation", "too_many")
"""Changes by which an answer does without a case: what it does then, it may have done nowhere."""

BY_THE_WAY = ("other_byte_order", "joined_in_order")
"""Changes that say where it is, beside other words for what comes of it."""

WHOLE = (
    *BY_THE_WAY,
    "call_too_many",
    "call_twice",
    "other_argument",
    "other_attribute",
    "argument_for_constant",
    "attribute_for_constant",
    "parameters_swapped",
    "blanks",
)
"""Changes that explain an answer only if they make it right: of some examples they are told by chance."""

NEVER_EQUAL = ("number_and_text", "name_in_a_record", "capitals", "one_case", "flag_compared")
"""Changes whose words say that two sides are never equal, or that one is never found in the other."""

TELLING = (
    *(key for key in WHOLE if key not in BY_THE_WAY),
    "in_text",
    "not_raised_again",
    "swallowed",
    "nearly_constant",
    "other_function",
    "encoding",
    "step_too_many",
    "class_too_many",
    "opposite",
    "other_index",
    "default_of_get",
    "joined_with",
)
"""Changes whose words say more of the cause than what the bytes are to each other."""

ORDER = (
    "other_byte_order",
    "byte_order",
    *(key for key in STRUCTURAL if key != "order_of_cases"),
    "not_raised_again",
    "swallowed",
    "in_text",
    "nearly_constant",
    "other_function",
    "encoding",
    "default_of_get",
    "joined_with",
    "blanks",
    "joined_in_order",
    "boundary",
    "order_of_cases",
    "step_too_many",
    "opposite",
    "added_to",
    "operator",
    "name",
    "slice_shifted",
    "slice_open",
    "slice_from_front",
    "other_part",
    "slice",
    "attribute_not_set",
    "other_value",
    "smaller_or_larger",
    "argument_for_constant",
    "attribute_for_constant",
    "other_argument",
    "other_attribute",
    "parameters_swapped",
    "condition_too_many",
    "call_twice",
    "call_too_many",
    "other_index",
    "item_too_many",
    "class_too_many",
    "number",
    "truth",
    "comparison",
    "condition",
    "statement_too_many",
    "too_many",
)
"""The order in which changes are tried: the shapes that people write by mistake, then details."""


NOWHERE = ("attribute_not_set",)
"""Changes that add what is missing: no line shows it."""

MOVES = ("order_of_statements",)
"""Changes that are tried last, where nothing else explains an answer: there are many of them."""


def changes_at(node: Any, path: Path) -> Iterator[tuple[Path, Change]]:
    """Every change that a node may take, each with its place."""
    for kind, changes in CHANGES:
        if isinstance(node, kind):
            for change in changes(node):
                yield path, _placed(change, path)


def _placed(change: Change, path: Path) -> Change:
    """The change in the words of its place: a function ends without `return`, or one of its cases does."""
    if change.key == "missing_return" and len(path.steps) > len(OF_A_FUNCTION):
        return replace(change, key="missing_return_in_branch")
    return change


OF_A_FUNCTION = ("the function in the module", "its statements")
"""The steps of the path to a function's own list of statements."""
