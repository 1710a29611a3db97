# ruff: noqa
# Wrong answers to chapter 09's exercises as people write them, each after a line that names the
# diagnosis it must get. They are written in other ways than the models in the declarations.

# --- add: not_in_the_table
def add(self, call_id: MaybeId) -> FutureType:
    self.messages += 1
    return self._new_future()


# --- add: nothing_returned
def add(self, call_id: MaybeId) -> FutureType:
    self.messages += 1
    self._futures[call_id] = self._new_future()


# --- add: not_counted
def add(self, call_id: MaybeId) -> FutureType:
    future = self._new_future()
    self._futures[call_id] = future
    return future


# --- add: counted_once
def add(self, call_id: MaybeId) -> FutureType:
    self.messages = 1
    future = self._new_future()
    self._futures[call_id] = future
    return future


# --- add: table_counted
def add(self, call_id: MaybeId) -> FutureType:
    self._futures[call_id] = self._new_future()
    self.messages = len(self)
    return self._futures[call_id]


# --- add: id_as_text
def add(self, call_id: MaybeId) -> FutureType:
    future = self._new_future()
    self._futures[f"{call_id}"] = future
    self.messages += 1
    return future


# --- add: maker_itself
def add(self, call_id: MaybeId) -> FutureType:
    future = self._new_future
    self._futures[call_id] = future
    self.messages += 1
    return future


# --- add: first_one_stays
def add(self, call_id: MaybeId) -> FutureType:
    if call_id not in self._futures:
        self._futures[call_id] = self._new_future()
    self.messages += 1
    return self._futures[call_id]


# --- add: id_returned
def add(self, call_id: MaybeId) -> FutureType:
    self._futures[call_id] = self._new_future()
    self.messages += 1
    return call_id


# --- add: table_replaced
def add(self, call_id: MaybeId) -> FutureType:
    future = self._new_future()
    self._futures = dict([(call_id, future)])
    self.messages += 1
    return future


# --- add: counted_twice
def add(self, call_id: MaybeId) -> FutureType:
    self.messages += 1
    future = self._new_future()
    self._futures[call_id] = future
    self.messages += 1
    return future


# --- add: zero_under_another_key
def add(self, call_id: MaybeId) -> FutureType:
    self.messages += 1
    if not call_id:
        call_id = ABSENT
    self._futures[call_id] = reply = self._new_future()
    return reply


# --- add: table_returned
def add(self, call_id: MaybeId) -> FutureType:
    table = self._futures
    table[call_id] = self._new_future()
    self.messages += 1
    return table


# --- add: counted_down
def add(self, call_id: MaybeId) -> FutureType:
    future = self._new_future()
    self._futures[call_id] = future
    self.messages -= 1
    return future


# --- add: absent_not_counted
def add(self, call_id: MaybeId) -> FutureType:
    future = self._new_future()
    self._futures[call_id] = future
    self.messages += call_id is not ABSENT
    return future


# --- add: none_in_the_table
def add(self, call_id: MaybeId) -> FutureType:
    self._futures[call_id] = None
    self.messages += 1
    return self._new_future()


# --- add: future_of_its_own
def add(self, call_id: MaybeId) -> FutureType:
    loop = asyncio.get_event_loop()
    future = loop.create_future()
    self._futures[call_id] = future
    self.messages += 1
    return future


# --- add: count_for_id
def add(self, call_id: MaybeId) -> FutureType:
    self.messages += 1
    self._futures[self.messages] = self._new_future()
    return self._futures[self.messages]


# --- add: absent_renamed
def add(self, call_id: MaybeId) -> FutureType:
    if call_id is ABSENT:
        call_id = len(self._futures) + 1
    future = self._futures[call_id] = self._new_future()
    self.messages += 1
    return future


# --- add: count_returned
def add(self, call_id: MaybeId) -> FutureType:
    self._futures[call_id] = self._new_future()
    self.messages += 1
    return self.messages


# --- settle: by_order
def settle(self, reply: Reply) -> None:
    waiting = list(self._futures)
    future = self._futures.pop(waiting[0]) if waiting else None
    if future is None or future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)


# --- settle: newest_first
def settle(self, reply: Reply) -> None:
    waiting = list(self._futures)
    future = self._futures.pop(waiting[-1]) if waiting else None
    if future is None or future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)


# --- settle: lone_call_takes_any
def settle(self, reply: Reply) -> None:
    call_id = reply.id
    if len(self._futures) == 1:
        [call_id] = self._futures
    future = self._futures.pop(call_id, None)
    if future is None or future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)


# --- settle: stays_in_the_table
def settle(self, reply: Reply) -> None:
    if reply.id not in self._futures or self._futures[reply.id].done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        self._futures[reply.id].set_exception(reply.error)
    else:
        self._futures[reply.id].set_result(reply.result)


# --- settle: unknown_raises
def settle(self, reply: Reply) -> None:
    future = self._futures[reply.id]
    del self._futures[reply.id]
    if future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)


# --- settle: done_not_asked
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if future is None:
        self._take_unmatched(reply)
        return
    if reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)


# --- settle: not_counted
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if future is not None and not future.done():
        if reply.error is not None:
            future.set_exception(reply.error)
        else:
            future.set_result(reply.result)


# --- settle: counted_by_hand
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if future is None or future.done():
        self.unmatched = self.unmatched + 1
    elif reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)


# --- settle: error_for_a_result
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if future is None or future.done():
        self._take_unmatched(reply)
    else:
        future.set_result(reply.result if reply.error is None else reply.error)


# --- settle: no_exception
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if future is None or future.done():
        self._take_unmatched(reply)
    elif reply.result:
        future.set_result(reply.result)
    else:
        future.set_exception(reply.error)


# --- settle: whole_reply
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if future is None or future.done():
        self._take_unmatched(reply)
        return
    if reply.error is not None:
        future.set_exception(reply.error)
        return
    future.set_result(reply)


# --- settle: cancelled_for_done
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if not future or future.cancelled():
        self._take_unmatched(reply)
        return
    if reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)


# --- settle: error_for_a_result
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if future is None or future.done():
        self._take_unmatched(reply)
    else:
        future.set_result(reply.result)


# --- settle: error_and_result
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if future is None or future.done():
        return self._take_unmatched(reply)
    if reply.error is not None:
        future.set_exception(reply.error)
    future.set_result(reply.result)


# --- settle: error_stays_in_the_table
def settle(self, reply: Reply) -> None:
    future = self._futures.get(reply.id)
    if future is None or future.done():
        self._futures.pop(reply.id, None)
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)
        del self._futures[reply.id]


# --- settle: empty_id
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None) if reply.id else None
    if future is None or future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)


# --- settle: absent_left_out
def settle(self, reply: Reply) -> None:
    if reply.id is ABSENT:
        self._take_unmatched(reply)
        return
    future = self._futures.pop(reply.id, None)
    if future is None or future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)


# --- settle: unknown_not_counted
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, self._new_future())
    if future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)


# --- settle: matched_counted
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    try:
        if future is None or future.done():
            return
        if reply.error is not None:
            future.set_exception(reply.error)
        else:
            future.set_result(reply.result)
    finally:
        self._take_unmatched(reply)


# --- settle: result_forgotten
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if future is None or future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception(reply.error)


# --- settle: cancelled_instead
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if future is None or future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.cancel()
    else:
        future.set_result(reply.result)


# --- settle: done_stays_in_the_table
def settle(self, reply: Reply) -> None:
    for call_id, future in list(self._futures.items()):
        if call_id == reply.id and not future.done():
            del self._futures[call_id]
            if reply.error is None:
                future.set_result(reply.result)
            else:
                future.set_exception(reply.error)
            return
    self._take_unmatched(reply)


# --- fail_all: cancelled_for_done
def fail_all(self, why: Callable[[], RpcError]) -> None:
    waiting = [future for future in self._futures.values() if not future.cancelled()]
    self._futures = {}
    self.start_over()
    for future in waiting:
        future.set_exception(why())


# --- fail_all: done_not_asked
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures = list(self._futures.values())
    self._futures.clear()
    self.start_over()
    for future in futures:
        future.set_exception(why())


# --- fail_all: stops_at_one_that_is_done
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures, self._futures = self._futures, {}
    self.start_over()
    for future in futures.values():
        if future.done():
            return
        future.set_exception(why())


# --- fail_all: one_error_for_all
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures, self._futures = self._futures, {}
    self.start_over()
    error = why()
    for future in futures.values():
        if not future.done():
            future.set_exception(error)


# --- fail_all: table_kept
def fail_all(self, why: Callable[[], RpcError]) -> None:
    self.start_over()
    for future in self._futures.values():
        if not future.done():
            future.set_exception(why())


# --- fail_all: cancelled_instead
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures, self._futures = self._futures, {}
    self.start_over()
    for future in futures.values():
        if not future.done():
            future.cancel()


# --- fail_all: no_exception
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures, self._futures = self._futures, {}
    self.start_over()
    for future in futures.values():
        if future.done():
            continue
        future.set_exception(why)


# --- fail_all: error_for_a_result
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures, self._futures = self._futures, {}
    self.start_over()
    for future in futures.values():
        if future.done():
            continue
        future.set_result(why())


# --- fail_all: late_replies_awaited
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures = self._futures
    self._futures = {}
    for future in futures.values():
        if not future.done():
            future.set_exception(why())


# --- fail_all: one_alone
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures, self._futures = self._futures, {}
    self.start_over()
    if futures:
        call_id, future = futures.popitem()
        if not future.done():
            future.set_exception(why())


# --- fail_all: nobody_told
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures = self._futures
    self._futures.clear()
    self.start_over()
    for future in futures.values():
        if not future.done():
            future.set_exception(why())


# --- fail_all: counted_down
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures, self._futures = self._futures, {}
    self.messages = 0
    self.start_over()
    for future in futures.values():
        if not future.done():
            future.set_exception(why())


# --- fail_all: forgotten_where_calls_wait
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures, self._futures = self._futures, {}
    for future in futures.values():
        self.start_over()
        if not future.done():
            future.set_exception(why())


# --- receive_text: first_alone
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError(f"no JSON: {error}") from error
    if not messages:
        return
    message = messages[0]
    if isinstance(message, Notification):
        self._on_notification(message, len(text) // len(messages))
    else:
        self.settle(message)


# --- receive_text: batch_for_a_message
def receive_text(self, text: str) -> None:
    try:
        message = decode_json(text)
    except ValueError as error:
        raise ProtocolError(f"no JSON: {error}") from error
    [message] = decode_replies([message])
    if isinstance(message, Notification):
        self._on_notification(message, len(text))
    else:
        self.settle(message)


# --- receive_text: ends_with_a_notification
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError(f"no JSON: {error}") from error
    for message in messages:
        if isinstance(message, Notification):
            return self._on_notification(message, len(text) // len(messages))
        self.settle(message)


# --- receive_text: notification_settled
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError(f"no JSON: {error}") from error
    for message in messages:
        self.settle(message)


# --- receive_text: notification_dropped
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError(f"no JSON: {error}") from error
    for message in messages:
        if not isinstance(message, Notification):
            self.settle(message)


# --- receive_text: no_size
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError(f"no JSON: {error}") from error
    for message in messages:
        take = self._on_notification if isinstance(message, Notification) else self.settle
        take(message)


# --- receive_text: size_of_all
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError(f"no JSON: {error}") from error
    size = len(text)
    for message in messages:
        if isinstance(message, Notification):
            self._on_notification(message, size)
        else:
            self.settle(message)


# --- receive_text: json_fault_escapes
def receive_text(self, text: str) -> None:
    messages = decode_replies(decode_json(text))
    for message in messages:
        if isinstance(message, Notification):
            self._on_notification(message, len(text) // len(messages))
        else:
            self.settle(message)


# --- receive_text: fault_swallowed
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError:
        messages = []
    for message in messages:
        if isinstance(message, Notification):
            self._on_notification(message, len(text) // len(messages))
        else:
            self.settle(message)


# --- receive_text: backwards
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError("not JSON") from error
    size = len(text) // max(len(messages), 1)
    while messages:
        message = messages.pop()
        if isinstance(message, Reply):
            self.settle(message)
        else:
            self._on_notification(message, size)


# --- receive_text: ends_with_a_reply
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError("not JSON") from error
    for message in messages:
        if isinstance(message, Reply):
            return self.settle(message)
        if self._on_notification is not None:
            self._on_notification(message, len(text) // len(messages))


# --- receive_text: error_of_the_told_caught
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError("not JSON") from error
    for message in messages:
        if isinstance(message, Reply):
            self.settle(message)
        else:
            try:
                self._on_notification(message, len(text) // len(messages))
            except Exception:
                pass


# --- receive_text: not_beside_a_reply
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError("not JSON") from error
    replies = [message for message in messages if isinstance(message, Reply)]
    if replies:
        for reply in replies:
            self.settle(reply)
    else:
        for notification in messages:
            self._on_notification(notification, len(text) // len(messages))


# --- receive_text: parameters_alone
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError("not JSON") from error
    for message in messages:
        if isinstance(message, Reply):
            self.settle(message)
        else:
            self._on_notification(message.params, len(text) // len(messages))


# --- receive_text: size_is_0
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError("not JSON") from error
    for message in messages:
        if isinstance(message, Reply):
            self.settle(message)
        else:
            self._on_notification(message, len(messages) // len(text))


# --- receive_text: size_of_what_is_left
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError("not JSON") from error
    while messages:
        share = len(text) // len(messages)
        message = messages.pop(0)
        if isinstance(message, Reply):
            self.settle(message)
        else:
            self._on_notification(message, share)


# --- receive_text: size_of_notifications
def receive_text(self, text: str) -> None:
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


# --- receive_text: all_refused
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(text)
    except ValueError as error:
        raise ProtocolError("not JSON") from error
    for message in messages:
        if isinstance(message, Reply):
            self.settle(message)
        else:
            self._on_notification(message, len(text) // len(messages))


# --- receive_text: unknown_left_out
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError("not JSON") from error
    for message in messages:
        if isinstance(message, Reply):
            if message.id in self._futures:
                self.settle(message)
        else:
            self._on_notification(message, len(text) // len(messages))


# --- receive_text: errors_left_out
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as invalid:
        raise ProtocolError("not JSON") from invalid
    for message in messages:
        if isinstance(message, Reply):
            if message.error is None:
                self.settle(message)
        else:
            self._on_notification(message, len(text) // len(messages))


# --- receive_text: result_settled
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as error:
        raise ProtocolError("not JSON") from error
    for message in messages:
        if isinstance(message, Reply):
            self.settle(message.result)
        else:
            self._on_notification(message, len(text) // len(messages))


# --- exchange: left_behind
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    socket.send_text(text)
    result = await reply
    self._expiry.forget(reply)
    if self._pending.remove(call_id):
        self._cancel(socket, call_id)
    return result


# --- exchange: cancellation_forgotten
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        result = await reply
    except Exception as error:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)
        raise error
    self._expiry.forget(reply)
    self._pending.remove(call_id)
    return result


# --- exchange: no_deadline
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    try:
        reply = self._pending.add(call_id)
        socket.send_text(text)
        return await reply
    finally:
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: still_watched
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    try:
        self._expiry.watch(reply, deadline)
        socket.send_text(text)
        return await reply
    finally:
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: cancelled_and_not_removed
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    socket.send_text(text)
    try:
        return await reply
    finally:
        self._cancel(socket, call_id)
        self._expiry.forget(reply)


# --- exchange: server_not_told
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    finally:
        self._pending.remove(call_id)
        self._expiry.forget(reply)


# --- exchange: always_cancelled
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    finally:
        self._expiry.forget(reply)
        self._cancel(socket, call_id)
        self._pending.remove(call_id)


# --- exchange: upside_down
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    finally:
        self._expiry.forget(reply)
        answered = self._pending.remove(call_id)
        if not answered:
            self._cancel(socket, call_id)


# --- exchange: fault gives_a_future
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    future = self._pending.add(call_id)
    self._expiry.watch(future, deadline)
    try:
        socket.send_text(text)
        return future
    finally:
        self._expiry.forget(future)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: nothing_returned
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    future = self._pending.add(call_id)
    self._expiry.watch(future, deadline)
    try:
        socket.send_text(text)
        await future
    finally:
        self._expiry.forget(future)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: left_behind
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    socket.send_text(text)
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    return await reply


# --- exchange: only_time_is_told
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    finally:
        self._expiry.forget(reply)
        self._pending.remove(call_id)
        if reply.done() and not reply.cancelled() and "within" in str(reply.exception()):
            self._cancel(socket, call_id)


# --- exchange: error_of_python
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    try:
        socket.send_text(text)
        async with asyncio.timeout(deadline.remaining()):
            return await reply
    finally:
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: not_sent
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        return await reply
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- add: two_futures
def add(self, call_id: MaybeId) -> FutureType:
    self.messages += 1
    self._futures[call_id] = self._new_future()
    return self._new_future()


# --- add: empty_id
def add(self, call_id: MaybeId) -> FutureType:
    future = self._new_future()
    self.messages += 1
    if call_id:
        self._futures[call_id] = future
    return future


# --- add: key_and_value
def add(self, call_id: MaybeId) -> FutureType:
    future = self._new_future()
    self._futures[future] = call_id
    self.messages += 1
    return future


# --- add: name_for_id
def add(self, call_id: MaybeId) -> FutureType:
    self.messages += 1
    future = self._new_future()
    self._futures.update(call_id=future)
    return future


# --- settle: table_emptied
def settle(self, reply: Reply) -> None:
    future = self._futures.get(reply.id)
    self._futures.clear()
    if future is None or future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)


# --- fail_all: none_where_one_is_done
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures, self._futures = self._futures, {}
    self.start_over()
    if any(future.done() for future in futures.values()):
        return
    for future in futures.values():
        future.set_exception(why())


# --- fail_all: done_stay_in_the_table
def fail_all(self, why: Callable[[], RpcError]) -> None:
    waiting = {i: f for i, f in self._futures.items() if not f.done()}
    finished = {i: f for i, f in self._futures.items() if f.done()}
    self.start_over()
    for future in waiting.values():
        future.set_exception(why())
    self._futures = finished


# --- receive_text: kinds_exchanged
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError as e:
        raise ProtocolError(str(e)) from e
    for m in messages:
        if isinstance(m, Reply):
            self._on_notification(m, len(text) // len(messages))
        else:
            self.settle(m)


# --- receive_text: size_not_whole
def receive_text(self, text: str) -> None:
    try:
        value = decode_json(text)
    except ValueError as error:
        raise ProtocolError("bad JSON") from error
    messages = decode_replies(value)
    for message in messages:
        if isinstance(message, Notification):
            self._on_notification(message, len(text) / len(messages))
        else:
            self.settle(message)


# --- receive_text: size_in_bytes
def receive_text(self, text: str) -> None:
    try:
        value = decode_json(text)
    except ValueError as error:
        raise ProtocolError("bad JSON") from error
    messages = decode_replies(value)
    size = len(text.encode("utf-8"))
    for message in messages:
        if isinstance(message, Notification):
            self._on_notification(message, size // len(messages))
        else:
            self.settle(message)


# --- receive_text: first_decides
def receive_text(self, text: str) -> None:
    try:
        value = decode_json(text)
    except ValueError as error:
        raise ProtocolError("bad JSON") from error
    messages = decode_replies(value)
    if messages and isinstance(messages[0], Notification):
        for message in messages:
            self._on_notification(message, len(text) // len(messages))
    else:
        for message in messages:
            self.settle(message)


# --- receive_text: not_decoded
def receive_text(self, text: str) -> None:
    try:
        messages = decode_json(text)
    except ValueError as error:
        raise ProtocolError("bad JSON") from error
    for message in messages:
        if isinstance(message, Notification):
            self._on_notification(message, len(text) // len(messages))
        else:
            self.settle(message)


# --- receive_text: reply_told_as_well
def receive_text(self, text: str) -> None:
    try:
        value = decode_json(text)
    except ValueError as error:
        raise ProtocolError("bad JSON") from error
    messages = decode_replies(value)
    for message in messages:
        if isinstance(message, Reply):
            self.settle(message)
        self._on_notification(message, len(text) // len(messages))


# --- receive_text: size_of_its_own
def receive_text(self, text: str) -> None:
    try:
        value = decode_json(text)
    except ValueError as error:
        raise ProtocolError("bad JSON") from error
    for message in decode_replies(value):
        if isinstance(message, Notification):
            self._on_notification(message, len(message.params))
        else:
            self.settle(message)


# --- exchange: sent_outside
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    socket.send_text(text)
    try:
        return await reply
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: cancellation_swallowed
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    except asyncio.CancelledError:
        return None
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: cancelled_at_any_error
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    except BaseException:
        self._cancel(socket, call_id)
        raise
    finally:
        self._expiry.forget(reply)
        self._pending.remove(call_id)


# --- settle: late_not_counted
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if future is None:
        self._take_unmatched(reply)
        return
    if not future.done():
        if reply.error is None:
            future.set_result(reply.result)
        else:
            future.set_exception(reply.error)


# --- fail_all: first_left_out
def fail_all(self, why: Callable[[], RpcError]) -> None:
    waiting = list(self._futures.values())
    self._futures = {}
    self.start_over()
    for number in range(1, len(waiting)):
        if not waiting[number].done():
            waiting[number].set_exception(why())


# --- receive_text: fault_returned
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except ValueError:
        return ProtocolError("this is not JSON")
    size = len(text) // len(messages) if messages else 0
    for message in messages:
        if isinstance(message, Reply):
            self.settle(message)
        else:
            self._on_notification(message, size)


# --- add: absent_left_out
def add(self, call_id: MaybeId) -> FutureType:
    self.messages += 1
    future = self._new_future()
    if call_id is not ABSENT:
        self._futures[call_id] = future
    return future


# --- settle: error_raised
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if future is None or future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        raise reply.error
    else:
        future.set_result(reply.result)


# --- settle: counted_down
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if future is None or future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)
        self.messages -= 1


# --- receive_text: all_in_the_try
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
        for message in messages:
            if isinstance(message, Notification):
                self._on_notification(message, len(text) // len(messages))
            else:
                self.settle(message)
    except ValueError as error:
        raise ProtocolError(str(error)) from error


# --- exchange: time_of_its_own
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await asyncio.wait_for(reply, 5)
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: error_swallowed
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    except Exception:
        return None
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: swallowed_and_told_twice
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    except asyncio.CancelledError:
        self._cancel(socket, call_id)
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: told_of_errors_alone
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    except Exception:
        self._cancel(socket, call_id)
        raise
    finally:
        self._expiry.forget(reply)
        self._pending.remove(call_id)


# --- exchange: error_returned
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    except Exception as error:
        return error
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: result_at_once
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return reply.result()
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: registered_too_late
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    socket.send_text(text)
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        return await reply
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: returned_in_the_end
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        result = await reply
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)
        return result


# --- receive_text: swapped_arguments
def receive_text(self, text: str) -> None:
    try:
        value = decode_json(text)
    except ValueError as error:
        raise ProtocolError("bad JSON") from error
    messages = decode_replies(value)
    for message in messages:
        if isinstance(message, Reply):
            self.settle(message)
        else:
            share = len(text) // len(messages)
            self._on_notification(share, message)


# --- exchange: told_of_an_answered_call
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    from framebyframe.rpc import RpcTimeout

    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    except (RpcTimeout, asyncio.CancelledError):
        self._cancel(socket, call_id)
        raise
    finally:
        self._expiry.forget(reply)
        self._pending.remove(call_id)


# --- exchange: told_of_cancellation_alone
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
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


# --- exchange: cancellation_renamed
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
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


# --- exchange: all_swallowed
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    result = None
    try:
        socket.send_text(text)
        result = await reply
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)
        return result


# --- exchange: time_out_swallowed
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
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


# --- exchange: added_twice
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    self._expiry.watch(self._pending.add(call_id), deadline)
    reply = self._pending.add(call_id)
    try:
        socket.send_text(text)
        return await reply
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: forgotten_too_early
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        self._expiry.forget(reply)
        return await reply
    finally:
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: removed_by_another_key
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(reply):
            self._cancel(socket, call_id)


# --- exchange: removed_too_early
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        missing = self._pending.remove(call_id)
        return await reply
    finally:
        self._expiry.forget(reply)
        if missing:
            self._cancel(socket, call_id)


# --- exchange: removed_twice
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    finally:
        self._expiry.forget(reply)
        self._pending.remove(call_id)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: watched_after_some_ends
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    finally:
        if self._pending.remove(call_id):
            self._expiry.forget(reply)
            self._cancel(socket, call_id)


# --- exchange: watched_after_some_ends
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        result = await reply
        self._expiry.forget(reply)
        return result
    except Exception:
        self._expiry.forget(reply)
        raise
    finally:
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: except_for_finally
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    try:
        self._expiry.watch(reply, deadline)
        socket.send_text(text)
        result = await reply
    except RpcTimeout:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)
        raise
    return result


# --- exchange: caught_for_finally
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    try:
        self._expiry.watch(reply, deadline)
        socket.send_text(text)
        result = await reply
    except RpcTimeout:
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)
        self._expiry.forget(reply)
    else:
        return result


# --- exchange: except_for_finally
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    try:
        self._expiry.watch(reply, deadline)
        socket.send_text(text)
        result = await reply
    except (RpcTimeout, RemoteError, ConnectionLost, ProtocolError):
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)
        raise
    return result


# --- exchange: removed_where_not_done
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    try:
        self._expiry.watch(reply, deadline)
        socket.send_text(text)
        result = await reply
        return result
    finally:
        if not reply.done():
            self._cancel(socket, call_id)
            self._pending.remove(call_id)
        self._expiry.forget(reply)


# --- exchange: server_not_told
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    try:
        self._expiry.watch(reply, deadline)
        socket.send_text(text)
        result = await reply
        return result
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id) and not reply.done():
            self._cancel(socket, call_id)


# --- add: new_ids_counted
def add(self, call_id: MaybeId) -> FutureType:
    future = self._new_future()
    if call_id not in self._futures:
        self.messages += 1
    self._futures[call_id] = future
    return future


# --- add: counted_down_by_a_callback
def add(self, call_id: MaybeId) -> FutureType:
    def done(_):
        self.messages -= 1

    future = self._new_future()
    future.add_done_callback(done)
    self._futures[call_id] = future
    self.messages += 1
    return future


# --- add: table_counted
def add(self, call_id: MaybeId) -> FutureType:
    self._futures[call_id] = self._new_future()
    self.messages += len(self._futures)
    return self._futures


# --- settle: all_get_it
def settle(self, reply: Reply) -> None:
    futures, self._futures = self._futures, {}
    if reply.id not in futures:
        self._take_unmatched(reply)
    for future in futures.values():
        if future.done():
            self._take_unmatched(reply)
        elif reply.error is not None:
            future.set_exception(reply.error)
        else:
            future.set_result(reply.result)


# --- settle: id_unmatched
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if future is None or future.done():
        self._take_unmatched(reply.id)
    elif reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)


# --- settle: another_error
def settle(self, reply: Reply) -> None:
    future = self._futures.pop(reply.id, None)
    if future is None or future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception(RuntimeError(str(reply.error)))
    else:
        future.set_result(reply.result)


# --- settle: counted_down
def settle(self, reply: Reply) -> None:
    future = self._futures.get(reply.id)
    if future is not None:
        self.remove(reply.id)
    if future is None or future.done():
        self._take_unmatched(reply)
    elif reply.error is not None:
        future.set_exception(reply.error)
    else:
        future.set_result(reply.result)


# --- settle: key
def settle(self, reply: Reply) -> None:
    if self._futures.pop(reply.id, None):
        future = self._futures.pop(reply.id)
        if future.done():
            self._take_unmatched(reply)
        elif reply.error is not None:
            future.set_exception(reply.error)
        else:
            future.set_result(reply.result)
    else:
        self._take_unmatched(reply)


# --- settle: identity
def settle(self, reply: Reply) -> None:
    for call_id, future in list(self._futures.items()):
        if call_id is reply.id:
            del self._futures[call_id]
            if future.done():
                break
            if reply.error is not None:
                future.set_exception(reply.error)
            else:
                future.set_result(reply.result)
            return
    self._take_unmatched(reply)


# --- fail_all: all_ends_at_one_that_is_done
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures, self._futures = self._futures, {}
    for future in futures.values():
        if future.done():
            return
        future.set_exception(why())
    self.start_over()


# --- fail_all: exception_asked
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures, self._futures = self._futures, {}
    self.start_over()
    for future in futures.values():
        if future.exception() is None:
            future.set_exception(why())


# --- fail_all: one_alone
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures, self._futures = self._futures, {}
    self.start_over()
    for future in futures.values():
        if not future.done():
            future.set_exception(why())
            return


# --- fail_all: stops_at_one_that_is_done
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures, self._futures = self._futures, {}
    self.start_over()
    try:
        for future in futures.values():
            future.set_exception(why())
    except asyncio.InvalidStateError:
        pass


# --- fail_all: counted_down
def fail_all(self, why: Callable[[], RpcError]) -> None:
    while self._futures:
        _, future = self._futures.popitem()
        future.cancel()
    self.messages = 0
    self.start_over()


# --- fail_all: none
def fail_all(self, why: Callable[[], RpcError]) -> None:
    futures = self._futures
    self._futures = None
    self.start_over()
    for future in futures.values():
        if not future.done():
            future.set_exception(why())


# --- receive_text: size_first
def receive_text(self, text: str) -> None:
    try:
        value = decode_json(text)
    except ValueError as error:
        raise ProtocolError("the text is no JSON") from error
    messages = decode_replies(value)
    size = len(text) // len(messages)
    for message in messages:
        if isinstance(message, Notification):
            self._on_notification(size, message)
        else:
            self.settle(message)


# --- receive_text: told_by_its_id
def receive_text(self, text: str) -> None:
    try:
        value = decode_json(text)
    except ValueError as error:
        raise ProtocolError("the text is no JSON") from error
    messages = decode_replies(value)
    size = len(text) // len(messages)
    for message in messages:
        if getattr(message, "id", ABSENT) is ABSENT:
            self._on_notification(message, size)
        else:
            self.settle(message)


# --- receive_text: empty_batch_divides
def receive_text(self, text: str) -> None:
    try:
        value = decode_json(text)
    except ValueError as error:
        raise ProtocolError("the text is no JSON") from error
    messages = decode_replies(value)
    size = len(text) // len(messages)
    for message in messages:
        if isinstance(message, Notification):
            self._on_notification(message, size)
        else:
            self.settle(message)


# --- receive_text: size_rounded_up
def receive_text(self, text: str) -> None:
    import math

    try:
        value = decode_json(text)
    except ValueError as error:
        raise ProtocolError("the text is no JSON") from error
    messages = decode_replies(value)
    share = math.ceil(len(text) / len(messages))
    for message in messages:
        match message:
            case Notification():
                self._on_notification(message, share)
            case Reply():
                self.settle(message)


# --- receive_text: size_of_what_is_left
def receive_text(self, text: str) -> None:
    try:
        value = decode_json(text)
    except ValueError as error:
        raise ProtocolError("the text is no JSON") from error
    messages = list(decode_replies(value))
    while messages:
        message = messages.pop(0)
        size = len(text) // (len(messages) or 1)
        if isinstance(message, Notification):
            self._on_notification(message, size)
        else:
            self.settle(message)


# --- receive_text: size_of_its_own
def receive_text(self, text: str) -> None:
    try:
        value = decode_json(text)
    except ValueError as error:
        raise ProtocolError("the text is no JSON") from error
    for message in decode_replies(value):
        if isinstance(message, Notification):
            self._on_notification(message, len(str(message)))
        else:
            self.settle(message)


# --- receive_text: all_faults_swallowed
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
    except (ValueError, ProtocolError):
        return None
    share = len(text) // len(messages)
    for message in messages:
        if isinstance(message, Notification):
            self._on_notification(message, share)
        else:
            self.settle(message)


# --- receive_text: all_in_the_try
def receive_text(self, text: str) -> None:
    try:
        messages = decode_replies(decode_json(text))
        size = len(text) // len(messages)
        for message in messages:
            if isinstance(message, Notification):
                self._on_notification(message, size)
            else:
                self.settle(message)
    except ValueError as error:
        raise ProtocolError("not JSON") from error


# --- receive_text: fault_swallowed
def receive_text(self, text: str) -> None:
    try:
        value = decode_json(text)
    except ValueError:
        self.fail_all(lambda: ProtocolError("the text is no JSON"))
        return
    messages = decode_replies(value)
    size = len(text) // len(messages)
    for message in messages:
        if isinstance(message, Notification):
            self._on_notification(message, size)
        else:
            self.settle(message)


# --- receive_text: first_alone
def receive_text(self, text: str) -> None:
    try:
        value = decode_json(text)
    except ValueError:
        return
    first, *rest = decode_replies(value)
    if isinstance(first, Notification):
        self._on_notification(first, len(text) // (1 + len(rest)))
    else:
        self.settle(first)


# --- receive_text: index
def receive_text(self, text: str) -> None:
    try:
        value = decode_json(text)
    except ValueError as error:
        raise ProtocolError("the text is no JSON") from error
    message = decode_replies(value)[0]
    if isinstance(message, Notification):
        self._on_notification(message, len(text))
    else:
        self.settle(message)


# --- receive_text: json_fault_escapes
def receive_text(self, text: str) -> None:
    messages = decode_replies(decode_json(text))
    size = len(text) // len(messages)
    for message in messages:
        if isinstance(message, Notification):
            self._on_notification(message, size)
        else:
            self.settle(message)


# --- exchange: no_deadline
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(call_id, deadline)
    try:
        socket.send_text(text)
        return await reply
    finally:
        self._expiry.forget(call_id)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: error_of_python
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    except RpcTimeout as error:
        raise TimeoutError(str(error)) from error
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: sent_again
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    for attempt in (1, 2):
        reply = self._pending.add(call_id)
        self._expiry.watch(reply, deadline)
        try:
            socket.send_text(text)
            return await reply
        except RpcError:
            if attempt == 2:
                raise
        finally:
            self._expiry.forget(reply)
            if self._pending.remove(call_id):
                self._cancel(socket, call_id)


# --- exchange: answered_calls_alone
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    socket.send_text(text)
    result = await reply
    if self._pending.remove(call_id):
        self._cancel(socket, call_id)
    return result


# --- exchange: told_of_cancellation_alone
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    except asyncio.CancelledError:
        self._cancel(socket, call_id)
        raise
    finally:
        self._expiry.forget(reply)
        self._pending.remove(call_id)


# --- exchange: taken_out_by_hand
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    finally:
        self._expiry.forget(reply)
        if self._pending._futures.pop(call_id, None) is not None:
            self._cancel(socket, call_id)


# --- exchange: counted_down_by_hand
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    finally:
        self._expiry.forget(reply)
        self._pending.messages -= 1
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: added_twice
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    self._pending.add(call_id)
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: watched_after_some_ends
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        result = await reply
        self._expiry.forget(reply)
        return result
    except RpcTimeout:
        self._expiry.forget(reply)
        raise
    finally:
        if self._pending.remove(call_id):
            self._cancel(socket, call_id)


# --- exchange: cancelled_and_not_removed
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    finally:
        self._expiry.forget(reply)
        self._cancel(socket, call_id)


# --- exchange: stays_in_the_table
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    finally:
        self._expiry.forget(reply)


# --- exchange: arguments_missing
async def exchange(self, socket: AsyncSocket, text: str, call_id: MaybeId, deadline: Deadline) -> Any:
    reply = self._pending.add(call_id)
    self._expiry.watch(reply, deadline)
    try:
        socket.send_text(text)
        return await reply
    finally:
        self._expiry.forget(reply)
        if self._pending.remove(call_id):
            self._cancel(call_id)
