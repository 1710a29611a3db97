"""For tests and notebooks: a learner's folder made for them, and the order in which files are run."""

import os
import signal
import tempfile

import pytest

WORK = "FRAMEBYFRAME_WORK"
PATIENCE = {"FRAMEBYFRAME_SECONDS_OF_REPAIRS": "6"}
"""Ten times the time to look for causes; few searches need it. On a busy machine a search takes up to twice
the processor time that it takes alone, and what is said of an answer shall not depend on that."""

SLOWEST = (
    "tests/soak/",
    "tests/browser/",
    "tests/conformance/test_autobahn_",
    "tests/faults/test_servers",
    "tests/differential/",
    "tests/fuzz/",
    "tests/rpc/test_rpc_live_path",
    "tests/lesson/test_banks",
    "tests/interop/",
    "tests/rpc/",
    "tests/pyserver/test_pyserver_json",
    "tests/contract/",
    "tests/lesson/",
    "tests/wire/test_wire_properties",
    "tests/notebooks/",
    "tests/faults/",
    "tests/conformance/",
    "notebooks/",
)
"""Files that begin first, the slowest one first, so that no process is left with a long file at the end."""

PARTED = ("tests/lesson/test_banks.py", "tests/notebooks/test_solved_chapters.py")
"""Files whose tests share nothing and take long: each test of theirs may run in another process."""

TOGETHER = "tests/browser/"
"""A folder whose files share what is dear, a JupyterLab and a browser: they run in one process."""

SECONDS_OF_A_LONG_TEST = 900
"""A long test has so many, unless it says how many it needs; the others have those of `pyproject.toml`."""


def pytest_configure(config):
    hear_interrupts()
    reach_kernels_by_files()
    config.work = tempfile.TemporaryDirectory(prefix="work-")
    os.environ.update(PATIENCE, **{WORK: config.work.name})


def hear_interrupts():
    """Restore the interrupt signal. Under nohup it is ignored, also by the programs that a test starts."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def reach_kernels_by_files():
    """Those in which nbval runs the chapters; tests/kernels_by_file.py says why."""
    from kernels_by_file import by_file
    from nbval import kernel

    kernel.KernelManager = by_file(kernel.KernelManager)


def pytest_runtest_logreport(report):
    """Name a failure when it happens: a run that is ended early prints no summary."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        crash = getattr(report.longrepr, "reprcrash", None)
        reason = (crash.message if crash else str(report.longrepr)).strip().splitlines()[:1]
        print(
            f"\n{report.when} failed after {report.duration:.0f} s: {report.nodeid}",
            *reason,
            sep="\n  ",
            flush=True,
        )


def pytest_unconfigure(config):
    from kernels_by_file import FOLDER

    for name in (WORK, *PATIENCE):
        del os.environ[name]
    config.work.cleanup()
    FOLDER.cleanup()  # a process of xdist ends without tidying up


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give each process whole files, but of some files single tests, and one folder whole."""
    from xdist.scheduler import LoadFileScheduling

    class FilesInParts(LoadFileScheduling):
        def _split_scope(self, nodeid):
            if nodeid.startswith(PARTED):
                return nodeid
            return TOGETHER if nodeid.startswith(TOGETHER) else super()._split_scope(nodeid)

    return FilesInParts(config, log)


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SECONDS_OF_A_LONG_TEST))
    items.sort(key=lambda item: rank(item.nodeid))


def rank(nodeid):
    return next((rank for rank, folder in enumerate(SLOWEST) if nodeid.startswith(folder)), len(SLOWEST))
