"""The diagram in the docs is the table in the code."""

from __future__ import annotations

from state_diagram import diagram

from framebyframe.wire import State

from documented import read_part  # isort: skip  (state_diagram has told Python where)


def test_every_state_is_drawn():
    assert all(f" {state.name}" in diagram() for state in State)


def test_the_diagram_in_the_docs_is_drawn_from_the_table():
    assert read_part("conformance.md", "states") == diagram()
