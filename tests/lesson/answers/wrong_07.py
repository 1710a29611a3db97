# ruff: noqa
# Wrong answers to chapter 07's exercises as people write them, each after a line that names the
# diagnosis it must get. They are written in other ways than the models in the declarations.

# --- receive_ping: answers_after_close
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    events.append(PingReceived(payload))
    self._pongs.append(payload)


# --- receive_ping: empty_pong
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state == OPEN:
        self._pongs.append(bytes())
    events.append(PingReceived(payload))


# --- receive_ping: no_pong
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    events.append(PingReceived(payload))


# --- receive_ping: upside_down
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    events.append(PingReceived(payload))
    if self.state == OPEN:
        return
    self._pongs.append(payload)


# --- receive_ping: not_told
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state == OPEN:
        self._pongs.append(payload)


# --- receive_ping: told_only_when_open
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state is not OPEN:
        return
    self._pongs.append(payload)
    events.append(PingReceived(payload))


# --- receive_ping: told_as_pong
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    events.append(PongReceived(payload))
    if self.state == OPEN:
        self._pongs.append(payload)


# --- receive_ping: told_before_all_else
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    events[:0] = [PingReceived(payload)]
    if self.state == OPEN:
        self._pongs.append(payload)


# --- receive_ping: last_ping_alone
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state == OPEN:
        while self._pongs:
            self._pongs.pop()
        self._pongs.append(payload)
    events.append(PingReceived(payload))


# --- receive_ping: newest_first
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state == OPEN:
        self._pongs.insert(0, payload)
    events.append(PingReceived(payload))


# --- receive_ping: pong_behind_the_rest
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state == OPEN:
        self.send_pong(payload)
    events.append(PingReceived(payload))


# --- receive_ping: ping_for_pong
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state == OPEN:
        self.send_ping(payload)
    events.append(PingReceived(payload))


# --- send_close: sent_again
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    payload = close_payload.encode_close_payload(code, reason)
    if self.state is CLOSED:
        raise self._not_open()
    self._send_frame(CLOSE, payload)
    self.state = State.CLOSING


# --- send_close: again_without_a_word
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    payload = close_payload.encode_close_payload(code, reason)
    if self.state is OPEN:
        self._send_frame(CLOSE, payload)
        self.state = TRANSITIONS[self.state][Trigger.SEND_CLOSE]


# --- send_close: stays_open
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise self._not_open()
    self._send_frame(CLOSE, close_payload.encode_close_payload(code, reason))


# --- send_close: closed_at_once
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise self._not_open()
    self._send_frame(CLOSE, close_payload.encode_close_payload(code, reason))
    self.state = State.CLOSED


# --- send_close: nothing_sent
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    close_payload.encode_close_payload(code, reason)
    if self.state is not OPEN:
        raise self._not_open()
    self.state = TRANSITIONS[self.state][Trigger.SEND_CLOSE]


# --- send_close: always_1000
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise self._not_open()
    payload = close_payload.encode_close_payload(1000, reason)
    self._send_frame(CLOSE, payload)
    self.state = TRANSITIONS[self.state][Trigger.SEND_CLOSE]


# --- send_close: reason_lost
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise self._not_open()
    payload = close_payload.encode_close_payload(code, "")
    self._send_frame(CLOSE, payload)
    self.state = TRANSITIONS[self.state][Trigger.SEND_CLOSE]


# --- send_close: any_code
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    payload = b""
    if code is not None:
        payload = bytes([code // 256, code % 256]) + reason.encode("utf-8")
    if self.state is not OPEN:
        raise self._not_open()
    self._send_frame(CLOSE, payload)
    self.state = TRANSITIONS[self.state][Trigger.SEND_CLOSE]


# --- send_close: ping_for_close
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    payload = close_payload.encode_close_payload(code, reason)
    if self.state is not OPEN:
        raise self._not_open()
    self._send_control(PING, payload)
    self.state = TRANSITIONS[self.state][Trigger.SEND_CLOSE]


# --- send_close: text_still_fits
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise self._not_open()
    self._send_last_frame(close_payload.encode_close_payload(code, reason))
    self.state = State.CLOSING


# --- send_close: closing_before_it_is_sure
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise self._not_open()
    self.state = State.CLOSING
    self._send_frame(CLOSE, close_payload.encode_close_payload(code, reason))


# --- receive_close: answers_an_answer
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: never_answers
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: always_1000
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN:
        self._send_last_frame(close_payload.encode_close_payload(1000))
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: sends_1005
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN:
        self._send_last_frame(bytes([code >> 8, code & 0xFF]))
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: empty_answer
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN:
        self._send_last_frame(close_payload.encode_close_payload(None))
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: reason_comes_back
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN:
        self._send_last_frame(payload)
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: not_clean
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN:
        self._send_last_frame(payload[:2])
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: clean_only_when_open
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    self._clean = self.state is OPEN
    if self._clean:
        self._send_last_frame(payload[:2])
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: not_told
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    self._clean = True
    if self.state == OPEN:
        self._send_last_frame(payload[:2])
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: ends_first
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    self._clean = True
    if self.state == OPEN:
        self._send_last_frame(payload[:2])
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)
    events.append(CloseReceived(code, reason))


# --- receive_close: still_open
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    events.append(ConnectionClosed(code, reason, None, True))


# --- receive_close: codes_must_agree
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN:
        self._send_last_frame(payload[:2])
        self._clean = True
    elif code == 1000:
        self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: counts_as_lost
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, 1006, reason, None, events)


# --- receive_close: reason_lost
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, str(), None, events)


# --- receive_close: code_not_checked
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = 1005, ""
    if payload:
        code, reason = int.from_bytes(payload[:2], "big"), str(payload[2:], "utf-8")
    if self.state == OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: nothing_goes_before_it
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN:
        self._send_control(CLOSE, payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- fail: always_1002
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    words = str(fault)
    if self.state == OPEN:
        self._send_last_frame(close_payload.encode_close_payload(1002, words))
    self._end(Trigger.FAIL, 1002, words, words, events)


# --- fail: sends_1002
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    words = str(fault)
    if self.state == OPEN:
        self._send_last_frame(b"\x03\xea" + words.encode())
    self._end(Trigger.FAIL, fault.close_code, words, words, events)


# --- fail: close_after_close
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    words = str(fault)
    self._send_last_frame(close_payload.encode_close_payload(fault.close_code, words))
    self._end(Trigger.FAIL, fault.close_code, words, words, events)


# --- fail: nothing_said
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    words = str(fault)
    self._end(Trigger.FAIL, fault.close_code, words, words, events)


# --- fail: reason_not_sent
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    words = str(fault)
    if self.state == OPEN:
        self._send_last_frame(fault.close_code.to_bytes(2, "big"))
    self._end(Trigger.FAIL, fault.close_code, words, words, events)


# --- fail: counts_as_lost
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    words = str(fault)
    if self.state == OPEN:
        self._send_last_frame(close_payload.encode_close_payload(fault.close_code, words))
    self._end(Trigger.FAIL, 1006, words, words, events)


# --- fail: fault_not_told
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    words = str(fault)
    if self.state == OPEN:
        self._send_last_frame(close_payload.encode_close_payload(fault.close_code, words))
    self._end(Trigger.FAIL, fault.close_code, words, fault=None, events=events)


# --- fail: reason_not_told
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    words = str(fault)
    if self.state == OPEN:
        self._send_last_frame(close_payload.encode_close_payload(fault.close_code, words))
    self._end(Trigger.FAIL, fault.close_code, reason="", fault=words, events=events)


# --- fail: still_open
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    words = str(fault)
    if self.state == OPEN:
        self._send_last_frame(close_payload.encode_close_payload(fault.close_code, words))
    events.append(ConnectionClosed(int(fault.close_code), words, words, False))


# --- fail: only_when_open
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    if self.state != OPEN:
        return
    words = str(fault)
    self._send_last_frame(close_payload.encode_close_payload(fault.close_code, words))
    self._end(Trigger.FAIL, fault.close_code, words, words, events)


# --- fail: nothing_goes_before_it
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    words = str(fault)
    if self.state == OPEN:
        self._send_control(CLOSE, close_payload.encode_close_payload(fault.close_code, words))
    self._end(Trigger.FAIL, fault.close_code, words, words, events)


# --- fail: nothing_goes_before_it
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    if self.state == OPEN:
        self.send_close(fault.close_code, str(fault))
    self._end(Trigger.FAIL, fault.close_code, str(fault), str(fault), events)


# --- fail: counts_as_clean
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    if self.state == OPEN:
        self._send_last_frame(close_payload.encode_close_payload(fault.close_code, str(fault)))
    self._clean = 1 == 1
    self._end(Trigger.FAIL, fault.close_code, str(fault), str(fault), events)


# --- receive_eof: only_when_open
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events = []
    if self.state == OPEN:
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events


# --- receive_eof: only_when_closing
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events = []
    if self.state == State.CLOSING:
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events


# --- receive_eof: counts_as_1000
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events = []
    if self.state != CLOSED:
        self._end(Trigger.LOSE, 1000, "", STREAM_ENDED, events)
    return events


# --- receive_eof: counts_as_1005
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events = []
    if self.state != CLOSED:
        self._end(Trigger.LOSE, 1005, "", STREAM_ENDED, events)
    return events


# --- receive_eof: counts_as_1002
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events = []
    if self.state != CLOSED:
        self._end(Trigger.LOSE, 1002, "", STREAM_ENDED, events)
    return events


# --- receive_eof: our_close_was_enough
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events = []
    if self.state == OPEN:
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    elif self.state != CLOSED:
        self._end(Trigger.LOSE, 1000, "", STREAM_ENDED, events)
    return events


# --- receive_eof: end_not_kept
def receive_eof(self) -> list[Event]:
    if self.state == CLOSED:
        return []
    events = []
    self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events


# --- receive_eof: not_told
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    if self.state != CLOSED:
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, [])
    return []


# --- receive_eof: nothing_returned
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events = []
    if self.state != CLOSED:
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)


# --- receive_eof: sends_1006
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events = []
    if self.state != CLOSED:
        self._send_last_frame((1006).to_bytes(2, "big"))
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events


# --- receive_eof: fault_not_told
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events = []
    if self.state != CLOSED:
        self._end(Trigger.LOSE, 1006, "", fault=None, events=events)
    return events


# --- receive_eof: reason_made_up
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events = []
    if self.state != CLOSED:
        self._end(Trigger.LOSE, 1006, f"{STREAM_ENDED}", STREAM_ENDED, events)
    return events


# --- receive_eof: counts_as_clean
def receive_eof(self) -> list[Event]:
    self._stream_ended = self._clean = True
    events = []
    if self.state != CLOSED:
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events


# --- receive_data: one_frame_a_read
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events = []
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    try:
        frame = self._reader.next_frame()
        if frame is not None:
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


# --- receive_data: reads_on_after_goodbye
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events = []
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    try:
        for frame in iter(self._reader.next_frame, None):
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            else:
                message = self._messages.add(frame)
                if message is not None:
                    events.append(message)
        self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: reads_when_closed
def receive_data(self, data: BytesLike) -> list[Event]:
    events = []
    self._reader.feed(as_bytes(data))
    try:
        while (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
                if self.state is CLOSED:
                    break
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: fault_escapes
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events = []
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    while (frame := self._reader.next_frame()) is not None:
        if frame.opcode in CONTROL_OPCODES:
            self.receive_control(frame, events)
            if self.state is CLOSED:
                return events
        elif (message := self._messages.add(frame)) is not None:
            events.append(message)
    self._check_partial_text()
    return events


# --- receive_data: fault_swallowed
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events = []
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    try:
        while (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
                if self.state is CLOSED:
                    return events
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        self._check_partial_text()
    except PeerFault:
        return events
    return events


# --- receive_data: nothing_among_the_events
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events = []
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    try:
        while (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
                if self.state is CLOSED:
                    return events
                continue
            message = self._messages.add(frame)
            events.append(message)
        self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: messages_not_told
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events = []
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    try:
        while (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
                if self.state is CLOSED:
                    return events
            else:
                self._messages.add(frame)
        self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: frames_for_messages
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events = []
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    try:
        while (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
                if self.state is CLOSED:
                    return events
            elif self._messages.add(frame):
                events.append(frame)
        self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: control_frames_left_out
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events = []
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    try:
        while (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                continue
            if (message := self._messages.add(frame)) is not None:
                events.append(message)
        self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: events_before_a_fault_lost
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events = []
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    try:
        while (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
                if self.state is CLOSED:
                    return events
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        self._check_partial_text()
    except PeerFault as fault:
        failed = []
        self.fail(fault, failed)
        return failed
    return events


# --- receive_data: text_checked_late
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events = []
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    try:
        while (frame := self._reader.next_frame()) is not None:
            if frame.opcode >= 8:
                self.receive_control(frame, events)
                if self.state is CLOSED:
                    return events
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: not_fed
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events = []
    if self.state is CLOSED:
        return events
    try:
        while (frame := self._reader.next_frame()) is not None:
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


# --- receive_data: fault raises
def receive_data(self, data: BytesLike) -> list[Event]:
    events = []
    if self.state == CLOSED:
        return events
    self._reader.feed(data)
    try:
        while (frame := self._reader.next_frame()) is not None:
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


# --- receive_data: none_when_over
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    if self.state is CLOSED:
        return
    events = []
    self._reader.feed(data)
    try:
        while (frame := self._reader.next_frame()) is not None:
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


# --- receive_data: events_lost_at_goodbye
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events = []
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    try:
        while (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
                if self.state is CLOSED:
                    return list()
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: only_while_open
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events = []
    if self.state != OPEN:
        return events
    self._reader.feed(data)
    try:
        while (frame := self._reader.next_frame()) is not None:
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
