"""For tests and notebooks: a learner's folder made for them, and the order in which files are run."""

import os
import signal
import tempfile

WORK = "FRAMEBYFRAME_WORK"

SLOWEST = (
    "tests/soak/",
    "tests/conformance/test_autobahn_",
    "tests/faults/test_servers",
    "tests/differential/",
    "tests/fuzz/",
    "tests/rpc/test_rpc_live_path",
    "tests/interop/",
    "tests/browser/",
    "tests/rpc/",
    "tests/kit/test_style",
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


def pytest_configure(config):
    hear_interrupts()
    config.work = tempfile.TemporaryDirectory(prefix="work-")
    os.environ[WORK] = config.work.name


def hear_interrupts():
    """Restore the interrupt signal. Under nohup it is ignored, also by the programs that a test starts."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_unconfigure(config):
    del os.environ[WORK]
    config.work.cleanup()


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: rank(item.nodeid))


def rank(nodeid):
    return next((rank for rank, folder in enumerate(SLOWEST) if nodeid.startswith(folder)), len(SLOWEST))
