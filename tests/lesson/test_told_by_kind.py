"""Kinds of diagnoses: one answer for each, with the keys of all that is said of it."""

from __future__ import annotations

import pytest

from framebyframe.lesson.authoring.mutants import submission_of
from framebyframe.lesson.declaring import table
from framebyframe.lesson.showing.diagnosis import sentences
from framebyframe.lesson.workers.process import Checker

FAST = """def apply_mask_fast(payload, masking_key):
    size = len(payload)
    keys = (masking_key * (size // 4 + 1))[:size]
    masked = int.from_bytes(payload, "little") ^ int.from_bytes(keys, "little")
    return masked.to_bytes(size, "little")
"""


def fast(*changes: str) -> str:
    source = FAST
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in source
        source = source.replace(old, new)
    return source


DATA = """def receive_data(self, data):
    events = []
    data = as_bytes(data)
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
                continue
            message = self._messages.add(frame)
            if message is not None:
                events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events
"""


def data(old: str, new: str) -> str:
    """`receive_data` with the last `old` replaced."""
    before, found, after = DATA.rpartition(old)
    assert found
    return before + new + after


ANSWERS = {
    "a scenario is told by its first wrong step, not by the error of a later one": (
        "03.masking_keys",
        """def masking_keys():
    import random
    random.seed(2011)
    while True:
        yield random.randint(0, 2**32 - 1)
""",
        ["numbers_for_keys", "seeded_with_a_constant"],
    ),
    "the end and the step of a range are not mistaken for each other": (
        "03.masking_keys",
        """def masking_keys():
    import random
    source = random.Random(secrets.token_bytes(32))
    while True:
        pool = source.randbytes(1024)
        for start in range(0, 1024, 4):
            yield pool[start : start + 4]
""",
        ["seeded_by_the_system"],
    ),
    "two mistakes of which one changes what the other does": (
        "03.apply_mask_fast",
        fast("masking_key *", "masking_key[::-1] *", "(size, ", "(-(-masked.bit_length() // 8), "),
        ["key_backwards", "zeros_lost"],
    ),
    "a number may hold the bytes in either order": (
        "03.apply_mask_fast",
        fast('masked.to_bytes(size, "little")', "masked"),
        ["number_for_bytes"],
    ),
    "digits that are wrong because they are digits are one mistake": (
        "03.turn_key",
        """def turn_key(masking_key, count):
    digits = masking_key.hex()
    turn = count % 4
    return digits[turn:] + digits[:turn]
""",
        ["hex"],
    ),
    "`/` where `//` is meant": (
        "03.apply_mask_fast",
        fast("size // 4", "size / 4"),
        ["operator"],
    ),
    "digits that are not there": (
        "03.apply_mask_fast",
        fast(
            'int.from_bytes(payload, "little") ^ int.from_bytes(keys, "little")',
            "int(payload.hex(), 16) ^ int(keys.hex(), 16)",
            'masked.to_bytes(size, "little")',
            'bytes.fromhex(f"{masked:0{size * 2}x}")',
        ),
        ["digits_of_number"],
    ),
    "an odd number of digits": (
        "03.apply_mask_fast",
        fast('"little"', '"big"', 'masked.to_bytes(size, "big")', 'bytes.fromhex("%x" % masked)'),
        ["digits_of_bytes"],
    ),
    "`and` between numbers": (
        "04.header_length",
        """def header_length(second_byte):
    length = second_byte and 127
    return 4 if length == 126 else 10 if length == 127 else 2
""",
        ["word_for_bits"],
    ),
    "a sum inside a mask": (
        "04.header_length",
        """def header_length(second_byte):
    over = second_byte & 127 - 125
    return 10 if over == 2 else 4 if over == 1 else 2
""",
        ["bits_and_sum"],
    ),
    "a value where a question belongs": (
        "05.may_be_sent",
        """def may_be_sent(code):
    if code == 1005 or 1006 or 1015:
        return False
    return code in frozenset(CloseCode) or 3000 <= code <= 4999
""",
        ["values_for_questions"],
    ),
    "a name of the function's own where one of the object's belongs": (
        "04.feed",
        """def feed(self, data):
    data = self._data[self._used :] + data
    used = 0
    self._data = data
""",
        ["self_forgotten"],
    ),
    "two of them": (
        "04.feed",
        """def feed(self, data):
    data = self._data[self._used :] + data
    used = 0
""",
        ["self_forgotten"],
    ),
    "one mistake, seen on two kinds of examples": (
        "05.parse_close_payload",
        """def parse_close_payload(payload):
    if not payload:
        return "", 1005
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = int.from_bytes(payload[:2], "big")
    if not may_be_sent(code):
        raise ProtocolFault("bad close code")
    return utf8.decode_text(payload[2:]), code
""",
        ["reason_first"],
    ),
    "an enumeration has no such name": (
        "07.receive_eof",
        """def receive_eof(self):
    self._stream_ended = True
    events = []
    if self.state is not CLOSED:
        self._end(Trigger.RECEIVE_EOF, 1006, "", STREAM_ENDED, events)
    return events
""",
        ["no_member"],
    ),
    "a line of the kit breaks on what the answer left there": (
        "07.receive_ping",
        """def receive_ping(self, payload, events):
    events.append(PingReceived(payload))
    if self.state is OPEN:
        self._pongs.append(Frame(PONG, payload))
""",
        ["no_len", "frame_queued"],
    ),
    "a member of an enumeration where a question belongs": (
        "07.fail",
        """def fail(self, fault, events):
    if self.state is OPEN or State.CLOSING:
        self._send_last_frame(close_payload.encode_close_payload(fault.close_code, str(fault)))
    self._end(Trigger.FAIL, fault.close_code, str(fault), str(fault), events)
""",
        ["values_for_questions"],
    ),
    "an error that is made and not raised": (
        "07.send_close",
        """def send_close(self, code=CloseCode.NORMAL, reason=""):
    payload = close_payload.encode_close_payload(code, reason)
    if self.state is not OPEN:
        self._not_open()
    self._send_frame(CLOSE, payload)
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]
""",
        ["raise_missing"],
    ),
    "`==` in the place of `=`, on an attribute": (
        "07.send_close",
        """def send_close(self, code=CloseCode.NORMAL, reason=""):
    payload = close_payload.encode_close_payload(code, reason)
    if self.state is not OPEN:
        raise self._not_open()
    self._send_frame(CLOSE, payload)
    self.state == TRANSITIONS[OPEN][Trigger.SEND_CLOSE]
""",
        ["thrown_away"],
    ),
    "a name in quotes": (
        "07.receive_eof",
        """def receive_eof(self):
    self._stream_ended = True
    events = []
    if self.state is not CLOSED:
        self._end(Trigger.LOSE, 1006, "", "STREAM_ENDED", events)
    return events
""",
        ["text_for_name"],
    ),
    "`return` in front of what gives None": (
        "07.receive_eof",
        """def receive_eof(self):
    self._stream_ended = True
    events = []
    if self.state is not CLOSED:
        return self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events
""",
        ["none_returned"],
    ),
    "a list in a list": (
        "07.receive_eof",
        """def receive_eof(self):
    self._stream_ended = True
    events = []
    if self.state is not CLOSED:
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return [events]
""",
        ["nested"],
    ),
    "where it stands, behind what comes of it": (
        "07.receive_close",
        """def receive_close(self, payload, events):
    code, reason = close_payload.parse_close_payload(payload)
    if self.state is OPEN:
        self._send_last_frame(payload[:2])
        self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)
""",
        ["clean_only_when_open", "indentation"],
    ),
    "`:=` takes all that stands to its right": (
        "07.receive_data",
        data(
            "(frame := self._reader.next_frame()) is not None",
            "(frame := self._reader.next_frame() is not None)",
        ),
        ["no_attribute", "walrus"],
    ),
    "`break` for `continue`": (
        "07.receive_data",
        data("                continue\n", "                break\n"),
        ["continue_for_break"],
    ),
    "the return behind a `try` is missing": (
        "07.receive_data",
        data("    return events\n", ""),
        ["missing_return"],
    ),
    "a generator": (
        "07.receive_data",
        data("    return events\n", "    yield from events\n"),
        ["generator"],
    ),
    "a statement too late": (
        "02.encode_length",
        """def encode_length(length, masked):
    first = MASK if masked else 0
    if length > 65535:
        return bytes([first | 127]) + length.to_bytes(8, "big")
    first |= length
    if length > 125:
        return bytes([first | 126]) + length.to_bytes(2, "big")
    return bytes([first])
""",
        ["order_of_statements"],
    ),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_what_is_said(what: str, checker: Checker) -> None:
    exercise, source, said = ANSWERS[what]
    verdict = checker.check(submission_of(table.by_id(exercise), source))
    told = [finding.key for finding in verdict.findings if finding.key not in ("already", "line", "lines")]
    assert told == said, verdict.findings


def test_a_counter_that_begins_anew_is_no_matter_of_indentation(checker: Checker) -> None:
    source = """def apply_mask(payload, masking_key):
    out = bytearray(len(payload))
    n = 0
    for pos in range(len(payload)):
        out[pos] = payload[pos] ^ masking_key[n % 4]
        n += 1
        if n == 201:
            n = 0
    return bytes(out)
"""
    verdict = checker.check(submission_of(table.by_id("03.apply_mask"), source))
    assert not {"indentation", "assigned_anew"} & {finding.key for finding in verdict.findings}


def test_what_is_said_beside_an_error_is_about_the_other_examples(checker: Checker) -> None:
    source = """def apply_mask(payload, masking_key):
    return bytes(b ^ masking_key[i & 4] for i, b in enumerate(payload))
"""
    verdict = checker.check(submission_of(table.by_id("03.apply_mask"), source))
    assert [finding.key for finding in verdict.findings if "unraised" in finding.values] == ["one_key_byte"]


def test_what_is_refused_and_should_not_be_is_one_mistake_and_what_passes_is_said_besides(
    checker: Checker,
) -> None:
    source = """def parse_close_payload(payload):
    match payload:
        case b"":
            return 1005, ""
        case [high, low, *reason] if may_be_sent(high << 8 | low):
            return high << 8 | low, utf8.decode_text(bytes(reason))
        case _:
            raise ProtocolFault("not a close payload")
"""
    exercise = table.by_id("05.parse_close_payload")
    verdict = checker.check(submission_of(exercise, source))
    told = sentences(exercise, verdict)
    assert [finding.key for finding in verdict.findings][:2] == ["raised_too_often", "refused_otherwise"]
    assert told[1].startswith("Besides: ")
