#!/usr/bin/env python3
"""Frame by Frame: the one command.

    python3 kit.py lab                open the course in JupyterLab
    python3 kit.py test               run the tests               (--all: the long ones too)
    python3 kit.py doctor             say what is here and what is missing
    python3 kit.py reset CHAPTER      start a chapter afresh, keeping what you wrote beside it
    python3 kit.py notebooks --refresh   for authors: run all notebooks, store their outputs

Each sets up what it needs first: a virtual environment in .venv, the packages in
requirements.txt, Node.js and PHP if this machine has none. Nothing is installed outside this
folder, and an interrupted set-up is mended by running the command again.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "kit.json"  # written last: a .venv without it was interrupted
NOTEBOOKS = ROOT / "notebooks"
WORK = ROOT / "work"
COPIES = WORK / ".copies.json"
FIRST = "00_start_here.ipynb"
OLDEST = (3, 11)


# --- what a person sees -------------------------------------------------------------------------


class Stop(Exception):
    """The command cannot go on; the message says why and what to type."""


def say(mark, what, detail=""):
    line = f" {mark} {what:<16} {detail}".rstrip()
    try:
        print(line, flush=True)
    except UnicodeEncodeError:  # a terminal that knows ASCII only
        print(line.encode("ascii", "replace").decode(), flush=True)


class Step:
    """One line a step: what it does, then what came of it and how long it took."""

    def __init__(self, name, doing):
        self.name, self.detail = name, ""
        say("·", name, doing)

    def __enter__(self):
        self.start = time.monotonic()
        return self

    def __exit__(self, kind, *_):
        took = f"{time.monotonic() - self.start:.1f} s"
        if kind is None:
            say("✓", self.name, ", ".join(filter(None, [self.detail, took])))
        else:
            say("✗", self.name, f"stopped after {took}")


def read_json(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


# --- the virtual environment --------------------------------------------------------------------


def prepare_venv(dev=False):
    """Makes .venv hold what the requirements pin; does nothing, and needs no network, when it does."""
    files = ["requirements.txt"] + (["requirements-dev.txt"] if dev else [])
    wanted = {name: pins(name) for name in files}
    stamp = read_json(STAMP)
    trouble = why_afresh(stamp) if VENV.exists() else "none yet"
    installed = {} if trouble else stamp["installed"]
    if wanted.items() <= installed.items():
        return
    if trouble:
        with Step("virtual env", f"making .venv ({trouble})"):
            make_venv()
    STAMP.unlink(missing_ok=True)
    with Step("packages", f"downloading and installing what {files[-1]} pins") as step:
        step.detail = pip_install(*(part for name in files for part in ("-r", name)))
    quiet_jupyterlab()
    stamp = {**where_and_what(), "installed": {**installed, **wanted}}
    STAMP.write_text(json.dumps(stamp, indent=1), encoding="utf-8")


def pins(name):
    """A hash of what a requirements file pins, and of what the project itself does."""
    import tomllib  # an older Python gets as far as being told so

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / name).read_text(encoding="utf-8") + json.dumps(project, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def where_and_what():
    """A .venv holds absolute paths and one Python's packages: it works here and with this one only."""
    return {"root": str(ROOT), "python": "{}.{}".format(*sys.version_info)}


def why_afresh(stamp):
    if not (stamp and PYTHON.exists()):
        return "an earlier set-up was interrupted"
    changed = [name for name, value in where_and_what().items() if stamp.get(name) != value]
    return {"root": "this folder was moved", "python": "Python was changed"}[changed[0]] if changed else ""


def make_venv():
    """venv where Python has it; else uv or virtualenv; else the words to type."""
    if VENV.exists():
        shutil.rmtree(VENV)
    ways = []
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        ways.append([sys.executable, "-m", "venv", str(VENV)])
    if shutil.which("uv"):
        ways.append(["uv", "venv", "--seed", "--python", sys.executable, str(VENV)])
    if shutil.which("virtualenv"):
        ways.append(["virtualenv", "--python", sys.executable, str(VENV)])
    tried = ""
    for way in ways:
        done = subprocess.run(way, capture_output=True, text=True)
        if done.returncode == 0:
            return
        tried = f"\n   {' '.join(way)} said: {(done.stderr or done.stdout).strip()[-500:]}"
        shutil.rmtree(VENV, ignore_errors=True)
    why = f"This Python ({sys.executable}) cannot make a virtual environment."
    raise Stop(f"{why}{tried}\n   {venv_advice()}")


def venv_advice():
    version = "{}.{}".format(*sys.version_info[:2])
    if Path("/etc/debian_version").exists():
        return f"Type:  sudo apt install python{version}-venv\n   then the same command again."
    return "Install uv or virtualenv, or a Python from python.org, then type the same command again."


def pip_install(*args):
    """Runs pip; returns how much it downloaded, as text."""
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    done = subprocess.run(command + list(args), cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        errors = [x for x in done.stderr.splitlines() if x.startswith("ERROR")] or done.stderr.splitlines()
        raise Stop(
            "pip could not install the packages:\n   "
            + "\n   ".join(errors[-6:])
            + "\n   Is this machine online? Then type the same command again."
        )
    units = {"kB": 1e3, "MB": 1e6, "GB": 1e9, "bytes": 1}
    sizes = re.findall(r"^\s*Downloading .*\(([\d.]+) (bytes|kB|MB|GB)\)", done.stdout, re.M)
    total = sum(float(number) * units[unit] for number, unit in sizes)
    return f"downloaded {total / 1e6:.0f} MB" if total else "nothing to download"


def quiet_jupyterlab():
    """No question about news and no look for updates: the course works offline."""
    folder = VENV / "share/jupyter/lab/settings"
    folder.mkdir(parents=True, exist_ok=True)
    notification = {"checkForUpdates": False, "fetchNews": "false"}
    overrides = {"@jupyterlab/apputils-extension:notification": notification}
    (folder / "overrides.json").write_text(json.dumps(overrides, indent=1), encoding="utf-8")


def prepare_peers():
    """Node, PHP and ws: framebyframe.peers knows how, and reports each step itself."""
    subprocess.run([str(PYTHON), "-m", "framebyframe.peers", "prepare"], cwd=ROOT, check=False)


def become(command, folder):
    """Turns this process into another program, so that nothing is left if either is ended."""
    command = [str(part) for part in command]
    os.chdir(folder)
    if os.name != "nt":
        sys.stdout.flush()
        os.execv(command[0], command)
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:  # Windows cannot become another program; Ctrl-C reached it too
        return 130


# --- the learner's copies -----------------------------------------------------------------------


def sources(path):
    """A hash of what a person writes in a notebook: its cells, not their outputs."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = json.dumps([[cell["cell_type"], "".join(cell["source"])] for cell in cells])
    except (ValueError, KeyError, TypeError):  # half a file is somebody's file too
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return hashlib.sha256(text.encode()).hexdigest()


def copy_chapter(pristine, copies):
    shutil.copyfile(pristine, WORK / pristine.name)
    copies[pristine.name] = sources(pristine)


def prepare_copies():
    """work/ gets every chapter; an untouched copy is refreshed, a touched one is kept and named."""
    WORK.mkdir(exist_ok=True)
    copies = read_json(COPIES)
    for pristine in sorted(NOTEBOOKS.glob("*.ipynb")):
        copy, newest = WORK / pristine.name, sources(pristine)
        mine = sources(copy) if copy.exists() else None
        if mine is None or (mine == copies.get(pristine.name) and mine != newest):
            copy_chapter(pristine, copies)
        elif mine == newest:
            copies[pristine.name] = newest
        elif copies.get(pristine.name) != newest:
            newer = f"yours is kept; the course has a newer one (kit.py reset {pristine.name[:2]})"
            say("!", pristine.name, newer)
    COPIES.write_text(json.dumps(copies, indent=1), encoding="utf-8")


def find_chapter(name):
    wanted = name.zfill(2) if name.isdigit() else name
    found = [path for path in sorted(NOTEBOOKS.glob("*.ipynb")) if path.name.startswith(wanted)]
    if len(found) != 1:
        names = ", ".join(path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb")))
        raise Stop(f"No one chapter is called {name!r}. Chapters: {names}")
    return found[0]


def keep_aside(copy):
    """Moves a copy to work/kept/, under a name that is free."""
    kept = WORK / "kept"
    kept.mkdir(exist_ok=True)
    numbers = (n for n in range(1, 10_000) if not (kept / f"{copy.stem}-{n}.ipynb").exists())
    return copy.rename(kept / f"{copy.stem}-{next(numbers)}.ipynb")


# --- the commands -------------------------------------------------------------------------------


def lab(options, extra):
    prepare_venv()
    prepare_peers()
    prepare_copies()
    command = [
        PYTHON,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={WORK}",
        "--ServerApp.ip=127.0.0.1",
        f"--LabApp.default_url=/lab/tree/{FIRST}",
        f"--port={options.port}",
    ]
    command += ["--no-browser"] if options.no_browser else []
    command += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    say(
        "→",
        "JupyterLab",
        "opens in your browser; Ctrl-C here ends it"
        if not options.no_browser
        else "starts; open the address it prints; Ctrl-C ends it",
    )
    return become([*command, *extra], WORK)


def test(options, extra):
    prepare_venv(dev=True)
    prepare_peers()
    speed = [] if options.all else ["-m", "not slow"]
    nbval = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with", "tests/notebooks/sanitize.cfg"]
    return become([PYTHON, "-m", "pytest", *nbval, *speed, *extra], ROOT)


def doctor(options, extra):
    python = PYTHON if PYTHON.exists() else sys.executable
    return become([python, "-m", "framebyframe.peers", "doctor", *extra], ROOT)


def reset(options, extra):
    pristine = find_chapter(options.chapter)
    WORK.mkdir(exist_ok=True)
    copies, copy = read_json(COPIES), WORK / pristine.name
    if copy.exists() and sources(copy) != sources(pristine):
        kept = keep_aside(copy)
        say("✓", pristine.name, f"what you wrote is kept as {kept.relative_to(ROOT)}")
    copy_chapter(pristine, copies)
    COPIES.write_text(json.dumps(copies, indent=1), encoding="utf-8")
    say("✓", pristine.name, "is fresh again")
    return 0


def notebooks(options, extra):
    prepare_venv(dev=True)
    prepare_peers()
    return become([PYTHON, "-m", "framebyframe.lesson.authoring.refresh", *extra], ROOT)


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="kit.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(command, help):
        sub = commands.add_parser(command.__name__, help=help)
        sub.set_defaults(command=command)
        return sub

    opens = add(lab, "open the course in JupyterLab; more options go to JupyterLab")
    opens.add_argument("--no-browser", action="store_true", help="print the address, open nothing")
    opens.add_argument("--port", type=int, default=8888, help="8888 by default, or the next free one")
    tests = add(test, "run the tests; more options go to pytest")
    tests.add_argument("--all", action="store_true", help="the long tests too")
    add(doctor, "one table: what is here, what is missing, what to type")
    add(reset, "start a chapter afresh").add_argument("chapter", help="its number or name: 01")
    refresh = add(notebooks, "for authors: run all notebooks and store their outputs")
    refresh.add_argument("--refresh", action="store_true", required=True)
    return parser.parse_known_args(arguments)


def main(arguments=None):
    if sys.version_info < OLDEST:
        print("The kit needs Python {}.{} or newer; this is {}.".format(*OLDEST, sys.version.split()[0]))
        return 1
    options, extra = parse(arguments)
    try:
        return options.command(options, extra)
    except Stop as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Type the same command again: it goes on from here.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
