"""Connection in motion: the states of a real connection, and each frame that moves it."""

from .motion import ConnectionInMotion

__all__ = ["ConnectionInMotion"]
