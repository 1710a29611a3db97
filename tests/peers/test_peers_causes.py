"""Disk, permission, certificate, proxy and network are told apart by the real words of programs."""

import errno
import os
import socket
import tempfile

import pytest
from ports import deaf_port

from framebyframe.peers import causes
from framebyframe.peers.causes import CERTIFICATE, DISK, NETWORK, PERMISSION, PROXY, cause_of

SAID = {
    DISK: [
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        "npm error code ENOSPC\nnpm error syscall write",
        "OSError: [Errno 122] Disk quota exceeded: '/home/me/x'",
    ],
    PERMISSION: [
        "Error: [Errno 13] Permission denied: '/opt/course/.kit'",
        "[Errno 30] Read-only file system: '/opt/course/work'",
        "npm error code EACCES\nnpm error syscall mkdir",
    ],
    CERTIFICATE: [
        "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "
        "self-signed certificate (_ssl.c:1006)'))\nERROR: No matching distribution found for one==1",
        "npm error code SELF_SIGNED_CERT_IN_CHAIN",
        "npm error code UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
        "npm error code CERT_HAS_EXPIRED",
    ],
    NETWORK: [
        "NewConnectionError('<...>: Failed to establish a new connection: [Errno -3] Temporary "
        "failure in name resolution')': /simple/one/\nERROR: No matching distribution found for one==1",
        "npm error code ENOTFOUND\nnpm error syscall getaddrinfo\nnpm error If you are behind a proxy, "
        "please make sure that the 'proxy' config is set properly.",
        "ConnectTimeoutError(<...>, 'Connection to example timed out. (connect timeout=15)')",
        "npm error code EAI_AGAIN",
    ],
}  # fmt: skip


@pytest.fixture
def answering():
    """The address of a server that accepts connections."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def silent():
    """An address where nothing listens."""
    with deaf_port() as port:
        yield f"127.0.0.1:{port}"


@pytest.mark.parametrize("name, said", [(name, said) for name in SAID for said in SAID[name]])
def test_the_cause_is_found_in_a_programs_own_words(tmp_path, name, said):
    found = cause_of(said, tmp_path, {})
    assert found.name == name and found.words and found.mend


def test_words_that_name_no_cause_have_none(tmp_path, monkeypatch):
    monkeypatch.setattr(causes, "free_space", lambda place: causes.ROOM_NEEDED)
    assert cause_of("ERROR: No matching distribution found for one==1", tmp_path, {}) is None


def full(*args, **options):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_found_where_the_program_did_not_say_so(tmp_path, monkeypatch):
    """`python -m venv` hides the output of the program that it runs."""
    monkeypatch.setattr(causes.os, "fsync", full)
    found = cause_of("Error: Command '[...]' returned non-zero exit status 1.", tmp_path / "to" / "come", {})
    assert found.name == DISK and str(tmp_path) in found.words and "MB are free" in found.words


def test_little_room_is_told_where_a_program_that_failed_has_tidied_up_behind_itself(tmp_path, monkeypatch):
    said = "Error: Command '[...]' returned non-zero exit status 1."
    monkeypatch.setattr(causes, "free_space", lambda place: 43_000_000)
    found = cause_of(said, tmp_path, {})
    assert found.name == DISK and "has 43 MB free, and 1,000 MB are needed" in found.words
    monkeypatch.setattr(causes, "free_space", lambda place: causes.ROOM_NEEDED)
    assert cause_of(said, tmp_path, {}) is None


def test_a_folder_that_cannot_be_written_is_named_with_a_way_out(tmp_path, monkeypatch):
    def refuse(*args, **options):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(causes.tempfile, "TemporaryFile", refuse)
    found = cause_of("", tmp_path, {})
    assert found.name == PERMISSION and str(tmp_path) in found.words and found.mend.startswith("cp -r ")


def test_the_place_that_an_error_names_is_the_one_that_is_told(tmp_path):
    mine = tmp_path / "of root"
    mine.mkdir()
    found = cause_of(f"PermissionError: [Errno 13] Permission denied: '{mine}/kit.json'", tmp_path, {})
    assert str(mine) in found.words


@pytest.mark.parametrize(
    "name", ["HTTPS_PROXY", "https_proxy", "PIP_PROXY", "npm_config_https_proxy", "ALL_PROXY"]
)
def test_a_proxy_that_does_not_answer_is_named_without_its_password(tmp_path, silent, name):
    found = cause_of("npm error code ECONNREFUSED", tmp_path, {name: f"http://me:secret@{silent}/"})
    assert found.name == PROXY
    assert f"The proxy {silent}, named by {name}, does not answer." == found.words
    assert "secret" not in str(found)


def test_a_proxy_that_refuses_is_told_from_one_that_is_not_there(tmp_path, answering):
    said = "ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Auth'))"
    assert cause_of(said, tmp_path, {"HTTPS_PROXY": answering}).words.endswith("refuses.")


def test_behind_a_proxy_that_answers_the_network_is_the_trouble(tmp_path, answering):
    said = "Failed to establish a new connection: [Errno 101] Network is unreachable"
    assert cause_of(said, tmp_path, {"HTTPS_PROXY": answering, "NO_PROXY": "x"}).name == NETWORK


def test_what_was_tried_is_gone_again(tmp_path):
    assert causes.unwritable(tmp_path / "to" / "come") is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_for_temporary_files_that_takes_nothing_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    real = causes.unwritable
    monkeypatch.setattr(causes, "unwritable", lambda place: real(place) if place == tmp_path else "told")
    assert cause_of("", tmp_path, {}) == "told"
