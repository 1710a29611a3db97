"""Memory that two processes share: one slot, and two semaphores that say whose turn it is."""

from __future__ import annotations

import multiprocessing
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory
from typing import Any

from ..work import answer
from .pipe import Exchange, Served

LENGTH = struct.Struct("!I")
SLOT = 2**20 + 2**16
"""Bytes of the slot: as many as any size of a call needs."""
END_TIMEOUT = 5.0
"""Seconds for the other process to end."""


@dataclass(frozen=True)
class Slot:
    """A place for one text, and whose turn it is to read it.

    Attributes:
        memory: its name.
        asked, answered: semaphores, each counted up by the one who has written.
    """

    memory: str
    asked: Any
    answered: Any


def serve_slot(slot: Slot) -> None:
    """Answer what stands in the slot, until it holds an empty text."""
    memory = SharedMemory(slot.memory)
    try:
        while True:
            slot.asked.acquire()
            text = _read(memory)
            if not text:
                return
            _write(memory, answer(text.decode()).encode())
            slot.answered.release()
    finally:
        memory.close()


def needs() -> str:
    """Why this system lends no memory to two processes; empty where it does."""
    try:
        memory = SharedMemory(create=True, size=1)
        memory.close()
        memory.unlink()
        multiprocessing.get_context("spawn").Semaphore(0)
    except (ImportError, OSError) as error:
        return f"this system lends no memory to two processes: {error}"
    return ""


@contextmanager
def serve() -> Iterator[Served]:
    """A process that answers: a child of ours, because a semaphore is inherited, not looked up by name."""
    context = multiprocessing.get_context("spawn")
    memory = SharedMemory(create=True, size=SLOT)
    slot = Slot(memory.name, context.Semaphore(0), context.Semaphore(0))
    other = context.Process(target=serve_slot, args=[slot], daemon=True)
    # start() asks for the attribute, and %reset in a notebook deletes it.
    vars(sys.modules["__main__"]).setdefault("__spec__", None)
    other.start()
    assert other.pid is not None
    try:
        yield Served((slot, memory), other.pid)
        _write(memory, b"")
        slot.asked.release()
        other.join(END_TIMEOUT)
    finally:
        other.kill()
        other.join()
        memory.close()
        memory.unlink()


@contextmanager
def slot_client(address: tuple[Slot, SharedMemory]) -> Iterator[Exchange]:
    """Write, say so, wait, read."""
    slot, memory = address

    def exchange(text: str) -> bytes:
        _write(memory, text.encode())
        slot.asked.release()
        slot.answered.acquire()
        return _read(memory)

    yield exchange


def _write(memory: SharedMemory, text: bytes) -> None:
    assert memory.buf is not None  # it is closed at the end only
    memory.buf[: LENGTH.size + len(text)] = LENGTH.pack(len(text)) + text


def _read(memory: SharedMemory) -> bytes:
    assert memory.buf is not None
    (length,) = LENGTH.unpack_from(memory.buf)
    return bytes(memory.buf[LENGTH.size : LENGTH.size + length])
