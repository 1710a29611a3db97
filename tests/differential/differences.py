"""The places where websockets and wsproto depart from the rules, and the sentence that decides.

`python tests/differential/differences.py` puts the table into docs/conformance.md.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from stream_rules import Feature, Rule, Verdict

sys.path.append(str(Path(__file__).resolve().parents[1] / "bench"))

from documented import table, write_part

ANYTHING = None


@dataclass(frozen=True)
class Difference:
    """One way in which a codec departs from the rules.

    Attributes:
        peer: the codec.
        cause: the rule that the stream breaks, or what it holds.
        does: what the codec does there.
        codes: the close codes it can come to, or ANYTHING if it reads on.
    """

    peer: str
    cause: Rule | Feature
    does: str
    codes: tuple[int | None, ...] | None = ANYTHING

    def explains(self, expected: Verdict, got: Verdict) -> bool:
        if self.cause is Feature.UNFINISHED_FRAME:
            return self.explains_the_moment(expected, got)
        happens = self.cause is expected.rule or self.cause in expected.features
        return happens and (self.codes is ANYTHING or got.close_code in self.codes)

    def explains_the_moment(self, expected: Verdict, got: Verdict) -> bool:
        """Whether messages are the same, and one of the two has not decided yet."""
        same = (got.messages, got.pings) == (expected.messages, expected.pings)
        waits = (got.close_code is None) is not (expected.close_code is None)
        return self.cause in expected.features and same and waits


DIFFERENCES = [
    Difference("websockets", Rule.LENGTH_NOT_MINIMAL, "takes the frame"),
    Difference("websockets", Rule.LENGTH_HIGHEST_BIT, "1009: a frame beyond its limit", (1009,)),
    Difference(
        "websockets",
        Rule.NOT_UTF8,
        "decodes text at the end of its message: another fault may come first, or nothing",
    ),
    Difference("websockets", Rule.DOES_NOT_INFLATE, "1002", (1002,)),
    Difference("websockets", Feature.CLOSE_INSIDE_MESSAGE, "1002", (1002,)),
    Difference("websockets", Feature.TWO_FAULTS, "1009 or 1007: looks at size and text first", (1009, 1007)),
    Difference("websockets", Feature.FINAL_BLOCK, "never inflates anything after that block"),
    Difference(
        "websockets", Feature.UNFINISHED_FRAME, "waits for the payload, or looks at the first two bytes"
    ),
    Difference("wsproto", Rule.TOO_BIG, "has no limit"),
    Difference("wsproto", Rule.MESSAGE_INSIDE_MESSAGE, "1007: inflates first", (1007,)),
    Difference(
        "wsproto", Feature.CONTROL_INSIDE_COMPRESSED, "takes the rest of the message for uncompressed"
    ),
    Difference("wsproto", Feature.REGISTERED_CODE_1014, "1002: does not know it", (1002,)),
    Difference("wsproto", Feature.FINAL_BLOCK, "never inflates anything after that block"),
    Difference("wsproto", Feature.UNFINISHED_FRAME, "looks at the first two bytes"),
]


def explanation(peer: str, expected: Verdict, got: Verdict) -> Difference | None:
    """The entry of the list that explains a verdict other than the expected one; None if there is none."""
    entries = (entry for entry in DIFFERENCES if entry.peer == peer)
    return next((entry for entry in entries if entry.explains(expected, got)), None)


def differences_table() -> str:
    """The list, as a Markdown table."""
    rows = [("what comes", "wire", "differs", "the sentence that decides")]
    for entry in DIFFERENCES:
        cause = entry.cause
        ours = str(cause.code) if isinstance(cause, Rule) else "takes it"
        ours = "the other fault's code" if cause is Feature.TWO_FAULTS else ours
        ours = "when the header is there" if cause is Feature.UNFINISHED_FRAME else ours
        sentence = f"{cause.section}: “{cause.sentence}”" if cause.section else cause.sentence
        rows.append((cause.words, ours, f"{entry.peer}: {entry.does}", sentence))
    return table(rows).replace("---:", "---")


if __name__ == "__main__":
    write_part("conformance.md", "differences", differences_table())
