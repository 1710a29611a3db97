"""The folder of a learner's work, and a lock so that two notebooks can write there."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WORK = "FRAMEBYFRAME_WORK"
"""The environment variable that names the folder: for tests and classrooms."""

PACKAGE = "my_websocket"
"""The name of the learner's package."""

MARK = ".copies.json"
"""The file that `kit.py lab` writes into the folder of the learner's copies."""

LOCK = ".lock"
LOCK_TIMEOUT = 10.0
"""Seconds to wait for another notebook to finish saving."""

WITHOUT_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP)
"""The errors of a file system without locks, as some network folders are."""

RETRIES, PAUSE = 50, 0.02
"""Tries, and seconds between them: Windows refuses to replace a file while another program reads it."""


class Busy(Exception):
    """Another notebook is saving, and does not finish."""


def folder() -> Path:
    """The learner's folder; it need not exist yet.

    It is found afresh each time, from where the notebook runs, so a folder that was moved is no problem.
    """
    if os.environ.get(WORK):
        return Path(os.environ[WORK])
    here = _here()
    for place in (here, *here.parents):
        if (place / MARK).exists():
            return place
    project = Path(__file__).resolve().parents[3]
    return project / "work" if (project / "kit.py").exists() else here / "work"


def _here() -> Path:
    """The notebook's folder; the user's home if it was deleted under the running kernel."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path.home()


@contextmanager
def locked(place: Path) -> Iterator[None]:
    """While it lasts, no other notebook writes. The lock ends with the process, also with a killed kernel.

    Raises:
        Busy: it was not free for ten seconds.
    """
    from filelock import FileLock, Timeout  # here: kit.py imports this module before anything is installed

    place.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place / LOCK, timeout=LOCK_TIMEOUT, poll_interval=PAUSE)
    try:
        lock.acquire()
    except Timeout:
        raise Busy from None
    except OSError as error:
        if error.errno not in WITHOUT_LOCKS:  # without locks, saving matters more
            raise
    try:
        yield
    finally:
        lock.release()


def replace_file(path: Path, text: str) -> None:
    """Write a file whole or not at all: a reader sees the old text or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8", newline="\n")
    try:
        _replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _replace(fresh: Path, path: Path) -> None:
    for _ in range(RETRIES):
        with suppress(PermissionError):
            os.replace(fresh, path)
            return
        time.sleep(PAUSE)
    os.replace(fresh, path)


def set_aside(path: Path) -> Path:
    """Rename a file to a name that is free: frames.py becomes frames.py.kept-1."""
    number = 1
    while (kept := path.with_name(f"{path.name}.kept-{number}")).exists():
        number += 1
    return path.rename(kept)
