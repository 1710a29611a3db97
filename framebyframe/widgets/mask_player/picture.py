"""The player's rows as plain JSON values: each byte of the payload with the byte of the key it meets."""

from __future__ import annotations

from typing import Any

from framebyframe.figures import Cell, Figure, table
from framebyframe.figures.tables import Row
from framebyframe.figures.visible import byte_as_character
from framebyframe.lesson.text.catalogue import say
from framebyframe.wire.masking import apply_mask, turn_key

from ..frame_builder.payload_text import text_from_payload

Json = dict[str, Any]
SIGN = {"payload": "payload_data", "key": "masking_key", "masked": "masked_payload"}
"""The field whose colours each row has."""


def picture(payload: bytes, key: bytes, turned: int) -> Json:
    """Everything the page shows.

    Args:
        payload: in the clear.
        key: four bytes, as the frame brings them.
        turned: with which byte of the key the payload begins, 0 to 3.
    """
    masked = apply_mask(payload, turn_key(key, turned))
    return {
        "text": text_from_payload(payload),
        "key": key.hex(" "),
        "moved": say("engine", "mask_player", "moved", count=turned) if turned else "",
        "bytes": [
            {
                "payload": _byte(byte),
                "key": _byte(key[(place + turned) % 4]),
                "masked": _byte(masked[place]),
                "turn": (place + turned) % 4,
            }
            for place, byte in enumerate(payload)
        ],
    }


def still(payload: bytes, key: bytes) -> Figure:
    """The three rows as a table, for where there is no kernel."""
    shown = picture(payload, key, 0)["bytes"]
    header = [say("engine", "mask_player", "place"), *(str(place) for place in range(len(payload)))]
    rows: list[Row] = [
        [
            say("engine", "mask_player", row),
            *(Cell(f"{each[row]['hex']} {each[row]['shown']}", field, code=True) for each in shown),
        ]
        for row, field in SIGN.items()
    ]
    return table(header, rows, say("engine", "mask_player", "still", key=key.hex(" ")))


def _byte(value: int) -> Json:
    return {"hex": f"{value:02x}", "shown": byte_as_character(value), "bits": f"{value:08b}"}
