"""A script that would run for a minute."""

import time

print("started", flush=True)
time.sleep(60)
