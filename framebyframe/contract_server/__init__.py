"""The program `python -m framebyframe.contract_server`: it answers the RPC contract with `framebyframe.rpc`.

It is the third twin, beside node_server on `ws` and pyserver on `websockets`; contract/README.md says
what all three do.
"""

from .actions import offer_contract
from .program import make_server

__all__ = ["make_server", "offer_contract"]
