"""Runs the steps of a vector of contract/rpc.json over any connection."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Exchange:
    """One vector on one connection.

    Args:
        send_text: sends a text message.
        send_binary: sends a binary message.
        receive: waits for the next text message.
        receive_close: waits for the end of the connection, and returns the server's close code.
    """

    send_text: Callable[[str], object]
    send_binary: Callable[[bytes], object]
    receive: Callable[[], str]
    receive_close: Callable[[], int]
    saved: dict[str, Any] = field(default_factory=dict)

    def run(self, steps: list[dict[str, Any]]) -> None:
        """Take every step; raises AssertionError at the first that goes wrong."""
        for number, step in enumerate(steps):
            try:
                self._take(step)
            except AssertionError as error:
                raise AssertionError(f"step {number}, {json.dumps(step)[:300]}: {error}") from None

    def _take(self, step: dict[str, Any]) -> None:
        if "send" in step:
            self.send_text(json.dumps(self._filled(step["send"])))
        if "send_text" in step:
            self.send_text(assembled(step["send_text"]))
        if "send_binary" in step:
            self.send_binary(bytes.fromhex(step["send_binary"]))
        for name in ("expect", "expect_nothing_before"):
            if name in step:
                self._expect(step[name])
        if "expect_any_order" in step:
            self._expect_any_order(step["expect_any_order"])
        if "expect_close" in step:
            code = self.receive_close()
            assert code == step["expect_close"], f"closed with {code}"

    def _expect(self, expected: Any) -> None:
        got = json.loads(self.receive())
        assert self._matches(expected, got), f"got {json.dumps(got)[:1000]}"

    def _expect_any_order(self, expected: list[Any]) -> None:
        left = list(expected)
        while left:
            got = json.loads(self.receive())
            match = next((value for value in left if self._matches(value, got)), None)
            assert match is not None, f"got {json.dumps(got)[:1000]}"
            left.remove(match)

    def _filled(self, value: Any) -> Any:
        """`value` with the saved value in place of `$saved`."""
        if isinstance(value, dict):
            if "$saved" in value:
                return self.saved[value["$saved"]]
            return {key: self._filled(item) for key, item in value.items()}
        return [self._filled(item) for item in value] if isinstance(value, list) else value

    def _matches(self, expected: Any, got: Any) -> bool:
        if isinstance(expected, dict):
            return self._matches_object(expected, got)
        if isinstance(expected, list):
            return (
                isinstance(got, list) and len(got) == len(expected) and all(map(self._matches, expected, got))
            )
        # In Python True == 1, in JSON it is not.
        return isinstance(got, bool) == isinstance(expected, bool) and bool(got == expected)

    def _matches_object(self, expected: dict[str, Any], got: Any) -> bool:
        if "$number" in expected:
            low, high = expected["$number"]
            return isinstance(got, int | float) and not isinstance(got, bool) and low <= got <= high
        if "$string" in expected:
            return isinstance(got, str)
        if "$save" in expected:
            self.saved[expected["$save"]] = got
            return True
        if "$saved" in expected:
            return self._matches(self.saved[expected["$saved"]], got)
        return (
            isinstance(got, dict)
            and got.keys() == expected.keys()
            and all(self._matches(expected[key], got[key]) for key in expected)
        )


def assembled(parts: str | list[Any]) -> str:
    """A text of a vector: a string, or a list of strings and `{"text", "times"}`."""
    if isinstance(parts, str):
        return parts
    return "".join(part if isinstance(part, str) else part["text"] * part["times"] for part in parts)
