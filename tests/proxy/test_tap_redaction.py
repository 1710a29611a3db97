"""A token, a cookie, a password: nowhere in a record, a file, a terminal, packets; lengths stay."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tapped import KEY, RESPONSE, Said, follow, from_client

from framebyframe.proxy import Record, Tap
from framebyframe.proxy.tap.redaction import Redaction
from framebyframe.proxy.tap.rows import Rows, in_colour
from framebyframe.wire.handshake import build_request

SECRET = "s3cr3t-T0ken.of~mine"
START = SECRET[:6].encode()
"""Enough of it that nobody may see."""
REFUSAL = b"HTTP/1.1 401 Unauthorized\r\nSet-Cookie: id=" + SECRET.encode() + b"; Path=/\r\n\r\n"


def request(*headers: tuple[str, str], target: str = "/") -> bytes:
    return build_request("127.0.0.1", target, KEY, headers)


def with_lines(*lines: str) -> bytes:
    """A request with these lines at its end, whatever they are."""
    return request().removesuffix(b"\r\n") + "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n"


REQUESTS = {
    "bearer": request(("Authorization", f"Bearer {SECRET}")),
    "lower case, twice": request(("authorization", f"bearer  {SECRET}"), ("AUTHORIZATION", SECRET)),
    "proxy": request(("Proxy-Authorization", f"Basic {SECRET}")),
    "cookie": request(("Cookie", f"a=1; session={SECRET}")),
    "query": request(target=f"/chat?a=1&token={SECRET}&b=2"),
    "query, escaped": request(target=f"/?tok%65n={SECRET}"),
    "referer": request(("Referer", f"http://127.0.0.1/page?token={SECRET}")),
    "a blank before the colon": with_lines(f"Authorization : Bearer {SECRET}"),
    "line ends of one character": b"GET / HTTP/1.1\rAuthorization: Bearer " + SECRET.encode() + b"\r\r",
    "folded": with_lines("Authorization:", f"  Bearer {SECRET}"),
    "no target": f"GET /?token={SECRET}#here HTTP/1.1\r\n\r\n".encode(),
    "after a line that is wrong": with_lines("no header", f"Cookie: a={SECRET}"),
}

ANSWERS = {
    "accepted": RESPONSE,
    "refused, with a cookie": REFUSAL,
    "refused, the token on the page": b"HTTP/1.1 401 No\r\n\r\n<p>" + SECRET.encode() + b"</p>",
    "folded cookie": b"HTTP/1.1 101 Yes\r\nSet-Cookie: id=\r\n " + SECRET.encode() + b"\r\n\r\n",
}


def told(record: Record) -> bytes:
    """All that a record is told by: memory, JSON lines, packets, rows of a terminal."""
    rows = Rows(in_colour)
    lines = [line for seen in [*record.connections, *record.items] for line in rows.lines(seen)]
    return repr((record.connections, record.items, record.server)).encode() + "\n".join(lines).encode()


def exported(record: Record, folder: Path) -> bytes:
    record.save(folder / "record.jsonl")
    record.export_pcapng(folder / "record.pcapng")
    saved = (folder / "record.jsonl").read_bytes()
    in_hex = saved.replace(START.hex().encode(), START)
    return in_hex + (folder / "record.pcapng").read_bytes()


@pytest.mark.parametrize("size", [1, 7, 10_000])
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("asked", REQUESTS)
def test_no_secret_is_kept(asked: str, answer: str, size: int, tmp_path: Path) -> None:
    said: list[Said] = []
    for sender, data in (("client", REQUESTS[asked]), ("server", ANSWERS[answer])):
        said += [(sender, data[at : at + size]) for at in range(0, len(data), size)]  # type: ignore[misc]
    record = follow([*said, from_client("frame")])
    assert START not in told(record)
    assert START not in exported(record, tmp_path)


def test_lengths_and_all_else_stay() -> None:
    data = REQUESTS["bearer"]
    hidden = Redaction().hide(data)
    assert hidden == data.replace(SECRET.encode(), b"REDACTEDxxxxxxxxxxxx")
    query = REQUESTS["query"]
    assert Redaction().hide(query) == query.replace(SECRET.encode(), b"REDACTEDxxxxxxxxxxxx")
    assert Redaction().hide(b"Cookie: abc\r\n") == b"Cookie: RED\r\n"


@given(st.binary(max_size=200))
def test_any_bytes_keep_their_length(data: bytes) -> None:
    assert len(Redaction().hide(data)) == len(data)


def test_what_holds_no_secret_is_kept_as_it_was() -> None:
    plain = request(("X-Token", "no secret"), target="/chat?tokens=1&b=token")
    assert Redaction().hide(plain) == plain


def test_the_address_that_is_tapped_is_redacted() -> None:
    with Tap(f"ws://127.0.0.1:1/?token={SECRET}") as tap:
        assert tap.url.endswith(f"?token={SECRET}")  # what a client has to connect to
        assert SECRET not in repr(tap) + tap.record.server + repr(tap.record)


def test_a_cookie_with_words_of_the_handshake_in_it_spoils_no_head() -> None:
    asked = request(("Cookie", "kind=websocket; Connection=Upgrade"))
    (connection,) = follow([("client", asked), ("server", RESPONSE)]).connections
    assert connection.request is not None and connection.response is not None
    assert (connection.request.fault, connection.response.fault) == ("", "")
    assert connection.response.data == RESPONSE


def test_it_is_forgotten_once_the_handshake_is_over() -> None:
    record = follow([("client", REQUESTS["bearer"]), ("server", RESPONSE)], ends=())
    gc.collect()
    assert record.connections[0].request is not None
    redaction = Redaction()
    redaction.hide(REQUESTS["bearer"])
    assert redaction.knows_secrets and SECRET not in repr(redaction)
    redaction.forget()
    assert not redaction.knows_secrets
