"""Tests or a virtual environment in the app root are not in .funcignore, so they are deployed."""

from __future__ import annotations

from collections.abc import Iterator

from funclint.app.model import FunctionApp, names_installed
from funclint.diagnostic import Diagnostic, Severity, Span
from funclint.rulebook import Rule

RULE = Rule(Severity.INFO)


_TESTS = ("test", "tests")


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """Tests or a virtual environment in the app root are not in .funcignore, so they are deployed."""
    ignore = app.funcignore
    if ignore is None:
        return
    for folder, is_folder in sorted(app.files.names(app.root).items()):
        if not is_folder:
            continue
        names = app.files.names(app.root / folder)
        if names_installed(names):
            what, sample = "the virtual environment", "pyvenv.cfg"
        elif folder.lower() in _TESTS and "function.json" not in names:
            what = "the tests in"
            sample = next((name for name, inner in sorted(names.items()) if not inner and name.endswith(".py")), "")
        else:
            continue
        if sample and ignore.leaving_out(f"{folder}/{sample}") is None:
            yield Diagnostic(
                Span(ignore.path),
                f"{what} '{folder}' would be deployed: no pattern fits",
                help=f"add the line '{folder}'",
            )
