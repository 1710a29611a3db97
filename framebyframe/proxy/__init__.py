"""Programs that sit between two peers.

from framebyframe.proxy import CacheAttack

attack = CacheAttack()                              # a shop, an attacker, a proxy that knows HTTP only
attack.visit("http://shop.test/")                   # what somebody behind the proxy gets
attack.send(frame)                                  # what a page of evil.test sends on its WebSocket
attack.log                                          # what the proxy made of it
foresee(keys)                                       # the next masking key, if they come from `random`

cable = Cable(server.url)                           # a client connects to cable.url
cable.pull()                                        # from now on nothing passes, and nobody is told

faulty = FaultProxy(server.url, "latency 50ms; reset after 2s")    # as bad a network as you ask for
faulty.apply("black-hole")                          # from now on nothing passes: see `proxy.faults`
measured = await measure_calls(server, ["", "latency 50ms"])        # for `figures.latency_and_loss`

tap = Tap(server.url)                               # a client connects to tap.url
tap.record.calls()                                  # what passed: see `proxy.tap`

`proxy.illustrated` makes a page of a record. It draws with `figures`, and is imported by whoever wants it.
"""

from .cable import Cable
from .cache_attack import CacheAttack
from .caching import CachingProxy
from .faults import FaultProxy, MeasuredCalls, measure_calls
from .foreseeing import foresee
from .tap import Record, Tap, TapLimits

__all__ = [
    "Cable",
    "CacheAttack",
    "CachingProxy",
    "FaultProxy",
    "MeasuredCalls",
    "Record",
    "Tap",
    "TapLimits",
    "foresee",
    "measure_calls",
]
