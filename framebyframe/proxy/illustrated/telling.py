"""The steps of a session on the page: each has a line, and opens to all that is known of it."""

from __future__ import annotations

from framebyframe.figures.language import DIRECTIONS
from framebyframe.figures.text_annotation import KEY_HEADER
from framebyframe.figures.words import count

from ..tap.items import Sender, TappedBytes, TappedEnd, TappedFrame, TappedHead
from . import as_python
from .fields import fault_line, fault_mark
from .frames import frame_line, frame_opened, python_told
from .heads import accept_told, line_list, shortened, value_of
from .limits import MOST_CHARACTERS
from .markup import Markup, element, folded, joined, paragraph
from .octets import in_colour
from .other import bytes_line, bytes_opened, end_line, read_as_frame
from .steps import Session, Step
from .text import say

SIGNS: dict[Sender, str] = {"client": DIRECTIONS["sent"].sign, "server": DIRECTIONS["received"].sign}


class Teller:
    """Tells the steps of a session, until the page is long enough: then in their lines alone.

    Args:
        session: to be told.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._characters = 0

    def step(self, step: Step) -> Markup:
        """A step as an item of a list."""
        told = joined([self._who(step), self._line(step)], " ")
        if isinstance(step.what, TappedEnd):
            content = element("p", told)
        elif self._characters > MOST_CHARACTERS:
            content = folded(told, paragraph(say("step", "long_enough")))
        else:
            content = folded(told, *self._opened(step))
        self._characters += len(content)
        return element("li", content, id=step.name, class_=f"step {step.sender}")

    def _who(self, step: Step) -> Markup:
        side = joined([SIGNS[step.sender], say("side", step.sender)], " ")
        number = step.number if isinstance(step.what, TappedFrame) else 0
        name = say("step", "frame", number=number) if number else None
        time = element("span", say("step", "time", time=f"{step.time:.6f}"), class_="quiet time")
        return joined([element("span", side, class_="who"), name and element("b", name), time], " ")

    def _line(self, step: Step) -> Markup:
        what = step.what
        if isinstance(what, TappedFrame):
            return frame_line(what, self._session)
        if isinstance(what, TappedBytes):
            return bytes_line(what)
        return _head_line(what) if isinstance(what, TappedHead) else end_line(what)

    def _opened(self, step: Step) -> list[Markup | None]:
        what = step.what
        if isinstance(what, TappedFrame):
            return frame_opened(step, what, self._session)
        if isinstance(what, TappedBytes):
            return bytes_opened(step, what)
        return self._head_opened(step, what) if isinstance(what, TappedHead) else []

    def _head_opened(self, step: Step, head: TappedHead) -> list[Markup | None]:
        """All about one half of the handshake."""
        connection, is_request = step.connection, step.sender == "client"
        request = connection.request
        half = "request" if is_request else "response"
        index = self._session.connections.index(connection)
        key = value_of(request, KEY_HEADER) if request else ""
        program = as_python.head_program(head.data, f"record.connections[{index}].{half}.data", key)
        return [
            paragraph(say("head", half)),
            paragraph(say("head", "redacted")) if b"REDACTED" in head.data else None,
            fault_line(head.fault) if head.fault else None,
            line_list(head, is_request),
            None if is_request else accept_told(connection),
            read_as_frame(head.data, "server", step.name) if not is_request and request is None else None,
            python_told(program),
        ]


def _head_line(head: TappedHead) -> Markup:
    first_line = head.data.split(b"\r\n")[0].decode("latin-1")
    return joined(
        [
            in_colour(shortened(first_line), "start_line"),
            element("span", count(len(head.data), "byte"), class_="means"),
            fault_mark(bool(head.fault)),
        ],
        " ",
    )
