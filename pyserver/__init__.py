"""The Python peer: the RPC contract of contract/README.md on the library `websockets`.

It is the twin of node_server: the same answers, the same log, the same options. It imports nothing from
framebyframe, so that what a learner builds is always tried against code nobody wrote for the lesson.
"""
