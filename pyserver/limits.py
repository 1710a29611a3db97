"""Every number the contract names. The first six are defaults that an option may change."""

MAX_MESSAGE = 2**20
"""Bytes of one message; beyond it the connection closes with 1009."""
MAX_FRAGMENTS = 1024
"""Frames of one message; beyond it the connection closes with 1008."""
OPEN_TIMEOUT = 10.0
CLOSE_TIMEOUT = 10.0
PING_INTERVAL = 20.0
PING_TIMEOUT = 20.0

MAX_DEPTH = 128
"""Levels of nested arrays and objects; `[]` is one."""
MAX_SAFE_INTEGER = 2**53 - 1
"""The largest whole number that JavaScript can tell from its neighbours."""
MAX_BATCH = 100
MAX_IN_FLIGHT = 64
"""Calls of one connection that have not been answered yet: sleeping, or waiting for their turn."""
MAX_SUBSCRIPTIONS = 16
MAX_SEND_BUFFER = 2**20
"""Bytes waiting for a peer that does not read; beyond it we stop reading from it."""

MAX_STORED_ITEMS = 1000
MAX_IDEMPOTENCY_KEYS = 1000
IDEMPOTENCY_KEY_AGE = 600.0
"""Seconds after which a key is forgotten."""
MAX_TEXT = 256
"""Code points of a parameter that is a text."""
MAX_SLEEP = 30_000
"""Milliseconds."""
MIN_INTERVAL, DEFAULT_INTERVAL, MAX_INTERVAL = 10, 1_000, 60_000
"""Milliseconds between two ticks."""
MAX_TICKS = 1_000
MAX_HISTORY = 100
"""Ticks of a stream that are kept for a client that comes back."""
MAX_STREAMS = 1_000
"""Streams of a server that clients may come back to."""
RESUME_TIME = 60.0
"""Seconds to come back in, after the first tick that nobody was there for."""

MAX_NAME_SHOWN = 64
"""Code points of an action's name that an error message or the log repeats."""
MAX_ACTIONS_LOGGED = 8
MAX_AGENT_LOGGED = 40

MAX_HEADER_LINE = 8192
"""Bytes of the request line, and of a header line."""
MAX_HEADERS = 128

MAX_UNREAD_FRAMES = 4
"""Frames read ahead of the message being served; each may be as long as a message."""
REFUSAL_TIMEOUT = 1.0
"""Seconds for a refused peer to read why, before its socket is cut."""
SHUTDOWN_TIMEOUT = 0.5
"""Seconds for peers to answer the close frame when the whole server stops."""
