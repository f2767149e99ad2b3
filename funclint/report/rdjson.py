"""A report for reviewdog: its Diagnostic Format as one JSON object. Columns count bytes of UTF-8 there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.report.visible import sound

if TYPE_CHECKING:
    from funclint.engine import Result
    from funclint.report.view import Place, View

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render(result: Result, view: View) -> Iterator[str]:
    """The whole object, ASCII only."""
    found = [_diagnostic(item, view) for item in result.diagnostics]
    yield json.dumps({"source": {"name": "funclint"}, "diagnostics": found}, indent=2) + "\n"


def _diagnostic(item: Diagnostic, view: View) -> dict[str, Any]:
    message = item.message if item.help is None else f"{item.message}\n{item.help}"
    shown: dict[str, Any] = {
        "message": sound(message),
        "location": _location(item.span, view),
        "severity": _SEVERITIES[item.severity or Severity.WARNING],
        "code": {"value": item.code},
    }
    if item.related:
        shown["relatedLocations"] = [
            {"message": sound(label.message), "location": _location(label.span, view)} for label in item.related
        ]
    # A suggestion is for the file of the diagnostic: a fix that needs other files too cannot be shown as one.
    if item.fix is not None and all(edit.span.path == item.span.path for edit in item.fix.edits):
        shown["suggestions"] = [
            {"range": _range(edit.span, view), "text": sound(edit.content)} for edit in item.fix.edits
        ]
    return shown


def _location(span: Span, view: View) -> dict[str, Any]:
    return {"path": sound(view.filename(span.path)), "range": _range(span, view)}


def _range(span: Span, view: View) -> dict[str, Any]:
    return {"start": _position(view.start(span), span, view), "end": _position(view.end(span), span, view)}


def _position(place: Place, span: Span, view: View) -> dict[str, int]:
    row, column = place
    source = view.source(span.path) if column > 1 else None
    if source is not None:
        column = len(source.line(row)[: column - 1].encode("utf-8", "replace")) + 1
    return {"line": row, "column": column}
