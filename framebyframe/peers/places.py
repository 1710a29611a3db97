"""The places of the peers, and the commands a person types on this system."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2]
_IN_WHEEL = Path(__file__).resolve().parents[1] / "course"
ROOT = _IN_WHEEL if _IN_WHEEL.is_dir() else _CHECKOUT
"""The folder of the course: the checkout, or what an installed wheel carries of it."""

NOTEBOOKS = ROOT / "notebooks"
NODE_SERVER = ROOT / "node_server"
PHP_CLIENT = ROOT / "php_client"

_PACKAGE_MANAGERS = {
    "apt-get": "sudo apt-get install",
    "dnf": "sudo dnf install",
    "apk": "sudo apk add",
    "pacman": "sudo pacman -S",
    "zypper": "sudo zypper install",
    "brew": "brew install",
    "winget": "winget install",
}

_PACKAGES = {
    "node": {"brew": "node", "winget": "OpenJS.NodeJS.LTS"},
    "php": {
        "apt-get": "php-cli",
        "dnf": "php-cli",
        "apk": "php84",
        "zypper": "php8-cli",
        "winget": "PHP.PHP.8.4",
    },
    "chromium": {"brew": "--cask chromium", "winget": "Hibbiki.Chromium"},
}

_TOO_OLD = {("apt-get", "node")}
"""Debian 12 and Ubuntu 24.04 have Node 18."""

_DEFAULT_PACKAGE = {"node": "nodejs npm", "php": "php", "chromium": "chromium"}

_DOWNLOAD_PAGES = {
    "node": "download it from https://nodejs.org/en/download",
    "php": "download it from https://www.php.net/downloads",
    "chromium": "download it from https://www.chromium.org/getting-involved/download-chromium",
}


def command_line(command: list[str]) -> str:
    """`command` as a person types it in this system's shell."""
    return subprocess.list2cmdline(command) if os.name == "nt" else shlex.join(command)


KIT_COMMAND = "python3 kit.py lab"
"""Makes a virtual environment, installs all that is missing into it, and opens the course."""


def prepare_command() -> str:
    """The command that installs the missing peers: into this environment, if it is one of the course's."""
    if sys.prefix == sys.base_prefix or not importlib.util.find_spec("jupyterlab"):  # not the course's
        return KIT_COMMAND
    return python_command("-m", "framebyframe.peers", "prepare")


def python_command(*arguments: str) -> str:
    """The command that runs this Python with `arguments`, as it is typed in the project's folder."""
    return command_line([_typed_python(), *arguments])


def _typed_python() -> str:
    python = Path(sys.executable)
    return str(python.relative_to(ROOT)) if python.is_relative_to(ROOT) else str(python)


def system_command(program: str) -> str:
    """The one command that installs `node`, `php` or `chromium` on this system."""
    for manager, install in _PACKAGE_MANAGERS.items():
        if shutil.which(manager) and (manager, program) not in _TOO_OLD:
            return f"{install} {_PACKAGES[program].get(manager, _DEFAULT_PACKAGE[program])}"
    return _DOWNLOAD_PAGES[program]
