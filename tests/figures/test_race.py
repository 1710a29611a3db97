"""The race of masks: what is measured, and what of it is the same in every run."""

from __future__ import annotations

import pytest
from sanitiser import sanitise

from framebyframe import figures
from framebyframe.figures import race as race_module
from framebyframe.wire import masking

SIZES = (4, 64)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(race_module, "SHORTEST", 20_000)


def race() -> figures.Figure:
    return figures.mask_race(masking.apply_mask, masking.apply_mask_fast, sizes=SIZES)


def test_words_are_the_same_in_every_run_and_name_every_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "apply_mask_in_c", masking.apply_mask_by_table)
    one, other = race(), race()
    assert (one.alt, one.text, one.caption) == (other.alt, other.text, other.caption)
    assert one.alt.startswith("A measurement, ")
    assert "5 ways: byte by byte, one big integer, by table, in C, mask_payload" in one.alt
    assert all(f">{name}<" in one.svg for name in ("byte by byte", "in C", "nanoseconds a byte"))


def test_without_c_four_ways_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "apply_mask_in_c", None)
    figure = race()
    assert "4 ways" in figure.alt and "in C" not in figure.alt + figure.svg


def test_what_a_function_prints_at_each_call_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    def loud(payload: bytes, key: bytes) -> bytes:
        print("masking")
        return masking.apply_mask(payload, key)

    figures.mask_race(loud, loud, sizes=[4])
    assert capsys.readouterr().out == ""


def test_it_survives_a_sanitiser() -> None:
    assert sanitise(race().html).stripped == []


class Clock:
    """Time that passes only while something is masked."""

    def __init__(self) -> None:
        self.now = 0

    def perf_counter_ns(self) -> int:
        return self.now

    def way(self, nanoseconds: int) -> race_module.Mask:
        """A way to mask that takes so long."""

        def mask(payload: bytes, masking_key: bytes) -> bytes:
            self.now += nanoseconds
            return payload

        return mask


def test_each_way_is_measured_on_each_size_in_each_round(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(race_module, "time", clock)
    samples = race_module.measured({"slow": clock.way(600), "fast": clock.way(60)}, SIZES)
    assert samples == {
        "slow": {4: [150.0] * race_module.ROUNDS, 64: [9.375] * race_module.ROUNDS},
        "fast": {4: [15.0] * race_module.ROUNDS, 64: [0.9375] * race_module.ROUNDS},
    }
