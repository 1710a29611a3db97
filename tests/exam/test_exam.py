"""The exam of a package: what a report card says, and where it tells a learner to look."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

import framebyframe
from framebyframe.exam import ReportCard, take, taking
from framebyframe.exam.cases import GROUPS, group_of, in_order

KIT = Path(framebyframe.__file__).parent


def package(folder: Path, file: str, before: str, after: str) -> ModuleType:
    """A package like the kit's `wire`, with one change, as a learner may have it."""
    (folder / "mine").mkdir()
    (folder / "mine" / "__init__.py").write_text("")
    shutil.copytree(KIT / "wire", folder / "mine" / "wire", ignore=shutil.ignore_patterns("__pycache__"))
    path = folder / "mine" / "wire" / file
    source = path.read_text()
    assert source.count(before) == 1
    path.write_text(source.replace(before, after))
    module = ModuleType("mine")
    module.__file__ = str(folder / "mine" / "__init__.py")
    return module


def test_the_kit_passes() -> None:
    card = take(framebyframe, "2.*", "7.1.*", "7.3.*")
    assert len(card.verdicts) == 11 + 6 + 6 and card.failed == [] and card.chapters == {}
    assert "23 of 23 cases went well." in repr(card)


def test_an_empty_pong_is_a_matter_of_chapter_07(tmp_path: Path) -> None:
    mine = package(tmp_path, "connection.py", "self._pongs.append(payload)", 'self._pongs.append(b"")')
    card = take(mine, "1.1.1", "2.1", "2.2", "2.3")
    assert card.failed == ["2.2", "2.3"]
    assert card.chapters == {"07": ["2.2", "2.3"]}
    assert "2.2, 2.3: chapter 07" in repr(card)


def empty_pong(self, payload, events):  # type: ignore[no-untyped-def]
    self._pongs.append(b"")
    events.append(PingReceived(payload))  # type: ignore[name-defined]  # noqa: F821


def test_a_method_is_spoilt_for_one_exam_alone() -> None:
    assert take(framebyframe, "2.1", "2.2", receive_ping=empty_pong).chapters == {"07": ["2.2"]}
    assert take(framebyframe, "2.1", "2.2").failed == []


def cut_pong(self, payload, events):  # type: ignore[no-untyped-def]
    self._pongs.append(payload[:64])
    events.append(PingReceived(payload))  # type: ignore[name-defined]  # noqa: F821


def test_pongs_that_are_cut_fail_in_other_cases_than_empty_ones() -> None:
    """As chapter 07 asks a learner to change it: the pings of 125 bytes notice, and no others."""
    assert take(framebyframe, "2.*", receive_ping=cut_pong).failed == ["2.4", "2.6"]


def loud_pong(self, payload, events):  # type: ignore[no-untyped-def]
    print("x" * 100_000)
    self._pongs.append(payload)
    events.append(PingReceived(payload))  # type: ignore[name-defined]  # noqa: F821


def test_what_a_function_prints_holds_nobody_up() -> None:
    """More than a pipe holds, and nobody reads it."""
    card = take(framebyframe, "2.*", receive_ping=loud_pong)
    assert card.failed == [] and card.problem == ""


def test_a_method_that_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match="no method recieve_ping"):
        take(framebyframe, "2.1", recieve_ping=empty_pong)
    with pytest.raises(TypeError, match="written with def"):
        take(framebyframe, "2.1", receive_ping=lambda self, payload, events: None)


def test_text_that_is_not_checked_is_a_matter_of_chapter_05(tmp_path: Path) -> None:
    mine = package(
        tmp_path, "close.py", "return code in REGISTERED_CODES or code in APPLICATION_CODES", "return True"
    )
    assert take(mine, "7.7.1", "7.9.*").chapters.keys() == {"05"}


def test_text_that_is_checked_late_is_right_but_late(tmp_path: Path) -> None:
    mine = package(tmp_path, "connection.py", "            self._check_partial_text()\n", "")
    card = take(mine, "6.4.1", "6.4.3")
    assert card.failed == [] and card.late == ["6.4.3"]
    assert "6.4.3: right, but late: chapter 05" in repr(card)


def test_a_package_that_is_broken_is_told_and_no_error(tmp_path: Path) -> None:
    mine = package(tmp_path, "connection.py", "class Connection:", "clas Connection:")
    card = take(mine, "1.1.1")
    assert card.verdicts == {} and "SyntaxError" in card.problem
    assert "could not be held" in repr(card)


def test_without_kosoku_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "pip install kosoku==" in take(framebyframe).problem


def test_an_exam_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "SECONDS", 0.01)
    assert "given up after 0.01 seconds" in take(framebyframe, "1.1.1").problem


def test_every_group_has_words_and_a_chapter() -> None:
    for group in GROUPS:
        case = f"{group.prefix}.1"
        assert group_of(case) is group
        assert repr(ReportCard({case: "FAILED"})).count(f"chapter {group.chapters[0]}") == 1


def test_a_case_that_is_none_is_no_case() -> None:
    with pytest.raises(LookupError, match=r"no case 8\.1"):
        group_of("8.1")


def test_cases_stand_in_the_order_of_their_numbers() -> None:
    assert in_order(["7.13.1", "10.1.1", "7.9.1"]) == ["7.9.1", "7.13.1", "10.1.1"]


def test_a_long_row_names_the_first_cases() -> None:
    card = ReportCard({f"6.6.{number}": "FAILED" for number in range(1, 12)})
    assert "6.6.1, 6.6.2, 6.6.3, 6.6.4, 6.6.5, 6.6.6 …: chapter 05" in repr(card)
    card = ReportCard({f"6.6.{number}": "FAILED" for number in range(1, 8)})
    assert "6.6.6, 6.6.7: chapter 05" in repr(card)


def test_the_card_is_a_table_in_a_notebook() -> None:
    assert "<table" in ReportCard({"1.1.1": "OK"})._repr_html_()
