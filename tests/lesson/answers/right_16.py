# ruff: noqa
# Right answers to chapter 16's exercises, in other styles than the reference.

# --- percentile: counted up
def percentile(samples, percent):
    if len(samples) == 0:
        raise ValueError("nothing was measured")
    wanted = len(samples) * percent
    for place, sample in enumerate(sorted(samples), start=1):
        if place * 100 >= wanted:
            return sample


# --- percentile: whole numbers
def percentile(samples, percent):
    ordered = list(samples)
    ordered.sort()
    try:
        return ordered[int(-(-len(ordered) * percent // 100)) - 1]
    except IndexError:
        raise ValueError("there are no samples") from None


# --- measure: while
def measure(call, calls, warm_up, clock):
    while warm_up > 0:
        call()
        warm_up -= 1
    result = []
    while len(result) < calls:
        t0 = clock()
        call()
        t1 = clock()
        result += [t1 - t0]
    return result


# --- measure: in a helper
def once(call, clock):
    start = clock()
    call()
    return clock() - start


def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    return [once(call, clock) for _ in range(calls)]


# --- take_turns: each by its place
def take_turns(names, rounds):
    n = len(names)
    return [[names[(number + place) % n] for place in range(n)] for number in range(rounds)]


# --- take_turns: passed on
def take_turns(names, rounds):
    order, turns = list(names), []
    while len(turns) < rounds:
        turns.append(order)
        order = order[1:] + order[:1]
    return turns


# --- ratios: in order
def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("as many times as bases")
    each = sorted(times[i] / base[i] for i in range(len(times)))
    return Spread(each[0], median(each), each[-1])


# --- ratios: by map
def ratios(times, base):
    pairs = zip(times, base, strict=True)
    each = list(map(lambda pair: pair[0] / pair[1], pairs))
    return Spread(least=min(each), most=max(each), middle=median(each))
