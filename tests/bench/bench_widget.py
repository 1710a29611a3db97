"""The time from a click in the frame builder until the kernel's reply is on screen, in a real JupyterLab.

python tests/bench/bench_widget.py            print it
python tests/bench/bench_widget.py --write    put it into docs/performance.md, too
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))

from documented import circumstances, table, write_part
from laboratory import FLAGS, Notebook, find_browser, running_lab, write_notebook
from playwright.sync_api import sync_playwright

CLICKS = 50
WARM_UP = 5
REACH = 100
"""Milliseconds that the median may take."""
NAME = "clicks.ipynb"
CELL = "from framebyframe.widgets import FrameBuilder\nFrameBuilder()"

CLICK_FIN = """async () => {
    const bit = document.querySelector('.fbf-bit[data-bit="0"]');
    const sentence = document.querySelector(".fbf-sentence");
    const [start, before] = [performance.now(), sentence.value];
    bit.click();
    while (sentence.value === before) await new Promise(requestAnimationFrame);
    return performance.now() - start;
}"""
"""The bit turns at once, without the kernel. The sentence in words is the kernel's, and drawn with everything
else it says. The clock stops in the animation frame that is about to paint it."""


def measure(page: Any) -> list[float]:
    """Milliseconds of each click."""
    page.locator('.fbf-bit[data-bit="0"]').wait_for()
    times = [page.evaluate(CLICK_FIN) for _ in range(WARM_UP + CLICKS)]
    return times[WARM_UP:]


def clicks() -> tuple[list[float], str]:
    """The times, and the browser's version."""
    program = find_browser()
    if not program:
        raise SystemExit("no chromium here: `apt install chromium` (or Google Chrome) to run this")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=FLAGS)
        with running_lab(Path(folder)) as address:
            write_notebook(Path(folder) / "notebooks" / NAME, CELL)
            notebook = Notebook(browser.new_page(), address, NAME)
            notebook.run_all()
            times = measure(notebook.page)
        name = f"Chromium {browser.version}"
        browser.close()
    return times, name


def report(times: list[float], browser: str) -> str:
    """The table, and where and when it was made."""
    median, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    reached = f"{'✓' if median <= REACH else '✗'} {REACH} ms"
    rows = [
        ("work", "clicks", "median", "95 % take at most", "reach"),
        ("a bit is flipped", str(len(times)), f"{median:.0f} ms", f"{slow:.0f} ms", reached),
    ]
    programs = [f"{name} {version(name)}" for name in ("jupyterlab", "ipykernel", "anywidget")]
    return f"{table(rows)}\n\n{circumstances([*programs, browser])}"


def main() -> None:
    text = report(*clicks())
    print(text)
    if "--write" in sys.argv:
        write_part("performance.md", "widget", text)


if __name__ == "__main__":
    main()
