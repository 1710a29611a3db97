"""Runs one command, and ends it when our own standard input ends: `python leash.py COMMAND...`.

A PHP script does not notice that its starter has ended. The leash does: the pipe to its standard input is
held by the notebook's kernel, and the system closes it however the kernel ends, kill -9 included.
It is run as a file, without the packages of the environment, because it has to start quickly.
"""

import os
import signal
import subprocess
import sys
import threading


def main(command: list[str]) -> int:
    """Run `command`; its exit status is ours. 127: it cannot be run."""
    try:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    except OSError as error:
        print(f"{command[0]} does not run: {error}", file=sys.stderr)
        return 127
    threading.Thread(target=_end_with_our_input, args=(child,), daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: child.kill())  # else the leash ends alone
    return child.wait()


def _end_with_our_input(child: "subprocess.Popen[bytes]") -> None:
    while os.read(0, 4096):  # not sys.stdin: its lock would hold up our own exit
        pass
    child.kill()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
