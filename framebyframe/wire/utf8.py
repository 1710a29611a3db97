"""Text is UTF-8 (RFC 6455, 5.6 and 8.1)."""

from __future__ import annotations

import codecs

from .errors import DataFault, InvalidText, WrongType

NOT_UTF8 = "text must be UTF-8"


def encode_text(text: str) -> bytes:
    """Text as UTF-8.

    Raises:
        InvalidText: the text holds a lone surrogate, which UTF-8 has no bytes for.
        WrongType: it is not text.
    """
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise InvalidText(
            f"UTF-8 cannot encode the lone surrogate at index {error.start}: remove it"
        ) from None
    except AttributeError:
        raise WrongType(f"text is a str, not {type(text).__name__}: send_bytes sends bytes") from None


def decode_text(payload: bytes) -> str:
    """UTF-8 as text.

    Raises:
        DataFault: the payload is not UTF-8.
    """
    try:
        return payload.decode()
    except UnicodeDecodeError:
        raise DataFault(NOT_UTF8) from None


class Utf8Check:
    """Checks text that comes in parts; a part may end inside a character (RFC 6455, 8.1)."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def check_part(self, part: bytes, final: bool = False) -> None:
        """Check the next part of a text. It may end inside a character; the text may not (RFC 6455, 8.1).

        Args:
            part: what follows the parts that were checked before.
            final: nothing follows it.

        Raises:
            DataFault: whatever follows, this is no UTF-8; or `final`, and it ends inside a character.
        """
        try:
            self._decoder.decode(part, final)
        except UnicodeDecodeError:
            raise DataFault(NOT_UTF8) from None
