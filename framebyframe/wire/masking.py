"""Masking (RFC 6455, 5.3): every byte a client sends is XORed with one of four key bytes in turn."""

from __future__ import annotations

import secrets

MASKING_KEY_LENGTH = 4


def apply_mask(payload: bytes, masking_key: bytes) -> bytes:
    """Mask `payload`, or unmask it: the two are the same (RFC 6455, 5.3).

    Args:
        payload: any number of bytes.
        masking_key: four bytes.
    """
    size = len(payload)
    key = (masking_key * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")


def new_masking_key() -> bytes:
    """Four bytes that nobody can predict (RFC 6455, 10.3)."""
    return secrets.token_bytes(MASKING_KEY_LENGTH)
