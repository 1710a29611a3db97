"""Chapter 11, Answering: a request is read, an action is called, and the server stays well."""

from __future__ import annotations

from ..declaring.examples import call, scenario
from ..declaring.exercise import Chapter, Exercise
from ..declaring.forms import Catch, Order, Reading, Repair, Shipped
from ..declaring.mistakes import edit

# --- a request is read --------------------------------------------------------------------------

CHECKED_ID = "call_id = check_id(message)"
REFUSED_WHERE = 'if {}:\n        raise CallFailed(INVALID_REQUEST, "wrong id")'
CHECKED_ACTION = (
    "    if not isinstance(action, str):\n"
    '        raise CallFailed(INVALID_REQUEST, "action must be a string")\n'
)
TOOK_PARAMS = 'params = message.get("params", {})\n'
CHECKED_PARAMS = (
    "    if not isinstance(params, (dict, list)):\n"
    '        raise CallFailed(INVALID_PARAMS, "params must be an object")\n'
)

SUSPECTS = (
    *("id_that_is_false_lost", "missing_id_is_null", "id_not_checked", "empty_action_refused"),
    *("action_not_checked", "array_refused", "null_params_taken", "params_first"),
)

DECODE_REQUEST = Exercise(
    id="11.decode_request",
    target="framebyframe.rpc.article:decode_request",
    section="the contract, article dialect",
    field="method",
    examples=[
        call({"action": "echo", "params": {"n": 1}, "id": 1}),
        call({"action": "getData"}),
        call({"action": "getData", "id": 0}),
        call({"action": "getData", "id": ""}),
        call({"action": "getData", "id": None}),
        call({"action": "getData", "params": [], "id": "a"}),
        call({"action": "getData", "params": [1, 2], "id": 2.5}),
        call({"action": "", "id": 7}),
        call({"action": "getData", "later": True, "id": 7}),
        call({"action": " getData ", "id": 7}),
        call({"action": "get" * 43, "id": 7}),
        call({}),
        call({"id": 7}),
        call({"action": 3, "id": 7}),
        call({"action": None}),
        call({"action": ["getData"], "id": 7}),
        call({"action": "getData", "id": True}),
        call({"action": "getData", "id": {"n": 1}}),
        call({"action": "getData", "id": [1]}),
        call({"action": "getData", "params": None, "id": 7}),
        call({"action": "getData", "params": "all", "id": 7}),
        call({"action": "getData", "params": 0}),
        call({"action": "getData", "params": False}),
        call({"action": 3, "params": 5, "id": 7}),
        call({"action": 3, "params": {}, "id": True}),
        call({"action": "getData", "params": 5, "id": True}),
    ],
    catch=Catch(SUSPECTS),
    mistakes={
        "id_that_is_false_lost": edit(CHECKED_ID, "call_id = check_id(message) or ABSENT"),
        "missing_id_is_null": edit(
            CHECKED_ID, "call_id = check_id(message)\n    call_id = None if call_id is ABSENT else call_id"
        ),
        "id_not_checked": edit(CHECKED_ID, 'call_id = message.get("id", ABSENT)'),
        "wrong_id_swallowed": tuple(
            edit(CHECKED_ID, f"try:\n        {CHECKED_ID}\n    except CallFailed:\n        call_id = {value}")
            for value in ("ABSENT", "None")
        ),
        "true_taken_for_id": edit(
            CHECKED_ID,
            'call_id = message.get("id", ABSENT)\n'
            "    if call_id is not ABSENT and not isinstance(call_id, (str, int, float, type(None))):\n"
            '        raise CallFailed(INVALID_REQUEST, "wrong id")',
        ),
        "null_id_refused": edit(CHECKED_ID, f"{CHECKED_ID}\n    {REFUSED_WHERE.format('call_id is None')}"),
        "fraction_refused": edit(
            CHECKED_ID, f"{CHECKED_ID}\n    {REFUSED_WHERE.format('isinstance(call_id, float)')}"
        ),
        "id_lost": edit("Request(action, params, call_id)", "Request(action, params)"),
        "empty_action_refused": edit("not isinstance(action, str)", "not isinstance(action or 0, str)"),
        "action_not_checked": edit(CHECKED_ACTION, ""),
        "missing_action_taken": (
            edit("if not isinstance(action", 'if "action" in message and not isinstance(action'),
            edit('message.get("action")', 'message.get("action", "")'),
        ),
        "only_missing_action_refused": (
            edit("if not isinstance(action, str):", "if action is None:"),
            edit("if not isinstance(action, str):", 'if "action" not in message:'),
        ),
        "number_taken_for_action": edit("isinstance(action, str)", "isinstance(action, (str, int, float))"),
        "params_not_checked": edit(CHECKED_PARAMS, ""),
        "array_refused": edit("(dict, list)", "dict"),
        "full_array_refused": edit(
            "isinstance(params, (dict, list))", "(params == [] or isinstance(params, dict))"
        ),
        "array_made_an_object": tuple(
            edit(
                CHECKED_PARAMS, f"{CHECKED_PARAMS}    if isinstance(params, list):\n        params = {made}\n"
            )
            for made in ("{}", "dict(enumerate(params))", "{str(n): item for n, item in enumerate(params)}")
        ),
        "empty_array_made_an_object": edit(CHECKED_PARAMS, f"{CHECKED_PARAMS}    params = params or {{}}\n"),
        "text_taken_for_params": edit("(dict, list)", "(dict, list, str)"),
        "null_taken_for_missing": edit(
            TOOK_PARAMS, f'{TOOK_PARAMS}    params = {{}} if params is None else params\n'
        ),
        "null_let_through": edit("(dict, list)", "(dict, list, type(None))"),
        "null_params_taken": edit(TOOK_PARAMS, 'params = message.get("params") or {}\n'),
        "params_first": (
            edit(
                f"{CHECKED_ACTION}    {TOOK_PARAMS}{CHECKED_PARAMS}",
                f"    {TOOK_PARAMS}{CHECKED_PARAMS}{CHECKED_ACTION}",
            ),
            edit(
                *(f"    {TOOK_PARAMS}{CHECKED_PARAMS}", ""),
                *(f"    {CHECKED_ID}\n", f"    {TOOK_PARAMS}{CHECKED_PARAMS}    {CHECKED_ID}\n"),
            ),
        ),
        "wrong_params_told_as_request": edit(
            "CallFailed(INVALID_PARAMS", "CallFailed(INVALID_REQUEST"
        ),
        "none_for_missing_params": edit(
            *(TOOK_PARAMS, 'params = message.get("params")\n'),
            *("if not isinstance(params", 'if "params" in message and not isinstance(params'),
        ),
        "wrong_action_told_as_params": edit("CallFailed(INVALID_REQUEST", "CallFailed(INVALID_PARAMS"),
        "null_for_missing_params": edit(
            *(TOOK_PARAMS, 'params = message.get("params")\n'),
            *("if not isinstance(params", "if params is not None and not isinstance(params"),
        ),
        "id_last": edit(
            *(f"    {CHECKED_ID}\n", ""),
            *("Request(action, params, call_id)", "Request(action, params, check_id(message))"),
        ),
        "arguments_exchanged": edit("Request(action, params, call_id)", "Request(call_id, action, params)"),
        "params_must_be_there": edit(TOOK_PARAMS, 'params = message.get("params")\n'),
    },
)  # fmt: skip

# --- a reply carries the id back ----------------------------------------------------------------

HAS_ID = "if call_id is not ABSENT:"
TELLS_ERROR = "return CallFailed(INTERNAL_ERROR, SERVER_ERROR)"
LOGS = '    logger.error("an action failed", exc_info=error)\n'
FOR_THE_CLIENT = "    if isinstance(error, CallFailed):\n        return error\n"
IDS = (
    *(("a_number", "7"), ("no_id", "ABSENT"), ("zero", "0"), ("an_empty_text", '""'), ("null", "None")),
    *(("a_text_of_digits", '"0"'), ("a_fraction", "2.5"), ("a_negative_number", "-1")),
    ("a_text_with_blanks", '" Ab "'),
)

WITH_ID = Exercise(
    id="11.with_id",
    target="framebyframe.rpc.article:with_id",
    section="the contract, article dialect",
    field="id",
    examples=[
        *(
            scenario(key, f'with_id({{"status": "success", "data": "Processed: echo"}}, {value})')
            for key, value in IDS
        ),
        scenario("an_error", 'with_id({"status": "error", "code": "unknown_action"}, 0)'),
        scenario("an_error_to_7", 'with_id({"status": "error", "code": "unknown_action"}, 7)'),
        scenario("nothing_to_tell", 'with_id({"status": "success", "data": None, "payload": {}}, 7)'),
        scenario("an_empty_reply", "with_id({}, 0)"),
        scenario("an_empty_reply_to_7", "with_id({}, 7)"),
        scenario("order_of_members", 'list(with_id({"status": "success", "data": "Processed: echo"}, 7))'),
    ],
    shows="zero",
    repair=Repair(edit(HAS_ID, "if call_id:"), Shipped("jsonrpc-serializer", "issue 9", 2015)),
    mistakes={
        "false_ids_lost": edit(HAS_ID, "if call_id:"),
        "null_lost": edit("is not ABSENT", "is not ABSENT and call_id is not None"),
        "number_zero_lost": edit("is not ABSENT", "is not ABSENT and (call_id is None or call_id != 0)"),
        "empty_text_lost": edit("is not ABSENT", 'is not ABSENT and call_id != ""'),
        "fraction_lost": edit("is not ABSENT", "is not ABSENT and not isinstance(call_id, float)"),
        "negative_lost": edit(
            "is not ABSENT", "is not ABSENT and not (isinstance(call_id, (int, float)) and call_id < 0)"
        ),
        "errors_without_id": edit("is not ABSENT", 'is not ABSENT and reply.get("status") != "error"'),
        "only_zero_rescued": edit(HAS_ID, "if call_id or call_id == 0:"),
        "zero_lost": edit(HAS_ID, "if call_id or call_id is None:"),
        "absent_in_the_reply": edit(HAS_ID, "if True:"),
        "absent_is_null": edit(
            f'    {HAS_ID}\n        reply["id"] = call_id',
            '    reply["id"] = None if call_id is ABSENT else call_id',
        ),
        "numbers_alone": edit(HAS_ID, "if isinstance(call_id, (int, float)):"),
        "texts_alone": edit(HAS_ID, "if isinstance(call_id, str):"),
        "absent_for_null": edit(HAS_ID, "if call_id is not None:"),
        "id_first": edit('reply["id"] = call_id', 'reply = {"id": call_id, **reply}'),
        "another_name": tuple(
            edit('reply["id"]', f'reply["{name}"]')
            for name in ("call_id", "callId", "request_id", "requestId", "ID", "Id")
        ),
        "id_alone": edit('reply["id"] = call_id', 'reply = {"id": call_id}'),
        "copy_gets_it": edit('reply["id"] = call_id', 'dict(reply)["id"] = call_id'),
        "too_deep": edit('reply["id"] = call_id', 'reply.setdefault("payload", {})["id"] = call_id'),
        "wrapped": (
            edit('reply["id"] = call_id', 'reply["id"] = [call_id]'),
            edit('reply["id"] = call_id', 'reply["id"] = (call_id,)'),
        ),
        "as_text": edit('reply["id"] = call_id', 'reply["id"] = str(call_id)'),
        "fraction_cut": edit(
            'reply["id"] = call_id', 'reply["id"] = int(call_id) if isinstance(call_id, float) else call_id'
        ),
        "update_returned": edit('reply["id"] = call_id', "return reply.update(id=call_id)"),
        "id_returned": edit("return reply", "return reply if call_id is ABSENT else call_id"),
        "nothing_returned": edit("return reply", "return None"),
    },
)

# --- what the client is told of an error --------------------------------------------------------

FAILURE_OF = Exercise(
    id="11.failure_of",
    target="framebyframe.rpc.session:failure_of",
    section="the contract, errors",
    field="error",
    examples=[
        scenario(
            "a_mistake_of_our_own",
            """
            with logged(logger) as log:
                failure = failure_of(ZeroDivisionError("division by zero"))
            log
            failure.data
            failure.code
            failure.message
            """,
        ),
        scenario(
            "a_path_in_its_words",
            """
            with logged(logger) as log:
                failure = failure_of(FileNotFoundError("/etc/shop/secret.ini"))
            log
            failure.message
            failure.data
            """,
        ),
        scenario(
            "meant_for_the_client",
            """
            from framebyframe.rpc.messages import NOT_FOUND
            told = CallFailed(NOT_FOUND, "No item with id 9", {"newest": 7})
            with logged(logger) as log:
                failure = failure_of(told)
            log
            failure.message
            failure.code
            failure.data
            """,
        ),
        scenario(
            "a_kind_of_it",
            """
            from framebyframe.rpc.messages import FAILED
            class OutOfStock(CallFailed):
                pass
            with logged(logger) as log:
                failure = failure_of(OutOfStock(FAILED, "None left"))
            log
            failure.message
            """,
        ),
        scenario(
            "a_key_that_is_not_there",
            """
            with logged(logger) as log:
                failure = failure_of(KeyError("password"))
            log
            failure.message
            failure.code
            """,
        ),
        scenario(
            "a_value_that_does_not_fit",
            """
            with logged(logger) as log:
                failure = failure_of(ValueError("no such month"))
            log
            failure.message
            failure.code
            """,
        ),
        scenario(
            "an_error_without_words",
            """
            with logged(logger) as log:
                failure = failure_of(ValueError())
            log
            failure.message
            """,
        ),
        scenario(
            "a_time_out",
            """
            with logged(logger) as log:
                failure = failure_of(TimeoutError("after 5 s"))
            log
            failure.message
            """,
        ),
        scenario(
            "because_of_another",
            """
            from framebyframe.rpc.messages import NOT_FOUND
            error = ValueError("no such month")
            error.__cause__ = CallFailed(NOT_FOUND, "No item with id 9")
            with logged(logger) as log:
                failure = failure_of(error)
            log
            failure.message
            failure.code
            """,
        ),
        scenario(
            "a_call_that_is_cancelled",
            """
            with logged(logger) as log:
                failure = failure_of(asyncio.CancelledError())
            log
            failure.message
            failure.code
            """,
        ),
        scenario(
            "an_end_of_the_program",
            """
            with logged(logger) as log:
                failure = failure_of(SystemExit(3))
            log
            failure.message
            failure.code
            """,
        ),
        scenario(
            "on_the_way_of_a_call",
            """
            def work() -> str:
                return {}["password"]
            actions = Actions()
            actions.add(work, "work")
            outbox = Recorder()
            session = Session(actions, outbox, article)
            with logged(logger) as log:
                session.receive('{"action": "work", "id": 1}')
            log
            outbox.told
            """,
        ),
    ],
    mistakes={
        "leaks": (
            edit("INTERNAL_ERROR, SERVER_ERROR", "INTERNAL_ERROR, str(error)"),
            edit("INTERNAL_ERROR, SERVER_ERROR", "INTERNAL_ERROR, repr(error)"),
            edit("INTERNAL_ERROR, SERVER_ERROR", 'INTERNAL_ERROR, error.args[0] if error.args else ""'),
        ),
        "leaks_its_class": tuple(
            edit("INTERNAL_ERROR, SERVER_ERROR", f"INTERNAL_ERROR, {words}")
            for words in (
                "type(error).__name__",
                'f"{SERVER_ERROR}: {type(error).__name__}"',
                'f"{SERVER_ERROR} ({type(error).__name__})"',
            )
        ),
        "leaks_behind_the_words": (
            edit("SERVER_ERROR)", 'f"{SERVER_ERROR}: {error}")'),
            edit("SERVER_ERROR)", 'f"{SERVER_ERROR} ({error})")'),
            edit("SERVER_ERROR)", 'f"{SERVER_ERROR}: {error!r}")'),
        ),
        "leaks_in_data": tuple(
            edit("INTERNAL_ERROR, SERVER_ERROR)", f"INTERNAL_ERROR, SERVER_ERROR, {data})")
            for data in ("str(error)", "repr(error)")
        ),
        "answers_hidden": edit(FOR_THE_CLIENT, ""),
        "every_exception_told": edit("isinstance(error, CallFailed)", "isinstance(error, Exception)"),
        "some_told": edit(
            FOR_THE_CLIENT,
            f"{FOR_THE_CLIENT}    if isinstance(error, (ValueError, KeyError)):\n"
            "        return CallFailed(INVALID_REQUEST, str(error))\n",
        ),
        "code_makes_it_one": edit("isinstance(error, CallFailed)", 'hasattr(error, "code")'),
        "kinds_of_it_forgotten": edit("isinstance(error, CallFailed)", "type(error) is CallFailed"),
        "only_exceptions": (
            edit(
                f"{LOGS}    {TELLS_ERROR}\n",
                f"    if isinstance(error, Exception):\n    {LOGS}        {TELLS_ERROR}\n",
            ),
            edit(LOGS, f"    if not isinstance(error, Exception):\n        raise error\n{LOGS}"),
            edit(
                "isinstance(error, CallFailed)",
                "isinstance(error, CallFailed) or not isinstance(error, Exception)",
            ),
        ),
        "cancelled_returned": edit(
            "isinstance(error, CallFailed)", "isinstance(error, (CallFailed, asyncio.CancelledError))"
        ),
        "cancelled_raised": edit(
            LOGS, f"    if isinstance(error, asyncio.CancelledError):\n        raise error\n{LOGS}"
        ),
        "made_anew": tuple(
            edit(FOR_THE_CLIENT, FOR_THE_CLIENT.replace("return error", f"return CallFailed({of_it})"))
            for of_it in (
                "error.code, error.message",
                "error.code, SERVER_ERROR",
                "INTERNAL_ERROR, error.message",
                "INTERNAL_ERROR, error.message, error.data",
            )
        ),
        "error_itself": edit(TELLS_ERROR, "return error"),
        "not_logged": edit(LOGS, ""),
        "some_not_logged": tuple(
            edit(LOGS, f"    if {asked}:\n    {LOGS}")
            for asked in (
                *("str(error)", "not isinstance(error, TimeoutError)", "isinstance(error, Exception)"),
                "not isinstance(error, asyncio.CancelledError)",
            )
        ),
        "another_level": tuple(
            edit("logger.error", f"logger.{level}") for level in ("warning", "info", "debug", "critical")
        ),
        "logged_without_the_error": edit(", exc_info=error", ""),
        "answers_logged": edit(f"{FOR_THE_CLIENT}{LOGS}", f"{LOGS}{FOR_THE_CLIENT}"),
        "another_code": (
            *(
                edit("CallFailed(INTERNAL_ERROR", f"CallFailed({code}")
                for code in ("INVALID_REQUEST", "UNKNOWN_ACTION", "PARSE_ERROR", "BUSY")
            ),
            edit(  # the module of the reference does not know this one
                *("CallFailed(INTERNAL_ERROR", "CallFailed(INVALID_PARAMS"),
                *(
                    "    if isinstance(error,",
                    "    from framebyframe.rpc.messages import INVALID_PARAMS\n\n    if isinstance(error,",
                ),
            ),
        ),
        "raised": edit(TELLS_ERROR, TELLS_ERROR.replace("return", "raise")),
    },
)

# --- the action is called -----------------------------------------------------------------------

COUNTED = "    self._outbox.count(request.action)\n"
FOUND = "    action = self._actions.find(request.action)\n"
BOUND = "    arguments = action.bind(request.params, self, dialect)\n"
IS_ASYNC = "if action.is_async:"
RUN = "return self._run(dialect, request, action, arguments)"
STARTS_OR_RUNS = f"    {IS_ASYNC}\n        {RUN.replace('_run', '_start')}\n    {RUN}"

DISPATCH = Exercise(
    id="11.dispatch",
    target="framebyframe.rpc.session:Session.dispatch",
    section="the contract, actions",
    field="result",
    examples=[
        scenario(
            "a_function",
            """
            def add(a: int, b: int) -> int:
                return a + b
            actions = Actions()
            actions.add(add, "add")
            session = Session(actions, Recorder(), article)
            reply = session.dispatch(article, Request("add", {"a": 1, "b": 2}, 7))
            type(reply).__name__
            reply.settled
            reply.text
            """,
            in_a_loop=True,
        ),
        scenario(
            "a_coroutine_function",
            """
            async def work(n: int) -> int:
                await asyncio.sleep(2)
                return n
            actions = Actions()
            actions.add(work, "work")
            session = Session(actions, Recorder(), article)
            reply = session.dispatch(article, Request("work", {"n": 5}, 7))
            reply.settled
            await asyncio.sleep(3)
            reply.text
            """,
        ),
        scenario(
            "nobody_knows_it",
            """
            session = Session(Actions(), Recorder(), article)
            session.dispatch(article, Request("getDate", {}, 7))
            """,
        ),
        scenario(
            "a_wrong_parameter",
            """
            def add(a: int, b: int) -> int:
                return a + b
            actions = Actions()
            actions.add(add, "add")
            session = Session(actions, Recorder(), article)
            session.dispatch(article, Request("add", {"a": 1, "b": "two"}, 7))
            """,
        ),
        scenario(
            "a_default",
            """
            def greet(name: str = "you") -> str:
                return f"Hello, {name}"
            actions = Actions()
            actions.add(greet, "greet")
            session = Session(actions, Recorder(), article)
            reply = session.dispatch(article, Request("greet", [], 7))
            type(reply).__name__
            reply.text
            """,
        ),
        scenario(
            "in_the_other_dialect",
            """
            from framebyframe.rpc.actions import Caller
            def whose(caller: Caller) -> list[bool]:
                return [caller.dialect is jsonrpc, caller.session is session, caller.session is None]
            actions = Actions()
            actions.add(whose, "whose")
            session = Session(actions, Recorder(), article)
            reply = session.dispatch(jsonrpc, Request("whose", {}, 7))
            type(reply).__name__
            reply.text
            """,
        ),
        scenario(
            "without_an_id",
            """
            def add(a: int, b: int) -> int:
                return a + b
            actions = Actions()
            actions.add(add, "add")
            session = Session(actions, Recorder(), article)
            reply = session.dispatch(article, Request("add", {"a": 1, "b": 2}, ABSENT))
            type(reply).__name__
            reply.text
            """,
            in_a_loop=True,
        ),
        scenario(
            "a_capital_letter",
            """
            def getItem() -> str:
                return "Tuna"
            actions = Actions()
            actions.add(getItem, "getItem")
            session = Session(actions, Recorder(), article)
            reply = session.dispatch(article, Request("getItem", {}, 7))
            type(reply).__name__
            reply.text
            """,
            in_a_loop=True,
        ),
        scenario(
            "what_is_counted",
            """
            from contextlib import suppress
            def add(a: int, b: int) -> int:
                return a + b
            actions = Actions()
            actions.add(add, "add")
            outbox = Recorder()
            session = Session(actions, outbox, article)
            right = session.dispatch(article, Request("add", {"a": 1, "b": 2}, 1))
            with suppress(CallFailed):
                session.dispatch(article, Request("add", {"a": 1}, 2))
            with suppress(CallFailed):
                session.dispatch(article, Request("getDate", {}, 3))
            outbox.told
            """,
        ),
        scenario(
            "an_unknown_one_is_counted",
            """
            from contextlib import suppress
            outbox = Recorder()
            session = Session(Actions(), outbox, article)
            with suppress(CallFailed):
                session.dispatch(article, Request("getDate", {}, 7))
            outbox.told
            """,
        ),
        scenario(
            "an_action_that_breaks",
            """
            def work() -> str:
                return {}["password"]
            actions = Actions()
            actions.add(work, "work")
            session = Session(actions, Recorder(), article)
            session.dispatch(article, Request("work", {}, 1))
            """,
        ),
    ],
    mistakes={
        "start_and_run_exchanged": edit(IS_ASYNC, "if not action.is_async:"),
        "always_here_and_now": edit(IS_ASYNC, "if False:"),
        "always_in_a_task": edit(IS_ASYNC, "if True:"),
        "not_counted": edit(COUNTED, ""),
        "counted_when_found": edit(f"{COUNTED}{FOUND}", f"{FOUND}{COUNTED}"),
        "counted_when_right": edit(f"{COUNTED}{FOUND}{BOUND}", f"{FOUND}{BOUND}{COUNTED}"),
        "wrong_params_not_counted": edit(
            f"{COUNTED}{FOUND}{BOUND}",
            f"    try:\n    {FOUND}    except CallFailed:\n    {COUNTED}        raise\n{BOUND}{COUNTED}",
        ),
        "request_counted": edit("count(request.action)", "count(request)"),
        "only_unknown_counted": edit(
            f"{COUNTED}{FOUND}", f"    try:\n    {FOUND}    except CallFailed:\n    {COUNTED}        raise\n"
        ),
        "counted_twice": (
            edit(COUNTED, f"{COUNTED}{COUNTED}"),
            edit(FOUND, f"{FOUND}{COUNTED}"),
            edit(f"    {RUN}", f"{COUNTED}    {RUN}"),
            edit(FOUND, f"    try:\n    {FOUND}    except CallFailed:\n    {COUNTED}        raise\n"),
        ),
        "refusals_swallowed": (
            edit(
                f"{FOUND}{BOUND}",
                f"    try:\n    {FOUND}    {BOUND}    except CallFailed:\n        return None\n",
            ),
            edit(FOUND, f"    try:\n    {FOUND}    except CallFailed:\n        return None\n"),
        ),
        "not_checked": edit(BOUND, "    arguments = request.params\n"),
        "bound_in_vain": edit(BOUND, f"{BOUND}    arguments = request.params\n"),
        "empty_params_not_bound": edit(
            BOUND, f"    arguments = {{}}\n    if request.params:\n    {BOUND}"
        ),
        "no_id_no_call": edit(FOUND, f"    if request.id is ABSENT:\n        return None\n{FOUND}"),
        "called_by_hand": edit(
            "self._run(dialect, request, action, arguments)",
            "PendingReply(*encode_outcome(dialect, request, action.function(**arguments)))",
        ),
        "result_in_a_reply": tuple(
            edit(RUN, f"return PendingReply({text})")
            for text in (
                "action.function(**arguments)",
                "str(action.function(**arguments))",
                "encode_json(action.function(**arguments))",
            )
        ),
        "result_alone": edit(RUN, "return action.function(**arguments)"),
        "arguments_alone": edit(STARTS_OR_RUNS, "    return arguments"),
        "dialect_and_request_exchanged": tuple(
            edit("(dialect, request, action, arguments)", f"({order})")
            for order in ("request, dialect, action, arguments", "action, arguments, dialect, request")
        ),
        "one_dialect": edit("self, dialect)", "self, self._default_dialect)"),
        "nobody_calls": edit("self, dialect)", "None, None)"),
        "reply_not_returned": (
            edit(RUN, RUN.removeprefix("return ")),
            edit("return self._", "self._"),
            edit(STARTS_OR_RUNS, STARTS_OR_RUNS.replace(RUN, f"else:\n        {RUN}").replace("return ", "")),
        ),
    },
)  # fmt: skip

# --- as fast as the slowest ---------------------------------------------------------------------

TOO_MUCH = "self.congested or self.held > MAX_SEND_BUFFER"
READ_ON = "    else:\n        self.resume()\n"
BELOW_HALF = "self.held <= MAX_SEND_BUFFER // 2"

REGULATE = Exercise(
    id="11.regulate",
    target="framebyframe.rpc.server_connection:ServerConnection.regulate",
    section="the contract, defaults that protect",
    examples=[
        scenario(
            "nobody_reads",
            """
            visitor = await visit(ServerConnection)
            connection = visitor.connection
            connection.congested = True
            connection.regulate()
            connection.reads
            """,
        ),
        scenario(
            "still_nobody_reads",
            """
            visitor = await visit(ServerConnection)
            connection = visitor.connection
            connection.congested = True
            connection.regulate()
            connection.regulate()
            connection.reads
            """,
        ),
        scenario(
            "still_too_much",
            """
            async def work() -> str:
                await asyncio.sleep(5)
                return "done"
            visitor = await visit(ServerConnection, work=work)
            connection = visitor.connection
            half = '{"action": "work", "id": 1}'.ljust(MAX_SEND_BUFFER // 2 + 1)
            visitor.say(half, half, '{"action": "work", "id": 2}')
            await asyncio.sleep(1)
            connection.held == 2 * len(half)
            connection.congested = True
            connection.regulate()
            connection.held == 2 * len(half)
            """,
        ),
        scenario(
            "all_is_well",
            """
            visitor = await visit(ServerConnection)
            connection = visitor.connection
            connection.regulate()
            connection.reads
            """,
        ),
        scenario(
            "it_is_read_again",
            """
            visitor = await visit(ServerConnection)
            connection = visitor.connection
            connection.congested = True
            connection.regulate()
            connection.congested = False
            connection.regulate()
            connection.reads
            """,
        ),
        scenario(
            "requests_pile_up",
            """
            async def work(seconds: int) -> str:
                await asyncio.sleep(seconds)
                return "done"
            visitor = await visit(ServerConnection, work=work)
            half = MAX_SEND_BUFFER // 2
            visitor.say('{"action": "work", "params": {"seconds": 5}, "id": 1}'.ljust(half))
            visitor.say('{"action": "work", "params": {"seconds": 10}, "id": 2}'.ljust(half + 1))
            await asyncio.sleep(1)
            visitor.connection.held
            visitor.connection.reads
            await asyncio.sleep(5)
            visitor.connection.held
            visitor.connection.reads
            await asyncio.sleep(5)
            visitor.connection.held
            """,
        ),
        scenario(
            "as_much_is_left_as_may_wait",
            """
            async def work(seconds: int) -> str:
                await asyncio.sleep(seconds)
                return "done"
            visitor = await visit(ServerConnection, work=work)
            visitor.say('{"action": "work", "params": {"seconds": 5}, "id": 1}')
            half = '{"action": "work", "params": {"seconds": 10}, "id": 2}'.ljust(MAX_SEND_BUFFER // 2)
            visitor.say(half)
            visitor.say(half)
            await asyncio.sleep(1)
            visitor.connection.reads
            await asyncio.sleep(5)
            visitor.connection.held
            visitor.connection.reads
            """,
        ),
        scenario(
            "one_request_waits",
            """
            async def work() -> str:
                await asyncio.sleep(5)
                return "done"
            visitor = await visit(ServerConnection, work=work)
            visitor.say('{"action": "work", "id": 1}')
            await asyncio.sleep(1)
            visitor.connection.held
            visitor.connection.reads
            """,
        ),
        scenario(
            "as_much_as_may_wait",
            """
            async def work() -> str:
                await asyncio.sleep(5)
                return "done"
            visitor = await visit(ServerConnection, work=work)
            half = '{"action": "work", "id": 1}'.ljust(MAX_SEND_BUFFER // 2)
            visitor.say(half)
            visitor.say(half)
            await asyncio.sleep(1)
            visitor.connection.held
            visitor.connection.reads
            """,
        ),
        scenario(
            "too_much_of_both",
            """
            async def work() -> str:
                await asyncio.sleep(5)
                return "done"
            visitor = await visit(ServerConnection, work=work)
            connection = visitor.connection
            half = '{"action": "work", "id": 1}'.ljust(MAX_SEND_BUFFER // 2 + 1)
            visitor.say(half)
            visitor.say(half)
            await asyncio.sleep(1)
            connection.congested = True
            connection.regulate()
            connection.reads
            connection.congested = False
            connection.regulate()
            connection.reads
            connection.congested = True
            connection.regulate()
            connection.close(1001, "the server is stopping")
            connection.reads
            """,
        ),
        scenario(
            "requests_and_a_goodbye",
            """
            async def work() -> str:
                await asyncio.sleep(5)
                return "done"
            visitor = await visit(ServerConnection, work=work)
            connection = visitor.connection
            half = '{"action": "work", "id": 1}'.ljust(MAX_SEND_BUFFER // 2 + 1)
            visitor.say(half)
            visitor.say(half)
            await asyncio.sleep(1)
            connection.reads
            connection.close(1001, "the server is stopping")
            connection.reads
            """,
        ),
        scenario(
            "goodbye_and_then_both",
            """
            async def work() -> str:
                await asyncio.sleep(5)
                return "done"
            visitor = await visit(ServerConnection, work=work)
            connection = visitor.connection
            half = '{"action": "work", "id": 1}'.ljust(MAX_SEND_BUFFER // 2 + 1)
            visitor.say(half)
            visitor.say(half)
            await asyncio.sleep(1)
            connection.close(1001, "the server is stopping")
            connection.congested = True
            connection.regulate()
            connection.reads
            """,
        ),
        scenario(
            "said_goodbye_before",
            """
            visitor = await visit(ServerConnection)
            connection = visitor.connection
            connection.close(1001, "the server is stopping")
            connection.congested = True
            connection.regulate()
            connection.reads
            """,
        ),
        scenario(
            "a_goodbye",
            """
            visitor = await visit(ServerConnection)
            connection = visitor.connection
            connection.congested = True
            connection.regulate()
            connection.close(1001, "the server is stopping")
            connection.reads
            await asyncio.sleep(1)
            visitor.heard
            connection.closed.clean
            """,
        ),
    ],
    mistakes={
        "requests_forgotten": (
            edit(TOO_MUCH, "self.congested"),
            edit(  # with two more mistakes, of which nothing is to be said before this one is mended
                *(TOO_MUCH, "self.congested"),
                *(READ_ON, READ_ON.replace("else", f"elif self.is_open and {BELOW_HALF}")),
            ),
        ),
        "replies_forgotten": edit(TOO_MUCH, "self.held > MAX_SEND_BUFFER"),
        "both_at_once": edit("self.congested or", "self.congested and"),
        "both_read_on": edit(TOO_MUCH, "self.congested != (self.held > MAX_SEND_BUFFER)"),
        "congested_turned": edit("self.congested or", "not self.congested or"),
        "never_stops": (edit("self.pause()", "pass"), edit(READ_ON, "    self.resume()\n")),
        "reads_on_first": edit(
            f"    if too_much and self.is_open:\n        self.pause()\n{READ_ON}",
            "    self.resume()\n    if too_much and self.is_open:\n        self.pause()\n",
        ),
        "only_said": edit(
            f"    if too_much and self.is_open:\n        self.pause()\n{READ_ON}",
            "    return not (too_much and self.is_open)\n",
        ),
        "toggles": edit("self.pause()", "self.pause() if self.reads else self.resume()"),
        "ends_it": edit("self.pause()", 'self.abort("the client is too slow")'),
        "never_again": edit(READ_ON, ""),
        "reads_on_too_late": edit(READ_ON, READ_ON.replace("else", f"elif not self.is_open or {BELOW_HALF}")),
        "closing_never_reads": edit(READ_ON, READ_ON.replace("else", "elif self.is_open")),
        "deaf_to_the_goodbye": edit(" and self.is_open", ""),
        "open_turned": edit("too_much and self.is_open", "too_much and not self.is_open"),
        "and_goes_first": (
            edit(
                *(f"    too_much = {TOO_MUCH}\n", ""),
                *("if too_much and self.is_open", f"if {TOO_MUCH} and self.is_open"),
            ),
            edit(
                *(f"    too_much = {TOO_MUCH}\n", ""),
                *(
                    "if too_much and self.is_open",
                    "if self.is_open and self.congested or self.held > MAX_SEND_BUFFER",
                ),
            ),
        ),
        "upside_down": edit("self.pause()", "self.resume()", READ_ON, READ_ON.replace("resume", "pause")),
        "at_the_limit": edit("self.held > MAX", "self.held >= MAX"),
        "one_at_a_time": edit("self.held > MAX_SEND_BUFFER", "self.held > 0"),
        "limit_too_low": tuple(
            edit("held > MAX_SEND_BUFFER", f"held > {limit}")
            for limit in ("64 * 1024", "MAX_SEND_BUFFER // 2")
        ),
    },
)

# --- the server stops ---------------------------------------------------------------------------

LISTENS_NO_MORE = "    self._listener.close()\n"
LETS_FINISH = "    await self._finish_calls(grace)\n"
GOODBYE = (
    "    for connection in list(self._connections):\n"
    '        connection.close(CloseCode.GOING_AWAY, "the server is stopping")\n'
)
WAITS = "    await self._wait_until_gone(CLOSE_TIMEOUT)\n"
GIVES_UP = (
    "    for silent in list(self._connections):\n"
    '        silent.abort("it has not answered the close frame in time")\n'
)
UNTIL_ALL = "    await self._wait_until_gone()\n"

WORK = """
            async def work() -> str:
                await asyncio.sleep(2)
                return "done"
            server = RpcServer()
            server.actions.add(work, "work")
            await server.start()
            visitor = Visitor(server.url)
            visitor.say({"action": "work", "id": 1})
            await asyncio.sleep(1)
"""

AND_STOP = """
            await server.stop({})
            visitor.heard
"""

STOP = Exercise(
    id="11.stop",
    target="framebyframe.rpc.server:RpcServer.stop",
    section="RFC 6455 7.4.1",
    examples=[
        scenario(
            "nobody_calls",
            """
            server = RpcServer()
            await server.start()
            visitor = Visitor(server.url)
            await asyncio.sleep(1)
            await server.stop()
            visitor.heard
            server.connection_count
            """,
        ),
        scenario("a_call_in_flight", WORK + AND_STOP.format("")),
        scenario(
            "longer_than_we_wait", WORK + AND_STOP.format("grace=0.5")
        ),
        scenario("a_little_longer_than_it_takes", WORK + AND_STOP.format("grace=1.5")),
        scenario("no_time_at_all", WORK + AND_STOP.format("grace=0")),
        scenario(
            "one_who_comes_late",
            """
            server = RpcServer()
            await server.start()
            url = server.url
            await server.stop()
            Visitor(url)
            """,
        ),
        scenario(
            "one_who_does_not_answer",
            """
            server = RpcServer()
            await server.start()
            visitor = Visitor(server.url, answers=False)
            await asyncio.sleep(1)
            (connection,) = server._connections
            await server.stop()
            visitor.heard
            server.connection_count
            await asyncio.sleep(0.1)
            server.connection_count
            connection.closed is None
            """,
        ),
        scenario(
            "time_for_an_answer",
            """
            server = RpcServer()
            await server.start()
            visitor = Visitor(server.url, answers=False)
            await asyncio.sleep(1)
            begun = asyncio.get_running_loop().time()
            await server.stop()
            asyncio.get_running_loop().time() - begun > CLOSE_TIMEOUT / 2
            """,
        ),
        scenario(
            "more_time_for_calls",
            """
            server = RpcServer()
            await server.start()
            visitor = Visitor(server.url, answers=False)
            await asyncio.sleep(1)
            begun = asyncio.get_running_loop().time()
            await server.stop(grace=3)
            round(asyncio.get_running_loop().time() - begun)
            """,
        ),
        scenario(
            "a_call_while_it_stops",
            f"""{WORK}
            stopping = asyncio.ensure_future(server.stop())
            await asyncio.sleep(0.5)
            visitor.say({{"action": "work", "id": 2}})
            await stopping
            visitor.heard
            """,
        ),
        scenario(
            "one_who_comes_while_it_waits",
            f"""{WORK}
            url = server.url
            stopping = asyncio.ensure_future(server.stop())
            await asyncio.sleep(0.5)
            Visitor(url)
            """,
        ),
        scenario(
            "several_who_do_not_answer",
            """
            server = RpcServer()
            await server.start()
            visitors = [Visitor(server.url, answers=False) for _ in range(3)]
            await asyncio.sleep(1)
            begun = asyncio.get_running_loop().time()
            await server.stop()
            asyncio.get_running_loop().time() - begun < 2 * CLOSE_TIMEOUT
            """,
        ),
        scenario(
            "several",
            """
            server = RpcServer()
            await server.start()
            visitors = [Visitor(server.url) for _ in range(3)]
            await asyncio.sleep(1)
            await server.stop()
            sorted(len(visitor.heard) for visitor in visitors)
            """,
        ),
        scenario(
            "one_who_answers_at_once",
            """
            server = RpcServer()
            await server.start()
            visitor = Visitor(server.url)
            await asyncio.sleep(1)
            begun = asyncio.get_running_loop().time()
            await server.stop()
            asyncio.get_running_loop().time() - begun < CLOSE_TIMEOUT / 2
            """,
        ),
        scenario("never_started", "server = RpcServer()\nawait server.stop()\nserver.connection_count"),
    ],
    mistakes={
        "listens_on": (
            edit(LISTENS_NO_MORE, ""),
            edit(LISTENS_NO_MORE, "    self._listener = None\n"),
        ),
        "calls_cut_off": (
            edit(LETS_FINISH, ""),
            edit(f"{LETS_FINISH}{GOODBYE}", f"{GOODBYE}{LETS_FINISH}"),
        ),
        "all_is_done": edit("CloseCode.GOING_AWAY", "CloseCode.NORMAL"),
        "no_goodbye": edit(GOODBYE, ""),
        "only_the_listener": edit(f"{GOODBYE}{WAITS}{GIVES_UP}{UNTIL_ALL}", ""),
        "given_up_at_once": edit(WAITS, ""),
        "goodbye_has_the_time_of_calls": edit(
            "_wait_until_gone(CLOSE_TIMEOUT)", "_wait_until_gone(grace)"
        ),
        "returns_before_they_are_gone": edit(UNTIL_ALL, ""),
        "forgotten": edit(GIVES_UP, "    self._connections.clear()\n"),
        "does_not_wait": edit(f"{WAITS}{GIVES_UP}{UNTIL_ALL}", ""),
        "waits_for_ever": (
            edit(f"{WAITS}{GIVES_UP}{UNTIL_ALL}", UNTIL_ALL),
            edit("(CLOSE_TIMEOUT)", "()"),
        ),
        "first_one_alone": edit(
            GOODBYE, GOODBYE.replace("list(self._connections)", "list(self._connections)[:1]")
        ),
        "listens_too_long": edit(*(LISTENS_NO_MORE, ""), *(UNTIL_ALL, f"{UNTIL_ALL}{LISTENS_NO_MORE}")),
        "not_given_up": edit(f"{GIVES_UP}{UNTIL_ALL}", ""),
        "one_after_the_other": edit(
            f"{GOODBYE}{WAITS}", f"{GOODBYE}        await self._wait_until_gone(CLOSE_TIMEOUT)\n"
        ),
        "times_exchanged": edit(
            *("_finish_calls(grace)", "_finish_calls(CLOSE_TIMEOUT)"),
            *("_wait_until_gone(CLOSE_TIMEOUT)", "_wait_until_gone(grace)"),
        ),
        "grace_not_used": edit("_finish_calls(grace)", "_finish_calls(STOP_GRACE)"),
        "a_part_of_grace": edit("_finish_calls(grace)", "_finish_calls(grace / 2)"),
        "sleeps_for_grace": edit("self._finish_calls(grace)", "asyncio.sleep(grace)"),
        "sleeps_for_the_goodbye": edit(
            "self._wait_until_gone(CLOSE_TIMEOUT)", "asyncio.sleep(CLOSE_TIMEOUT)"
        ),
    },
    order=Order(
        (
            "    await self._finish_calls(CLOSE_TIMEOUT)",
            '        connection.close(CloseCode.NORMAL, "the server is stopping")',
            "    self._listener = None",
        )
    ),
)  # fmt: skip

# --- to read ------------------------------------------------------------------------------------

WHAT_THE_SERVER_STILL_SENT = Reading(
    "what_the_server_still_sent",
    bytes.fromhex(
        "81 42 7b 22 73 74 61 74 75 73 22 3a 22 73 75 63 63 65 73 73 22 2c 22 64 61 74 61 22 3a 22 "
        "50 72 6f 63 65 73 73 65 64 3a 20 77 61 69 74 22 2c 22 70 61 79 6c 6f 61 64 22 3a 31 30 30 "
        "2c 22 69 64 22 3a 33 7d 81 42 7b 22 73 74 61 74 75 73 22 3a 22 73 75 63 63 65 73 73 22 2c "
        "22 64 61 74 61 22 3a 22 50 72 6f 63 65 73 73 65 64 3a 20 77 61 69 74 22 2c 22 70 61 79 6c "
        "6f 61 64 22 3a 32 30 30 2c 22 69 64 22 3a 31 7d 88 18 03 e9 74 68 65 20 73 65 72 76 65 72 "
        "20 69 73 20 73 74 6f 70 70 69 6e 67 "
    ),
)
"""From an RpcServer that was stopped with a grace of 0.6 s, while calls of 0.2, 60 and 0.1 s ran."""


CHAPTER = Chapter(
    "11",
    (DECODE_REQUEST, WITH_ID, FAILURE_OF, DISPATCH, REGULATE, STOP),
    (WHAT_THE_SERVER_STILL_SENT,),
)
