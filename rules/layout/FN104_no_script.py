"""No scriptFile is given and no file in the folder can be the script."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.function import Function
from funclint.diagnostic import Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES)


def check(function: Function) -> Iterator[Diagnostic]:
    """No scriptFile is given and no file in the folder can be the script."""
    if not function.readable or function.script.problem != "undetermined" or function.json is None:
        return
    names = [n for n, folder in function.app.files.names(function.folder).items() if not folder]
    scripts = sorted(name for name in names if name.endswith(".py"))
    hint = f", for instance '{scripts[0]}'" if len(scripts) == 1 else ""
    several = f"none of {', '.join(map(repr, scripts))} is a default name" if scripts else "the folder holds no script"
    yield Diagnostic(
        function.json.span(None),
        f"the host cannot tell the script of '{function.name}': {several}",
        help=f"name it with \"scriptFile\"{hint}; without it the host takes '__init__.py' or the only file",
        offer=partial(_fix, function, scripts[0]) if len(scripts) == 1 else None,
    )


def _fix(function: Function, script: str) -> Fix | None:
    from funclint.app import mending

    json = function.json
    if json is None or json.root is None:
        return None
    edits = mending.editor(json).set(json.root, "scriptFile", script, ignore_case=False)
    return Fix(f'add "scriptFile": "{script}", the only script of the folder', mending.SAFE, edits)
