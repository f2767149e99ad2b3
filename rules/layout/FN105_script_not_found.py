"""The file that scriptFile names does not exist."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.app.suggest import nearest_file
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


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
        offer=partial(_fix, function, near) if near else None,
    )


def _fix(function: Function, near: str) -> Fix | None:
    """Safe if the spelling differs in case and slashes only, or if there is only this script."""
    from funclint.app import mending

    json, requested = function.json, function.script.requested
    node = json.value("scriptFile") if json is not None else None
    if json is None or node is None or requested is None:
        return None
    folder = (function.folder / near).parent
    scripts = [n for n, is_folder in function.app.files.names(folder).items() if not is_folder and n.endswith(".py")]
    same = posixpath.normpath(requested.replace("\\", "/")).lower() == near.lower()
    safety = mending.SAFE if same or len(scripts) == 1 else mending.UNSAFE
    return Fix(f'write "{near}"', safety, mending.editor(json).replace(node, near))
