"""The report as JSON lines: an object for each diagnostic, as in the array of the format ``json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from funclint.report.json import as_object

if TYPE_CHECKING:
    from funclint.engine import Result
    from funclint.report.view import View


def render(result: Result, view: View) -> Iterator[str]:
    """A line for each diagnostic; ASCII only."""
    for item in result.diagnostics:
        yield json.dumps(as_object(item, view)) + "\n"
