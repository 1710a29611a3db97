"""`%%php` in a kernel of `kit.py lab` in which no cell of the course has run, as after a restart."""

from __future__ import annotations

from pathlib import Path

from jupyter_client.kernelspec import KernelSpec

from framebyframe.lab import kernels
from framebyframe.lab.options import KERNEL, lab_options
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.keeping import php_files
from framebyframe.lesson.keeping.records import Solved

from .kernels import bare_kernel

MASK = table.by_id("10.mask")
WHERE = "%%php\necho basename(dirname((new \\ReflectionFunction('FrameByFrame\\mask'))->getFileName()));\n"


def test_a_php_cell_before_the_first_cell_of_a_chapter_runs_with_the_learners_functions(work: Path) -> None:
    php_files.save(MASK, Solved(reference.source(MASK)))
    with bare_kernel(started_by=kernels.CourseKernel) as kernel:
        assert kernel.run(WHERE) == "my_php"
        assert kernel.run("use") == "ERROR NameError: name 'use' is not defined"
        assert "✓ mask: right" in kernel.run(reference.solution_cell(MASK))
        kernel.run("from framebyframe.lesson import use\nuse('reference')")
        assert kernel.run(WHERE) == "src"


def test_jupyterlab_starts_its_kernels_so() -> None:
    assert f"--AsyncMappingKernelManager.kernel_manager_class={KERNEL}" in lab_options(Path("work"), "")
    assert f"{kernels.__name__}.{kernels.CourseKernel.__name__}" == KERNEL


def test_a_kernel_of_another_language_is_left_alone() -> None:
    manager = kernels.CourseKernel()
    manager._launch_args = {}
    manager._kernel_spec = KernelSpec(argv=["deno", "jupyter", "--conn", "{connection_file}"])
    assert len(manager.format_kernel_cmd()) == 4
