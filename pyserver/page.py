"""The page that a browser shows for this server's address."""

from __future__ import annotations

from html import escape

# Nothing of this page may load or run anything; its reader may try the WebSocket from the console.
PAGE_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; connect-src ws:",
}

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>A WebSocket server</title>
<link rel="icon" href="data:,">
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.05rem/1.55 system-ui, sans-serif; max-width: 40rem; margin: 12vh auto; padding: 0 1.5rem; }}
pre {{ padding: 1rem; border-radius: .5rem; overflow-x: auto; background: #8882; }}
</style>
</head>
<body>
<h1>A WebSocket server</h1>
<p>This is <code>pyserver</code>, the Python peer of the course Frame by Frame. It answers remote calls, and
speaks WebSocket only: a browser that opens an address asks in plain HTTP, and gets this page with the status
426.</p>
<p>To call it, open the browser's console on this page and type:</p>
<pre><code>{call}</code></pre>
<p>The actions are getData, saveData, echo, sleep, fail, serverInfo, subscribe and unsubscribe. The file
<code>contract/README.md</code> of the course says what each takes and gives.</p>
</body>
</html>
"""

_CALL = """socket = new WebSocket("{url}")
socket.onmessage = (event) => console.log(event.data)
socket.onopen = () => socket.send('{{"action": "getData"}}')"""


def page_for(url: str) -> str:
    """The page as HTML. `url` is where the server listens: `ws://127.0.0.1:8080`."""
    return _PAGE.format(call=escape(_CALL.format(url=url)))
