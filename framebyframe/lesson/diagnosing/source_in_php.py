"""The third witness for PHP: changes of the text of an answer that make every example pass.

Each is one slip of the language, whatever the exercise is. It is said where the changed answer, run on every
example, is right: then the cause is known, and no mistake of the catalogue needs to be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..checking.php import Stopped, outcomes_of_source
from ..checking.verdict import Finding
from ..declaring import php_text
from .evidence import Evidence, passes

NAME, ITEM = r"\$\w+", r"\$\w+\[[^\]\n]*\]"

SLIPS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("static", re.compile(rf"\bstatic (?P<code>{NAME})"), r"\g<code>"),
    ("throw", re.compile(r"(?m)^(?P<before>[ \t]*)new (?P<code>\\?\w+)\("), r"\g<before>throw new \g<code>("),
    ("quotes", re.compile(r"'(?P<code>(?:\$\w+|(?:\\x[0-9a-fA-F]{1,2})+))'"), r'"\g<code>"'),
    ("ord", re.compile(rf"(?:\(int\) ?|\bintval)\(?(?P<code>{ITEM})\)?"), r"ord(\g<code>)"),
    ("unpack", re.compile(r"(?P<code>\bunpack\([^;\n]*?\))\[0\]"), r"\g<code>[1]"),
    ("return", re.compile(rf"(?m)^[ \t]*(?P<code>return {NAME};)\n(?=[ \t]*\}}\s*(?P=code))"), ""),
)
"""The key of the words, the text of the slip, and what stands there without it."""


def slip_in_php(evidence: Evidence) -> Finding | None:
    """The first slip of the language without which every example passes; None if there is none."""
    source = evidence.submission.source
    for key, pattern, instead in SLIPS:
        found = next(_in_code(pattern, source), None)
        if found is not None and _is_right(evidence, pattern.sub(instead, source)):
            line = source.count("\n", 0, found.start("code")) + evidence.submission.line
            return Finding("source", f"php.{key}", {"line": str(line), "code": found["code"]})
    return None


def _in_code(pattern: re.Pattern[str], source: str) -> Iterator[re.Match[str]]:
    """Where the text stands, comments left out."""
    comments = [match.span() for match in php_text.COMMENT.finditer(source)]
    for match in pattern.finditer(source):
        if not any(start <= match.start("code") < end for start, end in comments):
            yield match


def _is_right(evidence: Evidence, source: str) -> bool:
    try:
        received = outcomes_of_source(evidence.exercise, source)
    except Stopped:
        return False
    return all(map(passes, evidence.expected, received))


LAST = re.compile(r"^(?P<before>\s*)(?:(?P<print>echo|print)\b *(?P<given>.+)|(?P<name>\$\w+) =[^=].*);$")
"""A statement at the end of a function whose value was to come back."""


def with_its_value_returned(evidence: Evidence) -> Evidence | None:
    """The evidence of the answer whose last statement returns what it works out, or prints.

    None where the function does not end in such a statement, or where the examples do not fail for that.
    """
    received = evidence.received[evidence.first]
    line = getattr(received.value, "line", 0) if received is not None else 0
    if evidence.slips != evidence.failing or "none returned" not in str(received.value if received else ""):
        return None
    lines = evidence.submission.source.split("\n")
    at = line - evidence.submission.line - 1
    last = LAST.match(lines[at]) if 0 <= at < len(lines) else None
    if last is None:
        return None
    if last["print"]:
        lines[at] = f"{last['before']}return {last['given']};"
    else:
        lines[at] += f" return {last['name']};"
    try:
        changed = evidence.after(outcomes_of_source(evidence.exercise, "\n".join(lines)))
    except Stopped:
        return None
    return changed if changed.failing else None
