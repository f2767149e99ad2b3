"""A module is imported both from the app root and from '__app__': it is loaded twice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.import_styles import ROOT
from funclint.app.model import FunctionApp
from funclint.diagnostic import Diagnostic, Label, Severity
from funclint.python.imports import APP
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """A module is imported both from the app root and from '__app__': it is loaded twice."""
    styles = app.import_styles
    if not styles.imports or app.target.worker == "2019":
        return
    kept = styles.prevailing
    others = styles.loads(kept)
    for item in styles.imports:
        twice = sorted(item.files & set(others))
        if item.style != (APP if kept == ROOT else ROOT) or not twice:
            continue
        other = others[twice[0]]
        name = twice[0].relative_to(app.root).as_posix()
        where = "from the app root" if kept == ROOT else f"from '{APP}'"
        yield Diagnostic(
            item.module.span(item.statement.node),
            f"{name} is loaded twice: most of this app imports it {where}",
            help="import it in one way only: each copy has its own variables",
            related=(Label(other.module.span(other.statement.node), "imported the other way here"),),
            offer=partial(item.rewritten, kept),
        )
