"""Messages for the twins: right, odd and broken ones, each from a seed.

A message is a text. `spell` writes a value as JSON in one of its many spellings, legal or not; `damage`
changes a text by a character or two.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

NUMBERS = [
    "0",
    "-0",
    "1",
    "-1",
    "2",
    "3",
    "7",
    "1.0",
    "2.0",
    "1e0",
    "20e-1",
    "0.5",
    "-2.5e-3",
    "1e-400",
    "5e-324",
]
NUMBERS += ["10", "16", "60000", "1000", "9007199254740991", "-9007199254740991", "9007199254740991.0"]
BEYOND = [
    "9007199254740992",
    "-9007199254740993",
    "1e16",
    "1e300",
    "1e400",
    "-1e400",
    "NaN",
    "Infinity",
    "-Infinity",
]
NO_NUMBERS = ["01", "1.", ".5", "+1", "0x1", "1_0", "-", "1e", "٣"]
TEXTS = [
    "",
    "a",
    "item",
    "1",
    "id",
    "null",
    "é",
    "\U0001f600",
    "\u2028",
    "\u0000",
    '"',
    "\\",
    "</script>",
    "\ufeff",
]
TEXTS += ["\U0001f600" * 256, "\U0001f600" * 257, "x" * 256, "x" * 257, "\u202e", "\x7f", "a" * 65]
NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "length", "10", "9", "-1"]
ACTIONS = ["getData", "saveData", "echo", "fail", "serverInfo", "subscribe", "unsubscribe"]
NO_ACTIONS = [
    "",
    "nope",
    "getdata",
    "$/cancelRequest",
    "$/progress",
    "tick",
    "\U0001f600" * 65,
    "sleep ",
    *NAMES,
]
PARAMETERS = [
    "id",
    "item",
    "value",
    "message",
    "data",
    "intervalMs",
    "count",
    "subscription",
    "userId",
    *NAMES,
]
CHARACTERS = '{}[]",:\\\n\t 0123456789.eE+-tfnua/\u00a0\ufeff\u0000\u001f\U0001f600'
MAX_NESTING = 4


class RawJson(str):
    """A piece of JSON that is written as it is."""


class Messages:
    """An endless supply of messages.

    A sleeping call is either short, or cancelled by the message after it, so that what is in flight never
    depends on the clock. A subscription never
    ends by itself.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._calls = 0

    def at_least(self, number: int) -> list[str]:
        """At least `number` messages: some belong together."""
        messages: list[str] = []
        while len(messages) < number:
            messages += self._next()
        return messages

    def _next(self) -> list[str]:
        kinds: list[Callable[[], list[str]]] = [self._request] * 12 + [self._batch] * 3 + [self._damaged] * 3
        kinds += [self._anything, self._nested, self._sleep, self._cancelled_sleep]
        return self._random.choice(kinds)()

    def _request(self) -> list[str]:
        return [self.spell(self._any_request())]

    def _batch(self) -> list[str]:
        length = self._random.choice([0, 1, 1, 2, 3, 5, 100, 101])
        if length >= 100:
            return [self.spell([{"jsonrpc": "2.0", "method": "echo", "id": 1}] * length)]
        items = [self._value(1) if self.one_in(6) else self._jsonrpc_request() for _ in range(length)]
        return [self.spell(items)]

    def _damaged(self) -> list[str]:
        text = self.spell(self._any_request())
        return [text if "intervalMs" in text else self.damage(text)]

    def _anything(self) -> list[str]:
        return [self.spell(self._value(0))]

    def _nested(self) -> list[str]:
        depth = self._random.choice([126, 127, 128, 129, 1000])
        opening, closing = self._random.choice([("[", "]"), ('{"a":', "}"), ('[{"[":', "}]")])
        text = opening * depth + "1" + closing * depth
        return [
            self._random.choice([text, f'{{"action":"echo","params":{text}}}', f'{{"x":"{"[" * depth}"}}'])
        ]

    def _sleep(self) -> list[str]:
        milliseconds = RawJson(
            self._random.choice(["0", "1", "2.0", "-1", "30001", "0.5", '"1"', "true", "null"])
        )
        self._calls += 1
        if self.one_in(2):
            request = {"action": "sleep", "params": {"ms": milliseconds}}
            return [self.spell(request if self.one_in(2) else {**request, "id": f"sleep {self._calls}"})]
        request = {"jsonrpc": "2.0", "method": "sleep", "params": {"ms": milliseconds}}
        return [self.spell(request if self.one_in(3) else {**request, "id": f"sleep {self._calls}"})]

    def _cancelled_sleep(self) -> list[str]:
        self._calls += 1
        call_id: Any = self._random.choice(
            [f"sleep {self._calls}", 1_000_000 + self._calls, -0.25 - self._calls]
        )
        sleep: Any = {"jsonrpc": "2.0", "method": "sleep", "params": {"ms": 30_000}, "id": call_id}
        again = {**sleep, "method": self._random.choice(ACTIONS)}
        cancel = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": call_id}}
        if self.one_in(3):
            cancel["id"] = "cancel"
        wrong = {**cancel, "params": {"id": self._value(MAX_NESTING)}}
        between = [message for message in (again, wrong) if self.one_in(2)]
        first = [sleep, {**sleep, "method": "echo", "id": "beside"}] if self.one_in(3) else sleep
        return [self.spell(message) for message in (first, *between, cancel)]

    def _any_request(self) -> dict[str, Any]:
        return self._jsonrpc_request() if self.one_in(2) else self._article_request()

    def _article_request(self) -> dict[str, Any]:
        action = self._action()
        return self._shuffled({"action": action, "params": self._params(action), "id": self._id()})

    def _jsonrpc_request(self) -> dict[str, Any]:
        version = self._random.choice(["1.0", 2, None, True, "2"]) if self.one_in(12) else "2.0"
        method = self._action()
        request = {"jsonrpc": version, "method": method, "params": self._params(method), "id": self._id()}
        return self._shuffled(request)

    def _shuffled(self, request: dict[str, Any]) -> dict[str, Any]:
        """The members in any order; some missing, some too many."""
        members = list(request.items())
        self._random.shuffle(members)
        kept = {name: value for name, value in members if name == "jsonrpc" or not self.one_in(5)}
        if self.one_in(10):
            kept[self._random.choice([*NAMES, "extra"])] = self._value(1)
        return kept

    def _action(self) -> Any:
        if self.one_in(15):
            return self._value(MAX_NESTING - 1)
        return self._random.choice(NO_ACTIONS if self.one_in(6) else ACTIONS)

    def _params(self, action: Any) -> Any:
        if self.one_in(8):
            return self._value(1)
        params = {name: self._random.choice(values) for name, values in self._good(action).items()}
        for name in self._random.sample(PARAMETERS, self._random.choice([0, 0, 0, 1, 2])):
            params[name] = self._value(1)
        # A subscription must not end by itself: the moment would depend on the clock.
        if "count" in params or "intervalMs" in params:
            params["intervalMs"] = self._random.choice([60_000, 60_000, 9, 60_001, True, "60000", None, 10.5])
        return params

    def _good(self, action: Any) -> dict[str, list[Any]]:
        """Parameters that this action takes, and a few values of each."""
        numbers: list[Any] = [1, 2, 3, RawJson("2.0"), RawJson("1e0"), 100, 2**53 - 1]
        good: dict[str, dict[str, list[Any]]] = {
            "getData": {"id": numbers},
            "saveData": {
                "item": ["item", "\U0001f600" * 256],
                "value": [0.5, 0, RawJson("-0"), RawJson("1e-400")],
            },
            "fail": {"message": ["no", "\u2028"], "data": [None, [], {"a": 1}]},
            "subscribe": {"intervalMs": [60_000], "count": [1, 1000, RawJson("5.0")]},
            "unsubscribe": {"subscription": numbers},
        }
        return good.get(action, {}) if isinstance(action, str) else {}

    def _id(self) -> Any:
        if self.one_in(8):
            return self._value(1)
        return self._random.choice(
            ["a", "", 0, 1, -1, 1.5, None, "1", RawJson("1.0"), RawJson("10e-1"), *NAMES]
        )

    def _value(self, depth: int) -> Any:
        """Any value, nested no deeper than `depth` levels from MAX_NESTING."""
        kinds = ["number", "text", "word", "list", "object"][: 3 if depth >= MAX_NESTING else 5]
        kind = self._random.choice(kinds)
        if kind == "number":
            return RawJson(self._random.choice(NUMBERS))
        if kind == "text":
            return self._random.choice(TEXTS)
        if kind == "word":
            return self._random.choice([None, True, False])
        length = range(self._random.choice([0, 1, 1, 2, 4]))
        if kind == "list":
            return [self._value(depth + 1) for _ in length]
        return {self._random.choice([*TEXTS, *NAMES]): self._value(depth + 1) for _ in length}

    def spell(self, value: Any) -> str:
        """`value` as JSON; now and then as text that is not JSON."""
        if isinstance(value, RawJson):
            return self._odd_number() if self.one_in(60) else value
        if isinstance(value, dict):
            return self._spell_object(value)
        if isinstance(value, list):
            return f"[{','.join(map(self.spell, value))}]"
        if isinstance(value, str):
            return self._spell_text(value)
        return json.dumps(value)

    def _odd_number(self) -> str:
        return self._random.choice(NO_NUMBERS if self.one_in(4) else BEYOND)

    def _spell_object(self, value: dict[str, Any]) -> str:
        members = [f"{self._spell_text(key)}:{self.spell(item)}" for key, item in value.items()]
        if members and self.one_in(20):  # the key twice: the first value is never read
            key = self._spell_text(self._random.choice(list(value)))
            members.insert(0, f"{key}:{self._random.choice(['1e400', 'null', '[[]]', self.spell('x')])}")
        blank = self._random.choice(["", "", " ", "\n\t"])
        return f"{{{blank}{f'{blank},{blank}'.join(members)}{blank}}}"

    def _spell_text(self, text: str) -> str:
        if self.one_in(200):
            return self._random.choice(
                ['"\\ud800"', '"\\udc00x"', '"\\x41"', '"\t"', "'a'", '"\\ud83d\\ude00"', '"\\/"']
            )
        return json.dumps(text, ensure_ascii=self.one_in(2))

    def damage(self, text: str) -> str:
        """`text` with one to three characters changed, added or missing."""
        for _ in range(self._random.choice([1, 1, 2, 3])):
            at = self._random.randrange(len(text) + 1)
            new = self._random.choice(["", self._random.choice(CHARACTERS)])
            text = text[:at] + new + text[at + self._random.choice([0, 1]) :]
        return text

    def one_in(self, number: int) -> bool:
        """True by a chance of one in `number`."""
        return self._random.randrange(number) == 0
