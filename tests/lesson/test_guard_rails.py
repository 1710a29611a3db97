"""Answers that try to harm the process that runs them: each gets a verdict, and the next one is checked."""

from __future__ import annotations

import time

import pytest

from framebyframe.lesson.authoring.mutants import submission_of
from framebyframe.lesson.checking.deadline import DeadlineReached, clock_of_processor
from framebyframe.lesson.checking.stopped import with_its_loop
from framebyframe.lesson.checking.submission import Submission
from framebyframe.lesson.checking.verdict import Fault, Verdict
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.showing import feedback
from framebyframe.lesson.showing.feedback import Context
from framebyframe.lesson.text.catalogue import say
from framebyframe.lesson.workers import in_kernel, run
from framebyframe.lesson.workers import process as process_module
from framebyframe.lesson.workers.in_kernel import check_in_kernel
from framebyframe.lesson.workers.process import Checker

[EXERCISE] = table.named("encode_length")

HEAD = "def encode_length(length, masked):\n"

DANGEROUS = {
    "while": (HEAD + "    while True:\n        pass\n", Fault.ENDLESS_LOOP),
    "loop that swallows": (
        HEAD + "    while True:\n        try:\n            1 / 0\n        except:\n            pass\n",
        Fault.ENDLESS_LOOP,
    ),
    "loop in C": (HEAD + "    return sum(iter(int, 1))\n", Fault.ENDLESS_LOOP),
    "loop in the signature": (
        "def encode_length(length, masked=[item for item in iter(int, 1)]):\n    return b''\n",
        Fault.ENDLESS_LOOP,
    ),
    "one allocation": (HEAD + "    return bytes(10**12)\n", Fault.MEMORY),
    "growth": (HEAD + "    held = []\n    while True:\n        held.append(bytes(10**7))\n", Fault.MEMORY),
    "exit": (HEAD + "    import os\n    os._exit(3)\n", Fault.CRASHED),
    "abort": (HEAD + "    import os\n    os.abort()\n", Fault.CRASHED),
}

LOUD = {
    "sleep": (
        HEAD + "    import time\n    time.sleep(3600)\n    return bytes([length | masked << 7])\n",
        Fault.TOO_LATE,
    ),
    "sleep for ever": (HEAD + "    import time\n    time.sleep(10**6)\n", Fault.NEVER_ARRIVES),
    "coroutine that hangs": (
        HEAD
        + "    import asyncio\n    async def hang(): await asyncio.Event().wait()\n    asyncio.run(hang())\n",
        Fault.NEVER_ARRIVES,
    ),
    "socket to nobody": (
        HEAD + "    import socket\n    socket.create_connection(('127.0.0.1', 9))\n",
        Fault.RAISES,
    ),
    "recursion": (HEAD + "    return encode_length(length, masked)\n", Fault.RECURSION),
    "print flood": (HEAD + "    while True:\n        print('x' * 100)\n", Fault.PRINT_FLOOD),
    "print flood that swallows": (
        HEAD + "    while True:\n        try: print('x' * 100)\n        except Exception: pass\n",
        Fault.PRINT_FLOOD,
    ),
    "exception": (HEAD + "    return bytes([length, masked, 'a'])\n", Fault.RAISES),
    "sys.exit": (HEAD + "    raise SystemExit(1)\n", Fault.RAISES),
    "keyboard interrupt": (HEAD + "    raise KeyboardInterrupt\n", Fault.RAISES),
    "input": (HEAD + "    return input().encode()\n", Fault.RAISES),
    "parameter missing": ("def encode_length(length):\n    return b''\n", Fault.SIGNATURE),
    "parameters swapped": ("def encode_length(masked, length):\n    return b''\n", Fault.SIGNATURE),
    "parameter renamed": ("def encode_length(length, mask):\n    return b''\n", Fault.SIGNATURE),
    "default added": ("def encode_length(length, masked=False):\n    return b''\n", Fault.DIFFERENT),
    "keyword only": ("def encode_length(length, *, masked):\n    return b''\n", Fault.SIGNATURE),
    "async": ("async def encode_length(length, masked):\n    return b''\n", Fault.IS_ASYNC),
    "None": (HEAD + "    bytes([length & 127])\n", Fault.RETURNS_NONE),
    "None, returned": (
        HEAD + "    if masked:\n        return None\n    return [].sort()\n",
        Fault.GIVES_NONE,
    ),
    "print for return": (HEAD + "    print(bytes([length & 127]))\n", Fault.RETURNS_NONE),
    "str": (HEAD + "    return hex(length)\n", Fault.RETURNS_STR),
    "int": (HEAD + "    return length\n", Fault.RETURNS_OTHER_TYPE),
    "endless int": (HEAD + "    return 1 << 100_000\n", Fault.RETURNS_OTHER_TYPE),
    "bytearray": (HEAD + "    return bytearray([length])\n", Fault.RETURNS_OTHER_TYPE),
    "error": (HEAD + "    return ValueError(length)\n", Fault.RETURNS_ERROR),
    "class of an error": (HEAD + "    return ValueError\n", Fault.RETURNS_ERROR),
    "list": (HEAD + "    return [length]\n", Fault.RETURNS_OTHER_TYPE),
    "generator": (HEAD + "    yield length\n", Fault.RETURNS_OTHER_TYPE),
    "unknown name": (HEAD + "    return struct.pack('!B', length)\n", Fault.UNKNOWN_NAME),
    "fails to define": (
        "def encode_length(length: int, masked: bool = 1 / 0) -> bytes:\n    return b''\n",
        Fault.FAILS_TO_DEFINE,
    ),
    "no function": ("@property\n" + HEAD + "    return b''\n", Fault.FAILS_TO_DEFINE),
    "decorator that returns nothing": (
        "def lost(function): pass\n@lost\n" + HEAD + "    return b''\n",
        Fault.FAILS_TO_DEFINE,
    ),
    "breakpoint": (HEAD + "    breakpoint()\n", Fault.RAISES),
    "the kit's own": (
        HEAD + "    import framebyframe.wire.frames as f\n    return f.encode_length(length, masked)\n",
        Fault.KITS_OWN,
    ),
    "the kit's own by another function": (
        HEAD
        + "    from framebyframe.wire import Frame, Opcode\n"
        + "    from framebyframe.wire.frames import encode_frame\n"
        + "    return encode_frame(Frame(Opcode.TEXT, bytes(length)))[1:]\n",
        Fault.KITS_OWN,
    ),
    "wrong value": (HEAD + "    return b'ab'\n", Fault.DIFFERENT),
}

RIGHT = {
    "annotations that resolve nowhere": reference.source(EXERCISE).replace("int", "Nothing", 1),
    "another function of the kit": reference.source(EXERCISE).replace(
        "    mask_bit",
        "    from framebyframe.wire.masking import apply_mask\n    apply_mask(b'a', bytes(4))\n    mask_bit",
        1,
    ),
}

REMEMBERS = {
    "default value that grows": HEAD.replace("def", "SEEN = []\ndef")
    + "    SEEN.append(1)\n    return right(length, masked) if len(SEEN) == 1 else b''\n",
    "right for one round": HEAD.replace("def", "SEEN = []\ndef")
    + "    SEEN.append(1)\n    return right(length, masked) if len(SEEN) <= 36 else b''\n",
}


def submission(source: str) -> Submission:
    return Submission(EXERCISE.id, source)


def sentence(source: str, fault: Fault, checker: Checker) -> str:
    verdict = checker.check(submission(source))
    assert verdict.fault is fault, verdict
    return feedback.wrong(EXERCISE, verdict, Context(cell=source)).text


def is_well(checker: Checker) -> bool:
    return checker.check(submission_of(EXERCISE, reference.source(EXERCISE))).right


@pytest.mark.parametrize(("source", "fault"), DANGEROUS.values(), ids=DANGEROUS)
def test_what_ends_the_worker(
    source: str, fault: Fault, checker: Checker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process_module, "DEADLINE", 1.0)
    assert "encode_length: not right yet" in sentence(source, fault, checker)
    assert is_well(checker)


@pytest.mark.parametrize(("source", "fault"), LOUD.values(), ids=LOUD)
def test_what_the_worker_survives(source: str, fault: Fault, checker: Checker) -> None:
    assert "encode_length: not right yet" in sentence(source, fault, checker)
    assert is_well(checker)


@pytest.mark.parametrize("source", RIGHT.values(), ids=RIGHT)
def test_what_is_no_fault(source: str, checker: Checker) -> None:
    assert checker.check(submission_of(EXERCISE, source)).right


def test_the_reference_is_itself_again_after_a_check(checker: Checker) -> None:
    [source] = [text for text, fault in LOUD.values() if fault is Fault.KITS_OWN][:1]
    assert check_in_kernel(submission(source)).fault is Fault.KITS_OWN
    assert reference.function(EXERCISE)(300, masked=False) == b"\x7e\x01\x2c"


def _right(exercise: Exercise) -> str:
    """A right answer by another name."""
    return reference.source(exercise).replace(f"def {exercise.name}", "def right") + "\n"


@pytest.mark.parametrize("source", REMEMBERS.values(), ids=REMEMBERS)
def test_an_answer_that_remembers(source: str, checker: Checker) -> None:
    verdict = checker.check(submission_of(EXERCISE, _right(EXERCISE) + source))
    assert verdict.fault is Fault.WORKS_ONCE


def test_an_answer_that_changes_its_argument(checker: Checker) -> None:
    [exercise] = table.named("encode_frame")
    source = "def encode_frame(frame):\n    frame.payload = b''\n    return right(frame)\n"
    verdict = checker.check(submission_of(exercise, _right(exercise) + source))
    assert verdict.fault is Fault.ARGUMENT_CHANGED


def test_what_it_prints_is_shown_and_no_more_than_a_page(checker: Checker) -> None:
    text = sentence(HEAD + "    print('length', length, '.' * 5000)\n", Fault.RETURNS_NONE, checker)
    assert "length 0 ....." in text
    assert len(text) < 3_000


def test_the_line_that_raises_is_shown(checker: Checker) -> None:
    text = sentence(HEAD + "    first = 1\n    return bytes([first, 'a'])\n", Fault.RAISES, checker)
    assert "Line 3 of the cell" in text
    assert "return bytes([first, 'a'])" in text


def test_a_name_the_kit_has_is_told_how_to_be_imported(checker: Checker) -> None:
    text = sentence(HEAD + "    raise InvalidFrame\n", Fault.UNKNOWN_NAME, checker)
    assert "from framebyframe.wire.frames import InvalidFrame" in " ".join(text.split())


def test_a_misspelt_parameter_is_recognised(checker: Checker) -> None:
    assert "`length`" in sentence(HEAD + "    return bytes([lenght])\n", Fault.UNKNOWN_NAME, checker)


def test_a_thread_left_behind_does_not_meet_the_next_answer(checker: Checker) -> None:
    lingers = "    import threading, time\n    threading.Thread(target=time.sleep, args=(60,)).start()\n"
    assert checker.check(submission(HEAD + lingers)).fault is Fault.RETURNS_NONE
    source = HEAD + "    import threading\n    raise ValueError(threading.active_count())\n"
    first = checker.check(submission(source)).detail["message"]
    assert checker.check(submission(source)).detail["message"] == first == "3"


DELAYS = table.by_id("12.delays")
DELAYS_HEAD = "def delays(self, chance=random.random):\n    ceiling = self.first\n"
GROWS = "        ceiling = min(ceiling * self.factor, self.longest)\n"
UNYIELDING = {
    "behind the loop": (f"    while True:\n{GROWS}    yield ceiling\n", "no `yield` was reached", "3"),
    "none": (f"    while True:\n{GROWS}    return iter([])\n", "no `yield` was reached", "3"),
    "before the loop, too": (
        f"    yield ceiling\n    while 1:\n{GROWS}    yield ceiling\n",
        "no `yield` was reached from there on",
        "4",
    ),
    "in no round": (
        f"    while True:\n{GROWS}        if ceiling < 0:\n            yield ceiling\n",
        "Does every round do so",
        "",
    ),
    "a loop with an end": (
        f"    while ceiling > 0:\n{GROWS}    yield ceiling\n",
        "does every other loop get nearer",
        "",
    ),
}


@pytest.mark.parametrize("body, words, line", UNYIELDING.values(), ids=UNYIELDING)
def test_a_generator_that_is_stopped_is_told_of_its_yield(body: str, words: str, line: str) -> None:
    """A loop without end is right there: it is not asked to get nearer to one."""
    answer = Submission(DELAYS.id, DELAYS_HEAD + body, preamble=("import random\n",))
    verdict = with_its_loop(check_in_kernel(answer, deadline=0.3), DELAYS, answer)
    text = feedback.wrong(DELAYS, verdict, Context(cell=answer.source)).text
    assert verdict.fault is Fault.ENDLESS_LOOP and words in " ".join(text.split())
    assert "Does every loop get nearer to its end?" not in " ".join(text.split())
    assert (f"Line {line} of the cell" in text) if line else verdict.line is None


def test_the_line_of_its_loop_is_that_of_the_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_verdict", lambda _: Verdict(Fault.ENDLESS_LOOP, 0))
    body = UNYIELDING["behind the loop"][0]
    assert run.run_check(Submission(DELAYS.id, DELAYS_HEAD + body, line=5)).line == 7
    assert run.run_check(submission(HEAD + "    while True:\n        pass\n")).detail == {}
    a_lambda = "delays = lambda self, chance: (one for one in iter(int, 1) if one)\n"
    assert run.run_check(Submission(DELAYS.id, a_lambda)).detail == {"loop": "generator"}


def test_every_fault_has_a_sentence_of_its_own() -> None:
    keys = [fault.value for fault in Fault if fault is not Fault.NONE]
    assert len({say("engine", "fault", key) for key in keys}) == len(keys)


# --- where Python has no processes ---------------------------------------------------------------


@pytest.mark.parametrize(("source", "fault"), LOUD.values(), ids=LOUD)
def test_in_the_kernel_the_same_is_said(source: str, fault: Fault, checker: Checker) -> None:
    verdict = check_in_kernel(submission(source))
    assert verdict == checker.check(submission(source))
    assert verdict.fault is fault


STOPPED = {
    "while": DANGEROUS["while"][0],
    "loop that swallows": DANGEROUS["loop that swallows"][0],
    "for": HEAD + "    import itertools\n    for one in itertools.count():\n        pass\n",
    "comprehension": HEAD
    + "    import itertools\n    return [one for one in itertools.count() if one < 0]\n",
    "generator": HEAD + "    import itertools\n    return any(one < 0 for one in itertools.count())\n",
    "loop in a loop that swallows": HEAD
    + "    while True:\n        try:\n            while True: pass\n        except: pass\n",
    "coroutine": HEAD
    + "    async def loop():\n        while True: pass\n    import asyncio\n    asyncio.run(loop())\n",
}


@pytest.mark.parametrize("source", STOPPED.values(), ids=STOPPED)
def test_in_the_kernel_a_loop_is_stopped_by_its_own_look_at_the_clock(source: str) -> None:
    verdict = check_in_kernel(submission(source), deadline=0.1)
    assert (verdict.fault, verdict.example) == (Fault.ENDLESS_LOOP, 0)


def test_in_the_kernel_a_helper_is_stopped_too() -> None:
    helper = "def helper():\n    while True: pass\n"
    answer = Submission(EXERCISE.id, HEAD + "    helper()\n", preamble=(helper,))
    assert check_in_kernel(answer, deadline=0.1).fault is Fault.ENDLESS_LOOP


def test_without_processes_a_check_runs_in_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*arguments: object, **named: object) -> None:
        raise OSError("no processes here")

    monkeypatch.setattr(process_module.subprocess, "Popen", refused)
    monkeypatch.setattr(run, "_checker", Checker)
    assert run.run_check(submission(HEAD + "    return None\n")).fault is Fault.GIVES_NONE


def test_both_ways_have_the_same_deadline() -> None:
    assert in_kernel.DEADLINE == process_module.DEADLINE


def test_a_clock_of_the_processor_stands_still_while_others_work() -> None:
    look = clock_of_processor(0.02)
    time.sleep(0.1)  # as on a machine that has other things to do
    assert look()
    with pytest.raises(DeadlineReached):
        while True:
            look()


RECEIVE = table.by_id("08.receive")
RECEIVING = """def receive(self, deadline, limit=None):
    end = deadline if limit is None else limit
{}    text = self._texts.popleft()
    self._size -= len(text)
    return text
"""
STOPPED = {
    "a step that nobody calls": (
        "    while not self._texts:\n        if not self._read(deadline):\n            return None\n",
        {"loop": "never_called", "code": "self._check_open()"},
    ),
    "a step in front of the loop": (
        "    self._check_open()\n    while not self._texts:\n        if not self._read(deadline):\n"
        "            return None\n",
        {"loop": "not_in_a_loop", "code": "self._check_open()"},
    ),
    "an answer that is not looked at": (
        "    while not self._texts:\n        self._check_open()\n        self._read(deadline)\n"
        "        if not self._texts and not end.remaining():\n            return None\n",
        {"loop": "ignored", "code": "self._read"},
    ),
    "all that the reference does": (
        "    while not self._texts:\n        self._check_open()\n        if not self._read(deadline):\n"
        "            return None\n",
        {},
    ),
}


@pytest.mark.parametrize("body, detail", STOPPED.values(), ids=STOPPED)
def test_what_a_loop_does_without_is_asked_for(body: str, detail: dict[str, str]) -> None:
    """It may end when the time is up, on a clock that goes: it is not said that it never does."""
    answer = submission_of(RECEIVE, RECEIVING.format(body))
    verdict = with_its_loop(Verdict(Fault.ENDLESS_LOOP, 0), RECEIVE, answer)
    assert verdict.detail == detail
