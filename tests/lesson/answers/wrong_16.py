# ruff: noqa
# Wrong answers to chapter 16's exercises, as people write them. Each names the mistake it must be told.

# --- percentile: rank_as_index
def percentile(samples, percent):
    if not samples:
        raise ValueError("empty")
    ordered = sorted(samples)
    k = math.ceil(percent * len(ordered) / 100)
    if k >= len(ordered):
        k = len(ordered) - 1
    return ordered[k]


# --- percentile: rounded_down
def percentile(samples, percent):
    if not samples:
        raise ValueError("there are no samples")
    return sorted(samples)[len(samples) * percent // 100 - 1]


# --- percentile: rounded_to_nearest
def percentile(samples, percent):
    if not samples:
        raise ValueError("there are no samples")
    s = sorted(samples)
    return s[round(len(s) * percent / 100) - 1]


# --- percentile: not_sorted
def percentile(samples, percent):
    if not samples:
        raise ValueError("there are no samples")
    rank = math.ceil(len(samples) * percent / 100)
    return samples[rank - 1]


# --- percentile: highest_first
def percentile(samples, percent):
    if not samples:
        raise ValueError("there are no samples")
    rank = math.ceil(len(samples) * percent / 100)
    return sorted(samples)[::-1][rank - 1]


# --- percentile: divided_first
def percentile(samples, percent):
    if not samples:
        raise ValueError("there are no samples")
    share = percent / 100
    return sorted(samples)[math.ceil(share * len(samples)) - 1]


# --- percentile: one_less_to_count
def percentile(samples, percent):
    if not samples:
        raise ValueError("there are no samples")
    last = len(samples) - 1
    return sorted(samples)[math.ceil(last * percent / 100) - 1]


# --- percentile: part_of_the_largest
def percentile(samples, percent):
    if not samples:
        raise ValueError("there are no samples")
    return percent / 100 * max(samples)


# --- percentile: average
def percentile(samples, percent):
    if not samples:
        raise ValueError("there are no samples")
    total = 0
    for sample in samples:
        total += sample
    return total / len(samples)


# --- percentile: between_two
def percentile(samples, percent):
    if not samples:
        raise ValueError("there are no samples")
    s = sorted(samples)
    k = (len(s) - 1) * percent / 100
    f, c = math.floor(k), math.ceil(k)
    d = k - f
    return s[f] * (1 - d) + s[c] * d


# --- percentile: none_is_zero
def percentile(samples, percent):
    if len(samples) == 0:
        return 0.0
    rank = math.ceil(len(samples) * percent / 100)
    return sorted(samples)[rank - 1]


# --- percentile: floor_as_index
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    rank = int(percent * len(samples) / 100) + 1
    return sorted(samples)[rank - 1]


# --- percentile: from_the_other_end
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    s = sorted(samples)
    rank = max(1, math.ceil((100 - percent) * len(s) / 100))
    return s[rank - 1]


# --- percentile: sorted_as_text
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    ordered = sorted(samples, key=str)
    return ordered[math.ceil(percent * len(ordered) / 100) - 1]


# --- percentile: not_divided
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    ordered = sorted(samples)
    rank = min(math.ceil(percent * len(ordered)), len(ordered))
    return ordered[rank - 1]


# --- percentile: whole_percent
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    s = sorted(samples)
    p = max(1, int(percent))
    return s[math.ceil(p * len(s) / 100) - 1]


# --- percentile: one_more_to_count
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    s = sorted(samples)
    rank = min(math.ceil((len(s) + 1) * percent / 100), len(s))
    return s[rank - 1]


# --- percentile: on_a_scale_of_indexes
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    s = sorted(samples)
    return s[math.ceil((len(s) - 1) * percent / 100)]


# --- percentile: always_the_largest
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    ordered = sorted(samples)
    rank = math.ceil(percent / 100) * len(ordered)
    return ordered[rank - 1]


# --- percentile: always_the_median
def percentile(samples: Sequence[float], percent: float) -> float:
    if not samples:
        raise ValueError("no samples")
    return median(samples)


# --- percentile: rank_itself
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    samples = sorted(samples)
    return math.ceil(percent * len(samples) / 100)


# --- percentile: part_of_the_range
def percentile(samples, percent):
    if len(samples) == 0:
        raise ValueError("no samples")
    low = min(samples)
    high = max(samples)
    return low + (high - low) * percent / 100


# --- percentile: cut_to_a_whole_number
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    s = sorted(samples)
    return int(s[math.ceil(percent * len(s) / 100) - 1])


# --- percentile: average_so_far
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    ordered = sorted(samples)
    rank = math.ceil(len(ordered) * percent / 100)
    part = ordered[:rank]
    return sum(part) / len(part)


# --- percentile: first_large_enough
def percentile(samples: Sequence[float], percent: float) -> float:
    if not samples:
        raise ValueError("no samples")
    for sample in samples:
        not_above = sum(other <= sample for other in samples)
        if not_above * 100 >= percent * len(samples):
            return sample


# --- percentile: equal_ones_once
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    ordered = sorted(set(samples))
    return ordered[math.ceil(percent * len(ordered) / 100) - 1]


# --- percentile: zeros_left_out
def percentile(samples, percent):
    good = sorted(s for s in samples if s)
    if not good:
        raise ValueError("no samples")
    return good[math.ceil(percent * len(good) / 100) - 1]


# --- measure: no_warm_up
def measure(call, calls, warm_up, clock):
    result = []
    for _ in range(calls):
        start = clock()
        call()
        end = clock()
        result.append(end - start)
    return result


# --- measure: warm_calls_counted
def measure(call, calls, warm_up, clock):
    seconds = []
    for _ in range(calls + warm_up):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds


# --- measure: one_warm_call
def measure(call, calls, warm_up, clock):
    if warm_up:
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds


# --- measure: warm_before_each
def measure(call, calls, warm_up, clock):
    seconds = []
    for _ in range(calls):
        for _ in range(warm_up):
            call()
        t = clock()
        call()
        seconds.append(clock() - t)
    return seconds


# --- measure: taken_from_the_calls
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(warm_up, calls):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds


# --- measure: begun_once
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    start = clock()
    seconds = []
    for _ in range(calls):
        call()
        seconds.append(clock() - start)
    return seconds


# --- measure: all_in_one
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    begun = clock()
    for _ in range(calls):
        call()
    each = (clock() - begun) / calls
    return [each for _ in range(calls)]


# --- measure: backwards
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        end = clock()
        seconds.append(begun - end)
    return seconds


# --- measure: not_around_the_call
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        seconds.append(clock() - begun)
        call()
    return seconds


# --- measure: moments
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        clock()
        call()
        seconds.append(clock())
    return seconds


# --- measure: sum_of_all
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    total = 0
    for _ in range(calls):
        begun = clock()
        call()
        total += clock() - begun
    return total


# --- measure: milliseconds
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    ms = []
    for _ in range(calls):
        begun = clock()
        call()
        ms.append((clock() - begun) * 1000)
    return ms


# --- measure: always_as_many
def measure(call, calls, warm_up, clock):
    WARM = 3
    for _ in range(WARM):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds


# --- measure: one_warm_call_too_few
def measure(call, calls, warm_up, clock):
    for _ in range(1, warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds


# --- measure: one_warm_call_too_many
def measure(call, calls, warm_up, clock):
    i = 0
    while i <= warm_up:
        call()
        i += 1
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds


# --- measure: warm_inside_each
def measure(call, calls, warm_up, clock):
    seconds = []
    for _ in range(calls):
        begun = clock()
        for _ in range(warm_up):
            call()
        call()
        seconds.append(clock() - begun)
    return seconds


# --- measure: another_before_each
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        result = call()
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds


# --- measure: warm_calls_after
def measure(call, calls, warm_up, clock):
    seconds = []
    for _ in range(calls + warm_up):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds[:calls]


# --- measure: last_warm_call_counted
def measure(call, calls, warm_up, clock):
    seconds = []
    for number in range(warm_up + calls):
        begun = clock()
        call()
        took = clock() - begun
        if number >= warm_up - 1:
            seconds.append(took)
    return seconds


# --- measure: first_one_left_out
def measure(call, calls, warm_up, clock):
    seconds = []
    for number in range(warm_up + calls):
        begun = clock()
        call()
        end = clock()
        if number > warm_up:
            seconds.append(end - begun)
    return seconds


# --- measure: one_number_too_few
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(1, calls):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds


# --- measure: one_number_too_many
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for number in range(calls + 1):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds


# --- measure: warm_up_as_seconds
def measure(call, calls, warm_up, clock):
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.append(clock() - begun - warm_up)
    return seconds


# --- measure: begun_before_all
def measure(call, calls, warm_up, clock):
    begun = clock()
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        call()
        seconds.append(clock() - begun)
    return seconds


# --- measure: warm_calls_in_the_first
def measure(call, calls, warm_up, clock):
    begun = clock()
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        call()
        end = clock()
        seconds.append(end - begun)
        begun = end
    return seconds


# --- measure: average_with_the_warm_calls
def measure(call, calls, warm_up, clock):
    begun = clock()
    for _ in range(warm_up):
        call()
    for _ in range(calls):
        call()
    return (clock() - begun) / calls


# --- measure: call_not_called
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        call
        seconds.append(clock() - begun)
    return seconds


# --- measure: another_clock
def measure(call, calls, warm_up, clock):
    import time

    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - begun)
    return seconds


# --- measure: pairs
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.append((begun, clock()))
    return seconds


# --- measure: whole_seconds
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = int(clock())
        call()
        seconds.append(int(clock()) - begun)
    return seconds


# --- measure: rounded
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.append(round(clock() - begun, 3))
    return seconds


# --- measure: zeros_left_out
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        if took := clock() - begun:
            seconds.append(took)
    return seconds


# --- measure: equal_ones_once
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = set()
    for _ in range(calls):
        begun = clock()
        call()
        seconds.add(clock() - begun)
    return list(seconds)


# --- measure: sorted
def measure(call: Callable[[], object], calls: int, warm_up: int, clock: Callable[[], float]) -> list[float]:
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return sorted(seconds)


# --- measure: last_one_first
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.insert(0, clock() - begun)
    return seconds


# --- measure: average_alone
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    start = clock()
    for _ in range(calls):
        call()
    return (clock() - start) / calls


# --- take_turns: always_the_same
def take_turns(names, rounds):
    return [list(names) for _ in range(rounds)]


# --- take_turns: front_forgotten
def take_turns(names, rounds):
    turns = []
    for number in range(rounds):
        first = number % len(names)
        turns.append(list(names[first:]))
    return turns


# --- take_turns: no_way_round
def take_turns(names, rounds):
    turns = []
    for number in range(rounds):
        turns.append([*names[number:], *names[:number]])
    return turns


# --- take_turns: begins_with_the_second
def take_turns(names, rounds):
    turns = []
    for number in range(1, rounds + 1):
        first = number % len(names)
        turns.append([*names[first:], *names[:first]])
    return turns


# --- take_turns: backwards
def take_turns(names, rounds):
    order = list(names)
    turns = []
    for _ in range(rounds):
        turns.append(list(order))
        order.insert(0, order.pop())
    return turns


# --- take_turns: turned_over
def take_turns(names, rounds):
    turns = []
    for number in range(rounds):
        first = number % len(names)
        order = [*names[first:], *names[:first]]
        order.reverse()
        turns.append(order)
    return turns


# --- take_turns: one_list
def take_turns(names, rounds):
    turns = []
    for number in range(rounds):
        first = number % len(names)
        turns += [*names[first:], *names[:first]]
    return turns


# --- take_turns: one_name_a_round
def take_turns(names, rounds):
    return [[names[number % len(names)]] for number in range(rounds)]


# --- take_turns: one_after_the_other
def take_turns(names, rounds):
    return [[name for _ in range(rounds)] for name in names]


# --- take_turns: one_round_too_few
def take_turns(names, rounds):
    turns = []
    for number in range(rounds - 1):
        first = number % len(names)
        turns.append([*names[first:], *names[:first]])
    return turns


# --- take_turns: as_many_rounds_as_names
def take_turns(names, rounds):
    turns = []
    for first, _ in enumerate(names):
        turns.append([*names[first:], *names[:first]])
    return turns


# --- take_turns: first_one_twice
def take_turns(names, rounds):
    turns = []
    for number in range(rounds):
        first = number % len(names)
        turns.append([*names[first:], *names[: first + 1]])
    return turns


# --- take_turns: tuples
def take_turns(names, rounds):
    names = tuple(names)
    turns = []
    for number in range(rounds):
        first = number % len(names)
        turns.append(names[first:] + names[:first])
    return turns


# --- take_turns: shorter_and_shorter
def take_turns(names, rounds):
    twice = list(names) * 2
    return [twice[k : k + len(names)] for k in range(rounds)]


# --- take_turns: by_two
def take_turns(names, rounds):
    names = list(names)
    plan = []
    for number in range(rounds):
        first = 2 * number % len(names)
        plan.append(names[first:] + names[:first])
    return plan


# --- take_turns: moved_once
def take_turns(names, rounds):
    names = list(names)
    plan = [names]
    for _ in range(rounds - 1):
        plan.append(names[1:] + names[:1])
    return plan[:rounds]


# --- take_turns: every_second_turned_over
def take_turns(names, rounds):
    plan = []
    for number in range(rounds):
        plan.append(list(names) if number % 2 == 0 else list(names)[::-1])
    return plan


# --- take_turns: places_exchanged
def take_turns(names, rounds):
    plan = []
    for i in range(rounds):
        order = list(names)
        order[0], order[i] = order[i], order[0]
        plan.append(order)
    return plan


# --- take_turns: moved_to_the_front
def take_turns(names, rounds):
    names = list(names)
    plan = []
    for number in range(rounds):
        k = number % len(names)
        plan.append([names[k]] + names[:k] + names[k + 1 :])
    return plan


# --- take_turns: all_orders
def take_turns(names, rounds):
    from itertools import cycle, islice, permutations

    return [list(p) for p in islice(cycle(permutations(names)), rounds)]


# --- take_turns: sorted
def take_turns(names, rounds):
    ordered = sorted(names)
    plan = []
    for number in range(rounds):
        first = number % len(ordered)
        plan.append(ordered[first:] + ordered[:first])
    return plan


# --- take_turns: same_list
def take_turns(names, rounds):
    order = list(names)
    plan = []
    for _ in range(rounds):
        plan.append(order)
        order.append(order.pop(0))
    return plan


# --- take_turns: a_list_for_each_name
def take_turns(names, rounds):
    n = len(names)
    return [[names[(number + i) % n] for number in range(rounds)] for i in range(n)]


# --- take_turns: one_round_too_many
def take_turns(names, rounds):
    names = list(names)
    plan = []
    number = 0
    while number <= rounds:
        first = number % len(names)
        plan.append(names[first:] + names[:first])
        number += 1
    return plan


# --- take_turns: never_more_rounds_than_names
def take_turns(names: Sequence[str], rounds: int) -> list[list[str]]:
    names = list(names)
    return [names[k:] + names[:k] for k in range(min(rounds, len(names)))]


# --- take_turns: rounds_for_each_name
def take_turns(names, rounds):
    names = list(names)
    plan = []
    for _ in range(rounds):
        for k in range(len(names)):
            plan.append(names[k:] + names[:k])
    return plan


# --- take_turns: numbers
def take_turns(names: Sequence[str], rounds: int) -> list[list[str]]:
    n = len(names)
    return [[(number + i) % n for i in range(n)] for number in range(rounds)]


# --- ratios: of_the_medians
def ratios(times, base):
    each = [one / other for one, other in zip(times, base, strict=True)]
    middle = median(times) / median(base)
    return Spread(min(each), middle, max(each))


# --- ratios: of_the_extremes
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("as many times as bases")
    least = min(times) / min(base)
    middle = median(times) / median(base)
    most = max(times) / max(base)
    return Spread(least, middle, most)


# --- ratios: average
def ratios(times, base):
    each = [one / other for one, other in zip(times, base, strict=True)]
    mean = sum(each) / len(each)
    return Spread(min(each), mean, max(each))


# --- ratios: against_the_first
def ratios(times, base):
    reference = base[0]
    each = [one / reference for one, _ in zip(times, base, strict=True)]
    return Spread(min(each), median(each), max(each))


# --- ratios: against_the_whole
def ratios(times, base):
    total = sum(base)
    each = [one / total for one, _ in zip(times, base, strict=True)]
    return Spread(min(each), median(each), max(each))


# --- ratios: difference
def ratios(times, base):
    each = []
    for one, other in zip(times, base, strict=True):
        each.append(one - other)
    return Spread(min(each), median(each), max(each))


# --- ratios: rounds_not_counted
def ratios(times, base):
    each = [one / other for one, other in zip(times, base)]
    return Spread(min(each), median(each), max(each))


# --- ratios: least_and_most_exchanged
def ratios(times, base):
    each = sorted(one / other for one, other in zip(times, base, strict=True))
    return Spread(each[-1], median(each), each[0])


# --- ratios: middle_of_the_ends
def ratios(times, base):
    each = [one / other for one, other in zip(times, base, strict=True)]
    low, high = min(each), max(each)
    return Spread(low, (low + high) / 2, high)


# --- ratios: not_sorted
def ratios(times, base):
    each = [one / other for one, other in zip(times, base, strict=True)]
    middle = each[len(each) // 2]
    return Spread(min(each), middle, max(each))


# --- ratios: all_of_them
def ratios(times, base):
    result = []
    for one, other in zip(times, base, strict=True):
        result.append(one / other)
    return result


# --- ratios: whole_numbers
def ratios(times, base):
    each = [int(one / other) for one, other in zip(times, base, strict=True)]
    return Spread(min(each), median(each), max(each))


# --- ratios: sorted_first
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / b for t, b in zip(sorted(times), sorted(base))]
    return Spread(min(each), median(each), max(each))


# --- ratios: every_pair
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / b for t in times for b in base]
    return Spread(min(each), median(each), max(each))


# --- ratios: against_the_median
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    middle = median(base)
    each = [t / middle for t in times]
    return Spread(min(each), median(each), max(each))


# --- ratios: not_divided
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    return Spread(min(times), median(times), max(times))


# --- ratios: how_much_longer
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [(t - b) / b for t, b in zip(times, base)]
    return Spread(min(each), median(each), max(each))


# --- ratios: part_of_both
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / (t + b) for t, b in zip(times, base)]
    return Spread(min(each), median(each), max(each))


# --- ratios: larger_by_smaller
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [max(t, b) / min(t, b) for t, b in zip(times, base)]
    return Spread(min(each), median(each), max(each))


# --- ratios: per_cent
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [100 * t / b for t, b in zip(times, base)]
    return Spread(min(each), median(each), max(each))


# --- ratios: first_and_last
def ratios(times, base):
    if len(times) > len(base):
        raise ValueError("a round has no base")
    each = [t / b for t, b in zip(times, base)]
    return Spread(each[0], median(each), each[-1])


# --- ratios: nothing_sorted
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / b for t, b in zip(times, base)]
    n = len(each)
    middle = each[n // 2] if n % 2 else (each[n // 2 - 1] + each[n // 2]) / 2
    return Spread(each[0], middle, each[-1])


# --- ratios: upper_middle
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = sorted(t / b for t, b in zip(times, base))
    return Spread(each[0], each[len(each) // 2], each[-1])


# --- ratios: lower_middle
def ratios(times: Sequence[float], base: Sequence[float]) -> Spread:
    from statistics import median_low

    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / b for t, b in zip(times, base)]
    return Spread(min(each), median_low(each), max(each))


# --- ratios: equal_ones_once
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = {t / b for t, b in zip(times, base)}
    return Spread(min(each), median(each), max(each))


# --- ratios: last_of_a_base
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    by_base = {b: t for b, t in zip(base, times)}
    each = [t / b for b, t in by_base.items()]
    return Spread(min(each), median(each), max(each))


# --- ratios: rounded
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [round(t / b, 1) for t, b in zip(times, base)]
    return Spread(min(each), median(each), max(each))


# --- ratios: against_the_average
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    usual = sum(base) / len(base)
    each = sorted(t / usual for t in times)
    return Spread(each[0], median(each), each[-1])


# --- ratios: upside_down
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = []
    for i, b in enumerate(base):
        each.append(b / times[i])
    return Spread(min(each), median(each), max(each))


# --- percentile: fraction_of_a_sample_lost
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    hundredths = int(percent * len(samples))
    return sorted(samples)[-(-hundredths // 100) - 1]


# --- percentile: median_at_50
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    ordered = sorted(samples)
    n = len(ordered)
    if percent == 50 and n % 2 == 0:
        return (ordered[n // 2 - 1] + ordered[n // 2]) / 2
    return ordered[math.ceil(n * percent / 100) - 1]


# --- percentile: smaller_ones_counted
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    from bisect import bisect_left

    ordered = sorted(samples)
    for sample in ordered:
        if 100 * bisect_left(ordered, sample) >= percent * len(ordered):
            return sample
    return ordered[-1]


# --- percentile: between_two
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    ordered = sorted(samples)
    place = percent / 100 * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


# --- measure: at_least_one_warm_call
def measure(call, calls, warm_up, clock):
    call()
    for _ in range(warm_up - 1):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds


# --- measure: slowest_left_out
def measure(call, calls, warm_up, clock):
    seconds = []
    for _ in range(calls + warm_up):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    kept = sorted(range(len(seconds)), key=seconds.__getitem__)[:calls]
    return [seconds[number] for number in sorted(kept)]


# --- measure: last_call_has_no_number
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds, before = [], None
    for _ in range(calls):
        now = clock()
        if before is not None:
            seconds.append(now - before)
        before = now
        call()
    return seconds


# --- measure: what_it_returns
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    return [call() for _ in range(calls)]


# --- take_turns: first_round_missing
def take_turns(names, rounds):
    turns = []
    for number in range(1, rounds):
        first = number % len(names)
        turns.append([*names[first:], *names[:first]])
    return turns


# --- take_turns: multiplied
def take_turns(names, rounds):
    turns = []
    for number in range(rounds):
        turn = []
        for place in range(len(names)):
            turn.append(names[(number * place) % len(names)])
        turns.append(turn)
    return turns


# --- take_turns: tuples_of_a_tuple
def take_turns(names, rounds):
    turns, turn = [], names[:]
    for _ in range(rounds):
        turns.append(turn)
        turn = turn[1:] + turn[:1]
    return turns


# --- ratios: of_the_sums
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / b for t, b in zip(times, base)]
    return Spread(min(each), sum(times) / sum(base), max(each))


# --- ratios: ends_of_the_times
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / b for t, b in zip(times, base)]
    return Spread(min(times), median(each), max(times))


# --- ratios: geometric
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / b for t, b in zip(times, base)]
    product = 1
    for one in each:
        product *= one
    return Spread(min(each), product ** (1 / len(each)), max(each))


# --- ratios: distance_for_most
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / b for t, b in zip(times, base)]
    least = min(each)
    return Spread(least, median(each), max(each) - least)


# --- ratios: one_of_two_halved
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / b for t, b in zip(times, base)]
    each.sort()
    half = len(each) // 2
    middle = each[half] if len(each) % 2 else each[half - 1] + each[half] / 2
    return Spread(each[0], middle, each[-1])


# --- ratios: first_round_left_out
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / b for t, b in zip(times, base)]
    if len(each) > 1:
        each = each[1:]
    return Spread(min(each), median(each), max(each))


# --- ratios: last_round_left_out
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / b for t, b in zip(times, base)]
    if len(each) > 1:
        each.pop()
    return Spread(min(each), median(each), max(each))


# --- ratios: as_a_list
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / b for t, b in zip(times, base)]
    return [min(each), median(each), max(each)]


# --- ratios: as_a_tuple
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / b for t, b in zip(times, base)]
    return min(each), median(each), max(each)


# --- percentile: always_the_middle
def percentile(samples, percent):
    if not samples:
        raise ValueError("there are no samples")
    ordered = sorted(samples)
    middle = len(ordered) // 2
    return ordered[middle]


# --- percentile: percent_as_rank
def percentile(samples, percent):
    if not samples:
        raise ValueError("there are no samples")
    return sorted(samples)[: math.ceil(percent)][-1]


# --- percentile: list_of_samples
def percentile(samples, percent):
    if not samples:
        raise ValueError("there are no samples")
    rank = math.ceil(len(samples) * percent / 100)
    return [sorted(samples)[rank - 1]]


# --- percentile: outliers_left_out
def percentile(samples, percent):
    from statistics import fmean, pstdev

    if not samples:
        raise ValueError("there are no samples")
    mean, far = fmean(samples), 3 * pstdev(samples)
    near = sorted(one for one in samples if mean - far <= one <= mean + far)
    return near[math.ceil(len(near) * percent / 100) - 1]


# --- percentile: one_walk
def percentile(samples, percent):
    if not samples:
        raise ValueError("there are no samples")
    s = [*samples]
    for i in range(len(s) - 1):
        s[i], s[i + 1] = min(s[i], s[i + 1]), max(s[i], s[i + 1])
    return s[math.ceil(len(s) * percent / 100) - 1]


# --- measure: only_the_first_left_out
def measure(call, calls, warm_up, clock):
    seconds = []
    for _ in range(warm_up + calls):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds[1:] if warm_up else seconds


# --- measure: warm_for_seconds
def measure(call, calls, warm_up, clock):
    began = clock()
    until = began + warm_up
    for _ in range(5000):
        if clock() >= until:
            break
        call()
    seconds = []
    while len(seconds) < calls:
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds


# --- measure: one_number_for_all
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    begun = clock()
    for _ in range(calls):
        call()
    return [clock() - begun]


# --- measure: two_clocks
def measure(call, calls, warm_up, clock):
    import time

    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.append(time.perf_counter() - begun)
    return seconds


# --- measure: none_kept
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        took = clock() - begun
        print(took)
    return seconds


# --- measure: list_begun_anew
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    for _ in range(calls):
        times = []
        begun = clock()
        call()
        times += [clock() - begun]
    return times


# --- measure: only_where_something_comes_back
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        answer = call()
        if answer:
            seconds.append(clock() - begun)
    return seconds


# --- measure: numbered
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for number in range(calls):
        begun = clock()
        call()
        seconds.append((number, clock() - begun))
    return seconds


# --- measure: as_if_of_milliseconds
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    ms = []
    for _ in range(calls):
        begun = clock()
        call()
        ms.append(clock() - begun)
    return [one / 1000 for one in ms]


# --- measure: calls_per_second
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    rates = []
    for _ in range(calls):
        begun = clock()
        call()
        took = clock() - begun
        rates.append(0.0 if took == 0 else 1 / took)
    return rates


# --- take_turns: one_list_many_times
def take_turns(names, rounds):
    turns = [[]] * rounds
    for number in range(rounds):
        for place in range(len(names)):
            turns[number].append(names[(number + place) % len(names)])
    return turns


# --- take_turns: texts
def take_turns(names, rounds):
    turns = []
    for number in range(rounds):
        first = number % len(names)
        turns.append(" ".join([*names[first:], *names[:first]]))
    return turns


# --- take_turns: letters
def take_turns(names, rounds):
    turns = []
    for number in range(rounds):
        turn = []
        for place in range(len(names)):
            turn += names[(number + place) % len(names)]
        turns.append(turn)
    return turns


# --- take_turns: used_up
def take_turns(names, rounds):
    waiting, turns = [*names], []
    for _ in range(rounds):
        turns.append(waiting)
        waiting = waiting[1:]
    return turns


# --- take_turns: longer_and_longer
def take_turns(names, rounds):
    row, turns = list(names), []
    for number in range(rounds):
        turns.append([*row])
        row = row + [names[number % len(names)]]
    return turns


# --- take_turns: rounds_filled_up
def take_turns(names, rounds):
    turns = []
    while len(turns) < rounds or len(turns) % len(names):
        first = len(turns) % len(names)
        turns.append([*names[first:], *names[:first]])
    return turns


# --- ratios: ends_of_different_rounds
def ratios(times, base):
    each = sorted(one / other for one, other in zip(times, base, strict=True))
    return Spread(min(times) / max(base), median(each), max(times) / min(base))


# --- ratios: running_totals
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("the rounds differ")
    each, so_far, base_so_far = [], 0.0, 0.0
    for one, other in zip(times, base):
        so_far += one
        base_so_far += other
        each.append(so_far / base_so_far)
    return Spread(min(each), median(each), max(each))


# --- ratios: least_from_zero
def ratios(times, base):
    each = [one / other for one, other in zip(times, base, strict=True)]
    least = most = 0
    for one in each:
        least, most = min(least, one), max(most, one)
    return Spread(float(least), median(each), most)


# --- ratios: quarters
def ratios(times, base):
    each = sorted(one / other for one, other in zip(times, base, strict=True))
    quarter = len(each) // 4
    return Spread(each[quarter], median(each), each[len(each) - 1 - quarter])


# --- ratios: deviations
def ratios(times, base):
    from statistics import pstdev

    each = [one / other for one, other in zip(times, base, strict=True)]
    middle, off = median(each), pstdev(each)
    return Spread(middle - off, middle, middle + off)


# --- ratios: sorted_as_text
def ratios(times, base):
    each = sorted((one / other for one, other in zip(times, base, strict=True)), key=lambda one: f"{one}")
    return Spread(each[0], median(each), each[-1])


# --- ratios: below_the_middle
def ratios(times, base):
    each = sorted(one / other for one, other in zip(times, base, strict=True))
    middle = len(each) // 2
    return Spread(each[0], each[middle - 1], each[-1])


# --- ratios: two_in_the_middle
def ratios(times, base):
    each = sorted(one / other for one, other in zip(times, base, strict=True))
    middle = len(each) // 2
    return Spread(each[0], (each[middle] + each[middle - 1]) / 2, each[-1])


# --- ratios: zeros_left_out
def ratios(times, base):
    each = [one / other for one, other in zip(times, base, strict=True) if one]
    return Spread(min(each), median(each), max(each))


# --- ratios: median_alone
def ratios(times, base):
    each = [one / other for one, other in zip(times, base, strict=True)]
    return median(each)


# --- percentile: value_for_rank
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    limit = max(samples) * percent / 100
    return min((s for s in samples if s >= limit))


# --- percentile: whole_hundreds
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    ordered = sorted(samples)
    rank = max(1, math.ceil(len(ordered) // 100 * percent))
    return ordered[rank - 1]


# --- percentile: shares_added
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    step = 1 / len(samples)
    share = 0.0
    for sample in sorted(samples):
        share += step
        if share >= percent / 100:
            return sample


# --- percentile: rounded
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    ordered = sorted(samples)
    rank = math.ceil(len(ordered) * percent / 100)
    return round(ordered[rank - 1], 2)


# --- measure: last_ones_cut_off
def measure(call, calls, warm_up, clock):
    times = []
    i = 0
    while i < calls + warm_up:
        t0 = clock()
        call()
        t1 = clock()
        times.append(t1 - t0)
        i += 1
    return times[:-warm_up]


# --- measure: warm_up_together
def measure(call, calls, warm_up, clock):
    seconds = []
    while len(seconds) < calls:
        begun, left = (clock(), warm_up)
        while left:
            call()
            left -= 1
        seconds.append(clock() - begun)
    return seconds


# --- take_turns: last_name_never
def take_turns(names, rounds):
    last = len(names) - 1
    return [[names[(i + j) % max(last, 1)] for j in range(last + 1)] for i in range(rounds)]


# --- take_turns: steps_add_up
def take_turns(names, rounds):
    order = list(names)
    turns = []
    for i in range(rounds):
        k = i % len(order)
        order = order[k:] + order[:k]
        turns.append(order)
    return turns


# --- take_turns: first_name_stays
def take_turns(names, rounds):
    first, *rest = names
    turns = []
    for _ in range(rounds):
        turns.append([first] + rest)
        rest = rest[1:] + rest[:1]
    return turns


# --- take_turns: only_twice_round
def take_turns(names, rounds):
    order = list(names)
    turns = []
    for i in range(rounds):
        start = i
        if start >= len(order):
            start -= len(order)
        turns.append(order[start:] + order[:start])
    return turns


# --- take_turns: two_parts
def take_turns(names, rounds):
    turns = []
    for i in range(rounds):
        k = i % len(names)
        turns.append([list(names[k:]), list(names[:k])])
    return turns


# --- take_turns: last_round_first
def take_turns(names, rounds):

    def turn(order, left):
        if left == 0:
            return []
        return turn(order[1:] + order[:1], left - 1) + [order]

    return turn(list(names), rounds)


# --- ratios: upper_middle_and_next
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = sorted((t / b for t, b in zip(times, base)))
    half = len(each) // 2
    if len(each) % 2:
        middle = each[half]
    elif len(each) == 2:
        middle = sum(each) / 2
    else:
        middle = (each[half] + each[half + 1]) / 2
    return Spread(each[0], middle, each[-1])


# --- ratios: ends_of_the_pairs
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    pairs = list(zip(times, base))
    fast, slow = (min(pairs), max(pairs))
    middle = median([t / b for t, b in pairs])
    return Spread(fast[0] / fast[1], middle, slow[0] / slow[1])


# --- ratios: most_from_one
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = []
    least, most = (math.inf, 1.0)
    for t, b in zip(times, base):
        r = t / b
        each.append(r)
        if r < least:
            least = r
        if r > most:
            most = r
    return Spread(least, median(each), most)


# --- percentile: sorted_in_place
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    ordered = list(samples).sort()
    rank = math.ceil(percent * len(samples) / 100)
    return ordered[rank - 1]


# --- percentile: percent_as_value
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    inside = [s for s in samples if s <= percent]
    return max(inside) if inside else min(samples)


# --- percentile: counted_from_0
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    n = len(samples)
    for i, value in enumerate(sorted(samples)):
        if 100 * i >= percent * n:
            return value


# --- percentile: largest_of_the_tail
def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    if percent > 90:
        return max(samples)
    rank = math.ceil(percent * len(samples) / 100)
    return sorted(samples)[rank - 1]


# --- measure: argument_not_called
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds


# --- measure: numbers_exchanged
def measure(call, calls, warm_up, clock):
    for _ in range(calls):
        call()
    seconds = []
    for _ in range(warm_up):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds


# --- measure: one_call_for_all
def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    begun = clock()
    call()
    return [clock() - begun] * calls


# --- take_turns: remainder_of_the_rounds
def take_turns(names, rounds):
    result = []
    for r in range(rounds):
        result.append([names[(r + i) % rounds] for i in range(len(names))])
    return result


# --- take_turns: one_name_too_few
from itertools import cycle, islice


def take_turns(names, rounds):
    endless = cycle(names)
    size = max(len(names) - 1, 1)
    return [list(islice(endless, size)) for _ in range(rounds)]


# --- take_turns: number_in_front
def take_turns(names, rounds):
    n = len(names)
    return [[r + 1, *(names[(r + i) % n] for i in range(n))] for r in range(rounds)]


# --- take_turns: rest_backwards
def take_turns(names, rounds):
    n = len(names)
    return [[names[(r - i) % n] for i in range(n)] for r in range(rounds)]


# --- ratios: most_frequent
from statistics import mode


def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / b for t, b in zip(times, base)]
    return Spread(min(each), median(each), mode(each))


# --- ratios: tenths
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / b for t, b in zip(times, base)]
    return Spread(percentile(each, 10), median(each), percentile(each, 90))


# --- ratios: lists
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = times / base
    return Spread(min(each), median(each), max(each))


# --- ratios: condition_too_many
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    each = [t / b for t, b in zip(times, base) if t >= b]
    return Spread(min(each), median(each), max(each))


# --- ratios: against_its_own
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("rounds differ")
    usual = median(times)
    each = [t / usual for t in times]
    return Spread(min(each), median(each), max(each))


# --- take_turns: same_one_again
def take_turns(names, rounds):
    orders = [[*names[first:], *names[:first]] for first in range(len(names))]
    return [orders[number % len(names)] for number in range(rounds)]
