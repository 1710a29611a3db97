"""Rows as the page shows them: the words of a terminal, cut into parts, each with the name of its colour."""

from __future__ import annotations

import re
from typing import Any

from framebyframe.figures.language import DIRECTIONS, FIELDS, TONES, Field, Mark
from framebyframe.proxy.tap import TappedCall, TappedFrame
from framebyframe.proxy.tap.rows import GAP, SIGNS, Rows, peer_text, plain
from framebyframe.rpc.messages import ABSENT

from .index import Index
from .rows import ConnectionRow, Row, is_wrong
from .words import CALL_STATES, say

Json = dict[str, Any]
Part = tuple[str, str]
"""Some words, and the name of their colour in the styles, or ""."""

BEGINS, WORDS, ENDS = "\x02", "\x1f", "\x03"
"""Marks around what is painted. What a peer says has no control characters left."""
PAINTED = re.compile(f"{BEGINS}([^{WORDS}]*){WORDS}([^{ENDS}]*){ENDS}|([^{BEGINS}]+)")

LOOKS: dict[Field | Mark, str] = {
    **{look: key.replace("_", "-") for key, look in FIELDS.items()},
    **{look: f"direction-{key}" for key, look in DIRECTIONS.items()},
    **{look: f"tone-{key}" for key, look in TONES.items()},
}
"""What each colour is called in the styles."""
PAYLOAD = LOOKS[FIELDS["payload_data"]]


def marked(text: str, look: Field | Mark) -> str:
    """The text between marks that name its colour."""
    return f"{BEGINS}{LOOKS[look]}{WORDS}{text}{ENDS}"


MARKING = Rows(marked)
PLAIN = Rows(plain)


def words_of(row: Row, rows: Rows = PLAIN) -> str:
    """What there is to say of a row."""
    if not isinstance(row, ConnectionRow):
        return rows.words(row)
    if row.head is not None and row.sender is not None:
        return rows.head(row.about, row.sender, row.head)
    return rows.begun(row.about) if row.what == "begun" else rows.not_followed(row.about)


def one_line(words: str) -> str:
    """The words without the blanks that align them in a list."""
    return " ".join(words.split())


def state_of(call: TappedCall) -> str:
    """How a call stands."""
    return say(CALL_STATES[call.state])


def parts_of(row: Row) -> list[Part]:
    """The words of a row in parts."""
    return [(painted or bare, look) for look, painted, bare in PAINTED.findall(words_of(row, MARKING))]


def answers(index: Index, row: Row) -> str:
    """Which calls a frame answers, by their ids; "" where it answers none that has one."""
    calls = index.answered_by(row) if isinstance(row, TappedFrame) else ()
    ids = ", ".join(str(call.id) for call in calls if call.id is not ABSENT)
    return say("answers", ids=peer_text(ids)) if ids else ""


def _parts_in(index: Index, row: Row) -> list[Part]:
    """The parts of a row; whose reply it is stands before what it carries, and is not cut off with that."""
    parts, words = parts_of(row), answers(index, row)
    looks = [look for _, look in parts]
    if words and PAYLOAD in looks:
        parts.insert(looks.index(PAYLOAD), (f"{words}{GAP}", ""))
    return parts


def sign_of(row: Row) -> str:
    """The arrow of the side that sent it, or a blank."""
    return SIGNS[row.sender].sign if row.sender else " "


def as_json(index: Index, number: int, place: int) -> Json:
    """A row for the page.

    Args:
        index: the rows.
        number: of the row.
        place: among those that are shown.
    """
    row = index.row(number)
    return {
        "place": place,
        "time": f"{row.time:.6f}",
        "connection": row.connection,
        "sender": row.sender or "",
        "sign": sign_of(row),
        "parts": _parts_in(index, row),
        "wrong": is_wrong(row),
    }
