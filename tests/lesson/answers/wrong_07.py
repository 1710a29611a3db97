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


# --- receive_ping: pongs_replaced
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state is not CLOSED:
        self._pongs = [payload]
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


# --- send_close: no_close_frame
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


# --- receive_close: clean_only_when_first
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state is State.CLOSING:
        self._clean = True
    else:
        self._send_last_frame(payload[:2])
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: ended_before_the_answer
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)
    if self.state == OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True


# --- receive_close: ended_before_the_answer
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)
    if self.state == OPEN:
        self._send_last_frame(payload[:2])
        self._clean = True


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


# --- fail: one_code_for_all
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


# --- receive_eof: our_close_was_enough
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events: list[Event] = []
    if self.state is OPEN:
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    elif self.state is not CLOSED:
        self._end(Trigger.LOSE, 1000, "", None, events)
    return events


# --- receive_eof: reason_for_fault
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events: list[Event] = []
    if self.state is not CLOSED:
        self._end(Trigger.LOSE, CloseCode.ABNORMAL, STREAM_ENDED, None, events)
    return events


# --- receive_eof: reason_for_fault
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    if self.state is CLOSED:
        return None
    events: list[Event] = []
    self._end(Trigger.LOSE, CloseCode.ABNORMAL, STREAM_ENDED, "", events)
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


# --- receive_data: no_frame_taken
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


# --- receive_data: bytes_not_checked
def receive_data(self, data: BytesLike) -> list[Event]:
    events: list[Event] = []
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
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


# --- receive_data: every_error_is_a_fault
def receive_data(self, data: BytesLike) -> list[Event]:
    events: list[Event] = []
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        while (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
                if self.state is CLOSED:
                    return events
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        self._check_partial_text()
    except Exception as fault:
        self.fail(fault, events)
    return events


# --- receive_data: every_error_is_a_fault
def receive_data(self, data: BytesLike) -> list[Event]:
    events: list[Event] = []
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(as_bytes(data))
        while (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
                if self.state is CLOSED:
                    return events
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        self._check_partial_text()
    except Exception as fault:
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


# --- receive_ping: frame_queued
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state is OPEN:
        self._pongs.append(Frame(Opcode.PONG, payload))
    events.append(PingReceived(payload))


# --- receive_ping: frame_in_a_frame
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state is OPEN:
        header = bytes([0x8A, len(payload)])
        self._pongs.append(header + payload)
    events.append(PingReceived(payload))


# --- receive_ping: pongs_replaced
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state is OPEN:
        self._pongs = [payload]
    events.append(PingReceived(payload))


# --- receive_ping: answered_twice
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state is OPEN:
        self._pongs.append(payload)
    if self.state is not State.CLOSING and self.state is not CLOSED:
        self._pongs.append(payload)
    events.append(PingReceived(payload))


# --- receive_ping: one_at_a_time
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state is OPEN and not self._pongs:
        self._pongs.append(payload)
    events.append(PingReceived(payload))


# --- receive_ping: empty_not_answered
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state is OPEN and payload:
        self._pongs.append(payload)
    events.append(PingReceived(payload))


# --- receive_ping: event_returned
def receive_ping(self, payload: bytes, events: list[Event]):
    if self.state is OPEN:
        self._pongs.append(payload)
    return PingReceived(payload)


# --- receive_ping: event_without_payload
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state == OPEN:
        self._pongs.append(payload)
    events.append(PingReceived(b""))


# --- receive_ping: payload_told
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state is OPEN:
        self._pongs.append(payload)
    events.append(payload)


# --- receive_ping: class_told
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state is OPEN:
        self._pongs.append(payload)
    events.append(PingReceived)


# --- receive_ping: told_only_when_not_open
def receive_ping(self, payload, events):
    if self.state is OPEN:
        self._pongs.append(payload)
    else:
        events.append(PingReceived(payload))


# --- receive_ping: bytes_queued_apart
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    events.append(PingReceived(payload))
    if self.state == OPEN:
        for byte in payload:
            self._pongs.append(byte)


# --- receive_ping: event_queued
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    ping = PingReceived(payload)
    events.append(ping)
    if self.state == OPEN:
        self._pongs.append(ping)


# --- receive_ping: lists_mixed_up
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    ping = PingReceived(payload)
    events += [payload]
    if self.state == OPEN:
        self._pongs += [ping]


# --- receive_ping: longest_not_answered
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    events.append(PingReceived(payload))
    if len(payload) >= 125:
        return
    if self.state == OPEN:
        self._pongs.append(payload)


# --- receive_ping: same_payload_once
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    events.append(PingReceived(payload))
    if self.state == OPEN and self._pongs.count(payload) == 0:
        self._pongs.append(payload)


# --- send_close: asked_too_late
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    payload = close_payload.encode_close_payload(code, reason)
    self._send_frame(CLOSE, payload)
    if self.state is not OPEN:
        raise ConnectionNotOpen("already closing")
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]


# --- send_close: closed_says_it_again
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is State.CLOSING:
        raise ConnectionNotOpen("we have said goodbye already")
    payload = close_payload.encode_close_payload(code, reason)
    self._send_frame(CLOSE, payload)
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]


# --- send_close: sent_twice
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    payload = close_payload.encode_close_payload(code, reason)
    if self.state is OPEN:
        self._send_frame(CLOSE, payload)
    else:
        raise ConnectionNotOpen("closing or closed already")
    self._send_frame(CLOSE, payload)
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]


# --- send_close: other_error
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise RuntimeError("connection is not open")
    payload = close_payload.encode_close_payload(code, reason)
    self._send_frame(CLOSE, payload)
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]


# --- send_close: reason_cut
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise ConnectionNotOpen("closing or closed already")
    payload = close_payload.encode_close_payload(code, reason[:123])
    self._send_frame(CLOSE, payload)
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]


# --- send_close: refused_code_replaced
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise ConnectionNotOpen("closing or closed already")
    try:
        payload = close_payload.encode_close_payload(code, reason)
    except Exception:
        payload = close_payload.encode_close_payload(CloseCode.NORMAL, "")
    self._send_frame(CLOSE, payload)
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]


# --- send_close: none_is_1000
def send_close(self, code=CloseCode.NORMAL, reason=""):
    if code is None:
        code = 1000
    body = close_payload.encode_close_payload(code, reason)
    if self.state is not OPEN:
        raise self._not_open()
    self._send_frame(CLOSE, body)
    self.state = State.CLOSING


# --- send_close: no_way_in_the_table
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    payload = close_payload.encode_close_payload(code, reason)
    self._send_frame(CLOSE, payload)
    self.state = TRANSITIONS[self.state][Trigger.SEND_CLOSE]


# --- send_close: reason_without_a_code_dropped
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise self._not_open()
    payload = b""
    if code is not None:
        payload = close_payload.encode_close_payload(code, reason)
    self._send_frame(CLOSE, payload)
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]


# --- send_close: zero_is_none
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise self._not_open()
    if not code:
        payload = close_payload.encode_close_payload(None, reason)
    else:
        payload = close_payload.encode_close_payload(code, reason)
    self._send_frame(CLOSE, payload)
    self.state = State.CLOSING


# --- send_close: made_text
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise self._not_open()
    words = f"{reason}"
    self._send_frame(CLOSE, close_payload.encode_close_payload(code, words))
    self.state = State.CLOSING


# --- send_close: characters_lost
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise self._not_open()
    if isinstance(reason, str):
        reason = reason.encode("utf-8", "replace").decode()
    self._send_frame(CLOSE, close_payload.encode_close_payload(code, reason))
    self.state = State.CLOSING


# --- send_close: unsent_code_is_1000
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise self._not_open()
    if isinstance(code, int) and not close_payload.close.may_be_sent(code):
        code = CloseCode.NORMAL
    self._send_frame(CLOSE, close_payload.encode_close_payload(code, reason))
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]


# --- send_close: lowest_byte_first
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise self._not_open()
    payload = bytearray(close_payload.encode_close_payload(code, reason))
    payload[:2] = payload[:2][::-1]
    self._send_frame(CLOSE, bytes(payload))
    self.state = State.CLOSING


# --- receive_close: upside_down
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state is State.CLOSING:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: only_when_open
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state is not OPEN:
        return
    self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: reason_for_code
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state is OPEN:
        self._send_last_frame(payload[2:])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: half_a_code
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state is OPEN:
        self._send_last_frame(payload[:1])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: tries_1005
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state is OPEN:
        answer = close_payload.encode_close_payload(code, "")
        self._send_last_frame(answer)
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: answered_too_early
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    if self.state is OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    code, reason = close_payload.parse_close_payload(payload)
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: fault_swallowed
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    try:
        code, reason = close_payload.parse_close_payload(payload)
    except PeerFault:
        code, reason, payload = 1005, "", b""
    if self.state is OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: told_1000
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if code == 1005:
        code = 1000
    if self.state is OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: clean_too_late
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state is OPEN:
        self._send_last_frame(payload[:2])
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)
    self._clean = True


# --- receive_close: not_ended
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state is OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))


# --- receive_close: other_trigger
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state is OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.SEND_CLOSE, code, reason, None, events)


# --- receive_close: fault_made_up
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state is OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, reason, events)


# --- receive_close: frame_in_a_frame
def receive_close(self, payload, events):
    code, reason = close_payload.parse_close_payload(payload)
    if self.state is OPEN:
        answer = payload[:2]
        self._send_last_frame(bytes([0x88, len(answer)]) + answer)
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: fault_is_empty
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN:
        self._send_last_frame(payload[:2])
    self._clean, no_fault = True, str()
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, no_fault, events)


# --- receive_close: moved_by_hand
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self.state = CLOSED


# --- receive_close: end_told_to_nobody
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    at_the_end: list[Event] = []
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, at_the_end)
    events.append(CloseReceived(code, reason))


# --- receive_close: all_told_to_nobody
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    told: list[Event] = [CloseReceived(code, reason)]
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, told)


# --- receive_close: bytes_told
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    first, rest = payload[:2], payload[2:]
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN:
        self._send_last_frame(first)
    self._clean = True
    events.append(CloseReceived(first, rest))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: none_for_1005
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if code == CloseCode.NO_STATUS:
        code = None
    if self.state is OPEN:
        self._send_last_frame(close_payload.encode_close_payload(code, ""))
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: empty_not_answered
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN and code != 1005:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: ends_with_1000
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state == OPEN:
        self._send_last_frame(payload[:2])
    self._clean, ok = True, 1000
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, ok, reason, None, events)


# --- fail: upside_down
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    reason = str(fault)
    if self.state is not OPEN:
        self._send_last_frame(close_payload.encode_close_payload(fault.close_code, reason))
    self._end(Trigger.FAIL, fault.close_code, reason, reason, events)


# --- fail: fault_itself
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    reason = str(fault)
    if self.state is OPEN:
        self._send_last_frame(close_payload.encode_close_payload(fault.close_code, reason))
    self._end(Trigger.FAIL, fault.close_code, reason, fault, events)


# --- fail: shown_as_code
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    reason = repr(fault)
    if self.state is OPEN:
        self._send_last_frame(close_payload.encode_close_payload(fault.close_code, reason))
    self._end(Trigger.FAIL, fault.close_code, reason, reason, events)


# --- fail: name_of_the_class
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    reason = type(fault).__name__
    if self.state is OPEN:
        self._send_last_frame(close_payload.encode_close_payload(fault.close_code, reason))
    self._end(Trigger.FAIL, fault.close_code, reason, reason, events)


# --- fail: words_cut
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    reason = str(fault)[:10]
    if self.state is OPEN:
        self._send_last_frame(close_payload.encode_close_payload(fault.close_code, reason))
    self._end(Trigger.FAIL, fault.close_code, reason, reason, events)


# --- fail: code_not_sent
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    reason = str(fault)
    if self.state is OPEN:
        self._send_last_frame(reason.encode())
    self._end(Trigger.FAIL, fault.close_code, reason, reason, events)


# --- fail: frame_in_a_frame
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    reason = str(fault)
    if self.state is OPEN:
        body = close_payload.encode_close_payload(fault.close_code, reason)
        self._send_last_frame(frames.encode_frame(Frame(CLOSE, body)))
    self._end(Trigger.FAIL, fault.close_code, reason, reason, events)


# --- fail: send_close_refuses
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    reason = str(fault)
    self.send_close(fault.close_code, reason)
    self._end(Trigger.FAIL, fault.close_code, reason, reason, events)


# --- fail: not_ended
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    reason = str(fault)
    if self.state is OPEN:
        self._send_last_frame(close_payload.encode_close_payload(fault.close_code, reason))


# --- fail: other_trigger
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    reason = str(fault)
    if self.state is OPEN:
        self._send_last_frame(close_payload.encode_close_payload(fault.close_code, reason))
    self._end(Trigger.SEND_CLOSE, fault.close_code, reason, reason, events)


# --- fail: close_told
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    reason = str(fault)
    if self.state is OPEN:
        self._send_last_frame(close_payload.encode_close_payload(fault.close_code, reason))
    events.append(CloseReceived(fault.close_code, reason))
    self._end(Trigger.FAIL, fault.close_code, reason, reason, events)


# --- fail: raised_again
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    reason = str(fault)
    if self.state is OPEN:
        self._send_last_frame(close_payload.encode_close_payload(fault.close_code, reason))
    self._end(Trigger.FAIL, fault.close_code, reason, reason, events)
    raise fault


# --- fail: told_to_nobody
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    words = str(fault)
    if self.state == OPEN:
        self._send_last_frame(close_payload.encode_close_payload(fault.close_code, words))
    events = []
    self._end(Trigger.FAIL, fault.close_code, words, words, events)


# --- fail: closing_after_a_fault
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    if self.state is OPEN:
        payload = close_payload.encode_close_payload(fault.close_code, str(fault))
        self._send_last_frame(payload)
    cause = Trigger.SEND_CLOSE if self.state is OPEN else Trigger.FAIL
    self._end(cause, fault.close_code, str(fault), str(fault), events)


# --- receive_eof: ended_twice
def receive_eof(self) -> list[Event]:
    events: list[Event] = []
    if self._stream_ended:
        return events
    self._stream_ended = True
    self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events


# --- receive_eof: closed_by_hand
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events: list[Event] = []
    if self.state is not CLOSED:
        self.state = CLOSED
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events


# --- receive_eof: not_ended
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events: list[Event] = []
    if self.state is not CLOSED:
        self.state = CLOSED
    return events


# --- receive_eof: other_trigger
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events: list[Event] = []
    if self.state is not CLOSED:
        self._end(Trigger.SEND_CLOSE, 1006, "", STREAM_ENDED, events)
    return events


# --- receive_eof: close_told
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events: list[Event] = []
    if self.state is not CLOSED:
        events.append(CloseReceived(1006, ""))
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events


# --- receive_eof: none_when_closed
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    if self.state is not CLOSED:
        events: list[Event] = []
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
        return events


# --- receive_eof: event_itself
def receive_eof(self):
    events = []
    self._stream_ended = True
    if self.state is not CLOSED:
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events[0] if events else None


# --- receive_eof: none_when_lost
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    if self.state is not CLOSED:
        return self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, [])
    return []


# --- receive_eof: reason_is_none
def receive_eof(self) -> list[Event]:
    events: list[Event] = []
    self._stream_ended, reason = True, None
    if self.state != CLOSED:
        self._end(Trigger.LOSE, 1006, reason, STREAM_ENDED, events)
    return events


# --- receive_eof: half_a_frame_alone
def receive_eof(self) -> list[Event]:
    events: list[Event] = []
    self._stream_ended = True
    if self.state != CLOSED:
        if self._reader.waiting is None:
            return events
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events


# --- receive_data: state_asked_too_late
def receive_data(self, data: BytesLike) -> list[Event]:
    events: list[Event] = []
    data = as_bytes(data)
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        while (frame := self._reader.next_frame()) is not None and self.state is not CLOSED:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            else:
                message = self._messages.add(frame)
                if message is not None:
                    events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: control_frames_for_messages
def receive_data(self, data: BytesLike) -> list[Event]:
    events: list[Event] = []
    data = as_bytes(data)
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            message = self._messages.add(frame)
            if message is not None:
                events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: close_frames_alone
def receive_data(self, data: BytesLike) -> list[Event]:
    events: list[Event] = []
    data = as_bytes(data)
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode == CLOSE:
                self.receive_control(frame, events)
            else:
                message = self._messages.add(frame)
                if message is not None:
                    events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: none_of_control
def receive_data(self, data: BytesLike) -> list[Event]:
    events: list[Event] = []
    data = as_bytes(data)
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                events.append(self.receive_control(frame, events))
            else:
                message = self._messages.add(frame)
                if message is not None:
                    events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: messages_first
def receive_data(self, data: BytesLike) -> list[Event]:
    messages, control = [], []
    data = as_bytes(data)
    if self.state is CLOSED:
        return []
    try:
        self._reader.feed(data)
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, control)
            else:
                message = self._messages.add(frame)
                if message is not None:
                    messages.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, control)
    return messages + control


# --- receive_data: messages_dropped_while_closing
def receive_data(self, data: BytesLike) -> list[Event]:
    events: list[Event] = []
    data = as_bytes(data)
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            elif self.state is OPEN:
                message = self._messages.add(frame)
                if message is not None:
                    events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: fault_told_to_nobody
def receive_data(self, data: BytesLike) -> list[Event]:
    events: list[Event] = []
    data = as_bytes(data)
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            else:
                message = self._messages.add(frame)
                if message is not None:
                    events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, [])
    return events


# --- receive_data: text_checked_outside
def receive_data(self, data: BytesLike) -> list[Event]:
    events: list[Event] = []
    data = as_bytes(data)
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    try:
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            else:
                message = self._messages.add(frame)
                if message is not None:
                    events.append(message)
    except PeerFault as fault:
        self.fail(fault, events)
    if self.state is not CLOSED:
        self._check_partial_text()
    return events


# --- receive_data: fed_twice
def receive_data(self, data: BytesLike) -> list[Event]:
    events: list[Event] = []
    data = as_bytes(data)
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    try:
        self._reader.feed(data)
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            else:
                message = self._messages.add(frame)
                if message is not None:
                    events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: bytes_not_checked
def receive_data(self, data: BytesLike) -> list[Event]:
    events: list[Event] = []
    data = bytes(data)
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            else:
                message = self._messages.add(frame)
                if message is not None:
                    events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: pongs_for_messages
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events: list[Event] = []
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in (Opcode.CLOSE, Opcode.PING):
                self.receive_control(frame, events)
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: control_frames_to_both
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events: list[Event] = []
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            message = self._messages.add(frame)
            if message is not None:
                events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: stops_at_control
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events: list[Event] = []
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        while (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
                break  # stop where a goodbye came
            message = self._messages.add(frame)
            if message is not None:
                events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: last_frame_alone
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events: list[Event] = []
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            events = []
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: all_frames_first
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events: list[Event] = []
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        for frame in list(iter(self._reader.next_frame, None)):
            if self.state is CLOSED:
                return events
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: fed_late
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events: list[Event] = []
    if self.state is CLOSED:
        return events
    try:
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        self._reader.feed(data)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: fault_told
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events: list[Event] = []
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        events.append(fault)
        self.fail(fault, events)
    return events


# --- receive_data: other_faults_escape
def receive_data(self, data: BytesLike) -> list[Event]:
    from framebyframe.wire.errors import ProtocolFault

    data = as_bytes(data)
    events: list[Event] = []
    if self.state is CLOSED:
        return events
    try:
        self._reader.feed(data)
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except ProtocolFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: header_outside
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events: list[Event] = []
    if self.state is CLOSED:
        return events
    self._reader.feed(data)
    while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
        try:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        except PeerFault as fault:
            self.fail(fault, events)
            return events
    try:
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_ping: upside_down
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state.name == "CLOSING":
        self._pongs.append(payload)
    events.append(PingReceived(payload))


# --- receive_ping: close_for_pong
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state is OPEN:
        self._send_last_frame(payload)
    events.append(PingReceived(payload))


# --- receive_ping: answers_when_closed
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    we_said_goodbye = self.state.name == "CLOSING"
    if not we_said_goodbye:
        self._pongs.append(payload)
    events.append(PingReceived(payload))


# --- receive_ping: empty_not_answered
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    if self.state is not OPEN:
        return
    if payload:
        self._pongs.append(payload)
    events.append(PingReceived(payload))


# --- send_close: not_called
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise self._not_open
    self._send_frame(CLOSE, close_payload.encode_close_payload(code, reason))
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]


# --- send_close: closed_at_once
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise self._not_open()
    payload = close_payload.encode_close_payload(code, reason)
    self._send_frame(CLOSE, payload)
    self.state = TRANSITIONS[OPEN][Trigger.RECEIVE_CLOSE]


# --- send_close: asked_when_moved
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    payload = close_payload.encode_close_payload(code, reason)
    self._send_frame(CLOSE, payload)
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]
    if self.state != OPEN:
        raise self._not_open()


# --- send_close: always_refused
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self._not_open():
        raise self._not_open()
    payload = close_payload.encode_close_payload(code, reason)
    self._send_frame(CLOSE, payload)
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]


# --- send_close: no_close_frame
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise self._not_open()
    payload = close_payload.encode_close_payload(code, reason)
    self._send_frame(Opcode.TEXT, payload)
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]


# --- send_close: counts_as_clean
def send_close(self, code: int | None = CloseCode.NORMAL, reason: str = "") -> None:
    if self.state is not OPEN:
        raise self._not_open()
    payload = close_payload.encode_close_payload(code, reason)
    self._send_frame(CLOSE, payload)
    self._clean = True
    self.state = TRANSITIONS[OPEN][Trigger.SEND_CLOSE]


# --- receive_close: empty_is_1000
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state is OPEN:
        answer = code if payload else 1000
        self._send_last_frame(close_payload.encode_close_payload(answer, ""))
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: never_answers
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)
    if self.state is OPEN:
        self._send_last_frame(payload[:2])


# --- receive_close: not_checked_after_ours
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    try:
        code, reason = close_payload.parse_close_payload(payload)
    except PeerFault:
        if self.state is OPEN:
            raise
        code, reason = 1005, ""
    if self.state is OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: code_not_checked
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code = int.from_bytes(payload[:2], "big") if payload else 1005
    reason = payload[2:].decode("utf-8", errors="replace")
    if self.state is OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: reason_lost
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, _ = close_payload.parse_close_payload(payload)
    if self.state is OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, ""))
    self._end(Trigger.RECEIVE_CLOSE, code, "", None, events)


# --- receive_close: closed_by_hand
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    if self.state is OPEN:
        self._send_last_frame(payload[:2])
    self.state = CLOSED
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- fail: codes_by_hand
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    code = 1007 if type(fault).__name__ == "DataFault" else 1002
    reason = str(fault)
    if self.state is OPEN:
        self._send_last_frame(close_payload.encode_close_payload(code, reason))
    self._end(Trigger.FAIL, code, reason, reason, events)


# --- fail: one_code_for_all
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    code, reason = 1011, str(fault)
    if self.state is OPEN:
        self._send_last_frame(close_payload.encode_close_payload(code, reason))
    self._end(Trigger.FAIL, code, reason, reason, events)


# --- fail: more_than_the_words
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    code, reason = fault.close_code, f"{type(fault).__name__}: {fault}"
    if self.state is OPEN:
        self._send_last_frame(close_payload.encode_close_payload(code, reason))
    self._end(Trigger.FAIL, code, reason, reason, events)


# --- fail: nothing_said
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    code, reason = fault.close_code, str(fault)
    self._end(Trigger.FAIL, code, reason, reason, events)
    if self.state is OPEN:
        self._send_last_frame(close_payload.encode_close_payload(code, reason))


# --- fail: told_to_nobody
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    code, reason = fault.close_code, str(fault)
    if self.state is OPEN:
        self._send_last_frame(close_payload.encode_close_payload(code, reason))
    closed = []
    self._end(Trigger.FAIL, code, reason, reason, closed)
    return events + closed


# --- fail: closed_by_hand
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    code, reason = fault.close_code, str(fault)
    if self.state is OPEN:
        self._send_last_frame(close_payload.encode_close_payload(code, reason))
    self.state = CLOSED
    self._end(Trigger.FAIL, code, reason, reason, events)


# --- receive_eof: fault_only_when_open
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events = []
    fault = STREAM_ENDED if self.state is OPEN else None
    if self.state is not CLOSED:
        self._end(Trigger.LOSE, 1006, "", fault, events)
    return events


# --- receive_eof: our_close_was_clean
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    events = []
    if self.state.name == "CLOSING":
        self._clean = True
    if self.state is not CLOSED:
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events


# --- receive_eof: still_open
from framebyframe.wire import ConnectionClosed


def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    if self.state is CLOSED:
        return []
    return [ConnectionClosed(1006, "", STREAM_ENDED, False)]


# --- receive_eof: nothing_when_closed
def receive_eof(self) -> list[Event]:
    if self.state is CLOSED:
        return
    self._stream_ended = True
    events = []
    self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events


# --- receive_data: no_frame_taken
def receive_data(self, data: BytesLike) -> list[Event]:
    events = []
    self._reader.feed(as_bytes(data))
    # TODO: frames
    return events


# --- receive_data: state_not_asked
def receive_data(self, data: BytesLike) -> list[Event]:
    events = []
    try:
        self._reader.feed(as_bytes(data))
        while (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: state_asked_too_late
def receive_data(self, data: BytesLike) -> list[Event]:
    events = []
    try:
        self._reader.feed(as_bytes(data))
        for frame in iter(self._reader.next_frame, None):
            if self.state is CLOSED:
                break
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            else:
                message = self._messages.add(frame)
                if message is not None:
                    events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: text_checked_without_events
def receive_data(self, data: BytesLike) -> list[Event]:
    events = []
    try:
        self._reader.feed(as_bytes(data))
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        if not events and self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: close_frames_for_messages
def receive_data(self, data: BytesLike) -> list[Event]:
    events = []
    try:
        self._reader.feed(as_bytes(data))
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in (Opcode.PING, Opcode.PONG):
                self.receive_control(frame, events)
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: pongs_dropped
def receive_data(self, data: BytesLike) -> list[Event]:
    events = []
    try:
        self._reader.feed(as_bytes(data))
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            match frame.opcode:
                case Opcode.PING:
                    self.receive_ping(frame.payload, events)
                case Opcode.CLOSE:
                    self.receive_close(frame.payload, events)
                case Opcode.PONG:
                    pass
                case _:
                    if (message := self._messages.add(frame)) is not None:
                        events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: every_error_is_a_fault
def receive_data(self, data: BytesLike) -> list[Event]:
    events = []
    try:
        self._reader.feed(as_bytes(data))
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except Exception as fault:
        self.fail(fault, events)
    return events


# --- receive_data: send_close_for_fail
def receive_data(self, data: BytesLike) -> list[Event]:
    events = []
    try:
        self._reader.feed(as_bytes(data))
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.send_close(1002, str(fault))
    return events


# --- receive_data: texts_by_hand
from framebyframe.wire import TextMessage


def receive_data(self, data: BytesLike) -> list[Event]:
    events = []
    try:
        self._reader.feed(as_bytes(data))
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            else:
                events.append(TextMessage(frame.payload.decode("utf-8", "replace")))
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_data: state_not_asked
def receive_data(self, data: BytesLike) -> list[Event]:
    events = []
    self._reader.feed(as_bytes(data))
    try:
        while frame := self._reader.next_frame():
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            else:
                events.append(self._messages.add(frame))
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events


# --- receive_close: send_close_answers
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    events.append(CloseReceived(code, reason))
    self.send_close(code)
    self._clean = True
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: send_close_answers
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    self.send_close(None if payload == b"" else code)
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: code_not_checked
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code = int.from_bytes(payload[:2], "big")
    reason = payload[2:].decode("utf-8")
    if self.state is OPEN:
        self._send_last_frame(payload[:2])
    self._clean = True
    events.append(CloseReceived(code, reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_eof: sends_1006
def receive_eof(self) -> list[Event]:
    events = []
    self._stream_ended = True
    if self.state in (OPEN, State.CLOSING):
        self.send_close(1006)
        self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events


# --- receive_data: text_checked_when_over
def receive_data(self, data: BytesLike) -> list[Event]:
    events = []
    self._reader.feed(as_bytes(data))
    try:
        while self.state is not CLOSED and (frame := self._reader.next_frame()) is not None:
            if frame.opcode in CONTROL_OPCODES:
                self.receive_control(frame, events)
            elif (message := self._messages.add(frame)) is not None:
                events.append(message)
        self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events
