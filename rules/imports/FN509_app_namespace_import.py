"""A module of the app is imported from '__app__', the name that only the worker knows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.import_styles import ROOT
from funclint.app.model import FunctionApp
from funclint.diagnostic import Applicability, Diagnostic, Severity
from funclint.python.imports import APP
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.INFO, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE), default=False)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A module of the app is imported from '__app__', the name that only the worker knows."""
    styles = app.import_styles
    if app.target.worker == "2019":
        return
    relative = set(styles.loads("relative"))
    for item in styles.imports:
        if item.style == APP:
            # beside a relative import of the same module, the root form would load it a second time
            safe = Applicability.UNSAFE if item.files & relative else Applicability.SAFE
            yield Diagnostic(
                item.module.span(item.statement.node),
                f"'{APP}' is the worker's own name for the app: tests and tools cannot import from it",
                help="import from the app root, which today's worker searches",
                offer=partial(item.rewritten, ROOT, safe),
            )
