"""Keys from `random` are foreseen, those of the system are not."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from framebyframe.proxy import foresee
from framebyframe.proxy.foreseeing import STATE_WORDS, stirred, unstirred
from framebyframe.wire.masking import masking_keys


def keys_of_randbytes(source: random.Random, count: int) -> list[bytes]:
    pool = source.randbytes(4 * count)
    return [pool[start : start + 4] for start in range(0, len(pool), 4)]


def keys_of_getrandbits(source: random.Random, count: int) -> list[bytes]:
    return [source.getrandbits(32).to_bytes(4, "big") for _ in range(count)]


@pytest.mark.parametrize("keys_of", [keys_of_randbytes, keys_of_getrandbits])
@pytest.mark.parametrize("skipped", [0, 1, 300, 623, 5000])
@pytest.mark.parametrize("more", [1, 2, 700])
def test_the_next_key_of_random_is_foreseen(keys_of, skipped: int, more: int) -> None:  # type: ignore[no-untyped-def]
    source = random.Random(b"a seed that nobody knows")
    keys_of(source, skipped)
    *seen, following = keys_of(source, STATE_WORDS + more + 1)
    assert foresee(seen) == following


def test_a_key_of_the_system_is_not() -> None:
    assert foresee(list(islice(masking_keys(), 700))) is None


def test_keys_of_random_with_one_left_out_are_not() -> None:
    keys = keys_of_randbytes(random.Random(1), 700)
    assert foresee(keys[:650] + keys[651:]) is None


def test_624_keys_are_too_few_to_know_that_they_follow() -> None:
    keys = keys_of_randbytes(random.Random(1), STATE_WORDS)
    assert foresee(keys) is None


@pytest.mark.parametrize("length", [0, 3, 5])
def test_keys_of_another_length_are_not_foreseen(length: int) -> None:
    assert foresee([bytes(length)] * 700) is None


def test_stirring_is_undone() -> None:
    for word in (0, 1, 0x8000_0000, 0xFFFF_FFFF, 0xDEAD_BEEF):
        assert unstirred(stirred(word)) == word
    state = random.Random(7).getstate()[1]
    source = random.Random()
    source.setstate((3, (*state[:STATE_WORDS], 0), None))
    assert unstirred(source.getrandbits(32)) == state[0]
