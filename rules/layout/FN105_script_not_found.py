"""The file that scriptFile names does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import Function
from funclint.app.suggest import nearest_file
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)


def check(function: Function) -> Iterator[Diagnostic]:
    """The file that scriptFile names does not exist."""
    script = function.script
    if not function.readable or script.problem != "missing" or function.json is None or script.requested is None:
        return
    near = nearest_file(function.folder, script.requested, function.app.files)
    yield Diagnostic(
        function.json.span(function.json.value("scriptFile")),
        f"the script '{script.requested}' does not exist",
        help=f"did you mean '{near}'?" if near else "the path counts from the folder of the function, and case counts",
    )
