"""What the builder takes and what it shows."""

MAX_BYTES = 128 * 1024
"""Of what is built: enough for the first payload length that needs 64 bits."""
MAX_TYPED_BYTES = 2048
"""Up to so many bytes can be typed as hex, text and literal; of more, a beginning is shown."""
SHOWN_BYTES = 64
"""Of data that cannot be typed."""
MAX_BIT_BYTES = 26
"""Bytes of one frame whose bits are drawn."""
MAX_FRAMES = 4
"""Frames whose bits are drawn."""
MAX_STEPS = 200
"""Steps that can be undone."""
