"""Chapter 16, Is it the right pipe?: what makes a benchmark fair."""

from __future__ import annotations

from ..declaring.examples import call, scenario
from ..declaring.exercise import Chapter, Exercise
from ..declaring.forms import Catch, Reading, Repair, Shipped
from ..declaring.mistakes import edit

TIMING = "framebyframe.timing.measuring"

# --- the tail -----------------------------------------------------------------------------------

RANK = "math.ceil(len(samples) * percent / 100)"
BY_RANK = "return sorted(samples)[rank - 1]"
TO_THE_END = f"    rank = {RANK}\n    {BY_RANK}"
BETWEEN = """\
    ordered = sorted(samples)
    place = (len(ordered) - 1) * percent / 100
    low, high = math.floor(place), math.ceil(place)
    part = place - low
"""

PERCENTILE = Exercise(
    id="16.percentile",
    target=f"{TIMING}:percentile",
    section="",
    examples=[
        call([3.0, 1.0, 2.0], 50),
        call([0.3, 0.1, 0.2], 1),
        call((4.0, 1.0, 3.0, 2.0), 50),
        call([0.2, 0.9, 0.3, 0.3], 75),
        call([0.5, 0.1], 1),
        call([2.0, 9.0, 4.0], 99),
        call([3.0, 1.0, 2.0], 100),
        call([7.0], 99),
        call([float(10 - place) for place in range(10)], 90),
        call([float(place) for place in range(1, 11)], 91),
        call([float(place) for place in range(1, 14)], 77),
        call([float(place * 7 % 101) for place in range(1, 101)], 7),
        call([], 50),
    ],
    catch=Catch(
        (
            *("rank_as_index", "rounded_down", "rounded_to_nearest", "not_sorted"),
            *("between_two", "highest_first", "part_of_the_largest", "none_is_zero"),
        )
    ),
    mistakes={
        "rank_as_index": edit("[rank - 1]", "[min(rank, len(samples) - 1)]"),
        "rounded_down": edit(RANK, "int(len(samples) * percent / 100)"),
        "rounded_to_nearest": edit(RANK, "round(len(samples) * percent / 100)"),
        "not_sorted": edit("sorted(samples)[", "list(samples)["),
        "highest_first": edit("sorted(samples)[", "sorted(samples, reverse=True)["),
        "divided_first": edit("len(samples) * percent / 100", "percent / 100 * len(samples)"),
        "one_less_to_count": edit("len(samples) * percent", "(len(samples) - 1) * percent"),
        "part_of_the_largest": (
            edit(BY_RANK, "return max(samples) * percent / 100"),
            edit(BY_RANK, "return percent / 100 * max(samples)"),
        ),
        "average": edit(BY_RANK, "return sum(samples) / len(samples)"),
        "between_two": (
            edit(TO_THE_END, f"{BETWEEN}    return ordered[low] + (ordered[high] - ordered[low]) * part"),
            edit(TO_THE_END, f"{BETWEEN}    return ordered[low] * (1 - part) + ordered[high] * part"),
        ),
        "none_is_zero": edit('raise ValueError("there are no samples")', "return 0.0"),
    },
)

# --- the cold start -----------------------------------------------------------------------------

WARM = "    for _ in range(warm_up):\n        call()\n"
COUNTED = "    for _ in range(calls):"
BEGUN = "        begun = clock()\n"
TOOK = "seconds.append(clock() - begun)"

CLOCK = """
now = [0.0]
durations = iter({durations})
def call():
    now[0] += next(durations)
"""


MEASURE = Exercise(
    id="16.measure",
    target=f"{TIMING}:measure",
    section="",
    examples=[
        scenario("all_warm", CLOCK.format(durations=[0.5, 0.25]) + "measure(call, 2, 0, lambda: now[0])"),
        scenario(
            "first_is_cold", CLOCK.format(durations=[9.0, 0.5, 0.25]) + "measure(call, 2, 1, lambda: now[0])"
        ),
        scenario(
            "two_are_cold",
            CLOCK.format(durations=[9.0, 8.0, 0.5, 0.25, 0.125])
            + "measure(call, 3, 2, lambda: now[0])\nnext(durations, None)",
        ),
        scenario(
            "a_clock_that_ticks_when_it_is_read",
            """
            ticks = iter(range(100))
            measure(lambda: None, 3, 1, lambda: next(ticks))
            next(ticks)
            """,
        ),
    ],
    repair=Repair(edit(WARM, ""), Shipped("capsem", "issue 148", 2026)),
    mistakes={
        "no_warm_up": edit(WARM, ""),
        "warm_calls_counted": edit(WARM, "", "range(calls)", "range(warm_up + calls)"),
        "one_warm_call": edit("range(warm_up)", "range(min(1, warm_up))"),
        "warm_before_each": edit(
            *(WARM, ""),
            *(BEGUN, "        for _ in range(warm_up):\n            call()\n        begun = clock()\n"),
        ),
        "taken_from_the_calls": edit("range(calls)", "range(calls - warm_up)"),
        "begun_once": edit(COUNTED, "    begun = clock()\n" + COUNTED, BEGUN, ""),
        "all_in_one": edit(
            *(COUNTED, "    begun = clock()\n" + COUNTED),
            *(BEGUN, ""),
            *(f"        {TOOK}\n    return seconds", "    return [(clock() - begun) / calls] * calls"),
        ),
        "backwards": edit("clock() - begun", "begun - clock()"),
        "not_around_the_call": edit(f"        call()\n        {TOOK}", f"        {TOOK}\n        call()"),
        "moments": edit("clock() - begun", "clock()"),
        "sum_of_all": edit("return seconds", "return sum(seconds)"),
        "milliseconds": edit("clock() - begun", "1000 * (clock() - begun)"),
    },
)

# --- turns --------------------------------------------------------------------------------------

FIRST = "first = number % len(names)"
TURN = "turns.append([*names[first:], *names[:first]])"

TAKE_TURNS = Exercise(
    id="16.take_turns",
    target=f"{TIMING}:take_turns",
    section="",
    examples=[
        call(["HTTP"], 2),
        call(["HTTP", "TCP"], 1),
        call(["HTTP", "TCP"], 2),
        call(["HTTP", "TCP", "Unix"], 3),
        call(["HTTP", "TCP", "Unix"], 7),
        call(("a", "b", "c", "d"), 2),
        call(["HTTP", "TCP"], 0),
    ],
    mistakes={
        "always_the_same": edit(FIRST, "first = 0"),
        "front_forgotten": edit(", *names[:first]", ""),
        "no_way_round": edit("number % len(names)", "number"),
        "begins_with_the_second": edit("number % len(names)", "(number + 1) % len(names)"),
        "backwards": edit("number % len(names)", "-number % len(names)"),
        "turned_over": edit(TURN, "turns.append([*names[first:], *names[:first]][::-1])"),
        "one_list": edit("turns.append", "turns.extend"),
        "one_name_a_round": edit(TURN, "turns.append([names[first]])"),
        "one_after_the_other": edit(
            *("range(rounds)", "range(len(names))"),
            *(TURN, "turns.append([names[number]] * rounds)"),
        ),
        "one_round_too_few": edit("range(rounds)", "range(1, rounds)"),
        "as_many_rounds_as_names": edit("range(rounds)", "range(len(names))"),
        "first_one_twice": edit("*names[:first]", "*names[: first + 1]"),
        "tuples": edit(
            "turns.append([*names[first:], *names[:first]])", "turns.append((*names[first:], *names[:first]))"
        ),
    },
)

# --- ratios -------------------------------------------------------------------------------------

EACH = "[one / other for one, other in zip(times, base, strict=True)]"
SPREAD = "Spread(min(each), median(each), max(each))"

RATIOS = Exercise(
    id="16.ratios",
    target=f"{TIMING}:ratios",
    section="",
    examples=[
        call([2.0], [1.0]),
        call([2.0, 30.0, 8.0], [1.0, 10.0, 4.0]),
        call([1.0, 9.0], [2.0, 6.0]),
        call((6.0, 1.0, 2.0, 8.0), (3.0, 4.0, 1.0, 2.0)),
        call([5.0, 1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0, 1.0]),
        call([1.0, 2.0], [1.0]),
        call([1.0], [1.0, 2.0]),
    ],
    mistakes={
        "of_the_medians": edit("median(each)", "median(times) / median(base)"),
        "of_the_extremes": edit(
            SPREAD, "Spread(min(times) / min(base), median(times) / median(base), max(times) / max(base))"
        ),
        "average": edit("median(each)", "sum(each) / len(each)"),
        "against_the_first": edit("one / other", "one / base[0]"),
        "against_the_whole": edit("one / other", "one / sum(base)"),
        "difference": edit("one / other", "one - other"),
        "rounds_not_counted": edit(", strict=True", ""),
        "least_and_most_exchanged": edit(SPREAD, "Spread(max(each), median(each), min(each))"),
        "middle_of_the_ends": edit("median(each)", "(min(each) + max(each)) / 2"),
        "not_sorted": edit("median(each)", "each[len(each) // 2]"),
        "all_of_them": edit(f"return {SPREAD}", "return each"),
        "whole_numbers": edit("one / other", "one // other"),
    },
)

# --- to read ------------------------------------------------------------------------------------

A_CALL_BY_HTTP = Reading(
    "a_call_by_http",
    b"POST /call HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept-Encoding: identity\r\n"
    b"Content-Length: 48\r\nContent-Type: application/json\r\n\r\n"
    b'{"action": "getData", "params": {"userId": 123}}',
)
"""The request that `http.client` of Python 3.11 makes of the article's call."""


CHAPTER = Chapter("16", (PERCENTILE, MEASURE, TAKE_TURNS, RATIOS), (A_CALL_BY_HTTP,))
