"""Chapter 09, Many calls, one socket: the table of pending calls, and one call from request to end."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from ..declaring.examples import Scenario, scenario
from ..declaring.exercise import Chapter, Exercise
from ..declaring.forms import Catch, Order, Reading, Repair, Shipped
from ..declaring.mistakes import Edit, edit


def in_a_loop(key: str, source: str) -> Scenario:
    """Steps that know `new_future`, in an event loop."""
    known = "from framebyframe.rpc.async_client import new_future\n"
    return scenario(key, known + textwrap.dedent(source).strip("\n"), in_a_loop=True)


# --- a call is registered -----------------------------------------------------------------------

REGISTERED = "future = self._futures[call_id] = self._new_future()"

ADD = Exercise(
    id="09.add",
    target="framebyframe.rpc.pending:PendingCalls.add",
    section="",
    examples=[
        in_a_loop(
            "one_call",
            """
            pending = PendingCalls(new_future, None)
            reply = pending.add(1)
            reply.done()
            len(pending)
            pending.settle(Reply(1, "one"))
            reply.result()
            """,
        ),
        in_a_loop(
            "two_calls",
            """
            pending = PendingCalls(new_future, None)
            first, second = pending.add(1), pending.add(2)
            len(pending)
            pending.messages
            pending.settle(Reply(2, "two"))
            first.done()
            second.result()
            pending.settle(Reply(1, "one"))
            first.result()
            """,
        ),
        in_a_loop(
            "number_and_text",
            """
            pending = PendingCalls(new_future, None)
            number, text = pending.add(1), pending.add("1")
            len(pending)
            pending.settle(Reply("1", "text"))
            text.result()
            number.done()
            """,
        ),
        in_a_loop(
            "without_an_id",
            """
            pending = PendingCalls(new_future, None)
            reply = pending.add(ABSENT)
            len(pending)
            pending.messages
            pending.settle(Reply(ABSENT, "one"))
            reply.result()
            """,
        ),
        in_a_loop(
            "a_maker_that_counts",
            """
            made = []
            def maker():
                made.append(new_future())
                return made[-1]

            pending = PendingCalls(maker, None)
            reply = pending.add(1)
            len(made)
            """,
        ),
        in_a_loop(
            "given_up",
            """
            pending = PendingCalls(new_future, None)
            reply = pending.add(0)
            pending.remove(0)
            len(pending)
            pending.messages
            """,
        ),
        in_a_loop(
            "a_batch",
            """
            pending = PendingCalls(new_future, None)
            first, second, third = pending.add_batch([1, 2, 3])
            pending.messages
            pending.settle(Reply(3, "three"))
            third.result()
            len(pending)
            """,
        ),
        in_a_loop(
            "one_id_twice",
            """
            pending = PendingCalls(new_future, None)
            first, second = pending.add(1), pending.add(1)
            pending.messages
            pending.settle(Reply(1, "one"))
            first.done()
            second.result()
            """,
        ),
        in_a_loop(
            "answered_and_removed",
            """
            pending = PendingCalls(new_future, None)
            reply = pending.add(1)
            pending.settle(Reply(1, "one"))
            await asyncio.sleep(0)
            pending.messages
            pending.remove(1)
            pending.messages
            """,
        ),
    ],
    mistakes={
        "not_in_the_table": edit("self._futures[call_id] = ", ""),
        "nothing_returned": edit("    return future\n", ""),
        "not_counted": edit("    self.messages += 1\n", ""),
        "counted_once": edit("self.messages += 1", "self.messages = 1"),
        "counted_down": edit("self.messages += 1", "self.messages -= 1"),
        "counted_twice": edit("self.messages += 1", "self.messages += 2"),
        "absent_not_counted": edit("self.messages += 1", "self.messages += call_id is not ABSENT"),
        "table_counted": tuple(
            edit(
                *("    self.messages += 1\n", ""),
                *("    return future\n", f"    self.messages {sign} len(self._futures)\n    return future\n"),
            )
            for sign in ("=", "+=")
        ),
        "new_ids_counted": edit("self.messages += 1", "self.messages += call_id not in self._futures"),
        "counted_down_by_a_callback": edit(
            "    return future\n",
            "    future.add_done_callback(lambda _: setattr(self, 'messages', self.messages - 1))\n"
            "    return future\n",
        ),
        "id_as_text": edit("self._futures[call_id]", "self._futures[str(call_id)]"),
        "maker_itself": edit("self._new_future()", "self._new_future"),
        "two_futures": edit("return future", "return self._new_future()"),
        "key_and_value": edit(REGISTERED, "future = self._new_future()\n    self._futures[future] = call_id"),
        "name_for_id": edit("self._futures[call_id]", 'self._futures["call_id"]'),
        "absent_left_out": edit(
            REGISTERED,
            "future = self._new_future()\n    if call_id is not ABSENT:\n"
            "        self._futures[call_id] = future",
        ),
        "empty_id": edit(
            REGISTERED,
            "future = self._new_future()\n    if call_id:\n        self._futures[call_id] = future",
        ),
        "none_in_the_table": edit(
            REGISTERED, "future = self._new_future()\n    self._futures[call_id] = None"
        ),
        "future_of_its_own": edit("self._new_future()", "asyncio.get_running_loop().create_future()"),
        "count_for_id": (
            edit("self._futures[call_id]", "self._futures[self.messages]"),
            edit("self._futures[call_id]", "self._futures[self.messages - 1]"),
        ),
        "absent_renamed": edit(
            REGISTERED, f"if call_id is ABSENT:\n        call_id = len(self._futures) + 1\n    {REGISTERED}"
        ),
        "zero_under_another_key": edit("self._futures[call_id]", "self._futures[call_id or ABSENT]"),
        "id_returned": edit("return future", "return call_id"),
        "count_returned": edit("return future", "return self.messages"),
        "table_returned": edit("return future", "return self._futures"),
        "table_replaced": edit(
            REGISTERED, "future = self._new_future()\n    self._futures = {call_id: future}"
        ),
        "first_one_stays": (
            edit(REGISTERED, "future = self._futures.setdefault(call_id, self._new_future())"),
            edit(REGISTERED, "future = self._new_future()\n    self._futures.setdefault(call_id, future)"),
        ),
    },
)

# --- a reply finds its call ---------------------------------------------------------------------

FOUND = "self._futures.pop(reply.id, None)"
UNMATCHED = "self._take_unmatched(reply)"
FAILS = "future.set_exception(reply.error)"
SETTLED = "future.set_result(reply.result)"

SETTLE_ALL = f"""    if self._futures.get(reply.id) is None:
        {UNMATCHED}
    for future in futures:
        if future.done():
            {UNMATCHED}
        elif reply.error is not None:
            {FAILS}
        else:
            {SETTLED}
"""

SUSPECTS = (
    *("by_order", "newest_first", "lone_call_takes_any", "stays_in_the_table"),
    *("unknown_raises", "done_not_asked", "not_counted"),
)


def replies(calls: Sequence[int], ids: Sequence[int], cancelled: Sequence[int] = ()) -> Scenario:
    """Calls wait; those that are cancelled have gone; then replies with these ids come, in this order.

    Raises:
        ValueError: an id is no whole number, two calls have one id, or one is cancelled that is not there;
            its argument is the key of the sentence that says so, "catch.numbers".
    """
    lists = [calls, ids, cancelled]
    if not all(isinstance(each, list | tuple) for each in lists):
        raise ValueError("lists")
    if not all(type(one) is int for each in lists for one in each):
        raise ValueError("numbers")
    if len(set(calls)) < len(calls):
        raise ValueError("ids_twice")
    if not set(cancelled) <= set(calls):
        raise ValueError("no_such_call")
    steps = [
        "pending = PendingCalls(new_future, None)",
        f"calls = {{call_id: pending.add(call_id) for call_id in {list(calls)}}}",
        *(f"calls[{call_id}].cancel()" for call_id in cancelled),
        *(f'pending.settle(Reply({call_id}, "reply {call_id}"))' for call_id in ids),
        "got = {i: call.result() for i, call in calls.items() if call.done() and not call.cancelled()}",
        '{"got": got, "left": len(pending), "unmatched": pending.unmatched}',
    ]
    return in_a_loop("replies", "\n".join(steps))


SETTLE = Exercise(
    id="09.settle",
    target="framebyframe.rpc.pending:PendingCalls.settle",
    section="",
    examples=[
        in_a_loop(
            "its_reply",
            """
            pending = PendingCalls(new_future, None)
            reply = pending.add(1)
            pending.settle(Reply(1, "one"))
            reply.result()
            len(pending)
            pending.messages
            pending.unmatched
            """,
        ),
        in_a_loop(
            "the_other_way_round",
            """
            pending = PendingCalls(new_future, None)
            first, second, third = pending.add(1), pending.add(2), pending.add(3)
            pending.settle(Reply(2, "two"))
            second.result()
            first.done(), third.done()
            pending.settle(Reply(3, "three"))
            pending.settle(Reply(1, "one"))
            first.result(), third.result()
            """,
        ),
        in_a_loop(
            "an_error",
            """
            pending = PendingCalls(new_future, None)
            reply = pending.add(1)
            pending.settle(Reply(1, error=RemoteError("failed", "no")))
            reply.exception()
            len(pending)
            """,
        ),
        in_a_loop(
            "empty_results",
            """
            pending = PendingCalls(new_future, None)
            first, second, third = pending.add(1), pending.add(2), pending.add(3)
            pending.settle(Reply(1, None))
            pending.settle(Reply(2, 0))
            pending.settle(Reply(3, []))
            first.result(), second.result(), third.result()
            """,
        ),
        in_a_loop(
            "an_unknown_id",
            """
            pending = PendingCalls(new_future, None)
            reply = pending.add(1)
            pending.settle(Reply(7, "seven"))
            pending.unmatched
            pending.settle(Reply(1, "one"))
            reply.result()
            """,
        ),
        in_a_loop(
            "twice",
            """
            pending = PendingCalls(new_future, None)
            reply = pending.add(1)
            pending.settle(Reply(1, "one"))
            pending.settle(Reply(1, "once more"))
            reply.result()
            pending.unmatched
            len(pending)
            """,
        ),
        in_a_loop(
            "too_late",
            """
            pending = PendingCalls(new_future, None)
            reply = pending.add(1)
            reply.set_exception(RpcTimeout("no answer"))
            pending.settle(Reply(1, "late"))
            pending.unmatched
            len(pending)
            reply.exception()
            """,
        ),
        in_a_loop(
            "cancelled_and_another",
            """
            pending = PendingCalls(new_future, None)
            first, second = pending.add(1), pending.add(2)
            first.cancel()
            pending.settle(Reply(1, "late"))
            pending.settle(Reply(2, "two"))
            second.result()
            pending.unmatched
            len(pending)
            """,
        ),
        in_a_loop(
            "a_number_and_a_text",
            """
            pending = PendingCalls(new_future, None)
            reply = pending.add(1)
            pending.settle(Reply("1", "text"))
            pending.unmatched
            pending.settle(Reply(1, "number"))
            reply.result()
            """,
        ),
        in_a_loop(
            "equal_ids",
            """
            pending = PendingCalls(new_future, None)
            number, text = pending.add(1_000_000), pending.add("call-7")
            pending.settle(Reply(int("1000000"), "number"))
            pending.settle(Reply("-".join(["call", "7"]), "text"))
            number.result(), text.result()
            """,
        ),
        in_a_loop(
            "without_ids",
            """
            pending = PendingCalls(new_future, None)
            reply = pending.add(ABSENT)
            pending.settle(Reply(ABSENT, "one"))
            reply.result()
            """,
        ),
        in_a_loop(
            "the_number_0",
            """
            pending = PendingCalls(new_future, None)
            reply = pending.add(0)
            pending.settle(Reply(0, "zero"))
            reply.result()
            """,
        ),
        in_a_loop(
            "a_message_that_was_refused",
            """
            pending = PendingCalls(new_future, None)
            reply = pending.add(1)
            pending.settle(Reply(None, error=RemoteError("parse_error", "no JSON")))
            pending.unmatched
            reply.exception()
            """,
        ),
    ],
    catch=Catch(SUSPECTS, played=replies),
    mistakes={
        "by_order": edit(FOUND, "self._futures.pop(next(iter(self._futures), None), None)"),
        "newest_first": (
            edit(FOUND, "self._futures.popitem()[1] if self._futures else None"),
            edit(FOUND, "self._futures.popitem()[1] if reply.id in self._futures else None"),
        ),
        "all_get_it": tuple(
            edit(f"    future = {FOUND}\n", f"{head}{SETTLE_ALL}{last}    return\n    future = None\n")
            for head, last in (
                ("    futures = list(self._futures.values())\n", "    self._futures.clear()\n"),
                ("    futures = list(self._futures.values())\n", "    self._futures.pop(reply.id, None)\n"),
            )
        ),
        "lone_call_takes_any": edit(
            FOUND,
            "self._futures.pop(next(iter(self._futures)) if len(self._futures) == 1 else reply.id, None)",
        ),
        "stays_in_the_table": edit(FOUND, "self._futures.get(reply.id)"),
        "error_stays_in_the_table": edit(
            *(FOUND, "self._futures.get(reply.id)"),
            *(f"        {UNMATCHED}\n", f"        self._futures.pop(reply.id, None)\n        {UNMATCHED}\n"),
            *(f"        {SETTLED}\n", f"        {SETTLED}\n        del self._futures[reply.id]\n"),
        ),
        "done_stays_in_the_table": edit(
            *(FOUND, "self._futures.get(reply.id)"),
            *(f"        {FAILS}\n", f"        {FAILS}\n        del self._futures[reply.id]\n"),
            *(f"        {SETTLED}\n", f"        {SETTLED}\n        del self._futures[reply.id]\n"),
        ),
        "empty_id": edit(FOUND, f"{FOUND} if reply.id else None"),
        "absent_left_out": edit(FOUND, f"{FOUND} if reply.id is not ABSENT else None"),
        "unknown_not_counted": edit(
            "    if future is None or", "    if future is None:\n        return\n    if"
        ),
        "unknown_raises": edit(FOUND, "self._futures.pop(reply.id)"),
        "done_not_asked": edit("future is None or future.done()", "future is None"),
        "cancelled_for_done": edit("future.done()", "future.cancelled()"),
        "not_counted": edit(UNMATCHED, "pass"),
        "id_unmatched": edit(UNMATCHED, "self._take_unmatched(reply.id)"),
        "another_error": tuple(
            edit(FAILS, f"future.set_exception({kind}(str(reply.error)))")
            for kind in ("RuntimeError", "Exception", "RpcError")
        ),
        "late_not_counted": edit(
            "    if future is None or future.done():\n        self._take_unmatched(reply)\n",
            "    if future is None:\n        self._take_unmatched(reply)\n"
            "    elif future.done():\n        pass\n",
        ),
        "matched_counted": edit(
            *(f"        {FAILS}\n", f"        {FAILS}\n        {UNMATCHED}\n"),
            *(f"        {SETTLED}\n", f"        {SETTLED}\n        {UNMATCHED}\n"),
        ),
        "result_forgotten": edit(f"    else:\n        {SETTLED}\n", ""),
        "cancelled_instead": edit(FAILS, "future.cancel()"),
        "table_emptied": edit(FOUND, "self._futures.get(reply.id)\n    self._futures.clear()"),
        "counted_by_hand": edit(UNMATCHED, "self.unmatched += 1"),
        "error_for_a_result": tuple(
            edit("future.set_exception(reply.error)", f"future.set_result({what})")
            for what in ("reply.error", "reply.result")
        ),
        "error_and_result": edit(
            *(
                "    elif reply.error is not None:\n        future",
                "    else:\n        if reply.error:\n            future",
            ),
            *("    else:\n        future.set_result(", "        future.set_result("),
        ),
        "counted_down": (
            edit(
                "        future.set_result(reply.result)\n",
                "        future.set_result(reply.result)\n        self.messages -= 1\n",
            ),
            edit(
                *(
                    "        future.set_result(reply.result)\n",
                    "        future.set_result(reply.result)\n        self.messages -= 1\n",
                ),
                *(
                    "        future.set_exception(reply.error)\n",
                    "        self.messages -= 1\n        future.set_exception(reply.error)\n",
                ),
            ),
        ),
        "error_raised": edit("future.set_exception(reply.error)", "raise reply.error"),
        "whole_reply": edit("future.set_result(reply.result)", "future.set_result(reply)"),
    },
)

# --- no reply will come -------------------------------------------------------------------------

TAKEN_OUT = "futures, self._futures = self._futures, {}"
FAILED = "        if not future.done():\n            future.set_exception(why())\n"

FIRST_IS_CANCELLED = in_a_loop(
    "the_first_is_cancelled",
    """
    from framebyframe.rpc import ConnectionLost
    pending = PendingCalls(new_future, None)
    first, second = pending.add(1), pending.add(2)
    first.cancel()
    pending.fail_all(lambda: ConnectionLost("gone"))
    len(pending)
    first.cancelled(), second.exception()
    """,
)
"""The stub stops at the first call, and the second is never told. The last step is drawn."""

FAIL_ALL = Exercise(
    id="09.fail_all",
    target="framebyframe.rpc.pending:PendingCalls.fail_all",
    section="",
    examples=[
        in_a_loop(
            "two_wait",
            """
            from framebyframe.rpc import ConnectionLost
            pending = PendingCalls(new_future, None)
            first, second = pending.add(1), pending.add(2)
            pending.fail_all(lambda: ConnectionLost("gone"))
            len(pending)
            pending.messages
            first.exception(), second.exception()
            """,
        ),
        FIRST_IS_CANCELLED,
        in_a_loop(
            "the_second_has_its_answer",
            """
            from framebyframe.rpc import ConnectionLost
            pending = PendingCalls(new_future, None)
            first, second, third = pending.add(1), pending.add(2), pending.add(3)
            second.set_result("here already")
            pending.fail_all(lambda: ConnectionLost("gone"))
            first.exception()
            second.result()
            third.exception()
            """,
        ),
        in_a_loop(
            "errors_of_their_own",
            """
            from framebyframe.rpc import ConnectionLost
            pending = PendingCalls(new_future, None)
            first, second = pending.add(1), pending.add(2)
            pending.fail_all(lambda: ConnectionLost("gone"))
            first.exception(), second.exception()
            first.exception() is second.exception()
            """,
        ),
        in_a_loop(
            "three_wait",
            """
            from framebyframe.rpc import ConnectionLost
            pending = PendingCalls(new_future, None)
            first, second, third = pending.add(1), pending.add(2), pending.add(3)
            pending.fail_all(lambda: ConnectionLost("gone"))
            first.exception(), second.exception(), third.exception()
            """,
        ),
        in_a_loop(
            "a_batch_waits",
            """
            from framebyframe.rpc import ConnectionLost
            pending = PendingCalls(new_future, None)
            first, second = pending.add_batch([1, 2])
            pending.fail_all(lambda: ConnectionLost("gone"))
            len(pending)
            first.exception(), second.exception()
            """,
        ),
        scenario(
            "nobody_waits",
            """
            pending = PendingCalls(None, None)
            pending.fail_all(lambda: RpcError("gone"))
            len(pending)
            """,
        ),
        in_a_loop(
            "the_next_connection",
            """
            from framebyframe.rpc import ConnectionLost
            pending = PendingCalls(new_future, None)
            first = pending.add(1)
            pending.remove(1)
            pending.fail_all(lambda: ConnectionLost("gone"))
            second = pending.add(2)
            pending.settle(Reply(None, error=RemoteError("parse_error", "no JSON")))
            pending.unmatched
            second.exception()
            """,
        ),
        in_a_loop(
            "one_waits_and_one_was_given_up",
            """
            from framebyframe.rpc import ConnectionLost
            pending = PendingCalls(new_future, None)
            first, second = pending.add(1), pending.add(2)
            pending.remove(1)
            pending.fail_all(lambda: ConnectionLost("gone"))
            second.exception()
            pending.remove(2)
            third = pending.add(3)
            pending.settle(Reply(None, error=RemoteError("parse_error", "no JSON")))
            pending.unmatched
            third.exception()
            """,
        ),
        in_a_loop(
            "one_is_cancelled_and_one_was_given_up",
            """
            from framebyframe.rpc import ConnectionLost
            pending = PendingCalls(new_future, None)
            first, second = pending.add(1), pending.add(2)
            pending.remove(1)
            second.cancel()
            pending.fail_all(lambda: ConnectionLost("gone"))
            pending.remove(2)
            third = pending.add(3)
            pending.settle(Reply(None, error=RemoteError("parse_error", "no JSON")))
            pending.unmatched
            third.exception()
            """,
        ),
    ],
    needs_one_of={"exception_asked": ("exception", "result")},
    shows=FIRST_IS_CANCELLED,
    repair=Repair(edit(FAILED, "        future.set_exception(why())\n"), Shipped("HBMQTT", "issue 74", 2017)),
    mistakes={
        "done_not_asked": edit(FAILED, "        future.set_exception(why())\n"),
        "cancelled_for_done": edit("not future.done()", "not future.cancelled()"),
        "stops_at_one_that_is_done": edit(
            FAILED, "        if future.done():\n            break\n        future.set_exception(why())\n"
        ),
        "all_ends_at_one_that_is_done": edit(
            *("    self.start_over()\n", ""),
            *(
                FAILED,
                "        if future.done():\n            return\n"
                "        future.set_exception(why())\n    self.start_over()\n",
            ),
        ),
        "exception_asked": tuple(
            edit("not future.done()", asked)
            for asked in ("future.exception() is None", "not future.result()")
        ),
        "none_where_one_is_done": edit(
            "    for future in futures.values()",
            "    if any(future.done() for future in futures.values()):\n        return\n"
            "    for future in futures.values()",
        ),
        "first_left_out": edit("in futures.values()", "in list(futures.values())[1:]"),
        "one_alone": (
            edit("in futures.values()", "in list(futures.values())[-1:]"),
            edit("in futures.values()", "in list(futures.values())[:1]"),
            edit(FAILED, f"{FAILED}            return\n"),
        ),
        "nobody_told": edit("in futures.values()", "in self._futures.values()"),
        "done_stay_in_the_table": edit(
            *("    self.start_over()\n", ""),
            *("    for future in", "    self.start_over()\n    for call_id, future in"),
            *("futures.values()", "futures.items()"),
            *(FAILED, FAILED + "        else:\n            self._futures[call_id] = future\n"),
        ),
        "one_error_for_all": edit(
            *("    for future in futures.values()", "    error = why()\n    for future in futures.values()"),
            *("future.set_exception(why())", "future.set_exception(error)"),
        ),
        "table_kept": edit(TAKEN_OUT, "futures = self._futures"),
        "counted_down": edit(TAKEN_OUT, f"{TAKEN_OUT}\n    self.messages = 0"),
        "cancelled_instead": (
            edit("future.set_exception(why())", "future.cancel()"),
            edit("future.set_exception(why())", "future.cancel(str(why()))"),
        ),
        "error_for_a_result": edit("future.set_exception(why())", "future.set_result(why())"),
        "late_replies_awaited": edit("    self.start_over()\n", ""),
        "forgotten_where_calls_wait": (
            edit("    self.start_over()\n", "    if futures:\n        self.start_over()\n"),
            edit(
                *("    self.start_over()\n", ""),
                *(
                    FAILED,
                    FAILED.replace("            future", "            self.start_over()\n            future"),
                ),
            ),
        ),
    },
)

# --- one reader ---------------------------------------------------------------------------------

SHARE = "len(text) // len(messages)"
TOLD = f"self._on_notification(message, {SHARE})"
NO_JSON = 'raise ProtocolError(f"a reply is JSON, this is not ({error}): {text!r:.80}") from error'

RECEIVE_TEXT = Exercise(
    id="09.receive_text",
    target="framebyframe.rpc.pending:PendingCalls.receive_text",
    section="",
    examples=[
        in_a_loop(
            "a_reply",
            """
            told = []
            pending = PendingCalls(new_future, lambda *each: told.append(each))
            reply = pending.add(1)
            pending.receive_text('{"status": "success", "payload": "one", "id": 1}')
            reply.result()
            told
            """,
        ),
        scenario(
            "a_notification",
            """
            told = []
            pending = PendingCalls(None, lambda *each: told.append(each))
            pending.receive_text('{"event": "tick", "payload": {"sequence": 1}}')
            told
            pending.unmatched
            """,
        ),
        in_a_loop(
            "a_batch_of_replies",
            """
            told = []
            pending = PendingCalls(new_future, lambda *each: told.append(each))
            first, second = pending.add_batch([1, 2])
            pending.receive_text(
                '[{"jsonrpc": "2.0", "id": 2, "result": "two"}, {"jsonrpc": "2.0", "id": 1, "result": "one"}]'
            )
            first.result(), second.result()
            told
            """,
        ),
        in_a_loop(
            "a_tick_before_a_reply",
            """
            told = []
            pending = PendingCalls(new_future, lambda *each: told.append(each))
            reply = pending.add(1)
            pending.receive_text(
                '[{"jsonrpc": "2.0", "method": "tick", "params": {"n": 1}}, '
                '{"jsonrpc": "2.0", "id": 1, "result": "déjà"}]'
            )
            told
            reply.result()
            """,
        ),
        in_a_loop(
            "two_ticks_around_a_reply",
            """
            told = []
            pending = PendingCalls(new_future, lambda *each: told.append(each))
            reply = pending.add(1)
            pending.receive_text(
                '[{"jsonrpc": "2.0", "method": "tick", "params": {"n": 1}}, '
                '{"jsonrpc": "2.0", "id": 1, "result": "first"}, '
                '{"jsonrpc": "2.0", "method": "tick", "params": {"n": 2}}]'
            )
            told
            reply.result()
            """,
        ),
        in_a_loop(
            "an_error",
            """
            told = []
            pending = PendingCalls(new_future, lambda *each: told.append(each))
            reply = pending.add(1)
            pending.receive_text('{"status": "error", "message": "no", "code": "failed", "id": 1}')
            reply.exception()
            told
            """,
        ),
        in_a_loop(
            "errors_without_an_id",
            """
            told = []
            pending = PendingCalls(new_future, lambda *each: told.append(each))
            first = pending.add(1)
            pending.receive_text('{"status": "error", "message": "no JSON", "code": "parse_error"}')
            told
            first.exception()
            pending.remove(1)
            second = pending.add(2)
            pending.receive_text(
                '{"jsonrpc": "2.0", "id": null, "error": {"code": -32700, "message": "no JSON"}}'
            )
            told
            second.exception()
            """,
        ),
        scenario(
            "blanks_around_a_tick",
            """
            told = []
            pending = PendingCalls(None, lambda *each: told.append(each))
            pending.receive_text('  {"event": "tick", "payload": 1}  ')
            told
            """,
        ),
        scenario(
            "told_and_failing",
            """
            from contextlib import suppress
            pending = PendingCalls(None, lambda *each: each[0].params["who"].encode("ascii"))
            went_on = []
            with suppress(UnicodeEncodeError):
                pending.receive_text('{"jsonrpc": "2.0", "method": "tick", "params": {"who": "Zoë"}}')
                went_on.append("as if nothing had happened")
            went_on
            """,
        ),
        scenario("no_json", "pending = PendingCalls(None, None)\npending.receive_text('oops')"),
        in_a_loop(
            "not_a_number",
            """
            pending = PendingCalls(new_future, None)
            reply = pending.add(1)
            pending.receive_text('{"status": "success", "payload": NaN, "id": 1}')
            """,
        ),
        scenario("no_message", "pending = PendingCalls(None, None)\npending.receive_text('5')"),
        scenario(
            "nothing_in_it",
            "pending = PendingCalls(None, None)\npending.receive_text('[]')\npending.unmatched",
        ),
        scenario(
            "nobody_waits",
            """
            told = []
            pending = PendingCalls(None, lambda *each: told.append(each))
            pending.receive_text('{"jsonrpc": "2.0", "id": 9, "result": "nine"}')
            pending.unmatched
            told
            """,
        ),
    ],
    mistakes={
        "first_alone": (
            edit("for message in messages:", "for message in messages[:1]:"),
            edit("for message in messages:", "for message in [messages[0]]:"),
        ),
        "backwards": edit("for message in messages:", "for message in reversed(messages):"),
        "batch_for_a_message": edit(
            "decode_replies(decode_json(text))", "decode_replies([decode_json(text)])"
        ),
        "ends_with_a_notification": edit(f"{TOLD}\n", f"{TOLD}\n            return\n"),
        "ends_with_a_reply": edit("self.settle(message)\n", "self.settle(message)\n            return\n"),
        "notification_settled": edit("isinstance(message, Notification)", "False"),
        "notification_dropped": edit(TOLD, "pass"),
        "error_of_the_told_caught": edit(
            TOLD, f"try:\n                {TOLD}\n            except Exception:\n                pass"
        ),
        "not_beside_a_reply": edit(TOLD, f"any(isinstance(one, Reply) for one in messages) or {TOLD}"),
        "parameters_alone": edit(TOLD, TOLD.replace("(message,", "(message.params,")),
        "size_first": edit(TOLD, f"self._on_notification({SHARE}, message)"),
        "told_by_its_id": (
            edit("isinstance(message, Notification)", "getattr(message, 'id', ABSENT) is ABSENT"),
            edit("isinstance(message, Notification)", "getattr(message, 'id', None) is None"),
        ),
        "empty_batch_divides": (
            edit("    for message in messages:\n", f"    {SHARE}\n    for message in messages:\n"),
            edit("for message in messages", f"for message in ({SHARE}, messages)[1]"),
        ),
        "no_size": edit(TOLD, "self._on_notification(message)"),
        "size_of_all": edit(SHARE, "len(text)"),
        "size_is_0": edit(SHARE, "len(messages) // len(text)"),
        "size_rounded_up": (
            edit(SHARE, "-(-len(text) // len(messages))"),
            edit(SHARE, "int(-(-len(text) / len(messages) // 1))"),
            edit(SHARE, "round(len(text) / len(messages))"),
        ),
        "size_of_what_is_left": tuple(
            edit(
                *("for message in messages:", "for place, message in enumerate(messages):"),
                *(SHARE, f"len(text) // ({left})"),
            )
            for left in ("len(messages) - place", "len(messages) - place - 1 or 1")
        ),
        "size_of_notifications": edit(
            SHARE, "len(text) // sum(isinstance(one, Notification) for one in messages)"
        ),
        "json_fault_escapes": (
            edit(NO_JSON, "raise"),
            edit(NO_JSON, "raise ValueError(str(error)) from error"),
            edit(NO_JSON, "raise RpcError(str(error)) from error"),
        ),
        "fault_swallowed": edit(NO_JSON, "return"),
        "all_faults_swallowed": edit(
            *("except ValueError as error", "except (ValueError, ProtocolError) as error"),
            *(NO_JSON, "return"),
        ),
        "all_in_the_try": edit(
            f"    except ValueError as error:\n        {NO_JSON}\n    for message in messages:\n"
            f"        if isinstance(message, Notification):\n            {TOLD}\n"
            "        else:\n            self.settle(message)\n",
            "        for message in messages:\n"
            f"            if isinstance(message, Notification):\n                {TOLD}\n"
            "            else:\n                self.settle(message)\n"
            f"    except ValueError as error:\n        {NO_JSON}\n",
        ),
        "fault_returned": edit(NO_JSON, "return ProtocolError(str(error))"),
        "all_refused": edit("decode_json(text)", "text"),
        "not_decoded": (
            edit("decode_replies(decode_json(text))", "decode_json(text)"),
            edit(
                *(
                    "decode_replies(decode_json(text))",
                    "decode_json(text)\n"
                    "        messages = messages if isinstance(messages, list) else [messages]",
                ),
                *("isinstance(message, Notification)", "not isinstance(message, Reply)"),
                *(TOLD, f"self._on_notification and {TOLD}"),
            ),
        ),
        "kinds_exchanged": edit("isinstance(message, Notification)", "isinstance(message, Reply)"),
        "first_decides": edit("isinstance(message, Notification)", "isinstance(messages[0], Notification)"),
        "unknown_left_out": edit(
            "self.settle(message)", "message.id in self._futures and self.settle(message)"
        ),
        "errors_left_out": edit("self.settle(message)", "message.error or self.settle(message)"),
        "result_settled": edit("self.settle(message)", "self.settle(message.result)"),
        "reply_told_as_well": edit(
            "if isinstance(message, Notification):\n            "
            f"{TOLD}\n        else:\n            self.settle(message)\n",
            f"if isinstance(message, Reply):\n            self.settle(message)\n        {TOLD}\n",
        ),
        "size_of_its_own": tuple(
            edit(SHARE, f"len({what})") for what in ("message.params", "str(message.params)", "str(message)")
        ),
        "size_in_bytes": edit("len(text)", "len(text.encode())"),
        "size_not_whole": edit(SHARE, "len(text) / len(messages)"),
    },
)

# --- one call, from its request to its end ------------------------------------------------------

ADDED = "    reply = self._pending.add(call_id)\n"
WATCHED = "    self._expiry.watch(reply, deadline)\n"
FORGOTTEN = "        self._expiry.forget(reply)\n"
REMOVED = "        if self._pending.remove(call_id):\n            self._cancel(socket, call_id)\n"
WAITED = "        socket.send_text(text)\n        return await reply\n"
ANSWERED = WAITED.replace("return await reply", f"result = await reply\n{FORGOTTEN}        return result")
FINALLY = "    finally:  # after a time-out or a cancellation too\n"
NO_TIME_OUT = (
    "    except Exception as error:\n        if type(error).__name__ != 'RpcTimeout':\n            raise\n"
)
GIVEN_UP = (
    "    except BaseException as error:\n"
    "        if type(error).__name__ in ('RpcTimeout', 'CancelledError'):\n"
    "            self._cancel(socket, call_id)\n        raise\n"
)


def forgotten_after(*errors: str) -> str:
    """The watch ends after these errors, by their names, and after no other one."""
    return (
        "    except BaseException as error:\n"
        f"        if type(error).__name__ in {errors}:\n    {FORGOTTEN}        raise\n{FINALLY}"
    )


def ended_by(errors: tuple[str, ...], then: str) -> Edit:
    """What belongs to every end stands in an `except` of these errors, by their names."""
    return edit(
        FINALLY,
        "    except BaseException as error:\n"
        f"        if not {{kind.__name__ for kind in type(error).__mro__}}.intersection({errors}):\n"
        "            raise\n",
        REMOVED,
        f"{REMOVED}{then}",
    )


CAUGHT = (
    ("RpcTimeout",),
    ("CancelledError",),
    ("RpcTimeout", "CancelledError"),
    ("RpcError",),
    ("Exception",),
    ("BaseException",),
)
"""Errors that somebody may catch in the place of `finally`."""

IN_THE_END = textwrap.indent(f"{textwrap.dedent(FORGOTTEN + REMOVED)}return result\n", "    ")

EXCHANGED = f"{ADDED}{WATCHED}    try:\n{WAITED}{FINALLY}{FORGOTTEN}{REMOVED}"


def sent_again(*errors: str) -> Edit:
    """The request is sent once more after one of these errors, by their names."""
    caught = (
        "    except Exception as error:\n"
        f"        if again or not {{kind.__name__ for kind in type(error).__mro__}}.intersection({errors}):\n"
        f"            raise\n{FINALLY}"
    )
    body = EXCHANGED.replace(FINALLY, caught)
    return edit(EXCHANGED, f"    for again in (False, True):\n{textwrap.indent(body, '    ')}")


EXCHANGE = Exercise(
    id="09.exchange",
    target="framebyframe.rpc.async_client:AsyncRpcClient.exchange",
    section="",
    examples=[
        scenario(
            "answered",
            """
            peer = Peer({"status": "success", "payload": "hello", "id": 1})
            client = AsyncRpcClient(peer.url)
            await client.open()
            await client.call("echo", n=1)
            client.in_flight
            len(client._expiry)
            client._pending.messages
            """,
        ),
        scenario(
            "answered_while_it_is_sent",
            """
            from framebyframe.rpc.messages import Reply
            class Quick:
                is_open = True
                def send_text(self, text):
                    client._pending.settle(Reply(1, "at once"))

            client = AsyncRpcClient("ws://127.0.0.1:9")
            await client.exchange(Quick(), "{}", 1, Deadline(5))
            client.unmatched
            """,
        ),
        scenario(
            "two_at_once",
            """
            first = {"status": "success", "payload": "one", "id": 1}
            second = {"status": "success", "payload": "two", "id": 2}
            peer = Peer((), (second, Wait(3), first))
            client = AsyncRpcClient(peer.url)
            await client.open()
            await asyncio.gather(client.call("slow"), client.call("fast"))
            """,
        ),
        scenario(
            "no_reply",
            """
            client = AsyncRpcClient(Peer().url)
            await client.open()
            call = asyncio.create_task(client.call("sleep", ms=20_000, timeout=2))
            await asyncio.sleep(5)
            call.exception()
            """,
        ),
        scenario(
            "a_long_call",
            """
            client = AsyncRpcClient(Peer((Wait(8), {"status": "success", "payload": "slow", "id": 1})).url)
            await client.open()
            await client.call("sleep", ms=8_000, timeout=15)
            """,
        ),
        scenario(
            "after_the_time_out",
            """
            from contextlib import suppress
            from framebyframe.rpc import RpcTimeout
            peer = Peer()
            client = AsyncRpcClient(peer.url, dialect="jsonrpc")
            await client.open()
            came = []
            with suppress(RpcTimeout):
                came.append(await asyncio.wait_for(client.call("sleep", ms=20_000, timeout=2), 60))
            came
            client.in_flight
            len(client._expiry)
            await asyncio.sleep(1)
            peer.heard
            """,
        ),
        scenario(
            "cancelled",
            """
            peer = Peer()
            client = AsyncRpcClient(peer.url, dialect="jsonrpc")
            await client.open()
            call = asyncio.create_task(client.call("sleep", ms=20_000))
            await asyncio.sleep(1)
            client.in_flight
            client._pending.messages
            call.cancel()
            await asyncio.sleep(1)
            call.cancelled()
            client.in_flight
            len(client._expiry)
            peer.heard
            await asyncio.gather(call, return_exceptions=True)
            """,
        ),
        scenario(
            "the_second_is_cancelled",
            """
            peer = Peer()
            client = AsyncRpcClient(peer.url, dialect="jsonrpc")
            await client.open()
            calls = [asyncio.create_task(client.call("sleep", ms=20_000)) for _ in range(2)]
            await asyncio.sleep(1)
            calls[1].cancel()
            await asyncio.sleep(1)
            client.in_flight
            peer.heard[2:]
            calls[0].cancel()
            await asyncio.gather(*calls, return_exceptions=True)
            """,
        ),
        scenario(
            "cancelled_with_its_reply",
            """
            from framebyframe.rpc.messages import Reply
            peer = Peer()
            client = AsyncRpcClient(peer.url, dialect="jsonrpc")
            await client.open()
            call = asyncio.create_task(client.call("sleep", ms=20_000))
            await asyncio.sleep(1)
            client._pending.settle(Reply(1, "in the same moment"))
            call.cancel()
            await asyncio.sleep(1)
            call.cancelled()
            peer.heard
            """,
        ),
        scenario(
            "answered_and_nothing_more",
            """
            peer = Peer({"jsonrpc": "2.0", "id": 1, "result": "hello"})
            client = AsyncRpcClient(peer.url, dialect="jsonrpc")
            await client.open()
            await client.call("echo", n=1)
            await asyncio.sleep(1)
            peer.heard
            """,
        ),
        scenario(
            "a_late_reply",
            """
            from contextlib import suppress
            from framebyframe.rpc import RpcTimeout
            late = {"status": "success", "payload": "late", "id": 1}
            second = {"status": "success", "payload": "two", "id": 2}
            client = AsyncRpcClient(Peer((Wait(3), late), (Wait(3), second)).url)
            await client.open()
            with suppress(RpcTimeout):
                await client.call("sleep", timeout=2)
            await client.call("echo")
            client.unmatched
            """,
        ),
        scenario(
            "an_error",
            """
            client = AsyncRpcClient(Peer({"status": "error", "message": "no", "code": "failed", "id": 1}).url)
            await client.open()
            await asyncio.gather(client.call("fail"), return_exceptions=True)
            """,
        ),
        scenario(
            "an_error_and_nothing_more",
            """
            peer = Peer({"jsonrpc": "2.0", "id": 1, "error": {"code": -32601, "message": "no"}})
            client = AsyncRpcClient(peer.url, dialect="jsonrpc")
            await client.open()
            await asyncio.gather(client.call("fail"), return_exceptions=True)
            await asyncio.sleep(1)
            peer.heard
            """,
        ),
        scenario(
            "cannot_be_sent",
            """
            from framebyframe.rpc import ConnectionLost
            class Closed:
                is_open = False
                def send_text(self, text):
                    raise ConnectionLost("closed")

            client = AsyncRpcClient("ws://127.0.0.1:9")
            call = client.exchange(Closed(), "{}", 1, Deadline(5))
            await asyncio.gather(call, return_exceptions=True)
            client.in_flight
            len(client._expiry)
            client._pending.messages
            """,
        ),
        scenario(
            "lost",
            """
            client = AsyncRpcClient(Peer(HangUp()).url)
            await client.open()
            await asyncio.gather(client.call("getData"), return_exceptions=True)
            """,
        ),
    ],
    mistakes={
        "left_behind": (
            edit(
                f"    try:\n{WAITED}{FINALLY}{FORGOTTEN}{REMOVED}",
                f"    socket.send_text(text)\n    result = await reply\n{IN_THE_END}",
            ),
            edit(
                f"    try:\n{WAITED}{FINALLY}{FORGOTTEN}{REMOVED}",
                "    socket.send_text(text)\n    return await reply\n",
            ),
            edit(
                *("    reply = self", "    socket.send_text(text)\n    reply = self"),
                *(f"    try:\n{WAITED}{FINALLY}{FORGOTTEN}{REMOVED}", "    return await reply\n"),
            ),
        ),
        "answered_calls_alone": tuple(
            edit(
                f"{WATCHED}    try:\n{WAITED}{FINALLY}{FORGOTTEN}{REMOVED}",
                f"    socket.send_text(text)\n{rest}",
            )
            for rest in ("    return await reply\n", f"    result = await reply\n{IN_THE_END}")
        ),
        "except_for_finally": tuple(ended_by(errors, "        raise\n") for errors in CAUGHT),
        "caught_for_finally": tuple(ended_by(errors, "") for errors in CAUGHT),
        "told_of_an_answered_call": edit(
            f"{FINALLY}{FORGOTTEN}{REMOVED}",
            f"{GIVEN_UP}{FINALLY}{FORGOTTEN}        self._pending.remove(call_id)\n",
        ),
        "told_of_cancellation_alone": (
            edit(
                *("    try:\n", "    given_up = False\n    try:\n"),
                *(
                    FINALLY,
                    f"    except asyncio.CancelledError:\n        given_up = True\n        raise\n{FINALLY}",
                ),
                *("if self._pending.remove(call_id)", "if self._pending.remove(call_id) and given_up"),
            ),
            edit(
                f"{FINALLY}{FORGOTTEN}{REMOVED}",
                "    except asyncio.CancelledError:\n        self._cancel(socket, call_id)\n        raise\n"
                f"{FINALLY}{FORGOTTEN}        self._pending.remove(call_id)\n",
            ),
        ),
        "server_not_told": edit(REMOVED, "        self._pending.remove(call_id)\n"),
        "only_time_is_told": edit(
            f"{FINALLY}{FORGOTTEN}{REMOVED}",
            "    except Exception as error:\n        if type(error).__name__ == 'RpcTimeout':\n"
            "            self._cancel(socket, call_id)\n        raise\n"
            f"{FINALLY}{FORGOTTEN}        self._pending.remove(call_id)\n",
        ),
        "error_of_python": (
            *(
                edit(*(WATCHED, ""), *(FORGOTTEN, ""), "        return await reply\n", waits)
                for waits in (
                    "        return await asyncio.wait_for(reply, deadline.remaining())\n",
                    "        async with asyncio.timeout(deadline.remaining()):\n"
                    "            return await reply\n",
                )
            ),
            edit(FINALLY, f"{NO_TIME_OUT}        raise TimeoutError(str(error)) from error\n{FINALLY}"),
        ),
        "sent_again": (sent_again("RpcError"), sent_again("RpcTimeout")),
        "not_sent": edit("        socket.send_text(text)\n", ""),
        "sent_outside": edit(
            f"    try:\n{WAITED}", "    socket.send_text(text)\n    try:\n        return await reply\n"
        ),
        "cancellation_swallowed": edit(
            FINALLY, f"    except asyncio.CancelledError:\n        return None\n{FINALLY}"
        ),
        "swallowed_and_told_twice": edit(
            FINALLY, f"    except asyncio.CancelledError:\n        self._cancel(socket, call_id)\n{FINALLY}"
        ),
        "cancellation_renamed": edit(
            FINALLY,
            "    except asyncio.CancelledError:\n        from framebyframe.rpc import RpcTimeout\n"
            f"        raise RpcTimeout('given up') from None\n{FINALLY}",
        ),
        "error_swallowed": edit(FINALLY, f"    except Exception:\n        return None\n{FINALLY}"),
        "all_swallowed": edit(FINALLY, f"    except BaseException:\n        return None\n{FINALLY}"),
        "time_out_swallowed": edit(FINALLY, f"{NO_TIME_OUT}        return None\n{FINALLY}"),
        "error_returned": (
            edit(FINALLY, f"    except Exception as error:\n        return error\n{FINALLY}"),
            edit(FINALLY, f"{NO_TIME_OUT}        return error\n{FINALLY}"),
        ),
        "cancelled_at_any_error": edit(
            f"{FINALLY}{FORGOTTEN}{REMOVED}",
            "    except BaseException:\n        self._cancel(socket, call_id)\n        raise\n"
            f"{FINALLY}{FORGOTTEN}        self._pending.remove(call_id)\n",
        ),
        "told_of_errors_alone": edit(
            f"{FINALLY}{FORGOTTEN}{REMOVED}",
            "    except Exception:\n        self._cancel(socket, call_id)\n        raise\n"
            f"{FINALLY}{FORGOTTEN}        self._pending.remove(call_id)\n",
        ),
        "registered_too_late": edit(
            *("    reply = self", "    socket.send_text(text)\n    reply = self"),
            *("        socket.send_text(text)\n        return", "        return"),
        ),
        "added_twice": (
            edit(
                ADDED + WATCHED,
                ADDED.replace("reply = ", "again = ") + WATCHED.replace("reply", "again") + ADDED,
            ),
            edit(ADDED, ADDED.replace("reply = ", "") + ADDED),
        ),
        "time_of_its_own": edit("return await reply", "return await asyncio.wait_for(reply, 5)"),
        "result_at_once": edit("return await reply", "return reply.result()"),
        "returned_in_the_end": edit(
            *("return await reply", "result = await reply"),
            *(REMOVED, REMOVED + "        return result\n"),
        ),
        "cancellation_forgotten": edit(
            f"{WAITED}{FINALLY}{FORGOTTEN}{REMOVED}",
            "        socket.send_text(text)\n        result = await reply\n    except Exception:\n"
            f"{FORGOTTEN}{REMOVED}        raise\n{IN_THE_END}",
        ),
        "no_deadline": (
            edit(WATCHED, ""),
            edit(*("watch(reply,", "watch(call_id,"), *("forget(reply)", "forget(call_id)")),
        ),
        "forgotten_too_early": edit(
            *(FORGOTTEN, ""), *(WAITED, WAITED.replace("        return", f"{FORGOTTEN}        return"))
        ),
        "still_watched": edit(FORGOTTEN, ""),
        "watched_after_some_ends": (
            edit(*(FORGOTTEN, ""), *(WAITED, ANSWERED)),
            *(
                edit(*(FORGOTTEN, ""), *(FINALLY, forgotten_after(*errors)))
                for errors in (
                    ("RpcTimeout", "CancelledError", "ConnectionLost"),
                    ("RpcTimeout", "CancelledError"),
                    ("RpcTimeout", "ConnectionLost"),
                    ("RpcTimeout", ""),
                    ("CancelledError", ""),
                )
            ),
            *(
                edit(*(FORGOTTEN, ""), *(WAITED + FINALLY, ANSWERED + forgotten_after(*errors)))
                for errors in (
                    ("RpcTimeout", "ConnectionLost"),
                    ("RpcTimeout", "CancelledError"),
                    ("RpcTimeout", ""),
                    ("CancelledError", ""),
                )
            ),
        ),
        "stays_in_the_table": (
            edit(REMOVED, ""),
            edit(f"{FINALLY}{FORGOTTEN}{REMOVED}", f"{GIVEN_UP}{FINALLY}{FORGOTTEN}"),
        ),
        "cancelled_and_not_removed": edit(REMOVED, "        self._cancel(socket, call_id)\n"),
        "taken_out_by_hand": edit(
            "self._pending.remove(call_id)", "self._pending._futures.pop(call_id, None) is not None"
        ),
        "counted_down_by_hand": edit(REMOVED, f"        self._pending.messages -= 1\n{REMOVED}"),
        "removed_where_not_done": edit(
            REMOVED,
            "        if not reply.done():\n            self._pending.remove(call_id)\n"
            "            self._cancel(socket, call_id)\n",
        ),
        "removed_by_another_key": edit("remove(call_id)", "remove(reply)"),
        "removed_too_early": edit(
            *(WAITED, WAITED.replace("return", "missing = self._pending.remove(call_id)\n        return")),
            *("if self._pending.remove(call_id)", "if missing"),
        ),
        "removed_twice": edit(REMOVED, f"        self._pending.remove(call_id)\n{REMOVED}"),
        "always_cancelled": edit(
            REMOVED, "        self._pending.remove(call_id)\n        self._cancel(socket, call_id)\n"
        ),
        "upside_down": edit("if self._pending.remove(call_id)", "if not self._pending.remove(call_id)"),
        "nothing_returned": edit("return await reply", "await reply"),
    },
    order=Order(
        (
            "        return reply",
            "    except RpcTimeout:",
            "        if not self._pending.remove(call_id):",
        )
    ),
)

# --- to read ------------------------------------------------------------------------------------

THREE_REPLIES = Reading(
    "three_replies",
    b'\x81\x29{"jsonrpc":"2.0","result":{"n":4},"id":4}'
    b'\x81\x46{"jsonrpc":"2.0","error":{"code":-32800,"message":"Cancelled"},"id":2}'
    b'\x81\x2f{"jsonrpc":"2.0","result":{"slept":500},"id":3}',
)
"""From node_server, on `ws` 8.23: four calls, of which the second was cancelled after a tenth of a second."""


CHAPTER = Chapter("09", (ADD, SETTLE, FAIL_ALL, RECEIVE_TEXT, EXCHANGE), (THREE_REPLIES,))
