"""A question with choices, and an explanation for each of them. No score is kept."""

from __future__ import annotations

import html
from collections.abc import Mapping
from pathlib import Path

import traitlets

from framebyframe.figures import language
from framebyframe.figures.language import TONES
from framebyframe.lesson.showing.prose import inline_html

from ..base import CourseWidget
from ..modules import joined

HERE = Path(__file__).parent


class Quiz(CourseWidget):
    """A question to answer before a cell is run.

    Args:
        question: one sentence; `code` is marked as code.
        choices: each answer with what there is to say about it.
        right: one of the choices.

    Attributes:
        chosen: the choice that was opened last, "" for none.

    Raises:
        ValueError: fewer than two choices, or `right` is none of them.

    Example: `Quiz("Is it masked?", {"Yes": "Only a client masks.", "No": "See 5.1."}, right="No")`
    """

    _esm = joined(HERE / "quiz.js")
    _css = (
        language.as_css(".fbf-widget")
        + (HERE.parent / "widget.css").read_text(encoding="utf-8")
        + (HERE / "quiz.css").read_text(encoding="utf-8")
    )

    chosen = traitlets.Unicode().tag(sync=True)
    _question = traitlets.Unicode().tag(sync=True)
    _answers: traitlets.List[dict[str, object]] = traitlets.List().tag(sync=True)

    def __init__(self, question: str, choices: Mapping[str, str], *, right: str) -> None:
        if len(choices) < 2:
            raise ValueError("a question has two choices or more")
        if right not in choices:
            raise ValueError(f"right={right!r} is none of the choices: {', '.join(map(repr, choices))}")
        self.choices = dict(choices)
        self.right = right
        self.question = question
        super().__init__()
        self._question = inline_html(question)
        self._answers = [self._answer(choice, text) for choice, text in choices.items()]

    def _answer(self, choice: str, explanation: str) -> dict[str, object]:
        return {
            "choice": choice,
            "label": inline_html(choice),
            "explanation": inline_html(explanation),
            "right": choice == self.right,
        }

    def static_html(self) -> str:
        """The choices as parts to open: a question without script."""
        parts = [f"<p><b>{inline_html(self.question)}</b></p>"]
        for choice, explanation in self.choices.items():
            sign = html.escape(self._sign(choice))
            summary = f"<summary>{inline_html(choice)}</summary>"
            parts.append(f"<details>{summary}<p>{sign} {inline_html(explanation)}</p></details>")
        return "".join(parts)

    def static_text(self) -> str:
        """The question, its choices, and what there is to say about them under a line to stop at."""
        choices = [f"  {letter}) {choice}" for letter, choice in zip(_LETTERS, self.choices, strict=False)]
        answers = [
            f"  {letter}) {self._sign(choice)} {explanation}"
            for letter, (choice, explanation) in zip(_LETTERS, self.choices.items(), strict=False)
        ]
        return "\n".join([self.question, *choices, "", "Answers:", *answers])

    def _sign(self, choice: str) -> str:
        return TONES["right"].sign if choice == self.right else TONES["wrong"].sign


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
