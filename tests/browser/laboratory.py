"""A real JupyterLab with a real browser, for tests: on any free port, all its folders in one place."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest

from framebyframe.lab.options import lab_options
from framebyframe.peers import leash

sys.path.append(str(Path(__file__).resolve().parents[1]))  # for programs that are no tests

from ports import free_port

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
START_TIMEOUT = 60.0
"""Seconds for JupyterLab to answer."""
KERNELS = [] if sys.platform == "win32" else ["--ConnectionFileMixin.transport=ipc"]
"""Kernels are reached by files. A port that is free when JupyterLab looks for five of them is taken by
another test before the kernel has begun; that kernel dies, and its page never becomes ready."""
API_TIMEOUT = 30.0
"""Seconds for an answer of JupyterLab's API: to end a kernel takes a moment."""
PAGE_TIMEOUT = 60_000
"""Milliseconds to wait for something on a page: a cold kernel takes several seconds."""
KERNEL_IS_READY = """() => {
    const context = window.jupyterapp?.shell?.currentWidget?.sessionContext;
    return context?.isReady && context.session?.kernel?.status === "idle";
}"""
"""True once the kernel is ready: a cell run earlier opens a dialog."""
GO_TO_CELL = """async index => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = index;
    await notebook.scrollToItem(index).catch(() => {}); // it scrolls elsewhere: whoever looks, looks again
}"""
COME_TO_REST = """async () => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    await notebook.scrollToItem(notebook.activeCellIndex).catch(() => {});
}"""
"""When all cells are to run, JupyterLab scrolls to the last one, and then gives the notebook the focus. This
scrolling puts an end to that one, and ends after the focus was given: it is not taken away later."""
OPEN_NOTEBOOK = """path => {
    for (const opened of [...window.jupyterapp.shell.widgets("main")]) opened.dispose();
    window.jupyterapp.commands.execute("docmanager:open", { path });
}"""
"""Opens a notebook in a page where another one is open: without a question whether to save that."""
IS_OPEN = "path => window.jupyterapp?.shell?.currentWidget?.context?.path === path"
WRITE_CELL = (
    "text => window.jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel.setSource(text)"
)
RESTART_KERNEL = """async () => {
    await window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart();
}"""


WIDTHS = [pytest.param(width, marks=pytest.mark.slow) for width in (1280, 800)]
"""Widths of a window, in pixels: the narrow one is where things get cut."""

LEASH = leash.__file__
"""Ends JupyterLab with the process that started it, however that one ends."""


def find_browser() -> str | None:
    """The browser's program; None if this machine has none."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


@contextmanager
def running_lab(folder: Path, port: int = 0) -> Iterator[str]:
    """JupyterLab as kit.py starts it, on `notebooks` in this folder; its address. It ends with the block.

    Args:
        folder: for all that it reads and writes.
        port: any free one if not given.
    """
    (folder / "notebooks").mkdir(exist_ok=True)
    port = port or free_port()
    command = [sys.executable, LEASH, *_command(folder, port)]
    runtime = tempfile.mkdtemp(prefix="lab-")
    with open(folder / "lab.log", "w") as log:
        process = subprocess.Popen(
            command, env=_environment(folder, runtime), stdin=subprocess.PIPE, stdout=log, stderr=log
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/api", process, folder / "lab.log")
        yield address
        end_kernels(address)
    finally:
        process.communicate()  # its input ends, and the leash ends JupyterLab
        shutil.rmtree(runtime, ignore_errors=True)


def end_kernels(address: str) -> None:
    """End the kernels of all notebooks; pages that are closed leave them behind."""
    with urllib.request.urlopen(f"{address}/api/sessions", timeout=API_TIMEOUT) as answer:
        sessions = json.load(answer)
    for session in sessions:
        request = urllib.request.Request(f"{address}/api/sessions/{session['id']}", method="DELETE")
        urllib.request.urlopen(request, timeout=API_TIMEOUT).close()


def write_notebook(path: Path, *cells: str) -> None:
    """Write a notebook of code cells that have not run."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, path)


def eventually(found: Callable[[], Any], timeout: float = PAGE_TIMEOUT / 1000) -> Any:
    """The value of `found`, as soon as it is true."""
    deadline = time.monotonic() + timeout
    while not (value := found()):
        if time.monotonic() > deadline:
            raise AssertionError("it did not become so in time")
        time.sleep(0.05)
    return value


class Notebook:
    """One notebook in the browser.

    Args:
        page: of playwright, empty or where JupyterLab is open already: that saves loading it again.
        address: of JupyterLab.
        name: of the file.
        dark: in JupyterLab's dark theme.
    """

    def __init__(self, page: Any, address: str, name: str, dark: bool = False) -> None:
        self.page = page
        self.asked: list[str] = []
        page.on("request", self._ask)
        page.set_default_timeout(PAGE_TIMEOUT)
        if page.url.startswith(address) and not page.url.endswith(name):
            page.evaluate(OPEN_NOTEBOOK, name)
        else:
            page.goto(f"{address}/lab/tree/{name}?reset")
        page.wait_for_function(IS_OPEN, arg=name)
        page.wait_for_selector(".jp-Notebook-cell")
        page.wait_for_function(KERNEL_IS_READY)
        theme = "JupyterLab Dark" if dark else "JupyterLab Light"
        self.command("apputils:change-theme", {"theme": theme})
        page.wait_for_selector(f'body[data-jp-theme-light="{str(not dark).lower()}"]', state="attached")

    def leave(self) -> None:
        """Hear no more of the page's requests: another notebook may use it."""
        self.page.remove_listener("request", self._ask)

    def command(self, name: str, arguments: dict[str, Any] | None = None) -> None:
        """Run one of JupyterLab's commands; its end is seen on the page."""
        call = "([name, args]) => { window.jupyterapp.commands.execute(name, args) }"
        self.page.evaluate(call, [name, arguments or {}])

    def run_all(self) -> None:
        """Run every cell. Where the focus is after this, it stays."""
        self.command("notebook:run-all-cells")
        self.page.evaluate(COME_TO_REST)

    def cell(self, index: int) -> Any:
        """A cell by its number, from 0: JupyterLab removes cells that are out of sight from the page."""
        return self.page.locator(f'.jp-Notebook-cell[data-windowed-list-index="{index}"]')

    def output(self, index: int) -> Any:
        """The output area under a cell."""
        return self.cell(index).locator(".jp-Cell-outputArea")

    def shown(self, index: int) -> str:
        """The text under a cell, brought into sight."""
        self.page.evaluate(GO_TO_CELL, index)
        output = self.output(index)
        return output.inner_text() if output.count() else ""

    def write_and_run(self, index: int, source: str) -> None:
        """Replace a cell's source and run it; typed, the editor would close brackets and indent by itself."""
        self.page.evaluate(GO_TO_CELL, index)
        self.page.evaluate(WRITE_CELL, source)
        self.command("notebook:run-cell")

    def restart_kernel(self) -> None:
        """Restart the kernel: its names are gone, the outputs stay."""
        self.page.evaluate(RESTART_KERNEL)
        self.page.wait_for_function(KERNEL_IS_READY)

    def _ask(self, request: Any) -> None:
        self.asked.append(request.url)

    def strangers(self) -> list[str]:
        """Addresses on other machines that the page asked for."""
        local = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:", "about:")
        return [url for url in self.asked if not url.startswith(local)]


OpenNotebook = Callable[..., Notebook]


def _command(folder: Path, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--expose-app-in-browser"),
        *(f"--port={port}", "--ServerApp.port_retries=0"),
        *("--IdentityProvider.token=", "--ServerApp.password=", "--ServerApp.disable_check_xsrf=True"),
        *lab_options(folder / "notebooks", ""),
        *KERNELS,
    ]


def _environment(folder: Path, runtime: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    places = {f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in ("CONFIG", "DATA")}
    places["JUPYTER_RUNTIME_DIR"] = runtime  # a short path: the name of a socket has 107 bytes at most
    lab = {"JUPYTERLAB_SETTINGS_DIR": str(folder / "config" / "lab" / "user-settings")}
    return {**ours, **places, **lab, "FRAMEBYFRAME_WORK": str(folder / "work")}


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"JupyterLab does not answer:\n{log.read_text()[-2000:]}") from None
            time.sleep(0.1)
