"""The program `python -m framebyframe.rpc`: the whole contract, on our own server.

It is the third twin, beside node_server on `ws` and pyserver on `websockets`; contract/README.md says
what all three do.
"""
