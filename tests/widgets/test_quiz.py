"""The quiz without a page, and the secrecy of its answer before one is given."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from framebyframe.lesson.asking import questions
from framebyframe.lesson.asking.questions import Reply
from framebyframe.lesson.text import catalogue
from framebyframe.widgets import Quiz, quiz
from framebyframe.widgets.quiz import asking

SAMPLE = """\
[quiz.masked]
question = Is the answer <masked>, as `5.1` says?
choice.yes = Yes
choice.yes.says = Only a client masks, see `5.1`.
choice.no = No
choice.no.says = A server <never> masks.
right = no

[predict.first_byte]
question = Which byte begins it?
kind = hex
answer = 81
says = FIN is worth 0x80.
given.01 = The opcode alone.
given.18 | 80 = Half of it.
other = Eight bits, two jobs.

[quiz.length]
question = How long is it, in bytes? See for yourself.
kind = number
answer = 300 | 301
says = So long.
given.0x12b = One short.
other = Count again.

[quiz.opcode]
question = What is opcode 8 called?
kind = word
answer = close | close frame
says = It says goodbye.
given.ping = That is 9.
other = See 5.2.

[quiz.letter]
question = Which letter?
kind = word
answer = a | q
says = They end in 0001.
given.b = It ends in 0010.
other = Look again.

[quiz.seconds]
question = How many seconds does a reply take?
kind = number
answer = 2
says = Two seconds.
other = Look again.

[quiz.from]
question = From how many on?
kind = number
answer = 793
says = So many.
given.792 = One short.
below = Too few.
above = More than enough.
"""
NOT_OF_THE_QUESTION = ("_esm", "_css", "layout")
"""Attributes of every widget; the layout has a random id."""
SECRETS = [
    "Only a client",
    "A server",
    "FIN is worth",
    "81",
    "opcode alone",
    "Half of",
    "Eight bits",
    "no.says",
]


@pytest.fixture(autouse=True)
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the questions above in place of the course's."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en/sample.ini").write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "en/engine.ini").symlink_to(catalogue.FOLDER / "en/engine.ini")
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    monkeypatch.setattr(asking, "_replies", {})
    monkeypatch.setattr(asking, "_unfolded", set())


def on_the_page(asked: Quiz, answer: str) -> Reply | None:
    asked._handle_custom_msg({"answer": answer}, [])
    return asked.reply


# --- what is known before ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["masked", "first_byte"])
def test_nothing_of_the_answer_is_known_before_one_is_given(name: str) -> None:
    asked = quiz(name)
    state = {key: value for key, value in asked.get_state().items() if key not in NOT_OF_THE_QUESTION}
    known = json.dumps(state, default=str) + asked.static_html() + asked.static_text() + repr(asked)
    assert "right" not in json.dumps(state, default=str)
    assert [secret for secret in SECRETS if secret in known] == []
    assert state["_reply"] == {}


def test_without_a_kernel_the_question_stands_alone_and_says_how_to_answer() -> None:
    html, text = quiz("masked").static_html(), quiz("masked").static_text()
    assert "<p>a) Yes<br>b) No</p>" in html and "&lt;masked&gt;" in html and "<code>5.1</code>" in html
    assert "<script" not in html and "<style" not in html and "<details" not in html
    assert text.startswith("Is the answer <masked>, as `5.1` says?\n  a) Yes\n  b) No\n")
    for still in (html, text):
        assert "Run this cell (Shift+Enter) to answer here." in still


def test_a_prediction_says_that_it_is_one() -> None:
    assert quiz("first_byte").static_text().startswith("Predict, then run\n")
    assert quiz("first_byte")._question["kicker"] == "Predict, then run"
    assert quiz("masked")._question["kicker"] == ""


def after(cell: str) -> None:
    """As after a cell of a notebook has run."""
    asking.unfold(SimpleNamespace(info=SimpleNamespace(raw_cell=cell)))


def test_the_reply_to_a_prediction_is_shown_when_the_next_cell_has_run() -> None:
    asked = quiz("first_byte")
    after("1 + 1")
    assert not asked._is_folded and asked._reply == {}, "nothing has been predicted"
    on_the_page(asked, "none")
    after("1 + 1")
    assert asked._is_folded, "this is no prediction"
    on_the_page(asked, "01")
    after('quiz("first_byte")')
    again = quiz("first_byte")
    assert asked._is_folded and again._is_folded, "the cell of the question shows nothing new"
    after("1 + 1")
    assert not asked._is_folded and not again._is_folded and not quiz("first_byte")._is_folded
    on_the_page(asked, "02")
    assert not asked._is_folded, "it is shown already"
    other = quiz("masked")
    on_the_page(other, "a")
    assert not other._is_folded, "it is no prediction"


# --- answers -------------------------------------------------------------------------------------


def test_the_page_hears_of_the_same_answer_again() -> None:
    """It waits for a reply to each: without one it says that the kernel is busy."""
    asked = quiz("masked")
    heard: list[object] = []
    asked.observe(heard.append, "_reply")
    for _ in range(2):
        on_the_page(asked, "a")
    assert len(heard) == 2


def test_each_choice_has_its_sentence_and_a_wrong_one_the_answer_to_fold_out() -> None:
    asked = quiz("masked")
    wrong = on_the_page(asked, "a")
    assert wrong == Reply("a", False, "Only a client masks, see `5.1`.", "No", "A server <never> masks.")
    assert asked._reply["says"] == "Only a client masks, see <code>5.1</code>."
    assert asked._reply["because"] == "A server &lt;never&gt; masks."
    assert on_the_page(asked, "b") == Reply("b", True, "A server <never> masks.")
    assert asked._reply["answer"] == ""


@pytest.mark.parametrize(
    ("name", "given", "right", "says"),
    [
        ("first_byte", "81", True, "FIN is worth 0x80."),
        ("first_byte", " 0x81 ", True, "FIN is worth 0x80."),
        ("first_byte", "01", False, "The opcode alone."),
        ("first_byte", "80", False, "Half of it."),
        ("first_byte", "ff", False, "Eight bits, two jobs."),
        ("first_byte", "8", None, "two digits a byte"),
        ("first_byte", "text", None, "two digits a byte"),
        ("first_byte", "", None, "two digits a byte"),
        ("length", "300", True, "So long."),
        ("length", "0x12d", True, "So long."),
        ("length", "300 bytes", True, "So long."),
        ("length", "299", False, "One short."),
        ("length", "3,000", False, "Count again."),
        ("length", "300.5", False, "Count again."),
        ("length", "many", None, "A number is asked for, in digits: 300, or 0x12c."),
        ("seconds", "two", None, "A number is asked for, in digits."),
        ("seconds", "abc", None, "A number is asked for, in digits."),
        ("length", "300e", None, "Is that hexadecimal? Write `0x300e`."),
        ("length", "12C", None, "Is that hexadecimal? Write `0x12c`."),
        ("length", "12d.", None, "Is that hexadecimal? Write `0x12d`."),
        ("length", "0b100101100", True, "So long."),
        ("length", "300x", None, "`x` is no unit in this question. The number alone is enough."),
        ("length", "300 apples", None, "`apples` is no unit in this question."),
        ("length", "300 bits", None, "`bits` is no unit in this question."),
        ("length", "300 bytes long", None, "A number is asked for"),
        ("length", "300 s", None, "`s` is no unit in this question."),
        ("seconds", "2 s", True, "Two seconds."),
        ("seconds", "2sec", True, "Two seconds."),
        ("seconds", "2 Seconds", True, "Two seconds."),
        ("seconds", "2 ms", None, "`ms` is no unit in this question."),
        ("seconds", "2 replies", True, "Two seconds."),
        ("opcode", "Close", True, "It says goodbye."),
        ("opcode", "“close  frame”.", True, "It says goodbye."),
        ("opcode", "PING", False, "That is 9."),
        ("opcode", "text", False, "See 5.2."),
        ("opcode", " . ", None, "A word is asked for."),
        ("opcode", "a close frame", True, "It says goodbye."),
        ("opcode", "the “Close” frame.", True, "It says goodbye."),
        ("opcode", "close, ping", False, "That is 9."),
        ("letter", "A", True, "They end in 0001."),
        ("letter", 'an "A"', True, "They end in 0001."),
        ("letter", "a 'q'", True, "They end in 0001."),
        ("letter", "A or Q", True, "They end in 0001."),
        ("letter", '"a", "q"', True, "They end in 0001."),
        ("letter", "an", False, "Look again."),
        ("letter", "a qq", False, "Look again."),
        ("letter", "A or B", False, "It ends in 0010."),
        ("letter", "a B", False, "It ends in 0010."),
        ("letter", "“”", None, "A word is asked for."),
        ("first_byte", '"81"', True, "FIN is worth 0x80."),
        ("first_byte", "b'\\x81'", True, "FIN is worth 0x80."),
        ("first_byte", "[0x81].", True, "FIN is worth 0x80."),
        ("first_byte", "b81", None, "two digits a byte"),
        ("length", "“300.”", True, "So long."),
        ("length", ".5", None, "A number is asked for"),
        ("from", "792", False, "One short."),
        ("from", "600", False, "Too few."),
        ("from", "792.5", False, "Too few."),
        ("from", "1000", False, "More than enough."),
        ("from", "65,536", False, "More than enough."),
        ("masked", "c", None, "Choose one of the letters a to b."),
        ("masked", "", None, "Choose one of the letters a to b."),
    ],
)
def test_a_typed_answer_is_read_and_gets_its_sentence(
    name: str, given: str, right: bool | None, says: str
) -> None:
    reply = quiz(name).answer(given)
    assert (reply.given, reply.right) == (given, right)
    assert says in reply.says
    assert bool(reply.answer and reply.because) == (right is False)


def test_a_cell_that_runs_again_shows_what_was_answered() -> None:
    quiz("masked").answer("a")
    assert quiz("masked")._reply["given"] == "a"
    assert quiz("length")._reply == {}


def test_no_score_is_kept() -> None:
    assert not [name for name in quiz("masked").trait_names() if "score" in name]


# --- authors -------------------------------------------------------------------------------------


def test_a_name_that_nothing_has_is_said_with_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"No question is called `mask`\. Is `masked` meant\?"):
        quiz("mask")


def test_a_kind_that_there_is_not_is_said(tmp_path: Path) -> None:
    (tmp_path / "en/other.ini").write_text("[quiz.odd]\nquestion = ?\nkind = colour\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"other\.ini, \[quiz\.odd\]: kind is hex or number or word"):
        quiz("odd")


def test_a_translation_keeps_the_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr/sample.ini").write_text("[quiz.masked]\nchoice.yes = Oui\n", encoding="utf-8")
    monkeypatch.setenv(catalogue.LANGUAGE, "fr")
    assert quiz("masked").question.choices == ("Oui", "No")
    assert quiz("masked").answer("b").right
    assert questions.names("sample") == [
        "masked",
        "first_byte",
        "length",
        "opcode",
        "letter",
        "seconds",
        "from",
    ]
