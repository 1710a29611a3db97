"""Runs an answer beside the reference and compares what they do. Knows no process."""
