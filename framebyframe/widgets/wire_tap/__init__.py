"""The wire tap's record as a time line and as a list of rows: `WireTap(tap)`, `WireTap(record)`."""

from .wire_tap import WireTap

__all__ = ["WireTap"]
