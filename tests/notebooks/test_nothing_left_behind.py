"""A kernel or a pytest that is interrupted, restarted or killed ends its peers with it."""

import os
import signal
import subprocess
import sys
import time
import uuid

import pytest
from jupyter_client.manager import KernelManager
from kernels_by_file import by_file

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

START_PEERS = "from framebyframe import peers\nservers = [peers.node(), peers.python()]"
SECONDS = 60


def carries(process: str, token: bytes) -> bool:
    try:
        with open(f"/proc/{process}/environ", "rb") as file:
            return token in file.read()
    except OSError:
        return False


def comes_true(condition) -> bool:
    deadline = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def run():
    """An environment with a token of this run, and a function that lists the processes that have it."""
    token = f"run-{uuid.uuid4()}"
    environment = {**os.environ, "FRAMEBYFRAME_TEST_RUN": token}
    yield (
        environment,
        lambda: [int(p) for p in os.listdir("/proc") if p.isdigit() and carries(p, token.encode())],
    )


@pytest.fixture
def kernel(run):
    """A real kernel that has started both servers."""
    environment, living = run
    manager = by_file(KernelManager)(kernel_name="python3")
    manager.start_kernel(env=environment)
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(SECONDS)
    reply = client.execute_interactive(START_PEERS, timeout=SECONDS)
    assert reply["content"]["status"] == "ok", reply["content"]
    assert len(living()) > 2, "the kernel and two servers"
    yield manager, client, living
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def kernel_process(manager) -> int:
    return manager.provisioner.process.pid


def test_an_interrupt_leaves_the_servers_running(kernel):
    manager, client, living = kernel
    before = set(living())
    busy = "print('busy', flush=True)\nimport time\ntime.sleep(60)"
    request = client.execute(busy, stop_on_error=False)  # else what comes soon after it is dropped
    while "busy" not in client.get_iopub_msg(timeout=SECONDS)["content"].get("text", ""):
        pass
    manager.interrupt_kernel()
    while client.get_shell_msg(timeout=SECONDS)["parent_header"].get("msg_id") != request:
        pass
    reply = client.execute_interactive("assert all(s.running for s in servers)", timeout=SECONDS)
    assert reply["content"]["status"] == "ok"
    assert before <= set(living())


def test_a_restart_ends_the_servers(kernel):
    manager, client, living = kernel
    before = set(living())
    manager.restart_kernel(now=False)
    client.wait_for_ready(SECONDS)
    assert comes_true(lambda: living() == [kernel_process(manager)])
    assert not before & set(living())


def test_kill_9_of_the_kernel_ends_the_servers(kernel):
    manager, _, living = kernel
    os.kill(kernel_process(manager), signal.SIGKILL)
    manager.provisioner.process.wait()
    assert comes_true(lambda: living() == [])


def test_kill_9_of_pytest_ends_the_servers(run, tmp_path):
    environment, living = run
    test = tmp_path / "test_waits.py"
    test.write_text(
        f"import time\ndef test_waits():\n    {START_PEERS.replace(chr(10), '; ')}\n"
        "    print('ready', flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", str(test)]
    process = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    try:
        assert any("ready" in line for line in process.stdout)
        assert len(living()) > 2
    finally:
        process.kill()
        process.communicate()
    assert comes_true(lambda: living() == [])
