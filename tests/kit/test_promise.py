"""The oldest Python that is promised can install and run the pinned packages."""

import ast
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROMISED = PROJECT["project"]["requires-python"]
OLDEST = PROMISED.removeprefix(">=")
OLD_PYTHON = (3, 6)
"""A Python that reads kit.py only as far as the line that says which Python is needed."""


def pins():
    lines = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    developers = [line for line in lines if line and not line.startswith(("#", "-"))]
    return list(map(Requirement, PROJECT["project"]["dependencies"] + developers))


def needed(requirement):
    """Whether the requirement applies on the oldest Python."""
    return not requirement.marker or requirement.marker.evaluate({"python_version": OLDEST, "extra": ""})


def with_what_they_need(requirements, seen=None):
    """The distributions of these requirements, and of all that they require on the oldest Python."""
    seen = {} if seen is None else seen
    for requirement in requirements:
        if not needed(requirement) or requirement.name.lower() in seen:
            continue
        try:
            found = seen[requirement.name.lower()] = distribution(requirement.name)
        except PackageNotFoundError:  # a package of another system
            continue
        with_what_they_need(map(Requirement, found.requires or []), seen)
    return seen


def refusing(distributions, python):
    """The requirements of these distributions that do not run on this Python."""
    asked = {name: found.metadata["Requires-Python"] for name, found in distributions.items()}
    return {name: wanted for name, wanted in asked.items() if wanted and python not in SpecifierSet(wanted)}


def test_every_pin_is_what_is_installed():
    applying = [pin for pin in pins() if not pin.marker or pin.marker.evaluate()]
    assert {pin.name: str(pin.specifier) for pin in applying} == {
        pin.name: f"=={distribution(pin.name).version}" for pin in applying
    }


only_on_the_oldest = pytest.mark.skipif(
    sys.version_info[:2] != tuple(map(int, OLDEST.split("."))),
    reason=f"looks at what is installed on Python {OLDEST}, the oldest",
)


@only_on_the_oldest
def test_every_pin_runs_on_the_oldest_python_promised():
    assert refusing({pin.name: distribution(pin.name) for pin in pins() if needed(pin)}, f"{OLDEST}.0") == {}


@only_on_the_oldest
def test_what_the_pins_need_has_releases_for_it():
    """Packages that are not pinned: on an older Python, pip installs an older release."""
    found = with_what_they_need(pins())
    assert len(found) > len(pins())
    assert refusing(found, f"{OLDEST}.99") == {}


def test_one_python_is_promised_everywhere():
    kit = ast.parse((ROOT / "kit.py").read_text(encoding="utf-8"), feature_version=OLD_PYTHON)
    values = {node.targets[0].id: node.value for node in kit.body if isinstance(node, ast.Assign)}
    assert ".".join(map(str, ast.literal_eval(values["OLDEST"]))) == OLDEST
    assert PROJECT["tool"]["mypy"]["python_version"] == OLDEST
    assert "target-version" not in PROJECT["tool"]["ruff"]  # ruff goes by requires-python
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"Python (3\.\d+) or newer", readme) == [OLDEST]


@pytest.mark.parametrize("folder", ["framebyframe", "pyserver", "tests", "kit.py"])
def test_no_branch_for_a_python_of_its_own(folder):
    place = ROOT / folder
    files = [place] if place.is_file() else sorted(place.rglob("*.py"))
    asking = [path.name for path in files if "sys.version_info" + " >=" in path.read_text(encoding="utf-8")]
    assert asking == []
