"""How JupyterLab is started for the course."""

from __future__ import annotations

import os
from pathlib import Path

from . import HERE


def lab_options(work: Path, chapter: str) -> list[str]:
    """What JupyterLab is told: where the notebooks are, what to open, and how it looks in a dark theme."""
    return [
        f"--ServerApp.root_dir={work}",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.jpserver_extensions={'framebyframe.lab': True}",
        f"--LabApp.default_url=/lab/tree/{chapter}",
        f"--LabApp.app_settings_dir={HERE / 'settings'}",
        "--LabApp.custom_css=True",
        *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    ]
