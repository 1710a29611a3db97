"""Keeps what a learner solved: records, what an answer brings along, the learner's own package."""
