"""Text is UTF-8 (RFC 6455, 5.6 and 8.1): from text to bytes, from bytes to text."""

from __future__ import annotations

from .errors import DataFault, InvalidText

NOT_UTF8 = "text that is not UTF-8"


def encode_text(text: str) -> bytes:
    """Text as UTF-8.

    Raises:
        InvalidText: the text holds a lone surrogate.
    """
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise InvalidText(f"the text cannot be sent: {error.reason} at position {error.start}") from None


def decode_text(payload: bytes) -> str:
    """UTF-8 as text.

    Raises:
        DataFault: the payload is not UTF-8.
    """
    try:
        return payload.decode()
    except UnicodeDecodeError:
        raise DataFault(NOT_UTF8) from None
