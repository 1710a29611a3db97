"""Send: these very bytes on a live connection, and what comes back."""

from __future__ import annotations

import socket
import threading

import pytest
from ports import deaf_port

from framebyframe import peers
from framebyframe.widgets import FrameBuilder
from framebyframe.widgets.frame_builder import sending
from framebyframe.widgets.frame_builder.presets import PRESETS
from framebyframe.widgets.frame_builder.sending import peers_by_name
from framebyframe.wire import Frame, Opcode
from framebyframe.wire.handshake import accept_key

KEY = b"\x37\xfa\x21\x3d"


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that must come is waited for, however busy the machine is."""
    monkeypatch.setattr(sending, "FIRST_REPLY", 20.0)


def frame_starts(exchange: object) -> list[str]:
    return [reply[:1].hex() for reply in exchange.replies]  # type: ignore[attr-defined]


def test_a_call_is_answered(server: peers.Server, patient: None) -> None:
    builder = FrameBuilder(Frame(Opcode.TEXT, b'{"action": "echo"}', masking_key=KEY), peers={"it": server})
    exchange = builder.send("it")
    assert frame_starts(exchange) == ["81"]
    assert exchange.state == "quiet"
    assert builder.exchange is exchange
    assert [step["direction"] for step in builder._sending["steps"]] == ["sent", "received"]
    assert "success" in repr(exchange)


def test_the_example_of_two_frames_is_one_call(server: peers.Server, patient: None) -> None:
    (two,) = (preset.data for preset in PRESETS if preset.name == "A call in two frames")
    exchange = FrameBuilder(two, peers={"it": server}).send("it")
    assert frame_starts(exchange) == ["81"]
    assert b"success" in exchange.replies[0]


def test_a_broken_rule_is_answered_with_its_close_code(
    server: peers.Server, patient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "QUIET", 20.0)  # seconds for the end of the stream
    builder = FrameBuilder(b"\x83\x80" + KEY, peers=server)
    exchange = builder.send()
    assert exchange.replies[-1][:4] == b"\x88" + exchange.replies[-1][1:2] + b"\x03\xea"
    assert exchange.state == "closed"


def test_in_two_parts_the_answer_is_the_same(server: peers.Server, patient: None) -> None:
    builder = FrameBuilder(Frame(Opcode.PING, b"Hi", masking_key=KEY), peers={"it": server})
    exchange = builder.send("it", cut_after=1)
    assert exchange.parts == (builder.data[:1], builder.data[1:])
    assert exchange.replies == [b"\x8a\x02Hi"]


@pytest.mark.parametrize("after", [0, 2, 99, -1])
def test_a_cut_that_leaves_no_part_is_told_and_sends_nothing(after: int) -> None:
    builder = FrameBuilder(b"\x89\x80", peers={"it": "ws://127.0.0.1:1"})
    with pytest.raises(ValueError, match=f"of 2 bytes the first part has 1 to 1, not {after}"):
        builder.send("it", cut_after=after)
    builder._handle_custom_msg({"kind": "send", "peer": "it", "cut_after": after}, [])
    assert builder._sending["state"] == "failed"
    assert "nothing was sent" in builder._sending["note"]
    assert builder.exchange is None


def test_one_byte_cannot_be_cut() -> None:
    with pytest.raises(ValueError, match="1 byte cannot be sent in two pieces"):
        FrameBuilder(b"\x81", peers={"it": "ws://127.0.0.1:1"}).send("it", cut_after=1)


def test_the_newest_exchange_with_each_other_peer_stays(server: peers.Server, patient: None) -> None:
    builder = FrameBuilder(Frame(Opcode.PING, b"Hi", masking_key=KEY), peers={"one": server, "two": server})
    for peer in ("one", "two", "one", "two"):
        builder.send(peer)
    assert builder._sending["peer"] == "two"
    (other,) = builder._sending["others"]
    assert (other["peer"], len(other["steps"]), other["state"]) == ("one", 2, "quiet")
    builder._handle_custom_msg({"kind": "send", "peer": "two", "cut_after": 0}, [])
    assert [other["peer"] for other in builder._sending["others"]] == ["one", "two"]


def test_who_closes_and_waits_is_said_to_wait(node_server: peers.Server, patient: None) -> None:
    exchange = FrameBuilder(Frame(Opcode.BINARY, b"{}", masking_key=KEY), peers=node_server).send()
    assert frame_starts(exchange) == ["88"]
    assert exchange.note.startswith("waits for a close frame in return")


def test_half_a_frame_gets_no_answer(server: peers.Server) -> None:
    exchange = FrameBuilder(b"\x81", peers=server).send()
    assert exchange.replies == []
    assert "says nothing" in exchange.note


def test_from_the_page_nothing_waits(server: peers.Server) -> None:
    builder = FrameBuilder(b"\x81", peers={"it": server})
    done = threading.Event()
    builder.observe(lambda _: done.set(), "exchange")
    builder._handle_custom_msg({"kind": "send", "peer": "it", "cut_after": None}, [])
    assert builder._sending["state"] == "sending"
    assert done.wait(20)
    assert builder._sending["state"] == "quiet"


@pytest.mark.parametrize(("peer", "said"), [("nobody", "no peer 'nobody'"), (None, "nobody to send to")])
def test_an_unknown_peer_is_said(peer: str | None, said: str) -> None:
    known = {"it": "ws://127.0.0.1:1"} if peer else None
    builder = FrameBuilder(peers=known)
    with pytest.raises(ValueError, match=said):
        builder.send(peer)
    builder._handle_custom_msg({"kind": "send", "peer": peer}, [])
    assert said in builder._sending["note"]


def test_nobody_listens_there() -> None:
    with deaf_port() as port:
        exchange = FrameBuilder(peers={"gone": f"ws://127.0.0.1:{port}"}).send()
    assert exchange.state == "failed"
    assert "is the server running?" in exchange.note


def test_another_machine_is_refused() -> None:
    exchange = FrameBuilder(peers={"far": "ws://192.0.2.1:80"}).send()
    assert exchange.state == "failed"
    assert "allow_remote=True" in exchange.note


def test_a_peer_dies_during_send() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        dying = threading.Thread(target=_shake_hands_and_die, args=(listener,), daemon=True)
        dying.start()
        builder = FrameBuilder(peers={"dying": f"ws://127.0.0.1:{listener.getsockname()[1]}"})
        exchange = builder.send()
        dying.join(10)
    assert exchange.state == "closed"
    assert exchange.note == "ended the stream without a close frame"
    assert exchange.replies == [b"\x81\x05Hel"]


def _shake_hands_and_die(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection:
        head = b""
        while b"\r\n\r\n" not in head:
            head += connection.recv(4096)
        key = next(
            line[18:].strip()
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"sec-websocket-key:")
        )
        connection.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept_key(key.decode()).encode() + b"\r\n\r\n"
        )
        connection.recv(4096)
        connection.sendall(b"\x81\x05Hel")


def test_many_threads_change_one_builder() -> None:
    builder = FrameBuilder(b"\x82\x00")

    def change(number: int) -> None:
        for index in range(20):
            builder.data = bytes([0x82, 2, number, index])

    threads = [threading.Thread(target=change, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert builder._picture["hex"] == builder.data.hex(" ")


def test_peers_are_named() -> None:
    class Server:
        name = "node_server"
        url = "ws://127.0.0.1:1"

    one = Server()
    assert peers_by_name(one) == {"node_server": one}
    assert peers_by_name([one]) == {"node_server": one}
    assert peers_by_name({"Node": one}) == {"Node": one}
    assert peers_by_name("ws://127.0.0.1:1") == {"ws://127.0.0.1:1": "ws://127.0.0.1:1"}
    assert peers_by_name(None) == {}
