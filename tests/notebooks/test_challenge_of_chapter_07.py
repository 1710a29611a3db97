"""The challenge of chapter 07: one of its frames breaks a rule of RFC 6455, and it is the one that counts."""

from __future__ import annotations

import json
from pathlib import Path

from framebyframe.figures.annotation import annotate_frame
from framebyframe.lesson.asking import questions
from framebyframe.wire import Frame, Opcode, Role
from framebyframe.wire.opcodes import CONTROL_OPCODES
from framebyframe.wire.reader import FrameReader

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
SIDES = {"C": Role.CLIENT, "S": Role.SERVER}
Sent = tuple[int, str, Frame]


def lines() -> list[tuple[int, str, bytes]]:
    """The log of the challenge: the number, the side and the bytes of each frame."""
    [path] = NOTEBOOKS.glob("07_*.ipynb")
    sources = ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]
    [log] = [source.split('"""')[1] for source in sources if source.startswith("log = ")]
    rows = [line.split(maxsplit=2) for line in log.strip().splitlines()]
    return [(int(number), side, bytes.fromhex(data)) for number, side, data in rows]


def frames() -> list[Sent]:
    return [(number, side, one_frame(data)) for number, side, data in lines()]


def one_frame(data: bytes) -> Frame:
    reader = FrameReader()
    reader.feed(data)
    frame = reader.next_frame()
    assert frame is not None and reader.next_frame() is None
    return frame


def earlier(sent: list[Sent], number: int, side: str, opcode: Opcode) -> list[Frame]:
    """Frames with this opcode that a side has sent before."""
    return [frame for one, who, frame in sent if one < number and who == side and frame.opcode is opcode]


def test_each_frame_alone_is_right() -> None:
    for _, side, data in lines():
        receiver = Role.SERVER if SIDES[side] is Role.CLIENT else Role.CLIENT
        assert not annotate_frame(data, receiver).faults


def test_the_only_data_behind_its_sender_s_close_frame_is_the_answer() -> None:
    sent = frames()
    late = [
        number
        for number, side, frame in sent
        if frame.opcode not in CONTROL_OPCODES and earlier(sent, number, side, Opcode.CLOSE)
    ]
    assert len(late) == 1
    asked = questions.question("frame_that_breaks_a_rule")
    assert [number for number, _, _ in sent if asked.reply(str(number)).right] == late


def test_each_pong_answers_a_ping_of_somebody_who_has_not_said_goodbye() -> None:
    sent = frames()
    pongs = [one for one in sent if one[2].opcode is Opcode.PONG]
    assert len(pongs) == 2
    for number, side, pong in pongs:
        [other] = set(SIDES) - {side}
        assert pong.payload in [ping.payload for ping in earlier(sent, number, other, Opcode.PING)]
        assert not earlier(sent, number, other, Opcode.CLOSE)
