"""The mask player: a payload, a key and what becomes of the two, byte by byte."""

from .player import MaskPlayer

__all__ = ["MaskPlayer"]
