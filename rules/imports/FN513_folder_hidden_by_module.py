"""A module in the app root has the name of a folder without '__init__.py': what is in the folder is not found."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp
from funclint.app.name_clashes import folders_hidden_by_modules
from funclint.diagnostic import Diagnostic, Label, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.WARNING)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A module in the app root has the name of a folder without '__init__.py': what is in the folder is not found."""
    functions = {function.folder: function for function in app.functions}
    for folder, module in folders_hidden_by_modules(app):
        function = functions.get(folder)
        script = function.script if function is not None else None
        fails = script is not None and script.path is not None and folder in script.path.parents
        yield Diagnostic(
            Span(module),
            f"'{folder.name}' is this module, so nothing in the folder '{folder.name}' can be imported"
            + (", not even the script of the function" if fails else ""),
            help="rename one of the two, or add an '__init__.py' to the folder",
            related=(Label(Span(function.path), "the function"),) if function is not None and fails else (),
            severity=Severity.ERROR if fails else None,
            function=function.name if function is not None else None,
        )
