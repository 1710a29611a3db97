"""A recorded dump with a question about it: `read("two_frames")`. The answer is checked as a quiz's is."""

from __future__ import annotations

from dataclasses import replace

from framebyframe.figures import Figure, hexdump
from framebyframe.figures.dump import as_table
from framebyframe.lesson.asking.questions import question
from framebyframe.lesson.declaring import table
from framebyframe.lesson.declaring.forms import Reading
from framebyframe.lesson.text.catalogue import say

from .asking import Quiz


def read(name: str) -> ReadingQuiz:
    """Show the dump of this name, and ask what stands in it.

    Raises:
        ValueError: no question has this name, or it has no dump.
    """
    return ReadingQuiz(table.reading(question(name).name))


class ReadingQuiz(Quiz):
    """A question under a dump. The dump is an output of its own: it stays, whether there is a kernel or not.

    Args:
        reading: as a chapter declares it.

    Attributes:
        dump: the figure.
    """

    def __init__(self, reading: Reading) -> None:
        super().__init__(question(reading.name))
        self.dump = dump_of(reading)

    def _ipython_display_(self, **options: object) -> None:
        """The dump, then the question."""
        from IPython.display import display

        display(self.dump)  # type: ignore[no-untyped-call]
        super()._ipython_display_(**options)

    def __repr__(self) -> str:
        return f"{self.dump.text}\n\n{super().__repr__()}"


def dump_of(reading: Reading) -> Figure:
    """The bytes in hex and as text, under them where they come from; for those who do not see it, a table."""
    caption = say(*question(reading.name).place, "caption")
    figure = hexdump(reading.dump, caption=caption)
    return replace(figure, text=f"{figure.text}\n{caption}", table=as_table(reading.dump))
