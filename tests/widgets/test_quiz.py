"""The quiz without a page."""

from __future__ import annotations

import re

import pytest

from framebyframe.widgets import Quiz

CHOICES = {"Yes": "Only a client masks, see `5.1`.", "No": "A server <never> masks."}


def test_as_text_it_stands_alone() -> None:
    text = repr(Quiz("Is the answer masked?", CHOICES, right="No"))
    assert text.startswith("Is the answer masked?\n  a) Yes\n  b) No\n")
    assert "a) ✗ Only a client masks" in text and "b) ✓ A server" in text


def test_without_a_kernel_every_choice_opens_its_explanation() -> None:
    html = Quiz("Is the answer masked?", CHOICES, right="No").static_html()
    assert re.findall(r"<summary>(.*?)</summary>", html) == ["Yes", "No"]
    assert "<code>5.1</code>" in html and "&lt;never&gt;" in html and "<script" not in html


def test_nothing_is_chosen_and_no_score_is_kept() -> None:
    quiz = Quiz("Is the answer masked?", CHOICES, right="No")
    assert quiz.chosen == ""
    assert not [name for name in quiz.trait_names() if "score" in name]


@pytest.mark.parametrize(("choices", "right"), [({"Yes": "."}, "Yes"), (CHOICES, "Maybe")])
def test_a_question_without_an_answer_is_refused(choices: dict[str, str], right: str) -> None:
    with pytest.raises(ValueError):
        Quiz("Is the answer masked?", choices, right=right)
