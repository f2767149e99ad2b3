"""FUNCTIONS_WORKER_RUNTIME names another language, although the functions are in Python."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.local_settings import LocalSettings
from funclint.app.model import FunctionApp
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.jsonc import Node
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.ALWAYS)


_OTHER_LANGUAGES = (".js", ".cjs", ".mjs", ".ts", ".cs", ".csx", ".fs", ".ps1", ".jar", ".dll", ".java", ".csproj")


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """FUNCTIONS_WORKER_RUNTIME names another language, although the functions are in Python."""
    settings = app.settings
    runtime = settings.value("FUNCTIONS_WORKER_RUNTIME") if settings is not None else None
    if settings is None or not runtime or runtime.strip().lower() == "python" or not app.functions:
        return
    names = [name for function in app.functions for name in app.files.names(function.folder)]
    names += app.files.names(app.root)
    if any(name.lower().endswith(_OTHER_LANGUAGES) for name in names) or not any(n.endswith(".py") for n in names):
        return
    member = next(item for item in reversed(settings.values()) if item.key.upper() == "FUNCTIONS_WORKER_RUNTIME")
    yield Diagnostic(
        settings.span(member.value),
        f"the worker runtime is '{runtime}', but all functions are in Python: the host does not start",
        help="write 'python'",
        offer=partial(_fix, settings, member.value),
    )


def _fix(settings: LocalSettings, node: Node) -> Fix:
    from funclint.app import settings_fixes

    return settings_fixes.replace(settings, node, "python", Applicability.SAFE)
