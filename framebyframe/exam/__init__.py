"""The conformance exam: cases of the Autobahn TestSuite, put to a server that runs on a package of yours.

    from framebyframe.exam import take
    from framebyframe.lesson import use

    take(use("mine"))               # 247 cases in less than a minute: a report card
    take(use("mine"), "7.*")        # some of them: a number, or a glob
    take(use("mine"), "2.*", receive_ping=empty_pong)    # with a method of `Connection` that you spoil

The package `kosoku` plays the client. It runs in a process of its own, and so does the server.
"""

from .report import ReportCard
from .taking import take

__all__ = ["ReportCard", "take"]
