"""Annotations for GitHub Actions: workflow commands, one line for each diagnostic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from funclint.diagnostic import Severity
from funclint.report.visible import sound, visible_in_log

if TYPE_CHECKING:
    from funclint.engine import Result
    from funclint.report.view import View

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(result: Result, view: View) -> Iterator[str]:
    """A workflow command for each diagnostic. GitHub itself shows the first ten of each kind for a step."""
    for item in result.diagnostics:
        row, column = view.start(item.span)
        end_row, end_column = view.end(item.span)
        place = {
            "title": f"funclint ({item.code})",
            "file": view.repository_path(item.span.path),
            "line": str(row),
            "endLine": str(end_row),
        }
        if row == end_row:  # GitHub takes columns only within one line
            place.update(col=str(column), endColumn=str(end_column))
        listed = ",".join(f"{key}={_property(value)}" for key, value in place.items())
        message = item.message if item.help is None else f"{item.message}\n{item.help}"
        said = _escaped(visible_in_log(f"{item.code} {message}"))
        yield f"::{_COMMANDS[item.severity or Severity.WARNING]} {listed}::{said}\n"


def _escaped(text: str) -> str:
    """As the runner decodes the message of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """As the runner decodes the value of a property."""
    return _escaped(sound(text)).replace(":", "%3A").replace(",", "%2C")
