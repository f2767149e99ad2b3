"""The report as JUnit XML: a suite for each file with findings, in it a failed case for each diagnostic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from funclint.diagnostic import Diagnostic

if TYPE_CHECKING:
    from funclint.engine import Result
    from funclint.report.view import View

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(result: Result, view: View) -> Iterator[str]:
    """The document. Without findings it has one case that passed: an empty report counts as a broken one in places."""
    count = len(result.diagnostics)
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<testsuites name="funclint" tests="{max(count, 1)}" failures="{count}" errors="0">\n'
    for path, group in groupby(result.diagnostics, lambda item: item.span.path):
        items = list(group)
        name = _attribute(view.filename(path))
        yield f'  <testsuite name="{name}" tests="{len(items)}" failures="{len(items)}" errors="0" skipped="0">\n'
        for item in items:
            yield from _case(item, name, view)
        yield "  </testsuite>\n"
    if not count:
        yield '  <testsuite name="funclint" tests="1" failures="0" errors="0" skipped="0">\n'
        yield '    <testcase name="no findings" classname="funclint" time="0"/>\n'
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _case(item: Diagnostic, file: str, view: View) -> Iterator[str]:
    row, column = view.start(item.span)
    lines = [f"{view.filename(item.span.path)}:{row}:{column}: {item.message}"]
    for label in item.related:
        related_row, related_column = view.start(label.span)
        lines.append(f"{view.filename(label.span.path)}:{related_row}:{related_column}: {label.message}")
    if item.help:
        lines.append(f"help: {item.help}")
    name = _attribute(f"{item.code} {item.name} at {row}:{column}")
    yield f'    <testcase name="{name}" classname="{file}" file="{file}" line="{row}" time="0">\n'
    yield f'      <failure type="{item.severity}" message="{_attribute(item.message)}">'
    yield _text("\n".join(lines)) + "</failure>\n"
    yield "    </testcase>\n"


def _text(text: str) -> str:
    """Text as XML can hold it: of control characters only tabs and newlines, and all in ASCII."""
    plain = escape(_NOT_XML.sub("\ufffd", text)).replace("\r", "&#13;")
    return plain.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _attribute(text: str) -> str:
    """Text for an attribute, where a reader would make blanks of newlines and tabs."""
    return _text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
