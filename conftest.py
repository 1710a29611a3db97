"""For tests and notebooks: what a test solves goes to a folder of its own, not to the learner's work/."""

import os
import tempfile

WORK = "FRAMEBYFRAME_WORK"


def pytest_configure(config):
    config.work = tempfile.TemporaryDirectory(prefix="work-")
    os.environ[WORK] = config.work.name


def pytest_unconfigure(config):
    del os.environ[WORK]
    config.work.cleanup()
