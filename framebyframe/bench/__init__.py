"""The same call through many pipes, compared fairly: HTTP, WebSocket, TCP, queues, shared memory.

    from framebyframe.bench import compare

    compare(["websocket_kept", "http_kept", "http_new"], sizes=["100 B"], rounds=3)

`python3 kit.py bench` does it with all of them. `framebyframe.timing` is what makes it fair; `pipes` has a
module for each kind of pipe, with the server's half and the client's.
"""

from .careless import careless, careless_plot, fifty
from .development import development
from .pipes import PIPES, Pipe
from .running import Comparison, Row, Turn, compare, first_calls

__all__ = [
    "PIPES",
    "Comparison",
    "Pipe",
    "Row",
    "Turn",
    "careless",
    "careless_plot",
    "compare",
    "development",
    "fifty",
    "first_calls",
]
