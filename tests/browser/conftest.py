"""One JupyterLab and one browser for the tests of this folder; skipped, in sight, where no browser is."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .laboratory import (
    FLAGS,
    Notebook,
    OpenNotebook,
    end_kernels,
    find_browser,
    running_lab,
    write_notebook,
)

VIEWPORT = {"width": 1200, "height": 1000}


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program. Skips, in sight, where anything is missing that these tests need."""
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    pytest.importorskip("jupyterlab", reason="JupyterLab is not installed")
    program = find_browser()
    if not program:
        pytest.skip("no chromium here: `apt install chromium` (or Google Chrome) to run the browser tests")
    return program


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Any]:
    """Chromium, without a window. It ends with this folder: while it lives, no test can run an event loop."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


class Pages:
    """Pages of a browser, to be used by one test after another: JupyterLab is loaded once in each."""

    def __init__(self, browser: Any) -> None:
        self._browser = browser
        self._free: dict[int, list[Any]] = {}

    def take(self, scale: int, fresh: bool) -> Any:
        """A page of this scale that nobody uses; one that nobody ever used, if it is to be fresh."""
        free = self._free.setdefault(scale, [])
        page = free.pop() if free and not fresh else self._new(scale)
        page.set_viewport_size(VIEWPORT)
        return page

    def give_back(self, page: Any, scale: int) -> None:
        """This page may be used by another test."""
        self._free[scale].append(page)

    def _new(self, scale: int) -> Any:
        return self._browser.new_context(viewport=VIEWPORT, device_scale_factor=scale).new_page()


@pytest.fixture(scope="package")
def pages(browser: Any) -> Pages:
    """The pages of the tests of this folder. They close with the browser."""
    return Pages(browser)


@pytest.fixture(scope="package")
def laboratory(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """JupyterLab's address and its folder."""
    folder = tmp_path_factory.mktemp("laboratory")
    with running_lab(folder) as address:
        yield address, folder


@pytest.fixture
def folder(laboratory: tuple[str, Path]) -> Path:
    """An empty folder for files that kernels write. JupyterLab's list of files has none of them: its rows are
    buttons, and found by any word of their names.
    """
    told = laboratory[1] / "told"
    shutil.rmtree(told, ignore_errors=True)
    told.mkdir()
    return told


@pytest.fixture
def open_notebook(
    pages: Pages, laboratory: tuple[str, Path], request: pytest.FixtureRequest
) -> Iterator[OpenNotebook]:
    """Open a notebook of these cells in a page; no request may leave this machine.

    What an earlier test has solved and saved is gone. The page of a test that fails is not used again.
    """
    shutil.rmtree(laboratory[1] / "work", ignore_errors=True)
    opened: list[tuple[Notebook, int]] = []
    failed = request.session.testsfailed

    def open_it(*cells: str, dark: bool = False, scale: int = 1, fresh: bool = False) -> Notebook:
        # a name used before would bring its old kernel, and a word in it would be one in the list of files
        name = f"{zlib.crc32(request.node.nodeid.encode())}{len(opened)}.ipynb"
        write_notebook(laboratory[1] / "notebooks" / name, *cells)
        opened.append((Notebook(pages.take(scale, fresh), laboratory[0], name, dark), scale))
        return opened[-1][0]

    yield open_it
    for notebook, scale in opened:
        notebook.leave()
        if request.session.testsfailed == failed:
            pages.give_back(notebook.page, scale)
    end_kernels(laboratory[0])
    assert [url for notebook, _ in opened for url in notebook.strangers()] == []
