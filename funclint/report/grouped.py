"""The report by file: a heading for each, below it a line for each diagnostic; ``[*]`` is what ``--fix`` mends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from funclint.report.summary import mark, summary
from funclint.report.visible import visible

if TYPE_CHECKING:
    from funclint.engine import Result
    from funclint.report.view import View


def render(result: Result, view: View) -> Iterator[str]:
    """A block for each file, an empty line after it, and the summary line."""
    for path, group in groupby(result.diagnostics, lambda item: item.span.path):
        yield view.paint("bold", visible(view.filename(path))) + ":\n"
        items = [(f"{row}:{column}", item) for item in group for row, column in [view.start(item.span)]]
        width = max(len(place) for place, _ in items)
        for place, item in items:
            code = view.paint(item.severity or "bold", item.code)
            yield f"  {place:>{width}}  {code} {mark(item)}{visible(item.message)}\n"
        yield "\n"
    if view.summary:
        yield summary(result, view) + "\n"
