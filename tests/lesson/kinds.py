"""A chapter for tests: a small exercise of every kind, most of them real functions of the kit."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from framebyframe.figures.text import reader
from framebyframe.lesson.cells import exercise_cell, php_cell
from framebyframe.lesson.checking.submission import Submission
from framebyframe.lesson.checking.verdict import Verdict
from framebyframe.lesson.declaring import table
from framebyframe.lesson.declaring.examples import call, scenario
from framebyframe.lesson.declaring.exercise import Chapter, Exercise
from framebyframe.lesson.declaring.mistakes import edit
from framebyframe.lesson.diagnosing.judge import judge
from framebyframe.lesson.text import catalogue

from . import sample

HERE = Path(__file__).parent
MODULE = sample.__name__
RULE = "a made-up rule"


def declared(id: str, target: str, *examples: object, **more: object) -> Exercise:
    return Exercise(f"99.{id}", target, RULE, list(examples), {}, **more)  # type: ignore[arg-type]


OPEN = Exercise(
    id="99.open",
    target=f"{MODULE}:Door.open",
    section=RULE,
    examples=[
        scenario("one", "Door().open('Ada')"),
        scenario(
            "two",
            """
            door = Door()
            door.open("Ada")
            door.open("Grace")
            """,
        ),
        scenario("nobody", "Door().open('')"),
    ],
    mistakes={
        "forgets_to_count": edit("    self.opened += 1\n", "", "Opened(by, self.opened)", "Opened(by)")
    },
)
OPEN_GATE = declared("open_gate", f"{MODULE}:Gate.open", scenario("gate", "Gate().open('Ada')"))
STATE = declared(
    "state",
    f"{MODULE}:Door.state",
    scenario("looks", "door = Door()\ndoor.state\ndoor.open('Ada')\ndoor.state"),
)
OPENED_BY = declared("opened_by", f"{MODULE}:Door.opened_by", scenario("by", "Door.opened_by('Ada')"))
DESCRIBE = declared("describe", f"{MODULE}:describe", call("one two"), call(""))
COUNTED = declared("counted", f"{MODULE}:counted", call("one two"))
TICKS = declared("ticks", f"{MODULE}:ticks", call(3))
FIRST_OF = declared(
    "first_of",
    f"{MODULE}:first_of",
    scenario(
        "race",
        """
        async def late():
            await asyncio.sleep(3600)
            return "late"
        async def early():
            await asyncio.sleep(2)
            return "early"
        await first_of([late, early])
        """,
    ),
)

PING = declared(
    "receive_ping",
    "framebyframe.wire.connection:Connection.receive_ping",
    scenario(
        "open",
        """
        connection = Connection(Role.SERVER)
        events = []
        connection.receive_ping(b"Hi", events)
        events
        connection.data_to_send()
        """,
    ),
    scenario(
        "closing",
        """
        connection = Connection(Role.SERVER)
        connection.send_close()
        connection.data_to_send()
        events = []
        connection.receive_ping(b"Hi", events)
        events
        connection.data_to_send()
        """,
    ),
    scenario(
        "masked",
        """
        connection = Connection(Role.CLIENT)
        events = []
        connection.receive_ping(b"Hi", events)
        connection.receive_ping(b"again", events)
        events
        connection.data_to_send()
        """,
    ),
)
KEYS = declared(
    "masking_keys",
    "framebyframe.wire.masking:masking_keys",
    scenario(
        "three",
        """
        keys = masking_keys()
        three = [next(keys) for _ in range(3)]
        [type(key).__name__ for key in three]
        [len(key) for key in three]
        len(set(three))
        """,
    ),
    scenario(
        "unforeseen",
        """
        import random
        random.seed(1)
        once = next(masking_keys())
        random.seed(1)
        once == next(masking_keys())
        """,
    ),
)
NEXT_FRAME = declared(
    "next_frame",
    "framebyframe.wire.reader:FrameReader.next_frame",
    scenario(
        "in_parts",
        """
        reader = FrameReader()
        reader.feed(bytes.fromhex("81 05 48 65"))
        reader.next_frame()
        reader.feed(bytes.fromhex("6c 6c 6f 89 00"))
        reader.next_frame()
        reader.next_frame()
        reader.next_frame()
        """,
    ),
    scenario("faulty", 'reader = FrameReader()\nreader.feed(bytes.fromhex("83 00"))\nreader.next_frame()'),
)

CALL = declared(
    "call",
    "framebyframe.rpc.blocking_client:RpcClient.call",
    scenario(
        "answered",
        """
        peer = Peer({"status": "success", "data": "hello", "id": 1})
        client = RpcClient(peer.url)
        client.call("echo", n=1)
        peer.heard
        """,
    ),
    scenario(
        "silent",
        """
        peer = Peer()
        client = RpcClient(peer.url)
        client.call("sleep", ms=20_000, timeout=2)
        """,
    ),
    scenario(
        "late",
        """
        from contextlib import suppress
        first = {"status": "success", "data": "first", "id": 1}
        second = {"status": "success", "data": "second", "id": 2}
        peer = Peer((Wait(3), first), (Wait(3), second))
        client = RpcClient(peer.url)
        with suppress(RpcTimeout):
            client.call("sleep", timeout=2)
        client.call("echo")
        client.unmatched
        """,
    ),
    scenario(
        "lost", 'peer = Peer(HangUp())\nclient = RpcClient(peer.url)\nclient.call("getData", userId=123)'
    ),
    scenario(
        "cancelled",
        """
        from contextlib import suppress
        peer = Peer()
        client = RpcClient(peer.url, dialect="jsonrpc")
        with suppress(RpcTimeout):
            client.call("sleep", ms=20_000, timeout=2)
        peer.heard
        """,
    ),
)
CALL_ASYNC = declared(
    "call_async",
    "framebyframe.rpc.async_client:AsyncRpcClient.call",
    scenario(
        "answered",
        """
        peer = Peer({"status": "success", "data": "hello", "id": 1})
        client = AsyncRpcClient(peer.url)
        await client.open()
        await client.call("echo", n=1)
        peer.heard
        """,
    ),
    scenario(
        "silent",
        """
        client = AsyncRpcClient(Peer().url)
        await client.open()
        await client.call("sleep", ms=20_000, timeout=10)
        """,
    ),
    scenario(
        "two",
        """
        first = {"status": "success", "data": "first", "id": 1}
        second = {"status": "success", "data": "second", "id": 2}
        peer = Peer((), (second, Wait(3), first))
        client = AsyncRpcClient(peer.url)
        await client.open()
        await asyncio.gather(client.call("one"), client.call("two"))
        client.in_flight
        """,
    ),
)
RECEIVE = declared(
    "receive",
    "framebyframe.rpc.session:Session.receive",
    scenario(
        "unknown",
        """
        outbox = Recorder()
        session = Session(Actions(), outbox, jsonrpc)
        session.receive('{"action": "nope", "id": 0}')
        session.receive("[]")
        session.receive("{")
        outbox.told
        """,
    ),
    scenario(
        "slow",
        """
        async def work() -> str:
            await asyncio.sleep(1)
            return "done"
        actions = Actions()
        actions.add(work, "work")
        outbox = Recorder()
        session = Session(actions, outbox, jsonrpc)
        session.receive('{"action": "work"}')
        session.receive('{"action": "nope"}')
        outbox.told
        await asyncio.sleep(1)
        outbox.told
        """,
    ),
)
SERVE = declared(
    "stop",
    "framebyframe.rpc.server:RpcServer.stop",
    scenario(
        "goodbye",
        """
        from framebyframe.rpc import AsyncRpcClient
        server = RpcServer()
        @server.action
        async def slow() -> str:
            await asyncio.sleep(2)
            return "done"
        await server.start()
        client = AsyncRpcClient(server.url)
        await client.open()
        call = asyncio.ensure_future(client.call("slow"))
        await asyncio.sleep(1)
        await server.stop(grace=5)
        await call
        server.connection_count
        """,
    ),
)

KEY = bytes.fromhex("37 fa 21 3d")
MASK = table.by_id("10.mask")

EVERYTHING = (
    OPEN, OPEN_GATE, STATE, OPENED_BY, DESCRIBE, COUNTED, TICKS, FIRST_OF, PING, KEYS, NEXT_FRAME,
    CALL, CALL_ASYNC, RECEIVE, SERVE,
)  # fmt: skip


def verdict(exercise: Exercise, source: str, *names: str) -> Verdict:
    """The verdict on an answer that imports these names from the module of its reference."""
    imports = tuple(f"from {exercise.module} import {name}\n" for name in names)
    return judge(exercise, Submission(exercise.id, source, preamble=imports))


@pytest.fixture
def chapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make the chapter part of the course, with its words; checks run in this process."""
    install(tmp_path / "text", monkeypatch.setattr)
    yield
    reader.read.cache_clear()


def install(words: Path, put: Callable[[object, str, object], None] = setattr) -> None:
    """Make the chapter one of the course. A notebook's kernel calls it too."""
    shutil.copytree(catalogue.FOLDER / "en", words / "en")
    shutil.copy(HERE / "text" / "c99.ini", words / "en")
    before = table.chapters()
    put(table, "chapters", lambda: (*before, Chapter("99", EVERYTHING)))
    put(catalogue, "FOLDER", words)
    for cell in (exercise_cell, php_cell):
        put(cell, "run_check", lambda sent: judge(table.by_id(sent.exercise), sent))
    reader.read.cache_clear()
