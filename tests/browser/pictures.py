"""Take the README's pictures of the chapters anew: `.kit/bin/python tests/browser/pictures.py`."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from laboratory import FLAGS, Notebook, eventually, find_browser, running_lab
from playwright.sync_api import sync_playwright

from framebyframe.lab.copies import without_outputs

ROOT = Path(__file__).resolve().parents[2]
WIDTH, HEIGHT = 1180, 1000
TO_THE_TOP = """index => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = index;
    notebook.widgets[index].node.scrollIntoView({block: "start"});
}"""
PLACE = (
    "index => window.jupyterapp.shell.currentWidget.content.widgets[index].node.getBoundingClientRect().top"
)
ALL_RAN = """() => {
    const panel = window.jupyterapp.shell.currentWidget;
    const code = panel.content.widgets.filter(cell => cell.model.type === "code");
    const isIdle = panel.sessionContext.session.kernel.status === "idle";
    return isIdle && code.every(cell => cell.model.executionCount);
}"""


@dataclass(frozen=True)
class Picture:
    """A picture: its name, the chapter, how its first cell begins, and a selector for what it shows."""

    name: str
    chapter: str
    begins: str
    shows: str
    dark: bool = False


PICTURES = (
    Picture("chapter-01", "01", "That is no frame.", "figure > img"),
    Picture("chapter-02-dark", "02", "The RFC's picture", "td[bgcolor]:visible", dark=True),
    Picture("frame-builder-light", "02", "**Change it.** Click a bit", ".fbf-builder"),
    Picture("frame-builder-dark", "02", "**Change it.** Click a bit", ".fbf-builder", dark=True),
)


def main() -> None:
    """Write every picture into `docs`."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_lab(Path(folder)) as address,
        sync_playwright() as ran,
    ):
        browser = ran.chromium.launch(executable_path=find_browser(), args=FLAGS)
        for picture in PICTURES:
            take(
                browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}), address, Path(folder), picture
            )
            print(f" ✓ docs/{picture.name}.png")


def take(page: Any, address: str, folder: Path, picture: Picture) -> None:
    """Run a copy of the chapter in a page and write the picture."""
    source = next((ROOT / "notebooks").glob(f"{picture.chapter}_*.ipynb"))
    fresh = without_outputs(source.read_text("utf-8"))
    name = f"{picture.name}/{source.name}"
    (folder / "notebooks" / picture.name).mkdir()
    (folder / "notebooks" / name).write_text(fresh, "utf-8")
    notebook = Notebook(page, address, name, picture.dark)
    notebook.command("application:toggle-left-area")
    notebook.run_all()
    page.wait_for_function(ALL_RAN, timeout=120_000)
    cells = json.loads(fresh)["cells"]
    index = next(at for at, cell in enumerate(cells) if "".join(cell["source"]).startswith(picture.begins))
    eventually(lambda: [page.evaluate(TO_THE_TOP, index), page.evaluate(PLACE, index)][1] < HEIGHT / 5)
    page.locator(picture.shows).first.wait_for()
    page.screenshot(path=str(ROOT / "docs" / f"{picture.name}.png"))


if __name__ == "__main__":
    main()
