"""The declarations of a PHP cell: what of it is kept, and the names that it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from framebyframe.peers.places import PHP_CLIENT

from .php_text import COMMENT, QUOTED

HEREDOC = re.compile(
    r"<<<[ \t]*(?P<quote>['\"]?)(?P<tag>\w+)(?P=quote)\r?\n(?:.*?\n)?[ \t]*(?P=tag)\b", re.DOTALL
)
PAGE = re.compile(r"\?>.*?(?:<\?(?:php\b|=)|\Z)", re.DOTALL)
"""The text of a page between two pieces of PHP; it ends a statement."""

OPAQUE = re.compile(
    rf"(?P<comment>{COMMENT.pattern})|(?P<page>{PAGE.pattern})|{HEREDOC.pattern}|{QUOTED.pattern}|`[^`]*`",
    re.DOTALL,
)
"""What is no code, though braces and semicolons may stand in it."""

COMMENT_BEHIND = re.compile(r"[ \t]*(?://[^\n]*|#(?!\[)[^\n]*|/\*[^\n]*?\*/)?[ \t]*(?=\n|\Z)")
ATTRIBUTES = r"\s*(?:#\[(?:[^\[\]]|\[[^\[\]]*\])*\]\s*)*"
FUNCTION = re.compile(rf"{ATTRIBUTES}function(?:\s+|\s*&\s*)(\w+)\s*\(", re.IGNORECASE)
WHOLE_FUNCTION = re.compile(rf"{FUNCTION.pattern}.*\}}\Z", re.IGNORECASE | re.DOTALL)
TYPE = re.compile(
    rf"{ATTRIBUTES}(?:(?:abstract|final|readonly)\s+)*(?:class|interface|trait|enum)\s+(\w+)", re.IGNORECASE
)
CONSTANTS = re.compile(rf"{ATTRIBUTES}const\s+\w", re.IGNORECASE)
CONSTANT = re.compile(r"(\w+)\s*=(?![=>])")
DEFINE = re.compile(r"\s*\\?define\s*\(", re.IGNORECASE)
DEFINED = re.compile(rf"{DEFINE.pattern}\s*['\"]([\w\\]+)['\"]", re.IGNORECASE)
USE = re.compile(r"\s*use\s", re.IGNORECASE)
EMPTY = re.compile(r"\s*;?\s*\Z")

MARK = re.compile(r"[()\[\]{};]")
MEMBER = re.compile(r"\bpublic\b[^;{}()=]*?(?:\bfunction\s+|\$)(\w+)")
UNKNOWN = re.compile(r"(?:undefined function |Undefined constant \")(?:\w+\\)*(\w+)")

DECLARATIONS = (FUNCTION, TYPE, CONSTANTS, DEFINE, USE, EMPTY)
WITHOUT_BODY = (CONSTANTS, DEFINE, USE)
"""Declarations that end with a semicolon, whatever braces they have."""

Name = tuple[str, str]
"""A kind of names and one of them, as PHP compares it: in functions and classes without its case."""


def declarations_of(cell: str) -> str:
    """The cell without what is no declaration: lines keep their numbers, and are empty there."""
    code, kept, end = _bare(cell), [], 0
    for begin, end in _statements(cell, code):
        text = cell[begin:end]
        is_kept = any(kind.match(code[begin:end]) for kind in DECLARATIONS)
        kept.append(text if is_kept else "\n" * text.count("\n"))
    return "".join([*kept, cell[end:]])


def names_declared_in(cell: str) -> dict[Name, str]:
    """The names that its declarations take in all files of PHP, each as it is written there."""
    code, found = _bare(cell), {}
    for begin, end in _statements(cell, code):
        for kind, name in _names(cell[begin:end], code[begin:end]):
            found[kind, name.lower() if kind in ("function", "type") else name] = name
    return found


def functions_of(cell: str) -> list[str]:
    """The code of each function of a cell that has nothing else, without texts and comments; else []."""
    code = _bare(cell)
    statements = [code[begin:end].strip() for begin, end in _statements(cell, code)]
    return statements if all(map(WHOLE_FUNCTION.match, statements)) else []


def return_at(cell: str, line: int) -> tuple[int, int]:
    """The first and the last line of the `return` that a line is in; the line itself where it is in none."""
    code = _bare(cell)
    for found in reversed([*re.finditer(r"\breturn\b", code)]):
        first = code.count("\n", 0, found.start()) + 1
        last = code.count("\n", 0, _end_of(code, found.start())) + 1
        if first <= line <= last:
            return first, last
    return line, line


def _end_of(code: str, begin: int) -> int:
    """The place of the semicolon that ends a statement inside a function."""
    return next(
        (mark.start() for mark, depth in _marks(code, begin) if mark[0] == ";" and depth == 0), len(code)
    )


def member_behind_a_dot(message: str, cell: str) -> str:
    """The name that PHP does not know, where a dot joins it to something and an object has it; else "".

    PHP takes `$reader.nextFrame()`, as Python writes it, for a string and the result of a function.
    """
    unknown = UNKNOWN.search(message)
    if unknown is None or not re.search(rf"[\w\])]\s*\.\s*{unknown[1]}\b", _bare(cell)):
        return ""
    return unknown[1] if unknown[1] in _members_of_the_kit() | members_of(cell) else ""


def members_of(source: str) -> set[str]:
    """The public methods and properties of the classes in a source."""
    return set(MEMBER.findall(_bare(source)))


@cache
def _members_of_the_kit() -> set[str]:
    files = (PHP_CLIENT / "src").glob("*.php")
    return {name for file in files for name in members_of(file.read_text(encoding="utf-8"))}


def _names(text: str, code: str) -> Iterator[Name]:
    """The names that one statement declares, as they are written."""
    for kind, pattern in (("function", FUNCTION), ("type", TYPE)):
        if declared := pattern.match(code):
            yield kind, declared[1]
    if CONSTANTS.match(code):
        yield from (("const", name) for name in CONSTANT.findall(code))
    if DEFINE.match(code) and (defined := DEFINED.match(text[len(text) - len(code.lstrip()) :])):
        yield "define", defined[1]


def _statements(cell: str, code: str) -> Iterator[tuple[int, int]]:
    """Where each statement outside all braces begins, with the comments above it, and where it ends."""
    begin = 0
    for mark, depth in _marks(code):
        if depth == 0 and _ends(mark[0], code[begin : mark.end()]):
            behind = COMMENT_BEHIND.match(cell, mark.end())
            end = behind.end() if behind else mark.end()
            yield begin, end
            begin = end
    if code[begin:].strip():
        yield begin, len(code)


def _marks(code: str, begin: int = 0) -> Iterator[tuple[re.Match[str], int]]:
    """Each bracket and semicolon from a place on, with the number of brackets that are open behind it."""
    depth = 0
    for mark in MARK.finditer(code, begin):
        depth = max(0, depth + (mark[0] in "([{") - (mark[0] in ")]}"))
        yield mark, depth


def _ends(mark: str, code: str) -> bool:
    """Whether a mark outside all braces ends the statement of which this is the code so far."""
    return mark == ";" or (mark == "}" and not any(kind.match(code) for kind in WITHOUT_BODY))


def _bare(cell: str) -> str:
    """The cell, as long as it is, with blanks for comments and quotes for texts."""
    return OPAQUE.sub(_filled, cell)


def _filled(found: re.Match[str]) -> str:
    if found["comment"]:
        return re.sub(r"[^\n]", " ", found[0])
    text = re.sub(r"[^\n]", "'", found[0])
    return f"{text[:-1]};" if found["page"] else text
