"""The functions of chapters that are still to be declared: tests keep each on the live path until then.

A chapter leaves this table when `chapters/cNN.py` declares it.
"""

from __future__ import annotations

from collections.abc import Mapping

_WIRE = "framebyframe.wire"
_RPC = "framebyframe.rpc"

AHEAD: Mapping[str, tuple[str, ...]] = {
    "13": (
        f"{_RPC}.gate:Gate.allows_origin",
        f"{_RPC}.gate:Gate.allows_request",
        f"{_RPC}.gate:offered_tokens",
    ),
    "14": (
        f"{_WIRE}.deflate:Deflater.deflate",
        f"{_WIRE}.deflate:Inflater.inflate",
    ),
}
"""By chapter, the targets that its exercises will have."""
