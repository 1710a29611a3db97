"""The kernels of `kit.py lab`: each knows `%%php` from its start, and not from a chapter's first cell on."""

from __future__ import annotations

from jupyter_server.services.kernels.kernelmanager import ServerKernelManager

from . import php_magic


class CourseKernel(ServerKernelManager):
    """Starts a kernel; one of IPython's loads `php_magic`, after a restart too."""

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """The command that starts the kernel."""
        command: list[str] = super().format_kernel_cmd(extra_arguments)
        is_ipython = any(word.startswith("ipykernel") for word in command)
        return [*command, f"--IPKernelApp.extra_extensions={php_magic.__name__}"] if is_ipython else command
