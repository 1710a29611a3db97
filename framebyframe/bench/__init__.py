"""The same call through many pipes, compared fairly: HTTP, WebSocket, TCP, queues, shared memory.

    from framebyframe.bench import compare

    compare(["websocket_kept", "http_kept", "http_new"], sizes=["100 B"], rounds=3)

`python3 kit.py bench` does it with all of them. `measuring` is what makes it fair; `pipes` has a module for
each kind of pipe, with the server's half and the client's.
"""

from .measuring import Spread, measure, percentile, ratios, take_turns
from .pipes import PIPES, Pipe
from .running import Comparison, Row, Turn, compare

__all__ = [
    "PIPES",
    "Comparison",
    "Pipe",
    "Row",
    "Spread",
    "Turn",
    "compare",
    "measure",
    "percentile",
    "ratios",
    "take_turns",
]
