"""The environment of the programs that we start: what they need, and nothing that changes what they do.

A debugger sets `NODE_OPTIONS`, a shell's start-up file `PYTHONPATH`, somebody's pip has `user = true`: these
are not meant for our programs. What says where packages come from is kept: a proxy, a mirror, a certificate.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections.abc import Iterable, Mapping

OF_PYTHON = ("PYTHON", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
OF_OTHERS = ("NODE_", "NPM_CONFIG_", "PHP", "XDEBUG_", "PIP_", "UV_", "VIRTUALENV_", "OPENSSL_CONF")
OF_A_SERVER = ("FRAMEBYFRAME_TOKEN", "PORT")
"""Variables that a server reads; one that is set in our environment is not meant for a peer."""
OF_A_TERMINAL = ("FORCE_COLOR", "NO_COLOR")
"""Variables that Node warns of on standard error where both are set."""

PIP_SOURCES = (
    *("index-url", "extra-index-url", "find-links", "no-index", "trusted-host", "keyring-provider"),
    *("proxy", "cert", "client-cert", "timeout", "default-timeout", "cache-dir", "no-cache-dir"),
    *("use-feature", "use-deprecated"),  # whose certificates are trusted
)
"""The options of pip that say where packages come from, and how they are fetched."""

_PIP_LISTS_ALL = {"PIP_USER": "0", "PIP_GLOBAL": "0", "PIP_SITE": "0"}
"""With `user = true`, meant for `pip install`, `pip config list` would show one file only."""

_BEFORE_CERT = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""The library that pip fetches with obeys them even where pip is given a certificate."""

NPM_SOURCES = (
    *("REGISTRY", "PROXY", "HTTPS_PROXY", "NOPROXY", "CAFILE", "CA", "CERT", "KEY", "STRICT_SSL", "CACHE"),
    *("USERCONFIG", "GLOBALCONFIG", "FETCH_RETRIES", "FETCH_TIMEOUT", "//", "_AUTH"),
)
"""The ends of the environment variables that say the same to npm."""

NPM_RULES = (
    *("--global=false", "--location=project", "--dry-run=false", "--package-lock=true"),
    *(
        "--package-lock-only=false",
        "--offline=false",
        "--workspaces=false",
        "--loglevel=error",
        "--json=false",
    ),
    *("--no-audit", "--no-fund", "--no-update-notifier"),
)
"""Options that override every file of settings that npm reads."""

UV_SOURCES = ("UV_INDEX", "UV_DEFAULT_INDEX", "UV_EXTRA_INDEX", "UV_FIND_LINKS", "UV_INSECURE_HOST")
UV_WAYS = ("UV_NATIVE_TLS", "UV_SYSTEM_CERTS", "UV_HTTP_TIMEOUT", "UV_CACHE_DIR")


def for_python() -> dict[str, str]:
    """The environment of a Python program of the kit: no other Python's packages, options or environment."""
    return _without(OF_PYTHON)


def for_peer(**more: str) -> dict[str, str]:
    """The environment of a peer in Node, PHP or Python, alike on every machine; `more` are added."""
    ours = _without((*OF_PYTHON, *OF_OTHERS))
    return {**{name: ours[name] for name in ours if name not in OF_A_SERVER + OF_A_TERMINAL}, **more}


def for_pip(python: str) -> dict[str, str]:
    """The environment of this Python's pip: a person's sources of packages, and no other option of theirs."""
    variables = {f"PIP_{option.upper().replace('-', '_')}": option for option in PIP_SOURCES}
    told = {name: os.environ[name] for name in variables if name in os.environ}
    files = {name: os.environ[name] for name in ("PIP_CONFIG_FILE",) if name in os.environ}
    command = [python, "-m", "pip", "config", "list"]
    variables = for_peer(**files, **_PIP_LISTS_ALL)
    asked = subprocess.run(command, env=variables, capture_output=True, text=True, errors="replace")
    ours = for_peer(**{**_sources_in(asked.stdout), **told, "PIP_CONFIG_FILE": os.devnull})
    return {name: value for name, value in ours.items() if "PIP_CERT" not in ours or name not in _BEFORE_CERT}


def for_npm(node: str) -> dict[str, str]:
    """The environment of npm on this Node: a person's sources, and this Node first on the PATH."""
    ours = _without((*OF_PYTHON, "NODE_OPTIONS", "NODE_PATH", "NPM_CONFIG_"))
    path = os.pathsep.join([os.path.dirname(node), os.environ.get("PATH", os.defpath)])
    return {**ours, **_kept("NPM_CONFIG_", NPM_SOURCES), "PATH": path}


def for_uv() -> dict[str, str]:
    """The environment of uv: a person's sources, and no other option of theirs."""
    return for_peer(**_kept("", (*UV_SOURCES, *UV_WAYS)))


def for_virtualenv() -> dict[str, str]:
    """The environment of virtualenv: none of its options; it brings what it installs."""
    return for_peer(VIRTUALENV_CONFIG_FILE=os.devnull)


def _without(beginnings: Iterable[str]) -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if not name.upper().startswith(tuple(beginnings))
    }


def _kept(prefix: str, beginnings: Iterable[str]) -> dict[str, str]:
    wanted = tuple(prefix + beginning for beginning in beginnings)
    return {name: value for name, value in os.environ.items() if name.upper().startswith(wanted)}


def _sources_in(config: str) -> Mapping[str, str]:
    """The sources that `pip config list` shows, as variables: a value for `install` beats a global one."""
    found = {}
    for line in sorted(config.splitlines()):
        entry = re.fullmatch(r"(?:global|install)\.([\w-]+)=(.*)", line)
        if entry and entry[1] in PIP_SOURCES:
            value = str(ast.literal_eval(entry[2]))
            found[f"PIP_{entry[1].upper().replace('-', '_')}"] = " ".join(value.split())
    return found
