"""Lengths of the answer key's functions: `python tests/bench/function_lengths.py [--write]`.

A length is the lines of code in a function's body: no docstring, no comment, no blank line. --write puts the
tables of wire/ and rpc/ into docs/performance.md.
"""

from __future__ import annotations

import argparse
import ast
import tokenize
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from documented import table, write_part

PACKAGE = Path(__file__).resolve().parents[2] / "framebyframe"
ANSWER_KEY = ("wire", "rpc")
NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}

Definition = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Function:
    module: str
    name: str
    lines: int


def lines_with_code(path: Path) -> set[int]:
    """The numbers of the lines that hold more than a comment."""
    with tokenize.open(path) as source:
        tokens = [token for token in tokenize.generate_tokens(source.readline) if token.type not in NO_CODE]
    return {line for token in tokens for line in range(token.start[0], token.end[0] + 1)}


def body_lines(function: Definition, code: set[int]) -> int:
    """Lines of code in the body, its docstring apart."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return len({line for node in body for line in range(node.lineno, (node.end_lineno or 0) + 1)} & code)


def functions(folder: Path) -> list[Function]:
    """Every function and method of the modules in `folder`, and in the folders of it."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        code = lines_with_code(path)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, Definition):
                module = ".".join(path.relative_to(folder).with_suffix("").parts)
                found.append(Function(module, node.name, body_lines(node, code)))
    return found


def lengths_table(folder: Path) -> str:
    """One line for each module, then all of them."""
    rows = [("module", "functions", "median", "90 % have at most", "longest")]
    everything = functions(folder)
    for module in sorted({function.module for function in everything}):
        rows.append(row(f"`{module}`", [one for one in everything if one.module == module]))
    return table([*rows, row("**all**", everything)])


def row(name: str, some: list[Function]) -> tuple[str, ...]:
    lengths = [function.lines for function in some]
    longest = max(some, key=lambda function: function.lines)
    return (
        name,
        str(len(some)),
        f"{median(lengths):g}",
        f"{ninetieth(lengths):g}",
        f"{longest.lines} (`{longest.name}`)",
    )


def ninetieth(lengths: list[int]) -> float:
    """The 90th percentile."""
    return quantiles(lengths, n=10, method="inclusive")[-1] if len(lengths) > 1 else lengths[0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    options = parser.parse_args()
    for name in ANSWER_KEY:
        print(lengths := lengths_table(PACKAGE / name))
        if options.write:
            write_part("performance.md", f"function lengths of {name}", lengths)
