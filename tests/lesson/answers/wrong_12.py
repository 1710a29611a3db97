# ruff: noqa
# Wrong answers to chapter 12's exercises as people write them, each after a line that names the
# diagnosis it must get. They are written in other ways than the models in the declarations.

# --- due: bytes_do_not_count
def due(self) -> float:
    if self.pinged is not None:
        return self.pinged + self._timeout
    return self.ponged + self._interval


# --- due: ping_does_not_count
def due(self):
    if self.pinged is not None:
        return self.heard + self._timeout
    else:
        return self.ponged + self._interval


# --- due: earlier_of_the_two
def due(self):
    if self.pinged is None:
        return self._interval + self.ponged
    begin = self.pinged if self.pinged < self.heard else self.heard
    return begin + self._timeout


# --- due: both_added
def due(self):
    if self.pinged is None:
        return self.ponged + self._interval
    return sum([self.pinged, self.heard, self._timeout])


# --- due: ping_at_zero
def due(self):
    if self.pinged:
        return max(self.heard, self.pinged) + self._timeout
    return self.ponged + self._interval


# --- due: asked_the_wrong_way
def due(self):
    if self.pinged is None:
        return self.heard + self._timeout
    return self.ponged + self._interval


# --- due: numbers_exchanged
def due(self):
    if self.pinged is not None:
        return max(self.pinged, self.heard) + self._interval
    return self.ponged + self._timeout


# --- due: interval_for_both
def due(self):
    since = self.ponged if self.pinged is None else max(self.pinged, self.heard)
    return since + self._interval


# --- due: bytes_put_off_the_ping
def due(self):
    if self.pinged is None:
        return max(self.ponged, self.heard) + self._interval
    return max(self.pinged, self.heard) + self._timeout


# --- due: interval_on_top
def due(self):
    if self.pinged is None:
        return self.ponged + self._interval
    patience = self._interval + self._timeout
    return max(self.pinged, self.heard) + patience


# --- due: time_left_out
def due(self):
    return self.ponged + self._interval if self.pinged is None else max(self.pinged, self.heard)


# --- due: seconds_and_not_a_time
def due(self):
    return self._interval if self.pinged is None else self._timeout


# --- due: nothing_while_a_ping_waits
def due(self):
    if self.pinged is None:
        return self.ponged + self._interval


# --- due: parenthesis_too_late
def due(self):
    if self.pinged is None:
        return self.ponged + self._interval
    patience = max(self._timeout, self.heard)
    return self.pinged + patience


# --- due: time_out_for_the_byte_alone
def due(self):
    if self.pinged is None:
        return self.ponged + self._interval
    by_byte = self.heard + self._timeout
    return by_byte if by_byte > self.pinged else self.pinged


# --- due: time_out_for_the_ping_alone
def due(self):
    if self.pinged is None:
        return self.ponged + self._interval
    by_ping = self.pinged + self._timeout
    return self.heard if self.heard > by_ping else by_ping


# --- due: next_ping_if_earlier
def due(self):
    moments = [self.ponged + self._interval]
    if self.pinged is not None:
        moments.append(max(self.pinged, self.heard) + self._timeout)
    return min(moments)


# --- due: byte_for_pong
def due(self):
    if self.pinged is not None and self.heard <= self.pinged:
        return self.pinged + self._timeout
    return self.ponged + self._interval


# --- due: nothing_before_a_byte
def due(self):
    if self.pinged is None:
        return self.ponged + self._interval
    elif self.pinged < self.heard:
        return self._timeout + self.heard


# --- due: time_out_for_both
def due(self):
    since = self.ponged
    if self.pinged is not None:
        since = max(self.pinged, self.heard)
    return since + self._timeout


# --- due: seconds_from_now
def due(self):
    import time

    now = time.monotonic()
    due = self.ponged + self._interval
    if self.pinged is not None:
        due = max(self.pinged, self.heard) + self._timeout
    return due - now


# --- due: subtracted
def due(self):
    if self.pinged is None:
        return self.ponged - self._interval
    since = max(self.pinged, self.heard)
    return since - self._timeout


# --- due: whole_seconds
def due(self):
    if self.pinged is None:
        return round(self.ponged + self._interval)
    return round(max(self.pinged, self.heard) + self._timeout)


# --- due: milliseconds
def due(self):
    if self.pinged is None:
        return 1000 * self.ponged + 1000 * self._interval
    return 1000 * max(self.pinged, self.heard) + 1000 * self._timeout


# --- due: next_ping_always
def due(self):
    moments = {True: self.ponged + self._interval}
    return moments.get(self.pinged is None, self._interval + self.ponged)


# --- due: time_out_from_the_pong
def due(self):
    moment = self.ponged + self._interval
    if self.pinged is not None:
        moment += self._timeout
    return moment


# --- due: time_out_before_a_ping
def due(self):
    moments = [self.ponged + self._interval, self.heard + self._timeout]
    if self.pinged is not None:
        moments = [self.pinged + self._timeout, self.heard + self._timeout]
    return max(moments)


# --- due: ping_at_the_pong
def due(self):
    if self.pinged is not None and self.pinged > self.ponged:
        return max(self.heard, self.pinged) + self._timeout
    return self.ponged + self._interval


# --- due: seconds_as_milliseconds
def due(self):
    wait = self._interval if self.pinged is None else self._timeout
    begin = self.ponged if self.pinged is None else max(self.pinged, self.heard)
    return begin + 1000 * wait


# --- due: truth_for_a_time
def due(self):
    moment = self.ponged + self._interval
    if self.pinged is not None:
        moment = max(self.pinged, self.heard) + self._timeout
    return moment <= self.heard


# --- due: ping_forgotten
def due(self):
    if self.pinged is None:
        return self.ponged + self._interval
    sent, self.pinged = self.pinged, None
    return max(sent, self.heard) + self._timeout


# --- delays: no_chance
def delays(self, chance=random.random):
    wait = self.first
    while True:
        yield wait
        wait = min(self.longest, wait * self.factor)


# --- delays: half_is_sure
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield ceiling * (1 + chance()) / 2
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: around_the_ceiling
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        jitter = ceiling * (chance() - 0.5)
        yield ceiling + jitter
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: chance_on_top
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        jitter = chance()
        yield ceiling + jitter
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: drawn_once
def delays(self, chance=random.random):
    ceiling, share = self.first, chance()
    while True:
        yield share * ceiling
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: chance_of_its_own
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield random.uniform(0, ceiling)
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: chance_takes_over
def delays(self, chance=random.random):
    delay = self.first * chance()
    while True:
        yield delay
        delay = min(delay * self.factor, self.longest) * chance()


# --- delays: no_longest
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield ceiling * chance()
        ceiling *= self.factor


# --- delays: longest_of_the_two
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield ceiling * chance()
        ceiling *= self.factor
        if ceiling < self.longest:
            ceiling = self.longest


# --- delays: grows_by_addition
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield ceiling * chance()
        ceiling = min(self.longest, ceiling + self.factor)


# --- delays: first_left_out
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        ceiling = min(ceiling * self.factor, self.longest)
        yield chance() * ceiling


# --- delays: does_not_grow
def delays(self, chance=random.random):
    while True:
        yield self.first * chance()


# --- delays: begins_anew
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield ceiling * chance()
        ceiling *= self.factor
        if ceiling > self.longest:
            ceiling = self.first


# --- delays: one_wait
def delays(self, chance=random.random):
    ceiling = min(self.first, self.longest)
    yield ceiling * chance()


# --- delays: fault raises
def delays(self, chance=random.random):
    waits, ceiling = [], self.first
    for _ in range(300):
        waits.append(ceiling * chance())
        ceiling = min(ceiling * self.factor, self.longest)
    return waits


# --- delays: first_is_sure
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        share = chance()
        yield self.first * (1 - share) + ceiling * share
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: chance_twice
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        share = chance()
        yield share * chance() * ceiling
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: wait_before_decides
def delays(self, chance=random.random):
    wait = self.first
    while True:
        highest = 3 * wait
        wait = min(self.first + (highest - self.first) * chance(), self.longest)
        yield wait


# --- delays: longest_for_all
def delays(self, chance=random.random):
    while True:
        yield chance() * self.longest


# --- delays: wait_is_cut
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        wait = chance() * ceiling
        yield self.longest if wait > self.longest else wait
        ceiling *= self.factor


# --- delays: compared_too_early
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield ceiling * chance()
        if ceiling < self.longest:
            ceiling *= self.factor


# --- delays: remainder
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield ceiling * chance()
        ceiling *= self.factor
        ceiling %= self.longest


# --- delays: comes_to_an_end
def delays(self, chance=random.random):
    ceiling = self.first
    for _ in range(12):
        yield ceiling * chance()
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: ends_at_the_longest
def delays(self, chance=random.random):
    ceiling = self.first
    while not ceiling >= self.longest:
        yield ceiling * chance()
        ceiling = min(self.longest, self.factor * ceiling)


# --- delays: power_too_large
def delays(self, chance=random.random):
    for attempt in itertools.count():
        yield chance() * min(self.longest, self.first * self.factor**attempt)


# --- delays: other_object_changed
def delays(self, chance=random.random):
    while True:
        yield chance() * self.first
        self.first = min(self.longest, self.factor * self.first)


# --- delays: whole_seconds
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield ceiling * chance() // 1
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: milliseconds
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield 1000 * (ceiling * chance())
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: pairs
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        wait = chance() * ceiling
        yield (wait, ceiling)
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: one_number
def delays(self, chance=random.random):
    ceiling = min(self.first, self.longest)
    return chance() * ceiling


# --- delays: a_list
def delays(self, chance=random.random):
    ceilings = [self.first]
    while len(ceilings) < 50:
        ceilings.append(min(ceilings[-1] * self.factor, self.longest))
    return [chance() * ceiling for ceiling in ceilings]


# --- delays: near_the_ceiling
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        part = 0.8 + 0.4 * chance()
        yield part * ceiling
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: ceiling_on_top
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield chance() * ceiling + ceiling
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: chance_alone
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        wait = chance()
        yield wait if wait < ceiling else ceiling
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: divided_by_chance
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        part = chance()
        yield ceiling / part
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: drawn_for_nothing
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        if chance() < 0:
            return
        yield ceiling * chance()
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: first_is_not_drawn
def delays(self, chance=random.random):
    ceiling = self.first
    first = True
    while True:
        if first:
            yield ceiling
        else:
            yield ceiling * chance()
        first = False
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: short_of_the_longest
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield ceiling * chance()
        higher = ceiling * self.factor
        ceiling = ceiling if higher >= self.longest else higher


# --- delays: first_twice
def delays(self, chance=random.random):
    ceiling = self.first
    yield ceiling * chance()
    while True:
        yield ceiling * chance()
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: factor_of_two
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield ceiling * chance()
        ceiling = min(ceiling + ceiling, self.longest)


# --- delays: nothing_yielded
def delays(self, chance=random.random):
    ceiling = self.first
    for _ in range(20):
        print(ceiling * chance())
        ceiling = min(ceiling * self.factor, self.longest)


# --- wait_after: private_codes_come_back
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008:
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: policy_comes_back
def wait_after(self, code, reason, delay, chance=random.random):
    if 4000 <= code <= 4999:
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: first_private_left_out
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code > 4000:
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: last_private_left_out
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in range(4000, 4999):
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: no_code_is_final
def wait_after(self, code, reason, delay, chance=random.random):
    if code in PRIVATE_CODES and code == CloseCode.POLICY_VIOLATION:
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: nobody_comes_back
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)


# --- wait_after: zero_for_never
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return 0
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: asked_for_nothing
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        if asked:
            return delay + asked
        return delay + self.longest
    return delay


# --- wait_after: none_on_top
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        if asked is not None:
            return asked
        return self.longest
    return delay


# --- wait_after: reason_not_read
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    return delay + self.longest if code == 1013 else delay


# --- wait_after: always_asked
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay if asked is None else delay + asked
    return delay


# --- wait_after: restart_like_any_other
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: restart_all_at_once
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return self.restart[0]
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: least_left_out
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        low, high = self.restart
        return chance() * (high - low)
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: most_from_least_on
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return self.restart[0] + self.restart[1] * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: delay_on_top_of_a_restart
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        low, high = self.restart
        delay += low + chance() * (high - low)
    elif code == 1013:
        asked = asked_wait(reason)
        delay += self.longest if asked is None else asked
    return delay


# --- wait_after: codes_exchanged
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1013:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1012:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: registered_are_final
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in range(3000, 5000):
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: loss_is_final
def wait_after(self, code, reason, delay, chance=random.random):
    if code in (1006, 1008) or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: goodbye_is_final
def wait_after(self, code, reason, delay, chance=random.random):
    if code in (1000, 1001, 1008) or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: drawn_again
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return chance() * delay


# --- wait_after: minus_for_never
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return -1
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: on_top_of_the_longest_alone
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        if asked is None:
            return self.longest + delay
        return asked
    return delay


# --- wait_after: longer_of_the_two
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        if asked is None:
            asked = self.longest
        return asked if asked > delay else delay
    return delay


# --- wait_after: longest_cuts
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        if asked is None or asked > self.longest:
            asked = self.longest
        return asked + delay
    return delay


# --- wait_after: read_by_hand
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = float(reason[-1]) if reason[-1:] in tuple("0123456789") else None
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: restart_at_the_most
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return max(self.restart)
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: chance_of_its_own
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return random.uniform(self.restart[0], self.restart[1])
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: numbers_of_its_own
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return 5 + 25 * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: whole_seconds
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or code in PRIVATE_CODES:
        return None
    if code == 1012:
        return (self.restart[0] + (self.restart[1] - self.restart[0]) * chance()) // 1
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: all_are_final
def wait_after(self, code, reason, delay, chance=random.random):
    if code == 1008 or PRIVATE_CODES:
        return None
    if code == 1012:
        least, most = self.restart
        return (most - least) * chance() + least
    if code == 1013:
        asked = asked_wait(reason)
        return (self.longest if asked is None else asked) + delay
    return delay


# --- wait_after: refusals_are_final
def wait_after(self, code, reason, delay, chance=random.random):
    if code in REFUSES_A_MESSAGE or 3999 < code < 5000:
        return None
    if code == 1012:
        least, most = self.restart
        return (most - least) * chance() + least
    if code == 1013:
        asked = asked_wait(reason)
        return (self.longest if asked is None else asked) + delay
    return delay


# --- wait_after: broken_server_is_final
def wait_after(self, code, reason, delay, chance=random.random):
    if code in (1008, 1011) or 3999 < code < 5000:
        return None
    if code == 1012:
        least, most = self.restart
        return (most - least) * chance() + least
    if code == 1013:
        asked = asked_wait(reason)
        return (self.longest if asked is None else asked) + delay
    return delay


# --- wait_after: no_delay_is_never
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code == 1012:
        least, most = self.restart
        return (most - least) * chance() + least
    if code == 1013:
        asked = asked_wait(reason)
        return (self.longest if asked is None else asked) + delay
    return delay if delay else None


# --- wait_after: reason_of_any_code
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code == 1012:
        least, most = self.restart
        return (most - least) * chance() + least
    if code == 1013:
        asked = asked_wait(reason)
        return (self.longest if asked is None else asked) + delay
    return delay + (asked_wait(reason) or 0)


# --- wait_after: later_like_any_other
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code == 1012:
        least, most = self.restart
        return (most - least) * chance() + least
    if code == 1013:
        asked = asked_wait(reason)
        return delay
    return delay


# --- wait_after: least_or_most
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code == 1012:
        least, most = self.restart
        return most if chance() >= 0.5 else least
    if code == 1013:
        asked = asked_wait(reason)
        return (self.longest if asked is None else asked) + delay
    return delay


# --- wait_after: pair_for_a_wait
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code == 1012:
        least, most = self.restart
        return self.restart
    if code == 1013:
        asked = asked_wait(reason)
        return (self.longest if asked is None else asked) + delay
    return delay


# --- may_send_again: not_asked
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    return isinstance(error, ConnectionLost) and error.code not in REFUSES_A_MESSAGE


# --- may_send_again: refused_is_lost
def may_send_again(error, idempotent):
    if not isinstance(error, ConnectionLost):
        return False
    return idempotent and error.code not in REFUSES_A_MESSAGE


# --- may_send_again: any_loss
def may_send_again(error, idempotent):
    return isinstance(error, ConnectionLost)


# --- may_send_again: code_not_looked_at
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    return isinstance(error, ConnectionLost) and idempotent


# --- may_send_again: only_some_codes
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost) and error.code != 1009:
        return idempotent
    return False


# --- may_send_again: code_upside_down
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost) and idempotent:
        return error.code in REFUSES_A_MESSAGE
    return False


# --- may_send_again: or_for_and
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return error.code not in REFUSES_A_MESSAGE or idempotent
    return False


# --- may_send_again: mark_upside_down
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost) and not idempotent:
        return error.code not in REFUSES_A_MESSAGE
    return False


# --- may_send_again: time_out_too
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, RpcTimeout):
        return idempotent
    if isinstance(error, ConnectionLost):
        return idempotent and error.code not in REFUSES_A_MESSAGE
    return False


# --- may_send_again: any_error
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost) and error.code in REFUSES_A_MESSAGE:
        return False
    return idempotent


# --- may_send_again: never_after_a_loss
def may_send_again(error, idempotent):
    return isinstance(error, ConnectionRefused)


# --- may_send_again: nothing_returned
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return idempotent and error.code not in REFUSES_A_MESSAGE


# --- may_send_again: refused_is_no
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return False
    if isinstance(error, ConnectionLost):
        return idempotent and error.code not in REFUSES_A_MESSAGE
    return False


# --- may_send_again: opposite
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return False
    if isinstance(error, ConnectionLost):
        return not (idempotent and error.code not in REFUSES_A_MESSAGE)
    return True


# --- may_send_again: other_codes
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return idempotent and error.code != 1008 and error.code not in PRIVATE_CODES
    return False


# --- may_send_again: only_without_a_goodbye
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return error.code == 1006 and idempotent
    return False


# --- may_send_again: code_for_the_answer
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return error.code if idempotent else False
    return False


# --- may_send_again: one_and_not_the_other
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return (error.code in REFUSES_A_MESSAGE) is not idempotent
    return False


# --- may_send_again: marked_are_held_back
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return not (idempotent and error.code in REFUSES_A_MESSAGE)
    return False


# --- may_send_again: answers_too
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return idempotent and error.code not in REFUSES_A_MESSAGE
    return idempotent if not isinstance(error, RpcTimeout) else False


# --- may_send_again: yes_to_all_else
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return idempotent and error.code not in REFUSES_A_MESSAGE
    return True


# --- may_send_again: told_by_its_text
def may_send_again(error, idempotent):
    if str(error).find("refused") >= 0:
        return True
    if not isinstance(error, ConnectionLost):
        return False
    return idempotent and error.code not in REFUSES_A_MESSAGE


# --- may_send_again: loss_is_a_refusal
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if not isinstance(error, ConnectionLost):
        return False
    return idempotent and error.code not in range(1002, 1010)


# --- may_send_again: goodbye_is_a_refusal
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if not isinstance(error, ConnectionLost):
        return False
    return idempotent and not (1000 <= error.code < 1004 or 1007 <= error.code < 1013)


# --- may_send_again: private_is_a_refusal
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if not isinstance(error, ConnectionLost):
        return False
    return idempotent and not is_final(error.code) and error.code not in REFUSES_A_MESSAGE


# --- gap_between: epoch_not_looked_at
def gap_between(seen, resumed):
    if resumed.offset <= seen.offset:
        return None
    return Gap(seen.offset + 1, resumed.offset)


# --- gap_between: silent_about_another_stream
def gap_between(seen, resumed):
    if resumed.epoch == seen.epoch and resumed.offset > seen.offset:
        return Gap(seen.offset + 1, resumed.offset)
    return None


# --- gap_between: end_of_another_stream_known
def gap_between(seen, resumed):
    if resumed.epoch == seen.epoch and resumed.offset <= seen.offset:
        return None
    return Gap(seen.offset + 1, resumed.offset)


# --- gap_between: another_stream_from_its_first
def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        return Gap(first=1, last=None)
    if resumed.offset <= seen.offset:
        return None
    return Gap(seen.offset + 1, resumed.offset)


# --- gap_between: last_seen_is_missed
def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        return Gap(seen.offset, None)
    if resumed.offset <= seen.offset:
        return None
    return Gap(seen.offset, resumed.offset)


# --- gap_between: next_is_missed
def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        return Gap(seen.offset + 1, None)
    if resumed.offset <= seen.offset:
        return None
    return Gap(seen.offset + 1, resumed.offset + 1)


# --- gap_between: last_missed_left_out
def gap_between(seen, resumed):
    first = seen.offset + 1
    if resumed.epoch != seen.epoch:
        return Gap(first, None)
    return Gap(first, resumed.offset - 1) if resumed.offset >= first else None


# --- gap_between: number_for_last
def gap_between(seen, resumed):
    missed = resumed.offset - seen.offset
    if resumed.epoch != seen.epoch:
        return Gap(seen.offset + 1, None)
    return Gap(seen.offset + 1, missed) if missed > 0 else None


# --- gap_between: empty_gap
def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        return Gap(seen.offset + 1, None)
    return None if resumed.offset < seen.offset else Gap(seen.offset + 1, resumed.offset)


# --- gap_between: backwards_is_a_gap
def gap_between(seen, resumed):
    if resumed == seen:
        return None
    if resumed.epoch != seen.epoch:
        return Gap(seen.offset + 1, None)
    return Gap(seen.offset + 1, resumed.offset)


# --- gap_between: one_is_none
def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        return Gap(seen.offset + 1, None)
    if resumed.offset - seen.offset > 1:
        return Gap(seen.offset + 1, resumed.offset)
    return None


# --- gap_between: exchanged
def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        return Gap(seen.offset + 1, None)
    if seen.offset > resumed.offset:
        return Gap(seen.offset + 1, resumed.offset)
    return None


# --- gap_between: no_place_is_none
def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        return Gap(seen.offset + 1, None)
    if not seen.offset or resumed.offset <= seen.offset:
        return None
    return Gap(seen.offset + 1, resumed.offset)


# --- gap_between: another_stream_raises
def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        raise ValueError("another stream")
    if resumed.offset <= seen.offset:
        return None
    return Gap(seen.offset + 1, resumed.offset)


# --- gap_between: part_of_the_epoch
def gap_between(seen, resumed):
    if not resumed.epoch.startswith(seen.epoch[:1]):
        return Gap(seen.offset + 1, None)
    if resumed.offset <= seen.offset:
        return None
    return Gap(seen.offset + 1, resumed.offset)


# --- gap_between: epoch_by_the_alphabet
def gap_between(seen, resumed):
    if max(seen.epoch, resumed.epoch) != seen.epoch:
        return Gap(seen.offset + 1, None)
    if resumed.offset <= seen.offset:
        return None
    return Gap(seen.offset + 1, resumed.offset)


# --- gap_between: told_by_the_offset
def gap_between(seen, resumed):
    if resumed.offset == 0:
        return Gap(seen.offset + 1, None)
    if resumed.offset <= seen.offset:
        return None
    return Gap(seen.offset + 1, resumed.offset)


# --- gap_between: before_is_another_stream
def gap_between(seen, resumed):
    if seen.epoch != resumed.epoch or seen.offset > resumed.offset:
        return Gap(seen.offset + 1, None)
    if resumed.offset <= seen.offset:
        return None
    return Gap(seen.offset + 1, resumed.offset)


# --- gap_between: number_for_nobody_knows
def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        return Gap(seen.offset + 1, -1)
    if resumed.offset <= seen.offset:
        return None
    return Gap(seen.offset + 1, resumed.offset)


# --- gap_between: first_unknown_too
def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        return Gap(first=None, last=None)
    if resumed.offset <= seen.offset:
        return None
    return Gap(seen.offset + 1, resumed.offset)


# --- gap_between: another_stream_from_its_place
def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        return Gap(1 + resumed.offset, None)
    if resumed.offset <= seen.offset:
        return None
    return Gap(seen.offset + 1, resumed.offset)


# --- gap_between: always_a_gap
def gap_between(seen, resumed):
    last = resumed.offset if seen.epoch == resumed.epoch else None
    return Gap(1 + seen.offset, last)


# --- gap_between: gap_for_none
def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        return Gap(seen.offset + 1, None)
    if resumed.offset <= seen.offset:
        return Gap(None, None)
    return Gap(seen.offset + 1, resumed.offset)


# --- gap_between: false_for_none
def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        return Gap(seen.offset + 1, None)
    if resumed.offset <= seen.offset:
        return False
    return Gap(seen.offset + 1, resumed.offset)


# --- gap_between: number_for_gap
def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        return Gap(seen.offset + 1, None)
    if resumed.offset <= seen.offset:
        return None
    return resumed.offset - seen.offset


# --- gap_between: tuple_for_gap
def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        return (seen.offset + 1, None)
    if resumed.offset <= seen.offset:
        return None
    return (seen.offset + 1, resumed.offset)


# --- gap_between: without_the_sign
def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        return Gap(seen.offset + 1, None)
    if resumed.offset == seen.offset:
        return None
    return Gap(seen.offset + 1, max(resumed.offset, 2 * seen.offset - resumed.offset))


# --- gap_between: whole_places_compared
def gap_between(seen, resumed):
    if seen == resumed:
        return None
    return Gap(seen.offset + 1, None)


# --- gap_between: offset_before_the_epoch
def gap_between(seen, resumed):
    if resumed.offset > seen.offset:
        return Gap(1 + seen.offset, resumed.offset if seen.epoch == resumed.epoch else None)
    return None


# --- gap_between: new_stream_without_events
def gap_between(seen, resumed):
    if resumed.epoch == seen.epoch:
        return Gap(1 + seen.offset, resumed.offset) if resumed.offset > seen.offset else None
    if resumed.offset > 0:
        return Gap(seen.offset + 1, None)
    return None


# --- due: ping_set
def due(self):
    if self.pinged is None:
        self.pinged = self.ponged + self._interval
        return self.pinged
    return max(self.pinged, self.heard) + self._timeout


# --- due: counted_from_now
def due(self):
    import time

    left = self._interval if self.pinged is None else self._timeout
    return time.monotonic() + left


# --- due: distance_added
def due(self):
    if self.pinged is None:
        return self.ponged + self._interval
    between = self.heard - self.pinged
    return self.pinged + (between if between > 0 else -between) + self._timeout


# --- due: numbers_of_its_own
def due(self):
    if self.pinged is None:
        return self.ponged + 20.0
    return max(self.pinged, self.heard) + 20.0


# --- due: time_out_taken_off
def due(self):
    if self.pinged is None:
        return self.ponged + (self._interval - self._timeout)
    return max(self.pinged, self.heard) + self._timeout


# --- due: late_byte_does_not_count
def due(self):
    if self.pinged is None:
        return self.ponged + self._interval
    end = self.pinged + self._timeout
    return max(self.pinged, self.heard) + self._timeout if self.heard <= end else end


# --- due: time_out_twice
def due(self):
    if self.pinged is None:
        return self.ponged + self._interval
    end = self.pinged + self._timeout
    if self.heard > self.pinged:
        end += self._timeout
    return end


# --- due: never_after_a_byte
def due(self):
    if self.pinged is None:
        return self.ponged + self._interval
    return self.pinged + self._timeout if self.pinged > self.heard else float("inf")


# --- delays: chance_taken_off
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        drawn = chance()
        yield ceiling - drawn
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: drawn_and_not_used
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        part = ceiling * chance()
        yield ceiling
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: chance_in_the_growth
def delays(self, chance=random.random):
    wait = self.first
    while True:
        yield wait
        wait = min(self.longest, wait * self.factor * chance())


# --- delays: longest_of_its_own
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield chance() * ceiling
        ceiling *= self.factor
        if ceiling > 30:
            ceiling = 30


# --- wait_after: on_top_of_the_asked_alone
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code == 1012:
        low, high = self.restart
        return low + (high - low) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        if asked is None:
            return self.longest
        return asked + delay
    return delay


# --- wait_after: later_is_never
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code == 1012:
        low, high = self.restart
        return low + (high - low) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        if asked is None:
            return None
        return asked + delay
    return delay


# --- wait_after: infinity_for_never
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return float("inf")
    if code == 1012:
        low, high = self.restart
        return low + (high - low) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: only_with_a_reason
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if not reason:
        return delay
    if code == 1012:
        low, high = self.restart
        return low + (high - low) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: restart_in_the_middle
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code == 1012:
        return sum(self.restart) / 2
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- wait_after: least_alone_by_chance
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code == 1012:
        return self.restart[0] + self.restart[1] - self.restart[0] * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay


# --- may_send_again: mark_alone
def may_send_again(error, idempotent):
    return bool(idempotent)


# --- may_send_again: always_no
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefusedError):
        return True
    return isinstance(error, ConnectionError) and idempotent


# --- may_send_again: only_listed_codes
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return idempotent and error.code in (1001, 1012, 1013)
    return False


# --- gap_between: epoch_begins_alike
def gap_between(seen, resumed):
    size = len(seen.epoch)
    if resumed.epoch[:size] != seen.epoch:
        return Gap(seen.offset + 1, None)
    return Gap(seen.offset + 1, resumed.offset) if resumed.offset > seen.offset else None


# --- gap_between: capitals_made_small
def gap_between(seen, resumed):
    if seen.epoch.upper() != resumed.epoch.upper():
        return Gap(seen.offset + 1, None)
    return Gap(seen.offset + 1, resumed.offset) if resumed.offset > seen.offset else None


# --- gap_between: resumed_is_the_next
def gap_between(seen, resumed):
    first = seen.offset + 1
    if seen.epoch != resumed.epoch:
        return Gap(first, None)
    if resumed.offset <= first:
        return None
    return Gap(first, resumed.offset - 1)


# --- gap_between: offsets_as_text
def gap_between(seen, resumed):
    before, after = f"{seen.offset}", f"{resumed.offset}"
    if seen.epoch != resumed.epoch:
        return Gap(seen.offset + 1, None)
    return Gap(seen.offset + 1, resumed.offset) if after > before else None


# --- gap_between: end_never_told
def gap_between(seen, resumed):
    if seen.epoch == resumed.epoch and resumed.offset <= seen.offset:
        return None
    return Gap(seen.offset + 1, None)


# --- gap_between: long_gap_without_an_end
def gap_between(seen, resumed):
    missed = resumed.offset - seen.offset
    if seen.epoch != resumed.epoch or missed > 1000:
        return Gap(seen.offset + 1, None)
    return Gap(seen.offset + 1, resumed.offset) if missed > 0 else None


# --- gap_between: list_for_gap
def gap_between(seen, resumed):
    if seen.epoch != resumed.epoch:
        return Gap(seen.offset + 1, None)
    missed = []
    for offset in range(seen.offset, resumed.offset):
        missed.append(offset + 1)
    return missed or None


# --- due: ping_as_planned
def due(self):
    next_ping = self.ponged + self._interval
    if self.pinged is None:
        return next_ping
    return max(next_ping, self.heard) + self._timeout


# --- delays: only_the_first_is_drawn
def delays(self, chance=random.random):
    ceiling = self.first
    yield (ceiling * chance())
    while True:
        ceiling = min(ceiling * self.factor, self.longest)
        yield ceiling


# --- delays: longest_is_not_drawn
def delays(self, chance=random.random):
    ceiling = self.first
    while ceiling < self.longest:
        yield (ceiling * chance())
        ceiling *= self.factor
    while True:
        yield self.longest


# --- delays: all_or_nothing
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield (ceiling if chance() < 0.5 else 0.0)
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: none_each_time
def delays(self, chance=random.random):
    import time

    ceiling = self.first
    while True:
        time.sleep(ceiling * chance())
        yield
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: from_the_ceiling_before
def delays(self, chance=random.random):
    before, ceiling = (0.0, self.first)
    while True:
        yield (before + chance() * (ceiling - before))
        before, ceiling = (ceiling, min(ceiling * self.factor, self.longest))


# --- wait_after: delay_of_its_own
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code == 1012:
        least, most = self.restart
        return least + (most - least) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return (self.longest if asked is None else asked) + delay
    return next(self.delays(chance))


# --- wait_after: all_from_there_on
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code >= 1012:
        least, most = self.restart
        return least + (most - least) * chance()
    elif code >= 1013:
        asked = asked_wait(reason)
        return (self.longest if asked is None else asked) + delay
    return delay


# --- wait_after: neither_code_known
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    match code:
        case "1012":
            least, most = self.restart
            return least + (most - least) * chance()
        case "1013":
            asked = asked_wait(reason)
            return (self.longest if asked is None else asked) + delay
    return delay


# --- wait_after: never_less_than_the_longest
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code == 1012:
        least, most = self.restart
        return least + (most - least) * chance()
    if code == 1013:
        return max(asked_wait(reason) or 0, self.longest) + delay
    return delay


# --- wait_after: chance_twice
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code == 1012:
        least, most = self.restart
        return least * (1 - chance()) + most * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return (self.longest if asked is None else asked) + delay
    return delay


# --- gap_between: text_for_gap
def gap_between(seen, resumed):
    if seen.epoch != resumed.epoch:
        return f"gap from {seen.offset + 1} to ?"
    if resumed.offset > seen.offset:
        return f"gap from {seen.offset + 1} to {resumed.offset}"
    return None


# --- gap_between: texts_for_numbers
def gap_between(seen, resumed):
    if seen.epoch != resumed.epoch:
        return Gap(str(seen.offset + 1), None)
    if resumed.offset > seen.offset:
        return Gap(str(seen.offset + 1), str(resumed.offset))
    return None


# --- due: compared_with_the_pong
def due(self):
    if self.pinged is None:
        return self.ponged + self._interval
    if self.heard > self.ponged:
        return self.heard + self._timeout
    return self.pinged + self._timeout


# --- due: nothing_before_a_ping
def due(self):
    if self.pinged is None:
        return None
    return max(self.pinged, self.heard) + self._timeout


# --- delays: operator
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield (chance() * ceiling)
        ceiling = min(ceiling**self.factor, self.longest)


# --- delays: attribute_for_constant
def delays(self, chance=random.random):
    ceiling = 1.0
    while True:
        yield (chance() * ceiling)
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: another_type_inside
def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield (lambda: chance() * ceiling)
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: not_used
def delays(self, chance=random.random):
    dice = random.Random(42)
    ceiling = self.first
    while True:
        yield (dice.random() * ceiling)
        ceiling = min(ceiling * self.factor, self.longest)


# --- delays: first_at_once
def delays(self, chance=random.random):
    yield 0.0
    ceiling = self.first
    while True:
        yield (chance() * ceiling)
        ceiling = min(ceiling * self.factor, self.longest)


# --- wait_after: difference_turned_round
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code == 1012:
        least, most = self.restart
        return least + chance() * (least - most)
    if code == 1013:
        asked = asked_wait(reason)
        return (self.longest if asked is None else asked) + delay
    return delay


# --- wait_after: longest_and_asked
def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code == 1012:
        least, most = self.restart
        return least + chance() * (most - least)
    if code == 1013:
        wait = self.longest + delay
        asked = asked_wait(reason)
        if asked is not None:
            wait += asked
        return wait
    return delay


# --- may_send_again: broken_server_is_a_refusal
def may_send_again(error, idempotent):
    refused = {1002, 1003, 1007, 1008, 1009, 1011}
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return idempotent and error.code not in refused
    return False


# --- may_send_again: new_error_compared
def may_send_again(error, idempotent):
    if error == ConnectionRefused("nobody there"):
        return True
    if error == ConnectionLost("gone"):
        return idempotent and error.code not in REFUSES_A_MESSAGE
    return False


# --- may_send_again: one_of_two_classes
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionLost and ConnectionRefused):
        return True
    if isinstance(error, ConnectionRefused or ConnectionLost):
        return idempotent and error.code not in REFUSES_A_MESSAGE
    return False


# --- may_send_again: chained
def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return idempotent and error.code in REFUSES_A_MESSAGE == False
    return False


# --- gap_between: first_missed_left_out
def gap_between(seen, resumed):
    if seen.epoch != resumed.epoch:
        return Gap(seen.offset + 2, None)
    if resumed.offset > seen.offset:
        return Gap(seen.offset + 2, resumed.offset)
    return None


# --- gap_between: index_of_text
def gap_between(seen, resumed):
    if seen["epoch"] != resumed["epoch"]:
        return Gap(seen["offset"] + 1, None)
    if resumed["offset"] > seen["offset"]:
        return Gap(seen["offset"] + 1, resumed["offset"])
    return None


# --- gap_between: last_seen_of_another_stream
def gap_between(seen, resumed):
    match (seen.epoch == resumed.epoch, resumed.offset > seen.offset):
        case [False, _]:
            return Gap(seen.offset, None)
        case [True, True]:
            return Gap(seen.offset + 1, resumed.offset)
        case _:
            return None
