#!/usr/bin/env python3
"""Frame by Frame: the one command.

    python3 kit.py lab                open the course in JupyterLab, on the chapter that is next
    python3 kit.py lab 02             on this chapter
    python3 kit.py test               run the tests               (--all: the long ones too)
    python3 kit.py doctor             say what is here and what is missing
    python3 kit.py tap ws://127.0.0.1:8080   show what passes between a client and this server
    python3 kit.py proxy ws://127.0.0.1:8080 --faults "latency 50ms"   put a bad network before this server
    python3 kit.py simulate           ten thousand failures of a network, in seconds  (--mine work: your own)
    python3 kit.py bench              the same call through HTTP, WebSocket, TCP, queues and shared memory
    python3 kit.py reset 02           start a chapter afresh, keeping what you wrote beside it
    python3 kit.py notebooks --refresh   for authors: run all notebooks, store their outputs

Each sets up what it needs first: a virtual environment in .kit, the packages that the course pins, Node.js
and PHP if this machine has none. Nothing is installed outside this folder, nothing is deleted that the kit
did not make, and an interrupted set-up is mended by running the command again.
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

OLDEST = (3, 11)
if sys.version_info < OLDEST:  # what is imported next would not be understood
    sys.exit("The kit needs Python {}.{} or newer; this is {}.".format(*OLDEST, sys.version.split()[0]))

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))  # of the course only what needs the standard library alone

import tomllib  # noqa: E402

from framebyframe.lab.copies import Chapters, NoSuchChapter  # noqa: E402
from framebyframe.peers import causes, environment  # noqa: E402

VENV = ROOT / ".kit"  # a name of its own, because a .venv may belong to another tool
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "kit.json"  # says that the kit made this folder, and, written last, what it holds
NOTEBOOKS = ROOT / "notebooks"
WORK = ROOT / "work"
MOST_TEST_WORKERS = 8


# --- what a person sees -------------------------------------------------------------------------


class Stop(Exception):
    """The command cannot go on; the message says why and what to type."""


def say(mark, what, detail=""):
    line = f" {mark} {what:<16} {detail}".rstrip()
    try:
        print(line, flush=True)
    except UnicodeEncodeError:  # a terminal that knows ASCII only
        print(line.encode("ascii", "replace").decode(), flush=True)


class ProgressLine:
    """The line about one part of the set-up: what is done, then the outcome and how long it took."""

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


# --- the virtual environment --------------------------------------------------------------------


def prepare_venv(dev=False):
    """Installs the pinned packages into .kit; does nothing, and needs no network, if they are there."""
    files = ["requirements.txt"] + (["requirements-dev.txt"] if dev else [])
    wanted = {name: pins(name) for name in files}
    stamp = read_stamp()
    trouble = why_afresh(stamp)
    installed = {} if trouble else stamp["installed"]
    if wanted.items() <= installed.items():
        return
    if trouble:
        with ProgressLine("virtual env", f"making {VENV.name} ({trouble})"):
            make_venv(trouble)
    write_stamp()
    with ProgressLine("packages", f"downloading and installing what {files[-1]} pins") as line:
        line.detail = pip_install(*(part for name in files for part in ("-r", name)))
    write_stamp(installed={**installed, **wanted})


def pins(name):
    """A hash of the pins in a requirements file and in the project itself."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    told = [project["project"], project.get("build-system")]
    text = (ROOT / name).read_text(encoding="utf-8") + json.dumps(told, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def read_stamp():
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def write_stamp(**more):
    STAMP.write_text(json.dumps({**where_and_what(), **more}, indent=1), encoding="utf-8")


def where_and_what():
    """The folder and the Python of the environment, which works only here and with this Python."""
    return {"root": str(ROOT), "python": "{}.{}".format(*sys.version_info)}


def why_afresh(stamp):
    if not VENV.exists():
        return "none yet"
    if not (stamp.get("installed") and PYTHON.exists()):
        return "an earlier set-up was interrupted"
    changed = [name for name, value in where_and_what().items() if stamp.get(name) != value]
    return {"root": "this folder was moved", "python": "Python was changed"}[changed[0]] if changed else ""


def make_venv(trouble):
    """Makes .kit by venv, uv or virtualenv; stops with a command to type if there is none of them."""
    remove_venv(trouble)
    VENV.mkdir()
    write_stamp()
    failed = ""
    for command, variables in ways_to_make_a_venv():
        done = subprocess.run(command, env=variables, capture_output=True, text=True, errors="replace")
        if done.returncode == 0:
            return
        failed = f"{' '.join(command)}\n   {causes.told(done.stdout + done.stderr, VENV, variables)}"
    remove_venv(trouble)
    raise Stop(
        failed or f"This Python ({sys.executable}) cannot make a virtual environment.\n   {venv_advice()}"
    )


def ways_to_make_a_venv():
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        yield [sys.executable, "-m", "venv", str(VENV)], environment.for_python()
    if shutil.which("uv"):
        uv = [
            "uv",
            "venv",
            "--seed",
            "--allow-existing",
            "--no-project",
            "--python",
            sys.executable,
            str(VENV),
        ]
        yield uv, environment.for_uv()
    if shutil.which("virtualenv"):
        yield ["virtualenv", "--python", sys.executable, str(VENV)], environment.for_virtualenv()


def remove_venv(trouble):
    """Removes an environment that the kit made; never the one that this Python runs in."""
    if not VENV.exists():
        return
    if not STAMP.exists() and any(VENV.iterdir()):
        raise Stop(
            f"{VENV} is here, and the kit did not make it.\n   Rename it, then type the same command again."
        )
    if Path(sys.prefix).resolve() == VENV.resolve():
        again = f"{getattr(sys, '_base_executable', 'python3')} {' '.join(sys.argv)}"
        raise Stop(
            f"This Python is the one in {VENV.name}, which is to be made anew ({trouble}).\n   Type:  {again}"
        )
    shutil.rmtree(VENV)


def venv_advice():
    version = "{}.{}".format(*sys.version_info)
    if Path("/etc/debian_version").exists() and sys.base_prefix == "/usr":  # Debian's own Python
        return f"Type:  sudo apt install python{version}-venv\n   then the same command again."
    return "Install uv or virtualenv, or a Python from python.org, then type the same command again."


def pip_install(*args):
    """Runs pip; returns how much it downloaded, as text."""
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *args]
    variables = environment.for_pip(str(PYTHON))
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, errors="replace")
    if done.returncode != 0:
        raise Stop(f"pip could not install the packages\n   {causes.told(done.stderr, VENV, variables)}")
    units = {"kB": 1e3, "MB": 1e6, "GB": 1e9, "bytes": 1}
    sizes = re.findall(r"^\s*Downloading .*\(([\d.]+) (bytes|kB|MB|GB)\)", done.stdout, re.M)
    total = sum(float(number) * units[unit] for number, unit in sizes)
    return f"downloaded {total / 1e6:.0f} MB" if total else "nothing to download"


def prepare_peers():
    """Installs Node, PHP and ws by framebyframe.peers, which prints its own lines."""
    command = [str(PYTHON), "-m", "framebyframe.peers", "prepare"]
    subprocess.run(command, cwd=ROOT, env=environment.for_python(), check=False)


def become(*command):
    """Turns this process into another Python program, so that nothing is left if either is ended."""
    python = PYTHON if PYTHON.exists() else sys.executable
    command, variables = [str(part) for part in (python, "-m", *command)], environment.for_python()
    os.chdir(ROOT)
    if os.name == "nt":  # Windows cannot replace a process
        try:
            return subprocess.call(command, env=variables)
        except KeyboardInterrupt:  # Ctrl-C reached the child too
            return 130
    sys.stdout.flush()
    return os.execve(command[0], command, variables)


# --- the commands -------------------------------------------------------------------------------


def lab(options, extra):
    chapter = ["--chapter", options.chapter] if options.chapter else []
    if chapter:
        Chapters(NOTEBOOKS, WORK).find(options.chapter)  # a wrong number fails before the set-up
    prepare_venv()
    prepare_peers()
    browser = ["--no-browser"] if options.no_browser else []
    opens = "starts; open the address it prints" if options.no_browser else "opens in your browser"
    say("→", "JupyterLab", f"{opens}; Ctrl-C here ends it")
    return become("framebyframe.lab", "open", *chapter, f"--port={options.port}", *browser, *extra)


def test(options, extra):
    prepare_venv(dev=True)
    prepare_peers()
    nbval = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with", "tests/notebooks/sanitize.cfg"]
    parallel = ["-n", str(test_workers()), "--dist", "loadfile", "--no-loadscope-reorder"]
    return become("pytest", *parallel, *nbval, "-m", asked_for(options), *extra)


def asked_for(options):
    """The marks of the tests that run, as pytest reads them."""
    if options.banks:
        return "bank"
    return "not bank" if options.all else "not slow and not bank"


def test_workers():
    """Two processes for each core: many tests wait for a server, a browser or a time-out."""
    return min(2 * (os.cpu_count() or 1), MOST_TEST_WORKERS)


def doctor(options, extra):
    return become("framebyframe.peers", "doctor", *extra)


def tap(options, extra):
    return become("framebyframe.proxy.tap", *extra)


def proxy(options, extra):
    return become("framebyframe.proxy.faults", *extra)


def simulate(options, extra):
    return become("framebyframe.simulation", *extra)


def bench(options, extra):
    prepare_venv()
    prepare_peers()
    return become("framebyframe.bench", *extra)


def reset(options, extra):
    return become("framebyframe.lab", "reset", options.chapter, *extra)


def notebooks(options, extra):
    prepare_venv(dev=True)
    prepare_peers()
    return become("framebyframe.lesson.authoring.refresh", *extra)


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="kit.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(command, help, **more):
        sub = commands.add_parser(command.__name__, help=help, **more)
        sub.set_defaults(command=command)
        return sub

    opens = add(lab, "open the course in JupyterLab; more options (--NAME=VALUE) go to JupyterLab")
    opens.add_argument("chapter", nargs="?", help="its number or name: 02; the next one if not given")
    opens.add_argument("--no-browser", action="store_true", help="print the address, open nothing")
    opens.add_argument("--port", type=int, default=8888, help="8888 by default, or the next free one")
    tests = add(test, "run the tests; more options go to pytest")
    longer = tests.add_mutually_exclusive_group()
    longer.add_argument("--all", action="store_true", help="the long tests too")
    longer.add_argument("--banks", action="store_true", help="the answers of all banks instead, for hours")
    add(doctor, "one table: what is here, what is missing, what to type")
    add(tap, "show what passes between a client and a server; tap --help says how", add_help=False)
    add(proxy, "put a bad network before a server; proxy --help says how", add_help=False)
    add(simulate, "break a network seed by seed; simulate --help says how", add_help=False)
    add(bench, "compare pipes by the same call; bench --help says how", add_help=False)
    afresh = add(reset, "start a chapter afresh; --answers: your saved answers of it too, --no-answers: not")
    afresh.add_argument("chapter", help="its number or name: 02")
    refresh = add(notebooks, "for authors: run all notebooks and store their outputs")
    refresh.add_argument("--refresh", action="store_true", required=True)
    return parser.parse_known_args(arguments)


def main(arguments=None):
    options, extra = parse(arguments)
    try:
        return options.command(options, extra)
    except (Stop, NoSuchChapter) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"\n{causes.told(str(problem), ROOT)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Type the same command again: it goes on from here.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
