"""local.settings.json holds a key, and git does not ignore the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from funclint.app.local_settings import LocalSettings
from funclint.app.model import FunctionApp
from funclint.app.secret import secret_in, secret_nodes
from funclint.diagnostic import Diagnostic, Fix, Label, Severity, Span
from funclint.rulebook import Fixes, Rule
from funclint.workspace import git_ignores

RULE = Rule(Severity.WARNING, fix=Fixes.SOMETIMES)


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """local.settings.json holds a key, and git does not ignore the file."""
    settings = app.local_settings
    if not isinstance(settings, LocalSettings):
        return
    node = next(iter(secret_nodes(settings.text.text, settings.root)), None)
    found = git_ignores(settings.path, app.files) if node is not None else None
    if node is None or found is None or found[0]:
        return
    nearest = found[1]
    secret = Span(settings.path, node.start, node.end)
    what = secret_in(str(node.value))
    yield Diagnostic(
        secret if nearest is None else Span(nearest),
        f"git does not ignore local.settings.json, which holds {what}",
        help="add the line 'local.settings.json' to .gitignore; if the file was committed already, replace the key",
        related=() if nearest is None else (Label(secret, "here"),),
        offer=partial(_fix, app, nearest) if nearest is not None else None,
    )


def _fix(app: FunctionApp, path: Path) -> Fix:
    from funclint.app import settings_fixes

    return settings_fixes.ignore(app.files.plain(path), "local.settings.json")
