"""The JavaScript that the page loads: built from its modules, always the same, no names collide."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from framebyframe.peers import PeerMissing, find_node
from framebyframe.widgets import (
    ConnectionInMotion,
    FaultPanel,
    FrameBuilder,
    HandshakeBuilder,
    MaskPlayer,
    Quiz,
    StreamPlayer,
    WhoIsConnected,
    WireTap,
    bundling,
)

WIDGETS = {
    "connection_in_motion": ConnectionInMotion,
    "fault_proxy": FaultPanel,
    "frame_builder": FrameBuilder,
    "handshake_builder": HandshakeBuilder,
    "mask_player": MaskPlayer,
    "quiz": Quiz,
    "stream_player": StreamPlayer,
    "who_is_connected": WhoIsConnected,
    "wire_tap": WireTap,
}
folder = pytest.mark.parametrize("folder", bundling.ENTRIES)


@pytest.fixture(scope="module")
def esbuild() -> Iterator[None]:
    """Skips, in sight, where esbuild cannot be had."""
    try:
        bundling._install_esbuild()
    except PeerMissing as missing:
        pytest.skip(str(missing))
    yield


@folder
def test_the_bundle_is_built_from_the_modules_as_they_are(folder: str) -> None:
    """This needs no esbuild: the hash in the first line tells. To build the bundle anew, run bundling.py."""
    place = bundling.HERE / folder
    assert bundling.bundled(place).splitlines()[0] == bundling.first_line(place)


@folder
def test_another_module_makes_another_hash(folder: str, tmp_path: Path) -> None:
    place = bundling.HERE / folder
    for path in bundling._modules(place):
        copy = tmp_path / path.relative_to(bundling.HERE)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    assert bundling.first_line(tmp_path / folder) == bundling.first_line(place)
    (tmp_path / "page.js").write_text("export {};\n", encoding="utf-8")
    assert bundling.first_line(tmp_path / folder) != bundling.first_line(place)


@folder
@pytest.mark.usefixtures("esbuild")
def test_built_again_it_is_the_same_to_the_byte(folder: str) -> None:
    place = bundling.HERE / folder
    assert bundling.build(place, bundling.ENTRIES[folder]) == bundling.bundled(place)


@folder
def test_the_page_gets_the_bundle_and_nothing_from_elsewhere(folder: str) -> None:
    source = WIDGETS[folder]._esm
    assert str(source) == bundling.bundled(bundling.HERE / folder)
    assert "import " not in source and "http://" not in source and "https://" not in source


@pytest.mark.usefixtures("esbuild")
def test_modules_may_use_one_name_for_two_things(tmp_path: Path) -> None:
    (tmp_path / "page.js").write_text('const name = "page";\nexport const page = () => name;\n')
    (tmp_path / "sample").mkdir()
    entry = 'import { page } from "../page.js";\nconst name = "own";\nexport default [page(), name];\n'
    (tmp_path / "sample/sample.js").write_text(entry)
    module = tmp_path / "bundle.mjs"
    module.write_text(bundling.build(tmp_path / "sample", "sample.js"))
    asked = f'import("{module.as_uri()}").then(made => console.log(made.default.join()))'
    done = subprocess.run([find_node().path, "-e", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "page,own"


@pytest.mark.usefixtures("esbuild")
def test_what_esbuild_does_not_accept_is_said(tmp_path: Path) -> None:
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample/sample.js").write_text('import { nothing } from "../nowhere.js";\n')
    with pytest.raises(RuntimeError, match=r"nowhere\.js"):
        bundling.build(tmp_path / "sample", "sample.js")
