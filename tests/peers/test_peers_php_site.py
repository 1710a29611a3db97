"""PHP's built-in web server with a page that calls an RPC server."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
from collections.abc import Callable
from pathlib import Path

import pytest
from waiting import wait_until

from framebyframe import peers
from framebyframe.peers import leash

LEASH_AND_PHP = 2


def test_a_page_calls_the_server_while_it_is_made() -> None:
    with peers.node() as node, node.next_log_line() as line, peers.php_site(node) as site:
        assert site.url.startswith("http://127.0.0.1:")
        assert site.get("/?name=Ada").strip() == "<p>The server says: {&quot;name&quot;:&quot;Ada&quot;}</p>"
    assert "php: " in line[0]
    assert "1 call (echo), closed 1000" in line[0]
    assert not site.running


def test_what_a_page_is_asked_for_is_shown_as_text() -> None:
    with peers.node() as node, peers.php_site(node) as site:
        assert "&lt;script&gt;" in site.get("/?name=%3Cscript%3E")


def test_bytes_that_are_no_text_are_a_fault_of_the_address() -> None:
    with peers.node() as node, peers.php_site(node) as site:
        with pytest.raises(urllib.error.HTTPError) as refused:
            site.get("/?name=%ff")
        assert refused.value.code == 400
        assert "UTF-8" in refused.value.read().decode()
        refused.value.close()
        assert "Ada" in site.get("/?name=Ada")


def test_a_page_says_that_the_server_is_gone() -> None:
    with peers.Site("ws://127.0.0.1:1") as site, pytest.raises(urllib.error.HTTPError) as refused:
        site.get("/")
    assert refused.value.code == 503
    refused.value.close()


def test_nothing_of_it_stays_behind(living: Callable[[], list[int]]) -> None:
    site = peers.Site("ws://127.0.0.1:1")
    wait_until(lambda: len(living()) == LEASH_AND_PHP)
    site.kill()
    wait_until(lambda: living() == [])


def test_a_leash_that_is_ended_ends_what_is_on_it(living: Callable[[], list[int]]) -> None:
    command = [
        sys.executable,
        leash.__file__,
        sys.executable,
        "-c",
        "import time; print('here', flush=True); time.sleep(60)",
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as on_it:
        assert on_it.stdout and on_it.stdout.readline().strip() == b"here"
        assert len(living()) == LEASH_AND_PHP
        on_it.terminate()
        wait_until(lambda: living() == [])


OWNER = """
import sys, time
from pathlib import Path
from framebyframe.peers import LeashedPhp
with LeashedPhp(Path(sys.argv[1])) as program:
    print(program.stdout.readline(), flush=True)
    time.sleep(60)
"""
OWNER_LEASH_AND_PHP = 3


def test_a_program_on_the_leash_ends_with_its_owner(living: Callable[[], list[int]], tmp_path: Path) -> None:
    """However that ends: kill -9 leaves nobody to tidy up."""
    endless = tmp_path / "endless.php"
    endless.write_text("<?php echo 'begun', PHP_EOL; while (true) { usleep(1000); }")
    with subprocess.Popen([sys.executable, "-c", OWNER, str(endless)], stdout=subprocess.PIPE) as owner:
        assert owner.stdout
        assert b"begun" in owner.stdout.readline()
        wait_until(lambda: len(living()) == OWNER_LEASH_AND_PHP)
        owner.kill()
    wait_until(lambda: living() == [])
