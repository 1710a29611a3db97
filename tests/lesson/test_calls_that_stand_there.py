"""Of a call that stands in an answer nobody says that it is missing; what keeps it from running is said."""

from __future__ import annotations

import pytest

from framebyframe.lesson.authoring.mutants import submission_of
from framebyframe.lesson.declaring import table
from framebyframe.lesson.showing.diagnosis import sentences
from framebyframe.lesson.workers.process import Checker

DISPATCH = """def dispatch(self, dialect, request):
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    arguments = action.bind(request.params, self, dialect)
    if action.is_async:
        return self._start(dialect, request, action, arguments)
    return self._run(dialect, request, action, arguments)
"""
COUNT = "    self._outbox.count(request.action)\n"
FIND = "    action = self._actions.find(request.action)\n"
BIND = "    arguments = action.bind(request.params, self, dialect)\n"

STOP = """async def stop(self, grace=STOP_GRACE):
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    for connection in list(self._connections):
        connection.close(CloseCode.GOING_AWAY, "the server is stopping")
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for silent in list(self._connections):
        silent.abort("it has not answered the close frame in time")
    await self._wait_until_gone()
"""
NEVER_STARTED = "    if self._listener is None:\n        return\n"


def told(exercise: str, source: str, checker: Checker) -> list[str]:
    """The sentences about an answer."""
    found = table.by_id(exercise)
    return sentences(found, checker.check(submission_of(found, source)))


def changed(source: str, *replacements: tuple[str, str]) -> str:
    """A right answer with mistakes: each text stands in it, and another one comes in its place."""
    for right, wrong in replacements:
        assert right in source
        source = source.replace(right, wrong)
    return source


@pytest.mark.parametrize(
    ("counts", "other"),
    [
        (f"{FIND}{COUNT}{BIND}", ("if action.is_async:", "if True:")),
        (f"{FIND}{BIND}{COUNT}", ("if action.is_async:", "if not action.is_async:")),
    ],
)
def test_a_call_that_is_counted_too_late_is_not_one_that_is_not_counted(
    counts: str, other: tuple[str, str], checker: Checker
) -> None:
    source = changed(DISPATCH, (f"{COUNT}{FIND}{BIND}", counts), other)
    heading, first, counted = told("11.dispatch", source, checker)
    assert heading == "Two things go wrong:" and "`self._run`" in first
    assert counted.startswith("Only actions that are known are counted.")


def test_a_call_that_is_not_there_is_told_to_be_missing_beside_another_mistake(checker: Checker) -> None:
    source = changed(DISPATCH, (COUNT, ""), ("if action.is_async:", "if not action.is_async:"))
    assert any(text.startswith("The call is not counted.") for text in told("11.dispatch", source, checker))


def test_what_is_closed_too_late_is_not_told_to_be_open(checker: Checker) -> None:
    source = changed(
        STOP, ("    self._listener.close()\n", "    self._listener = None\n    self._listener.close()\n")
    )
    error, line = told("11.stop", source, checker)
    assert error == "`self._listener` is None here: line 4 of the cell has made it None."
    assert line == "Line 4 of the cell: without `self._listener = None` every example passes."


@pytest.mark.parametrize(
    ("awaited", "line", "others"),
    [
        ("await self._finish_calls(grace)", 5, ""),
        ("await self._wait_until_gone(CLOSE_TIMEOUT)", 8, ""),
        ("await ", 8, " and the same in lines 5, 11,"),
    ],
)
def test_a_coroutine_that_is_not_awaited_is_told(
    awaited: str, line: int, others: str, checker: Checker
) -> None:
    source = changed(STOP, (awaited, awaited.removeprefix("await ")))
    (text,) = told("11.stop", source, checker)
    assert text.startswith(f"Line {line} of the cell: `self._") and "called and not awaited" in text
    assert text.endswith(f"With `await` before it{others} every example passes.")


def test_a_helper_that_is_not_awaited_is_told(checker: Checker) -> None:
    finishes = "    async def finish():\n        await self._finish_calls(grace)\n\n    finish()\n"
    source = changed(STOP, ("    await self._finish_calls(grace)\n", finishes))
    (text,) = told("11.stop", source, checker)
    assert "`finish()` is called and not awaited" in text and text.endswith("every example passes.")


def test_a_coroutine_that_is_not_awaited_is_told_beside_another_mistake(checker: Checker) -> None:
    source = changed(STOP, ("await self._finish", "self._finish"), ("GOING_AWAY", "NORMAL"))
    _, code, line = told("11.stop", source, checker)
    assert code.startswith("The code is 1000")
    assert "not awaited" in line and line.endswith("With `await` before it as well, every example passes.")


def test_a_coroutine_that_is_not_awaited_is_told_beside_an_error_elsewhere(checker: Checker) -> None:
    source = changed(STOP, ("await self._finish", "self._finish"), (NEVER_STARTED, ""))
    line, error = told("11.stop", source, checker)
    assert "not awaited" in line and line.endswith("more examples pass.")
    assert error.startswith("In another example: “A server stops that was never started.” Here")


def test_where_no_error_is_raised_is_said_behind_the_error(checker: Checker) -> None:
    goodbye = STOP[STOP.index("    for connection") : STOP.index("    await self._wait_until_gone(CL")]
    finish = "    await self._finish_calls(grace)\n"
    given_up = STOP[STOP.index("    for silent") :]
    source = changed(STOP, (NEVER_STARTED, ""), (f"{finish}{goodbye}", f"{goodbye}{finish}"), (given_up, ""))
    error, scope, *mistakes = told("11.stop", source, checker)
    assert error.startswith("In another example: “A server stops that was never started.” Here")
    assert scope == "Where no error is raised two things go wrong:" and len(mistakes) == 2


@pytest.mark.parametrize(
    "found",
    [
        "getattr(self, request.action)",
        "globals()[request.action]",
        "globals().get(request.action)",
    ],
)
def test_a_name_from_outside_is_not_to_find_whatever_has_it(found: str, checker: Checker) -> None:
    source = changed(DISPATCH, ("self._actions.find(request.action)", found))
    text = told("11.dispatch", source, checker)[-1]
    assert text.startswith(f"Line 3 of the cell: `{found}` finds whatever has that name, so a client reaches")
    assert "`self._actions.find(request.action)`" in text


def test_a_name_of_the_source_finds_what_it_says(checker: Checker) -> None:
    source = changed(DISPATCH, ("self._actions.find", 'getattr(self._actions, "find")'), (COUNT, ""))
    assert told("11.dispatch", source, checker) == [
        "The call is not counted. `self._outbox.count(request.action)` tells the log."
    ]


def test_a_log_of_an_exception_is_told_what_it_stands_for(checker: Checker) -> None:
    source = """def failure_of(error):
    if isinstance(error, CallFailed):
        return error
    logger.exception("an action failed")
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)
"""
    (text,) = told("11.failure_of", source, checker)
    assert "`exc_info=True`, and with it `logger.exception`, stands for the error" in text


def test_an_action_that_is_asked_in_place_of_its_function_is_told(checker: Checker) -> None:
    source = changed(DISPATCH, ("action.is_async", "asyncio.iscoroutinefunction(action)"))
    (text,) = told("11.dispatch", source, checker)
    assert "`action.is_async` tells of the function; the Action that holds it" in text


@pytest.mark.parametrize("result", ["{}", "str({})", "encode_json({})"])
def test_a_result_that_is_put_into_a_reply_is_told(result: str, checker: Checker) -> None:
    made = f"return PendingReply({result.format('action.function(**arguments)')})"
    source = changed(DISPATCH, ("return self._run(dialect, request, action, arguments)", made))
    (text,) = told("11.dispatch", source, checker)
    assert text.startswith("The function is called, but nobody makes a reply of its result")


def test_a_cancelled_error_that_is_raised_again_is_told_why_not(checker: Checker) -> None:
    source = """def failure_of(error):
    if isinstance(error, CallFailed):
        return error
    if isinstance(error, asyncio.CancelledError):
        raise error
    logger.error("an action failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)
"""
    (text,) = told("11.failure_of", source, checker)
    assert "A call that is cancelled does not come here" in text


def test_of_three_mistakes_in_one_the_first_to_mend_is_told(checker: Checker) -> None:
    source = """def regulate(self):
    if not self.is_open:
        return
    if self.congested:
        self.pause()
    elif self.held <= MAX_SEND_BUFFER // 2:
        self.resume()
"""
    (text,) = told("11.regulate", source, checker)
    assert text.startswith("Requests pile up beyond `MAX_SEND_BUFFER`")


def test_of_an_error_in_a_log_the_last_line_is_shown(checker: Checker) -> None:
    source = changed(DISPATCH, ("action.is_async", "asyncio.iscoroutinefunction(action)"))
    printed = checker.check(submission_of(table.by_id("11.dispatch"), source)).printed
    first, last = printed.splitlines()
    assert first == "an action failed" and last.startswith("framebyframe.rpc.errors.NotEncodable: ")
