"""The learner's copies of the chapters. An update of the course never writes over a learner's work.

A copy has no outputs and no execution numbers: a stored output under a question gives its answer away.
Only the standard library is needed here.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framebyframe.lesson.keeping.folder import MARK, replace_file

VERSION = 2
"""The version of the record. Copies of an earlier version have the course's own outputs."""

PAGES = "illustrated"
"""The folder, beside the chapters, of the pages that they link to."""

Cell = dict[str, Any]


class NoSuchChapter(Exception):
    """No chapter, or more than one, has this number or name; the message lists them."""


@dataclass(frozen=True)
class Chapters:
    """The chapters of the course, and a learner's copies of them.

    Attributes:
        notebooks: the folder of the course.
        work: the learner's folder; need not exist yet.
    """

    notebooks: Path
    work: Path

    def all(self) -> list[Path]:
        """Every chapter of the course, in reading order."""
        return sorted(self.notebooks.glob("*.ipynb"))

    def find(self, name: str) -> Path:
        """The chapter with this number or name: "2", "02", "02_two_bytes".

        Raises:
            NoSuchChapter: there is none, or more than one.
        """
        wanted = name.zfill(2) if name.isdigit() else name
        found = [path for path in self.all() if path.name.startswith(wanted)] if wanted else []
        if len(found) == 1:
            return found[0]
        listed = "\n".join(f"   {path.name[:2]}  {title_of(path)}" for path in self.all())
        raise NoSuchChapter(f"No one chapter is called {name!r}. These are there:\n{listed}")

    def copy_of(self, chapter: Path) -> Path:
        """The path of the learner's copy of a chapter; it need not exist yet."""
        return self.work / chapter.name

    def refresh(self) -> list[Path]:
        """Make the copies that are missing, and refresh those that are untouched.

        Returns:
            Copies that were written in while the course has a newer chapter: they are kept.
        """
        kept = []
        recorded, is_old = self._recorded()
        for chapter in self.all():
            copy, newest = self.copy_of(chapter), sources(chapter)
            mine = sources(copy) if copy.exists() else None
            untouched = mine is not None and mine == recorded.get(chapter.name)
            if mine is None or (untouched and (is_old or mine != newest)):
                self._write(chapter, recorded)
            elif mine == newest:
                recorded[chapter.name] = newest
            elif recorded.get(chapter.name) != newest:
                kept.append(copy)
        self._record(recorded)
        self._copy_pages()
        return kept

    def _copy_pages(self) -> None:
        """Bring the pages that chapters link to; nobody writes in them."""
        for page in sorted((self.notebooks / PAGES).glob("*.html")):
            copy, text = self.work / PAGES / page.name, page.read_text(encoding="utf-8")
            if not copy.exists() or copy.read_text(encoding="utf-8") != text:
                replace_file(copy, text)

    def start_afresh(self, chapter: Path) -> Path | None:
        """Make this copy anew.

        Returns:
            Where the old one is kept, if somebody wrote in it.
        """
        recorded, _ = self._recorded()
        copy = self.copy_of(chapter)
        touched = copy.exists() and sources(copy) != sources(chapter)
        kept = copy.rename(self.free_place(chapter, ".ipynb")) if touched else None
        self._write(chapter, recorded)
        self._record(recorded)
        return kept

    def free_place(self, chapter: Path, ending: str) -> Path:
        """A free name in work/kept for something of this chapter."""
        kept = self.work / "kept"
        kept.mkdir(parents=True, exist_ok=True)
        places = (kept / f"{chapter.stem}-{number}{ending}" for number in range(1, 10_000))
        return next(place for place in places if not place.exists())

    def _write(self, chapter: Path, recorded: dict[str, str]) -> None:
        replace_file(self.copy_of(chapter), without_outputs(chapter.read_text(encoding="utf-8")))
        recorded[chapter.name] = sources(chapter)

    def _recorded(self) -> tuple[dict[str, str], bool]:
        """The hashes of the copies by name, and whether an earlier version of the course made them."""
        try:
            record = json.loads((self.work / MARK).read_text(encoding="utf-8"))
            return (dict(record["copies"]), False) if "version" in record else (dict(record), True)
        except (OSError, ValueError, TypeError, KeyError):
            return {}, False

    def _record(self, copies: dict[str, str]) -> None:
        replace_file(self.work / MARK, json.dumps({"version": VERSION, "copies": copies}, indent=1) + "\n")


def without_outputs(text: str) -> str:
    """The text of this notebook without outputs and execution numbers."""
    notebook = json.loads(text)
    for cell in code_cells(notebook):
        cell["outputs"], cell["execution_count"] = [], None
        cell["metadata"].pop("execution", None)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def sources(path: Path) -> str:
    """A hash of what a person writes in a notebook: its cells, not their outputs."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = json.dumps([[cell["cell_type"], "".join(cell["source"])] for cell in cells])
    except (ValueError, KeyError, TypeError):  # half a file still is somebody's work
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return hashlib.sha256(text.encode()).hexdigest()


def title_of(chapter: Path) -> str:
    """The title of a chapter, from its first line: "Start here"."""
    first = "".join(json.loads(chapter.read_text(encoding="utf-8"))["cells"][0]["source"])
    return first.partition("\n")[0].lstrip("# ").rpartition("·")[2].strip()


def code_cells(notebook: dict[str, Any]) -> list[Cell]:
    """The cells that can be run."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
