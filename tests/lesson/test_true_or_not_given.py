"""A diagnosis is true or is not given: answers that look like a known mistake, and are another one."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from framebyframe.lesson.authoring.mutants import submission_of
from framebyframe.lesson.checking.check import Trial, check
from framebyframe.lesson.checking.stopped import with_its_loop
from framebyframe.lesson.checking.verdict import Fault
from framebyframe.lesson.declaring import syntax, table
from framebyframe.lesson.declaring.versions import models_of
from framebyframe.lesson.diagnosing.evidence import Evidence
from framebyframe.lesson.diagnosing.models import finding, speaks_against_the_source
from framebyframe.lesson.diagnosing.relations import truths
from framebyframe.lesson.diagnosing.repairing import statements
from framebyframe.lesson.diagnosing.repairing.repair import Repair
from framebyframe.lesson.diagnosing.repairing.tree import places
from framebyframe.lesson.showing import feedback
from framebyframe.lesson.showing.diagnosis import sentence, sentences
from framebyframe.lesson.showing.feedback import Context
from framebyframe.lesson.text.catalogue import has
from framebyframe.lesson.workers.process import Checker

CALL = """def call(self, action, params=ABSENT, /, *, timeout=None, **named):
    deadline, call_id = self._deadline(timeout), next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)
"""

DATA = """def receive_data(self, data):
    data = as_bytes(data)
    events = []
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events
"""

ANSWERS = {
    "a call whose error is caught has an effect": (
        "05.decode_text",
        """def decode_text(payload):
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        raise DataFault(NOT_UTF8) from None
    return payload
""",
        ("thrown_away",),
    ),
    "a value that is worked out from the old one is not lost": (
        "04.decode_length",
        """def decode_length(header):
    bits = header[1] & 127
    if bits < 126:
        return bits
    length = 0
    for byte in header[2:]:
        length = length * 255 + byte
    if length < (126 if bits == 126 else 65536) or bits == 127 and header[2] & 0x80:
        raise ProtocolFault("not the shortest form")
    return length
""",
        ("assigned_anew",),
    ),
    "a list that is sorted in place is sorted": (
        "16.percentile",
        """def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    samples.sort()
    return samples[math.ceil(len(samples) * percent / 100) - 1]
""",
        ("not_sorted",),
    ),
    "a float for an index is no refusal": (
        "16.percentile",
        """def percentile(samples, percent):
    if not samples:
        raise ValueError("there are no samples")
    return sorted(samples)[len(samples) * percent // 100 - 1]
""",
        ("raised_too_often",),
    ),
    "calls that are cut off are not counted": (
        "16.measure",
        """def measure(call, calls, warm_up, clock):
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds[warm_up:]
""",
        ("no_warm_up",),
    ),
    "seconds since the start are no moments": (
        "16.measure",
        """def measure(call, calls, warm_up, clock):
    begun = clock()
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        call()
        seconds.append(clock() - begun)
    return seconds
""",
        ("moments",),
    ),
    "whole seconds are taken around the call": (
        "16.measure",
        """def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = int(clock())
        call()
        seconds.append(int(clock()) - begun)
    return seconds
""",
        ("not_around_the_call",),
    ),
    "what is printed is not what a name above holds": (
        "16.ratios",
        """def ratios(times, base):
    each = [one - other for one, other in zip(times, base, strict=True)]
    print(min(each), median(each), max(each))
""",
        ("all_of_them",),
    ),
    "a rank is not given where the sample is printed": (
        "16.percentile",
        """def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    rank = max(1, round(percent * len(samples) / 100))
    print(f"p{percent}: {sorted(samples)[rank - 1]}")
""",
        ("rank_itself",),
    ),
    "what is lost behind a whole number is not cut off `percent`": (
        "16.percentile",
        """def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    rank = int((percent * len(samples) + 99) // 100)
    return sorted(samples)[rank - 1]
""",
        ("whole_percent",),
    ),
    "the upper one of two samples is where it belongs": (
        "16.percentile",
        """def percentile(samples, percent):
    if not samples:
        raise ZeroDivisionError("no samples")
    ordered = sorted(samples)
    place = percent / 100 * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
""",
        ("index_beside", "on_a_scale_of_indexes"),
    ),
    "a clock that is read is no other one": (
        "16.measure",
        """def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    readings = []
    for _ in range(calls):
        readings.append(clock())
        call()
    return [later - one for one, later in zip(readings, readings[1:])]
""",
        ("another_clock",),
    ),
    "rounds that begin alike need not go on alike": (
        "16.take_turns",
        """def take_turns(names, rounds):
    n = len(names)
    return [[names[number * place % n] for place in range(n)] for number in range(rounds)]
""",
        ("always_the_same", "too_many"),
    ),
    "a tuple that cannot be turned gives no tuples": (
        "16.take_turns",
        """def take_turns(names, rounds):
    turns = []
    for _ in range(rounds):
        turns.append(names)
        names.append(names.pop(0))
    return turns
""",
        ("tuples_of_a_tuple", "always_the_same"),
    ),
    "one sign is taken off one end": (
        "06.accept_key",
        """def accept_key(key):
    digest = hashlib.sha1((key + GUID).encode()).digest()
    return base64.b64encode(digest).decode().rstrip("=")
""",
        ("strip_letters",),
    ),
    "three fields are refused only if all are wrong": (
        "06.check_response",
        """def check_response(response, key):
    check_status(response)
    upgrade = heads.has_token(response.headers, "Upgrade", "websocket")
    connection = heads.has_token(response.headers, "Connection", "upgrade")
    accept = response.headers.get("Sec-WebSocket-Accept") == accept_key(key)
    if not (upgrade or connection or accept):
        raise HandshakeFault(400, "no WebSocket")
""",
        ("status_alone",),
    ),
    "neither Upgrade nor Connection is looked at": (
        "06.check_response",
        "def check_response(response, key):\n    check_status(response)\n",
        ("all_at_once",),
    ),
    "base64 is read without a look at what is no digit of it": (
        "06.check_request",
        """def check_request(request):
    method, target, version = parse_request_line(request)
    if method != "GET":
        raise HandshakeFault(405, "GET")
    if not can_upgrade(version):
        raise HandshakeFault(505, "1.1")
    if not (TARGET.fullmatch(target) or ABSOLUTE_TARGET.fullmatch(target)):
        raise HandshakeFault(400, "target")
    host = heads.only_value(request.headers, "Host")
    if host is None or not HOST.fullmatch(host):
        raise HandshakeFault(400, "Host")
    key = heads.only_value(request.headers, "Sec-WebSocket-Key") or ""
    try:
        count = len(base64.b64decode(key))
    except ValueError:
        count = 0
    if count != 16:
        raise HandshakeFault(400, "key")
    check_version(request)
    return key
""",
        ("key_begins_so",),
    ),
    "FIN is forced on control frames only": (
        "02.encode_first_byte",
        """def encode_first_byte(frame):
    fin = frame.fin or frame.opcode >= 8
    bits = FIN * fin | RSV1 * frame.rsv1 | RSV2 * frame.rsv2 | RSV3 * frame.rsv3
    return bits | frame.opcode
""",
        ("fin_always",),
    ),
    "RSV2 alone is forgotten": (
        "02.encode_first_byte",
        """def encode_first_byte(frame):
    return FIN * frame.fin | RSV1 * frame.rsv1 | RSV3 * frame.rsv3 | frame.opcode
""",
        ("rsv_forgotten", "rsv_backwards"),
    ),
    "the mask bit is missing beside 127 alone": (
        "02.encode_length",
        """def encode_length(length, masked):
    bit = MASK if masked else 0
    if length < 126:
        return bytes([bit | length])
    if length < 65536:
        return bytes([bit | 126]) + length.to_bytes(2, "big")
    return bytes([127]) + length.to_bytes(8, "big")
""",
        ("mask_bit_forgotten", "mask_bit_only_when_short"),
    ),
    "127 stands for both markers": (
        "02.encode_length",
        """def encode_length(length, masked):
    bit = MASK if masked else 0
    if length < 126:
        return bytes([bit | length])
    if length < 65536:
        return bytes([bit | 127]) + length.to_bytes(2, "big")
    return bytes([bit | 127]) + length.to_bytes(8, "big")
""",
        ("markers_swapped",),
    ),
    "the long form is there, and its bytes are not cut": (
        "02.encode_length",
        """def encode_length(length, masked):
    bit = MASK if masked else 0
    if length < 126:
        return bytes([bit | length])
    if length < 65536:
        return bytes([bit | 126, length >> 8, length & 255])
    return bytes([bit | 127, 0, 0, 0, 0, length >> 24, length >> 16, length >> 8, length & 255])
""",
        ("never_nine_bytes", "three_bytes_for_65536"),
    ),
    "nine bytes always, behind 126": (
        "02.encode_length",
        """def encode_length(length, masked):
    if False:
        return bytes([MASK * masked | length])
    if False:
        return bytes([MASK * masked | 126]) + length.to_bytes(2, "big")
    return bytes([MASK * masked | 126]) + length.to_bytes(8, "big")
""",
        ("no_extended_length", "marker_alone", "marker_forgotten"),
    ),
    "an argument is given another value": (
        "07.receive_close",
        """def receive_close(self, payload, events):
    code, reason = close_payload.parse_close_payload(payload)
    if code == 1005:
        code = 1000
    if self.state is OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)
""",
        ("self_forgotten",),
    ),
    "the fault of a bad payload is caught": (
        "07.receive_close",
        """def receive_close(self, payload, events):
    try:
        code, reason = close_payload.parse_close_payload(payload)
    except PeerFault:
        code, reason, payload = 1005, "", b""
    if self.state is OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)
""",
        ("code_not_checked",),
    ),
    "a ping becomes a message, and the last step of the example gives nothing": (
        "07.receive_data",
        """def receive_data(self, data):
    data, events = as_bytes(data), []
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    try:
        while self.state is not CLOSED and (frame := self._reader.next_frame()):
            if (message := self._messages.add(frame)) is not None:
                events.append(message)
        self.state is CLOSED or self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events
""",
        ("empty",),
    ),
    "a value that should be refused, and Python's own error": (
        "07.receive_data",
        """def receive_data(self, data):
    data, events = bytes(data), []
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    try:
        while (frame := self._reader.next_frame()):
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
                if self.state is CLOSED:
                    return events
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events
""",
        ("text_to_bytes",),
    ),
    "a `return` that gives bytes is taken for one that gives None": (
        "02.encode_length",
        """def encode_length(length, masked):
    bit = MASK if masked else 0
    if length <= 125:
        return bytes([bit | length])
    if length <= 255:
        return bytes([bit | 126, length])
    if length <= 65535:
        return bytes([bit | 126]) + length.to_bytes(2, "big")
    return bytes([bit | 127]) + length.to_bytes(8, "big")
""",
        ("none_returned",),
    ),
    "other numbers are looked for, and an operator that makes none be found": (
        "04.header_length",
        """def header_length(second_byte):
    kind = second_byte & LENGTH_BITS
    if kind == 16:
        return 4
    if kind == 64:
        return 10
    return 2
""",
        ("operator", "too_many", "decimal_for_hex"),
    ),
    "127 beside a masked length is a marker, and no mask bit in the lowest place": (
        "02.encode_length",
        """def encode_length(length, masked):
    if length <= 125:
        return bytes([length + 128 * masked])
    if length <= 65535:
        return bytes([127]) + length.to_bytes(2, "big")
    return bytes([126]) + length.to_bytes(8, "big")
""",
        ("mask_bit_not_moved",),
    ),
    "a name that is asked for already is not the one that belongs there": (
        "02.encode_length",
        """def encode_length(length, masked):
    bit = MASK if length and masked else 0
    if length < 126:
        return bytes([bit | length])
    if length < 65536:
        return bytes([bit | 126]) + length.to_bytes(2, "big")
    return bytes([bit | 127]) + length.to_bytes(8, "big")
""",
        ("other_argument",),
    ),
    "padding is too much, and its number is not another one": (
        "02.encode_frame",
        """def encode_frame(frame):
    header = encode_header(frame)
    if frame.masking_key is None:
        return header + frame.payload
    data = frame.payload + bytes(-len(frame.payload) % 4)
    return header + masking.mask_payload(data, frame.masking_key)
""",
        ("number",),
    ),
    "a key of zeros is compared with four zeros, and their number is right": (
        "02.encode_header",
        """def encode_header(frame):
    key = frame.masking_key
    if key is not None and len(key) != 4:
        raise InvalidFrame("four bytes")
    masked = key is not None and key != bytes(4) and not frame.opcode & 8
    header = ONE_BYTE[encode_first_byte(frame)] + encode_length(len(frame.payload), masked)
    return header + key if masked else header
""",
        ("number",),
    ),
    "a mask bit in the first byte does not belong into the case above it": (
        "02.encode_first_byte",
        """def encode_first_byte(frame):
    head = frame.opcode
    if frame.fin:
        head |= FIN
    if frame.rsv1:
        head |= RSV1
    if frame.rsv2:
        head |= RSV2
    if frame.rsv3:
        head |= RSV3
    if frame.masking_key:
        head |= MASK
    return head
""",
        ("belongs_inside",),
    ),
    "the flags are not moved up, and nothing else is": (
        "02.encode_first_byte",
        """def encode_first_byte(frame):
    flags = 0
    for flag in (frame.fin, frame.rsv1, frame.rsv2, frame.rsv3):
        flags = flags << 1 | flag
    return flags | frame.opcode
""",
        ("halves_swapped", "opcode_among_the_flags"),
    ),
    "nothing has a bit in common, so the opcode does not come back": (
        "02.encode_first_byte",
        """def encode_first_byte(frame):
    flags = FIN * frame.fin | RSV1 * frame.rsv1 | RSV2 * frame.rsv2 | RSV3 * frame.rsv3
    return flags & frame.opcode
""",
        ("flags_forgotten", "opcode_forgotten"),
    ),
    "bad input goes through because nothing is read": (
        "04.decode_header",
        """def decode_header(header):
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    return FrameHeader(opcode, fin, rsv1, rsv2, rsv3, bool(header[1] & MASK))
""",
        ("seven_bits_for_length",),
    ),
    "a code too many is no place for another argument": (
        "12.wait_after",
        """def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code) or code in (1006, 1009):
        return None
    if code == 1012:
        return self.restart[0] + (self.restart[1] - self.restart[0]) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay
""",
        ("other_argument",),
    ),
    "a value that `or` gives for none is no question": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if not isinstance(error, ConnectionLost):
        return False
    return idempotent and not is_final(error.code or 1006) and error.code not in REFUSES_A_MESSAGE
""",
        ("one_or_both",),
    ),
    "a value that need not be asked for belongs into no tuple": (
        "12.gap_between",
        """def gap_between(seen, resumed):
    if seen.epoch != resumed.epoch and resumed.offset:
        return Gap(seen.offset + 1, None)
    if seen.epoch == resumed.epoch and resumed.offset > seen.offset:
        return Gap(seen.offset + 1, resumed.offset)
    return None
""",
        ("values_for_questions",),
    ),
    "a ceiling that stays below the longest does not go beyond it": (
        "12.delays",
        """def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield ceiling * chance()
        if ceiling * self.factor < self.longest:
            ceiling = ceiling * self.factor
""",
        ("compared_too_early", "operator", "too_many"),
    ),
    "a ping of the moment of its pong is not one at 0": (
        "12.due",
        """def due(self):
    if self.pinged > self.ponged:
        return max(self.pinged, self.heard) + self._timeout
    return self.ponged + self._interval
""",
        ("ping_at_zero",),
    ),
    "the next ping whatever waits is one mistake": (
        "12.due",
        """def due(self):
    return self.ponged + self._interval
""",
        ("next_ping_if_earlier", "ping_at_zero"),
    ),
    "what a generator of its own draws is drawn": (
        "12.delays",
        """def delays(self, chance=random.random):
    dice = random.Random(42)
    ceiling = self.first
    while True:
        yield dice.random() * ceiling
        ceiling = min(ceiling * self.factor, self.longest)
""",
        ("no_chance",),
    ),
    "a class in the place of two has no bits": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    if not isinstance(error, ConnectionRefused or ConnectionLost):
        return False
    if isinstance(error, ConnectionRefused):
        return True
    return idempotent and error.code not in REFUSES_A_MESSAGE
""",
        ("word_for_bits", "one_or_both"),
    ),
    "other codes are looked at": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return idempotent and error.code not in PRIVATE_CODES
    return False
""",
        ("code_not_looked_at",),
    ),
    "a code that comes back counts as true": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return idempotent and error.code
    return False
""",
        ("never_after_a_loss",),
    ),
    "None stands in the table, and one future is made": (
        "09.add",
        """def add(self, call_id: MaybeId) -> FutureType:
    self._futures[call_id] = None
    self.messages += 1
    return self._new_future()
""",
        ("two_futures", "empty_id"),
    ),
    "a call without an id stands in the table, under another key": (
        "09.add",
        """def add(self, call_id: MaybeId) -> FutureType:
    if call_id is ABSENT:
        call_id = len(self._futures) + 1
    future = self._futures[call_id] = self._new_future()
    self.messages += 1
    return future
""",
        ("absent_left_out",),
    ),
    "a count that grows by the id does not stay as it is": (
        "09.add",
        """def add(self, call_id: MaybeId) -> FutureType:
    future = self._new_future()
    self._futures[call_id] = future
    self.messages += call_id
    return future
""",
        ("not_counted", "statement_too_many"),
    ),
    "a table that is emptied too early is not kept": (
        "09.fail_all",
        """def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures = self._futures
    self._futures.clear()
    self.start_over()
    for future in futures.values():
        if not future.done():
            future.set_exception(why())
""",
        ("table_kept",),
    ),
    "what is not reached is not missing": (
        "09.fail_all",
        """def fail_all(self, why: Callable[[], RpcError]) -> None:
    if not self._futures:
        return
    futures, self._futures = self._futures, {}
    self.start_over()
    for future in futures.values():
        if not future.done():
            future.set_exception(why())
""",
        ("late_replies_awaited",),
    ),
    "what stands in the loop is not missing": (
        "09.fail_all",
        """def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures, self._futures = self._futures, {}
    for future in futures.values():
        self.start_over()
        if not future.done():
            future.set_exception(why())
""",
        ("late_replies_awaited",),
    ),
    "a division upside down gives 0, and not the size of the whole text": (
        "09.receive_text",
        """def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError("not JSON") from error
    for message in messages:
        if isinstance(message, Reply):
            self.settle(message)
        else:
            self._on_notification(message, len(messages) // len(text))
""",
        ("size_of_all", "too_many"),
    ),
    "the text is divided, among the notifications alone": (
        "09.receive_text",
        """def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError("not JSON") from error
    notifications = [message for message in messages if isinstance(message, Notification)]
    for message in messages:
        if isinstance(message, Reply):
            self.settle(message)
        else:
            self._on_notification(message, len(text) // len(notifications))
""",
        ("size_of_all",),
    ),
    "two truths have no bits to combine": (
        "09.exchange",
        """async def exchange(self, socket, text, call_id, deadline):
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    given_up = False
    try:
        socket.send_text(text)
        return await reply
    except asyncio.CancelledError:
        given_up = True
        raise
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id) and given_up:
            self._cancel(socket, call_id)
""",
        ("word_for_bits",),
    ),
    "a time-out that is swallowed is not returned": (
        "09.exchange",
        """async def exchange(self, socket, text, call_id, deadline):
    from framebyframe.rpc import RpcTimeout

    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    except RpcTimeout:
        return None
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)
""",
        ("error_returned",),
    ),
    "a future that is forgotten too early has been watched": (
        "09.exchange",
        """async def exchange(self, socket, text, call_id, deadline):
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        self._expiry.forget(reply)
        return await reply
    finally:
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)
""",
        ("no_deadline", "statement_too_many"),
    ),
    "a cancellation that becomes another error gives no None": (
        "09.exchange",
        """async def exchange(self, socket, text, call_id, deadline):
    from framebyframe.rpc import RpcTimeout

    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    except asyncio.CancelledError as error:
        raise RpcTimeout("the call was given up") from error
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)
""",
        ("cancellation_swallowed",),
    ),
    "another argument only makes one of two questions go away": (
        "08.encode_request",
        """def encode_request(action, params, call_id):
    message = {"action": action}
    if params is not ABSENT:
        message["params"] = params
    if call_id or call_id is None:
        if call_id is not ABSENT:
            message["id"] = call_id
    return message
""",
        ("other_argument",),
    ),
    "an error that is raised for nothing, where bad input gives None": (
        "08.decode_reply",
        """def decode_reply(message):
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    if message.get("status") == "success":
        return Reply(legal_id(message), message.get("payload", message.get("data")))
    if message.get("status") == "error":
        raise RemoteError(message.get("code", "failed"), str(message.get("message")))
""",
        ("refused_otherwise", "raised_too_often"),
    ),
    "what is neither counts as an error, and not as a success": (
        "08.decode_reply",
        """def decode_reply(message):
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    if message.get("status") == "success":
        return Reply(legal_id(message), message.get("payload", message.get("data")))
    return Reply(legal_id(message), RemoteError(message.get("code", "failed"), str(message.get("message"))))
""",
        ("all_but_error",),
    ),
    "None where the moment has passed is not less than 0": (
        "08.remaining",
        """def remaining(self):
    left = self.moment - time.monotonic()
    if left > 0:
        return left
""",
        ("below_zero",),
    ),
    "the length at first stands for the moment, and the greater one is given": (
        "08.remaining",
        "def remaining(self):\n    return max(0.0, self.seconds - time.monotonic())\n",
        ("smaller",),
    ),
    "no limit is made, and nobody asks": (
        "08.receive",
        """def receive(self, deadline, limit=None):
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if limit is not None and not self._texts and limit.remaining() <= 0:
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text
""",
        ("limit_begins_anew",),
    ),
    "what the last round of a loop works out is given back in the next one": (
        "04.next_frame",
        """def next_frame(self):
    frame = None
    while True:
        self.waiting = header = self.waiting or self.next_header()
        if header is None or len(self._data) < self._used + bytes_after(header):
            return frame
        start = self._used + MASKING_KEY_LENGTH if header.masked else self._used
        end = start + header.length
        key = self._data[self._used : start] if header.masked else None
        payload = self._data[start:end]
        if header.masked:
            payload = masking.mask_payload(payload, key)
        self._used, self.waiting = end, None
        frame = Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)
""",
        ("missing_return", "missing_return_in_branch"),
    ),
    "a `return` in `finally` is there, and keeps an error back": (
        "08.call",
        CALL.replace("return future.result()", "result = future.result()").replace(
            "            self._cancel(call_id)\n",
            "            self._cancel(call_id)\n        return result\n",
        ),
        ("missing_return", "missing_return_in_branch"),
    ),
    "a call that leaves the table too early is never done": (
        "08.call",
        CALL.replace(
            "deadline)\n        while", "deadline)\n        self._pending.remove(call_id)\n        while"
        ),
        ("never_done",),
    ),
    "a request that is sent twice": (
        "08.call",
        CALL.replace(
            """        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
""",
            """        for attempt in (1, 2):
            try:
                self._socket.send(text, deadline)
                while not future.done():
                    self._receive(deadline, "answer")
                break
            except Exception:
                if attempt == 2:
                    raise
""",
        ),
        ("opposite",),
    ),
    "another argument that makes a question true belongs nowhere": (
        "07.receive_ping",
        """def receive_ping(self, payload, events):
    if self.state is OPEN and payload not in (b"", b"Hi"):
        self._pongs.append(payload)
    events.append(PingReceived(payload))
""",
        ("other_argument",),
    ),
    "what a question is about is no answer to it": (
        "07.send_close",
        """def send_close(self, code=CloseCode.NORMAL, reason=""):
    if self.state is not OPEN:
        raise self._not_open()
    if isinstance(code, int) and not close_payload.close.may_be_sent(code) and code:
        code = CloseCode.GOING_AWAY
    self._send_frame(CLOSE, close_payload.encode_close_payload(code, reason))
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]
""",
        ("call_too_many", "order_of_statements"),
    ),
    "the one above takes nothing if both are entered": (
        "07.receive_eof",
        """def receive_eof(self):
    events = []
    self._stream_ended = True
    if self.state is OPEN:
        self._pongs.append(b"bye")
    if self.state is not CLOSED:
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events
""",
        ("order_of_cases",),
    ),
    "two calls of one function with other arguments are not one that is made twice": (
        "07.receive_data",
        DATA.replace("        self.fail(", "        events.append(str(fault))\n        self.fail("),
        ("call_twice", "call_too_many"),
    ),
    "what a peer sent is bad input, and no error belongs there all the same": (
        "07.receive_data",
        DATA.replace(
            "        self.fail(fault, events)",
            "        if 'RSV1' in str(fault):\n            raise\n        self.fail(fault, events)",
        ),
        ("raised_too_often",),
    ),
    "the state is not asked too late if nobody asks": (
        "07.send_close",
        """def send_close(self, code=CloseCode.NORMAL, reason=""):
    self._send_frame(CLOSE, close_payload.encode_close_payload(code, reason))
    self.state = CLOSED
""",
        ("asked_too_late",),
    ),
    "bytes that are given late are given": (
        "07.receive_data",
        DATA.replace("        self._reader.feed(data)\n", "").replace(
            "        self._check_partial", "        self._reader.feed(data)\n        self._check_partial"
        ),
        ("no_frame_taken",),
    ),
    "a wrong id that is swallowed is not taken as it comes": (
        "11.decode_request",
        """def decode_request(message):
    try:
        call_id = check_id(message)
    except CallFailed:
        call_id = ABSENT
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not isinstance(params, (dict, list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)
""",
        ("id_not_checked",),
    ),
    "something empty that is put in the place of a value is no sum": (
        "11.decode_request",
        """def decode_request(message):
    call_id = check_id(message)
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if params == []:
        params = {}
    if not isinstance(params, (dict, list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)
""",
        ("assigned_anew",),
    ),
    "a case that does not end takes nothing from the next one": (
        "11.with_id",
        """def with_id(reply, call_id):
    if isinstance(call_id, float):
        call_id = int(call_id)
    if call_id is not ABSENT:
        reply["id"] = call_id
    return reply
""",
        ("order_of_cases",),
    ),
    "two ids that are lost are told by what is lost": (
        "11.with_id",
        """def with_id(reply, call_id):
    if "code" in reply or call_id is ABSENT or call_id is not None and call_id == 0:
        return reply
    return reply | {"id": call_id}
""",
        ("opposite", "in_text"),
    ),
    "nobody is not the dialect of the connection": (
        "11.dispatch",
        """def dispatch(self, dialect, request):
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    arguments = action.bind(request.params, None, None)
    method = self._start if action.is_async else self._run
    return method(dialect, request, action, arguments)
""",
        ("one_dialect",),
    ),
    "a connection that is closing is left alone, and an open one reads again": (
        "11.regulate",
        """def regulate(self):
    if not self.is_open:
        return
    if self.congested and self.held > MAX_SEND_BUFFER:
        self.pause()
    else:
        self.resume()
""",
        ("never_again",),
    ),
    "a connection that is closing, and never was stopped, reads until both are too much": (
        "11.regulate",
        """def regulate(self):
    if self.congested and self.held > MAX_SEND_BUFFER:
        self.pause()
    else:
        self.resume()
""",
        ("closing_never_reads",),
    ),
    "who is given up, and not waited for, is given up": (
        "11.stop",
        """async def stop(self, grace=STOP_GRACE):
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    for connection in list(self._connections):
        connection.close(CloseCode.GOING_AWAY, "bye")
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for connection in list(self._connections):
        connection.abort("no answer")
""",
        ("not_given_up",),
    ),
    "a wait as long as for calls has a limit": (
        "11.stop",
        """async def stop(self, grace=STOP_GRACE):
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    for connection in list(self._connections):
        connection.close(CloseCode.GOING_AWAY, "bye")
    await self._wait_until_gone(grace)
    for connection in list(self._connections):
        connection.abort("no answer")
    await self._wait_until_gone()
""",
        ("waits_for_ever",),
    ),
    "the length of the header is never 126": (
        "04.decode_header",
        """def decode_header(header: bytes) -> FrameHeader:
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    return FrameHeader(opcode, fin, rsv1, rsv2, rsv3, bool(header[1] & MASK), header_length(header[1]))
""",
        ("marker_is_the_length",),
    ),
    "bytes that wait in a bytearray are not forgotten": (
        "04.feed",
        """def feed(self, data: bytes) -> None:
    buffer = bytearray(self._data)
    del buffer[:self._used]
    buffer += data
    self._data, self._used = buffer, 0
    self.waiting = None
""",
        ("nothing_kept", "assigned_anew"),
    ),
    "what is seen is 0, and what is used is too much": (
        "04.next_header",
        """def next_header(self) -> FrameHeader | None:
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    end = start + header_length(data[start + 1])
    if end > len(data):
        return None
    header = decode_header(data[start:end])
    if self._check_header is not None:
        self._check_header(header)
    self._used += end
    self._seen = 0
    return header
""",
        ("seen_not_zero",),
    ),
    "a bit beside the highest is not in the last byte": (
        "04.decode_length",
        """def decode_length(header: bytes) -> int:
    seven = header[1] & 127
    if seven == 127:
        length = int.from_bytes(header[2:10], "big")
        if length & (1 << 62):
            raise ProtocolFault("highest bit is set")
        if length < 65536:
            raise ProtocolFault("not shortest")
        return length
    if seven == 126:
        length = int.from_bytes(header[2:4], "big")
        if length < 126:
            raise ProtocolFault("not shortest")
        return length
    return seven
""",
        ("highest_bit_of_the_last_byte",),
    ),
    "to wait for the key is no mask bit that is left on": (
        "04.next_header",
        """def next_header(self) -> FrameHeader | None:
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    end = start + header_length(data[start + 1])
    if len(data) < end + (4 if data[start + 1] > 127 else 0):
        return None
    header = decode_header(data[start:end])
    if self._check_header is not None:
        self._check_header(header)
    self._seen = 0
    return header
""",
        ("mask_bit_counted",),
    ),
    "names in small letters on both sides are not never equal": (
        "06.build_response",
        """def build_response(key, headers=()):
    fields = [*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key))]
    taken = {name.lower() for name, _ in fields}
    for name, value in headers:
        if name.lower() not in taken:
            fields.append((name, value))
            taken.add(name.lower())
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields)
""",
        ("one_case",),
    ),
    "a `return` behind a loop does not belong into each of its rounds": (
        "06.accept_key",
        """def accept_key(key):
    value = (key + GUID).encode()
    for _ in range(2):
        value = hashlib.sha1(value).digest()
    return base64.b64encode(value).decode()
""",
        ("belongs_inside",),
    ),
    "a head with something behind it has its empty line": (
        "06.build_response",
        """def build_response(key, headers=()):
    fields = [*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key)), *headers]
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields) + b"and a body"
""",
        ("lines",),
    ),
}

SWALLOWED = """async def exchange(self, socket, text, call_id, deadline):
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    except asyncio.CancelledError:
        self._cancel({socket}, call_id)
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)
"""


def test_a_star_that_only_makes_an_error_is_no_remedy(checker: Checker) -> None:
    """`*socket` raises a TypeError in the place of what was swallowed."""
    verdict = checker.check(submission_of(table.by_id("09.exchange"), SWALLOWED.format(socket="socket")))
    assert not verdict.right
    assert "star_missing" not in {finding.key for finding in verdict.findings}
    starred = checker.check(submission_of(table.by_id("09.exchange"), SWALLOWED.format(socket="*socket")))
    assert not starred.right


def test_no_return_is_missing_where_each_way_has_one(checker: Checker) -> None:
    source = SWALLOWED.replace("asyncio.CancelledError", "Exception as error").replace(
        "self._cancel({socket}, call_id)", "return error"
    )
    verdict = checker.check(submission_of(table.by_id("09.exchange"), source))
    assert verdict.fault is Fault.RETURNS_OTHER_TYPE
    assert "missing_return" not in {finding.key for finding in verdict.findings}


@pytest.mark.parametrize("what", ANSWERS)
def test_what_is_not_so_is_not_said(what: str, checker: Checker) -> None:
    exercise, source, untrue = ANSWERS[what]
    verdict = checker.check(submission_of(table.by_id(exercise), source))
    assert not verdict.right
    of_every_example = {finding.key for finding in verdict.findings if "group" not in finding.values}
    assert verdict.findings
    assert not of_every_example & set(untrue), verdict.findings


def test_what_turns_the_order_round_is_not_said_to_cut_off(checker: Checker) -> None:
    exercise = table.by_id("16.take_turns")
    source = """def take_turns(names, rounds):
    turns = []
    for number in range(rounds):
        first = number % len(names)
        turns.append(list(names[first:]) + list(names[:first])[::-1])
    return turns
"""
    told = " ".join(sentences(exercise, checker.check(submission_of(exercise, source))))
    assert "reverses the order" in told and "cut off" not in told


def test_of_samples_in_order_it_is_not_said_that_they_are_in_another(checker: Checker) -> None:
    exercise = table.by_id("16.percentile")
    source = """def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    return sorted(samples)[-math.ceil(len(samples) * percent / 100)]
"""
    told = " ".join(sentences(exercise, checker.check(submission_of(exercise, source))))
    assert "from the largest" in told and "sorted" not in told


def test_an_argument_that_is_changed_hides_no_other_mistake(checker: Checker) -> None:
    exercise = table.by_id("16.percentile")
    source = """def percentile(samples, percent):
    if not samples:
        raise ValueError("no samples")
    samples.sort(reverse=True)
    return samples[math.ceil(len(samples) * percent / 100) - 1]
"""
    verdict = checker.check(submission_of(exercise, source))
    assert [finding.key for finding in verdict.findings if finding.witness == "model"] == ["highest_first"]


def test_a_return_that_is_missing_behind_a_list_hides_no_other_mistake(checker: Checker) -> None:
    exercise = table.by_id("16.measure")
    source = """def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.append(1000 * (clock() - begun))
"""
    verdict = checker.check(submission_of(exercise, source))
    told = [finding.key for finding in verdict.findings if finding.witness != "right"]
    assert told == ["missing_return", "milliseconds"]


def has_words(key: str) -> bool:
    names = (key, f"{key}.if", f"{key}.or", f"{key}.behind")  # of words that depend on the way
    return any(
        has("diagnosis", section, name) for section in ("relation", "source", "error") for name in names
    )


def test_the_mistakes_that_are_not_said_are_in_the_catalogue() -> None:
    assert all(
        key in {mistake.key for mistake in models_of(table.by_id(exercise))} or has_words(key)
        for exercise, _, untrue in ANSWERS.values()
        for key in untrue
    )


def test_a_last_byte_in_the_clear_is_not_told_as_a_key_that_is_used_once(checker: Checker) -> None:
    source = """def encode_frame(frame):
    out, body = list(encode_header(frame)), list(frame.payload)
    if frame.masking_key is not None:
        for i in range(0, len(body) - 1):
            body[i] = body[i] ^ frame.masking_key[i % 4]
    return out + body
"""
    verdict = checker.check(submission_of(table.by_id("02.encode_frame"), source))
    assert verdict.findings[0].key == "other_container"
    assert "payload_otherwise" not in {finding.key for finding in verdict.findings}


@pytest.mark.parametrize("in_two", ["126 | bit, length", '[126 | bit, length.to_bytes(2, "big")]'])
def test_a_number_where_bytes_are_asked_for_is_told_of_no_payload(checker: Checker, in_two: str) -> None:
    source = f"""def encode_length(length, masked):
    bit = 128 if masked else 0
    if length <= 125:
        return length | bit
    if length <= 65535:
        return {in_two}
    return {in_two.replace("126", "127").replace("(2,", "(8,")}
"""
    verdict = checker.check(submission_of(table.by_id("02.encode_length"), source))
    assert "payload_formatted" not in {finding.key for finding in verdict.findings}


def test_what_is_inside_a_wrapping_is_told_of_its_own_example(checker: Checker) -> None:
    source = """def encode_frame(frame):
    if frame.masking_key is None:
        return list(encode_header(frame) + frame.payload)
    return list(encode_header(frame) + masking.mask_payload(frame.payload, frame.masking_key)[:3])
"""
    verdict = checker.check(submission_of(table.by_id("02.encode_frame"), source))
    assert verdict.example == 0
    assert not any("here" in finding.values for finding in verdict.findings), verdict.findings


def test_an_error_inside_a_wrapping_is_told_of_its_own_example(checker: Checker) -> None:
    source = """def encode_frame(frame):
    header, payload = encode_header(frame), frame.payload
    if frame.masking_key is not None:
        payload = bytes(byte ^ frame.masking_key[place % 5] for place, byte in enumerate(payload))
    return header, payload
"""
    verdict = checker.check(submission_of(table.by_id("02.encode_frame"), source))
    errors = [finding for finding in verdict.findings if finding.witness == "error"]
    assert verdict.example == 0 and errors
    assert all("masking_key" in finding.values["elsewhere"] for finding in errors)


CALL = """def call(self, action, params=ABSENT, /, *, timeout=None, **named):
    deadline, call_id = self._deadline(timeout), next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    self._socket.send(text, deadline)
    self._receive(deadline, "answer")
    {end}
"""


@pytest.mark.parametrize(
    ("end", "fault"),
    [("return future.result()", "returns_other_type"), ("future.result()", "returns_none")],
)
def test_a_return_is_missing_only_where_there_is_none(checker: Checker, end: str, fault: str) -> None:
    [exercise] = table.named("call")
    answer = submission_of(exercise, CALL.replace("{end}", end))
    assert checker.check(answer).fault.value == fault


@pytest.mark.parametrize(
    ("body", "always"),
    [
        ("return 1", True),
        ("print(1)", False),
        ("return", False),
        ("return None", False),
        ("if x:\n        return 1", False),
        ("if x:\n        return 1\n    else:\n        raise ValueError", True),
        ("try:\n        return 1\n    finally:\n        print(1)", True),
        ("try:\n        return 1\n    except ValueError:\n        pass", False),
        ("with suppress(ValueError):\n        return 1", False),
    ],
)
def test_a_function_that_returns_a_value_in_every_case(body: str, always: bool) -> None:
    assert syntax.always_returns_a_value(f"def f(x):\n    {body}\n") is always


def test_beside_an_error_nothing_is_said_that_the_answer_does(checker: Checker) -> None:
    source = """def regulate(self):
    if (self.congested() or self.held > MAX_SEND_BUFFER) and self.is_open:
        self.pause()
    else:
        self.resume()
"""
    verdict = checker.check(submission_of(table.by_id("11.regulate"), source))
    witnesses = {finding.witness for finding in verdict.findings if finding.key != "already"}
    assert "error" in witnesses and "model" not in witnesses


def test_a_sum_that_says_how_far_is_not_said_to_be_moved(checker: Checker) -> None:
    source = """def encode_first_byte(frame):
    flags = 0
    for flag in (frame.fin, frame.rsv1, frame.rsv2, frame.rsv3):
        flags = flags * 2 + bool(flag)
    return flags << 4 + frame.opcode
"""
    exercise = table.by_id("02.encode_first_byte")
    verdict = checker.check(submission_of(exercise, source))
    assert verdict.findings[0].key == "shift_and_sum"
    assert "all of it says how far is moved" in sentence(exercise, verdict.findings[0])


def test_a_sum_that_is_moved_is_said_to_be_moved(checker: Checker) -> None:
    source = """def encode_first_byte(frame):
    flags = RSV1 * frame.rsv1 + RSV2 * frame.rsv2 + RSV3 * frame.rsv3 + frame.opcode
    return flags + frame.fin << 7
"""
    exercise = table.by_id("02.encode_first_byte")
    verdict = checker.check(submission_of(exercise, source))
    assert verdict.findings[0].key == "shift_and_sum"
    assert "the sum is made first, then moved" in sentence(exercise, verdict.findings[0])


def test_what_is_refused_inside_a_wrapping_is_told_of_its_own_example(checker: Checker) -> None:
    source = """def encode_frame(frame):
    if frame.rsv1 or frame.rsv2 or frame.rsv3:
        raise InvalidFrame("reserved")
    if frame.masking_key is None:
        return encode_header(frame), frame.payload
    return encode_header(frame), masking.mask_payload(frame.payload, frame.masking_key)
"""
    verdict = checker.check(submission_of(table.by_id("02.encode_frame"), source))
    refused = [finding for finding in verdict.findings if finding.key == "refuses_here"]
    assert verdict.example == 0 and refused
    assert all("rsv1=True" in finding.values["elsewhere"] for finding in refused)


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        (  # one operator in several places
            """def encode_length(length, masked):
    mask = MASK if masked else 0
    if length < 126:
        return bytes([mask & length])
    if length < 65536:
        return bytes([mask & 126]) + length.to_bytes(2, "big")
    return bytes([mask & 127]) + length.to_bytes(8, "big")
""",
            ["operator"],
        ),
        (  # two flags that are exchanged, and a third one
            """def encode_first_byte(frame):
    return (not frame.fin) << 7 | frame.rsv2 << 6 | frame.rsv1 << 5 | frame.rsv3 << 4 | frame.opcode
""",
            ["fin_upside_down", "rsv1_and_rsv2_swapped"],
        ),
        (  # one function, two bounds
            """def encode_length(length, masked):
    import bisect
    size = (0, 2, 8)[bisect.bisect_right([125, 65535], length)]
    code = {0: length, 2: 126, 8: 127}[size]
    return bytes([masked << 7 | code]) + (length.to_bytes(size, "big") if size else b"")
""",
            ["bisected"],
        ),
    ],
)
def test_one_mistake_is_not_told_as_two(source: str, keys: list[str], checker: Checker) -> None:
    [exercise] = table.named(source.partition("(")[0].removeprefix("def "))
    verdict = checker.check(submission_of(exercise, source))
    assert [finding.key for finding in verdict.findings if finding.witness != "right"] == keys


def test_an_error_of_the_same_name_is_told_as_another_one(checker: Checker) -> None:
    exercise = table.by_id("02.encode_header")
    source = """def encode_header(frame):
    class InvalidFrame(Exception):
        pass
    key = frame.masking_key
    if key is not None and len(key) != 4:
        raise InvalidFrame("four bytes")
    header = ONE_BYTE[encode_first_byte(frame)] + encode_length(len(frame.payload), key is not None)
    return header + (key or b"")
"""
    verdict = checker.check(submission_of(exercise, source))
    assert verdict.fault is Fault.RAISES_OTHER and verdict.detail["namesake"]


@pytest.mark.parametrize(
    ("exercise_id", "source", "untrue"),
    [
        (  # it is asked for, and compared with what it never equals
            "12.may_send_again",
            """def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return idempotent and error.code != REFUSES_A_MESSAGE
    return False
""",
            "not looked at",
        ),
        (  # another function of the module draws
            "12.delays",
            """def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield random.uniform(0, ceiling)
        ceiling = min(ceiling * self.factor, self.longest)
""",
            "random.random",
        ),
    ],
)
def test_words_that_one_way_of_a_mistake_makes_untrue(
    exercise_id: str, source: str, untrue: str, checker: Checker
) -> None:
    exercise = table.by_id(exercise_id)
    told = " ".join(sentences(exercise, checker.check(submission_of(exercise, source))))
    assert told and untrue not in told


def test_nothing_is_moved_behind_a_loop_without_an_end() -> None:
    tree = ast.parse("def waits(first):\n    yield first\n    while True:\n        yield first * 2\n")
    moves = [
        change
        for node, _ in places(tree)
        if isinstance(node, list)
        for change in statements.statements(node)
        if change.key == "order_of_statements" and change.values["way"] == "behind"
    ]
    assert moves == []


def test_an_error_in_the_place_of_another_one_has_its_own_name(checker: Checker) -> None:
    """Where it refuses too much, it is what was raised, though it stands for the right one elsewhere."""
    source = """def decode_length(header):
    length = header[1] & 127
    if length < 126:
        return length
    shortest = 126 if length == 126 else 65536
    length = int.from_bytes(header[2:], "big")
    if length < shortest or length == 300 or length >> 63:
        raise ValueError("not the shortest form")
    return length
"""
    verdict = checker.check(submission_of(table.by_id("04.decode_length"), source))
    raised = {found.key: found.values.get("raised") for found in verdict.findings}
    assert raised["refused_otherwise"] == "ValueError"
    assert "ProtocolFault" not in raised.values()


def test_a_line_to_move_to_is_counted_from_the_cell() -> None:
    """As every other line: the function begins on the third line of its cell here."""
    tree = ast.parse(
        "def settled(futures):\n    futures.clear()\n    told = list(futures)\n    return told\n"
    )
    path, change = next(
        (path, change)
        for node, path in places(tree)
        if isinstance(node, list)
        for change in statements.statements(node)
        if change.key == "order_of_statements"
    )
    found = Repair(3, tree, ((path, change),)).finding
    assert int(found.values["line"]) == int(change.values["at"]) + 2
    assert int(found.values["to"]) == int(change.values["to"]) + 2


def test_a_clock_that_is_read_when_the_cell_runs_is_never_right_by_chance(checker: Checker) -> None:
    source = "def remaining(self, now=time.monotonic()):\n    return max(0.0, self.moment - now)\n"
    assert checker.check(submission_of(table.by_id("08.remaining"), source)).fault is Fault.DIFFERENT


def test_a_text_beside_a_number_gets_no_word_about_bytes(checker: Checker) -> None:
    source = """def encode_request(action, params, call_id):
    message = {"action": action}
    if params is not ABSENT:
        message["params"] = params
    if call_id is not ABSENT and call_id > 0:
        message["id"] = call_id
    return message
"""
    exercise = table.by_id("08.encode_request")
    told = sentences(exercise, checker.check(submission_of(exercise, source)))
    assert "`>` cannot compare `str` with `int`." in told


@pytest.mark.parametrize(
    ("name", "source", "untrue"),
    [
        (  # what comes behind 126 has two bytes: an error beyond 65535 says no more than that it does not fit
            "encode_length",
            """def encode_length(length, masked):
    m = 0x80 if masked else 0
    if length <= 125:
        return bytes([m | length])
    return bytes([126, m | length >> 8, length & 0xFF])
""",
            "every length is put into the seven bits",
        ),
        (  # the answer does ask whether the key is None
            "encode_header",
            """def encode_header(frame):
    header = ONE_BYTE[encode_first_byte(frame)]
    if frame.masking_key is None:
        return header + encode_length(len(frame.payload), False)
    if len(frame.masking_key) not in (0, 4):
        raise InvalidFrame("a masking key has 4 bytes")
    return header + encode_length(len(frame.payload), True) + frame.masking_key
""",
            "compare with `is None`",
        ),
        (  # two markers stand there; with one of them mended they would be the same
            "encode_length",
            """def encode_length(length, masked):
    m = 0x80 if masked else 0
    if length <= 125:
        return bytes([m | length])
    if length <= 65535:
        return bytes([m | 124]) + length.to_bytes(2, "big")
    return bytes([m | 126]) + length.to_bytes(8, "big")
""",
            "One marker stands for both sizes",
        ),
        (  # what stands before the length keeps its place
            "encode_length",
            """def encode_length(length, masked):
    m = MASK if masked else 0
    if length <= 125:
        return bytes.fromhex(f"{m | length:02x}")
    if length <= 65535:
        return bytes.fromhex(f"{m | 126:02x}{length:x}")
    return bytes.fromhex(f"{m | 127:02x}{length:016x}")
""",
            "slides down",
        ),
        (  # the error is what comes of the order
            "encode_frame",
            """def encode_frame(frame):
    payload = frame.payload
    if frame.masking_key is not None:
        payload = masking.mask_payload(payload, frame.masking_key)
    return encode_header(frame), payload
""",
            "Nothing stands at this index",
        ),
        (  # on control frames, and on opcodes without a name too
            "encode_first_byte",
            """def encode_first_byte(frame):
    code = {1: 1, 2: 2}.get(frame.opcode, 0)
    return code | frame.fin * FIN | frame.rsv1 * RSV1 | frame.rsv2 * RSV2 | frame.rsv3 * RSV3
""",
            "On control frames",
        ),
    ],
)
def test_a_sentence_that_is_not_so_is_not_said(name: str, source: str, untrue: str, checker: Checker) -> None:
    [exercise] = table.named(name)
    said = sentences(exercise, checker.check(submission_of(exercise, source)))
    assert said and untrue not in " ".join(said)


def test_numbers_with_a_sign_are_spoken_of_where_one_does_not_fit(checker: Checker) -> None:
    source = """def encode_length(length, masked):
    m = MASK if masked else 0
    if length <= 125:
        return bytes([m | length])
    if length <= 65535:
        return bytes([m | 126]) + length.to_bytes(2, "big", signed=True)
    return bytes([m | 127]) + length.to_bytes(8, "big", signed=True)
"""
    exercise = table.by_id("02.encode_length")
    assert "32767" in " ".join(sentences(exercise, checker.check(submission_of(exercise, source))))


def repeated(times: str) -> str:
    """`apply_mask_fast`, in which the key is repeated so many times."""
    return f"""def apply_mask_fast(payload, masking_key):
    size = len(payload)
    keys = (masking_key * {times})[:size]
    masked = int.from_bytes(payload, "little") ^ int.from_bytes(keys, "little")
    return masked.to_bytes(size, "little")
"""


@pytest.mark.parametrize(
    ("name", "source", "keys"),
    [
        (  # another argument only answers the question once for all
            "03.apply_mask",
            """def apply_mask(payload, masking_key):
    if payload:
        return bytes(b ^ masking_key[i % 4] for i, b in enumerate(payload))
""",
            ["nothing_for_empty"],
        ),
        (  # zeros are put into it, and taken off again
            "03.apply_mask",
            """def apply_mask(payload, masking_key):
    masked = bytearray(len(payload) + 4)
    for i, byte in enumerate(payload):
        masked[i] = byte ^ masking_key[i % 4]
    return bytes(masked).rstrip(bytes(1))
""",
            ["zeros_at_an_end_lost"],
        ),
        (  # neither cut nor turned, and both: not what is true of it after a change alone
            "03.turn_key",
            "def turn_key(masking_key, count):\n    return masking_key[count // 4 :]\n",
            ["blocks_counted", "cut_not_turned"],
        ),
        (
            "03.turn_key",
            "def turn_key(masking_key, count):\n    return masking_key[count // 2 :]\n",
            [],
        ),
        (  # a loop that counts up to 0 is left out, and what stands behind `while True` too
            "03.masking_keys",
            """def masking_keys():
    while True:
        pool = secrets.token_bytes(1024)
        for start in range(0, len(pool), 4):
            yield pool[start : start + 4]
        for start in range(0, len(pool), 4):
            yield pool[start : start + 4]
""",
            ["each_pool_twice"],
        ),
        (  # no letters and no digits, and a clock that stands still at a small number
            "03.masking_keys",
            """def masking_keys():
    import time
    while True:
        yield (time.time_ns() // 1000 % 2**32).to_bytes(4, "big")
""",
            ["from_the_clock"],
        ),
        (  # bytes one by one are no keys, and are not the same again and again
            "03.masking_keys",
            """def masking_keys():
    while True:
        yield from secrets.token_bytes(1024)
""",
            ["numbers_for_keys"],
        ),
        (  # the key is not looked at, and the payload does not come out as it went in
            "03.apply_mask",
            "def apply_mask(payload, masking_key):\n    return bytes(byte ^ 255 for byte in payload)\n",
            ["all_bits_turned_without_a_key"],
        ),
        (
            "03.apply_mask",
            "def apply_mask(payload, masking_key):\n    return bytes(~byte & 255 for byte in payload)\n",
            ["all_bits_turned_without_a_key"],
        ),
        (  # nothing is missing at the end but what the rounds to come would give
            "03.apply_mask",
            """def apply_mask(payload, masking_key):
    for i, byte in enumerate(payload):
        return bytes([byte ^ masking_key[i % 4]])
""",
            ["first_round_alone"],
        ),
        (
            "03.apply_mask",
            """def apply_mask(payload, masking_key):
    masked = b""
    for i, byte in enumerate(payload):
        masked = bytes(byte ^ masking_key[i % 4])
    return masked
""",
            ["bytes_of_number", "last_byte_alone"],
        ),
        ("03.apply_mask_fast", repeated("(size / 4 + 1)"), ["operator"]),
        (  # with a larger number it is wrong from another size on
            "03.apply_mask_fast",
            repeated("max(1, size // 4)"),
            ["rests_of_longer_in_the_clear"],
        ),
        ("03.apply_mask_fast", repeated("max(100, size // 4)"), ["rests_of_longer_in_the_clear"]),
        ("03.apply_mask_fast", repeated("max(20000, size // 4)"), ["rests_of_longer_in_the_clear"]),
        ("03.apply_mask_fast", repeated("100"), ["repeated_a_fixed_number_of_times"]),
        ("03.apply_mask_fast", repeated("77"), []),
        *(  # no clock, and no `random`
            ("03.masking_keys", f"def masking_keys():\n    while True:\n        yield {key!r}\n", [told])
            for key, told in (
                *((b"key!", "same_key_for_all"), (b"abba", "same_key_for_all")),
                *((b"\x37\xfa\x21\x3d", "same_key_for_all"), (b"\xff" * 4, "same_key_for_all")),
                (bytes(4), "zeros"),
            )
        ),
        *(
            (
                "03.masking_keys",
                f"""def masking_keys():
    count = {start}
    while True:
        count += 1
        yield count.to_bytes(4, {order!r})
""",
                ["counted"],
            )
            for order in ("big", "little")
            for start in ("0", "-1", "1_000_000", "secrets.randbelow(2**31)")
        ),
        (  # a clock that gives the same for a minute
            "03.masking_keys",
            """def masking_keys():
    import time
    while True:
        yield (int(time.time()) // 60).to_bytes(4, "big")
""",
            ["from_the_clock"],
        ),
        (  # two mistakes at once
            "03.masking_keys",
            """def masking_keys():
    import random
    key = bytes(random.randrange(256) for _ in range(4))
    while True:
        yield key
""",
            ["can_be_foreseen", "same_key"],
        ),
        (  # not four zeros
            "03.masking_keys",
            """def masking_keys():
    import hashlib
    count = 0
    while True:
        count += 1
        yield hashlib.md5(bytes([count % 256, count // 256])).digest()[:4]
""",
            ["seeded_with_a_constant"],
        ),
        (
            "03.masking_keys",
            "def masking_keys():\n    return [secrets.token_bytes(4) for count in range(1000)]\n",
            ["list_returned", "no_iterator"],
        ),
    ],
)
def test_a_mistake_of_masking_is_told_as_it_is(
    name: str, source: str, keys: list[str], checker: Checker
) -> None:
    verdict = checker.check(submission_of(table.by_id(name), source))
    lines = ("line", "lines", "already")
    assert sorted(found.key for found in verdict.findings if found.key not in lines) == keys


def test_a_fraction_is_told_to_come_from_a_division(checker: Checker) -> None:
    exercise = table.by_id("03.apply_mask_fast")
    for times, words in (
        (
            "(size / 4)",
            "A number with a fraction is no count of anything, and `/` always gives one",
        ),
        ("(size / 4 + 1)", "`/` gives a number with a fraction, a `float`, also where nothing is left over"),
    ):
        said = " ".join(sentences(exercise, checker.check(submission_of(exercise, repeated(times)))))
        assert words in said, said


def test_an_error_of_the_example_that_is_shown_is_of_no_other_one(checker: Checker) -> None:
    source = "def masking_keys():\n    return [secrets.token_bytes(4) for count in range(1000)]\n"
    exercise = table.by_id("03.masking_keys")
    first, *_ = sentences(exercise, checker.check(submission_of(exercise, source)))
    assert first.startswith("`next` takes an iterator, and a `list` is none") and "`yield`" in first


def test_a_function_inside_that_calls_itself_goes_on(checker: Checker) -> None:
    source = """def apply_mask(payload, masking_key):
    def masked(rest, key):
        if not rest:
            return b""
        return bytes([rest[0] ^ key[0]]) + masked(rest[1:], key[1:] + key[:1])
    return masked(payload, masking_key)
"""
    verdict = checker.check(submission_of(table.by_id("03.apply_mask"), source))
    assert verdict.fault is Fault.RECURSION_GOES_ON


def test_an_error_is_wanted_where_it_is_said_to_be(checker: Checker) -> None:
    """Half a character is for InvalidText, too much for InvalidFrame: no sentence holds of both."""
    source = """def send_close(self, code=CloseCode.NORMAL, reason=""):
    if self.state is not OPEN:
        raise self._not_open()
    payload = close_payload.encode_close_payload(code, reason if code is None else "")
    self._send_frame(CLOSE, payload + ("" if code is None else reason).encode())
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]
"""
    verdict = checker.check(submission_of(table.by_id("07.send_close"), source))
    found = {finding.key: finding.values for finding in verdict.findings}
    assert (
        found["not_refused_some"] | {"scenarios": "a_reason_that_is_too_long", "wanted": "InvalidFrame"}
        == (found["not_refused_some"])
    )
    assert (
        found["not_refused_raised"] | {"scenarios": "half_a_character", "wanted": "InvalidText"}
        == (found["not_refused_raised"])
    )


@pytest.mark.parametrize(
    ("exercise", "source", "untrue"),
    [
        (
            "11.failure_of",
            """def failure_of(error):
    if isinstance(error, CallFailed):
        return error
    logger.error("An action failed: %r", error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)
""",
            "and not what",  # its words say what
        ),
        (
            "11.failure_of",
            """def failure_of(error):
    if isinstance(error, CallFailed):
        return error
    logging.getLogger("another").error("An action failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)
""",
            "in no log",
        ),
        (
            "11.stop",
            """async def stop(self, grace=STOP_GRACE):
    if self._listener is None:
        return
    await self._finish_calls(grace)
    self._listener.close()
    for connection in list(self._connections):
        connection.close(CloseCode.GOING_AWAY, "bye")
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for connection in list(self._connections):
        connection.abort("no answer")
    await self._wait_until_gone()
""",
            "until the end",
        ),
        (
            "11.stop",
            """async def stop(self, grace=STOP_GRACE):
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    for connection in list(self._connections):
        connection.abort("bye")
    for connection in list(self._connections):
        connection.close(CloseCode.GOING_AWAY, "bye")
    await self._wait_until_gone()
""",
            "have been told",  # they have not
        ),
        (
            "11.stop",
            """async def stop(self, grace=STOP_GRACE):
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    for connection in list(self._connections):
        connection.close(CloseCode.GOING_AWAY, "bye")
    await self._wait_until_gone()
""",
            "for ever",  # the connection gives up by itself
        ),
    ],
)
def test_a_sentence_of_the_catalogue_holds_for_all_that_do_the_same(
    exercise: str, source: str, untrue: str, checker: Checker
) -> None:
    verdict = checker.check(submission_of(table.by_id(exercise), source))
    told = " ".join(sentences(table.by_id(exercise), verdict))
    assert any(finding.witness == "model" for finding in verdict.findings) and untrue not in told


CHECKS = {
    "another case refuses all": """def check_response(response, key):
    check_status(response)
    if [item.lower() for item in heads.tokens(response.headers, "Upgrade")] != ["websocket"]:
        raise HandshakeFault(400, "no upgrade")
    if not heads.has_token(response.headers, "Connection", "upgrade"):
        raise HandshakeFault(400, "no connection")
    if response.headers{} != accept_key(key):
        raise HandshakeFault(400, "accept")
""",
    "another comparison refuses all": """def check_response(response, key):
    if "101" not in response.first_line:
        raise HandshakeFault(400, "status")
    if response.headers{} != "websocket":
        raise HandshakeFault(400, "no upgrade")
    if not heads.has_token(response.headers, "Connection", "upgrade"):
        raise HandshakeFault(400, "no connection")
""",
}


@pytest.mark.parametrize("what", CHECKS)
@pytest.mark.parametrize("crash", ['["Upgrade"]', ".first"])
def test_what_refuses_a_right_response_is_no_advice(what: str, crash: str, checker: Checker) -> None:
    """Most examples of a check are bad input: more of them pass once everything is refused."""
    exercise = table.by_id("06.check_response")
    told = " ".join(
        sentences(exercise, checker.check(submission_of(exercise, CHECKS[what].replace("{}", crash))))
    )
    assert "more examples pass" not in told and "Every response is refused" not in told
    assert ("heads.only_value(headers, name)" in told) is (crash != ".first")


def test_two_mistakes_are_told_without_a_change_that_refuses_all(checker: Checker) -> None:
    source = """def check_response(response, key):
    check_status(response)
    if heads.tokens(response.headers, "Upgrade") != ["websocket"]:
        raise HandshakeFault(400, "no upgrade")
    if not heads.has_token(response.headers, "Connection", "upgrade"):
        raise HandshakeFault(400, "no connection")
    if heads.only_value(response.headers, "Sec-WebSocket-Accept") == accept_key(key):
        raise HandshakeFault(400, "accept")
"""
    exercise = table.by_id("06.check_response")
    told = sentences(exercise, checker.check(submission_of(exercise, source)))
    assert any("With `!=` more examples pass." in one for one in told)
    assert "`Upgrade: WebSocket` is refused. Capitals and small letters are the same there." in told
    assert "heads.has_token" not in " ".join(told)


def test_what_breaks_down_everywhere_is_not_told_of_bad_input_alone(checker: Checker) -> None:
    source = """def build_response(key, headers=()):
    fields = UPGRADE_FIELDS + {} + headers
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields)
"""
    exercise = table.by_id("06.build_response")
    pair = '("Sec-WebSocket-Accept", accept_key(key))'
    told = [
        sentences(exercise, checker.check(submission_of(exercise, source.replace("{}", more))))
        for more in (f"[{pair}]", f"dict([{pair}])")
    ]
    assert any("`+` joins a list with a list" in one for one in told[0])
    assert not any("bad input" in one for one in (*told[0], *told[1]))


def told_of(exercise: str, source: str, checker: Checker) -> list[str]:
    verdict = checker.check(submission_of(table.by_id(exercise), source))
    return [finding.key for finding in verdict.findings if finding.key != "already"]


def test_what_is_so_after_something_is_left_out_is_not_told_of_the_answer(checker: Checker) -> None:
    source = """def take_turns(names, rounds):
    row, turns = list(names), []
    for number in range(rounds):
        turns.append(list(row))
        row.append(names[0])
        row.append(names[-1])
    return turns
"""
    assert "always_the_same" not in told_of("16.take_turns", source, checker)


def test_no_two_mistakes_are_told_where_nothing_ever_comes_back(checker: Checker) -> None:
    source = """def gap_between(seen, resumed):
    if seen.epoch != resumed.epoch:
        print(seen.offset + 1)
    elif resumed.offset > seen.offset:
        print(seen.offset + 1, resumed.offset)
"""
    told = told_of("12.gap_between", source, checker)
    assert not {"whole_places_compared", "silent_about_another_stream"} & set(told)


def test_an_index_with_one_taken_off_is_looked_at_before_one_without(checker: Checker) -> None:
    source = """def ratios(times, base):
    if len(times) != len(base):
        raise ValueError("the rounds differ")
    each = [times[i] / base[i - 1] for i in range(len(times))]
    return Spread(min(each), median(each), max(each))
"""
    verdict = checker.check(submission_of(table.by_id("16.ratios"), source))
    (found,) = (finding for finding in verdict.findings if finding.key == "index_off")
    assert found.values["code"] == "base[i - 1]"


def test_parameters_in_another_order_are_told_by_the_first_line(checker: Checker) -> None:
    source = """def percentile(percent, samples):
    if not samples:
        raise ValueError("there are no samples")
    return sorted(samples)[math.ceil(len(samples) * percent / 100) - 1]
"""
    verdict = checker.check(submission_of(table.by_id("16.percentile"), source))
    assert verdict.fault is Fault.SIGNATURE


def test_a_mistake_of_the_catalogue_goes_before_two_names_that_may_be_exchanged(checker: Checker) -> None:
    source = """def ratios(times, base):
    each = [other / one for one, other in zip(times, base, strict=True)]
    return Spread(min(each), median(each), max(each))
"""
    assert told_of("16.ratios", source, checker)[0] == "upside_down"


def sentences_of(exercise: str, source: str, checker: Checker) -> list[str]:
    verdict = checker.check(submission_of(table.by_id(exercise), source))
    return sentences(table.by_id(exercise), verdict)


def said_of(exercise: str, source: str, checker: Checker) -> str:
    return " ".join(sentences_of(exercise, source, checker))


def test_what_is_masked_is_not_told_to_be_in_the_clear(checker: Checker) -> None:
    source = """def encode_frame(frame):
    body = frame.payload.encode() if isinstance(frame.payload, str) else frame.payload
    if frame.masking_key:
        body = masking.mask_payload(frame.masking_key, body){}
    return encode_header(frame) + body
"""
    swapped = told_of("02.encode_frame", source.replace("{}", ""), checker)
    assert swapped == ["key_masked_with_payload"]
    for more in ("", "[1:]", "[::-1]"):  # without the case that masks, the payload would be in the clear
        told = told_of("02.encode_frame", source.replace("{}", more), checker)
        assert not {"payload_not_masked", "statement_too_many"} & set(told)


RETURNED = """def check_control_frame(header):
    if {}:
        return ProtocolFault("one of several frames")
    if {}:
        raise ProtocolFault("too long")
"""
"""A case that returns its error, beside one that raises it."""


@pytest.mark.parametrize(
    ("case", "other", "keys"),
    [
        ("not header.fin", "header.length > 125", []),  # that it is returned, the verdict says
        ("not header.fin", "header.length >= 125", ["longest_refused", "line", "error_returned"]),
        ("not header.fin", "header.length > 1000", ["number", "error_returned"]),
        ("not header.fin or header.length >= 125", "False", ["boundary", "error_returned"]),
    ],
)
def test_no_case_is_too_many_that_returns_its_error(
    case: str, other: str, keys: list[str], checker: Checker
) -> None:
    told = told_of("05.check_control_frame", RETURNED.format(case, other), checker)
    assert told == keys


BITS = """def encode_length(length, masked):
    first = {} if masked else "0"
    if length <= 125:
        bits = f"{first}{length:07b}"
    elif length <= 65535:
        bits = f"{first}{126:07b}{length:016b}"
    else:
        bits = f"{first}{127:07b}{length:064b}"
    return bits
"""


@pytest.mark.parametrize("more", ["", ".encode()", '.lstrip("0")[-8:].zfill(8)'])
def test_text_of_bits_is_no_text_of_bytes(more: str, checker: Checker) -> None:
    right = BITS.replace("{}", '"1"').replace("return bits", f"return bits{more}")
    told = said_of("02.encode_length", right, checker)
    assert "`int(bits, 2).to_bytes(size, " in told and "zeros are added" not in told


def test_what_is_wrong_in_text_of_bits_is_told(checker: Checker) -> None:
    told = told_of("02.encode_length", BITS.replace("{}", '"0"'), checker)
    assert told == ["digits", "mask_bit_forgotten"]


@pytest.mark.parametrize("source", ["FIN & frame.opcode", "frame.fin * FIN & frame.opcode"])
def test_bits_of_two_places_are_not_joined_by_and(source: str, checker: Checker) -> None:
    told = said_of("02.encode_first_byte", f"def encode_first_byte(frame):\n    return {source}\n", checker)
    assert "0x0 in every example" in told and "with `|` in place of `&`" in told and "more examples" in told


def test_or_is_not_told_where_no_and_stands(checker: Checker) -> None:
    told = told_of("02.encode_first_byte", "def encode_first_byte(frame):\n    return 0\n", checker)
    assert told == ["field.constant_first_byte"]


def test_no_kind_is_named_of_which_an_example_passes() -> None:
    """Where the item is the last one True is right, but for the one example in which it has another blank."""
    is_last = {"last": lambda headers, name, token: headers.get(name, "").split(",")[-1].strip() == token}
    exercise = replace(table.by_id("06.has_token"), groups=is_last)
    source = """def has_token(headers, name, token):
    return token.lower() in [item.strip().lower() for item in tokens(headers, name)]
"""
    checked = check(exercise, submission_of(exercise, source))
    assert isinstance(checked.trial, Trial) and checked.verdict.example is not None
    assert truths(Evidence.of(checked.trial, checked.verdict.example)) == ()


def test_a_mistake_that_returns_a_value_is_not_told_where_no_return_gives_one() -> None:
    exercise = table.by_id("08.remaining")
    told = finding(next(model for model in models_of(exercise) if model.key == "counts_nothing"))
    for source, contradicted in (("left = self.seconds", True), ("return self.seconds", False)):
        answer = submission_of(exercise, f"def remaining(self):\n    {source}\n")
        checked = check(exercise, answer)
        assert isinstance(checked.trial, Trial) and checked.verdict.example is not None
        evidence = Evidence.of(checked.trial, checked.verdict.example)
        assert speaks_against_the_source(told, evidence) is contradicted


CALL_WITHOUT_RETURN = """def call(self, action, params=ABSENT, /, *, timeout=None, **named):
    deadline, call_id = self._deadline(timeout), next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)
"""


def test_a_call_without_any_return_is_not_told_to_return_what_it_receives(checker: Checker) -> None:
    exercise = table.by_id("08.call")
    verdict = checker.check(submission_of(exercise, CALL_WITHOUT_RETURN))
    assert [item.key for item in verdict.findings if item.witness == "model"] == ["nothing_received"]
    told = " ".join(sentences(exercise, verdict))
    assert "is returned, and it gives nothing" not in told and "`future.result()`" in told


RECEIVE = """def receive(self, deadline, limit=None):
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and not limit.remaining():
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text
"""


@pytest.mark.parametrize("line", [1, 7])
def test_an_argument_that_is_none_by_default_is_named(line: int, checker: Checker) -> None:
    exercise = table.by_id("08.receive")
    answer = replace(submission_of(exercise, RECEIVE), line=line)
    verdict = checker.check(answer)
    assert verdict.findings[0].values.get("name") == "limit"
    told = " ".join(sentences(exercise, verdict))
    assert "`limit`" in told and "where it is not given" in told and "function without" not in told


def test_none_that_is_no_default_is_not_told_to_be_one(checker: Checker) -> None:
    exercise = table.by_id("08.receive")
    source = RECEIVE.replace("    while", "    limit = None\n    while", 1)
    verdict = checker.check(submission_of(exercise, source))
    assert [item.key for item in verdict.findings if item.witness == "error"] == ["none_made_above"]


@pytest.mark.parametrize(
    "made",
    [
        "    if self._texts:\n        limit = None\n    while",  # it may not run
        "    limit = None\n    limit = self._find()\n    while",  # another line gives it last
    ],
)
def test_none_that_another_line_may_have_made_is_told_as_none(made: str, checker: Checker) -> None:
    exercise = table.by_id("08.receive")
    verdict = checker.check(submission_of(exercise, RECEIVE.replace("    while", made, 1)))
    keys = [item.key for item in verdict.findings if item.witness == "error"]
    assert "none_made_above" not in keys


def test_an_attribute_that_the_reference_does_not_read_is_told_beside_the_one_that_it_reads(
    checker: Checker,
) -> None:
    source = "def remaining(self):\n    return max(0, self.seconds - time.monotonic())\n"
    said = said_of("08.remaining", source, checker)
    assert "`self.seconds` stands there, and `self.moment` belongs there" in said
    assert told_of("08.remaining", "def remaining(self):\n    return 0\n", checker) == []


FIRST_MESSAGE = """def receive_text(self, text):
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError(f"no JSON: {error}") from error
    message = messages[0]
    if isinstance(message, Notification):
        self._on_notification(message, len(text) // len(messages))
    else:
        self.settle(message)
"""


def test_an_error_of_a_step_of_the_scenario_is_no_refusal(checker: Checker) -> None:
    """`first.result()` finds no result; the answer has refused nothing, and no other example is shown."""
    told = sentences_of("09.receive_text", FIRST_MESSAGE, checker)
    assert len(told) == 2
    assert told[0].startswith("The first message of a batch alone is taken.")
    assert told[1].startswith("In another example, `pending.receive_text('[]')`: No item has this index.")


def test_an_error_of_python_beside_bad_input_hides_no_mistake(checker: Checker) -> None:
    source = FIRST_MESSAGE.replace("message = messages[0]", "message, *rest = messages").replace(
        'raise ProtocolError(f"no JSON: {error}") from error', "return"
    )
    told = sentences_of("09.receive_text", source, checker)
    assert told[0].startswith("In another example, `pending.receive_text('[]')`: What came in is taken apart")
    assert any(text.startswith("The first message of a batch alone is taken.") for text in told)
    assert any(text.startswith("Text that is no JSON ends in no error.") for text in told)


def test_where_an_error_is_let_through_another_one_is_not_said_to_be_too_many(checker: Checker) -> None:
    """The step lets the error of `_on_notification` through, and so should the answer."""
    source = """def receive_text(self, text):
    try:
        messages = decode_replies(decode_json(text))
        for message in messages:
            if isinstance(message, Notification):
                self._on_notification(message, len(text) // len(messages))
            else:
                self.settle(message)
    except ValueError as error:
        raise RuntimeError(str(error)) from error
"""
    told = sentences_of("09.receive_text", source, checker)
    assert told[0] == "`RuntimeError` is raised, where another error, or none, belongs."


def test_what_explains_the_example_that_is_shown_is_told_first(checker: Checker) -> None:
    source = "def settle(self, reply):\n    self._futures.pop(reply.id).set_result(reply.result)\n"
    told = sentences_of("09.settle", source, checker)
    assert told[0].startswith("Where the server answered with an error the call gets a result all the same.")
    assert told[1].startswith(
        'In another example, `pending.settle(Reply(7, "seven"))`: The table has no entry for 7.'
    )
    assert len(told) == 2


def test_a_change_that_ends_in_an_error_of_python_is_no_advice(checker: Checker) -> None:
    source = """def call(self, action, params=ABSENT, /, *, timeout=None, **named):
    deadline, call_id = self._deadline(timeout), next(self._ids)
    both = {**params, **named} if params is not ABSENT and named else named or params
    text = encode_json(self._dialect.encode_request(action, both, call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)
"""
    assert told_of("08.call", source, checker) == ["params_in_both_ways"]


def test_a_step_that_is_never_called_is_named_where_a_loop_does_not_end(checker: Checker) -> None:
    source = """def receive(self, deadline, limit=None):
    while not self._texts:
        if not self._read(deadline):
            return None
        if not self._texts and not (limit or deadline).remaining():
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text
"""
    exercise, submission = table.by_id("08.receive"), submission_of(table.by_id("08.receive"), source)
    verdict = with_its_loop(checker.check(submission), exercise, submission)
    assert verdict.detail == {"loop": "never_called", "code": "self._check_open()"}
    page = feedback.wrong(exercise, verdict, Context(cell=source))
    assert "Nothing in the function calls `self._check_open()`: can that end it?" in " ".join(
        page.text.split()
    )


def test_a_dictionary_is_not_said_to_be_a_text(checker: Checker) -> None:
    source = """def decode_reply(message):
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    call_id = legal_id(message)
    if message.get("status") == "success" or ("status" not in message and "payload" in message):
        return Reply(call_id, message.get("payload", message.get("data")))
    if message.get("status") == "error":
        return Reply(call_id, error=RemoteError(message.get("code", "failed"), str(message.get("message"))))
    raise ProtocolError(message)
"""
    assert told_of("08.decode_reply", source, checker) == ["condition_too_many"]


def test_another_argument_in_isinstance_is_no_advice(checker: Checker) -> None:
    source = """def encode_request(action, params, call_id):
    request = {"action": action}
    if params is not ABSENT:
        request["params"] = dict(enumerate(params)) if isinstance(params, list) else params
    if call_id is not ABSENT:
        request["id"] = call_id
    return request
"""
    assert "other_argument" not in told_of("08.encode_request", source, checker)


def test_the_clock_on_the_wall_is_told_why_not(checker: Checker) -> None:
    source = """def remaining(self):
    return max(0.0, self.moment - time.time())
"""
    verdict = checker.check(submission_of(table.by_id("08.remaining"), source))
    assert "It is set forward or back" in sentences(table.by_id("08.remaining"), verdict)[0]


@pytest.mark.parametrize("sentence", ["str(problem)", "NOT_UTF8"])
def test_an_error_that_is_given_back_is_not_told_as_one_of_python(sentence: str, checker: Checker) -> None:
    """Its sentence may be that of the error that was caught."""
    source = f"""def decode_text(payload):
    try:
        return payload.decode()
    except UnicodeDecodeError as problem:
        return DataFault({sentence})
"""
    exercise = table.by_id("05.decode_text")
    verdict = checker.check(submission_of(exercise, source))
    assert verdict.fault is Fault.RETURNS_ERROR and sentences(exercise, verdict) == []


COUNTED = """def add_fragment(self, frame):
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode is TEXT:
        self._check_text(frame)
    self._payload += frame.payload
    {room}
    return self._finish() if frame.fin else None
"""


@pytest.mark.parametrize(
    "room",
    [
        "self._room -= 1",
        "self._room -= 3",
        "self._room = self._room - 1",
        "self._room = len(frame.payload)",
        "self._room = len(frame.payload) + 1",
        "self._room -= len(frame.payload) + 1",
    ],
)
def test_an_attribute_that_shrinks_is_not_told_to_grow(room: str, checker: Checker) -> None:
    """The fragments are not counted here, either: no change makes every example pass."""
    exercise = table.by_id("05.add_fragment")
    told = sentences(exercise, checker.check(submission_of(exercise, COUNTED.format(room=room))))
    said = " ".join(told)
    assert "`+`" not in said and "`+=`" not in said and "another number" not in said, told
    assert "does not shrink" not in said or "does not shrink by the bytes of each payload" in said, told


def test_what_lets_nothing_right_pass_is_not_told_to_let_all_but_three_pass(checker: Checker) -> None:
    source = "def may_be_sent(code):\n    return code in NEVER_SENT or code == 2000\n"
    said = " ".join(
        sentences(exercise := table.by_id("05.may_be_sent"), checker.check(submission_of(exercise, source)))
    )
    assert "Every number but" not in said


def test_a_loop_in_a_default_value_costs_no_diagnosis(checker: Checker) -> None:
    source = """def masking_keys(keys=[secrets.token_bytes(4) for _ in range(256)]):
    while True:
        yield from keys
"""
    assert told_of("03.masking_keys", source, checker) == ["one_pool_for_all"]


def test_what_a_mistake_itself_ends_in_is_no_second_one(checker: Checker) -> None:
    source = """def encode_request(action, params, call_id):
    request = {"action": action}
    if params is not ABSENT:
        request |= params
    if call_id is not ABSENT:
        request["id"] = call_id
    return request
"""
    told = sentences_of("08.encode_request", source, checker)
    assert len(told) == 1 and told[0].startswith("The members of the parameters are spread")


def test_of_two_mistakes_the_one_that_does_more_alike_with_bad_input_is_told(checker: Checker) -> None:
    source = """def decode_reply(message):
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    if message.get("status") == "success":
        return Reply(legal_id(message), message.get("payload", message.get("data")))
    error = RemoteError(message.get("code", "failed"), str(message.get("message", "no reason given")))
    return Reply(legal_id(message), error=error)
"""
    told = sentences_of("08.decode_reply", source, checker)
    assert len(told) == 1 and told[0].startswith("Every other message counts as an error")


def test_another_example_with_the_same_line_is_told_by_its_words(checker: Checker) -> None:
    source = """def call(self, action, params=ABSENT, /, *, timeout=None, **named):
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    request = {"action": action, "id": call_id}
    chosen = choose_params(params, named)
    if chosen is not ABSENT:
        request["params"] = chosen
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(json.dumps(request), deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)
"""
    submission = submission_of(table.by_id("08.call"), source)
    submission = replace(submission, preamble=(*submission.preamble, "import json\n"))
    told = sentences(table.by_id("08.call"), checker.check(submission))
    assert told[0].startswith("In another example: “The calls have no ids,")


HEADS = {
    "no line end at all": (
        "06.build_request",
        """def build_request(host, target, key, headers=()):
    check_request_parts(host, target, key)
    fields = [("Host", host), *UPGRADE_FIELDS, ("Sec-WebSocket-Key", key), ("Sec-WebSocket-Version", VERSION)]
    fields += headers
    heads.build_head(f"GET {target} HTTP/1.1", fields)
    lines = [f"GET {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields)]
    return "\\r\\n".join(lines).encode("latin-1")
""",
        "it does not end in `\\r\\n\\r\\n`, the end of the last line and the empty line",
    ),
    "the empty line before the other headers, and line ends": (
        "06.build_response",
        """def build_response(key, headers=()):
    headers, fields = list(headers), [*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key))]
    head = heads.build_head("HTTP/1.1 101 Switching Protocols", fields)
    heads.build_head("HTTP/1.1 101 Switching Protocols", headers)
    return head + "".join(f"{name}: {value}\\r\\n" for name, value in headers).encode("latin-1")
""",
        "in another order. An empty line is one of them, and it ends the head.",
    ),
    "the empty line before the other headers, and no line end": (
        "06.build_response",
        """def build_response(key, headers=()):
    headers, fields = list(headers), [*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key))]
    head = heads.build_head("HTTP/1.1 101 Switching Protocols", fields)
    heads.build_head("HTTP/1.1 101 Switching Protocols", headers)
    return head + "\\r\\n".join(f"{name}: {value}" for name, value in headers).encode("latin-1")
""",
        "it does not end in `\\r\\n\\r\\n`",
    ),
}


@pytest.mark.parametrize("what", HEADS)
def test_where_the_empty_line_stands_is_not_told_as_missing(what: str, checker: Checker) -> None:
    name, source, words = HEADS[what]
    exercise = table.by_id(name)
    told = " ".join(sentences(exercise, checker.check(submission_of(exercise, source))))
    assert words in told
    assert (
        "empty line at the end" not in told and "is missing" not in told and "All else is right" not in told
    )


def test_that_a_list_comes_is_told_where_text_was_meant(checker: Checker) -> None:
    source = """def has_token(headers, name, token):
    return token.lower() in headers.get_all(name).lower()
"""
    exercise = table.by_id("06.has_token")
    told = " ".join(sentences(exercise, checker.check(submission_of(exercise, source))))
    assert "`list` has no `lower`." in told and "give a list. Take its items one by one" in told
