"""An answer that was stopped in a loop: what its source tells of it.

A generator may have a loop without end, so "does every loop get nearer to its end?" is no question for it. A
coroutine that waits in a loop without `await` holds the event loop: what it waits for cannot come.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeGuard

from ..declaring import reference, syntax
from ..declaring.exercise import Exercise
from .submission import Submission
from .verdict import Fault, Verdict

AWAITS = (ast.Await, ast.AsyncFor, ast.AsyncWith)
"""Where a coroutine lets the event loop go on."""

LEAVES = (ast.Break, ast.Return, ast.Raise, ast.Yield, ast.YieldFrom)
"""Statements and expressions by which an answer comes out of a loop, for a while or for ever."""


def with_its_loop(verdict: Verdict, exercise: Exercise, submission: Submission) -> Verdict:
    """The verdict, with what kind of loop it was, and where it stands.

    Which one runs is not known from outside: a loop is named where it is the only one of its kind. One that
    sleeps on a virtual clock may have slept for longer than an example may wait, before it was stopped.
    """
    if exercise.is_php or verdict.example is None:
        return verdict
    if verdict.fault is Fault.NEVER_ARRIVES:
        return _with_a_loop_that_holds_all(verdict, submission)
    if verdict.fault is not Fault.ENDLESS_LOOP:
        return verdict
    if not _is_a_generator(exercise):
        looks = {"never_called": _never_called, "not_in_a_loop": _not_in_a_loop, "ignored": _ignored}
        for loop, look in looks.items():
            code = look(exercise, submission)
            if code:
                return replace(verdict, detail={"loop": loop, "code": code})
        return _with_a_loop_that_holds_all(verdict, submission)
    lines = [loop.lineno for loop in _loops_for_ever(submission.source)]
    if len(lines) != 1:
        return replace(verdict, detail={"loop": "generator"})
    return replace(verdict, detail={"loop": "no_yield"}, line=submission.line + lines[0] - 1)


def _never_called(exercise: Exercise, submission: Submission) -> str:
    """A step of the reference's loop that its docstring tells of, and the answer never calls; "" for none."""
    named = syntax.names_and_members_in(submission.source)
    return next((code for code in _steps(exercise) if _name(code) not in named), "")


def _not_in_a_loop(exercise: Exercise, submission: Submission) -> str:
    """A step of the reference's loop that stands in no loop of the answer; "" for none.

    A function inside the answer may be called in a loop: then nothing is said.
    """
    nodes = list(ast.walk(ast.parse(submission.source)))
    if sum(isinstance(node, (ast.FunctionDef, ast.Lambda)) for node in nodes) > 1:
        return ""
    loops = [node for node in nodes if isinstance(node, (ast.For, ast.While))]
    inside = {inner for loop in loops for inner in ast.walk(loop)}
    called = {ast.unparse(node.func) for node in inside if isinstance(node, ast.Call)}
    return next((code for code in _steps(exercise) if code.partition("(")[0] not in called), "")


def _ignored(exercise: Exercise, submission: Submission) -> str:
    """A call that the reference's loop asks for yes or no, and the answer does not look at; "" for none."""
    nodes = list(ast.walk(ast.parse(submission.source)))
    calls = [ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)]
    thrown_away = [
        ast.unparse(node.value.func)
        for node in nodes
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]
    asked = [code.partition("(")[0] for code in _questions(exercise)]
    found = (name for name in asked if name in calls and calls.count(name) == thrown_away.count(name))
    return next(found, "")


def _steps(exercise: Exercise) -> list[str]:
    """The steps of the reference's loops that its docstring tells of."""
    return _told_of(exercise, [step for loop in _loops(exercise) for step in loop.body])


def _questions(exercise: Exercise) -> list[str]:
    """The calls that the reference's loops ask for a yes or no, and that its docstring tells of."""
    tests = [step.test for loop in _loops(exercise) for step in loop.body if isinstance(step, ast.If)]
    asked = [test.operand if isinstance(test, ast.UnaryOp) else test for test in tests]
    return _told_of(exercise, [call for call in asked if isinstance(call, ast.Call)])


def _loops(exercise: Exercise) -> list[ast.For | ast.While]:
    nodes = ast.walk(ast.parse(reference.source(exercise)))
    return [node for node in nodes if isinstance(node, (ast.For, ast.While))]


def _told_of(exercise: Exercise, nodes: Sequence[ast.AST]) -> list[str]:
    docstring = reference.function(exercise).__doc__ or ""
    return [code for node in nodes if f"`{(code := ast.unparse(node))}`" in docstring]


def _name(code: str) -> str:
    """The last name of what a call calls."""
    return code.partition("(")[0].rpartition(".")[2]


def _with_a_loop_that_holds_all(verdict: Verdict, submission: Submission) -> Verdict:
    """The verdict; where a coroutine waits in its only `while`, and awaits nothing in it, with that loop."""
    tree = ast.parse(submission.source)
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.While)]
    is_coroutine = any(isinstance(node, ast.AsyncFunctionDef) for node in ast.walk(tree))
    if not is_coroutine or len(loops) != 1 or any(isinstance(node, AWAITS) for node in ast.walk(loops[0])):
        return verdict
    line = submission.line + loops[0].lineno - 1
    return replace(verdict, fault=Fault.ENDLESS_LOOP, detail={"loop": "no_await"}, line=line)


def _is_a_generator(exercise: Exercise) -> bool:
    function = reference.function(exercise)
    return inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function)


def _loops_for_ever(source: str) -> Iterator[ast.While]:
    """The loops `while True` of an answer that nothing in them leaves, not even for an item."""
    for node in ast.walk(ast.parse(source)):
        if _is_for_ever(node) and not any(isinstance(inner, LEAVES) for inner in ast.walk(node)):
            yield node


def _is_for_ever(node: ast.AST) -> TypeGuard[ast.While]:
    return isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and bool(node.test.value)
