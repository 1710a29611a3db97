"""The frame builder and figures in a wide and in a narrow window: nothing overlaps, all can be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from framebyframe import lab
from framebyframe.figures import Figure
from framebyframe.lesson.declaring import reference, table
from framebyframe.lesson.showing.page import Layer, Lines, NestedFold
from framebyframe.lesson.showing.prose import Block
from framebyframe.lesson.showing.telling import Steps

from .laboratory import FLAGS, WIDTHS, OpenNotebook, eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

BUILDER = """\
from framebyframe.widgets import FrameBuilder
from framebyframe.wire import Frame, Opcode
call = b'{"action": "echo", "params": {"from": "my own frame, and a good deal more"}}'
FrameBuilder(Frame(Opcode.TEXT, call, masking_key=b"abcd"), peers={"nobody": "ws://127.0.0.1:9"})"""
OVERLAPPING = """row => {
    const boxes = [...row.querySelectorAll(".fbf-label")].filter(one => one.textContent).map(label => {
        const range = document.createRange();
        range.selectNodeContents(label);
        return {name: label.textContent, ...range.getBoundingClientRect().toJSON()};
    });
    return boxes.slice(1).filter((box, index) => box.left < boxes[index].right).map(box => box.name);
}"""
OUTSIDE = """root => [...root.querySelectorAll("*")]
    .filter(one => one.checkVisibility() && !one.closest(".fbf-unseen, .fbf-control-sentence label, legend"))
    .filter(one => one.getBoundingClientRect().right > root.getBoundingClientRect().right + 1)
    .map(one => one.className)"""
CUT = "input => input.scrollHeight > input.clientHeight + 1 || input.scrollWidth > input.clientWidth"
NARROWEST = "bits => Math.min(...bits.map(bit => bit.getBoundingClientRect().width))"
LABELS = '[...document.querySelectorAll(".fbf-label")].map(label => label.textContent).filter(Boolean)'


def opened(open_notebook: OpenNotebook, width: int) -> Any:
    notebook = open_notebook(BUILDER)
    notebook.page.set_viewport_size({"width": width, "height": 1000})
    notebook.run_all()
    notebook.page.locator(".fbf-bit").first.wait_for()
    builder = notebook.page.locator(".fbf-builder")
    eventually(lambda: ("fbf-narrow" in builder.get_attribute("class")) == (width == 800))
    return notebook.page


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overlaps_and_nothing_is_cut(open_notebook: OpenNotebook, width: int) -> None:
    page = opened(open_notebook, width)
    builder = page.locator(".fbf-builder")
    eventually(lambda: page.locator(".fbf-row").evaluate_all(f"rows => rows.flatMap({OVERLAPPING})") == [])
    eventually(lambda: builder.evaluate(OUTSIDE) == [])
    eventually(lambda: not page.get_by_label("In words").evaluate(CUT))
    eventually(lambda: page.locator(".fbf-bit").evaluate_all(NARROWEST) > 15)


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_a_field_that_wraps_is_labelled_at_its_first_row_alone(
    open_notebook: OpenNotebook, width: int
) -> None:
    page = opened(open_notebook, width)
    eventually(lambda: page.evaluate(LABELS)[-2:] == ["masking key", "masked payload"])
    labels = page.evaluate(LABELS)
    assert sorted(set(labels)) == sorted(labels)


@pytest.mark.slow
def test_a_window_made_narrow_keeps_the_bit_in_focus(open_notebook: OpenNotebook) -> None:
    page = opened(open_notebook, 1280)
    page.locator('.fbf-bit[data-bit="60"]').click()
    page.set_viewport_size({"width": 800, "height": 1000})
    page.locator(".fbf-narrow").wait_for()
    eventually(lambda: page.evaluate("document.activeElement.dataset.bit") == "60")


@pytest.mark.slow
def test_the_sentence_grows_as_it_is_typed_and_takes_no_line_break(open_notebook: OpenNotebook) -> None:
    page = opened(open_notebook, 800)
    sentence = page.get_by_label("In words")
    sentence.fill("final text frame, masked, 5 bytes: “Hello”")
    page.keyboard.press("Enter")
    eventually(lambda: page.get_by_label("payload data", exact=True).input_value() == "Hello")
    low = sentence.bounding_box()["height"]
    sentence.fill("final text frame, masked: “Hello, and many more words than one line of it can hold”")
    eventually(lambda: sentence.bounding_box()["height"] > low and not sentence.evaluate(CUT))
    assert "\n" not in sentence.input_value()


READABLE = 600 / 760
"""The least scale of a figure at which its smallest text has more than 12 pixels."""


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_the_anatomy_can_be_read(open_notebook: OpenNotebook, width: int) -> None:
    notebook = open_notebook("from framebyframe import figures\nfigures.frame_anatomy()")
    page = notebook.page
    page.set_viewport_size({"width": width, "height": 1000})
    notebook.run_all()
    image = page.locator("figure > img")
    image.evaluate("image => image.decode()")  # it has no width of its own until it is loaded
    eventually(lambda: image.evaluate("image => image.clientWidth / image.naturalWidth") >= READABLE - 0.001)
    figure = page.locator("figure")
    end = figure.evaluate("figure => (figure.scrollLeft = 9999, figure.scrollLeft + figure.clientWidth)")
    assert end >= image.evaluate("image => image.clientWidth")


@pytest.mark.slow
def test_a_figure_is_whole_in_a_window_of_800_pixels(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook("from framebyframe import figures\nfigures.frame_anatomy()")
    notebook.page.set_viewport_size({"width": 800, "height": 1000})
    notebook.command("application:toggle-left-area")
    notebook.run_all()
    figure = notebook.page.locator("figure")
    figure.wait_for()
    eventually(lambda: figure.evaluate("figure => figure.scrollWidth <= figure.clientWidth"))


CHAPTERS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
MANY = 300
FITTING = f"""() => {{
    const scroller = document.querySelector(".jp-Notebook .cm-scroller");
    const text = document.createRange();
    text.selectNodeContents(scroller.querySelector(".cm-line"));
    const box = text.getBoundingClientRect();
    const room = scroller.getBoundingClientRect().left + scroller.clientWidth - box.left;
    return room / (box.width / {MANY});
}}"""
"""The characters of a line of code that can be seen at once."""


def lines_of_code() -> Iterator[str]:
    """Every line of code that a learner reads in a cell: of the chapters, and of the stubs."""
    for path in CHAPTERS:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        for cell in cells:
            yield from "".join(cell["source"]).splitlines() if cell["cell_type"] == "code" else ()
    for exercise in table.all_exercises():
        yield from reference.stub(exercise).splitlines()


@pytest.mark.slow
def test_code_is_not_cut_beside_the_list_of_files(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook("#" * MANY, fresh=True)
    notebook.page.set_viewport_size({"width": 1280, "height": 1000})
    notebook.page.locator("#jp-left-stack .jp-FileBrowser").wait_for()
    notebook.page.locator(".jp-Notebook .cm-line").first.wait_for()
    eventually(lambda: notebook.page.evaluate(FITTING) < MANY)
    fitting = notebook.page.evaluate(FITTING)
    print(f"{fitting:.1f} characters fit")
    assert [line for line in lines_of_code() if len(line) > fitting - SPARE] == []


SPARE = 3
"""Characters of a line that other fonts may need."""


CODE = """\
from framebyframe.lesson.declaring import table
from framebyframe.lesson.showing import ordering
from framebyframe.lesson.showing.page import Page, code
exercises = table.all_exercises()
pages = [ordering.task(exercise) for exercise in exercises if exercise.order]
examples = [example for exercise in exercises for example in exercise.examples]
steps = [step.source for example in examples for step in getattr(example, "steps", ())]
Page([item for page in pages for item in page.items] + [code(step) for step in steps])"""
BROKEN = """pres => {
    const broken = [];
    for (const pre of pres) {
        const text = pre.firstChild;
        for (const word of text.data.matchAll(/\\w+/g)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            const rows = new Set([...range.getClientRects()].map(box => box.top));
            if (rows.size > 1) broken.push(word[0]);
        }
    }
    return broken;
}"""
"""Names and numbers of code that stand in two lines; a browser may break between them, as at a hyphen."""


@pytest.mark.slow
def test_no_word_of_code_is_broken_beside_the_list_of_files(open_notebook: OpenNotebook) -> None:
    notebook = open_notebook(CODE, fresh=True)
    notebook.page.set_viewport_size({"width": 800, "height": 1000})
    notebook.page.locator("#jp-left-stack .jp-FileBrowser").wait_for()
    notebook.run_all()
    code = notebook.page.locator(".jp-OutputArea-output pre")
    code.first.wait_for()
    assert code.evaluate_all(BROKEN) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["figure", "pre"])
def test_what_scrolls_shows_its_scroll_bar(browser: Any, chromium: str, kind: str) -> None:
    style = (Path(lab.__file__).parent / "custom" / "custom.css").read_text(encoding="utf-8")
    figure = Figure(svg='<svg xmlns="http://www.w3.org/2000/svg"/>', alt="", text="").html
    code = f'<pre style="overflow-x: auto; white-space: pre-wrap">{"_" * 60}</pre>'
    seen = browser.browser_type.launch(
        executable_path=chromium, args=FLAGS, ignore_default_args=["--hide-scrollbars"]
    )
    page = seen.new_page()
    content = {"figure": figure, "pre": code}[kind]
    for width, height in ((348, 12), (800, 0)):
        shown = f'<div class="jp-OutputArea-output" style="width: {width}px">{content}</div>'
        page.set_content(f"<style>{style}</style>{shown}")
        bar = page.locator(kind).evaluate("one => one.offsetHeight - one.clientHeight")
        assert bar == height
    seen.close()


@pytest.mark.slow
@pytest.mark.parametrize("width", [348, 800])
@pytest.mark.parametrize("kind", ["to order", "of a hint"])
def test_lines_of_code_stay_lines(browser: Any, width: int, kind: str) -> None:
    style = (Path(lab.__file__).parent / "custom" / "custom.css").read_text(encoding="utf-8")
    of_jupyterlab = ".jp-OutputArea-output pre { white-space: pre-wrap; overflow-x: auto }"
    text = "    one\n    " + "a word " * 40
    of_a_hint = NestedFold((Layer("Hint 3", [Block(text, code=True)]),)).html()
    wide = {"to order": Lines(text).html(), "of a hint": of_a_hint.replace("<details", "<details open")}[kind]
    page = browser.new_page()
    page.set_content(
        f"<style>{of_jupyterlab}{style}</style><div class='jp-OutputArea'>"
        f"<div class='jp-OutputArea-output jp-RenderedHTMLCommon' style='width: {width}px'>{wide}</div></div>"
    )
    lines = page.locator("pre")
    assert lines.evaluate("one => one.clientHeight / parseFloat(getComputedStyle(one).fontSize)") < 3
    assert lines.evaluate("one => one.scrollWidth > one.clientWidth")
    page.close()


@pytest.mark.slow
def test_the_rest_of_a_long_step_stands_behind_the_numbers(browser: Any) -> None:
    style = (Path(lab.__file__).parent / "custom" / "custom.css").read_text(encoding="utf-8")
    of_jupyterlab = ".jp-OutputArea-output pre { white-space: pre-wrap }"
    steps = Steps(
        ("1  connection.receive_eof()", "       should give [" + "a word, " * 20 + "]", "2  events")
    ).html()
    page = browser.new_page()
    page.set_content(
        f"<style>{of_jupyterlab}{style}</style>"
        f"<div class='jp-OutputArea-output' style='width: 500px'>{steps}</div>"
    )
    first, long, last = page.locator("pre > span").evaluate_all(
        """spans => spans.map(span => {
            const range = document.createRange();
            range.selectNodeContents(span);
            return [...range.getClientRects()].map(row => row.left);
        })"""
    )
    assert len(first) == len(last) == 1 and first == last
    assert len(long) > 1 and min(long[1:]) > first[0] + 50
    page.close()
