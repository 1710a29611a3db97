"""Chapter 12, Things break: when a peer is dead, when to come back, what to send again, what was missed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, combinations

from ..declaring.examples import Scenario, scenario
from ..declaring.exercise import Chapter, Exercise
from ..declaring.forms import Catch, Reading, Repair, Shipped
from ..declaring.mistakes import Edit, edit

SUM = "a sum is the same in either order"

# --- the heartbeat ------------------------------------------------------------------------------

NO_PING_WAITS = "if self.pinged is None:"
SECONDS_ON = "self.ponged + self._interval"
NEXT_PING = f"return {SECONDS_ON}"
AFTER_A_BYTE = "return self.heard + self._interval"
SIGN = "max(self.pinged, self.heard)"
DEADLINE = f"return {SIGN} + self._timeout"
BEGUN = "heartbeat = Heartbeat(Timeouts(ping_interval=20.0, ping_timeout=10.0), now=100)"
LATEST = 1_000_000.0
"""Seconds, of a time that a learner gives."""


def _at_either(change: Callable[[str], str]) -> tuple[Edit, ...]:
    """The same change of the one moment, of the other, and of both."""
    one, other = ((moment, change(moment)) for moment in (NEXT_PING, DEADLINE))
    return (edit(*one, *other), edit(*one), edit(*other))


def _is_due(now: str, sign: str) -> Edit:
    """In the place of each moment, what its comparison with another one gives."""
    pairs = ((moment, moment.replace("return", f"return {now} {sign}")) for moment in (NEXT_PING, DEADLINE))
    return edit(*chain.from_iterable(pairs))


HEARTBEATS = (
    *("bytes_do_not_count", "ping_does_not_count", "earlier_of_the_two", "ping_at_zero"),
    *("numbers_exchanged", "bytes_put_off_the_ping", "interval_on_top"),
)


def beats(ponged: float, pinged: float | None, heard: float) -> Scenario:
    """A heartbeat at which the last pong, the ping that waits, and the last byte were at these times.

    Raises:
        ValueError: "times" for what is none, "before_the_pong" for a ping or a byte that was before it.
    """
    times = [ponged, heard] if pinged is None else [ponged, pinged, heard]
    if not all(type(time) in (int, float) and 0 <= time <= LATEST for time in times):
        raise ValueError("times")
    if heard < ponged or (pinged is not None and pinged < ponged):
        raise ValueError("before_the_pong")
    steps = [
        "heartbeat = Heartbeat(Timeouts(ping_interval=20.0, ping_timeout=10.0), now=0)",
        f"heartbeat.ponged, heartbeat.pinged, heartbeat.heard = {ponged}, {pinged}, {heard}",
        "heartbeat.due()",
    ]
    return scenario("beats", "\n".join(steps))


DUE = Exercise(
    id="12.due",
    target="framebyframe.rpc.heartbeat:Heartbeat.due",
    section="the contract, limits per connection",
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
            "bytes_at_the_end",
            f"""
            {BEGUN}
            heartbeat.pinged = 120
            heartbeat.heard = 127
            heartbeat.heard = 135
            heartbeat.due()
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
            heartbeat = Heartbeat(Timeouts(ping_interval=20.0, ping_timeout=10.0), now=0)
            heartbeat.pinged = 0
            heartbeat.due()
            heartbeat.heard = 4
            heartbeat.due()
            """,
        ),
        scenario(
            "a_ping_at_the_pong",
            f"""
            {BEGUN}
            heartbeat.pinged = 100
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
            "fractions",
            """
            heartbeat = Heartbeat(Timeouts(ping_interval=0.25, ping_timeout=0.125), now=100)
            heartbeat.due()
            heartbeat.pinged = 100.25
            heartbeat.due()
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
            heartbeat = Heartbeat(Timeouts(ping_interval=20.0, ping_timeout=0), now=100)
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
        "parenthesis_too_late": tuple(
            edit(DEADLINE, f"return {one} + max({other}, self._timeout)")
            for one, other in (("self.pinged", "self.heard"), ("self.heard", "self.pinged"))
        ),
        "time_out_for_the_byte_alone": edit(DEADLINE, "return max(self.pinged, self.heard + self._timeout)"),
        "time_out_for_the_ping_alone": edit(DEADLINE, "return max(self.pinged + self._timeout, self.heard)"),
        "next_ping_if_earlier": edit(
            DEADLINE, f"return min(self.ponged + self._interval, {SIGN} + self._timeout)"
        ),
        "next_ping_always": edit(DEADLINE, NEXT_PING),
        "time_out_from_the_pong": tuple(
            edit(DEADLINE, f"return self.ponged + {seconds}")
            for seconds in ("self._timeout", "self._interval + self._timeout")
        ),
        "compared_with_the_pong": edit(SIGN, "(self.heard if self.heard > self.ponged else self.pinged)"),
        "ping_as_planned": edit(SIGN, f"max({SECONDS_ON}, self.heard)"),
        "time_out_before_a_ping": tuple(
            edit(NEXT_PING, f"return {which}(self.ponged + self._interval, self.heard + self._timeout)")
            for which in ("max", "min")
        ),
        "byte_for_pong": (
            edit(NO_PING_WAITS, "if self.pinged is None or self.heard > self.pinged:"),
            edit(DEADLINE, f"if self.heard > self.pinged:\n        {AFTER_A_BYTE}\n    {DEADLINE}"),
            edit(DEADLINE, f"if self.heard >= self.pinged:\n        {AFTER_A_BYTE}\n    {DEADLINE}"),
        ),
        "nothing_before_a_byte": tuple(
            edit(DEADLINE, f"if self.heard {later} self.pinged:\n        return self.heard + self._timeout")
            for later in (">", ">=")
        ),
        "ping_at_zero": edit(NO_PING_WAITS, "if not self.pinged:"),
        "ping_at_the_pong": edit(NO_PING_WAITS, "if self.pinged is None or self.pinged <= self.ponged:"),
        "asked_the_wrong_way": edit(
            f"{NO_PING_WAITS}\n        {NEXT_PING}\n    {DEADLINE}",
            f"if self.pinged is not None:\n        {NEXT_PING}\n    return self.heard + self._timeout",
        ),
        "numbers_exchanged": edit(
            *(NEXT_PING, "return self.ponged + self._timeout"),
            *(DEADLINE, f"return {SIGN} + self._interval"),
        ),
        "interval_for_both": edit(DEADLINE, f"return {SIGN} + self._interval"),
        "time_out_for_both": edit(NEXT_PING, "return self.ponged + self._timeout"),
        "bytes_put_off_the_ping": edit(NEXT_PING, "return self.heard + self._interval"),
        "interval_on_top": edit(DEADLINE, f"return {SIGN} + self._interval + self._timeout"),
        "time_left_out": edit(DEADLINE, f"return {SIGN}"),
        "seconds_and_not_a_time": edit(
            *(NEXT_PING, "return self._interval"), *(DEADLINE, "return self._timeout")
        ),
        "seconds_from_now": tuple(
            edit(
                *(NEXT_PING, f"{NEXT_PING} - __import__('time').{clock}()"),
                *(DEADLINE, f"{DEADLINE} - __import__('time').{clock}()"),
            )
            for clock in ("monotonic", "time")
        ),
        "subtracted": _at_either(lambda found: found.replace("+", "-")),
        "whole_seconds": (
            *_at_either(lambda found: f"return int({found.removeprefix('return ')})"),
            *_at_either(lambda found: f"return ({found.removeprefix('return ')}) // 1"),
        ),
        "milliseconds": _at_either(lambda found: f"return ({found.removeprefix('return ')}) * 1000"),
        "seconds_as_milliseconds": (*_at_either("{} * 1000".format), *_at_either("{} / 1000".format)),
        "truth_for_a_time": tuple(
            _is_due(now, sign)
            for now in ("self.heard", "__import__('time').monotonic()")
            for sign in (">=", "<")
        )
        + tuple(Edit((*_is_due("self.heard", sign).changes, (SIGN, "self.pinged"))) for sign in (">=", "<")),
        "ping_forgotten": edit(
            DEADLINE, f"found = {SIGN} + self._timeout\n    self.pinged = None\n    return found"
        ),
        "nothing_before_a_ping": edit(NEXT_PING, "return None"),
        "nothing_while_a_ping_waits": edit(DEADLINE, "return None"),
        "ping_set": edit(NEXT_PING, f"self.pinged = {SECONDS_ON}\n        return self.pinged"),
        "counted_from_now": tuple(
            edit(
                *(NEXT_PING, f"return __import__('time').{clock}() + self._interval"),
                *(DEADLINE, f"return __import__('time').{clock}() + self._timeout"),
            )
            for clock in ("monotonic", "time")
        ),
        "distance_added": edit(SIGN, "self.pinged + abs(self.heard - self.pinged)"),
        "numbers_of_its_own": edit(
            *("self._interval", "Timeouts().ping_interval"), *("self._timeout", "Timeouts().ping_timeout")
        ),
        "time_out_taken_off": edit(NEXT_PING, f"{NEXT_PING} - self._timeout"),
        "late_byte_does_not_count": edit(
            DEADLINE,
            "deadline = self.pinged + self._timeout\n"
            "    if self.pinged < self.heard <= deadline:\n"
            "        deadline = self.heard + self._timeout\n"
            "    return deadline",
        ),
        "time_out_twice": edit(
            DEADLINE, "return self.pinged + self._timeout * (2 if self.heard > self.pinged else 1)"
        ),
        "never_after_a_byte": tuple(
            edit(
                DEADLINE,
                f"return math.inf if self.heard {later} self.pinged else self.pinged + self._timeout",
            )
            for later in (">", ">=")
        ),
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
BEGIN = "    ceiling = self.first\n"
LOOP = "    while True:\n"
GROWN = "ceiling = min(ceiling * self.factor, self.longest)"
POWER = "ceiling = min(self.first * self.factor**attempt, self.longest)"
NINE = "[next(delays) for _ in range(9)]"

DELAYS = Exercise(
    id="12.delays",
    target="framebyframe.rpc.retrying:Backoff.delays",
    section="the contract, close codes that clients heed",
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
            chance = iter([0.5, 0.0, 0.75, 0.125, 1.0] * 500).__next__
            delays = Backoff(first=1.0, longest=64.0).delays(chance)
            [next(delays) for _ in range(5)]
            """,
        ),
        scenario(
            "long_ago",
            """
            delays = Backoff(first=0.5, longest=16.0).delays(lambda: 0.5)
            waits = [next(delays) for _ in range(2000)]
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
            "longest_soon",
            """
            delays = Backoff(first=2.0, longest=3.0).delays(lambda: 1.0)
            [next(delays) for _ in range(4)]
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
    shows="a_quarter",
    repair=Repair(edit(WAIT, "yield ceiling"), Shipped("mattermost-webapp", "pull request 10960", 2022)),
    mistakes={
        "no_chance": edit(WAIT, "yield ceiling"),
        "first_is_sure": (
            edit(WAIT, "yield self.first + (ceiling - self.first) * chance()"),
            edit(WAIT, "yield max(self.first, ceiling * chance())"),
        ),
        "half_is_sure": edit(WAIT, "yield ceiling / 2 + ceiling / 2 * chance()"),
        "around_the_ceiling": edit(WAIT, "yield ceiling * (0.5 + chance())"),
        "near_the_ceiling": tuple(
            edit(WAIT, f"yield ceiling * ({least} + {part} * chance())")
            for least, part in ((0.9, 0.2), (0.8, 0.4), (0.75, 0.5), (0.95, 0.1), (0.9, 0.1), (0.8, 0.2))
        ),
        "ceiling_on_top": edit(WAIT, "yield ceiling + ceiling * chance()"),
        "chance_on_top": edit(WAIT, "yield ceiling + chance()"),
        "drawn_once": (
            edit(BEGIN, f"{BEGIN}    drawn = chance()\n", WAIT, "yield ceiling * drawn"),
            edit(BEGIN, "    ceiling = self.first * chance()\n", WAIT, "yield ceiling"),
        ),
        "chance_alone": (edit(WAIT, "yield chance()"), edit(WAIT, "yield min(chance(), ceiling)")),
        "all_or_nothing": tuple(
            edit(WAIT, f"yield ceiling if chance() {sign} 0.5 else 0.0") for sign in ("<", "<=", ">", ">=")
        ),
        "only_the_first_is_drawn": edit(
            *(BEGIN, f"{BEGIN}    {WAIT}\n    {GROWN}\n"),
            *(f"{LOOP}        {WAIT}", f"{LOOP}        yield ceiling"),
        ),
        "longest_is_not_drawn": edit(WAIT, f"{WAIT} if ceiling < self.longest else ceiling"),
        "from_the_ceiling_before": edit(
            *(BEGIN, f"{BEGIN}    before = 0.0\n"),
            *(WAIT, "yield before + (ceiling - before) * chance()\n        before = ceiling"),
        ),
        "chance_taken_off": (
            edit(WAIT, "yield ceiling - chance()"),
            edit(WAIT, "yield max(0.0, ceiling - chance())"),
        ),
        "divided_by_chance": edit(WAIT, "yield ceiling / chance()"),
        "chance_twice": edit(WAIT, "yield ceiling * chance() * chance()"),
        "drawn_for_nothing": (
            edit(WAIT, f"chance()\n        {WAIT}"),
            edit(WAIT, "drawn = chance()\n        chance()\n        yield ceiling * drawn"),
        ),
        "drawn_and_not_used": edit(WAIT, "chance()\n        yield ceiling"),
        "first_at_once": edit(BEGIN, f"    yield 0.0\n{BEGIN}"),
        "first_is_not_drawn": edit(BEGIN, f"    yield self.first\n{BEGIN}    {GROWN}\n"),
        "chance_of_its_own": edit("chance()", "random.random()"),
        "chance_takes_over": edit(
            *(WAIT, "ceiling = ceiling * chance()\n        yield ceiling"),
        ),
        "chance_in_the_growth": edit(
            *(WAIT, "yield ceiling"), *("ceiling * self.factor", "ceiling * self.factor * chance()")
        ),
        "wait_before_decides": tuple(
            edit(
                *(WAIT, f"ceiling = min(self.longest, self.first + chance() * ({most} - self.first))"),
                *(GROWN, "yield ceiling"),
            )
            for most in ("ceiling * 3", "ceiling * self.factor")
        ),
        "longest_for_all": edit(WAIT, "yield self.longest * chance()"),
        "longest_of_its_own": tuple(edit("self.longest", longest) for longest in ("10.0", "30.0", "60.0")),
        "no_longest": edit(GROWN, "ceiling = ceiling * self.factor"),
        "wait_is_cut": edit(
            *(WAIT, "yield min(ceiling * chance(), self.longest)"),
            *(GROWN, "ceiling = ceiling * self.factor"),
        ),
        "compared_too_early": (
            edit(GROWN, "ceiling = ceiling * self.factor if ceiling < self.longest else ceiling"),
            edit(GROWN, "ceiling = min(ceiling, self.longest) * self.factor"),
        ),
        "short_of_the_longest": tuple(
            edit(GROWN, f"ceiling *= self.factor if ceiling * self.factor {sign} self.longest else 1")
            for sign in ("<", "<=")
        ),
        "remainder": edit(GROWN, "ceiling = ceiling * self.factor % self.longest"),
        "longest_of_the_two": edit(GROWN, "ceiling = max(ceiling * self.factor, self.longest)"),
        "grows_by_addition": edit("ceiling * self.factor", "ceiling + self.factor"),
        "first_left_out": edit(f"{WAIT}\n        {GROWN}", f"{GROWN}\n        {WAIT}"),
        "first_twice": edit(BEGIN, f"{BEGIN}    {WAIT}\n"),
        "factor_of_two": edit("self.factor", "2"),
        "does_not_grow": edit(f"        {GROWN}\n", ""),
        "begins_anew": tuple(
            edit(GROWN, f"ceiling = ceiling * self.factor if {goes_on} else self.first")
            for goes_on in ("ceiling < self.longest", "ceiling * self.factor <= self.longest")
        ),
        "one_wait": edit("while True:", "if True:"),
        "comes_to_an_end": tuple(
            edit("while True:", f"for _ in range({waits}):") for waits in (2, 3, 5, 8, 100)
        ),
        "ends_at_the_longest": edit("while True:", "while ceiling < self.longest:"),
        "power_too_large": edit(
            *(BEGIN, "    attempt = -1\n"),
            *(LOOP, f"{LOOP}        attempt += 1\n        {POWER}\n"),
            *(f"        {GROWN}\n", ""),
        ),
        "other_object_changed": edit(BEGIN, "", "ceiling", "self.first"),
        "whole_seconds": tuple(
            edit("ceiling * chance()", f"{whole}(ceiling * chance())") for whole in ("int", "round")
        ),
        "milliseconds": tuple(
            edit(WAIT, f"yield {given}")
            for given in ("ceiling * chance() * 1000", "int(ceiling * chance() * 1000)")
        ),
        "pairs": tuple(
            edit(WAIT, f"yield {pair}")
            for pair in ("ceiling * chance(), ceiling", "ceiling, ceiling * chance()")
        )
        + tuple(
            edit(
                *(BEGIN, f"{BEGIN}    attempt = {first}\n"),
                *(WAIT, "yield attempt, ceiling * chance()\n        attempt += 1"),
            )
            for first in (0, 1)
        ),
        "none_each_time": (edit(WAIT, "yield"), edit(WAIT, "chance()\n        yield")),
        "one_number": edit("yield", "return"),
        "nothing_yielded": edit(LOOP, "    for _ in range(9):\n", WAIT, "ceiling * chance()"),
        "a_list": edit(
            *(BEGIN, f"{BEGIN}    waits = []\n", LOOP, "    for _ in range(2000):\n"),
            *(WAIT, "waits.append(ceiling * chance())", GROWN, f"{GROWN}\n    return waits"),
        ),
    },
)  # fmt: skip

# --- after a close code -------------------------------------------------------------------------

FINAL = "is_final(code)"
SPREAD = "return least + (most - least) * chance()"
ASKED = "return delay + (self.longest if asked is None else asked)"
PATIENT = "backoff = Backoff(longest=40.0, restart=(4.0, 9.0))"


def after(key: str, code: int, reason: str = "", drawn: float = 0.25, delay: float = 1.0) -> Scenario:
    """A connection has ended with this code."""
    return scenario(key, f'{PATIENT}\nbackoff.wait_after({code}, "{reason}", {delay}, lambda: {drawn})')


WAIT_AFTER = Exercise(
    id="12.wait_after",
    target="framebyframe.rpc.retrying:Backoff.wait_after",
    section="the contract, close codes that clients heed",
    field="close_code",
    examples=[
        after("without_a_code", 1006),
        after("going_away", 1001),
        after("normal", 1000),
        after("policy_violation", 1008),
        after("too_big", 1009),
        after("bad_frame", 1002),
        after("internal_error", 1011),
        after("without_a_delay", 1006, delay=0.0),
        after("going_away_for_five", 1001, "Retry-After: 5"),
        after("restart", 1012),
        after("restart_at_once", 1012, drawn=0.0),
        after("restart_late", 1012, drawn=1.0),
        scenario(
            "restart_of_five",
            f"""
            {PATIENT}
            chance = iter([0.5, 0.0, 0.75, 0.125, 1.0] * 500).__next__
            [backoff.wait_after(1012, "", 1.0, chance) for _ in range(5)]
            """,
        ),
        after("later", 1013),
        after("later_in_five", 1013, "Retry-After: 5"),
        after("later_in_none", 1013, "busy, Retry-After: 0"),
        after("later_in_seven", 1013, "busy, Retry-After: 7", delay=3.0),
        after("later_in_ninety", 1013, "Retry-After: 90"),
        after("later_in_a_fraction", 1013, "Retry-After: 2.5"),
        after("later_and_a_number", 1013, "3 of 4 are full"),
        after("last_registered", 3999),
        after("first_private", 4000),
        after("last_private", 4999),
    ],
    mistakes={
        "private_codes_come_back": edit(FINAL, "code == CloseCode.POLICY_VIOLATION"),
        "policy_comes_back": edit(FINAL, "code in PRIVATE_CODES"),
        "first_private_left_out": edit(FINAL, "code == 1008 or 4000 < code <= 4999"),
        "last_private_left_out": edit(FINAL, "code == 1008 or 4000 <= code < 4999"),
        "no_code_is_final": edit(FINAL, "False"),
        "registered_are_final": edit(FINAL, "code == 1008 or 3000 <= code <= 4999"),
        "all_are_final": edit(FINAL, "True"),
        "refusals_are_final": tuple(
            edit(FINAL, f"is_final(code) or code in {refusing}")
            for refusing in ((1002, 1009), (1009,), (1002,))
        ),
        "broken_server_is_final": edit(FINAL, "is_final(code) or code == 1011"),
        "loss_is_final": edit(FINAL, "is_final(code) or code == 1006"),
        "goodbye_is_final": tuple(
            edit(FINAL, f"is_final(code) or code in {goodbyes}")
            for goodbyes in ((1000, 1001), (1000,), (1001,))
        ),
        "nobody_comes_back": edit("    return delay\n", "    return None\n"),
        "no_delay_is_never": edit("    return delay\n", "    return delay or None\n"),
        "reason_of_any_code": edit(
            "    return delay\n",
            "    asked = asked_wait(reason)\n    return delay if asked is None else asked + delay\n",
        ),
        "longest_and_asked": edit(
            "(self.longest if asked is None else asked)", "self.longest + (asked or 0.0)"
        ),
        "delay_of_its_own": edit("    return delay\n", "    return next(self.delays(chance))\n"),
        "drawn_again": edit("    return delay\n", "    return delay * chance()\n"),
        "zero_for_never": edit("return None", "return 0.0"),
        "minus_for_never": edit("return None", "return -1"),
        "infinity_for_never": edit("return None", "return float('inf')"),
        "only_with_a_reason": edit(
            f"    if {FINAL}:\n        return None\n",
            f"    if {FINAL}:\n        return None\n    if not reason:\n        return delay\n",
        ),
        "asked_for_nothing": edit("(self.longest if asked is None else asked)", "(asked or self.longest)"),
        "none_on_top": edit("return delay + (", "return ("),
        "on_top_of_the_longest_alone": edit(ASKED, "return delay + self.longest if asked is None else asked"),
        "on_top_of_the_asked_alone": edit(ASKED, "return self.longest if asked is None else delay + asked"),
        "later_is_never": edit(ASKED, "return None if asked is None else delay + asked"),
        "longer_of_the_two": edit(ASKED, "return max(delay, self.longest if asked is None else asked)"),
        "never_less_than_the_longest": edit(
            "(self.longest if asked is None else asked)", "max(asked or 0.0, self.longest)"
        ),
        "longest_cuts": edit(
            "self.longest if asked is None else asked",
            "self.longest if asked is None else min(asked, self.longest)",
        ),
        "read_by_hand": tuple(
            edit("asked = asked_wait(reason)", f"asked = {read}")
            for read in (
                "(int(reason[-1]) if reason[-1:].isdigit() else None)",
                "(float(reason[13:]) if reason.startswith('Retry-After: ') else None)",
                r"(float(re.search(r'\d+', reason)[0]) if re.search(r'\d', reason) else None)",
                r"(float(re.search(r'[\d.]+', reason)[0]) if re.search(r'\d', reason) else None)",
            )
        ),
        "reason_not_read": edit(ASKED, "return delay + self.longest"),
        "always_asked": edit(ASKED, "return delay + (asked or 0.0)"),
        "neither_code_known": edit(SPREAD, "return delay", ASKED, "return delay"),
        "all_from_there_on": edit("code == CloseCode.SERVICE_RESTART", "code >= CloseCode.SERVICE_RESTART"),
        "later_like_any_other": edit(ASKED, "return delay"),
        "restart_like_any_other": edit(SPREAD, "return delay"),
        "restart_all_at_once": edit(SPREAD, "return least"),
        "restart_at_the_most": edit(SPREAD, "return most"),
        "restart_in_the_middle": edit(SPREAD, "return (least + most) / 2"),
        "least_alone_by_chance": (
            edit(SPREAD, "return most - least * chance() + least"),
            edit(SPREAD, "return least + most - least * chance()"),
        ),
        "least_or_most": tuple(
            edit(SPREAD, f"return {either}")
            for either in (
                "(least, most)[round(chance())]",
                "least if chance() < 0.5 else most",
                "random.choice(self.restart)",
            )
        ),
        "chance_twice": tuple(
            edit(SPREAD, f"return {both}")
            for both in (
                "least * (1 - chance()) + most * chance()",
                "most * chance() + least * (1 - chance())",
            )
        ),
        "pair_for_a_wait": tuple(
            edit(SPREAD, f"return {pair}")
            for pair in ("least, most", "[least, most]", "range(int(least), int(most))")
        ),
        "chance_of_its_own": (
            edit(SPREAD, "return random.uniform(least, most)"),
            edit("chance()", "random.random()"),
        ),
        "numbers_of_its_own": edit("self.restart", "(5.0, 30.0)"),
        "whole_seconds": tuple(
            edit(SPREAD, f"return {whole}({SPREAD.removeprefix('return ')})") for whole in ("int", "round")
        ),
        "least_left_out": tuple(
            edit(SPREAD, f"return {drawn} * chance()") for drawn in ("(most - least)", "most")
        ),
        "most_from_least_on": edit(SPREAD, "return least + most * chance()"),
        "delay_on_top_of_a_restart": tuple(
            edit(SPREAD, f"return {summed}")
            for summed in (
                f"delay + {SPREAD.removeprefix('return ')}",
                f"delay + ({SPREAD.removeprefix('return ')})",
            )
        ),
        "difference_turned_round": edit("(most - least)", "(least - most)"),
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
REFUSING = (1002, 1003, 1007, 1008, 1009)
"""The codes of REFUSES_A_MESSAGE."""


def again(key: str, error: str, idempotent: bool, imported: str = "") -> Scenario:
    """A call that ended with this error."""
    known = f"from framebyframe.rpc import {imported}\n" if imported else ""
    return scenario(key, f"{known}may_send_again({error}, idempotent={idempotent})")


MAY_SEND_AGAIN = Exercise(
    id="12.may_send_again",
    target="framebyframe.rpc.retrying:may_send_again",
    section="the client, docs/rpc.md",
    examples=[
        again("lost_idempotent", 'ConnectionLost("gone")', True),
        again("lost", 'ConnectionLost("gone")', False),
        again("refused", 'ConnectionRefused("nobody listens")', False),
        again("refused_idempotent", 'ConnectionRefused("nobody listens")', True),
        again("refused_by_its_text", 'ConnectionRefused("connection refused")', False),
        again("refused_with_a_status", 'ConnectionRefused("503", status=503)', False),
        again("going_away", 'ConnectionLost("stopping", code=1001)', True),
        again("gone_away", 'ConnectionLost("the server has gone", code=1001)', True),
        again("broken_server", 'ConnectionLost("internal error", code=1011)', True),
        again("restart", 'ConnectionLost("restarting", code=1012)', True),
        again("too_big", 'ConnectionLost("too big", code=1009)', True),
        again("policy", 'ConnectionLost("no", code=1008)', True),
        again("not_understood", 'ConnectionLost("no", code=1003)', True),
        again("no_text", 'ConnectionLost("no", code=1007)', True),
        again("private", 'ConnectionLost("log in again", code=4001)', True),
        again("private_and_not_idempotent", 'ConnectionLost("log in again", code=4001)', False),
        again("bad_frame", 'ConnectionLost("no", code=1002)', True),
        again("too_big_and_not_idempotent", 'ConnectionLost("too big", code=1009)', False),
        again("lost_while_refused", 'ConnectionLost("the message was refused", code=1008)', True),
        again("timeout", 'RpcTimeout("10 s are over")', True),
        again("timeout_not_idempotent", 'RpcTimeout("10 s are over")', False),
        again("remote", 'RemoteError("not_found", "no such item")', True, "RemoteError"),
        again("protocol", 'ProtocolError("no JSON")', True, "ProtocolError"),
        again("protocol_not_idempotent", 'ProtocolError("no JSON")', False, "ProtocolError"),
    ],
    mistakes={
        "not_asked": edit(LOST, "return error.code not in REFUSES_A_MESSAGE"),
        "refused_is_lost": edit(REFUSED, ""),
        "refused_is_no": edit(REFUSED, REFUSED.replace("True", "False")),
        "told_by_its_text": tuple(
            edit("isinstance(error, ConnectionRefused)", f'"refused" in {text}')
            for text in ("str(error)", "str(error).lower()")
        )
        + tuple(
            edit(
                *("isinstance(error, ConnectionRefused)", '"refused" in str(error)'),
                *("isinstance(error, ConnectionLost)", f'"{word}" in str(error)'),
            )
            for word in ("connection", "lost", "gone")
        )
        + (
            edit(
                *("isinstance(error, ConnectionRefused)", '"refused" in str(error)'),
                "isinstance(error, ConnectionLost)",
                'any(word in str(error) for word in ("lost", "gone"))',
            ),
        ),
        "mark_alone": edit(REFUSED, "", LOST, "return idempotent", ELSE, "    return idempotent\n"),
        "always_no": edit(REFUSED, "", LOST, "return False"),
        "opposite": edit(
            *(ELSE, "    return not False\n"),
            *(REFUSED, REFUSED.replace("True", "False")),
            *(LOST, "return not idempotent or error.code in REFUSES_A_MESSAGE"),
        ),
        "any_loss": edit("isinstance(error, ConnectionRefused)", "isinstance(error, ConnectionLost)"),
        "code_not_looked_at": edit(LOST, "return idempotent"),
        "only_some_codes": tuple(
            edit("not in REFUSES_A_MESSAGE", f"not in {some}")
            for count in range(1, len(REFUSING))
            for some in combinations(REFUSING, count)
        ),
        "other_codes": tuple(
            edit("error.code not in REFUSES_A_MESSAGE", other)
            for other in ("not is_final(error.code)", "error.code not in PRIVATE_CODES")
        ),
        "loss_is_a_refusal": edit("not in REFUSES_A_MESSAGE", "not in REFUSES_A_MESSAGE | {1006}"),
        "goodbye_is_a_refusal": tuple(
            edit("not in REFUSES_A_MESSAGE", f"not in REFUSES_A_MESSAGE | {set(more)}")
            for more in ((1001, 1012), (1001,), (1012,))
        ),
        "broken_server_is_a_refusal": edit("not in REFUSES_A_MESSAGE", "not in REFUSES_A_MESSAGE | {1011}"),
        "private_is_a_refusal": edit("not in REFUSES_A_MESSAGE", "not in REFUSES_A_MESSAGE | {4001}"),
        "only_without_a_goodbye": edit("not in REFUSES_A_MESSAGE", "== 1006"),
        "only_listed_codes": tuple(
            edit("not in REFUSES_A_MESSAGE", f"in {some}") for some in ((1001, 1012), (1001,), (1012,))
        ),
        "code_for_the_answer": (
            edit(LOST, "return idempotent and error.code"),
            edit(LOST, f"{LOST} and error.code"),
        ),
        "code_upside_down": edit("not in REFUSES_A_MESSAGE", "in REFUSES_A_MESSAGE"),
        "or_for_and": edit(LOST, LOST.replace(" and ", " or ")),
        "one_and_not_the_other": edit(LOST, "return idempotent != (error.code in REFUSES_A_MESSAGE)"),
        "marked_are_held_back": edit(LOST, "return not idempotent or error.code not in REFUSES_A_MESSAGE"),
        "mark_upside_down": edit("return idempotent and", "return not idempotent and"),
        "time_out_too": edit(ELSE, "    return idempotent and isinstance(error, RpcTimeout)\n"),
        "any_error": edit(ELSE, "    return idempotent\n"),
        "answers_too": edit(ELSE, "    return idempotent and not isinstance(error, RpcTimeout)\n"),
        "yes_to_all_else": edit(ELSE, "    return True\n"),
        "never_after_a_loss": edit(LOST, "return False"),
        "nothing_returned": edit(ELSE, "    return None\n"),
    },
)  # fmt: skip

# --- where to go on -----------------------------------------------------------------------------

TO_NOBODY_KNOWS = "return Gap(seen.offset + 1, None)"
OTHER = f"    if resumed.epoch != seen.epoch:\n        {TO_NOBODY_KNOWS}\n"
EPOCHS = "resumed.epoch != seen.epoch"
NOTHING = "    return None\n"
FURTHER = "if resumed.offset > seen.offset:"
BETWEEN = "return Gap(seen.offset + 1, resumed.offset)"


def between(key: str, seen: tuple[str, int], resumed: tuple[str, int]) -> Scenario:
    """The first place is after the last event that came, the second is where the server goes on."""
    places = ", ".join(f'Position("{epoch}", {offset})' for epoch, offset in (seen, resumed))
    return scenario(key, f"gap_between({places})")


GAP_BETWEEN = Exercise(
    id="12.gap_between",
    target="framebyframe.rpc.resuming:gap_between",
    section="the contract, streams that go on",
    examples=[
        between("goes_on", ("7f", 5), ("7f", 5)),
        between("further_on", ("7f", 5), ("7f", 8)),
        between("one_missed", ("7f", 5), ("7f", 6)),
        between("once_more", ("7f", 5), ("7f", 3)),
        between("another_stream", ("7f", 5), ("c2", 0)),
        between("another_stream_as_far", ("7f", 5), ("c2", 5)),
        between("another_stream_further", ("7f", 5), ("c2", 9)),
        between("another_stream_before", ("c2", 5), ("7f", 2)),
        between("another_stream_by_one_letter", ("7f", 5), ("7a", 2)),
        between("another_name", ("chat", 5), ("chat", 7)),
        scenario(
            "name_read_again",
            """
            resumed = Position(b"7f".decode(), 6)
            gap_between(Position("7f", 5), resumed)
            """,
        ),
        scenario(
            "offset_read_again",
            """
            resumed = Position("7f", int("1000"))
            gap_between(Position("7f", 1000), resumed)
            """,
        ),
        between("nothing_came", ("7f", 0), ("7f", 0)),
        between("missed_from_the_first", ("7f", 0), ("7f", 4)),
        between("another_stream_and_nothing_came", ("7f", 0), ("c2", 0)),
        between("far_on", ("7f", 9), ("7f", 12345)),
        between("another_stream_with_a_longer_name", ("7f", 5), ("7f2", 7)),
        between("another_stream_with_a_shorter_name", ("7f2", 5), ("7f", 7)),
        between("another_stream_by_a_capital", ("7f", 5), ("7F", 7)),
    ],
    mistakes={
        "epoch_not_looked_at": edit(OTHER, ""),
        "silent_about_another_stream": edit(TO_NOBODY_KNOWS, "return None"),
        "another_stream_raises": tuple(
            edit(
                TO_NOBODY_KNOWS,
                f"from framebyframe.rpc import ConnectionLost\n        raise {error}('over')",
            )
            for error in ("ConnectionLost", "ValueError", "RuntimeError")
        ),
        "whole_places_compared": edit(EPOCHS, "resumed != seen"),
        "offset_before_the_epoch": edit(
            OTHER, f"    if resumed.offset <= seen.offset:\n    {NOTHING}{OTHER}"
        ),
        "new_stream_without_events": edit(TO_NOBODY_KNOWS, f"{TO_NOBODY_KNOWS} if resumed.offset else None"),
        "part_of_the_epoch": edit(EPOCHS, "resumed.epoch[0] != seen.epoch[0]"),
        "epoch_begins_alike": tuple(
            edit(EPOCHS, f"not {one}.epoch.startswith({other}.epoch)")
            for one, other in (("resumed", "seen"), ("seen", "resumed"))
        ),
        "capitals_made_small": edit(EPOCHS, "resumed.epoch.lower() != seen.epoch.lower()"),
        "epoch_by_the_alphabet": tuple(
            edit(EPOCHS, f"resumed.epoch {greater} seen.epoch") for greater in (">", "<")
        ),
        "told_by_the_offset": tuple(
            edit(EPOCHS, offsets)
            for offsets in (
                *("resumed.offset == 0", "resumed.offset == 0 and seen.offset > 0"),
                "resumed.offset < seen.offset",
            )
        ),
        "before_is_another_stream": edit(EPOCHS, f"{EPOCHS} or resumed.offset < seen.offset"),
        "end_of_another_stream_known": edit(TO_NOBODY_KNOWS, BETWEEN),
        "number_for_nobody_knows": tuple(
            edit(TO_NOBODY_KNOWS, f"return Gap(seen.offset + 1, {last})")
            for last in ("0", "-1", "float('inf')", "seen.offset + 1", "seen.offset")
        ),
        "first_unknown_too": edit(TO_NOBODY_KNOWS, "return Gap(None, None)"),
        "another_stream_from_its_place": tuple(
            edit(TO_NOBODY_KNOWS, f"return Gap({first}, None)")
            for first in ("resumed.offset + 1", "resumed.offset")
        ),
        "another_stream_from_its_first": tuple(
            edit(TO_NOBODY_KNOWS, f"return Gap({first}, None)") for first in (1, 0)
        ),
        "last_seen_is_missed": (
            edit("seen.offset + 1", "seen.offset"),
            edit(BETWEEN, "return Gap(seen.offset, resumed.offset)"),
        ),
        "last_seen_of_another_stream": edit(TO_NOBODY_KNOWS, "return Gap(seen.offset, None)"),
        "first_missed_left_out": edit("seen.offset + 1", "seen.offset + 2"),
        "next_is_missed": edit(BETWEEN, "return Gap(seen.offset + 1, resumed.offset + 1)"),
        "last_missed_left_out": edit(BETWEEN, "return Gap(seen.offset + 1, resumed.offset - 1)"),
        "number_for_last": edit(BETWEEN, "return Gap(seen.offset + 1, resumed.offset - seen.offset)"),
        "empty_gap": edit(FURTHER, "if resumed.offset >= seen.offset:"),
        "always_a_gap": edit(FURTHER, "if True:"),
        "gap_for_none": tuple(
            edit(NOTHING, f"    return Gap({ends})\n")
            for ends in (
                *("None, None", "0, 0", "seen.offset, seen.offset", "seen.offset, resumed.offset"),
                "seen.offset + 1, None",
            )
        ),
        "false_for_none": edit(NOTHING, "    return False\n"),
        "number_for_gap": edit(BETWEEN, "return resumed.offset - seen.offset"),
        "tuple_for_gap": edit("return Gap(", "return ("),
        "without_the_sign": edit(
            *(FURTHER, "if resumed.offset != seen.offset:"),
            *(BETWEEN, "return Gap(seen.offset + 1, seen.offset + abs(resumed.offset - seen.offset))"),
        ),
        "backwards_is_a_gap": (
            edit(FURTHER, "if resumed.offset != seen.offset:"),
            edit(
                *(FURTHER, "low, high = sorted((seen.offset, resumed.offset))\n    if low != high:"),
                *(BETWEEN, "return Gap(low + 1, high)"),
            ),
        ),
        "resumed_is_the_next": edit(
            *(FURTHER, "if resumed.offset > seen.offset + 1:"),
            *(BETWEEN, "return Gap(seen.offset + 1, resumed.offset - 1)"),
        ),
        "offsets_as_text": edit(FURTHER, "if str(resumed.offset) > str(seen.offset):"),
        "end_never_told": edit(BETWEEN, TO_NOBODY_KNOWS),
        "long_gap_without_an_end": edit(
            BETWEEN, f"{BETWEEN[:-1]} if resumed.offset - seen.offset <= 100 else None)"
        ),
        "texts_for_numbers": edit(
            *("Gap(seen.offset + 1,", "Gap(str(seen.offset + 1),"),
            *(", resumed.offset)", ", str(resumed.offset))"),
        ),
        "text_for_gap": tuple(
            edit(
                *(TO_NOBODY_KNOWS, f"return {text}({TO_NOBODY_KNOWS.removeprefix('return ')})"),
                *(BETWEEN, f"return {text}({BETWEEN.removeprefix('return ')})"),
            )
            for text in ("str", "repr")
        ),
        "list_for_gap": (
            edit(BETWEEN, "return list(range(seen.offset + 1, resumed.offset + 1))"),
            edit(
                *(TO_NOBODY_KNOWS, f"return [{TO_NOBODY_KNOWS.removeprefix('return ')}]"),
                *(BETWEEN, f"return [{BETWEEN.removeprefix('return ')}]"),
                *(NOTHING, "    return []\n"),
            ),
        ),
        "one_is_none": edit(FURTHER, "if resumed.offset > seen.offset + 1:"),
        "exchanged": edit(FURTHER, "if resumed.offset < seen.offset:"),
        "no_place_is_none": (
            edit(FURTHER, "if seen.offset and resumed.offset > seen.offset:"),
            edit(OTHER, f"    if not seen.offset:\n    {NOTHING}{OTHER}"),
        ),
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
