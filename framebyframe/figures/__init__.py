"""The one visual language of the course, and every drawing made with it.

Show anything, now (in a notebook a picture, elsewhere text)::

    from framebyframe import show
    show(Frame(Opcode.TEXT, b"Hello"))    # bytes, a Frame, an int, an event, a dict, text, a list of these
    show(figure)                          # or a figure that a function below returned

Every function here returns a `Figure`: at the end of a cell it is drawn; `figure.html`, `figure.svg`,
`figure.text` and `figure.alt` are its forms. `draw(x)` returns what `show(x)` shows.

    frame_anatomy()                          the RFC's picture of a frame, every field
    frame_anatomy(frame)                     the same with the bits of this one
    frame_bytes(frame, receiver="client")    bits and bytes of a Frame or of any bytes; faults named
    frame_bytes(data, bits=False)            the same without the enlarged bits: small
    hexdump(data, [Highlight(0, 1, "the H", "opcode")])     offset, hex, ASCII; some bytes marked
    byte_two_ways(0x48)                      the letter H, and a frame's first byte
    handshake(request, response)             both heads line by line; does accept answer key?
    message('{"action": "getData"}')         a call or a reply, either dialect, member by member
    transcript([("client", "sent", data, "a note"), ("server", "", "closes")])     who sent what, in order
    event_card(event)                        an event, an exception, any dataclass
    card("Not right yet", [("expected", "81")], "wrong", "a note")    a title and named values
    compare(expected, received)              a caret under the first wrong byte, and the field it is in
    opcodes()                                every opcode and its meaning
    headers(125, 126, 65535, 65536)          the header before a payload of each length
    frames_in(data)                          a dump of the frames in a stream, each header marked
    way_of_a_text()                          a call on its way through a server, function by function
    time_line(frames)                        frames in their order, each on the line of its message
    calls_in_flight(tap.record.calls())      calls against time: who waits, and how many at once
    interop_matrix()                         which clients understand which servers, as counted
    proxy_in_between()                       people, a proxy with a cache, and the sites behind it
    mask_race(apply_mask, apply_mask_fast)   how fast these and the kit's own ways to mask are, measured now
    heartbeats(Heartbeat, gone=25)           pings and pongs, and when a client knows that the network is gone
    latency_and_loss(measured)               calls on several networks: how late, how many lost
    bars({"HTTP": 1.3}, "milliseconds")      a bar for each number: without any spread
    pipe_race(rows, base, calls)             the same call through several pipes: how long, with the spread
    herd({"full jitter": come_back(Backoff())})             when a thousand clients are back, simulated
    space_time(passages, marks)              client, network, server: messages, losses and faults in time
    state_diagram([State.OPEN])              the life of a connection, and where one is
    conversation(talk.moves)                 what two peers said, byte by byte, and the state after each frame
    clients(server.clients)                  who is connected to a server of yours
    table(header, rows)                      of strings or Cell("text", field="opcode", code=True)
    stack([figure, figure])                  one under the other

Without a drawing:

    annotate_frame(data, receiver)           a Span for every field of any bytes, bit by bit, faults included
    annotate_handshake(data), annotate_message(text)        the same for text, character by character
    first_difference(expected, received)     where, in which fields, and in words
    language.FIELDS["fin"]                   one field's name, colours, pattern, section
    language.as_json(), language.as_css(".my-widget")       all of it, for widgets

Importing this module in IPython makes a bare `Frame` or event at the end of a cell a drawing, as
`register()` and `%load_ext framebyframe.figures` do.
"""

from __future__ import annotations

from . import language
from .anatomy import frame_anatomy
from .annotation import AnnotatedFrame, annotate_frame, annotate_frames
from .bars import bars
from .calls import message
from .cards import card, event_card
from .clients import clients
from .comparison import Difference, compare, first_difference
from .conversation import conversation
from .dump import Highlight, hexdump
from .figure import Figure
from .formatters import load_ipython_extension, register
from .frame_bytes import frame_bytes
from .heads import handshake
from .heartbeats import heartbeats
from .herd import come_back, herd
from .in_flight import calls_in_flight
from .interop_matrix import interop_matrix
from .labels import Span
from .latency_and_loss import latency_and_loss
from .overviews import frames_in, headers, opcodes, way_of_a_text
from .pipe_race import pipe_race
from .proxy_in_between import proxy_in_between
from .race import mask_race
from .rules import Fault
from .sequence import Step, transcript
from .showing import draw, show
from .space_time import Mark, Passage, space_time
from .stacking import stack
from .state_diagram import state_diagram
from .tables import Cell, table
from .text_annotation import AnnotatedText, TextSpan, annotate_handshake, annotate_message
from .time_line import time_line
from .two_ways import byte_two_ways

__all__ = [
    "bars",
    "AnnotatedFrame",
    "AnnotatedText",
    "Cell",
    "Difference",
    "Fault",
    "Figure",
    "Highlight",
    "Mark",
    "Passage",
    "Span",
    "Step",
    "TextSpan",
    "annotate_frame",
    "annotate_frames",
    "annotate_handshake",
    "annotate_message",
    "byte_two_ways",
    "calls_in_flight",
    "card",
    "clients",
    "come_back",
    "compare",
    "conversation",
    "draw",
    "event_card",
    "first_difference",
    "frame_anatomy",
    "frame_bytes",
    "frames_in",
    "handshake",
    "headers",
    "heartbeats",
    "herd",
    "hexdump",
    "interop_matrix",
    "language",
    "latency_and_loss",
    "pipe_race",
    "load_ipython_extension",
    "mask_race",
    "message",
    "opcodes",
    "proxy_in_between",
    "register",
    "show",
    "stack",
    "space_time",
    "state_diagram",
    "table",
    "time_line",
    "transcript",
    "way_of_a_text",
]

register()
