"""Messages, control frames and calls in words."""

from __future__ import annotations

from collections.abc import Iterator

from framebyframe.figures.calls import message_kind
from framebyframe.figures.language import FIELDS
from framebyframe.figures.text_annotation import (
    ENVELOPE,
    AnnotatedText,
    TextSpan,
    annotate_message,
    split_batch,
)
from framebyframe.figures.words import count, short_hex
from framebyframe.rpc.messages import ABSENT
from framebyframe.wire import Opcode

from ..tap.items import TappedCall, TappedFrame, TappedMessage
from ..tap.rows import call_name, duration, peer_text
from .fields import fault_line
from .heads import shortened
from .limits import MOST_JSON, MOST_MEMBERS, MOST_PARTS
from .markup import Markup, element, filled, joined, paragraph
from .octets import in_colour
from .steps import Session, Step
from .text import counted, say


def message_told(message: TappedMessage, session: Session) -> Markup:
    """A message: how it was put together, what it holds, and which calls it makes and answers."""
    return joined(
        [
            *([paragraph(_put_together(message, session))] if _is_put_together(message) else []),
            *_content(message),
            *(paragraph(words, class_="call") for words in calls_told(message, session)),
        ]
    )


def _is_put_together(message: TappedMessage) -> bool:
    return len(message.frames) > 1 or message.compressed


def _put_together(message: TappedMessage, session: Session) -> Markup:
    frames = joined((frame_link(session.frames.get(number)) for number in message.frames[:MOST_PARTS]), ", ")
    left_out = len(message.frames) - MOST_PARTS
    more = say("message", "more_frames", number=left_out) if left_out > 0 else None
    key = "decompressed" if message.compressed else "from_frames"
    return filled(say("message", key), frames=joined([frames, more]))


def frame_link(step: Step | None) -> Markup:
    """A link to a frame; words alone where it is not told on this page."""
    if step is None:
        return joined([say("message", "other_frame")])
    return element("a", say("step", "frame", number=step.number), href=f"#{step.name}")


# What a message holds


def _content(message: TappedMessage) -> Iterator[Markup]:
    if message.text is None:
        data = message.data or b""
        yield paragraph(say("message", "binary", bytes=count(len(data), "byte"), hex=short_hex(data)))
    elif len(message.text) > MOST_JSON:
        yield _plain(message.text)
    else:
        parts = split_batch(message.text)
        for part in parts[:MOST_PARTS]:
            yield from _part(part)
        if len(parts) > MOST_PARTS:
            yield paragraph(
                say("message", "more_parts", messages=counted("message", len(parts) - MOST_PARTS))
            )


def _part(text: str) -> Iterator[Markup]:
    annotated = annotate_message(text)
    if not annotated.spans:
        yield _plain(text)
        yield from (fault_line(fault.words) for fault in annotated.faults if text[:1] in ("{", "["))
        return
    yield paragraph(say("message", "kind", kind=message_kind(annotated)))
    rows = [element("li", _member(annotated, span)) for span in annotated.spans[:MOST_MEMBERS]]
    yield element("ul", *rows, class_="members", role="list")
    left_out = len(annotated.spans) - MOST_MEMBERS
    if left_out > 0:
        yield paragraph(say("message", "more_members", members=counted("member", left_out)))


def _plain(text: str) -> Markup:
    key = "text" if text else "empty"
    return paragraph(joined([say("message", key), element("code", shortened(text))], " "))


def _member(annotated: AnnotatedText, span: TextSpan) -> Markup:
    words = shortened(annotated.of(span))
    if not span.field:
        label = say("message", "envelope" if span.name in ENVELOPE else "member")
        return joined([element("code", words), element("span", label, class_="means")], " ")
    return joined(
        [in_colour(words, span.field), element("span", FIELDS[span.field].name, class_="means")], " "
    )


# Control frames


def control_told(frame: TappedFrame, session: Session) -> Markup | None:
    """The part that a control frame has in the conversation; None for other frames."""
    if not frame.opcode.is_control:
        return None
    key = frame.opcode.name.lower()
    if frame.opcode is Opcode.CLOSE:
        key = "close_begins" if session.begins_closing(frame) else "close_answers"
    return paragraph(say("control", key))


# Calls


def calls_told(message: TappedMessage, session: Session) -> Iterator[Markup]:
    """A sentence for each call that a message makes or answers."""
    for call in session.asked_in(message)[:MOST_PARTS]:
        yield _asked(call, session)
    for call in session.answered_in(message)[:MOST_PARTS]:
        yield _answered(call, session)
    for reply in session.unmatched_in(message)[:MOST_PARTS]:
        key = "no_id" if reply.id is ABSENT else reply.why
        yield joined([say("reply", key, id=peer_text(reply.id))])


def _asked(call: TappedCall, session: Session) -> Markup:
    words = filled(
        say("asked", call.state.replace(" ", "_")),
        who=say("side", call.sender),
        what=element("b", call_name(call)),
        latency=duration(call.latency or 0.0),
        frame=frame_link(session.frame_of(call.reply)),
        error=peer_text(call.error),
    )
    return joined([words, say("asked", "late") if call.is_late else None], " ")


def _answered(call: TappedCall, session: Session) -> Markup:
    return filled(
        say("reply", call.paired or "order"),
        what=element("b", call_name(call)),
        latency=duration(call.latency or 0.0),
        frame=frame_link(session.frame_of(call.request)),
    )


def call_line(call: TappedCall, session: Session) -> Markup:
    """A call in the list of calls."""
    frame = frame_link(session.frame_of(call.request))
    return filled(
        say("call", "line"), connection=str(call.connection), frame=frame, call=_asked(call, session)
    )
