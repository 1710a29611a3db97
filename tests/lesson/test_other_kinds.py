"""Functions that return records, raise, draw random numbers, wait, or are methods."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from framebyframe.lesson.authoring.mutants import submission_of
from framebyframe.lesson.cells.exercise_cell import shown_by_reference, steps_of_reference
from framebyframe.lesson.checking.comparison import alike, comparable, first_difference
from framebyframe.lesson.checking.outcome import outcome_of, subject_of
from framebyframe.lesson.checking.submission import Submission
from framebyframe.lesson.checking.telling import told_difference
from framebyframe.lesson.checking.verdict import Fault, Verdict
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.declaring.examples import call
from framebyframe.lesson.declaring.exercise import Chapter, Exercise
from framebyframe.lesson.diagnosing.judge import judge
from framebyframe.lesson.keeping.compose import put_in
from framebyframe.lesson.keeping.records import Solved
from framebyframe.lesson.showing import differences, feedback, pictures
from framebyframe.lesson.showing.feedback import Context
from framebyframe.lesson.workers.in_kernel import check_in_kernel
from framebyframe.lesson.workers.process import deadline_of
from framebyframe.rpc.messages import FAILED, NOT_FOUND, CallFailed, Notification, Reply
from framebyframe.wire import Frame, HandshakeFault, Opcode, TextMessage

from .kinds import (
    CALL,
    CALL_ASYNC,
    COUNTED,
    DESCRIBE,
    EVERYTHING,
    FIRST_OF,
    KEYS,
    MODULE,
    NEXT_FRAME,
    OPEN,
    OPEN_GATE,
    OPENED_BY,
    PING,
    RECEIVE,
    STATE,
    TICKS,
    chapter,
    verdict,
)

__all__ = ["chapter"]

RIGHT_ACCEPT = Exercise(
    "99.accept_key",
    "framebyframe.wire.handshake:accept_key",
    "RFC 6455 4.2.2",
    [call("dGhl")],
    {},
    field="accept",
)

each_kind = pytest.mark.parametrize("exercise", EVERYTHING, ids=lambda exercise: exercise.id)


def own_words(text: str) -> str:
    return " ".join(text.split())


def wrong_page(exercise: Exercise, source: str, *names: str) -> str:
    found = verdict(exercise, source, *names)
    assert not found.right
    return own_words(feedback.wrong(exercise, found, Context(cell=source)).text)


# --- every kind ---------------------------------------------------------------------------------


@each_kind
def test_the_reference_is_right(exercise: Exercise) -> None:
    names = sorted(vars(reference.module(exercise)).keys() - {exercise.name})
    found = verdict(exercise, reference.source(exercise), *(name for name in names if name[:2] != "__"))
    assert found.right, found


@each_kind
@pytest.mark.usefixtures("chapter")
def test_the_page_of_what_is_not_written_shows_the_scenario(exercise: Exercise) -> None:
    shows, steps = shown_by_reference(exercise), steps_of_reference(exercise)
    text = own_words(feedback.unwritten(exercise, shows, Context(), steps).text)
    assert f"{exercise.name}: not written yet" in text
    if exercise.showcase.key:
        assert all(own_words(step.source) in text for step in exercise.showcase.steps if step.is_told)  # type: ignore[union-attr]


@each_kind
def test_a_verdict_crosses_to_the_kernel_whole(exercise: Exercise) -> None:
    is_async = reference.source(exercise).startswith("async")
    parameters = ", ".join(reference.parameters(exercise))
    wrong = verdict(exercise, f"{'async ' * is_async}def {exercise.name}({parameters}):\n    return 'x'\n")
    assert Verdict.from_json(wrong.to_json()) == wrong


# --- methods, by steps --------------------------------------------------------------------------


def test_a_class_method_may_return_an_object() -> None:
    wrong = verdict(OPENED_BY, "def opened_by(cls, name):\n    return cls()\n")
    assert differences.sentence(wrong.difference) == "The field `opened` should be `1`, and is `0`."


@pytest.mark.usefixtures("chapter")
def test_a_method_is_told_in_steps_up_to_the_one_that_failed() -> None:
    source = "def receive_ping(self, payload, events):\n    events.append(PingReceived(payload))\n"
    text = wrong_page(PING, source, "PingReceived")
    assert "A ping comes while the connection is open." in text
    told = '4 events gives [PingReceived(b"Hi")] 5 connection.data_to_send() ✗'
    assert told in text
    assert "expected 8a 02 48 69" in text


def test_parameters_that_no_call_names_may_have_other_names() -> None:
    other = reference.source(PING).replace("self", "connection").replace("payload", "data")
    assert verdict(PING, other, "OPEN", "Event", "PingReceived").right
    forgotten = verdict(PING, "def receive_ping(payload, events):\n    return None\n")
    assert forgotten.fault is Fault.SIGNATURE
    turned = verdict(PING, "def receive_ping(self, events, payload):\n    return None\n")
    assert turned.detail["order"] == "another"


def test_a_parameter_that_a_call_names_keeps_its_name() -> None:
    """The kit calls `check_part(part, final=...)`."""
    exercise = table.by_id("05.check_part")
    assert reference.named_parameters(exercise) == {"final"}
    source, names = reference.source(exercise), sorted(vars(reference.module(exercise)))
    assert verdict(exercise, source.replace("final", "is_last"), *names).fault is Fault.SIGNATURE
    renamed = source.replace("self", "me").replace("part:", "piece:").replace("(part,", "(piece,")
    assert verdict(exercise, renamed, *names).right


@pytest.mark.usefixtures("chapter")
def test_later_steps_are_not_shown() -> None:
    source = "def receive_ping(self, payload, events):\n    raise KeyError(payload)\n"
    text = wrong_page(PING, source)
    assert 'connection.receive_ping(b"Hi", events)` raises `KeyError`' in text
    assert "data_to_send" not in text


@pytest.mark.usefixtures("chapter")
def test_a_right_method_shows_its_steps() -> None:
    source = reference.source(PING)
    found = verdict(PING, source, "OPEN", "Event", "PingReceived")
    text = own_words(feedback.right(PING, found, Context()).text)
    assert "receive_ping: right" in text
    assert "1 connection = Connection(Role.SERVER)" in text
    assert "A ping comes while the connection is open." in text


def test_the_state_of_a_stream_is_told_too() -> None:
    source = reference.source(NEXT_FRAME).replace("self.waiting = header =", "header =")
    names = ["Frame", "MASKING_KEY_LENGTH", "bytes_after", "masking"]
    wrong = verdict(NEXT_FRAME, source, *names)
    assert [step.source for step in wrong.steps][-1] == "reader.next_frame()"
    assert wrong.fault in (Fault.RETURNS_OTHER_TYPE, Fault.RAISES)


def test_a_mistake_in_a_method_is_known_by_its_model() -> None:
    source = "def open(self, by):\n    if by == '':\n        raise DoorFault\n    return [Opened(by, 1)]\n"
    wrong = verdict(OPEN, source, "Opened", "DoorFault")
    assert (wrong.mistake, wrong.example) == ("forgets_to_count", 1)


# --- errors -------------------------------------------------------------------------------------

COUNTS = "    self.opened += 1\n    return [Opened(by, self.opened)]\n"


def test_the_error_that_is_expected_is_named() -> None:
    wrong = verdict(OPEN, f"def open(self, by):\n{COUNTS}", "Opened")
    assert wrong.fault is Fault.RAISES_NOTHING
    assert wrong.expected
    assert (wrong.expected.type, wrong.expected.raised) == ("DoorFault", True)
    source = f"def open(self, by):\n    if not by:\n        raise KeyError\n{COUNTS}"
    assert verdict(OPEN, source, "Opened").fault is Fault.RAISES_OTHER


def test_a_subclass_of_the_error_is_as_good() -> None:
    source = f"def open(self, by):\n    if not by:\n        raise NobodyThere\n{COUNTS}"
    assert verdict(OPEN, source, "Opened", "NobodyThere").right
    wider = source.replace("NobodyThere", "Exception")
    assert verdict(OPEN, wider, "Opened").fault is Fault.RAISES_OTHER


# --- values that have parts ---------------------------------------------------------------------

DESCRIPTIONS = {
    "another value": (
        "{'text': text, 'length': 0, 'words': []}",
        'The value of `"length"` should be `7`, and is `0`.',
    ),
    "inside": (
        "{'text': text, 'length': len(text), 'words': [{'word': 'one'}, {'word': 'too'}]}",
        'The value of `"word"` in the second item in the value of `"words"` '
        'should be `"two"`, and is `"too"`.',
    ),
    "a key too few": (
        "{'text': text, 'length': len(text)}",
        'The value of `"words"` is missing: `[{"word": "one"}, {"word": "two"}]`.',
    ),
    "a key too many": (
        "{'text': text, 'length': len(text), 'words': [{'word': word} for word in text.split()], 'id': 1}",
        'The value of `"id"` should not be there: `1`.',
    ),
    "an item too many": (
        "{'text': text, 'length': len(text), 'words': [{'word': w} for w in 'one two three'.split()]}",
        'The third item in the value of `"words"` should not be there: `{"word": "three"}`.',
    ),
    "another type": (
        "{'text': text, 'length': len(text), 'words': ({'word': 'one'}, {'word': 'two'})}",
        'The value of `"words"` should be `[{"word": "one"}, {"word": "two"}]`, '
        'and is `({"word": "one"}, {"word": "two"})`.',
    ),
}


def test_a_named_tuple_is_a_record_of_its_own_type() -> None:
    assert alike(Reply(1, [2]), Reply(1, [2]))
    assert not alike(Reply(1, 2), (1, 2, None)) and not alike(Notification("a", 1), Reply("a", 1))
    found = first_difference(Reply(1, [2]), Reply(1, [3]))
    assert found and [(part.kind, part.name) for part in found.path] == [("field", "result"), ("item", 0)]


@pytest.mark.parametrize(("value", "sentence"), DESCRIPTIONS.values(), ids=DESCRIPTIONS)
def test_the_first_difference_is_named(value: str, sentence: str) -> None:
    wrong = verdict(DESCRIBE, f"def describe(text):\n    return {value}\n")
    assert wrong.fault is Fault.DIFFERENT
    assert differences.sentence(wrong.difference) == sentence


SENTENCES = {
    "far down": ([0] * 12, [0] * 11 + [1], "Item 12 should be `0`, and is `1`."),
    "a frame": (
        [Frame(Opcode.PING), Frame(Opcode.TEXT, b"a")],
        [Frame(Opcode.PING), Frame(Opcode.TEXT, b"b")],
        'The second frame should be `Frame(Opcode.TEXT, b"a")`, and is `Frame(Opcode.TEXT, b"b")`.',
    ),
    "a long record": (
        [Frame(Opcode.TEXT, b"0123456789" * 9)],
        [Frame(Opcode.TEXT, b"0123456789" * 8 + b"012345678x")],
        "The field `payload` in the first frame should be",
    ),
    "not a number": ([float("nan"), 1], [float("nan"), 2], "The second item should be `1`, and is `2`."),
    "an error": ([KeyError("a")], [ValueError("a")], "The first item should be `KeyError"),
    "too many": ([], [TextMessage("a")], 'The first event should not be there: `TextMessage("a")`.'),
}


@pytest.mark.parametrize(("expected", "received", "sentence"), SENTENCES.values(), ids=SENTENCES)
def test_where_two_lists_part(expected: object, received: object, sentence: str) -> None:
    found = told_difference(expected, received)
    assert found
    assert differences.sentence(found).startswith(sentence)


def test_two_errors_that_differ_in_their_code_are_told_by_it() -> None:
    """They are of one type; a CallFailed is written without its code, so it looks the same as the other."""
    for expected, received, place, words in (
        (
            HandshakeFault(400, "no"),
            HandshakeFault(426, "no"),
            "status",
            ("HandshakeFault(400,", "HandshakeFault(426,"),
        ),
        (CallFailed(FAILED, "no"), CallFailed(NOT_FOUND, "no"), "code", ('"failed"', '"not_found"')),
    ):
        assert comparable(expected, received)
        found = told_difference({"why": expected}, {"why": received})
        assert found
        assert differences.sentence(found).startswith(
            f'The field `{place}` in the value of `"why"` should be '
        )
        picture = differences.picture(STATE, "asked()", found).text
        assert f"expected  {words[0]}" in picture and f"received  {words[1]}" in picture
    found = told_difference({"why": HandshakeFault(400, "no")}, {"why": HandshakeFault(426, "no")})
    assert differences.sentence(found).endswith("should be `400`, and is `426`.")


def test_the_code_of_an_error_is_compared_wherever_it_keeps_it() -> None:
    assert not alike([SystemExit(1)], [SystemExit(2)]) and alike([SystemExit(1)], [SystemExit(1)])


def test_long_bytes_inside_have_a_caret() -> None:
    found = told_difference([b"0123456789"], [b"012345678x"])
    assert found
    assert "Byte 9 is 78 and should be 39" in differences.picture(NEXT_FRAME, "", found).text


@pytest.mark.usefixtures("chapter")
def test_events_are_compared_one_by_one() -> None:
    source = """\
def receive_ping(self, payload, events):
    self._pongs.append(payload)
    events.append(PingReceived(payload if not events else b''))
"""
    found = verdict(
        Exercise("99.receive_ping", PING.target, "", [PING.examples[2]], {}), source, "PingReceived"
    )
    sentence = differences.sentence(found.difference)
    assert sentence == 'The second event should be `PingReceived(b"again")`, and is `PingReceived(b"")`.'
    figure = differences.picture(PING, "events", found.difference)  # type: ignore[arg-type]
    lines = own_words(figure.text)
    assert "✗ events: the second event" in lines
    assert '│ 1 PingReceived(b"Hi") │ expected PingReceived(b"again") │ received PingReceived(b"")' in lines


def test_long_text_inside_is_compared_character_by_character() -> None:
    source = "def describe(text):\n    return {'text': 'one two!'}\n"
    exercise = Exercise("99.describe", DESCRIBE.target, "", [call("one two?")], {})
    found = verdict(exercise, source)
    assert found.difference
    assert "^" in differences.picture(exercise, "describe", found.difference).text


def test_a_state_is_shown_by_its_name() -> None:
    wrong = verdict(STATE, "def state(self):\n    return State.CLOSED\n", "State")
    assert wrong.expected and wrong.received
    assert (wrong.expected.text, wrong.received.text) == ("State.OPEN", "State.CLOSED")
    assert [step.gives for step in wrong.steps] == ["", "State.CLOSED", '[Opened("Ada")]', ""]


def test_text_is_compared_character_by_character() -> None:
    wrong = verdict(RIGHT_ACCEPT, "def accept_key(key):\n    return 'abc'\n")
    assert wrong.fault is Fault.DIFFERENT
    figure = pictures.difference(RIGHT_ACCEPT, "accept_key", wrong.expected, wrong.received)  # type: ignore[arg-type]
    assert figure
    assert "^" in figure.text and "accept" in figure.text


def test_a_generator_is_compared_by_what_it_yields() -> None:
    wrong = verdict(COUNTED, "def counted(text):\n    yield from enumerate(text.split())\n")
    assert differences.sentence(wrong.difference) == "The first item of item 1 should be `1`, and is `0`."
    assert verdict(COUNTED, "def counted(text):\n    yield 1, 'one'\n    yield 2, 'two'\n").right


# --- chance -------------------------------------------------------------------------------------

DRAWN = {
    "one by one": ("    while True:\n        yield secrets.token_bytes(4)\n", "secrets"),
    "from the system": ("    import os\n    while True:\n        yield os.urandom(4)\n", ""),
    "byte by byte": (
        "    while True:\n        yield bytes(secrets.randbelow(256) for _ in range(4))\n",
        "secrets",
    ),
}


@pytest.mark.parametrize(("body", "name"), DRAWN.values(), ids=DRAWN)
def test_chance_may_be_drawn_in_other_ways(body: str, name: str) -> None:
    assert verdict(KEYS, f"def masking_keys():\n{body}", *filter(None, [name])).right


def test_chance_that_can_be_foreseen_is_told() -> None:
    body = "    import random\n    while True:\n        yield random.randbytes(4)\n"
    wrong = verdict(KEYS, f"def masking_keys():\n{body}")
    assert (wrong.example, wrong.fault) == (1, Fault.DIFFERENT)
    constant = verdict(KEYS, "def masking_keys():\n    while True:\n        yield b'1234'\n")
    assert constant.steps[-1].source == "len(set(three))"


def test_what_is_sent_masked_is_the_same_every_time() -> None:
    subject = subject_of(PING, reference.function(PING))
    once, again = (outcome_of(PING.examples[2], subject) for _ in range(2))
    assert once.value == again.value
    assert once.value[1] & 0x80


# --- coroutines ---------------------------------------------------------------------------------


def test_a_coroutine_runs_on_a_clock_of_its_own() -> None:
    wrong = verdict(FIRST_OF, "async def first_of(calls):\n    return await calls[-1]() + '!'\n")
    assert wrong.received
    assert wrong.received.text == '"early!"'
    assert verdict(FIRST_OF, "def first_of(calls):\n    return 'early'\n").fault is Fault.NOT_ASYNC


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
@pytest.mark.usefixtures("chapter")
def test_an_await_that_is_missing_is_told() -> None:
    source = "async def first_of(calls):\n    return calls[-1]()\n"
    assert verdict(FIRST_OF, source).fault is Fault.NOT_AWAITED
    assert "Is an `await` missing in front of a call?" in wrong_page(FIRST_OF, source)


@pytest.mark.usefixtures("chapter")
def test_what_is_right_and_too_late_is_told() -> None:
    source = "async def first_of(calls):\n    await calls[0]()\n    return await calls[1]()\n"
    assert verdict(FIRST_OF, source).fault is Fault.TOO_LATE
    assert "3602 seconds have been waited by then. It should be there after 2." in wrong_page(
        FIRST_OF, source
    )


HANGS = {
    "a future": "    await asyncio.get_running_loop().create_future()\n",
    "an event": "    await asyncio.Event().wait()\n",
    "a heartbeat beside it": (
        "    async def beat():\n        while True:\n            await asyncio.sleep(20)\n"
        "    task = asyncio.ensure_future(beat())\n    await asyncio.Event().wait()\n"
    ),
    "a wait that swallows": (
        "    while True:\n        try:\n            await asyncio.Event().wait()\n"
        "        except BaseException:\n"
        "            await asyncio.sleep(1)\n"
    ),
    "no answer in a day": "    await asyncio.sleep(10**6)\n",
}


@pytest.mark.parametrize("body", HANGS.values(), ids=HANGS)
@pytest.mark.usefixtures("chapter")
def test_what_never_arrives_has_a_verdict_of_its_own(body: str) -> None:
    source = f"async def first_of(calls):\n{body}    return 'early'\n"
    found = verdict(FIRST_OF, source, "asyncio")
    assert found.fault is Fault.NEVER_ARRIVES
    assert found.steps[-1].source == "await first_of([late, early])"
    assert "`await first_of([late, early])` never comes to an end" in wrong_page(FIRST_OF, source, "asyncio")


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
@pytest.mark.usefixtures("chapter")
def test_without_processes_the_deadline_holds_for_coroutines() -> None:
    spins = (
        "async def first_of(calls):\n    import asyncio\n    while True:\n        await asyncio.sleep(0)\n"
    )
    assert check_in_kernel(Submission(FIRST_OF.id, spins), deadline=0.2).fault is Fault.ENDLESS_LOOP
    ping_pong = """\
async def first_of(calls):
    import asyncio
    async def hand_on():
        await asyncio.sleep(0)
        asyncio.ensure_future(hand_on())
    await hand_on()
    await asyncio.Event().wait()
"""
    assert check_in_kernel(Submission(FIRST_OF.id, ping_pong), deadline=0.2).fault is Fault.ENDLESS_LOOP


@pytest.mark.usefixtures("chapter")
def test_an_exercise_may_have_a_deadline_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    hurried = replace(FIRST_OF, deadline=0.2)
    monkeypatch.setattr(table, "chapters", lambda: (Chapter("99", (hurried,)),))
    spins = "async def first_of(calls):\n    while True:\n        pass\n"
    found = check_in_kernel(Submission(FIRST_OF.id, spins))
    assert found.fault is Fault.ENDLESS_LOOP
    assert "stopped after 0.2 seconds" in own_words(feedback.wrong(hurried, found, Context(cell=spins)).text)
    assert deadline_of(Submission(FIRST_OF.id, spins)) == 0.2


def test_a_coroutine_runs_beside_a_loop_that_runs_already() -> None:
    """A kernel without processes checks beside a loop that runs already."""

    async def in_a_notebook() -> Verdict:
        found = verdict(FIRST_OF, reference.source(FIRST_OF), "asyncio", "Awaitable", "Callable")
        await asyncio.sleep(0)  # the notebook's own loop goes on
        return found

    assert asyncio.run(in_a_notebook()).right


def test_what_yields_over_time_is_compared() -> None:
    at_once = "async def ticks(count):\n    for number in range(count):\n        yield number\n"
    assert verdict(TICKS, at_once).right
    late = at_once.replace("yield number", "await asyncio.sleep(5)\n        yield number")
    assert verdict(TICKS, late, "asyncio").fault is Fault.TOO_LATE


# --- clients, sessions, servers ------------------------------------------------------------------

BLOCKING = {
    "waits for whatever comes": (
        """\
def call(self, action, params=ABSENT, /, *, timeout=None, **named):
    deadline = self._deadline(timeout)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), next(self._ids)))
    self._get_ready(deadline)
    self._socket.send(text, deadline)
    while (answer := self._socket.receive(deadline)) is not None:
        return json.loads(answer)["data"]
    raise RpcTimeout
""",
        "late",
        'client.call("echo")',
    ),
    "no time-out": (
        reference.source(CALL).replace("self._deadline(timeout)", "Deadline(1e9)"),
        "silent",
        'client.call("sleep", ms=20_000, timeout=2)',
    ),
}


@pytest.mark.parametrize(("source", "key", "step"), BLOCKING.values(), ids=BLOCKING)
def test_a_client_meets_a_scripted_peer(source: str, key: str, step: str) -> None:
    wrong = judge(CALL, submission_of(CALL, f"import json\n{source}"))
    assert CALL.examples[wrong.example or 0].key == key
    assert wrong.steps[-1].source == step


def test_a_client_that_never_gives_up_is_told_so() -> None:
    wrong = judge(CALL, submission_of(CALL, BLOCKING["no time-out"][0]))
    assert wrong.fault is Fault.NEVER_ARRIVES


def test_a_server_that_is_not_told_to_stop_is_noticed() -> None:
    source = reference.source(CALL).replace("self._cancel(call_id)", "pass")
    wrong = judge(CALL, submission_of(CALL, source))
    assert (CALL.examples[wrong.example or 0].key, wrong.steps[-1].source) == ("cancelled", "peer.heard")
    assert differences.sentence(wrong.difference).startswith("The second item is missing")


def test_a_time_out_of_another_kind_is_told() -> None:
    source = reference.source(CALL_ASYNC).replace(
        "await self.exchange(socket, text, call_id, deadline)",
        "await asyncio.wait_for(self.exchange(socket, text, call_id, deadline), 1)",
    )
    wrong = judge(CALL_ASYNC, submission_of(CALL_ASYNC, source))
    assert (wrong.fault, wrong.example) == (Fault.RAISES_OTHER, 1)


def test_what_a_session_tells_its_outbox_is_compared() -> None:
    source = reference.source(RECEIVE).replace("PARSE_ERROR", "INVALID_REQUEST")
    wrong = judge(RECEIVE, submission_of(RECEIVE, source))
    assert wrong.steps[-1].source == "outbox.told"
    sentence = differences.sentence(wrong.difference)
    assert sentence.startswith("The second item of item 4 should be")


def test_nothing_real_is_connected_to() -> None:
    source = "def call(self, action, params=ABSENT, /, *, timeout=None, **named):\n    return connect()\n"
    preamble = (
        f"from {CALL.module} import ABSENT\n",
        "import socket\n",
        "def connect():\n    return socket.create_connection(('127.0.0.1', 1)).recv(1)\n",
    )
    wrong = judge(CALL, Submission(CALL.id, source, preamble=preamble))
    assert wrong.detail["error"] == "ConnectionRefusedError"


# --- two functions of one name ------------------------------------------------------------------


@pytest.mark.usefixtures("chapter")
def test_two_functions_of_one_name_have_stubs_and_words_of_their_own() -> None:
    assert reference.stub(OPEN).startswith('@exercise("99.open")\ndef open(self, by: str) -> list[Opened]:')
    assert reference.stub(OPEN_GATE).startswith('@exercise("99.open_gate")\ndef open(self, by: str) -> str:')
    first, second = (feedback.hint_page(item, "", 1).text for item in (OPEN, OPEN_GATE))
    assert "The first hint about open." in first
    assert "The first hint about open_gate." in second


# --- saving -------------------------------------------------------------------------------------

CLASS = '''\
class Door:
    """A door."""

    @property
    def state(self):
        return 1

    def open(self):
        return 2
'''


def test_a_method_is_put_into_its_class_with_its_comments() -> None:
    answer = Solved("def state(self):\n    # mine\n    return 3\n")
    assert put_in(CLASS, STATE, answer) == CLASS.replace("return 1", "# mine\n        return 3")


@pytest.mark.parametrize(
    ("exercise", "source"),
    [
        (DESCRIBE, "def describe(text):\n    return theirs.describe(text)\n"),
        (COUNTED, "def counted(text):\n    yield from theirs.counted(text)\n"),
        (TICKS, "async def ticks(count):\n    async for tick in theirs.ticks(count):\n        yield tick\n"),
        (FIRST_OF, "async def first_of(calls):\n    return await theirs.first_of(calls)\n"),
        (OPEN, "def open(self, by):\n    return theirs.Door.open(self, by)\n"),
        (STATE, "def state(self):\n    return theirs.Door.state.fget(self)\n"),
    ],
    ids=lambda item: getattr(item, "id", ""),
)
def test_the_kits_own_version_is_kept_from_an_answer(exercise: Exercise, source: str) -> None:
    submission = Submission(exercise.id, source, preamble=(f"import {MODULE} as theirs\n",))
    assert judge(exercise, submission).fault is Fault.KITS_OWN


def test_where_none_is_a_right_result_no_return_is_said_to_be_missing() -> None:
    """`next_frame` gives None while it waits: whoever gives it too often has forgotten no `return`."""
    always_none = "def next_frame(self):\n    self.next_header()\n    return None\n"
    said = wrong_page(table.by_id("04.next_frame"), always_none)
    assert "returns a value of type `NoneType`. It should be of type `Frame`." in said
    assert "`return`" not in said
