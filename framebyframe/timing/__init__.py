"""What makes a benchmark fair: warm calls, turns, the tail, and ratios within a round."""

from .measuring import Spread, measure, percentile, ratios, take_turns

__all__ = ["Spread", "measure", "percentile", "ratios", "take_turns"]
