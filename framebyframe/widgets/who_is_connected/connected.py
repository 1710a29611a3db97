"""The widget: the clients of a server as a table that stays true, and a client in the page itself."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Protocol

import traitlets

from framebyframe.figures.clients import clients, heads, row
from framebyframe.lesson.text.catalogue import say
from framebyframe.rpc.addresses import local_address

from ..base import CourseWidget, styled
from ..bundling import bundled

HERE = Path(__file__).parent
EVERY = 0.2
"""Seconds between two looks at the server."""
WORDS = (
    *("title", "nobody", "stopped", "page", "connect", "call", "goodbye", "action", "params", "no_json"),
    *("said", "connected", "refused", "closed", "sent", "received"),
)


class Server(Protocol):
    """The parts of an RpcServer, the kit's or a learner's, that are shown."""

    @property
    def url(self) -> str: ...
    @property
    def clients(self) -> Any: ...
    @property
    def is_listening(self) -> bool: ...


class WhoIsConnected(CourseWidget):
    """Who is connected to a server of this kernel. The page can become one of its clients.

    The page's client is the browser's own: its bytes go from the browser to the server, past the kernel's
    channels. What it sends are calls in the article's dialect, whose ids begin at 0.

    Args:
        server: an RpcServer that listens on this machine, on this event loop.
        url: where the page connects to; a tap on the server, for example. The server's own by default.

    Raises:
        ValueError: that is no address of this machine.
    """

    _esm = bundled(HERE)
    _css = styled(HERE, "fbf-clients")

    _words = traitlets.Dict().tag(sync=True)
    _heads: Any = traitlets.List().tag(sync=True)
    _rows: Any = traitlets.List().tag(sync=True)
    _url = traitlets.Unicode().tag(sync=True)
    _is_listening = traitlets.Bool(True).tag(sync=True)

    def __init__(self, server: Server, url: str | None = None) -> None:
        self._server = server
        where = url or server.url
        local_address(where, allow_remote=False)
        super().__init__()
        self._words = {word: say("engine", "who_is_connected", word) for word in WORDS}
        self._heads, self._url = heads(), where
        self.look()
        self._watching = asyncio.get_running_loop().create_task(self._watch())

    def look(self) -> None:
        """Show who is connected now."""
        self._rows = [row(client) for client in self._server.clients]
        self._is_listening = self._server.is_listening

    async def _watch(self) -> None:
        """Look again and again, until the server has stopped and the last client is gone."""
        while self._is_listening or self._rows:
            await asyncio.sleep(EVERY)
            self.look()

    # --- without a page ---

    def static_html(self) -> str:
        """Those who are connected when the cell runs."""
        return f"{clients(self._server.clients).html}<p>{self._how()}</p>"

    def static_text(self) -> str:
        """The same in text."""
        return "\n\n".join([clients(self._server.clients).text, self._how()])

    def __repr__(self) -> str:
        return f"<WhoIsConnected: {len(self._rows)}>"

    def _how(self) -> str:
        return say("engine", "widget", "run_clients")
