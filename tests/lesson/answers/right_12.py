# ruff: noqa
# Right answers to chapter 12's exercises, in other styles than the reference.

# --- due: the other question first
def due(self) -> float:
    if self.pinged is not None:
        last_sign = self.pinged if self.pinged > self.heard else self.heard
        return last_sign + self._timeout
    return self._interval + self.ponged


# --- due: in one expression
def due(self):
    waits = self.pinged is not None
    since, seconds = (
        (max([self.heard, self.pinged]), self._timeout) if waits else (self.ponged, self._interval)
    )
    return since + seconds


# --- delays: by the power
def delays(self, chance=random.random):
    for n in itertools.count():
        try:
            ceiling = min(self.first * self.factor**n, self.longest)
        except OverflowError:
            ceiling = self.longest
        yield chance() * ceiling


# --- delays: by a helper
def doubled(first, factor, longest):
    now = first
    while 1:
        yield now
        now *= factor
        if now > longest:
            now = longest


def delays(self, chance: Callable[[], float] = random.random) -> Iterator[float]:
    for highest in doubled(self.first, self.factor, self.longest):
        share = chance()
        yield share * highest


# --- wait_after: by match
def wait_after(self, code, reason, delay, chance=random.random):
    match code:
        case 1008:
            return None
        case 1012:
            low, high = self.restart
            return low + chance() * (high - low)
        case 1013:
            seconds = asked_wait(reason)
            if seconds is None:
                seconds = self.longest
            return seconds + delay
    return None if 4000 <= code < 5000 else delay


# --- wait_after: one question after the other
def wait_after(self, code: int, reason: str, delay: float, chance: Callable[[], float] = random.random):
    final = {CloseCode.POLICY_VIOLATION, *PRIVATE_CODES}
    if code in final:
        return
    if code == CloseCode.TRY_AGAIN_LATER:
        asked = asked_wait(reason)
        return delay + asked if asked is not None else delay + self.longest
    if code != CloseCode.SERVICE_RESTART:
        return delay
    return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()


# --- may_send_again: by match
def may_send_again(error: RpcError, idempotent: bool) -> bool:
    match error:
        case ConnectionRefused():
            return True
        case ConnectionLost(code=code) if idempotent:
            return code not in REFUSES_A_MESSAGE
    return False


# --- may_send_again: in one expression
def may_send_again(error, idempotent):
    never_sent = isinstance(error, ConnectionRefused)
    lost = isinstance(error, ConnectionLost)
    return never_sent or (lost and idempotent and not error.code in REFUSES_A_MESSAGE)


# --- gap_between: unpacked
def gap_between(seen: Position, resumed: Position) -> Gap | None:
    (epoch, last), (other, before) = seen, resumed
    if epoch == other:
        return Gap(last + 1, before) if before > last else None
    return Gap(first=last + 1, last=None)


# --- gap_between: by what comes next
def gap_between(seen, resumed):
    expected = seen.offset + 1
    if seen.epoch == resumed.epoch:
        if expected > resumed.offset:
            return None
        return Gap(expected, resumed.offset)
    return Gap(expected, None)


# --- due: a dataclass of its own
def due(self):
    from dataclasses import dataclass

    @dataclass
    class Deadline:
        since: float
        patience: float

        def moment(self):
            return self.since + self.patience

    if self.pinged is None:
        return Deadline(self.ponged, self._interval).moment()
    return Deadline(max(self.pinged, self.heard), self._timeout).moment()
