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
    for number in range(1, rounds):
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
