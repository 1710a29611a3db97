"""A frame in the clear becomes a page in a cache; a masked one does not."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from framebyframe.proxy import CacheAttack
from framebyframe.proxy.cache_attack import EVIL_SCRIPT, PAGES, page
from framebyframe.proxy.http_ear import MAX_HEARD, HttpEar
from framebyframe.wire import Frame, Opcode, apply_mask, encode_frame, masking

URL = "http://shop.test/script.js"
REQUEST = b"\r\nGET /script.js HTTP/1.1\r\nHost: shop.test\r\n\r\n"
KEY = bytes.fromhex("37fa213d")


@pytest.fixture
def attack() -> Iterator[CacheAttack]:
    with CacheAttack() as running:
        yield running


def frame(payload: bytes, key: bytes | None = None) -> bytes:
    return encode_frame(Frame(Opcode.TEXT, payload, masking_key=key))


def test_without_an_attack_people_get_the_shop(attack: CacheAttack) -> None:
    assert attack.visit("http://shop.test/") == PAGES["/"]
    assert attack.visit(URL) == attack.visit(URL) == PAGES["/script.js"]
    assert attack.log.splitlines()[-1] == f"GET {URL}: answered from the cache"


@pytest.mark.parametrize("key", [None, bytes(4)], ids=["no key", "zeros"])
def test_a_frame_whose_bytes_its_author_chose_poisons_the_cache(
    attack: CacheAttack, key: bytes | None
) -> None:
    attack.send(frame(REQUEST, key))
    assert attack.visit(URL) == EVIL_SCRIPT
    assert attack.log.splitlines() == [
        "GET http://evil.test/chat: passed on to evil.test",
        "101 for http://evil.test/chat: not kept",
        f"GET {URL}: passed on to evil.test",
        f"200 for {URL}: kept",
        f"GET {URL}: answered from the cache",
    ]


def test_a_key_that_is_known_beforehand_protects_nobody(attack: CacheAttack) -> None:
    attack.send(frame(apply_mask(REQUEST, KEY), KEY))
    assert attack.visit(URL) == EVIL_SCRIPT


def test_masked_with_a_key_of_chance_it_is_noise(attack: CacheAttack) -> None:
    keys = masking.masking_keys()
    attack.send(*(frame(REQUEST, next(keys)) for _ in range(20)))
    assert attack.visit(URL) == PAGES["/script.js"]
    assert "no request that I can read: passed on to evil.test" in attack.log


def test_the_last_of_several_frames_counts_too(attack: CacheAttack) -> None:
    attack.send(frame(b"Hello", KEY), frame(REQUEST))
    assert attack.visit(URL) == EVIL_SCRIPT


@pytest.mark.parametrize("url", ["http://elsewhere.test/", "http://shop.test", "shop"])
def test_only_the_two_sites_are_there(attack: CacheAttack, url: str) -> None:
    with pytest.raises(ValueError, match=r"here are http://shop\.test/"):
        attack.visit(url)


def test_it_says_what_it_is_and_ends(attack: CacheAttack) -> None:
    assert repr(attack) == "<shop.test, evil.test, and a proxy in between>"
    attack.close()
    attack.close()
    with pytest.raises(OSError):
        attack.visit(URL)


def test_each_listens_on_this_machine_only(attack: CacheAttack) -> None:
    assert {server.address[0] for server in (*attack._servers.values(), attack._proxy)} == {"127.0.0.1"}
    assert all(thread.daemon for thread in threading.enumerate() if "_accept" in thread.name)


# --- the ear ------------------------------------------------------------------------------------


def test_requests_and_answers_are_heard_however_they_are_cut() -> None:
    ear = HttpEar()
    asked = [
        url
        for byte in b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" + REQUEST
        for url in ear.hear_client(bytes([byte]))
    ]
    assert asked == ["http://a/", URL]
    found = [each for byte in page("one") + page("two") for each in ear.hear_server(bytes([byte]))]
    assert [(each.url, each.status, each.data[-3:]) for each in found] == [
        ("http://a/", 200, b"one"),
        (URL, 200, b"two"),
    ]


def test_an_answer_that_nobody_asked_for_is_not_heard() -> None:
    assert HttpEar().hear_server(page("one")) == []


def test_noise_does_not_pile_up() -> None:
    ear = HttpEar()
    assert ear.hear_client(bytes(10 * MAX_HEARD)) == []
    assert len(ear._from_client) == MAX_HEARD
