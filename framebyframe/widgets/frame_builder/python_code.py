"""Python code for the bytes that were built, to copy."""

from __future__ import annotations

from framebyframe.figures.frame_parts import split
from framebyframe.wire import Frame, encode_frame
from framebyframe.wire.frames import FIN, RSV1, RSV2, RSV3
from framebyframe.wire.opcodes import OPCODES

IMPORTS = "from framebyframe.wire import Frame, Opcode, encode_frame"
SMALL = 64
"""Bytes that are written out on one line."""


def frame_from_bytes(data: bytes) -> Frame | None:
    """The frame that `encode_frame` encodes to exactly these bytes; None if there is none."""
    parts = split(data, 0)
    if parts.opcode not in OPCODES or not parts.header_is_whole or len(data) < 2:
        return None
    first_byte = parts.first.number
    frame = Frame(
        OPCODES[parts.opcode],
        parts.clear_payload,
        fin=bool(first_byte & FIN),
        rsv1=bool(first_byte & RSV1),
        rsv2=bool(first_byte & RSV2),
        rsv3=bool(first_byte & RSV3),
        masking_key=parts.key.data if parts.masked else None,
    )
    return frame if encode_frame(frame) == data else None


def python_from_bytes(data: bytes) -> str:
    """Python code that makes these bytes: from a Frame if one does, else from a literal."""
    frame = frame_from_bytes(data)
    if frame is None:
        return f"data = {_literal(data)}"
    return f"{IMPORTS}\n\ndata = encode_frame({frame_call(frame)})"


def frame_call(frame: Frame) -> str:
    """The call that makes a frame, without the arguments that have their default value."""
    arguments = [f"Opcode.{frame.opcode.name}"]
    arguments += [_literal(frame.payload)] if frame.payload else []
    arguments += [] if frame.fin else ["fin=False"]
    arguments += [f"{name}=True" for name in ("rsv1", "rsv2", "rsv3") if getattr(frame, name)]
    if frame.masking_key is not None:
        arguments.append(f'masking_key=bytes.fromhex("{frame.masking_key.hex(" ")}")')
    return f"Frame({', '.join(arguments)})"


def _literal(data: bytes) -> str:
    """A literal; a long run of one byte as a product."""
    if len(data) > SMALL and len(set(data)) == 1:
        return f"{data[:1]!r} * {len(data)}"
    return repr(data)
