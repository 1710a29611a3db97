"""A question of the text catalogue, to choose or to type an answer to. No score is kept."""

from __future__ import annotations

import html
from dataclasses import asdict
from pathlib import Path
from typing import Any
from weakref import WeakSet

import traitlets

from framebyframe.lesson.asking.questions import CHOICE, LETTERS, Question, Reply, question
from framebyframe.lesson.keeping.notebook import running_shell
from framebyframe.lesson.showing.prose import fold, inline_html
from framebyframe.lesson.text.catalogue import say

from ..base import CourseWidget, styled
from ..bundling import bundled

HERE = Path(__file__).parent
WORDS = ("check", "keep", "answer", "then_run")
"""Texts of the engine that the page shows; a prediction is kept, and nothing is checked yet."""

_replies: dict[str, Reply] = {}
"""Replies of this kernel by question: a cell that runs again shows its reply again."""

_unfolded: set[str] = set()
"""Predictions, by question, whose reply was shown: another answer to them is judged at once."""

_open: WeakSet[Quiz] = WeakSet()
"""Predictions whose reply is folded still: no cell has run since they were kept."""


def quiz(name: str) -> Quiz:
    """Ask the question that stands in a chapter's text catalogue under this name.

    `quiz("length_300")` at the end of a cell shows it. Which answer is right stays in the kernel until one is
    given: not in the cell, not in what is stored with the notebook, not on the page.

    Raises:
        ValueError: no question has this name.
    """
    shell = running_shell()
    if shell and unfold not in shell.events.callbacks["post_run_cell"]:
        shell.events.register("post_run_cell", unfold)
    return Quiz(question(name))


def unfold(result: Any) -> None:
    """After a cell has run: show the reply to each prediction that was kept before it.

    The cell of the question itself is none that was predicted.
    """
    cell = result.info.raw_cell or ""
    for one in list(_open):
        if one.question.name not in cell:
            one.unfold()


class Quiz(CourseWidget):
    """A question, with its choices or a field to type in; after an answer, the reply to it.

    Args:
        question: from the catalogue.

    Attributes:
        question: as given.
        reply: what was said to the last answer; None before the first.
    """

    _esm = bundled(HERE)
    _css = styled(HERE, "fbf-quiz")

    _question = traitlets.Dict().tag(sync=True)
    _reply = traitlets.Dict().tag(sync=True)
    _is_folded = traitlets.Bool(False).tag(sync=True)

    def __init__(self, question: Question) -> None:
        self.question = question
        self.reply = _replies.get(question.name)
        self._answers = 0
        super().__init__()
        self._question = self._for_the_page()
        self._show()
        self.on_msg(self._message)

    def answer(self, given: str) -> Reply:
        """Answer as on the page: with the letter of a choice, or with text."""
        self.reply = _replies[self.question.name] = self.question.reply(str(given))
        self._answers += 1
        self._show()
        return self.reply

    def unfold(self) -> None:
        """Show the reply to a prediction: the cell that it is about has run."""
        if self.reply is not None and self.reply.right is not None:
            _open.discard(self)
            _unfolded.add(self.question.name)
            self._is_folded = False

    def static_html(self) -> str:
        """The question without an answer, and how to give one."""
        lettered = zip(LETTERS, self.question.choices, strict=False)
        choices = "<br>".join(f"{letter}) {inline_html(choice)}" for letter, choice in lettered)
        listed = f"<p>{choices}</p>" if choices else ""
        return f"<p>{self._lead()}<b>{inline_html(self.question.text)}</b></p>{listed}<p>{self._how()}</p>"

    def static_text(self) -> str:
        """The same in plain text."""
        lettered = zip(LETTERS, self.question.choices, strict=False)
        choices = [f"  {letter}) {choice}" for letter, choice in lettered]
        lead = [self._kicker()] if self.question.predicts else []
        return "\n".join([*lead, fold(self.question.text), *choices, "", self._how()])

    def _lead(self) -> str:
        return f"{html.escape(self._kicker())}<br>" if self.question.predicts else ""

    def _kicker(self) -> str:
        return say("engine", "quiz", "predict")

    def _how(self) -> str:
        return say("engine", "widget", "run")

    def _for_the_page(self) -> dict[str, Any]:
        kind, words = self.question.kind, {key: say("engine", "quiz", key) for key in WORDS}
        return {
            "kicker": self._kicker() if self.question.predicts else "",
            "text": inline_html(self.question.text),
            "choices": [inline_html(choice) for choice in self.question.choices],
            "field": "" if kind == CHOICE else say("engine", "quiz", kind),
            "predicts": self.question.predicts,
            "words": {**words, "check": words["keep" if self.question.predicts else "check"]},
        }

    def _show(self) -> None:
        """Hand the reply to the page, with a number: the page hears of what differs from before only."""
        if self.reply:
            self._is_folded = self.question.predicts and self.question.name not in _unfolded
            if self._is_folded:
                _open.add(self)
            texts = {key: inline_html(getattr(self.reply, key)) for key in ("says", "answer", "because")}
            self._reply = {**asdict(self.reply), **texts, "number": self._answers}

    def _message(self, _: object, content: dict[str, Any], buffers: object) -> None:
        self.answer(str(content.get("answer", "")))
