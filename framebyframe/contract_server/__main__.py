"""`python -m framebyframe.contract_server` starts here; --help lists its options."""

import asyncio

from .options import parse_options
from .program import run

if __name__ == "__main__":
    asyncio.run(run(parse_options()))
