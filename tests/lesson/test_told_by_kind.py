"""Kinds of diagnoses: one answer for each, with the keys of all that is said of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from framebyframe.lesson.authoring.mutants import submission_of
from framebyframe.lesson.checking.verdict import Fault
from framebyframe.lesson.declaring import table
from framebyframe.lesson.declaring.syntax import caught_without_a_name, kept_between_calls
from framebyframe.lesson.showing import feedback
from framebyframe.lesson.showing.diagnosis import sentences
from framebyframe.lesson.workers.process import Checker
from framebyframe.lesson.workers.run import run_check

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


CHECK_RESPONSE = """def check_response(response, key):
    check_status(response)
    if [item.lower() for item in heads.tokens(response.headers, "Upgrade")] != ["websocket"]:
        raise HandshakeFault(400, "Upgrade")
    if not heads.has_token(response.headers, "Connection", "upgrade"):
        raise HandshakeFault(400, "Connection")
    if heads.only_value(response.headers, "Sec-WebSocket-Accept") != accept_key(key):
        raise HandshakeFault(400, "Sec-WebSocket-Accept")
"""


def check_response(old: str, new: str) -> str:
    assert old in CHECK_RESPONSE
    return CHECK_RESPONSE.replace(old, new)


ADD_FRAGMENT = """def add_fragment(self, frame):
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode is TEXT:
        self._check_text(frame)
    self._payload += frame.payload
    self._room -= len(frame.payload)
    self._fragments += 1
    if frame.fin:
        return self._finish()
"""


CATCHING = """async def exchange(self, socket, text, call_id, deadline):
    from framebyframe.rpc import RpcTimeout
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    except (asyncio.CancelledError, RpcTimeout):
        {caught}
    finally:
        self._expiry.forget(reply)
        {last}
"""
REMOVED = "if self._pending.remove(call_id):\n            self._cancel(socket, call_id)"


RECEIVE_TEXT = """def receive_text(self, text):
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError(str(error)) from error
    for message in messages:
        if {test}:
            self.settle(message)
        else:
            self._on_notification(message, len(text) // len(messages))
"""


ANSWERS = {
    "no `return` behind a loop": (
        "02.encode_first_byte",
        """def encode_first_byte(frame):
    out = int(frame.opcode)
    for flag, bit in ((frame.fin, FIN), (frame.rsv1, RSV1), (frame.rsv2, RSV2), (frame.rsv3, RSV3)):
        if flag:
            out |= bit
""",
        ["missing_return"],
    ),
    "no `return` behind a loop, which ends a flag too early": (
        "02.encode_first_byte",
        """def encode_first_byte(frame):
    out = int(frame.opcode)
    for flag, bit in ((frame.fin, FIN), (frame.rsv1, RSV1), (frame.rsv2, RSV2)):
        if flag:
            out |= bit
""",
        ["missing_return", "rsv3_forgotten"],
    ),
    "one operator in the whole of a chain": (
        "02.encode_first_byte",
        """def encode_first_byte(frame):
    bits = FIN * frame.fin, RSV1 * frame.rsv1, RSV2 * frame.rsv2, RSV3 * frame.rsv3
    return bits[0] & bits[1] & bits[2] & bits[3] & frame.opcode
""",
        ["operator"],
    ),
    "a flag beside its constant": (
        "02.encode_first_byte",
        """def encode_first_byte(frame):
    out = int(frame.opcode)
    out += 128 if FIN == frame.fin else 0
    for flag, bit in ((frame.rsv1, RSV1), (frame.rsv2, RSV2), (frame.rsv3, RSV3)):
        out += bit if flag else 0
    return out
""",
        ["flag_compared"],
    ),
    "four digits of `bin` without leading zeros": (
        "02.encode_first_byte",
        """def encode_first_byte(frame):
    flags = "".join("1" if flag else "0" for flag in (frame.fin, frame.rsv1, frame.rsv2, frame.rsv3))
    return int(flags + bin(frame.opcode).removeprefix("0b"), 2)
""",
        ["zeros_left_out"],
    ),
    "the largest alone": (
        "02.encode_first_byte",
        """def encode_first_byte(frame):
    flags = FIN * frame.fin, RSV1 * frame.rsv1, RSV2 * frame.rsv2, RSV3 * frame.rsv3
    return max([*flags, frame.opcode])
""",
        ["largest_alone"],
    ),
    "a conditional expression that takes what stands before it, and no `return`": (
        "02.encode_length",
        """def encode_length(length, masked):
    code, size = (length, 0) if length <= 125 else (126, 2) if length <= 65535 else (127, 8)
    data = bytes([MASK | code if masked else 0]) + (length.to_bytes(size, "big") if size else b"")
    print(data)
""",
        ["missing_return", "conditional"],
    ),
    "a refusal that an `except` catches": (
        "02.encode_header",
        """def encode_header(frame):
    header = ONE_BYTE[encode_first_byte(frame)]
    try:
        if frame.masking_key is None:
            return header + encode_length(len(frame.payload), False)
        if len(frame.masking_key) != 4:
            raise InvalidFrame("a masking key has 4 bytes")
    except InvalidFrame as error:
        print(error)
        return b""
    return header + encode_length(len(frame.payload), True) + frame.masking_key
""",
        ["any_key", "swallowed"],
    ),
    "an error that is returned, beside another mistake": (
        "02.encode_header",
        """def encode_header(frame):
    header = ONE_BYTE[encode_first_byte(frame)]
    if frame.masking_key is None:
        return header + encode_length(len(frame.payload), False) + frame.payload
    if len(frame.masking_key) != 4:
        return InvalidFrame("a masking key has 4 bytes")
    return header + encode_length(len(frame.payload), True) + frame.masking_key + frame.payload
""",
        ["payload_in_the_header", "error_returned"],
    ),
    "pieces that are formatted one behind the other": (
        "02.encode_header",
        """def encode_header(frame):
    header = ONE_BYTE[encode_first_byte(frame)]
    if frame.masking_key is None:
        return f"{header}{encode_length(len(frame.payload), False)}".encode()
    if len(frame.masking_key) != 4:
        raise InvalidFrame("a masking key has 4 bytes")
    return f"{header}{encode_length(len(frame.payload), True)}{frame.masking_key}".encode()
""",
        ["formatted"],
    ),
    "to text and back, where what is no text is lost": (
        "02.encode_frame",
        """def encode_frame(frame):
    payload = frame.payload.decode("utf-8", errors="ignore").encode("utf-8")
    if frame.masking_key is None:
        return encode_header(frame) + payload
    return encode_header(frame) + masking.mask_payload(payload, frame.masking_key)
""",
        ["step_too_many"],
    ),
    "a turn of the key that is one off, and an `except` that catches what refuses a key": (
        "02.encode_frame",
        """def encode_frame(frame):
    try:
        wire = bytearray(encode_header(frame))
        for place, byte in enumerate(frame.payload):
            wire.append(byte ^ (frame.masking_key[(place + 1) % 4] if frame.masking_key else 0))
        return bytes(wire)
    except Exception:
        return b""
""",
        ["key_one_ahead", "swallowed"],
    ),
    "one operator at several places, and another one beside it": (
        "02.encode_length",
        """def encode_length(length, masked):
    if length <= 125:
        return bytes([MASK & length if masked else length])
    if length <= 65535:
        return bytes([MASK & 126 if masked else 126]) + length.to_bytes(2, "big")
    return bytes([MASK & 127 if masked else 127]) + length.to_bytes(8, "big")
""",
        ["operator"],
    ),
    "a constant that is copied by hand with a slip": (
        "06.accept_key",
        """def accept_key(key):
    joined = key + "258EAFA5-E914-47DA-95CA-5AB9DC11B5AB"
    return base64.b64encode(hashlib.sha1(joined.encode()).digest()).decode()
""",
        ["nearly_constant"],
    ),
    "another function of the same module": (
        "06.accept_key",
        """def accept_key(key):
    return base64.b32encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
""",
        ["other_function"],
    ),
    "what is printed and not returned, and wrong besides": (
        "06.accept_key",
        """def accept_key(key):
    digest = hashlib.sha1(key.encode()).digest()
    print(base64.b64encode(digest).decode())
""",
        ["missing_return", "no_guid"],
    ),
    "another encoding": (
        "06.accept_key",
        """def accept_key(key):
    return base64.b64encode(hashlib.sha1((key + GUID).encode("utf-16")).digest()).decode()
""",
        ["encoding"],
    ),
    "a function that is called twice": (
        "06.build_response",
        """def build_response(key, headers=()):
    key = accept_key(key)
    fields = [*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key)), *headers]
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields)
""",
        ["call_twice"],
    ),
    "a line end too many": (
        "06.build_response",
        """def build_response(key, headers=()):
    fields = [*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key)), *headers]
    return heads.build_head("HTTP/1.1 101 Switching Protocols\\r\\n", fields)
""",
        ["blanks"],
    ),
    "a list in a list, where its items are meant": (
        "06.build_response",
        """def build_response(key, headers=()):
    fields = [UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key)), *headers]
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields)
""",
        ["not_text", "star_missing"],
    ),
    "two names of a loop that stand the wrong way round": (
        "06.build_response",
        """def build_response(key, headers=()):
    fields = [*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key))]
    fields += [(name, value) for value, name in headers]
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields)
""",
        ["names_swapped"],
    ),
    "braces without an f": (
        "06.build_request",
        """def build_request(host, target, key, headers=()):
    check_request_parts(host, target, key)
    fields = [("Host", host), *UPGRADE_FIELDS, ("Sec-WebSocket-Key", key), ("Sec-WebSocket-Version", VERSION)]
    return heads.build_head("GET {target} HTTP/1.1", [*fields, *headers])
""",
        ["no_f"],
    ),
    "the lines of a head by their names": (
        "06.build_response",
        """def build_response(key, headers=()):
    fields = [("Sec-WebSocket-Key", accept_key(key)), *headers]
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields)
""",
        ["head"],
    ),
    "two arguments that stand each where the other belongs": (
        "06.has_token",
        """def has_token(headers, name, token):
    for value in headers.get_all(token):
        for item in value.split(","):
            if item.strip(" \\t").lower() == name.lower():
                return True
    return False
""",
        ["parameters_swapped"],
    ),
    "a text where an argument belongs": (
        "06.has_token",
        """def has_token(headers, name, token):
    values = headers.get_all("Connection")
    return any(i.strip(" \\t").lower() == token.lower() for v in values for i in v.split(","))
""",
        ["argument_for_constant"],
    ),
    "a loop over the characters of a text": (
        "06.has_token",
        """def has_token(headers, name, token):
    return any(item.strip(" \t").lower() == token.lower() for v in headers.get_all(name) for item in v)
""",
        ["characters_of_text"],
    ),
    "a return that ends the loop in its first round": (
        "06.has_token",
        """def has_token(headers, name, token):
    for value in headers.get_all(name):
        for item in value.split(","):
            return item.strip(" \t").lower() == token.lower()
    return False
""",
        ["return_in_first_round"],
    ),
    "a part of a text, where the whole is meant": (
        "06.has_token",
        """def has_token(headers, name, token):
    wanted = token.lower()
    return any(item.strip(" \t").lower() in wanted for v in headers.get_all(name) for item in v.split(","))
""",
        ["in_text"],
    ),
    "true or false, by the kinds of examples that get the wrong one": (
        "06.has_token",
        """def has_token(headers, name, token):
    items = [item.strip(" \t") for value in headers.get_all(name) for item in value.split(",")]
    return token in items or token.lower() in items or token.capitalize() in items
""",
        ["truth"],
    ),
    "a function that is not called": (
        "06.check_response",
        check_response("check_status(response)", "check_status"),
        ["function_alone"],
    ),
    "bad input is refused, and with another error": (
        "06.build_response",
        """def build_response(key, headers=()):
    headers = list(headers)
    for name, value in headers:
        if not (FIELD_NAME.fullmatch(name) and heads.FIELD_VALUE.fullmatch(value)):
            raise ValueError(name)
    fields = [*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key)), *headers]
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields)
""",
        ["refused_otherwise"],
    ),
    "bytes that are no text are made text": (
        "06.build_response",
        """def build_response(key, headers=()):
    fields = [*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key)), *headers]
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields).decode("ascii")
""",
        ["text_for_bytes"],
    ),
    "a truth comes back in place of an error": (
        "06.check_response",
        """def check_response(response, key):
    right = heads.only_value(response.headers, "Sec-WebSocket-Accept") == accept_key(key)
    return right and heads.has_token(response.headers, "Connection", "upgrade")
""",
        ["truth_for_error"],
    ),
    "a text that is cut wherever it can be, and taken apart into two names": (
        "06.parse_field",
        """def parse_field(line):
    name, value = line.split(":")
    value = value.strip(OPTIONAL_WHITESPACE)
    if not (FIELD_NAME.fullmatch(name) and FIELD_VALUE.fullmatch(value)):
        raise HandshakeFault(400, "no field")
    return name, value
""",
        ["split"],
    ),
    "a number where text is needed": (
        "06.build_response",
        """def build_response(key, headers=()):
    fields = [*UPGRADE_FIELDS, ("Sec-WebSocket-Accept", accept_key(key)), ("Age", 13), *headers]
    return heads.build_head("HTTP/1.1 101 Switching Protocols", fields)
""",
        ["no_text.number"],
    ),
    "another status": (
        "06.check_response",
        check_response("400, ", "426, "),
        ["refused_otherwise"],
    ),
    "an error that is kept from the caller": (
        "06.check_response",
        """def check_response(response, key):
    try:
        check_status(response)
        if [item.lower() for item in heads.tokens(response.headers, "Upgrade")] != ["websocket"]:
            raise HandshakeFault(400, "Upgrade")
        if not heads.has_token(response.headers, "Connection", "upgrade"):
            raise HandshakeFault(400, "Connection")
        if heads.only_value(response.headers, "Sec-WebSocket-Accept") != accept_key(key):
            raise HandshakeFault(400, "Sec-WebSocket-Accept")
    except HandshakeFault as fault:
        print(fault)
""",
        ["swallowed"],
    ),
    "an assertion that refuses too much is needed all the same": (
        "06.check_response",
        check_response(
            """if [item.lower() for item in heads.tokens(response.headers, "Upgrade")] != ["websocket"]:
        raise HandshakeFault(400, "Upgrade")""",
            'assert response.headers.get("Upgrade") == "websocket", "Upgrade"',
        ),
        ["refuses_here", "refused_otherwise"],
    ),
    "`strip` alone, beside any other mistake": (
        "06.has_token",
        """def has_token(headers, name, token):
    value = headers.get(name)
    if value is None:
        return False
    return token.lower() in [item.strip().lower() for item in value.split(",")]
""",
        ["every_blank", "first_field_alone"],
    ),
    "a blank that is none in HTTP": (
        "06.has_token",
        """def has_token(headers, name, token):
    for item in headers.get(name, "").split(","):
        if item.strip() == token:
            return True
    return False
""",
        ["truth", "truth"],
    ),
    "`==` where `!=` is meant": (
        "06.check_response",
        check_response("!= accept_key(key)", "== accept_key(key)"),
        ["opposite"],
    ),
    "capitals beside small letters": (
        "06.check_response",
        check_response('["websocket"]', '["WebSocket"]'),
        ["capitals"],
    ),
    "a scenario that goes through is told by the sentence that introduces it": (
        "06.check_response",
        check_response(
            "check_status(response)",
            'assert "101 " in response.first_line or check_status(response)',
        ),
        ["not_refused_some"],
    ),
    "an error that is hidden": (
        "06.accept_key",
        """def accept_key(key):
    try:
        return base64.b64encode(hashlib.sha1(key + GUID).digest()).decode()
    except Exception:
        return ""
""",
        ["hidden"],
    ),
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
        ["key_backwards", "size_of_a_number"],
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
        ["digits_of_bytes", "zeros_lost"],
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
    "an attribute without its underscore": (
        "07.receive_eof",
        """def receive_eof(self):
    events = []
    self.stream_ended = True
    if self.state is not CLOSED:
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events
""",
        ["attribute_beside"],
    ),
    "a new list where the one that was given is to be changed": (
        "07.receive_ping",
        """def receive_ping(self, payload, events):
    if self.state is OPEN:
        self._pongs.append(payload)
    events = [*events, PingReceived(payload)]
""",
        ["another_list"],
    ),
    "a copy that is changed in the place of the list": (
        "07.receive_ping",
        """def receive_ping(self, payload, events):
    pongs = self._pongs.copy()
    if self.state is OPEN:
        pongs.append(payload)
    events.append(PingReceived(payload))
""",
        ["copied"],
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
    "a method without its parentheses, asked as a condition": (
        "09.settle",
        """def settle(self, reply):
    future = self._futures.pop(reply.id, None)
    if future is None or future.done:
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)
""",
        ["not_called"],
    ),
    "`map` for a loop": (
        "09.fail_all",
        """def fail_all(self, why):
    futures, self._futures = self._futures, {}
    self.start_over()
    map(lambda future: future.done() or future.set_exception(why()), futures.values())
""",
        ["never_begun"],
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
    "the right error at another step is no bad input": (
        "08.receive",
        """def receive(self, deadline, limit=None):
    while deadline.remaining():
        self._check_open()
        if self._texts:
            text = self._texts.popleft()
            self._size -= len(text)
            return text
        self._read(deadline)
    return None
""",
        ["not_used"],  # it gives a text that is here only while there is time, which no model does
    ),
    "a time-out refuses no input": (
        "08.call",
        """def call(self, action, params=ABSENT, /, *, timeout=None, **named):
    deadline, call_id = Deadline(0), next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    reply = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not reply.done():
            self._receive(deadline, "answer")
        return reply.result()
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)
""",
        ["raised_here"],
    ),
    "an error of the program's own is no bad input where others tell of a peer": (
        "08.call",
        """def call(self, action, params=ABSENT, /, *, timeout=None, **named):
    deadline, call_id = self._deadline(timeout), next(self._ids)
    given = {"params": params, **named}
    text = encode_json(self._dialect.encode_request(action, given, call_id))
    self._get_ready(deadline)
    reply = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not reply.done():
            self._receive(deadline, "answer")
        return reply.result()
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)
""",
        ["raised_here", "not_refused"],
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
    "an error that is compared with its class": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    if error is ConnectionRefused:
        return True
    if not isinstance(error, ConnectionLost):
        return False
    return idempotent and error.code not in REFUSES_A_MESSAGE
""",
        ["refused_is_lost", "class_compared"],
    ),
    "an error of Python's own that has nearly the name": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefusedError):
        return True
    if not isinstance(error, ConnectionLost):
        return False
    return idempotent and error.code not in REFUSES_A_MESSAGE
""",
        ["refused_is_lost", "error_of_python"],
    ),
    "a class in a case without its parentheses": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    match error:
        case ConnectionLost() if type(error) is ConnectionLost:
            return idempotent and error.code not in REFUSES_A_MESSAGE
        case ConnectionRefused:
            return True
    return False
""",
        ["yes_to_all_else", "name_in_a_case"],
    ),
    "a code that is compared with all codes": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if not isinstance(error, ConnectionLost) or error.code == REFUSES_A_MESSAGE:
        return False
    return idempotent
""",
        ["code_not_looked_at", "compared_with_all"],
    ),
    "an error that is looked for where its code belongs": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if not isinstance(error, ConnectionLost) or error in REFUSES_A_MESSAGE:
        return False
    return idempotent
""",
        ["code_not_looked_at", "part_of_an_argument"],
    ),
    "a condition that nothing returns": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        idempotent and error.code not in REFUSES_A_MESSAGE
    return False
""",
        ["missing_return_in_branch"],
    ),
    "a bit that is turned round where it is to be 0": (
        "04.header_length",
        """def header_length(second_byte):
    second_byte ^= MASK
    if second_byte < 126:
        return 2
    return 4 if second_byte == 126 else 10
""",
        ["bit_turned"],
    ),
    "a bit that is subtracted where it is 0 too, and a case that gives nothing": (
        "04.header_length",
        """def header_length(second_byte):
    code = second_byte - MASK
    if code == 126:
        return 4
    if code == 127:
        return 10
""",
        ["bit_subtracted", "nothing_returned"],
    ),
    "digits of `bin` without leading zeros": (
        "04.decode_header",
        """def decode_header(header):
    digits = bin(header[0])[2:] + "0000"
    opcode = decode_first_byte(header[0])[0]
    fin, rsv1, rsv2, rsv3 = (digit == "1" for digit in digits[:4])
    return FrameHeader(opcode, fin, rsv1, rsv2, rsv3, header[1] > 127, decode_length(header))
""",
        ["zeros_left_out"],
    ),
    "`and` for `or`": (
        "04.decode_header",
        """def decode_header(header):
    one, opcode = header[0], header[0] & 15
    if 3 <= opcode <= 7 and opcode > 10:
        raise ProtocolFault("reserved")
    flags = [bool(one & bit) for bit in (128, 64, 32, 16)]
    return FrameHeader(opcode, *flags, header[1] > 127, decode_length(header))
""",
        ["reserved_opcode", "one_or_both"],
    ),
    "a tuple that is one argument": (
        "04.decode_header",
        """def decode_header(header):
    return FrameHeader(decode_first_byte(header[0]), header[1] > 127, decode_length(header))
""",
        ["star_missing"],
    ),
    "a field that is read from another bit": (
        "04.decode_header",
        """def decode_header(header):
    return FrameHeader(*decode_first_byte(header[0]), header[1] & 1 == 1, decode_length(header))
""",
        ["record.other_bit"],
    ),
    "fields that are read from other bits": (
        "04.decode_header",
        """def decode_header(header):
    opcode = decode_first_byte(header[0])[0]
    flags = [bool(header[0] >> n & 1) for n in range(4)]
    return FrameHeader(opcode, *flags, header[1] > 127, decode_length(header))
""",
        ["record.other_bits", "record.constant"],
    ),
    "a field that is the number of bytes given": (
        "04.decode_header",
        """def decode_header(header):
    decode_length(header)
    return FrameHeader(*decode_first_byte(header[0]), header[1] > 127, len(header) - 2)
""",
        ["record.size_of_argument"],
    ),
    "a constant field, and one that is too much on one kind of examples": (
        "04.decode_header",
        """def decode_header(header):
    opcode, fin, rsv1, rsv2, rsv3 = decode_first_byte(header[0])
    masked = header[1] > 127
    length = decode_length(header) + 3 * masked
    return FrameHeader(opcode, fin, rsv1, True, rsv3, masked, length)
""",
        ["record.constant", "record.off_by"],
    ),
    "the wrong bits are kept": (
        "04.decode_header",
        """def decode_header(header):
    return FrameHeader(*decode_first_byte(header[0]), bool(header[1] & LENGTH_BITS), decode_length(header))
""",
        ["name"],
    ),
    "one error for another, and one refusal too many": (
        "04.decode_length",
        """def decode_length(header):
    seven = header[1] & 127
    if seven < 126:
        return seven
    if header[2] > 127:
        raise ValueError("high bit")
    length = int.from_bytes(header[2:], "big")
    if length < {126: 126, 127: 65536}[seven]:
        raise ValueError("not the shortest form")
    return length
""",
        ["highest_bit_in_16_bits", "refused_otherwise"],
    ),
    "a slice that is too short, and bad input that goes through": (
        "04.decode_length",
        """def decode_length(header):
    seven = header[1] & 127
    if seven == 126:
        return int.from_bytes(header[2:4], "big")
    if seven == 127:
        if header[2] & 0x80:
            raise ProtocolFault("highest bit is set")
        return int.from_bytes(header[2:8], "big")
    return seven
""",
        ["slice_open", "any_form"],
    ),
    "a slice that begins one place too early": (
        "04.decode_length",
        """def decode_length(header):
    n = header[1] & 127
    if n == 126:
        n = int.from_bytes(header[1:3], "big")
        if n < 126:
            raise ProtocolFault("too small for two bytes")
    elif n == 127:
        n = int.from_bytes(header[2:10], "big")
        if n < 65536 or n >= 2**63:
            raise ProtocolFault("too small or too big for eight bytes")
    return n
""",
        ["slice_shifted"],
    ),
    "a sum that is thrown away in a loop": (
        "04.decode_length",
        """def decode_length(header):
    n = header[1] & 127
    if n < 126:
        return n
    length = 0
    for byte in header[2:]:
        length << 8 | byte
    if length < (126 if n == 126 else 65536) or length >> 63:
        raise ProtocolFault("another form")
    return length
""",
        ["thrown_away"],
    ),
    "an error that is kept back, and one of Python's own": (
        "04.decode_header",
        """def decode_header(header):
    first = header[0]
    opcode = Opcode(first & 15)
    length = 0
    try:
        length = decode_length(header)
    except ProtocolFault:
        pass
    flags = [bool(first & bit) for bit in (128, 64, 32, 16)]
    return FrameHeader(opcode, *flags, header[1] > 127, length)
""",
        ["swallowed", "not_refused_raised"],
    ),
    "a sum that begins with a part of something is thrown away": (
        "04.feed",
        """def feed(self, data):
    self._data[self._used :] + data
    self._used = 0
""",
        ["thrown_away"],
    ),
    "digits are read from what is a number": (
        "04.header_length",
        """def header_length(second_byte):
    return {126: 4, 127: 10}.get(int(second_byte, 16) & 127, 2)
""",
        ["digits_of_value"],
    ),
    "an except that keeps the error of bad input": (
        "05.decode_text",
        """def decode_text(payload):
    text = ""
    try:
        text = payload.decode()
    except Exception:
        pass
    return text
""",
        ["let_pass", "kept"],
    ),
    "an except that raises an error now and then": (
        "05.check_part",
        """def check_part(self, part, final=False):
    try:
        self._decoder.decode(part, final)
    except UnicodeDecodeError:
        if final:
            raise DataFault("no UTF-8") from None
""",
        ["looked_at_in_the_end", "kept"],
    ),
    "decoding that mends": (
        "05.check_part",
        """def check_part(self, part, final=False):
    try:
        part.decode("utf-8", errors="ignore")
    except UnicodeDecodeError:
        raise DataFault("no UTF-8") from None
""",
        ["never_refused", "never_fails"],
    ),
    "decoding of every byte": (
        "05.decode_text",
        """def decode_text(payload):
    for encoding in ("utf-8", "latin-1"):
        try:
            return payload.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataFault("no text")
""",
        ["let_pass", "never_fails"],
    ),
    "an except of another error": (
        "05.decode_text",
        """def decode_text(payload):
    try:
        return payload.decode()
    except UnicodeEncodeError:
        raise DataFault("no UTF-8") from None
""",
        ["encode_bytes", "uncaught", "other_except"],
    ),
    "a number that no member has": (
        "05.may_be_sent",
        """def may_be_sent(code):
    if 3000 <= code <= 4999:
        return True
    return CloseCode(code) not in NEVER_SENT
""",
        ["no_value"],
    ),
    "a refusal with its boundary beside": (
        "05.parse_close_payload",
        """def parse_close_payload(payload):
    if not payload:
        return CloseCode.NO_STATUS, ""
    if len(payload) <= 2:
        raise ProtocolFault("half a code")
    code = int.from_bytes(payload[:2], "big")
    if not close.may_be_sent(code):
        raise ProtocolFault("code")
    return code, utf8.decode_text(payload[2:])
""",
        ["boundary"],
    ),
    "an item too many in a set": (
        "05.may_be_sent",
        """def may_be_sent(code):
    refused = {1005, 1006, 1010, 1015}
    return code in frozenset(CloseCode) - refused or 3000 <= code <= 4999
""",
        ["item_too_many"],
    ),
    "an answer of a function of the kit that nobody keeps": (
        "05.parse_close_payload",
        """def parse_close_payload(payload):
    if not payload:
        return CloseCode.NO_STATUS, ""
    if len(payload) == 1:
        raise ProtocolFault("half a code")
    code = int.from_bytes(payload[:2], "big")
    close.may_be_sent(code)
    return code, utf8.decode_text(payload[2:])
""",
        ["any_code", "unused"],
    ),
    "an error that is returned, and refuses too much": (
        "05.check_control_frame",
        """def check_control_frame(header):
    ok = header.fin and header.length and header.length <= 125
    if not ok:
        return ProtocolFault("bad control frame")
""",
        ["empty_refused", "error_returned"],
    ),
    "a question that may be turned round on either line": (
        "05.check_fragment",
        """def check_fragment(self, header):
    continues = header.opcode is Opcode.CONTINUATION
    begun = self._opcode is not None
    if continues == begun:
        raise ProtocolFault("out of place")
    if self._fragments >= self._limits.max_fragments:
        raise SizeFault("too many fragments")
""",
        ["upside_down"],
    ),
    "bytes are not changed in place": (
        "04.feed",
        """def feed(self, data):
    self._data = self._data[self._used :]
    self._used = 0
    self._data.__add__(data)
""",
        ["thrown_away"],
    ),
    "minus nothing is the beginning": (
        "04.feed",
        """def feed(self, data):
    left = len(self._data) - self._used
    self._data = self._data[-left:] + data
    self._used = 0
""",
        ["minus_zero"],
    ),
    "counted from the end": (
        "04.feed",
        """def feed(self, data):
    self._data = self._data[-self._used :] + data
    self._used = 0
""",
        ["from_the_end"],
    ),
    "a slice that ends too early": (
        "04.feed",
        """def feed(self, data):
    self._data = self._data[self._used : -1] + data
    self._used = 0
""",
        ["slice_open"],
    ),
    "a statement that belongs into the loop": (
        "04.feed",
        """def feed(self, data):
    for number in range(len(data)):
        self._data = self._data[self._used :] + data[number : number + 1]
    self._used = 0
""",
        ["belongs_inside"],
    ),
    "a mistake, and an error that is raised for nothing in another example": (
        "04.feed",
        """def feed(self, data):
    if len(data) == 0:
        raise EOFError("closed")
    self._data = self._data[self._used :] + data
""",
        ["count_stays", "refuses_here"],
    ),
    "an argument that is changed before it is used, and another mistake": (
        "04.feed",
        """def feed(self, data):
    data = data.split(b"\\x00")[0]
    self._data = self._data + data
""",
        ["statement_too_many", "never_forgets"],
    ),
    "the byte beside": (
        "04.next_header",
        """def next_header(self):
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    end = start + header_length(data[start])
    if len(data) < end:
        return None
    header = decode_header(data[start:end])
    if self._check_header is not None:
        self._check_header(header)
    self._used = end
    self._seen = 0
    return header
""",
        ["index_beside"],
    ),
    "a count that begins anew where it is to go on": (
        "04.next_header",
        """def next_header(self):
    rest = self._data[self._used :]
    if len(rest) < 2 or len(rest) < header_length(rest[1]):
        return None
    size = header_length(rest[1])
    header = decode_header(rest[:size])
    if self._check_header is not None:
        self._check_header(header)
    self._used = size
    self._seen = 0
    return header
""",
        ["assigned_anew"],
    ),
    "another value than the one that was worked out": (
        "04.next_header",
        """def next_header(self):
    data, start = self._data, self._used
    if len(data) < start + SHORTEST_HEADER:
        return None
    end = start + header_length(data[start + 1])
    if len(data) < end:
        return None
    header = decode_header(data[start:end])
    if self._check_header is not None:
        self._check_header(header)
    self._used = start + SHORTEST_HEADER
    self._seen = 0
    return header
""",
        ["other_value"],
    ),
    "an attribute that is never set, and another mistake": (
        "04.next_header",
        """def next_header(self):
    data, start = self._data, self._used
    if len(data) - start < 2:
        return None
    end = start + header_length(data[start + 1])
    header = decode_header(data[start:end])
    if self._check_header is not None:
        self._check_header(header)
    self._used = end
    return header
""",
        ["attribute_not_set", "rest_of_header_not_awaited"],
    ),
    "one attribute of what is asked for": (
        "04.next_frame",
        """def next_frame(self):
    header = self.waiting or self.next_header()
    self.waiting = header
    if header is None or len(self._data) - self._used < bytes_after(header):
        return None
    taken = self._data[self._used : self._used + bytes_after(header)]
    self._used += len(taken)
    self.waiting = None
    return masking.mask_payload(taken[4:], taken[:4]) if header.masked else taken
""",
        ["attribute_alone"],
    ),
    "a slice from the front": (
        "04.next_frame",
        """def next_frame(self):
    header = self.waiting or self.next_header()
    self.waiting = header
    if header is None or len(self._data) - self._used < bytes_after(header):
        return None
    taken = self._data[: bytes_after(header)]
    self._used += len(taken)
    self.waiting = None
    key, payload = (taken[:4], taken[4:]) if header.masked else (None, taken)
    if key:
        payload = masking.mask_payload(payload, key)
    return Frame(header.opcode, payload, header.fin, header.rsv1, header.rsv2, header.rsv3, key)
""",
        ["slice_from_front"],
    ),
    "a method that is named, and not called": (
        "11.regulate",
        """def regulate(self):
    if self.is_open and (self.congested or self.held > MAX_SEND_BUFFER):
        self.pause
    else:
        self.resume()
""",
        ["method_not_called"],
    ),
}

EXCHANGE = """async def exchange(self, socket, text, call_id, deadline):
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)
"""

CALLS = {
    "an `await` before what has done its work": (
        "        socket.send_text(text)\n",
        "        await socket.send_text(text)\n",
        ["awaited"],
    ),
    "an error in the place of the one that a call ends with": (
        "            self._cancel(socket, call_id)\n",
        "            await self._cancel(socket, call_id)\n",
        ["awaited"],
    ),
}


@pytest.mark.parametrize("what", CALLS)
def test_what_is_said_of_a_call(what: str, checker: Checker) -> None:
    old, new, said = CALLS[what]
    assert old in EXCHANGE
    verdict = checker.check(submission_of(table.by_id("09.exchange"), EXCHANGE.replace(old, new)))
    assert [finding.key for finding in verdict.findings if finding.witness != "right"][:1] == said


def test_an_error_that_a_task_gives_is_named(checker: Checker) -> None:
    source = EXCHANGE.replace("            self._cancel(", "            await self._cancel(")
    exercise = table.by_id("09.exchange")
    verdict = checker.check(submission_of(exercise, source))
    assert verdict.fault is Fault.OTHER_ERROR
    assert verdict.detail["error"] == "TypeError" and verdict.detail["message"]


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
    return bytes(b ^ masking_key[i & 12] for i, b in enumerate(payload))
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


def test_an_error_that_comes_back_where_none_belongs_is_not_to_be_raised(checker: Checker) -> None:
    exercise = table.by_id("05.check_control_frame")
    for refused, said in (("not header.length", "No error belongs there."), ("False", "write `raise`")):
        source = f"""def check_control_frame(header):
    if {refused} or not header.fin or header.length > 125:
        return ProtocolFault("refused")
"""
        verdict = checker.check(submission_of(exercise, source))
        assert verdict.fault is Fault.RETURNS_ERROR
        assert said in " ".join(
            feedback.wrong(exercise, verdict, feedback.Context(source, source)).text.split()
        )


def test_of_many_examples_some_are_named_and_the_rest_counted(checker: Checker) -> None:
    source = """def check_fragment(self, header):
    if (header.opcode is Opcode.CONTINUATION) is not (self._opcode is not None):
        raise ValueError("out of place")
    if self._fragments >= self._limits.max_fragments:
        raise SizeFault("too many fragments")
"""
    exercise = table.by_id("05.check_fragment")
    told = sentences(exercise, checker.check(submission_of(exercise, source)))
    assert told[0].endswith("And there are more: 2.")


def test_an_except_that_returns_the_error_that_is_asked_for_stands_in_the_right_place(
    checker: Checker,
) -> None:
    source = """def decode_text(payload):
    try:
        return payload.decode()
    except:
        return DataFault(NOT_UTF8)
"""
    verdict = checker.check(submission_of(table.by_id("05.decode_text"), source))
    assert verdict.fault is Fault.RETURNS_ERROR
    assert "hidden" not in {finding.key for finding in verdict.findings}


@pytest.mark.parametrize("part", ["frame.payload", "payload", "frame.payload[:]"])
def test_bytes_that_go_to_append_are_added(part: str, checker: Checker) -> None:
    source = f"""def add_fragment(self, frame):
    if self._opcode is None:
        self._opcode = frame.opcode
    if self._opcode is TEXT:
        self._check_text(frame)
    payload = frame.payload
    self._payload.append({part})
    self._room -= len(payload)
    self._fragments += 1
    return self._finish() if frame.fin else None
"""
    exercise = table.by_id("05.add_fragment")
    verdict = checker.check(submission_of(exercise, source))
    (told,) = sentences(exercise, verdict)
    assert f"`self._payload += {part}`" in told


def test_an_error_that_is_called_error_is_named_with_its_module(checker: Checker) -> None:
    source = """def parse_close_payload(payload):
    import struct
    if not payload:
        return 1005, ""
    code, = struct.unpack("!H", payload[:2])
    if not close.may_be_sent(code):
        raise ProtocolFault("not to be sent")
    return code, utf8.decode_text(payload[2:])
"""
    verdict = checker.check(submission_of(table.by_id("05.parse_close_payload"), source))
    assert verdict.detail["error"] == "struct.error"


LENGTH = """def encode_length(length, masked):
    m = MASK if masked else 0
    if length < 126:
        return bytes([m | length])
    if length < 65536:
        return bytes([m | 126]) + length.to_bytes(2, "big")
    return bytes([m | 127]) + length.to_bytes(8, "big")
"""
HEADER = """def encode_header(frame):
    header = ONE_BYTE[encode_first_byte(frame)]
    size = len(frame.payload)
    if frame.masking_key is None:
        return header + encode_length(size, False)
    if len(frame.masking_key) != 4:
        raise InvalidFrame("a masking key has 4 bytes")
    return header + encode_length(size, True) + frame.masking_key
"""
WHOLE = """def encode_frame(frame):
    payload = bytearray(frame.payload)
    header = encode_header(frame)
    if frame.masking_key is not None:
        for i in range(len(payload)):
            payload[i] ^= frame.masking_key[i % 4]
    return header + bytes(payload)
"""
THROWN = """i % 4]
        masking.mask_payload(payload, frame.masking_key)
        return header
    return header +"""
REFUSED_INSIDE = """    if frame.opcode in (8, 9):
        if len(frame.payload) > 125:
            raise InvalidFrame("too long")
    payload ="""
REFUSED_TEXT = """    if frame.opcode == 1:
        try:
            frame.payload.decode()
        except ValueError:
            raise InvalidFrame("no text")
    payload ="""


@pytest.mark.parametrize(
    ("right", "old", "new", "said", "unsaid"),
    [
        # the last byte of the length gets the mask bit: nothing is compared after that
        (
            HEADER,
            "encode_length(size, True)",
            "encode_length(size, False)[:-1] + bytes([encode_length(size, False)[-1] | MASK])",
            "The mask bit is put into the length itself.",
            "5 becomes 133",
        ),
        (HEADER, "encode_length(size", "encode_length(frame.payload", "`len(frame.payload)`", "Two things"),
        (HEADER, "!= 4", "% 4", "others of the wrong size do", "goes through"),
        (HEADER, "+ frame.masking_key", "+ bytes(4)", "of the masking key stand four zeros", "is 0 in"),
        (
            HEADER,
            "+ frame.masking_key",
            "+ b'1234'",
            "`31 32 33 34` in every example that has one",
            "is 0 in",
        ),
        (HEADER, "len(frame.masking_key)", "len(frame.masking_key.hex())", "two for each byte", "travels"),
        (
            *(HEADER, "frame.masking_key is None", "frame.masking_key is None or (size < 1 and frame.fin)"),
            *("without the condition `size < 1 and frame.fin` every example passes", "Two things"),
        ),
        (
            *(LENGTH, 'length.to_bytes(8, "big")', "bytes(length >> n & 255 for n in range(56, 0, -8))"),
            *("With `range(56, -1, -8)` in place of `range(56, 0, -8)` every example passes", "Missing"),
        ),
        (LENGTH, "if masked", "if masked == MASK", "`masked == MASK` is never true", "is missing"),
        (WHOLE, "if frame.masking_key is not None", "if header[0] & MASK", "With `header[1]`", "Two things"),
        (WHOLE, "[i % 4]", "[i % 50 % 4]", "in pieces of 50 bytes", "Two things"),
        (LENGTH, "bytes([m", "bytes([0x81, m", "At the start stands `81`", "masking key"),
        (LENGTH, "< 65536", "<= 65536", "beyond it eight are needed", "signed"),
        (
            LENGTH.replace("m | 127", "m | length & 127"),
            *("m | 126", "m | length & 127", "lowest bits of the length", "Two things"),
        ),
        (LENGTH.replace("(8,", "(9,"), "(2,", "(3,", "Three bytes follow 126, and nine", "Zeros"),
        (LENGTH, "< 126", "< 256", "Lengths up to 255 are written in one byte.", "All else is right"),
        (LENGTH, "bytes([m | 126])", "(b'254' if masked else b'126')", "`bytes([126])`", "Two things"),
        (WHOLE, "range(len(payload))", "range(min(len(payload), 125))", "With `len(payload)` alone", "Two"),
        (WHOLE, "header + bytes", "header + header + bytes", "Twice in a row: the header.", "Two things"),
        (WHOLE, "+ bytes(payload)", '+ bytes(payload) + b"\\n"', "stands `0a`, as text `\\n`", "Two things"),
        (
            *(WHOLE, "header + bytes(payload)", "b' '.join([header, payload])"),
            *("`join` puts `b' '` between the pieces. With `b''` in its place", "too many"),
        ),
        (
            WHOLE,
            "bytearray(frame.payload)",
            "bytearray(str(frame.payload).encode('utf-8'))",
            "with its quotes",
            "Two",
        ),
        (
            *(WHOLE, "payload[i] ^=", "payload[i] &="),
            *("With a masking key, where there is a payload: The header is right. The payload meets", "this"),
        ),
        (
            *(
                WHOLE,
                "i % 4]\n    return header +",
                "i % 4]\n        return encode_header(frame)\n    return header +",
            ),
            *("Missing: the payload", "thrown away"),
        ),
        (
            *(WHOLE, "i % 4]\n    return header +", THROWN),
            *("what `masking.mask_payload(payload, frame.masking_key)` gives is thrown away.", "Two things"),
        ),
        (
            *(WHOLE, "    payload =", "    assert frame.opcode != 3\n    payload ="),
            *("where `frame.opcode != 3` does not hold. Without this refusal", "3` holds"),
        ),
        (
            *(WHOLE, "    payload =", REFUSED_INSIDE),
            *("where `frame.opcode in (8, 9)` holds and `len(frame.payload) > 125` too.", "more"),
        ),
        (
            *(WHOLE, "    payload =", REFUSED_TEXT),
            *("where `frame.payload.decode()` fails. Without this refusal", "step"),
        ),
        (
            HEADER,
            "+ encode_length(size, True) +",
            "+",
            "Missing: the length with its mask bit.",
            "there is a",
        ),
        (
            *(HEADER, "True) + frame.masking_key", "True) + frame.masking_key + (frame.masking_key or b'')"),
            *("without `frame.masking_key` in `frame.masking_key or b''` every", "condition"),
        ),
        (
            *(HEADER, "if len(frame.masking_key) != 4", "key = frame.masking_key[:4]\n    if len(key) != 4"),
            *("with nothing cut off in `frame.masking_key[:4]`", "Two things"),
        ),
        (
            LENGTH,
            "length.to_bytes(2, ",
            "(length - 126).to_bytes(2, ",
            "126 too small each time",
            "every example",
        ),
    ],
)
def test_a_kind_of_mistake_in_a_frame_is_told(
    right: str, old: str, new: str, said: str, unsaid: str, checker: Checker
) -> None:
    assert old in right
    source = right.replace(old, new)
    [exercise] = table.named(source.removeprefix("def ").partition("(")[0])
    told = " ".join(sentences(exercise, checker.check(submission_of(exercise, source))))
    assert said in told and unsaid not in told


FIRST_BYTE = """def encode_first_byte(frame):
    first = frame.opcode
    for flag, bit in ((frame.fin, FIN), (frame.rsv1, RSV1), (frame.rsv2, RSV2), (frame.rsv3, RSV3)):
        if flag:
            first |= bit
    return first
"""


@pytest.mark.parametrize(
    ("old", "new", "said", "unsaid"),
    [
        ("= frame.opcode", "= frame.opcode % 15", "15 too small", "hexadecimal"),
        ("= frame.opcode", '= frame["opcode"]', "A `Frame` takes no square brackets.", "bytes"),
        ("(frame.fin,", "(frame.fin and frame.opcode,", "without the condition `frame.opcode`", "Two things"),
        (
            "first |= bit",
            "first = bit",
            "a new value in the place of the old one, which is lost. With `|=`",
            "last round",
        ),
        ("return first", "return first,", "as the only item of a `tuple`", "not joined"),
        (
            "return first",
            "return first - 256 if first > 127 else first",
            "the number is negative",
            "subtracts",
        ),
        (
            "= frame.opcode",
            "= {0: 0, 1: 1, 2: 2, 8: 8, 9: 9}.get(frame.opcode, 0)",
            "gives `0` for what it does not find. With `frame.opcode` in the place of `0` every example",
            "Two things",
        ),
    ],
)
def test_a_kind_of_mistake_in_the_first_byte_is_told(
    old: str, new: str, said: str, unsaid: str, checker: Checker
) -> None:
    assert old in FIRST_BYTE
    exercise = table.by_id("02.encode_first_byte")
    submission = submission_of(exercise, FIRST_BYTE.replace(old, new))
    told = " ".join(sentences(exercise, checker.check(submission)))
    assert said in told and unsaid not in told


def test_fields_that_have_changed_places_are_told_beside_a_refusal(checker: Checker) -> None:
    source = """def encode_first_byte(frame):
    if frame.opcode in (3, 15):
        raise InvalidFrame("reserved")
    flags = (frame.rsv1, frame.fin, frame.rsv2, frame.rsv3)
    return frame.opcode | sum(bool(flag) << 7 - place for place, flag in enumerate(flags))
"""
    exercise = table.by_id("02.encode_first_byte")
    told = " ".join(sentences(exercise, checker.check(submission_of(exercise, source))))
    assert "Changed places: FIN and RSV1." in told
    assert "Line 3 of the cell: `InvalidFrame` is raised where `frame.opcode in (3, 15)` holds" in told


IN_AN_ELSE = """def encode_first_byte(frame):
    first = 0
    for flag, bit in ((frame.fin, FIN), (frame.rsv1, RSV1), (frame.rsv2, RSV2), (frame.rsv3, RSV3)):
        first |= bit if flag else 0
    if first & RSV3:
        pass
    else:
        first |= frame.opcode
    return first
"""
PRINTED = """def encode_first_byte(frame):
    first = frame.opcode | frame.fin << 6
    first |= frame.rsv1 << 6 | frame.rsv2 << 5 | frame.rsv3 << 4
    print(f"{first:08b}")
"""
MASKED_TWICE = """def encode_frame(frame):
    header = encode_header(frame)
    if frame.masking_key is None:
        return header + frame.payload
    payload = masking.mask_payload(frame.payload, frame.masking_key)
    return header + masking.mask_payload(payload, frame.masking_key)
"""
NEVER_REACHED = """def encode_header(frame):
    header = ONE_BYTE[encode_first_byte(frame)]
    if frame.masking_key is None:
        return header + encode_length(len(frame.payload), False)
    else:
        return header + encode_length(len(frame.payload), True) + frame.masking_key
    if len(frame.masking_key) != 4:
        raise InvalidFrame("a masking key has 4 bytes")
"""
CAUGHT_TOO = """def encode_header(frame):
    header = ONE_BYTE[encode_first_byte(frame)]
    try:
        if frame.masking_key is None or len(frame.masking_key) != 4:
            raise InvalidFrame("a masking key has 4 bytes")
        return header + encode_length(len(frame.payload), True) + frame.masking_key
    except InvalidFrame:
        return header + encode_length(len(frame.payload), False)
"""


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (IN_AN_ELSE, ["indentation"]),
        (PRINTED, ["missing_return", "fin_one_bit_low"]),
        (MASKED_TWICE, ["payload_not_masked", "call_twice"]),
        (NEVER_REACHED, ["any_key", "never_reached"]),
        (CAUGHT_TOO, ["any_key", "caught_too"]),
    ],
)
def test_a_cause_that_no_byte_shows_is_told(source: str, said: list[str], checker: Checker) -> None:
    [exercise] = table.named(source.removeprefix("def ").partition("(")[0])
    found = checker.check(submission_of(exercise, source)).findings
    assert [finding.key for finding in found if finding.witness != "right"] == said


def test_a_result_that_nobody_keeps_is_told(checker: Checker) -> None:
    source = """def encode_frame(frame):
    payload = frame.payload
    if frame.masking_key is not None and len(frame.masking_key) == 4:
        masking.mask_payload(payload, frame.masking_key)
    return encode_header(frame) + payload
"""
    exercise = table.by_id("02.encode_frame")
    told = " ".join(sentences(exercise, checker.check(submission_of(exercise, source))))
    assert "is thrown away. With `payload = ` in front" in told


def test_bad_input_that_comes_back_as_none_is_not_spoken_of_as_a_frame(checker: Checker) -> None:
    source = """def encode_frame(frame):
    try:
        header = encode_header(frame)
        if frame.masking_key is not None and frame.opcode is Opcode.TEXT:
            return header + masking.mask_payload(frame.payload, frame.masking_key)
        return header + frame.payload
    except InvalidFrame:
        return None
"""
    exercise = table.by_id("02.encode_frame")
    told = " ".join(sentences(exercise, checker.check(submission_of(exercise, source))))
    assert "In the examples that are wrong, bad input apart: The header is right." in told


WAITS = """def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield ceiling * chance()
        ceiling = min(ceiling * self.factor, self.longest)
"""
BEHIND_THE_LOOP = WAITS.replace("        ceiling = min", "    ceiling = min")
BY_A_HELPER = """def delays(self, chance=random.random):
    def waits(ceiling):
        yield ceiling * chance()
        yield from waits(min(ceiling * self.factor, self.longest))
    return waits(self.first)
"""


def test_what_stands_behind_a_loop_without_an_end_never_happens(checker: Checker) -> None:
    exercise = table.by_id("12.delays")
    told = " ".join(sentences(exercise, checker.check(submission_of(exercise, BEHIND_THE_LOOP))))
    assert "it never happens" in told and "at the end" not in told


def test_a_function_inside_the_answer_that_calls_itself_is_not_called_the_answer(checker: Checker) -> None:
    verdict = checker.check(submission_of(table.by_id("12.delays"), BY_A_HELPER))
    assert verdict.fault is Fault.RECURSION_GOES_ON


def test_an_async_generator_is_told_to_be_a_plain_one(checker: Checker) -> None:
    verdict = checker.check(submission_of(table.by_id("12.delays"), f"async {WAITS}"))
    assert verdict.fault is Fault.IS_ASYNC


def test_a_first_line_is_shown_without_what_python_writes_for_a_function(checker: Checker) -> None:
    source = WAITS.replace("=random.random", "=0.5").replace("chance()", "chance")
    verdict = checker.check(submission_of(table.by_id("12.delays"), source))
    assert verdict.fault is Fault.SIGNATURE and verdict.detail["wanted"] == "(self, chance=...)"


ERRORS = {
    "a power": (
        "12.delays",
        WAITS.replace("ceiling * self.factor,", "ceiling * self.factor ^ 1,"),
        "xor_for_power",
    ),
    "a list beside a deque": (
        "07.receive_ping",
        """def receive_ping(self, payload, events):
    if self.state is OPEN:
        self._pongs = self._pongs + [payload]
    events.append(PingReceived(payload))
""",
        "concat_deque",
    ),
    "a trigger that the state has not": (
        "07.send_close",
        """def send_close(self, code=CloseCode.NORMAL, reason=""):
    if self.state is not OPEN:
        raise self._not_open()
    self._send_frame(CLOSE, close_payload.encode_close_payload(code, reason))
    self.state = TRANSITIONS[CLOSED][Trigger.SEND_CLOSE]
""",
        "key.trigger",
    ),
    "a value for a class": (
        "12.may_send_again",
        "def may_send_again(error, idempotent):\n    return issubclass(error, ConnectionRefused)\n",
        "no_class",
    ),
    "a value for a type": (
        "11.with_id",
        """
def with_id(reply, call_id):
    if not isinstance(call_id, ABSENT):
        reply["id"] = call_id
    return reply
""",
        "no_type",
    ),
    "a key with a dictionary inside": (
        "11.dispatch",
        """
def dispatch(self, dialect, request):
    self._outbox.count(request.action)
    action = self._actions.find(request)
    arguments = action.bind(request.params, self, dialect)
    start = self._start if action.is_async else self._run
    return start(dialect, request, action, arguments)
""",
        "unhashable",
    ),
    "a bytearray that is looked up": (
        "11.dispatch",
        """
def dispatch(self, dialect, request):
    self._outbox.count(request.action)
    action = self._actions.find(bytearray(request.action.encode()))
    arguments = action.bind(request.params, self, dialect)
    start = self._start if action.is_async else self._run
    return start(dialect, request, action, arguments)
""",
        "unhashable.bytes",
    ),
    "a property that is set": (
        "11.regulate",
        """
def regulate(self):
    self.reads = not (self.is_open and (self.congested or self.held > MAX_SEND_BUFFER))
""",
        "no_setter",
    ),
    "a field that is set": (
        "12.gap_between",
        "def gap_between(seen, resumed):\n    seen.offset += 1\n    return Gap(seen.offset, None)\n",
        "fixed",
    ),
    "a power for an index": (
        "02.encode_frame",
        WHOLE.replace("payload[i] ^= ", "payload[i] = ONE_BYTE[payload[i] ** ").replace("% 4]", "% 4]][0]"),
        "index_too_large",
    ),
    "a generator used twice": (
        "16.ratios",
        """def ratios(times, base):
    each = (one / other for one, other in zip(times, base, strict=True))
    return Spread(min(each), median(each), max(each))
""",
        "nothing_left",
    ),
}


@pytest.mark.parametrize("what", ERRORS)
def test_an_error_has_words(what: str, checker: Checker) -> None:
    exercise, source, key = ERRORS[what]
    verdict = checker.check(submission_of(table.by_id(exercise), source))
    assert [finding.key for finding in verdict.findings][:1] == [key]


def test_one_argument_is_one(checker: Checker) -> None:
    exercise = table.by_id("07.receive_ping")
    source = """def receive_ping(self, payload, events):
    if self.state is OPEN:
        self._pongs.append(frames.encode_frame(PONG, payload))
    events.append(PingReceived(payload))
"""
    verdict = checker.check(submission_of(exercise, source))
    assert sentences(exercise, verdict)[0] == "`encode_frame` takes 1 argument, and is given 2."


HELPER = """def receive_ping(self, payload, events):
    class Pongs:
        def __init__(self): self.all = []
        def add(self, one): self.all = [one]
        @staticmethod
        def count(of): return len(of)
    {call}
"""
COUNTED = {
    "Pongs().add(1, 2)": "add` takes 1 argument, and is given 2.",
    "Pongs(3)": "Pongs` takes 0 arguments, and is given 1.",
    "Pongs.count([], 2)": "count` takes 1 argument, and is given 2.",
    "self.receive_data(1, 2, 3)": "`Connection.receive_data` takes 1 argument, and is given 3.",
    "Connection.receive_data(self, 1, 2)": "`Connection.receive_data` takes 2 arguments, and is given 3.",
}


@pytest.mark.parametrize("call", COUNTED)
def test_of_a_method_the_arguments_that_a_call_writes_down_are_counted(checker: Checker, call: str) -> None:
    """Python counts `self` among them."""
    exercise = table.by_id("07.receive_ping")
    verdict = checker.check(submission_of(exercise, HELPER.format(call=call)))
    assert COUNTED[call] in sentences(exercise, verdict)[0]


def test_a_bytearray_that_is_kept_is_told_by_what_is_kept(checker: Checker) -> None:
    """The kit looks an opcode up later: the dictionary is none of the answer's."""
    exercise = table.by_id("04.feed")
    kept = "self._data = bytearray(self._data[self._used:]) + data"
    verdict = checker.check(
        submission_of(exercise, f"def feed(self, data):\n    {kept}\n    self._used = 0\n")
    )
    assert [finding.key for finding in verdict.findings][:1] == ["not_bytes"]


UNNAMED = data("except PeerFault as fault", "except PeerFault")
NAMED_BY_AS = "Is it the error that is caught? `except PeerFault as fault:` gives it this name."


def test_an_error_that_is_given_no_name_is_told_by_its_except() -> None:
    exercise = table.by_id("07.receive_data")
    verdict = run_check(submission_of(exercise, UNNAMED))
    assert verdict.fault is Fault.UNKNOWN_NAME
    said = " ".join(feedback.wrong(exercise, verdict, feedback.Context(UNNAMED)).text.split())
    assert NAMED_BY_AS in said and "Run the cell" not in said


def test_an_error_without_a_name_in_another_example_is_told_by_its_except(checker: Checker) -> None:
    exercise = table.by_id("07.receive_data")
    source = UNNAMED.replace("self.state is not CLOSED and (frame :=", "(frame :=")
    said = " ".join(sentences(exercise, checker.check(submission_of(exercise, source))))
    assert NAMED_BY_AS in said and "misspelt" not in said


CAUGHT = """def answer(first, other):
    result = first
    try:
        return int(result)
    except {caught}:
        return {told}
"""


@pytest.mark.parametrize(
    ("caught", "told", "name", "expected"),
    [
        ("ValueError", "str(error)", "error", "ValueError"),
        ("(ValueError, TypeError)", "str(error)", "error", "(ValueError, TypeError)"),
        ("ValueError as problem", "str(error)", "error", ""),
        ("ValueError", "reslt", "reslt", ""),
        ("ValueError", "frist", "frist", ""),
        ("ValueError", "Nothing", "Nothing", ""),
        ("ValueError", "unheard(other)", "unheard", ""),
    ],
)
def test_a_name_may_be_that_of_a_caught_error(caught: str, told: str, name: str, expected: str) -> None:
    source = CAUGHT.format(caught=caught, told=told)
    assert caught_without_a_name(source, name) == expected


def sends_again(old: str, new: str) -> str:
    source = """def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    return isinstance(error, ConnectionLost) and idempotent and error.code not in REFUSES_A_MESSAGE
"""
    assert old in source
    return source.replace(old, new)


def gap(old: str, new: str) -> str:
    source = """def gap_between(seen, resumed):
    if resumed.epoch != seen.epoch:
        return Gap(seen.offset + 1, None)
    if resumed.offset > seen.offset:
        return Gap(seen.offset + 1, resumed.offset)
    return None
"""
    assert old in source
    return source.replace(old, new)


CAUSES = {
    "an item that is not looked for": (
        "12.wait_after",
        """def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code in (1001, 1012):
        least, most = self.restart
        return least + (most - least) * chance()
    if code == 1013:
        asked = asked_wait(reason)
        return delay + (self.longest if asked is None else asked)
    return delay
""",
        ["item_too_many"],
    ),
    "a class that does not belong there": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, (ConnectionLost, RpcTimeout)):
        return idempotent and error.code not in REFUSES_A_MESSAGE
    return False
""",
        ["no_attribute", "class_too_many"],
    ),
    "a mistake of the example that is shown, before an argument that another one needs": (
        "12.wait_after",
        """def wait_after(self, code, reason, delay, chance=random.random):
    if 4000 < code < 5000 or code == 1008:
        return 0
    match code:
        case 1012:
            return delay
    return delay
""",
        ["zero_for_never", "not_used"],
    ),
    "one operator of several": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    return isinstance(error, ConnectionRefused) or isinstance(error, ConnectionLost) and idempotent \\
        or error.code not in REFUSES_A_MESSAGE
""",
        ["one_or_both"],
    ),
    "the order of the cases of a `match`": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    match error:
        case ConnectionLost():
            return idempotent and error.code not in REFUSES_A_MESSAGE
        case ConnectionRefused():
            return True
    return False
""",
        ["refused_is_lost", "order_of_cases"],
    ),
    "the order of the cases of a `try`": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    try:
        raise error
    except ConnectionLost:
        return idempotent and error.code not in REFUSES_A_MESSAGE
    except ConnectionRefused:
        return True
    except RpcError:
        return False
""",
        ["refused_is_lost", "order_of_cases"],
    ),
    "what is not None": (
        "12.may_send_again",
        sends_again("idempotent and", "idempotent is not None and"),
        ["not_asked", "none_alone"],
    ),
    "a text among numbers": (
        "12.may_send_again",
        sends_again("error.code not in", "str(error.code) not in"),
        ["number_and_text"],
    ),
    "a `return` behind `else` in a loop": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        for code in REFUSES_A_MESSAGE:
            if error.code == code:
                return False
            else:
                return idempotent
    return False
""",
        ["return_in_loop"],
    ),
    "what stands behind `return`": (
        "16.ratios",
        """def ratios(times, base):
    each = [one / other for one, other in zip(times, base)]
    return Spread(min(each), median(each), max(each))
    if len(times) != len(base):
        raise ValueError("the rounds differ")
""",
        ["rounds_not_counted", "never_reached"],
    ),
    "a case in which something is done": (
        "16.measure",
        """def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call()
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    if len(seconds) > 2:
        seconds.remove(max(seconds))
    return seconds
""",
        ["statement_too_many"],
    ),
    "a larger one that is not asked for": (
        "12.gap_between",
        gap("Gap(seen.offset + 1, resumed", "Gap(max(seen.offset + 1, resumed.offset - 99), resumed"),
        ["smaller_or_larger"],
    ),
    "a class in the place of a value": (
        "12.gap_between",
        gap("Gap(seen.offset + 1, None)", "Gap").replace("Gap(seen.offset + 1, resumed.offset)", "Gap"),
        ["class_alone"],
    ),
    "a `return` that is missing in each case": (
        "12.due",
        """def due(self):
    if self.pinged is None:
        print(self.ponged + self._interval)
    else:
        print(self.pinged + self._timeout)
""",
        ["missing_return_in_branch", "bytes_do_not_count"],
    ),
    "a number drawn on top": (
        "12.due",
        """def due(self):
    import random
    if self.pinged is None:
        return self.ponged + self._interval + random.uniform(0, 1)
    return max(self.pinged, self.heard) + self._timeout
""",
        ["too_many"],
    ),
    "a range that would be empty the other way round": (
        "12.may_send_again",
        sends_again("REFUSES_A_MESSAGE", "REFUSES_A_MESSAGE and error.code not in range(4000, 5000)"),
        ["private_is_a_refusal", "condition_too_many"],
    ),
    "two comparisons in a chain": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        return idempotent and error.code in REFUSES_A_MESSAGE == False
    return False
""",
        ["never_after_a_loss", "chained"],
    ),
    "an error compared with a new one": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    if error == ConnectionRefused('nobody there'):
        return True
    if error == ConnectionLost('gone'):
        return idempotent and error.code not in REFUSES_A_MESSAGE
    return False
""",
        ["always_no", "new_error_compared"],
    ),
    "one of two classes": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    if isinstance(error, ConnectionLost and ConnectionRefused):
        return True
    if isinstance(error, ConnectionRefused or ConnectionLost):
        return idempotent and error.code not in REFUSES_A_MESSAGE
    return False
""",
        ["never_after_a_loss", "one_of_two_classes"],
    ),
    "a truth value that is not returned": (
        "12.may_send_again",
        """def may_send_again(error, idempotent):
    if isinstance(error, ConnectionRefused):
        return True
    if isinstance(error, ConnectionLost):
        if error.code in REFUSES_A_MESSAGE:
            False
        if idempotent:
            return True
    return False
""",
        ["missing_return_in_branch"],
    ),
    "another argument beside what comes of it": (
        "12.wait_after",
        """def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(reason):
        return None
    if code == 1012:
        least, most = self.restart
        return least + chance() * (most - least)
    if code == 1013:
        asked = asked_wait(reason)
        return (self.longest if asked is None else asked) + delay
    return delay
""",
        ["no_code_is_final", "other_argument"],
    ),
    "a field of a frozen object": (
        "12.delays",
        """def delays(self, chance=random.random):
    while True:
        yield (chance() * self.first)
        self.first = min(self.first * self.factor, self.longest)
""",
        ["fixed", "other_object_changed"],
    ),
    "a statement left out, and what is so only then": (
        "12.delays",
        """def delays(self, chance=random.random):
    wait = self.first
    while True:
        wait = round(chance() * wait, 1)
        yield wait
        wait = min(wait * self.factor, self.longest)
""",
        [],
    ),
    "an argument that nothing uses": (
        "12.delays",
        """def delays(self, chance=random.random):
    dice = random.Random(42)
    ceiling = self.first
    while True:
        yield (dice.random() * ceiling)
        ceiling = min(ceiling * self.factor, self.longest)
""",
        ["not_used"],
    ),
    "a number in the place of an attribute": (
        "12.delays",
        """def delays(self, chance=random.random):
    ceiling = 1.0
    while True:
        yield (chance() * ceiling)
        ceiling = min(ceiling * self.factor, self.longest)
""",
        ["attribute_for_constant"],
    ),
    "a power": (
        "12.delays",
        """def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield (chance() * ceiling)
        ceiling = min(ceiling ** self.factor, self.longest)
""",
        ["operator"],
    ),
    "a function in the place of what it gives": (
        "12.delays",
        """def delays(self, chance=random.random):
    ceiling = self.first
    while True:
        yield (lambda: chance() * ceiling)
        ceiling = min(ceiling * self.factor, self.longest)
""",
        ["another_type_inside"],
    ),
    "a name behind a tuple": (
        "12.gap_between",
        """def gap_between(seen, resumed):
    if seen['epoch'] != resumed['epoch']:
        return Gap(seen['offset'] + 1, None)
    if resumed['offset'] > seen['offset']:
        return Gap(seen['offset'] + 1, resumed['offset'])
    return None
""",
        ["index_of_text"],
    ),
    "a question that comes too late": (
        "16.percentile",
        """def percentile(samples, percent):
    ordered = sorted(samples)
    result = ordered[math.ceil(percent * len(ordered) / 100) - 1]
    if not ordered:
        raise ValueError('no samples')
    return result
""",
        ["index", "order_of_statements"],
    ),
    "an index that only keeps an error away": (
        "16.ratios",
        """def ratios(times, base):
    each = [times[i] / base[i] for i in range(len(times))]
    if len(each) != len(base):
        raise ValueError('rounds differ')
    return Spread(min(each), median(each), max(each))
""",
        ["index"],
    ),
    "a list that is not put in order": (
        "16.percentile",
        """def percentile(samples, percent):
    if not samples:
        raise ValueError('no samples')
    ordered = list(samples).sort()
    rank = math.ceil(percent * len(samples) / 100)
    return ordered[rank - 1]
""",
        ["none", "sorted_in_place"],
    ),
    "a count from 0": (
        "16.percentile",
        """def percentile(samples, percent):
    if not samples:
        raise ValueError('no samples')
    n = len(samples)
    for i, value in enumerate(sorted(samples)):
        if 100 * i >= percent * n:
            return value
""",
        ["counted_from_0"],
    ),
    "a condition in a comprehension": (
        "16.ratios",
        """def ratios(times, base):
    if len(times) != len(base):
        raise ValueError('rounds differ')
    each = [t / b for t, b in zip(times, base) if t >= b]
    return Spread(min(each), median(each), max(each))
""",
        ["condition_too_many"],
    ),
    "two lists divided": (
        "16.ratios",
        """def ratios(times, base):
    if len(times) != len(base):
        raise ValueError('rounds differ')
    each = times / base
    return Spread(min(each), median(each), max(each))
""",
        ["lists"],
    ),
    "an argument that is not called": (
        "16.measure",
        """def measure(call, calls, warm_up, clock):
    for _ in range(warm_up):
        call
    seconds = []
    for _ in range(calls):
        begun = clock()
        call()
        seconds.append(clock() - begun)
    return seconds
""",
        ["no_warm_up", "argument_not_called"],
    ),
    "a payload that tells whether a message has begun": (
        "05.add_fragment",
        ADD_FRAGMENT.replace("self._opcode is None", "not self._payload"),
        ["told_by_payload", "line"],
    ),
    "a payload that tells, and a room that shrinks by all": (
        "05.add_fragment",
        ADD_FRAGMENT.replace("self._opcode is None", "not self._payload").replace(
            "len(frame.payload)", "len(self._payload)"
        ),
        ["told_by_payload", "room_shrinks_by_all"],
    ),
    "a message that is made by hand": (
        "05.add_fragment",
        ADD_FRAGMENT.replace(
            "return self._finish()",
            """if self._opcode is TEXT:
            return TextMessage(self._payload.decode())
        return BytesMessage(self._payload)""",
        ),
        ["made_by_hand"],
    ),
    "no test for None, and three mistakes more": (
        "07.receive_data",
        """def receive_data(self, data):
    events = []
    self._reader.feed(data)
    while (frame := self._reader.next_frame()) is not None:
        if frame.opcode in CONTROL_OPCODES:
            self.receive_control(frame, events)
        else:
            events.append(self._messages.add(frame))
    self._check_partial_text()
    return events
""",
        ["none_inside", "not_refused_raised"],
    ),
    "a truth that is added to a length": (
        "02.encode_length",
        """def encode_length(length, masked):
    if length <= 125:
        return bytes([length + masked])
    if length <= 65535:
        return bytes([126 + masked]) + length.to_bytes(2, "big")
    return bytes([127 + masked]) + length.to_bytes(8, "big")
""",
        ["masked_counted"],
    ),
    "a deque among lists": (
        "16.take_turns",
        """from collections import deque

def take_turns(names, rounds):
    order = deque(names)
    result = []
    for _ in range(rounds):
        result.append(order)
        order.rotate(-1)
    return result
""",
        ["another_type_inside"],
    ),
    "an error that is caught, acted on and not raised again": (
        "09.exchange",
        CATCHING.format(caught="self._cancel(socket, call_id)", last="self._pending.remove(call_id)"),
        ["not_raised_again", "told_of_an_answered_call"],
    ),
    "an error after which a call is cancelled, and which is not raised again": (
        "09.exchange",
        CATCHING.format(caught="reply.cancel()", last=REMOVED),
        ["not_raised_again"],
    ),
    "an error that is caught, before a `finally`": (
        "09.exchange",
        CATCHING.format(caught="pass", last=REMOVED),
        ["swallowed"],
    ),
    "an error that is not raised again, and a request that is sent too early": (
        "09.exchange",
        CATCHING.format(caught="self._cancel(socket, call_id)", last="self._pending.remove(call_id)")
        .replace("        socket.send_text(text)\n", "")
        .replace("    try:\n", "    socket.send_text(text)\n    try:\n")
        .replace("(asyncio.CancelledError, RpcTimeout)", "asyncio.CancelledError"),
        ["not_raised_again", "told_of_cancellation_alone", "sent_outside"],
    ),
    "the name of a field that is looked for in a record": (
        "09.receive_text",
        RECEIVE_TEXT.format(test='"id" in message'),
        ["name_in_a_record"],
    ),
    "a field that a record does not have": (
        "09.settle",
        """def settle(self, reply):
    future = self._futures.pop(reply.call_id, None)
    if future is None or future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)
""",
        ["no_field"],
    ),
    "a table that loses items while a loop goes through it": (
        "09.fail_all",
        """def fail_all(self, why):
    self.start_over()
    for call_id in self._futures:
        future = self._futures[call_id]
        del self._futures[call_id]
        if not future.done():
            future.set_exception(why())
""",
        ["changed_in_a_loop"],
    ),
    "a byte is moved to the right end, and what stands above it stays": (
        "03.apply_mask",
        """def apply_mask(payload, masking_key):
    key = int.from_bytes(masking_key, "big")
    return bytes(b ^ (key >> (24 - 8 * (i % 4))) for i, b in enumerate(payload))
""",
        ["higher_bits"],
    ),
    "bits are moved beyond the top, and stay": (
        "03.turn_key",
        """def turn_key(masking_key, count):
    number, places = int.from_bytes(masking_key, "big"), 8 * (count % 4)
    return (number << places | number >> (32 - places)).to_bytes(4, "big")
""",
        ["higher_bits"],
    ),
    "a product that takes what is behind it": (
        "03.apply_mask_fast",
        fast("masking_key * (size // 4 + 1)", "masking_key * size // 4 + 1"),
        ["sum_in_product"],
    ),
    "one bit for what is left of a division": (
        "03.turn_key",
        """def turn_key(masking_key, count):
    turn = count & 4
    return masking_key[turn:] + masking_key[:turn]
""",
        ["not_turned", "bit_for_rest"],
    ),
    "one byte order out of three": (
        "03.apply_mask_fast",
        fast('to_bytes(size, "little")', 'to_bytes(size, "big")'),
        ["masked_backwards", "other_byte_order"],
    ),
    "two pieces in the order in which they stood": (
        "03.turn_key",
        """def turn_key(masking_key, count):
    front, rest = masking_key[: count % 4], masking_key[count % 4 :]
    return front + rest
""",
        ["not_turned", "joined_in_order"],
    ),
    "one too much, and not another number": (
        "03.apply_mask_fast",
        fast("[:size]", "[: size - 1]"),
        ["too_many"],
    ),
    "a number read with its sign": (
        "03.apply_mask_fast",
        fast('(payload, "little")', '(payload, "little", signed=True)'),
        ["byte_range_negative_signed", "line"],
    ),
    "a method that is called on its class": (
        "03.masking_keys",
        """def masking_keys():
    from random import SystemRandom
    while True:
        yield SystemRandom.randbytes(4)
""",
        ["arguments_missing.self"],
    ),
}


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("def turn_key(masking_key, count, seen=[]):\n    seen.append(count)\n", "default"),
        ("seen = 0\n\ndef turn_key(masking_key, count):\n    global seen\n    seen += count\n", "outside"),
        ("def turn_key(masking_key, count, seen=[]):\n    global last\n    last = seen\n", ""),
        ("def turn_key(masking_key, count, place=0):\n    return masking_key\n", ""),
    ],
)
def test_where_something_is_kept_between_calls(source: str, kept: str) -> None:
    assert kept_between_calls(source) == kept


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (  # the digits are no text to encode
            """def apply_mask(payload, masking_key):
    return bytes(b ^ masking_key[i % 4] for i, b in enumerate(payload)).hex()
""",
            "returns a value of type `str`",
        ),
        (
            """def apply_mask(payload, masking_key, masked=bytearray()):
    for i, b in enumerate(payload):
        masked.append(b ^ masking_key[i % 4])
    return bytes(masked)
""",
            "A default value is made once",
        ),
    ],
)
def test_a_fault_is_told_by_what_is_known_of_it(source: str, said: str, checker: Checker) -> None:
    exercise = table.by_id("03.apply_mask")
    page = feedback.wrong(exercise, checker.check(submission_of(exercise, source)), feedback.Context(source))
    words = " ".join(page.text.split())
    assert said in words and "encode()" not in words


def test_the_condition_that_refuses_is_named_alone(checker: Checker) -> None:
    source = """def apply_mask(payload, masking_key):
    if not payload or len(masking_key) != 4:
        raise ValueError("nothing to mask")
    return bytes(b ^ masking_key[i % 4] for i, b in enumerate(payload))
"""
    exercise = table.by_id("03.apply_mask")
    said = " ".join(sentences(exercise, checker.check(submission_of(exercise, source))))
    assert "`not payload`" in said and "len(masking_key)" not in said


@pytest.mark.parametrize("what", CAUSES)
def test_a_cause_is_told(what: str, checker: Checker) -> None:
    exercise, source, keys = CAUSES[what]
    verdict = checker.check(submission_of(table.by_id(exercise), source))
    assert [finding.key for finding in verdict.findings if finding.key != "already"] == keys


def test_an_argument_that_the_shown_example_does_not_need_stands_beside(checker: Checker) -> None:
    exercise, source, _ = CAUSES[
        "a mistake of the example that is shown, before an argument that another one needs"
    ]
    told = sentences(table.by_id(exercise), checker.check(submission_of(table.by_id(exercise), source)))
    assert told[0].startswith("In this example: Where there is no way back 0 comes back")
    assert told[1] == "Besides: Nothing in the function uses `reason`."
    exercise, source, _ = CAUSES["an argument that nothing uses"]
    told = sentences(table.by_id(exercise), checker.check(submission_of(table.by_id(exercise), source)))
    assert told[0].startswith("Nothing in the function uses `chance`. Line 5 of the cell draws by itself")


def test_chance_of_its_own_is_told_beside_other_mistakes(checker: Checker) -> None:
    source = """def wait_after(self, code, reason, delay, chance=random.random):
    if is_final(code):
        return None
    if code == 1012:
        return delay + random.uniform(*self.restart)
    if code == 1013:
        return delay + (asked_wait(reason) or self.longest)
    return delay
"""
    exercise = table.by_id("12.wait_after")
    told = sentences(exercise, checker.check(submission_of(exercise, source)))
    assert "Line 5 of the cell draws by itself: `random.uniform(*self.restart)`" in told[0]


def test_an_error_of_a_later_call_is_told_by_what_was_left_behind(checker: Checker) -> None:
    source = """def add_fragment(self, frame):
    if self._fragments == 0:
        self._opcode = frame.opcode
    if self._opcode is TEXT:
        self._check_text(frame)
    self._payload = bytearray(frame.payload)
    self._room -= 1
    return self._finish() if frame.fin else None
"""
    exercise = table.by_id("05.add_fragment")
    verdict = checker.check(submission_of(exercise, source))
    told = " ".join(sentences(exercise, verdict))
    assert "raised_by_another" in [finding.key for finding in verdict.findings]
    assert "what the calls before it have left behind" in told and "no bad input" not in told


@pytest.mark.parametrize("acted_on", [True, False])
def test_a_loop_that_does_not_end_in_one_example_is_told_with_the_others(
    acted_on: bool, checker: Checker
) -> None:
    act = """if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
            """
    source = f"""def receive_data(self, data):
    data = as_bytes(data)
    events = []
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    try:
        while True:
            frame = self._reader.next_frame()
            if frame is None:
                continue
            {act if acted_on else ""}return events
    except PeerFault as fault:
        self.fail(fault, events)
    return events
"""
    verdict = checker.check(submission_of(table.by_id("07.receive_data"), source))
    found = {finding.key: finding.values for finding in verdict.findings}
    assert "an_empty_read" in found["endless"]["scenarios"]
    assert found["already"]["passed"] == ("12" if acted_on else "4")


def test_two_mistakes_where_no_error_is_raised_say_so_once(checker: Checker) -> None:
    source = """def receive_text(self, text):
    try:
        message = decode_replies(decode_json(text))[0]
    except ValueError as error:
        raise ProtocolError(str(error)) from error
    if isinstance(message, Notification):
        self._on_notification(message, len(text))
    else:
        self.settle(message)
"""
    exercise = table.by_id("09.receive_text")
    told = sentences(exercise, checker.check(submission_of(exercise, source)))
    assert told[0].startswith("In another example, `pending.receive_text('[]')`: No item has this index.")
    assert told[1] == "Where no error is raised two things go wrong:"
    assert len(told) == 4 and not any("Where no error" in text for text in told[2:])


def test_bad_input_that_a_mistake_explains_is_not_told_once_more_besides(checker: Checker) -> None:
    source = """def send_close(self, code=CloseCode.NORMAL, reason=""):
    while len(reason.encode()) > 123:
        reason = reason[:-1]
    self._send_frame(CLOSE, close_payload.encode_close_payload(code, reason))
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]
"""
    exercise = table.by_id("07.send_close")
    verdict = checker.check(submission_of(exercise, source))
    assert [found.key for found in verdict.findings[:2]] == ["sent_again", "not_refused_some"]
    assert verdict.findings[1].values["scenarios"] == "a_reason_that_is_too_long"


def test_a_record_is_told_by_its_fields_and_a_deadline_by_its_seconds(checker: Checker) -> None:
    settle, receive = table.by_id("09.settle"), table.by_id("08.receive")
    _, source, _ = CAUSES["a field that a record does not have"]
    told = " ".join(sentences(settle, checker.check(submission_of(settle, source))))
    assert told == "`Reply` has no `call_id`. Its fields are `id`, `result`, `error`."
    waits = """def receive(self, deadline, limit=None):
    while not self._texts and deadline > 0:
        self._check_open()
        self._read(deadline)
    return self._texts.popleft() if self._texts else None
"""
    told = " ".join(sentences(receive, checker.check(submission_of(receive, waits))))
    assert "A `Deadline` is no number: `deadline.remaining()`" in told


def test_where_a_call_waits_by_its_deadline_watch_is_told_at_once(checker: Checker) -> None:
    """The seconds that are left, in the place of the deadline, would be wrong as well."""
    exercise = table.by_id("09.exchange")
    waits = CATCHING.format(caught="raise", last=REMOVED).replace(
        "await reply", "await asyncio.wait_for(reply, deadline)"
    )
    (told,) = sentences(exercise, checker.check(submission_of(exercise, waits)))
    assert "`self._expiry.watch(reply, deadline)` looks at it" in told and "remaining" not in told


@pytest.mark.parametrize(
    ("caught", "last", "key"),
    [
        ("RpcTimeout", "raise", "except_for_finally"),
        ("RpcTimeout", "", "caught_for_finally"),
        ("asyncio.CancelledError", "raise", "except_for_finally"),
        ("asyncio.CancelledError", "", "caught_for_finally"),
    ],
)
def test_what_belongs_to_every_end_is_not_reached_in_an_except(
    caught: str, last: str, key: str, checker: Checker
) -> None:
    source = f"""async def exchange(self, socket, text, call_id, deadline):
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    except {caught}:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)
        {last}
"""
    exercise = table.by_id("09.exchange")
    verdict = checker.check(submission_of(exercise, source))
    assert [finding.key for finding in verdict.findings if finding.key != "already"] == [key]
    (told,) = sentences(exercise, verdict)
    assert "it never comes into an `except`" in told and "belongs in `finally`" in told


@pytest.mark.parametrize("what", ["reply.error['message']", "reply.error.message"])
def test_the_error_of_a_reply_is_said_to_be_an_exception(what: str, checker: Checker) -> None:
    exercise = table.by_id("09.settle")
    source = f"""def settle(self, reply):
    future = self._futures.pop(reply.id, None)
    if future is None or future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception({what})
    else:
        future.set_result(reply.result)
"""
    (told,) = sentences(exercise, checker.check(submission_of(exercise, source)))
    assert "ready for `set_exception`" in told or "`reply.error` is one, ready as it is" in told


def test_no_return_is_missing_where_an_except_goes_no_further(checker: Checker) -> None:
    source = CATCHING.format(caught="self._cancel(socket, call_id)", last="self._pending.remove(call_id)")
    verdict = checker.check(submission_of(table.by_id("09.exchange"), source))
    assert verdict.fault is Fault.GIVES_NONE


@pytest.mark.parametrize("seconds", [1e-9, 10])
def test_a_coroutine_that_waits_in_a_loop_is_told_that_it_holds_all(seconds: float) -> None:
    source = """async def exchange(self, socket, text, call_id, deadline):
    reply = self._pending.add(call_id)
    socket.send_text(text)
    while not reply.done():
        time.sleep(SECONDS)
    return reply.result()
""".replace("SECONDS", str(seconds))
    exercise = table.by_id("09.exchange")
    submission = replace(submission_of(exercise, source), preamble=("import time\n",))
    verdict = run_check(submission)
    said = " ".join(feedback.wrong(exercise, verdict, feedback.Context(source, source)).text.split())
    assert verdict.line == 4 and "There is no `await` in its loop, so it holds the event loop" in said


@pytest.mark.parametrize("raises", [True, False])
def test_the_words_of_an_error_are_said_to_be_free_where_one_is_shown(raises: bool, checker: Checker) -> None:
    source = RECEIVE_TEXT.format(test="not isinstance(message, Notification)")
    source = source.replace("raise ProtocolError(str(error)) from error", "return") if raises else source
    source = source if raises else source.replace("self.settle(message)", "pass")
    exercise = table.by_id("09.receive_text")
    page = feedback.wrong(exercise, checker.check(submission_of(exercise, source)), feedback.Context())
    assert page.text.count("What an error says is free.") == raises


def add_fragment(old: str, new: str) -> tuple[str, str]:
    assert old in ADD_FRAGMENT
    return "05.add_fragment", ADD_FRAGMENT.replace(old, new)


PARSE_CLOSE_PAYLOAD = """def parse_close_payload(payload):
    if not payload:
        return CloseCode.NO_STATUS, ""
    if len(payload) < CODE_LENGTH:
        raise ProtocolFault("half a code")
    code = {code}
    if not {asked}(code):
        raise ProtocolFault("this code may not be sent")
    return code, utf8.decode_text(payload[CODE_LENGTH:])
"""

CHECK_PART = """def check_part(self, part, final=False):
    try:
        for byte in part:
            {decoded}
    except UnicodeDecodeError:
        raise DataFault(NOT_UTF8) from None
"""

SHRINKS = "by something else than the bytes of the payload"
COUNTS, BEGIN = "self._room -= len(frame.payload)", "    if self._opcode is TEXT:"
NUMBER = (
    "Is `may_be_sent` asked for one number, made of both bytes, "
    'as `int.from_bytes(payload[:2], "big")` makes it?'
    " And is it left out where the payload is empty? It refuses 1005: no frame carries that."
)
WHOLE = "A loop over bytes gives numbers, and `byte` is one of them"
ONE_CLASS = "Every message is of one class"

TOLD_ALONE = {
    "room that shrinks by one": (*add_fragment(COUNTS, "self._room -= 1"), SHRINKS),
    "room that shrinks by two": (*add_fragment(COUNTS, "self._room = self._room - 2"), SHRINKS),
    "room that is replaced": (*add_fragment(COUNTS, "self._room = len(frame.payload)"), "It is what is left"),
    "a text of any data": (*add_fragment("self._finish()", "TextMessage(self._payload)"), ONE_CLASS),
    "an end where nothing is": (
        *add_fragment("if frame.fin", "if not frame.payload"),
        "An empty payload ends",
    ),
    "an `if` in an `else`": (
        *add_fragment(BEGIN + "\n        ", "    else:\n        if self._opcode is TEXT:\n            "),
        "this `if` stands in an `else`",
    ),
    "a continuation that is compared": (
        "05.check_fragment",
        """def check_fragment(self, header):
    if header.opcode is CONTINUATION and self._opcode is None:
        raise ProtocolFault("nothing to continue")
    if self._opcode is not None and header.opcode is not self._opcode:
        raise ProtocolFault("a message inside a message")
    if self._fragments >= self._limits.max_fragments:
        raise SizeFault("too many fragments")
""",
        "A continuation has an opcode of its own, 0",
    ),
    "numbers to the decoder": (
        "05.check_part",
        CHECK_PART.format(decoded="self._decoder.decode(byte, final)"),
        WHOLE,
    ),
    "a method of a number": ("05.check_part", CHECK_PART.format(decoded="byte.decode()"), WHOLE),
    "what is never sent": (
        "05.may_be_sent",
        "def may_be_sent(code):\n    return code in NEVER_SENT\n",
        "1005, 1006 and 1015 are let pass, which no frame may carry",
    ),
    "what is never sent, and low numbers": (
        "05.may_be_sent",
        "def may_be_sent(code):\n    return code in NEVER_SENT or code < 1000\n",
        "1005, 1006 and 1015 are let pass, which no frame may carry",
    ),
    "a tuple for a range": (
        "05.may_be_sent",
        "def may_be_sent(code):\n    return code in REGISTERED_CODES or code in (3000, 4999)\n",
        "only the ends are let pass",
    ),
    "all but four": (
        "05.may_be_sent",
        "def may_be_sent(code):\n    return not (code in NEVER_SENT or code == 1004)\n",
        "Every number but 1004, 1005, 1006 and 1015 is let pass.",
    ),
    "a state moved by hand, whose row has no way left": (
        "07.fail",
        """def fail(self, fault, events):
    code, reason = fault.close_code, str(fault)
    if self.state is OPEN:
        self._send_last_frame(close_payload.encode_close_payload(code, reason))
    self.state = CLOSED
    self._end(Trigger.FAIL, code, reason, reason, events)
""",
        "leave the state to `self._end`",
    ),
}


@pytest.mark.parametrize("what", TOLD_ALONE)
def test_one_mistake_is_told_by_one_sentence(what: str, checker: Checker) -> None:
    name, source, said = TOLD_ALONE[what]
    exercise = table.by_id(name)
    (told,) = sentences(exercise, checker.check(submission_of(exercise, source)))
    assert said in told


def test_an_elif_is_called_so_where_one_stands(checker: Checker) -> None:
    name, source = add_fragment(BEGIN, "    elif self._opcode is TEXT:")
    exercise = table.by_id(name)
    (told,) = sentences(exercise, checker.check(submission_of(exercise, source)))
    assert "`elif` looks only where" in told


@pytest.mark.parametrize("asked", ["close.may_be_sent", "may_be_sent"])
@pytest.mark.parametrize("code", ["payload[:2]", "payload[0] + payload[1]"])
def test_what_refuses_says_what_it_asks_for(code: str, asked: str, checker: Checker) -> None:
    exercise = table.by_id("05.parse_close_payload")
    source = PARSE_CLOSE_PAYLOAD.format(code=code, asked=asked)
    told = sentences(exercise, checker.check(submission_of(exercise, source)))
    assert told[0].endswith(f"No error belongs here. {NUMBER}")
    of_another = sentences(exercise, checker.check(submission_of(exercise, source.replace("not ", ""))))
    assert not any(NUMBER in text for text in of_another)


def test_a_number_that_is_added_to_bytes_is_told_of_plus(checker: Checker) -> None:
    exercise = table.by_id("03.apply_mask")
    source = """def apply_mask(payload, masking_key):
    masked = b""
    for byte in payload:
        masked = masked + byte
    return masked
"""
    (told,) = sentences(exercise, checker.check(submission_of(exercise, source)))
    assert told.startswith("`+` joins bytes with bytes")
