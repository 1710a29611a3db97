"""The verdict of a check, as plain values: it is sent from the worker to the kernel as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from enum import IntEnum, StrEnum
from typing import Any

from ..declaring.python_text import is_short, python_text
from .comparison import error_text


class Fault(StrEnum):
    """The reason why an answer is not right yet. Each has a sentence of its own in the text catalogue."""

    NONE = ""
    DIFFERENT = "different"
    RETURNS_NONE = "returns_none"
    GIVES_NONE = "gives_none"
    OTHER_ERROR = "other_error"
    RETURNS_STR = "returns_str"
    RETURNS_OTHER_TYPE = "returns_other_type"
    RAISES = "raises"
    RAISES_OTHER = "raises_other"
    RAISES_NOTHING = "raises_nothing"
    RETURNS_ERROR = "returns_error"
    UNKNOWN_NAME = "unknown_name"
    FAILS_TO_DEFINE = "fails_to_define"
    SIGNATURE = "signature"
    NOT_ASYNC = "not_async"
    IS_ASYNC = "is_async"
    ARGUMENT_CHANGED = "argument_changed"
    WORKS_ONCE = "works_once"
    NOTEBOOK_STATE = "notebook_state"
    NOTEBOOK_ONLY = "notebook_only"
    KITS_OWN = "kits_own"
    KITS_LATER = "kits_later"
    ENDLESS_LOOP = "endless_loop"
    RECURSION = "recursion"
    RECURSION_GOES_ON = "recursion_goes_on"
    MEMORY = "memory"
    PRINT_FLOOD = "print_flood"
    CRASHED = "crashed"
    SYNTAX = "syntax"
    NEVER_ARRIVES = "never_arrives"
    TOO_LATE = "too_late"
    NOT_AWAITED = "not_awaited"
    GIVES_A_FUTURE = "gives_a_future"
    FATAL = "fatal"
    NO_PHP = "no_php"


@dataclass(frozen=True)
class Shown:
    """A value as it is shown: Python text, and what can be drawn.

    Attributes:
        text: as a learner would type it.
        type: the name of its type.
        hex: the bytes, or None.
        number: the number, or None. `Opcode.TEXT` is one too; None if it is endlessly long.
        characters: the characters, or None if it is no text.
        raised: it was raised, not returned.
    """

    text: str
    type: str
    hex: str | None = None
    number: int | None = None
    characters: str | None = None
    raised: bool = False

    @property
    def data(self) -> bytes | None:
        """The bytes, if it is bytes."""
        return None if self.hex is None else bytes.fromhex(self.hex)


def shown(value: Any, raised: bool = False) -> Shown:
    """A value in the form in which it is sent and shown."""
    is_bytes = isinstance(value, (bytes, bytearray))
    value = int(value) if isinstance(value, IntEnum) else value
    return Shown(
        text=python_text(value),
        type=error_text(value) if raised else type(value).__name__,
        hex=bytes(value).hex() if is_bytes else None,
        number=value if type(value) is int and is_short(value) else None,
        characters=value if isinstance(value, str) else None,
        raised=raised,
    )


@dataclass(frozen=True)
class Told:
    """One step of a scenario, as a page shows it.

    Attributes:
        source: the step.
        gives: its value as Python text, or ""; the last one told has none where it failed.
        raised: that was raised.
    """

    source: str
    gives: str = ""
    raised: bool = False


@dataclass(frozen=True)
class Place:
    """The way from a value to one of its parts.

    Attributes:
        kind: "item", "key" or "field".
        name: the item's number, from 1; the key as Python text; the field's name.
        noun: what an item is: "event", "frame" or "item".
    """

    kind: str
    name: str
    noun: str = ""


@dataclass(frozen=True)
class Difference:
    """The first difference between two values that have parts.

    Attributes:
        path: from the whole to the part that differs.
        expected, received: that part; None where there is none.
        alike: the parts before it that are as they should be, on the outermost level: name and value.
        whole_expected, whole_received: the part on the outermost level, in which it is.
        record_expected, record_received: the record of which it is a field, or "".
    """

    path: tuple[Place, ...]
    expected: Shown | None
    received: Shown | None
    alike: tuple[tuple[str, str], ...] = ()
    whole_expected: str = ""
    whole_received: str = ""
    record_expected: str = ""
    record_received: str = ""

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Difference:
        """From the values of its fields."""
        return cls(
            **values
            | {
                "path": tuple(Place(**place) for place in values["path"]),
                "expected": values["expected"] and Shown(**values["expected"]),
                "received": values["received"] and Shown(**values["received"]),
                "alike": tuple((name, text) for name, text in values["alike"]),
            }
        )


@dataclass(frozen=True)
class Finding:
    """One known fact about a wrong answer.

    Attributes:
        witness: how it is known: "model" (it does as a mistake of the catalogue does), "relation" (of the
            bytes received to those expected), "source" (a change of the answer that makes it right), "error".
        key: of its words in the text catalogue.
        values: what the words need.
    """

    witness: str
    key: str
    values: dict[str, str] = field(default_factory=dict)

    def saying(self, **values: str) -> Finding:
        """The same fact with more values for its words."""
        return replace(self, values={**self.values, **values})

    def of_one_example(self) -> Finding:
        """The same fact without the examples that it is about."""
        kept = {
            name: value for name, value in self.values.items() if name not in ("group", "partial", "here")
        }
        return replace(self, values=kept)


@dataclass(frozen=True)
class Verdict:
    """The outcome of one check.

    Attributes:
        fault: what is wrong, `Fault.NONE` if nothing is.
        example: the number of the first example that fails, or None if none was reached.
        expected, received: what that example should give, and what it gave.
        findings: the likely mistakes, as the package `diagnosing` names them.
        line: the line of the cell where it happened, counted from 1, or None.
        detail: a name, a signature, an error's message: what the fault's sentence needs.
        printed: what the answer printed during that example.
        shows: what the showcase example gives, when all is right.
        steps: of a scenario, up to the one that failed; when all is right, those of the showcase.
        difference: the first one between expected and received, if they have parts.
        remark: the key of what there is to say of a right answer, in the texts of the exercise, or "".
    """

    fault: Fault = Fault.NONE
    example: int | None = None
    expected: Shown | None = None
    received: Shown | None = None
    findings: tuple[Finding, ...] = ()
    line: int | None = None
    detail: dict[str, str] = field(default_factory=dict)
    printed: str = ""
    shows: Shown | None = None
    steps: tuple[Told, ...] = ()
    difference: Difference | None = None
    remark: str = ""

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.fault is Fault.NONE

    @property
    def mistake(self) -> str:
        """The key of the catalogue's mistake that is named first, or ""."""
        return next((finding.key for finding in self.findings if finding.witness == "model"), "")

    def to_json(self) -> dict[str, Any]:
        """As values that `json.dumps` takes."""
        return asdict(self) | {"fault": self.fault.value}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Verdict:
        """From what `to_json` gave."""
        values = dict(values, fault=Fault(values["fault"]))
        for name in ("expected", "received", "shows"):
            values[name] = values[name] and Shown(**values[name])
        values["steps"] = tuple(Told(**step) for step in values["steps"])
        values["difference"] = values["difference"] and Difference.from_json(values["difference"])
        values["findings"] = tuple(Finding(**finding) for finding in values["findings"])
        return cls(**values)
