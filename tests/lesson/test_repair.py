"""Functions to be repaired: the stub has a mistake that people, or libraries, really made."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

import pytest
from running_servers import launch

from framebyframe import peers
from framebyframe.lesson.authoring.mutants import submission_of
from framebyframe.lesson.checking.outcome import outcome_of, subject_of
from framebyframe.lesson.checking.verdict import Fault, shown
from framebyframe.lesson.declaring import reference, syntax, table
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.declaring.forms import Repair
from framebyframe.lesson.declaring.mistakes import edit
from framebyframe.lesson.declaring.python_text import python_text
from framebyframe.lesson.showing import feedback
from framebyframe.lesson.showing.feedback import Context
from framebyframe.lesson.text.catalogue import has, say
from framebyframe.lesson.workers.process import Checker
from framebyframe.wire import Frame, HandshakeFault, Opcode

from .kernels import kernel
from .kinds import MASK

TO_MEND = [exercise for exercise in table.all_exercises() if exercise.repair]
HEADER = table.by_id("02.encode_header")
STUB = reference.stub(HEADER)
DOTS = "@exercise\ndef encode_header(frame: Frame) -> bytes:\n    ...\n"

POINTS_INTO_CODE = re.compile(
    r"\bhere\b|\bchanges\b|\bgoes:|\b(?:is|are) (?:right|missing|wrong)\b"
    r"|\b(?:one|two|first|same) (?:\w+ )?(?:lines?|conditions?|loops?)\b(?! of the docstring)",
    re.IGNORECASE,
)
"""Words of a hint that say what stands in the function, and not what it should do."""

each_repair = pytest.mark.parametrize("exercise", TO_MEND, ids=lambda exercise: exercise.id)


@each_repair
def test_what_is_to_be_mended_is_wrong(exercise: Exercise, checker: Checker) -> None:
    verdict = checker.check(submission_of(exercise, reference.broken(exercise)))
    assert verdict.expected and verdict.received, "it runs, and one example shows its mistake"


@pytest.mark.parametrize("exercise", [item for item in TO_MEND if not item.is_php], ids=lambda item: item.id)
def test_it_has_the_docstring_and_is_not_written_yet(exercise: Exercise) -> None:
    stub = syntax.undecorated(reference.stub(exercise))
    function, right = (syntax.only_function(source) for source in (stub, reference.source(exercise)))
    assert ast.get_docstring(function) == ast.get_docstring(right)
    assert reference.is_unmended(exercise, stub)
    assert not reference.is_unmended(exercise, reference.source(exercise))


@each_repair
def test_it_is_said_what_goes_wrong_and_who_had_it(exercise: Exercise) -> None:
    assert exercise.repair
    assert has(exercise.catalogue, exercise.key, "symptom")
    page = feedback.unwritten(exercise, shown(b"\x81\x00"), Context()).text
    assert page.startswith(f"{exercise.name}: not mended yet")
    assert "it is wrong" in page
    if shipped := exercise.repair.shipped:
        assert re.fullmatch(r"(issue|pull request) \d+|CVE-\d{4}-\d+", shipped.where)
        assert f"{shipped.library}, {shipped.where}, {shipped.year}" in " ".join(page.split())


@pytest.mark.parametrize("exercise", [item for item in TO_MEND if not item.is_php], ids=lambda item: item.id)
def test_the_fault_is_seen_as_it_stands(exercise: Exercise) -> None:
    """The example that is drawn is one in which the function, as it stands, is wrong."""
    right = outcome_of(exercise.showcase, subject_of(exercise, reference.function(exercise)))
    page = " ".join(feedback.unwritten(exercise, shown(right.value, right.raised), Context()).text.split())
    stands = page.partition("As it stands, ")[2].partition("Once it is mended")[0]
    assert stands and (python_text(right.value) not in stands.partition("` gives")[2] or "seconds" in stands)


@each_repair
@pytest.mark.parametrize("step", range(1, feedback.HINTS + 1))
def test_a_hint_about_the_code_says_that_it_means_the_code_as_it_was_given(
    exercise: Exercise, step: int
) -> None:
    """Whoever wrote the function anew gets the same hints, and has other lines."""
    words = say(exercise.catalogue, exercise.key, f"hint.{step}").partition("\n|")[0]
    assert not POINTS_INTO_CODE.search(words) or "given" in words


def test_the_step_that_raises_is_named() -> None:
    """The last step of the example never runs: it raises nothing."""
    [exercise] = table.named("fail_all")
    page = " ".join(feedback.unwritten(exercise, shown(0), Context()).text.split())
    assert 'As it stands, `pending.fail_all(lambda: ConnectionLost("gone"))` raises' in page
    assert "Once it is mended, `first.cancelled(), second.exception()` gives:" in page
    assert "will give" not in page


def test_an_error_that_is_right_is_announced_as_one_with_its_status() -> None:
    [exercise] = table.named("parse_field")
    fault = HandshakeFault(400, "not a header field")
    page = " ".join(feedback.unwritten(exercise, shown(fault, raised=True), Context()).text.split())
    assert 'Once it is mended, `parse_field("Content-Length : 5")` raises an error:' in page
    assert "raises HandshakeFault(400, 'not a header field')" in page


@pytest.mark.parametrize(
    ("change", "untouched"),
    [
        (lambda stub: stub, True),
        (lambda stub: stub.replace("    header =", "    # mine\n    header ="), True),
        (lambda stub: re.sub(r'""".*?"""', '"""In my words."""', stub, flags=re.DOTALL), True),
        (lambda stub: re.sub(r'\n    """.*?"""', "", stub, flags=re.DOTALL), True),
        (lambda stub: stub.replace("header", "start"), False),
        (lambda stub: stub.replace(" or not frame.payload", ""), False),
    ],
    ids=["as it is", "a comment", "another docstring", "no docstring", "another name", "mended"],
)
def test_it_is_not_written_until_its_statements_are_changed(change, untouched: bool) -> None:  # type: ignore[no-untyped-def]
    assert reference.is_unmended(HEADER, change(syntax.undecorated(STUB))) == untouched


def test_in_a_notebook_the_stub_is_told_and_the_mended_one_is_right() -> None:
    with kernel() as running:
        said = running.run(STUB)
        assert "encode_header: not mended yet" in said and "not right yet" not in said
        assert running.run("print(encode_header.__module__)").strip() == "framebyframe.wire.frames"
        assert "encode_header: not mended yet" in running.run(DOTS)
        said = running.run(STUB.replace("header", "start").replace("encode_start", "encode_header"))
        assert "encode_header: not right yet" in said
        assert "encode_header: right" in running.run(STUB.replace(" or not frame.payload", ""))


def test_that_the_notebook_goes_on_with_another_one_is_said_where_one_is_to_be_mended() -> None:
    """A function stands in the cell: that one is to be written in the same chapter was no word about it."""
    to_write, to_mend = map(table.by_id, ("11.decode_request", "11.with_id"))
    with kernel() as notebook:
        notebook.run("from framebyframe.lesson import *")
        assert "the notebook uses the kit's own `decode_request`" in notebook.run(reference.stub(to_write))
        mended = "Until it is mended, the notebook uses the kit's own `with_id`"
        assert mended in notebook.run(reference.stub(to_mend))
        assert mended not in notebook.run(reference.stub(to_mend))


def test_a_repair_that_does_not_fit_the_reference_is_told() -> None:
    with pytest.raises(LookupError, match=r"02\.encode_header has nothing to mend"):
        reference.broken(replace(HEADER, repair=Repair(edit("not there", ""))))
    with pytest.raises(LookupError):
        reference.broken(replace(HEADER, repair=None))


def test_a_php_function_is_mended_too() -> None:
    """Only comments and layout differ."""
    broken = replace(MASK, repair=Repair(edit("str_repeat", "str_pad")))
    stub = reference.broken(broken)
    assert reference.stub(broken) == f"%%php\n{stub}"
    assert reference.is_unmended(broken, stub.replace("{\n", "{\n    // mine\n\n", 1))
    assert not reference.is_unmended(broken, reference.source(MASK))


def test_the_symptom_of_the_header_is_what_the_server_does() -> None:
    """The frame that the broken function makes of a client's empty ping, sent to the real server."""
    namespace = dict(vars(reference.module(HEADER)))
    exec(reference.broken(HEADER), namespace)
    ping = namespace["encode_header"](Frame(Opcode.PING, masking_key=b"abcd"))
    with launch("node_server") as server, peers.RawConnection(server.url) as raw:
        raw.send(ping)
        assert raw.receive() == bytes.fromhex("88 02 03 ea")


def test_a_decorated_stub_is_an_answer() -> None:
    exercise = table.by_id("07.send_close")
    stub = reference.broken(exercise)
    assert reference.is_unmended(exercise, f"@exercise\n{stub}")
    assert not reference.is_unmended(exercise, f"@exercise\n@only_when_open\n{stub}")


def test_a_decorator_may_change_the_arguments(checker: Checker) -> None:
    exercise = table.by_id("07.receive_ping")
    source = """@given_a_list
def receive_ping(self, payload, events, seen):
    seen.append(payload)
    if self.state is OPEN:
        self._pongs.extend(seen)
    events.append(PingReceived(payload))
"""
    decorator = """def given_a_list(work):
    import functools
    @functools.wraps(work)
    def called(self, payload, events):
        return work(self, payload, events, [])
    return called
"""
    submission = submission_of(exercise, source)
    assert checker.check(replace(submission, preamble=(*submission.preamble, decorator))).right


def test_a_second_change_is_looked_for_in_the_answer_after_the_first(checker: Checker) -> None:
    """Its place is one of the changed answer: in the answer as it is, something else may stand there."""
    source = """def turn_key(masking_key, count):
    turn = count % 4
    return (masking_key[turn:] + masking_key[:turn] if turn != 3 else None)[::-1]
"""
    verdict = checker.check(submission_of(table.by_id("03.turn_key"), source))
    assert verdict.fault is Fault.DIFFERENT
