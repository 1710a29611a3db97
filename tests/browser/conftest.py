"""One JupyterLab and one browser for the tests of a module; skipped, in sight, where there is no browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from laboratory import FLAGS, Notebook, OpenNotebook, find_browser, running_lab, write_notebook


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, without a window. It ends with its module: while it lives, no test can run an event loop."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    pytest.importorskip("jupyterlab", reason="JupyterLab is not installed")
    program = find_browser()
    if not program:
        pytest.skip("no chromium here: `apt install chromium` (or Google Chrome) to run the browser tests")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def laboratory(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """JupyterLab's address and its folder."""
    folder = tmp_path_factory.mktemp("laboratory")
    with running_lab(folder) as address:
        yield address, folder


@pytest.fixture
def folder(laboratory: tuple[str, Path]) -> Path:
    """Where notebooks and what their kernels write lie."""
    return laboratory[1] / "notebooks"


@pytest.fixture
def open_notebook(
    browser: Any, laboratory: tuple[str, Path], folder: Path, request: pytest.FixtureRequest
) -> Iterator[OpenNotebook]:
    """Open a notebook of these cells in a page of its own; no request may leave this machine."""
    contexts, opened = [], []

    def open_it(*cells: str, dark: bool = False) -> Notebook:
        test = "".join(mark if mark.isalnum() else "_" for mark in request.node.name)
        name = f"{test}_{len(opened)}_{dark}.ipynb"  # a name used before would bring its old kernel
        write_notebook(folder / name, *cells)
        contexts.append(browser.new_context(viewport={"width": 1200, "height": 1000}))
        opened.append(Notebook(contexts[-1].new_page(), laboratory[0], name, dark))
        return opened[-1]

    yield open_it
    strangers = [url for notebook in opened for url in notebook.strangers()]
    for context in contexts:
        context.close()
    assert strangers == []
