"""A recorded stream and a knife: `StreamPlayer(stream)`."""

from .player import StreamPlayer

__all__ = ["StreamPlayer"]
