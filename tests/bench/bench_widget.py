"""The time from a click in a widget until the kernel's reply is on screen, in a real JupyterLab.

python tests/bench/bench_widget.py            print it
python tests/bench/bench_widget.py --write    put it into docs/performance.md, too
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from browser.laboratory import FLAGS, Notebook, find_browser, running_lab, write_notebook
from documented import circumstances, table, write_part
from playwright.sync_api import sync_playwright

CLICKS = 50
WARM_UP = 5
REACH = 100
"""Milliseconds that the median may take."""


@dataclass(frozen=True)
class Work:
    """One thing that is clicked again and again in a widget.

    Attributes:
        what: the widget, and what a click does in it.
        cell: shows the widget.
        clicked: selectors, or names of buttons; the first of them that is offered is clicked.
        drawn: the selector of a part that only the kernel's reply changes.
        before: the name of a button that is clicked once, before all.
    """

    what: str
    cell: str
    clicked: tuple[str, ...]
    drawn: str
    before: str = ""


def shown(widget: str, arguments: str = "", *before: str) -> str:
    """A cell that shows a widget, with lines before it."""
    return "\n".join([*before, f"from framebyframe.widgets import {widget}", f"{widget}({arguments})"])


STREAM = (
    "from framebyframe.wire import Frame, Opcode, encode_frame",
    'stream = encode_frame(Frame(Opcode.TEXT, b"Hello")) * 20',
)
SERVER = ("from framebyframe import peers", "server = peers.python()")
WORKS = (
    Work(
        "FrameBuilder: a bit is flipped",
        shown("FrameBuilder"),
        ('.fbf-bit[data-bit="0"]',),
        ".fbf-sentence",
    ),
    Work(
        "MaskPlayer: the key is moved by a byte",
        shown("MaskPlayer", 'b"Hello, you"'),
        ("Move the key by one byte",),
        ".fbf-mask-rows",
    ),
    Work(
        "StreamPlayer: a cut is made or mended",
        shown("StreamPlayer", "stream", *STREAM),
        ('.fbf-stream-byte[data-place="8"]',),
        ".fbf-stream-table",
    ),
    Work("HandshakeBuilder: a new key", shown("HandshakeBuilder"), ("New key",), ".fbf-hand-key"),
    Work(
        "ConnectionInMotion: a step back or on",
        shown("ConnectionInMotion", "server", *SERVER),
        ("Back", "Step"),
        ".fbf-motion-slider output",
        before="Call the server",
    ),
)

CLICK = """async ([clicked, drawn]) => {
    const root = document.querySelector(".fbf-widget");
    const found = name => root.querySelector(/^[.]/.test(name) ? name : "nothing")
        ?? [...root.querySelectorAll("button")].find(one => one.textContent === name);
    const offered = one => one && one.getAttribute("aria-disabled") !== "true";
    const look = () => root.querySelector(drawn).value ?? root.querySelector(drawn).outerHTML;
    const [control, start, before] = [clicked.map(found).find(offered), performance.now(), look()];
    control.click();
    while (look() === before) await new Promise(requestAnimationFrame);
    return performance.now() - start;
}"""
"""What is clicked may change at once, without the kernel. The clock stops in the frame that is about to be
painted with what the kernel says."""


def measure(page: Any, work: Work) -> list[float]:
    """Milliseconds of each click."""
    page.locator(".fbf-widget").locator(work.drawn).wait_for(state="attached")
    if work.before:
        page.evaluate(CLICK, [[work.before], work.drawn])
    times = [page.evaluate(CLICK, [list(work.clicked), work.drawn]) for _ in range(WARM_UP + CLICKS)]
    return times[WARM_UP:]


def clicks() -> tuple[dict[Work, list[float]], str]:
    """The times of each work, and the browser's version."""
    program = find_browser()
    if not program:
        raise SystemExit("no chromium here: `apt install chromium` (or Google Chrome) to run this")
    times: dict[Work, list[float]] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=FLAGS)
        with running_lab(Path(folder)) as address:
            for place, work in enumerate(WORKS):
                name = f"clicks_{place}.ipynb"
                write_notebook(Path(folder) / "notebooks" / name, work.cell)
                notebook = Notebook(browser.new_page(), address, name)
                notebook.run_all()
                times[work] = measure(notebook.page, work)
                notebook.page.close()
        name = f"Chromium {browser.version}"
        browser.close()
    return times, name


def row(work: Work, times: list[float]) -> tuple[str, ...]:
    """One row of the table."""
    median, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    reached = f"{'✓' if median <= REACH else '✗'} {REACH} ms"
    return (work.what, str(len(times)), f"{median:.0f} ms", f"{slow:.0f} ms", reached)


def report(times: dict[Work, list[float]], browser: str, load: float) -> str:
    """The table, and where and when it was made."""
    rows = [row(work, taken) for work, taken in times.items()]
    head = ("work", "clicks", "median", "95 % take at most", "reach")
    programs = [f"{name} {version(name)}" for name in ("jupyterlab", "ipykernel", "anywidget")]
    return (
        f"{table([head, *rows])}\n\n{circumstances([*programs, browser, f'load {load:.1f} before it began'])}"
    )


def main() -> None:
    load = os.getloadavg()[0]
    text = report(*clicks(), load)
    print(text)
    if "--write" in sys.argv:
        write_part("performance.md", "widget", text)


if __name__ == "__main__":
    main()
