"""An answer that was stopped in a loop: what its source tells of it.

A generator may have a loop without end, so "does every loop get nearer to its end?" is no question for it. A
coroutine that waits in a loop without `await` holds the event loop: what it waits for cannot come.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
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
        code = _never_called(exercise, submission)
        if code:
            return replace(verdict, detail={"loop": "never_called", "code": code})
        return _with_a_loop_that_holds_all(verdict, submission)
    lines = [loop.lineno for loop in _loops_for_ever(submission.source)]
    if len(lines) != 1:
        return replace(verdict, detail={"loop": "generator"})
    return replace(verdict, detail={"loop": "no_yield"}, line=submission.line + lines[0] - 1)


def _never_called(exercise: Exercise, submission: Submission) -> str:
    """A step of the reference's loop that its docstring tells of, and the answer never calls; "" for none."""
    told_of = reference.function(exercise).__doc__ or ""
    named = syntax.names_and_members_in(submission.source)
    for node in ast.walk(ast.parse(reference.source(exercise))):
        for step in node.body if isinstance(node, (ast.For, ast.While)) else ():
            code = ast.unparse(step)
            if f"`{code}`" in told_of and code.partition("(")[0].rpartition(".")[2] not in named:
                return code
    return ""


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
