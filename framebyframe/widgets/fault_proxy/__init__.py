"""The controls of a fault proxy: its faults as sliders and switches, and what it does as rows."""

from .panel import FaultPanel

__all__ = ["FaultPanel"]
