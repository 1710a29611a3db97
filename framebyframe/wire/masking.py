"""Masking (RFC 6455, 5.3): every byte a client sends is XORed with one of four key bytes in turn.

`apply_mask` is the definition. It costs a few hundred nanoseconds a byte, so a payload of more than a
few bytes goes through one of two ways to mask many bytes in one step: as one big integer while it is
short, by table where it is long. Where the C extension of `websockets` is installed, it does the long ones.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from functools import cache

try:
    from websockets.speedups import apply_mask as _c_apply_mask
except ImportError:
    _c_apply_mask = None

MASKING_KEY_LENGTH = 4
KEYS_IN_POOL = 64

TINY = 4
"""Bytes up to which the definition is used: a close code, a character."""
LONG = 512
"""Bytes from which a table is faster than an integer."""


def masking_keys() -> Iterator[bytes]:
    """Masking keys that nobody can predict, without end (RFC 6455, 10.3).

    The operating system is asked for many at a time: a question for each would cost as much as the frame.
    """
    while True:
        pool = secrets.token_bytes(KEYS_IN_POOL * MASKING_KEY_LENGTH)
        for start in range(0, len(pool), MASKING_KEY_LENGTH):
            yield pool[start : start + MASKING_KEY_LENGTH]


def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    """Mask `payload`, or unmask it: the two are the same (RFC 6455, 5.3).

    Args:
        payload: any number of bytes.
        masking_key: four bytes; byte i of the payload is XORed with byte i modulo 4 of the key.
    """
    return bytes([byte ^ masking_key[i % 4] for i, byte in enumerate(payload)])


def apply_mask_fast(payload: bytes, masking_key: bytes) -> bytes:
    """The same as `apply_mask`, with a single XOR: payload and repeated key as two big integers."""
    size = len(payload)
    keys = masking_key * (size // 4 + 1)
    masked = int.from_bytes(payload, "little") ^ int.from_bytes(keys[:size], "little")
    return masked.to_bytes(size, "little")


def apply_mask_by_table(payload: bytes, masking_key: bytes) -> bytes:
    """The same as `apply_mask`: every fourth byte meets the same key byte, so each stride is one translation."""
    masked = bytearray(payload)
    for i, key_byte in enumerate(masking_key):
        masked[i::4] = payload[i::4].translate(translation_table(key_byte))
    return bytes(masked)


@cache
def translation_table(key_byte: int) -> bytes:
    """What each of the 256 byte values becomes under one key byte."""
    return apply_mask(bytes(range(256)), bytes([key_byte] * 4))


def mask_payload(payload: bytes, masking_key: bytes) -> bytes:
    """The same as `apply_mask`, in the way that suits the payload's size."""
    size = len(payload)
    if size <= TINY:
        return apply_mask(payload, masking_key)
    if size < LONG:
        return apply_mask_fast(payload, masking_key)
    return mask_long_payload(payload, masking_key)


mask_long_payload: Callable[[bytes, bytes], bytes] = _c_apply_mask or apply_mask_by_table
