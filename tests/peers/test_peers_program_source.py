"""Functions of PHP and JavaScript as source to read, and the bytes that a PHP program shows."""

from __future__ import annotations

import pytest

from framebyframe import peers


def test_a_method_comes_with_its_comment_and_without_its_neighbours() -> None:
    source = peers.php_source("naive.php", "exchange")
    assert repr(source).startswith("/** Send one request")
    assert repr(source).splitlines()[1] == "private function exchange(array $data): array"
    assert repr(source).endswith("\n}") and repr(source).count("function") == 1
    assert source._repr_markdown_() == f"```php\n<?php\n{source!r}\n```"


def test_a_function_that_is_on_its_own() -> None:
    assert "function readFrame(" in repr(peers.php_source("src/readFrame.php", "readFrame"))


@pytest.mark.parametrize(
    ("script", "function", "said"),
    [
        ("naive.php", "reqest", "naive.php has no function reqest; it has .*request"),
        ("nobody.php", "request", "php_client has no nobody.php"),
    ],
)
def test_what_is_not_there_is_said(script: str, function: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        peers.php_source(script, function)


def test_a_function_of_the_server() -> None:
    source = peers.node_source("src/article.js", "success")
    assert repr(source).splitlines()[-5:] == [
        "export function success({ id, name }, result) {",
        "  // JSON.stringify leaves out an id that is undefined.",
        "  const data = `Processed: ${name}`;",
        '  return { status: "success", data, payload: result, id };',
        "}",
    ]
    assert source._repr_markdown_() == f"```javascript\n{source!r}\n```"


@pytest.mark.parametrize(
    ("script", "function", "first", "lines"),
    [
        ("src/connection.js", "#answerArticle", "#answerArticle(value, send) {", 5),
        ("src/reply_order.js", "#sendThoseDue", "#sendThoseDue() {", 6),
        ("src/article.js", "addressOf", "/**", 8),
        ("src/heartbeat.js", "startHeartbeat", "/**", 43),
    ],
)
def test_a_method_of_the_server_is_whole(script: str, function: str, first: str, lines: int) -> None:
    text = repr(peers.node_source(script, function)).splitlines()
    assert (text[0], text[-1], len(text)) == (first, "}", lines)


def test_what_the_server_has_not_is_said() -> None:
    with pytest.raises(ValueError, match=r"src/article\.js has no function if; it has addressOf"):
        peers.node_source("src/article.js", "if")
    with pytest.raises(ValueError, match=r"node_server has no src/nobody\.js"):
        peers.node_source("src/nobody.js", "run")


def test_the_bytes_that_were_shown() -> None:
    rows = ["0000  81 02 7b 7d 00 00 00 00 00 00 00 00 00 00 00 61  ..{}...........a", "0010  ab 0a  .."]
    dump = "\n".join(["18 bytes received", *rows, ""])
    assert peers.Completed(0, "", dump).received == bytes.fromhex("81027b7d") + bytes(11) + b"a\xab\n"
    with pytest.raises(peers.PeerFailed, match="--show-bytes"):
        peers.Completed(0, "", "nothing").received  # noqa: B018
