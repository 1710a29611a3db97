"""Every case of the Autobahn TestSuite against the echo client, in a file of its own: it takes minutes."""

from __future__ import annotations

import pytest
from autobahn_cases import NUMBER_OF_ALL, check, run_all


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_every_case() -> None:
    check(run_all("client"), NUMBER_OF_ALL)
