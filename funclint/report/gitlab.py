"""A Code Quality report for GitLab: an array in the form of Code Climate's issues."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from funclint.diagnostic import Severity, Span
from funclint.report.fingerprint import fingerprints
from funclint.report.visible import sound

if TYPE_CHECKING:
    from funclint.engine import Result
    from funclint.report.view import View

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render(result: Result, view: View) -> Iterator[str]:
    """The whole array, ASCII only. Paths are relative to the repository, as GitLab wants them."""
    names = fingerprints(result.diagnostics, view)
    issues: list[dict[str, Any]] = []
    for item, name in zip(result.diagnostics, names, strict=True):
        issue: dict[str, Any] = {
            "type": "issue",
            "check_name": item.code,
            "description": sound(f"{item.code} {item.message}"),
            "categories": ["Bug Risk"],
            "severity": _SEVERITIES[item.severity or Severity.WARNING],
            "fingerprint": name,
            "location": _location(item.span, view),
        }
        if item.help:
            issue["content"] = {"body": sound(item.help)}
        if item.related:
            issue["other_locations"] = [_location(label.span, view) for label in item.related]
        issues.append(issue)
    yield json.dumps(issues, indent=2) + "\n"


def _location(span: Span, view: View) -> dict[str, Any]:
    row, column = view.start(span)
    end_row, end_column = view.end(span)
    return {
        "path": sound(view.repository_path(span.path)),
        "positions": {"begin": {"line": row, "column": column}, "end": {"line": end_row, "column": end_column}},
        # Older versions read the line from here.
        "lines": {"begin": row, "end": end_row},
    }
