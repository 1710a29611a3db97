"""A run as a test for pytest, which stands alone: a copy with other functions is made in it anew."""

from __future__ import annotations

from .scenario import Scenario
from .variants import Change, changes_of

PLAIN = '''\
from framebyframe.simulation import replay


def {name}() -> None:
    """{words}"""
    found = replay({scenario!r}, {package!r})
    assert found.broken == ()
'''
OF_A_VARIANT = '''\
import {package}

from framebyframe.simulation import replay, variant

{texts}

def {name}() -> None:
    """{words}"""
{made}
    found = replay({scenario!r}, programs.__name__)
    assert found.broken == ()
'''


def as_test(name: str, words: str, scenario: Scenario, package: str) -> str:
    """The text of a test that replays a run.

    Args:
        name: of its function.
        words: its docstring.
        scenario: of the run.
        package: the name of the programs; a copy of them lasts as long as its process, so the test makes it.
    """
    base, changes = changes_of(package)
    told = {"name": name, "words": words, "scenario": scenario.to_json(), "package": base}
    if not changes:
        return PLAIN.format(**told)
    texts = "\n".join(
        f"{_constant(place, replaced)} = {_quoted(text)}\n"
        for place, change in enumerate(changes)
        for replaced, text in change.functions.items()
    )
    sources = [base, *["programs"] * len(changes)]
    made = "\n".join(_made(place, *each) for place, each in enumerate(zip(sources, changes, strict=False)))
    return OF_A_VARIANT.format(texts=texts, made=made, **told)


def _constant(place: int, name: str) -> str:
    """The name of a text: with a number from the second copy on, which may change the same function."""
    return name.replace(".", "_").upper() + (f"_{place + 1}" if place else "")


def _quoted(text: str) -> str:
    if "\\" in text or '"""' in text:
        return repr(text)
    return f'"""\\\n{text.rstrip()}\n"""'


def _made(place: int, source: str, change: Change) -> str:
    """The line that makes the copy of a package. The name of a method has a dot, so it can be no keyword."""
    plain = [f"{name}={_constant(place, name)}" for name in change.functions if "." not in name]
    methods = [f'"{name}": {_constant(place, name)}' for name in change.functions if "." in name]
    given = [f'"{change.module}"', *plain, *([f"**{{{', '.join(methods)}}}"] if methods else [])]
    return f"    programs = variant({source}, {', '.join(given)})"
