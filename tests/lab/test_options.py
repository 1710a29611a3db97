"""The options that JupyterLab is started with, as JupyterLab reads them."""

from __future__ import annotations

from pathlib import Path

from jupyterlab.labapp import LabApp
from jupyterlab_server.config import get_federated_extensions

from framebyframe.lab.options import EXTENSIONS, lab_options

PHP_CELLS = "framebyframe-php-cells"


def test_jupyterlab_looks_for_extensions_in_the_courses_folder_too() -> None:
    app = LabApp()
    app.parse_command_line(lab_options(Path("work"), ""))
    assert app.extra_labextensions_path == [str(EXTENSIONS)]
    assert app.labextensions_path == LabApp().labextensions_path  # where the widgets' own one lies


def test_it_finds_the_one_that_colours_php_and_the_file_that_it_loads() -> None:
    found = get_federated_extensions([str(EXTENSIONS)])
    assert list(found) == [PHP_CELLS]
    extension = found[PHP_CELLS]
    assert Path(extension["ext_path"]).name == PHP_CELLS  # the page asks for the file by the name
    built = extension["jupyterlab"]["_build"]
    source = (Path(extension["ext_path"]) / built["load"]).read_text(encoding="utf-8")
    assert f'NAME = "{PHP_CELLS}"' in source and "window._JUPYTERLAB[NAME]" in source
    assert built["extension"] == "./extension"


def test_no_browser_keeps_an_old_version_of_it() -> None:
    """What lies in a folder named `static` JupyterLab has a browser keep for a year."""
    assert list(EXTENSIONS.rglob("*.js")) and not list(EXTENSIONS.rglob("static"))
