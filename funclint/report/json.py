"""The report as JSON: an array with an object for each diagnostic. Rows and columns count from 1, in characters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from funclint.diagnostic import Diagnostic, Fix, Span
from funclint.report.visible import sound

if TYPE_CHECKING:
    from funclint.engine import Result
    from funclint.report.view import Place, View


def render(result: Result, view: View) -> Iterator[str]:
    """The whole array, indented by two; ASCII only, so that no terminal or pipe can damage it."""
    yield json.dumps([as_object(item, view) for item in result.diagnostics], indent=2) + "\n"


def as_object(item: Diagnostic, view: View) -> dict[str, Any]:
    """One diagnostic as the JSON object that the report shows."""
    return {
        "code": item.code,
        "name": item.name,
        "severity": None if item.severity is None else str(item.severity),
        "message": sound(item.message),
        "help": None if item.help is None else sound(item.help),
        **_place(item.span, view),
        "function": None if item.function is None else sound(item.function),
        "related": [{**_place(label.span, view), "message": sound(label.message)} for label in item.related],
        "fix": None if item.fix is None else _fix(item.fix, view),
        "url": item.url,
    }


def _fix(fix: Fix, view: View) -> dict[str, Any]:
    return {
        "title": sound(fix.title),
        "applicability": fix.applicability.value,
        "edits": [{**_place(edit.span, view), "content": sound(edit.content)} for edit in fix.edits],
    }


def _place(span: Span, view: View) -> dict[str, Any]:
    return {
        "filename": sound(view.filename(span.path)),
        "location": _row_and_column(view.start(span)),
        "end_location": _row_and_column(view.end(span)),
    }


def _row_and_column(place: Place) -> dict[str, int]:
    return {"row": place[0], "column": place[1]}
