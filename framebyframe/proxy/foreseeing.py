"""Why masking keys may not come from `random`: who has seen enough of them computes the next.

`random` is the Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), in numbers of 32 bits. A number is
a word of its state, stirred, and the stirring can be undone. Each word follows from three of the 624 before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Order = Literal["little", "big"]

STATE_WORDS = 624
"""Words of 32 bits in the state of MT19937."""
MIDDLE = 397
"""The third of the words that a word follows from, counted from the first."""
TWIST = 0x9908_B0DF
HIGHEST_BIT, OTHER_BITS = 0x8000_0000, 0x7FFF_FFFF
WORD = 0xFFFF_FFFF
STIRRING = ((-11, WORD), (7, 0x9D2C_5680), (15, 0xEFC6_0000), (-18, WORD))
"""The steps that make a number of a word: a shift, to the left where it is positive, and a mask."""
WORD_BITS, KEY_LENGTH = 32, 4


def foresee(keys: Sequence[bytes]) -> bytes | None:
    """The masking key that comes next, where the keys so far come from `random`; else None.

    624 keys say all about the state. One more at least shows that the keys do follow from each other, and
    in which byte order a number became a key.

    Args:
        keys: four bytes each, in a row, none left out; each is one number of 32 bits.
    """
    if len(keys) <= STATE_WORDS or any(len(key) != KEY_LENGTH for key in keys):
        return None
    orders: tuple[Order, Order] = ("little", "big")
    for order in orders:
        numbers = [int.from_bytes(key, order) for key in keys]
        if all(_following(numbers, place) == numbers[place] for place in range(STATE_WORDS, len(numbers))):
            return _following(numbers, len(numbers)).to_bytes(KEY_LENGTH, order)
    return None


def _following(numbers: Sequence[int], place: int) -> int:
    """The number at `place`, computed from three that come before it."""
    start = place - STATE_WORDS
    first, second, middle = (unstirred(numbers[start + offset]) for offset in (0, 1, MIDDLE))
    joined = first & HIGHEST_BIT | second & OTHER_BITS
    return stirred(middle ^ joined >> 1 ^ (TWIST if joined & 1 else 0))


def stirred(word: int) -> int:
    """The number that `random` gives for a word of its state ("tempering")."""
    for shift, mask in STIRRING:
        word ^= _shifted(word, shift) & mask
    return word


def unstirred(number: int) -> int:
    """The word of the state behind a number that `random` gave."""
    for shift, mask in reversed(STIRRING):
        number = _unstirred_once(number, shift, mask)
    return number


def _unstirred_once(number: int, shift: int, mask: int) -> int:
    """One step undone. Each round makes as many more bits right as the shift has."""
    word = number
    for _ in range(WORD_BITS // abs(shift)):
        word = number ^ _shifted(word, shift) & mask
    return word


def _shifted(word: int, shift: int) -> int:
    return word << shift & WORD if shift > 0 else word >> -shift
