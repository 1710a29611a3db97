"""Bytes to labelled fields, bit by bit: what a person reads in a frame, whole, cut short or broken.

A frame is labelled first (`labels`); then it is judged (`rules`), and each field gets its faults. These
functions accept any bytes and never raise. They do not use the decoder of `wire`, which stops at the first
fault: a figure shows every bit, and names everything that is wrong with them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from framebyframe.wire import Role

from . import words
from .frame_parts import FrameParts, split
from .labels import Span, label
from .rules import Fault, OpenMessage, Rules, judge


@dataclass(frozen=True)
class AnnotatedFrame:
    """A frame, or what may become one, with a label on every bit.

    Attributes:
        data: the bytes of this frame that are here.
        spans: its fields in their order; together they cover every bit of `data` once.
        missing: how many more bytes it needs at least; 0 for a whole frame.
        payload: what is here of the payload data, unmasked.
        kind: what sort of frame it is: "final text frame".
        carried: what the payload data says: “Hello”, 1002 (protocol error); "" for none.
        sentence: the frame in words.
        remark: what these bytes may be instead of a frame, or "".
    """

    data: bytes
    spans: tuple[Span, ...]
    missing: int
    payload: bytes
    kind: str
    carried: str
    sentence: str
    remark: str = ""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every broken rule, in the order of the bits."""
        return tuple(fault for span in self.spans for fault in span.faults)

    def span(self, field: str) -> Span | None:
        """The span of a field, if it is there."""
        return next((span for span in self.spans if span.field == field), None)

    def at_byte(self, index: int) -> list[Span]:
        """The fields that have a bit in this byte."""
        return [span for span in self.spans if span.first_byte <= index < span.stop_byte]


def annotate_frame(
    data: bytes, receiver: Role | str | None = None, limit: int | None = None, deflate: bool = False
) -> AnnotatedFrame:
    """Label every bit of the frame that `data` begins with.

    What follows the frame is `data[len(annotated.data):]`.

    Args:
        data: any bytes at all.
        receiver: who reads them, "client" or "server"; None leaves out the rule about masking.
        limit: the payload length beyond which the receiver answers 1009; None for no limit.
        deflate: True if permessage-deflate was agreed, so that RSV1 has a meaning.
    """
    return _annotate(split(bytes(data), 0), Rules(_role_name(receiver), limit, deflate, None))


def annotate_frames(
    data: bytes,
    receiver: Role | str | None = None,
    limit: int | None = None,
    deflate: bool = False,
    in_order: bool = True,
) -> list[AnnotatedFrame]:
    """Label a stream of frames, one after the other; the last may be cut short.

    Args:
        data: any bytes at all.
        receiver: as for `annotate_frame`.
        limit: the size of a message beyond which the receiver answers 1009.
        deflate: as for `annotate_frame`.
        in_order: False if the stream does not begin here: rules about the order of frames are left out.
    """
    data = bytes(data)
    rules = Rules(_role_name(receiver), limit, deflate, OpenMessage() if in_order else None)
    frames: list[AnnotatedFrame] = []
    start = 0
    while start < len(data):
        parts = split(data, start)
        frames.append(_annotate(parts, rules))
        rules = replace(rules, message=rules.message and rules.message.after(parts))
        start += len(frames[-1].data)
    return frames


def _role_name(role: Role | str | None) -> str | None:
    return role.value if isinstance(role, Role) else role


def _annotate(parts: FrameParts, rules: Rules) -> AnnotatedFrame:
    faults = judge(parts, rules)
    spans = [replace(span, faults=faults.get(span.field, ())) for span in label(parts, rules.deflate)]
    data = b"".join(part.data for part in parts.all)
    return AnnotatedFrame(
        data=data,
        spans=tuple(spans),
        missing=sum(part.size - len(part.data) for part in parts.all),
        payload=parts.clear_payload,
        kind=words.kind(parts),
        carried=words.carried(parts) if parts.payload.data else "",
        sentence=words.sentence(parts),
        remark=words.remark(data),
    )
