"""Runs checks beside the kernel, in a process that is watched; in the kernel where there are none."""
