"""Everything a learner reads comes from the text catalogue and can be translated without touching code."""

from __future__ import annotations

import ast
import configparser
import re
from pathlib import Path

import pytest

from framebyframe.figures.text import catalogue as figure_texts
from framebyframe.figures.text import reader
from framebyframe.lesson.asking import questions
from framebyframe.lesson.asking.questions import LETTERS
from framebyframe.lesson.cells.calls import hint, solution
from framebyframe.lesson.checking.surroundings.peer import Close
from framebyframe.lesson.checking.verdict import Fault, Verdict, shown
from framebyframe.lesson.declaring import reference, syntax, table
from framebyframe.lesson.declaring.examples import Scenario
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.declaring.python_text import python_text
from framebyframe.lesson.diagnosing.errors import PATTERNS, PHP_PATTERNS
from framebyframe.lesson.keeping import package
from framebyframe.lesson.showing import feedback
from framebyframe.lesson.showing.course_map import progress
from framebyframe.lesson.showing.feedback import Context
from framebyframe.lesson.showing.page import Lines, Page
from framebyframe.lesson.showing.prose import Block, blocks
from framebyframe.lesson.showing.telling import Steps
from framebyframe.lesson.text import catalogue
from framebyframe.lesson.text.catalogue import has, say
from framebyframe.lesson.workers.process import Checker
from framebyframe.rpc.errors import RemoteError
from framebyframe.rpc.messages import ABSENT, Reply
from framebyframe.wire import Frame, Opcode

from .answers import read

ENGLISH = catalogue.FOLDER / catalogue.FALLBACK
PLACEHOLDER = re.compile(r"\{(\w+)\}")
INLINE_CODE = re.compile(r"`[^`]*`")


def texts(file: str) -> configparser.RawConfigParser:
    return reader.read(ENGLISH / file)


@pytest.fixture
def upside_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A translation in which every text is ⟦ and ⟧ around its placeholders."""
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    monkeypatch.setenv(catalogue.LANGUAGE, "xx")
    (tmp_path / "xx").mkdir()
    for path in ENGLISH.glob("*.ini"):
        english = texts(path.name)
        lines = []
        for section in english.sections():
            lines.append(f"[{section}]")
            for key, text in english.items(section):
                found = (
                    [f"{{{name}}}" for name in PLACEHOLDER.findall(text)] if path.name == "engine.ini" else []
                )
                lines.append(f"{key} = ⟦{' '.join(found)}⟧")
        (tmp_path / "xx" / path.name).write_text("\n".join(lines), encoding="utf-8")
    reader.read.cache_clear()
    yield
    reader.read.cache_clear()


def own_words(page: Page) -> str:
    """The words of a page that are neither translated, nor code, nor in a figure."""
    shown = [item for item in page.items if not isinstance(item, (Lines, Steps))]
    items = [item for item in shown if not hasattr(item, "figure") and not getattr(item, "code", False)]
    text = " ".join(item.plain() for item in items)
    while (inner := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:  # a diagnosis stands inside a sentence
        text = inner
    return re.sub(r"[✗✓·?]", "", text).strip()


NUMBER = re.compile(r"\d+(?:\.\d+)?")


@pytest.mark.parametrize(
    "exercise", table.chapter_of(table.by_id("12.due")).exercises, ids=lambda exercise: exercise.name
)
def test_the_words_before_steps_tell_nothing_that_comes_behind_the_first_result(exercise: Exercise) -> None:
    for example in exercise.examples:
        assert isinstance(example, Scenario)
        words = say(exercise.catalogue, exercise.key, f"scenario.{example.key}")
        results = [place for place, step in enumerate(example.steps) if step.is_observed]
        shown, later = (
            set(NUMBER.findall(" ".join(step.source for step in steps)))
            for steps in (example.steps[: results[0] + 1], example.steps[results[0] + 1 :])
        )
        assert not set(NUMBER.findall(words)) & (later - shown), example.key


@pytest.mark.usefixtures("upside_down")
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_page_has_words_that_are_not_in_the_catalogue(checker: Checker) -> None:
    pages = [progress(), hint("encode_length"), solution("encode_length")]
    for exercise in table.all_exercises():
        context = Context(solved=frozenset({exercise.id}))
        pages.append(feedback.unwritten(exercise, shown(b"\x81\x00"), context))
        pages.append(feedback.right(exercise, Verdict(shows=shown(b"\x81\x00")), context))
    for answer in read("wrong"):
        verdict = checker.check(answer.submission)
        pages.append(
            feedback.wrong(answer.exercise, verdict, Context(answer.source, answer.source, ("payload",)))
        )
    assert {own_words(page) for page in pages} == {""}


def test_a_translation_may_be_incomplete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr/engine.ini").write_text(
        "[unwritten]\ntitle = {name} : pas encore écrit\n", encoding="utf-8"
    )
    (tmp_path / "en").symlink_to(ENGLISH)
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    monkeypatch.setenv(catalogue.LANGUAGE, "fr")
    assert say("engine", "unwritten", "title", name="f") == "f : pas encore écrit"
    assert say("engine", "hint", "how", name="f").startswith('Hints: `hint("f")`')


def test_a_text_that_is_missing_is_named() -> None:
    with pytest.raises(KeyError, match=r"engine.ini has no text \[fault\] nothing"):
        say("engine", "fault", "nothing")


STORIES = {
    "04.next_frame": ("places", "twice"),
    "07.receive_close": ("too_long",),
    "09.settle": ("lists", "numbers", "ids_twice", "no_such_call"),
    "12.due": ("times", "before_the_pong"),
}
"""The keys that the stories of `catch` raise, which learners tell."""


@pytest.mark.parametrize("file", sorted(path.name for path in ENGLISH.glob("c*.ini")))
def test_a_chapter_says_nothing_about_what_it_does_not_have(file: str) -> None:
    """A text that nothing looks up has a mistake in its key."""
    declared = {f"c{chapter.number}.ini": chapter.exercises for chapter in table.chapters()}
    known = {
        (exercise.key, key)
        for exercise in declared.get(file, ())
        for key in (
            "aim",
            *(["symptom"] if exercise.repair else []),
            *(["catch"] if exercise.catch and exercise.catch.played else []),
            *(["caught"] if exercise.catch else []),
            *(["many_steps"] if exercise.in_few_steps else []),
            *(["no_input"] if exercise.catch and exercise.catch.takes else []),
            *(f"catch.{key}" for key in STORIES.get(exercise.id, ())),
            *(f"hint.{step}" for step in range(1, feedback.HINTS + (exercise.order is None))),
            *(f"mistake.{name}{end}" for name in exercise.mistakes for end in ("", ".hint")),
            *(f"scenario.{example.key}" for example in exercise.examples),
            *(f"source.{key}" for key, _ in texts("diagnosis.ini").items("source")),
            *(f"error.{key}" for key, _ in PATTERNS),
            *(f"error.php.{key}" for key, _ in PHP_PATTERNS),
            *(f"refused_by.{name}" for name in _called(exercise)),
        )
    }
    known |= {("groups", key) for exercise in declared.get(file, ()) for key in exercise.groups}
    asked = {f"{prefix}.{name}" for prefix in questions.PREFIXES for name in questions.names(Path(file).stem)}
    sections = [section for section in texts(file).sections() if section not in asked]
    written = {(section, key) for section in sections for key, _ in texts(file).items(section)}
    assert written - known == set()


def _called(exercise: Exercise) -> set[str]:
    """The functions that the reference calls, and whose verdict may refuse."""
    if exercise.is_php:
        return set()
    return syntax.names_and_members_in(reference.source(exercise))


def test_a_question_has_one_name_in_the_whole_course() -> None:
    names = questions.names()
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("name", questions.names())
def test_a_question_has_every_text_it_needs_and_one_right_answer(name: str) -> None:
    """Every sentence is reached by an answer, and every answer has a sentence."""
    asked = questions.question(name)
    place = asked.place
    answers = LETTERS[: len(asked.choices)] if asked.choices else typed_answers(place)
    replies = [asked.reply(answer) for answer in answers]
    assert all(reply.right is not None and reply.says for reply in replies)
    assert any(reply.right for reply in replies)
    if asked.choices:
        assert [reply.right for reply in replies].count(True) == 1
    said = {reply.says for reply in replies}
    unsaid = [key for key in catalogue.keys(*place) if is_sentence(key) and say(*place, key) not in said]
    sides = [key for key in ("below", "above") if has(*place, key)]
    assert unsaid == ([] if asked.choices or sides else ["other"])
    assert (has(*place, "other"), len(sides)) in ([(False, 0)] if asked.choices else [(True, 0), (False, 2)])


@pytest.mark.parametrize(
    ("name", "given", "right", "says"),
    [
        ("a_letter_taken_for_text", 'an "A"', True, "opcode 1"),
        ("a_letter_taken_for_text", "a q", True, "opcode 1"),
        ("a_letter_taken_for_text", "A (0x41)", True, "opcode 1"),
        ("a_letter_taken_for_text", "the letter “Q”.", True, "opcode 1"),
        ("a_letter_taken_for_text", "an H", False, "opcode 8"),
        ("one_percent", "600", False, "8 of 608 bytes"),
        ("one_percent", "1000", False, "8 of 1,008 bytes"),
        ("one_percent", "65536", False, "14 bytes, of 65,550"),
        ("one_percent", "700", False, "1 % of the frame or more"),
        ("one_percent", "2,000", False, "with a shorter payload already"),
        *(
            ("minutes_until_tcp_gives_up", given, True, "924 seconds at least")
            for given in ("15", "15.4", "16", "16.5", "17", "17 minutes")
        ),
        ("minutes_until_tcp_gives_up", "14", False, "It takes longer"),
        ("minutes_until_tcp_gives_up", "20", False, "more than it takes"),
    ],
)
def test_answers_that_people_gave_are_read_and_told_what_is_true_of_them(
    name: str, given: str, right: bool, says: str
) -> None:
    reply = questions.question(name).reply(given)
    assert reply.right is right and says in reply.says


def typed_answers(place: tuple[str, str]) -> list[str]:
    written = [key.partition(".")[2] for key in catalogue.keys(*place) if key.startswith("given.")]
    answers = [answer for text in [say(*place, "answer"), *written] for answer in text.split("|")]
    return [*answers, "-0.5", "9999999.5"] if has(*place, "below") else answers


def is_sentence(key: str) -> bool:
    return key.endswith("says") or key.startswith("given.") or key in ("other", "below", "above")


def test_a_text_shows_no_markdown_but_code() -> None:
    """Nothing else is rendered: an asterisk would stand there as it is."""
    markdown = re.compile(r"[*`]|__|\]\(|^#|</?[a-z]+>")
    assert [text for text in prose() if markdown.search(text)] == []
    pictures = figure_texts.FOLDER / reader.FALLBACK
    drawn = [text for path in pictures.glob("*.ini") for text in all_texts(path)]
    assert drawn and [text for text in drawn if markdown.search(text)] == []


def prose() -> list[str]:
    """Every paragraph of the lesson's catalogues, without its code."""
    return [
        INLINE_CODE.sub("", block.text)
        for path in ENGLISH.glob("*.ini")
        for text in all_texts(path)
        for block in blocks(text)
        if not block.code
    ]


def all_texts(path: Path) -> list[str]:
    catalogue = reader.read(path)
    return [text for section in catalogue.sections() for _, text in catalogue.items(section)]


def test_every_engine_text_is_said_somewhere() -> None:
    lesson = Path(feedback.__file__).parents[1]
    folders = (lesson, lesson.with_name("widgets"))
    code = "\n".join(path.read_text() for folder in folders for path in folder.rglob("*.py"))
    faults = {fault.value for fault in Fault}
    reasons = {"readme", "mended", "broken", "column", "place", "number", "noun"}
    unsaid = [
        key
        for section in texts("engine.ini").sections()
        if section != "course"
        for key, _ in texts("engine.ini").items(section)
        if key not in faults
        and key.partition(".")[0] not in faults | reasons
        and key.removesuffix("_bare") not in faults
        and f'"{key.removesuffix(".php")}"' not in code
    ]
    assert unsaid == []


def test_prose_is_plain() -> None:
    judged = re.compile(r"\b(just|simply|obviously|easy|easily|please)\b|!", re.IGNORECASE)
    assert [text for text in prose() if judged.search(text)] == []


def test_reasons_not_to_save_have_words() -> None:
    code = Path(package.__file__).read_text()
    reasons = set(re.findall(r'NotSaved\("(\w+)"', code)) | set(re.findall(r'yield "(mended\.\w+)"', code))
    assert reasons and all(has("engine", "package", reason) for reason in reasons)


# --- blocks and values ---------------------------------------------------------------------------


def test_code_in_a_text_keeps_its_lines() -> None:
    assert blocks("Two\nlines.\n| if x:\n|     return\n\nMore.") == [
        Block("Two lines."),
        Block("if x:\n    return", code=True),
        Block("More."),
    ]


def test_html_is_escaped() -> None:
    assert Block("`a < b` & <b>").html() == "<p><code>a &lt; b</code> &amp; &lt;b&gt;</p>"
    assert Block("</pre><script>", code=True).html() == "<pre>&lt;/pre&gt;&lt;script&gt;</pre>"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"Hello", 'b"Hello"'),
        (b"a" * 65536, 'b"a" * 65536'),
        (b"GET / HTTP/1.1\r\n", r'b"GET / HTTP/1.1\r\n"'),
        ("Größe".encode(), r'b"Gr\xc3\xb6\xc3\x9fe"'),
        (b"\x81~\x00~", 'bytes.fromhex("81 7e 00 7e")'),
        (b"\x03\xe9bye", 'bytes.fromhex("03 e9 62 79 65")'),
        (bytearray(1), 'bytearray.fromhex("00")'),
        (bytes(5000), 'bytes.fromhex("00") * 5000'),
        ("it's", '"it\'s"'),
        ('say "a"', "'say \"a\"'"),
        ((1,), "(1,)"),
        ([b"a", "b"], '[b"a", "b"]'),
        (ValueError("no"), "ValueError('no')"),
        (KeyboardInterrupt(), "KeyboardInterrupt()"),
        (KeyError(1), "KeyError(1)"),
        (KeyError("1"), 'KeyError("1")'),
        (None, "None"),
        (Opcode.TEXT, "Opcode.TEXT"),
        (ABSENT, "ABSENT"),
        (Reply(7, {"n": 1}), 'Reply(7, {"n": 1})'),
        (Reply(0, error=RemoteError("failed", "no")), "Reply(0, error=RemoteError('no (failed)'))"),
    ],
)
def test_values_are_written_as_a_learner_would_type_them(value: object, text: str) -> None:
    assert python_text(value) == text


def test_in_the_middle_of_a_long_list_whole_items_are_left_out() -> None:
    text = python_text(list(range(1000)))
    first, last = (ast.literal_eval(f"[{part}]") for part in text[1:-1].split(", ..., "))
    assert first == list(range(len(first))) and last == list(range(1000 - len(last), 1000))
    assert 150 < len(text) <= 160
    assert ": 0, ..., 9" in python_text(dict.fromkeys(range(1000), 0))


def test_values_have_no_address_and_no_endless_length() -> None:
    assert "0x" not in python_text(object())
    assert len(python_text(bytes(range(256)))) <= 160


def test_a_dataclass_shows_what_differs_from_its_defaults() -> None:
    assert python_text(Frame(Opcode.TEXT, b"Hi")) == 'Frame(Opcode.TEXT, b"Hi")'
    assert python_text(Frame(Opcode.TEXT, masking_key=b"abcd")) == 'Frame(Opcode.TEXT, masking_key=b"abcd")'


def test_a_code_of_1000_is_shown_where_codes_are_compared() -> None:
    """A `Close()` would read as a close frame without a code, which is another thing."""
    assert python_text(Close(1000)) == "Close(1000)"


def test_an_example_of_several_steps_is_not_called_bad_input() -> None:
    """There it is mostly the time or the state that calls for an error: a server that has stopped."""
    path = ENGLISH / "diagnosis.ini"
    forms = re.findall(r"^\w+\.scenarios = (.+)$", path.read_text("utf-8"), re.MULTILINE)
    assert forms and not any("bad input" in form.lower() for form in forms)


FOLLOWS_ANOTHER_LINE = ("other_lines.one", "other_lines.many", "syntax.semicolon")
"""Texts that stand in one sentence, or behind one, that says which lines are meant."""


@pytest.mark.parametrize("file", ["diagnosis.ini", "engine.ini"])
def test_a_line_is_one_of_the_cell(file: str) -> None:
    """A picture has rows, and a head lines, with numbers of their own; so has the handshake builder."""
    told = [
        text
        for section in texts(file).sections()
        for key, text in texts(file).items(section)
        if section != "handshake_builder" and key not in FOLLOWS_ANOTHER_LINE
        if re.search(r"\blines? \{lines?\}", text, re.IGNORECASE)
    ]
    assert told
    assert [text for text in told if not re.search(r"\{lines?\} of (?:the|this) cell", text)] == []


@pytest.mark.parametrize("given", ["harbour", "Har bo ur", "har, bo, ur", "har,bo,ur", "har, bo and ur"])
def test_the_three_pongs_are_right_with_blanks_or_commas_between_them(given: str) -> None:
    assert questions.question("word_between_the_fragments").reply(given).right
