"""The stored output of a widget, and the server extension that stores it."""

import json

from framebyframe.lab.saving import VIEW, keep_pictures, without_views
from framebyframe.widgets import FrameBuilder


def output(**data):
    return {"output_type": "display_data", "data": data, "metadata": {}}


LIVE = {"output_type": "display_data", "data": {VIEW: {"model_id": "a"}}, "metadata": {}}
TWIN = output(**{"text/html": ['<div class="fbf-still">', "<img></div>"]})
TEXT = output(**{"text/plain": "42"})
STREAM = {"output_type": "stream", "name": "stdout", "text": "fbf-still"}


def test_the_view_before_its_picture_is_left_out():
    assert without_views([TEXT, LIVE, TWIN, STREAM]) == [TEXT, TWIN, STREAM]
    assert without_views([LIVE, TWIN, LIVE, TWIN]) == [TWIN, TWIN]


def test_a_view_without_a_picture_is_somebody_elses():
    for outputs in ([LIVE], [LIVE, TEXT], [TWIN, LIVE], [LIVE, STREAM], []):
        assert without_views(outputs) == outputs


def test_the_picture_of_our_widgets_is_known_by_its_name():
    assert "fbf-still" in FrameBuilder()._repr_mimebundle_()[0]["text/html"]


def model(outputs):
    cells = [{"cell_type": "markdown", "source": ""}, {"cell_type": "code", "outputs": outputs}]
    return {"type": "notebook", "content": {"cells": cells}}


def test_a_notebook_is_changed_in_place():
    saved = model([LIVE, TWIN])
    keep_pictures(model=saved, path="x.ipynb", contents_manager=None)
    assert saved["content"]["cells"][1]["outputs"] == [TWIN]


def test_other_files_pass():
    for other in (
        {"type": "file", "content": "text"},
        {"type": "notebook"},
        {"type": "directory", "content": None},
    ):
        before = json.dumps(other)
        keep_pictures(model=other)
        assert json.dumps(other) == before
