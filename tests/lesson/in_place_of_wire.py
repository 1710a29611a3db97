"""A pytest plugin: the tests of `wire` run on the learner's package, `-p lesson.in_place_of_wire`.

Every module of `my_websocket.wire` is put in the place of the kit's, before anything imports that.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

import framebyframe

mine = importlib.import_module("my_websocket.wire")
for item in pkgutil.iter_modules(mine.__path__):
    sys.modules[f"framebyframe.wire.{item.name}"] = importlib.import_module(f"{mine.__name__}.{item.name}")
sys.modules["framebyframe.wire"] = mine
framebyframe.wire = mine  # type: ignore[attr-defined]
