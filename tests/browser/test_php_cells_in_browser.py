"""The colours of `%%php` cells in JupyterLab: PHP's while the first line says so, and Python's otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from .laboratory import WRITE_CELL, Notebook, OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BODY = """\
// It's a comment
function mask(string $key): string
{
    return $key . 'it\\'s';
}
"""
PHP = f"%%php it's {{node.url}}\n{BODY}"
PYTHON = "# function mask\ndef mask(key):\n    return key\n"
KEYWORD, COMMENT, STRING = (f"--jp-mirror-editor-{part}-color" for part in ("keyword", "comment", "string"))
COLOUR_OF_WORD = """([index, word]) => {
    const cell = document.querySelector(`.jp-Notebook-cell[data-windowed-list-index="${index}"]`);
    const texts = document.createTreeWalker(cell.querySelector(".cm-content"), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const { data, parentElement } = texts.currentNode;
        if (data.includes(word)) return getComputedStyle(parentElement).color;
    }
}"""
COLOUR_OF_NAME = """name => {
    const sample = document.body.appendChild(document.createElement("i"));
    sample.style.color = `var(${name})`;
    const { color } = getComputedStyle(sample);
    sample.remove();
    return color;
}"""
LANGUAGE_OF = "index => window.jupyterapp.shell.currentWidget.content.widgets[index].model.mimeType"
PATH = "window.jupyterapp.shell.currentWidget.context.path"


def has_colour(notebook: Notebook, index: int, word: str, name: str) -> bool:
    """Say whether this word of a cell has this colour of the theme."""
    colour = notebook.page.evaluate(COLOUR_OF_WORD, [index, word])
    return bool(colour == notebook.page.evaluate(COLOUR_OF_NAME, name))


def becomes_php(notebook: Notebook, index: int = 0) -> None:
    """Wait until the words of the PHP above have the colours of PHP."""
    eventually(lambda: has_colour(notebook, index, "function", KEYWORD))
    assert has_colour(notebook, index, "It's a comment", COMMENT)
    assert has_colour(notebook, index, "return", KEYWORD)
    assert has_colour(notebook, index, "it\\'s", STRING)
    assert not has_colour(notebook, index, "mask", STRING)


def becomes_python(notebook: Notebook, index: int) -> None:
    """Wait until the words of the Python above have the colours of Python."""
    eventually(lambda: has_colour(notebook, index, "def", KEYWORD))
    assert has_colour(notebook, index, "# function mask", COMMENT)


def load_again(notebook: Notebook, address: str) -> Notebook:
    """Load the page again; the same notebook in it."""
    again = Notebook(notebook.page, address, notebook.page.evaluate(PATH))
    again.leave()  # the first one hears the page's requests
    return again


def is_python(notebook: Notebook, index: int) -> bool:
    """Say whether JupyterLab takes a cell for the kernel's language."""
    return bool(notebook.page.evaluate(LANGUAGE_OF, index) == "text/x-ipython")


def test_a_php_cell_is_coloured_as_php_and_the_one_beside_it_as_python(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(PHP, PYTHON)
    becomes_php(notebook)
    becomes_python(notebook, 1)
    assert not has_colour(notebook, 0, "%%php it's", STRING)  # the first line is none of PHP's


def test_it_is_so_after_a_reload_and_a_restart_too(
    open_notebook: OpenNotebook, laboratory: tuple[str, Path]
) -> None:
    notebook = load_again(open_notebook(PHP, PYTHON, fresh=True), laboratory[0])
    becomes_php(notebook)
    becomes_python(notebook, 1)
    notebook.restart_kernel()
    notebook.write_and_run(1, "key = 1")
    eventually(lambda: is_python(notebook, 1))
    becomes_php(notebook)


def test_the_first_line_decides_while_it_is_typed(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(BODY, PYTHON)
    editor = notebook.cell(0).locator(".cm-content")
    editor.click()
    assert not has_colour(notebook, 0, "function", KEYWORD)
    notebook.page.keyboard.press("Control+Home")
    notebook.page.keyboard.type("%%php\n")
    becomes_php(notebook)
    notebook.page.keyboard.press("Control+Home")
    notebook.page.keyboard.press("Delete")
    eventually(lambda: not has_colour(notebook, 0, "function", KEYWORD))
    notebook.page.evaluate(WRITE_CELL, PYTHON)
    becomes_python(notebook, 0)
    becomes_python(notebook, 1)


def test_a_cell_that_is_new_is_coloured_too(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(PYTHON)
    notebook.command("notebook:insert-cell-below")
    notebook.cell(1).wait_for()
    notebook.page.evaluate(WRITE_CELL, PHP)
    becomes_php(notebook, 1)
    becomes_python(notebook, 0)


def test_where_the_extension_does_not_load_jupyterlab_goes_on_without_it(
    open_notebook: OpenNotebook, laboratory: tuple[str, Path]
) -> None:
    first = open_notebook(PHP, "40 + 2", fresh=True)
    first.page.route("**/php_cells.js", lambda route: route.abort())
    notebook = load_again(first, laboratory[0])
    notebook.write_and_run(1, "40 + 2")
    eventually(lambda: "42" in notebook.shown(1))
    eventually(lambda: is_python(notebook, 0))
    notebook.page.unroute("**/php_cells.js")
    whole = load_again(notebook, laboratory[0])  # the page is for the next test too
    eventually(lambda: not is_python(whole, 0))
