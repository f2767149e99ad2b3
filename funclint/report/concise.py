"""The report with one line for each diagnostic, for editors and ``grep``: ``path:row:column: CODE message``.

``CODE [*]`` is what ``--fix`` mends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from funclint.report.summary import mark, summary
from funclint.report.visible import visible

if TYPE_CHECKING:
    from funclint.engine import Result
    from funclint.report.view import View


def render(result: Result, view: View) -> Iterator[str]:
    """A line for each diagnostic and the summary line."""
    for item in result.diagnostics:
        row, column = view.start(item.span)
        path = view.paint("bold", visible(view.filename(item.span.path)))
        code = view.paint(item.severity or "bold", item.code)
        yield f"{path}:{row}:{column}: {code} {mark(item)}{visible(item.message)}\n"
    if view.summary:
        yield summary(result, view) + "\n"
