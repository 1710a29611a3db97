"""The limits of what the builder accepts and shows."""

MAX_BYTES = 128 * 1024
"""Bytes that are built at most: enough for the first payload length that needs 64 bits."""
MAX_TYPED_BYTES = 2048
"""Bytes up to which hex, text and literal can be typed; of longer data, only the beginning is shown."""
SHOWN_BYTES = 64
"""Bytes shown of data that is too long to be typed."""
MAX_BIT_BYTES = 26
"""Bytes of one frame whose bits are drawn."""
MAX_FRAMES = 4
"""Frames whose bits are drawn."""
MAX_STEPS = 200
"""Steps that can be undone."""
