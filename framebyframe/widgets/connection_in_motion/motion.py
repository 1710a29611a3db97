"""The widget: a connection to a real server, moved by buttons, and its states as a diagram."""

from __future__ import annotations

import threading
from pathlib import Path
from types import ModuleType
from typing import Any

import traitlets

from framebyframe import wire as kit
from framebyframe.lesson.text.catalogue import say
from framebyframe.peers import Conversation, Server

from ..base import CourseWidget, styled
from ..bundling import bundled
from .picture import diagram, picture

HERE = Path(__file__).parent
WITHOUT_A_MASK = bytes.fromhex("81 02 48 69")
"""A text, Hi, as no client may send it (RFC 6455, 5.1)."""
PATIENCE = 2.0
"""Seconds to wait for what a server has to say."""
ACTIONS = ("call", "ping", "goodbye", "no_mask", "lose")
WORDS = (
    *("title", "again", "back", "step", "shown", "busy", "nothing_yet"),
    *("from", "bytes", "says", "did", "state"),
)

Json = dict[str, Any]


class ConnectionInMotion(CourseWidget):
    """A real connection: buttons say what the client does, the diagram and a table what becomes of it.

    Args:
        server: a running server of this machine.
        wire: the package whose handshake and `Connection` speak: the kit's, or `use("mine").wire`.

    Attributes:
        talk: the conversation that goes on now.
        at: how many of its moves the diagram shows.

    Raises:
        PeerFailed: the server does not take a connection.
    """

    _esm = bundled(HERE)
    _css = styled(HERE, "fbf-motion")

    at = traitlets.Int(0)
    _words = traitlets.Dict().tag(sync=True)
    _picture = traitlets.Dict().tag(sync=True)

    def __init__(self, server: Server | str, wire: ModuleType = kit) -> None:
        self._lock = threading.RLock()  # callbacks come on other threads than cells
        self._url = server if isinstance(server, str) else server.url
        self._wire = wire
        self.talk = Conversation(self._url, wire)
        super().__init__()
        self._words = {word: say("engine", "connection_in_motion", word) for word in (*WORDS, *ACTIONS)}
        self._redraw({})
        self.on_msg(self._message)

    @traitlets.validate("at")
    def _check_at(self, proposal: Json) -> int:
        return max(0, min(int(proposal["value"]), len(self.talk.moves)))

    # --- from the page ---

    def _message(self, _: object, content: Json, buffers: object) -> None:
        """One action from one view. What cannot be done changes nothing, and is said."""
        answers = {"view": content.get("view"), "edit": content.get("edit")}
        with self._lock:
            try:
                self._act(str(content.get("kind")), content.get("value"))
                self._redraw(answers)
            except Exception as problem:  # whatever a learner's own package raises
                self._redraw(answers, f"{type(problem).__name__}: {problem}")

    def _act(self, kind: str, value: Any) -> None:
        if kind == "at":
            self.at = int(value)
        elif kind == "again":
            self.talk.hang_up()
            self.talk, self.at = Conversation(self._url, self._wire), 0
        elif kind in ACTIONS:
            self._move(kind)
            self.at = len(self.talk.moves)

    def _move(self, kind: str) -> None:
        if kind == "call":
            self.talk.connection.send_text('{"action": "echo", "params": {"from": "me"}}')
            self.talk.receive(PATIENCE)
        elif kind == "ping":
            self.talk.connection.send_ping(b"?")
            self.talk.receive(PATIENCE)
        elif kind == "goodbye":
            self.talk.connection.send_close(1000)
            self.talk.receive_all(PATIENCE)
        elif kind == "no_mask":
            self.talk.send_raw(WITHOUT_A_MASK)
            self.talk.receive_all(PATIENCE)
        else:
            self.talk.lose()

    def _redraw(self, answers: Json, problem: str = "") -> None:
        """Tell every view what there is to see now."""
        state = self.talk.connection.state.name
        self._picture = {
            **picture(self.talk.moves, self.at),
            "is_open": state == "OPEN",
            "problem": problem,
            "answers": answers,
        }

    # --- without a page ---

    def static_html(self) -> str:
        """The diagram as it is at first, so that every run stores the same."""
        return f"{diagram(()).html}<p>{self._how()}</p>"

    def static_text(self) -> str:
        """The same in text."""
        return "\n\n".join([diagram(()).text, self._how()])

    def __repr__(self) -> str:
        return f"<ConnectionInMotion: {self.talk.connection.state.name}>"

    def _how(self) -> str:
        return say("engine", "widget", "run_motion")
