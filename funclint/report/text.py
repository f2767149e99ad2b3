"""The report for people: each diagnostic with the lines it is about, of all files that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from funclint.diagnostic import Diagnostic, Span
from funclint.report.summary import summary
from funclint.report.visible import cells, visible

if TYPE_CHECKING:
    from funclint.engine import Result
    from funclint.report.view import View
    from funclint.text import SourceText

_LEAST_WIDTH = 40


def render(result: Result, view: View) -> Iterator[str]:
    """A block for each diagnostic, an empty line after it, and the summary line."""
    for item in result.diagnostics:
        yield "\n".join(_block(item, view)) + "\n\n"
    if view.summary:
        yield summary(result, view) + "\n"


class _Mark:
    """A span to underline: its row, the columns (from 0, end exclusive) on that row, and what to write beside it."""

    __slots__ = ("end", "message", "primary", "row", "span", "start")

    def __init__(self, span: Span, source: SourceText, message: str, primary: bool) -> None:
        self.span = span
        self.message = message
        self.primary = primary
        self.row, column = source.location(span.start)
        end_row, end_column = source.location(span.end)
        length = len(source.line(self.row))
        self.start = min(column - 1, length)
        # Of a span over several rows only the first is shown.
        self.end = end_column - 1 if end_row == self.row else length


def _block(item: Diagnostic, view: View) -> Iterator[str]:
    severity = item.severity or "bold"
    code = view.paint(severity, f"{item.severity}[{_linked(item, view)}]")
    name = view.paint("dim", f"({item.name})") if item.name else ""
    yield f"{code} {view.paint('bold', visible(item.message))} {name}".rstrip()

    # One frame for each file, that of the primary span first.
    spans: dict[Path, list[tuple[Span, str, bool]]] = {item.span.path: [(item.span, "", True)]}
    for label in item.related:
        spans.setdefault(label.span.path, []).append((label.span, label.message, False))
    frames: list[tuple[Path, SourceText | None, list[_Mark], list[str]]] = []
    for path, wanted in spans.items():
        marks: list[_Mark] = []
        notes: list[str] = []
        source = view.source(path) if any(span.end or span.start for span, _, _ in wanted) else None
        for span, message, primary in wanted:
            if source is None or not (span.end or span.start) or span.start > len(source.text):
                notes += [message] if message else []
            else:
                marks.append(_Mark(span, source, message, primary))
        frames.append((path, source, marks, notes))

    gutter = max((len(str(mark.row)) for _, _, marks, _ in frames for mark in marks), default=1)
    bar = view.paint("accent", f"{'':{gutter}} |")
    for number, (path, source, marks, notes) in enumerate(frames):
        arrow = "-->" if number == 0 else ":::"
        row, column = view.start(item.span if number == 0 else spans[path][0][0])
        yield f"{'':{gutter}}{view.paint('accent', arrow)} {visible(view.filename(path))}:{row}:{column}"
        if marks and source is not None:
            yield bar
            yield from _frame(source, marks, gutter, view, severity)
        for note in notes:
            yield f"{bar} {visible(note)}"
        if number + 1 < len(frames):
            yield bar
    if item.help:
        yield bar
        for number, line in enumerate(item.help.splitlines()):
            lead = f"{view.paint('accent', '=')} {view.paint('bold', 'help')}:" if number == 0 else "       "
            yield f"{'':{gutter}} {lead} {visible(line)}"
    if item.fix is not None:
        if not item.help:
            yield bar
        mark, kind = view.paint("accent", "="), view.paint("bold", f"{item.fix.applicability.value} fix")
        yield f"{'':{gutter}} {mark} {kind}: {visible(item.fix.title)}"


def _linked(item: Diagnostic, view: View) -> str:
    if not view.links or item.url is None:
        return item.code
    return f"\x1b]8;;{item.url}\x1b\\{item.code}\x1b]8;;\x1b\\"


def _frame(source: SourceText, marks: list[_Mark], gutter: int, view: View, severity: object) -> Iterator[str]:
    """The rows of the marks in order, each once, with its underlines below it."""
    by_row: dict[int, list[_Mark]] = {}
    for mark in sorted(marks, key=lambda mark: (mark.row, not mark.primary, mark.start)):
        by_row.setdefault(mark.row, []).append(mark)
    previous: int | None = None
    for row, on_row in by_row.items():
        if previous is not None and row > previous + 1:
            yield view.paint("accent", "." * max(3, gutter))
        previous = row
        room = max(_LEAST_WIDTH, view.width) - gutter - 3
        line = cells(source.line(row))
        first, last = _window(line, on_row, room)
        left, right = "..." if first else "", "..." if last < len(line) else ""
        several = "..." if any(_goes_on(mark, source) for mark in on_row) and not right else ""
        text = "".join(printed for printed, _ in line[first:last])
        yield f"{view.paint('accent', f'{row:>{gutter}} |')} {left}{text}{right}{several}".rstrip()
        for mark in on_row:
            start = min(max(mark.start, first), last)
            end = min(max(mark.end, start), last)
            before = len(left) + sum(width for _, width in line[first:start])
            length = max(1, sum(width for _, width in line[start:end]))
            underline = ("^" if mark.primary else "-") * length
            style = severity if mark.primary else "accent"
            message = f" {visible(mark.message)}" if mark.message else ""
            painted = view.paint(str(style), underline + message)
            yield f"{view.paint('accent', f'{chr(32):{gutter}} |')} {'':{before}}{painted}"


def _goes_on(mark: _Mark, source: SourceText) -> bool:
    return source.location(mark.span.end)[0] > mark.row


def _window(line: list[tuple[str, int]], marks: list[_Mark], room: int) -> tuple[int, int]:
    """Which characters of a line (from, to) to show so that it fits and the first mark is in sight."""
    if sum(width for _, width in line) <= room:
        return 0, len(line)
    room -= 6  # for the dots on both sides
    start, end = marks[0].start, max(marks[0].end, marks[0].start + 1)
    spare = room - sum(width for _, width in line[start:end])
    first = start
    before = max(0, spare // 2)
    while first > 0 and line[first - 1][1] <= before:
        first -= 1
        before -= line[first][1]
    last, left = first, room
    while last < len(line) and line[last][1] <= left:
        left -= line[last][1]
        last += 1
    while first > 0 and last == len(line) and line[first - 1][1] <= left:
        first -= 1
        left -= line[first][1]
    return first, last
