"""Runs an answer beside the reference and compares their outcomes. Starts no process."""
