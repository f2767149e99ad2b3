"""A dot in the name of the script or of a folder on the way keeps Python from importing it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Severity
from funclint.rulebook import Rule

RULE = Rule(Severity.ERROR)

_VALID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,127}")


def check(function: Function) -> Iterator[Diagnostic]:
    """A name of the script, or of a folder on the way, keeps Python from importing it."""
    script, json = function.script, function.json
    if not function.readable or json is None or script.path is None:
        return
    place = json.span(json.value("scriptFile"))
    shown = script.path.relative_to(function.app.root).as_posix() if script.problem != "outside" else ""
    if script.problem == "not-imported":
        yield Diagnostic(
            place,
            f"'{shown}' is never imported: the worker imports its folder, and Python runs no such file for it",
            help="a script called __init__.py lies in the folder of a function, in lower case",
        )
    elif script.problem == "dotted-name":
        if not _VALID.fullmatch(function.name) and script.path.stem.count(".") == 0:
            return  # the folder itself is the fault, and the host says so first
        yield Diagnostic(
            place,
            f"'{shown}' cannot be imported: a dot in a name separates packages",
            help="rename it without the dot",
        )
