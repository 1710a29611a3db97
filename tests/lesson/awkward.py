"""Values that a learner may put into a call, and that run code of their own when they are used."""

from __future__ import annotations

import os


class Endless(int):
    """A number whose comparison does not come to an end."""

    def __lt__(self, other: object) -> bool:
        while True:
            pass


class Deadly(int):
    """A number whose comparison ends Python."""

    def __lt__(self, other: object) -> bool:
        os._exit(1)


class Greedy(int):
    """A number whose comparison asks for more memory than there is."""

    def __lt__(self, other: object) -> bool:
        return bool(bytes(1 << 42))
