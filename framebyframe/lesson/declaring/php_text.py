"""PHP in the declarations: values as PHP writes them, and a function found in its file."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from functools import cache
from typing import Any

from framebyframe.peers.places import ROOT

from .python_text import LONGEST_RUN, shorten
from .syntax import source_lines

MAGIC = "%%php"
"""The first line of a cell in which a PHP function is written."""

WARNING = "Warning on line "
"""How a line begins with which a warning of PHP's stands among what was printed."""

COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*|#(?!\[)[^\n]*", re.DOTALL)
NAME = re.compile(r"^\s*function\s+&?\s*(\w+)\s*\(", re.MULTILINE)
BITWISE = re.compile(r"(?<![&|])[&|^](?![&|])")
QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)
ASIDE = re.compile(f"{QUOTED.pattern}|{COMMENT.pattern}", re.DOTALL)
"""What is no code: a text in quotes, or a comment."""

STATEMENT = re.compile(r"^\s*(?:<\?php|echo\b.*;|\$\w+\s*=.*;)", re.MULTILINE)
CLEAR = rb"[ !#%-\[\]-}]"
"""A byte that stands for itself in double quotes: no quote, backslash, dollar sign, and no `~`, a 7e."""

PLAIN = re.compile(CLEAR + rb"+")
WORDS = re.compile(rb"(?P<plain>" + CLEAR + rb"*[A-Za-z]" + CLEAR + rb"*)|.", re.DOTALL)
"""What reads as text among other bytes has a letter: a comma in a length is a 2c."""


ENDS_NO_STATEMENT = f"{string.ascii_letters}{string.digits}_)]'\""
"""Letters with which a line of PHP ends where a `;` may be missing."""


class PhpObject:
    """An object that PHP made: its public properties are attributes.

    Its class is made for it and has the name of PHP's class, or "Opcode::Text" for a case of an enumeration.
    """

    def __init__(self, properties: dict[str, Any]) -> None:
        vars(self).update(properties)

    def __repr__(self) -> str:
        return php_text(self)


class PhpError(Exception):
    """An error that PHP threw. Its class is made for it, like the class of a `PhpObject`, with its parents.

    Attributes:
        line: in the learner's cell; 0 if it did not come out there.
    """

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line

    @property
    def is_of_php(self) -> bool:
        """Whether PHP itself threw it, for a wrong type or an unknown function, and no `throw`."""
        return "Error" in (kind.__name__ for kind in type(self).__mro__)


@cache
def object_class(name: str) -> type[PhpObject]:
    """The class of the objects that PHP calls so."""
    return type(name, (PhpObject,), {})


@cache
def error_class(name: str, parents: tuple[str, ...] = ()) -> type[PhpError]:
    """The class of the errors that PHP calls so; the nearest of its parents comes first."""
    parent = error_class(parents[0], parents[1:]) if parents else PhpError
    return type(name, (parent,), {})


def php_text(value: Any) -> str:
    """The value as PHP source, shortened."""
    return shorten(_text(value))


def whole_text(value: Any) -> str:
    """The value as PHP source that gives it: not shortened."""
    return f"hex2bin('{value.hex()}')" if isinstance(value, bytes) else _text(value)


def call_text(name: str, arguments: Iterable[Any]) -> str:
    """A call as PHP source."""
    return f"{name}({', '.join(map(php_text, arguments))})"


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return _bytes_text(value)
    if isinstance(value, PhpError):
        return f'{type(value).__name__}("{value}")'
    if isinstance(value, PhpObject):
        fields = ", ".join(f"{name}: {_text(item)}" for name, item in vars(value).items())
        return f"{type(value).__name__}({fields})" if fields else type(value).__name__
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, dict):
        return f"[{', '.join(f'{_text(key)} => {_text(item)}' for key, item in value.items())}]"
    if isinstance(value, bool):
        return str(value).lower()
    return "null" if value is None else repr(value)


def _bytes_text(value: bytes) -> str:
    if len(value) > LONGEST_RUN and value == value[:1] * len(value):
        return f"str_repeat({_bytes_text(value[:1])}, {len(value)})"
    if PLAIN.fullmatch(value):
        return f'"{value.decode()}"'
    return '"' + "".join(_run_text(run) for run in WORDS.finditer(value)) + '"'


def _run_text(run: re.Match[bytes]) -> str:
    return run[0].decode() if run["plain"] else f"\\x{run[0].hex()}"


# --- a function in its file ----------------------------------------------------------------------


def file_text(module: str) -> str:
    """The text of a reference's file, "php_client/src/mask.php"."""
    return (ROOT / module).read_text(encoding="utf-8")


def function_in(text: str, name: str) -> str:
    """A function with the comment above it; as PSR-12 has it, its first and last line are not indented.

    Raises:
        LookupError: there is none.
    """
    lines = text.splitlines()
    found = [number for number, line in enumerate(lines) if line.startswith(f"function {name}(")]
    if not found:
        raise LookupError(f"no function {name} in this file")
    end = lines.index("}", found[0])
    above = [number for number in range(found[0]) if lines[number] == "/**"]
    has_comment = bool(above) and lines[found[0] - 1] == " */"
    return "\n".join(lines[above[-1] if has_comment else found[0] : end + 1]) + "\n"


def header_of(text: str, name: str) -> str:
    """The text of the file before the function and its comment."""
    return text[: text.index(function_in(text, name))]


def without_body(function: str) -> str:
    """The function with nothing but `// ...` between its braces."""
    lines = function.splitlines()
    begin = next(number for number, line in enumerate(lines) if line == "{")
    return "\n".join([*lines[: begin + 1], "    // ...", "}"]) + "\n"


def may_give_null(function: str) -> bool:
    """Whether its return type allows null."""
    signature = COMMENT.sub("", function).partition("{")[0]
    return bool(re.search(r"\)\s*:\s*(\?|.*\bnull\b|mixed)", signature))


def parameters_of(function: str) -> list[str]:
    """The names of its parameters."""
    signature = COMMENT.sub("", function).partition("{")[0]
    return re.findall(r"\$(\w+)", signature)


def names_in(cell: str) -> list[str]:
    """The functions that a cell defines."""
    return NAME.findall(COMMENT.sub(_blank, cell))


def is_unwritten(cell: str) -> bool:
    """Whether its function has nothing between its braces but comments."""
    bare = COMMENT.sub("", cell)
    return bool(re.fullmatch(r"[^{]*\{\s*\}\s*", bare))


def same_code(one: str, other: str) -> bool:
    """Whether two functions differ in comments and layout at most."""
    return COMMENT.sub(" ", one).split() == COMMENT.sub(" ", other).split()


def code_of(line: str) -> str:
    """A line without the comment at its end; "" for one that is a comment alone."""
    code = COMMENT.sub("", line).strip()
    return "" if code.startswith(("/*", "*")) else code


def bitwise_in(source: str) -> set[str]:
    """The operators on bits that stand in its code: `&`, `|`, `^`."""
    return set(BITWISE.findall(ASIDE.sub("", source)))


def is_without_magic(cell: str) -> bool:
    """Whether it is PHP whose first line is no magic."""
    has_function = bool(names_in(cell)) and "$" in cell
    return not cell.lstrip().startswith("%%") and (has_function or bool(STATEMENT.search(cell)))


def line_without_semicolon(cell: str, line: int) -> int:
    """The last line with code before the one where PHP stops, if nothing ends it; else 0."""
    before = [(number, code_of(text)) for number, text in enumerate(source_lines(cell)[: line - 1], 1)]
    number, code = next(((number, code) for number, code in reversed(before) if code), (0, ""))
    return number if number > 1 and code[-1] in ENDS_NO_STATEMENT else 0


def _blank(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")
