"""Frame by Frame: what the course builds (`wire`, `rpc`) and what it leans on (the rest).

Importing this package imports nothing else; ask for the part you need.
"""

__version__ = "0.1.0"
