"""Chapter 08, The first call: what goes, what comes back, how long that may take, and the call itself."""

from __future__ import annotations

import json
from textwrap import indent

from framebyframe.rpc.messages import ABSENT

from ..declaring.examples import call, scenario
from ..declaring.exercise import Chapter, Exercise
from ..declaring.forms import Catch, Order, Reading, Repair, Shipped
from ..declaring.mistakes import edit

ARTICLE = "contract/README.md, Article dialect"

# --- a request ----------------------------------------------------------------------------------

HAS_PARAMS, HAS_ID = "if params is not ABSENT", "if call_id is not ABSENT"
ID_FIRST = "{**{key: request[key] for key in ('action', 'id') if key in request}, **request}"

ENCODE_REQUEST = Exercise(
    id="08.encode_request",
    target="framebyframe.rpc.article:encode_request",
    section=ARTICLE,
    examples=[
        call("getData", {"id": 1}, 7),
        call("serverInfo", ABSENT, 1),
        call("echo", {"n": 1}, ABSENT),
        call("serverInfo", ABSENT, ABSENT),
        call("echo", {}, 1),
        call("echo", [], "a"),
        call("echo", [1, 2], "b"),
        call("echo", None, 1),
        call("echo", {"n": 1}, 0),
        call("echo", ABSENT, ""),
        call("echo", {"a": 1}, None),
        call("echo", {"n": 1}, 1.5),
        call("echo", {"a": None, "b": 0}, 3),
    ],
    mistakes={
        # Before falsy_id: where other ids end in an error, 0 alone is known not to be sent.
        "zero_id": edit(HAS_ID, "if call_id is not ABSENT and call_id != 0"),
        "falsy_id": (
            edit(HAS_ID, "if call_id"),
            edit(HAS_ID, "if call_id and call_id is not ABSENT"),
        ),
        "empty_id": edit(HAS_ID, "if call_id is not ABSENT and (call_id or call_id is None)"),
        "falsy_params": (
            edit(HAS_PARAMS, "if params"),
            edit(HAS_PARAMS, "if params and params is not ABSENT"),
        ),
        "empty_params": edit(HAS_PARAMS, "if params is not ABSENT and params != {} and params != []"),
        "falsy_both": (
            edit(HAS_ID, "if call_id", HAS_PARAMS, "if params"),
            edit(
                HAS_ID,
                "if call_id and call_id is not ABSENT",
                HAS_PARAMS,
                "if params and params is not ABSENT",
            ),
        ),
        "none_is_absent": (
            edit(HAS_ID, "if call_id is not None"),
            edit(HAS_PARAMS, "if params is not None"),
            edit(HAS_ID, "if call_id is not None", HAS_PARAMS, "if params is not None"),
        ),
        "none_left_out": (
            edit(HAS_ID, "if call_id is not ABSENT and call_id is not None"),
            edit(HAS_PARAMS, "if params is not ABSENT and params is not None"),
            edit(
                *(HAS_ID, "if call_id is not ABSENT and call_id is not None"),
                *(HAS_PARAMS, "if params is not ABSENT and params is not None"),
            ),
        ),
        "null_for_absent": (
            edit(HAS_ID, "if call_id is ABSENT:\n        request['id'] = None\n    else"),
            edit(HAS_PARAMS, "if params is ABSENT:\n        request['params'] = None\n    else"),
            edit(
                *(HAS_ID, "if call_id is ABSENT:\n        request['id'] = None\n    else"),
                *(HAS_PARAMS, "if params is ABSENT:\n        request['params'] = None\n    else"),
            ),
        ),
        "empty_for_absent": edit(
            HAS_PARAMS, "if params is ABSENT:\n        request['params'] = {}\n    else"
        ),
        "absent_sent": (
            edit(HAS_ID, "if True"),
            edit(HAS_PARAMS, "if True"),
            edit(HAS_ID, "if True", HAS_PARAMS, "if True"),
        ),
        "id_made_up": tuple(
            edit(HAS_ID, f"if call_id is ABSENT:\n        request['id'] = {made_up}\n    else")
            for made_up in (1, 0)
        ),
        "id_in_the_params": edit(
            'request["id"] = call_id',
            'request["params"] = {**dict(request.get("params", {})), "id": call_id}',
        ),
        "other_dialect": edit('"action": action', '"method": action'),
        "version_of_the_other_dialect": edit("JsonObject = {", 'JsonObject = {"jsonrpc": "2.0", '),
        "written_as_text": tuple(
            edit("return request", f"return __import__('json').dumps({members}{how}, default=str)")
            for members in ("request", ID_FIRST)
            for how in ("", ", separators=(',', ':')")
        ),
        "id_as_text": edit('["id"] = call_id', '["id"] = str(call_id)'),
        "upside_down": edit(HAS_ID, "if call_id is ABSENT", HAS_PARAMS, "if params is ABSENT"),
        "id_left_out": edit('request["id"] = call_id', "pass"),
        "ids_of_some_types": (
            edit(HAS_ID, "if isinstance(call_id, int)"),
            edit(HAS_ID, "if isinstance(call_id, (int, type(None)))"),
            edit(HAS_ID, "if isinstance(call_id, (str, type(None)))"),
            edit(HAS_ID, "if isinstance(call_id, (int, str))"),
            edit(HAS_ID, "if isinstance(call_id, (int, str, type(None)))"),
            edit(HAS_ID, "if isinstance(call_id, (int, float, type(None)))"),
        ),
        "params_of_some_types": (
            edit(HAS_PARAMS, "if isinstance(params, dict)"),
            edit(HAS_PARAMS, "if isinstance(params, list)"),
        ),
        "both_or_none": (
            edit(
                *(HAS_ID, "if params is not ABSENT and call_id is not ABSENT"),
                *(HAS_PARAMS, "if call_id is not ABSENT and params is not ABSENT"),
            ),
            edit(HAS_ID, "if params is not ABSENT and call_id is not ABSENT"),
            edit(HAS_PARAMS, "if call_id is not ABSENT and params is not ABSENT"),
        ),
        "in_a_list": (
            *(edit('["id"] = call_id', f'["id"] = {one}') for one in ("(call_id,)", "[call_id]")),
            edit('["params"] = params', '["params"] = (params,)'),
            edit('["params"] = params', '["params"] = [params]'),
            edit('["params"] = params', '["params"] = params if isinstance(params, list) else [params]'),
        ),
        "conditions_exchanged": edit(HAS_ID, "if EITHER", HAS_PARAMS, HAS_ID, "if EITHER", HAS_PARAMS),
        "question_marks": edit('["params"]', '["params?"]', '["id"]', '["id?"]'),
        "another_name": (
            *(edit('["id"]', f'["{name}"]') for name in ("call_id", "callId")),
            *(edit('["params"]', f'["{name}"]') for name in ("data", "payload", "parameters", "args")),
        ),
        "params_spread": (
            edit('request["params"] = params', "request.update(params)"),
            edit('request["params"] = params', "request = {**request, **params}"),
        ),
        "params_thinned_out": tuple(
            edit(
                '["params"] = params',
                '["params"] = {key: value for key, value in params.items() if value'
                f"{asked}}} if isinstance(params, dict) else params",
            )
            for asked in ("", " is not None")
        ),
        "action_changed": edit('"action": action', '"action": action.lower()'),
    },
)

# --- a reply ------------------------------------------------------------------------------------

RESULT = 'message.get("payload", message.get("data"))'
SUCCESS, IS_ERROR = 'message.get("status") == "success"', 'if message.get("status") == "error"'
HAS_RESULT = '"payload" in message or "data" in message'
EVENT = '    if "event" in message:\n        return Notification(message["event"], message.get("payload"))\n'
ID = "legal_id(message)"
CODE = 'message.get("code", "failed")'
FAILED = 'RemoteError(message.get("code", "failed"), str(message.get("message")))'

DECODE_REPLY = Exercise(
    id="08.decode_reply",
    target="framebyframe.rpc.article:decode_reply",
    section=ARTICLE,
    examples=[
        call({"status": "success", "data": "Processed: echo", "payload": {"n": 1}, "id": 7}),
        call({"status": "success", "data": "Processed: saveData"}),
        call({"status": "error", "message": "No item with id 99", "code": "not_found", "id": 2}),
        call({"status": "error", "message": "Invalid JSON or server error"}),
        call({"event": "tick", "payload": {"subscription": 1, "sequence": 1}}),
        call({"event": "stopping"}),
        call({"event": "stopping", "data": "no payload"}),
        call({"event": "tick", "payload": 0}),
        call({"event": "", "payload": 1}),
        call({"event": "tick", "status": "success", "payload": 1, "id": 3}),
        call({"status": "success", "data": "Processed: count", "payload": 0, "id": 3}),
        call({"status": "success", "data": "Processed: find", "payload": None, "id": 4}),
        call({"status": "success", "data": "Processed: list", "payload": [], "id": 0}),
        call({"status": "error", "message": 404, "code": "not_found", "id": ""}),
        call({"status": "success", "payload": 1, "id": None}),
        call({"status": "success", "payload": 1, "id": 1.5}),
        call({"status": "success", "message": "done", "payload": 1, "id": 6}),
        call({"status": "error", "message": "no", "code": -32000, "id": 6}),
        call({"status": "success", "payload": 1, "id": True}),
        call({"status": "error", "message": "no", "code": "failed", "id": [1]}),
        call({"status": "error", "message": "no", "code": "", "id": 5}),
        call({"status": "error", "message": "no", "code": 0, "id": 5}),
        call({"status": "ok", "payload": 1, "id": 1}),
        call({"status": "SUCCESS", "payload": 1, "id": 1}),
        call({"payload": 1, "id": 1}),
        call({"status": ["success"], "payload": 1, "id": 1}),
        call({}),
        call({"status": "pending", "message": "still at it", "id": 1}),
        call({"status": "Error", "message": "in capitals", "code": "failed", "id": 1}),
        call({"message": "no status", "code": "failed", "id": 1}),
        call({"status": "pending", "data": "Processed: half of it", "id": 1}),
        call({"data": "no status", "id": 1}),
        call({"status": "success", "id": 5}),
        call({"status": "error", "message": "no", "code": "busy", "payload": 1, "data": "x", "id": 6}),
        call({"status": "success", "payload": 1, "id": {"n": 1}}),
        call(json.loads('{"status": "success", "payload": "as it comes out of JSON", "id": 8}')),
    ],
    mistakes={
        "falsy_result": edit(RESULT, 'message.get("payload") or message.get("data")'),
        "null_is_no_payload": edit(
            RESULT, 'message.get("data") if message.get("payload") is None else message.get("payload")'
        ),
        "payloads_of_some_types": edit(
            RESULT, 'message["payload"] if isinstance(message.get("payload"), dict) else message.get("data")'
        ),
        "data_for_payload": edit(RESULT, 'message.get("data")'),
        "data_first": edit(RESULT, 'message.get("data", message.get("payload"))'),
        "payload_alone": (edit(RESULT, 'message.get("payload")'), edit(RESULT, 'message["payload"]')),
        "whole_message": edit(RESULT, "message"),
        "all_but_error": (
            edit(SUCCESS, 'message.get("status") != "error"'),
            edit(SUCCESS, HAS_RESULT),
            edit(SUCCESS, f'message.get("status") != "error" and ({HAS_RESULT})'),
            edit(SUCCESS, 'message.get("status") != "error" and "payload" in message'),
        ),
        "error_where_no_result": (
            edit(SUCCESS, HAS_RESULT, IS_ERROR, "if True"),
            edit(SUCCESS, '"payload" in message', IS_ERROR, "if True"),
            edit(SUCCESS, f"{RESULT} is not None", IS_ERROR, "if True"),
        ),
        "all_but_success": edit(IS_ERROR, "if True"),
        "error_by_its_message": (
            edit(IS_ERROR, 'if "message" in message'),
            edit(IS_ERROR, 'if "code" in message'),
            edit(IS_ERROR, 'if "message" in message or "code" in message'),
        ),
        "any_id": edit(ID, 'message.get("id", ABSENT)'),
        "null_for_no_id": edit(ID, 'message.get("id")'),
        "falsy_id": (edit(ID, 'message.get("id") or ABSENT'), edit(ID, f"{ID} or ABSENT")),
        "ids_of_some_types": tuple(
            edit(ID, f'message["id"] if {question} else ABSENT')
            for question in (
                'isinstance(message.get("id"), (int, str))',
                'isinstance(message.get("id"), (int, float, str))',
                'isinstance(message.get("id", ABSENT), (int, float, str, type(None)))',
                'type(message.get("id")) in (int, str)',
                'type(message.get("id", ABSENT)) in (int, str, type(None))',
            )
        ),
        "empty_id": edit(ID, f"{ID} if {ID} is None else {ID} or ABSENT"),
        "null_id_lost": edit(ID, f"{ID} if {ID} is not None else ABSENT"),
        "id_for_message": (
            edit(ID, 'legal_id(message["id"]) if "id" in message else ABSENT'),
            edit(ID, 'legal_id(message.get("id"))'),
        ),
        "error_not_seen": edit(IS_ERROR, "if False"),
        "no_result_refused": edit(SUCCESS, f"{SUCCESS} and ({HAS_RESULT})"),
        "bare_result": edit(f"return Reply(call_id, {RESULT})", f"return {RESULT}"),
        "event_not_seen": edit(EVENT, ""),
        "event_without_payload": edit('message["event"], message.get("payload")', 'message["event"], None'),
        "error_raised": edit(f"return Reply(call_id, error={FAILED})", f"raise {FAILED}"),
        "error_as_result": edit(f"error={FAILED}", FAILED),
        "id_of_error_lost": edit("Reply(call_id, error", "Reply(ABSENT, error"),
        "event_and_more": (
            edit('if "event" in message', 'if "event" in message and "status" not in message'),
            edit('if "event" in message', 'if "event" in message and "id" not in message'),
        ),
        "event_only_with_payload": edit(
            'if "event" in message', 'if "event" in message and "payload" in message'
        ),
        "event_payload_by_its_truth": edit(
            'message["event"], message.get("payload")', 'message["event"], message.get("payload") or None'
        ),
        "event_payload_for_none": (
            edit('message["event"], message.get("payload")', 'message["event"], message.get("payload", {})'),
            edit(
                'message["event"], message.get("payload")', 'message["event"], message.get("payload", ABSENT)'
            ),
            edit('message["event"], message.get("payload")', f'message["event"], {RESULT}'),
        ),
        "event_by_its_truth": edit('if "event" in message', 'if message.get("event")'),
        "code_by_its_truth": edit('message.get("code", "failed")', '(message.get("code") or "failed")'),
        "status_in_any_case": edit('message.get("status") ==', 'str(message.get("status")).lower() =='),
        "protocol_error_returned": edit("raise ProtocolError", "return ProtocolError"),
        "nothing_raised": edit("    raise ProtocolError", "    return None\n    raise ProtocolError"),
        "message_as_json": (
            edit('str(message.get("message"))', '__import__("json").dumps(message.get("message"))'),
            edit('str(message.get("message"))', 'repr(message.get("message"))'),
        ),
        "message_as_it_came": edit('str(message.get("message"))', 'message.get("message")'),
        "other_text_in_error": tuple(
            edit('str(message.get("message"))', f"str({other})")
            for other in ("message", *(f'message.get("{name}")' for name in ("data", "status")), CODE)
        ),
        "error_turned_round": edit(
            FAILED, 'RemoteError(str(message.get("message")), message.get("code", "failed"))'
        ),
        "member_demanded": (
            edit(EVENT, EVENT.replace('message.get("payload")', 'message["payload"]')),
            edit('message.get("code", "failed")', 'message["code"]'),
            edit(RESULT, 'message.get("payload", message["data"])'),
        ),
        "status_demanded": edit('message.get("status") ==', 'message["status"] =='),
        "codes_of_some_types": (
            edit(
                'message.get("code", "failed")',
                'message["code"] if isinstance(message.get("code"), str) else "failed"',
            ),
            edit('message.get("code", "failed")', 'str(message.get("code", "failed"))'),
        ),
        "code_lost": edit('message.get("code", "failed")', '"failed"'),
        "no_code": (
            edit('message.get("code", "failed")', 'message.get("code")'),
            edit('message.get("code", "failed")', 'message.get("code", "")'),
        ),
    },
    catch=Catch(
        (
            *("falsy_result", "payload_alone", "all_but_error", "any_id"),
            *("null_for_no_id", "falsy_id", "event_not_seen", "no_code"),
        )
    ),
)

# --- how long -----------------------------------------------------------------------------------

LEFT, CLAMPED = "self.moment - time.monotonic()", "left if left > 0.0 else 0.0"
GONE_BY = "time.monotonic() - (self.moment - self.seconds)"

REMAINING = Exercise(
    id="08.remaining",
    target="framebyframe.rpc.timeouts:Deadline.remaining",
    section="docs.python.org, time.monotonic and select.poll",
    examples=[
        scenario("at_once", "deadline = Deadline(10)\ndeadline.remaining()"),
        scenario("a_while", "deadline = Deadline(10)\ntime.sleep(4)\ndeadline.remaining()"),
        scenario("passed", "deadline = Deadline(10)\ntime.sleep(12)\ndeadline.remaining()"),
        scenario("just_now", "deadline = Deadline(10)\ntime.sleep(10)\ndeadline.remaining()"),
        scenario("no_time", "deadline = Deadline(0)\ndeadline.remaining()"),
        scenario("and_a_half", "deadline = Deadline(2.5)\ntime.sleep(1)\ndeadline.remaining()"),
        scenario("half_a_second", "deadline = Deadline(2.5)\ntime.sleep(2)\ndeadline.remaining()"),
        scenario(
            "asked_twice",
            """
            deadline = Deadline(10)
            time.sleep(3)
            deadline.remaining()
            time.sleep(3)
            deadline.remaining()
            """,
        ),
    ],
    mistakes={
        "below_zero": edit(CLAMPED, "left"),
        # The whole body: with `smaller` beside it the two would explain any answer that gives 0.
        "counts_nothing": edit(f"    left = {LEFT}\n    return {CLAMPED}", "    return self.seconds"),
        "upside_down": edit(LEFT, "time.monotonic() - self.moment"),
        "how_far": edit(CLAMPED, "abs(left)"),
        # Without the look at the sign: with it the result is 0 always, as that of many another mistake.
        "length_less_now": edit(
            f"    left = {LEFT}\n    return {CLAMPED}", "    return self.seconds - time.monotonic()"
        ),
        "smaller": edit(CLAMPED, "min(left, 0.0)"),
        "milliseconds": (
            edit("left if left > 0.0", "left * 1000 if left > 0.0"),
            edit(f"left = {LEFT}", f"left = 1000 * ({LEFT})"),
        ),
        "whole_seconds": (
            edit("left if left > 0.0", "int(left) if left > 0.0"),
            edit(f"left = {LEFT}", f"left = ({LEFT}) // 1"),
        ),
        "time_gone_by": tuple(
            edit(f"    left = {LEFT}\n    return {CLAMPED}", f"    return {gone}")
            for gone in (GONE_BY, f"min(self.seconds, {GONE_BY})")
        ),
        "all_of_it_again": (
            edit(CLAMPED, "left if left >= 0.0 else self.seconds"),
            edit(CLAMPED, "left if left > 0.0 else self.seconds"),
        ),
        "more_than_none_when_passed": tuple(
            edit(CLAMPED, f"max({least}, left)") for least in (0.001, 0.01, 0.1, 1)
        ),
        "first_answer_kept": edit("def remaining", "@__import__('functools').cache\ndef remaining"),
        "none_when_passed": edit("else 0.0", "else None"),
        "error_when_passed": tuple(
            edit("    return ", f'    if left {sign} 0.0:\n        raise RpcTimeout("too late")\n    return ')
            for sign in ("<=", "<")
        ),
        "moment_itself": (
            edit(f"    left = {LEFT}\n    return {CLAMPED}", "    return self.moment"),
            edit(CLAMPED, "self.moment if left > 0.0 else 0.0"),
        ),
        "yes_or_no": edit(f"return {CLAMPED}", "return left > 0.0"),
        "changes_the_moment": edit(
            f"left = {LEFT}", "self.moment -= time.monotonic()\n    left = self.moment"
        ),
        "nothing_left": edit(f"left = {LEFT}", f"time.sleep(max(0.0, {LEFT}))\n    left = 0.0"),
    },
    equivalent={"`left > 0.0` becomes `left >= 0.0`": "it gives 0 either way where 0 is left"},
)

# --- the next text ------------------------------------------------------------------------------

OPENED = """
from framebyframe.rpc.addresses import connect_options
connection = BlockingSocket.open(connect_options(peer.url, "article", {}), Deadline(10))
"""
"""How every scenario goes on once it has its peer."""
READ = "if not self._read(deadline):"
ENOUGH = """        if not self._texts and not (limit or deadline).remaining():
            return None
"""
LOOP = "    while not self._texts:\n"
TAKEN = "text = self._texts.popleft()"
LATER = "Deadline(max(deadline.remaining(), limit.remaining() if limit else 0.0))"
EACH_READ = edit(READ, "if not self._read(Deadline(deadline.seconds)):", ENOUGH, "")

PINGS_WITHOUT_END = scenario(
    "pings_without_end",
    f"peer = Peer(greeting=(Wait(4), Ping()) * 30){OPENED}connection.receive(Deadline(6))",
)

RECEIVE = Exercise(
    id="08.receive",
    target="framebyframe.rpc.blocking_socket:BlockingSocket.receive",
    section="docs.python.org, select.poll",
    examples=[
        scenario("a_text", f'peer = Peer(greeting="hello"){OPENED}connection.receive(Deadline(10))'),
        scenario("silence", f"peer = Peer(){OPENED}connection.receive(Deadline(5))"),
        PINGS_WITHOUT_END,
        scenario(
            "a_ping_before_it",
            f'peer = Peer(greeting=(Ping(), Wait(3), "hello")){OPENED}connection.receive(Deadline(5))',
        ),
        scenario(
            "too_late",
            f"""
peer = Peer(greeting=(Wait(2), Ping(), Wait(2), Ping(), Wait(2), "hello")){OPENED}
connection.receive(Deadline(5))
connection.receive(Deadline(5))
""",
        ),
        scenario(
            "in_pieces",
            f"""
peer = Peer(greeting=(bytes.fromhex("81 05 48 65"), Wait(3), bytes.fromhex("6c 6c 6f"))){OPENED}
connection.receive(Deadline(2))
connection.receive(Deadline(2))
""",
        ),
        scenario(
            "two_in_one_read",
            f"""
peer = Peer(greeting=bytes.fromhex("81 03 6f 6e 65 81 03 74 77 6f")){OPENED}
connection.receive(Deadline(5))
connection._size
connection.receive(Deadline(5))
connection._size
connection.receive(Deadline(5))
""",
        ),
        scenario(
            "second_when_the_time_is_up",
            f"""
peer = Peer(greeting=bytes.fromhex("81 03 6f 6e 65 81 03 74 77 6f")){OPENED}
connection.receive(Deadline(5))
connection.receive(Deadline(0))
""",
        ),
        scenario(
            "limit_before_the_deadline",
            f"""
peer = Peer(greeting=(*(Wait(2), Ping()) * 5, "too late")){OPENED}
connection.receive(Deadline(20), limit=Deadline(5))
""",
        ),
        scenario(
            "after_many_pings",
            f"""
peer = Peer(greeting=(*(Wait(1), Ping()) * 15, "late, and in time")){OPENED}
connection.receive(Deadline(60))
""",
        ),
        scenario(
            "last_words",
            f"""
peer = Peer(greeting=("last words", Close(1001))){OPENED}
connection.receive(Deadline(5))
connection.receive(Deadline(5))
""",
        ),
        scenario(
            "last_words_in_one_read",
            f"""
peer = Peer(greeting=bytes.fromhex("81 03 6f 6e 65 81 03 74 77 6f 88 02 03 e9")){OPENED}
connection.receive(Deadline(5))
connection.receive(Deadline(5))
connection.receive(Deadline(5))
""",
        ),
        scenario("lost", f"peer = Peer(greeting=(Wait(1), HangUp())){OPENED}connection.receive(Deadline(5))"),
        scenario(
            "what_is_here",
            f"""
peer = Peer(greeting=("here", Wait(1), "later")){OPENED}
connection.receive(Deadline(0))
connection.receive(Deadline(0))
""",
        ),
        scenario(
            "what_is_here_behind_pings",
            f"""
peer = Peer(greeting=(Ping(), Ping(), "here")){OPENED}
connection.receive(Deadline(0), limit=Deadline(5))
""",
        ),
        scenario(
            "nothing_is_here",
            f"peer = Peer(){OPENED}connection.receive(Deadline(0), limit=Deadline(5))",
        ),
        scenario(
            "pings_are_here",
            f"""
import time
peer = Peer(greeting=(*[Ping()] * 20, "here")){OPENED}
deadline = Deadline(4)
time.sleep(5)
connection.receive(deadline)
""",
        ),
        scenario(
            "pings_are_here_and_no_time_was_given",
            f"""
peer = Peer(greeting=(*[Ping()] * 20, "here")){OPENED}
connection.receive(Deadline(0))
""",
        ),
        scenario(
            "some_of_it_is_gone",
            f"""
import time
peer = Peer(){OPENED}
deadline = Deadline(5)
time.sleep(3)
connection.receive(deadline)
""",
        ),
        scenario(
            "an_empty_text",
            f'peer = Peer(greeting=bytes.fromhex("81 00")){OPENED}connection.receive(Deadline(5))',
        ),
        scenario(
            "characters",
            f"""
peer = Peer(greeting="Grüß Gott"){OPENED}
connection.receive(Deadline(5))
connection._size
""",
        ),
    ],
    shows=PINGS_WITHOUT_END,
    repair=Repair(EACH_READ, Shipped("the Aerospike client for Java", "issue 682", 2026)),
    mistakes={
        "no_end_without_a_limit": edit(
            "not (limit or deadline).remaining()", "limit and not limit.remaining()"
        ),
        "empty_for_none": edit(
            *("while not self._texts", "while not any(self._texts)"),
            *("if not self._texts and", "if not any(self._texts) and"),
        ),
        "how_long_it_was": edit("(limit or deadline).remaining()", "(limit or deadline).seconds"),
        "clock_and_length": edit(
            "not (limit or deadline).remaining()",
            "__import__('time').monotonic() > (limit or deadline).seconds",
        ),
        "gives_up_in_time": edit("and not (limit or deadline)", "and (limit or deadline)"),
        "reads_first": edit(
            *(LOOP, "    while True:\n"),
            *(
                f"        {READ}\n",
                "        came = self._read(deadline)\n        if self._texts:\n            break\n",
            ),
            *(
                "            break\n            return None\n",
                "            break\n        if not came:\n            return None\n",
            ),
        ),
        "size_by_another_count": (
            edit("len(text)", "1"),
            edit("len(text)", "len(self._texts)"),
            edit("self._size -= len(text)", "self._size = 0"),
        ),
        "limit_begins_anew": edit(LOOP, f"    limit = limit or Deadline(deadline.seconds)\n{LOOP}"),
        "later_texts_lost": edit(TAKEN, f"{TAKEN}\n    self._texts.clear()"),
        "each_read_gets_all": (EACH_READ, edit(READ, "if not self._read(Deadline(deadline.seconds)):")),
        "one_read": edit(
            *("while not self._texts:", "if not self._texts:"),
            *(ENOUGH, "        if not self._texts:\n            return None\n"),
        ),
        "newest_first": edit("popleft()", "pop()"),
        "limit_not_used": edit("(limit or deadline)", "deadline"),
        "limit_for_each_wait": edit(READ, "if not self._read(limit or deadline):"),
        "time_asked_first": (
            edit(
                f"        {READ}\n            return None\n{ENOUGH}",
                "        if not (limit or deadline).remaining():\n            return None\n"
                f"        {READ}\n            return None\n",
            ),
            edit(
                *(LOOP, "    while not self._texts and (limit or deadline).remaining():\n", ENOUGH, ""),
                *(f"    {TAKEN}", f"    if not self._texts:\n        return None\n    {TAKEN}"),
            ),
        ),
        "end_asked_first": (
            edit(
                "    while not self._texts:\n        self._check_open()\n",
                "    self._check_open()\n    while not self._texts:\n        self._check_open()\n",
            ),
            edit(
                *(
                    "    while not self._texts:\n        self._check_open()\n",
                    f"    self._check_open()\n{LOOP}",
                ),
                *(ENOUGH, f"{ENOUGH}        self._check_open()\n"),
            ),
        ),
        "texts_not_asked": edit("if not self._texts and not (limit", "if not (limit"),
        "error_for_none": (
            edit(
                f"        {READ}\n            return None\n",
                f'        {READ}\n            raise RpcTimeout("nothing came")\n',
            ),
            edit("return None", 'raise RpcTimeout("nothing came")'),
        ),
        "empty_text_for_none": edit("return None", 'return ""'),
        "nothing_to_take": edit(ENOUGH, ENOUGH.replace("return None", "break")),
        "text_not_returned": edit("return text", "text"),
        "later_of_both": edit(
            *(LOOP, f"    later = {LATER}\n{LOOP}", READ, READ.replace("deadline", "later")),
            *("not (limit or deadline)", "not later"),
        ),
        "reads_counted": edit(
            *(LOOP, "    for _ in range(10):\n        if self._texts:\n            break\n"),
            *(f"    {TAKEN}", f"    if not self._texts:\n        return None\n    {TAKEN}"),
        ),
        "asks_for_ever": edit(ENOUGH, ""),
        "deadline_made_anew": edit(LOOP, f"    deadline = Deadline(deadline.seconds)\n{LOOP}"),
        "size_in_bytes": edit("len(text)", "len(text.encode())"),
        "size_kept": edit("    self._size -= len(text)\n", ""),
        "not_taken": edit(TAKEN, "text = self._texts[0]"),
        "all_in_one": edit(TAKEN, 'text = "".join(self._texts)\n    self._texts.clear()'),
    },
    needs_one_of={"clock_and_length": ("monotonic",)},
)

# --- the call -----------------------------------------------------------------------------------

TEXT = "encode_json(self._dialect.encode_request(action, choose_params(params, named), call_id))"
CHOSEN = "choose_params(params, named)"
ANEW = "self._deadline(timeout)"
OWN_TIMES = ("self._deadline(None)", "Deadline(60)")
LOOKED = "    self._get_ready(deadline)\n"
REGISTERED = "    future = self._pending.add(call_id)\n"
LOOKED_AND_REGISTERED = f"{LOOKED}{REGISTERED}    try:\n"
FORGOTTEN = "        if self._pending.remove(call_id):\n            self._cancel(call_id)\n"
WAITS = 'self._receive(deadline, "answer")'
SENT = "        self._socket.send(text, deadline)\n"
COUNTED = "for _ in range(3):\n            if future.done():\n                break"
NOT_DONE = 'if not future.done():\n            raise RpcTimeout("no answer")\n'
SENT_AND_AWAITED = f"    {SENT}            while not future.done():\n                {WAITS}\n"
DONE = f"        while not future.done():\n            {WAITS}\n        return future.result()\n"

FINALLY = "    finally:  # after a time-out or an interrupt too\n"
RETURNED = "        return future.result()\n"
ENDING = f"{RETURNED}{FINALLY}{FORGOTTEN}"
AFTER_A_TIMEOUT = (
    f"    except RpcTimeout:\n{FORGOTTEN}        raise\n"
    "    self._pending.remove(call_id)\n    return future.result()\n"
)
WHOLE_CALL = (
    f"    deadline, call_id = {ANEW}, next(self._ids)\n    text = {TEXT}\n"
    f"{LOOKED_AND_REGISTERED}{SENT}{DONE}{FINALLY}{FORGOTTEN}"
)
LAST_TIME = "    except RpcTimeout:\n        if attempt == 1:\n            raise\n"
CALLED_TWICE = "    for attempt in range(2):\n" + indent(
    WHOLE_CALL.replace(FINALLY, f"{LAST_TIME}{FINALLY}"), "    "
)

CALL = Exercise(
    id="08.call",
    target="framebyframe.rpc.blocking_client:RpcClient.call",
    section=ARTICLE,
    field="",  # what a call gives is no part of a frame
    examples=[
        scenario(
            "answered",
            """
            peer = Peer({"status": "success", "data": "Processed: echo", "payload": {"n": 1}, "id": 1})
            client = RpcClient(peer.url)
            client.call("echo", n=1)
            peer.heard
            """,
        ),
        scenario(
            "params_as_one_value",
            """
            peer = Peer({"status": "success", "payload": [1, 2], "id": 1})
            client = RpcClient(peer.url)
            client.call("echo", [1, 2])
            peer.heard
            """,
        ),
        scenario(
            "an_empty_list",
            """
            peer = Peer({"status": "success", "payload": [], "id": 1})
            client = RpcClient(peer.url)
            client.call("echo", [])
            peer.heard
            """,
        ),
        scenario(
            "without_params",
            """
            peer = Peer({"status": "success", "payload": {}, "id": 1})
            client = RpcClient(peer.url)
            client.call("serverInfo")
            peer.heard
            """,
        ),
        scenario(
            "refused",
            """
            peer = Peer({"status": "error", "message": "No item with id 99", "code": "not_found", "id": 1})
            client = RpcClient(peer.url)
            client.call("getData", id=99)
            """,
        ),
        scenario(
            "silence",
            """
            peer = Peer()
            client = RpcClient(peer.url)
            client.call("sleep", ms=20_000, timeout=2)
            """,
        ),
        scenario(
            "no_time",
            """
            peer = Peer()
            client = RpcClient(peer.url)
            client.call("sleep", ms=20_000, timeout=0)
            """,
        ),
        scenario(
            "the_usual_time",
            """
            peer = Peer()
            client = RpcClient(peer.url, timeout=3)
            client.call("sleep", ms=20_000)
            """,
        ),
        scenario(
            "a_late_reply",
            """
            from contextlib import suppress
            first = {"status": "success", "payload": "first", "id": 1}
            second = {"status": "success", "payload": "second", "id": 2}
            peer = Peer((Wait(3), first), (Wait(3), second))
            client = RpcClient(peer.url)
            with suppress(RpcTimeout):
                client.call("sleep", timeout=2)
            client.call("echo")
            client.unmatched
            """,
        ),
        scenario(
            "replies_to_others",
            """
            other = {"status": "success", "payload": "for nobody", "id": 7}
            mine = {"status": "success", "payload": "for me", "id": 1}
            peer = Peer((other, Wait(1), {"event": "tick"}, Wait(1), mine))
            client = RpcClient(peer.url)
            client.call("echo", timeout=5)
            client.unmatched
            """,
        ),
        scenario(
            "behind_many_events",
            """
            mine = {"status": "success", "payload": "for me", "id": 1}
            peer = Peer((*[{"event": "tick"}] * 12, mine))
            client = RpcClient(peer.url)
            client.call("echo")
            """,
        ),
        scenario(
            "its_own_reply_is_no_stranger",
            """
            from contextlib import suppress
            peer = Peer({"status": "success", "payload": "for me", "id": 1})
            client = RpcClient(peer.url)
            with suppress(RpcTimeout):
                client.call("echo")
            client.unmatched
            """,
        ),
        scenario(
            "ticks_without_end",
            """
            peer = Peer((Wait(2), {"event": "tick"}) * 30)
            client = RpcClient(peer.url)
            client.call("echo", timeout=5)
            """,
        ),
        scenario(
            "lost",
            """
            peer = Peer((Wait(1), HangUp()))
            client = RpcClient(peer.url)
            client.call("getData", id=1)
            """,
        ),
        scenario(
            "forgotten_when_lost",
            """
            from contextlib import suppress
            peer = Peer((Wait(1), HangUp()))
            client = RpcClient(peer.url)
            with suppress(ConnectionLost):
                client.call("getData", id=1)
            len(client._pending)
            """,
        ),
        scenario(
            "told_to_stop",
            """
            from contextlib import suppress
            peer = Peer()
            client = RpcClient(peer.url, dialect="jsonrpc")
            with suppress(RpcTimeout):
                client.call("sleep", ms=20_000, timeout=2)
            peer.heard
            """,
        ),
        scenario(
            "in_time",
            """
            peer = Peer({"jsonrpc": "2.0", "result": 5, "id": 1})
            client = RpcClient(peer.url, dialect="jsonrpc")
            client.call("count")
            peer.heard
            """,
        ),
        scenario(
            "without_ids",
            """
            from contextlib import suppress
            peer = Peer()
            client = RpcClient(peer.url, ids=False)
            with suppress(RpcTimeout):
                client.call("sleep", ms=20_000, timeout=2)
            client.is_open
            """,
        ),
        scenario(
            "lost_before_it",
            """
            from contextlib import suppress
            peer = Peer(greeting=Close(1001))
            client = RpcClient(peer.url)
            with suppress(ConnectionLost):
                client.call("echo")
            peer.heard
            """,
        ),
        scenario(
            "forgotten_when_lost_before_it",
            """
            from contextlib import suppress
            peer = Peer(greeting=Close(1001))
            client = RpcClient(peer.url)
            with suppress(ConnectionLost):
                client.call("echo")
            len(client._pending)
            """,
        ),
        scenario(
            "an_error_of_nobody_before_it",
            """
            mine = {"status": "success", "payload": "for me", "id": 1}
            peer = Peer(mine, greeting={"status": "error", "message": "Goodbye soon"})
            client = RpcClient(peer.url)
            client.call("echo")
            """,
        ),
        scenario(
            "opened_anew",
            """
            first = {"status": "success", "payload": "first", "id": 1}
            second = {"status": "success", "payload": "second", "id": 2}
            peer = Peer((first, Close(1001)), second)
            client = RpcClient(peer.url, reconnect=True)
            client.call("echo")
            client.call("echo")
            """,
        ),
        scenario(
            "not_a_value_of_json",
            """
            from contextlib import suppress
            from framebyframe.rpc import NotEncodable
            peer = Peer({"status": "success", "payload": "fine", "id": 2})
            client = RpcClient(peer.url)
            with suppress(NotEncodable):
                client.call("echo", n=float("nan"))
            len(client._pending)
            peer.heard
            client.call("echo", n=1)
            """,
        ),
        scenario(
            "not_a_value_of_json_in_jsonrpc",
            """
            from contextlib import suppress
            from framebyframe.rpc import NotEncodable
            peer = Peer()
            client = RpcClient(peer.url, dialect="jsonrpc")
            with suppress(NotEncodable):
                client.call("echo", n=float("nan"))
            peer.heard
            """,
        ),
        scenario(
            "slow_to_get_ready",
            """
            import time
            class SlowToConnect(RpcClient):
                def _get_ready(self, deadline):
                    time.sleep(3)
                    super()._get_ready(deadline)
            peer = Peer()
            client = SlowToConnect(peer.url)
            client.call("sleep", ms=20_000, timeout=5)
            """,
        ),
        scenario(
            "reads_nothing",
            """
            import time
            from contextlib import suppress
            peer = Peer(greeting=StopReading())
            client = RpcClient(peer.url)
            begun = time.monotonic()
            with suppress(RpcTimeout):
                client.call("echo", text="x" * 100_000, timeout=2)
            time.monotonic() - begun
            len(client._pending)
            """,
        ),
        scenario(
            "slow_to_get_ready_and_reads_nothing",
            """
            import time
            from contextlib import suppress
            class SlowToConnect(RpcClient):
                def _get_ready(self, deadline):
                    time.sleep(3)
                    super()._get_ready(deadline)
            peer = Peer(greeting=StopReading())
            client = SlowToConnect(peer.url)
            begun = time.monotonic()
            with suppress(RpcTimeout):
                client.call("echo", text="x" * 100_000, timeout=7)
            time.monotonic() - begun
            """,
        ),
        scenario(
            "opened_anew_in_vain",
            """
            import time
            from contextlib import suppress
            first = {"status": "success", "payload": "first", "id": 1}
            peer = Peer((first, HangUp(), StopReading()))
            client = RpcClient(peer.url, reconnect=True)
            client.call("echo")
            begun = time.monotonic()
            with suppress(RpcTimeout):
                client.call("echo", timeout=2)
            time.monotonic() - begun
            with suppress(RpcTimeout):
                client.call("echo", timeout=4)
            time.monotonic() - begun
            """,
        ),
        scenario(
            "interrupted",
            """
            from contextlib import suppress
            class Interrupted(RpcClient):
                def _receive(self, deadline, awaited):
                    raise KeyboardInterrupt
            peer = Peer()
            client = Interrupted(peer.url)
            with suppress(KeyboardInterrupt):
                client.call("sleep", ms=20_000)
            len(client._pending)
            """,
        ),
        scenario(
            "unreadable_behind_an_answer",
            """
            first = {"status": "success", "payload": "first", "id": 1}
            peer = Peer(first, {"status": "error", "message": "Invalid JSON or server error"})
            client = RpcClient(peer.url)
            client.call("echo")
            client.call("echo", timeout=5)
            """,
        ),
        scenario(
            "params_in_both_ways",
            """
            peer = Peer({"status": "success", "payload": {}, "id": 1})
            client = RpcClient(peer.url)
            client.call("echo", {"n": 1}, n=2)
            """,
        ),
        scenario(
            "two_in_a_row",
            """
            first, second = ({"status": "success", "payload": n, "id": n} for n in (1, 2))
            peer = Peer(first, second)
            client = RpcClient(peer.url)
            client.call("echo", n=1)
            client.call("echo", n=2)
            peer.heard
            """,
        ),
    ],
    mistakes={
        "new_time_for_each_message": edit(WAITS, 'self._receive(self._deadline(timeout), "answer")'),
        "own_time_ignored": edit("self._deadline(timeout)", "self._deadline(None)"),
        "no_time_taken_for_none": edit("self._deadline(timeout)", "self._deadline(timeout or None)"),
        "registered_before_the_text": (
            edit(
                *("    text = encode_json(", f"{REGISTERED}    text = encode_json("),
                *(f"{REGISTERED}    try:", "    try:"),
            ),
            edit(
                *("    text = encode_json(", f"{LOOKED}{REGISTERED}    text = encode_json("),
                *(LOOKED_AND_REGISTERED, "    try:\n"),
            ),
        ),
        "text_in_try": edit(
            *(f"    text = {TEXT}\n", ""),
            *(SENT, f"        text = {TEXT}\n{SENT}"),
        ),
        "registered_before_looking": (
            edit(LOOKED_AND_REGISTERED, f"{REGISTERED}    try:\n    {LOOKED}"),
            edit(LOOKED_AND_REGISTERED, f"{REGISTERED}{LOOKED}    try:\n"),
        ),
        "one_message": (
            edit("while not future.done():", "if not future.done():"),
            edit("while not future.done():", "if not future.done():", FORGOTTEN, "        pass\n"),
        ),
        "never_done": edit("while not future.done():", "while True:"),
        "any_value": edit("encode_json(", "__import__('json').dumps("),
        "not_forgotten": edit(FORGOTTEN, "        pass\n"),
        "never_cancelled": edit(FORGOTTEN, "        self._pending.remove(call_id)\n"),
        "always_cancelled": edit(
            FORGOTTEN, "        self._pending.remove(call_id)\n        self._cancel(call_id)\n"
        ),
        "upside_down": edit("if self._pending.remove(call_id):", "if not self._pending.remove(call_id):"),
        "not_looked": edit(LOOKED, ""),
        "params_by_name_alone": (edit(CHOSEN, "named"), edit(CHOSEN, "choose_params(ABSENT, named)")),
        "named_params_lost": edit("choose_params(params, named)", "params"),
        "params_in_both_ways": (
            edit(CHOSEN, "named or params"),
            edit(CHOSEN, "named if params is ABSENT else params"),
            edit(CHOSEN, "params or named"),
        ),
        "id_not_sent": edit("named), call_id", "named), ABSENT"),
        "another_id": (
            edit("self._pending.add(call_id)", "self._pending.add(next(self._ids))"),
            edit("named), call_id", "named), next(self._ids)"),
            edit(LOOKED, f"{LOOKED}    call_id = next(self._ids)\n"),
        ),
        "the_same_id": edit("next(self._ids)", "1"),
        "nothing_received": (
            edit(DONE, f"        return {WAITS}\n"),
            edit(
                DONE,
                f"        while not future.done():\n            result = {WAITS}\n        return result\n",
            ),
            edit(DONE, f"        while not future.done():\n            {WAITS}\n"),
            edit(DONE, f"        while not future.done():\n            return {WAITS}\n"),
        ),
        "time_begins_when_ready": edit(LOOKED, f"{LOOKED}    deadline = self._deadline(timeout)\n"),
        "own_time_for_a_step": (
            *(edit(SENT, SENT.replace("deadline)", f"{own})")) for own in (*OWN_TIMES, ANEW, "NOW")),
            *(edit(LOOKED, LOOKED.replace("deadline)", f"{own})")) for own in OWN_TIMES),
            edit(
                *(part for step in (LOOKED, SENT, WAITS) for part in (step, step.replace("deadline", ANEW)))
            ),
        ),
        "clients_time_ignored": (
            edit(ANEW, "Deadline(10 if timeout is None else timeout)"),
            edit(ANEW, "Deadline(timeout)"),
        ),
        "ten_for_zero": edit(ANEW, "Deadline(timeout or 10)"),
        "milliseconds": edit("self._deadline(timeout)", "self._deadline(timeout and timeout / 1000)"),
        "seconds_for_deadline": edit(
            "text, deadline)", "text, timeout)", WAITS, WAITS.replace("deadline", "timeout")
        ),
        "empty_params_lost": (
            edit("choose_params(params, named)", "choose_params(params or ABSENT, named)"),
            edit(
                "choose_params(params, named)",
                "(params or named if params is not ABSENT else choose_params(params, named))",
            ),
        ),
        "result_not_returned": edit("return future.result()", "future.result()"),
        "forgotten_too_early": (
            edit(SENT, f"{SENT}        self._pending.remove(call_id)\n"),
            edit(
                *(SENT, f"{SENT}        unanswered = self._pending.remove(call_id)\n"),
                *("if self._pending.remove(call_id):", "if unanswered:"),
            ),
        ),
        "messages_counted": (
            edit("while not future.done():", COUNTED),
            edit(
                *("while not future.done():", COUNTED),
                *("        return future.result()", f"        {NOT_DONE}        return future.result()"),
            ),
        ),
        "sent_again": (
            edit(
                f"{SENT}{DONE}",
                f"        try:\n{SENT_AND_AWAITED}        except Exception:\n{SENT_AND_AWAITED}"
                "        return future.result()\n",
            ),
            edit(WHOLE_CALL, CALLED_TWICE),
        ),
        "nobody_reads": edit(
            DONE,
            "        __import__('time').sleep(deadline.remaining())\n"
            f"        {NOT_DONE}        return future.result()\n",
        ),
        "future_returned": edit("return future.result()", "return future"),
        "swallowed": (
            edit("    finally:", "    except RpcTimeout:\n        return None\n    finally:"),
            edit("    finally:", "    except RpcTimeout:"),
        ),
        "forgotten_after_errors": edit(
            *("    finally:", "    except Exception:"), *(FORGOTTEN, f"{FORGOTTEN}        raise\n")
        ),
        "interrupts_forgotten": edit(
            *("return future.result()", "result = future.result()"),
            *("    finally:", "    except Exception:"),
            *(FORGOTTEN, f"{FORGOTTEN}        raise\n    self._pending.remove(call_id)\n    return result\n"),
        ),
        "sent_outside_try": edit(f"    try:\n{SENT}", f"{SENT[4:]}    try:\n"),
        "answered_calls_not_removed": edit(
            FORGOTTEN,
            "        if not future.done():\n            self._pending.remove(call_id)\n"
            "            self._cancel(call_id)\n",
        ),
        "not_after_every_error": (
            edit("    try:\n", "    if True:\n", ENDING, f"{FORGOTTEN}{RETURNED}"),
            edit(ENDING, AFTER_A_TIMEOUT),
        ),
        "forgotten_after_a_timeout": edit(
            f"    finally:  # after a time-out or an interrupt too\n{FORGOTTEN}",
            "    except RpcTimeout:\n        self._pending.remove(call_id)\n"
            "        self._cancel(call_id)\n        raise\n",
        ),
        "article_alone": edit(
            "self._dialect.encode_request",
            "__import__('framebyframe.rpc.article', fromlist=['']).encode_request",
        ),
        "error_lost": edit(
            "    finally:",
            "    except Exception as error:\n        if type(error).__name__ == 'RemoteError':\n"
            "            return None\n        raise\n    finally:",
        ),
        "every_error_lost": edit("    finally:", "    except Exception:\n        return None\n    finally:"),
        "errors_on_their_way_lost": (
            edit(RETURNED, "", FORGOTTEN, f"{FORGOTTEN}{RETURNED}"),
            edit(RETURNED, "", FORGOTTEN, f"{FORGOTTEN}    {RETURNED}"),
        ),
        "not_waited": edit("while not future.done():", "while future.done():"),
        "error_returned": edit("return future.result()", "return future.exception() or future.result()"),
        "not_sent": edit(SENT, ""),
        "no_text": edit(TEXT, TEXT.removeprefix("encode_json(").removesuffix(")")),
    },
    order=Order(
        (
            '            self._receive(self._deadline(timeout), "answer")',
            "    except RpcTimeout:",
            "    future = self._socket.receive(deadline)",
        )
    ),
)

# --- to read ------------------------------------------------------------------------------------

TWO_ERRORS = Reading(
    "two_errors",
    bytes.fromhex(
        "81 4b 7b 22 73 74 61 74 75 73 22 3a 22 65 72 72 6f 72 22 2c 22 6d 65 73 73 61 67 65 22 3a "
        "22 4e 6f 20 69 74 65 6d 20 77 69 74 68 20 69 64 20 39 39 22 2c 22 63 6f 64 65 22 3a 22 6e "
        "6f 74 5f 66 6f 75 6e 64 22 2c 22 69 64 22 3a 33 7d 81 55 7b 22 73 74 61 74 75 73 22 3a 22 "
        "65 72 72 6f 72 22 2c 22 6d 65 73 73 61 67 65 22 3a 22 55 6e 6b 6e 6f 77 6e 20 61 63 74 69 "
        "6f 6e 3a 20 67 65 74 44 61 74 65 22 2c 22 63 6f 64 65 22 3a 22 75 6e 6b 6e 6f 77 6e 5f 61 "
        "63 74 69 6f 6e 22 2c 22 69 64 22 3a 34 7d "
    ),
)
"""From node_server, on `ws` 8.23.0: the replies to calls 3 and 4, in one read."""

CHAPTER = Chapter(
    "08",
    (ENCODE_REQUEST, DECODE_REPLY, REMAINING, RECEIVE, CALL),
    (TWO_ERRORS,),
)
