# ruff: noqa
# Right answers to chapter 11's exercises, in other styles than the reference.

# --- decode_request: by membership
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    if "action" not in message or not isinstance(message["action"], str):
        raise CallFailed(INVALID_REQUEST, "an action is a text")
    params = message["params"] if "params" in message else {}
    if not (isinstance(params, dict) or isinstance(params, list)):
        raise CallFailed(INVALID_PARAMS, "params are an object")
    return Request(message["action"], params, call_id)


# --- decode_request: by match
def decode_request(message):
    call_id = check_id(message)
    match message.get("action"):
        case str() as action:
            pass
        case _:
            raise CallFailed(INVALID_REQUEST, "no action")
    match message.get("params", {}):
        case dict() | list() as params:
            return Request(action=action, params=params, id=call_id)
    raise CallFailed(INVALID_PARAMS, "no params")


# --- with_id: a new dictionary
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id is ABSENT:
        return reply
    return {**reply, "id": call_id}


# --- with_id: by update
def with_id(reply, call_id):
    reply.update({} if call_id is ABSENT else {"id": call_id})
    return reply


# --- failure_of: the other way round
def failure_of(error: BaseException) -> CallFailed:
    if not isinstance(error, CallFailed):
        logger.error("an action failed", exc_info=error)
        return CallFailed(INTERNAL_ERROR, SERVER_ERROR)
    return error


# --- failure_of: by raising it again
def failure_of(error):
    try:
        raise error
    except CallFailed as failure:
        return failure
    except BaseException:
        logger.exception("an action failed")
    return CallFailed(code=INTERNAL_ERROR, message=SERVER_ERROR)


# --- dispatch: one way or the other
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    arguments = action.bind(request.params, self, dialect)
    call = self._start if action.is_async else self._run
    return call(dialect, request, action, arguments)


# --- dispatch: in pieces
def dispatch(self, dialect, request):
    name, params, _ = request
    self._outbox.count(name)
    found = self._actions.find(name)
    given = found.bind(params, session=self, dialect=dialect)
    if not found.is_async:
        return self._run(dialect, request, found, given)
    return self._start(dialect, request, found, given)


# --- regulate: asked one after the other
def regulate(self) -> None:
    if self.is_open:
        if self.congested:
            return self.pause()
        if self.held > MAX_SEND_BUFFER:
            return self.pause()
    self.resume()


# --- regulate: one way or the other
def regulate(self):
    waits = any([self.congested, not self.held <= MAX_SEND_BUFFER])
    (self.pause if waits and self.is_open else self.resume)()


# --- stop: inside a condition
async def stop(self, grace=STOP_GRACE):
    if self._listener is not None:
        self._listener.close()
        await self._finish_calls(grace)
        everybody = [*self._connections]
        for one in everybody:
            one.close(CloseCode.GOING_AWAY, "the server is stopping")
        await self._wait_until_gone(CLOSE_TIMEOUT)
        for one in [*self._connections]:
            one.abort("no answer")
        await self._wait_until_gone()


# --- stop: by a helper
def stop_all(connections, what):
    for connection in tuple(connections):
        what(connection)


async def stop(self, grace: float = STOP_GRACE) -> None:
    if not self._listener:
        return
    self._listener.close()
    await self._finish_calls(grace)
    stop_all(self._connections, lambda one: one.close(1001, "goodbye"))
    await self._wait_until_gone(CLOSE_TIMEOUT)
    stop_all(self._connections, lambda one: one.abort("it does not answer"))
    await self._wait_until_gone()


# --- stop: the listener is forgotten once it is closed
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    self._listener = None
    await self._finish_calls(grace)
    for one in list(self._connections):
        one.close(CloseCode.GOING_AWAY, "the server is stopping")
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for one in list(self._connections):
        one.abort("no answer")
    await self._wait_until_gone()
