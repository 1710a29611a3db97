"""The frame builder: a frame as bits, fields, hex, text, a Python literal and a sentence, all at once."""

from .builder import FrameBuilder
from .sending import Exchange

__all__ = ["Exchange", "FrameBuilder"]
