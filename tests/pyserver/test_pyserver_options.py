"""pyserver's command line."""

import pytest

from pyserver.options import parse_options


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.delenv("FRAMEBYFRAME_TOKEN", raising=False)


def complaint(capsys, *arguments):
    """The one line that it prints before it ends."""
    with pytest.raises(SystemExit) as ended:
        parse_options(arguments)
    out, err = capsys.readouterr()
    assert ended.value.code == 2 and out == "" and err.count("\n") == 1
    assert err.startswith("pyserver: ") and err.endswith(" See --help.\n")
    return err


def test_the_defaults_are_those_of_the_contract():
    options = parse_options([])
    assert options.port == 8080
    assert options.max_message == 1_048_576
    assert options.max_fragments == 1024
    assert options.ping_interval == options.ping_timeout == 20
    assert options.open_timeout == options.close_timeout == 10
    assert options.origins == []
    assert options.token is None
    assert options.log == "text"
    assert not options.deflate
    assert not options.exit_with_parent


def test_zero_seconds_are_never():
    options = parse_options(["--ping-interval", "0", "--ping-timeout", "0.0", "--open-timeout", "0.25"])
    assert options.ping_interval is None and options.ping_timeout is None
    assert options.open_timeout == 0.25


def test_the_port_comes_from_the_option_or_the_environment(monkeypatch):
    monkeypatch.setenv("PORT", "1234")
    assert parse_options([]).port == 1234
    assert parse_options(["--port", "0"]).port == 0
    monkeypatch.setenv("PORT", "")
    assert parse_options([]).port == 8080


@pytest.mark.parametrize(
    "given, origin",
    [
        ("https://example.org", "https://example.org"),
        ("HTTPS://Example.org:443/path?x#y", "https://example.org"),
        ("http://example.org:8080/", "http://example.org:8080"),
        ("http://[::2]:80", "http://[::2]"),
    ],
)
def test_an_origin_is_kept_as_a_browser_writes_it(given, origin):
    assert parse_options(["--origin", given, "--origin", "http://b.example"]).origins == [
        origin,
        "http://b.example",
    ]


def test_the_token_comes_from_the_file_or_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("FRAMEBYFRAME_TOKEN", "from the environment")
    assert parse_options([]).token == "from the environment"
    file = tmp_path / "token"
    file.write_text(" from the file\n", encoding="utf-8")
    assert parse_options(["--token-file", str(file)]).token == "from the file"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "x"],
        ["--port", "-1"],
        ["--port", "65536"],
        ["--port", " 1"],
        ["--port", "1_000"],
        ["--port", "٣"],
        ["--port", ""],
        ["--port"],
        ["--max-message", "0"],
        ["--max-message", "1.5"],
        ["--max-fragments", "999999999"],
        ["--ping-interval", "-1"],
        ["--ping-timeout", "nan"],
        ["--open-timeout", "1e3"],
        ["--close-timeout", "1000001"],
        ["--origin", "example.org"],
        ["--origin", "file:///x"],
        ["--origin", "http://"],
        ["--origin", "http://["],
        ["--origin", "http://a:b"],
        ["--log", "xml"],
        ["--token", "secret"],
        ["--deflat"],
        ["--unknown\nwith a line end"],
        ["somewhere"],
    ],
    ids=repr,
)
def test_a_bad_option(capsys, arguments):
    name, *_ = arguments[0].split()
    assert name in complaint(capsys, *arguments)


def test_a_bad_port_of_the_environment(capsys, monkeypatch):
    monkeypatch.setenv("PORT", "http")
    assert "environment variable PORT must be a whole number" in complaint(capsys).replace(
        "Environment", "environment"
    )


def test_a_token_file_that_is_not_there_or_empty(capsys, tmp_path):
    assert "cannot be read" in complaint(capsys, "--token-file", str(tmp_path / "none"))
    (tmp_path / "empty").write_text(" \n", encoding="utf-8")
    assert "is empty" in complaint(capsys, "--token-file", str(tmp_path / "empty"))
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    assert "cannot be read" in complaint(capsys, "--token-file", str(tmp_path / "binary"))


def test_help_names_every_option(capsys):
    with pytest.raises(SystemExit) as ended:
        parse_options(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    for name in ["port", "max-message", "max-fragments", "ping-interval", "ping-timeout", "open-timeout"]:
        assert f"--{name}" in shown
    for name in ["close-timeout", "origin", "token-file", "deflate", "log", "exit-with-parent", "help"]:
        assert f"--{name}" in shown
