"""Plain HTML tables in the language's colours: attributes only, so that no sanitiser strips them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .figure import Figure
from .language import FIELDS, TONES, Colours
from .visible import columns, pad, visible


@dataclass(frozen=True)
class Cell:
    """A table's cell.

    Attributes:
        text: from anywhere; escaped when it is drawn.
        field: the key of a field or a tone that colours it, or "".
        code: True sets it in a monospaced font.
    """

    text: str
    field: str = ""
    code: bool = False


Row = Sequence["str | Cell"]


def table(header: Sequence[str], rows: Sequence[Row], caption: str = "") -> Figure:
    """A table, as a figure without a picture.

    Args:
        header: the name of each column.
        rows: strings, or `Cell`s where a colour or a monospaced font is wanted.
        caption: a line under it.

    Example: `table(["field", "value"], [[Cell("opcode", "opcode"), "1"]])`
    """
    cells = [[_as_cell(cell) for cell in row] for row in rows]
    html = html_table(header, cells)
    plain = text_table(header, cells)
    return Figure(
        "", caption or ", ".join(header), "\n".join([plain, *([caption] if caption else [])]), html, caption
    )


def html_table(header: Sequence[str], rows: Sequence[Row]) -> str:
    """The table element. Each cell holds a `div align`: JupyterLab's own style moves text to the right."""
    head = "".join(f'<th scope="col"><div align="left">{escape(visible(name))}</div></th>' for name in header)
    body = "".join(f"<tr>{''.join(_html_cell(_as_cell(cell)) for cell in row)}</tr>" for row in rows)
    return f'<table cellpadding="6"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def text_table(header: Sequence[str], rows: Sequence[Row]) -> str:
    """The table in aligned columns under a line."""
    lines = [[visible(_as_cell(cell).text) for cell in row] for row in rows]
    names = [visible(name) for name in header]
    widths = [max(map(columns, column)) for column in zip(names, *lines, strict=True)]
    rule = ["─" * width for width in widths]
    return "\n".join(_text_row(line, widths) for line in [names, rule, *lines])


def _text_row(line: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(pad(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip()


def _as_cell(cell: str | Cell) -> Cell:
    return cell if isinstance(cell, Cell) else Cell(cell)


def _html_cell(cell: Cell) -> str:
    colours = _colours(cell.field)
    content = _font(
        escape(visible(cell.text)), colours.ink if colours else "", "monospace" if cell.code else ""
    )
    background = f' bgcolor="{colours.tint}"' if colours else ""
    return f'<td{background}><div align="left">{content}</div></td>'


def _font(content: str, colour: str, face: str) -> str:
    """`font`, not `code`: JupyterLab paints a background of its own behind code."""
    attributes = (f' color="{colour}"' if colour else "") + (f' face="{face}"' if face else "")
    return f"<font{attributes}>{content}</font>" if attributes else content


def _colours(field: str) -> Colours | None:
    if not field:
        return None
    return TONES[field].light if field in TONES else FIELDS[field].light
