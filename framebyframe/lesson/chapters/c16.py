"""Chapter 16, Is it the right pipe?: what makes a benchmark fair."""

from __future__ import annotations

from ..declaring.examples import call, scenario
from ..declaring.exercise import Chapter, Exercise
from ..declaring.forms import Catch, Reading, Repair, Shipped
from ..declaring.mistakes import Edit, edit

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
QUANTILES = "    from statistics import quantiles\n\n"
MEAN = "sum(samples) / len(samples)"
DEVIATION = "__import__('statistics').pstdev"


def _ranked(rank: str) -> Edit:
    """A mistake in how the rank is worked out."""
    return edit(RANK, rank)


def _samples(samples: str) -> Edit:
    """A mistake in which samples are looked at, and in what order."""
    return edit("    rank =", f"    samples = {samples}\n    rank =")


def _given(result: str) -> Edit:
    """A mistake in what is given in the place of the sample at the rank."""
    return edit(BY_RANK, f"return {result}")


def _at(index: str) -> Edit:
    """A mistake in the index, worked out without a rank."""
    return edit(TO_THE_END, f"    return sorted(samples)[{index}]")


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
        call([5.0, 7.0, 6.0], 33.4),
        call([0.0, 2.0, 1.0], 30),
        call([3.0, 1.0, 4.0, 2.0], 0.5),
        call([1.0, 5.0, 5.0, 5.0], 50),
        call([1.0, 1.0, 1.0, 5.0], 50),
        call([float(place) for place in range(1, 11)], 10.5),
        call([3.0, 1.0, 2.0], 100),
        call([7.0], 99),
        call([float(10 - place) for place in range(10)], 90),
        call([float(place) for place in range(1, 11)], 91),
        call([float(place) for place in range(1, 14)], 77),
        call([float(place * 7 % 101) for place in range(1, 101)], 7),
        call([1.0] * 11 + [100.0], 95),
        call([float(place * 7 % 101) for place in range(1, 101)], 99),
        call([0.0, 0.0], 50),
        call([0.25, 0.0001220703125, 0.5], 1),
        call([], 50),
    ],
    catch=Catch(
        (
            *("rank_as_index", "rounded_down", "rounded_to_nearest", "not_sorted"),
            *("between_two", "highest_first", "part_of_the_largest", "none_is_zero"),
        )
    ),
    groups={
        "whole": lambda samples, percent: percent == int(percent),
        "several_below_100": lambda samples, percent: len(samples) > 1 and percent < 100,
    },
    mistakes={
        "rank_as_index": (
            edit("[rank - 1]", "[min(rank, len(samples) - 1)]"),
            edit("[rank - 1]", "[rank % len(samples)]"),
        ),
        "floor_as_index": _at("min(int(len(samples) * percent / 100), len(samples) - 1)"),
        "rounded_down": (
            _ranked("int(len(samples) * percent / 100)"),
            _ranked("max(1, int(len(samples) * percent / 100))"),
        ),
        "rounded_to_nearest": (
            _ranked("round(len(samples) * percent / 100)"),
            _ranked("max(1, round(len(samples) * percent / 100))"),
            _ranked("int(len(samples) * percent / 100 + 0.5)"),
            _ranked("max(1, int(len(samples) * percent / 100 + 0.5))"),
        ),
        "fraction_of_a_sample_lost": _ranked("int((len(samples) * percent + 99) // 100)"),
        "not_sorted": edit("sorted(samples)[", "list(samples)["),
        "highest_first": edit("sorted(samples)[", "sorted(samples, reverse=True)["),
        "from_the_other_end": (
            _ranked("max(1, math.ceil(len(samples) * (100 - percent) / 100))"),
            _ranked("math.ceil(len(samples) * (100 - percent) / 100)"),
        ),
        "sorted_as_text": edit("sorted(samples)[", "sorted(samples, key=str)["),
        "divided_first": edit("len(samples) * percent / 100", "percent / 100 * len(samples)"),
        "not_divided": _ranked("min(math.ceil(len(samples) * percent), len(samples))"),
        "whole_hundreds": (
            _ranked("math.ceil(len(samples) // 100 * percent)"),
            _ranked("max(1, math.ceil(len(samples) // 100 * percent))"),
        ),
        "shares_added": edit(
            TO_THE_END,
            "    share = 0.0\n"
            "    for sample in sorted(samples):\n"
            "        share += 1 / len(samples)\n"
            "        if share >= percent / 100:\n"
            "            return sample\n"
            "    return None",
        ),
        "whole_percent": (
            _ranked("math.ceil(len(samples) * int(percent) / 100)"),
            _ranked("math.ceil(len(samples) * max(1, int(percent)) / 100)"),
        ),
        "one_less_to_count": edit("len(samples) * percent", "(len(samples) - 1) * percent"),
        "one_more_to_count": _ranked("min(math.ceil((len(samples) + 1) * percent / 100), len(samples))"),
        "on_a_scale_of_indexes": (
            _at("math.ceil((len(samples) - 1) * percent / 100)"),
            _at("int((len(samples) - 1) * percent / 100)"),
            _at("round((len(samples) - 1) * percent / 100)"),
        ),
        "always_the_largest": _given("max(samples)"),
        "largest_of_the_tail": tuple(
            edit("    rank =", f"    if percent > {many}:\n        return max(samples)\n    rank =")
            for many in (80, 90, 95, 98)
        ),
        "percent_as_value": tuple(
            _given(f"max((one for one in samples if one {sign} percent), default=min(samples))")
            for sign in ("<=", "<")
        ),
        "always_the_middle": (_at("len(samples) // 2"), _at("(len(samples) - 1) // 2")),
        "always_the_median": edit(TO_THE_END, "    return median(samples)"),
        "median_at_50": edit(
            "    rank =", "    if percent == 50:\n        return median(samples)\n    rank ="
        ),
        "rank_itself": (_given("rank"), _given("rank - 1")),
        "percent_as_rank": _ranked("min(math.ceil(percent), len(samples))"),
        "list_of_samples": (
            _given("sorted(samples)[rank - 1 : rank]"),
            _given("sorted(samples)[:rank]"),
        ),
        "part_of_the_largest": (
            _given("max(samples) * percent / 100"),
            _given("percent / 100 * max(samples)"),
        ),
        "part_of_the_range": _given("min(samples) + (max(samples) - min(samples)) * percent / 100"),
        "value_for_rank": _given("min(one for one in samples if one >= max(samples) * percent / 100)"),
        "cut_to_a_whole_number": _given("int(sorted(samples)[rank - 1])"),
        "rounded": tuple(_given(f"round(sorted(samples)[rank - 1], {places})") for places in (1, 2, 3)),
        "average": _given(MEAN),
        "average_so_far": _given("sum(sorted(samples)[:rank]) / rank"),
        "between_two": (
            edit(TO_THE_END, f"{BETWEEN}    return ordered[low] + (ordered[high] - ordered[low]) * part"),
            edit(TO_THE_END, f"{BETWEEN}    return ordered[low] * (1 - part) + ordered[high] * part"),
            edit(TO_THE_END, f"{QUANTILES}    return quantiles(samples, n=100)[int(percent) - 1]"),
            edit(
                TO_THE_END,
                f'{QUANTILES}    return quantiles(samples, n=100, method="inclusive")[int(percent) - 1]',
            ),
        ),
        "first_large_enough": edit(
            TO_THE_END,
            "    needed = len(samples) * percent\n"
            "    return next(s for s in samples if 100 * sum(one <= s for one in samples) >= needed)",
        ),
        "smaller_ones_counted": edit(
            TO_THE_END,
            "    needed = len(samples) * percent\n"
            "    enough = [s for s in samples if 100 * sum(one < s for one in samples) >= needed]\n"
            "    return min(enough, default=max(samples))",
        ),
        "equal_ones_once": _samples("sorted(set(samples))"),
        "outliers_left_out": tuple(
            _samples(f"[one for one in samples if abs(one - {MEAN}) <= {many} * {DEVIATION}(samples)]")
            for many in (2, 3)
        ),
        "one_walk": edit(
            BY_RANK,
            "ordered = list(samples)\n"
            "    for place in range(1, len(ordered)):\n"
            "        if ordered[place - 1] > ordered[place]:\n"
            "            ordered[place - 1], ordered[place] = ordered[place], ordered[place - 1]\n"
            "    return ordered[rank - 1]",
        ),
        "zeros_left_out": (
            _samples("[one for one in samples if one]"),
            edit("    if not samples", "    samples = [one for one in samples if one]\n    if not samples"),
        ),
        "none_is_zero": (
            edit('raise ValueError("there are no samples")', "return 0.0"),
            edit('raise ValueError("there are no samples")', "return None"),
        ),
    },
)

# --- the cold start -----------------------------------------------------------------------------

WARM = "    for _ in range(warm_up):\n        call()\n"
COUNTED = "    for _ in range(calls):"
BEGUN = "        begun = clock()\n"
TOOK = "seconds.append(clock() - begun)"

ADDED = f"        {TOOK}\n"
GIVEN = "return seconds"
AVERAGE = "return (clock() - begun) / calls"

CLOCK = """
now = [{now}]
durations = iter({durations})
def call():
    now[0] += next(durations)
"""
"""A clock that moves by the calls alone. It begins at 0 where that is easiest to read, else at 100."""

A_HAIR = 2**-15
"""Seconds that nobody sees who rounds."""


MEASURE = Exercise(
    id="16.measure",
    target=f"{TIMING}:measure",
    section="",
    examples=[
        scenario(
            "all_warm",
            CLOCK.format(now=0.0, durations=[0.5, 0.25]) + "measure(call, 2, 0, lambda: now[0])",
        ),
        scenario(
            "a_cold_one",
            CLOCK.format(now=0.0, durations=[9.0, 0.5, 0.25]) + "measure(call, 2, 1, lambda: now[0])",
        ),
        scenario(
            "first_is_cold",
            CLOCK.format(now=100.0, durations=[9.0, 0.5, 0.25, 0.125, 0.0625])
            + "measure(call, 2, 1, lambda: now[0])\nlist(durations)",
        ),
        scenario(
            "two_are_cold",
            CLOCK.format(now=100.0, durations=[9.0, 8.0, 1.5, 0.25, 2.125, 0.75, 0.375, 0.1875, 0.125])
            + "measure(call, 3, 2, lambda: now[0])\nlist(durations)",
        ),
        scenario(
            "more_warm_than_counted",
            CLOCK.format(now=100.0, durations=[9.0, 8.0, 0.5, 0.25, 0.125])
            + "measure(call, 1, 2, lambda: now[0])\nlist(durations)",
        ),
        scenario(
            "too_short_to_see",
            CLOCK.format(now=100.0, durations=[9.0, 0.5, 0.0, A_HAIR, 0.5, 0.25, 0.125])
            + "measure(call, 4, 1, lambda: now[0])\nlist(durations)",
        ),
        scenario(
            "a_slow_one_is_counted",
            CLOCK.format(now=100.0, durations=[0.5, 0.25, 4.0, 0.125, 0.0625, 0.375])
            + "measure(call, 3, 1, lambda: now[0])\nlist(durations)",
        ),
        scenario(
            "a_clock_that_ticks_when_it_is_read",
            """
            ticks = iter(range(100))
            measure(lambda: "an answer", 3, 1, lambda: next(ticks))
            """,
        ),
        scenario(
            "one_after_the_other",
            """
            import threading
            threads = set()
            measure(lambda: threads.add(threading.get_ident()), 3, 1, lambda: 0.0)
            len(threads) == 1
            """,
        ),
    ],
    shows="a_cold_one",
    repair=Repair(edit(WARM, ""), Shipped("capsem", "issue 148", 2026)),
    mistakes={
        "no_warm_up": edit(WARM, ""),
        "warm_calls_counted": edit(WARM, "", "range(calls)", "range(warm_up + calls)"),
        "one_warm_call": edit("range(warm_up)", "range(min(1, warm_up))"),
        "always_as_many": tuple(edit("range(warm_up)", f"range({many})") for many in (1, 2, 3)),
        "at_least_one_warm_call": edit("range(warm_up)", "range(max(1, warm_up))"),
        "one_warm_call_too_few": edit("range(warm_up)", "range(warm_up - 1)"),
        "one_warm_call_too_many": edit("range(warm_up)", "range(warm_up + 1)"),
        "warm_before_each": edit(
            *(WARM, ""),
            *(BEGUN, "        for _ in range(warm_up):\n            call()\n        begun = clock()\n"),
        ),
        "warm_inside_each": edit(
            *(WARM, ""),
            *(BEGUN, BEGUN + "        for _ in range(warm_up):\n            call()\n"),
        ),
        "another_before_each": edit(BEGUN, "        call()\n" + BEGUN),
        "taken_from_the_calls": (
            edit("range(warm_up)", "range(min(calls, warm_up))", "range(calls)", "range(calls - warm_up)"),
            edit("range(calls", "range(-warm_up + calls"),
            edit(WARM, "", GIVEN, "return seconds[warm_up:]"),
        ),
        "numbers_exchanged": edit(
            *("range(warm_up)", "range(counted)"),
            *("range(calls)", "range(warm_up)"),
            *("range(counted)", "range(calls)"),
        ),
        "one_call_for_all": edit(*(COUNTED, "    for _ in range(1):"), *(GIVEN, "return seconds * calls")),
        "warm_calls_after": edit(WARM, "", f"    {GIVEN}", f"{WARM}    {GIVEN}"),
        "last_ones_cut_off": edit(
            *(WARM, "", "range(calls)", "range(warm_up + calls)"), *(GIVEN, "return seconds[:-warm_up]")
        ),
        "warm_up_together": edit(
            *(WARM, ""),
            *(f"{BEGUN}        call()\n", f"{BEGUN}        for _ in range(warm_up):\n            call()\n"),
        ),
        "slowest_left_out": edit(
            *(WARM, "", "range(calls)", "range(warm_up + calls)"),
            *(
                f"    {GIVEN}",
                "    for _ in range(warm_up):\n        seconds.remove(max(seconds))\n    return seconds",
            ),
        ),
        "last_warm_call_counted": edit(
            *("range(warm_up)", "range(warm_up - 1)"),
            *("range(calls)", "range(calls + min(1, warm_up))"),
        ),
        "only_the_first_left_out": edit(
            *(WARM, "", "range(calls)", "range(warm_up + calls)"),
            *(GIVEN, "return seconds[min(1, warm_up):]"),
        ),
        "warm_for_seconds": edit(
            WARM,
            "    until = clock() + warm_up\n"
            "    for _ in range(1000):\n"
            "        if clock() >= until:\n"
            "            break\n"
            "        call()\n",
        ),
        "first_one_left_out": edit(
            *("range(warm_up)", "range(warm_up + 1)"),
            *("range(calls)", "range(calls - 1)"),
        ),
        "one_number_too_few": edit("range(calls)", "range(calls - 1)"),
        "one_number_too_many": edit("range(calls)", "range(calls + 1)"),
        "warm_up_as_seconds": edit(WARM, "", "clock() - begun", "clock() - begun - warm_up"),
        "begun_once": edit(COUNTED, "    begun = clock()\n" + COUNTED, BEGUN, ""),
        "begun_before_all": edit(WARM, "    begun = clock()\n" + WARM, BEGUN, ""),
        "warm_calls_in_the_first": edit(
            *(WARM, "    begun = clock()\n" + WARM),
            *(BEGUN, ""),
            *(ADDED, "        end = clock()\n        seconds.append(end - begun)\n        begun = end\n"),
        ),
        "all_in_one": edit(
            *(COUNTED, "    begun = clock()\n" + COUNTED),
            *(BEGUN, ""),
            *(ADDED, ""),
            *(f"    {GIVEN}", f"    seconds = [(clock() - begun) / calls] * calls\n    {GIVEN}"),
        ),
        "one_number_for_all": edit(
            *(COUNTED, "    begun = clock()\n" + COUNTED),
            *(BEGUN, ""),
            *(f"{ADDED}    {GIVEN}", "    return [clock() - begun]"),
        ),
        "average_alone": (
            edit(GIVEN, "return sum(seconds) / calls"),
            edit(GIVEN, "return sum(seconds) / max(1, len(seconds))"),
            edit(
                *(COUNTED, "    begun = clock()\n" + COUNTED),
                *(BEGUN, ""),
                *(f"{ADDED}    {GIVEN}", f"    {AVERAGE}"),
            ),
        ),
        "average_with_the_warm_calls": tuple(
            edit(WARM, "    begun = clock()\n" + WARM, BEGUN, "", f"{ADDED}    {GIVEN}", f"    {given}")
            for given in (AVERAGE, "return [(clock() - begun) / calls] * calls")
        ),
        "backwards": edit("clock() - begun", "begun - clock()"),
        "not_around_the_call": edit(f"        call()\n{ADDED}", f"{ADDED}        call()\n"),
        "call_not_called": edit(f"        call()\n{ADDED}", f"        call\n{ADDED}"),
        "last_call_has_no_number": edit(
            *(BEGUN, "        seconds.append(clock())\n", ADDED, ""),
            *(GIVEN, "return [later - one for one, later in zip(seconds, seconds[1:])]"),
        ),
        "what_it_returns": edit(f"{BEGUN}        call()\n{ADDED}", "        seconds.append(call())\n"),
        "another_clock": edit("clock()", "0.0"),
        "two_clocks": tuple(
            edit("clock() - begun", f"__import__('time').{clock}() - begun")
            for clock in ("monotonic", "perf_counter", "time")
        ),
        "none_kept": edit(ADDED, ""),
        "list_begun_anew": edit("    seconds = []\n", "", BEGUN, f"        seconds = []\n{BEGUN}"),
        "only_where_something_comes_back": edit(
            f"        call()\n{ADDED}", f"        if call():\n            {TOOK}\n"
        ),
        "numbered": tuple(edit(GIVEN, f"return list(enumerate(seconds, {first}))") for first in (0, 1)),
        "moments": (
            edit("clock() - begun", "clock()"),
            edit(BEGUN, "", "clock() - begun", "clock()"),
        ),
        "pairs": edit("clock() - begun", "(begun, clock())"),
        "sum_of_all": edit(GIVEN, "return sum(seconds)"),
        "milliseconds": edit("clock() - begun", "1000 * (clock() - begun)"),
        "as_if_of_milliseconds": edit("clock() - begun", "(clock() - begun) / 1000"),
        "calls_per_second": tuple(
            edit(ADDED, f"        took = clock() - begun\n        seconds.append({turned})\n")
            for turned in ("1 / took if took else 0.0", "1 / took")
        ),
        "whole_seconds": (
            edit("clock() - begun", "int(clock() - begun)"),
            edit("clock()", "int(clock())"),
        ),
        "rounded": tuple(edit("clock() - begun", f"round(clock() - begun, {n})") for n in (1, 2, 3, 6)),
        "zeros_left_out": edit(
            ADDED, "        took = clock() - begun\n        if took:\n            seconds.append(took)\n"
        ),
        "equal_ones_once": (
            edit(GIVEN, "return list(set(seconds))"),
            edit(GIVEN, "return list(dict.fromkeys(seconds))"),
        ),
        "sorted": edit(GIVEN, "return sorted(seconds)"),
        "last_one_first": edit(GIVEN, "return seconds[::-1]"),
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
        call(["Unix", "HTTP", "TCP"], 2),
        call(("a", "b", "c", "d"), 2),
        call(["Valkey", "HTTP", "Unix", "TCP", "memory"], 6),
        call(["HTTP", "TCP"], 7),
        call(["TCP", "Unix", "UDP"], 2),
        scenario("each_is_a_new_list", '(turns := take_turns(["HTTP"], 2)) and turns[0] is turns[1]'),
        call(["HTTP", "TCP"], 0),
    ],
    shows=call(["HTTP", "TCP"], 2),
    mistakes={
        "always_the_same": edit(FIRST, "first = 0"),
        "front_forgotten": edit(", *names[:first]", ""),
        "no_way_round": edit("number % len(names)", "number"),
        "remainder_of_the_rounds": edit(
            TURN, "turns.append([names[(number + n) % rounds] for n in range(len(names))])"
        ),
        "rest_backwards": edit(
            TURN, "turns.append([names[(number - n) % len(names)] for n in range(len(names))])"
        ),
        "one_name_too_few": edit(
            TURN,
            "size = max(len(names) - 1, 1)\n"
            "        turns.append([names[(number * size + n) % len(names)] for n in range(size)])",
        ),
        "same_one_again": edit(
            *("    turns = []\n", "    turns = []\n    made = {}\n"),
            *(TURN, "turns.append(made.setdefault(first, [*names[first:], *names[:first]]))"),
        ),
        "only_twice_round": edit(FIRST, "first = number if number < len(names) else number - len(names)"),
        "shorter_and_shorter": edit(TURN, "turns.append([*names, *names][number : number + len(names)])"),
        "begins_with_the_second": (
            edit("number % len(names)", "(number + 1) % len(names)"),
            edit("range(rounds)", "range(1, rounds + 1)"),
        ),
        "backwards": edit("number % len(names)", "-number % len(names)"),
        "by_two": edit("number % len(names)", "2 * number % len(names)"),
        "steps_add_up": edit(FIRST, "first = number * (number + 1) // 2 % len(names)"),
        "last_name_never": edit(
            TURN,
            "turns.append([names[(number + n) % max(len(names) - 1, 1)] for n in range(len(names))])",
        ),
        "first_name_stays": edit(
            *(FIRST, "others = names[1:]\n        first = number % max(len(others), 1)"),
            *(TURN, "turns.append([names[0], *others[first:], *others[:first]])"),
        ),
        "moved_once": edit("number % len(names)", "min(1, number) % len(names)"),
        "turned_over": edit(TURN, "turns.append([*names[first:], *names[:first]][::-1])"),
        "every_second_turned_over": edit(TURN, "turns.append([*names][:: -1 if number % 2 else 1])"),
        "places_exchanged": edit(
            TURN,
            "order = [*names]\n"
            "        order[0], order[first] = order[first], order[0]\n"
            "        turns.append(order)",
        ),
        "moved_to_the_front": edit(TURN, "turns.append([names[first], *names[:first], *names[first + 1 :]])"),
        "all_orders": tuple(
            edit(
                *("    turns = []\n", "    from itertools import permutations\n\n    turns = []\n"),
                *(FIRST, "orders = list(permutations(names))"),
                *(TURN, given),
            )
            for given in (
                "turns.append(list(orders[number % len(orders)]))",
                "turns += [list(order) for order in orders[number : number + 1]]",
            )
        ),
        "sorted": edit("    turns = []\n", "    names = sorted(names)\n    turns = []\n"),
        "same_list": edit(
            *("    turns = []\n", "    turns, order = [], [*names]\n"),
            *(FIRST, "turns.append(order)"),
            *(TURN, "order.append(order.pop(0))"),
        ),
        "one_list_many_times": edit(
            *("    turns = []\n", "    turns = [[]] * rounds\n"),
            *(
                "turns.append([*names[first:], *names[:first]])",
                "turns[number] += [*names[first:], *names[:first]]",
            ),
        ),
        "one_list": edit("turns.append", "turns.extend"),
        "two_parts": edit(TURN, "turns.append([[*names[first:]], [*names[:first]]])"),
        "last_round_first": edit("return turns", "return turns[::-1]"),
        "texts": tuple(
            edit(TURN, f"turns.append({between!r}.join([*names[first:], *names[:first]]))")
            for between in (", ", " ", ",", "")
        ),
        "letters": edit(TURN, "turns.append([*''.join([*names[first:], *names[:first]])])"),
        "used_up": edit(FIRST, "first = number", TURN, "turns.append([*names[first:]])"),
        "longer_and_longer": edit(
            TURN, "turns.append([names[n % len(names)] for n in range(len(names) + number)])"
        ),
        "one_name_a_round": edit(TURN, "turns.append([names[first]])"),
        "one_after_the_other": edit(
            *("range(rounds)", "range(len(names))"),
            *(TURN, "turns.append([names[number]] * rounds)"),
        ),
        "a_list_for_each_name": tuple(
            edit(
                *("range(rounds)", f"range({lists})"),
                *(TURN, "turns.append([names[(first + place) % len(names)] for place in range(rounds)])"),
            )
            for lists in ("len(names)", "len(names) if rounds else 0")
        ),
        "first_round_missing": edit("range(rounds)", "range(1, rounds)"),
        "one_round_too_few": edit("range(rounds)", "range(rounds - 1)"),
        "one_round_too_many": edit("range(rounds)", "range(rounds + 1)"),
        "as_many_rounds_as_names": edit("range(rounds)", "range(len(names))"),
        "never_more_rounds_than_names": edit("range(rounds)", "range(min(rounds, len(names)))"),
        "rounds_filled_up": edit("range(rounds)", "range(-(-rounds // len(names)) * len(names))"),
        "rounds_for_each_name": edit("range(rounds)", "range(rounds * len(names))"),
        "first_one_twice": edit("*names[:first]", "*names[: first + 1]"),
        "numbers": edit(TURN, "turns.append([(first + n) % len(names) for n in range(len(names))])"),
        "number_in_front": tuple(
            edit(TURN, f"turns.append([{number}, *names[first:], *names[:first]])")
            for number in ("number", "number + 1")
        ),
        "multiplied": edit(
            TURN, "turns.append([names[number * place % len(names)] for place in range(len(names))])"
        ),
        "tuples_of_a_tuple": edit(TURN, "turns.append(names[first:] + names[:first])"),
        "tuples": (
            edit("return turns", "return [tuple(turn) for turn in turns]"),
            edit(
                *("    turns = []\n", "    turns, names = [], tuple(names)\n"),
                *(TURN, "turns.append(names[first:] + names[:first])"),
            ),
        ),
    },
)

# --- ratios -------------------------------------------------------------------------------------

EACH = "[one / other for one, other in zip(times, base, strict=True)]"
OF_A_BASE = "{other: (one, other) for one, other in zip(times, base, strict=True)}"
SPREAD = "Spread(min(each), median(each), max(each))"
TOTALS = "__import__('itertools').accumulate"

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
        call([1.0, 3.0], [1024.0, 2.0]),
        call([2.0] * 300, [2.0] * 300),
        call([30.0, 1.0, 9.0], [3.0, 1.0, 1.0]),
        call([float(place) for place in range(1, 13)], [4.0] * 12),
        call([0.0, 3.0], [1.0, 2.0]),
        call([2.0, 9.0, 8.0, 10.0], [1.0, 6.0, 2.0, 4.0]),
        call([1.0, 2.0, 3.0], [4.0, 4.0, 4.0]),
        call([1.0, 2.0], [1.0]),
        call([1.0], [1.0, 2.0]),
    ],
    shows=call([1.0, 9.0], [2.0, 6.0]),
    mistakes={
        "of_the_medians": edit("median(each)", "median(times) / median(base)"),
        "of_the_extremes": edit(
            SPREAD, "Spread(min(times) / min(base), median(times) / median(base), max(times) / max(base))"
        ),
        "of_the_sums": edit("median(each)", "sum(times) / sum(base)"),
        "ends_of_different_rounds": edit(
            "min(each)", "min(times) / max(base)", "max(each)", "max(times) / min(base)"
        ),
        "ends_of_the_pairs": edit(
            *("min(each)", "min(zip(times, base))[0] / min(zip(times, base))[1]"),
            *("max(each)", "max(zip(times, base))[0] / max(zip(times, base))[1]"),
        ),
        "running_totals": edit(
            *("zip(times, base,", f"zip({TOTALS}(times), {TOTALS}(base),"),
        ),
        "ends_of_the_times": edit("min(each)", "min(times)", "max(each)", "max(times)"),
        "sorted_first": edit("zip(times, base,", "zip(sorted(times), sorted(base),"),
        "every_pair": edit(
            EACH, "[one / other for one, _ in zip(times, base, strict=True) for other in base]"
        ),
        "average": edit("median(each)", "sum(each) / len(each)"),
        "geometric": edit("median(each)", "math.prod(each) ** (1 / len(each))"),
        "against_the_first": edit("one / other", "one / base[0]"),
        "against_the_whole": edit("one / other", "one / sum(base)"),
        "against_the_median": edit("one / other", "one / median(base)"),
        "against_its_own": tuple(
            edit("one / other", f"one / {own}")
            for own in ("median(times)", "(sum(times) / len(times))", "min(times)", "max(times)")
        ),
        "against_the_average": edit("one / other", "one / (sum(base) / len(base))"),
        "not_divided": edit("one / other", "one"),
        "upside_down": edit("one / other", "other / one"),
        "difference": edit("one / other", "one - other"),
        "how_much_longer": edit("one / other", "one / other - 1"),
        "part_of_both": edit("one / other", "one / (one + other)"),
        "larger_by_smaller": edit("one / other", "max(one, other) / min(one, other)"),
        "per_cent": edit("one / other", "100 * one / other"),
        "rounds_not_counted": edit(", strict=True", ""),
        "least_and_most_exchanged": edit(SPREAD, "Spread(max(each), median(each), min(each))"),
        "distance_for_most": edit("max(each)", "max(each) - min(each)"),
        "least_from_zero": edit("min(each)", "min(0.0, *each)"),
        "most_from_one": edit("max(each)", "max(1.0, *each)"),
        "quarters": edit(
            "min(each)", "sorted(each)[len(each) // 4]", "max(each)", "sorted(each)[-1 - len(each) // 4]"
        ),
        "tenths": edit(
            *("min(each)", "sorted(each)[math.ceil(len(each) / 10) - 1]"),
            *("max(each)", "sorted(each)[math.ceil(len(each) * 9 / 10) - 1]"),
        ),
        "most_frequent": edit("max(each)", "__import__('statistics').mode(each)"),
        "deviations": edit(
            "min(each)", f"median(each) - {DEVIATION}(each)", "max(each)", f"median(each) + {DEVIATION}(each)"
        ),
        "sorted_as_text": edit("min(each)", "min(each, key=str)", "max(each)", "max(each, key=str)"),
        "middle_of_the_ends": edit("median(each)", "(min(each) + max(each)) / 2"),
        "not_sorted": (
            edit("median(each)", "each[len(each) // 2]"),
            edit("median(each)", "(each[(len(each) - 1) // 2] + each[len(each) // 2]) / 2"),
        ),
        "first_and_last": edit("min(each)", "each[0]", "max(each)", "each[-1]"),
        "nothing_sorted": (
            edit(
                SPREAD, "Spread(each[0], (each[(len(each) - 1) // 2] + each[len(each) // 2]) / 2, each[-1])"
            ),
            edit(SPREAD, "Spread(each[0], each[len(each) // 2], each[-1])"),
        ),
        "upper_middle": edit("median(each)", "sorted(each)[len(each) // 2]"),
        "lower_middle": edit("median(each)", "sorted(each)[(len(each) - 1) // 2]"),
        "below_the_middle": edit("median(each)", "sorted(each)[len(each) // 2 - 1]"),
        "upper_middle_and_next": edit(
            "median(each)",
            "median(each) if len(each) % 2 or len(each) == 2 else"
            " (sorted(each)[len(each) // 2] + sorted(each)[len(each) // 2 + 1]) / 2",
        ),
        "two_in_the_middle": edit(
            "median(each)", "(sorted(each)[len(each) // 2 - 1] + sorted(each)[len(each) // 2]) / 2"
        ),
        "one_of_two_halved": edit(
            "median(each)",
            "median(each) if len(each) % 2 else"
            " sorted(each)[len(each) // 2 - 1] + sorted(each)[len(each) // 2] / 2",
        ),
        "first_round_left_out": edit(f"return {SPREAD}", f"each = each[1:] or each\n    return {SPREAD}"),
        "last_round_left_out": edit(f"return {SPREAD}", f"each = each[:-1] or each\n    return {SPREAD}"),
        "zeros_left_out": edit(
            f"return {SPREAD}", f"each = [ratio for ratio in each if ratio]\n    return {SPREAD}"
        ),
        "equal_ones_once": edit(f"return {SPREAD}", f"each = sorted(set(each))\n    return {SPREAD}"),
        "last_of_a_base": edit("zip(times, base, strict=True)", f"{OF_A_BASE}.values()"),
        "as_a_list": edit(SPREAD, SPREAD.replace("Spread(", "[")[:-1] + "]"),
        "as_a_tuple": edit(SPREAD, SPREAD.replace("Spread", "")),
        "all_of_them": (
            edit(f"return {SPREAD}", "return each"),
            edit(f"return {SPREAD}", "return sorted(each)"),
        ),
        "median_alone": edit(f"return {SPREAD}", "return median(each)"),
        "whole_numbers": edit("one / other", "one // other"),
        "rounded": tuple(
            edit(*what)
            for places in (1, 2, 3)
            for what in (
                ("one / other", f"round(one / other, {places})"),
                (SPREAD, f"Spread(*(round(one, {places}) for one in {SPREAD}))"),
            )
        ),
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
