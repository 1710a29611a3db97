"""The options that JupyterLab is started with."""

from __future__ import annotations

import os
from pathlib import Path

from . import HERE

PAGE = {"buildCheck": False}
"""What JupyterLab's page is told: nothing here is built, so no load of it has to ask Node.js about that."""

KERNEL = "framebyframe.lab.kernels.CourseKernel"
"""The class that starts a kernel."""

EXTENSIONS = HERE / "extensions"
"""The folder of the extensions of JupyterLab that the course brings along, each in a folder of its name."""


def lab_options(work: Path, chapter: str) -> list[str]:
    """JupyterLab's options: the folder of the notebooks, the chapter to open, the kernels, the colours."""
    return [
        f"--ServerApp.root_dir={work}",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.jpserver_extensions={'framebyframe.lab': True}",
        f"--AsyncMappingKernelManager.kernel_manager_class={KERNEL}",
        f"--LabApp.default_url=/lab/tree/{chapter}",
        f"--LabApp.app_settings_dir={HERE / 'settings'}",
        f"--LabApp.extra_labextensions_path={EXTENSIONS}",
        f"--LabApp.workspaces_dir={work / '.workspaces'}",  # which tabs are open: of this course alone
        "--LabApp.custom_css=True",
        f"--ServerApp.tornado_settings={{'page_config_data': {PAGE}}}",
        *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    ]
