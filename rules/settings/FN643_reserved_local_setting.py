"""local.settings.json sets a variable that Core Tools set themselves, which ends func start."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.local_settings import LocalSettings
from funclint.app.model import FunctionApp
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.jsonc import Member
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


_RESERVED = frozenset({"website_hostname", "azurewebjobsscriptroot", "container_name"})


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """local.settings.json sets a variable that Core Tools set themselves, which ends func start."""
    settings = app.settings
    if settings is None:
        return
    for member in settings.values():
        if member.key.lower() in _RESERVED and member.value.kind != "null":
            yield Diagnostic(
                settings.span(member),
                f"'{member.key}' is reserved: 'func start' ends with it",
                help="remove it; Core Tools set it themselves"
                if member.key.lower() != "container_name"
                else "rename it",
                offer=partial(_fix, settings, member) if member.key.lower() != "container_name" else None,
            )


def _fix(settings: LocalSettings, member: Member) -> Fix | None:
    from funclint.app import settings_fixes

    values = settings.root.get("Values") if settings.root is not None else None
    return settings_fixes.remove(settings, values, member) if values is not None else None
