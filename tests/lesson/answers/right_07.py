# ruff: noqa
# Right answers to chapter 07's exercises, in other styles than the reference.

# --- receive_ping: told first
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    events.append(PingReceived(payload=payload))
    if self.state == OPEN:
        self._pongs.append(payload)


# --- receive_ping: by an early return
def receive_ping(self, payload: bytes, events: list[Event]) -> None:
    ping = PingReceived(payload)
    events += [ping]
    if self.state is not OPEN:
        return
    self._pongs.extend([payload])


# --- send_close: the guard first
def send_close(self, code=CloseCode.NORMAL, reason=""):
    if self.state is not OPEN:
        raise self._not_open()
    payload = close_payload.encode_close_payload(code, reason)
    self._send_frame(CLOSE, payload)
    self.state = TRANSITIONS[self.state][Trigger.SEND_CLOSE]


# --- send_close: without the table
def send_close(self, code: int | None = 1000, reason: str = "") -> None:
    payload = close_payload.encode_close_payload(code, reason)
    if self.state == OPEN:
        self._send_frame(CLOSE, payload)
        self.state = State.CLOSING
    else:
        raise ConnectionNotOpen("goodbye was said already")


# --- receive_close: the code again
def receive_close(self, payload: bytes, events: list[Event]) -> None:
    code, reason = close_payload.parse_close_payload(payload)
    ours_is_out = self.state is not OPEN
    if not ours_is_out:
        answer = b"" if code == 1005 else code.to_bytes(2, "big")
        self._send_last_frame(answer)
    self._clean = True
    events.append(CloseReceived(code=code, reason=reason))
    self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)


# --- receive_close: told first
def receive_close(self, payload, events):
    code, reason = close_payload.parse_close_payload(payload)
    events.append(CloseReceived(code, reason))
    self._clean = True
    if self.state == OPEN:
        self._send_last_frame(payload[:2])
    self._end(trigger=Trigger.RECEIVE_CLOSE, code=code, reason=reason, fault=None, events=events)


# --- fail: words first
def fail(self, fault: PeerFault, events: list[Event]) -> None:
    words, code = str(fault), fault.close_code
    if self.state is OPEN:
        payload = code.to_bytes(2, "big") + words.encode()
        self._send_last_frame(payload)
    self._end(Trigger.FAIL, code, words, words, events)


# --- fail: by a comparison
def fail(self, fault, events):
    if not self.state != OPEN:
        self._send_last_frame(close_payload.encode_close_payload(code=fault.close_code, reason=f"{fault}"))
    self._end(Trigger.FAIL, fault.close_code, f"{fault}", f"{fault}", events)


# --- receive_eof: an early return
def receive_eof(self) -> list[Event]:
    self._stream_ended = True
    if self.state == CLOSED:
        return []
    events = []
    self._end(Trigger.LOSE, 1006, "", STREAM_ENDED, events)
    return events


# --- receive_eof: kept last
def receive_eof(self):
    lost = []
    if not self.state is CLOSED:
        self._end(Trigger.LOSE, CloseCode.ABNORMAL, reason="", fault=STREAM_ENDED, events=lost)
    self._stream_ended = True
    return lost


# --- receive_data: an endless loop
def receive_data(self, data: BytesLike) -> list[Event]:
    data = as_bytes(data)
    events: list[Event] = []
    if self.state is not CLOSED:
        self._reader.feed(data)
        try:
            while True:
                frame = self._reader.next_frame()
                if frame is None:
                    self._check_partial_text()
                    break
                if frame.opcode in CONTROL_OPCODES:
                    self.receive_control(frame, events)
                else:
                    message = self._messages.add(frame)
                    if message is not None:
                        events.append(message)
                if self.state is CLOSED:
                    break
        except PeerFault as fault:
            self.fail(fault, events)
    return events


# --- receive_data: by the highest bit of the opcode
def receive_data(self, data):
    data = as_bytes(data)
    if self.state is CLOSED:
        return []
    events = []
    try:
        self._reader.feed(data)
        frame = self._reader.next_frame()
        while frame is not None and self.state is not CLOSED:
            if frame.opcode >= 8:
                self.receive_control(frame, events)
            else:
                events += [message for message in [self._messages.add(frame)] if message]
            if self.state is not CLOSED:
                frame = self._reader.next_frame()
        if self.state is not CLOSED:
            self._check_partial_text()
    except PeerFault as fault:
        self.fail(fault, events)
    return events
