"""The pipes that a call is sent through, a module for each kind: its server's half and its client's."""

from .pipe import Pipe
from .table import PIPES

__all__ = ["PIPES", "Pipe"]
