"""`python -m framebyframe.lab open` opens JupyterLab on the learner's copies; `reset` starts one afresh."""

from __future__ import annotations

import argparse
import sys

from framebyframe.lesson.declaring.exercise import Exercise
from framebyframe.lesson.keeping import folder, package
from framebyframe.lesson.text.catalogue import say
from framebyframe.peers import causes
from framebyframe.peers.places import NOTEBOOKS
from framebyframe.peers.preparing import line

from .copies import Chapters, NoSuchChapter, title_of
from .going_on import next_chapter
from .options import lab_options
from .starting_afresh import places_of, put_answers_aside, saved_answers


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0; 1: there is no such chapter."""
    options, extra = _parse(arguments)
    chapters = Chapters(NOTEBOOKS, folder.folder().absolute())
    try:
        return _reset(options, chapters) if options.command == "reset" else _open(options, chapters, extra)
    except NoSuchChapter as problem:
        print(problem, file=sys.stderr)
    except package.NotSaved as problem:
        print(say("engine", "package", problem.reason, **problem.values), file=sys.stderr)
    except OSError as problem:
        print(causes.told(str(problem), chapters.work), file=sys.stderr)
    return 1


def _parse(arguments: list[str] | None) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(prog="python -m framebyframe.lab", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    opens = commands.add_parser("open", help="open JupyterLab; more options go to JupyterLab")
    opens.add_argument("--chapter", help="its number or name; the next one if not given")
    resets = commands.add_parser("reset", help="start a chapter afresh")
    resets.add_argument("chapter", help="its number or name")
    resets.add_argument("--answers", action=argparse.BooleanOptionalAction, help="its saved answers too")
    return parser.parse_known_args(arguments)


def _say(mark: str, what: str, detail: str) -> None:
    print(line(mark, what, detail), flush=True)


# --- open ---------------------------------------------------------------------------------------


def _open(options: argparse.Namespace, chapters: Chapters, extra: list[str]) -> int:
    chosen = chapters.find(options.chapter) if options.chapter else None
    for kept in chapters.refresh():
        newer = f"yours is kept; the course has a newer one (kit.py reset {kept.name[:2]})"
        _say("!", kept.name, newer)
    following = next_chapter(chapters)
    title = f"{following.chapter.name[:2]} {title_of(following.chapter)}"
    _say("→", "next chapter", ", ".join(filter(None, [title, following.words])))
    return _become_jupyterlab([*lab_options(chapters.work, (chosen or following.chapter).name), *extra])


def _become_jupyterlab(options: list[str]) -> int:
    from jupyterlab.labapp import LabApp  # type: ignore[import-untyped]

    sys.argv[0] = "jupyter-lab"
    LabApp.launch_instance(options)
    return 0


# --- reset --------------------------------------------------------------------------------------


def _reset(options: argparse.Namespace, chapters: Chapters) -> int:
    chapter = chapters.find(options.chapter)
    answers = saved_answers(chapter.name[:2], chapters.work)
    aside = bool(answers) and _wants_answers_aside(options.answers, len(answers))
    kept = chapters.start_afresh(chapter)
    if kept:
        _say("✓", chapter.name, f"what you wrote is kept as {kept.relative_to(chapters.work.parent)}")
    if aside:
        places = put_answers_aside(answers, lambda ending: chapters.free_place(chapter, ending))
        files = " and ".join(str(place.relative_to(chapters.work.parent)) for place in places)
        _say("✓", chapter.name, f"{_yours(answers, 'is', 'are')} kept as {files}")
    elif answers:
        stays = f"{_yours(answers, 'stays', 'stay')} in {places_of(answers)}"
        _say("·", chapter.name, f"{stays} (--answers puts {'it' if len(answers) == 1 else 'them'} aside too)")
    _say("✓", chapter.name, "is fresh again. Open in JupyterLab? File > Reload Notebook from Disk")
    return 0


def _yours(answers: list[Exercise], one: str, several: str) -> str:
    return f"your answer {one}" if len(answers) == 1 else f"your {len(answers)} answers {several}"


def _wants_answers_aside(told: bool | None, number: int) -> bool:
    """Whether to put answers aside: as the command says; else a person at a terminal is asked; else not."""
    if told is not None:
        return told
    if not sys.stdin.isatty():
        return False
    return (
        input(f"   Put your {number} saved answers of this chapter aside too? [y/N] ").strip().lower() == "y"
    )


if __name__ == "__main__":
    sys.exit(main())
