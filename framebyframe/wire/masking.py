"""Masking (RFC 6455, 5.3): every byte a client sends is XORed with one of four key bytes in turn.

`apply_mask` is the definition. It takes a step for each byte, so `mask_payload` uses it for a few
bytes only. Payloads of some dozens of bytes are XORed as one big integer; longer ones go by table, or
through the C function of `websockets` where that is installed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

MASKING_KEY_LENGTH = 4
KEYS_IN_POOL = 256

TINY = 4
"""Bytes up to which the definition is used."""


def masking_keys() -> Iterator[bytes]:
    """Masking keys that nobody can predict, without end (RFC 6455, 10.3).

    The operating system is asked for many at a time: one call for many
    costs less than one for each.
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
    """The same as `apply_mask`, in one step: payload and repeated key, as two big integers."""
    size = len(payload)
    keys = (masking_key * (size // 4 + 1))[:size]
    masked = int.from_bytes(payload, "little") ^ int.from_bytes(keys, "little")
    return masked.to_bytes(size, "little")


def turn_key(masking_key: bytes, count: int) -> bytes:
    """The masking key after `count` bytes of a payload that comes in parts (RFC 6455, 5.3).

    Byte i of a payload meets byte i modulo 4 of the key, wherever a part begins. With the key
    turned, `apply_mask` can count from 0 again.

    Args:
        masking_key: four bytes, as the frame brings them.
        count: how many bytes of the payload came before this part; 0 or more.

    Returns:
        The same four bytes, beginning with the one that the next byte of the payload meets.
    """
    turn = count % 4
    return masking_key[turn:] + masking_key[:turn]


def apply_mask_by_table(payload: bytes, masking_key: bytes) -> bytes:
    """The same as `apply_mask`, in four steps: every fourth byte meets the same byte of the key."""
    masked = bytearray(payload)
    for i, key_byte in enumerate(masking_key):
        masked[i::4] = masked[i::4].translate(translation_table(key_byte))
    return bytes(masked)


@cache
def translation_table(key_byte: int) -> bytes:
    """The byte that each of the 256 byte values becomes under this byte of the key."""
    return apply_mask(bytes(range(256)), bytes([key_byte] * 4))


def find_c_mask() -> Callable[[bytes, bytes], bytes] | None:
    """The masking function of the C extension of `websockets`, where that is installed."""
    try:
        mask: Callable[[bytes, bytes], bytes] = import_module("websockets.speedups").apply_mask
    except ImportError:
        return None
    return mask


apply_mask_in_c = find_c_mask()

LONG = 16 if apply_mask_in_c else 512
"""Bytes from which there is something faster than one big integer."""


def mask_payload(payload: bytes, masking_key: bytes) -> bytes:
    """The same as `apply_mask`, in the way that suits the payload's size."""
    size = len(payload)
    if size <= TINY:
        return apply_mask(payload, masking_key)
    if size < LONG:
        return apply_mask_fast(payload, masking_key)
    if apply_mask_in_c is not None:
        return apply_mask_in_c(payload, masking_key)
    return apply_mask_by_table(payload, masking_key)
