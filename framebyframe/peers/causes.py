"""Why something could not be written or fetched: disk, permission, certificate, proxy, network, told apart.

Only the standard library is needed here: `kit.py` asks before anything is installed.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from .places import ROOT

ROOM = 64 * 1024
"""Bytes that are written to find out whether the disk has room."""
ROOM_NEEDED = 1_000_000_000
"""Bytes of disk for all that is installed, and for what pip unpacks meanwhile."""
PROXY_TIMEOUT = 5.0
"""Seconds for a proxy to accept a connection."""

ROOM_MADE = "make room on that disk"
"""What to do about a disk that is full."""
DISK, PERMISSION, PROXY, CERTIFICATE, NETWORK = "disk", "permission", "proxy", "certificate", "network"

_SIGNS = {
    DISK: r"No space left|ENOSPC|Errno 28\b|quota exceeded|EDQUOT|not enough space",
    PERMISSION: r"Permission denied|EACCES|EPERM|not permitted|Read-only file system|EROFS|Access is denied",
    PROXY: r"ProxyError|annot connect to proxy|Tunnel connection failed|407 Proxy|ERR_INVALID_PROXY",
    CERTIFICATE: r"CERTIFICATE_VERIFY_FAILED|SSLError|SELF_SIGNED_CERT|UNABLE_TO_\w+|CERT_[A-Z]\w+",
    NETWORK: r"name resolution|not known|getaddrinfo|NewConnectionError|Failed to establish|unreachable"
    r"|Connection (?:refused|reset|timed out|aborted)|No route to host|Read timed out|ConnectTimeout"
    r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH",
}
"""The words of Python, pip, uv and npm for each cause; the first cause that fits is taken."""

_PROXY_VARIABLE = re.compile(r"(https?|all|pip|npm_config(_https)?)_proxy", re.IGNORECASE)


@dataclass(frozen=True)
class Cause:
    """The cause of a failed step.

    Attributes:
        name: DISK, PERMISSION, PROXY, CERTIFICATE or NETWORK.
        words: what it is, in a sentence.
        mend: what to do about it; a command, where there is one.
    """

    name: str
    words: str
    mend: str

    def __str__(self) -> str:
        return f"{self.words}\n   Mend it:  {self.mend}"


def cause_of(said: str, folder: Path, variables: Mapping[str, str] = os.environ) -> Cause | None:
    """The cause why a program failed that printed this while it fetched, and wrote into `folder`.

    Args:
        said: the program's own words, or those of an OSError.
        folder: where it wrote; it need not exist.
        variables: the program's environment.

    Returns:
        None where nothing gives the cause away.
    """
    name = _named_by(said)
    if name in (None, DISK, PERMISSION):
        named = _named_in(said) if name else None
        tried = unwritable(named or folder) or unwritable(folder) or unwritable(Path(tempfile.gettempdir()))
        if name and (tried is None or tried.name != name):  # the program's own words come first
            return _on_this_disk(name, named or folder)
        return tried or little_room(folder)
    if name == CERTIFICATE:
        return _UNTRUSTED
    return _on_the_way(name == PROXY, variables)


def told(said: str, folder: Path, variables: Mapping[str, str] = os.environ) -> str:
    """The line of `said` that tells most, its cause, and what to do about it. Arguments: as `cause_of`."""
    cause = (
        cause_of(said, folder, variables) or "The cause is not known: python3 kit.py doctor looks further."
    )
    return f"It said: {_telling_line(said)}\n   {cause}\n   Then type the same command again."


def _named_by(said: str) -> str | None:
    """The cause that these words name; None if they name none."""
    return next((name for name, signs in _SIGNS.items() if re.search(signs, said)), None)


def _telling_line(said: str) -> str:
    """The last line that names the cause, or the last one: pip's own is often about pip."""
    name = _named_by(said)
    telling = [line.strip() for line in said.splitlines() if name and re.search(_SIGNS[name], line)]
    return telling[-1] if telling else last_line(said)


def last_line(text: str) -> str:
    """The last line that a program printed, in which most say what is wrong."""
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it printed nothing"


def unwritable(folder: Path) -> Cause | None:
    """The cause why nothing can be written into this folder; None if it can. The trial file is removed."""
    place = _existing(folder)
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(bytes(ROOM))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return _on_this_disk(DISK if re.search(_SIGNS[DISK], str(error)) else PERMISSION, place)
    return None


def free_space(folder: Path) -> int:
    """Bytes that the disk of this folder has left."""
    return shutil.disk_usage(_existing(folder)).free


def little_room(folder: Path) -> Cause | None:
    """Too little room for the set-up, the likely cause where a program does not say what it failed of."""
    place = _existing(folder)
    if (free := free_space(place)) >= ROOM_NEEDED:
        return None
    words = (
        f"The disk that holds {place} has {_megabytes(free)} free, and {_megabytes(ROOM_NEEDED)} are needed."
    )
    return Cause(DISK, words, ROOM_MADE)


def _named_in(said: str) -> Path | None:
    """The path that an error names: Python puts it in quotes."""
    named = re.search(r"'((?:/|[A-Z]:)[^']+)'\s*$", said, re.MULTILINE)
    return Path(named[1]).parent if named else None


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())


def _on_this_disk(name: str, folder: Path) -> Cause:
    place = _existing(folder)
    if name == DISK:
        free = _megabytes(free_space(place))
        return Cause(DISK, f"The disk that holds {place} is full: {free} are free.", ROOM_MADE)
    copy = f"cp -r {shlex.quote(str(ROOT))} ~/frame-by-frame && cd ~/frame-by-frame"
    return Cause(PERMISSION, f"You may not write into {place}: go on in a copy that is yours.", copy)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


_UNTRUSTED = Cause(
    CERTIFICATE,
    "The certificate of the package server is not trusted here. Is this machine's date right? "
    "A company's network has a certificate of its own: ask for it as a FILE.",
    "export PIP_CERT=FILE NODE_EXTRA_CA_CERTS=FILE",
)
_UNREACHABLE = Cause(NETWORK, "The package server cannot be reached.", "connect this machine to the network")


def _on_the_way(proxy_said: bool, variables: Mapping[str, str]) -> Cause:
    """The proxy that the environment names, if it is the cause; else the network behind it."""
    proxies = {
        name: _address(variables[name]) for name in sorted(variables) if _names_a_proxy(name, variables)
    }
    for name, address in proxies.items():
        if not _answers(address):
            return _proxy_cause(name, address, "does not answer")
    if proxy_said and proxies:
        return _proxy_cause(*next(iter(proxies.items())), "refuses")
    return _UNREACHABLE


def _names_a_proxy(name: str, variables: Mapping[str, str]) -> bool:
    return bool(_PROXY_VARIABLE.fullmatch(name) and variables[name])


def _address(value: str) -> tuple[str, int]:
    """Host and port, without the password that may stand before them."""
    address = urlsplit(value if "://" in value else f"http://{value}")
    return address.hostname or "", address.port or 80


def _proxy_cause(name: str, address: tuple[str, int], what: str) -> Cause:
    words = f"The proxy {address[0]}:{address[1]}, named by {name}, {what}."
    return Cause(PROXY, words, f"correct {name}, or: unset {name}")


def _answers(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, PROXY_TIMEOUT).close()
    except OSError:
        return False
    return True
