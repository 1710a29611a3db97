"""Mistakes to be found: each a small change of a copy of the client, the server or the session."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import framebyframe
from framebyframe.simulation.surroundings import Programs

ROOT = Path(framebyframe.__file__).parent
PARTS = ("wire", "rpc", "contract_server")
PACKAGE = "planted_programs"


@dataclass(frozen=True)
class Mistake:
    """One mistake.

    Attributes:
        name: in a few words.
        file: of the package.
        right: text that stands there once.
        wrong: what takes its place.
    """

    name: str
    file: str
    right: str
    wrong: str


MISTAKES = (
    Mistake(
        "a reply is matched by order, not by its id",
        "rpc/pending.py",
        "future = self._futures.pop(reply.id, None)",
        "future = self._futures.pop(next(iter(self._futures), reply.id), None)",
    ),
    Mistake(
        "ids are used again while a call with the same one waits",
        "rpc/async_client.py",
        "itertools.count(1) if ids",
        "itertools.cycle((1, 2)) if ids",
    ),
    Mistake(
        "a call is made again that was not marked idempotent",
        "rpc/retrying.py",
        "return idempotent and error.code",
        "return error.code",
    ),
    Mistake(
        "each retry has the whole time-out again",
        "rpc/async_client.py",
        "return await self.exchange(socket, text, call_id, deadline)",
        "return await self.exchange(socket, text, call_id, self._deadline(timeout))",
    ),
    Mistake(
        "the wait for a lost connection has no time-out",
        "rpc/async_client.py",
        "await self._connection.socket(deadline)\n                try:",
        "await self._connection.socket(Deadline(1000))\n                try:",
    ),
    Mistake(
        "a call leaves the table only when it is answered",
        "rpc/async_client.py",
        "if self._pending.remove(call_id):\n"
        "                self._cancel(socket, call_id)\n\n    async def batch",
        "if not reply.done() and self._pending.remove(call_id):\n"
        "                self._cancel(socket, call_id)\n\n    async def batch",
    ),
    Mistake(
        "the time of a call that has ended is watched on",
        "rpc/async_client.py",
        "finally:  # after a time-out or a cancellation too\n            self._expiry.forget(reply)",
        "finally:  # after a time-out or a cancellation too\n            pass",
    ),
    Mistake(
        "the timer of the time-outs is not cancelled",
        "rpc/pending.py",
        "self._deadlines.clear()\n        self._set_timer(None)",
        "self._deadlines.clear()",
    ),
    Mistake(
        "calls in flight are not told that the connection has ended",
        "rpc/async_client.py",
        "self._pending.fail_all(lambda: why_ended(closed))\n",
        "pass\n",
    ),
    Mistake(
        "subscriptions are not told that the connection has ended",
        "rpc/async_client.py",
        "self._subscriptions.end_all(error)\n",
        "pass\n",
    ),
    Mistake(
        "ticks that came with the reply to subscribe are dropped",
        "rpc/subscriptions.py",
        "in self.others.take(number):  #",
        "in self.others.take(number)[1:]:  #",
    ),
    Mistake(
        "a gap is not said",
        "rpc/resuming.py",
        "return Gap(seen.offset + 1, None)",
        "return None",
    ),
    Mistake(
        "an idempotency key is not remembered",
        "rpc/idempotency.py",
        "done = self._done.get(key)",
        "done = None",
    ),
    Mistake(
        "without ids, a call that timed out leaves its connection open",
        "rpc/async_client.py",
        'socket.abort("a reply that comes late could not be told from the next one")',
        "pass",
    ),
    Mistake(
        "a turn is not passed on after an error",
        "rpc/async_client.py",
        "try:\n            yield\n        finally:\n            self._lock.release()",
        "yield\n        self._lock.release()",
    ),
    Mistake(
        "waits between attempts do not grow",
        "rpc/retrying.py",
        "ceiling = min(ceiling * self.factor, self.longest)",
        "ceiling = self.first",
    ),
    Mistake(
        "waits between attempts have no jitter",
        "rpc/retrying.py",
        "yield ceiling * chance()",
        "yield ceiling",
    ),
    Mistake(
        "one attempt to connect again, and no more",
        "rpc/reconnecting.py",
        "while not await self._try_to_open():",
        "if not await self._try_to_open():",
    ),
    Mistake(
        "a client that is sent away comes back",
        "rpc/retrying.py",
        "if is_final(code):",
        "if code in PRIVATE_CODES:",
    ),
    Mistake(
        "closing does not stop the attempts to connect",
        "rpc/reconnecting.py",
        "self._reconnecting.cancel()\n            await asyncio.wait([self._reconnecting])\n",
        "pass\n",
    ),
    Mistake(
        "a silent peer never counts as dead",
        "rpc/heartbeat.py",
        "return Beat.PING if self.pinged is None else Beat.DEAD",
        "return Beat.PING",
    ),
    Mistake(
        "the heartbeat goes on when the connection is gone",
        "rpc/protocol.py",
        "self._set_timer(0, None)\n            self.gone()",
        "self.gone()",
    ),
    Mistake(
        "a frame that comes in parts is put together wrongly",
        "wire/reader.py",
        "self._parts += self._data[self._used :]",
        "self._parts += self._data",
    ),
    Mistake(
        "the server lets the calls of a lost connection run on",
        "rpc/session.py",
        "task.cancel()\n        self._turns.clear()",
        "pass\n        self._turns.clear()",
    ),
    Mistake(
        "the server runs an action twice",
        "rpc/session.py",
        "if action.is_async:\n            return self._start",
        "if action.is_async:\n            "
        "self._start(dialect, Request(request.action, {}), action, arguments)\n"
        "            return self._start",
    ),
    Mistake(
        "the server keeps connections that are gone",
        "rpc/server.py",
        "self._connections.pop(connection, None)\n        if not self._connections:\n",
        "if True:\n",
    ),
)
"""All of them."""


@contextmanager
def planted(mistake: Mistake, folder: Path) -> Iterator[Programs]:
    """A copy of the programs with one mistake, as a package that lives as long as the block.

    Raises:
        LookupError: the text to be changed is not there, or not once.
    """
    root = copy_with(mistake, folder)
    sys.path.insert(0, str(root.parent))
    try:
        yield Programs(PACKAGE)
    finally:
        sys.path.remove(str(root.parent))
        for name in [name for name in sys.modules if name.split(".")[0] == PACKAGE]:
            del sys.modules[name]


def copy_with(mistake: Mistake, folder: Path) -> Path:
    """Write that copy.

    Returns:
        its folder.
    """
    changed = with_mistake(mistake)
    root = folder / PACKAGE
    for part in PARTS:
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "__init__.py").write_text('__version__ = "0"\n')
    (root / mistake.file).write_text(changed, encoding="utf-8")
    return root


def with_mistake(mistake: Mistake) -> str:
    """The module with the mistake in it.

    Raises:
        LookupError: the text to be changed is not there, or not once.
    """
    text = (ROOT / mistake.file).read_text(encoding="utf-8")
    if text.count(mistake.right) != 1:
        raise LookupError(f"{mistake.file} has this {text.count(mistake.right)} times: {mistake.right}")
    return text.replace(mistake.right, mistake.wrong)
