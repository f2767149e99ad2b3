"""Issues for Azure Pipelines: logging commands, one line for each diagnostic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from funclint.diagnostic import Severity
from funclint.report.visible import sound, visible_in_log

if TYPE_CHECKING:
    from funclint.engine import Result
    from funclint.report.view import View


def render(result: Result, view: View) -> Iterator[str]:
    """A ``task.logissue`` for each diagnostic; the service knows errors and warnings only."""
    for item in result.diagnostics:
        row, column = view.start(item.span)
        place = {
            "type": "error" if item.severity == Severity.ERROR else "warning",
            "sourcepath": view.repository_path(item.span.path),
            "linenumber": str(row),
            "columnnumber": str(column),
            "code": item.code,
        }
        listed = "".join(f"{key}={_property(value)};" for key, value in place.items())
        yield f"##vso[task.logissue {listed}]{_escaped(visible_in_log(item.message))}\n"


def _escaped(text: str) -> str:
    """As the agent decodes the text of a command: it escapes with the percent sign, which it spells ``%AZP25``."""
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """As the agent decodes the value of a property."""
    return _escaped(sound(text)).replace(";", "%3B").replace("]", "%5D")
