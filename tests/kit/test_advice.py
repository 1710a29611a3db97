"""Every advice that the kit prints is followed here, and it helps."""

import importlib.util
import os
import re
import shlex
import shutil
import ssl
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from framebyframe import peers
from framebyframe.peers import causes, diagnosis, environment, places, preparing

ROOT = Path(__file__).resolve().parents[2]
CERTIFICATE = ROOT / "tests" / "rpc" / "localhost.pem"
PRINTING = ["kit.py", *sorted(path.relative_to(ROOT) for path in (ROOT / "framebyframe").rglob("*.py"))]
PAGES = ["README.md", "CONTRIBUTING.md", ".ci/run"]
KIT_COMMAND = re.compile(
    r"kit\.py ((?:lab|test|doctor|reset|notebooks)(?: (?:-{1,2}[a-z][a-z-]*|\d\d|NN|{[^}]*}))*)"
)


@pytest.fixture(scope="module")
def kit():
    spec = importlib.util.spec_from_file_location("kit_of_the_advice", ROOT / "kit.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(command, **options):
    """Run a command as a person types it."""
    return subprocess.run(command, shell=isinstance(command, str), capture_output=True, text=True, **options)


# Commands of the kit


def kit_commands():
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in (*PRINTING, *PAGES)]
    return sorted({found for text in texts for found in KIT_COMMAND.findall(text)})


@pytest.mark.parametrize("command", kit_commands())
def test_a_command_of_the_kit_that_is_named_is_one_that_it_takes(kit, command):
    options, extra = kit.parse(re.sub(r"NN|{[^}]*}", "02", command).split())
    assert callable(options.command)
    assert set(extra) <= {"-k", "--answers", "00", "02"}
    if getattr(options, "chapter", None):
        assert kit.Chapters(kit.NOTEBOOKS, kit.WORK).find(options.chapter)


def test_many_commands_were_found():
    assert {"lab", "lab 02", "test", "test --all", "doctor", "reset 02"} <= set(kit_commands())
    assert places.KIT_COMMAND == "python3 kit.py lab"


def test_the_python_that_may_make_the_environment_anew_is_one(kit, monkeypatch):
    monkeypatch.setattr(kit.sys, "prefix", str(kit.VENV))
    monkeypatch.setattr(kit.sys, "argv", ["kit.py", "lab", "77"])
    monkeypatch.setattr(kit.Path, "exists", lambda path: True)
    with pytest.raises(kit.Stop) as stopped:
        kit.remove_venv("why")
    command = re.search(r"Type:  (.*)", str(stopped.value))[1]
    monkeypatch.undo()
    assert "These are there:" in run(command, cwd=ROOT).stderr


# Commands of the system


def apt_knows(packages):
    """Whether apt would install these packages; skips the test where apt has no lists."""
    if not shutil.which("apt-get") or run(["apt-cache", "show", "python3"]).returncode:
        pytest.skip("no apt with lists of packages here")
    return run(["apt-get", "install", "--simulate", *packages]).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("program", ["php", "chromium"])
def test_the_package_of_this_system_can_be_had(program, monkeypatch):
    monkeypatch.setattr(places.shutil, "which", lambda name: name if name == "apt-get" else None)
    command = places.system_command(program).split()
    monkeypatch.undo()
    assert command[:3] == ["sudo", "apt-get", "install"]
    assert apt_knows(command[3:])


def test_a_node_that_would_be_too_old_is_not_advised(monkeypatch):
    monkeypatch.setattr(places.shutil, "which", lambda name: name if name == "apt-get" else None)
    assert places.system_command("node").startswith("download it from ")


@pytest.mark.slow
def test_the_venv_of_debians_python_can_be_had(kit, monkeypatch):
    version = "{}.{}".format(*sys.version_info)
    if run(["apt-cache", "show", f"python{version}"]).returncode:
        pytest.skip(f"Debian's Python is not {version} here")
    monkeypatch.setattr(kit.sys, "base_prefix", "/usr")
    assert apt_knows([re.search(r"apt install (\S+)", kit.venv_advice())[1]])


# What is missing


def test_the_command_that_prepares_the_peers_runs(monkeypatch):
    command = places.prepare_command()
    assert command.endswith("-m framebyframe.peers prepare")
    done = run(command, cwd=ROOT)
    assert "Node" in done.stdout and "PHP" in done.stdout and "Traceback" not in done.stderr


def test_an_environment_that_is_not_the_courses_is_not_installed_into(monkeypatch):
    monkeypatch.setattr(places.importlib.util, "find_spec", lambda name: None)
    assert places.prepare_command() == places.KIT_COMMAND


@pytest.mark.slow
def test_an_environment_without_pip_gets_one(tmp_path, monkeypatch):
    run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path)], check=True)
    monkeypatch.setattr(preparing.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(preparing.shutil, "which", lambda name: None)
    monkeypatch.setattr(preparing.sys, "executable", str(tmp_path / "bin" / "python"))
    with pytest.raises(preparing._StepFailed) as failed:
        preparing._pip()
    monkeypatch.undo()
    run(re.search(r"mend it: (.*)", str(failed.value))[1], check=True)
    run([str(tmp_path / "bin" / "python"), "-m", "pip", "--version"], check=True)


def test_the_command_that_installs_ws_is_one_that_npm_takes():
    try:
        npm = peers.find_npm()
    except peers.PeerMissing as missing:
        pytest.skip(str(missing))
    command = [*npm, "ci", "--dry-run", "--offline"]
    done = run(command, cwd=places.NODE_SERVER, env=environment.for_npm(npm[0]))
    assert done.returncode == 0, done.stderr


# What is in the way


def test_a_copy_of_the_course_can_be_written(tmp_path, monkeypatch):
    theirs, home = tmp_path / "of root, é", tmp_path / "home"
    home.mkdir()
    theirs.mkdir()
    (theirs / "kit.py").write_text("print('here')")
    monkeypatch.setattr(causes, "ROOT", theirs)
    command = causes.cause_of("[Errno 30] Read-only file system: '/x/y'", theirs, {}).mend
    run(
        f"{command} && touch written && {sys.executable} kit.py",
        env={**os.environ, "HOME": str(home)},
        check=True,
    )
    assert (home / "frame-by-frame" / "written").exists()


def test_without_the_proxy_it_is_not_the_proxy(tmp_path, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    for name in ("https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    cause = causes.cause_of("ProxyError", tmp_path)
    assert cause.name == causes.PROXY and cause.mend.endswith("unset HTTPS_PROXY")
    monkeypatch.delenv("HTTPS_PROXY")
    assert causes.cause_of("ProxyError", tmp_path).name != causes.PROXY


def test_a_folder_of_that_name_that_is_renamed_is_out_of_the_way(kit, tmp_path, monkeypatch):
    monkeypatch.setattr(kit, "VENV", tmp_path / ".kit")
    monkeypatch.setattr(kit, "STAMP", tmp_path / ".kit" / "kit.json")
    (tmp_path / ".kit").mkdir()
    (tmp_path / ".kit" / "thesis.txt").touch()
    with pytest.raises(kit.Stop, match="Rename it"):
        kit.remove_venv("why")
    (tmp_path / ".kit").rename(tmp_path / "mine")
    kit.remove_venv("why")


class Packages(BaseHTTPRequestHandler):
    """A package server with one version of every package."""

    def do_GET(self):
        name = self.path.strip("/").rpartition("/")[2]
        page = f'<a href="{name.replace("-", "_")}-0.2.0-py3-none-any.whl">{name}</a>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *what):
        """Log nothing."""


@pytest.fixture
def company(monkeypatch):
    """A network whose package server has a certificate that only it trusts."""
    for name in [name for name in os.environ if name.upper().startswith("PIP_") or "proxy" in name.lower()]:
        monkeypatch.delenv(name)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Packages)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", f"https://localhost:{server.server_port}/simple")
    yield
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_certificate_of_a_company_is_believed_once_it_is_named(company, monkeypatch):
    row = diagnosis._network()
    assert row.found == "trouble: certificate"
    for word in shlex.split(row.mend)[1:]:
        name, value = word.replace("FILE", str(CERTIFICATE)).split("=")
        monkeypatch.setenv(name, value)
    assert diagnosis._network().found == "the package server answers"
