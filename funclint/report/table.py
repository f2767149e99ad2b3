"""Tables for a terminal, whose rows may be several lines high."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from funclint.report.visible import visible, width_of

if TYPE_CHECKING:
    from funclint.report.view import View

_GAP = "  "
_WIDEST = 60
"""A column is no wider than this; a longer text moves the rest of its own line only."""


class Cell:
    """One line in one column: a text in a style (``""``: none), and a mark behind it that has to be seen."""

    __slots__ = ("mark", "style", "text", "width")

    def __init__(self, text: str, style: str = "", mark: str = "") -> None:
        self.text = visible(text)
        self.style = style
        self.mark = mark
        self.width = width_of(self.text + mark)

    def painted(self, view: View) -> str:
        """The cell as it is printed."""
        text = view.paint(self.style, self.text) if self.style and self.text else self.text
        return text + (view.paint("warning", self.mark) if self.mark else "")


_EMPTY = Cell("")


def table(titles: Sequence[str], rows: Iterable[Sequence[Sequence[Cell]]], view: View) -> Iterator[str]:
    """The lines of a table with a line of titles; nothing without rows. A row has the lines of each of its cells."""
    lines = [line for row in rows for line in zip_longest(*row, fillvalue=_EMPTY)]
    if not lines:
        return
    lines.insert(0, tuple(Cell(title, "dim") for title in titles))
    widths = [min(max(cell.width for cell in column), _WIDEST) for column in zip(*lines, strict=True)]
    for line in lines:
        yield _line(line, widths, view)


def _line(line: Sequence[Cell], widths: Sequence[int], view: View) -> str:
    text = padding = ""
    for cell, width in zip(line, widths, strict=True):
        padding += _GAP
        if cell.width:
            text += padding + cell.painted(view)
            padding = ""
        padding += " " * (width - cell.width)
    return text + "\n"
