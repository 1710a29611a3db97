"""`python -m framebyframe.rpc`: the contract's third server. See --help."""

import asyncio

from .peer.options import parse_options
from .peer.program import run

if __name__ == "__main__":
    asyncio.run(run(parse_options()))
