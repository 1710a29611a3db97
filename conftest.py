"""For tests and notebooks: a learner's folder that is nobody's, and the order in which files are run."""

import os
import tempfile

WORK = "FRAMEBYFRAME_WORK"

SLOWEST = (
    "tests/soak/",
    "tests/conformance/",
    "tests/differential/",
    "tests/fuzz/",
    "tests/browser/",
    "tests/interop/",
    "tests/contract/",
    "tests/rpc/",
    "tests/lesson/",
    "tests/notebooks/",
    "tests/faults/",
    "notebooks/",
)
"""They begin first, the slowest one first: no process then runs a long file when the others have ended."""


def pytest_configure(config):
    config.work = tempfile.TemporaryDirectory(prefix="work-")
    os.environ[WORK] = config.work.name


def pytest_unconfigure(config):
    del os.environ[WORK]
    config.work.cleanup()


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: rank(item.nodeid))


def rank(nodeid):
    return next((rank for rank, folder in enumerate(SLOWEST) if nodeid.startswith(folder)), len(SLOWEST))
