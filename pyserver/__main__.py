"""`python -m pyserver`: see --help."""

import asyncio

from .options import parse_options
from .starting import run

asyncio.run(run(parse_options()))
