"""A connection that sends any bytes: what is sent, what is received, and what is refused."""

import contextlib
import re
import socket
import threading

import pytest
from ports import deaf_port

from framebyframe import peers
from framebyframe.peers import raw
from framebyframe.peers.raw import frame_size
from framebyframe.wire import Frame, HandshakeAccepted, Opcode, ServerHandshake, encode_frame

HELLO = encode_frame(Frame(Opcode.TEXT, b"Hello"))
ANSWERS = [HELLO, encode_frame(Frame(Opcode.BINARY, b"x" * 70_000)), b"\x88\x02\x03\xe8"]


@contextlib.contextmanager
def peer(behave):
    """A server for one connection, which shakes hands and then behaves."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            stream, _ = listening.accept()
            with stream:
                handshake = ServerHandshake()
                while not isinstance(handshake.receive_data(stream.recv(65536)), HandshakeAccepted):
                    pass
                stream.sendall(handshake.data_to_send())
                behave(stream)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"ws://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(10)
        assert not thread.is_alive()


def test_frames_come_one_by_one_however_they_are_split():
    def dribble(stream):
        data = b"".join(ANSWERS)
        for start, end in [(0, 1), (1, 3), (3, 8), (8, 50_000), (50_000, len(data))]:
            stream.sendall(data[start:end])

    with peer(dribble) as url, peers.RawConnection(url) as raw:
        assert [raw.receive() for _ in ANSWERS] == ANSWERS
        assert raw.receive() == b""
        assert raw.ended


def test_a_read_gives_what_has_come_wherever_it_cuts():
    def in_two_writes(stream):
        stream.sendall(HELLO[:3])
        stream.sendall(HELLO[3:] + HELLO)

    with peer(in_two_writes) as url, peers.RawConnection(url) as raw:
        assert raw.read(4, at_least=2 * len(HELLO)) == HELLO[:4]
        assert raw.read() == HELLO[4:] + HELLO
        assert raw.read() == b""


def test_a_read_waits_and_says_how_many_came():
    with peer(lambda stream: stream.recv(1)) as url, peers.RawConnection(url) as raw:
        with pytest.raises(peers.PeerTimeout, match=r"0 of 1 bytes came within 0.05 s"):
            raw.read(timeout=0.05)
        raw.send(b"x")


def test_replies_are_all_frames_until_the_end():
    with peer(lambda stream: stream.sendall(b"".join(ANSWERS))) as url, peers.RawConnection(url) as raw:
        assert raw.replies(quiet=5) == ANSWERS


def test_half_a_frame_at_the_end_is_shown():
    with peer(lambda stream: stream.sendall(HELLO[:4])) as url, peers.RawConnection(url) as raw:
        assert raw.receive() == HELLO[:4]
        assert raw.receive() == b""


def test_a_silent_peer_gives_none():
    heard = []
    with (
        peer(lambda stream: heard.append(stream.makefile("rb").read(3))) as url,
        peers.RawConnection(url) as raw,
    ):
        assert raw.receive(timeout=0.05) is None
        raw.send(b"\xff", b"\x00", b"\x01")  # any bytes at all, in parts
    assert heard == [b"\xff\x00\x01"]


def test_a_refused_handshake_says_so():
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def refuse():
            stream, _ = listening.accept()
            with stream:
                stream.recv(65536)
                stream.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")

        thread = threading.Thread(target=refuse)
        thread.start()
        with pytest.raises(peers.PeerFailed, match=r"refused.*403"):
            peers.RawConnection(f"ws://127.0.0.1:{listening.getsockname()[1]}")
        thread.join(10)


def test_nothing_listening_says_so():
    with deaf_port() as port, pytest.raises(peers.PeerFailed, match="is the server running"):
        peers.RawConnection(f"ws://127.0.0.1:{port}")


@pytest.mark.parametrize(
    "url", ["ws://192.0.2.1:80", "ws://localhost.example:80", "wss://127.0.0.1", "8080", ""]
)
def test_only_this_machine(url):
    with pytest.raises(ValueError, match=r"another machine|address"):
        peers.RawConnection(url)


@pytest.mark.parametrize(
    "said, error, match",
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", peers.PeerFailed, "SSH-2.0-OpenSSH_9"),
        (b"HTTP/1.1 101 x\nUpgrade: websocket\n\n", peers.PeerFailed, "HTTP/1.1 101 x"),
        (b"HTTP/1.1 101 x\r\nUpgrade: web", peers.PeerTimeout, "only 'HTTP/1.1 101 x"),
    ],
    ids=["a banner", "line feeds alone", "half a head"],
)
def test_what_came_instead_of_an_answer_is_said(monkeypatch, said, error, match):
    monkeypatch.setattr(raw, "CONNECT_TIMEOUT", 2)
    released = threading.Event()

    def answer():
        stream, _ = listening.accept()
        with stream:
            stream.sendall(said)
            released.wait(10)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(error, match=re.escape(match)):
            peers.RawConnection(f"ws://127.0.0.1:{listening.getsockname()[1]}")
        released.set()
        thread.join(10)


def test_the_host_of_an_ipv6_address_is_in_brackets():
    try:
        listening = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    heads = []

    def answer():
        stream, _ = listening.accept()
        with stream:
            heads.append(stream.recv(65536))

    with listening:
        port = listening.getsockname()[1]
        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(peers.PeerFailed, match="ended the stream"):
            peers.RawConnection(f"ws://[::1]:{port}")
        thread.join(10)
    assert f"\r\nHost: [::1]:{port}\r\n".encode() in heads[0]


@pytest.mark.parametrize("length", [0, 125, 126, 65535, 65536])
@pytest.mark.parametrize("key", [None, b"abcd"])
def test_frame_size(length, key):
    frame = encode_frame(Frame(Opcode.BINARY, bytes(length), masking_key=key))
    assert frame_size(frame + b"more") == len(frame)
    assert frame_size(frame[:1]) is None


def test_a_connection_has_the_line_that_the_server_logged_about_it():
    with peers.python() as server:
        first, second = peers.RawConnection(server.url), peers.RawConnection(server.url)
        second.close()
        first.close()
        lines = [first.logged, second.logged]
    assert lines == [f"#1 {first.name}: 0 calls, closed 1000", f"#2 {second.name}: 0 calls, closed 1000"]


def test_a_server_that_was_not_started_here_shows_no_log():
    with (
        peer(lambda stream: None) as url,
        peers.RawConnection(url) as raw,
        pytest.raises(peers.PeerFailed, match="only a server that was started here"),
    ):
        _ = raw.logged
