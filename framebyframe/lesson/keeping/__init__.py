"""Keeps what a learner solved: records, the statements an answer needs, the learner's own package."""
