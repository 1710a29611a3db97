"""The opening handshake as lines of text: the request, the response, and whether the response fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from framebyframe.wire import accept_key
from framebyframe.wire.handshake import GUID

from . import svg
from .cards import card
from .figure import Figure
from .language import DIRECTIONS, FIELDS, PANEL_LIGHT, TONES, Field, Mark
from .tables import Cell, html_table
from .text.catalogue import say
from .text_annotation import END_OF_HEAD, AnnotatedText, annotate_handshake
from .visible import columns, elide, visible, wrap

LINE_HEIGHT = 26
LINE_LEFT = 56
LINE_COLUMNS = 76
"""Longer lines are wrapped."""
ROOM = svg.WIDTH - svg.PADDING - LINE_LEFT
"""Pixels for a line of a sentence."""
MAX_VALUE = 600
"""Characters; a longer value is elided in its middle."""
MAX_NAME = 40
MAX_LINES = 40
TITLE_HEIGHT, HEAD_GAP = 36, 8
TINT_MARGIN = 4
"""Pixels by which a tint goes beyond its text, on both sides."""
LINE_END = PANEL_LIGHT["muted"]
"""The colour of the \\r\\n after each line."""
COLOURED = ("start_line", "key", "accept")
"""The fields that get a tint; names and other values are plain."""


@dataclass(frozen=True)
class _Head:
    """A request or a response, and which way it goes."""

    title: str
    mark: Mark
    annotated: AnnotatedText


def handshake(request: bytes = b"", response: bytes = b"", caption: str = "") -> Figure:
    """A client's opening handshake, a server's answer, or both; with both, whether key and accept fit.

    Args:
        request: the head that the client sends, or b"".
        response: the head that the server answers with, or b"".
        caption: a line under the figure.

    Example: `handshake(request, response)`
    """
    heads = _heads(request, response)
    if not heads:
        return card(say("drawing", "handshake", "none"))
    verdict = _Verdict.of(heads)
    return Figure(
        svg=_svg(heads, verdict),
        alt=_alt(heads, verdict),
        text=_text(heads, verdict),
        table="".join(_table(head) for head in heads),
        caption=caption,
    )


def _heads(request: bytes, response: bytes) -> list[_Head]:
    heads = []
    if request:
        title = say("drawing", "handshake", "request")
        heads.append(_Head(title, DIRECTIONS["sent"], annotate_handshake(request)))
    if response:
        title = say("drawing", "handshake", "response")
        heads.append(_Head(title, DIRECTIONS["received"], annotate_handshake(response)))
    return heads


@dataclass(frozen=True)
class _Verdict:
    """The key that was sent, the accept value it asks for, and the one that came (None: none did)."""

    key: str
    wanted: str
    came: str | None
    answered: bool

    @classmethod
    def of(cls, heads: list[_Head]) -> _Verdict | None:
        """The verdict on the key of these heads; None if no key was sent."""
        values = [head.annotated.value("key") for head in heads]
        key = next((value for value in values if value), None)
        accept = next((head.annotated.value("accept") for head in reversed(heads)), None)
        return cls(key, accept_key(key), accept, len(heads) == 2) if key else None

    @property
    def fits(self) -> bool:
        return self.came == self.wanted

    @property
    def words(self) -> str:
        if not self.answered:
            return ""
        if self.came is None:
            return say("drawing", "handshake", "no_accept")
        return say("drawing", "handshake", "fits" if self.fits else "wrong", wanted=self.wanted)


# --- in words and in text ------------------------------------------------------------------------


def _alt(heads: list[_Head], verdict: _Verdict | None) -> str:
    parts = [f"{head.title.capitalize()}: {_spoken(head.annotated)}." for head in heads]
    faults = [fault for head in heads for fault in head.annotated.faults]
    parts += [say("drawing", "all", "wrong", sentence=fault.sentence) for fault in faults]
    return " ".join([*parts, *([verdict.words] if verdict and verdict.words else [])])


def _spoken(annotated: AnnotatedText) -> str:
    lines = [line for line in annotated.text.split("\r\n") if line]
    return "; ".join(elide(line, MAX_VALUE) for line in lines[:MAX_LINES])


def _text(heads: list[_Head], verdict: _Verdict | None) -> str:
    blocks = ["\n".join([f"{head.mark.sign} {head.title}", *_text_lines(head)]) for head in heads]
    if verdict:
        blocks.append("\n".join(_formula_text(verdict)))
    return "\n\n".join(blocks)


def _text_lines(head: _Head) -> list[str]:
    rows = [
        f"  {_text_line(row):<{LINE_COLUMNS}}  {_row_label(row)}".rstrip() for row in _rows(head.annotated)
    ]
    return [*rows, *(f"  {TONES['wrong'].sign} {fault.words}" for fault in head.annotated.faults)]


def _text_line(row: list[tuple[str, str]]) -> str:
    return elide(_prefix(row) + visible(row[-1][1]), LINE_COLUMNS)


def _row_label(row: list[tuple[str, str]]) -> str:
    """The name of the field in a line that has a colour."""
    field = row[-1][0]
    return FIELDS[field].name if field in COLOURED else ""


def _formula_text(verdict: _Verdict) -> list[str]:
    sign = TONES["right" if verdict.fits else "wrong"].sign
    lines = [f"accept = base64(SHA-1(key + {GUID}))", f"       = {verdict.wanted}"]
    return [*lines, *([f"{sign} {verdict.words}"] if verdict.words else [])]


def _table(head: _Head) -> str:
    rows = [
        [Cell(_name_of(row)), Cell(elide(row[-1][1], MAX_VALUE), row[-1][0])] for row in _rows(head.annotated)
    ]
    return html_table((head.title, ""), rows)


def _name_of(row: list[tuple[str, str]]) -> str:
    return row[0][1] if len(row) > 1 else FIELDS[row[0][0]].name


def _rows(annotated: AnnotatedText) -> list[list[tuple[str, str]]]:
    """The lines, each as its fields: the start line, or a name and a value."""
    rows: list[list[tuple[str, str]]] = []
    for span in annotated.spans:
        piece = (span.field, elide(annotated.of(span), MAX_VALUE))
        if span.field in ("start_line", "header_name"):
            rows.append([piece])
        else:
            rows[-1].append(piece)
    return rows[:MAX_LINES]


# --- drawn ---------------------------------------------------------------------------------------


def _svg(heads: list[_Head], verdict: _Verdict | None) -> str:
    shapes: list[str] = []
    top: float = 14
    for head in heads:
        shapes += _title(head, top)
        drawn, top = _lines(head, top + TITLE_HEIGHT, verdict)
        shapes += drawn
    if verdict:
        drawn, top = _formula(verdict, top)
        shapes += drawn
    return svg.panel(shapes, top + 14, _alt(heads, verdict))


def _title(head: _Head, top: float) -> Iterator[str]:
    middle, colours = top + TITLE_HEIGHT / 2, head.mark.light
    yield svg.rectangle(svg.PADDING, middle - 11, 26, 22, radius=4, fill=colours.tint, stroke=colours.line)
    yield svg.text(svg.PADDING + 13, middle, head.mark.sign, svg.LARGE, colours.ink, "middle", bold=True)
    yield svg.text(LINE_LEFT, middle, head.title, svg.MEDIUM, bold=True)


def _lines(head: _Head, top: float, verdict: _Verdict | None) -> tuple[list[str], float]:
    shapes: list[str] = []
    for row in _rows(head.annotated):
        is_wrong = row[-1][0] == "accept" and verdict is not None and verdict.answered and not verdict.fits
        shapes += _line(row, top, TONES["wrong"] if is_wrong else FIELDS[row[-1][0]])
        top += LINE_HEIGHT * _line_count(row)
    if head.annotated.text.endswith(END_OF_HEAD):
        shapes.append(svg.monospaced(LINE_LEFT, top + LINE_HEIGHT / 2 - 1, "\\r\\n", LINE_END))
        top += LINE_HEIGHT
    for fault in head.annotated.faults:
        red = TONES["wrong"]
        words, middle = f"{red.sign} {fault.words}", top + LINE_HEIGHT / 2
        drawn, depth = svg.paragraph(LINE_LEFT, middle, words, svg.SMALL, ROOM, LINE_HEIGHT, red.light.ink)
        shapes += drawn
        top += depth
    return shapes, top + HEAD_GAP


def _line(row: list[tuple[str, str]], top: float, look: Field | Mark) -> Iterator[str]:
    """One line of the head, wrapped if it is too long; a coloured field tints what follows its name."""
    tinted = row[-1][0] in COLOURED
    prefix = _prefix(row)
    if prefix:
        yield svg.monospaced(LINE_LEFT, top + LINE_HEIGHT / 2 - 1, prefix, FIELDS["header_name"].light.ink)
    indent = columns(prefix) * svg.CODE_ADVANCE
    for part in _wrapped(row):
        yield from _piece(look, tinted, part, LINE_LEFT + indent, top)
        end, top, indent = LINE_LEFT + indent + columns(part) * svg.CODE_ADVANCE, top + LINE_HEIGHT, 0
    end += TINT_MARGIN if tinted else 1  # no gap that would look like a blank
    yield svg.monospaced(end, top - LINE_HEIGHT / 2 - 1, "\\r\\n", LINE_END)


def _prefix(row: list[tuple[str, str]]) -> str:
    """The name of a header with its colon; "" for a line without a value."""
    return f"{elide(visible(row[0][1]), MAX_NAME)}: " if len(row) > 1 else ""


def _wrapped(row: list[tuple[str, str]]) -> list[str]:
    """A value in pieces; the first one has less room, for the name stands before it."""
    content = visible(row[-1][1])
    first = wrap(content, LINE_COLUMNS - columns(_prefix(row)))[0]
    rest = content[len(first) :].strip()
    return [first, *(wrap(rest, LINE_COLUMNS) if rest else [])]


def _line_count(row: list[tuple[str, str]]) -> int:
    return len(_wrapped(row))


def _piece(look: Field | Mark, tinted: bool, content: str, left: float, top: float) -> Iterator[str]:
    colours, width = look.light, columns(content) * svg.CODE_ADVANCE
    if tinted:
        left_edge, wide = left - TINT_MARGIN, width + 2 * TINT_MARGIN
        yield svg.rectangle(left_edge, top + 2, wide, LINE_HEIGHT - 4, fill=colours.tint)
        yield svg.band(left_edge, top + LINE_HEIGHT - 6, wide, look.pattern, colours, height=4)
    yield svg.monospaced(left, top + LINE_HEIGHT / 2 - 1, content, colours.ink)


def _formula(verdict: _Verdict, top: float) -> tuple[list[str], float]:
    """The calculation of the accept value from the key, and whether the one that came is right."""
    shapes = [svg.line(svg.PADDING, top + 8, svg.WIDTH - svg.PADDING, top + 8, PANEL_LIGHT["rule"])]
    top += 20
    shapes += _terms(
        top, [("accept", "accept"), ("", " = base64( SHA-1( "), ("key", "key"), ("", f" + {GUID} ) )")]
    )
    shapes += _terms(top + LINE_HEIGHT + 4, [("", "       = "), ("accept", verdict.wanted)])
    top += 2 * LINE_HEIGHT + 8
    if verdict.words:
        tone = TONES["right" if verdict.fits else "wrong"]
        words = f"{tone.sign} {verdict.words}"
        drawn, depth = svg.paragraph(
            LINE_LEFT, top + 16, words, svg.MEDIUM, ROOM, LINE_HEIGHT, tone.light.ink, bold=True
        )
        shapes += drawn
        top += depth + 6
    return shapes, top


def _terms(top: float, terms: list[tuple[str, str]]) -> Iterator[str]:
    left: float = LINE_LEFT
    for field, content in terms:
        if field:
            yield from _piece(FIELDS[field], True, content, left, top)
        else:
            yield svg.monospaced(left, top + LINE_HEIGHT / 2 - 1, content, PANEL_LIGHT["text"])
        left += columns(content) * svg.CODE_ADVANCE
