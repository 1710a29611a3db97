"""The learner's JupyterLab: their copies of the chapters, its settings and extensions, and what it stores.

    python -m framebyframe.lab open [--chapter 02] [JupyterLab's own options]
    python -m framebyframe.lab reset 02

`kit.py` runs both. This module is an extension of the Jupyter server too: wherever the course is installed,
a saved notebook keeps the picture of a widget and not the view that only its kernel can draw.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Called by the server before JupyterLab's own extension, in the order of their names."""
    from .saving import keep_pictures

    server.contents_manager.register_pre_save_hook(keep_pictures)
    server.web_app.settings["static_custom_path"].insert(0, str(HERE / "custom"))
