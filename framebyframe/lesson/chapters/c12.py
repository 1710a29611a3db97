"""Chapter 12, Things break: when a peer is dead, when to come back, what to send again, what was missed."""

from __future__ import annotations

from ..declaring.examples import Scenario, scenario
from ..declaring.exercise import Chapter, Exercise
from ..declaring.forms import Catch, Reading, Repair, Shipped
from ..declaring.mistakes import edit

SUM = "a sum is the same in either order"

# --- the heartbeat ------------------------------------------------------------------------------

NO_PING_WAITS = "if self.pinged is None:"
NEXT_PING = "return self.ponged + self._interval"
SIGN = "max(self.pinged, self.heard)"
DEADLINE = f"return {SIGN} + self._timeout"
BEGUN = "heartbeat = Heartbeat(Timeouts(ping_interval=20, ping_timeout=10), now=100)"
LATEST = 1_000_000.0
"""Seconds, of a time that a learner gives."""

HEARTBEATS = (
    *("bytes_do_not_count", "ping_does_not_count", "earlier_of_the_two", "ping_at_zero"),
    *("numbers_exchanged", "bytes_put_off_the_ping", "interval_on_top"),
)


def beats(ponged: float, pinged: float | None, heard: float) -> Scenario:
    """A heartbeat at which the last pong, the ping that waits, and the last byte were at these times.

    Raises:
        ValueError: these are no times, or the last byte came before the pong.
    """
    times = [ponged, heard] if pinged is None else [ponged, pinged, heard]
    if not all(type(time) in (int, float) and 0 <= time <= LATEST for time in times):
        raise ValueError("give three times in seconds, from 0; the second is None where no ping waits")
    if heard < ponged or (pinged is not None and pinged < ponged):
        raise ValueError(
            "a pong is made of bytes, and the ping that waits came after it: no time is before the first"
        )
    steps = [
        "heartbeat = Heartbeat(Timeouts(ping_interval=20, ping_timeout=10), now=0)",
        f"heartbeat.ponged, heartbeat.pinged, heartbeat.heard = {ponged}, {pinged}, {heard}",
        "heartbeat.due()",
    ]
    return scenario("beats", "\n".join(steps))


DUE = Exercise(
    id="12.due",
    target="framebyframe.rpc.heartbeat:Heartbeat.due",
    section="RFC 6455 5.5.2",
    examples=[
        scenario("just_opened", f"{BEGUN}\nheartbeat.due()"),
        scenario(
            "a_ping_waits",
            f"""
            {BEGUN}
            heartbeat.pinged = 120
            heartbeat.due()
            """,
        ),
        scenario(
            "bytes_after_the_ping",
            f"""
            {BEGUN}
            heartbeat.pinged = 120
            heartbeat.heard = 127
            heartbeat.due()
            heartbeat.beat(130)
            """,
        ),
        scenario(
            "bytes_before_the_ping",
            f"""
            {BEGUN}
            heartbeat.heard = 113
            heartbeat.pinged = 120
            heartbeat.due()
            heartbeat.beat(129)
            """,
        ),
        scenario(
            "bytes_and_no_ping",
            f"""
            {BEGUN}
            heartbeat.heard = 113
            heartbeat.due()
            heartbeat.beat(120)
            """,
        ),
        scenario(
            "the_pong_is_there",
            f"""
            {BEGUN}
            heartbeat.pinged = 120
            heartbeat.heard = 121
            heartbeat.take_pong(121)
            heartbeat.due()
            """,
        ),
        scenario(
            "a_ping_at_zero",
            """
            heartbeat = Heartbeat(Timeouts(ping_interval=20, ping_timeout=10), now=0)
            heartbeat.pinged = 0
            heartbeat.due()
            """,
        ),
        scenario(
            "silence_to_the_end",
            f"""
            {BEGUN}
            heartbeat.pinged = 120
            heartbeat.beat(129.5)
            heartbeat.beat(130)
            """,
        ),
        scenario(
            "no_pings",
            """
            heartbeat = Heartbeat(Timeouts(ping_interval=0), now=100)
            heartbeat.due()
            """,
        ),
        scenario(
            "no_end",
            """
            heartbeat = Heartbeat(Timeouts(ping_interval=20, ping_timeout=0), now=100)
            heartbeat.pinged = 120
            heartbeat.due()
            """,
        ),
    ],
    catch=Catch(HEARTBEATS, played=beats),
    mistakes={
        "bytes_do_not_count": edit(SIGN, "self.pinged"),
        "ping_does_not_count": edit(SIGN, "self.heard"),
        "earlier_of_the_two": edit(SIGN, "min(self.pinged, self.heard)"),
        "both_added": edit(SIGN, "self.pinged + self.heard"),
        "ping_at_zero": edit(NO_PING_WAITS, "if not self.pinged:"),
        "asked_the_wrong_way": edit(
            f"{NO_PING_WAITS}\n        {NEXT_PING}\n    {DEADLINE}",
            f"if self.pinged is not None:\n        {NEXT_PING}\n    return self.heard + self._timeout",
        ),
        "numbers_exchanged": edit(
            *(NEXT_PING, "return self.ponged + self._timeout"),
            *(DEADLINE, f"return {SIGN} + self._interval"),
        ),
        "interval_for_both": edit(DEADLINE, f"return {SIGN} + self._interval"),
        "bytes_put_off_the_ping": edit(NEXT_PING, "return self.heard + self._interval"),
        "interval_on_top": edit(DEADLINE, f"return {SIGN} + self._interval + self._timeout"),
        "time_left_out": edit(DEADLINE, f"return {SIGN}"),
        "seconds_and_not_a_time": edit(
            *(NEXT_PING, "return self._interval"), *(DEADLINE, "return self._timeout")
        ),
        "nothing_while_a_ping_waits": edit(DEADLINE, "return None"),
    },
    equivalent=dict.fromkeys(
        (
            "`self.ponged + self._interval` becomes `self._interval + self.ponged`",
            f"`{SIGN} + self._timeout` becomes `self._timeout + {SIGN}`",
        ),
        SUM,
    ),
)

# --- the waits ----------------------------------------------------------------------------------

WAIT = "yield ceiling * chance()"
GROWN = "ceiling = min(ceiling * self.factor, self.longest)"
NINE = "[next(delays) for _ in range(9)]"

DELAYS = Exercise(
    id="12.delays",
    target="framebyframe.rpc.retrying:Backoff.delays",
    section="the client, reconnect",
    examples=[
        scenario(
            "highest",
            f"""
            delays = Backoff(first=0.5, longest=16.0).delays(lambda: 1.0)
            {NINE}
            """,
        ),
        scenario(
            "a_quarter",
            f"""
            delays = Backoff(first=0.5, longest=16.0).delays(lambda: 0.25)
            {NINE}
            """,
        ),
        scenario(
            "by_chance",
            """
            chance = iter([0.5, 0.0, 0.75, 0.125, 1.0]).__next__
            delays = Backoff(first=1.0, longest=64.0).delays(chance)
            [next(delays) for _ in range(5)]
            """,
        ),
        scenario(
            "long_ago",
            """
            delays = Backoff(first=0.5, longest=16.0).delays(lambda: 0.5)
            waits = [next(delays) for _ in range(200)]
            waits[-1]
            """,
        ),
        scenario(
            "steeper",
            """
            delays = Backoff(first=0.25, factor=4.0, longest=20.0).delays(lambda: 1.0)
            [next(delays) for _ in range(6)]
            """,
        ),
        scenario(
            "two_clients",
            """
            backoff = Backoff(first=1.0, longest=8.0)
            one = backoff.delays(lambda: 0.5)
            next(one), next(one)
            other = backoff.delays(lambda: 0.5)
            next(other), next(one)
            """,
        ),
        scenario(
            "drawn_when_it_is_asked",
            """
            drawn = []
            delays = Backoff(first=1.0).delays(lambda: drawn.append("once") or 0.5)
            next(delays)
            len(drawn)
            """,
        ),
    ],
    repair=Repair(edit(WAIT, "yield ceiling"), Shipped("mattermost-webapp", "pull request 10960", 2022)),
    mistakes={
        "no_chance": edit(WAIT, "yield ceiling"),
        "half_is_sure": edit(WAIT, "yield ceiling / 2 + ceiling / 2 * chance()"),
        "around_the_ceiling": edit(WAIT, "yield ceiling * (0.5 + chance())"),
        "chance_on_top": edit(WAIT, "yield ceiling + chance()"),
        "drawn_once": edit(
            *("    ceiling = self.first\n", "    ceiling = self.first\n    drawn = chance()\n"),
            *(WAIT, "yield ceiling * drawn"),
        ),
        "chance_of_its_own": edit(WAIT, "yield ceiling * random.random()"),
        "chance_takes_over": edit(
            *(WAIT, "delay = ceiling * chance()\n        yield delay"),
            *("min(ceiling * self.factor", "min(delay * self.factor"),
        ),
        "no_longest": edit(GROWN, "ceiling = ceiling * self.factor"),
        "longest_of_the_two": edit(GROWN, "ceiling = max(ceiling * self.factor, self.longest)"),
        "grows_by_addition": edit("ceiling * self.factor", "ceiling + self.factor"),
        "first_left_out": edit(f"{WAIT}\n        {GROWN}", f"{GROWN}\n        {WAIT}"),
        "does_not_grow": edit(f"        {GROWN}\n", ""),
        "begins_anew": tuple(
            edit(GROWN, f"ceiling = ceiling * self.factor if {goes_on} else self.first")
            for goes_on in ("ceiling < self.longest", "ceiling * self.factor <= self.longest")
        ),
        "one_wait": edit("while True:", "if True:"),
    },
)  # fmt: skip

# --- after a close code -------------------------------------------------------------------------

FINAL = "is_final(code)"
SPREAD = "return least + (most - least) * chance()"
ASKED = "return delay + (self.longest if asked is None else asked)"
PATIENT = "backoff = Backoff(longest=40.0, restart=(4.0, 9.0))"


def after(key: str, code: int, reason: str = "", drawn: float = 0.25) -> Scenario:
    """A connection has ended with this code; the next delay is one second."""
    return scenario(key, f'{PATIENT}\nbackoff.wait_after({code}, "{reason}", 1.0, lambda: {drawn})')


WAIT_AFTER = Exercise(
    id="12.wait_after",
    target="framebyframe.rpc.retrying:Backoff.wait_after",
    section="RFC 6455 7.4",
    field="close_code",
    examples=[
        after("without_a_code", 1006),
        after("going_away", 1001),
        after("policy_violation", 1008),
        after("too_big", 1009),
        after("restart", 1012),
        after("restart_at_once", 1012, drawn=0.0),
        after("restart_late", 1012, drawn=1.0),
        after("later", 1013),
        after("later_in_five", 1013, "Retry-After: 5"),
        after("later_in_none", 1013, "busy, Retry-After: 0"),
        after("last_registered", 3999),
        after("first_private", 4000),
        after("last_private", 4999),
    ],
    mistakes={
        "private_codes_come_back": edit(FINAL, "code == CloseCode.POLICY_VIOLATION"),
        "policy_comes_back": edit(FINAL, "code in PRIVATE_CODES"),
        "first_private_left_out": edit(FINAL, "code == 1008 or 4000 < code <= 4999"),
        "last_private_left_out": edit(FINAL, "code == 1008 or 4000 <= code < 4999"),
        "and_for_or": edit(FINAL, "code == 1008 and code in PRIVATE_CODES"),
        "nobody_comes_back": edit("    return delay\n", "    return None\n"),
        "zero_for_never": edit("return None", "return 0.0"),
        "asked_for_nothing": edit(ASKED, "return delay + (asked or self.longest)"),
        "none_on_top": edit(ASKED, "return self.longest if asked is None else asked"),
        "reason_not_read": edit(ASKED, "return delay + self.longest"),
        "always_asked": edit(ASKED, "return delay + (asked or 0.0)"),
        "restart_like_any_other": edit(SPREAD, "return delay"),
        "restart_all_at_once": edit(SPREAD, "return least"),
        "least_left_out": edit(SPREAD, "return (most - least) * chance()"),
        "most_from_least_on": edit(SPREAD, "return least + most * chance()"),
        "delay_on_top_of_a_restart": edit(SPREAD, f"return delay + {SPREAD.removeprefix('return ')}"),
        "codes_exchanged": edit(
            *("SERVICE_RESTART", "RESTARTED"),
            *("TRY_AGAIN_LATER", "SERVICE_RESTART"),
            *("RESTARTED", "TRY_AGAIN_LATER"),
        ),
    },
    equivalent=dict.fromkeys(
        (
            "`least + (most - least) * chance()` becomes `(most - least) * chance() + least`",
            "`delay + (self.longest if asked is None else asked)` becomes "
            "`(self.longest if asked is None else asked) + delay`",
        ),
        SUM,
    ),
)  # fmt: skip

# --- what may be sent again ---------------------------------------------------------------------

REFUSED = "    if isinstance(error, ConnectionRefused):\n        return True\n"
LOST = "return idempotent and error.code not in REFUSES_A_MESSAGE"
ELSE = "    return False\n"


def again(key: str, error: str, idempotent: bool, imported: str = "") -> Scenario:
    """A call that ended with this error."""
    known = f"from framebyframe.rpc import {imported}\n" if imported else ""
    return scenario(key, f"{known}may_send_again({error}, idempotent={idempotent})")


MAY_SEND_AGAIN = Exercise(
    id="12.may_send_again",
    target="framebyframe.rpc.retrying:may_send_again",
    section="the client, idempotent",
    examples=[
        again("lost_idempotent", 'ConnectionLost("gone")', True),
        again("lost", 'ConnectionLost("gone")', False),
        again("refused", 'ConnectionRefused("nobody listens")', False),
        again("refused_idempotent", 'ConnectionRefused("nobody listens")', True),
        again("refused_with_a_status", 'ConnectionRefused("503", status=503)', False),
        again("going_away", 'ConnectionLost("stopping", code=1001)', True),
        again("restart", 'ConnectionLost("restarting", code=1012)', True),
        again("too_big", 'ConnectionLost("too big", code=1009)', True),
        again("policy", 'ConnectionLost("no", code=1008)', True),
        again("bad_frame", 'ConnectionLost("no", code=1002)', True),
        again("too_big_and_not_idempotent", 'ConnectionLost("too big", code=1009)', False),
        again("timeout", 'RpcTimeout("10 s are over")', True),
        again("timeout_not_idempotent", 'RpcTimeout("10 s are over")', False),
        again("remote", 'RemoteError("not_found", "no such item")', True, "RemoteError"),
        again("protocol", 'ProtocolError("no JSON")', True, "ProtocolError"),
        again("protocol_not_idempotent", 'ProtocolError("no JSON")', False, "ProtocolError"),
    ],
    mistakes={
        "not_asked": edit(LOST, "return error.code not in REFUSES_A_MESSAGE"),
        "refused_is_lost": edit(REFUSED, ""),
        "any_loss": edit("isinstance(error, ConnectionRefused)", "isinstance(error, ConnectionLost)"),
        "code_not_looked_at": edit(LOST, "return idempotent"),
        "only_too_big": edit("not in REFUSES_A_MESSAGE", "!= CloseCode.MESSAGE_TOO_BIG"),
        "code_upside_down": edit("not in REFUSES_A_MESSAGE", "in REFUSES_A_MESSAGE"),
        "or_for_and": edit(LOST, LOST.replace(" and ", " or ")),
        "mark_upside_down": edit("return idempotent and", "return not idempotent and"),
        "time_out_too": edit(
            *("isinstance(error, ConnectionLost)", "isinstance(error, (ConnectionLost, RpcTimeout))"),
            *("error.code", "getattr(error, 'code', 1006)"),
        ),
        "any_error": edit(ELSE, "    return idempotent\n"),
        "never_after_a_loss": edit(LOST, "return False"),
        "nothing_returned": edit(ELSE, "    return None\n"),
    },
)  # fmt: skip

# --- where to go on -----------------------------------------------------------------------------

TO_NOBODY_KNOWS = "return Gap(seen.offset + 1, None)"
OTHER = f"    if resumed.epoch != seen.epoch:\n        {TO_NOBODY_KNOWS}\n"
FURTHER = "if resumed.offset > seen.offset:"
BETWEEN = "return Gap(seen.offset + 1, resumed.offset)"


def between(key: str, seen: tuple[str, int], resumed: tuple[str, int]) -> Scenario:
    """The first place is after the last event that came, the second is where the server goes on."""
    places = ", ".join(f'Position("{epoch}", {offset})' for epoch, offset in (seen, resumed))
    return scenario(key, f"gap_between({places})")


GAP_BETWEEN = Exercise(
    id="12.gap_between",
    target="framebyframe.rpc.resuming:gap_between",
    section="the contract, streams",
    examples=[
        between("goes_on", ("7f", 5), ("7f", 5)),
        between("further_on", ("7f", 5), ("7f", 8)),
        between("one_missed", ("7f", 5), ("7f", 6)),
        between("once_more", ("7f", 5), ("7f", 3)),
        between("another_stream", ("7f", 5), ("c2", 0)),
        between("another_stream_as_far", ("7f", 5), ("c2", 5)),
        between("another_stream_further", ("7f", 5), ("c2", 9)),
        between("another_stream_before", ("c2", 5), ("7f", 2)),
        between("nothing_came", ("7f", 0), ("7f", 0)),
        between("missed_from_the_first", ("7f", 0), ("7f", 4)),
        between("another_stream_and_nothing_came", ("7f", 0), ("c2", 0)),
    ],
    mistakes={
        "epoch_not_looked_at": edit(OTHER, ""),
        "silent_about_another_stream": edit(TO_NOBODY_KNOWS, "return None"),
        "end_of_another_stream_known": edit(TO_NOBODY_KNOWS, BETWEEN),
        "another_stream_from_its_first": edit(TO_NOBODY_KNOWS, "return Gap(1, None)"),
        "last_seen_is_missed": edit("seen.offset + 1", "seen.offset"),
        "next_is_missed": edit(BETWEEN, "return Gap(seen.offset + 1, resumed.offset + 1)"),
        "last_missed_left_out": edit(BETWEEN, "return Gap(seen.offset + 1, resumed.offset - 1)"),
        "number_for_last": edit(BETWEEN, "return Gap(seen.offset + 1, resumed.offset - seen.offset)"),
        "empty_gap": edit(FURTHER, "if resumed.offset >= seen.offset:"),
        "backwards_is_a_gap": edit(FURTHER, "if resumed.offset != seen.offset:"),
        "one_is_none": edit(FURTHER, "if resumed.offset > seen.offset + 1:"),
        "exchanged": edit(FURTHER, "if resumed.offset < seen.offset:"),
        "no_place_is_none": edit(FURTHER, "if seen.offset and resumed.offset > seen.offset:"),
    },
    equivalent={
        "`seen.offset + 1` becomes `1 + seen.offset`": SUM,
        "`return None` becomes `pass`": "a function without a return gives None",
    },
)  # fmt: skip

# --- to read ------------------------------------------------------------------------------------

AN_END_WITH_A_CODE = Reading(
    "an_end_with_a_code",
    b'\x81\x41{"jsonrpc":"2.0","result":{"id":2,"name":"Ink","value":4},"id":1}'
    b'\x81\x41{"jsonrpc":"2.0","result":{"id":2,"name":"Ink","value":4},"id":2}'
    b"\x88\x02\x03\xf4",
)
"""From node_server, on `ws` 8.23: two calls with one key; then `FaultProxy.strike("close 1012")`."""


CHAPTER = Chapter("12", (DUE, DELAYS, WAIT_AFTER, MAY_SEND_AGAIN, GAP_BETWEEN), (AN_END_WITH_A_CODE,))
