# ruff: noqa
# Right answers to chapter 08's exercises, in other styles than the reference.

# --- 08.encode_request: members that are there
def encode_request(action: str, params: Any, call_id: MaybeId) -> JsonObject:
    members = {"action": action, "params": params, "id": call_id}
    return {name: value for name, value in members.items() if value is not ABSENT}


# --- 08.encode_request: by comparison
def encode_request(action, params, call_id):
    request = dict(action=action)
    if not params == ABSENT:
        request.update(params=params)
    if call_id != ABSENT:
        request.update(id=call_id)
    return request


# --- 08.decode_reply: by match
def decode_reply(message: JsonObject) -> Reply | Notification:
    match message:
        case {"event": name}:
            return Notification(name, message.get("payload"))
        case {"status": "success"}:
            result = message["payload"] if "payload" in message else message.get("data")
            return Reply(legal_id(message), result)
        case {"status": "error"}:
            code = message.get("code", "failed")
            error = RemoteError(code, f"{message.get('message')}")
            return Reply(id=legal_id(message), error=error)
    raise ProtocolError("no reply")


# --- 08.decode_reply: refused first
def decode_reply(message):
    if "event" in message:
        return Notification(name=message["event"], params=message.get("payload", None))
    status = message.get("status")
    if status not in ("success", "error"):
        raise ProtocolError(f"status {status!r}")
    if status == "error":
        error = RemoteError(message["code"] if "code" in message else "failed", str(message.get("message")))
        return Reply(legal_id(message), None, error)
    try:
        result = message["payload"]
    except KeyError:
        result = message.get("data")
    return Reply(legal_id(message), result, None)


# --- 08.remaining: by max
def remaining(self) -> float:
    return max(self.moment - time.monotonic(), 0.0)


# --- 08.remaining: by an early return
def remaining(self):
    now = time.monotonic()
    if now >= self.moment:
        return 0
    return self.moment - now


# --- 08.receive: an endless loop
def receive(self, deadline: Deadline, limit: Deadline | None = None) -> str | None:
    until = limit if limit is not None else deadline
    while True:
        if self._texts:
            text = self._texts.popleft()
            self._size = self._size - len(text)
            return text
        self._check_open()
        came = self._read(deadline)
        if not came:
            return None
        if len(self._texts) == 0 and until.remaining() <= 0:
            self._check_open()
            return None


# --- 08.receive: named
def receive(self, deadline, limit=None):
    if limit is None:
        limit = deadline
    while len(self._texts) < 1:
        self._check_open()
        if self._read(deadline) is False:
            return None
        if not self._texts and not limit.remaining():
            self._check_open()
            return None
    text = self._texts.popleft()
    self._size -= len(text)
    return text


# --- 08.call: an endless loop
def call(self, action: str, params: Any = ABSENT, /, *, timeout: float | None = None, **named: Any) -> Any:
    deadline = self._deadline(timeout)
    call_id = next(self._ids)
    request = self._dialect.encode_request(action, choose_params(params, named), call_id)
    text = encode_json(request)
    self._get_ready(deadline)
    future = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while True:
            if future.done():
                return future.result()
            self._receive(deadline, "answer")
    finally:
        nobody_answered = self._pending.remove(call_id)
        if nobody_answered:
            self._cancel(call_id)


# --- 08.call: the result outside
def call(self, action, params=ABSENT, /, *, timeout=None, **named):
    deadline, call_id = self._deadline(timeout), next(self._ids)
    given = choose_params(params, named)
    text = encode_json(self._dialect.encode_request(action, given, call_id))
    self._get_ready(deadline)
    reply = self._pending.add(call_id)
    try:
        self._socket.send(text, deadline)
        while not reply.done():
            self._receive(deadline, "answer")
    finally:
        if self._pending.remove(call_id):
            self._cancel(call_id)
    return reply.result()
