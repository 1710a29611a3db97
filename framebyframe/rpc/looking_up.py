"""Names of hosts, looked up while somebody waits who has a deadline.

The system's own function has none. So a name is looked up in a thread, which is left behind where it takes
too long, and ends with the program.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from concurrent.futures import Future
from typing import Any

AddressInfo = tuple[Any, ...]
"""What `socket.getaddrinfo` says of one address: family, kind, protocol, name, and the address itself."""


def look_up(host: str, port: int) -> Future[list[AddressInfo]]:
    """The addresses of a host, the one to try first at the beginning.

    Returns:
        a future of them, or of the OSError or UnicodeError that says why there are none.
    """
    found: Future[list[AddressInfo]] = Future()
    found.set_running_or_notify_cancel()  # so that whoever gives up waiting cannot cancel it
    if is_address(host):
        resolve(host, port, found)
    else:
        threading.Thread(target=resolve, args=(host, port, found), daemon=True).start()
    return found


def resolve(host: str, port: int, found: Future[list[AddressInfo]]) -> None:
    """Ask the system, however long it takes."""
    try:
        found.set_result([*socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
    except (OSError, UnicodeError) as error:
        found.set_exception(error)


def is_address(host: str) -> bool:
    """Whether this is an IP address, which needs no looking up."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
