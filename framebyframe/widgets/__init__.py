"""The widgets: one folder for each, its Python beside its JavaScript and CSS.

    from framebyframe.widgets import FrameBuilder, quiz

    builder = FrameBuilder(Frame(Opcode.TEXT, b"Hello"), peers={"Node": node})
    builder                         # at the end of a cell: bits, fields, hex, text, sentence
    builder.data, builder.frame     # what was built; set either, and the page follows
    builder.send("Node")            # these very bytes on a live connection, and what came back

    quiz("length_300")              # a question of the text catalogue, to choose or type an answer to
    MaskPlayer(b"Hello, you")       # payload, key and masked payload, byte by byte
    StreamPlayer(stream, FrameReader)    # a stream and a knife: what readers give after each piece

    HandshakeBuilder(peers=node)    # request and response as lines, each judged by its rules

    ConnectionInMotion(node, use("mine").wire)    # a real connection, its states, and what moves it

    FaultPanel(proxy)               # the faults of a proxy as sliders and switches, and what it does

    WhoIsConnected(server)          # who comes and goes, and a client in the page itself
    WireTap(tap)                    # what passes through a tap: a time line, and a list that opens to bits
    WireTap(Record.load("session.jsonl"), beside=(1, 2))    # two connections of a record side by side

    read("two_frames")              # a recorded dump, and a question about it

The rules live in the kernel (`figures.annotate_frames`); the page shows them and takes the input.
"""

from .connection_in_motion import ConnectionInMotion
from .fault_proxy import FaultPanel
from .frame_builder import FrameBuilder
from .handshake_builder import HandshakeBuilder
from .mask_player import MaskPlayer
from .quiz import Quiz, quiz, read
from .stream_player import StreamPlayer
from .who_is_connected import WhoIsConnected
from .wire_tap import WireTap

__all__ = [
    "ConnectionInMotion",
    "FaultPanel",
    "FrameBuilder",
    "HandshakeBuilder",
    "MaskPlayer",
    "Quiz",
    "StreamPlayer",
    "WhoIsConnected",
    "WireTap",
    "quiz",
    "read",
]
