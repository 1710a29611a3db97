"""A process that starts peers and then waits, or ends: `owner.py wait|end BEHAVIOUR`."""

import subprocess
import sys
import threading
import time
from pathlib import Path

from framebyframe import peers

HERE = Path(__file__).parent
FAKE = [sys.executable, str(HERE / "fake_server.py")]


def run_slow_php(program, script):
    """Run a script as peers.php does, with a stand-in for PHP: the leash is tested."""
    from framebyframe.peers import running

    running.find_php = lambda: peers.Program(Path(program), "8.4.0", "a test")
    running.php_command = lambda path: [str(path)]
    try:
        peers.php(script)
    except peers.PeerError as error:
        print(error, file=sys.stderr)


first = peers.Server("first", [*FAKE, "listens"])
second = peers.Server("second", [*FAKE, sys.argv[2]])
slow = HERE / "slow_script.py"
threading.Thread(target=run_slow_php, args=(sys.executable, slow), daemon=True).start()
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.1)"])  # inherits none of our pipes
child.wait()
print(first.pid, second.pid, flush=True)
if sys.argv[1] == "wait":
    time.sleep(60)
