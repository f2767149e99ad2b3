"""local.settings.json does not say that it is not encrypted, so Core Tools try to decrypt it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from funclint.app.local_settings import LocalSettings
from funclint.app.model import FunctionApp
from funclint.diagnostic import Applicability, Diagnostic, Fix, Severity
from funclint.rulebook import Fixes, Rule

RULE = Rule(Severity.ERROR, fix=Fixes.SOMETIMES, safety=(Applicability.SAFE, Applicability.UNSAFE))


def check(app: FunctionApp) -> Iterator[Diagnostic]:
    """local.settings.json does not say that it is not encrypted, so Core Tools try to decrypt it."""
    settings = app.local_settings
    if not isinstance(settings, LocalSettings) or settings.root is None or settings.fault is not None:
        return
    if settings.encryption == "missing" and settings.values():
        other = settings.root.member("IsEncrypted", ignore_case=True)
        yield Diagnostic(
            settings.span(other) if other is not None else settings.section_span(),
            f"'{other.key}' is not read: its name is 'IsEncrypted', in this case"
            if other is not None
            else "'IsEncrypted' is missing, which counts as true: Core Tools cannot decrypt these settings",
            help='write "IsEncrypted": false',
            offer=partial(_fix, settings),
        )
    elif settings.encryption == "invalid":
        node = settings.root.get("IsEncrypted")
        yield Diagnostic(
            settings.span(node) if node is not None else settings.section_span(),
            "this is neither true nor false: Core Tools drop all settings without a word",
            help='write "IsEncrypted": false',
            severity=Severity.WARNING,
            offer=partial(_fix, settings),
        )


def _fix(settings: LocalSettings) -> Fix | None:
    from funclint.app import settings_fixes

    return settings_fixes.not_encrypted(settings)
