"""The addresses of a host, for a caller that has a deadline.

The system's own function has none. So it runs in a thread; where it takes too long, the thread is left behind
and ends with the program.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from concurrent.futures import Future
from typing import Any

AddressInfo = tuple[Any, ...]
"""One address as `socket.getaddrinfo` gives it: family, kind, protocol, canonical name, socket address."""


def look_up(host: str, port: int) -> Future[list[AddressInfo]]:
    """Look up the addresses of a host.

    Returns:
        a future of them, the one to try first at the beginning; or of an OSError or UnicodeError.
    """
    found: Future[list[AddressInfo]] = Future()
    found.set_running_or_notify_cancel()  # a caller that gives up cannot cancel it then
    if is_known(host):
        resolve(host, port, found)
    else:
        threading.Thread(target=resolve, args=(host, port, found), daemon=True).start()
    return found


def resolve(host: str, port: int, found: Future[list[AddressInfo]]) -> None:
    """Settle `found` with what the system says, however long that takes."""
    try:
        found.set_result([*socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
    except (OSError, UnicodeError) as error:
        found.set_exception(error)


def is_known(host: str) -> bool:
    """Whether no name server is asked for `host`: an address, or this machine itself (RFC 6761, 6.3)."""
    return host == "localhost" or is_address(host)


def is_address(host: str) -> bool:
    """Whether `host` is an IP address, which is not looked up."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
