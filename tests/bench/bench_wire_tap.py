"""How usable the wire tap is with 100,000 frames, in a real JupyterLab: times, and bytes sent to the page.

python tests/bench/bench_wire_tap.py            print it
python tests/bench/bench_wire_tap.py --write    put it into docs/performance.md, too
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from browser.laboratory import FLAGS, Notebook, eventually, find_browser, running_lab, write_notebook
from documented import circumstances, table, write_part
from playwright.sync_api import sync_playwright

TIMES = 21
"""How often each thing is done."""
WARM_UP = 3
SHOWN = 5
"""How often the widget is displayed."""
REACH = 100
"""Milliseconds that the median of a click may take."""
NAME = "tapped.ipynb"
CALLS = 50_000
RECORD = f"""\
import sys
sys.path[:0] = [{str(Path(__file__).resolve().parents[1])!r}]
from framebyframe.proxy import TapLimits
from proxy.tapped import from_client, from_server, talk
said = []
for number in range({CALLS}):
    said.append(from_client('{{"action": "getData", "params": {{"userId": 123}}, "id": %d}}' % number))
    said.append(from_server('{{"status": "success", "data": "Processed: getData", "id": %d}}' % number))
record = talk(*said, limits=TapLimits(max_bytes=2**30))
len(record.frames())"""
SHOW = "from framebyframe.widgets import WireTap\nWireTap(record)"

ROWS = """
const rows = () => [...document.querySelectorAll(".fbf-tap-row")];
const words = () => rows().map(row => row.textContent);
const until = async (found) => {
    while (!found()) await new Promise(requestAnimationFrame);
};
"""
"""What the scripts below have in common. Each clock stops in the animation frame that is about to paint."""
FIRST_ROW = f"""async () => {{
    {ROWS}
    const [before, start] = [document.querySelector(".fbf-tap"), performance.now()];
    window.jupyterapp.commands.execute("notebook:run-cell");
    await until(() => document.querySelector(".fbf-tap") !== before && words()[0]?.includes("connected to"));
    return performance.now() - start;
}}"""
CHOOSE = f"""async (kind) => {{
    {ROWS}
    const select = document.querySelector(".fbf-tap-control select");
    const summary = () => document.querySelector(".fbf-tap-summary").textContent;
    const [before, start] = [summary(), performance.now()];
    select.value = kind;
    select.dispatchEvent(new Event("change"));
    await until(() => summary() !== before && rows().length && !words().includes("…"));
    return performance.now() - start;
}}"""
SEARCH = f"""async (text) => {{
    {ROWS}
    const field = document.querySelector(".fbf-tap-control input");
    const [before, start] = [words()[0], performance.now()];
    field.value = text;
    field.dispatchEvent(new Event("input"));
    await until(() => words()[0] !== before && rows().length && !words().includes("…"));
    return performance.now() - start;
}}"""
SCROLL = f"""async (part) => {{
    {ROWS}
    const list = document.querySelector(".fbf-tap-list");
    const start = performance.now();
    list.scrollTop = part * list.scrollHeight;
    await until(() => words().includes("…"));
    await until(() => rows().length && !words().includes("…"));
    return performance.now() - start;
}}"""
OPEN = f"""async (index) => {{
    {ROWS}
    const title = () => document.querySelector(".fbf-tap-title").textContent;
    const [before, start] = [title(), performance.now()];
    rows()[index].click();
    await until(() => title() !== before);
    return performance.now() - start;
}}"""


class Counter:
    """Counts what the kernel sends to the page."""

    def __init__(self, page: Any) -> None:
        self.bytes = 0
        page.on("websocket", lambda socket: socket.on("framereceived", self._count))

    def _count(self, data: str | bytes) -> None:
        self.bytes += len(data)


class Bench:
    """Does one thing after the other, and keeps milliseconds and bytes."""

    def __init__(self, page: Any, counter: Counter) -> None:
        self._page = page
        self._counter = counter
        self.rows = [("work", "times", "median", "95 % take at most", "sent to the page", "reach")]

    def do(self, name: str, script: str, arguments: list[Any], reach: int | None = REACH) -> None:
        """Run a script with each of these arguments; the first ones are for warming up."""
        times, sizes = [], []
        for argument in arguments:
            before = self._counter.bytes
            times.append(self._page.evaluate(script, argument))
            self._page.wait_for_timeout(50)  # what belongs to it has come
            sizes.append(self._counter.bytes - before)
        self._add(name, times[WARM_UP:] or times, sizes[WARM_UP:] or sizes, reach)

    def _add(self, name: str, times: list[float], sizes: list[int], reach: int | None) -> None:
        median, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        size = f"{statistics.median(sizes) / 1000:.0f} kB"
        reached = f"{'✓' if median <= reach else '✗'} {reach} ms" if reach else ""
        self.rows.append((name, str(len(times)), f"{median:.0f} ms", f"{slow:.0f} ms", size, reached))


def measure(notebook: Notebook, counter: Counter) -> list[tuple[str, ...]]:
    """The rows of the table."""
    page = notebook.page
    notebook.write_and_run(0, RECORD)
    eventually(lambda: "100000" in notebook.shown(0), 120)
    bench = Bench(page, counter)
    notebook.write_and_run(1, SHOW)
    page.locator(".fbf-tap-row").first.wait_for()
    bench.do("displayed, until its first rows are there", FIRST_ROW, [None] * (SHOWN + WARM_UP), None)
    times = TIMES + WARM_UP
    bench.do("another sort of rows", CHOOSE, [("frames", "calls")[turn % 2] for turn in range(times)])
    page.evaluate(CHOOSE, "all")
    texts = [f'"id": {4000 + turn}' for turn in range(times)]
    bench.do("a search, with 150 ms in which one may go on typing", SEARCH, texts, None)
    page.get_by_role("button", name="Clear").click()
    page.get_by_text("150,005 of 150,005 rows.").wait_for()
    bench.do("a leap to another place", SCROLL, [(0.3 + turn * 0.37) % 1 for turn in range(times)])
    bench.do("a row is opened", OPEN, [10 + turn % 3 for turn in range(times)])
    return bench.rows


def report() -> str:
    """The table, and where and when it was made."""
    load = f"load {os.getloadavg()[0]:.1f} before it began"
    program = find_browser()
    if not program:
        raise SystemExit("no chromium here: `apt install chromium` (or Google Chrome) to run this")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=FLAGS)
        with running_lab(Path(folder)) as address:
            write_notebook(Path(folder) / "notebooks" / NAME, "", "")
            page = browser.new_page()
            counter = Counter(page)
            rows = measure(Notebook(page, address, NAME), counter)
        name = f"Chromium {browser.version}"
        browser.close()
    programs = [f"{name} {version(name)}" for name in ("jupyterlab", "ipykernel", "anywidget")]
    return f"{table(rows)}\n\n{circumstances([*programs, name, load])}"


def main() -> None:
    text = report()
    print(text)
    if "--write" in sys.argv:
        write_part("performance.md", "wire_tap", text)


if __name__ == "__main__":
    main()
