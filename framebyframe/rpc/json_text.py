"""Text to value and back, strictly as RFC 8259 has it: Python's own reader accepts more."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from .errors import NotEncodable

JsonObject = dict[str, Any]

BLANKS = " \t\n\r"
"""What may stand around a value (RFC 8259, 2); Python's `strip` knows more."""


def encode_json(value: Any) -> str:
    """`value` as JSON text, without blanks, in Unicode.

    Raises:
        NotEncodable: JSON has no such value: NaN, bytes, a lone surrogate, an object of some class.
    """
    try:
        text = _ENCODER.encode(value)
        if not text.isascii():
            text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise NotEncodable(f"this cannot be sent as JSON: {error}") from error
    return text


def decode_json(text: str) -> Any:
    """The value that `text` means.

    Raises:
        ValueError: it is not JSON. Python's reader takes NaN for a number; RFC 8259 does not.
    """
    return read_all(_DECODER, text)


def read_all(decoder: json.JSONDecoder, text: str) -> Any:
    """The value that `text` means to `decoder`; it is the whole text, but for blanks around it.

    Raises:
        ValueError: it is not JSON.
    """
    text = text.strip(BLANKS)
    try:
        value, end = decoder.raw_decode(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if end != len(text):
        raise ValueError(f"something follows the value: {text[end:]!r:.40}")
    return value


def refuse_constant(name: str) -> NoReturn:
    """What a decoder does with NaN and Infinity.

    Raises:
        ValueError: always.
    """
    raise ValueError(f"{name} is not JSON")


class _LastingEncoder(json.JSONEncoder):
    """Encodes as `json.dumps` does, which has C make a new encoder for every value: here one serves all."""

    def __init__(self) -> None:
        super().__init__(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        in_c = getattr(json.encoder, "c_make_encoder", None)
        quote = json.encoder.encode_basestring
        options = (self.default, quote, None, self.key_separator, self.item_separator, False, False, False)
        self._parts: Callable[[Any, int], Iterable[str]]
        self._parts = in_c(None, *options) if in_c else self.iterencode  # type: ignore[assignment]

    def encode(self, value: Any) -> str:
        return "".join(self._parts(value, 0))


_ENCODER = _LastingEncoder()
_DECODER = json.JSONDecoder(parse_constant=refuse_constant)
