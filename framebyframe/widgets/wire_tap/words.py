"""The words of the wire tap, by name: `[wire_tap]` in the engine's texts."""

from __future__ import annotations

from framebyframe.lesson.text import catalogue

ON_THE_PAGE = (
    *("title", "busy", "kinds", "connections", "connection_all", "beside", "beside_none", "search"),
    *("kind_all", "kind_connections", "kind_frames", "kind_calls", "kind_wrong", "kind_differs"),
    *("search_how", "clear", "pause", "go_on", "behind", "follow", "list", "pairs", "row", "row_here"),
    *("pair", "only", "client", "server", "nothing_yet", "nothing_found", "no_connections", "who"),
    *("column_connection", "column_state", "column_frames", "column_calls", "column_in_flight"),
    *("state_connecting", "state_open", "state_refused", "state_ended", "state_not_followed"),
    *("line", "closer", "farther", "whole", "cut_pause", "cut_pauses", "no_row_open"),
    *("opened", "close", "bits", "field", "value", "meaning"),
)
"""The texts that the page needs."""

CALL_STATES = {
    "in flight": "call_in_flight",
    "answered": "call_answered",
    "failed": "call_failed",
    "lost": "call_lost",
    "given up": "call_given_up",
    "notification": "call_notification",
}
VERDICTS = {
    "same": "verdict_same",
    "chance": "verdict_chance",
    "differs": "verdict_differs",
    "left": "verdict_left",
    "right": "verdict_right",
}
STATUSES = {"same": "status_same", "chance": "status_chance", "differs": "status_differs"}
DIALECTS = {"article": "dialect_article", "jsonrpc": "dialect_jsonrpc"}
PAIRINGS = {"id": "paired_id", "order": "paired_order"}
STILL_COLUMNS = ("still_from", "still_what", "still_size", "still_says")


def say(key: str, /, **values: object) -> str:
    """The text of this name with its `{values}` filled in."""
    return catalogue.say("engine", "wire_tap", key, **values)
