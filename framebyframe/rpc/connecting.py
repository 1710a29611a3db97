"""Sockets that are connected by a deadline: TCP or Unix, encrypted for `wss`. For the blocking client."""

from __future__ import annotations

import contextlib
import socket
from typing import Any

from .addresses import ConnectOptions
from .errors import connecting_took_too_long, no_connection
from .looking_up import look_up
from .timeouts import Deadline

SOME_TIME = 0.001
"""Seconds for a step whose deadline has passed: a socket takes 0 for "do not block"."""


def connect(options: ConnectOptions, deadline: Deadline) -> socket.socket:
    """A socket that is connected to the server.

    Raises:
        RpcTimeout: it is not connected by the deadline.
        ConnectionRefused: nothing listens there, or its certificate is not trusted.
    """
    try:
        if options.unix_socket:
            connected = _connect_to(socket.AF_UNIX, options.unix_socket, deadline)
        else:
            connected = _connect_tcp(options.address.host, options.address.port, deadline)
        return _encrypt(connected, options, deadline)
    except TimeoutError:
        raise connecting_took_too_long(options.where, deadline.seconds) from None
    except (OSError, UnicodeError) as error:
        raise no_connection(options.where, error) from error


def _connect_tcp(host: str, port: int, deadline: Deadline) -> socket.socket:
    """Connect to the first of the host's addresses that answers; each gets a share of the time left."""
    failures = []
    found = look_up(host, port).result(deadline.remaining())
    for left, (family, _, _, _, address) in zip(range(len(found), 0, -1), found, strict=True):
        try:
            connected = _connect_to(family, address, Deadline(deadline.remaining() / left))
        except OSError as error:
            failures.append(error)
        else:
            # Without this option a small frame waits for the next.
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return connected
    raise failures[-1]


def _connect_to(family: int, address: Any, deadline: Deadline) -> socket.socket:
    with contextlib.ExitStack() as on_failure:
        connected = on_failure.enter_context(socket.socket(family))
        connected.settimeout(deadline.remaining() or SOME_TIME)
        connected.connect(address)
        on_failure.pop_all()
    return connected


def _encrypt(connected: socket.socket, options: ConnectOptions, deadline: Deadline) -> socket.socket:
    context = options.tls_context()
    if context is None:
        return connected
    with contextlib.ExitStack() as on_failure:
        on_failure.enter_context(connected)
        connected.settimeout(deadline.remaining() or SOME_TIME)
        encrypted = context.wrap_socket(connected, server_hostname=options.address.host)
        on_failure.pop_all()
    return encrypted
