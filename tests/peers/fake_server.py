"""A fake server: it keeps the promises that peers rely on, or breaks one on purpose."""

import json
import os
import sys
import time

behaviour = sys.argv[1]
if behaviour == "ends":
    print("cannot find my library", file=sys.stderr)
    sys.exit(3)
if behaviour == "silent":
    print("still thinking", file=sys.stderr, flush=True)
    time.sleep(60)
if behaviour == "babbles":
    print("hello there", flush=True)
else:
    print(json.dumps({"listening": "ws://127.0.0.1:1"}), flush=True)
print("#1 first line", file=sys.stderr, flush=True)
while os.read(0, 100):
    pass
print("#2 last line ä", file=sys.stderr, flush=True)
if behaviour == "stays":
    time.sleep(60)
