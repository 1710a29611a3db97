"""`python -m framebyframe.contract_server` starts here; --help lists its options."""

from .program import main

if __name__ == "__main__":
    main()
