"""A dot in the name of the script or of a folder on the way keeps Python from importing it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from funclint.app.model import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)

_VALID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,127}")


def check(function: Function) -> Iterator[Diagnostic]:
    """A dot in the name of the script or of a folder on the way keeps Python from importing it."""
    script = function.script
    if not function.readable or script.problem != "dotted-name" or function.json is None or script.path is None:
        return
    if not _VALID.fullmatch(function.name) and script.path.stem.count(".") == 0:
        return  # the folder itself is the fault, and the host says so first
    shown = script.path.relative_to(function.app.root).as_posix()
    yield Diagnostic(
        function.json.span(function.json.value("scriptFile")),
        f"'{shown}' cannot be imported: a dot in a name separates packages",
        help="rename it without the dot",
    )
