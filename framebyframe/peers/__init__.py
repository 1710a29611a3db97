"""Finds, prepares, starts and stops the peers: real servers and clients to run learners' code against.

    from framebyframe import peers

    peers.prepare()                     # installs what is missing of Node, ws and PHP
    peers.doctor()                      # what this machine has, as a table

    with peers.node() as server:        # node_server, on a free port
        server.url                      # "ws://127.0.0.1:40123"
        peers.php("bin/call.php", "--url", server.url, "getData").json
        peers.php_source("naive.php", "exchange")        # a function of it, to read
        peers.node_source("src/article.js", "success")   # and one of the server
        peers.php("bin/call.php", "--url", server.url, "getData").logged    # what the server logged about it
        server.log_lines(1)             # the first line of its log

`peers.RawConnection(server.url)` sends bytes as they are, legal or not, and shows the frames that come back;
its `logged` is the server's line about it. With `shake_hands=False` the opening handshake is yours, too.

`peers.HandshakeServer(answer)` is a server whose opening handshake is your function, `peers.ws_client(url)`
lets the client of `ws` try it, and `peers.LyingServer("wrong accept")` answers as no server may.

`peers.masked([Frame(Opcode.PING)])` are the bytes of frames as a client sends them, each with a new key;
`peers.side_by_side({"a ping": [Frame(Opcode.PING)]}, {"Node": server}, connection)` puts the same frames
before several servers and a connection of yours, a row a case.

`peers.Conversation(server.url, use("mine").wire)` is a connection of your own on a real socket: it moves the
bytes, and keeps every frame.

`peers.php_site(server).get("/?name=Ada")` is a page of PHP's own web server, which calls `server` while it
is made.

`peers.serve(use("mine"))` starts the server of your own package in a process of its own. `await
peers.careless(answer)` is a server that sends whatever your function makes of a text, whoever reads it;
`await peers.never_reads(server.url)` is a client that makes calls, and reads none of the replies.

`with peers.logged(logger) as log:` keeps the errors that are logged meanwhile, as Python shows them.

`peers.python()` starts pyserver, with the same options. A server lives until `stop()`, until its
`with` block ends, or until this process does: an interrupt does not reach it, and however we end,
kill -9 included, nothing stays behind.
"""

from .answering import HandshakeServer
from .careless import CarelessServer, Deaf, careless, never_reads
from .conversing import Conversation, Move
from .diagnosis import Row, Table, doctor
from .errors import PeerError, PeerFailed, PeerMissing, PeerTimeout
from .finding import Program, find_node, find_npm, find_php, find_ws, forget
from .judging import masked, side_by_side
from .logbook import logged
from .lying import LIES, LyingServer, tell_lies
from .preparing import Preparation, prepare
from .program_source import ProgramSource, node_source, php_source
from .raw import RawConnection
from .running import Completed, LeashedPhp, Server, Site, node, php, php_site, python, serve, ws_client

__all__ = [
    "LIES",
    "CarelessServer",
    "Completed",
    "Conversation",
    "Deaf",
    "HandshakeServer",
    "LeashedPhp",
    "LyingServer",
    "Move",
    "PeerError",
    "PeerFailed",
    "PeerMissing",
    "PeerTimeout",
    "Program",
    "ProgramSource",
    "RawConnection",
    "Row",
    "Server",
    "Site",
    "Preparation",
    "Table",
    "careless",
    "doctor",
    "find_node",
    "find_npm",
    "find_php",
    "find_ws",
    "forget",
    "logged",
    "masked",
    "never_reads",
    "node",
    "node_source",
    "php",
    "php_site",
    "php_source",
    "prepare",
    "python",
    "serve",
    "side_by_side",
    "tell_lies",
    "ws_client",
]
