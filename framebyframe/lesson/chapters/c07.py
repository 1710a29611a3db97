"""Chapter 07, Staying alive, saying goodbye: how a Connection answers, parts, fails, and holds it all."""

from __future__ import annotations

from framebyframe.wire.control import MAX_CONTROL_PAYLOAD

from ..declaring.examples import Scenario, scenario
from ..declaring.exercise import WHOLE_FRAMES, Chapter, Exercise
from ..declaring.forms import Catch, Order, Reading, Repair, Shipped
from ..declaring.mistakes import edit

# --- a ping is answered -------------------------------------------------------------------------

ONLY_OPEN = "if self.state is OPEN:\n"
QUEUED = "self._pongs.append(payload)"
PINGED = "events.append(PingReceived(payload))"

RECEIVE_PING = Exercise(
    id="07.receive_ping",
    target="framebyframe.wire.connection:Connection.receive_ping",
    section="RFC 6455 5.5.2",
    field=WHOLE_FRAMES,
    examples=[
        scenario(
            "a_ping",
            """
            connection = Connection(Role.SERVER)
            events = []
            connection.receive_ping(b"Hi", events)
            events
            connection.data_to_send()
            """,
        ),
        scenario(
            "an_empty_ping",
            """
            connection = Connection(Role.SERVER)
            events = []
            connection.receive_ping(b"", events)
            events
            connection.data_to_send()
            """,
        ),
        scenario(
            "after_our_close_frame",
            """
            connection = Connection(Role.SERVER)
            connection.send_close()
            connection.data_to_send()
            events = []
            connection.receive_ping(b"Hi", events)
            events
            connection.data_to_send()
            connection.state
            """,
        ),
        scenario(
            "after_the_end",
            """
            connection = Connection(Role.SERVER)
            connection.receive_close(bytes.fromhex("03 e8"), [])
            connection.data_to_send()
            events = []
            connection.receive_ping(b"Hi", events)
            events
            connection.data_to_send()
            """,
        ),
        scenario(
            "the_same_ping_twice",
            """
            connection = Connection(Role.SERVER)
            events = []
            connection.receive_ping(b"Hi", events)
            connection.receive_ping(b"Hi", events)
            connection.data_to_send()
            """,
        ),
        scenario(
            "bytes_that_are_no_text",
            """
            connection = Connection(Role.SERVER)
            events = []
            connection.receive_ping(b" \\xff\\x00\\n", events)
            events
            connection.data_to_send()
            """,
        ),
        scenario(
            "a_long_ping",
            """
            connection = Connection(Role.SERVER)
            connection.receive_ping(b"x" * 125, [])
            len(connection.data_to_send())
            """,
        ),
        scenario(
            "two_pings",
            """
            connection = Connection(Role.SERVER)
            events = []
            connection.receive_ping(b"one", events)
            connection.receive_ping(b"two", events)
            events
            connection.data_to_send()
            """,
        ),
        scenario(
            "after_a_message",
            """
            from framebyframe.wire import TextMessage
            connection = Connection(Role.SERVER)
            events = [TextMessage("Hi")]
            connection.receive_ping(b"?", events)
            events
            connection.data_to_send()
            """,
        ),
        scenario(
            "a_text_waits",
            """
            connection = Connection(Role.SERVER)
            connection.send_text("a long answer")
            connection.receive_ping(b"?", [])
            connection.data_to_send()
            """,
        ),
        scenario(
            "as_a_client",
            """
            connection = Connection(Role.CLIENT)
            connection.receive_ping(b"Hi", [])
            len(connection.data_to_send())
            connection.data_to_send()
            """,
        ),
    ],
    mistakes={
        "answers_after_close": (edit(ONLY_OPEN, "if True:\n"), edit("is OPEN", "is not CLOSED")),
        "empty_pong": edit(QUEUED, 'self._pongs.append(b"")'),
        "answers_when_closed": edit("is OPEN", "is not State.CLOSING"),
        "no_pong": edit(QUEUED, "pass"),
        "upside_down": (edit("is OPEN", "is not OPEN"), edit("is OPEN", "is State.CLOSING")),
        "not_told": edit(PINGED, "pass"),
        "told_only_when_open": (
            edit(f"        {QUEUED}\n    {PINGED}", f"        {QUEUED}\n        {PINGED}"),
            edit(ONLY_OPEN, f"if self.state is not OPEN:\n        return\n    {ONLY_OPEN}"),
        ),
        "told_as_pong": edit("PingReceived", "PongReceived"),
        "told_before_all_else": edit(
            "events.append(PingReceived(payload))", "events.insert(0, PingReceived(payload))"
        ),
        "last_ping_alone": edit(QUEUED, f"self._pongs.clear()\n        {QUEUED}"),
        "newest_first": edit(QUEUED, "self._pongs.appendleft(payload)"),
        "pong_behind_the_rest": edit(QUEUED, "self._send_frame(PONG, payload)"),
        "ping_for_pong": edit(QUEUED, "self._send_frame(PING, payload)"),
        "close_for_pong": (
            edit(QUEUED, "self._send_last_frame(payload)"),
            edit(QUEUED, "self._send_frame(CLOSE, payload)"),
        ),
        "frame_queued": edit(QUEUED, "self._pongs.append(Frame(PONG, payload))"),
        "frame_in_a_frame": edit(QUEUED, "self._pongs.append(frames.encode_frame(Frame(PONG, payload)))"),
        "pongs_replaced": (
            edit(QUEUED, "self._pongs = [payload]"),
            edit(ONLY_OPEN, "if True:\n", QUEUED, "self._pongs = [payload]"),
            edit(ONLY_OPEN, "if self.state is not CLOSED:\n", QUEUED, "self._pongs = [payload]"),
        ),
        "answered_twice": edit(QUEUED, f"{QUEUED}\n        {QUEUED}"),
        "one_at_a_time": edit("is OPEN:", "is OPEN and not self._pongs:"),
        "empty_not_answered": edit("is OPEN:", "is OPEN and payload:"),
        "event_returned": (
            edit(PINGED, "return PingReceived(payload)"),
            edit(PINGED, "return [PingReceived(payload)]"),
        ),
        "event_without_payload": edit("PingReceived(payload)", 'PingReceived(b"")'),
        "payload_told": edit("PingReceived(payload)", "payload"),
        "class_told": edit("PingReceived(payload)", "PingReceived"),
        "told_only_when_not_open": edit(f"    {PINGED}", f"    else:\n        {PINGED}"),
        "bytes_queued_apart": edit(QUEUED, "self._pongs.extend(payload)"),
        "event_queued": edit(QUEUED, "self._pongs.append(PingReceived(payload))"),
        "lists_mixed_up": edit(
            QUEUED, "self._pongs.append(PingReceived(payload))", PINGED, "events.append(payload)"
        ),
        "longest_not_answered": edit("is OPEN:", "is OPEN and len(payload) < MAX_CONTROL_PAYLOAD:"),
        "same_payload_once": edit("is OPEN:", "is OPEN and payload not in self._pongs:"),
    },
)

# --- we say goodbye -----------------------------------------------------------------------------

GUARD = "    if self.state is not OPEN:\n        raise self._not_open()\n"
ENCODED = "close_payload.encode_close_payload(code, reason)"
CLOSED_BY_US = "    self._send_frame(CLOSE, payload)\n"
CLOSING_NOW = "    self.state = TRANSITIONS[self.state][Trigger.SEND_CLOSE]\n"
SENT_AGAIN = edit(GUARD, "", "TRANSITIONS[self.state]", "TRANSITIONS[OPEN]")

SEND_CLOSE = Exercise(
    id="07.send_close",
    target="framebyframe.wire.connection:Connection.send_close",
    section="RFC 6455 5.5.1",
    field=WHOLE_FRAMES,
    examples=[
        scenario(
            "all_is_done",
            """
            connection = Connection(Role.SERVER)
            connection.send_close()
            connection.data_to_send()
            connection.state
            """,
        ),
        scenario(
            "with_a_reason",
            """
            connection = Connection(Role.SERVER)
            connection.send_close(1001, "bye")
            connection.data_to_send()
            connection.state
            """,
        ),
        scenario(
            "without_a_code",
            """
            connection = Connection(Role.SERVER)
            connection.send_close(None)
            connection.data_to_send()
            connection.state
            """,
        ),
        scenario(
            "once_more",
            """
            connection = Connection(Role.SERVER)
            connection.send_close()
            connection.data_to_send()
            connection.send_close()
            """,
        ),
        scenario(
            "what_went_out",
            """
            from contextlib import suppress
            connection = Connection(Role.SERVER)
            connection.send_close()
            with suppress(ConnectionNotOpen):
                connection.send_close()
            connection.data_to_send()
            """,
        ),
        scenario(
            "a_reason_without_a_code",
            """
            connection = Connection(Role.SERVER)
            connection.send_close(None, "bye")
            """,
        ),
        scenario(
            "a_code_in_letters",
            """
            connection = Connection(Role.SERVER)
            connection.send_close("1000")
            """,
        ),
        scenario(
            "no_answer_comes",
            """
            connection = Connection(Role.SERVER)
            connection.send_close()
            connection.data_to_send()
            connection.receive_eof()
            """,
        ),
        scenario(
            "text_after_it",
            """
            connection = Connection(Role.SERVER)
            connection.send_close()
            connection.send_text("one more thing")
            """,
        ),
        scenario(
            "answered",
            """
            connection = Connection(Role.SERVER)
            connection.send_close(1000)
            connection.data_to_send()
            connection.receive_data(bytes.fromhex("88 82 00 00 00 00 03 e8"))
            connection.data_to_send()
            connection.state
            """,
        ),
        scenario(
            "behind_a_text",
            """
            connection = Connection(Role.SERVER)
            connection.send_text("Hi")
            connection.send_close(4000)
            connection.data_to_send()
            """,
        ),
        scenario(
            "a_code_that_may_not_be_sent",
            """
            from contextlib import suppress
            from framebyframe.wire import InvalidCloseCode
            connection = Connection(Role.SERVER)
            with suppress(InvalidCloseCode):
                connection.send_close(1006)
            connection.state
            connection.data_to_send()
            connection.send_close(1000)
            connection.state
            """,
        ),
        scenario(
            "a_code_that_is_refused",
            """
            connection = Connection(Role.SERVER)
            connection.send_close(1005)
            """,
        ),
        scenario(
            "a_reason_that_is_too_long",
            """
            connection = Connection(Role.SERVER)
            connection.send_close(1000, "a" * 124)
            """,
        ),
        scenario(
            "a_code_of_0",
            """
            connection = Connection(Role.SERVER)
            connection.send_close(0)
            """,
        ),
        scenario(
            "half_a_character",
            r"""
            connection = Connection(Role.SERVER)
            connection.send_close(1000, "bye \ud83d")
            """,
        ),
        scenario(
            "a_reason_in_bytes",
            """
            connection = Connection(Role.SERVER)
            connection.send_close(1000, b"bye")
            """,
        ),
        scenario(
            "as_a_client",
            """
            connection = Connection(Role.CLIENT)
            connection.send_close(1000, "bye")
            len(connection.data_to_send())
            connection.state
            """,
        ),
        scenario(
            "after_the_peers",
            """
            connection = Connection(Role.SERVER)
            connection.receive_data(bytes.fromhex("88 80 00 00 00 00"))
            connection.send_close()
            """,
        ),
    ],
    shows="once_more",
    repair=Repair(SENT_AGAIN, Shipped("fastwebsockets", "pull request 116", 2025)),
    mistakes={
        "sent_again": (
            SENT_AGAIN,
            edit("is not OPEN", "is CLOSED", "TRANSITIONS[self.state]", "TRANSITIONS[OPEN]"),
            edit(GUARD, "    self.state = OPEN\n"),  # with another mistake in the line of the table
        ),
        "no_way_in_the_table": edit(GUARD, ""),
        "asked_too_late": edit(f"{GUARD}{CLOSED_BY_US}", f"{CLOSED_BY_US}{GUARD}"),
        "asked_when_moved": (
            edit(GUARD, "", CLOSING_NOW, f"{CLOSING_NOW}{GUARD}"),
            edit(
                *(GUARD, "", CLOSING_NOW, f"{CLOSING_NOW}{GUARD}"),
                *("TRANSITIONS[self.state]", "TRANSITIONS[OPEN]"),
            ),
        ),
        "always_refused": (
            edit("if self.state is not OPEN:", "if True:"),
            edit("    payload =", "    raise self._not_open()\n    payload ="),
        ),
        "closed_says_it_again": edit(
            "is not OPEN", "is State.CLOSING", "TRANSITIONS[self.state]", "TRANSITIONS[OPEN]"
        ),
        "sent_twice": edit(CLOSED_BY_US, CLOSED_BY_US * 2),
        "other_error": tuple(
            edit("raise self._not_open()", f'raise {error}("not open")')
            for error in ("ValueError", "RuntimeError", "AssertionError")
        ),
        "reason_cut": edit("encode_close_payload(code, reason)", "encode_close_payload(code, reason[:123])"),
        "none_is_1000": edit(
            "encode_close_payload(code, reason)",
            "encode_close_payload(CloseCode.NORMAL if code is None else code, reason)",
        ),
        "refused_code_replaced": edit(
            f"    payload = {ENCODED}\n",
            f"    try:\n        payload = {ENCODED}\n    except Exception:\n"
            "        payload = close_payload.encode_close_payload(CloseCode.NORMAL)\n",
        ),
        "again_without_a_word": edit("raise self._not_open()", "return"),
        "stays_open": edit(CLOSING_NOW, ""),
        "closed_at_once": edit(CLOSING_NOW, "    self.state = CLOSED\n"),
        "nothing_sent": edit(CLOSED_BY_US, ""),
        "always_1000": edit(
            "encode_close_payload(code, reason)", "encode_close_payload(CloseCode.NORMAL, reason)"
        ),
        "reason_lost": edit("encode_close_payload(code, reason)", "encode_close_payload(code)"),
        "reason_without_a_code_dropped": edit(ENCODED, f'b"" if code is None else {ENCODED}'),
        "zero_is_none": edit("encode_close_payload(code,", "encode_close_payload(code or None,"),
        "made_text": edit(ENCODED, "close_payload.encode_close_payload(code, str(reason))"),
        "characters_lost": (
            edit(
                ENCODED,
                "close_payload.encode_close_payload("
                'code, reason.encode("utf-8", "ignore").decode() if isinstance(reason, str) else reason)',
            ),
            edit("(code, reason)", '(code, reason.encode("utf-8", "ignore").decode())'),
        ),
        "unsent_code_is_1000": edit(
            "encode_close_payload(code,",
            "encode_close_payload(CloseCode.NORMAL if isinstance(code, int)"
            " and not close_payload.close.may_be_sent(code) else code,",
        ),
        "lowest_byte_first": edit("(CLOSE, payload)", "(CLOSE, payload[1::-1] + payload[2:])"),
        "any_code": (
            edit(ENCODED, 'b"" if code is None else code.to_bytes(2, "big") + reason.encode()'),
            edit(ENCODED, f'{ENCODED} if code is None else code.to_bytes(2, "big") + reason.encode()'),
        ),
        "no_close_frame": tuple(
            edit("_send_frame(CLOSE", f"_send_frame({other}") for other in ("PING", "PONG", "TEXT", "BINARY")
        ),
        "counts_as_clean": edit(CLOSED_BY_US, f"{CLOSED_BY_US}    self._clean = True\n"),
        "text_still_fits": edit("self._send_frame(CLOSE, payload)", "self._send_last_frame(payload)"),
        "closing_before_it_is_sure": edit(
            f"    payload = {ENCODED}\n",
            "",
            f"{CLOSED_BY_US}{CLOSING_NOW}",
            f"{CLOSING_NOW}    payload = {ENCODED}\n{CLOSED_BY_US}",
        ),
    },
)

# --- the peer says goodbye ----------------------------------------------------------------------

PARSED = "close_payload.parse_close_payload(payload)"
ANSWERED = "self._send_last_frame(payload[: close_payload.CODE_LENGTH])"
TOLD = "    events.append(CloseReceived(code, reason))\n"
ENDED = "self._end(Trigger.RECEIVE_CLOSE, code, reason, None, events)"

SUSPECTS = (
    *("answers_an_answer", "always_1000", "sends_1005", "reason_comes_back"),
    *("clean_only_when_open", "codes_must_agree", "reason_lost", "code_not_checked"),
)


def close_frame(payload: bytes, after_ours: bool = False) -> Scenario:
    """A close frame with this payload comes to an OPEN connection; or to one that has sent its own.

    Raises:
        ValueError: "too_long", or the payload is none.
    """
    if not isinstance(payload, bytes):
        raise ValueError("a payload is bytes")
    if len(payload) > MAX_CONTROL_PAYLOAD:
        raise ValueError("too_long")
    ours = "connection.send_close(1000)\nours = connection.data_to_send()\n" if after_ours else ""
    return scenario(
        "close_frame",
        f"connection = Connection(Role.SERVER)\n{ours}events = []\n"
        f"connection.receive_close({payload!r}, events)\nevents\nconnection.state\nconnection.data_to_send()",
    )


RECEIVE_CLOSE = Exercise(
    id="07.receive_close",
    target="framebyframe.wire.connection:Connection.receive_close",
    section="RFC 6455 5.5.1",
    field=WHOLE_FRAMES,
    examples=[
        scenario(
            "the_peer_is_first",
            """
            connection = Connection(Role.SERVER)
            events = []
            connection.receive_close(bytes.fromhex("03 e8"), events)
            events
            connection.state
            connection.data_to_send()
            """,
        ),
        scenario(
            "another_code",
            """
            connection = Connection(Role.SERVER)
            events = []
            connection.receive_close(bytes.fromhex("0f a0"), events)
            events
            connection.data_to_send()
            """,
        ),
        scenario(
            "with_a_reason",
            """
            connection = Connection(Role.SERVER)
            events = []
            connection.receive_close(bytes.fromhex("03 e9 62 79 65"), events)
            events
            connection.data_to_send()
            connection.close_code, connection.close_reason
            """,
        ),
        scenario(
            "without_a_code",
            """
            connection = Connection(Role.SERVER)
            events = []
            connection.receive_close(b"", events)
            events
            connection.data_to_send()
            """,
        ),
        scenario(
            "we_were_first",
            """
            connection = Connection(Role.SERVER)
            connection.send_close(1000)
            connection.data_to_send()
            events = []
            connection.receive_close(bytes.fromhex("03 e8"), events)
            events
            connection.data_to_send()
            connection.state
            """,
        ),
        scenario(
            "both_at_once",
            """
            connection = Connection(Role.SERVER)
            connection.send_close(1000)
            connection.data_to_send()
            events = []
            connection.receive_close(bytes.fromhex("03 e9"), events)
            events
            connection.data_to_send()
            """,
        ),
        scenario(
            "behind_a_message",
            """
            from framebyframe.wire import TextMessage
            connection = Connection(Role.SERVER)
            events = [TextMessage("Hi")]
            connection.receive_close(bytes.fromhex("03 e8"), events)
            events
            connection.state
            """,
        ),
        scenario(
            "an_answer_goes_before_it",
            """
            connection = Connection(Role.SERVER)
            connection.receive_close(bytes.fromhex("03 e8"), [])
            connection.send_text("done")
            connection.data_to_send()
            connection.send_text("too late")
            """,
        ),
        scenario(
            "one_byte",
            """
            connection = Connection(Role.SERVER)
            connection.receive_close(bytes.fromhex("03"), [])
            """,
        ),
        scenario(
            "a_code_that_may_not_be_sent",
            """
            connection = Connection(Role.SERVER)
            connection.receive_close(bytes.fromhex("03 ee"), [])
            """,
        ),
        scenario(
            "a_refused_one_changes_nothing",
            """
            from contextlib import suppress
            connection = Connection(Role.SERVER)
            events = []
            with suppress(PeerFault):
                connection.receive_close(bytes.fromhex("03"), events)
            events
            connection.data_to_send()
            connection.state
            """,
        ),
        scenario(
            "one_byte_after_our_goodbye",
            """
            connection = Connection(Role.SERVER)
            connection.send_close()
            connection.receive_close(bytes.fromhex("03"), [])
            """,
        ),
        scenario(
            "half_a_code_in_a_read",
            """
            connection = Connection(Role.SERVER)
            connection.receive_data(bytes.fromhex("88 81 00 00 00 00 03"))
            connection.data_to_send()
            """,
        ),
        scenario(
            "as_a_client",
            """
            connection = Connection(Role.CLIENT)
            events = []
            connection.receive_close(bytes.fromhex("03 e8"), events)
            connection.should_close_socket
            len(connection.data_to_send())
            """,
        ),
        *(close_frame(payload) for payload in (b"", b"\x03", b"\x03\xe8", b"\x03\xe9bye", b"\x03\xed")),
        close_frame(b"\x03\xe8\xff"),  # a reason that is not UTF-8: a DataFault counts in the catch, too
        *(close_frame(payload, True) for payload in (b"", b"\x03\xe8", b"\x03\xe9", b"\x03\xe9bye")),
    ],
    catch=Catch(SUSPECTS, close_frame),
    mistakes={
        "answers_an_answer": edit("if self.state is OPEN:", "if True:"),
        "never_answers": (
            edit(ANSWERED, "pass"),
            edit(
                *(f"    if self.state is OPEN:\n        {ANSWERED}\n", ""),
                *(ENDED, f"{ENDED}\n    if self.state is OPEN:\n        {ANSWERED}"),
            ),
        ),
        "always_1000": edit(ANSWERED, 'self._send_last_frame(CloseCode.NORMAL.to_bytes(2, "big"))'),
        "sends_1005": edit("payload[: close_payload.CODE_LENGTH]", 'code.to_bytes(2, "big")'),
        "empty_is_1000": edit("payload[: close_payload.CODE_LENGTH]", 'payload[:2] or b"\\x03\\xe8"'),
        "empty_answer": edit("payload[: close_payload.CODE_LENGTH]", 'b""'),
        "reason_comes_back": edit("payload[: close_payload.CODE_LENGTH]", "payload"),
        "upside_down": edit("if self.state is OPEN:", "if self.state is not OPEN:"),
        "only_when_open": edit(
            f"    if self.state is OPEN:\n        {ANSWERED}\n",
            f"    if self.state is not OPEN:\n        return\n    {ANSWERED}\n",
        ),
        "reason_for_code": edit("[: close_payload.CODE_LENGTH]", "[close_payload.CODE_LENGTH :]"),
        "half_a_code": edit("[: close_payload.CODE_LENGTH]", "[:1]"),
        "tries_1005": edit(ANSWERED, "self._send_last_frame(close_payload.encode_close_payload(code))"),
        "send_close_answers": (
            edit(ANSWERED, "self.send_close(code)"),
            edit(ANSWERED, "self.send_close(code)", "if self.state is OPEN:", "if True:"),
            edit(
                ANSWERED, "self.send_close(code if payload else None)", "if self.state is OPEN:", "if True:"
            ),
        ),
        "frame_in_a_frame": edit(
            ANSWERED, "self._send_last_frame(frames.encode_frame(Frame(CLOSE, payload[:2])))"
        ),
        "answered_too_early": (
            edit(f"    code, reason = {PARSED}\n", "", TOLD, f"    code, reason = {PARSED}\n{TOLD}"),
            edit(
                *(f"    code, reason = {PARSED}\n", ""),
                *("    self._clean", f"    code, reason = {PARSED}\n    self._clean"),
            ),
        ),
        "fault_swallowed": edit(
            f"    code, reason = {PARSED}\n",
            f"    try:\n        code, reason = {PARSED}\n    except PeerFault:\n"
            '        code, reason, payload = CloseCode.NO_STATUS, "", b""\n',
        ),
        "told_1000": edit(PARSED, f'{PARSED} if payload else (CloseCode.NORMAL, "")'),
        "not_clean": edit("    self._clean = True\n", ""),
        "clean_too_late": edit("    self._clean = True\n", "", ENDED, f"{ENDED}\n    self._clean = True"),
        "not_ended": edit(ENDED, "pass"),
        "other_trigger": edit("Trigger.RECEIVE_CLOSE", "Trigger.SEND_CLOSE"),
        "fault_made_up": edit("reason, None, events", "reason, reason, events"),
        "fault_is_empty": edit("reason, None, events", 'reason, "", events'),
        "moved_by_hand": edit(ENDED, "self.state = TRANSITIONS[self.state][Trigger.RECEIVE_CLOSE]"),
        "end_told_to_nobody": edit(ENDED, "self._end(Trigger.RECEIVE_CLOSE, code, reason, None, [])"),
        "all_told_to_nobody": edit(TOLD, f"    events = [*events]\n{TOLD}"),
        "bytes_told": edit("CloseReceived(code, reason)", "CloseReceived(payload[:2], payload[2:])"),
        "none_for_1005": edit(PARSED, f'{PARSED} if payload else (None, "")'),
        "empty_not_answered": edit("if self.state is OPEN:", "if self.state is OPEN and payload:"),
        "ends_with_1000": edit("RECEIVE_CLOSE, code, reason", "RECEIVE_CLOSE, CloseCode.NORMAL, reason"),
        "clean_only_when_open": edit(
            f"        {ANSWERED}\n    self._clean", f"        {ANSWERED}\n        self._clean"
        ),
        "clean_only_when_first": edit("_clean = True", "_clean = self.state is not OPEN"),
        "ended_before_the_answer": (
            edit(
                *("    if self.state is OPEN", f"{TOLD}    {ENDED}\n    if self.state is OPEN"),
                *(f"    self._clean = True\n{TOLD}    {ENDED}", "    self._clean = True"),
            ),
            edit(
                *("    if self.state is OPEN", f"{TOLD}    {ENDED}\n    if self.state is OPEN"),
                *(f"    self._clean = True\n{TOLD}    {ENDED}", "        self._clean = True"),
            ),
        ),
        "not_told": edit(TOLD, ""),
        "ends_first": edit(f"{TOLD}    {ENDED}", f"    {ENDED}\n{TOLD.rstrip()}"),
        "still_open": edit(ENDED, "events.append(ConnectionClosed(code, reason, None, self._clean))"),
        "codes_must_agree": edit("_clean = True", "_clean = self.state is OPEN or code == CloseCode.NORMAL"),
        "counts_as_lost": edit("RECEIVE_CLOSE, code, reason", "RECEIVE_CLOSE, CloseCode.ABNORMAL, reason"),
        "reason_lost": (
            edit("RECEIVE_CLOSE, code, reason", 'RECEIVE_CLOSE, code, ""'),
            edit("(code, reason))", '(code, ""))'),
            edit("(code, reason))", '(code, ""))', "RECEIVE_CLOSE, code, reason", 'RECEIVE_CLOSE, code, ""'),
        ),
        "code_not_checked": tuple(
            edit(PARSED, f'(int.from_bytes(payload[:2], "big"){otherwise}, payload[2:].{text})')
            for otherwise, text in (
                (" if payload else 1005", "decode()"),
                (" if payload else 1005", 'decode("utf-8", "replace")'),
                ("", "decode()"),
            )
        ),
        "not_checked_after_ours": edit(
            f"    code, reason = {PARSED}\n",
            f"    try:\n        code, reason = {PARSED}\n    except PeerFault:\n"
            "        if self.state is OPEN:\n            raise\n"
            '        code, reason = CloseCode.NO_STATUS, ""\n',
        ),
        "closed_by_hand": edit(ENDED, f"self.state = CLOSED\n    {ENDED}"),
        "nothing_goes_before_it": edit("self._send_last_frame(", "self._send_frame(CLOSE, "),
    },
    needs_one_of={"send_close_answers": ("send_close",)},
)

# --- the peer breaks a rule ---------------------------------------------------------------------

SAID = "self._send_last_frame(close_payload.encode_close_payload(fault.close_code, str(fault)))"
FAILED = "self._end(Trigger.FAIL, fault.close_code, str(fault), str(fault), events)"

FAIL = Exercise(
    id="07.fail",
    target="framebyframe.wire.connection:Connection.fail",
    section="RFC 6455 7.1.7",
    field=WHOLE_FRAMES,
    examples=[
        scenario(
            "a_rule_is_broken",
            """
            from framebyframe.wire.errors import ProtocolFault
            connection = Connection(Role.SERVER)
            events = []
            connection.fail(ProtocolFault("RSV1 is 1"), events)
            events
            connection.state
            connection.data_to_send()
            """,
        ),
        scenario(
            "no_text",
            """
            from framebyframe.wire.errors import DataFault
            connection = Connection(Role.SERVER)
            events = []
            connection.fail(DataFault("not UTF-8"), events)
            events
            connection.data_to_send()
            """,
        ),
        scenario(
            "too_big",
            """
            from framebyframe.wire.errors import SizeFault
            from framebyframe.wire import TextMessage
            connection = Connection(Role.SERVER)
            events = [TextMessage("before")]
            connection.fail(SizeFault("a message has at most 4 bytes here, and 5 came"), events)
            events
            connection.data_to_send()
            connection.close_code, connection.close_reason
            """,
        ),
        scenario(
            "words_in_another_language",
            """
            from framebyframe.wire.errors import ProtocolFault
            connection = Connection(Role.SERVER)
            connection.fail(ProtocolFault("ungültig"), [])
            connection.data_to_send()
            """,
        ),
        scenario(
            "after_our_close_frame",
            """
            from framebyframe.wire.errors import ProtocolFault
            connection = Connection(Role.SERVER)
            connection.send_close()
            connection.data_to_send()
            events = []
            connection.fail(ProtocolFault("RSV1 is 1"), events)
            events
            connection.data_to_send()
            connection.state
            """,
        ),
        scenario(
            "an_answer_goes_before_it",
            """
            from framebyframe.wire.errors import ProtocolFault
            connection = Connection(Role.SERVER)
            connection.fail(ProtocolFault("no"), [])
            connection.send_text("done")
            connection.data_to_send()
            """,
        ),
        scenario(
            "as_a_client",
            """
            from framebyframe.wire.errors import ProtocolFault
            connection = Connection(Role.CLIENT)
            connection.fail(ProtocolFault("no"), [])
            connection.should_close_socket
            len(connection.data_to_send())
            """,
        ),
    ],
    mistakes={
        "one_code_for_all": tuple(
            edit("fault.close_code", f"CloseCode.{code}")
            for code in ("PROTOCOL_ERROR", "INTERNAL_ERROR", "INVALID_DATA", "GOING_AWAY", "NORMAL")
        ),
        "codes_by_hand": tuple(
            edit("fault.close_code", f"({code} if fault.close_code == {code} else 1002)")
            for code in (1007, 1009)
        ),
        "sends_1002": edit(
            "encode_close_payload(fault.close_code", "encode_close_payload(CloseCode.PROTOCOL_ERROR"
        ),
        "close_after_close": edit("if self.state is OPEN:", "if True:"),
        "nothing_said": (
            edit(SAID, "pass"),
            edit(
                *(f"    if self.state is OPEN:\n        {SAID}\n", ""),
                *(FAILED, f"{FAILED}\n    if self.state is OPEN:\n        {SAID}"),
            ),
        ),
        "reason_not_sent": edit(
            "encode_close_payload(fault.close_code, str(fault))", "encode_close_payload(fault.close_code)"
        ),
        "counts_as_lost": edit("Trigger.FAIL, fault.close_code", "Trigger.FAIL, CloseCode.ABNORMAL"),
        "fault_not_told": edit("str(fault), str(fault), events", "str(fault), None, events"),
        "reason_not_told": edit("str(fault), str(fault), events", '"", str(fault), events'),
        "still_open": edit(
            FAILED, "events.append(ConnectionClosed(fault.close_code, str(fault), str(fault), self._clean))"
        ),
        "only_when_open": edit(f"        {SAID}\n    {FAILED}", f"        {SAID}\n        {FAILED}"),
        "nothing_goes_before_it": edit("self._send_last_frame(", "self._send_frame(CLOSE, "),
        "counts_as_clean": (
            edit(FAILED, f"self._clean = True\n    {FAILED}"),
            edit(SAID, f"{SAID}\n        self._clean = True"),
        ),
        "upside_down": edit("if self.state is OPEN:", "if self.state is not OPEN:"),
        "fault_itself": (
            edit("str(fault), str(fault), events", "str(fault), fault, events"),
            edit("str(fault), str(fault), events", "fault, fault, events"),
        ),
        "shown_as_code": edit("str(fault)", "repr(fault)"),
        "name_of_the_class": edit("str(fault)", "type(fault).__name__"),
        "more_than_the_words": (
            edit("str(fault)", 'f"{type(fault).__name__}: {fault}"'),
            edit("str(fault)", 'f"{fault.close_code}: {fault}"'),
            edit("str(fault)", 'f"{fault.close_code} {fault}"'),
        ),
        "words_cut": edit("str(fault)", "str(fault)[:10]"),
        "code_not_sent": edit(SAID, "self._send_last_frame(str(fault).encode())"),
        "frame_in_a_frame": edit(SAID, f"{SAID[:22]}frames.encode_frame(Frame(CLOSE, {SAID[22:]}))"),
        "send_close_refuses": edit(
            f"    if self.state is OPEN:\n        {SAID}\n",
            "    self.send_close(fault.close_code, str(fault))\n",
        ),
        "not_ended": edit(FAILED, "pass"),
        "told_to_nobody": (
            edit(FAILED, FAILED.replace("events)", "[])")),
            edit(
                FAILED, f"closed = []\n    {FAILED.replace('events)', 'closed)')}\n    return events + closed"
            ),
        ),
        "closed_by_hand": edit(FAILED, f"self.state = CLOSED\n    {FAILED}"),
        "other_trigger": edit("Trigger.FAIL", "Trigger.SEND_CLOSE"),
        "closing_after_a_fault": edit(
            "Trigger.FAIL", "Trigger.SEND_CLOSE if self.state is OPEN else Trigger.FAIL"
        ),
        "close_told": edit(
            FAILED, f"events.append(CloseReceived(fault.close_code, str(fault)))\n    {FAILED}"
        ),
        "raised_again": edit(FAILED, f"{FAILED}\n    raise fault"),
    },
)

# --- the stream ends ----------------------------------------------------------------------------

NOT_YET_CLOSED = "if self.state is not CLOSED:"
LOST = 'self._end(Trigger.LOSE, CloseCode.ABNORMAL, "", STREAM_ENDED, events)'
OUR_CODE = "CloseCode.ABNORMAL"
ENDS = "    self._stream_ended = True\n"

RECEIVE_EOF = Exercise(
    id="07.receive_eof",
    target="framebyframe.wire.connection:Connection.receive_eof",
    section="RFC 6455 7.1.5",
    field=WHOLE_FRAMES,
    examples=[
        scenario(
            "without_a_word",
            """
            connection = Connection(Role.CLIENT)
            connection.receive_eof()
            connection.state
            connection.data_to_send()
            """,
        ),
        scenario(
            "our_close_frame_unanswered",
            """
            connection = Connection(Role.SERVER)
            connection.send_close(1000)
            connection.data_to_send()
            connection.receive_eof()
            connection.state
            connection.data_to_send()
            """,
        ),
        scenario(
            "after_a_goodbye",
            """
            connection = Connection(Role.CLIENT)
            events = connection.receive_data(bytes.fromhex("88 02 03 e8"))
            connection.should_close_socket
            connection.receive_eof()
            connection.should_close_socket
            connection.close_code
            """,
        ),
        scenario(
            "twice",
            """
            connection = Connection(Role.SERVER)
            connection.receive_eof()
            connection.receive_eof()
            connection.close_code, connection.close_reason
            """,
        ),
        scenario(
            "in_the_middle_of_a_frame",
            """
            connection = Connection(Role.SERVER)
            connection.receive_data(bytes.fromhex("81 85 00 00 00 00 48 65"))
            connection.receive_eof()
            connection.receive_eof()
            """,
        ),
    ],
    mistakes={
        "only_when_open": edit("is not CLOSED", "is OPEN"),
        "only_when_closing": edit("if self.state is not CLOSED:", "if self.state not in (OPEN, CLOSED):"),
        "counts_as_1000": edit(OUR_CODE, "CloseCode.NORMAL"),
        "counts_as_1005": edit(OUR_CODE, "CloseCode.NO_STATUS"),
        "counts_as_1002": edit(OUR_CODE, "CloseCode.PROTOCOL_ERROR"),
        "our_close_was_enough": (
            edit(OUR_CODE, f"{OUR_CODE} if self.state is OPEN else CloseCode.NORMAL"),
            edit(
                *(OUR_CODE, f"{OUR_CODE} if self.state is OPEN else CloseCode.NORMAL"),
                *("STREAM_ENDED, events", "STREAM_ENDED if self.state is OPEN else None, events"),
            ),
        ),
        "end_not_kept": edit(ENDS, ""),
        "not_told": edit("return events", "return []"),
        "nothing_returned": edit("    return events", "    return None"),
        "sends_1006": (
            edit(LOST, f'self._send_frame(CLOSE, b"\\x03\\xee")\n        {LOST}'),
            edit(LOST, f'self.state is OPEN and self._send_frame(CLOSE, b"\\x03\\xee")\n        {LOST}'),
            edit(LOST, f"self.send_close({OUR_CODE})\n        {LOST}"),
            edit(NOT_YET_CLOSED, "if True:", LOST, f"self.send_close({OUR_CODE})"),
        ),
        "fault_not_told": edit('"", STREAM_ENDED', '"", None'),
        "reason_made_up": edit('"", STREAM_ENDED', "STREAM_ENDED, STREAM_ENDED"),
        "reason_for_fault": (
            edit('"", STREAM_ENDED', 'STREAM_ENDED, ""'),
            edit('"", STREAM_ENDED', "STREAM_ENDED, None"),
        ),
        "fault_only_when_open": edit(
            "STREAM_ENDED, events", "STREAM_ENDED if self.state is OPEN else None, events"
        ),
        "counts_as_clean": edit(LOST, f"self._clean = True\n        {LOST}"),
        "our_close_was_clean": edit(LOST, f"self._clean = self.state is not OPEN\n        {LOST}"),
        "still_open": edit(
            LOST, f'events.append(ConnectionClosed({OUR_CODE}, "", STREAM_ENDED, self._clean))'
        ),
        "ended_twice": (
            edit(NOT_YET_CLOSED, "if True:"),
            edit(NOT_YET_CLOSED, "if not self._clean:"),
            edit(ENDS, f"    if self._stream_ended:\n        return []\n{ENDS}", NOT_YET_CLOSED, "if True:"),
        ),
        "closed_by_hand": edit(LOST, f"self.state = CLOSED\n        {LOST}"),
        "not_ended": (edit(LOST, "pass"), edit(LOST, "self.state = CLOSED")),
        "other_trigger": edit("Trigger.LOSE", "Trigger.SEND_CLOSE"),
        "close_told": edit(LOST, f'events.append(CloseReceived({OUR_CODE}, ""))\n        {LOST}'),
        "none_when_closed": edit("return events", "return events if events else None"),
        "nothing_when_closed": edit(ENDS, f"    if self.state is CLOSED:\n        return None\n{ENDS}"),
        "event_itself": (
            edit("return events", "return next(iter(events), None)"),
            edit(LOST, f"{LOST}\n        return events.pop()"),
        ),
        "none_when_lost": edit(LOST, f"return {LOST}"),
        "reason_is_none": edit('"", STREAM_ENDED', "None, STREAM_ENDED"),
        "half_a_frame_alone": edit("is not CLOSED:", "is not CLOSED and self._reader.waiting is not None:"),
    },
)

# --- all of it ----------------------------------------------------------------------------------

OVER = "    if self.state is CLOSED:\n        return events\n"
OVER_NOW = "                if self.state is CLOSED:\n                    return events\n"
IS_CONTROL = "if frame.opcode in CONTROL_OPCODES:"
ADDED = "elif (message := self._messages.add(frame)) is not None:\n                events.append(message)"
FAULTY = "self.fail(fault, events)"
NEXT = "(frame := self._reader.next_frame()) is not None"
NOT_OVER = "self.state is not CLOSED"
EVENTS = "from .events import TextMessage"
A_TEXT = 'TextMessage(frame.payload.decode("utf-8", "replace"))'
CHECKED = ("self._check_partial_text()", f"{NOT_OVER} and self._check_partial_text()")

RECEIVE_DATA = Exercise(
    id="07.receive_data",
    target="framebyframe.wire.connection:Connection.receive_data",
    section="RFC 6455 6.2",
    field=WHOLE_FRAMES,
    examples=[
        scenario(
            "a_text",
            """
            connection = Connection(Role.CLIENT)
            connection.receive_data(bytes.fromhex("81 02 48 69"))
            """,
        ),
        scenario(
            "two_texts_and_a_ping",
            """
            connection = Connection(Role.SERVER)
            one, ping = bytes.fromhex("81 82 00 00 00 00 48 69"), bytes.fromhex("89 81 00 00 00 00 3f")
            two = bytes.fromhex("81 82 00 00 00 00 68 6f")
            connection.receive_data(one + ping + two)
            connection.data_to_send()
            """,
        ),
        scenario(
            "in_two_reads",
            """
            connection = Connection(Role.CLIENT)
            connection.receive_data(bytes.fromhex("81 05 48 65"))
            connection.receive_data(bytes.fromhex("6c 6c 6f 81"))
            connection.receive_data(bytes.fromhex("02 48 69"))
            """,
        ),
        scenario(
            "a_pong",
            """
            connection = Connection(Role.CLIENT)
            connection.receive_data(bytes.fromhex("8a 01 3f"))
            """,
        ),
        scenario(
            "a_ping_inside_a_message",
            """
            connection = Connection(Role.SERVER)
            first = bytes.fromhex("01 83 00 00 00 00 48 65 6c")
            connection.receive_data(first)
            connection.receive_data(bytes.fromhex("89 80 00 00 00 00"))
            connection.receive_data(bytes.fromhex("80 82 00 00 00 00 6c 6f"))
            connection.data_to_send()
            """,
        ),
        scenario(
            "fragments_in_one_read",
            """
            connection = Connection(Role.CLIENT)
            connection.receive_data(bytes.fromhex("01 01 48 80 01 69 81 02 48 69"))
            """,
        ),
        scenario(
            "an_empty_read",
            """
            connection = Connection(Role.CLIENT)
            connection.receive_data(b"")
            connection.state
            """,
        ),
        scenario(
            "a_goodbye_and_more",
            """
            connection = Connection(Role.SERVER)
            connection.receive_data(bytes.fromhex("88 82 00 00 00 00 03 e8 81 82 00 00 00 00 48 69"))
            connection.data_to_send()
            connection.state
            """,
        ),
        scenario(
            "a_goodbye_and_a_fault",
            """
            connection = Connection(Role.SERVER)
            connection.receive_data(bytes.fromhex("88 82 00 00 00 00 03 e8 c1 80 00 00 00 00"))
            connection.data_to_send()
            """,
        ),
        scenario(
            "after_the_end",
            """
            connection = Connection(Role.CLIENT)
            events = connection.receive_data(bytes.fromhex("88 00"))
            connection.receive_data(bytes.fromhex("81 02 48 69"))
            connection.receive_data(bytes.fromhex("c1 00"))
            """,
        ),
        scenario(
            "more_of_a_text_after_the_end",
            """
            connection = Connection(Role.CLIENT)
            connection.receive_data(bytes.fromhex("81 05 48 65"))
            connection.receive_eof()
            connection.receive_data(bytes.fromhex("ff"))
            """,
        ),
        scenario(
            "a_fault",
            """
            connection = Connection(Role.SERVER)
            connection.receive_data(bytes.fromhex("81 02 48 69"))
            connection.data_to_send()
            connection.state
            """,
        ),
        scenario(
            "a_fault_behind_a_message",
            """
            connection = Connection(Role.SERVER)
            connection.receive_data(bytes.fromhex("81 82 00 00 00 00 48 69 c1 80 00 00 00 00"))
            connection.data_to_send()
            """,
        ),
        scenario(
            "a_fault_in_a_goodbye",
            """
            connection = Connection(Role.SERVER)
            connection.receive_data(bytes.fromhex("88 81 00 00 00 00 03"))
            connection.data_to_send()
            """,
        ),
        scenario(
            "no_text_and_not_all_there",
            """
            connection = Connection(Role.CLIENT)
            [type(event).__name__ for event in connection.receive_data(bytes.fromhex("81 7d 48 69 ff"))]
            connection.close_code
            [type(event).__name__ for event in connection.receive_data(b"!")]
            """,
        ),
        scenario(
            "no_text_behind_a_message",
            """
            connection = Connection(Role.CLIENT)
            events = connection.receive_data(bytes.fromhex("81 02 48 69 81 7d 48 69 ff"))
            [type(event).__name__ for event in events]
            connection.close_code
            """,
        ),
        scenario(
            "many_in_one_read",
            """
            connection = Connection(Role.CLIENT)
            len(connection.receive_data(bytes.fromhex("8a 00") * 1_500))
            """,
        ),
        scenario(
            "more_than_we_take",
            """
            connection = Connection(Role.SERVER, Limits(max_message=4))
            connection.receive_data(bytes.fromhex("82 85 00 00 00 00"))
            connection.data_to_send()
            """,
        ),
        scenario(
            "a_text_while_we_are_closing",
            """
            connection = Connection(Role.SERVER)
            connection.send_close()
            connection.data_to_send()
            connection.receive_data(bytes.fromhex("81 82 00 00 00 00 48 69"))
            connection.receive_data(bytes.fromhex("88 82 00 00 00 00 03 e8"))
            """,
        ),
        scenario(
            "in_a_bytearray",
            """
            connection = Connection(Role.CLIENT)
            connection.receive_data(bytearray.fromhex("81 05 48 65"))
            connection.receive_data(memoryview(b"llo"))
            """,
        ),
        scenario("no_bytes", 'connection = Connection(Role.CLIENT)\nconnection.receive_data("Hi")'),
        scenario(
            "no_bytes_after_the_end",
            """
            connection = Connection(Role.CLIENT)
            events = connection.receive_eof()
            connection.receive_data("Hi")
            """,
        ),
    ],
    mistakes={
        "one_frame_a_read": edit("while (frame :=", "if (frame :="),
        "reads_on_after_goodbye": edit(OVER_NOW, ""),
        "reads_when_closed": edit(f"{OVER}    self._reader", "    self._reader"),
        "state_not_asked": (edit(OVER, "", OVER_NOW, ""), edit(OVER, "", OVER_NOW, "", *CHECKED)),
        "fault_escapes": edit(FAULTY, "raise"),
        "fault_swallowed": edit(FAULTY, "pass"),
        "nothing_among_the_events": edit(
            ADDED, "else:\n                events.append(self._messages.add(frame))"
        ),
        "messages_not_told": edit("events.append(message)", "pass"),
        "frames_for_messages": edit("events.append(message)", "events.append(frame)"),
        "control_frames_left_out": edit("self.receive_control(frame, events)", "pass"),
        "events_before_a_fault_lost": edit(FAULTY, f"events = []\n        {FAULTY}"),
        "text_checked_late": edit("        self._check_partial_text()\n", ""),
        "text_checked_when_over": (
            edit(OVER, "", OVER_NOW, "", NEXT, f"{NOT_OVER} and {NEXT}"),
            edit(OVER, "", OVER_NOW, "", NEXT, f"{NOT_OVER} and {NEXT}", FAULTY, "raise"),
        ),
        "text_checked_without_events": edit(
            "self._check_partial_text()", "events or self._check_partial_text()"
        ),
        "texts_by_hand": tuple(
            edit(ADDED, f"else:\n                {EVENTS}\n                events.append({A_TEXT})", *late)
            for late in ((), ("        self._check_partial_text()\n", ""))
        ),
        "send_close_for_fail": tuple(
            edit(FAULTY, f"self.send_close({code}, str(fault))") for code in ("fault.close_code", "1002")
        ),
        "no_frame_taken": (
            edit("    self._reader.feed(data)\n", ""),
            edit(NEXT, "(frame := None) is not None", "        self._check_partial_text()\n", ""),
        ),
        "none_when_over": edit(OVER, OVER.replace("return events", "return None")),
        "events_lost_at_goodbye": edit(OVER_NOW, OVER_NOW.replace("return events", "return []")),
        "state_asked_too_late": tuple(
            edit(*over, OVER_NOW, "", NEXT, f"{NEXT} and {NOT_OVER}", *CHECKED) for over in ((), (OVER, ""))
        ),
        "control_frames_for_messages": edit(IS_CONTROL, "if False:"),
        "close_frames_alone": edit(IS_CONTROL, "if frame.opcode is CLOSE:"),
        "pongs_for_messages": edit(IS_CONTROL, "if frame.opcode in (CLOSE, PING):"),
        "close_frames_for_messages": edit(IS_CONTROL, "if frame.opcode in (PING, PONG):"),
        "pongs_dropped": edit(
            IS_CONTROL, f"if frame.opcode is PONG:\n                pass\n            el{IS_CONTROL}"
        ),
        "control_frames_to_both": (
            edit("elif (message", "if (message"),
            edit(
                *(OVER_NOW, ""),
                *(NEXT, f"{NOT_OVER} and {NEXT}"),
                *("elif (message", "if (message"),
                *CHECKED,
            ),
        ),
        "stops_at_control": (
            edit(OVER_NOW, "                break\n", *CHECKED),
            edit(OVER_NOW, "                return events\n"),
        ),
        "last_frame_alone": edit(IS_CONTROL, f"events = []\n            {IS_CONTROL}"),
        "all_frames_first": edit(f"while {NEXT}:", "for frame in list(iter(self._reader.next_frame, None)):"),
        "fed_late": edit(
            *("    self._reader.feed(data)\n", ""),
            *(
                "        self._check_partial_text()",
                "        self._reader.feed(data)\n        self._check_partial_text()",
            ),
        ),
        "fault_told": edit(FAULTY, f"events.append(fault)\n        {FAULTY}"),
        "other_faults_escape": edit(
            FAULTY, f"if fault.close_code != 1002:\n            raise\n        {FAULTY}"
        ),
        "header_outside": edit(
            FAULTY,
            "import traceback\n        if any(one.name == 'next_frame' for one in traceback.extract_tb("
            f"fault.__traceback__)):\n            raise\n        {FAULTY}",
        ),
        "none_of_control": edit(
            "self.receive_control(frame, events)", "events.append(self.receive_control(frame, events))"
        ),
        "messages_first": edit(
            "events.append(message)",
            "events.insert(sum(type(event).__name__.endswith('Message') for event in events), message)",
        ),
        "messages_dropped_while_closing": edit("elif (message", "elif self.state is OPEN and (message"),
        "fault_told_to_nobody": edit(FAULTY, "self.fail(fault, [])"),
        "text_checked_outside": edit(
            f"        self._check_partial_text()\n    except PeerFault as fault:\n        {FAULTY}\n",
            f"    except PeerFault as fault:\n        {FAULTY}\n"
            "    if self.state is not CLOSED:\n        self._check_partial_text()\n",
        ),
        "fed_twice": edit("    self._reader.feed(data)\n", "    self._reader.feed(data)\n" * 2),
        "every_error_is_a_fault": tuple(
            edit(
                *("    data = as_bytes(data)\n", "", "    self._reader.feed(data)\n", "", *over),
                *("    try:\n", f"    try:\n        self._reader.feed({taken})\n"),
                *("except PeerFault as", "except Exception as"),
            )
            for taken in ("data", "as_bytes(data)")
            for over in ((), (OVER, "", NEXT, f"{NOT_OVER} and {NEXT}", *CHECKED))
        ),
        "bytes_not_checked": (
            edit("as_bytes(data)", "bytes(data)"),
            edit("    data = as_bytes(data)\n", ""),
        ),
        "only_while_open": edit(OVER, OVER.replace("is CLOSED", "is not OPEN")),
    },
    needs_one_of={"every_error_is_a_fault": ("Exception", "BaseException")},
    order=Order(("    except PeerFault:", "            events.append(frame)", "    self.receive_eof()")),
)

# --- to read ------------------------------------------------------------------------------------

A_SERVER_THAT_STOPS = Reading("a_server_that_stops", bytes.fromhex("89 04 b9 dc f7 16 88 02 03 e9"))
"""From pyserver, on `websockets` 17.4: the last two frames before it stops."""


CHAPTER = Chapter(
    "07",
    (RECEIVE_PING, SEND_CLOSE, RECEIVE_CLOSE, FAIL, RECEIVE_EOF, RECEIVE_DATA),
    (A_SERVER_THAT_STOPS,),
)
