"""The state diagram of a connection, drawn from `TRANSITIONS`.

`python tests/conformance/state_diagram.py` puts it into docs/conformance.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

from framebyframe.wire import TRANSITIONS, State

sys.path.append(str(Path(__file__).resolve().parents[1] / "bench"))

from documented import write_part


def diagram() -> str:
    """A Mermaid state diagram: one arrow for each entry of the table."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {State.CONNECTING.name}"]
    for state, row in TRANSITIONS.items():
        lines += [f"    {state.name} --> {after.name}: {trigger.value}" for trigger, after in row.items()]
    lines += [f"    {state.name} --> [*]" for state, row in TRANSITIONS.items() if not row]
    return "\n".join([*lines, "```"])


if __name__ == "__main__":
    write_part("conformance.md", "states", diagram())
