"""Faults of a network, and a proxy that makes them.

from framebyframe.proxy import FaultProxy

with FaultProxy(server.url, "latency 50ms") as proxy:     # a client connects to proxy.url
    proxy.apply("black-hole")                 # from now on nothing passes, and nobody is told
    proxy.apply("")                           # and now it does
    proxy.strike("close 1012")                # once, now: the plan stays
proxy.rows()                                  # what it did

Module by module, in reading order: `plan` (what goes wrong, as records and as text), `in_force` (the plan and
its clock), `deeds` (what was done), `peer` (a socket), `frame_ends` (where a frame can be put in), `lane`
(one direction), `link` (a connection), `proxy` (all of it together), `rows` (for a terminal and a table),
`measuring` (real calls on several networks).
"""

from __future__ import annotations

from .measuring import MeasuredCalls, measure_calls
from .plan import Fault, Plan
from .proxy import FaultProxy

__all__ = ["Fault", "FaultProxy", "MeasuredCalls", "Plan", "measure_calls"]
