# ruff: noqa
# Right answers to chapter 09's exercises, in other styles than the reference.

# --- add: step by step
def add(self, call_id: MaybeId) -> FutureType:
    future = self._new_future()
    self._futures[call_id] = future
    self.messages = self.messages + 1
    return future


# --- add: into the table by update
def add(self, call_id):
    self._futures.update({call_id: self._new_future()})
    self.messages += 1
    return self._futures[call_id]


# --- settle: unmatched first
def settle(self, reply: Reply) -> None:
    if reply.id not in self._futures or self._futures[reply.id].done():
        self._futures.pop(reply.id, None)
        self._take_unmatched(reply)
        return
    future = self._futures.pop(reply.id)
    if reply.error is None:
        future.set_result(reply.result)
    else:
        future.set_exception(reply.error)


# --- settle: by an error
def settle(self, reply):
    try:
        future = self._futures.pop(reply.id)
    except KeyError:
        self._take_unmatched(reply)
        return
    if future.done():
        self._take_unmatched(reply)
    elif reply.error:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)


# --- fail_all: those that are done left out first
def fail_all(self, why: Callable[[], RpcError]) -> None:
    waiting = [future for future in self._futures.values() if not future.done()]
    self._futures = {}
    self.start_over()
    for future in waiting:
        future.set_exception(why())


# --- fail_all: one taken out after the other
def fail_all(self, why):
    self.start_over()
    while self._futures:
        _, future = self._futures.popitem()
        if future.done():
            continue
        future.set_exception(why())


# --- receive_text: all in the try
def receive_text(self, text: str) -> None:
    try:
        value = decode_json(text)
    except ValueError as error:
        raise ProtocolError(f"no JSON: {error}") from error
    messages = decode_replies(value)
    size = len(text) // max(len(messages), 1)
    for message in messages:
        if isinstance(message, Reply):
            self.settle(message)
        else:
            self._on_notification(message, size)


# --- receive_text: with match
def receive_text(self, text):
    try:
        messages = decode_replies(decode_json(text))
    except ValueError:
        raise ProtocolError("that is no JSON") from None
    for message in messages:
        match message:
            case Notification():
                self._on_notification(message, len(text) // len(messages))
            case _:
                self.settle(message)


# --- exchange: all in the try
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    try:
        self._expiry.watch(reply, deadline)
        socket.send_text(text)
        result = await reply
        return result
    finally:
        self._expiry.forget(reply)
        unanswered = self._pending.remove(call_id)
        if unanswered:
            self._cancel(socket, call_id)


# --- exchange: by hand for every end
async def exchange(self, socket, text, call_id, deadline):
    future = self._pending.add(call_id)
    self._expiry.watch(future, deadline)
    try:
        socket.send_text(text)
        result = await future
    except BaseException:
        self._expiry.forget(future)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)
        raise
    self._expiry.forget(future)
    self._pending.remove(call_id)
    return result
