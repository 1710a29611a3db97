"""Pages for a verdict: a picture and words, the same in every run."""

from __future__ import annotations

import difflib
import sys
import traceback
from collections.abc import Collection
from dataclasses import dataclass
from types import ModuleType

from ..checking.verdict import Fault, Shown, Told, Verdict
from ..declaring import php_declared, php_text, reference, shuffled, table
from ..declaring.examples import Example, Scenario
from ..declaring.exercise import Exercise
from ..declaring.syntax import source_lines
from ..keeping import package, php_files
from ..text.catalogue import has, say, state_of
from ..workers.process import DEADLINE
from . import diagnosis, differences, pictures, telling
from .case import case_items
from .page import Fold, Heading, Item, Layer, Lines, NestedFold, Page, Picture, PlainOnly, code, paragraphs
from .prose import Block, blocks
from .repairing import as_it_stands, form_of, symptom
from .source import Source, source

HINTS = 3


@dataclass(frozen=True)
class Context:
    """The facts that a page needs besides the verdict.

    Attributes:
        cell: the source of the learner's cell.
        source: the answer in it.
        reads: notebook variables that the answer reads.
        solved: the ids of what is solved so far.
        not_saved: why a right answer could not be saved, or "".
        says_until: whether to say that the kit's own stands in.
        offers_hint: whether to say how to get the next hint, before all else.
        has_more: a cell of PHP has more than declarations; what it has more is left out.
    """

    cell: str = ""
    source: str = ""
    reads: tuple[str, ...] = ()
    solved: frozenset[str] = frozenset()
    not_saved: str = ""
    says_until: bool = True
    offers_hint: bool = False
    has_more: bool = False


def _words(part: str, key: str, **values: object) -> list[Item]:
    return paragraphs(say("engine", part, key, **values))


# --- not written yet ----------------------------------------------------------------------------


def unwritten(exercise: Exercise, shows: Shown, context: Context, steps: tuple[Told, ...] = ()) -> Page:
    """The page for an unwritten function: its purpose, and that the kit's own stands in for it.

    Args:
        exercise: what is to be written.
        shows: what the showcase gives.
        context: what is known besides.
        steps: its steps, if it is a scenario.
    """
    call, form = exercise.text_of(exercise.showcase), form_of(exercise)
    items: list[Item] = [Heading("plain", say("engine", form, "title", name=exercise.name))]
    items += [*paragraphs(say(exercise.catalogue, exercise.key, "aim")), *symptom(exercise)]
    items += _introduction(exercise, exercise.showcase)
    if steps:
        items += [*_words("unwritten", "steps"), telling.steps(steps, "plain")]
    items += as_it_stands(exercise)
    key = "shows_raised" if form == "repair" and shows.raised else "shows"
    items += [*_words(form, key, call=f"`{call}`"), *_picture(exercise, call, shows)]
    if _kits_own_stands_in(exercise, context):
        items += _words(form, _variant(exercise, form, "until"), name=exercise.name)
    if exercise.id in context.solved:
        items += _words("unwritten", "solved_before", file=_saved_file(exercise))
    return Page([*items, *_help(exercise, "")])


def _kits_own_stands_in(exercise: Exercise, context: Context) -> bool:
    """Whether to say so: what was saved is used, also while its cell holds a wrong one."""
    return context.says_until and exercise.id not in context.solved


def _picture(exercise: Exercise, call: str, value: Shown) -> list[Item]:
    picture = Picture(pictures.picture_of(exercise, call, value))
    return [*paragraphs(pictures.remark_on(exercise, value)), picture]


# --- not right yet ------------------------------------------------------------------------------


def wrong(exercise: Exercise, verdict: Verdict, context: Context) -> Page:
    """The page for a wrong answer: the fault, shown by the bytes, and the likely mistake in words."""
    items: list[Item] = [
        Heading("wrong", say("engine", "wrong", "title", name=exercise.name)),
        *what_is_wrong(exercise, verdict, context),
        *_left_out(context),
    ]
    if _kits_own_stands_in(exercise, context):
        items += _words("wrong", _variant(exercise, "wrong", "until"), name=exercise.name)
    if exercise.id in context.solved:
        items += _words("wrong", "solved_before", file=_saved_file(exercise))
    if context.offers_hint:
        items += _words("hint", "offer", name=table.called(exercise))
    return Page([*items, *_help(exercise, verdict.mistake), *case_items(exercise, context.source, verdict)])


def what_is_wrong(exercise: Exercise, verdict: Verdict, context: Context) -> list[Item]:
    """The fault in words and in a picture, the likely mistake, the rule."""
    items: list[Item] = [
        *_told(exercise, verdict),
        *paragraphs(_fault_sentence(exercise, verdict, context.cell)),
        *paragraphs(differences.sentence(verdict.difference)),
        *_line(exercise, verdict, context.cell),
        *_difference(exercise, verdict),
        *_words_are_free(verdict),
        *_printed(verdict),
        *_mistake(exercise, verdict),
    ]
    if context.reads:
        items += _words("wrong", "reads", names="`, `".join(context.reads))
    return [*items, *_rule(exercise, verdict)]


def _told(exercise: Exercise, verdict: Verdict) -> list[Item]:
    """The introduction of the example, and its steps up to the one that failed."""
    if verdict.example is None:
        return []
    steps = [telling.steps(verdict.steps, "wrong")] if verdict.steps else []
    return [*_introduction(exercise, exercise.examples[verdict.example]), *steps]


def _introduction(exercise: Exercise, example: Example) -> list[Item]:
    """A scenario in words."""
    if not isinstance(example, Scenario):
        return []
    return paragraphs(say(exercise.catalogue, exercise.key, f"scenario.{example.key}"))


def _left_out(context: Context) -> list[Item]:
    """That a cell has more than declarations."""
    return _words("php", "has_more") if context.has_more else []


def _call(exercise: Exercise, verdict: Verdict) -> str:
    """The call that failed: the step, or the example; of a scenario that was stopped, the function."""
    if verdict.steps:
        return verdict.steps[-1].source
    example = None if verdict.example is None else exercise.examples[verdict.example]
    if isinstance(example, Scenario):
        return exercise.name
    return "" if example is None else exercise.text_of(example)


def _fault_sentence(exercise: Exercise, verdict: Verdict, cell: str) -> str:
    values = {"name": exercise.name, "seconds": f"{exercise.deadline or DEADLINE:g}", **verdict.detail}
    key = verdict.fault.value
    if verdict.example is not None:
        values["call"] = _call(exercise, verdict)
    elif has("engine", "fault", f"{key}.define"):
        key += ".define"
    for name, value in (("expected", verdict.expected), ("received", verdict.received)):
        if value is not None:
            values[name] = value.type
    if verdict.fault is Fault.RAISES and not values.get("message"):
        key += "_bare"
    if verdict.fault is Fault.RAISES_OTHER and "namesake" in verdict.detail:
        key += ".namesake"
    if verdict.fault is Fault.RETURNS_STR and any(found.key == "digits" for found in verdict.findings):
        key = Fault.RETURNS_OTHER_TYPE.value  # to encode it is no remedy
    if verdict.fault is Fault.WORKS_ONCE and "kept" in verdict.detail:
        key += f".{verdict.detail['kept']}"
    if verdict.fault is Fault.RETURNS_ERROR and "needless" in verdict.detail:
        key += ".needless"
    if "order" in verdict.detail:
        key += ".order"
    if verdict.fault is Fault.ENDLESS_LOOP and "loop" in verdict.detail:
        key += f".{verdict.detail['loop']}"
    if verdict.detail.get("variable") == "get_ipython":
        key += ".magic"
    if verdict.fault is Fault.FATAL and verdict.line is None:
        key += "_bare"
    if verdict.fault is Fault.NO_PHP and not values["message"]:
        key += ".browser"
    return say("engine", "fault", _variant(exercise, "fault", key), **values) + _remedy(
        exercise, verdict, cell
    )


def _variant(exercise: Exercise, section: str, key: str) -> str:
    """The key of the text for PHP, if the catalogue has one; else this key."""
    return f"{key}.php" if exercise.is_php and has("engine", section, f"{key}.php") else key


def _remedy(exercise: Exercise, verdict: Verdict, cell: str) -> str:
    """The remedy for a name that is not known, or for a line of PHP that does not end."""
    if verdict.fault is Fault.SYNTAX and exercise.is_php:
        line = php_text.line_without_semicolon(cell, verdict.line or 0)
        return " " + say("engine", "fault", "syntax.semicolon", line=line) if line else ""
    unknown = verdict.detail.get("unknown")
    if verdict.fault is not Fault.UNKNOWN_NAME or not unknown:
        return ""
    if hasattr(reference.module(exercise), unknown):
        return " " + _import_words(f"from {exercise.module} import {unknown}")
    if unknown in sys.stdlib_module_names and not unknown.startswith("_"):
        return " " + _import_words(f"import {unknown}")
    if unknown in reference.attributes(exercise):
        return " " + say("engine", "fault", "unknown_name.self", unknown=unknown)
    in_a_module = _in_a_module(exercise, unknown)
    if not in_a_module and (module := _elsewhere_in_the_kit(exercise, unknown)):
        statement = f"from {module} import {unknown}"
        return " " + say("engine", "fault", "unknown_name.elsewhere", statement=statement)
    caught = verdict.detail.get("caught")
    if caught and not in_a_module:
        return " " + say("engine", "fault", "unknown_name.caught", caught=caught, unknown=unknown)
    similar = in_a_module or _similar_name(exercise, unknown)
    key = "unknown_name.similar" if similar else "unknown_name.run"
    return " " + say("engine", "fault", key, similar=similar)


def _in_a_module(exercise: Exercise, unknown: str) -> str:
    """The name with the module before it, where the reference imports a module that has it; or ""."""
    names = vars(reference.module(exercise)).items()
    found = [name for name, value in names if isinstance(value, ModuleType) and hasattr(value, unknown)]
    return f"{found[0]}.{unknown}" if found else ""


def _elsewhere_in_the_kit(exercise: Exercise, unknown: str) -> str:
    """The module with this name, among those of the kit from which the reference's module imports; or "".

    A cell of the notebook may define the name as well, or none may: an import is right in both cases.
    """
    package = f"{exercise.module.partition('.')[0]}."
    homes = {str(getattr(value, "__module__", "")) for value in vars(reference.module(exercise)).values()}
    of_the_kit = (
        sys.modules[home] for home in sorted(homes & sys.modules.keys()) if home.startswith(package)
    )
    return next((module.__name__ for module in of_the_kit if _is_at_home(unknown, module)), "")


def _is_at_home(name: str, module: ModuleType) -> bool:
    """Whether a public name of a module is its own, and not one that it imports."""
    value = vars(module).get(name)
    if value is None or name.startswith("_") or isinstance(value, ModuleType):
        return False
    return getattr(value, "__module__", module.__name__) == module.__name__


def _similar_name(exercise: Exercise, unknown: str) -> str:
    """A name of the reference's module, or a parameter, that is spelt almost alike; or ""."""
    known = [*vars(reference.module(exercise)), *reference.parameters(exercise)]
    return next(iter(difflib.get_close_matches(unknown, known, 1)), "")


def _import_words(statement: str) -> str:
    return say("engine", "fault", "unknown_name.import", statement=statement)


def _line(exercise: Exercise, verdict: Verdict, cell: str) -> list[Item]:
    lines = source_lines(cell)
    if verdict.line is None or verdict.line > len(lines):
        return []
    first, last = verdict.line, verdict.line
    if "Return value must be of type" in verdict.detail.get("message", ""):
        # Of a `match` PHP names the last arm, whichever gave the value.
        first, last = php_declared.return_at(cell, verdict.line)
    words = _words("wrong", "lines" if first < last else "line", line=first, last=last)
    return [*words, source("\n".join(lines[first - 1 : last]), is_php=exercise.is_php)]


def _difference(exercise: Exercise, verdict: Verdict) -> list[Item]:
    """Expected and received, one above the other."""
    if verdict.expected is None or verdict.received is None or verdict.example is None:
        return []
    call = _call(exercise, verdict)
    if verdict.fault is Fault.TOO_LATE:
        allowed, waited = (verdict.detail[key] for key in ("allowed", "waited"))
        return [Picture(pictures.late(exercise, call, verdict.received, allowed, waited))]
    if verdict.difference is not None:
        return [Picture(differences.picture(exercise, call, verdict.difference))]
    figure = pictures.difference(exercise, call, verdict.expected, verdict.received)
    return [Picture(figure)] if figure else []


def _words_are_free(verdict: Verdict) -> list[Item]:
    """That an error may say something else, where a whole one is shown as what should be raised."""
    is_shown = verdict.expected is not None and verdict.expected.raised and verdict.received is not None
    return _words("wrong", "words_are_free") if is_shown else []


def _rule(exercise: Exercise, verdict: Verdict) -> list[Item]:
    """The section of the broken rule; bytes of a frame are drawn with the section of their field."""
    if verdict.fault is not Fault.DIFFERENT or exercise.before is not None or not exercise.section:
        return []
    return _words("wrong", "rule", section=exercise.section)


def _printed(verdict: Verdict) -> list[Item]:
    if not verdict.printed.strip():
        return []
    return [*_words("wrong", "printed"), code(verdict.printed)]


def _mistake(exercise: Exercise, verdict: Verdict) -> list[Item]:
    """The likely mistakes, and what is right already."""
    told = diagnosis.sentences(exercise, verdict)
    already = diagnosis.right_already(verdict)
    first = 0 if diagnosis.is_only_beside(verdict) else 1
    items = [item for text in told[:first] for item in _words("wrong", "mistake", text=text)]
    items += [item for text in told[first:] for item in paragraphs(text)]
    return [*items, *(paragraphs(already) if already else [])]


# --- right --------------------------------------------------------------------------------------


def right(exercise: Exercise, verdict: Verdict, context: Context) -> Page:
    """One line and one picture: what the learner's function made. The rest is folded."""
    call = exercise.text_of(exercise.showcase)
    items: list[Item] = [Heading("right", _success(exercise, context))]
    if context.not_saved:
        items += _words("right", "not_saved", reason=context.not_saved)
    items += _left_out(context)
    if verdict.remark:
        items += paragraphs(say(exercise.catalogue, exercise.key, verdict.remark))
    if verdict.steps:
        items += [*_introduction(exercise, exercise.showcase), telling.steps(verdict.steps, "right")]
    elif verdict.shows is not None:
        items.append(Picture(pictures.picture_of(exercise, call, verdict.shows)))
    items += [*_printed(verdict), *_stays(exercise, verdict)]
    return Page([*items, Fold(say("engine", "right", "more"), _more(exercise, verdict, context))])


def _stays(exercise: Exercise, verdict: Verdict) -> list[Item]:
    """What it means that a saved function prints; a warning of PHP's says what it means itself."""
    lines = verdict.printed.splitlines()
    is_printed = any(line.strip() and not line.startswith(php_text.WARNING) for line in lines)
    return _words("right", "prints.php" if exercise.is_php else "prints") if is_printed else []


def _success(exercise: Exercise, context: Context) -> str:
    """A sentence: the answer is right, how many of the chapter are, and which one is next."""
    chapter = table.chapter_of(exercise).exercises
    done = sum(item.id in context.solved for item in chapter)
    later = next_unsolved(exercise, context.solved)
    key = "title" if later else "title_last"
    name = later.name if later else ""
    return say("engine", "right", key, name=exercise.name, solved=done, total=len(chapter), next=name)


def _more(exercise: Exercise, verdict: Verdict, context: Context) -> list[Item]:
    """The folded part: the call in the picture, the file of the answer, and the functions built so far."""
    items: list[Item] = []
    if verdict.shows is not None and not verdict.steps:  # steps stand there in the place of a picture
        items += _words("right", "shows", call=f"`{exercise.text_of(exercise.showcase)}`")
        items += paragraphs(pictures.remark_on(exercise, verdict.shows))
    if not context.not_saved:
        items += _words("right", "saved", file=_saved_file(exercise))
    chapter = table.chapter_of(exercise).exercises
    return [*items, code("\n".join(state_of(item.name, item.id in context.solved) for item in chapter))]


def next_unsolved(exercise: Exercise, solved: Collection[str]) -> Exercise | None:
    """The first one of the same chapter that is not among those solved."""
    chapter = table.chapter_of(exercise).exercises
    return next((item for item in chapter if item.id not in solved), None)


def _saved_file(exercise: Exercise) -> str:
    return php_files.file_of(exercise) if exercise.is_php else f"{package.NAME}/{package.file_of(exercise)}"


def kit_failed(name: str, error: Exception) -> Page:
    """The page for an error of the kit itself; its traceback is folded, to be reported."""
    trace = "".join(traceback.format_exception(error))
    words = say("engine", "exercise", "kit_failed", error=f"{type(error).__name__}: {error}")
    return Page(
        [Heading("wrong", name), *paragraphs(words), Fold(say("engine", "exercise", "where"), [code(trace)])]
    )


# --- hints and the answer -----------------------------------------------------------------------


def hint_texts(exercise: Exercise, mistake: str) -> list[tuple[Block, ...]]:
    """The three hints, from a nudge to nearly the code; the first is about the mistake, where it is known."""
    texts = [_hint(exercise, step) for step in range(1, HINTS + 1)]
    special = f"mistake.{mistake}.hint"
    if mistake and has(exercise.catalogue, exercise.key, special):
        texts[0] = say(exercise.catalogue, exercise.key, special)
    return [tuple(blocks(text)) for text in texts]


def _hint(exercise: Exercise, step: int) -> str:
    if step == HINTS and exercise.order:
        return _lines_to_order(exercise)
    return say(exercise.catalogue, exercise.key, f"hint.{step}")


def _lines_to_order(exercise: Exercise) -> str:
    rows = [f"| {row}" for row in shuffled.numbered(exercise).splitlines()]
    return "\n".join([ordering_words(exercise), *rows])


def ordering_words(exercise: Exercise) -> str:
    """The instructions for putting the shuffled lines in order."""
    assert exercise.order
    return say("engine", "order", "task", name=exercise.name, extra=len(exercise.order.distractors))


def hint_page(exercise: Exercise, mistake: str, step: int) -> Page:
    """One hint; steps are counted from 1."""
    text = [Lines(one.text) if one.code else one for one in hint_texts(exercise, mistake)[step - 1]]
    title = say("engine", "hint", "title", name=exercise.name, step=step, steps=HINTS)
    key = "next" if step < HINTS else "then_solution"
    return Page([Heading("hint", title), *text, *_words("hint", key, name=table.called(exercise))])


def solution_page(exercise: Exercise) -> Page:
    """The reference's source."""
    title = say("engine", "solution", "title", name=exercise.name)
    return Page([Heading("hint", title), _solution(exercise), *_words("solution", "note")])


def _solution(exercise: Exercise) -> Source:
    return source(reference.solution_cell(exercise), is_php=exercise.is_php)


def _help(exercise: Exercise, mistake: str) -> list[Item]:
    """The hints to open one by one, the answer inside the last; in text, how to ask for them."""
    hints = [
        Layer(say("engine", "hint", "open", step=number, steps=HINTS), text)
        for number, text in enumerate(hint_texts(exercise, mistake), 1)
    ]
    answer = Layer(say("engine", "hint", "open_solution"), (_solution(exercise),))
    how = say("engine", "hint", "how", name=table.called(exercise))
    return [NestedFold((*hints, answer)), *(PlainOnly(block) for block in blocks(how))]
