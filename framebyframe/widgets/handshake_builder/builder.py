"""The widget: the lines of a request and of a response, what they mean together, and whom to send them to."""

from __future__ import annotations

import base64
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import traitlets

from framebyframe.figures import handshake
from framebyframe.lesson.text.catalogue import say
from framebyframe.peers import LIES
from framebyframe.peers.lying import ENDLESS
from framebyframe.wire.handshake import accept_key, build_request, build_response, new_key
from framebyframe.wire.heads import Head

from ..base import CourseWidget, styled
from ..bundling import bundled
from ..frame_builder.sending import in_background, peers_by_name
from .judging import KEY, SOME_KEY, SUBPROTOCOL, Verdict, judge_request, judge_response, key_of
from .lines import MAX_LINES, Line, Lines, changed, head_of, lines_of, parsed, switched
from .sending import Asked, ask

HERE = Path(__file__).parent
HEADS = ("request", "response")
MORE = {
    "request": (
        Line("Origin: http://evil.test", False),
        Line(f"{SUBPROTOCOL}: jsonrpc", False),
        Line("X-Mine: ", False),
    ),
    "response": (Line(f"{SUBPROTOCOL}: jsonrpc", False), Line("X-Mine: ", False)),
}
"""Lines that stand there to be switched on."""
TRUTH = "truth"
OWN = "own"
NOTHING_SENT = {"state": "", "words": ""}
WHAT_CAME = ("answered", "endless", "silent")
"""States that tell what a peer made of the lines."""
WORDS = (
    *("title", "request", "response", "send", "new_key", "answer", "truth", "own", "left_out", "line"),
    *("key", "joined", "accept", "no_key", "rules", "busy", "waiting"),
)

Json = dict[str, Any]


class HandshakeBuilder(CourseWidget):
    """A request and a response as lines to edit and to leave out, each judged by its rules.

    Args:
        peers: whom to send to: a server, several, or a dict of names to servers or addresses.
        key: the key of the request.
        allow_remote: also send to other machines.

    Attributes:
        request: the head that is sent. Set it, observe it.
        response: the head that is judged: what was composed, or what came for `request`. Set or observe it.
        asked: what was sent last, and what came; None before.
    """

    _esm = bundled(HERE)
    _css = styled(HERE, "fbf-hand")

    request = traitlets.Bytes()
    response = traitlets.Bytes()
    asked = traitlets.Instance(Asked, allow_none=True)

    _words = traitlets.Dict().tag(sync=True)
    _picture = traitlets.Dict().tag(sync=True)

    def __init__(self, *, peers: object = None, key: str = SOME_KEY, allow_remote: bool = False) -> None:
        self._lock = threading.RLock()  # callbacks come on other threads than cells
        self._peers = peers_by_name(peers)
        self._allow_remote = allow_remote
        self._answers: Json = {}
        self._lie = TRUTH
        self._note: Json = NOTHING_SENT
        self._first = (build_request("127.0.0.1", "/", key), build_response(key))
        self._lines = {
            name: lines_of(head) + MORE[name] for name, head in zip(HEADS, self._first, strict=True)
        }
        super().__init__(request=self._first[0], response=self._first[1])
        self._words = self._what_the_page_says()
        self._redraw()
        self.observe(self._follow, list(HEADS))
        self.on_msg(self._message)

    # --- from Python ---

    @property
    def key(self) -> str:
        """The key in the request; "" if there is none."""
        return key_of(self._parsed("request"))

    def send(self, peer: str | None = None) -> Asked:
        """Send the request as it is, on a connection of its own, and wait for the head that comes back.

        Args:
            peer: a name from `peers`; by default the first one.

        Raises:
            ValueError: there is no such peer.
        """
        return self._start_sending(self._peer_name(peer)).result()

    # --- the two heads ---

    def _follow(self, change: Json) -> None:
        """A head that was set from Python is lines anew; one that was made of the lines is not."""
        with self._lock:
            name = change["name"]
            if head_of(self._lines[name]) != change["new"]:
                self._lines[name] = lines_of(change["new"])
                if name == "response":
                    self._lie, self._note = OWN, NOTHING_SENT
            if name == "request":
                self._take_away_an_old_answer()
            self._redraw()

    def _set(self, name: str, lines: Lines) -> None:
        head = head_of(lines)
        self._lines[name] = lines
        setattr(self, name, head)
        self._redraw()

    def _parsed(self, name: str) -> Head:
        return parsed(self._lines[name])[0]

    # --- from the page ---

    def _message(self, _: object, content: Json, buffers: object) -> None:
        """One change from one view. What cannot be read changes nothing, and is said where it was typed."""
        with self._lock:
            self._answers = {"view": content.get("view"), "edit": content.get("edit")}
            try:
                self._apply(content)
            except (ValueError, TypeError, KeyError, IndexError) as problem:
                self._redraw(str(problem), str(content.get("head")), content.get("index"))
            finally:
                self._answers = {}

    def _apply(self, content: Json) -> None:
        kind, value = content.get("kind"), content.get("value")
        if kind in ("line", "switch"):
            self._change(str(content["head"]), int(content["index"]), value)
        elif kind == "new_key":
            self._take_new_key()
        elif kind == "lie":
            self._tell(str(value))
        elif kind == "send":
            self._start_sending(self._peer_name(value))

    def _change(self, name: str, index: int, value: Any) -> None:
        lines = self._lines[name]
        if not 0 <= index < len(lines):
            raise IndexError(index)
        change = switched if isinstance(value, bool) else changed
        if name == "response":
            self._lie, self._note = OWN, NOTHING_SENT
        self._set(name, change(lines, index, value))

    def _take_new_key(self) -> None:
        """Another key; a right answer, or a lie that was chosen, is told anew for it."""
        line = f"{KEY}: {new_key()}"
        lines = self._lines["request"]
        found = [index for index, each in enumerate(lines) if each.text.lower().startswith(KEY.lower())]
        self._set("request", changed(lines, found[0], line) if found else (*lines, Line(line)))
        if self._lie in (TRUTH, *LIES):
            self._tell(self._lie)

    def _tell(self, lie: str) -> None:
        """The response that is right, or a lie, for the key of the request."""
        head = build_response(self.key) if lie == TRUTH else LIES[lie](self.key)
        self._lie, self._note = lie, NOTHING_SENT
        self._set("response", lines_of(head) + (MORE["response"] if lie == TRUTH else ()))

    # --- to a peer ---

    def _peer_name(self, peer: object) -> str:
        if not self._peers:
            raise ValueError(say("engine", "handshake_builder", "nobody"))
        name = next(iter(self._peers)) if peer is None else str(peer)
        if name not in self._peers:
            raise ValueError(
                say("engine", "handshake_builder", "no_peer", peer=name, peers=", ".join(self._peers))
            )
        return name

    def _start_sending(self, name: str) -> Future[Asked]:
        asked = Asked(name, self.request)
        with self._lock:
            self._note = {"state": "sending", "words": ""}
            self._redraw()
        address = self._peers[name]
        return in_background(lambda: self._take_in(ask(asked, address, self._allow_remote)))

    def _take_in(self, asked: Asked) -> Asked:
        with self._lock:
            self._note = {"state": asked.state, "words": asked.note}
            self._lie = OWN
            self._set("response", lines_of(asked.response) if asked.response else ())
            self.asked = asked
            self._take_away_an_old_answer()
        return asked

    def _take_away_an_old_answer(self) -> None:
        """What came for other lines, or did not come, says nothing of these."""
        asked = self.asked
        if asked is None or asked.request == self.request or self._note["state"] not in WHAT_CAME:
            return
        words = say("engine", "handshake_builder", "changed", peer=asked.peer)
        self._note = {"state": "changed", "words": words}
        self._set("response", ())

    # --- to the page ---

    def _redraw(self, problem: str = "", where: str = "", index: object = None) -> None:
        """Tell every view what there is to see now."""
        with self._lock:
            request, response = self._parsed("request"), self._parsed("response")
            verdicts = {"request": judge_request(request), "response": judge_response(response, request)}
            if not any(line.is_sent for line in self._lines["response"]):
                verdicts["response"] = []
            self._picture = {
                **{name: self._head_as_json(name, verdicts[name]) for name in HEADS},
                "key": self._key_as_json(),
                "lie": self._lie,
                "note": self._note,
                "problem": {"words": problem, "head": where, "index": index} if problem else {},
                "answers": self._answers,
            }

    def _head_as_json(self, name: str, verdicts: Sequence[Verdict]) -> Json:
        _, faults, names = parsed(self._lines[name])
        broken = {verdict.rule.field.lower() for verdict in verdicts if verdict.fault}
        known = {verdict.rule.field.lower() for verdict in verdicts}
        marks = dict.fromkeys(faults, "wrong")
        for index, field in names:
            if field.lower() in known:
                marks[index] = "wrong" if field.lower() in broken else "right"
        lines = [
            {"text": line.text, "sent": line.is_sent, "mark": marks.get(index, "")}
            for index, line in enumerate(self._lines[name])
        ]
        rules = [
            {
                "words": say("engine", "handshake_builder", verdict.rule.key),
                "section": verdict.rule.section,
                "fault": verdict.fault,
            }
            for verdict in verdicts
        ]
        no_fields = [{"words": words, "section": "RFC 9112 5", "fault": words} for words in faults.values()]
        return {"lines": lines, "rules": [*rules, *no_fields]}

    def _key_as_json(self) -> Json:
        key = self.key
        accept = accept_key(key)
        came = self._parsed("response").headers.get_all("Sec-WebSocket-Accept")
        return {
            "key": key,
            "sha1": "" if not key else _sha1_of(accept),
            "accept": accept if key else "",
            "fits": came == [accept] if key else False,
        }

    def _what_the_page_says(self) -> Json:
        words: Json = {word: say("engine", "handshake_builder", word) for word in WORDS}
        lies = [lie for lie in LIES if lie != ENDLESS]
        return words | {"peers": list(self._peers), "lies": lies, "most": MAX_LINES}

    # --- without a page ---

    def static_html(self) -> str:
        """Both heads as they were at first, so that every run stores the same."""
        return f"{handshake(*self._first).html}<p>{self._how()}</p>"

    def static_text(self) -> str:
        """The same in text."""
        return "\n\n".join([handshake(*self._first).text, self._how()])

    def __repr__(self) -> str:
        return f"<HandshakeBuilder: {self._parsed('request').first_line!r}>"

    def _how(self) -> str:
        return say("engine", "widget", "run_handshake")


def _sha1_of(accept: str) -> str:
    """The digits of the hash that an accept value is, so that it is worked out in one place."""
    return base64.b64decode(accept).hex(" ")
