"""For authors: the JavaScript modules of each widget as the one module that the page loads.

    python framebyframe/widgets/bundling.py        as a file: the package does not import without its bundles

A notebook's page cannot import modules from a widget's folder, so esbuild joins them. It respects
JavaScript's scopes: two modules may use one name. `bundle.js` in each widget's folder is its
output, committed, so that nobody who learns or teaches needs esbuild. Its first line holds a hash of what
it was built from; tests compare that hash, and build the bundles again.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from framebyframe.peers import PeerMissing, find_node, find_npm

HERE = Path(__file__).parent
BUNDLE = "bundle.js"
ENTRIES = {
    "connection_in_motion": "connection_in_motion.js",
    "fault_proxy": "fault_proxy.js",
    "frame_builder": "frame_builder.js",
    "handshake_builder": "handshake_builder.js",
    "mask_player": "mask_player.js",
    "quiz": "quiz.js",
    "stream_player": "stream_player.js",
    "who_is_connected": "who_is_connected.js",
    "wire_tap": "wire_tap.js",
}
"""Each widget's folder, and the module in it that imports the others."""
NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
OPTIONS = ("--bundle", "--format=esm", "--target=es2022", "--charset=utf8", "--legal-comments=none")
INSTALL_TIMEOUT = 100.0
"""Seconds for npm to fetch esbuild, ten megabytes."""


def bundled(folder: Path) -> str:
    """The JavaScript that the page loads: the bundle in a widget's folder."""
    return (folder / BUNDLE).read_text(encoding="utf-8")


def first_line(folder: Path) -> str:
    """The first line of a bundle: how to build it, and a hash of the modules it is built from."""
    written = hashlib.sha256()
    for path in _modules(folder):
        written.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"// By python framebyframe/widgets/bundling.py, of modules with the sha256 {written.hexdigest()}"


def build(folder: Path, entry: str) -> str:
    """The bundle of one widget, the same on every machine.

    Args:
        folder: the widget's.
        entry: the name of its first module.

    Raises:
        PeerMissing: Node, npm or esbuild cannot be had.
        RuntimeError: esbuild does not accept the modules; the message is its own.
    """
    _install_esbuild()
    command = [str(find_node().path), str(_esbuild()), str(folder / entry), *OPTIONS]
    done = subprocess.run(command, cwd=folder.parent, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise RuntimeError(f"esbuild: {done.stderr.strip()}")
    return f"{first_line(folder)}\n{done.stdout}"


def _modules(folder: Path) -> list[Path]:
    own = sorted(path for path in folder.glob("*.js") if path.name != BUNDLE)
    return [*sorted(folder.parent.glob("*.js")), *own]


def _esbuild() -> Path:
    return HERE / "node_modules" / "esbuild" / "bin" / "esbuild"


def _install_esbuild() -> None:
    if _esbuild().exists():
        return
    by_hand = f"cd framebyframe/widgets && npm {' '.join(NPM_CI)}"
    command = [*find_npm(), *NPM_CI, "--fetch-retries=0"]
    try:
        done = subprocess.run(
            command, cwd=HERE, capture_output=True, encoding="utf-8", timeout=INSTALL_TIMEOUT
        )
        fault = done.stderr.strip() if done.returncode else ""
    except (OSError, subprocess.SubprocessError) as error:
        fault = str(error)
    if fault:
        raise PeerMissing("esbuild", [f"npm ci: {fault}"], by_hand, by_hand)


def main() -> int:
    """Build every bundle; returns the exit status."""
    for folder, entry in ENTRIES.items():
        (HERE / folder / BUNDLE).write_text(build(HERE / folder, entry), encoding="utf-8")
        print(f" ✓ {folder}/{BUNDLE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
