"""The client and the server on a clock that is virtual and a network in memory, which breaks as a seed says.

    failures = simulate(seeds=10_000)
    failures[0]

One idea a module, in reading order:

===================  ==================================================================
`loop`               an event loop without a socket, a thread or a wait
`scenario`           what happens in one run, before it happens: drawn from a seed
`events`             what happened: events and messages
`overhearing`        what the frames on their way say
`network`            connections in memory that break as a plan says
`surroundings`       what is replaced in Python, and which programs run
`actors`             the clients that call, and the server that restarts
`oracles`            the rules that every run keeps
`running`            one run
===================  ==================================================================
"""
