"""One JupyterLab for a whole run, one browser for a module; skipped, in sight, where there is no browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from laboratory import (
    FLAGS,
    Notebook,
    OpenNotebook,
    end_kernels,
    find_browser,
    running_lab,
    write_notebook,
)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program. Skips, in sight, where anything is missing that these tests need."""
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    pytest.importorskip("jupyterlab", reason="JupyterLab is not installed")
    program = find_browser()
    if not program:
        pytest.skip("no chromium here: `apt install chromium` (or Google Chrome) to run the browser tests")
    return program


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """Chromium, without a window. It ends with its module: while it lives, no test can run an event loop."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def laboratory(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """JupyterLab's address and its folder."""
    folder = tmp_path_factory.mktemp("laboratory")
    with running_lab(folder) as address:
        yield address, folder


@pytest.fixture
def folder(laboratory: tuple[str, Path]) -> Path:
    """The folder of notebooks and of the files that their kernels write."""
    return laboratory[1] / "notebooks"


@pytest.fixture
def open_notebook(
    browser: Any, laboratory: tuple[str, Path], folder: Path, request: pytest.FixtureRequest
) -> Iterator[OpenNotebook]:
    """Open a notebook of these cells in a page of its own; no request may leave this machine.

    What an earlier test has solved and saved is gone.
    """
    shutil.rmtree(laboratory[1] / "work", ignore_errors=True)
    contexts, opened = [], []

    def open_it(*cells: str, dark: bool = False, scale: int = 1) -> Notebook:
        test = "".join(mark if mark.isalnum() else "_" for mark in request.node.name)
        name = f"{test}_{len(opened)}_{dark}.ipynb"  # a name used before would bring its old kernel
        write_notebook(folder / name, *cells)
        viewport = {"width": 1200, "height": 1000}
        contexts.append(browser.new_context(viewport=viewport, device_scale_factor=scale))
        opened.append(Notebook(contexts[-1].new_page(), laboratory[0], name, dark))
        return opened[-1]

    yield open_it
    strangers = [url for notebook in opened for url in notebook.strangers()]
    for context in contexts:
        context.close()
    end_kernels(laboratory[0])
    assert strangers == []
