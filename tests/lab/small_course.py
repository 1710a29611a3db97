"""Notebooks of a small course."""

import json


def notebook(*sources, outputs=(), count=None, title="01 · Next"):
    code = [
        {
            "cell_type": "code",
            "source": [text],
            "outputs": list(outputs),
            "execution_count": count,
            "metadata": {},
        }
        for text in sources
    ]
    heading = {"cell_type": "markdown", "source": [f"# {title}\n", "Welcome."], "metadata": {}}
    return json.dumps({"cells": [heading, *code], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


OUTPUT = {"output_type": "stream", "name": "stdout", "text": "the answer"}
