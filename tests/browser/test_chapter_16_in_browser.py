"""Chapter 16 as a learner meets it in JupyterLab: wrong, a hint, right, a restart, a race that is drawn."""

from __future__ import annotations

import pytest

from .chapter_cells import COLD, ONE_SOLVED, cells_of, wrong_then_right
from .laboratory import OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CELLS = cells_of("16")
RIGHT = """\
@exercise
def take_turns(names: Sequence[str], rounds: int) -> list[list[str]]:
    return [[*names[n % len(names):], *names[: n % len(names)]] for n in range(rounds)]
"""
WRONG = RIGHT.replace(", *names[: n % len(names)]", "")


def test_wrong_a_hint_right_a_restart_and_a_race_of_pipes(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(*CELLS)
    notebook.run_all()
    last = len(CELLS) - 1
    eventually(lambda: "above p50" in notebook.shown(last), 6 * COLD)
    mine = CELLS.place_of("def take_turns(")

    wrong_then_right(
        notebook,
        mine,
        wrong=WRONG,
        said="before the first one are left out",
        hint="Who begins in the round after the last name",
        right=RIGHT,
        done="✓ take_turns",
    )

    notebook.restart_kernel()
    notebook.write_and_run(0, CELLS[0])
    eventually(lambda: "Yours in this notebook: take_turns" in notebook.shown(0), COLD)
    race = CELLS.place_of("def race(")
    notebook.write_and_run(race, CELLS[race])
    drawn = CELLS.place_of('race("websocket_kept", "http_kept")')
    notebook.write_and_run(drawn, CELLS[drawn])
    figure = notebook.output(drawn).locator("figure img")
    eventually(lambda: figure.count() == 1, 2 * COLD)
    eventually(lambda: "WebSocket, kept; HTTP, kept alive" in (figure.get_attribute("alt") or ""))
    notebook.write_and_run(last, "progress()")
    eventually(lambda: ONE_SOLVED in notebook.shown(last))
