# ruff: noqa
# Wrong answers to chapter 11's exercises as people write them, each after a line that names the
# diagnosis it must get. They are written in other ways than the models in the declarations.

# --- decode_request: id_that_is_false_lost
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not isinstance(params, (dict, list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    if call_id is ABSENT or not call_id:
        return Request(action, params)
    return Request(action, params, call_id)


# --- decode_request: missing_id_is_null
def decode_request(message: JsonObject) -> Request:
    check_id(message)
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not isinstance(params, (dict, list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, message.get("id"))


# --- decode_request: id_not_checked
def decode_request(message: JsonObject) -> Request:
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not isinstance(params, (dict, list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, message["id"] if "id" in message else ABSENT)


# --- decode_request: empty_action_refused
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    match message.get("action"):
        case str(action) if len(action):
            pass
        case _:
            raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not isinstance(params, (dict, list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)


# --- decode_request: action_not_checked
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    params = message.get("params", {})
    if not isinstance(params, (dict, list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(message.get("action"), params, call_id)


# --- decode_request: only_missing_action_refused
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    if message.get("action", None) is None:
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if type(params) not in (dict, list):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(message["action"], params, call_id)


# --- decode_request: params_not_checked
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    return Request(action, message.get("params", {}), call_id)


# --- decode_request: array_refused
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    action = message.get("action")
    if type(action) is not str:
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if type(params) is not dict:
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)


# --- decode_request: null_params_taken
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params") or dict()
    if not isinstance(params, (dict, list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)


# --- decode_request: params_first
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    params = message.get("params", {})
    if not isinstance(params, dict | list):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    return Request(action, params, call_id)


# --- decode_request: wrong_params_told_as_request
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    action, params = message.get("action"), message.get("params", {})
    if not isinstance(action, str) or not isinstance(params, (dict, list)):
        raise CallFailed(INVALID_REQUEST, "no request")
    return Request(action, params, call_id)


# --- decode_request: params_must_be_there
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    if not isinstance(message.get("params"), (dict, list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, message["params"], call_id)


# --- decode_request: none_for_missing_params
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    if not isinstance(message.get("action"), str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    if "params" in message and not isinstance(message["params"], (dict, list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object or an array")
    return Request(message["action"], message.get("params"), call_id)


# --- decode_request: wrong_action_told_as_params
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    action, params = message.get("action"), message.get("params", {})
    if not (isinstance(action, str) and isinstance(params, (dict, list))):
        raise CallFailed(INVALID_PARAMS, "action or params are wrong")
    return Request(action, params, call_id)


# --- decode_request: only_missing_action_refused
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    if "action" not in message:
        raise CallFailed(INVALID_REQUEST, "action is missing")
    params = message.get("params", {})
    if not isinstance(params, (dict, list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object or an array")
    return Request(str(message["action"]), params, call_id)


# --- with_id: false_ids_lost
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id in (0, "", None, ABSENT):
        return reply
    return {**reply, "id": call_id}


# --- with_id: null_lost
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id not in (ABSENT, None):
        reply["id"] = call_id
    return reply


# --- with_id: zero_lost
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id in (0, "", ABSENT):
        return reply
    return {**reply, "id": call_id}


# --- with_id: absent_in_the_reply
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    return {**reply, "id": call_id}


# --- with_id: absent_is_null
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id is ABSENT:
        call_id = None
    reply["id"] = call_id
    return reply


# --- with_id: numbers_alone
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if type(call_id) in (int, float):
        reply["id"] = call_id
    return reply


# --- with_id: as_text
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id is not ABSENT:
        reply["id"] = f"{call_id}"
    return reply


# --- with_id: nothing_returned
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id is not ABSENT:
        reply["id"] = call_id


# --- with_id: only_zero_rescued
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id == 0 or (call_id is not ABSENT and call_id):
        reply["id"] = call_id
    return reply


# --- failure_of: leaks
def failure_of(error: BaseException) -> CallFailed:
    if isinstance(error, CallFailed):
        return error
    logger.error("an action failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, f"{error}")


# --- failure_of: leaks_behind_the_words
def failure_of(error: BaseException) -> CallFailed:
    if isinstance(error, CallFailed):
        return error
    logger.error("an action failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR + ": " + str(error))


# --- failure_of: leaks_in_data
def failure_of(error: BaseException) -> CallFailed:
    if isinstance(error, CallFailed):
        return error
    logger.error("an action failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR, data=f"{error}")


# --- failure_of: answers_hidden
def failure_of(error: BaseException) -> CallFailed:
    logger.error(str(error), exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)


# --- failure_of: not_logged
def failure_of(error: BaseException) -> CallFailed:
    return error if isinstance(error, CallFailed) else CallFailed(INTERNAL_ERROR, SERVER_ERROR)


# --- failure_of: logged_without_the_error
def failure_of(error: BaseException) -> CallFailed:
    if isinstance(error, CallFailed):
        return error
    logger.error(f"an action failed: {error}")
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)


# --- failure_of: answers_logged
def failure_of(error: BaseException) -> CallFailed:
    logger.error("an action failed", exc_info=error)
    if not isinstance(error, CallFailed):
        error = CallFailed(INTERNAL_ERROR, SERVER_ERROR)
    return error


# --- failure_of: another_code
def failure_of(error: BaseException) -> CallFailed:
    if isinstance(error, CallFailed):
        return error
    logger.error("an action failed", exc_info=error)
    return CallFailed(INVALID_REQUEST, SERVER_ERROR)


# --- failure_of: raised
def failure_of(error: BaseException) -> CallFailed:
    if isinstance(error, CallFailed):
        return error
    logger.error("an action failed", exc_info=error)
    raise CallFailed(INTERNAL_ERROR, SERVER_ERROR) from error


# --- failure_of: leaks_its_class
def failure_of(error: BaseException) -> CallFailed:
    if isinstance(error, CallFailed):
        return error
    logger.error("an action has failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR + " (" + type(error).__name__ + ")")


# --- failure_of: some_not_logged
def failure_of(error: BaseException) -> CallFailed:
    if isinstance(error, CallFailed):
        return error
    if not isinstance(error, asyncio.CancelledError):
        logger.error("an action has failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)


# --- failure_of: made_anew
def failure_of(error: BaseException) -> CallFailed:
    if isinstance(error, CallFailed):
        return CallFailed(error.code, SERVER_ERROR)
    logger.error("an action has failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)


# --- failure_of: made_anew
def failure_of(error: BaseException) -> CallFailed:
    words = SERVER_ERROR
    if isinstance(error, CallFailed):
        words = error.message
    else:
        logger.error("an action has failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, words)


# --- dispatch: always_here_and_now
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    return self._run(dialect, request, action, action.bind(request.params, self, dialect))


# --- dispatch: fault raises
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    return self._start(dialect, request, action, action.bind(request.params, self, dialect))


# --- dispatch: fault raises
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    call = self._run if action.is_async else self._start
    return call(dialect, request, action, action.bind(request.params, self, dialect))


# --- dispatch: not_counted
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    action = self._actions.find(request.action)
    call = self._start if action.is_async else self._run
    return call(dialect, request, action, action.bind(request.params, self, dialect))


# --- dispatch: counted_when_found
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    action = self._actions.find(request.action)
    self._outbox.count(action.name)
    call = self._start if action.is_async else self._run
    return call(dialect, request, action, action.bind(request.params, self, dialect))


# --- dispatch: counted_when_right
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    action = self._actions.find(request.action)
    arguments = action.bind(request.params, self, dialect)
    self._outbox.count(request.action)
    call = self._start if action.is_async else self._run
    return call(dialect, request, action, arguments)


# --- dispatch: not_checked
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    call = self._start if action.is_async else self._run
    return call(dialect, request, action, request.params)


# --- dispatch: called_by_hand
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    from framebyframe.rpc.session import encode_outcome

    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    arguments = action.bind(request.params, self, dialect)
    if action.is_async:
        return self._start(dialect, request, action, arguments)
    text, afterwards = encode_outcome(dialect, request, action.function(**arguments))
    return PendingReply(text, afterwards)


# --- dispatch: result_in_a_reply
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    arguments = action.bind(request.params, self, dialect)
    if not action.is_async:
        result = action.function(**arguments)
        return PendingReply(text=result)
    return self._start(dialect, request, action, arguments)


# --- dispatch: result_alone
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    arguments = action.bind(request.params, self, dialect)
    if not action.is_async:
        return action.function(**arguments)
    return self._start(dialect, request, action, arguments)


# --- dispatch: one_dialect
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    arguments = action.bind(request.params, self, self._default_dialect)
    call = self._start if action.is_async else self._run
    return call(dialect, request, action, arguments)


# --- dispatch: reply_not_returned
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    arguments = action.bind(request.params, self, dialect)
    if action.is_async:
        return self._start(dialect, request, action, arguments)
    else:
        self._run(dialect, request, action, arguments)


# --- dispatch: wrong_params_not_counted
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    count = self._outbox.count
    try:
        action = self._actions.find(request.action)
    except CallFailed:
        count(request.action)
        raise
    arguments = action.bind(request.params, self, dialect)
    count(request.action)
    if action.is_async:
        return self._start(dialect, request, action, arguments)
    return self._run(dialect, request, action, arguments)


# --- dispatch: counted_when_right
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    action = self._actions.find(request.action)
    arguments = action.bind(request.params, self, dialect)
    how = self._start if action.is_async else self._run
    reply = how(dialect, request, action, arguments)
    self._outbox.count(request.action)
    return reply


# --- dispatch: request_counted
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request)
    action = self._actions.find(request.action)
    arguments = action.bind(request.params, self, dialect)
    if action.is_async:
        return self._start(dialect, request, action, arguments)
    return self._run(dialect, request, action, arguments)


# --- dispatch: bound_in_vain
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    action.bind(request.params, self, dialect)
    if action.is_async:
        return self._start(dialect, request, action, request.params)
    return self._run(dialect, request, action, request.params)


# --- dispatch: empty_params_not_bound
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    arguments = {}
    if request.params:
        arguments = action.bind(request.params, self, dialect)
    if action.is_async:
        return self._start(dialect, request, action, arguments)
    return self._run(dialect, request, action, arguments)


# --- dispatch: counted_twice
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    try:
        action = self._actions.find(request.action)
    except CallFailed:
        self._outbox.count(request.action)
        raise
    arguments = action.bind(request.params, self, dialect)
    if action.is_async:
        return self._start(dialect, request, action, arguments)
    return self._run(dialect, request, action, arguments)


# --- dispatch: dialect_and_request_exchanged
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    arguments = action.bind(request.params, self, dialect)
    if action.is_async:
        return self._start(action, arguments, dialect, request)
    return self._run(action, arguments, dialect, request)


# --- dispatch: no_id_no_call
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    if request.id is ABSENT:
        return None
    action = self._actions.find(request.action)
    arguments = action.bind(request.params, self, dialect)
    if action.is_async:
        return self._start(dialect, request, action, arguments)
    return self._run(dialect, request, action, arguments)


# --- regulate: requests_forgotten
def regulate(self) -> None:
    if self.is_open and self.congested:
        self.pause()
    else:
        self.resume()


# --- regulate: replies_forgotten
def regulate(self) -> None:
    if self.is_open and self.held > MAX_SEND_BUFFER:
        self.pause()
    else:
        self.resume()


# --- regulate: both_at_once
def regulate(self) -> None:
    if self.is_open and self.congested and self.held > MAX_SEND_BUFFER:
        self.pause()
    else:
        self.resume()


# --- regulate: never_again
def regulate(self) -> None:
    if (self.congested or self.held > MAX_SEND_BUFFER) and self.is_open:
        self.pause()


# --- regulate: deaf_to_the_goodbye
def regulate(self) -> None:
    if self.congested or self.held > MAX_SEND_BUFFER:
        self.pause()
    else:
        self.resume()


# --- regulate: upside_down
def regulate(self) -> None:
    if self.is_open and (self.congested or self.held > MAX_SEND_BUFFER):
        self.resume()
    else:
        self.pause()


# --- regulate: at_the_limit
def regulate(self) -> None:
    if self.is_open and (self.congested or not self.held < MAX_SEND_BUFFER):
        self.pause()
    else:
        self.resume()


# --- regulate: one_at_a_time
def regulate(self) -> None:
    if self.is_open and (self.congested or self.held):
        self.pause()
    else:
        self.resume()


# --- regulate: at_the_limit
LIMIT = 1_000_000


def regulate(self) -> None:
    if self.is_open and (self.congested or self.held > LIMIT):
        self.pause()
    else:
        self.resume()


# --- regulate: requests_forgotten
from framebyframe.rpc.session import MAX_IN_FLIGHT


def regulate(self) -> None:
    if self.is_open and (self.congested or self.held > MAX_SEND_BUFFER * MAX_IN_FLIGHT):
        self.pause()
    else:
        self.resume()


# --- regulate: only_said
def regulate(self) -> bool:
    return not self.is_open or not (self.congested or self.held > MAX_SEND_BUFFER)


# --- regulate: replies_forgotten
def regulate(self) -> None:
    if self.is_open and self.congested:
        self.pause()
    else:
        self.resume()
    if self.is_open and self.held > MAX_SEND_BUFFER:
        self.pause()
    else:
        self.resume()


# --- regulate: toggles
def regulate(self) -> None:
    if self.is_open and (self.congested or self.held > MAX_SEND_BUFFER):
        if self.reads:
            self.pause()
        else:
            self.resume()
    else:
        self.resume()


# --- stop: listens_on
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    await self._finish_calls(grace)
    for connection in [*self._connections]:
        connection.close(1001, "the server is stopping")
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for connection in [*self._connections]:
        connection.abort("no answer")
    await self._wait_until_gone()


# --- stop: calls_cut_off
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    for connection in [*self._connections]:
        connection.close(1001, "the server is stopping")
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for connection in [*self._connections]:
        connection.abort("no answer")
    await self._wait_until_gone()


# --- stop: calls_cut_off
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    for connection in [*self._connections]:
        connection.close(1001, "the server is stopping")
    await self._finish_calls(grace)
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for connection in [*self._connections]:
        connection.abort("no answer")
    await self._wait_until_gone()


# --- stop: all_is_done
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    for connection in [*self._connections]:
        connection.close(1000, "the server is stopping")
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for connection in [*self._connections]:
        connection.abort("no answer")
    await self._wait_until_gone()


# --- stop: no_goodbye
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for connection in [*self._connections]:
        connection.abort("the server is stopping")
    await self._wait_until_gone()


# --- stop: given_up_at_once
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    for connection in [*self._connections]:
        connection.close(1001, "the server is stopping")
        connection.abort("no answer")
    await self._wait_until_gone()


# --- stop: does_not_wait
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is not None:
        self._listener.close()
        await self._finish_calls(grace)
        for connection in [*self._connections]:
            connection.close(1001, "the server is stopping")


# --- stop: waits_for_ever
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    for connection in [*self._connections]:
        connection.close(1001, "the server is stopping")
    await self._wait_until_gone()


# --- stop: first_one_alone
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    one = next(iter(self._connections), None)
    if one is not None:
        one.close(1001, "the server is stopping")
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for connection in [*self._connections]:
        connection.abort("no answer")
    await self._wait_until_gone()


# --- stop: grace_not_used
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(10)
    for connection in [*self._connections]:
        connection.close(1001, "the server is stopping")
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for connection in [*self._connections]:
        connection.abort("no answer")
    await self._wait_until_gone()


# --- stop: none
async def stop(self, grace: float = STOP_GRACE) -> None:
    self._listener.close()
    await self._finish_calls(grace)
    for connection in [*self._connections]:
        connection.close(1001, "the server is stopping")
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for connection in [*self._connections]:
        connection.abort("no answer")
    await self._wait_until_gone()


# --- decode_request: id_last
def decode_request(message: JsonObject) -> Request:
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not isinstance(params, (dict, list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, check_id(message))


# --- decode_request: arguments_exchanged
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not isinstance(params, (dict, list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(call_id, action, params)


# --- decode_request: missing_action_taken
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    if "action" in message and not isinstance(message["action"], str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    if "params" in message and not isinstance(message["params"], (dict, list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(message.get("action"), message.get("params", {}), call_id)


# --- decode_request: missing_action_taken
def decode_request(message):
    call_id = check_id(message)
    action, params = message.get("action", ""), message.get("params", {})
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    if not isinstance(params, (dict, list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)


# --- with_id: id_first
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id is ABSENT:
        return reply
    return {"id": call_id, **reply}


# --- with_id: copy_gets_it
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    answer = dict(reply)
    if call_id is not ABSENT:
        answer["id"] = call_id
    return reply


# --- with_id: too_deep
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id is not ABSENT:
        reply.setdefault("payload", {})["id"] = call_id
    return reply


# --- with_id: id_alone
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id is not ABSENT:
        reply = {"id": call_id}
    return reply


# --- with_id: wrapped
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    return reply if call_id is ABSENT else dict(list(reply.items()) + [("id", [call_id])])


# --- with_id: wrapped
def with_id(reply, call_id):
    if call_id is not ABSENT:
        reply["id"] = (call_id,)
    return reply


# --- failure_of: another_level
def failure_of(error):
    if isinstance(error, CallFailed):
        return error
    logger.warning("an action failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)


# --- failure_of: kinds_of_it_forgotten
def failure_of(error: BaseException) -> CallFailed:
    if type(error) == CallFailed:
        return error
    logger.error("an action failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)


# --- failure_of: code_makes_it_one
def failure_of(error):
    if hasattr(error, "code"):
        return error
    logger.error("an action failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)


# --- failure_of: every_exception_told
def failure_of(error: BaseException) -> CallFailed:
    if isinstance(error, Exception):
        return error
    logger.error("an action failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)


# --- failure_of: only_exceptions
def failure_of(error: BaseException) -> CallFailed:
    if isinstance(error, CallFailed):
        return error
    elif isinstance(error, Exception):
        logger.error("an action failed", exc_info=error)
        return CallFailed(INTERNAL_ERROR, SERVER_ERROR)


# --- failure_of: only_exceptions
def failure_of(error: BaseException) -> CallFailed:
    try:
        raise error
    except CallFailed as failed:
        return failed
    except Exception as other:
        logger.error("an action failed", exc_info=other)
        return CallFailed(INTERNAL_ERROR, SERVER_ERROR)


# --- failure_of: some_told
def failure_of(error: BaseException) -> CallFailed:
    if isinstance(error, CallFailed):
        return error
    if isinstance(error, (ValueError, KeyError)):
        return CallFailed(INVALID_REQUEST, str(error))
    logger.error("an action failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)


# --- failure_of: error_itself
def failure_of(error):
    if not isinstance(error, CallFailed):
        logger.error("an action failed", exc_info=error)
        failed = CallFailed(INTERNAL_ERROR, SERVER_ERROR)
    return error


# --- dispatch: always_in_a_task
def dispatch(self, dialect, request):
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    arguments = action.bind(request.params, self, dialect)
    return self._start(dialect, request, action, arguments)


# --- stop: listens_too_long
async def stop(self, grace=STOP_GRACE):
    if self._listener is None:
        return
    await self._finish_calls(grace)
    for c in tuple(self._connections):
        c.close(CloseCode.GOING_AWAY, "bye")
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for c in tuple(self._connections):
        c.abort("gone too late")
    await self._wait_until_gone()
    self._listener.close()


# --- stop: times_exchanged
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(CLOSE_TIMEOUT)
    for connection in list(self._connections):
        connection.close(CloseCode.GOING_AWAY, "the server stops")
    await self._wait_until_gone(grace)
    for connection in list(self._connections):
        connection.abort("it did not answer")
    await self._wait_until_gone()


# --- stop: one_after_the_other
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    for connection in list(self._connections):
        connection.close(CloseCode.GOING_AWAY, "the server stops")
        await self._wait_until_gone(CLOSE_TIMEOUT)
    for connection in list(self._connections):
        connection.abort("it did not answer")
    await self._wait_until_gone()


# --- with_id: absent_for_null
def with_id(reply, call_id):
    if call_id is None:
        return reply
    return {**reply, "id": call_id}


# --- failure_of: cancelled_raised
def failure_of(error: BaseException) -> CallFailed:
    match error:
        case CallFailed():
            return error
        case asyncio.CancelledError():
            raise error
    logger.error("an action failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)


# --- failure_of: made_anew
def failure_of(error):
    if isinstance(error, CallFailed):
        return CallFailed(error.code, str(error))
    logger.error("an action failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)


# --- stop: not_given_up
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    for one in tuple(self._connections):
        one.close(CloseCode.GOING_AWAY, "bye")
    await self._wait_until_gone(CLOSE_TIMEOUT)


# --- decode_request: null_for_missing_params
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    action, params = message.get("action"), message.get("params")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    if not (params is None or isinstance(params, (dict, list))):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)


# --- regulate: closing_never_reads
def regulate(self) -> None:
    if not self.is_open:
        return
    if self.congested or self.held > MAX_SEND_BUFFER:
        self.pause()
        return
    self.resume()


# --- regulate: and_goes_first
def regulate(self) -> None:
    if self.congested or self.held > MAX_SEND_BUFFER and self.is_open:
        self.pause()
    else:
        self.resume()


# --- dispatch: reply_not_returned
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    arguments = action.bind(request.params, self, dialect)
    if action.is_async:
        self._start(dialect, request, action, arguments)
    else:
        self._run(dialect, request, action, arguments)


# --- dispatch: start_and_run_exchanged
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    run = self._run if action.is_async else self._start
    return run(dialect, request, action, action.bind(request.params, self, dialect))


# --- decode_request: wrong_id_swallowed
def decode_request(message: JsonObject) -> Request:
    try:
        call_id = check_id(message)
    except Exception:
        call_id = message.get(None, ABSENT)
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not isinstance(params, dict | list):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)


# --- decode_request: true_taken_for_id
def decode_request(message: JsonObject) -> Request:
    call_id = ABSENT
    if "id" in message:
        call_id = message["id"]
        if not (call_id is None or isinstance(call_id, str | int | float)):
            raise CallFailed(INVALID_REQUEST, "a wrong id")
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not isinstance(params, dict | list):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)


# --- decode_request: null_id_refused
def decode_request(message: JsonObject) -> Request:
    call_id = message.get("id", ABSENT)
    if call_id is not ABSENT and type(call_id) not in (str, int, float):
        raise CallFailed(INVALID_REQUEST, "a wrong id")
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not isinstance(params, dict | list):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)


# --- decode_request: fraction_refused
def decode_request(message: JsonObject) -> Request:
    call_id = message.get("id", ABSENT)
    if call_id not in (ABSENT, None) and type(call_id) not in (str, int):
        raise CallFailed(INVALID_REQUEST, "a wrong id")
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not isinstance(params, dict | list):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)


# --- decode_request: id_lost
def decode_request(message: JsonObject) -> Request:
    check_id(message)
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not isinstance(params, dict | list):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action=action, params=params)


# --- decode_request: number_taken_for_action
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    action = message.get("action")
    if type(action) not in (str, int):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not isinstance(params, dict | list):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)


# --- decode_request: full_array_refused
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not (isinstance(params, dict) or isinstance(params, list) and len(params) == 0):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)


# --- decode_request: array_made_an_object
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not isinstance(params, dict | list):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    if isinstance(params, list):
        return Request(action, dict(zip(range(len(params)), params)), call_id)
    return Request(action, params, call_id)


# --- decode_request: empty_array_made_an_object
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not isinstance(params, dict | list):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, {} if params == [] else params, call_id)


# --- decode_request: text_taken_for_params
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not hasattr(params, "__len__"):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)


# --- decode_request: null_taken_for_missing
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params")
    if params is None:
        params = {}
    if not isinstance(params, dict | list):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)


# --- decode_request: null_let_through
def decode_request(message: JsonObject) -> Request:
    call_id = check_id(message)
    action = message.get("action")
    if not isinstance(action, str):
        raise CallFailed(INVALID_REQUEST, "action must be a string")
    params = message.get("params", {})
    if not (params is None or isinstance(params, dict | list)):
        raise CallFailed(INVALID_PARAMS, "params must be an object")
    return Request(action, params, call_id)


# --- with_id: number_zero_lost
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id is ABSENT or call_id in (0,):
        return reply
    return {**reply, "id": call_id}


# --- with_id: empty_text_lost
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id is ABSENT or call_id in ("",):
        return reply
    return {**reply, "id": call_id}


# --- with_id: fraction_lost
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id is None or type(call_id) in (str, int):
        return {**reply, "id": call_id}
    return reply


# --- with_id: negative_lost
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id is ABSENT or type(call_id) in (int, float) and call_id < 0:
        return reply
    return {**reply, "id": call_id}


# --- with_id: errors_without_id
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id is ABSENT or "code" in reply:
        return reply
    return {**reply, "id": call_id}


# --- with_id: texts_alone
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    return {**reply, "id": call_id} if type(call_id) is str else reply


# --- with_id: another_name
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    return reply if call_id is ABSENT else {**reply, "requestId": call_id}


# --- with_id: fraction_cut
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if type(call_id) is float:
        return {**reply, "id": round(call_id - 0.5)}
    return reply if call_id is ABSENT else {**reply, "id": call_id}


# --- with_id: update_returned
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    return reply if call_id is ABSENT else reply.update({"id": call_id})


# --- with_id: id_returned
def with_id(reply: JsonObject, call_id: MaybeId) -> JsonObject:
    if call_id is ABSENT:
        return reply
    reply["id"] = call_id
    return reply["id"]


# --- failure_of: leaks_its_class
def failure_of(error: BaseException) -> CallFailed:
    if isinstance(error, CallFailed):
        return error
    logger.error("failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, error.__class__.__qualname__)


# --- failure_of: cancelled_returned
def failure_of(error: BaseException) -> CallFailed:
    if isinstance(error, asyncio.CancelledError) or isinstance(error, CallFailed):
        return error
    logger.error("failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)


# --- failure_of: some_not_logged
def failure_of(error: BaseException) -> CallFailed:
    match error:
        case CallFailed():
            return error
        case TimeoutError():
            pass
        case _:
            logger.error("failed", exc_info=error)
    return CallFailed(INTERNAL_ERROR, SERVER_ERROR)


# --- dispatch: only_unknown_counted
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    try:
        action = self._actions.find(request.action)
    except CallFailed as unknown:
        self._outbox.count(request.action)
        raise unknown
    run = self._start if action.is_async else self._run
    return run(dialect, request, action, action.bind(request.params, self, dialect))


# --- dispatch: counted_twice
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    for _ in range(2):
        self._outbox.count(request.action)
    action = self._actions.find(request.action)
    run = self._start if action.is_async else self._run
    return run(dialect, request, action, action.bind(request.params, self, dialect))


# --- dispatch: refusals_swallowed
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    import contextlib

    self._outbox.count(request.action)
    with contextlib.suppress(CallFailed):
        action = self._actions.find(request.action)
        arguments = action.bind(request.params, self, dialect)
        known = True
    if "known" not in locals():
        return None
    run = self._start if action.is_async else self._run
    return run(dialect, request, action, arguments)


# --- dispatch: arguments_alone
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    return self._actions.find(request.action).bind(request.params, self, dialect)


# --- dispatch: dialect_and_request_exchanged
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    rest = (action, action.bind(request.params, self, dialect))
    if not action.is_async:
        return self._run(request, dialect, *rest)
    return self._start(request, dialect, *rest)


# --- dispatch: nobody_calls
def dispatch(self, dialect: Dialect, request: Request) -> PendingReply:
    self._outbox.count(request.action)
    action = self._actions.find(request.action)
    nobody = None
    run = self._start if action.is_async else self._run
    return run(dialect, request, action, action.bind(request.params, nobody, nobody))


# --- regulate: both_read_on
def regulate(self) -> None:
    if self.is_open and [self.congested, self.held > MAX_SEND_BUFFER].count(True) == 1:
        self.pause()
    else:
        self.resume()


# --- regulate: congested_turned
def regulate(self) -> None:
    if self.is_open and (self.congested is False or self.held > MAX_SEND_BUFFER):
        self.pause()
    else:
        self.resume()


# --- regulate: never_stops
def regulate(self) -> None:
    self.resume()


# --- regulate: ends_it
def regulate(self) -> None:
    if self.is_open and (self.congested or self.held > MAX_SEND_BUFFER):
        return self.abort("it does not keep up")
    self.resume()


# --- regulate: reads_on_too_late
def regulate(self) -> None:
    if self.is_open and (self.congested or self.held > MAX_SEND_BUFFER):
        self.pause()
    if not self.is_open or (not self.congested and not self.held):
        self.resume()


# --- regulate: open_turned
def regulate(self) -> None:
    if self.is_open is False and (self.congested or self.held > MAX_SEND_BUFFER):
        self.pause()
    else:
        self.resume()


# --- regulate: limit_too_low
def regulate(self) -> None:
    limit = 65_536
    if self.is_open and (self.congested or self.held > limit):
        self.pause()
    else:
        self.resume()


# --- stop: goodbye_has_the_time_of_calls
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    for one in list(self._connections):
        one.close(CloseCode.GOING_AWAY, "bye")
    seconds = grace
    await self._wait_until_gone(seconds)
    for one in list(self._connections):
        one.abort("no answer")
    await self._wait_until_gone()


# --- stop: returns_before_they_are_gone
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    for one in list(self._connections):
        one.close(CloseCode.GOING_AWAY, "bye")
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for one in list(self._connections):
        one.abort("no answer")


# --- stop: forgotten
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    for one in list(self._connections):
        one.close(CloseCode.GOING_AWAY, "bye")
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for one in list(self._connections):
        self.discard(one)
    await self._wait_until_gone()


# --- stop: a_part_of_grace
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(min(grace, grace * 0.5))
    for one in list(self._connections):
        one.close(CloseCode.GOING_AWAY, "bye")
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for one in list(self._connections):
        one.abort("no answer")
    await self._wait_until_gone()


# --- stop: sleeps_for_grace
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    begun = asyncio.get_running_loop().time()
    await asyncio.sleep(begun + grace - asyncio.get_running_loop().time())
    for one in list(self._connections):
        one.close(CloseCode.GOING_AWAY, "bye")
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for one in list(self._connections):
        one.abort("no answer")
    await self._wait_until_gone()


# --- stop: sleeps_for_the_goodbye
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    for one in list(self._connections):
        one.close(CloseCode.GOING_AWAY, "bye")
    await asyncio.sleep(0.5)
    for one in list(self._connections):
        one.abort("no answer")
    await self._wait_until_gone()


# --- stop: given_up_at_once
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace)
    for connection in list(self._connections):
        connection.abort("the server is stopping")
    await self._wait_until_gone()


# --- stop: calls_cut_off
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is None:
        return
    self._listener.close()
    await self._finish_calls(grace / 1000)
    for connection in list(self._connections):
        connection.close(CloseCode.GOING_AWAY, "the server is stopping")
    await self._wait_until_gone(CLOSE_TIMEOUT)
    for connection in list(self._connections):
        connection.abort("no answer")
    await self._wait_until_gone()


# --- stop: only_the_listener
async def stop(self, grace: float = STOP_GRACE) -> None:
    if self._listener is not None:
        self._listener.close()
        await self._finish_calls(grace)


# --- regulate: reads_on_first
def regulate(self) -> None:
    self.resume()
    if not self.is_open:
        return
    if self.congested or self.held > MAX_SEND_BUFFER:
        self.pause()
