"""A mistake of the catalogue, declared as an edit of the reference's own source.

    "little_endian": edit('"big"', '"little"')

Edits compose: two mistakes at once are one source with both edits in it.
"""

from __future__ import annotations

from dataclasses import dataclass


class Misplaced(LookupError):
    """The text that an edit replaces is not in the source."""


@dataclass(frozen=True)
class Edit:
    """One way to make a mistake.

    Attributes:
        changes: pairs of a text that stands in the reference's source and the text that takes its place.
    """

    changes: tuple[tuple[str, str], ...]

    def apply(self, source: str) -> str:
        """The source with every change made, wherever its text stands.

        Raises:
            Misplaced: a text is not there, because the reference was changed or another edit took it away.
        """
        for old, new in self.changes:
            if old not in source:
                raise Misplaced(old)
            source = source.replace(old, new)
        return source


Ways = Edit | tuple[Edit, ...]
"""A mistake as one edit, or as several edits that are ways to make it."""


def edit(*texts: str) -> Edit:
    """An edit: `edit(old, new)`, or more pairs of old and new one after the other."""
    return Edit(tuple(zip(texts[::2], texts[1::2], strict=True)))
