# ruff: noqa
# Wrong answers to chapter 08's exercises as people write them, each after a line that names the
# diagnosis it must get. They are written in other ways than the models in the declarations.

# --- 08.encode_request: falsy_id
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request = {"action": action}
    if params is not ABSENT:
        request["params"] = params
    if bool(call_id):
        request["id"] = call_id
    return request


# --- 08.encode_request: falsy_params
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    message = {"action": action}
    if params:
        message["params"] = params
    if not (call_id is ABSENT):
        message["id"] = call_id
    return message


# --- 08.encode_request: falsy_both
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    members = {"action": action, "params": params, "id": call_id}
    return {key: value for key, value in members.items() if value}


# --- 08.encode_request: none_is_absent
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    members = {"action": action, "params": params, "id": call_id}
    return {key: value for key, value in members.items() if value is not None}


# --- 08.encode_request: null_for_absent
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    return {
        "action": action,
        "params": None if params is ABSENT else params,
        "id": None if call_id is ABSENT else call_id,
    }


# --- 08.encode_request: empty_for_absent
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request = {"action": action, "params": {} if params is ABSENT else params}
    if call_id is not ABSENT:
        request["id"] = call_id
    return request


# --- 08.encode_request: absent_sent
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    return {"action": action, "params": params, "id": call_id}


# --- 08.encode_request: other_dialect
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request = {"jsonrpc": "2.0", "method": action}
    if params is not ABSENT:
        request["params"] = params
    if call_id is not ABSENT:
        request["id"] = call_id
    return request


# --- 08.encode_request: written_as_text
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request = {"action": action}
    if params is not ABSENT:
        request["params"] = params
    if call_id is not ABSENT:
        request["id"] = call_id
    return json.dumps(request, separators=(",", ":"))


# --- 08.encode_request: id_as_text
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request = {"action": action}
    if params is not ABSENT:
        request["params"] = params
    if call_id is not ABSENT:
        request["id"] = f"{call_id}"
    return request


# --- 08.encode_request: upside_down
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request = {"action": action}
    if params == ABSENT:
        request["params"] = params
    if call_id == ABSENT:
        request["id"] = call_id
    return request


# --- 08.encode_request: id_left_out
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    if params is ABSENT:
        return {"action": action}
    return {"action": action, "params": params}


# --- 08.decode_reply: falsy_result
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    number = legal_id(message)
    if message.get("status") == "success":
        if message.get("payload"):
            return Reply(number, message["payload"])
        return Reply(number, message.get("data"))
    if message.get("status") == "error":
        return Reply(number, error=RemoteError(message.get("code", "failed"), str(message.get("message"))))
    raise ProtocolError("neither")


# --- 08.decode_reply: data_for_payload
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    number = legal_id(message)
    if status == "success":
        result = message["data"] if "data" in message else None
        return Reply(number, result)
    if status == "error":
        error = RemoteError(
            message.get("code", "failed"), str(message["message"]) if "message" in message else "None"
        )
        return Reply(number, error=error)
    raise ProtocolError("neither")


# --- 08.decode_reply: payload_alone
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    number = legal_id(message)
    if status == "success":
        result = message.get("payload", None)
        return Reply(number, result)
    if status == "error":
        error = RemoteError(
            message.get("code", "failed"), str(message["message"]) if "message" in message else "None"
        )
        return Reply(number, error=error)
    raise ProtocolError("neither")


# --- 08.decode_reply: whole_message
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    number = legal_id(message)
    if status == "success":
        result = dict(message)
        return Reply(number, result)
    if status == "error":
        error = RemoteError(
            message.get("code", "failed"), str(message["message"]) if "message" in message else "None"
        )
        return Reply(number, error=error)
    raise ProtocolError("neither")


# --- 08.decode_reply: all_but_error
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    number = legal_id(message)
    if not status == "error":
        result = message.get("payload", message.get("data"))
        return Reply(number, result)
    if status == "error":
        error = RemoteError(
            message.get("code", "failed"), str(message["message"]) if "message" in message else "None"
        )
        return Reply(number, error=error)
    raise ProtocolError("neither")


# --- 08.decode_reply: all_but_success
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    number = legal_id(message)
    if status == "success":
        result = message.get("payload", message.get("data"))
        return Reply(number, result)
    if status != "success":
        error = RemoteError(
            message.get("code", "failed"), str(message["message"]) if "message" in message else "None"
        )
        return Reply(number, error=error)
    raise ProtocolError("neither")


# --- 08.decode_reply: any_id
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    number = message["id"] if "id" in message else ABSENT
    if status == "success":
        result = message.get("payload", message.get("data"))
        return Reply(number, result)
    if status == "error":
        error = RemoteError(
            message.get("code", "failed"), str(message["message"]) if "message" in message else "None"
        )
        return Reply(number, error=error)
    raise ProtocolError("neither")


# --- 08.decode_reply: null_for_no_id
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    number = message.get("id", None)
    if status == "success":
        result = message.get("payload", message.get("data"))
        return Reply(number, result)
    if status == "error":
        error = RemoteError(
            message.get("code", "failed"), str(message["message"]) if "message" in message else "None"
        )
        return Reply(number, error=error)
    raise ProtocolError("neither")


# --- 08.decode_reply: falsy_id
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    number = legal_id(message) if message.get("id") else ABSENT
    if status == "success":
        result = message.get("payload", message.get("data"))
        return Reply(number, result)
    if status == "error":
        error = RemoteError(
            message.get("code", "failed"), str(message["message"]) if "message" in message else "None"
        )
        return Reply(number, error=error)
    raise ProtocolError("neither")


# --- 08.decode_reply: event_not_seen
def decode_reply(message: JsonObject) -> Reply | Notification:
    status = message.get("status")
    number = legal_id(message)
    if status == "success":
        result = message.get("payload", message.get("data"))
        return Reply(number, result)
    if status == "error":
        error = RemoteError(
            message.get("code", "failed"), str(message["message"]) if "message" in message else "None"
        )
        return Reply(number, error=error)
    raise ProtocolError("neither")


# --- 08.decode_reply: event_without_payload
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(name=message["event"], params=None)
    status = message.get("status")
    number = legal_id(message)
    if status == "success":
        result = message.get("payload", message.get("data"))
        return Reply(number, result)
    if status == "error":
        error = RemoteError(
            message.get("code", "failed"), str(message["message"]) if "message" in message else "None"
        )
        return Reply(number, error=error)
    raise ProtocolError("neither")


# --- 08.decode_reply: key
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        params = message["payload"]
        return Notification(message["event"], params)
    status = message.get("status")
    number = legal_id(message)
    if status == "success":
        result = message.get("payload", message.get("data"))
        return Reply(number, result)
    if status == "error":
        error = RemoteError(
            message.get("code", "failed"), str(message["message"]) if "message" in message else "None"
        )
        return Reply(number, error=error)
    raise ProtocolError("neither")


# --- 08.decode_reply: error_raised
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    number = legal_id(message)
    if status == "success":
        result = message.get("payload", message.get("data"))
        return Reply(number, result)
    if status == "error":
        error = RemoteError(
            message.get("code", "failed"), str(message["message"]) if "message" in message else "None"
        )
        raise error
    raise ProtocolError("neither")


# --- 08.decode_reply: error_as_result
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    number = legal_id(message)
    if status == "success":
        result = message.get("payload", message.get("data"))
        return Reply(number, result)
    if status == "error":
        error = RemoteError(
            message.get("code", "failed"), str(message["message"]) if "message" in message else "None"
        )
        return Reply(number, error)
    raise ProtocolError("neither")


# --- 08.decode_reply: id_of_error_lost
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    number = legal_id(message)
    if status == "success":
        result = message.get("payload", message.get("data"))
        return Reply(number, result)
    if status == "error":
        error = RemoteError(
            message.get("code", "failed"), str(message["message"]) if "message" in message else "None"
        )
        return Reply(ABSENT, None, error)
    raise ProtocolError("neither")


# --- 08.decode_reply: swapped_arguments
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    number = legal_id(message)
    if status == "success":
        result = message.get("payload", message.get("data"))
        return Reply(number, result)
    if status == "error":
        error = RemoteError(str(message.get("message")), message.get("code", "failed"))
        return Reply(number, error=error)
    raise ProtocolError("neither")


# --- 08.decode_reply: code_lost
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    number = legal_id(message)
    if status == "success":
        result = message.get("payload", message.get("data"))
        return Reply(number, result)
    if status == "error":
        error = RemoteError("failed", str(message["message"]) if "message" in message else "None")
        return Reply(number, error=error)
    raise ProtocolError("neither")


# --- 08.decode_reply: no_code
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    number = legal_id(message)
    if status == "success":
        result = message.get("payload", message.get("data"))
        return Reply(number, result)
    if status == "error":
        error = RemoteError(
            message.get("code", None), str(message["message"]) if "message" in message else "None"
        )
        return Reply(number, error=error)
    raise ProtocolError("neither")


# --- 08.remaining: below_zero
def remaining(self) -> float:
    return self.moment - time.monotonic()


# --- 08.remaining: counts_nothing
def remaining(self) -> float:
    return float(self.seconds)


# --- 08.remaining: upside_down
def remaining(self) -> float:
    passed = time.monotonic() - self.moment
    return max(0.0, passed)


# --- 08.remaining: how_far
def remaining(self) -> float:
    now = time.monotonic()
    return self.moment - now if self.moment > now else now - self.moment


# --- 08.remaining: smaller
def remaining(self) -> float:
    return min(self.moment - time.monotonic(), 0)


# --- 08.remaining: milliseconds
def remaining(self) -> float:
    return max(0.0, 1000 * (self.moment - time.monotonic()))


# --- 08.remaining: whole_seconds
def remaining(self) -> float:
    left = self.moment - time.monotonic()
    return max(left // 1, 0)


# --- 08.remaining: none_when_passed
def remaining(self) -> float:
    left = self.moment - time.monotonic()
    return left if left > 0 else None


# --- 08.remaining: none_when_passed
def remaining(self) -> float:
    left = self.moment - time.monotonic()
    if left > 0:
        return left


# --- 08.remaining: error_when_passed
def remaining(self) -> float:
    left = self.moment - time.monotonic()
    if not left > 0:
        raise RpcTimeout(f"not within {self.seconds} s")
    return left


# --- 08.remaining: moment_itself
def remaining(self) -> float:
    return max(self.moment, 0.0)


# --- 08.receive: empty_for_none
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    end = limit if limit is not None else deadline
    text = self._texts.popleft() if self._texts else None
    while not text:
        self._check_open()
        if not self._read(deadline):
            return None
        if self._texts:
            text = self._texts.popleft()
        elif end.remaining() == 0:
            return None
    self._size -= len(text)
    return text


# --- 08.receive: each_read_gets_all
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    while not self._texts:
        self._check_open()
        each = Deadline(deadline.seconds)
        if not self._read(each):
            return None
        if not self._texts and not (limit or deadline).remaining():
            self._check_open()
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.receive: one_read
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    if len(self._texts) == 0:
        self._check_open()
        if not self._read(deadline):
            return None
    if not self._texts:
        return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.receive: newest_first
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and not (limit or deadline).remaining():
            self._check_open()
            return None
    text = self._texts[-1]
    del self._texts[-1]
    self._size -= len(text)
    return text


# --- 08.receive: limit_not_used
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and deadline.remaining() == 0:
            self._check_open()
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.receive: limit_for_each_wait
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    deadline = limit or deadline
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and not deadline.remaining():
            self._check_open()
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.receive: time_asked_first
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    until = limit or deadline
    while not self._texts:
        self._check_open()
        if until.remaining() <= 0:
            return None
        if not self._read(deadline):
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.receive: end_asked_first
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    self._check_open()
    while not self._texts:
        if not self._read(deadline):
            return None
        if not self._texts and not (limit or deadline).remaining():
            self._check_open()
            return None
        if not self._texts:
            self._check_open()
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.receive: texts_not_asked
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    until = limit or deadline
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if until.remaining() == 0:
            self._check_open()
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.receive: error_for_none
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            raise RpcTimeout(f"no message within {deadline.seconds} s")
        if not self._texts and not (limit or deadline).remaining():
            self._check_open()
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.receive: asks_for_ever
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    while not self._texts:
        self._check_open()
        if self._read(deadline):
            continue
        return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.call: new_time_for_each_message
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            again = self._deadline(timeout)
            self._receive(again, "answer")
        return future.result()
    finally:
        unanswered = self._pending.remove(number)
        if unanswered:
            self._cancel(number)


# --- 08.call: no_time_taken_for_none
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout) if timeout else self._deadline(None)
    number = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), number))
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(number):
            self._cancel(number)


# --- 08.call: registered_before_the_text
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    self._get_ready(deadline)
    future = self._pending.add(number)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), number))
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(number):
            self._cancel(number)


# --- 08.call: registered_before_looking
def call(self, action, params=ABSENT, /, *, timeout=None, **named):
    deadline, number = self._deadline(timeout), next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), number))
    waiting = self._pending.add(number)
    try:
        self._get_ready(deadline)
        self._socket.send(text, deadline)
        while not waiting.done():
            self._receive(deadline, "answer")
        return waiting.result()
    finally:
        if self._pending.remove(number):
            self._cancel(number)


# --- 08.call: own_time_ignored
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = Deadline(self._timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        unanswered = self._pending.remove(number)
        if unanswered:
            self._cancel(number)


# --- 08.call: one_message
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        self._receive(deadline, "answer")
        return future.result()
    finally:
        unanswered = self._pending.remove(number)
        if unanswered:
            self._cancel(number)


# --- 08.call: never_done
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while True:
            self._receive(deadline, "answer")
        return future.result()
    finally:
        unanswered = self._pending.remove(number)
        if unanswered:
            self._cancel(number)


# --- 08.call: any_value
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = json.dumps(request, separators=(",", ":"))
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        unanswered = self._pending.remove(number)
        if unanswered:
            self._cancel(number)


# --- 08.call: not_forgotten
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = self._deadline(timeout), next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), number))
    self._get_ready(deadline)
    future = self._pending.add(number)
    self._socket.send(text, deadline)
    while not future.done():
        self._receive(deadline, "answer")
    return future.result()


# --- 08.call: never_cancelled
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        self._pending.remove(number)


# --- 08.call: always_cancelled
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        self._cancel(number)
        self._pending.remove(number)


# --- 08.call: upside_down
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        answered = self._pending.remove(number)
        if not answered:
            self._cancel(number)


# --- 08.call: not_looked
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        unanswered = self._pending.remove(number)
        if unanswered:
            self._cancel(number)


# --- 08.call: params_by_name_alone
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, dict(named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        unanswered = self._pending.remove(number)
        if unanswered:
            self._cancel(number)


# --- 08.call: named_params_lost
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, params or ABSENT, number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        unanswered = self._pending.remove(number)
        if unanswered:
            self._cancel(number)


# --- 08.call: id_not_sent
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), ABSENT)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        unanswered = self._pending.remove(number)
        if unanswered:
            self._cancel(number)


# --- 08.call: another_id
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(next(self._ids))
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        unanswered = self._pending.remove(number)
        if unanswered:
            self._cancel(number)


# --- 08.call: fault returns_other_type
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future
    finally:
        unanswered = self._pending.remove(number)
        if unanswered:
            self._cancel(number)


# --- 08.call: error_returned
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        error = future.exception()
        return error if error is not None else future.result()
    finally:
        unanswered = self._pending.remove(number)
        if unanswered:
            self._cancel(number)


# --- 08.call: not_sent
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        unanswered = self._pending.remove(number)
        if unanswered:
            self._cancel(number)


# --- 08.call: no_text
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = request
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        unanswered = self._pending.remove(number)
        if unanswered:
            self._cancel(number)


# --- 08.encode_request: zero_id
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    obj = {"action": action}
    if not params is ABSENT:
        obj["params"] = params
    if not call_id is ABSENT and call_id != 0:
        obj["id"] = call_id
    return obj


# --- 08.encode_request: ids_of_some_types
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request = {"action": action}
    if params is not ABSENT:
        request["params"] = params
    if isinstance(call_id, int):
        request["id"] = call_id
    return request


# --- 08.encode_request: params_of_some_types
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request = {"action": action}
    if isinstance(params, dict):
        request["params"] = params
    if call_id is not ABSENT:
        request["id"] = call_id
    return request


# --- 08.encode_request: both_or_none
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request = {"action": action}
    if params is not ABSENT and call_id is not ABSENT:
        request["params"] = params
        request["id"] = call_id
    return request


# --- 08.encode_request: in_a_list
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request = {"action": action}
    if params is not ABSENT:
        request["params"] = [params]
    if call_id is not ABSENT:
        request["id"] = call_id
    return request


# --- 08.encode_request: question_marks
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    result = {"action": action}
    if params is not ABSENT:
        result["params?"] = params
    if call_id is not ABSENT:
        result["id?"] = call_id
    return result


# --- 08.encode_request: another_name
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    return {k: v for k, v in dict(action=action, params=params, call_id=call_id).items() if v is not ABSENT}


# --- 08.encode_request: action_changed
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request = {"action": action.strip().lower()}
    if params is not ABSENT:
        request["params"] = params
    if call_id is not ABSENT:
        request["id"] = call_id
    return request


# --- 08.decode_reply: event_by_its_truth
def decode_reply(message: JsonObject) -> Reply | Notification:
    if message.get("event"):
        return Notification(message["event"], message.get("payload"))
    if message.get("status") == "success":
        return Reply(legal_id(message), message.get("payload", message.get("data")))
    if message.get("status") == "error":
        return Reply(
            legal_id(message),
            error=RemoteError(message.get("code", "failed"), str(message.get("message", ""))),
        )
    raise ProtocolError("what is this?")


# --- 08.decode_reply: code_by_its_truth
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    if status == "success":
        return Reply(legal_id(message), message.get("payload", message.get("data")))
    if status == "error":
        code = message.get("code") or "failed"
        return Reply(legal_id(message), error=RemoteError(code, str(message.get("message", ""))))
    raise ProtocolError("neither a reply nor a notification")


# --- 08.decode_reply: status_in_any_case
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = str(message.get("status", "")).lower()
    if status == "success":
        return Reply(legal_id(message), message.get("payload", message.get("data")))
    if status == "error":
        return Reply(
            legal_id(message),
            error=RemoteError(message.get("code", "failed"), str(message.get("message", ""))),
        )
    raise ProtocolError("neither a reply nor a notification")


# --- 08.decode_reply: protocol_error_returned
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    if status == "success":
        return Reply(legal_id(message), message.get("payload", message.get("data")))
    if status == "error":
        return Reply(
            legal_id(message),
            error=RemoteError(message.get("code", "failed"), str(message.get("message", ""))),
        )
    return ProtocolError("neither a reply nor a notification")


# --- 08.remaining: yes_or_no
def remaining(self) -> float:
    return self.moment > time.monotonic()


# --- 08.remaining: changes_the_moment
def remaining(self) -> float:
    self.moment -= time.monotonic()
    return max(0, self.moment)


# --- 08.remaining: nothing_left
def remaining(self) -> float:
    while time.monotonic() < self.moment:
        time.sleep(self.moment - time.monotonic())
    return 0


# --- 08.receive: deadline_made_anew
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    deadline = Deadline(deadline.seconds)
    limit = limit or deadline
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and limit.remaining() <= 0:
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.receive: size_in_bytes
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    limit = deadline if limit is None else limit
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and not limit.remaining():
            return None
    text = self._texts.popleft()
    self._size -= len(text.encode())
    return text


# --- 08.receive: size_kept
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    limit = deadline if limit is None else limit
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and not limit.remaining():
            return None
    return self._texts.popleft()


# --- 08.receive: not_taken
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    limit = deadline if limit is None else limit
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and not limit.remaining():
            return None
    text = self._texts[0]
    self._size -= len(text)
    return text


# --- 08.receive: all_in_one
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    limit = deadline if limit is None else limit
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and not limit.remaining():
            return None
    text = "".join(self._texts)
    self._texts.clear()
    self._size -= len(text)
    return text


# --- 08.call: the_same_id
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = 1
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


# --- 08.call: nothing_received
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        return self._receive(deadline, "answer")
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)


# --- 08.call: swallowed
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    except RpcTimeout:
        return None
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)


# --- 08.call: forgotten_after_a_timeout
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    except RpcTimeout:
        self._pending.remove(call_id)
        self._cancel(call_id)
        raise


# --- 08.call: article_alone
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    from framebyframe.rpc.article import encode_request

    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(encode_request(action, choose_params(params, named), call_id))
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


# --- 08.call: asked_for_nothing
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            if not self._receive(deadline, "answer"):
                raise RpcTimeout("no answer in time")
        return future.result()
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)


# --- 08.decode_reply: event_and_more
def decode_reply(message: JsonObject) -> Reply | Notification:
    status = message.get("status")
    if status == "success":
        return Reply(legal_id(message), message.get("payload", message.get("data")))
    if status == "error":
        error = RemoteError(message.get("code", "failed"), str(message.get("message", "")))
        return Reply(legal_id(message), error=error)
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    raise ProtocolError("neither a reply nor a notification")


# --- encode_request: conditions_exchanged
def encode_request(action, params, call_id):
    message = {"action": action}
    if call_id is not ABSENT:
        message["params"] = params
    if params is not ABSENT:
        message["id"] = call_id
    return message


# --- decode_reply: message_as_json
def decode_reply(message):
    import json

    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    if status == "success":
        return Reply(legal_id(message), message.get("payload", message.get("data")))
    if status == "error":
        text = json.dumps(message.get("message"))
        return Reply(legal_id(message), error=RemoteError(message.get("code", "failed"), text))
    raise ProtocolError("no reply")


# --- receive: limit_begins_anew
def receive(self, deadline, limit=None):
    if limit is None:
        limit = Deadline(deadline.seconds)
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and not limit.remaining():
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- receive: later_texts_lost
def receive(self, deadline, limit=None):
    limit = deadline if limit is None else limit
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and not limit.remaining():
            return None
    text = self._texts[0]
    self._texts.clear()
    self._size -= len(text)
    return text


# --- encode_request: params_spread
def encode_request(action, params, call_id):
    message = dict(action=action)
    if params is not ABSENT:
        message = {**message, **params}
    if call_id is not ABSENT:
        message["id"] = call_id
    return message


# --- encode_request: another_name
def encode_request(action, params, call_id):
    members = {"action": action, "params": params, "callId": call_id}
    return {name: value for name, value in members.items() if value is not ABSENT}


# --- encode_request: ids_of_some_types
def encode_request(action, params, call_id):
    message = {"action": action}
    if params is not ABSENT:
        message["params"] = params
    if type(call_id) in (int, str):
        message["id"] = call_id
    return message


# --- encode_request: none_left_out
def encode_request(action, params, call_id):
    message = {"action": action}
    if params not in (ABSENT, None):
        message["params"] = params
    if call_id is not ABSENT:
        message["id"] = call_id
    return message


# --- encode_request: empty_id
def encode_request(action, params, call_id):
    message = {"action": action}
    if params is not ABSENT:
        message["params"] = params
    if call_id or call_id is None:
        if call_id is not ABSENT:
            message["id"] = call_id
    return message


# --- decode_reply: null_is_no_payload
def decode_reply(message):
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    call_id, status = legal_id(message), message.get("status")
    if status == "success":
        result = message.get("payload")
        if result is None:
            result = message.get("data")
        return Reply(call_id, result)
    if status == "error":
        text = str(message.get("message"))
        return Reply(call_id, error=RemoteError(message.get("code", "failed"), text))
    raise ProtocolError("neither")


# --- decode_reply: payloads_of_some_types
def decode_reply(message):
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    call_id, status = legal_id(message), message.get("status")
    if status == "success":
        result = message.get("payload")
        return Reply(call_id, result if type(result) is dict else message.get("data"))
    if status == "error":
        text = str(message.get("message"))
        return Reply(call_id, error=RemoteError(message.get("code", "failed"), text))
    raise ProtocolError("neither")


# --- decode_reply: data_first
def decode_reply(message):
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    call_id, status = legal_id(message), message.get("status")
    if status == "success":
        return Reply(call_id, message["data"] if "data" in message else message.get("payload"))
    if status == "error":
        text = str(message.get("message"))
        return Reply(call_id, error=RemoteError(message.get("code", "failed"), text))
    raise ProtocolError("neither")


# --- decode_reply: empty_id
def decode_reply(message):
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    call_id, status = legal_id(message), message.get("status")
    if call_id in (0, ""):
        call_id = ABSENT
    if status == "success":
        return Reply(call_id, message.get("payload", message.get("data")))
    if status == "error":
        text = str(message.get("message"))
        return Reply(call_id, error=RemoteError(message.get("code", "failed"), text))
    raise ProtocolError("neither")


# --- decode_reply: event_only_with_payload
def decode_reply(message):
    if {"event", "payload"} <= message.keys():
        return Notification(message["event"], message["payload"])
    call_id, status = legal_id(message), message.get("status")
    if status == "success":
        return Reply(call_id, message.get("payload", message.get("data")))
    if status == "error":
        text = str(message.get("message"))
        return Reply(call_id, error=RemoteError(message.get("code", "failed"), text))
    raise ProtocolError("neither")


# --- decode_reply: event_payload_by_its_truth
def decode_reply(message):
    if "event" in message:
        payload = message["payload"] if message.get("payload") else None
        return Notification(message["event"], payload)
    call_id, status = legal_id(message), message.get("status")
    if status == "success":
        return Reply(call_id, message.get("payload", message.get("data")))
    if status == "error":
        text = str(message.get("message"))
        return Reply(call_id, error=RemoteError(message.get("code", "failed"), text))
    raise ProtocolError("neither")


# --- decode_reply: nothing_raised
def decode_reply(message):
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    call_id, status = legal_id(message), message.get("status")
    if status == "success":
        return Reply(call_id, message.get("payload", message.get("data")))
    if status == "error":
        text = str(message.get("message"))
        return Reply(call_id, error=RemoteError(message.get("code", "failed"), text))
    return None


# --- decode_reply: message_as_json
def decode_reply(message):
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    call_id, status = legal_id(message), message.get("status")
    if status == "success":
        return Reply(call_id, message.get("payload", message.get("data")))
    if status == "error":
        text = f"{message.get('message')!r}"
        return Reply(call_id, error=RemoteError(message.get("code", "failed"), text))
    raise ProtocolError("neither")


# --- decode_reply: message_as_it_came
def decode_reply(message):
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    call_id, status = legal_id(message), message.get("status")
    if status == "success":
        return Reply(call_id, message.get("payload", message.get("data")))
    if status == "error":
        text = message["message"]
        return Reply(call_id, error=RemoteError(message.get("code", "failed"), text))
    raise ProtocolError("neither")


# --- decode_reply: other_text_in_error
def decode_reply(message):
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    call_id, status = legal_id(message), message.get("status")
    if status == "success":
        return Reply(call_id, message.get("payload", message.get("data")))
    if status == "error":
        text = f"{message}"
        return Reply(call_id, error=RemoteError(message.get("code", "failed"), text))
    raise ProtocolError("neither")


# --- decode_reply: error_turned_round
def decode_reply(message):
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    call_id, status = legal_id(message), message.get("status")
    if status == "success":
        return Reply(call_id, message.get("payload", message.get("data")))
    if status == "error":
        parts = [str(message.get("message")), message.get("code", "failed")]
        return Reply(call_id, error=RemoteError(*parts))
    raise ProtocolError("neither")


# --- decode_reply: member_demanded
def decode_reply(message):
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    call_id, status = legal_id(message), message.get("status")
    if status == "success":
        data = message["data"]
        return Reply(call_id, message["payload"] if "payload" in message else data)
    if status == "error":
        text = str(message.get("message"))
        return Reply(call_id, error=RemoteError(message.get("code", "failed"), text))
    raise ProtocolError("neither")


# --- remaining: counts_nothing
def remaining(self, now=time.monotonic()):
    return max(0.0, self.moment - now)


# --- receive: no_end_without_a_limit
def receive(self, deadline, limit=None):
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if limit is not None and not self._texts and limit.remaining() <= 0:
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- receive: how_long_it_was
def receive(self, deadline, limit=None):
    last = deadline if limit is None else limit
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and last.seconds == 0:
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- receive: gives_up_in_time
def receive(self, deadline, limit=None):
    last = deadline if limit is None else limit
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and last.remaining() > 0:
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- receive: reads_first
def receive(self, deadline, limit=None):
    last = deadline if limit is None else limit
    came = True
    while came:
        self._check_open()
        came = self._read(deadline)
        if self._texts:
            break
        came = came and last.remaining() > 0
    if not self._texts:
        return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- receive: size_by_another_count
def receive(self, deadline, limit=None):
    last = deadline if limit is None else limit
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and last.remaining() <= 0:
            return None
    text = self._texts.popleft()
    self._size = self._size - 1
    return text


# --- call: another_id
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), next(self._ids)))
    self._get_ready(deadline)
    call_id = next(self._ids)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)


# --- call: nothing_received
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            came = self._receive(deadline, "answer")
        return came
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)


# --- call: time_begins_when_ready
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(self._deadline(timeout))
    future = self._pending.add(call_id)
    deadline = self._deadline(timeout)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)


# --- call: milliseconds
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    if timeout is not None:
        timeout *= 0.001
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
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


# --- call: seconds_for_deadline
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, timeout)
        while not future.done():
            self._receive(timeout, "answer")
        return future.result()
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)


# --- call: empty_params_lost
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    if not params:
        params = ABSENT
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


# --- call: result_not_returned
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        result = future.result()
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)


# --- call: forgotten_too_early
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        open_yet = self._pending.remove(call_id)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if open_yet:
            self._cancel(call_id)


# --- call: not_waited
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        return future.result()
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)


# --- call: messages_counted
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        left = 3
        while left and not future.done():
            left -= 1
            self._receive(deadline, "answer")
        if not future.done():
            raise RpcTimeout("no reply")
        return future.result()
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)


# --- call: sent_again
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        for attempt in (1, 2):
            try:
                self._socket.send(text, deadline)
                while not future.done():
                    self._receive(deadline, "answer")
                break
            except RpcError:
                if attempt == 2:
                    raise
        return future.result()
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)


# --- call: error_lost
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    except RpcError as error:
        match type(error).__name__:
            case "RemoteError":
                return None
            case _:
                raise
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)


# --- call: every_error_lost
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    result = None
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        result = future.result()
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)
        return result


# --- call: swallowed
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    except RpcTimeout:
        if self._pending.remove(call_id):
            self._cancel(call_id)


# --- 08.remaining: length_less_now
def remaining(self) -> float:
    now = time.monotonic()
    left = self.seconds
    left -= now
    return left


# --- 08.call: own_time_for_a_step
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = self._deadline(timeout), next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, self._deadline(timeout))
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(number):
            self._cancel(number)


# --- 08.call: own_time_for_a_step
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = self._deadline(timeout), next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, Deadline(60.0))
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(number):
            self._cancel(number)


# --- 08.call: own_time_for_a_step
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = self._deadline(timeout), next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(Deadline(30))
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(number):
            self._cancel(number)


# --- 08.call: own_time_for_a_step
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = self._deadline(timeout), next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, Deadline(0))
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(number):
            self._cancel(number)


# --- 08.call: clients_time_ignored
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = Deadline(timeout if timeout is not None else 10), next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(number):
            self._cancel(number)


# --- 08.call: ten_for_zero
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = Deadline(timeout or 10.0), next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(number):
            self._cancel(number)


# --- 08.call: params_in_both_ways
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = self._deadline(timeout), next(self._ids)
    request = self._dialect.encode_request(action, params if not named else named, number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(number):
            self._cancel(number)


# --- 08.call: params_in_both_ways
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = self._deadline(timeout), next(self._ids)
    request = self._dialect.encode_request(action, params if params is not ABSENT else named, number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(number):
            self._cancel(number)


# --- 08.call: params_in_both_ways
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = self._deadline(timeout), next(self._ids)
    request = self._dialect.encode_request(action, params or named, number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(number):
            self._cancel(number)


# --- 08.call: text_in_try
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = self._deadline(timeout), next(self._ids)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        request = self._dialect.encode_request(action, choose_params(params, named), number)
        self._socket.send(encode_json(request), deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(number):
            self._cancel(number)


# --- 08.call: nothing_received
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = self._deadline(timeout), next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), number))
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            return self._receive(deadline, "answer")
    finally:
        if self._pending.remove(number):
            self._cancel(number)


# --- 08.call: forgotten_after_errors
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = self._deadline(timeout), next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), number))
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    except RpcError:
        if self._pending.remove(number):
            self._cancel(number)
        raise


# --- 08.call: interrupts_forgotten
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = self._deadline(timeout), next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), number))
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        answer = future.result()
    except RpcError:
        if self._pending.remove(number):
            self._cancel(number)
        raise
    else:
        self._pending.remove(number)
        return answer


# --- 08.call: sent_outside_try
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = self._deadline(timeout), next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), number))
    self._get_ready(deadline)
    future = self._pending.add(number)
    self._socket.send(text, deadline)
    try:
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if self._pending.remove(number):
            self._cancel(number)


# --- 08.call: answered_calls_not_removed
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = self._deadline(timeout), next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), number))
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future.result()
    finally:
        if not future.done() and self._pending.remove(number):
            self._cancel(number)


# --- 08.decode_reply: error_by_its_message
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    number = legal_id(message)
    if message.get("status") == "success":
        return Reply(number, message.get("payload", message.get("data")))
    if message.get("status") != "success" and "message" in message:
        return Reply(number, error=RemoteError(message.get("code", "failed"), str(message.get("message"))))
    raise ProtocolError(f"no status: {message}")


# --- 08.decode_reply: error_by_its_message
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    number = legal_id(message)
    if message.get("status") == "success":
        return Reply(number, message.get("payload", message.get("data")))
    elif "code" in message or "message" in message:
        return Reply(number, error=RemoteError(message.get("code", "failed"), str(message.get("message"))))
    raise ProtocolError(f"no status: {message}")


# --- 08.decode_reply: error_where_no_result
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    number = legal_id(message)
    if message.get("payload", message.get("data")) is not None:
        return Reply(number, message.get("payload", message.get("data")))
    else:
        return Reply(number, error=RemoteError(message.get("code", "failed"), str(message.get("message"))))


# --- 08.decode_reply: error_where_no_result
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    number = legal_id(message)
    if "data" in message or "payload" in message:
        return Reply(number, message.get("payload", message.get("data")))
    else:
        return Reply(number, error=RemoteError(message.get("code", "failed"), str(message.get("message"))))


# --- 08.decode_reply: all_but_error
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    number = legal_id(message)
    if "payload" in message and message.get("status") != "error":
        return Reply(number, message.get("payload", message.get("data")))
    elif message.get("status") == "error":
        return Reply(number, error=RemoteError(message.get("code", "failed"), str(message.get("message"))))
    raise ProtocolError(f"no status: {message}")


# --- 08.decode_reply: event_payload_for_none
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message["payload"] if "payload" in message else {})
    number = legal_id(message)
    if message.get("status") == "success":
        return Reply(number, message.get("payload", message.get("data")))
    elif message.get("status") == "error":
        return Reply(number, error=RemoteError(message.get("code", "failed"), str(message.get("message"))))
    raise ProtocolError(f"no status: {message}")


# --- 08.decode_reply: ids_of_some_types
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    number = message["id"] if type(message.get("id")) in (str, int) else ABSENT
    if message.get("status") == "success":
        return Reply(number, message.get("payload", message.get("data")))
    elif message.get("status") == "error":
        return Reply(number, error=RemoteError(message.get("code", "failed"), str(message.get("message"))))
    raise ProtocolError(f"no status: {message}")


# --- 08.decode_reply: codes_of_some_types
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    number = legal_id(message)
    if message.get("status") == "success":
        return Reply(number, message.get("payload", message.get("data")))
    elif message.get("status") == "error":
        return Reply(
            number,
            error=RemoteError(
                message["code"] if type(message.get("code")) is str else "failed", str(message.get("message"))
            ),
        )
    raise ProtocolError(f"no status: {message}")


# --- 08.encode_request: params_thinned_out
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request: JsonObject = {"action": action}
    if isinstance(params, dict):
        params = {name: value for name, value in params.items() if value is not None}
    if params is not ABSENT:
        request["params"] = params
    if call_id is not ABSENT:
        request["id"] = call_id
    return request


# --- 08.receive: size_by_another_count
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and not (limit or deadline).remaining():
            return None
    self._size = 0
    return self._texts.popleft()


# --- 08.encode_request: empty_id
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request = {"action": action}
    if params is not ABSENT:
        request["params"] = params
    if call_id is None or call_id:
        request["id"] = call_id
    return request


# --- 08.encode_request: empty_params
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request = {"action": action}
    if params is not ABSENT and params not in ({}, []):
        request["params"] = params
    if call_id is not ABSENT:
        request["id"] = call_id
    return request


# --- 08.encode_request: version_of_the_other_dialect
def encode_request(action, params, call_id):
    request = {"jsonrpc": "2.0", "action": action}
    for key, value in (("params", params), ("id", call_id)):
        if value is not ABSENT:
            request[key] = value
    return request


# --- 08.encode_request: none_left_out
def encode_request(action, params, call_id):
    pairs = [("action", action), ("params", params), ("id", call_id)]
    return {k: v for k, v in pairs if v is not None and v is not ABSENT}


# --- 08.encode_request: both_or_none
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    if params is ABSENT:
        return {"action": action}
    if call_id is ABSENT:
        return {"action": action, "params": params}
    return {"action": action, "params": params, "id": call_id}


# --- 08.encode_request: id_in_the_params
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    body = {} if params is ABSENT else dict(params)
    if call_id is not ABSENT:
        body["id"] = call_id
    return {"action": action, "params": body}


# --- 08.encode_request: another_name
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request = {"action": action}
    if params is not ABSENT:
        request["data"] = params
    if call_id is not ABSENT:
        request["id"] = call_id
    return request


# --- 08.encode_request: none_left_out
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    def is_id(value):
        return isinstance(value, (str, int, float))

    request = {"action": action}
    if params is not ABSENT:
        request["params"] = params
    if is_id(call_id):
        request["id"] = call_id
    return request


# --- 08.encode_request: in_a_list
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request = {"action": action}
    if params is not ABSENT:
        request["params"] = params
    if call_id is not ABSENT:
        request["id"] = (call_id,)
    return request


# --- 08.encode_request: id_made_up
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    request = {"action": action}
    if params is not ABSENT:
        request["params"] = params
    request["id"] = 1 if call_id is ABSENT else call_id
    return request


# --- 08.decode_reply: codes_of_some_types
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    if status == "success":
        return Reply(legal_id(message), message.get("payload", message.get("data")))
    if status == "error":
        code, text = str(message.get("code", "failed")), str(message["message"])
        return Reply(legal_id(message), error=RemoteError(code, text))
    raise ProtocolError("bad status")


# --- 08.decode_reply: null_id_lost
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    call_id = legal_id(message)
    if call_id is None:
        call_id = ABSENT
    if message.get("status") == "success":
        return Reply(call_id, message.get("payload", message.get("data")))
    if message.get("status") == "error":
        return Reply(call_id, error=RemoteError(message.get("code", "failed"), str(message["message"])))
    raise ProtocolError("bad status")


# --- 08.decode_reply: all_but_success
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    if message.get("status") == "success":
        return Reply(legal_id(message), message.get("payload", message.get("data")))
    else:
        return Reply(
            legal_id(message),
            error=RemoteError(message.get("code", "failed"), str(message.get("message", ""))),
        )


# --- 08.decode_reply: status_demanded
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    if message["status"] == "success":
        return Reply(legal_id(message), message.get("payload", message.get("data")))
    if message["status"] == "error":
        return Reply(
            legal_id(message), error=RemoteError(message.get("code", "failed"), str(message["message"]))
        )
    raise ProtocolError("bad status")


# --- 08.decode_reply: event_payload_for_none
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload", ABSENT))
    status = message.get("status")
    if status == "success":
        return Reply(legal_id(message), message.get("payload", message.get("data")))
    if status == "error":
        return Reply(
            legal_id(message), error=RemoteError(message.get("code", "failed"), str(message["message"]))
        )
    raise ProtocolError("bad message")


# --- 08.decode_reply: id_for_message
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    call_id = legal_id(message["id"]) if "id" in message else ABSENT
    status = message.get("status")
    if status == "success":
        return Reply(call_id, message.get("payload", message.get("data")))
    if status == "error":
        return Reply(call_id, error=RemoteError(message.get("code", "failed"), str(message["message"])))
    raise ProtocolError("bad message")


# --- 08.decode_reply: error_not_seen
def decode_reply(message: JsonObject) -> Reply | Notification:
    if message.get("status") == "success":
        return Reply(legal_id(message), message.get("payload", message.get("data")))
    raise ProtocolError("not yet")


# --- 08.decode_reply: no_result_refused
def decode_reply(message: JsonObject) -> Reply | Notification:
    match message:
        case {"event": name}:
            return Notification(name, message.get("payload"))
        case {"status": "success", "payload": result}:
            return Reply(legal_id(message), result)
        case {"status": "success", "data": result}:
            return Reply(legal_id(message), result)
        case {"status": "error", "message": text}:
            return Reply(legal_id(message), error=RemoteError(message.get("code", "failed"), str(text)))
        case _:
            raise ProtocolError("bad message")


# --- 08.decode_reply: bare_result
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    if status == "success":
        return message.get("payload", message.get("data"))
    if status == "error":
        return Reply(
            legal_id(message), error=RemoteError(message.get("code", "failed"), str(message["message"]))
        )
    raise ProtocolError("bad message")


# --- 08.decode_reply: status_demanded
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message["status"]
    if status == "success":
        return Reply(legal_id(message), message.get("payload", message.get("data")))
    if status == "error":
        return Reply(legal_id(message), error=RemoteError(message.get("code", "failed"), message["message"]))
    raise ProtocolError("bad message")


# --- 08.decode_reply: other_text_in_error
def decode_reply(message: JsonObject) -> Reply | Notification:
    if "event" in message:
        return Notification(message["event"], message.get("payload"))
    status = message.get("status")
    if status == "success":
        return Reply(legal_id(message), message.get("payload", message.get("data")))
    if status == "error":
        code = message.get("code", "failed")
        return Reply(legal_id(message), error=RemoteError(code, str(code)))
    raise ProtocolError("bad message")


# --- 08.remaining: below_zero
def remaining(self) -> float:
    return max(0, self.moment) - time.monotonic()


# --- 08.remaining: first_answer_kept
import functools


@functools.lru_cache(maxsize=None)
def remaining(self) -> float:
    return max(0, self.moment - time.monotonic())


# --- 08.remaining: more_than_none_when_passed
def remaining(self) -> float:
    return max(0.01, self.moment - time.monotonic())


# --- 08.remaining: all_of_it_again
def remaining(self) -> float:
    left = self.moment - time.monotonic()
    if left < 0:
        left = self.seconds
    return left


# --- 08.remaining: time_gone_by
def remaining(self) -> float:
    begun = self.moment - self.seconds
    return max(0, min(self.seconds, time.monotonic() - begun))


# --- 08.remaining: whole_seconds
def remaining(self) -> float:
    return (self.moment - time.monotonic()) // 1


# --- 08.receive: each_read_gets_all
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    if limit is None:
        limit = deadline
    while not self._texts:
        self._check_open()
        if not self._read(Deadline(deadline.seconds)):
            return None
        if not self._texts and limit.remaining() <= 0:
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.receive: end_asked_first
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    end = deadline if limit is None else limit
    self._check_open()
    while not self._texts:
        if not self._read(deadline):
            return None
        if not self._texts and end.remaining() == 0:
            return None
        self._check_open()
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.receive: error_for_none
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    end = deadline if limit is None else limit
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            raise RpcTimeout(f"no text within {deadline.seconds} s")
        if not self._texts and end.remaining() == 0:
            raise RpcTimeout(f"no text within {end.seconds} s")
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.receive: empty_text_for_none
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    end = deadline if limit is None else limit
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return ""
        if not self._texts and end.remaining() == 0:
            return ""
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.receive: clock_and_length
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    import time

    if limit is None:
        limit = deadline
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and time.monotonic() > limit.seconds:
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.receive: nothing_to_take
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    if limit is None:
        limit = deadline
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not limit.remaining():
            break
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.receive: text_not_returned
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    if limit is None:
        limit = deadline
    while not self._texts:
        self._check_open()
        if not self._read(deadline):
            return None
        if not self._texts and not limit.remaining():
            return None
    text = self._texts.popleft()
    self._size -= len(text)


# --- 08.receive: later_of_both
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    end = max(deadline.remaining(), 0 if limit is None else limit.remaining())
    until = Deadline(end)
    while not self._texts:
        self._check_open()
        if not self._read(until):
            return None
        if not self._texts and until.remaining() == 0:
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.receive: reads_counted
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    end = deadline if limit is None else limit
    for _ in range(10):
        if self._texts:
            break
        self._check_open()
        if not self._read(deadline) or (not self._texts and end.remaining() == 0):
            return None
    if not self._texts:
        return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.call: not_after_every_error
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    self._socket.send(text, deadline)
    while not future.done():
        self._receive(deadline, "answer")
    if self._pending.remove(call_id):
        self._cancel(call_id)
    return future.result()


# --- 08.call: future_returned
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
        return future
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)


# --- 08.call: params_by_name_alone
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(ABSENT, named), call_id))
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


# --- 08.call: not_after_every_error
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
    except RpcTimeout:
        if self._pending.remove(call_id):
            self._cancel(call_id)
        raise
    self._pending.remove(call_id)
    return future.result()


# --- 08.call: none_by_default
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = Deadline(timeout)
    call_id = next(self._ids)
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


# --- 08.call: nobody_reads
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    import time

    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not future.done() and deadline.remaining() > 0:
            time.sleep(0.01)
        if not future.done():
            raise RpcTimeout("no answer from the server")
        return future.result()
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)


# --- 08.call: sent_again
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    chosen = choose_params(params, named)
    for attempt in range(2):
        deadline = self._deadline(timeout)
        call_id = next(self._ids)
        text = encode_json(self._dialect.encode_request(action, chosen, call_id))
        self._get_ready(deadline)
        future = self._pending.add(call_id)
        try:
            self._socket.send(text, deadline)
            while not future.done():
                self._receive(deadline, "answer")
            return future.result()
        except RpcTimeout:
            if attempt == 1:
                raise
        finally:
            if self._pending.remove(call_id):
                self._cancel(call_id)


# --- 08.call: every_error_lost
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
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
        return future.result() if future.done() and not future.cancelled() else None


# --- 08.call: own_time_for_a_step
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    call_id = next(self._ids)
    text = encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))
    self._get_ready(self._deadline(timeout))
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, self._deadline(timeout))
        while not future.done():
            self._receive(self._deadline(timeout), "answer")
        return future.result()
    finally:
        self._pending.remove(call_id)


# --- call: errors_on_their_way_lost
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    number = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
    finally:
        waits = self._pending.remove(number)
        if waits:
            self._cancel(number)
        return future.result()


# --- call: errors_on_their_way_lost
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline, number = self._deadline(timeout), next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), number)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(number)
    try:
        self._socket.send(text, deadline)
        while not future.done():
            self._receive(deadline, "answer")
    finally:
        if self._pending.remove(number):
            self._cancel(number)
            return future.result()
