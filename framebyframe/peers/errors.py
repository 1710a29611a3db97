"""The errors of peers, one type for each.

PeerError
├── PeerMissing     Node, PHP or ws is not on this machine
├── PeerFailed      a peer ended, or said nothing, instead of starting
└── PeerTimeout     a peer, or its log, took longer than it was given
"""

from __future__ import annotations


class PeerError(Exception):
    """A peer cannot be used; the message says why and what to do."""


class PeerMissing(PeerError):
    """A program the peer needs is not on this machine.

    Args:
        what: what was looked for, in words ("PHP 8.1 or newer").
        tried: one sentence for each place that was looked at.
        mend: the command that installs it for this course alone.
        system_mend: the command of this system, for when that fails.
    """

    def __init__(self, what: str, tried: list[str], mend: str, system_mend: str) -> None:
        self.what = what
        self.tried = tried
        self.mend = mend
        self.system_mend = system_mend
        super().__init__(self._message())

    def _message(self) -> str:
        lines = [f"{self.what} was not found."]
        lines += [f"  tried: {sentence}" for sentence in self.tried]
        lines += [f"  mend it: {self.mend}", f"  if that fails: {self.system_mend}"]
        return "\n".join(lines)


class PeerFailed(PeerError):
    """A peer did not start; the message ends with the tail of its log."""


class PeerTimeout(PeerError):
    """A peer was slower than it was allowed to be.

    Attributes:
        stdout: what it had printed until then.
        stderr: what it had logged until then.
    """

    def __init__(self, message: str, stdout: str = "", stderr: str = "") -> None:
        super().__init__(message)
        self.stdout = stdout
        self.stderr = stderr
